"""The body's blocks → chapters with titles: an editor's, or found by `chaptering`."""

import builtins
import re
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, partial
from typing import Any, TypeAlias

from pipeline import chaptering
from pipeline.config.wording import Wording
from pipeline.errors import UsageError
from pipeline.model import Article, ChapterNote, Notes, Role
from pipeline.values import value

_LONG = 100_000  # characters, two hours: what is shorter is looked through sooner than sent

Mapper: TypeAlias = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]


@value
class Part:
    """A chapter's title and its blocks, as indices into Article.blocks.

    `number` is that of the part found there: its name is looked for.
    """

    title: str
    blocks: tuple[int, ...]
    number: int | None = None


class Parting:
    """Where the chapters of a body begin, and what they are called, as `chaptering` finds it.

    In a long talk `map` looks for it beside other work. A pull-quote stays with what comes before
    it.
    """

    def __init__(
        self,
        article: Article,
        body: Sequence[int],
        map: Mapper,  # noqa: A002 - it is the builtin, or a pool's
    ) -> None:
        self._article = article
        self._body = body
        self._spots = [at for at, index in enumerate(body) if _carries(article, index)]
        self._units = [_unit(article, body, at) for at in self._spots]
        is_long = sum(len(unit.text) for unit in self._units) > _LONG
        self._map: Mapper = map if is_long else builtins.map
        self._looked = self._map(chaptering.divide, [self._units])

    @cached_property
    def _found(self) -> Sequence[chaptering.Part]:
        (found,) = self._looked
        return tuple(found)

    def parts(self, notes: Notes) -> tuple[Part, ...]:
        """The chapters. Raises UsageError when a [[chapter]] matches nothing."""
        # What goes before the first unit is the first chapter's
        told = [self._spots[part.first] if at else 0 for at, part in enumerate(self._found)]
        cuts = _edited(self._article, self._body, notes, told)
        ends = [at for at, _, _ in cuts[1:]] + [len(self._body)]
        return tuple(
            Part(title=title, blocks=tuple(self._body[at:end]), number=number)
            for (at, title, number), end in zip(cuts, ends, strict=True)
        )

    def names(self, words: Wording) -> Iterable[tuple[str, ...]]:
        """The name of each part that was found, in one tuple, which need not be waited for yet."""
        name = partial(chaptering.name, self._units, joining=words.joining, numbered=words.part)
        return (tuple(part.title for part in named) for named in self._map(name, [self._found]))


def _carries(article: Article, index: int) -> bool:
    return article.blocks[index].role not in {Role.PULL_QUOTE, Role.TABLE, Role.CODE, Role.FOOTNOTE}


def _unit(article: Article, body: Sequence[int], at: int) -> chaptering.Unit:
    block = article.blocks[body[at]]
    level = block.level or 1
    return chaptering.Unit(
        text=block.text,
        level=level if block.role is Role.HEADING else 0,
        fresh=at > 0 and not _carries(article, body[at - 1]),
    )


def _edited(
    article: Article, body: Sequence[int], notes: Notes, found: Sequence[int]
) -> list[tuple[int, str, int | None]]:
    """The cuts found, by their numbers, with the editor's titles and cuts.

    The editor renames a chapter, adds one, or, without a title, joins it to the one before.
    """
    cuts: dict[int, tuple[str, int | None]] = {0: ("", None)}
    cuts |= {at: ("", number) for number, at in enumerate(found)}
    for note in notes.chapters:
        cuts[_spot(article, body, note, notes.file)] = note.title, None
    return [
        (at, title, number)
        for at, (title, number) in sorted(cuts.items())
        if title or number is not None or at == 0
    ]


def _spot(article: Article, body: Sequence[int], note: ChapterNote, file: str) -> int:
    wanted = _folded(note.starts)
    for at, index in enumerate(body):
        if _folded(article.blocks[index].text).startswith(wanted):
            return at
    raise UsageError(
        f"{file or 'episode.toml'}: [[chapter]] starts = “{note.starts}” matches no paragraph — "
        "copy the first words of one from --plan"
    )


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))

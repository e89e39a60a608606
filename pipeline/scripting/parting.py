"""The body's blocks → chapters with titles: an editor's, or found by `chaptering`."""

import builtins
import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, TypeAlias

from pipeline import chaptering
from pipeline.config.wording import Wording
from pipeline.errors import UsageError
from pipeline.model import Article, ChapterNote, Notes, Role
from pipeline.values import value

_LONG = 100_000  # characters, two hours: what is shorter is looked through sooner than sent

Mapper: TypeAlias = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
Found: TypeAlias = Iterable[tuple[list[int], tuple[chaptering.Part, ...]]]  # one: places, parts


@value
class Part:
    """A chapter's title and its blocks, as indices into Article.blocks."""

    title: str
    blocks: tuple[int, ...]


def found(article: Article, body: Sequence[int], words: Wording, map: Mapper) -> Found:  # noqa: A002
    """What `chaptering` finds in the body; in a long talk `map` looks for it beside other work.

    A pull-quote stays with what comes before it.
    """
    spots = [at for at, index in enumerate(body) if _carries(article, index)]
    units = [_unit(article, body, at) for at in spots]
    way = map if sum(len(unit.text) for unit in units) > _LONG else builtins.map
    look = partial(chaptering.parts, joining=words.joining, numbered=words.part)
    return zip([spots], way(look, [units]), strict=True)


def parted(article: Article, body: Sequence[int], notes: Notes, found: Found) -> tuple[Part, ...]:
    """Cut the body into chapters. Raises UsageError when a [[chapter]] matches nothing."""
    ((spots, parts),) = found
    # What goes before the first unit is the first chapter's
    told = [(spots[part.first] if at else 0, part.title) for at, part in enumerate(parts)]
    cuts = _edited(article, body, notes, told or [(0, "")])
    ends = [at for at, _ in cuts[1:]] + [len(body)]
    return tuple(
        Part(title=title, blocks=tuple(body[at:end]))
        for (at, title), end in zip(cuts, ends, strict=True)
    )


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
    article: Article, body: Sequence[int], notes: Notes, found: Sequence[tuple[int, str]]
) -> list[tuple[int, str]]:
    """The cuts found, with the editor's: a chapter renamed, added or, without a title, joined."""
    cuts = dict(found)
    for note in notes.chapters:
        cuts[_spot(article, body, note, notes.file)] = note.title
    return [(at, title) for at, title in sorted(cuts.items()) if title or at == 0]


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

"""An article → what will be said, by whom, in which chapter.

In: an `Article`, its `Show` and the episode's `Notes`. Out: a `Script`. The promise: every block is
either said, word for word, or in `Script.silent` with the reason.
"""

from collections.abc import Iterable, Mapping, Sequence

from pipeline.errors import LedgerError, SourceError
from pipeline.model import Article, Chapter, Line, Notes, Role, Script, Show
from pipeline.scripting.lines import Speaking
from pipeline.scripting.parting import Mapper, Part, Parting
from pipeline.scripting.pausing import paused
from pipeline.scripting.policy import Order, ordered
from pipeline.scripting.scoring import scored
from pipeline.scripting.templates import Frame, framed
from pipeline.store import Store
from pipeline.values import replace

__all__ = ["Draft", "adapt", "draft"]


class Draft:
    """A script in which chapters that were found have no names yet: they are looked for."""

    def __init__(
        self, script: Script, numbers: Sequence[int | None], names: Iterable[tuple[str, ...]]
    ) -> None:
        self.script = script
        self._numbers = numbers
        self._names = names

    def finished(self) -> Script:
        """The script with all names; once."""
        (names,) = self._names
        chapters = (
            chapter if number is None else replace(chapter, title=names[number])
            for chapter, number in zip(self.script.chapters, self._numbers, strict=True)
        )
        return replace(self.script, chapters=tuple(chapters))


def adapt(article: Article, show: Show, notes: Notes, store: Store | None = None) -> Script:
    """Turn an article into a script, as `draft` begins it."""
    return draft(article, show, notes, store).finished()


def draft(
    article: Article,
    show: Show,
    notes: Notes,
    store: Store | None = None,
    map: Mapper = map,  # noqa: A002 - it is the builtin, or a pool's
) -> Draft:
    """Turn an article into a script; what a `store` has of its words is not read anew.

    The chapters of a long talk are looked for through `map`, and their names meanwhile.

    Raises SourceError when nothing is left to say, UsageError when a chapter of episode.toml
    matches nothing, LedgerError when a block's words would not be said exactly.
    """
    speaking = Speaking(article=article, show=show, notes=notes, store=store)
    frame = framed(article, show, notes, speaking.wording)
    order = ordered(article, show, frame)
    if not order.body:
        raise SourceError("the article has no text to read aloud — is it only headings and notes?")
    parting = Parting(article, order.body, map)
    front, said = _front(speaking, frame, order), speaking.each(order.body)
    parts, names = parting.parts(notes), parting.names(speaking.wording)
    drafted = [
        (Chapter(title=_first(speaking), lines=front), None),
        *((_chapter(article, part, said), part.number) for part in parts),
        (Chapter(title=_last(speaking), lines=_back(speaking, frame, order)), None),
    ]
    told = [(chapter, number) for chapter, number in drafted if chapter.lines]
    chapters = scored(tuple(chapter for chapter, _ in told), show.sound, show.pauses)
    script = Script(
        chapters=paused(chapters, show.pauses),
        language=speaking.language,
        silent=order.silent,
        cast=speaking.cast,
    )
    _prove(article, script)
    return Draft(script, [number for _, number in told], names)


def _front(speaking: Speaking, frame: Frame, order: Order) -> tuple[Line, ...]:
    opening = speaking.template(frame.opening, Role.OPENING)
    return (*speaking.blocks(order.first), *opening, *speaking.blocks(order.front))


def _chapter(article: Article, part: Part, said: Mapping[int, Sequence[Line]]) -> Chapter:
    links = (link for index in part.blocks for link in article.blocks[index].links)
    return Chapter(
        title=part.title,
        lines=tuple(line for index in part.blocks for line in said[index]),
        url=next((link.url for link in links), ""),
    )


def _back(speaking: Speaking, frame: Frame, order: Order) -> tuple[Line, ...]:
    return (
        *speaking.blocks(order.end),
        *speaking.template(frame.before_bio, Role.CLOSING),
        *speaking.blocks(order.bio),
        *speaking.template(frame.after_bio, Role.CLOSING),
    )


def _first(speaking: Speaking) -> str:
    """The title of the opening, and of what the editors say before the talk."""
    return speaking.wording.introduction or speaking.article.metadata.title or speaking.show.title


def _last(speaking: Speaking) -> str:
    article, words = speaking.article, speaking.wording
    authors = article.metadata.authors
    told = any(block.role is Role.BIO for block in article.blocks)
    if told and authors:
        return words.about.format(names=words.joining.join(authors))
    return words.ending or speaking.show.title


def _prove(article: Article, script: Script) -> None:
    """The ledger's second half: each block's words are said once, in order, or silent."""
    said = _said(script.lines)
    for index, block in enumerate(article.blocks):
        words = block.text.split()
        expected = [] if index in script.silent else words
        if said.get(index, []) != expected:
            opening = " ".join(words[:6])
            raise LedgerError(f"the script does not say “{opening}…” as it is written — a bug")


def _said(lines: Sequence[Line]) -> Mapping[int, list[str]]:
    said: dict[int, list[str]] = {}
    for line in lines:
        if line.block is not None:
            said.setdefault(line.block, []).extend(word.shown for word in line.words)
    return said

"""A plan → a page of HTML that an editor sends to the author.

Promise: every block is on it, in the order it is said: with its voice and time, with every repair
before and after, with how numbers and names are said, and what is not said struck through with
the reason. One file: no script, nothing from elsewhere, good on paper.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from markupsafe import Markup, escape

from pipeline.formats.marking import Layer, layers, marked, place_of
from pipeline.formats.openings import Openings
from pipeline.formats.pages import page
from pipeline.formats.plan import (
    SAID_ELSEWHERE,
    Doubts,
    characters,
    correction,
    renaming,
    say_line,
    seconds,
)
from pipeline.formats.plan_notes import Note, Remarks, repair_note
from pipeline.formats.templating import legal
from pipeline.model import Article, Block, Chapter, Line, Role, Script, Show, Skip
from pipeline.values import value

GENERATOR = "render-episode --plan"  # by which a plan is known again
_EXAMPLES = 3  # of each reason
_SHORT = 60  # characters of one
_PLAIN = {Role.PARAGRAPH, Role.HEADING}  # what they are can be seen


@value
class Row:
    """One block: when it is said, by whom, as what; its text, notes, source and corrections.

    `silent` is the reason why it is not said; `elsewhere`: the opening or closing says it.
    """

    id: str
    role: str
    html: Markup
    start: float = 0.0
    label: str = ""
    voice: str = ""
    speaker: str = ""
    notes: tuple[Note, ...] = ()
    written: Markup = Markup("")
    toml: tuple[str, ...] = ()
    silent: str = ""
    elsewhere: bool = False


@value
class Section:
    """A chapter: its title, its start and length in seconds, its rows, how to rename it.

    `heading` is the author's, where it is the title.
    """

    title: str
    start: float
    seconds: float
    rows: tuple[Row, ...]
    toml: tuple[str, ...]
    heading: Row | None = None


def plan_page(article: Article, script: Script, doubts: Doubts, show: Show) -> bytes:
    """The whole page."""
    sections = tuple(_Setting(article, script, doubts).sections())
    remarks = Remarks(article, doubts)
    used = dict.fromkeys(line.voice for line in script.lines)
    return page(
        "plan.html",
        show,
        ("page.css", "plan.css"),
        spoken=script.language,
        data=article.metadata,
        sections=sections,
        voices=[(name, show.cast[name]) for name in used if name in show.cast],
        seconds=sum(section.seconds for section in sections),
        counts=characters(article, script),
        repairs=len(article.repairs),
        silent=sum(reason != SAID_ELSEWHERE for reason in script.silent.values()),
        doubts=[say_line(*doubt) for doubt in doubts],
        elsewhere=[repair_note(repair) for repair in remarks.elsewhere],
        signs=_signs(article.skipped),
        generator=GENERATOR,
    )


class _Setting:
    """Sets one plan, row after row: what was told once need not be told again."""

    def __init__(self, article: Article, script: Script, doubts: Doubts) -> None:
        self._article = article
        self._script = script
        self._remarks = Remarks(article, doubts)
        self._openings = Openings(article.blocks)
        self._silent = _after(script.silent, len(article.blocks))
        self._voice = ""
        self._time = 0.0

    def sections(self) -> Iterator[Section]:
        """The chapters, with what is not said where the author wrote it."""
        front = tuple(self._quiet(None))
        for chapter in self._script.chapters:
            start, self._voice = self._time, ""
            rows, title = (*front, *self._rows(chapter)), legal(chapter.title)
            front = ()
            headed = rows[0].role == Role.HEADING and rows[0].html.striptags() == title
            yield Section(
                title=title,
                start=start,
                seconds=self._time - start,
                rows=rows[headed:],
                toml=renaming(self._article, self._openings, chapter),
                heading=rows[0] if headed else None,
            )

    def _rows(self, chapter: Chapter) -> Iterator[Row]:
        for (index, role), group in groupby(chapter.lines, lambda line: (line.block, line.role)):
            lines = list(group)
            yield self._template(role, lines) if index is None else self._said(index, lines)
            self._time += sum(seconds(line) for line in lines)
            if index is not None:
                yield from self._quiet(index)

    def _said(self, index: int, lines: Sequence[Line]) -> Row:
        block = self._article.blocks[index]
        return Row(
            id=f"b{index + 1}",
            role=block.role.value,
            label=_label(block.role) if block.role.value != lines[0].voice else "",
            start=self._time,
            voice=self._voiced(lines[0].voice),
            speaker=legal(block.speaker),
            html=self._text(index, block, lines),
            notes=self._remarks.notes(index, lines),
            written=self._written(index, block),
            toml=correction(self._openings[index], block.role),
        )

    def _template(self, role: Role, lines: Sequence[Line]) -> Row:
        return Row(
            id="",
            role=role.value,
            label=role.value,
            start=self._time,
            voice=self._voiced(lines[0].voice),
            html=escape(legal(" ".join(line.shown for line in lines))),
        )

    def _quiet(self, before: int | None) -> Iterator[Row]:
        for index in self._silent.get(before, ()):
            block, reason = self._article.blocks[index], self._script.silent[index]
            yield Row(
                id=f"b{index + 1}",
                role=block.role.value,
                label=_label(block.role),
                speaker=legal(block.speaker),
                html=marked(block.text, self._marks(index, block), 0, len(block.text)),
                notes=self._remarks.notes(index, ()),
                written=self._written(index, block),
                toml=() if reason == SAID_ELSEWHERE else self._saying(index, block),
                silent=legal(reason),
                elsewhere=reason == SAID_ELSEWHERE,
            )

    def _saying(self, index: int, block: Block) -> tuple[str, ...]:
        """The lines of episode.toml that have a silent block said."""
        return correction(self._openings[index], block.role, silent=True)

    def _voiced(self, voice: str) -> str:
        """A voice's name where it changes."""
        told = "" if voice == self._voice else voice.replace("_", " ")
        self._voice = voice
        return legal(told)

    def _text(self, index: int, block: Block, lines: Sequence[Line]) -> Markup:
        place, text = 0, block.text
        over = self._marks(index, block)
        sentences = []
        for line in lines:
            if found := place_of(text, line, place):
                place = found[-1][1]
                above = (*self._over_words(line, found), *over)
                sentences.append(marked(text, above, found[0][0], place))
            else:
                sentences.append(escape(legal(line.shown)))
        return Markup(" ").join(sentences)

    def _marks(self, index: int, block: Block) -> tuple[Layer, ...]:
        return (*self._remarks.layers(index), *layers(block.marks))

    def _over_words(self, line: Line, places: Sequence[tuple[int, int]]) -> Iterator[Layer]:
        for word, (start, end) in zip(line.words, places, strict=True):
            if layer := self._remarks.word_layer(word, start, end):
                yield layer

    def _written(self, index: int, block: Block) -> Markup:
        """The block as it stands in the source, with what is left out struck through."""
        source, at, html = self._article.source, block.start, Markup("")
        for skip in sorted(self._remarks.skipped(index), key=lambda skip: skip.start):
            start, end = max(skip.start, at), min(skip.end, block.end)
            if end > start:
                gone = Markup('<del title="{}">{}</del>')
                html += escape(legal(source[at:start]))
                html += gone.format(legal(skip.reason), legal(source[start:end]))
                at = end
        return html + escape(legal(source[at : block.end]))


def _after(silent: Mapping[int, str], count: int) -> Mapping[int | None, list[int]]:
    """The silent blocks behind each block that is said, or behind none."""
    found: dict[int | None, list[int]] = {}
    before: int | None = None
    for index in range(count):
        if index in silent:
            found.setdefault(before, []).append(index)
        else:
            before = index
    return found


def _label(role: Role) -> str:
    return "" if role in _PLAIN else role.value.replace("_", "-")


def _signs(skipped: Sequence[Skip]) -> list[tuple[str, int, list[str]]]:
    """Each reason why something between or inside the blocks is not said, with a few examples."""
    counts = Counter(skip.reason for skip in skipped)
    examples: dict[str, dict[str, None]] = {reason: {} for reason in counts}
    for skip in skipped:
        if len(examples[skip.reason]) < _EXAMPLES:
            text = " ".join(legal(skip.text).split())
            examples[skip.reason][text if len(text) <= _SHORT else f"{text[:_SHORT]}…"] = None
    return [(legal(reason), count, list(examples[reason])) for reason, count in counts.items()]

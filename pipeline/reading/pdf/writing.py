"""All lines and the chunks they make in, an Article of provisional blocks out.

Promise: the source holds every line of every page in reading order, also those that are not read;
each of its letters is in a run or in a skip.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.model import NOTE_MARK, Article, Block, Mark, Metadata, Repair, Role, Run, Skip
from pipeline.patterns import pattern
from pipeline.reading.pdf.cells import table
from pipeline.reading.pdf.chunks import Chunk
from pipeline.reading.pdf.page import Line, Page, Word
from pipeline.reading.pdf.type import Measure
from pipeline.reading.placing import NUMBER
from pipeline.reading.spans import HARD
from pipeline.reading.splicing import merged
from pipeline.values import replace

BULLET = "a list's sign"
END_SIGN = "the sign at an article's end"
_END_SIGN = pattern(r"[■□▪▫◼◻●◆◇♦❖▲∎]")
_RAISED = pattern(r"[\[(]?(?:\d{1,3}(?:[,–-]\d{1,3})*|[*†‡§¶]+)[\])]?[.,;:]?")
_WORD_END = pattern(r"[^\W\d_]{2}$|[.,;:!?”\"')’…]$")
_DIGITS = pattern(r"\d")
_CAP = 1.5  # times its line's type


@dataclass
class Writing:
    """Builds the source and the blocks."""

    pages: Sequence[Page]
    measure: Measure
    parts: list[str] = field(default_factory=list)
    length: int = 0
    places: dict[int, int] = field(default_factory=dict)  # of each word, by its identity
    ends: dict[int, int] = field(default_factory=dict)  # of each line, by its identity
    skips: list[Skip] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    def source(self, lines: Iterable[Line]) -> None:
        """Write every line down."""
        for line in lines:
            start, first = self.length, len(self.parts)
            for index, word in enumerate(line.words):
                if index and not word.glued:
                    self._put(" ")
                self.places[id(word)] = self.length
                self._put(word.text)
            self.ends[id(line)] = self.length
            if line.reason and line.text.strip():
                text, end = "".join(self.parts[first:]), self.length
                self.skips.append(Skip(text=text, reason=line.reason, start=start, end=end))
            self._put("\n")

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def block(self, chunk: Chunk) -> None:
        """Write a chunk as a block."""
        if chunk.role is Role.RULE:
            self._rule(chunk)
            return
        making = _Making(self, chunk)
        making.fill()
        runs = merged(making.runs)
        held = [run for run in runs if run.start is not None and run.text.strip()]
        if not held:
            return
        start = min(run.start or 0 for run in held)
        end = max((run.start or 0) + len(run.text) for run in held)
        marks = tuple(_joined(making.marks, making.text))
        self.blocks.append(
            Block(role=chunk.role, runs=runs, marks=marks, start=start, end=end, level=chunk.level)
        )

    def _rule(self, chunk: Chunk) -> None:
        start = self.places[id(chunk.first.words[0])]
        end = self.ends[id(chunk.last)]
        self.blocks.append(Block(role=Role.RULE, runs=(), start=start, end=end))

    def article(self, metadata: Metadata) -> Article:
        """All of it."""
        return Article(
            source="".join(self.parts),
            blocks=tuple(self.blocks),
            metadata=metadata,
            repairs=tuple(self.repairs),
            skipped=tuple(sorted(self.skips, key=lambda held: held.start)),
        )


@dataclass
class _Making:
    """One block on its way."""

    writing: Writing
    chunk: Chunk
    runs: list[Run] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    text: str = ""

    def fill(self) -> None:
        if self.chunk.role is Role.TABLE:
            self._table()
            return
        for number, line in enumerate(self.chunk.lines):
            if number:
                self._joint(number)
            listed = self.chunk.role in {Role.LIST_ITEM, Role.FOOTNOTE}
            skipped = self.chunk.marker if listed and number == 0 else 0
            for index, word in enumerate(line.words):
                if index < skipped:
                    self._marker(word)
                elif self._is_end_sign(line, word):
                    self._skip(word, END_SIGN)
                elif self._is_note_mark(word):
                    self._skip(word, NOTE_MARK)
                else:
                    self._word(line, index, word, fresh=index <= skipped)

    def _table(self) -> None:
        for number, row in enumerate(table(self.chunk.lines)):
            self._put("\n", None) if number else None
            for column, cell in enumerate(row):
                self._put("\t", None) if column else None
                for at, (line, index) in enumerate(cell):
                    wrapped = at > 0 and cell[at - 1][0] is not line
                    self._put(" ", None) if wrapped else None
                    self._word(line, index, line.words[index], fresh=at == 0 or wrapped)

    def _joint(self, number: int) -> None:
        above, line = self.chunk.lines[number - 1], self.chunk.lines[number]
        if self.text.endswith("\u00ad"):
            return
        at = self.writing.ends[id(above)]
        near = self.writing.places[id(line.words[0])] == at + 1
        hard = number in self.chunk.hard
        glue = "\n" if self.chunk.role is Role.CODE or not hard else HARD
        self._put(glue, at if near and not hard else None)

    def _put(self, text: str, start: int | None) -> None:
        self.runs.append(Run(text=text, start=start))
        self.text += text

    def _word(self, line: Line, index: int, word: Word, *, fresh: bool) -> None:
        at = self.writing.places[id(word)]
        if index and not word.glued and not fresh:
            self._put(" ", at - 1)
        begin = len(self.text)
        self._put(word.text, at)
        plain = self.chunk.kind == "large" or self.chunk.role is Role.HEADING
        if word.look.bold and not plain and not self.writing.measure.bold:
            self._mark("strong", begin)
        if word.look.italic and not self.writing.measure.italic:
            self._mark("emphasis", begin)
        if word.look.mono and not plain and self.chunk.role is not Role.CODE:
            self._mark("code", begin)
        self._links(line, word, begin)
        joined = len(line.words) > 1 and line.words[1].glued
        if index == 0 and word.size > _CAP * line.size and joined:
            first, (whole, _) = word.text, line.sign
            before = f"{first} {whole.removeprefix(first)}"
            self.writing.repairs.append(Repair(kind="drop cap", before=before, after=whole, at=at))

    def _mark(self, kind: str, start: int, url: str = "") -> None:
        self.marks.append(Mark(kind=kind, start=start, end=len(self.text), url=url))

    def _links(self, line: Line, word: Word, begin: int) -> None:
        middle = word.base - 0.3 * word.size
        for anchor in self.writing.pages[line.page].anchors:
            left, top, right, bottom = anchor.box
            if not (top <= middle <= bottom) or word.right < left or word.left > right:
                continue
            lefts = [word.left, *word.edges[:-1]]
            inside = [
                at
                for at, (a, b) in enumerate(zip(lefts, word.edges, strict=True))
                if left - 0.5 <= (a + b) / 2 <= right + 0.5
            ]
            if inside:
                start, end = begin + inside[0], begin + inside[-1] + 1
                self.marks.append(Mark(kind="link", start=start, end=end, url=anchor.url))
                return

    def _is_note_mark(self, word: Word) -> bool:
        if not word.raised or not _RAISED.fullmatch(word.text):
            return False
        return not self.text or bool(_WORD_END.search(self.text[-3:]))

    def _is_end_sign(self, line: Line, word: Word) -> bool:
        return (
            line is self.chunk.last
            and word is line.words[-1]
            and bool(self.text.strip() and _END_SIGN.fullmatch(word.text))
        )

    def _marker(self, word: Word) -> None:
        note = self.chunk.role is Role.FOOTNOTE
        sign = NUMBER if _DIGITS.search(word.text) or word.text[:1].isalpha() else BULLET
        self._skip(word, NOTE_MARK if note else sign)

    def _skip(self, word: Word, reason: str) -> None:
        at = self.writing.places[id(word)]
        if word.text.strip():
            self.writing.skips.append(
                Skip(text=word.text, reason=reason, start=at, end=at + len(word.text))
            )


def _joined(marks: Iterable[Mark], text: str) -> list[Mark]:
    """Marks of one kind with nothing but blanks between them as one."""
    kept: list[Mark] = []
    latest: dict[tuple[str, str], int] = {}
    for mark in marks:
        key = mark.kind, mark.url
        at = latest.get(key)
        if at is not None and not text[kept[at].end : mark.start].strip():
            kept[at] = replace(kept[at], end=mark.end)
        else:
            latest[key] = len(kept)
            kept.append(mark)
    return sorted(kept, key=lambda mark: (mark.start, mark.end))

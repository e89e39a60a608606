"""Tables of Markdown in, their cells as one text out: a tab between cells, a line for each row.

Promise: every word of a cell is in the text, as the source has it.
"""

import re
from collections.abc import Iterator, Sequence

from markdown_it.rules_block import StateBlock

from pipeline.model import Run
from pipeline.patterns import pattern
from pipeline.reading.markdown.notebook import COLUMNS
from pipeline.reading.spans import Spans

_FRAME = pattern(r"\+(?:[-=:]{3,}\+)+")
_WORDS = pattern(r"[^\s*_](?:.*[^\s*_])?")


def rows(table: Sequence[tuple[Spans, int]]) -> list[Run]:
    """The text of cells, each with the line it stands in."""
    runs: list[Run] = []
    row = -1
    for spans, line in table:
        if runs:
            runs.append(Run(text="\t" if line == row else "\n", start=None))
        runs.extend(spans.runs)
        row = line
    return runs


def columns(spans: Spans) -> Spans:
    """The text of a table whose columns only blanks and a row of dashes tell."""
    for start, end, glue in _cells(spans.content):
        spans.insert(glue)
        spans.say(start, end)
    return spans


def drawn(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """A block rule of the parser: a table that is drawn with signs."""
    if not is_grid(_line(state, start)) or start + 1 >= end:
        return False
    last = start
    while last < end and _line(state, last).strip()[:1] in {"+", "|"}:
        last += 1
    if last - start < len("+|+") or silent:
        return silent and last - start >= len("+|+")
    token = state.push("grid", "", 0)
    token.map = [start, last]
    state.line = last
    return True


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] : state.eMarks[line]]


def is_grid(line: str) -> bool:
    """Whether a line is the frame of a table that is drawn with signs."""
    return bool(_FRAME.fullmatch(line.strip()))


def grid(spans: Spans) -> Spans:
    """The text of a table that is drawn with signs; a cell's lines stay together."""
    glue = ""
    for row in _drawn(spans.content):
        for cell in row:
            for part in cell:
                spans.insert(glue)
                spans.say(*part)
                glue = " "
            glue = "\t"
        glue = "\n"
    return spans


def _drawn(content: str) -> Iterator[list[list[tuple[int, int]]]]:
    """Rows of cells of stretches, a line each, between the lines of the frame."""
    row: list[list[tuple[int, int]]] = []
    for line in re.finditer(r"[^\n]+", content):
        if is_grid(line[0]):
            if row:
                yield row
            row = []
            continue
        for at, cell in enumerate(re.finditer(r"(?<=\|)[^|]*(?=\|)", line[0])):
            if at == len(row):
                row.append([])
            if found := _WORDS.search(cell[0]):
                start = line.start() + cell.start()
                row[at].append((start + found.start(), start + found.end()))
    if row:
        yield row


def _cells(content: str) -> Iterator[tuple[int, int, str]]:
    """Where the cells of a table without bars stand, each with what parts it from the last."""
    glue = ""
    for line in re.finditer(r"[^\n]+", content):
        if COLUMNS.fullmatch(line[0]) or not line[0].strip(" -"):
            continue
        for cell in re.finditer(r"\S+(?:[ ]\S+)*", line[0]):
            yield line.start() + cell.start(), line.start() + cell.end(), glue
            glue = "\t"
        glue = "\n"

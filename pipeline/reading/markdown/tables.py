"""Tables of Markdown in, their cells as one text out: a tab between cells, a line for each row.

Promise: every word of a cell is in the text, as the source has it.
"""

import re
from collections.abc import Iterator, Sequence

from pipeline.model import Run
from pipeline.reading.markdown.notebook import COLUMNS
from pipeline.reading.spans import Spans


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

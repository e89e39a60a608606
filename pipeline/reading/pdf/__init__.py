"""A PDF file in, an Article of provisional blocks out.

Promise: every letter on every page is in a run or in a skip; what repeats from page to page is not
read, and what pages, columns and lines cut is whole again.

    glyphs    file → pages of words, pictures, rules and links (pdfium)
    facts     what the file says about itself
    spacing   letters that were only set wide → words
    columns   a page's words → lines in reading order
    gutters   where its columns are parted
    running   running heads, feet and page numbers
    imprint   what they call the magazine
    type      the measure of the usual type
    chunks    lines → chunks: paragraphs, headings …
    pictures  captions, credits and boxed text
    labels    names before what people say, in a type of their own
    titles    the title and what stands under it
    roles     what type and place say a chunk is
    joining   paragraphs that pages and columns cut
    writing   chunks → source, blocks, skips
"""

from pathlib import Path

from pipeline.model import Article, Role
from pipeline.reading.pdf import imprint, running
from pipeline.reading.pdf.chunks import Chunk, chunks
from pipeline.reading.pdf.columns import lines
from pipeline.reading.pdf.glyphs import pages_of
from pipeline.reading.pdf.joining import whole
from pipeline.reading.pdf.page import Line
from pipeline.reading.pdf.roles import told
from pipeline.reading.pdf.type import body_size, measured
from pipeline.reading.pdf.writing import Writing
from pipeline.reading.wording import opening
from pipeline.values import replace


def parse(path: Path) -> Article:
    """Read a PDF.

    Raises:
        SourceError: protected, damaged, too long, or without text.
        UsageError: pypdfium2 is not installed.
    """
    pages, metadata = pages_of(path)
    size = body_size(pages)
    gutters: list[float] = []
    found = [lines(page, size, gutters) for page in pages]
    title = _title(found)
    running.mark(pages, found, title, size)
    measure = measured(pages, found)
    every = [line for held in found for line in held]
    read = [line for line in every if not line.reason]
    kept, repairs = whole(told(chunks(read, measure), pages, measure), measure)
    writing = Writing(pages, measure)
    writing.source(every)
    for chunk in kept:
        writing.block(chunk)
    for _, repair in repairs:
        writing.repairs.append(repair)
    heads = (chunk.text for chunk in kept if chunk.role is Role.HEADING or _is_front(chunk))
    name = imprint.publication(found, [title, metadata.title, *metadata.authors, *heads])
    known = metadata.title if not title or _says(found, metadata.title) else ""
    return writing.article(replace(metadata, title=known, publication=name))


def _is_front(chunk: Chunk) -> bool:
    """Whether a piece is one of the first page's lines: who wrote it, what kind of piece it is."""
    return chunk.first.page == 0 and len(chunk.lines) == 1


def _says(found: list[list[Line]], title: str) -> bool:
    """Whether the first page bears out what the file calls itself; some are named by a program."""
    first = next((held for held in found if held), [])
    return opening(title) in opening(" ".join(line.text for line in first))


def _title(found: list[list[Line]]) -> str:
    first = next((held for held in found if held), [])
    size = max((line.size for line in first), default=0.0)
    return " ".join(line.text for line in first if line.size == size)

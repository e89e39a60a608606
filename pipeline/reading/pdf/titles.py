"""Chunks in, where the text begins behind its title and what stands under that out.

Promise: the largest type of the first page is the title where it stands before the text; only
large type under it gets a role here.
"""

from pipeline.model import Role
from pipeline.patterns import pattern
from pipeline.reading.bylines import bare_name, byline, collective
from pipeline.reading.pdf.chunks import Chunk
from pipeline.reading.pdf.type import Measure
from pipeline.reading.wording import ends_sentence, words

_TITLE = 1.25  # times the body's type, at least
_LINES = 3  # of body type in a row: the text
_DECK = 12  # words; longer lines under a title are a standfirst
_SENTENCES = pattern(r"[^\W\d_]{2}[.!?…][”\"’']?\s+[“\"‘']?[^\W\d_a-z]")  # one, and another


def titled(chunks: list[Chunk], measure: Measure) -> int:
    """Find the title and what stands with it; say where the text begins."""
    page = chunks[0].first.page if chunks else 0
    large = [
        index
        for index, chunk in enumerate(chunks)
        if chunk.first.page == page and chunk.kind == "large" and len(words(chunk.text)) > 0
    ]
    if not large or chunks[large[0]].size < _TITLE * measure.size:
        return 0
    index = max(large, key=lambda at: (chunks[at].size, -at))
    prose = next(
        (at for at, c in enumerate(chunks) if c.kind == "body" and len(c.lines) >= _LINES),
        len(chunks),
    )
    if index > prose:
        return 0
    title = chunks[index]
    title.role, title.level, title.closed = Role.HEADING, 1, True
    below = chunks[index + 1] if index + 1 < len(chunks) else title
    if below.role is Role.BLOCK_QUOTE and len({round(line.left) for line in below.lines}) > 1:
        long = len(words(below.text)) > _DECK and ends_sentence(below.text)
        below.role = Role.STANDFIRST if long else Role.PARAGRAPH  # set in the middle
        below.closed, below.hard = True, set()
    for at in range(index + 1, min(prose, len(chunks))):
        chunk = chunks[at]
        if chunk.kind == "large" and chunk.role is Role.PARAGRAPH:
            _deck(chunk)
    return max(index + 1, min(prose, len(chunks)))


def _deck(chunk: Chunk) -> None:
    long = len(words(chunk.text)) > _DECK or _SENTENCES.search(chunk.text)
    if long and ends_sentence(chunk.text):
        chunk.role = Role.STANDFIRST
    elif not (byline(chunk.text) or collective(chunk.text) or bare_name(chunk.text)):
        chunk.role, chunk.level = Role.HEADING, 2
    chunk.closed = True

"""Chunks and what is drawn on their pages in, captions, credits and boxed text told out.

Promise: only small or slanted type beside, on or in what is drawn gets a role here.
"""

import re
from collections.abc import Sequence

from pipeline.model import Role
from pipeline.patterns import pattern
from pipeline.reading.pdf.chunks import Chunk
from pipeline.reading.pdf.page import Box, Page

NEAR = 3.0  # times its size between a picture and its caption
_LINE = 12  # words of a credit, at most
_FIGURE = pattern(
    r"(?:fig(?:ure|\.)|table|plate|map|chart|above|below|left|right)\b[^.]{0,12}[:.]",
    re.IGNORECASE,
)
_CREDIT = pattern(
    r"(?:photo(?:graph)?s?|pictures?|images?|illustrations?|foto|bild)\b\s*(?::|by\b|[^\W\d_a-z])",
    re.IGNORECASE,
)


def captions(chunks: Sequence[Chunk], pages: Sequence[Page]) -> None:
    """Find what stands under a picture, and who made it."""
    for chunk in chunks:
        if chunk.role not in {Role.PARAGRAPH, Role.BLOCK_QUOTE} or chunk.kind == "large":
            continue
        small = chunk.kind == "small"
        styled = small or chunk.share("italic") > 0.9  # noqa: PLR2004
        page = pages[chunk.first.page]
        near = any(_is_by(chunk, box) for box in [*page.pictures, *page.boxes])
        on = small and any(_is_on(chunk, box) for box in page.pictures)
        if styled and (near or on or (small and _FIGURE.match(chunk.text))):
            chunk.role, chunk.closed = Role.CAPTION, True
            if len(chunk.text.split()) <= _LINE and _CREDIT.match(chunk.text):
                chunk.role = Role.CREDIT


def boxed(chunks: Sequence[Chunk], pages: Sequence[Page]) -> None:
    """Small type in a frame is a box's text: it is set in by the frame, not as a quotation."""
    for chunk in chunks:
        if chunk.role is Role.BLOCK_QUOTE and chunk.kind == "small" and not chunk.hard:
            page = pages[chunk.first.page]
            if any(_holds(box, chunk) for box in page.boxes if box[2] - box[0] < 0.9 * page.width):
                chunk.role = Role.PARAGRAPH


def _holds(box: Box, chunk: Chunk) -> bool:
    left, top, right, bottom = box
    level = top < chunk.first.top and chunk.last.base < bottom
    return level and all(left < line.left and line.right < right for line in chunk.lines)


def _is_by(chunk: Chunk, box: Box) -> bool:
    left, top, right, bottom = box
    if right - left < 2 * chunk.size or bottom - top < 2 * chunk.size:
        return False
    across = _across(chunk, left, right)
    near = NEAR * chunk.size
    return across and (
        -chunk.size < chunk.first.top - bottom < near
        or -chunk.size < top - chunk.last.bottom < near / 2
    )


def _is_on(chunk: Chunk, box: Box) -> bool:
    """Whether a piece stands in the lower half of a picture, which may reach beyond its frame."""
    left, top, right, bottom = box
    return _across(chunk, left, right) and (top + bottom) / 2 < chunk.first.top < bottom


def _across(chunk: Chunk, left: float, right: float) -> bool:
    """Whether most of a piece stands between a picture's sides."""
    start, end = min(line.left for line in chunk.lines), max(line.right for line in chunk.lines)
    return min(right, end) - max(left, start) > (end - start) / 2

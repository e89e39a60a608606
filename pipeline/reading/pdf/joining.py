"""Chunks with roles in, the same with what pages and columns cut put together out.

Promise: two pieces become one only where no sign of a paragraph's end stands between them; each
joining is a recorded Repair.
"""

from collections.abc import Sequence

from pipeline.model import Repair, Role
from pipeline.reading.pdf.chunks import Chunk, joined
from pipeline.reading.pdf.type import Measure
from pipeline.reading.wording import LITTLE_WORDS, ends_sentence, words

_SHOWN = 5  # words shown on each side of a mended cut
_IN = 0.7  # of its size; so far in, or not
_WHOLE = 0.9  # of a piece's letters
_DRESS = ("italic", "bold")
_RUNNING = frozenset({Role.TABLE, Role.PARAGRAPH, Role.BLOCK_QUOTE, Role.LIST_ITEM, Role.FOOTNOTE})
_PASSED = frozenset(
    {Role.PULL_QUOTE, Role.CAPTION, Role.CREDIT, Role.FOOTNOTE, Role.TABLE, Role.RULE}
)


def whole(
    chunks: Sequence[Chunk], measure: Measure
) -> tuple[list[Chunk], list[tuple[Chunk, Repair]]]:
    """Join pieces. Returns the chunks, and each repair with the chunk it is about."""
    kept: list[Chunk] = []
    repairs: list[tuple[Chunk, Repair]] = []
    for chunk in chunks:
        first = _open(kept, chunk, measure)
        if first is None:
            kept.append(chunk)
            continue
        tail = " ".join(first.text.split()[-_SHOWN:])
        head = " ".join(chunk.text.split()[:_SHOWN])
        kind = "page break" if first.last.page != chunk.first.page else "column break"
        if _other(first, chunk) or kept[-1] is not first:
            cut = tail.endswith(("-", "\u00ad", "‐"))
            after = tail + head if cut else f"{tail} {head}"
            repairs.append((first, Repair(kind=kind, before=f"{tail}\n\n{head}", after=after)))
        if Role.BLOCK_QUOTE in {first.role, chunk.role} and first.role is Role.PARAGRAPH:
            first.role = Role.BLOCK_QUOTE
        joined(first, chunk)
    return kept, repairs


def _other(first: Chunk, second: Chunk) -> bool:
    return (first.last.page, first.last.column) != (second.first.page, second.first.column)


def _open(kept: Sequence[Chunk], chunk: Chunk, measure: Measure) -> Chunk | None:
    """The piece that a chunk goes on, or none."""
    if (
        chunk.closed
        or chunk.role not in _RUNNING
        or (chunk.item and chunk.role is not Role.PARAGRAPH)
    ):
        return None
    if chunk.role is Role.TABLE:
        return (
            kept[-1] if kept and kept[-1].role is Role.TABLE and _other(kept[-1], chunk) else None
        )
    for earlier in reversed(kept):
        if earlier.kind == chunk.kind and _alike(earlier, chunk, measure):
            between = kept[-1] is not earlier or _other(earlier, chunk)
            if chunk.role is Role.FOOTNOTE and not between:
                return earlier
            return earlier if between and _goes_on(earlier, chunk, measure) else None
        if earlier.role not in _PASSED:
            return None
    return None


def _alike(earlier: Chunk, chunk: Chunk, measure: Measure) -> bool:
    if earlier.role is chunk.role and not earlier.closed:
        return True
    if {earlier.role, chunk.role} == {Role.BLOCK_QUOTE, Role.PARAGRAPH}:
        inset = measure.inset(chunk.first)
        level = abs(measure.inset(earlier.last) - inset) < 1.5  # noqa: PLR2004
        return level and inset > _IN * chunk.size and abs(earlier.size - chunk.size) < 0.1  # noqa: PLR2004
    listed = earlier.role is Role.LIST_ITEM and chunk.role in {Role.PARAGRAPH, Role.BLOCK_QUOTE}
    return listed and not ends_sentence(earlier.text)


def _goes_on(first: Chunk, second: Chunk, measure: Measure) -> bool:
    tail, head = first.text.rstrip(), second.text.lstrip()
    begun = measure.begins(second.first)
    if not _dressed_alike(first, second):
        return False
    if second.role is Role.PARAGRAPH and begun and first.role is Role.PARAGRAPH:
        return False
    if tail[-1:] in "-\u00ad‐":
        return head[:1].isalpha()
    full = not measure.short(first.last, second.first)
    if ends_sentence(tail) and not (tail[-1] in ";:" and head[:1].islower()):
        return full and measure.indent > 0 and not _other_page_starts(second)
    last = words(tail)[-1:] or [""]
    lowered = head[:1].islower() or tail[-1:] in ",;–—(" or last[0] in LITTLE_WORDS
    return full or lowered


def _dressed_alike(first: Chunk, second: Chunk) -> bool:
    """Whether two pieces are both wholly in italics or bold, or both not."""
    whole = ((first.share(trait) > _WHOLE, second.share(trait) > _WHOLE) for trait in _DRESS)
    return all(one == other for one, other in whole)


def _other_page_starts(chunk: Chunk) -> bool:
    return chunk.space

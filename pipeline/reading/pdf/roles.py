"""Chunks in, the same with the roles that their type and place tell out.

Promise: a role is given only for what type says plainly (large, small at the page's foot, set in,
under a picture); everything else stays a paragraph for `roles` to judge.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.model import Role
from pipeline.patterns import pattern
from pipeline.reading.pdf.chunks import NUMBER, Chunk
from pipeline.reading.pdf.insets import DISPLAY
from pipeline.reading.pdf.labels import embolden
from pipeline.reading.pdf.page import Page
from pipeline.reading.pdf.pictures import NEAR, boxed, captions
from pipeline.reading.pdf.titles import titled
from pipeline.reading.pdf.type import Measure
from pipeline.reading.wording import ends_sentence, opening, words

_QUOTE = 5  # words of a pull-quote in large type, at least
_HEADING = 12  # words of a heading in the body's own size, at most
_LINES = 3
_WHOLE = 0.97  # of a piece's letters; a full stop may be set otherwise
_IN = 0.7  # of its size; so far in, or not
_SHORT = 12  # words of an attribution, at most
_NOTE = pattern(r"(?:\[?\(?\d{1,3}[\]).]?|[*†‡§¶]{1,3})$")
_NAME = pattern(r"[^\W\d_a-z][\w.'’-]*(?:,? (?:de|van|von|of|the|[^\W\d_a-z][\w.'’-]*)){0,5}")
_EVEN = 0.7  # of its size that two lines' right ends may differ
_ATTRIBUTION = pattern(r"[—–―-]\s?\w")
_OPEN = "“\"«„‘'‹"
_CUT = pattern(r"(?<=[^\W\d_])[-\u00ad‐] (?=[^\W\d_])")
_STARS = pattern(r"(?:[-*_=~•·⁂❦§]\s*){1,9}")


def told(chunks: list[Chunk], pages: Sequence[Page], measure: Measure) -> list[Chunk]:
    """Give the chunks their roles."""
    body = " ".join(chunk.text for chunk in chunks if chunk.kind == "body")
    body = f" {opening(_CUT.sub('', body))} "
    embolden(chunks)
    for chunk in chunks:
        _plain(chunk, measure)
    _notes(chunks)
    captions(chunks, pages)
    boxed(chunks, pages)
    start = titled(chunks, measure)
    sizes = sorted({round(c.size) for c in chunks[start:] if c.kind == "large"}, reverse=True)
    talk = _is_talk(chunks)
    for index, chunk in enumerate(chunks):
        if index < start or chunk.role is not Role.PARAGRAPH:
            continue
        if chunk.kind == "large":
            before, behind = _neighbour(chunks, index, -1), _neighbour(chunks, index, 1)
            _displayed(chunk, before, behind, body)
            chunk.level = _level(chunk, sizes)
        elif talk and chunk.text.rstrip().endswith("?"):
            continue
        elif chunk.kind == "body" and _is_heading(chunk, chunks[index + 1 :], measure):
            chunk.role, chunk.level = Role.HEADING, 2 + len(sizes)
        elif _ruled(chunk, pages[chunk.first.page]):
            chunk.role, chunk.closed = Role.PULL_QUOTE, True
    return _signed(chunks)


def _plain(chunk: Chunk, measure: Measure) -> None:
    text = chunk.text
    if _STARS.fullmatch(text):
        chunk.role = Role.RULE
    elif chunk.kind == "table":
        chunk.role = Role.TABLE
    elif chunk.kind == "mono" and measure.kind(chunk.first) != "body":
        chunk.role = Role.CODE
    elif chunk.item and chunk.kind in {"body", "small"} and not _numbered(chunk):
        chunk.role = Role.LIST_ITEM
    elif chunk.kind in {"body", "small"} and len(chunk.lines) > 1:
        inset = min(measure.inset(line) for line in chunk.lines)
        if inset > _IN * chunk.size and _is_set_in(chunk, measure, inset):
            chunk.role = Role.BLOCK_QUOTE
            if _is_verse(chunk, measure, inset):
                chunk.hard = set(range(1, len(chunk.lines)))


def _is_set_in(chunk: Chunk, measure: Measure, inset: float) -> bool:
    """Whether lines are set in as a whole, not as the first lines of paragraphs are."""
    edge = measure.edges(chunk.first)[0] + measure.width(chunk.first)
    narrower = max(line.right for line in chunk.lines) < edge - chunk.size / 2
    if measure.hanging and abs(inset - measure.hanging) < 1.5:  # noqa: PLR2004
        return False
    return abs(inset - measure.indent) > 1.5 or (narrower and len(chunk.lines) >= _LINES)  # noqa: PLR2004


def _is_verse(chunk: Chunk, measure: Measure, inset: float) -> bool:
    """Whether every line ends early, were the right side free as far as the left one is."""
    edge = measure.edges(chunk.first)[0] + measure.width(chunk.first) - inset
    ends = [one.right + other.head + chunk.size < edge for one, other in pairwise(chunk.lines)]
    return all(ends) and len(chunk.lines) >= _LINES


def _numbered(chunk: Chunk) -> bool:
    """Whether a chunk is a section's heading in bold, with its number."""
    bold = chunk.share("bold") > 0.97 and len(chunk.lines) == 1  # noqa: PLR2004
    return bold and not chunk.first.dotted and chunk.text[-1] not in ".,;:!?"


# --- Notes and captions ----------------------------------------------------------------------


def _level(chunk: Chunk, sizes: Sequence[int]) -> int:
    """A heading's level by its size; 0 for what is none."""
    return 2 + sizes.index(round(chunk.size)) if chunk.role is Role.HEADING else 0


def _notes(chunks: Sequence[Chunk]) -> None:
    """Small type at the foot of a column: notes, from the first that begins with a sign."""
    for index, chunk in enumerate(chunks):
        if chunk.kind != "small" or chunk.role not in {Role.PARAGRAPH, Role.LIST_ITEM}:
            continue
        if not _sign(chunk) or not _at_foot(chunks, index):
            before = chunks[index - 1] if index else None
            if before is None or before.role is not Role.FOOTNOTE or not _same_type(before, chunk):
                continue
            chunk.role, chunk.marker, chunk.item = Role.FOOTNOTE, 0, False
            continue
        chunk.role, chunk.marker, chunk.item = Role.FOOTNOTE, _sign(chunk), True


def _same_type(before: Chunk, chunk: Chunk) -> bool:
    """Whether a piece follows another in its column, in the same small type."""
    slanted = before.share("italic") > _WHOLE, chunk.share("italic") > _WHOLE
    near = abs(before.size - chunk.size) < 0.05 * chunk.size and slanted[0] == slanted[1]
    return near and before.kind == "small" and not _other(before, chunk)


def _other(before: Chunk, chunk: Chunk) -> bool:
    return (before.last.page, before.last.column) != (chunk.first.page, chunk.first.column)


def _sign(chunk: Chunk) -> int:
    """How many words at a chunk's start are a note's sign."""
    text, count = chunk.first.sign
    if _NOTE.match(text) or NUMBER.match(text):
        return count
    first = chunk.first.words[0]
    return 1 if first.raised and _NOTE.match(first.text) else 0


def _at_foot(chunks: Sequence[Chunk], index: int) -> bool:
    here = chunks[index].first
    for chunk in chunks[index + 1 :]:
        if (chunk.first.page, chunk.first.column) != (here.page, here.column):
            return True
        if chunk.kind in {"body", "large"} and chunk.first.base > here.base:
            return False
    return True


# --- Large type ------------------------------------------------------------------------------


def _displayed(chunk: Chunk, before: Chunk | None, behind: Chunk | None, body: str) -> None:
    """Tell a heading from a pull-quote."""
    said = words(chunk.text)
    text = chunk.text.strip()
    quoted = text[:1] in _OPEN and len(said) >= _QUOTE - 1
    stop = text.rstrip('”"’»)')[-1:] in {".", "!", "…", ",", ";"} and len(said) >= _QUOTE
    long = len(chunk.lines) >= _LINES and len(said) > _SHORT - 3
    least = _QUOTE if len(chunk.lines) > 1 else _QUOTE + 2  # a heading may be a phrase of the text
    repeated = len(said) >= least and f" {' '.join(said)} " in body
    cuts = bool(before and behind and _runs_on(before, behind)) and len(said) >= _QUOTE - 1
    attributed = bool(re.search(r"\s[—–―]\s?[^—–―]{2,60}$", text))
    if quoted or stop or long or repeated or cuts or attributed:
        chunk.role = Role.PULL_QUOTE
    else:
        chunk.role = Role.HEADING
    chunk.closed = True


def _ruled(chunk: Chunk, page: Page) -> bool:
    """Whether a short italic or bold piece stands between two drawn rules."""
    styled = chunk.share("italic") > 0.97 or chunk.share("bold") > 0.97  # noqa: PLR2004
    if not styled or len(words(chunk.text)) < _QUOTE:
        return False
    reach = NEAR * chunk.size
    wide = [
        rule
        for rule in page.rules
        if rule[2] - rule[0] > 3 * chunk.size
        and rule[0] < chunk.first.right
        and rule[2] > chunk.first.left
    ]
    above = any(0 < chunk.first.top - rule[3] < reach for rule in wide)
    return above and any(0 < rule[1] - chunk.last.base < reach for rule in wide)


def _is_talk(chunks: Sequence[Chunk]) -> bool:
    """Whether bold questions are answered in plain type, again and again: no headings."""
    asked = sum(
        _is_bold_question(one) and other.kind == "body" and other.share("bold") < _WHOLE
        for one, other in pairwise(chunks)
    )
    return asked >= _LINES


def _is_bold_question(chunk: Chunk) -> bool:
    bold = chunk.kind == "body" and chunk.share("bold") > _WHOLE
    return bold and chunk.text.rstrip().endswith("?")


def _runs_on(before: Chunk, behind: Chunk) -> bool:
    return not ends_sentence(before.text) and behind.text[:1].islower()


def _neighbour(chunks: Sequence[Chunk], index: int, step: int) -> Chunk | None:
    at = index + step
    while 0 <= at < len(chunks):
        if chunks[at].kind == "body" and chunks[at].role is Role.PARAGRAPH:
            return chunks[at]
        at += step
    return None


def _is_heading(chunk: Chunk, later: Sequence[Chunk], measure: Measure) -> bool:
    text = chunk.text.strip()
    letters = [character for character in text if character.isalpha()]
    if not letters or len(text.split()) > _HEADING or len(chunk.lines) >= _LINES:
        return False
    if not later or not _heads(chunk, later[0]) or text[-1] in ".,;:!…":
        return False
    if text[-1] in '”"’»?' and text[0] in _OPEN:
        return False
    bold = chunk.share("bold") > 0.97 and not measure.bold  # noqa: PLR2004
    capitals = all(letter.isupper() for letter in letters) and len(letters) > len("AB")
    followed = later[0].role is Role.PARAGRAPH and not later[0].share("bold") > 0.97  # noqa: PLR2004
    italic = chunk.share("italic") > _WHOLE and not measure.italic and chunk.space
    plain = later[0].share("italic") < _WHOLE and text[0] not in _OPEN and text[-1] not in ")]"
    return followed and (bold or (capitals and chunk.space) or (italic and plain))


def _heads(chunk: Chunk, follower: Chunk) -> bool:
    """Whether text follows: the body's, or a box's in small type right under a bold line."""
    boxed = follower.kind == "small" and chunk.share("bold") > _WHOLE
    return follower.kind == "body" or (boxed and not _other(chunk, follower))


def _signed(chunks: list[Chunk]) -> list[Chunk]:
    """Put a pull-quote's attribution, set under it, behind it; a quotation's stays a line."""
    kept: list[Chunk] = []
    for chunk in chunks:
        before = kept[-1] if kept else None
        quote = before if before and before.role in {Role.PULL_QUOTE, Role.BLOCK_QUOTE} else None
        if not (quote and _is_source(quote, chunk)):
            kept.append(chunk)
        elif quote.role is Role.PULL_QUOTE:
            quote.lines += chunk.lines
        else:
            chunk.role, chunk.closed = Role.BLOCK_QUOTE, True
            chunk.marker, chunk.item = 0, False
            kept.append(chunk)
    return kept


def _is_source(quote: Chunk, chunk: Chunk) -> bool:
    """Whether a line says whose words the ones right above it are."""
    if len(chunk.text.split()) > _SHORT or len(chunk.lines) > 1 or _other(quote, chunk):
        return False
    if _ATTRIBUTION.match(chunk.text):
        return True
    reach = max(2.5 * chunk.size, 1.7 * quote.size)
    close = 0 < chunk.first.base - quote.last.base < reach
    if not close or chunk.role is not Role.PARAGRAPH or chunk.size > quote.size + 0.5:
        return False
    if quote.role is Role.PULL_QUOTE:
        return chunk.size < quote.size / DISPLAY and bool(_NAME.fullmatch(chunk.text))
    flush = abs(chunk.first.right - max(line.right for line in quote.lines)) < _EVEN * chunk.size
    return flush and chunk.first.left > quote.first.left + 2 * chunk.size

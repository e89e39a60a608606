"""Blocks of a text torn from pages in; the same without page numbers and running heads out.

Promise: a line is taken for a page's furniture only when it is built like a page number, or comes
back with other numbers or in the middle of sentences; a refrain, a heading and a label stay.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from pipeline.model import Article, Block, Role, Skip
from pipeline.patterns import pattern
from pipeline.reading.drafts import extended
from pipeline.reading.page_numbers import is_page_number
from pipeline.reading.splicing import Cut, source_skips, spliced
from pipeline.reading.understanding.folios import folio, folios, front_lines, magazine
from pipeline.reading.understanding.mastheads import named
from pipeline.reading.wording import ends_sentence, is_longer, opening, wholly
from pipeline.values import replace

PAGE = "a page number"
HEAD = "a running head"

_WORDS = 10  # of a running head, at most
_EDGE = 4  # words of another line at a page's edge, at most
_HEAD_WORDS = 3  # of a heading that counts no sections, at least
_NEAR = 8  # blocks round a line in which its text stands
_FRONT = 6  # blocks among which a title stands
_NUMBER = pattern(r"(?<!\w)\d+(?!\w)")
_DECORATED = pattern(
    r"[-–—\[(|•·]+\s*\d{1,4}\s*[-–—\])|•·]*|(?:page|seite|página|pagina|pág\.|pag\.|s\.)\s*\d{1,4}(?:\s*(?:of|/|von|sur|de|di)\s*\d{1,4})?|p\.\s*\d{1,4}"
    r"|\d{1,4}\s*(?:of|/)\s*\d{1,4}",
    re.IGNORECASE,
)
_OVER = pattern(  # what a page says at its foot about the next one
    r"[-–—(\[./\s]*(?:more|mf|over|p\.?t\.?o\.?|turn over|(?:more|story)? ?(?:to )?follows?|30"
    r"|cont(?:inued|[’']?d\.?|\.)(?: (?:on|from|over)(?: (?:the )?(?:next|previous))?(?: page"
    r"| p\.)?(?: \d{1,4})?"
    r"|leaf)?|fortsetzung (?:auf |von )?(?:der |nächste[nr]? |vorige[nr]? )?seite(?: \d{1,4})?"
    r"|suite (?:en |de la )?(?:page|p\.)(?: \d{1,4})?|(?:continúa|sigue|viene) (?:en"
    r"|de) la (?:página|pág\.)(?: \d{1,4})?"
    r"|(?:continua|segue) (?:a|da) (?:pagina|pag\.)(?: \d{1,4})?)\W*",
    re.IGNORECASE,
)
_PLAIN_OVER = pattern(r"(?:more|mf|over|follows?|30)\Z", re.IGNORECASE)
_COUNTED = pattern(
    r"\W*(?:part|chapter|section|act|scene|step|day|week|year|round|lesson|question|figure|table|note)\b",
    re.IGNORECASE,
)
_LINES = frozenset({Role.PARAGRAPH, Role.HEADING})
_EDGES = _LINES | {Role.LIST_ITEM}


def removed(article: Article) -> Article:
    """Leave out page numbers and running heads, in blocks of their own or in lines of a block."""
    article = _lines_removed(article)
    edges = folios(article)
    gone = (
        dict(_heads(article.blocks)) | dict.fromkeys(edges, HEAD) | dict(_numbers(article.blocks))
    )
    article = _published(article, edges)
    gone |= dict.fromkeys(_beside(article.blocks, gone), HEAD)
    if not gone or len(gone) == len(article.blocks):
        return article
    kept = (block for index, block in enumerate(article.blocks) if index not in gone)
    skips = (
        skip for index, why in gone.items() for skip in source_skips(article.blocks[index], why)
    )
    return extended(article, kept, (), skips)


def _published(article: Article, edges: Sequence[int]) -> Article:
    """The article with the magazine's name, where its pages' edges tell one."""
    known = article.metadata
    name = known.publication or named(magazine(article, edges))
    return replace(article, metadata=replace(known, publication=name))


def _beside(blocks: Sequence[Block], gone: Mapping[int, str]) -> Iterator[int]:
    """Short lines between a page's number or head and the text that the page cut."""
    for index in gone:
        for step in (-1, 1):
            at = index + step
            while 0 <= at < len(blocks) and (at in gone or _is_edge(blocks[at])):
                if at not in gone and _cuts(blocks, at):
                    yield at
                at += step


def _is_edge(block: Block) -> bool:
    """Whether a line is a date, an issue, a name: plain, few words, each with a capital."""
    listed = block.text.split()
    plain = block.role is Role.PARAGRAPH and not block.marks and len(listed) <= _EDGE
    return plain and not ends_sentence(block.text) and not any(w[:1].islower() for w in listed)


def _lines_removed(article: Article) -> Article:
    """Leave out the lines inside a paragraph that only a page's edge can have put there."""
    fronts = front_lines(article)
    blocks, skipped = list[Block](), list[Skip]()
    for block in article.blocks:
        cuts = list(_inner(block, fronts)) if block.role is Role.PARAGRAPH else []
        told, skips = spliced(block, cuts)
        blocks.append(told)
        skipped.extend(skips)
    return extended(article, blocks, (), skipped)


def _inner(block: Block, fronts: AbstractSet[str]) -> Iterator[Cut]:
    lines = list(re.finditer(r"[^\n\u2028]+", block.text))
    for before, line, after in zip(lines, lines[1:], lines[2:], strict=False):
        cut = not ends_sentence(before[0]) and after[0].strip()[:1].islower()
        found = folio(line[0])
        head = found is not None and ((cut and not found.plain) or found.words in fronts)
        if head or (cut and _DECORATED.fullmatch(line[0].strip())):
            yield Cut(start=line.start(), end=after.start(), reason=HEAD)


def _numbers(blocks: Sequence[Block]) -> Iterator[tuple[int, str]]:
    """Numbers alone: decorated ones, and bare ones that are no section numbers."""
    bare: list[int] = []
    for index, block in enumerate(blocks):
        text = block.text.strip()
        if block.role in _EDGES and _OVER.fullmatch(text) and not _PLAIN_OVER.match(text):
            yield index, PAGE
            continue
        if block.role is not Role.PARAGRAPH or not is_page_number(text):
            continue
        if _DECORATED.fullmatch(text):
            yield index, PAGE
        else:
            bare.append(index)
    if not _sections(blocks, bare):
        yield from ((index, PAGE) for index in bare)


def _sections(blocks: Sequence[Block], bare: Sequence[int]) -> bool:
    """Whether bare numbers count 1, 2, 3 … between whole paragraphs, as sections do."""
    told = [_NUMBER.search(blocks[index].text) for index in bare]
    counted = [int(found[0]) for found in told if found]
    rising = counted == list(range(1, len(bare) + 1)) and len(bare) > 1
    before = [blocks[index - 1].text for index in bare if index]
    return rising and all(ends_sentence(text) or not is_longer(text, _WORDS) for text in before)


def _heads(blocks: Sequence[Block]) -> Iterator[tuple[int, str]]:
    """Short lines that come back page after page."""
    alike: dict[str, list[int]] = defaultdict(list)
    for index, block in enumerate(blocks):
        text = block.text.strip()
        if (
            block.role in _LINES
            and text
            and not is_longer(text, _WORDS)
            and not text.endswith((".", "!", "?", ":"))
        ):
            alike[_shape(text)].append(index)
    for shape, held in alike.items():
        if not shape.strip("# "):
            continue
        if len(held) == 1:
            block = blocks[held[0]]
            single = len(shape) > 1 and block.role is Role.PARAGRAPH and _is_dressed(block.text)
            if single and held[0] >= _FRONT and _cuts(blocks, held[0]):
                yield held[0], HEAD
            continue
        apart = all(other - one > 1 for one, other in pairwise(held))
        if apart and _numbered([blocks[index] for index in held]):
            yield from ((index, HEAD) for index in held)
            continue
        if any(_is_beside_number(blocks, index) for index in held[1:]):
            yield from ((index, HEAD) for index in held[1:])
            continue
        titled = held[0] < _FRONT and not _cuts(blocks, held[0])
        later = held[1:] if titled else held
        cutting = sum(_cuts(blocks, index) for index in later)
        if cutting and cutting * 2 >= len(later):
            yield from ((index, HEAD) for index in later)


def _is_beside_number(blocks: Sequence[Block], index: int) -> bool:
    """Whether a line in plain type stands right above or below a page's number."""
    near = [*blocks[max(0, index - 1) : index], *blocks[index + 1 : index + 2]]
    numbered = any(_DECORATED.fullmatch(block.text.strip()) for block in near)
    return blocks[index].role is Role.PARAGRAPH and numbered


def _shape(text: str) -> str:
    return _NUMBER.sub("#", opening(text))


def _numbered(held: Sequence[Block]) -> bool:
    """Whether lines differ by numbers that rise as those of pages do, and count no sections."""
    found = [_NUMBER.findall(block.text) for block in held]
    if not all(found) or any(_COUNTED.match(block.text) for block in held):
        return False
    if any(b.role is Role.HEADING and len(b.text.split()) < _HEAD_WORDS for b in held):
        return False
    numbers = [max(map(int, digits)) for digits in found]
    return all(one < other for one, other in pairwise(numbers))


def _cuts(blocks: Sequence[Block], index: int) -> bool:
    """Whether a line stands inside a sentence: the text round it runs on."""
    before = next((b for b in reversed(blocks[max(0, index - _NEAR) : index]) if _is_text(b)), None)
    after = next((b for b in blocks[index + 1 : index + _NEAR] if _is_text(b)), None)
    if before is None or after is None:
        return False
    return not ends_sentence(before.text) or after.text[:1].islower()


def _is_text(block: Block) -> bool:
    """Whether a block is of the text itself: many words, or the torn end of a sentence."""
    if block.role is not Role.PARAGRAPH or wholly(block):
        return False
    torn = block.text[:1].islower() and ends_sentence(block.text)
    return torn or is_longer(block.text, _WORDS)


def _is_dressed(text: str) -> bool:
    """Whether a line is set as running heads are: in capitals, or in pieces."""
    return text.isupper() or any(sign in text for sign in ("·", "|", " • ", " / "))

"""An Article with links as they were printed in, one with each link once and no address in it out.

Promise: no address is left in any text; each is in a link, or in `skipped`, or both.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.model import Article, Block, Mark, Repair, Role, Skip
from pipeline.reading.drafts import extended
from pipeline.reading.splicing import Cut, place, spliced, trimmed

AGAIN = "the address printed again after its link"
PRINTED = "an address, kept for the notes"
ALONE = "an address alone, kept for the notes"

_URL = r"(?:https?://|ftp://|www\.)[^\s()<>\[\]]+(?:\([^\s()<>]*\)[^\s()<>\[\]]*)*"
_BRACKETED = re.compile(
    rf"\s*,?\s*[(\[]\s*(?:(?:URL|link|see|at)?:?\s*)?<?(?P<url>{_URL}?)>?\s*[)\]]", re.IGNORECASE
)
_BARE = re.compile(_URL, re.IGNORECASE)
_HOST = re.compile(r"(?:(?:https?|ftp)://)?(?:www\.)?(?P<host>[^/?#\s:]+)", re.IGNORECASE)
_TAIL = ".,;:!?'\"”’*_"
_DEAD = frozenset({"", "#", "javascript:void(0)", "javascript:void(0);", "javascript:;"})
_NAME = re.compile(r"(?:[A-Z][\w'’.-]*\s+)*[\w'’.-]+$")


def mended(article: Article) -> Article:
    """Mend doubled, broken and bare addresses."""
    told = _reunited(article)
    blocks, repairs, skipped = list[Block](), list[Repair](), list[Skip]()
    for block in told.blocks:
        if block.role in {Role.CODE, Role.RULE}:
            blocks.append(block)
            continue
        for step in (_bracketed, _bare):
            cuts, marks, found = step(block)
            block, skips = spliced(replace(block, marks=marks), cuts)  # noqa: PLW2901  a step each
            skipped.extend(skips)
            repairs.extend(found)
        blocks.append(replace(block, marks=_unique(block.marks)))
    return extended(
        told, (block for block in blocks if block.text.strip() or not block.runs), repairs, skipped
    )


def address(text: str) -> str:
    """An address for comparing: without escapes, scheme, `www.` and a slash at its end."""
    bare = text.replace("\\", "").strip().rstrip("/")
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", bare, flags=re.IGNORECASE).casefold()


Step = tuple[list[Cut], tuple[Mark, ...], list[Repair]]


def _bracketed(block: Block) -> Step:
    """Addresses in brackets behind the words they belong to, or inside a link's own words."""
    text = block.text
    cuts: list[Cut] = []
    repairs: list[Repair] = []
    marks = list(block.marks)
    for found in _BRACKETED.finditer(text):
        url = found["url"].replace("\\", "")
        start, end = found.span()
        bracket = min(at for at in (text.find("(", start), text.find("[", start)) if at >= start)
        outer = next(
            (m for m in marks if m.kind == "link" and m.start < start and end <= m.end), None
        )
        anchor = outer or _anchor(marks, text, start)
        known = anchor is not None and anchor.kind == "link" and address(anchor.url) == address(url)
        marks = [m for m in marks if not (m.kind == "link" and start <= m.start and m.end <= end)]
        if not known:
            marks.append(_linked(anchor, text, start, url))
        comma = "," in text[start:bracket]
        first = bracket if comma else start
        while first > 0 and text[first - 1].isspace():
            first -= 1
        cuts.append(Cut(start=first, end=end, reason=AGAIN))
        words = text[anchor.start : first] if anchor else text[max(0, first - 30) : first]
        repairs.append(
            Repair(
                kind="doubled link",
                before=words + text[first:end],
                after=words,
                at=place(block, start),
            )
        )
    return cuts, tuple(marks), repairs


def _anchor(marks: Sequence[Mark], text: str, end: int) -> Mark | None:
    """The link, or else the emphasis, that ends right before `end`."""
    near = [m for m in marks if m.end <= end and not text[m.end : end].strip(' ,.\n”"')]
    return max(
        near,
        key=lambda m: (m.kind == "link", m.kind in {"strong", "emphasis"}, m.end),
        default=None,
    )


def _linked(anchor: Mark | None, text: str, end: int, url: str) -> Mark:
    if anchor:
        return Mark(kind="link", start=anchor.start, end=anchor.end, url=_full(url))
    bare = text[:end].rstrip(" ,.;:")
    name = _NAME.search(bare[-200:])
    start = len(bare) - len(name[0]) if name else max(0, len(bare) - 1)
    return Mark(kind="link", start=start, end=max(len(bare), start + 1), url=_full(url))


def _full(url: str) -> str:
    return f"http://{url}" if url.lower().startswith("www.") else url


def _bare(block: Block) -> Step:
    """Addresses in the open: their host stays, the rest goes to the notes."""
    text = block.text
    cuts: list[Cut] = []
    repairs: list[Repair] = []
    marks = list(block.marks)
    for found in _BARE.finditer(text):
        url = found[0].rstrip(_TAIL)
        start, end = found.start(), found.start() + len(url)
        host = _HOST.match(url)
        if not host:
            continue
        cover = next(
            (m for m in marks if m.kind == "link" and m.start <= start and end <= m.end), None
        )
        if cover is None:
            marks.append(Mark(kind="link", start=start, end=end, url=_full(url.replace("\\", ""))))
        left, right = start + host.start("host"), start + host.end("host")
        cuts += [
            Cut(start=a, end=b, reason=PRINTED) for a, b in ((start, left), (right, end)) if a < b
        ]
        at = place(block, start)
        repairs.append(Repair(kind="bare address", before=url, after=host["host"], at=at))
    return cuts, tuple(marks), repairs


def _unique(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """Marks in order; of two equal links on the same words, one; links to nowhere, none."""
    kept: dict[tuple[str, int, int, str], Mark] = {}
    for mark in sorted(marks, key=lambda m: (m.start, m.end)):
        if mark.kind != "link" or not mark.url.startswith("#"):
            kept.setdefault((mark.kind, mark.start, mark.end, mark.url), mark)
    return tuple(kept.values())


def _reunited(article: Article) -> Article:
    """Broken links get the address that is printed next, or lose their mark."""
    blocks = list(article.blocks)
    repairs, skipped = list[Repair](), list[Skip]()
    for index, block in enumerate(blocks):
        for mark in _dead(block):
            follower = blocks[index + 1] if index + 1 < len(blocks) else None
            url, length = _leading(follower) if follower and _last(block, mark) else ("", 0)
            words = block.text[mark.start : mark.end]
            rest = tuple(m for m in blocks[index].marks if m != mark)
            fixed = (replace(mark, url=_full(url)),) if url else ()
            blocks[index] = replace(blocks[index], marks=(*rest, *fixed))
            before = f"[{words}]({mark.url})" + (f" {url}" if url else "")
            repairs.append(
                Repair(kind="broken link", before=before, after=words, at=place(block, mark.start))
            )
            if follower and url:
                cut = Cut(start=0, end=length, reason=AGAIN)
                blocks[index + 1], skips = spliced(follower, [cut])
                skipped.extend(skips)
    kept = [
        trimmed(b) if b.role is not Role.CODE else b for b in blocks if b.text.strip() or not b.runs
    ]
    return extended(article, kept if skipped else blocks, repairs, skipped)


def _dead(block: Block) -> Iterator[Mark]:
    return (mark for mark in block.marks if mark.kind == "link" and mark.url.strip() in _DEAD)


def _last(block: Block, mark: Mark) -> bool:
    return not block.text[mark.end :].strip(' .,;:)"”')


def _leading(block: Block) -> tuple[str, int]:
    found = _BARE.match(block.text)
    if not found or block.role is Role.CODE:
        return "", 0
    url = found[0].rstrip(_TAIL)
    mark = next((m for m in block.marks if m.kind == "link" and m.start == 0), None)
    if mark and mark.end <= len(url):
        return mark.url, mark.end
    return url.replace("\\", ""), len(url)

"""An Article with links as they were printed in, one with each link once and no address in it out.

Promise: no address is left in any text; each is in a link, or in `skipped`, or both.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from pipeline.model import Article, Block, Mark, Repair, Role, Skip
from pipeline.patterns import pattern
from pipeline.reading.drafts import extended
from pipeline.reading.splicing import Cut, Ruler, spliced, trimmed
from pipeline.reading.wording import LITTLE_WORDS
from pipeline.values import replace

AGAIN = "the address printed again after its link"
PRINTED = "an address, kept for the notes"
ALONE = "an address alone, kept for the notes"

_URL = r"(?:https?://|ftp://|www\.)[^\s()<>\[\]]+(?:\([^\s()<>]*\)[^\s()<>\[\]]*)*"
_BRACKETED = pattern(
    rf"\s*,?\s*[(\[]\s*(?:(?:URL|link|see|at)?:?\s*)?<?(?P<url>{_URL}?)>?\s*[)\]]", re.IGNORECASE
)
_BARE = pattern(_URL, re.IGNORECASE)
_HOST = pattern(r"(?:(?:https?|ftp)://)?(?:www\.)?(?P<host>[^/?#\s:]+)", re.IGNORECASE)
_TAIL = ".,;:!?'\"”’*_"
_NEAR = 6  # characters between an address and what it belongs to, and marks that end there
_DEAD = frozenset({"", "#", "javascript:void(0)", "javascript:void(0);", "javascript:;"})
_WORD = pattern(r"[\w'’-]+")
_WORDS, _PHRASE = 3, 80  # words, and characters, that an address behind them is linked to


def mended(article: Article) -> Article:
    """Mend doubled, broken and bare addresses."""
    told = _reunited(article)
    blocks, repairs, skipped = list[Block](), list[Repair](), list[Skip]()
    for block in told.blocks:
        if block.role in {Role.CODE, Role.RULE}:
            blocks.append(block)
            continue
        alone = bool(_BARE.fullmatch(block.text.strip()))
        for step in (_bracketed, _bare):
            cuts, marks, found = step(block)
            block, skips = spliced(replace(block, marks=marks), cuts)  # noqa: PLW2901  a step each
            skipped.extend(skips)
            repairs.extend(found)
        block = replace(block, marks=_whole(_unique(block.marks), block.text))  # noqa: PLW2901  likewise
        blocks.append(replace(block, skip=ALONE) if alone else block)
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
    text, where = block.text, Ruler(block)
    cuts: list[Cut] = []
    repairs: list[Repair] = []
    marks = _Marks(block.marks)
    for found in _BRACKETED.finditer(text) if "(" in text or "[" in text else ():
        url = found["url"].replace("\\", "")
        start, end = found.span()
        anchor = marks.around(start, end) or marks.before(start, text)
        if not (anchor and anchor.kind == "link" and address(anchor.url) == address(url)):
            marks.more.append(_linked(anchor, text, start, url))
        cuts += _torn(text, start)
        first = _bracket(text, start) if "," in text[start : found.start("url")] else start
        while first > 0 and text[first - 1].isspace():
            first -= 1
        cuts.append(Cut(start=first, end=end, reason=AGAIN))
        words = text[anchor.start : first] if anchor else text[max(0, first - 30) : first]
        before = words + text[first:end]
        repairs.append(Repair(kind="doubled link", before=before, after=words, at=where(start)))
    return cuts, marks.outside(cuts), repairs


def _torn(text: str, end: int) -> list[Cut]:
    """The brackets round a link's words that a blank tore from their address."""
    last = len(text[:end].rstrip())
    opened = text.rfind("[", max(0, last - _PHRASE), last) if text[:last].endswith("]") else -1
    inside = text[opened + 1 : last - 1]
    if opened < 0 or not inside.strip() or "]" in inside:
        return []
    return [Cut(start=at, end=at + 1, reason=AGAIN) for at in (opened, last - 1)]


def _bracket(text: str, start: int) -> int:
    while text[start] not in "([":
        start += 1
    return start


class _Marks:
    """A block's marks, found by where they stand; `more` are new ones."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self.links = sorted((m for m in marks if m.kind == "link"), key=lambda m: m.start)
        self.ending = sorted((m for m in marks if m.kind != "code"), key=lambda m: m.end)
        self.starts = [mark.start for mark in self.links]
        self.ends = [mark.end for mark in self.ending]
        self.all = marks
        self.more: list[Mark] = []

    def around(self, start: int, end: int) -> Mark | None:
        """The link in whose words `[start, end)` stands, with words before it."""
        index = bisect_left(self.starts, start) - 1
        link = self.links[index] if index >= 0 else None
        return link if link and end <= link.end else None

    def before(self, end: int, text: str) -> Mark | None:
        """The link, or else the emphasis, that ends right before `end`."""
        index = bisect_right(self.ends, end)
        near = [
            mark
            for mark in self.ending[max(0, index - _NEAR) : index]
            if mark.end > end - _NEAR and not text[mark.end : end].strip(' ,.\n”"')
        ]
        return max(near, key=lambda mark: (mark.kind == "link", mark.end), default=None)

    def outside(self, cuts: Sequence[Cut]) -> tuple[Mark, ...]:
        """All marks but the links whose words are cut."""
        starts = [cut.start for cut in cuts]

        def gone(mark: Mark) -> bool:
            index = bisect_right(starts, mark.start) - 1
            return mark.kind == "link" and index >= 0 and mark.end <= cuts[index].end

        return (*(mark for mark in self.all if not gone(mark)), *self.more)


def _linked(anchor: Mark | None, text: str, end: int, url: str) -> Mark:
    if anchor:
        return Mark(kind="link", start=anchor.start, end=anchor.end, url=_full(url))
    last = len(text[:end].rstrip(" ,.;:"))
    if text[:last].endswith("]") and (opened := text.rfind("[", max(0, last - _PHRASE), last)) >= 0:
        return Mark(kind="link", start=opened + 1, end=last - 1, url=_full(url))
    start = last
    for word in reversed(list(_WORD.finditer(text, max(0, last - _PHRASE), last))[-_WORDS:]):
        if word[0].casefold() in LITTLE_WORDS or text[word.end() : start].strip():
            break
        start = word.start()
    start = min(start, max(0, last - 1))
    return Mark(kind="link", start=start, end=max(last, start + 1), url=_full(url))


def anchored(text: str, end: int, url: str) -> Mark:
    """A link of the last words before `end`."""
    return _linked(None, text, end, url)


def _full(url: str) -> str:
    return f"http://{url}" if url.lower().startswith("www.") else url


def _bare(block: Block) -> Step:
    """Addresses in the open: their host stays, the rest goes to the notes."""
    text, where = block.text, Ruler(block)
    cuts: list[Cut] = []
    repairs: list[Repair] = []
    marks = _Marks(block.marks)
    for found in _BARE.finditer(text) if "://" in text or "www." in text.lower() else ():
        url = found[0].rstrip(_TAIL)
        start, end = found.start(), found.start() + len(url)
        host = _HOST.match(url)
        if not host:
            continue
        if not marks.around(start + 1, end):
            marks.more.append(_link(start, end, url))
        left, right = start + host.start("host"), start + host.end("host")
        around = ((start, left), (right, end))
        cuts += [Cut(start=a, end=b, reason=PRINTED) for a, b in around if a < b]
        repair = Repair(kind="bare address", before=url, after=host["host"], at=where(start))
        repairs.append(repair)
    return cuts, (*block.marks, *marks.more), repairs


def _link(start: int, end: int, url: str) -> Mark:
    return Mark(kind="link", start=start, end=end, url=_full(url.replace("\\", "")))


def _unique(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """Marks in order; of two equal links on the same words, one; links to nowhere, none."""
    kept: dict[tuple[str, int, int, str], Mark] = {}
    for mark in sorted(marks, key=lambda m: (m.start, m.end)):
        if mark.kind != "link" or not mark.url.startswith("#"):
            kept.setdefault((mark.kind, mark.start, mark.end, mark.url), mark)
    return tuple(kept.values())


def _whole(marks: tuple[Mark, ...], text: str) -> tuple[Mark, ...]:
    """Marks; two links to one address with nothing but a blank between are one that was cut."""
    kept: list[Mark] = []
    for mark in marks:
        before = next((at for at, m in enumerate(kept) if _goes_on(m, mark, text)), None)
        if before is None:
            kept.append(mark)
        else:
            kept[before] = replace(kept[before], end=mark.end)
    return tuple(kept)


def _goes_on(before: Mark, mark: Mark, text: str) -> bool:
    same = before.kind == mark.kind == "link" and before.url == mark.url
    return same and before.end <= mark.start and not text[before.end : mark.start].strip()


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
                Repair(kind="broken link", before=before, after=words, at=Ruler(block)(mark.start))
            )
            if follower and url:
                cut = Cut(start=0, end=length, reason=AGAIN)
                blocks[index + 1], skips = spliced(follower, [cut])
                skipped.extend(skips)
    if skipped:
        kept = [block for block in blocks if block.text.strip() or not block.runs]
        blocks = [trimmed(block) if block.role is not Role.CODE else block for block in kept]
    return extended(article, blocks, repairs, skipped)


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

"""An Article with dashes and hyphens as they were typed in, the right ones out.

Promise: an en dash becomes a hyphen only inside a compound that a prefix, its second part or the
text's own words show; ranges and pairs of names keep theirs. Each change is on record.
"""

import re
from collections.abc import Iterator

from pipeline.model import Article, Block, Repair, Role
from pipeline.patterns import pattern
from pipeline.reading.drafts import Change, each
from pipeline.reading.splicing import Cut, Ruler

WRONG = "typed for another dash or hyphen"

_EN = pattern(
    r"(?<![^\W\d_])(?<![^\W\d_]['’.])(?P<first>[^\W\d_]+(?:['’.][^\W\d_]+)*)"
    r"(?P<dash>[–‒])(?P<second>[^\W\d_]+)"
)
_EN_DASH = pattern("[–‒]")
_HYPHENED = pattern(r"(?<![\w-])([^\W\d_]+)[-‐‑]([^\W\d_]+)")
_DASH = pattern(
    r"(?<=[\w.,;:!?”\"’')\]])(?:\s-{1,3}\s|\s?-{2,3}\s?)"
    r"(?=[^\W\d_“\"‘'(\[])"
)
_LEANING = pattern(r"(?<=[^\W\d_])—[ ](?=[^\W\d_])")  # "classes— for": a blank behind only
_INCISE = pattern(r"\s—\w")  # Spanish and others set a blank on one side by rule
_FIRSTS_TEXT = (
    "anti pro non pre post co so self ex semi multi inter intra ultra neo pseudo quasi well "
    "ill half cross counter sub super trans mid over under out re un bi tri mini micro "
    "macro mega hyper meta para proto socio eco left right working middle upper lower "
    "ruling long short high low old new first second third fourth full part early late "
    "single double large small hard soft far near much ever then all one two three four "
    "five six seven eight nine ten twenty thirty forty fifty sixty seventy eighty ninety "
    "world north south east west decision policy so-called rank law "
)
_SECONDS_TEXT = (
    "wing class called based led made like style old term scale time free wide long known "
    "being makers making building driven related specific oriented minded born owned run "
    "sized friendly level winning century imperialist imperialism capitalist capitalism "
    "colonial fascist fascism war first third hand up in out off on by to determination "
    "defence defense sufficient conscious evident help year day night blooded hearted eyed "
)
_FIRSTS = frozenset(_FIRSTS_TEXT.split())
_SECONDS = frozenset(_SECONDS_TEXT.split())


def mended(article: Article) -> Article:
    """Put hyphens where en dashes stand for them, and dashes where hyphens do."""
    texts = [block.text for block in article.blocks]
    asked = texts if any(map(_EN_DASH.search, texts)) else ()
    compounds = {
        (first.casefold(), second.casefold())
        for text in asked
        for first, second in _HYPHENED.findall(text)
    }
    dash = _usual(article)
    leaning = not _INCISE.search(article.source)
    return each(article, lambda block: _mended(block, compounds, dash, leaning=leaning))


def _usual(article: Article) -> str:
    """The dash this text parts clauses with."""
    en = article.source.count(" – ")
    em = article.source.count("—")
    return " — " if em > en else " – "


def _mended(block: Block, compounds: set[tuple[str, str]], dash: str, *, leaning: bool) -> Change:
    cuts, repairs, where = list[Cut](), list[Repair](), Ruler(block)
    if block.role in {Role.CODE, Role.TABLE, Role.RULE}:
        return cuts, repairs
    text = block.text
    joining = _EN.finditer(text) if _EN_DASH.search(text) else ()
    found_all = [
        *((f, "hyphen", "-") for f in joining if _is_compound(f, compounds)),
        *((f, "dash", dash if " " in f[0] else "—") for f in _dashes(block)),
        *((f, "dash", "—") for f in (_LEANING.finditer(text) if "— " in text and leaning else ())),
    ]
    for found, kind, put in found_all:
        start, end = found.span("dash" if kind == "hyphen" else 0)
        cuts.append(Cut(start=start, end=end, reason=WRONG, put=put))
        left, right = _around(text, start, end)
        shown = text[left:right]
        after = text[left:start] + put + text[end:right]
        repairs.append(Repair(kind=kind, before=shown, after=after, at=where(start)))
    return cuts, repairs


def _is_compound(found: re.Match[str], compounds: set[tuple[str, str]]) -> bool:
    first, second = found["first"], found["second"]
    one, other = first.casefold(), second.casefold()
    if (one, other) in compounds:
        return True
    if first[:1].isupper() and second[:1].isupper() and one not in _FIRSTS:
        return False
    return one in _FIRSTS or (other in _SECONDS and second.islower())


def _dashes(block: Block) -> Iterator[re.Match[str]]:
    code = [mark for mark in block.marks if mark.kind == "code"]
    text = block.text
    for found in _DASH.finditer(text) if "-" in text else ():
        if not any(mark.start <= found.start() < mark.end for mark in code):
            yield found


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """The words on both sides."""
    left = start
    while left > 0 and text[left - 1].isspace():
        left -= 1
    while left > 0 and not text[left - 1].isspace():
        left -= 1
    right = end
    while right < len(text) and text[right].isspace():
        right += 1
    while right < len(text) and not text[right].isspace():
        right += 1
    return left, right

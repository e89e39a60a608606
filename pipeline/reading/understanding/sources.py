"""Quotations in, each with whose words they are out.

Promise: a line is a quotation's source only when it does nothing but name one, right below it.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.model import Block, Role
from pipeline.patterns import pattern
from pipeline.reading.bylines import bare_name
from pipeline.reading.wording import ends_sentence, wholly
from pipeline.values import replace

_PAIR = 2  # blocks between two rules: a quotation, and who said it
_ATTRIBUTION = pattern(r"\s*(?:[—–―]|--)\s*[^—–―]{2,80}$")
_ENDS = ".!?…”“\"’‘'»«*)"  # what a quotation's own words end with before its source
_SOURCE = pattern(r"(?:[—–―]|--?)\s*\S.*", re.DOTALL)
_SIGNED = pattern(  # a name in capitals behind the closing mark
    r"(?<=[”\"»“])\s+(?!.*[a-z])[^\W\d_a-z][^\W\d_a-z.’'-]*(?:\s[^\W\d_a-z][^\W\d_a-z.’'-]*){1,3}\s*\Z"
)
_CLOSES = frozenset('”»“"’')
_NAME = 14  # words of a quotation's source, at most
_QUOTES = frozenset({Role.BLOCK_QUOTE, Role.PULL_QUOTE, Role.VERSE})
_OPENED = "“\"«„‘❝'"
_QUOTED = pattern(rf"^[{_OPENED}][^“”\"«»„]*[”\"»“’❞'][.,!?]?$")


def attributed(blocks: Sequence[Block]) -> list[list[Block]]:
    """Quotations, each with the line behind it that says whose it is; other blocks alone."""
    groups: list[list[Block]] = []
    signed = set(signatures(blocks))
    for index, block in enumerate(blocks):
        before = groups[-1][-1] if groups else None
        if before and index in signed and before.role is Role.PULL_QUOTE:
            groups[-1].append(block)
            continue
        if before and len(groups[-1]) == 1 and _is_signed(before, block):
            groups[-1] = [replace(before, role=Role.BLOCK_QUOTE), block]
            continue
        quoted = before is not None and before.role in _QUOTES and len(groups[-1]) == 1
        if before and _is_epigraph(groups, block):
            groups[-1] = [replace(before, role=Role.BLOCK_QUOTE), block]
            continue
        if (
            before
            and quoted
            and block.role in {before.role, Role.PARAGRAPH}
            and _names(block, before)
        ):
            groups[-1].append(block)
        else:
            groups.append([block])
    return groups


def _is_signed(quote: Block, block: Block) -> bool:
    """Whether words in bold between quotation marks stand over a name in other type."""
    plain = {quote.role, block.role} == {Role.PARAGRAPH}
    styled = wholly(quote, ("strong",)) and is_quoted(quote) and wholly(block, ("emphasis",))
    if not (plain and styled) or len(block.text.split()) > _NAME / 2:
        return False
    return bool(bare_name(block.text.split(",")[0])) and not ends_sentence(block.text)


def _is_epigraph(groups: Sequence[Sequence[Block]], block: Block) -> bool:
    """Whether a line below a heading is in other type, and `block` says whose words it is."""
    if len(groups) < 2 or len(groups[-1]) > 1 or groups[-2][-1].role is not Role.HEADING:  # noqa: PLR2004
        return False
    line = groups[-1][0]
    plain = {line.role, block.role} == {Role.PARAGRAPH}
    return plain and wholly(line) and bool(_SOURCE.fullmatch(block.text.strip()))


def signatures(blocks: Sequence[Block]) -> Iterator[int]:
    """Lines that end what stands between two rules, and are nothing but a name."""
    rules = [index for index, block in enumerate(blocks) if block.role is Role.RULE]
    for left, right in pairwise(rules):
        text = blocks[right - 1].text.strip(" —–-―")
        short = len(text.split()) <= _NAME / 2 and not ends_sentence(text)
        named = bare_name(text.title() if text.isupper() else text)
        if right - left == _PAIR + 1 and short and named:
            yield right - 1


def _names(block: Block, quote: Block) -> bool:
    """Whether a block does nothing but say whose the quotation before it is."""
    text = block.text.strip()
    return (
        (bool(_SOURCE.fullmatch(text)) or _is_cited(block, quote))
        and len(text.split()) <= _NAME
        and not attribution_of(quote.text)
        and (block.role is quote.role or not ends_sentence(text))
    )


def _is_cited(block: Block, quote: Block) -> bool:
    """Whether a short line in other type, in a quotation's own box, is its source."""
    text = block.text.strip()
    if block.role is not quote.role or len(text.split()) > _NAME or text[-1:] in ".!?":
        return False
    named = is_quoted(quote) and text[:1].isupper() and not is_quoted(block)
    return (wholly(block) and not wholly(quote)) or named


def attribution_of(quote: str) -> str:
    """Who a quotation says it is by, at its end; empty when it does not."""
    found = _ATTRIBUTION.search(quote)
    head = quote[: found.start()].rstrip() if found else ""
    return found[0].strip(" —–―-\n\u2028") if found and head and head[-1] in _ENDS else ""


def is_quoted(block: Block) -> bool:
    """Whether a block is words between quotation marks, and perhaps their source."""
    text = block.text
    return text.lstrip()[:1] in _OPENED and bool(_QUOTED.match(said(text).strip()))


def said(quote: str) -> str:
    """A quotation's words without who it is by."""
    found = _ATTRIBUTION.search(quote)
    if found and attribution_of(quote):
        return quote[: found.start()]
    if signed := _SIGNED.search(quote):
        return quote[: signed.start()]
    head, _, source = quote.rpartition("\n")
    cited = (
        (ends_sentence(head) or head[-1:] in _CLOSES)
        and len(source.split()) <= _NAME
        and not ends_sentence(source)
    )
    return head if cited else quote

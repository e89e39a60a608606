"""A page's provisional blocks in, the same without the lines that sites put between them, out.

Promise: only short lines go, and only those that talk about the page itself; each is skipped with
what it is.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.model import Article, Block, Role, Skip
from pipeline.patterns import pattern
from pipeline.reading import phrases
from pipeline.reading.bylines import bare_name, byline
from pipeline.reading.dates import dated, stamp
from pipeline.reading.drafts import extended
from pipeline.reading.splicing import Cut, source_skips, spliced
from pipeline.reading.web import boilerplate, site_lines
from pipeline.reading.wording import ends_sentence, wholly, words
from pipeline.values import replace

_OVER = pattern(
    r"(?:related|recommended|more|further|other|popular|latest|recent|top|trending|most (?:read"
    r"|popular|viewed))"
    r"(?: (?:articles?|posts?|stories|story|content|links|news|essays|coverage|for you|like this"
    r"|on this topic))?"
    r"|(?:read|up|what to read) (?:next|more|also)|(?:you )?(?:may|might) (?:also )?(?:like"
    r"|enjoy|be interested in).*"
    r"|more (?:from|by|in|on) .{1,60}|also (?:on|in|by) .{1,40}|don['’]t miss|see also"
    rf"|from the archives?|keep reading|{phrases.forms('over')}",
    re.IGNORECASE,
)
_TEASER = pattern(
    r"(?:read (?:more|next|also|on|the (?:full|rest))|also read|see also|related|recommended"
    r"|watch|listen|more|further reading"
    rf"|don['’]t miss|you might also like|next|previous|{phrases.forms('points')})\b"
    r"\s*(?:[:→»|–—-]|$)?|.{0,80}\bclick here\b",
    re.IGNORECASE,
)
_MONTHS = "jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec"
_WHEN = pattern(
    rf"\b(?:(?:{_MONTHS})[a-z]*|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|\d+(?:st|nd|rd|th)?|am|pm|gmt|bst|utc|[ecmp][sd]?t|cet|cest"
    r"|(?:first|last|originally)|published|posted|updated|modified|revised|created|on|at|of|date|the)\b",
    re.IGNORECASE,
)
_PLACE = pattern(r"\s*[^\W\d_a-z][\w.'’]{2,20}\s[-–—]\s*")  # "Lugo -", before its date
_DAY = pattern(
    rf"\b(?:19|20)\d\d\b|\b\d+\s+(?:{_MONTHS})|\b(?:{_MONTHS})[a-z]*\.?\s+\d", re.IGNORECASE
)
_FRONT = frozenset({Role.PARAGRAPH, Role.BYLINE, Role.SUBTITLE, Role.STANDFIRST, Role.LIST_ITEM})
_RESERVED = pattern(
    r"rights reserved|rechte vorbehalten|derechos reservados|riproduzione riservata"
    r"|droits réservés",
    re.IGNORECASE,
)
_NOTES = pattern(rf"(?:end|foot)?\s?notes?|references|{phrases.forms('notes')}", re.IGNORECASE)
_OVER_NOTES = "a heading over the notes"
_ON = pattern(r"(?:posted|published|written)(?: on| in)\s+(?=by\b)", re.IGNORECASE)
_MINUTES = pattern(
    rf"\s*[·•|—–/-]\s*(?:\d+[ -]min(?:ute)?s?(?: read)?|{phrases.forms('minutes')})\s*$",
    re.IGNORECASE,
)
_HANDLE = pattern(r"\s*@\w{2,}")
_HEARD = pattern(r"(?:as )?(?:heard|aired|broadcast|featured) on [^.]{1,60}", re.IGNORECASE)
_MORE = pattern(
    rf"more\b|(?:read|see) (?:more|all)|follow|{phrases.forms('points')}|{phrases.forms('over')}",
    re.IGNORECASE,
)
_ADDRESS = pattern(r"\A(?:\S+\s+){0,12}?[\w.+-]+@[\w-]+\.[\w.]{2,}(?:\s+\S+){0,12}\Z")
_SIGNS = " |·•\xa0\n"
_PARTED = pattern(r"\s*[|·•]\s*")
_AGAIN = pattern(r"(?:posted|published) by\b", re.IGNORECASE)
NUMBER = "a note's number"
NAME = "the author's name, said again in the line below"
ADDRESS = "how to reach the author"
SAID = "the author's name, kept with the episode"
_CREDIT = pattern(r"\Acredits?\s*(?:\.{3}|…)\s*(?=\w)", re.IGNORECASE)
_BY_THE_WAY = (
    (_CREDIT, boilerplate.TOOLS),
    (_HANDLE, ADDRESS),
    (_ON, boilerplate.DATE),
    (_MINUTES, boilerplate.TOOLS),
)
_SHORT = 30  # words of a site's own line, at most
_PROSE = 100  # characters that a paragraph of the text proper has
_LOOSE = frozenset({Role.PARAGRAPH, Role.HEADING, Role.LIST_ITEM, Role.BIO, Role.BYLINE})
_LISTED = frozenset({Role.LIST_ITEM, Role.HEADING, Role.PARAGRAPH})


def swept(article: Article) -> Article:
    """Leave a site's own lines out."""
    kept: list[Block] = []
    skipped: list[Skip] = []
    when, begun = article.metadata.date, False  # the text proper
    led = False  # behind a heading such as "Related articles"
    for index, block in enumerate(article.blocks):
        led = _leads(article.blocks, index) or (led and block.role in _LISTED and _is_link(block))
        why = boilerplate.RELATED if led else reason(block)
        why = why or (_OVER_NOTES if _heads_notes(article.blocks, index) else "")
        if not begun and block.role is Role.PARAGRAPH and (led_in := _date_line(block)):
            when = when or dated(block.text[:led_in].strip(_SIGNS))
            block, cut = spliced(  # noqa: PLW2901
                block, [Cut(start=0, end=led_in, reason=boilerplate.DATE)]
            )
            skipped.extend(cut)
        begun = begun or (block.role is Role.PARAGRAPH and len(block.text) > _PROSE)
        if not begun and not why and block.role in _FRONT and is_when(block.text):
            when, why = when or dated(block.text), boilerplate.DATE
        if not begun and not why and block.role in _FRONT and _ADDRESS.search(block.text):
            why = ADDRESS
        if not begun and block.role in _FRONT and _HEARD.fullmatch(block.text.strip()):
            why = boilerplate.PROGRAMME
        why = why or _twice(article.blocks, index)
        if not begun and block.role is Role.CREDIT and byline(block.text):
            block = replace(block, role=Role.BYLINE)  # noqa: PLW2901  "credits" may say who wrote it
        if begun and block.role is Role.BYLINE and article.metadata.authors:
            why = why or (SAID if _AGAIN.match(block.text) else "")
        if why:
            skipped.extend(source_skips(block, why))
        else:
            block, number = _trimmed(block, begun=begun)  # noqa: PLW2901
            kept.append(block)
            skipped.extend(number)
    known = replace(article.metadata, date=when)
    return extended(replace(article, metadata=known), kept, (), skipped)


def _date_line(block: Block) -> int:
    """How many characters of a text's first paragraph are its date, parted by a sign."""
    found = stamp(block.text)
    sign = re.match(r"\s*[|·•]\s*", block.text[found.end :]) if found else None
    return found.end + sign.end() if found and sign and not found.start else 0


def _trimmed(block: Block, *, begun: bool) -> tuple[Block, Sequence[Skip]]:
    """A block without what a page adds to it: a note's number, a byline's minutes."""
    if block.role is Role.BIO:
        return _pointing(block)
    front = block.role is Role.PARAGRAPH and not begun and len(block.text) < _PROSE
    if block.role not in {Role.BYLINE, Role.CREDIT} and not front:
        return _unnumbered(block)
    if cuts := [*_beside_the_name(block.text)]:
        return spliced(block, cuts)
    found = [(form.search(block.text), why) for form, why in _BY_THE_WAY]
    cuts = [Cut(start=one.start(), end=one.end(), reason=why) for one, why in found if one]
    return spliced(block, cuts) if cuts else (block, ())


def _beside_the_name(text: str) -> Iterator[Cut]:
    """What stands in one line with a name or a date, parted by signs, and is neither."""
    ends = [found.end() for found in _PARTED.finditer(text)]
    spans = [*pairwise([0, *ends, len(text)])] if ends else []
    bare = [text[a:b].strip(_SIGNS) for a, b in spans]
    if not any(byline(one) or bare_name(one) for one in bare):
        return
    kept = [bool(byline(one) or bare_name(one) or is_when(one)) for one in bare]
    last = max(at for at, keep in enumerate(kept) if keep)
    for at, (start, end) in enumerate(spans):
        if not kept[at]:
            behind = at > last
            first = (
                start - len(text[:start]) + len(text[:start].rstrip(_SIGNS)) if behind else start
            )
            yield Cut(start=first, end=end, reason=boilerplate.TOOLS)
            if behind:
                return


def _pointing(block: Block) -> tuple[Block, Sequence[Skip]]:
    """A line about an author without the way to more by them behind it."""
    links = [mark for mark in block.marks if mark.kind == "link"]
    last = max(links, key=lambda mark: mark.end, default=None)
    if last is None or block.text[last.end :].strip(" .»›→") or not last.start:
        return block, ()
    before = block.text[: last.start].rstrip()
    if not ends_sentence(before) or not _MORE.match(block.text[last.start :].strip()):
        return block, ()
    return spliced(block, [Cut(start=len(before), end=len(block.text), reason=boilerplate.RELATED)])


def _unnumbered(block: Block) -> tuple[Block, Sequence[Skip]]:
    """A note without the number that it begins with, as its mark does."""
    label = block.label if block.role is Role.FOOTNOTE else ""
    found = re.match(rf"[\[(]?{re.escape(label)}[\])]?[.:]?\s+", block.text) if label else None
    return spliced(block, [Cut(start=0, end=found.end(), reason=NUMBER)]) if found else (block, ())


def is_when(text: str) -> bool:
    """Whether a line only says when: a date, a time, "last updated"."""
    if dated(text):
        return True
    if _PLACE.fullmatch(text):
        return True
    return bool(_DAY.search(text)) and not _WHEN.sub("", text).strip(" ,.:|·•–—-/()")


def _twice(blocks: Sequence[Block], index: int) -> str:
    """Why an author's name alone is left out: the line about the author begins with it."""
    after = blocks[index + 1] if index + 1 < len(blocks) else None
    if blocks[index].role is not Role.BIO or after is None or after.role is not Role.BIO:
        return ""
    name, line = words(blocks[index].text), words(after.text)
    return NAME if len(line) > len(name) and line[: len(name)] == name else ""


def reason(block: Block) -> str:
    """What a block is when it is a site's own line; empty: it is the author's."""
    if block.role is Role.CREDIT and _RESERVED.search(block.text):
        return boilerplate.FOOTER
    if block.role not in {*_LOOSE, Role.DISCLAIMER} or len(block.text) > _SHORT * 10:
        return ""
    if _is_link(block) and any(mark.kind == "box" for mark in block.marks):
        return boilerplate.RELATED
    text = " ".join(block.text.split())
    if _TEASER.match(text) and _is_link(block):
        return boilerplate.RELATED
    return site_lines.reason(text)


def _heads_notes(blocks: Sequence[Block], index: int) -> bool:
    """Whether a heading only says that notes follow."""
    after = blocks[index + 1].role if index + 1 < len(blocks) else None
    heading = blocks[index].role is Role.HEADING and after is Role.FOOTNOTE
    return heading and bool(_NOTES.fullmatch(blocks[index].text.strip(" :.")))


def _leads(blocks: Sequence[Block], index: int) -> bool:
    """Whether a block is a heading over links to other articles."""
    block = blocks[index]
    line = block.role is Role.HEADING or wholly(block) or block.text.rstrip().endswith(":")
    if not line or not _OVER.fullmatch(" ".join(block.text.split()).strip(" :.…")):
        return False
    return index + 1 == len(blocks) or _is_link(blocks[index + 1])


def _is_link(block: Block) -> bool:
    return wholly(block, ("link",))

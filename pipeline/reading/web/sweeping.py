"""A page's provisional blocks in, the same without the lines that sites put between them, out.

Promise: only short lines go, and only those that talk about the page itself; each is skipped with
what it is.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.model import Article, Block, Role, Skip
from pipeline.reading import phrases
from pipeline.reading.bylines import byline
from pipeline.reading.dates import dated
from pipeline.reading.drafts import extended
from pipeline.reading.splicing import Cut, source_skips, spliced
from pipeline.reading.web import boilerplate
from pipeline.reading.wording import wholly, words

_PIECES = "(?:posts?|articles?|stories|entries|essays|pieces|content|work)"
_LINES = (
    (
        boilerplate.ADVERT,
        (
            r"(?:advertise?ments?|ads?|sponsored(?: content)?|(?:story|article|content"
            r"|post)? ?continues? (?:reading )?(?:below|after)"
            r"(?: (?:the|this))?(?: ad\w*)?|scroll (?:down )?(?:to|for) (?:continue|more).*"
            r"|- ?advertisement ?-)"
        ),
    ),
    (
        boilerplate.SHARE,
        (
            r"(?:share(?: (?:this|on|via|it|the))?(?: (?:article|post|story|page|facebook"
            r"|twitter|x|linkedin|whatsapp|email))*"
            r"|tweet(?: this)?|pin it|email this|like this|follow (?:us|me)(?: on .{1,40})?"
            r"|copy link|clap|applaud)"
        ),
    ),
    (
        boilerplate.NEWSLETTER,
        (
            r"(?:(?:sign up|subscribe|register)\b.{0,80}\b(?:newsletters?|inbox|email list"
            r"|mailing list|updates|free)\b.{0,60}"
            r"|get .{1,60}\b(?:in|to) your inbox.{0,40}|subscribe(?: now| today| for free)?"
            r"|enter your email.{0,60})"
        ),
    ),
    (
        boilerplate.TOOLS,
        (
            r"(?:images?|photos?|videos?|gallery|slide ?show|learn more"
            r"|(?:open|view) (?:in (?:a )?new (?:tab|window)|large(?:r)?(?: image| version)?"
            r"|(?:figure|table)(?: in .{1,30})?)"
            r"|download (?:slide|pdf|figure|original|citation|as \w+|powerpoint)"
            r"|cite (?:this|as)(?: (?:article|page|paper))?|(?:export|get) citations?|embed"
            rf"|(?:(?:view|see|read|show|browse) (?:all|more|other)(?: {_PIECES})?"
            rf"|(?:all|more|other) {_PIECES}) (?:by|from) .{{1,60}}"
            r"|we are having trouble .{1,80}|(?:please )?enable (?:javascript|cookies)\b.*"
            r"|(?:\d+|no|one|add a|leave a|post a|view|jump to|read|show)? ?(?:comments?"
            r"|repl(?:y|ies)|responses?)|loading"
            r"|(?:press enter or )?(?:click|tap)(?: here)?(?: or tap)? to (?:view|enlarge|zoom"
            r"|expand|tweet|play|subscribe|share).*"
            r"|print(?:er)?[- ]?(?:friendly)?(?: version| this (?:page|article))?"
            r"|skip to .{1,30}|(?:back|return) to (?:the )?(?:top|home\w*)"
            r"|(?:listen to|play|save|bookmark|report|download|print|edit) (?:this )?(?:article"
            r"|story|post|page|error|episode)(?: as pdf)?"
            r"|(?:—|-"
            r"|·)? ?(?:(?:est\w*\.? )?read(?:ing)? time:? ?)?\d+[ -]?min(?:ute)?s?\.?(?: (?:read"
            r"|to read|reading time))?"
            r"|(?:you are|you're) visitor\b.*|.{0,30}\bbest viewed (?:in|with|at)\b.*"
            r"|this page has been (?:viewed|visited)\b.*"
            r"|toggle .{1,30}|(?:open|close|show|hide) (?:menu|search|navigation|sidebar)"
            r"|(?:video|audio) player(?: is)? loading.*|view (?:image )?(?:in )?full ?(?:screen"
            r"|size)|view image)"
        ),
    ),
    (
        boilerplate.KEYWORDS,
        (
            r"(?:(?:post |article )?(?:tags?|tagged(?: (?:with|as|in))?|filed (?:under|in)"
            r"|posted in|categor(?:y|ies)"
            r"|topics?|keywords|labels|more (?:on|about|in))\s?:.{1,160}|filed under .{1,80}"
            r"|posted in .{1,80})"
        ),
    ),
    (
        boilerplate.PAYWALL,
        (
            r"(?:(?:are you )?already (?:a |an )?(?:subscrib|member|register|have an account)\w*.*"
            r"|thank you for your patience while .*"
            r"|(?:subscribe|sign (?:in|up)|log ?in|register) (?:to|for) (?:read|continue|keep"
            r"|unlock|access|get|unlimited)\b.*|(?:sign|log) ?in|sign up"
            r"|create (?:a |your )?(?:free )?account"
            r"|this (?:article|story|post|content) is (?:only )?(?:for|available to|exclusive to"
            r"|reserved for) .*(?:subscribers?|members?)\b.*"
            r"|(?:you have|you['’]ve) (?:read|viewed|reached|used|hit|got|had)?\b.{0,40}\b(?:free"
            r"|complimentary|monthly)\b.{0,20}\b(?:articles?|stor(?:y|ies)|limit)\b.{0,60})"
        ),
    ),
    (
        boilerplate.FOOTER,
        (
            r"(?:(?:copyright )?(?:©|\(c\))|copyright ).{0,120}(?:all rights reserved|\d{4})"
            r".{0,120}|all rights reserved.{0,60}"
            r"|an? version of this .{1,80}\b(?:in print|print edition)\b.*"
        ),
    ),
    (
        boilerplate.FACTS,
        (
            r"(?:(?:received|accepted|revised|submitted|published(?: online)?|first published"
            r"|available online|version of record):? [^a-z]?[\w ,./-]{4,24}\W*){2,}"
            r"|.{0,200}\bdoi(?:\.org|:).*|(?:issn|isbn)\b.{4,60}"
        ),
    ),
    (
        boilerplate.COOKIES,
        (
            r"(?:we|this (?:web)?site) uses? cookies\b.*|accept (?:all )?cookies|by (?:continuing"
            r"|using) .{0,60}cookies.*"
        ),
    ),
)
_ELSEWHERE = (  # the same in other languages
    (boilerplate.ADVERT, phrases.forms("advert")),
    (boilerplate.SHARE, phrases.forms("share")),
    (boilerplate.NEWSLETTER, phrases.asking()),
    (boilerplate.TOOLS, rf"{phrases.forms('tools')}|{phrases.forms('minutes')}"),
    (boilerplate.KEYWORDS, phrases.forms("filed")),
    (boilerplate.COOKIES, phrases.forms("cookies")),
)
_OVER = re.compile(
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
_TEASER = re.compile(
    r"(?:read (?:more|next|also|on|the (?:full|rest))|also read|see also|related|recommended"
    r"|watch|listen|more|further reading"
    rf"|don['’]t miss|you might also like|next|previous|{phrases.forms('points')})\b"
    r"\s*(?:[:→»|–—-]|$)?|.{0,80}\bclick here\b",
    re.IGNORECASE,
)
_COMPILED = tuple(
    (why, re.compile(rf"[\W_]*(?:{form})[\W_]*", re.IGNORECASE))
    for why, form in (*_LINES, *_ELSEWHERE)
)
_MONTHS = "jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec"
_WHEN = re.compile(
    rf"\b(?:(?:{_MONTHS})[a-z]*|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|\d+(?:st|nd|rd|th)?|am|pm|gmt|bst|utc|[ecmp][sd]?t|cet|cest"
    r"|(?:first|last|originally)|published|posted|updated|modified|revised|created|on|at|of|date|the)\b",
    re.IGNORECASE,
)
_DAY = re.compile(
    rf"\b(?:19|20)\d\d\b|\b\d+\s+(?:{_MONTHS})|\b(?:{_MONTHS})[a-z]*\.?\s+\d", re.IGNORECASE
)
_FRONT = frozenset({Role.PARAGRAPH, Role.BYLINE, Role.SUBTITLE, Role.STANDFIRST, Role.LIST_ITEM})
_NOTES = re.compile(rf"(?:end|foot)?\s?notes?|references|{phrases.forms('notes')}", re.IGNORECASE)
_OVER_NOTES = "a heading over the notes"
_ON = re.compile(r"(?:posted|published|written)(?: on| in)\s+(?=by\b)", re.IGNORECASE)
_MINUTES = re.compile(
    rf"\s*[·•|—–/-]\s*(?:\d+[ -]min(?:ute)?s?(?: read)?|{phrases.forms('minutes')})\s*$",
    re.IGNORECASE,
)
_HEARD = re.compile(r"(?:as )?(?:heard|aired|broadcast|featured) on [^.]{1,60}", re.IGNORECASE)
_AGAIN = re.compile(r"(?:posted|published) by\b", re.IGNORECASE)
NUMBER = "a note's number"
NAME = "the author's name, said again in the line below"
SAID = "the author's name, kept with the episode"
_CREDIT = re.compile(r"\Acredits?\s*(?:\.{3}|…)\s*(?=\w)", re.IGNORECASE)
_BY_THE_WAY = ((_CREDIT, boilerplate.TOOLS), (_ON, boilerplate.DATE), (_MINUTES, boilerplate.TOOLS))
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
        begun = begun or (block.role is Role.PARAGRAPH and len(block.text) > _PROSE)
        if not begun and not why and block.role in _FRONT and is_when(block.text):
            when, why = when or dated(block.text), boilerplate.DATE
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


def _trimmed(block: Block, *, begun: bool) -> tuple[Block, Sequence[Skip]]:
    """A block without what a page adds to it: a note's number, a byline's minutes."""
    front = block.role is Role.PARAGRAPH and not begun and len(block.text) < _PROSE
    if block.role not in {Role.BYLINE, Role.CREDIT} and not front:
        return _unnumbered(block)
    found = [(form.search(block.text), why) for form, why in _BY_THE_WAY]
    cuts = [Cut(start=one.start(), end=one.end(), reason=why) for one, why in found if one]
    return spliced(block, cuts) if cuts else (block, ())


def _unnumbered(block: Block) -> tuple[Block, Sequence[Skip]]:
    """A note without the number that it begins with, as its mark does."""
    label = block.label if block.role is Role.FOOTNOTE else ""
    found = re.match(rf"[\[(]?{re.escape(label)}[\])]?[.:]?\s+", block.text) if label else None
    return spliced(block, [Cut(start=0, end=found.end(), reason=NUMBER)]) if found else (block, ())


def is_when(text: str) -> bool:
    """Whether a line only says when: a date, a time, "last updated"."""
    if dated(text):
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
    if block.role is Role.CREDIT and "rights reserved" in block.text.casefold():
        return boilerplate.FOOTER
    if block.role not in _LOOSE or len(block.text) > _SHORT * 10:
        return ""
    if _is_link(block) and any(mark.kind == "box" for mark in block.marks):
        return boilerplate.RELATED
    text = " ".join(block.text.split())
    if _TEASER.match(text) and _is_link(block):
        return boilerplate.RELATED
    return next((why for why, pattern in _COMPILED if pattern.fullmatch(text)), "")


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

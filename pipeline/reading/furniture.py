"""Blocks of an article in; what a site or magazine put round the text, told apart, out.

Promise: only short lines that ask, link or advertise are left unspoken; a sentence of the text that
happens to begin alike is longer, or goes on.
"""

import re
from dataclasses import replace

from pipeline.model import Article, Block, Role
from pipeline.reading.wording import wholly

ASKS = "asks the reader to subscribe, share or pay"
POINTS = "points to other pages"
ADVERT = "an advertisement's label"
FILED = "how the site filed it"
PAGE = "part of the page, not of the text"

_LONGEST = 30  # words of a line that is no part of the text
_SHORT = 9  # words of such a line that only its first words give away
_KINDS = (
    (
        ADVERT,
        r"(?:\W*(?:advertisement|advertorial|sponsored(?: content| post)?|anzeige|publicité|werbung)\W*)$",
    ),
    (
        FILED,
        r"(?:tags?|tagged(?: with| in)?|filed under|posted in|categor(?:y|ies)|topics?|keywords)\s*:\s*\S.*$",
    ),
    (
        POINTS,
        r"(?:(?:read|see|watch|listen) (?:more|also|next|this)|also read|read on|related(?: (?:articles?|stories|reading|posts?|content|links?))?"
        r"|more (?:from|on|in|like this)\b[^.]*|recommended(?: (?:reading|for you))?|further reading|you (?:may|might) (?:also )?like"
        r"|most (?:read|popular)|up next|next(?: article| post| up)?|previous(?: article| post)?|in case you missed it|editors?['’] picks?)\s*(?::|→|»|>|$)",
    ),
    (
        ASKS,
        r"(?:(?:please )?(?:subscribe|sign up|join (?:us|our)|donate|support (?:us|our)|become a (?:member|subscriber|patron)|follow us|like us|buy me a"
        r"|share (?:this|on|via|the)|tweet this|pin (?:it|this)|email this|print this|get (?:our|the) newsletter|leave a (?:comment|reply|tip)|click here|download our)\b)",
    ),
    (
        ASKS,
        r"(?:(?:did you )?(?:enjoy(?:ed|ing)?|like(?:d)?|love(?:d)?) (?:this|what|reading)\b.{0,60}(?:\?|subscri|share|newsletter|donat|support|sign up|tell a friend))",
    ),
    (
        ASKS,
        r"if you (?:enjoyed|liked|found)\b.{0,80}(?:subscri|share|newsletter|donat|support|sign up|consider|forward)",
    ),
    (
        ASKS,
        r"(?:share|tweet|facebook|twitter|email|print|whatsapp|linkedin|reddit|pinterest|save|bookmark|copy link|comments?|reply|repost|follow)(?:\s*[|·•,/]?\s*"
        r"(?:share|tweet|facebook|twitter|x|email|print|whatsapp|linkedin|reddit|pinterest|save|bookmark|copy link|comments?|reply|on|via|\d+))*$",
    ),
    (
        PAGE,
        r"(?:skip to (?:main )?content|back to (?:the )?top|menu|home|search|log ?in|sign in|loading\W*|\d+ (?:comments?|shares?|likes?|views?)|no comments(?: yet)?"
        r"|continue reading(?: below)?\W*|(?:story|article) continues below.*|listen to (?:this|the) (?:article|story)\W*.*|powered by \S+"
        r"|(?:estimated )?reading time\W.*|\d+[- ]min(?:ute)?s?(?: read)?|(?:table of )?contents|toc|all rights reserved\W*|accept (?:all )?cookies|this (?:site|website) uses cookies.*"
        r"|download (?:as )?pdf|view (?:in browser|gallery|slideshow).*|image \d+ of \d+)$",
    ),
)
_PATTERNS = tuple((why, re.compile(pattern, re.IGNORECASE)) for why, pattern in _KINDS)
_ROLES = frozenset({Role.PARAGRAPH, Role.HEADING, Role.LIST_ITEM, Role.BLOCK_QUOTE, Role.CAPTION})


def marked(article: Article) -> Article:
    """Leave the page's own words unspoken, with the reason."""
    blocks: list[Block] = []
    pointing = False  # below a heading over links to other pages
    for block in article.blocks:
        why = _why(block)
        if not why and pointing and _is_link(block):
            why = POINTS
        elif block.text.strip() or block.role is Role.RULE:
            pointing = why == POINTS
        blocks.append(replace(block, role=Role.CREDIT, skip=why, level=0) if why else block)
    return replace(article, blocks=tuple(blocks))


def _why(block: Block) -> str:
    if block.role not in _ROLES or block.skip:
        return ""
    why = reason(block.text, styled=wholly(block) or bool(block.links))
    return "" if why in {PAGE, ASKS, FILED} and block.role is Role.HEADING else why


def _is_link(block: Block) -> bool:
    if block.role not in {Role.LIST_ITEM, Role.PARAGRAPH}:
        return False
    return wholly(block, ("link",))


def reason(text: str, *, styled: bool = False) -> str:
    """Why a block is no part of the text; empty when it may be."""
    line = " ".join(text.split()).strip("*_[]()>→» ")
    size = len(line.split())
    if not 0 < size <= _LONGEST:
        return ""
    for why, pattern in _PATTERNS:
        found = pattern.match(line)
        if found and (size <= _SHORT or styled or found.end() == len(line) or why == POINTS):
            return why
    return ""

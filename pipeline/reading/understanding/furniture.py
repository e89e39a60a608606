"""Blocks of an article in; what a site or magazine put round the text, told apart, out.

Promise: only short lines that ask, link or advertise are left unspoken; a sentence of the text that
happens to begin alike is longer, or goes on.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from pipeline.model import Article, Block, Role, Skip
from pipeline.patterns import pattern
from pipeline.reading import phrases
from pipeline.reading.beginnings import Beginnings
from pipeline.reading.drafts import extended
from pipeline.reading.splicing import source_skips
from pipeline.reading.wording import is_longer, wholly

ASKS = "asks the reader to subscribe, share or pay"
POINTS = "points to other pages"
ADVERT = "an advertisement's label"
RELEASE = "what a press office tells the press"
READERS = "what readers wrote below it"
FILED = "how the site filed it"
PAGE = "part of the page, not of the text"

_LONGEST = 30  # words of a line that is no part of the text
_SHORT = 9  # words of such a line that only its first words give away
_SITES = (
    "share|tweet|facebook|twitter|email|print|whatsapp|linkedin|reddit|pinterest|save|bookmark"
    "|copy link|comments?|reply|repost|follow"
)
_PAYS = rf"subscri|you can|share|newsletter|donat|support|sign up|{phrases.forms('newsletter')}"
_WRITE_TO = "correspondence|contact|e-?mail|write to|kontakt|contacto|contatti"
_STREET = r"street|avenue|ave\.?|road|rd\.?|lane|suite|box|pmb"
_WHOLE = (  # a line that is nothing else
    (ADVERT, (r"\W*(?:advertisement|advertorial|sponsored(?: content| post)?)\W*",)),
    (ADVERT, (rf"\W*(?:reklam|{phrases.forms('advert')})\W*",)),
    (FILED, phrases.listed("filed")),
    (ASKS, phrases.listed("share")),
    (ASKS, phrases.asking()),
    (PAGE, phrases.listed("tools")),
    (PAGE, phrases.listed("minutes")),
    (PAGE, phrases.listed("cookies")),
    (FILED, (r"(?:tags?|tagged(?: with| in)?|filed under|posted in|topics?)\s*:\s*\S.*",)),
    (FILED, (r"(?:categor(?:y|ies)|keywords)\s*:\s*\S.*",)),
    (ASKS, (r"(?:enter|type) your e-?mail\b.*", r"your e-?mail(?: address)?")),
    (ASKS, (r"(?:you(?:['’]re| are) receiving|you received) this\b.*", r"unsubscribe\b.{0,60}")),
    (PAGE, (r"[\d.,]+[km]? followers?", r"follow(?:ing)?", "listen")),
    (ASKS, ("subscribed?", "upgrade to paid", "give a gift subscription")),
    (ASKS, ("refer a friend", "start writing")),
    (PAGE, ("(?:paid|free|public|members only|subscribers only|pinned|guest post)",)),
    (PAGE, (r"(?:like this:?\s*)?(?:like )?loading\W*", r"\d+ likes?.*restacks?")),
    (POINTS, (r"(?:the post|the article)\b.{1,160}\b(?:appeared first on|first appeared on)\b.*",)),
    (ASKS, (rf"(?:{_SITES})(?:\s*[|·•,/:]?\s*(?:{_SITES}|on|via|\d++))*",)),
    (PAGE, (rf"(?:{_WRITE_TO})\W{{1,3}}\S+@\S+\w",)),
    (PAGE, (rf".{{0,60}}\b(?:{_STREET})\b.{{0,60}}\b\d{{5}}\b.{{0,20}}",)),
    (RELEASE, (r"(?:embargo(?:ed)?|not for release)\b.{0,60}", "for immediate release")),
    (RELEASE, ("check against delivery",)),
    (PAGE, ("skip to (?:main )?content", "back to (?:the )?top", "menu", "home", "search")),
    (PAGE, ("log ?in", "sign in")),
    (ASKS, (r"click to (?:share|email|print|tweet)\b.{0,60}",)),
    (ASKS, (r"(?:how did you like|what did you think of) (?:today['’]s|this) \w+\?",)),
    (PAGE, ("restacks?", r"ready for more\?", "discussion about this post")),
    (PAGE, (r"loading\W*", r"\d+ (?:comments?|shares?|likes?|views?)", "no comments(?: yet)?")),
    (PAGE, (r"continue reading(?: below)?\W*", "(?:story|article) continues below.*")),
    (PAGE, (r"listen to (?:this|the) (?:article|story)\W*.*", r"powered by \S+")),
    (PAGE, (r"(?:estimated )?reading time\W.*", r"\d+[- ]min(?:ute)?s?(?: read)?")),
    (PAGE, ("(?:table of )?contents", "toc", r"all rights reserved\W*", r"image \d+ of \d+")),
    (PAGE, ("accept (?:all )?cookies", "this (?:site|website) uses cookies.*")),
    (PAGE, ("download (?:as )?pdf", "view (?:in browser|gallery|slideshow).*")),
)
_LEADS = (  # how a line begins that goes on
    (
        POINTS,
        r"(?:(?:read|see|watch|listen) (?:more|also|next|this)|also read|read on)\s*(?:[:→»>]|$)",
    ),
    (POINTS, r"related(?: (?:articles?|stories|reading|posts?|content|links?))?\s*(?:[:→»>]|$)"),
    (POINTS, r"more (?:from|on|in|like this)\b[^.]*$"),
    (POINTS, r"(?:up next\s*(?::|$)|most (?:read|popular)$)"),
    (POINTS, r"(?:recommended(?: reading| for you)?|further reading)\s*(?::|$)"),
    (POINTS, r"(?:you (?:may|might) (?:also )?like|in case you missed it|editors?['’] picks?)\b"),
    (POINTS, r"(?:(?:un)?linked (?:mentions|references)|backlinks)\s*(?::|$)"),
    (POINTS, r"(?:next|previous)(?: article| post| up)?\s*(?:[:→»>]|$)"),
    *((POINTS, rf"{form}\s*(?:[:→»>|]|$)") for form in phrases.listed("points")),
    (ASKS, r"(?:please )?(?:subscribe|sign up|join (?:us|our)|donate|support (?:us|our))\b"),
    (ASKS, r"(?:become a (?:member|subscriber|patron)|follow us|like us|buy me a)\b"),
    (ASKS, r"(?:share (?:this|on|via|the)|tweet this|pin (?:it|this)|email this|print this)\b"),
    (ASKS, r"(?:like this:|liked by\b|tip jar\b)"),
    (ASKS, r"(?:get (?:our|the) newsletter|leave a (?:comment|reply|tip)|click here)\b"),
)
_PLEAS = (  # and how one does that also asks for something, so many letters on
    (r"(?:did you )?(?:enjoy(?:ed|ing)?|liked?|loved?) (?:this|what|reading)\b", 60),
    (r"thanks for reading\b", 80),
    (r"if you (?:enjoyed|liked|found)\b", 80),
    (r"this (?:article|post|story|issue|newsletter) is (?:free|public|for)\b", 80),
    *((rf"{form}\b", 80) for form in phrases.listed("thanks")),
)
_LINES = (
    *((why, f"{form}$") for why, forms in _WHOLE for form in forms),
    *_LEADS,
)
_BEGUN = Beginnings(form for _, form in _LINES)
_ASKING = tuple(
    pattern(
        rf"{form}.{{0,{letters}}}(?:\?|(?:{_PAYS}|tell a friend|consider|forward).*)", re.IGNORECASE
    )
    for form, letters in _PLEAS
)
_PLEA = Beginnings(form for form, _ in _PLEAS)
_BUTTONS = pattern(  # the words of a link that has a line of its own
    r"(?:share|subscribe|upgrade|refer|invite|give|pledge|leave a|join|donate|get \d+% off"
    r"|get the app"
    r"|open in|read in|view in|watch on|listen (?:on|in|to)|start a|message|restack|like \("
    r"|comment)"
    r"\b.{0,60}\Z",
    re.IGNORECASE,
)
_PORTRAIT = pattern(
    r"(?:\bavatar(?: (?:of|von|de|di) .{3,40})?"
    r"|\blogo|\bicon|\bprofile (?:picture|photo|image)|\bthumbnail)\s*\Z",
    re.IGNORECASE,
)
_READERS = pattern(
    rf"(?:\d+ )?(?:comments?|reader comments|leave a (?:comment|reply)|{phrases.forms('tools')})"
    r"(?: \(\d+\))?\W*",
    re.IGNORECASE,
)
_THOUGHTS = pattern(
    r"(?:\d+|one|two) (?:thoughts?|comments?|responses?|replies) (?:on|to) [“\"].{1,120}[”\"]",
    re.IGNORECASE,
)
_NAMELESS = pattern(
    r"(?:untitled|image|img|picture|photo|screenshot|pasted image|file|dsc|scan|figure|attachment)?"
    r"[\s_-]*\d*(?:[\s_-]\d+)*(?:\.(?:png|jpe?g|gif|webp|svg|heic))?",
    re.IGNORECASE,
)
_LEAVE = pattern(rf"\bunsubscribe\b|{phrases.forms('leave')}", re.IGNORECASE)
_GET = pattern(rf"\bsubscribe\b|{phrases.forms('newsletter')}", re.IGNORECASE)
_SPONSOR = pattern(
    r"(?:together with|presented by|sponsored by|brought to you by|in partnership with"
    r"|a (?:word|message) from our sponsors?)\b.{0,60}\Z",
    re.IGNORECASE,
)
_SPONSORED = 5  # blocks of a sponsor's words, at most
_LOGO = 4  # words of a magazine's sign, at most
_FOOTER = 60  # words of a newsletter's last lines
_ROLES = frozenset({Role.PARAGRAPH, Role.HEADING, Role.LIST_ITEM, Role.BLOCK_QUOTE, Role.CAPTION})


def removed(article: Article) -> Article:
    """Leave out the page's own words, with the reason."""
    blocks, skipped = list[Block](), list[Skip]()
    readers, last = _readers(article.blocks), _last_words(article.blocks)
    sponsored = frozenset(_sponsored(article.blocks))
    leaving = False  # behind the line that says how to leave a newsletter
    pointing = False  # below a heading over links to other pages
    for index, block in enumerate(article.blocks):
        why = _why(block) or _closing(block, behind=index > last)
        if index == 0 and _is_logo(article.blocks):
            why = PAGE
        why = READERS if index >= readers else ADVERT if index in sponsored else why
        leaving = leaving or bool(index > last and _LEAVE.search(block.text))
        if leaving and not why and block.role is Role.PARAGRAPH and not wholly(block):
            why = PAGE
        if not why and pointing and _is_link(block):
            why = POINTS
        elif block.text.strip() or block.role is Role.RULE:
            pointing = why == POINTS
        if why:
            skipped.extend(source_skips(block, why))
        else:
            blocks.append(block)
    return extended(article, blocks, (), skipped)


def _last_words(blocks: Sequence[Block]) -> int:
    """Where the last block stands that is long enough to be text."""
    behind = reversed(range(len(blocks)))
    return next((at for at in behind if _is_long(blocks[at])), len(blocks))


def _is_logo(blocks: Sequence[Block]) -> bool:
    """Whether a picture of a few words stands above everything: the magazine's sign."""
    first = next(iter(blocks), None)
    if first is None or first.role is not Role.CAPTION or len(first.text.split()) > _LOGO:
        return False
    return [block.role for block in blocks[1:2]] == [Role.HEADING]


def _is_long(block: Block) -> bool:
    if len(block.text.split()) < _SHORT:
        return False
    return not (_why(block) or _LEAVE.search(block.text) or _is_imprint(block))


def _is_imprint(block: Block) -> bool:
    """Whether a line in other type says how to get the magazine."""
    short = len(block.text.split()) <= _LONGEST
    return bool(short and wholly(block) and block.links and _GET.search(block.text))


def _sponsored(blocks: Sequence[Block]) -> Iterator[int]:
    """What a sponsor pays for: its name, its words, up to its button."""
    for at, block in enumerate(blocks):
        if _SPONSOR.match(block.text.strip()) and (wholly(block) or block.role is Role.HEADING):
            near = range(at + 1, min(at + _SPONSORED, len(blocks)))
            button = next((i for i in near if wholly(blocks[i], ("link",))), None)
            yield from range(at, (button or at) + 1)


def _readers(blocks: Sequence[Block]) -> int:
    """Where what readers wrote begins: a last heading that says so."""
    heads = [i for i, b in enumerate(blocks) if b.role is Role.HEADING]
    thoughts = (i for i, b in enumerate(blocks) if _THOUGHTS.fullmatch(b.text.strip()))
    if (first := next(thoughts, 0)) > len(blocks) // 2:
        return first
    told = bool(heads[1:]) and _READERS.fullmatch(blocks[heads[-1]].text.strip())
    return heads[-1] if told else len(blocks)


def _closing(block: Block, *, behind: bool) -> str:
    """Why a block behind the last words of the text is no part of it."""
    if behind and _is_imprint(block):
        return ASKS
    short = block.role is Role.PARAGRAPH and not is_longer(block.text, _FOOTER)
    if short and _LEAVE.search(block.text):
        return PAGE
    return reason(block.text) if behind and block.role is Role.HEADING else ""


def _why(block: Block) -> str:
    if block.role not in _ROLES or block.skip:
        return ""
    if _is_counter(block.text):
        return PAGE
    linked = wholly(block, ("link",))
    if block.role is Role.CAPTION and (
        _PORTRAIT.search(block.text) or _NAMELESS.fullmatch(block.text.strip())
    ):
        return PAGE
    if linked and all("/tag/" in link.url or "/tags/" in link.url for link in block.links):
        return FILED
    if linked and block.role is not Role.HEADING and _BUTTONS.match(block.text.strip()):
        return ASKS
    why = reason(block.text, styled=wholly(block) or bool(block.links))
    return "" if why in {PAGE, ASKS, FILED} and block.role is Role.HEADING else why


def _is_counter(text: str) -> bool:
    """Whether a line has pictures and numbers only: how often a page was liked and shared."""
    if any(map(str.isalpha, text)):
        return False
    return any(unicodedata.category(character) == "So" for character in text)


def _is_link(block: Block) -> bool:
    if block.role not in {Role.LIST_ITEM, Role.PARAGRAPH}:
        return False
    return wholly(block, ("link",))


def _told(line: str) -> Iterator[tuple[str, re.Match[str] | None]]:
    """What a line may be that begins so, the likeliest first."""
    yield from ((_LINES[number][0], found) for number, found in _BEGUN.found(line))
    yield from ((ASKS, _ASKING[number].match(line)) for number, _ in _PLEA.found(line))


def reason(text: str, *, styled: bool = False) -> str:
    """Why a block is no part of the text; empty when it may be."""
    line = " ".join(text.split()).strip("*_[]()>→»«←∙·•| ")
    size = len(line.split())
    if not 0 < size <= _LONGEST:
        return ""
    for why, found in _told(line):
        if found and (size <= _SHORT or styled or found.end() == len(line) or why == POINTS):
            return why
    return ""

"""Lines above a title in; the magazine's or the site's name that they give out.

Promise: a name is only taken where a page has nothing else: a masthead, a link to the site's front
page, a line that pages repeat, a title's tail behind a sign.
"""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from urllib.parse import urlsplit

from pipeline.model import Block, Metadata, Role
from pipeline.patterns import pattern
from pipeline.reading.bylines import Byline, bare_name
from pipeline.reading.wording import LITTLE_WORDS, opening, wholly, words
from pipeline.values import replace

_TYPES = frozenset({"strong", "emphasis", "link"})
_PARTING = frozenset("|·•—–:/")
_SLOGAN = pattern(r"\s+[|·•—–-]\s+|:\s")
_ISSUE = pattern(
    r"\b(?:(?:no|nr|n|núm|vol|jg)(?:\.|[°º])|no(?=\s\d)|volume|issue|number|numéro|heft|ausgabe|jahrgang|anno|año)\s*"
    r"(?:\d{1,4}|[IVXL]{1,6})\b|\b\d{1,2}/(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_BEFORE_ISSUE = pattern(r"[\s,;|·•(/–—-]*\Z")
_KINDS = pattern(
    r"\b(?:magazine|review|journal|quarterly|weekly|monthly|gazette|newsletter|revista|cuadernos|revue"
    r"|cahiers|rivista|quaderni|zeitschrift|magazin|hefte|blätter)\b",
    re.IGNORECASE,
)
_ADDRESS = pattern(r"\S*\w\.[a-z]{2,}\S*")  # "tideline.example/talks"
_MAST = 4  # words of a masthead, at most
_LONG_MAST = 7  # of one that says what kind of magazine it is, or which issue
_ISSUE_WORDS = 16  # of a line that tells an issue, at most
_PAIR = 2  # headings: the masthead and the title
_EDGE = 6  # blocks at either end, where a magazine names itself
_EDGES = 0.6  # share of a name's mentions that stand there


def is_masthead(blocks: Sequence[Block], known: Metadata, block: Block, follower: Block) -> bool:
    """Whether a heading above the real title names the magazine, and not what the text is about."""
    name = block.text.strip()
    below = lowered(follower.text.strip(), blocks)
    if bare_name(below) and any(below in b.text for b in blocks if b is not follower):
        return False  # what stands over somebody's name is the title
    sure = bool(_KINDS.search(name) or _ISSUE.search(name)) and name[-1:] not in "?!"
    if len(words(name)) > (_LONG_MAST if sure else _MAST) or block.level > follower.level:
        return False
    if known.title:
        return opening(known.title) == opening(follower.text)
    other = bool(known.publication) and set(words(known.publication)).isdisjoint(words(name))
    return bool(_ISSUE.search(name)) or ((sure or not other) and _names(blocks, block, follower))


def _names(blocks: Sequence[Block], block: Block, follower: Block) -> bool:
    """Whether a heading stands in the text as a magazine's name does: at its edges, if at all.

    One that nobody mentions does when nothing else is headed, and it looks the part.
    """
    name = block.text.strip()
    sure = bool(_KINDS.search(name)) and name[-1:] not in "?!"
    plain = [_ADDRESS.sub(" ", b.text) for b in blocks if b.role is Role.PARAGRAPH]
    known = re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE)
    found = [[hit[0] for hit in known.finditer(text)] for text in plain]
    mentions = sum(map(len, found))
    edges = sum(map(len, [*found[:_EDGE], *found[_EDGE:][-_EDGE:]]))
    common = any(hit.islower() for hits in found for hit in hits)
    if common or mentions:
        return not common and edges >= _EDGES * mentions
    sections = [b for b in blocks if b.role is Role.HEADING and b.level == follower.level]
    alone = sections == [follower] or (len(sections) == _PAIR and sections[0] is block)
    return len(name) > 1 and alone and (name.isupper() or sure)


def is_issue(text: str) -> bool:
    """Whether a short line tells a magazine's number or volume."""
    return bool(_ISSUE.search(text)) and len(words(text)) <= _ISSUE_WORDS and text[-1:] not in "?!:"


def is_section(text: str) -> bool:
    """Whether a line is built like a magazine's name for its section: a word or two in capitals."""
    return text.isupper() and len(text.split()) <= _PAIR and text[-1:].isalpha()


def magazine(name: str) -> str:
    """The name in a masthead, without its number or volume."""
    found = _ISSUE.search(name)
    head = name[: found.start()] if found else name
    return named(_BEFORE_ISSUE.sub("", head) if found else name)


def imprint(line: str) -> str:
    """The magazine's name in a line that tells its issue, before its slogan; empty for none."""
    found = _ISSUE.search(line)
    head = _SLOGAN.split(line[: found.start()] if found else "")[0]
    return named(_BEFORE_ISSUE.sub("", head).strip()) if len(words(head)) <= _LONG_MAST else ""


def published(block: Block, heads: AbstractSet[str], later: Sequence[Block]) -> str:
    """The magazine's name in a line above the title; `heads` are lines that pages repeat."""
    text = " ".join(block.text.split())
    lead = next((m for m in block.marks if m.start == 0 and m.kind in _TYPES), None)
    rest = block.text[lead.end :].strip() if lead else ""
    if lead and rest[:1] in _PARTING:
        return named(block.text[: lead.end])
    if opening(text) in heads:
        return cased(text)
    if (text.isupper() or wholly(block, ("strong", "emphasis"))) and _KINDS.search(text):
        return named(_SLOGAN.split(text)[0])
    if text.isupper() and len(text.split()) <= _MAST:
        known = re.compile(rf"\b{re.escape(text.title())}\b")
        if any(known.search(b.text) for b in (*later[:_EDGE], *later[_EDGE:][-_EDGE:])):
            return named(text)
    home = wholly(block, ("link",)) and all(_is_home(link.url) for link in block.links)
    return named(_SLOGAN.split(text)[0]) if home else ""


def _is_home(url: str) -> bool:
    parts = urlsplit(url)
    return bool(parts.netloc) and parts.path in {"", "/"} and not parts.query


def sited(known: Metadata, title: str) -> Metadata:
    """Part the site's name from the title that a page gives ("Title | Site")."""
    rest = known.title[len(title) :].strip() if known.title.startswith(title) else ""
    if rest[:1] not in _PARTING or not rest[1:2].isspace():
        return known
    return replace(known, title=title, publication=known.publication or rest[1:].strip())


def cased(title: str) -> str:
    """A title set in capitals as titles are written; any other as it is."""
    if not title.isupper() or " " not in title:
        return title
    parts = title.split(" ")
    told = [part.capitalize() for part in parts]
    for at, part in enumerate(parts[1:], 1):
        ends = parts[at - 1][-1:] in ":.?!—–"
        if part.casefold() in LITTLE_WORDS and not ends and at + 1 < len(parts):
            told[at] = part.lower()
    return " ".join(told)


def named(name: str) -> str:
    """A name set in capitals as names are written; any other as it is."""
    bare = " ".join(name.split())
    return bare.title() if bare.isupper() and len(bare) > len("ABCD") else bare


def lowered(text: str, blocks: Sequence[Block]) -> str:
    """Names in capitals as the article writes them elsewhere; any other line as it is."""
    if not text.isupper():
        return text
    parts = re.split(r"(\s(?:AND|&|UND|ET|Y)\s|,\s)", text)
    names = [part.title() for part in parts[::2]]
    told = "".join(part.lower() if at % 2 else part.title() for at, part in enumerate(parts))
    return told if any(name in block.text for name in names for block in blocks) else text


def shouted(text: str, blocks: Sequence[Block]) -> Byline | None:
    """The authors in a line in capitals, where the article has their names elsewhere too."""
    plain = lowered(text.strip(), blocks)
    return bare_name(plain) if plain != text.strip() else None

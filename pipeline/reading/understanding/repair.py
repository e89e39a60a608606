"""An Article of provisional blocks in, the same with its characters and lines mended out.

Promise: each mending is a recorded Repair; what a rule is not sure of stays as it is.
"""

import re
import unicodedata

from pipeline.model import Article, Block, Repair, Role
from pipeline.patterns import pattern
from pipeline.reading.drafts import Change, each, extended
from pipeline.reading.spans import HARD
from pipeline.reading.splicing import Cut, Ruler, trimmed
from pipeline.reading.wording import Vocabulary, wholly
from pipeline.values import replace

INVISIBLE = "an invisible character"
LINE_END = "a hyphen at a line's end"

_LIGATURES = "\ufb00-\ufb06"
_INVISIBLE = r"\u00ad\u200b\u200e\u200f\u2060\ufeff\x00-\x08\x0e-\x1b\x7f"
_JOINERS, _ACCENTS, _HYPHENS = r"\u200c\u200d", r"\u0300-\u036f", r"\u2010\u2011"
_BLANKS = r"\u00a0\u2000-\u200a\u202f\u205f\u3000"
_ODD = pattern(
    rf"(?P<ligature>[{_LIGATURES}])"
    r"|(?P<escape>\\(?=[_*\[\]()#.!~`-]|\s*\Z))"
    rf"|(?P<invisible>[{_INVISIBLE}]+|(?<=[A-Za-z])[{_JOINERS}](?=[A-Za-z]))"
    rf"|(?P<accent>[^\W\d_][{_ACCENTS}]+)"
    rf"|(?P<blank>[{_BLANKS}])"
    rf"|(?P<hyphen>[{_HYPHENS}])"
)
_ANY = pattern(rf"[\\{_LIGATURES}{_INVISIBLE}{_JOINERS}{_ACCENTS}{_BLANKS}{_HYPHENS}]")  # of these
_REASONS = {
    "escape": "a left-over backslash",
    "invisible": INVISIBLE,
    "blank": "a blank that does not break",
    "hyphen": "a hyphen that does not break",
}
_BREAK = pattern(rf"(?<![ \t])[ \t]*[\n{HARD}]\s*")
_HYPHEN = pattern(
    r"(?<![^\W\d_])(?P<first>[^\W\d_]+)(?P<cut>[-‐][\n\u2028]\s*)(?P<second>[^\W\d_]+)"
)
_SPACED = pattern(r"(?:[^\W\d_a-z](?: [^\W\d_a-z])*(?:\s{2,}|\Z)){2,}")
_GAP = pattern(r"(?<=[^\W\d_]) (?=[^\W\d_])")
_TICK = pattern(r"\[[ xX]\]\s+")
_FIRST_PARTS = frozenset({"self", "ex", "well", "half", "quasi", "cross", "twenty", "thirty"})
_LAST_PARTS_TEXT = (
    "off out like made year old based known called minded sized wide long term scale class "
    "wing eyed handed bred thumbed worn hand fold led free style wise away down back "
)
_LAST_PARTS = frozenset(_LAST_PARTS_TEXT.split())
_SYLLABLE = 2  # letters; so few before a hyphen are a syllable
_STOPS = '.!?”"'
_LABELLED = pattern(r"[^\W\d_]{1,20}(?:\s[^\W\d_]{1,20}){0,2}:\s\S.{0,60}")
_COUPLET = 2  # lines; they are verse only in a quotation or in italics
_VERSE_WIDTH = 60  # characters; a line of verse is seldom longer
_NEAR = 80  # characters of a word, on each side of what is mended in it


def characters(article: Article) -> Article:
    """Mend single characters: invisible ones, ligatures, torn-off accents, left-over escapes."""
    return each(article, _characters)


def _characters(block: Block) -> Change:
    if block.role is Role.CODE:
        return (), ()
    cuts, repairs, where = list[Cut](), list[Repair](), Ruler(block)
    text = block.text
    for odd in _ODD.finditer(text) if _ANY.search(text) else ():
        kind = odd.lastgroup or ""
        put = unicodedata.normalize("NFKC" if kind == "ligature" else "NFC", odd[0])
        if kind in {"escape", "invisible", "blank", "hyphen"}:
            put = {"blank": " ", "hyphen": "-"}.get(kind, "")
        if put == odd[0]:
            continue
        reason = _REASONS.get(kind, "written with its usual letters")
        cuts.append(Cut(start=odd.start(), end=odd.end(), reason=reason, put=put))
        before = _word(text, odd.start(), odd.end())
        after = before.replace(odd[0], put) if kind != "escape" else before.replace("\\", "", 1)
        repairs.append(Repair(kind=kind, before=before, after=after, at=where(odd.start())))
    if _SPACED.fullmatch(text.strip()):
        cuts += [Cut(start=f.start(), end=f.end(), reason="") for f in _GAP.finditer(text)]
        after = _GAP.sub("", text)
        repairs.append(Repair(kind="spaced letters", before=text, after=after, at=block.start))
    if block.role is Role.LIST_ITEM and (tick := _TICK.match(text)):
        cuts.append(Cut(start=0, end=tick.end(), reason="a list's tick box"))
    return cuts, repairs


def _word(text: str, start: int, end: int) -> str:
    """The word round a place; of one without end, what is near."""
    first, last = max(0, start - _NEAR), end + _NEAR
    before = re.split(r"\s", text[first:start])[-1]
    return before + text[start:end] + re.split(r"\s", text[end:last], maxsplit=1)[0]


def lines(article: Article) -> Article:
    """Undo line ends: join hyphenated words, turn hard wraps into blanks, keep verse."""
    known = Vocabulary(_HYPHEN.sub(" ", block.text) for block in article.blocks)
    told = each(article, lambda block: _hyphens(block, known))
    told = each(told, _wraps)
    return extended(told, (_verse(block) for block in told.blocks))


def _hyphens(block: Block, known: Vocabulary) -> Change:
    if block.role in {Role.CODE, Role.TABLE} or not _is_wrapped(block.text):
        return (), ()
    cuts, repairs, where = list[Cut](), list[Repair](), Ruler(block)
    for found in _HYPHEN.finditer(block.text):
        whole = keeps_hyphen(found["first"], found["second"], known)
        start = found.start("cut") + (1 if whole else 0)
        cuts.append(Cut(start=start, end=found.end("cut"), reason=LINE_END))
        after = found["first"] + ("-" if whole else "") + found["second"]
        repairs.append(Repair(kind="hyphen", before=found[0], after=after, at=where(found.start())))
    return cuts, repairs


def _is_wrapped(text: str) -> bool:
    """Whether it has a line's end: most texts are looked through no further."""
    return "\n" in text or HARD in text


def keeps_hyphen(first: str, second: str, known: Vocabulary) -> bool:
    """Whether a word parted at a line's end has a hyphen of its own, from the text's words."""
    one, other = first.casefold(), second.casefold()
    if one in _FIRST_PARTS or known.pairs[one, other] > 1 or second[0].isupper():
        return True
    if known.single[one + other]:
        return False
    if known.pairs[one, other] and min(len(one), len(other)) > _SYLLABLE:
        return True
    if other in _LAST_PARTS and len(one) > _SYLLABLE:
        return True
    return known.single[one] > 1 and known.single[other] > 1


def _wraps(block: Block) -> Change:
    if block.role in {Role.CODE, Role.TABLE} or not _is_wrapped(block.text):
        return (), ()
    if is_verse(block):
        found_all = _BREAK.finditer(block.text)
        return [_turned(block.text, found) for found in found_all], ()
    cuts, repairs, where = list[Cut](), list[Repair](), Ruler(block)
    text = block.text
    for found in _BREAK.finditer(text):
        cuts.append(Cut(start=found.start(), end=found.end(), reason="", put=" "))
        if HARD in found[0]:
            before = _word(text, found.start(), found.start()) + "\n"
            before += _word(text, found.end(), found.end())
            at = where(found.start())
            after = before.replace("\n", " ")
            repairs.append(Repair(kind="line break", before=before, after=after, at=at))
    return cuts, repairs


def _turned(text: str, found: re.Match[str]) -> Cut:
    """A line's end in verse; a line that a narrow column broke goes on small."""
    goes_on = HARD not in found[0] and text[found.end() : found.end() + 1].islower()
    return Cut(start=found.start(), end=found.end(), reason="", put=" " if goes_on else HARD)


def is_verse(block: Block) -> bool:
    """Whether a block's own line breaks are verse: several short lines that are no sentences cut.

    Verse begins its lines with capitals, or its lines are much shorter than a page is wide.
    """
    parts = [part.strip() for part in block.text.split(HARD) if part.strip()]
    if block.role is Role.VERSE and len(parts) > 1:
        return True
    if all(map(_LABELLED.fullmatch, parts)):
        return False  # who did what: "Editor: …"
    if len(parts) < _COUPLET or max(map(len, parts)) > _VERSE_WIDTH:
        return False
    if wholly(block, ("emphasis",)) and HARD in block.text and parts[0][-1] not in _STOPS:
        return True  # a song in italics, whatever letters its lines begin with
    capitals = sum(part.lstrip("\"'“‘«(")[:1].isupper() for part in parts)
    if len(parts) == _COUPLET:
        whole = parts[0][-1] in _STOPS
        apart = block.role is Role.BLOCK_QUOTE or wholly(block)
        return apart and capitals == _COUPLET and not whole
    return capitals >= len(parts) - 1


def _verse(block: Block) -> Block:
    if block.role in {Role.CODE, Role.TABLE}:
        return block
    if not is_verse(block):
        return trimmed(block)
    told = Role.VERSE if block.role in {Role.PARAGRAPH, Role.BLOCK_QUOTE} else block.role
    runs = tuple(replace(run, text=run.text.replace(HARD, "\n")) for run in block.runs)
    return replace(block, role=told, runs=runs)

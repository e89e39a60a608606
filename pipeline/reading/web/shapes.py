"""A line in, what it is by its shape alone out: a date, a name, a credit, a sentence.

Promise: nothing here looks at names of elements, and no single phrase decides; where a line stands
is for `zoning` to say.
"""

import re

from pipeline.patterns import pattern
from pipeline.reading import phrases
from pipeline.reading.bylines import bare_name, byline
from pipeline.reading.dates import dated, stamp
from pipeline.reading.web import site_lines
from pipeline.reading.wording import ends_sentence, words

_SENTENCE = 4  # words of a line that ends as a sentence does, at least
_LONG = 12  # words of one that does not, at least
_REST = 3  # words that may stand beside a date in its line, at most
_TIMED = 7  # likewise, where it says at what time of the day, too
_FIGURES = pattern(r"\b\d{1,2}\s?([./-])\s?\d{1,2}\s?\1\s?(?:19|20)?\d\d\b")
_CLOCK = pattern(r"\b\d{1,2}[:.h]\d\d\b")
_ISSUE = frozenset({"vol", "volume", "no", "nr", "issue", "number", "heft", "numéro", "n"})
_WIDEST = 400  # characters of a line that may be anything but text
_CREDIT = 14  # words of a credit, at most
_MAKER = pattern(
    r"\W*(?:(?:lead |cover |header |main |top )?(?:photo(?:graph)?(?:s|y|er)?|pictures?|images?"
    r"|illustrat\w*"
    r"|artwork|art|video|graphics?|map|drawings?|cartoons?|source|credits?|via|copyright|©"
    rf"|{phrases.forms('picture')})\b"
    rf"(?=\s*(?:[:.…|/©]|by\b|of\b|from\b|courtesy\b|credit\b|(?:{phrases.forms('by')})\s))|©|\(c\)\s|courtesy\b)",
    re.IGNORECASE,
)
_AGENCY = pattern(r"[^.!?]{2,50}\s[/|]\s[^.!?]{2,40}")
_FOR = pattern(
    r"(?P<name>.{4,40}?)\s(?:for|pour|für|para|per|voor)\s"
    r"(?:the|le|la|les|«|“|der|die|das|el|il|de|o|a)?\s?\S.{1,40}",
    re.IGNORECASE,
)


def is_date(text: str) -> bool:
    """Whether a line says when, and hardly anything else."""
    if len(text) > _WIDEST:
        return False
    if dated(text):
        return True
    found = stamp(text)
    figures = _FIGURES.search(text)
    start, end = (found.start, found.end) if found else figures.span() if figures else (0, 0)
    rest = words(text[:start] + " " + text[end:])
    if set(rest) & _ISSUE:
        rest = tuple(one for one in rest if not (one.isdigit() or one in _ISSUE))
    few = _TIMED if _CLOCK.search(text) else _REST
    return end > 0 and len(rest) <= few and not byline(text)


def is_name(text: str) -> bool:
    """Whether a line is nothing but people's names."""
    return bare_name(text) is not None


def is_sentence(text: str) -> bool:
    """Whether a line is built like a sentence of a text, not like a label."""
    size = len(words(text))
    return size >= (_SENTENCE if ends_sentence(text) else _LONG)


def is_credit(text: str) -> bool:
    """Whether a line says whose picture it is."""
    line = text.strip(" ()[]")
    if not line or len(line) > _WIDEST or len(line.split()) > _CREDIT:
        return False
    if _MAKER.match(line):
        return True
    if is_sentence(line):
        return False
    told = _FOR.fullmatch(line)
    named = told and (told["name"].isupper() or is_name(told["name"]))
    return bool(named or _AGENCY.fullmatch(line) or is_name(line))


def is_long(text: str) -> bool:
    """Whether a line has too many words for a label or a section's heading."""
    return len(words(text)) >= _LONG


def site_word(text: str) -> str:
    """Why a line is the site's own, whoever stands beside it; empty: it may be the author's."""
    return site_lines.reason(" ".join(text.split())) if len(text) <= _WIDEST else ""

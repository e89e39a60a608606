"""What runs along the pages' edges in, the magazine's name out.

Promise: a name is given only where one alone is left when the title, the authors, the headings,
what kind of piece it is, dates and numbers are taken away.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.patterns import pattern
from pipeline.reading import phrases
from pipeline.reading.pdf.page import Line
from pipeline.reading.pdf.running import FOOT, HEAD
from pipeline.reading.understanding.mastheads import named
from pipeline.reading.wording import opening

_NAME = pattern(  # one to six words, the large ones with capitals
    r"[^\W\d_a-z][\w'’.&-]+(?:\s+(?:of|the|for|and|in|on|&|der|die|für|du|des|de|la|[^\W\d_a-z][\w'’.]*)){0,5}"
)
_SIGN = pattern(r"\s*[|·•/]\s*|\s+[—–-]\s+|\s{2,}|,\s")
_ISSUE = pattern(
    r"(?:\b(?:spring|summer|autumn|fall|winter|frühjahr|frühling|sommer|herbst|printemps|été|automne|hiver"
    rf"|{'|'.join(name for table in phrases.months() for name in table)}"
    r"|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:issue|volume|vol|number|no|nr|nº|n°|heft|ausgabe|page|seite|p)\.?(?=\s*\d))\b\.?\s*)?"
    r"\b\d{1,4}\b\.?",
    re.IGNORECASE,
)
_KIND = pattern(
    r"(?:essays?|interviews?|features?|reports?|reportage|profiles?|reviews?|opinion|comment(?:ary)?"
    r"|columns?|news|culture|politics|books|arts?|ideas|history|letters?|talks?|lectures?|contents"
    rf"|continued|draft|confidential|{phrases.forms('kicker')})",
    re.IGNORECASE,
)
_SURE = 2  # pages that repeat a name of one word
_SINGLE = 3  # letters of a name of one word, at least


def publication(lines: Sequence[Sequence[Line]], known: Sequence[str]) -> str:
    """The magazine's name; `known` is what else runs along: title, authors, headings."""
    told = {opening(text) for text in known if text}
    seen, sure = Counter[str](), set[str]()
    for held in lines:
        for name, dated in set(_names(held)):
            if opening(name) and not any(opening(name) in one for one in told):
                seen[name] += 1
                sure |= {name} if dated or " " in name else set()
    likely = {name: count for name, count in seen.items() if name in sure or count >= _SURE}
    best = max(likely.values(), default=0)
    names = [name for name, count in likely.items() if count == best]
    if len(names) > 1:
        names = [name for name in names if name in sure]
    return named(names[0]) if len(names) == 1 else ""


def _names(held: Sequence[Line]) -> Iterator[tuple[str, bool]]:
    """What could be a name in a page's running lines, and whether a number stands with it."""
    for line in held:
        if line.reason not in {HEAD, FOOT}:
            continue
        for part in _SIGN.split(line.text.strip()):
            bare = " ".join(_ISSUE.sub(" ", part).split()).strip(" .:–—-")
            if len(bare) >= _SINGLE and _NAME.fullmatch(bare) and not _KIND.fullmatch(bare):
                yield bare, bool(_ISSUE.search(line.text))

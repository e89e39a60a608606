"""Words that a voice is likely to say wrong, for the plan. Promise: few, each for a reason."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from pipeline.model import Line, Pronunciation
from pipeline.patterns import pattern
from pipeline.spoken import tokens
from pipeline.spoken.english import letters
from pipeline.spoken.lexicon import Lexicon
from pipeline.spoken.tongues.tongue import listed

# Letters that other languages write for sounds that English readers do not expect of them.
_FOREIGN = pattern(
    r"cz|sz|zs|zh|gli[ao]|gn[aio]|tsch|kh|^aa|uu|eux|ij|^x|^ng|^mb|^hr|[^aeiou]j[^aeiou]|dz"
    r"|rz[ye]|wski|sław|ović",
    re.IGNORECASE,
)
_ENGLISH_ENDS = pattern(r"(?:isms?|ists?|ians?|ises?|izes?|esque|ness|ish|ers?|ing)$")
_POSSESSIVE = pattern(r"['’]s$")
_ELIDED = pattern(r"[dDlL]['’][A-Z]|^O['’][a-z]")
_SHORTEST = 4  # letters of a name that its spelling can tell of
_AT_HOME: Mapping[str, str] = {  # letters beyond a to z
    "en": "",
    "fr": "àâæçéèêëîïôœùûüÿ",
    "es": "áéíñóúü",
    "de": "äöüß",
}
_KNOWN = listed(  # look foreign, and voices know them
    "azerbaijan bhutan djibouti fiji kazakhstan mozambique namibia rwanda taiwan tuvalu yemen "
    "zimbabwe baghdad stockholm bangkok sydney nashville tucson iowa hawaii iraqi czechs abuja "
    "riyadh khartoum background samsung volkswagen aaron elijah johnny aziz dmitri mikhail "
    "huxley"
)
_ENGLISH_BY_NOW = listed(
    "café cafés cliché clichés clichéd naïve naïvely naïveté façade façades fiancé fiancée résumé "
    "résumés protégé protégés élite élites exposé soufflé entrée décor début débuts rôle rôles "
    "crème brûlée über déjà château crêpe matinée mêlée passé risqué séance touché vis-à-vis "
    "attaché blasé communiqué émigré émigrés papier-mâché coöperation coöperative zoë"
)


class Doubt(NamedTuple):
    """A word as written, how often it stands in the script, and why it is in doubt."""

    word: str
    times: int
    why: str


def doubts(
    lines: Iterable[Line], entries: Mapping[str, Pronunciation], language: str
) -> tuple[Doubt, ...]:
    """The doubtful words of a script, the most frequent first, then by name.

    Words of a quotation in another language go to a voice in that one: they are in no doubt.
    """
    base = language.partition("-")[0].lower()
    lexicon = Lexicon.of(entries, base)
    counts = Counter(_cores(lines, base))
    ordinary = {core for core in counts if core.islower()}
    found = [
        Doubt(core, count, why)
        for core, count in counts.items()
        if (why := _why(core, base, ordinary)) and not lexicon.like(core) and not lexicon.ipa(core)
    ]
    return tuple(sorted(found, key=lambda doubt: (-doubt.times, doubt.word)))


def _cores(lines: Iterable[Line], base: str) -> Iterator[str]:
    for line in lines:
        for word in line.words:
            core = _POSSESSIVE.sub("", tokens.split(word.shown).core)
            as_word = core.isupper() and core.casefold() in word.said.casefold()  # not by letters
            if core and not as_word and word.language.partition("-")[0].lower() in {"", base}:
                yield core


def _why(core: str, base: str, ordinary: set[str]) -> str:
    if base not in _AT_HOME:
        return ""
    if strange := next((char for char in core if _strange(char, base)), ""):
        known = core.casefold() in _ENGLISH_BY_NOW
        return "" if known else f"a letter that is none of the language's: {strange}"
    return _english(core, ordinary) if base == "en" else ""


def _strange(char: str, base: str) -> bool:
    return char.isalpha() and not char.isascii() and char.lower() not in _AT_HOME[base]


def _english(core: str, ordinary: set[str]) -> str:
    if letters.guessed(core):
        return "capitals, read letter by letter"
    if _ELIDED.search(core):
        return "a name with an apostrophe"
    for part in re.split(r"[-–—/]", core):
        low = part.lower()
        name = part.isalpha() and part.istitle() and low not in ordinary and low not in _KNOWN
        if name and (_FOREIGN.search(part) or _unlike_english(part)):
            return "a name that does not look English"
    return ""


def _unlike_english(name: str) -> bool:
    """Whether it has letters together that English words and names hardly have."""
    if len(name) < _SHORTEST or _ENGLISH_ENDS.search(name):
        return False
    spelt = f"^{name.lower()}$"
    pairs = [first + second for first, second in pairwise(spelt)]
    return any(
        third not in _following().get(pair, "")
        for pair, third in zip(pairs, spelt[2:], strict=False)
    )


@cache
def _following() -> Mapping[str, str]:
    """The letters that come after two others in English."""
    file = Path(__file__).parent / "lexicons" / "letters-en.txt"
    rows = (row for row in file.read_text("utf-8").splitlines() if not row.startswith("#"))
    return dict(row.split(" ") for row in rows)

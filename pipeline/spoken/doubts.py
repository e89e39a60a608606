"""Words that a voice is likely to say wrong, for the plan."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pipeline.model import Line, Pronunciation
from pipeline.spoken import tokens
from pipeline.spoken.english import letters
from pipeline.spoken.lexicon import Lexicon

# Letter pairs that English spelling hardly has, so that its reading rules fail on them.
_FOREIGN = re.compile(
    r"cz|sz|zs|zh|dj|gli[ao]|gn[aeio]|tsch|kh|aa|ii|uu|eux|eau|ij|ae|oe|^x|^ng|^mb|vl|vr|dz|rz|wski",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"['’]s$")
_ELIDED = re.compile(r"[dDlL]['’][A-Z]|^O['’][a-z]")


class Doubt(NamedTuple):
    """A word as written, how often it stands in the script, and why it is in doubt."""

    word: str
    times: int
    why: str


def doubts(
    lines: Iterable[Line], entries: Mapping[str, Pronunciation], language: str
) -> tuple[Doubt, ...]:
    """The doubtful words of a script, the most frequent first, then by name."""
    lexicon = Lexicon.of(entries, language.split("-", maxsplit=1)[0].lower())
    cores = (
        _POSSESSIVE.sub("", tokens.split(word.shown).core) for line in lines for word in line.words
    )
    counts = Counter(core for core in cores if core)
    found = [
        Doubt(core, count, why)
        for core, count in counts.items()
        if (why := _why(core)) and not lexicon.like(core) and not lexicon.find(core)
    ]
    return tuple(sorted(found, key=lambda doubt: (-doubt.times, doubt.word)))


def _why(core: str) -> str:
    if letters.guessed(core):
        return "capitals, read letter by letter"
    if _ELIDED.search(core):
        return "a name with an apostrophe"
    if any(char.isalpha() and not char.isascii() for char in core):
        return "letters that English does not have"
    if core[:1].isupper() and core[1:].islower() and _FOREIGN.search(core):
        return "a name that does not look English"
    return ""

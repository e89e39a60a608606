"""Lines and a lexicon → which of its entries are said, and how often. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from pipeline.model import Line, Pronunciation
from pipeline.spoken.lexicon import Lexicon
from pipeline.spoken.tokens import APOSTROPHES, split


def uses(
    lines: Iterable[Line], entries: Mapping[str, Pronunciation], language: str
) -> Mapping[str, int]:
    """How often each entry stands in a script, with the possessives of its word."""
    lexicon = Lexicon.of(entries, language.partition("-")[0].lower())
    written = {_straight(entry).casefold(): entry for entry in entries}
    written |= {_straight(entry): entry for entry in entries}  # as it stands comes before any case
    counts = Counter[str]()
    for line in lines if entries else ():
        for core in _cores(line, lexicon):
            counts[_entry(core, written)] += 1
    return {entry: counts[entry] for entry in entries}


def _cores(line: Line, lexicon: Lexicon) -> Iterator[str]:
    """A line's words without their punctuation; those that an entry has together, as one."""
    shown, done = [word.shown for word in line.words], 0
    for start, end, core in lexicon.phrases(shown):
        yield from (split(word).core for word in shown[done:start])
        yield core
        done = end
    yield from (split(word).core for word in shown[done:])


def _entry(core: str, written: Mapping[str, str]) -> str:
    """The entry of a word or of its possessive; nothing where there is none."""
    word = _straight(core)
    stem = word.removesuffix("s").rstrip("'") if "'" in word[-2:] else word
    found = (written.get(each) for each in (word, word.casefold(), stem, stem.casefold()))
    return next(filter(None, found), "")


def _straight(word: str) -> str:
    for sign in APOSTROPHES:
        word = word.replace(sign, "'")
    return word

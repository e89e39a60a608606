"""Rules for letters and signs that hold in every language of the table: abbreviations, capitals."""

import re
from collections.abc import Iterator, Mapping
from typing import TypeVar

from pipeline.patterns import pattern
from pipeline.spoken.tongues import numbers
from pipeline.spoken.tongues.figures import any_of
from pipeline.spoken.tongues.machine import Found, Rule
from pipeline.spoken.tongues.tongue import Tongue

_Words = TypeVar("_Words")

_WORD_LENGTH = 5  # capitals longer than this are read as a word
_MANY_WORDS = 3  # a line of at least so many words in capitals is shouted, not initials
_ADDRESS = pattern(
    r"(?:https?://(?:www\.)?|www\.)(?P<host>[\w.-]*\w)[^\s,;«»“”\"]*(?<![.,;:!?)\]])"
    r"|(?<!\w)(?:[\w.+-]+@)?(?:[\w-]+\.)+(?:com|org|net|edu|info|eu|fr|de|es|at|ch|be|uk|io|ar|mx)"
    r"(?:/[^\s,;«»“”\"]*(?<![.,;:!?)\]]))?(?!\w)"
)
_CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"
_DOTTED = pattern(rf"(?<![\w.])(?:(?:{_CAPITAL}\.)+{_CAPITAL}(?!\w)\.?|(?:{_CAPITAL}\.){{2,}})")
_INITIAL = pattern(rf"(?<![\w.])(?P<x>{_CAPITAL})\.(?= ?{_CAPITAL})")
_CAPITALS = pattern(rf"(?<![^\W\d_])(?P<x>{_CAPITAL}{{2,}})(?P<s>['’]?s)?(?![^\W\d_])")
_COUNTED = r" ?[0-9]| [IVXLC]+(?!\w)"
_SPAN = r"[0-9]+ ?[-–—] ?[0-9]+"


class Letters:
    """The rules of one language, each named for what it says."""

    def __init__(self, tongue: Tongue) -> None:
        self.tongue = tongue
        self._abbreviations = _either(tongue.abbreviations)
        self._spaceless = {key.replace(" ", ""): said for key, said in self._abbreviations.items()}
        self._numbering = _either(tongue.numbering)

    def first(self) -> Iterator[Rule]:
        """The rules that come before a language's own."""
        parts = rf"(?<!\w)(?i:{self.tongue.parts}) (?P<x>(?![LC]\b)[IVXLC]+)(?!\w)"
        yield Rule(_ADDRESS, self.address)
        yield Rule(pattern(parts), self.part)

    def short(self) -> Iterator[Rule]:
        """The rules for abbreviations and initials."""
        tongue = self.tongue
        yield Rule(_word(rf"(?:{any_of(self._abbreviations)})(?!\w)"), self.abbreviation)
        title = rf"(?P<x>{any_of(tongue.titles)})(?= {_CAPITAL}(?:\w|['’]))"
        yield Rule(_word(title), lambda found: tongue.titles[found["x"]])
        numbering = rf"(?P<x>{any_of(self._numbering)})(?={_COUNTED})(?P<many> ?{_SPAN})?"
        yield Rule(_word(numbering), self.numbering)
        month = rf"(?:\d\.?|\der|º)(?: de)? (?P<x>(?P<m>{any_of(tongue.short_months)})\.)"
        yield Rule(pattern(month), lambda found: tongue.short_months[found["m"]], figures=True)
        yield Rule(_DOTTED, lambda found: ".".join(found[0].replace(".", "")))
        yield Rule(_INITIAL, lambda found: {"": found["x"]})

    def last(self) -> Iterator[Rule]:
        """The rules for what is left: capitals and signs."""
        signs = self.tongue.signs
        yield Rule(_CAPITALS, self.capitals)
        yield Rule(pattern(any_of(signs)), lambda found: signs[found[0]])

    def address(self, found: Found) -> str:
        """A web address or e-mail: its host, as people say it."""
        host = found["host"] or found[0].split("/")[0]
        said = host.replace("@", f" {self.tongue.at} ").replace(".", f" {self.tongue.point} ")
        digits = re.sub(r"\d+", lambda run: f" {numbers.spelled(run[0], self.tongue)} ", said)
        return " ".join(re.sub(r"[^\w -]|_", " ", digits).split())

    def abbreviation(self, found: Found) -> str:
        """Words for an abbreviation, wherever it stands."""
        return self._spaceless[found[0].replace(" ", "")]

    def numbering(self, found: Found) -> str:
        """Page 12, pages 3–4: one or many."""
        one, many = self._numbering[found["x"]]
        return many if found["many"] else one

    def part(self, found: Found) -> str | None:
        """Chapter IV."""
        value = numbers.roman(found["x"])
        return numbers.whole(value, self.tongue) if value else None

    def capitals(self, found: Found) -> dict[str, str] | None:
        """Initials by letters, acronyms and shouted words as words."""
        word = found["x"]
        if not word.isupper():
            return None
        words = self._capitals(word, shouted=_shouted(found.string))
        if found["s"]:
            return {"": words + ("'s" if "." in words else "s")}
        return {"": words}

    def _capitals(self, word: str, *, shouted: bool) -> str:
        if word in self.tongue.respelled:
            return self.tongue.respelled[word]
        if shouted or word in self.tongue.acronyms or len(word) > _WORD_LENGTH:
            return word.capitalize()
        return ".".join(word)


def _shouted(text: str) -> bool:
    words = [word for word in text.split() if any(map(str.isalpha, word))]
    return len(words) >= _MANY_WORDS and text.isupper()


def _either(table: Mapping[str, _Words]) -> dict[str, _Words]:
    """A table with its small first letters also as capitals, for the start of a sentence."""
    return {key[0].upper() + key[1:]: words for key, words in table.items()} | dict(table)


def _word(form: str) -> re.Pattern[str]:
    return pattern(rf"(?<![\w.]){form}")

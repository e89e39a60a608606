"""Rules for figures, for every language of the table: dates, times, money, ranges, units."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

from pipeline.patterns import pattern
from pipeline.spoken.tongues import numbers
from pipeline.spoken.tongues.machine import Found, Rule, Spoken
from pipeline.spoken.tongues.tongue import Tongue

_NUMBER = numbers.NUMBER
_YEARS = pattern(r"(?:1[0-9]|20)[0-9]{2}")
_LAST_HOUR, _LAST_MINUTE, _LAST_DAY, _LAST_MONTH = 24, 59, 31, 12
_DASH = "(?: ?[–—] ?|-)"


def any_of(words: Iterable[str]) -> str:
    """A pattern for one of some words, the longest first; a blank in them may be missing."""
    ranked = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", " ?") for word in ranked)


def rule(form: str, words: Callable[[Found], Spoken]) -> Rule:
    """A rule that only a sentence with a figure needs."""
    return Rule(pattern(form), words, figures=True)


class Figures:
    """The rules of one language, each named for what it says."""

    def __init__(self, tongue: Tongue) -> None:
        self.tongue = tongue

    def rules(self) -> Iterator[Rule]:
        """The rules in the order they are tried."""
        number, money = _NUMBER, any_of(self.tongue.money)
        units, large = any_of(self.tongue.units), any_of(self.tongue.magnitudes)
        joined = any_of(self.tongue.joined_magnitudes)
        yield rule(r"(?<![\w.,/])(?P<d>\d{1,2})([./])(?P<m>\d{1,2})\2(?P<y>\d{4})(?!\d)", self.date)
        yield rule(r"(?<![\w.,/:])(?P<h>\d{1,2}):(?P<m>\d{2})(?![\w:])", self.clock)
        yield rule(rf"(?P<n>{number}) ?(?P<u>(?:{joined})(?:{money}))(?!\w)", self.millions)
        yield rule(rf"(?P<n>{number}) (?P<m>{large}) (?P<c>{money})(?!\w)", self.large_money)
        yield rule(rf"(?P<x>(?P<c>[$£€¥]) ?(?P<n>{number}))(?: (?P<m>{large})(?!\w))?", self.signed)
        yield rule(rf"(?P<n>{number}) ?(?P<c>{money})(?!\w)", self.money)
        yield rule(rf"(?P<n>{number}) (?P<m>{large})(?!\w)", self.large)
        yield rule(
            rf"(?P<x>(?P<a>{number}){_DASH}(?P<b>{number}))(?![\w])"
            rf"(?: ?(?P<u>{units})(?!\w))?",
            self.span,
        )
        yield rule(rf"(?P<n>{number}) ?(?P<u>{units})(?!\w)", self.measure)
        yield rule(r"(?<![\w/,.])(?P<n>\d+ )?(?P<x>(?P<a>\d+)/(?P<b>\d+))(?![\w/])", self.fraction)
        yield rule(rf"(?<![\w/,.])(?P<n>\d+) ?(?P<x>[{''.join(self.tongue.halves)}])", self.half)
        yield rule(rf"(?P<x>{number})(?: (?P<after>[^\W\d_]+))?", self.number)
        yield rule(r"[0-9]+", lambda found: numbers.spelled(found[0], self.tongue))
        yield Rule(pattern(r"[^\Wa-zA-Z0-9_]"), self.odd)

    def date(self, found: Found) -> Spoken:
        """01/05/1886."""
        day, month = int(found["d"]), int(found["m"])
        if not (1 <= day <= _LAST_DAY and 1 <= month <= _LAST_MONTH):
            return None
        before = found.string[: found.start()].split()[-1:]
        return self.tongue.date.format(
            day=self.tongue.day(day, "".join(before).lower()),
            month=self.tongue.months[month - 1],
            year=numbers.said(found["y"], self.tongue),
        )

    def clock(self, found: Found) -> Spoken:
        """14:30."""
        if int(found["h"]) > _LAST_HOUR or int(found["m"]) > _LAST_MINUTE:
            return None
        return " ".join(self.tongue.clock(found["h"], found["m"])).strip()

    def millions(self, found: Found) -> Spoken:
        """3 M€."""
        sign = max((s for s in self.tongue.money if found["u"].endswith(s)), key=len)
        large = self.tongue.joined_magnitudes[found["u"].removesuffix(sign)]
        return {"n": self._count(found["n"], large), "u": f"{large} {self.tongue.money[sign][2]}"}

    def large_money(self, found: Found) -> Spoken:
        """5,2 Mrd. €."""
        large = self._large(found["n"], found["m"])
        return {"n": self._count(found["n"], large), "m": large, "c": self._money(found)[2]}

    def large(self, found: Found) -> Spoken:
        """1 Mio.: the word of the magnitude in full, and the number in its gender."""
        large = self._large(found["n"], found["m"])
        return {"n": self._count(found["n"], large), "m": large}

    def signed(self, found: Found) -> Spoken:
        """$20, $5,2 Mrd."""
        if not found["m"]:
            return " ".join(self.money(found).values())
        large = self._large(found["n"], found["m"])
        return {"x": self._count(found["n"], large), "m": f"{large} {self._money(found)[2]}"}

    def money(self, found: Found) -> dict[str, str]:
        """20 €, and 4,50 € with its cents."""
        one, many, _ = self._money(found)
        whole, sign, cents = found["n"].partition(",")
        if sign and len(cents) == 2:  # noqa: PLR2004
            noun = one if whole == "1" else many
            rest = f"{self.tongue.cents} {numbers.whole(int(cents), self.tongue)}".strip()
            return {"n": self._count(whole, noun), "c": f"{noun} {rest}" if int(cents) else noun}
        noun = one if found["n"] == "1" else many
        return {"n": self._count(found["n"], noun), "c": noun}

    def span(self, found: Found) -> Spoken:
        """1914–18, 3–4, 5–10 %."""
        first, second = found["a"], found["b"]
        if second[0] in "-−":
            return None
        years = _YEARS.fullmatch(first) and not found["u"]
        if years and len(second) == 2 and (second[0] == "0" or not self.tongue.short_years):  # noqa: PLR2004
            second = first[:2] + second
        words = f"{self._count(first)} {self.tongue.to} {self._count(second)}"
        return (
            {"x": words, "u": self.tongue.units[self._key(found["u"], self.tongue.units)][1]}
            if found["u"]
            else words
        )

    def measure(self, found: Found) -> Spoken:
        """5 km, 12 %, 20 °C."""
        one, many = self.tongue.units[self._key(found["u"], self.tongue.units)]
        noun = one if found["n"] in {"1", "-1", "−1"} else many
        return {"n": self._count(found["n"], noun), "u": noun}

    def fraction(self, found: Found) -> Spoken:
        """1/2; what is no part of one is said number by number: 24/7."""
        words = self.tongue.fractions.get(found["x"])
        if words and found["n"]:
            return f"{self.tongue.also} {words}".strip()
        return words or f"{self._count(found['a'])} {self._count(found['b'])}"

    def half(self, found: Found) -> Spoken:
        """The ½ of 2½."""
        return {"n": self._count(found["n"]), "x": self.tongue.halves[found["x"]]}

    def number(self, found: Found) -> Spoken:
        """Any number left, in the gender of what it counts."""
        return self._count(found["x"], found["after"] or "")

    def odd(self, found: Found) -> Spoken:
        """A superscript or another script's digit, by its value."""
        char = found[0]
        if char.isalpha() or not char.isnumeric():
            return None
        if char in self.tongue.fractions:
            return self.tongue.fractions[char]
        value = f"{unicodedata.numeric(char):.3f}".rstrip("0").rstrip(".")
        return numbers.said(value.replace(".", ","), self.tongue)

    def _count(self, number: str, after: str = "") -> str:
        return self.tongue.agreeing(numbers.said(number, self.tongue), after)

    def _money(self, found: Found) -> tuple[str, str, str]:
        return self.tongue.money[self._key(found["c"], self.tongue.money)]

    def _large(self, number: str, magnitude: str) -> str:
        large = self.tongue.magnitudes[self._key(magnitude, self.tongue.magnitudes)]
        return large[number != "1"]

    @staticmethod
    def _key(written: str, table: Iterable[str]) -> str:
        """The entry for what is written: a blank in it may be missing."""
        bare = written.replace(" ", "")
        return next(key for key in table if key.replace(" ", "") == bare)

"""Numbers as written on the continent → words: commas before decimals, points between thousands."""

import re

from pipeline.patterns import pattern
from pipeline.spoken.counting import counted
from pipeline.spoken.tongues.tongue import Tongue

_GROUPED = r"[0-9]{1,3}(?:[.'’ ][0-9]{3})+(?![0-9])(?:,[0-9]+)?"
_PLAIN = r"[0-9]+(?:[.,][0-9]+)?"
# Never inside another number: not behind a figure, nor a figure with its point.
NUMBER = rf"(?<![0-9])(?<![0-9][.,])(?:(?<![^\s(\[«„“/])[-−])?(?:{_GROUPED}|{_PLAIN})"
_LONGEST = 36  # digits: nobody listens to a longer name
_YEAR = pattern(r"1[1-9][0-9]{2}")
_THOUSANDS = pattern(r"[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,3}(?:,[0-9]{3}){2,}")
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN_FORM = pattern(r"(?=.)C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")


def whole(number: int, tongue: Tongue) -> str:
    """A whole number, as it is counted; one too large for a name digit by digit."""
    return _counted(number, "cardinal", tongue)


def ordinal(number: int, tongue: Tongue) -> str:
    """A whole number as an ordinal, in the form num2words gives it."""
    return _counted(number, "ordinal", tongue)


def _counted(number: int, kind: str, tongue: Tongue) -> str:
    try:
        return tongue.tidied(counted(number, kind, tongue.code))
    except OverflowError:  # Spanish has no names from 10 ** 27 on
        return spelled(str(number), tongue)


def spelled(digits: str, tongue: Tongue) -> str:
    """Digit by digit."""
    return " ".join(whole(int(digit), tongue) for digit in digits)


def said(written: str, tongue: Tongue) -> str:
    """A number as written, with its sign, thousands and decimals."""
    minus = f"{tongue.minus} " if written[0] in "-−" else ""
    digits = written.lstrip("-−")
    plain = re.sub(r"['’ ]", "", digits)
    if _THOUSANDS.fullmatch(plain):
        plain = re.sub(r"[.,]", "", plain)
    elif _THOUSANDS.fullmatch(plain.partition(",")[0]):
        plain = plain.replace(".", "")
    before, sign, after = re.split(r"([.,]|$)", plain, maxsplit=1)
    if not sign:
        return minus + _integer(before, tongue, grouped=digits != before)
    point = tongue.comma if sign == "," else tongue.dot
    return f"{minus}{_named(before, tongue)} {point} {_decimals(after, tongue)}"


def _integer(digits: str, tongue: Tongue, *, grouped: bool) -> str:
    if re.fullmatch(r"0[0-9]+", digits):
        return spelled(digits, tongue)
    if tongue.year and not grouped and _YEAR.fullmatch(digits):
        return tongue.year(int(digits))
    return _named(digits, tongue)


def _named(digits: str, tongue: Tongue) -> str:
    return spelled(digits, tongue) if len(digits) > _LONGEST else whole(int(digits), tongue)


def _decimals(digits: str, tongue: Tongue) -> str:
    """Two decimals are a number where the language has them so; zeros and longer rows never."""
    if tongue.digitwise or digits.startswith("0") or len(digits) > 2:  # noqa: PLR2004
        return spelled(digits, tongue)
    return whole(int(digits), tongue)


def rank(written: str) -> int | None:
    """The value of an ordinal's figures or roman numeral; None for what is too long to be named."""
    if not written.isdecimal():
        return roman(written)
    return int(written) if len(written) <= _LONGEST else None


def roman(letters: str) -> int | None:
    """The value of a roman numeral up to 399, or None."""
    if not _ROMAN_FORM.fullmatch(letters):
        return None
    values = [_ROMAN[letter] for letter in letters]
    return sum(-v if v < max(values[i + 1 :], default=0) else v for i, v in enumerate(values))

"""English numbers as words: years, decades, ordinals, money, measures. Pure, table-tested."""

import re
from functools import cache
from typing import Any

# Two digits may begin a year from 1100 to 2099: a longer past is told with "BC" or in thousands.
YEAR = re.compile(r"(1[1-9]|20)[0-9][0-9]")
MAGNITUDES = {"k": "thousand", "m": "million", "mn": "million", "bn": "billion", "b": "billion",
              "tn": "trillion", "thousand": "thousand", "million": "million", "billion": "billion",
              "trillion": "trillion"}  # fmt: skip
MONEY = {"$": ("dollar", "dollars"), "£": ("pound", "pounds"), "€": ("euro", "euros"),
         "¥": ("yen", "yen")}  # fmt: skip
FRACTIONS = {"½": "a half", "⅓": "a third", "⅔": "two thirds", "¼": "a quarter",
             "¾": "three quarters", "⅕": "a fifth", "⅛": "an eighth"}  # fmt: skip


@cache
def _num2words(number: Any, to: str = "cardinal") -> str:
    from num2words import num2words  # noqa: PLC0415 - it loads fifty languages

    return str(num2words(number, to=to)).replace(",", "")


def cardinal(digits: str) -> str:
    """Whole or decimal number in digits, with or without thousands commas, or a leading minus."""
    digits = digits.replace(",", "").replace("−", "-")
    minus = "minus " if digits.startswith("-") else ""
    whole, _, decimals = digits.lstrip("-").partition(".")
    words = _num2words(int(whole or 0)) if len(whole) <= 36 else spelled(whole)  # noqa: PLR2004
    return minus + words + (f" point {spelled(decimals)}" if decimals else "")


def spelled(digits: str) -> str:
    """Digit by digit: "zero zero seven"."""
    return " ".join(_num2words(int(digit)) for digit in digits)


def ordinal(digits: str) -> str:
    """The 21 of "21st" as "twenty-first"."""
    return _num2words(int(digits.replace(",", "")), "ordinal")


def year(digits: str) -> str:
    """A year of three or four digits, as it is said: "nineteen oh-five", "two thousand eight"."""
    number = int(digits)
    if 2000 <= number < 2010:  # noqa: PLR2004
        return _num2words(number).replace(" and ", " ")
    return _num2words(number, "year") if number >= 1000 else _num2words(number)  # noqa: PLR2004


def plural(words: str) -> str:
    """The decade of a number's words: "sixty" → "sixties", "nineteen hundred" → "… hundreds"."""
    return (
        words[:-1] + "ies" if words.endswith("y") else words + ("es" if words[-1] == "x" else "s")
    )


def decade(digits: str) -> str:
    """The 1930 of "1930s", the 90 of "'90s"."""
    return plural(cardinal(digits) if len(digits) <= 2 or digits == "2000" else year(digits))  # noqa: PLR2004


def second_year(second: str) -> str:
    """The end of a range of years: the 18 of 1914–18, the 1918 of 1914–1918."""
    if len(second) == 4:  # noqa: PLR2004
        return year(second)
    return f"oh-{cardinal(second[1])}" if second.startswith("0") else cardinal(second)


def money(sign: str, amount: str, magnitude: str = "") -> str:
    """An amount with its currency after it: "five point two billion dollars"."""
    one, many = MONEY[sign]
    words = cardinal(amount)
    if magnitude:
        return f"{words} {MAGNITUDES[magnitude.lower()]} {many}"
    whole, dot, cents = amount.partition(".")
    if dot and len(cents) == 2 and sign != "¥":  # noqa: PLR2004
        head = f"{cardinal(whole)} {one if whole == '1' else many}"
        return f"{head} {cardinal(cents)}" if int(cents) else head
    return f"{words} {one if amount == '1' else many}"


def fraction(top: str, bottom: str) -> str:
    """1/2 → "one half", 3/4 → "three quarters", 2/3 → "two thirds"."""
    part = {"2": "half", "4": "quarter"}.get(bottom) or ordinal(bottom)
    many = {"half": "halves"}.get(part, part + "s")
    return f"{cardinal(top)} {part if top == '1' else many}"


_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN_FORM = re.compile(
    r"(?=[IVXLC])(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})|C{1,3}(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})"
)


def roman(letters: str) -> int | None:
    """The value of a roman numeral up to 399, or None where the letters are not one."""
    if not letters or not _ROMAN_FORM.fullmatch(letters):
        return None
    values = [_ROMAN[letter] for letter in letters]
    return sum(-v if v < max(values[i + 1 :], default=0) else v for i, v in enumerate(values))

"""English numbers as words: years, decades, ordinals, fractions, roman figures. Pure functions."""

import re

from pipeline.patterns import pattern
from pipeline.spoken.counting import counted

# Two digits may begin a year from 1100 to 2099: a longer past is told with "BC" or in thousands.
YEAR = pattern(r"(1[1-9]|20)[0-9][0-9]")
NUMBER = r"[-−–+]?(?:[0-9][0-9,]*(?:\.[0-9]+)?|\.[0-9]+)"
FRACTIONS = {"½": "a half", "⅓": "a third", "⅔": "two thirds", "¼": "a quarter",
             "¾": "three quarters", "⅕": "a fifth", "⅖": "two fifths", "⅗": "three fifths",
             "⅘": "four fifths", "⅙": "a sixth", "⅚": "five sixths", "⅐": "a seventh",
             "⅛": "an eighth", "⅜": "three eighths", "⅝": "five eighths", "⅞": "seven eighths",
             "⅑": "a ninth", "⅒": "a tenth"}  # fmt: skip
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿ₀₁₂₃₄₅₆₇₈₉", "0123456789-+n0123456789")
_POWERS = {"2": "squared", "3": "cubed"}
LONGEST = 36  # digits: nobody listens to a longer name


def _num2words(number: int, to: str = "cardinal") -> str:
    return counted(number, to, "en").replace(",", "")


def is_number(text: str) -> bool:
    """Whether a word is a number in figures."""
    return bool(re.fullmatch(NUMBER, text))


def cardinal(digits: str) -> str:
    """Whole or decimal number in digits, with or without thousands commas, or a leading sign."""
    digits = digits.replace(",", "").replace("−", "-").replace("–", "-")
    sign = {"-": "minus ", "+": "plus "}.get(digits[:1], "")
    whole, dot, decimals = digits.lstrip("-+").partition(".")
    words = _num2words(int(whole or 0)) if len(whole) <= LONGEST else spelled(whole)
    if dot and not whole:
        words = ""
    return sign + (f"{words} point {spelled(decimals)}".strip() if decimals else words)


def spelled(digits: str) -> str:
    """Digit by digit: "zero zero seven"."""
    return " ".join(_num2words(int(digit)) for digit in digits if digit.isdecimal())


def ordinal(digits: str) -> str:
    """The 21 of "21st" as "twenty-first"."""
    number = digits.replace(",", "")
    return _num2words(int(number), "ordinal") if len(number) <= LONGEST else spelled(number)


def year(digits: str, *, british: bool = False) -> str:
    """A year as it is said: "nineteen oh-five", "two thousand eight", "four seventy-six"."""
    number = int(digits)
    if 2000 <= number < 2010:  # noqa: PLR2004
        said = _num2words(number)
        return said if british else said.replace(" and ", " ")
    if number >= 1000:  # noqa: PLR2004
        return _num2words(number, "year")
    hundreds, rest = divmod(number, 100)
    if not hundreds or not rest:
        return _num2words(number)
    return f"{_num2words(hundreds)} {'oh-' if rest < 10 else ''}{_num2words(rest)}"  # noqa: PLR2004


def plural(words: str) -> str:
    """The decade of a number's words: "sixty" → "sixties", "nineteen hundred" → "… hundreds"."""
    return (
        words[:-1] + "ies" if words.endswith("y") else words + ("es" if words[-1] == "x" else "s")
    )


def decade(digits: str) -> str:
    """The 1930 of "1930s", the 90 of "'90s"."""
    short = len(digits) != 4 or digits == "2000"  # noqa: PLR2004
    return plural(cardinal(digits) if short else year(digits))


def second_year(second: str, *, british: bool = False) -> str:
    """The end of a range of years: the 18 of 1914–18, the 1918 of 1914–1918."""
    if len(second) >= 3:  # noqa: PLR2004
        return year(second, british=british)
    return f"oh-{cardinal(second[1])}" if second[0] == "0" and second[1:] else cardinal(second)


def fraction(top: str, bottom: str) -> str:
    """1/2 → "one half", 3/4 → "three quarters", 2/3 → "two thirds"."""
    part = {"2": "half", "4": "quarter"}.get(bottom) or ordinal(bottom)
    many = {"half": "halves"}.get(part, part + "s")
    return f"{cardinal(top)} {part if top == '1' else many}"


def power(exponent: str) -> str:
    """The 2 of x² as "squared", the 6 of 10⁶ as "to the power of six"."""
    plain = exponent.translate(SUPERSCRIPTS)
    return _POWERS.get(plain) or (
        f"to the power of {cardinal(plain) if is_number(plain) else plain}"
    )


_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN_FORM = pattern(
    r"(?=[IVXLC])(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})|C{1,3}(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})"
)


def roman(letters: str) -> int | None:
    """The value of a roman numeral up to 399, in one case, or None where it is none."""
    if not letters or not (letters.isupper() or letters.islower()):
        return None
    if not _ROMAN_FORM.fullmatch(letters.upper()):
        return None
    values = [_ROMAN[letter] for letter in letters.upper()]
    return sum(-v if v < max(values[i + 1 :], default=0) else v for i, v in enumerate(values))

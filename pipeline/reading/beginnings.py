"""Patterns for the beginning of lines → what the first of them finds there, in any case of letters.

Promise: it is what one pattern finds that has them all for branches; but only those are compiled,
and tried, that may begin as the line does. Most lines begin like none of hundreds, and to compile
them all takes longer than to read an article.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from pipeline.patterns import pattern

_LETTERS = 6  # that tell how a line begins
_SAME = str.maketrans("İıſ", "iis")  # what re.IGNORECASE takes for other letters, and lower() not
_FIGURE = r"\d"  # how a line begins that begins with a figure, whichever
_PLAIN = pattern(r"\\d(?![?*{])|(?:(?:[^\W\d_]|[ ’'-])(?![?*{]))*")  # what is there, and once
_SIGN = pattern(
    r"[(|)]|\\.|\[[^\]]*\]"
)  # what parts a pattern; what is none of that, though like it

_Entry = tuple[int, tuple[str, ...], re.Pattern[str]]


class Beginnings:
    """Some patterns, none of which has branches, and `behind`: what follows each of them."""

    def __init__(self, forms: Iterable[str], behind: str = "") -> None:
        self._forms = tuple(forms)
        self._behind = behind

    def found(self, line: str) -> Iterator[tuple[int, re.Match[str]]]:
        """What each finds where the line begins, in their order, with its number among them."""
        for number, form in self._fitting(line):
            if hit := form.match(line):
                yield number, hit

    def match(self, line: str) -> re.Match[str] | None:
        """What the first that fits finds where a line begins."""
        return next((hit for _, hit in self.found(line)), None)

    def fullmatch(self, line: str) -> re.Match[str] | None:
        """What the first finds that fits a whole line."""
        fitting = (form.fullmatch(line) for _, form in self._fitting(line))
        return next(filter(None, fitting), None)

    def _fitting(self, line: str) -> Iterator[tuple[int, re.Pattern[str]]]:
        begun = line[:_LETTERS].translate(_SAME).lower()
        begun = _FIGURE if begun[:1].isdecimal() else begun
        for number, starts, form in self._by_letter.get(begun[:1], self._by_letter[""]):
            if begun.startswith(starts):
                yield number, form

    @cached_property
    def _by_letter(self) -> Mapping[str, list[_Entry]]:
        """Who may begin with a letter; who may begin with any letter is under each, and alone."""
        begins = [tuple(beginnings(form)) for form in self._forms]
        table = {start[:1]: list[_Entry]() for starts in begins for start in starts} | {"": []}
        for number, (form, starts) in enumerate(zip(self._forms, begins, strict=True)):
            whole = pattern(form + self._behind, re.IGNORECASE)
            for letter in table if "" in starts else {start[:1] for start in starts}:
                table[letter].append((number, starts, whole))
        return table


def beginnings(form: str) -> Iterator[str]:
    """How all begins that a pattern finds, in small letters: empty where that may be anything."""
    if not form.startswith("(?:"):
        found = _PLAIN.match(form)
        yield found[0][:_LETTERS].lower() if found else ""
        return
    *inside, behind = _group(form)
    if behind[:1] in {"*", "{"}:
        yield ""
    for branch in inside:
        yield from beginnings(branch)
    if behind[:1] == "?":
        yield from beginnings(behind[1:])


def _group(form: str) -> list[str]:
    """The branches of the group that a pattern begins with, and what is behind it."""
    told, depth, begin = list[str](), 0, len("(?:")
    for sign in _SIGN.finditer(form):
        depth += (sign[0] == "(") - (sign[0] == ")")
        if not depth or (depth == 1 and sign[0] == "|"):
            told.append(form[begin : sign.start()])
            begin = sign.end()
        if not depth:
            break
    return [*told, form[begin:]]

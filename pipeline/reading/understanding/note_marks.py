"""A block and the labels of an article's notes in; where the notes' marks stand in its text out.

Promise: a mark is only what a note answers to, or what nothing but a mark is built like.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.model import NOTE_MARK, Block, Mark, Role
from pipeline.patterns import pattern
from pipeline.reading.splicing import Cut

RAISED = "¹²³⁰⁴-⁹"
_BACK = pattern(r"(?:\s*(?:\[?[↩⤴⏎↵↑]\ufe0e?\ufe0f?\]?))+\s*$")
_BEGINS = pattern(rf"[\[$(\d*†‡§¶{RAISED}]")  # all marks, but for a blank before some
_SEEN = pattern(
    rf"(?:\[\^?(\d{{1,3}}|[a-z]|[*†‡])\]|(?<=\S)([{RAISED}]+)|(?<=[^\s*†‡§¶])([*†‡§¶]{{1,3}})(?!\w)"
    r"|(?<=\S)\s?\((\d{1,3})\)|\$\{ ?\}\^\{(\d{1,3})\}\$"
    r"|(?<=[^\W\d_][.,;:!?”\"’')])(\d{1,3})(?=\s|$))"
)
_BACK_WORDS = frozenset({"^", "back", "return", "↑"})
_MARK = pattern(
    r"(?:(?P<bracket>\s?\[(?P<numbers>\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*)\])"
    r"|(?P<named>\s?\[(?:\^[^\]\s]{1,30}|(?:foot)?note \d{1,3}|n\. ?\d{1,3}|citation needed)\])"
    r"|(?P<formula>\s?\$\{ ?\}\^\{(?P<power>\d{1,3})\}\$)"
    rf"|(?P<raised>(?<=\S)[{RAISED}]+(?:[,–-][{RAISED}]+)*)"
    r"|(?P<sign>(?<=[^\s*†‡§¶_\[(])[*†‡§¶]{1,3}(?![\w*]))"
    r"|(?P<starred>\s?\[(?P<star>[*†‡§]{1,3})\])"
    r"|(?P<glued>(?<=[^\W\d_][.,;:!?”\"’')])\d{1,3}(?=\s|$)|(?<=[^\W\d_]{4})\d{1,2}(?=[\s.,;:]|$))"
    r"|(?P<round>\s?\((?P<inner>\d{1,3})\)))",
    re.IGNORECASE,
)
_UNITS = frozenset("m km cm mm dm ft in yd mi s x y z r n a b c e h k".split())  # noqa: SIM905
_LAST_WORD = pattern(r"([^\W\d_]*)$")
BACK = "a note's way back to the text"


@dataclass
class Marks:
    """Finds the marks in a text; `expected` is the next note's number."""

    labels: set[str]
    rounds: bool
    expected: int = 1
    cited: int = 0

    def cuts(self, block: Block) -> list[Cut]:
        """Where the marks in a block's text stand, and the ways back behind a note."""
        if block.role in {Role.CODE, Role.RULE}:
            return []
        text = block.text
        linked = list(_linked(block))
        taken = [(cut.start, cut.end) for cut in linked]
        found = [
            Cut(start=mark.start(), end=mark.end(), reason=NOTE_MARK)
            for mark in _found(_MARK, text)
            if not any(a < mark.end() and mark.start() < b for a, b in taken)
            and self._is_mark(block, mark)
        ]
        back = _BACK.search(text[-20:]) if block.role is Role.FOOTNOTE else None
        if back and not taken:
            start = max(0, len(text) - 20) + back.start()
            found.append(Cut(start=start, end=len(text), reason=BACK))
        return _apart([*linked, *found])

    def _is_mark(self, block: Block, mark: re.Match[str]) -> bool:
        if mark["formula"]:
            return True
        if mark["starred"]:
            return mark["star"] in self.labels
        if mark["sign"] or mark["named"]:
            return bool(mark["named"]) or mark["sign"] in self.labels
        numbers = re.findall(r"\d+", plain(mark["numbers"] or mark[0]))
        if mark["raised"]:
            return self._is_raised(block.text[max(0, mark.start() - 9) : mark.start()], numbers)
        known = all(number in self.labels for number in numbers)
        if mark["bracket"]:
            return known or self._is_citation(block.text, mark, numbers)
        return known and block.role is not Role.FOOTNOTE and self._is_next(mark, numbers)

    def _is_next(self, mark: re.Match[str], numbers: Sequence[str]) -> bool:
        """Whether a plain number can be a mark: in round brackets, or next in the row."""
        if mark["round"]:
            return self.rounds
        following = int(numbers[0]) == self.expected
        self.expected += following
        return following

    def _is_raised(self, before: str, numbers: Sequence[str]) -> bool:
        if all(number in self.labels for number in numbers):
            return not _is_power(before, numbers)
        if self.labels:
            return False
        return not before[-1:].isalnum() or not _is_power(before, numbers)

    def _is_citation(self, text: str, mark: re.Match[str], numbers: Sequence[str]) -> bool:
        """A number in brackets that hugs a word, in a text that numbers from 1 on."""
        hugs = (
            mark.start() > 0 and not mark[0][0].isspace() and not text[mark.start() - 1].isspace()
        )
        first = int(numbers[0])
        if hugs and (first <= self.cited + 1):
            self.cited = max(self.cited, *map(int, numbers))
            return True
        return False


def _is_power(before: str, numbers: Sequence[str]) -> bool:
    word = _LAST_WORD.search(before)
    if before.endswith("10") and not before[:-2][-1:].isdigit():
        return True
    return bool(word and word[1] and numbers[0] in {"2", "3"} and word[1].casefold() in _UNITS)


def _linked(block: Block) -> Iterator[Cut]:
    """Marks that are links into the page, and the ways back."""
    text = block.text
    for mark in own(block.marks):
        words = text[mark.start : mark.end].strip()
        bare = plain(words.strip("[]()^ "))
        if block.role is Role.FOOTNOTE and (
            _BACK.fullmatch(words) or words.casefold() in _BACK_WORDS or not words.strip("↩︎ ")
        ):
            yield Cut(start=mark.start, end=mark.end, reason=BACK)
        elif re.fullmatch(r"\d{1,3}|[a-z]|[*†‡§]{1,3}", bare):
            start, end = mark.start, mark.end
            if text[start - 1 : start] == "[" and text[end : end + 1] == "]":
                start, end = start - 1, end + 1
            yield Cut(start=start, end=end, reason=NOTE_MARK)


def own(marks: Sequence[Mark]) -> Iterator[Mark]:
    """Links into the page."""
    return (
        mark
        for mark in marks
        if mark.kind == "link" and mark.url.startswith("#") and mark.url != "#"
    )


def _apart(cuts: Sequence[Cut]) -> list[Cut]:
    kept: list[Cut] = []
    for cut in sorted(cuts, key=lambda c: (c.start, -c.end)):
        if not kept or cut.start >= kept[-1].end:
            kept.append(cut)
    return kept


def plain(label: str) -> str:
    """A label with its raised digits as plain ones."""
    if label.isascii():
        return label
    return "".join(
        str(unicodedata.digit(c)) if unicodedata.digit(c, None) is not None else c for c in label
    )


def _found(marks: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """What `finditer` finds, looked for only where a mark can begin: in a tenth of the time."""
    done = 0
    for sign in _BEGINS.finditer(text):
        blank = sign.start() - 1
        starts = [blank, blank + 1] if blank >= 0 and text[blank].isspace() else [blank + 1]
        tried = (marks.match(text, start) for start in starts if start >= done)
        if found := next(filter(None, tried), None):
            done = found.end()
            yield found


def seen(text: str) -> Iterator[str]:
    """Whatever in a text could be a note's mark."""
    for found in _found(_SEEN, text):
        yield plain(next(group for group in found.groups() if group))

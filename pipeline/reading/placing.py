"""Where characters stand: a block's content in, source offsets out; and what nothing claimed.

Promise: every content character gets the offset of the very source character it is, and every
source character that no run and no skip holds is found.
"""

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from pipeline.model import NOTE_MARK, Skip
from pipeline.patterns import pattern

Places: TypeAlias = Sequence[int]  # the source offset of each character of a block's content

SIGN = "Markdown's own sign"
NUMBER = "a list's number"
SIGNS = frozenset("#>*_-+=|:~`[]()!\\<^&;.")  # no letter, no digit: a word can't hide here
_NUMBER = pattern(r"[>*+-]*\d{1,9}[.)]")
_NOTE = pattern(r"\[\^[^\]\s]+\]:?")


class Lines:
    """A source's lines and where they start. Not a value of the house: a ruler for one reading."""

    def __init__(self, source: str, plain: str = "") -> None:
        """`plain` is what a parser is given: as long as the source, other signs in it."""
        self.source = source
        self.texts = (plain or source).split("\n")
        self.starts = array("Q")
        at = 0
        for text in self.texts:
            self.starts.append(at)
            at += len(text) + 1

    def start(self, line: int) -> int:
        """The offset of a line; the source's end for a line after the last."""
        return self.starts[line] if line < len(self.starts) else len(self.source)

    def place(self, content: str, line: int, after: str = "") -> Places:
        """Offsets of a content's characters, which starts in `line` behind `after`."""
        if "\n" not in content:
            return self._line(self._text(line), content, self.start(line), after)
        places = array("Q")
        for number, part in enumerate(content.split("\n"), line):
            if number > line:
                places.append(self.start(number) - 1)
            places.extend(self._line(self._text(number), part, self.start(number), after))
            after = ""
        return places

    def _text(self, line: int) -> str:
        return self.texts[min(line, len(self.texts) - 1)]

    @staticmethod
    def _line(text: str, part: str, start: int, after: str) -> range:
        words = part.strip()
        lead = len(part) - len(part.lstrip())
        bare = text.rstrip()
        if words and bare.endswith(words) and not after:
            at = len(bare) - len(words)
        else:
            begin = text.find(after) + len(after) if after else 0
            at = max(text.find(words, begin), 0)
        first = max(start + at - lead, 0)
        return range(first, first + len(part))

    def cell(self, content: str, line: int, cursor: int) -> tuple[Places, int]:
        """Offsets of a table cell's characters, found from `cursor` on in its line."""
        text = self.texts[line]
        raw = content if text.find(content, cursor) >= 0 else content.replace("|", "\\|")
        at = max(text.find(raw, cursor), 0)
        places = array("Q")
        for offset, character in enumerate(raw):
            escaped = raw is not content and raw.startswith("\\|", offset)
            if not (character == "\\" and escaped):
                places.append(self.start(line) + at + offset)
        return places, at + len(raw)


def unclaimed(source: str, claimed: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Stretches of non-blank source, each inside one line, that no claimed range holds."""
    at = 0
    for start, end in [*sorted(claimed), (len(source), len(source))]:
        for found in re.finditer(r"\S+", source[at:start]) if start > at else ():
            yield at + found.start(), at + found.end()
        at = max(at, end)


def sign(text: str) -> str:
    """Why a stretch that nothing claimed is not read, or nothing: then it holds words."""
    if SIGNS.issuperset(text):
        return SIGN
    if _NUMBER.fullmatch(text):
        return NUMBER
    return NOTE_MARK if _NOTE.fullmatch(text) else ""


def skip(source: str, start: int, end: int, reason: str) -> Skip:
    """The source's characters from `start` to `end` as a skip."""
    return Skip(text=source[start:end], reason=reason, start=start, end=end)

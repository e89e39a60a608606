"""An Article with notes as they were printed in; note texts told apart, their marks left out, out.

Promise: a mark is left out only where a note answers to it, or where nothing but a mark is built
like it; powers, years in brackets and asides stay.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.model import NOTE_MARK, Article, Block, Mark, Role, Skip
from pipeline.reading.drafts import extended
from pipeline.reading.splicing import Cut, joined, parted, spliced

OVER_NOTES = "a heading over the notes"
NUMBER = "a note's number"
BACK = "a note's way back to the text"

_SUP = "<sup>"
_RAISED = "¹²³⁰⁴-⁹"
_HEADING = re.compile(
    r"(?:(?:end|foot)\s*notes?|notes?|(?:notes\s+(?:and|&)\s+)?references|bibliography|works\s+cited|sources"
    r"|literature|citations|(?:fuß|end)noten|anmerkungen|quellen|literatur|notas|referencias"
    r"|bibliograf[íi]a|références|bibliographie)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    rf"\s*(?:\[\^?(?P<square>\d{{1,3}}|[a-z]|[*†‡])\]:?|\((?P<round>\d{{1,3}})\)|(?P<raised>[{_RAISED}]+)[.)]?"
    r"|(?P<sign>\*{1,3}|†{1,2}|‡{1,2}|§|¶)|(?P<number>\d{1,3})(?:[.):]|(?=\s)))\s*(?=\S)"
)
_SURE = frozenset({"square", "raised", "sign"})  # labels that begin no ordinary paragraph
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b|https?://|\bibid\b", re.IGNORECASE)
_BACK = re.compile(r"(?:\s*(?:\[?[↩⤴⏎↵↑]\ufe0e?\ufe0f?\]?))+\s*$")
_SEEN = re.compile(
    rf"\[\^?(\d{{1,3}}|[a-z]|[*†‡])\]|(?<=\S)([{_RAISED}]+)|(?<=[^\s*†‡§¶])([*†‡§¶]{{1,3}})(?!\w)"
    r"|(?<=\S)\s?\((\d{1,3})\)"
)
_LISTED = frozenset({Role.LIST_ITEM, Role.FOOTNOTE})
_BACK_WORDS = frozenset({"^", "back", "return", "↑"})
_MARK = re.compile(
    r"(?P<bracket>\s?\[(?P<numbers>\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*)\])"
    r"|(?P<named>\s?\[(?:\^[^\]\s]{1,30}|(?:foot)?note \d{1,3}|n\. ?\d{1,3}|citation needed)\])"
    rf"|(?P<raised>(?<=\S)[{_RAISED}]+(?:[,–-][{_RAISED}]+)*)"
    r"|(?P<sign>(?<=[^\s*†‡§¶_\[(])[*†‡§¶]{1,3}(?![\w*]))"
    r"|(?P<glued>(?<=[^\W\d_][.,;:!?”\"’')])\d{1,3}(?=\s|$)|(?<=[^\W\d_]{4})\d{1,2}(?=[\s.,;:]|$))"
    r"|(?P<round>\s?\((?P<inner>\d{1,3})\))",
    re.IGNORECASE,
)
_UNITS = frozenset("m km cm mm dm ft in yd mi s x y z r n a b c e h k".split())  # noqa: SIM905
_LINE = re.compile(rf"\n(?=(?:\[\^?\d{{1,3}}\]|[{_RAISED}]+|†|‡|\d{{1,3}}\.|\(\d{{1,3}}\))\s*\S)")
_LAST_WORD = re.compile(r"([^\W\d_]*)$")


def told(article: Article) -> Article:
    """Find notes, label them, and leave their marks out of the text."""
    notes = _Notes(list(_parted(article.blocks)), article)
    notes.sections()
    notes.answered()
    labels = {block.label for block in notes.blocks if block.label}
    marks = _Marks(labels, notes.rounds)
    blocks: list[Block] = []
    skipped = [*notes.skipped]
    for block in notes.blocks:
        after, skips = spliced(block, marks.cuts(block))
        blocks.append(after)
        skipped.extend(skips)
    kept = [block for block in blocks if block.text.strip() or not block.runs]
    return extended(article, _whole(kept), (), skipped)


def _whole(blocks: Sequence[Block]) -> Iterator[Block]:
    """Blocks, with the paragraphs of one note as one."""
    waiting: list[Block] = []
    for block in blocks:
        goes_on = waiting and block.role is Role.FOOTNOTE and block.label == waiting[0].label != ""
        if not goes_on and waiting:
            yield joined([(held, " " if at else "") for at, held in enumerate(waiting)])
            waiting = []
        waiting.append(block)
    if waiting:
        yield joined([(held, " " if at else "") for at, held in enumerate(waiting)])


def _parted(blocks: Sequence[Block]) -> Iterator[Block]:
    """Blocks; those that hold several notes, a line each, as one block a note."""
    for block in blocks:
        first = _LABEL.match(block.text)
        lined = bool(first) and "\n" in block.text
        if block.role not in {Role.PARAGRAPH, Role.FOOTNOTE} or not lined:
            yield block
            continue
        yield from parted(block, [found.end() for found in _LINE.finditer(block.text)])


@dataclass
class _Notes:
    """An article's blocks while notes are looked for."""

    blocks: list[Block]
    article: Article
    skipped: list[Skip] = field(default_factory=list)
    rounds: bool = False  # notes are numbered (1), so marks may be

    def sections(self) -> None:
        """Notes under a heading of their own."""
        for index, block in enumerate(self.blocks):
            text = block.text.strip(" :.*_")
            if block.role not in {Role.HEADING, Role.PARAGRAPH} or not _HEADING.fullmatch(text):
                continue
            end = self._end(index + 1)
            if end > index + 1:
                level = block.level or 2
                self.blocks[index] = replace(block, role=Role.HEADING, level=level, skip=OVER_NOTES)
                for count, at in enumerate(range(index + 1, end), 1):
                    self._note(at, str(count))

    def _end(self, at: int) -> int:
        first = at
        while at < len(self.blocks) and self._continues(first, at):
            at += 1
        while at > first and self.blocks[at - 1].role is Role.RULE:
            at -= 1
        return at

    def _continues(self, first: int, at: int) -> bool:
        block = self.blocks[at]
        if block.role in {Role.LIST_ITEM, Role.FOOTNOTE}:
            return True
        if block.role is Role.RULE:
            return at == first
        return block.role is Role.PARAGRAPH and bool(
            _LABEL.match(block.text) or (_YEAR.search(block.text) and self._plain(first, at))
        )

    def _plain(self, first: int, at: int) -> bool:
        """Whether these notes are a list of books, without numbers."""
        return not any(_LABEL.match(block.text) for block in self.blocks[first:at])

    def answered(self) -> None:
        """Notes without a heading, whose marks stand in the text before them."""
        seen = {_plain(s.text) for s in self.article.skipped if s.reason == NOTE_MARK}
        behind, first = False, 0  # behind a rule, with nothing but notes since; a list's first item
        for index, block in enumerate(self.blocks):
            if (
                block.role is Role.LIST_ITEM
                and index
                and self.blocks[index - 1].role not in _LISTED
            ):
                first = index
            raised = self.article.source.startswith(_SUP, block.start - len(_SUP))
            label = self._answer(block, seen, index - first + 1 if behind else int(raised))
            if label:
                self._note(index, label)
            if block.role is Role.RULE:
                behind = True
            elif self.blocks[index].role not in _LISTED:
                behind = False
                seen.update(_seen(block.text))

    def _answer(self, block: Block, seen: set[str], number: int) -> str:
        """The label of a block whose mark was seen; `number`: its place in a list behind a rule."""
        if block.role is Role.LIST_ITEM:
            return str(number) if number and str(number) in seen else ""
        found = _LABEL.match(block.text) if block.role is Role.PARAGRAPH else None
        if not found or (found.lastgroup == "number" and not number):
            return ""
        label = _plain(next(group for group in found.groups() if group))
        return label if label in seen else ""

    def _note(self, at: int, counted: str) -> None:
        block = self.blocks[at]
        if block.role is Role.RULE:
            return
        found = _LABEL.match(block.text) if block.role is not Role.LIST_ITEM else None
        label = block.label or counted
        if found:
            label = _plain(next(group for group in found.groups() if group))
            self.rounds = self.rounds or bool(found["round"])
            cut = Cut(start=0, end=found.end(), reason=NUMBER)
            block, skips = spliced(block, [cut])
            self.skipped.extend(skips)
        self.blocks[at] = replace(block, role=Role.FOOTNOTE, label=label)


@dataclass
class _Marks:
    """Finds the marks in a text; `expected` is the next note's number."""

    labels: set[str]
    rounds: bool
    expected: int = 1
    cited: int = 0

    def cuts(self, block: Block) -> list[Cut]:
        if block.role in {Role.CODE, Role.RULE}:
            return []
        linked = list(_linked(block))
        taken = [(cut.start, cut.end) for cut in linked]
        found = [
            Cut(start=mark.start(), end=mark.end(), reason=NOTE_MARK)
            for mark in _MARK.finditer(block.text)
            if not any(a < mark.end() and mark.start() < b for a, b in taken)
            and self._is_mark(block, mark)
        ]
        back = _BACK.search(block.text[-20:]) if block.role is Role.FOOTNOTE else None
        if back and not taken:
            start = max(0, len(block.text) - 20) + back.start()
            found.append(Cut(start=start, end=len(block.text), reason=BACK))
        return _apart([*linked, *found])

    def _is_mark(self, block: Block, mark: re.Match[str]) -> bool:
        if mark["sign"] or mark["named"]:
            return bool(mark["named"]) or mark["sign"] in self.labels
        numbers = re.findall(r"\d+", _plain(mark["numbers"] or mark[0]))
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
    for mark in _own(block.marks):
        words = text[mark.start : mark.end].strip()
        plain = _plain(words.strip("[]()^ "))
        if block.role is Role.FOOTNOTE and (
            _BACK.fullmatch(words) or words.casefold() in _BACK_WORDS or not words.strip("↩︎ ")
        ):
            yield Cut(start=mark.start, end=mark.end, reason=BACK)
        elif re.fullmatch(r"\d{1,3}|[a-z]|[*†‡§]{1,3}", plain):
            start, end = mark.start, mark.end
            if text[start - 1 : start] == "[" and text[end : end + 1] == "]":
                start, end = start - 1, end + 1
            yield Cut(start=start, end=end, reason=NOTE_MARK)


def _own(marks: Sequence[Mark]) -> Iterator[Mark]:
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


def _plain(label: str) -> str:
    """A label with its raised digits as plain ones."""
    return "".join(
        str(unicodedata.digit(c)) if unicodedata.digit(c, None) is not None else c for c in label
    )


def _seen(text: str) -> Iterator[str]:
    """Whatever in a text could be a note's mark."""
    for found in _SEEN.finditer(text):
        yield _plain(next(group for group in found.groups() if group))

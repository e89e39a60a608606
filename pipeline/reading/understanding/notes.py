"""An Article with notes as they were printed in; note texts told apart, their marks left out, out.

Promise: a mark is left out only where a note answers to it, or where nothing but a mark is built
like it; powers, years in brackets and asides stay.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.model import NOTE_MARK, Article, Block, Role, Run, Skip
from pipeline.patterns import pattern
from pipeline.reading.drafts import extended
from pipeline.reading.splicing import Cut, joined, parted, source_skips, spliced
from pipeline.reading.understanding.links import PRINTED, anchored
from pipeline.reading.understanding.note_marks import RAISED, Marks, own, plain, seen
from pipeline.values import replace

OVER_NOTES = "a heading over the notes"
NUMBER = "a note's number"

_SUP = "<sup>"
_HEADING = pattern(
    r"(?:(?:end|foot)\s*notes?|notes?|(?:notes\s+(?:and|&)\s+)?references|bibliography|works\s+cited|sources"
    r"|literature|citations|(?:fuß|end)noten|anmerkungen|quellen|literatur|notas|referencias"
    r"|bibliograf[íi]a|références|bibliographie)",
    re.IGNORECASE,
)
_LABEL = pattern(
    rf"\s*(?:\[\^?(?P<square>\d{{1,3}}|[a-z]|[*†‡])\]:?|\((?P<round>\d{{1,3}})\)"
    rf"|\$\{{ ?\}}\^\{{(?P<power>\d{{1,3}})\}}\$|(?P<raised>[{RAISED}]+)[.)]?"
    r"|(?P<sign>\*{1,3}|†{1,2}|‡{1,2}|§|¶)|(?P<number>\d{1,3})(?:[.):]|(?=\s)))\s*(?=\S)"
)
_SURE = frozenset({"square", "power"})  # labels that begin no ordinary paragraph
_YEAR = pattern(r"\b(?:1[5-9]|20)\d\d\b|https?://|\bibid\b", re.IGNORECASE)
_ALONE = pattern(r"\d{1,3}|[a-z]|[*†‡§]{1,3}")
_ADDRESS = pattern(r"<?(?:https?://|www\.)[^\s<>]+>?", re.IGNORECASE)
_BRACKETS = pattern(r"\s?\[\^?(?P<label>\d{1,3})\]")
_LISTED = frozenset({Role.LIST_ITEM, Role.FOOTNOTE})
_LINE = pattern(rf"\n(?=(?:\[\^?\d{{1,3}}\]|[{RAISED}]+|†|‡|\d{{1,3}}\.|\(\d{{1,3}}\))\s*\S)")


def told(article: Article) -> Article:
    """Find notes, label them, and leave their marks out of the text."""
    notes = _Notes(list(_parted(article.blocks)), article)
    notes.sections()
    notes.led()
    notes.answered()
    notes.addressed()
    labels = {block.label for block in notes.blocks if block.label}
    marks = Marks(labels, notes.rounds)
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

    def led(self) -> None:
        """Notes below a line that is only a way back: a label, linked into the page."""
        for index, block in enumerate(self.blocks[:-1]):
            below = self.blocks[index + 1]
            if not block.role is below.role is Role.PARAGRAPH or not any(own(block.marks)):
                continue
            label = plain(block.text.strip(" []().:^"))
            if _ALONE.fullmatch(label):
                self.skipped.extend(source_skips(block, NUMBER))
                self.blocks[index] = replace(block, runs=(Run(text="", start=None),), marks=())
                self.blocks[index + 1] = replace(below, role=Role.FOOTNOTE, label=label)

    def addressed(self) -> None:
        """Notes that are only an address: the link of the words before their mark."""
        told = {
            block.label: _ADDRESS.fullmatch(block.text.strip())
            for block in self.blocks
            if block.role is Role.FOOTNOTE and block.label
        }
        urls = {label: found[0] for label, found in told.items() if found}
        used: set[str] = set()
        for index, block in enumerate(self.blocks if urls else ()):
            marks = [
                anchored(block.text, found.start(), urls[label])
                for found in _BRACKETS.finditer(block.text)
                if (label := found["label"]) in urls
                and block.role is not Role.FOOTNOTE
                and found.start()
            ]
            used |= {found["label"] for found in _BRACKETS.finditer(block.text) if marks}
            self.blocks[index] = replace(block, marks=(*block.marks, *marks)) if marks else block
        for index, block in enumerate(self.blocks):
            if block.role is Role.FOOTNOTE and block.label in urls and block.label in used:
                self.skipped.extend(source_skips(block, PRINTED))
                self.blocks[index] = replace(block, runs=(Run(text="", start=None),), marks=())

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
        known = {plain(s.text) for s in self.article.skipped if s.reason == NOTE_MARK}
        behind, first = False, 0  # behind a rule, with nothing but notes since; a list's first item
        for index, block in enumerate(self.blocks):
            if (
                block.role is Role.LIST_ITEM
                and index
                and self.blocks[index - 1].role not in _LISTED
            ):
                first = index
            raised = self.article.source.startswith(_SUP, block.start - len(_SUP))
            label = self._answer(block, known, index - first + 1 if behind else int(raised))
            if label:
                self._note(index, label)
            if block.role is Role.RULE:
                behind = True
            elif self.blocks[index].role not in _LISTED:
                behind = False
                known.update(seen(block.text))
                known.update(block.text[m.start : m.end].strip("[] ") for m in own(block.marks))
        self._counted(known)

    def _counted(self, known: set[str]) -> None:
        """Numbered lines at the very end, each of whose marks was seen."""
        first = len(self.blocks)
        while first and self.blocks[first - 1].role is Role.LIST_ITEM:
            first -= 1
        labels = [str(number) for number in range(1, len(self.blocks) - first + 1)]
        if labels and known.issuperset(labels):
            for at, label in enumerate(labels, first):
                self._note(at, label)

    def _answer(self, block: Block, seen: set[str], number: int) -> str:
        """The label of a block whose mark was seen; `number`: its place in a list behind a rule."""
        if block.role is Role.LIST_ITEM:
            return str(number) if number and str(number) in seen else ""
        found = _LABEL.match(block.text) if block.role is Role.PARAGRAPH else None
        if not found or (found.lastgroup == "number" and not number):
            return ""
        label = plain(next(group for group in found.groups() if group))
        raised = self.article.source.startswith(_SUP, block.start - len(_SUP))
        sure = (found.lastgroup in _SURE or raised) and block.start > len(self.article.source) / 2
        return label if label in seen or (sure and label.isdigit()) else ""

    def _note(self, at: int, counted: str) -> None:
        block = self.blocks[at]
        if block.role is Role.RULE:
            return
        found = _LABEL.match(block.text) if block.role is not Role.LIST_ITEM else None
        label = block.label or counted
        if found:
            label = plain(next(group for group in found.groups() if group))
            self.rounds = self.rounds or bool(found["round"])
            cut = Cut(start=0, end=found.end(), reason=NUMBER)
            block, skips = spliced(block, [cut])
            self.skipped.extend(skips)
        self.blocks[at] = replace(block, role=Role.FOOTNOTE, label=label)

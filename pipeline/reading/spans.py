"""A block's inline tokens in; its runs, marks, repairs and skips out.

Promise: runs hold the source's own characters; what markup adds or replaces is a repair or a skip.
A soft line break stays a newline here and a hard one a LINE SEPARATOR; `repair` decides on them.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from itertools import pairwise

from markdown_it.token import Token

from pipeline.model import NOTE_MARK, Mark, Repair, Run, Skip
from pipeline.patterns import pattern
from pipeline.reading.placing import Places
from pipeline.reading.splicing import merged

HARD = "\u2028"
ADDRESS = "a link's address, kept for the notes"
PICTURE = "a picture's description and address"
PICTURE_ADDRESS = "a picture's address"
STRUCK = "struck out by the author"
TAG = "an HTML tag"
COMMENT = "an HTML comment"
ENTITY = "replaced by the character it stands for"

_RAISED = pattern(r"[\[(]?(?:\d{1,3}|[*†‡§¶]+)[\])]?")
_WORD_END = pattern(r"[^\W\d_]{2}$|[.,;:!?”\"')’]$")
_NAME = pattern(r"</?([A-Za-z][\w:-]*)")
_HREF = pattern(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
STRIKING = frozenset({"s", "del", "strike"})
_BREAKS = frozenset({"br", "p", "div", "li", "td", "th"})
EMPHASIS = {
    "em": "emphasis",
    "i": "emphasis",
    "cite": "emphasis",
    "strong": "strong",
    "b": "strong",
}
_MARKS = {"em": "emphasis", "strong": "strong", "link": "link"}


@dataclass
class Spans:
    """What the inline tokens of one block gave; filled while walking them."""

    source: str
    content: str
    places: Places
    runs: list[Run] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    skips: list[Skip] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)  # ids of inline notes that stand here
    words: bool = False  # whether anything but pictures stands here
    length: int = 0
    raised: bool = False  # inside <sup>
    struck: int = 0  # inside so many elements that strike words out
    own: Mapping[str, Callable[["Spans", Token, int], None]] = field(default_factory=dict)
    _open: list[tuple[str, int, str]] = field(default_factory=list)
    _tags: list[tuple[str, int, str]] = field(default_factory=list)

    def walk(self, tokens: Sequence[Token], end: int) -> None:
        """Take in tokens whose contents end at `end`."""
        seen = [token for token in tokens if token.map]
        stops = [*(_at(token) for token in seen[1:]), end][: len(seen)]
        automatic = False
        for token, stop in zip(seen, stops, strict=True):
            if token.markup == "autolink":
                automatic = token.type == "link_open"
                self._mark(token)
            elif automatic:
                close = self.content.index(">", _at(token))
                self.say(_at(token) + 1, close)
            elif token.type in self.own:
                self.own[token.type](self, token, _at(token))
            else:
                self._take(token, stop)

    def finished(self) -> "Spans":
        """Join what belongs together."""
        self.runs = list(merged(self.runs))
        return self

    def say(self, start: int, end: int) -> None:
        """Put content characters into the text, in as few runs as the source allows."""
        self.words = self.words or bool(self.content[start:end].strip())
        if self.struck:
            self.skip(start, end, STRUCK)
            return
        for left, right in self._stretches(start, end):
            for first, last in self._own(left, right):
                self._put(self.content[first:last], self.places[first])

    def _own(self, left: int, right: int) -> Iterator[tuple[int, int]]:
        """The parts of a stretch that the source has too; blanks may stand for a command."""
        at = self.places[left]
        source, content = self.source[at : at + right - left], self.content[left:right]
        if source == content:
            yield left, right
            return
        blank = [c.isspace() and not s.isspace() for c, s in zip(content, source, strict=False)]
        bounds = [0, *(i for i in range(1, len(blank)) if blank[i] != blank[i - 1]), len(blank)]
        for first, last in pairwise(bounds):
            if not blank[first]:
                yield left + first, left + last

    def skip(self, start: int, end: int, reason: str) -> None:
        """Leave content characters out of the text."""
        for left, right in self._stretches(start, end):
            first, last = self.places[left], self.places[right - 1] + 1
            text = self.source[first:last]
            if text.strip():
                self.skips.append(Skip(text=text, reason=reason, start=first, end=last))

    def replace(self, start: int, end: int, put: str, reason: str) -> None:
        """Put other characters in the place of content characters, as a repair."""
        before = self.content[start:end]
        self.skip(start, end, reason)
        self.words = True
        self.insert(" " if put.isspace() else put)
        where = self.places[start] if start < len(self.places) else 0
        self.repairs.append(Repair(kind="entity", before=before, after=put, at=where))

    def insert(self, text: str) -> None:
        """Put characters into the text that the source does not have."""
        self._put(text, None)

    def picture_words(self, token: Token, stop: int) -> None:
        """Take a picture's description for words; its address is left out."""
        children = token.children or []
        begin = _at(token) + 2
        end = begin + len(token.content)
        if self.length:
            self.insert(" ")
        self.walk(children, end)
        if self.content[end:stop].strip() not in {"]", ""}:
            self.skip(end, stop, PICTURE_ADDRESS)

    def _stretches(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        end = min(end, len(self.places))
        if start >= end:
            return
        places = self.places
        if places[end - 1] - places[start] == end - 1 - start:
            yield start, end
            return
        breaks = [i for i in range(start + 1, end) if places[i] != places[i - 1] + 1]
        yield from pairwise([start, *breaks, end])

    def _put(self, text: str, start: int | None) -> None:
        self.runs.append(Run(text=text, start=start))
        self.length += len(text)

    def _take(self, token: Token, stop: int) -> None:
        at = _at(token)
        kind = token.type
        if kind == "text":
            end = at + len(token.content)
            if self.raised and self.is_mark(token.content):
                self.skip(at, end, NOTE_MARK)
            else:
                self.say(at, end)
        elif kind in {"softbreak", "hardbreak"}:
            self._put("\n" if kind == "softbreak" else HARD, None)
        elif kind == "text_special":
            self._special(token, at)
        elif kind == "code_inline":
            self._code(at + len(token.markup), stop - len(token.markup))
        elif kind == "html_inline":
            self._tag(token.content, at)
        elif kind == "footnote_ref":
            self._note(token, at, stop)
        elif kind == "image":
            self.skip(at, stop, PICTURE)
        else:
            self._mark(token)
            if kind == "link_close" and self.content[at:stop].strip() != "]":
                self.skip(at, stop, ADDRESS)

    def _special(self, token: Token, at: int) -> None:
        end = at + len(token.markup)
        where = self.places[at] if at < len(self.places) else 0
        if token.content == token.markup:
            self.say(at, end)
            return
        if token.info == "entity":
            self.replace(at, end, token.content, ENTITY)
            return
        self.say(at + 1, end)
        repair = Repair(kind="escape", before=token.markup, after=token.content, at=where)
        self.repairs.append(repair)

    def _code(self, start: int, end: int) -> None:
        begin = self.length
        self.say(start, end)
        self.marks.append(Mark(kind="code", start=begin, end=self.length))

    def is_mark(self, raised: str) -> bool:
        """Whether raised characters are a note's mark, and no power or unit."""
        raised = raised.strip()
        before = "".join(run.text for run in self.runs[-2:])[-3:]
        return bool(_RAISED.fullmatch(raised)) and bool(_WORD_END.search(before))

    def _tag(self, tag: str, at: int) -> None:
        self.skip(at, at + len(tag), COMMENT if tag.startswith("<!--") else TAG)
        name, closing = named(tag), tag.startswith("</")
        if name == "sup":
            self.raised = not closing
        elif name in EMPHASIS or name == "a":
            self._html_mark(name, tag, closing=closing)
        elif name in STRIKING:
            self.struck = max(0, self.struck + (-1 if closing else 1))
        elif name in _BREAKS:
            self._put(HARD, None)

    def _html_mark(self, name: str, tag: str, *, closing: bool) -> None:
        kind = EMPHASIS.get(name, "link")
        if not closing:
            self._tags.append((kind, self.length, href(tag) if name == "a" else ""))
            return
        for index in range(len(self._tags) - 1, -1, -1):
            if self._tags[index][0] == kind:
                _, start, url = self._tags.pop(index)
                if start < self.length and (url or kind != "link"):
                    self.marks.append(Mark(kind=kind, start=start, end=self.length, url=url))
                return

    def _note(self, token: Token, at: int, stop: int) -> None:
        if "label" in token.meta:
            self.skip(at, stop, NOTE_MARK)
        else:
            self.notes.append(token.meta["id"])

    def _mark(self, token: Token) -> None:
        kind = _MARKS.get(token.type.rpartition("_")[0], "")
        self.struck += token.nesting if token.tag == "s" else 0
        if token.nesting > 0:
            self._open.append((kind, self.length, str(token.attrs.get("href", ""))))
        elif token.nesting < 0 and self._open:
            opened, start, url = self._open.pop()
            if opened and start < self.length:
                self.marks.append(Mark(kind=opened, start=start, end=self.length, url=url))


def named(tag: str) -> str:
    """The name of an HTML tag, in lower case; empty for anything else."""
    found = _NAME.match(tag)
    return found[1].lower() if found else ""


def href(tag: str) -> str:
    """The address that an `<a>` tag holds, or nothing."""
    found = _HREF.search(tag)
    return unescape(next((group for group in found.groups() if group), "")) if found else ""


def _at(token: Token) -> int:
    return token.map[0] if token.map else 0

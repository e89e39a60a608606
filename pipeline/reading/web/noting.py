"""Trees of one text in; the same out, in which marks, notes and ways back say what they are.

Promise: what a small mark in the running text leads to, further on, is a note, whatever it is
called; only brackets that hug a mark move, into its element, and no character is lost.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from posixpath import basename

from lxml import etree

from pipeline.patterns import pattern
from pipeline.reading.web.elements import (
    BORDERS,
    HEADINGS,
    Element,
    class_list,
    glimpse,
    kinds,
    longer,
    name,
    put,
)

_SIGN = pattern(
    r"[\[(]?\s*(?:notes?\s*|fn\s*)?(?:\d{1,3}|[ivxl]{1,6}|[a-z]|[*†‡§¶#]{1,3})\s*[\])]?[.:]?",
    re.IGNORECASE,
)
_PICTURED = pattern(r"\[?(?:\d{1,3}|[*†‡])\]?")
_WAY = pattern(r"[\[(]?\s*(?:\w{1,3}|[*†‡§¶#]{1,3}|\W{0,4})\s*[\])]?[.:]?")
_NOTE = 250  # words of a note, at most
_WRAPS = frozenset({"sup", "span", "small", "font", "b", "i", "em", "strong"})
_LINED = frozenset({"p", "li", "dd", "h2", "h3", "h4"})
_FLOWING = frozenset({"p", "li", "dd", "div", "aside", "dt", "section", "td"})
_BLANKS = " \n\t\xa0[("
_ENDS = BORDERS | {"br"}
_BESIDE = pattern(
    r" (?:modern )?(?:side|margin|foot) ?notes?(?: (?:\w+ )?(?:notes?|text|content|popup|body))? "
)
_MARK = "doc-noteref"
_TEXT = "doc-footnote"
_BACK = "doc-backlink"


def noted(trees: Mapping[str, Element]) -> None:
    """Tell marks, notes and ways back apart. The trees' names are those that links call them by."""
    for tree in trees.values():
        _put_behind(tree)
    places = [(file, element) for file, tree in trees.items() for element in tree.iter()]
    book = _Book(files=frozenset(trees))
    for at, (file, element) in enumerate(places):
        for told in {element.get("id"), element.get("name") if name(element) == "a" else None}:
            if told:
                book.anchors.setdefault((file, told), (at, element))
    for at, (file, element) in enumerate(places):
        if name(element) == "a" and element.get("href"):
            book.look(element, file, at)
    book.tell()


def _put_behind(tree: Element) -> None:
    """Move notes that stand in the middle of a line behind the paragraph that they interrupt."""
    found = [one for one in tree.iter() if name(one) in {"span", "small"} and _is_beside(one)]
    last: dict[Element, Element] = {}
    for note in found:
        block = note.getparent()
        while block is not None and name(block) not in BORDERS:
            block = block.getparent()
        parent, around = note.getparent(), block.getparent() if block is not None else None
        if parent is None or block is None or around is None or name(block) not in _LINED:
            continue
        _left(note, parent)
        note.tag, note.tail = str(note.tag).replace(name(note), "aside"), None
        _set(note, _TEXT)
        last.get(block, block).addnext(note)
        last[block] = note


def _left(element: Element, parent: Element) -> None:
    """What stands behind an element that is about to leave stays where it is."""
    before, tail = element.getprevious(), element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail


def _is_beside(element: Element) -> bool:
    """Whether an element is a note in the line of its mark, shown beside it or on a click."""
    noted = any(_BESIDE.fullmatch(one) for one in class_list(element))
    return noted and len(glimpse(element).split()) > 1


@dataclass
class _Book:
    """What links lead to."""

    files: frozenset[str]
    anchors: dict[tuple[str, str], tuple[int, Element]] = field(default_factory=dict)
    marks: list[Element] = field(default_factory=list)
    notes: dict[Element, str] = field(default_factory=dict)

    def look(self, link: Element, file: str, place: int) -> None:
        """Take in a link, if it is a mark that leads on to a note."""
        address, _, told = str(link.get("href")).partition("#")
        there = basename(address) if basename(address) in self.files else file
        at, target = self.anchors.get((there, told), (0, None))
        if target is not None and at > place and _is_sign(link) and not _leads(link):
            self.marks.append(link)
            self.notes[target] = told

    def tell(self) -> None:
        """Write into the elements what they are."""
        for target, place in self.notes.items():
            note = _note_at(target, self.notes)
            if note is None:
                continue
            _set(note, _TEXT)
            put(note, "id", note.get("id") or place)
            for link in [one for one in note.iter() if name(one) == "a"]:
                if "#" in (link.get("href") or "") and _WAY.fullmatch(glimpse(link)):
                    _set(_wrapped(link), _BACK)
        for link in self.marks:
            _set(_wrapped(link), _MARK)


def _is_sign(link: Element) -> bool:
    words = glimpse(link)
    if words:
        return bool(_SIGN.fullmatch(words))
    images = [one for one in link.iter() if name(one) == "img"]
    return bool(images and _PICTURED.fullmatch((images[0].get("alt") or "").strip()))


def _leads(element: Element, *, line: bool = False) -> bool:
    """Whether nothing stands before an element in its block; `line`: in its line."""
    while (parent := element.getparent()) is not None:
        for before in element.itersiblings(preceding=True):
            if (before.tail or "").strip(_BLANKS):
                return False
            if line and name(before) in _ENDS:
                return True
            if glimpse(before):
                return False
        if (parent.text or "").strip(_BLANKS):
            return False
        if name(parent) in BORDERS:
            return True
        element = parent
    return True


def _note_at(target: Element, others: Mapping[Element, object]) -> Element | None:
    """The element that is the note a target stands in; None: it is none."""
    block = target
    while name(block) not in BORDERS and (around := block.getparent()) is not None:
        block = around
    if name(block) == "dt":
        return _defined(block)
    several = any(one is not target and one in others for one in block.iter())
    if block is not target and (several or not _leads(target) or name(block) not in _FLOWING):
        if not _leads(target, line=True):
            return None
        block = _gathered(target, others)
    held = next((one for one in block.iter() if name(one) in HEADINGS), None)
    return block if name(block) in _FLOWING and held is None and not longer(block, _NOTE) else None


def _defined(term: Element) -> Element | None:
    """The note whose term only says where its mark stands."""
    told = term.getnext()
    if told is None or name(told) != "dd":
        return None
    _set(term, _BACK)
    return told


def _gathered(target: Element, others: Mapping[Element, object]) -> Element:
    """A note that runs from one anchor to the next, with an element of its own."""
    while (around := target.getparent()) is not None and len(around) == 1 and not around.text:
        if name(around) in BORDERS:
            break
        target = around
    held = [target]
    for after in target.itersiblings():
        if name(after) in BORDERS or any(one in others for one in after.iter()):
            break
        held.append(after)
    note = etree.Element(str(target.tag).replace(name(target), "div"))
    target.addprevious(note)
    for one in held:
        note.append(one)
    return note


def _wrapped(link: Element) -> Element:
    """A link with what stands round it and is no more than its brackets."""
    _hugged(link)
    while (around := link.getparent()) is not None and name(around) in _WRAPS:
        beside = "".join([around.text or "", *(child.tail or "" for child in around)])
        if len(around) > 1 or beside.strip(" \n\t\xa0[]()."):
            break
        link = around
        _hugged(link)
    return link


def _hugged(element: Element) -> None:
    """Move the brackets right round an element into it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    ahead = (before.tail if before is not None else parent.text) or ""
    after = element.tail or ""
    if ahead[-1:] + after[:1] not in {"[]", "()"}:
        return
    if before is not None:
        before.tail = ahead[:-1]
    else:
        parent.text = ahead[:-1]
    element.text = ahead[-1] + (element.text or "")
    if len(element):
        element[-1].tail = (element[-1].tail or "") + after[0]
    else:
        element.text += after[0]
    element.tail = after[1:]


def _set(element: Element, kind: str) -> None:
    if kind not in kinds(element):
        put(element, "role", f"{element.get('role') or ''} {kind}".strip())

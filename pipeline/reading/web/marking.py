"""An element in; whether it is a note, a note's mark, or the way back from a note, out.

Promise: a mark is small and leads to a note; a link of the text's own words never is one.
"""

import re

from pipeline.patterns import pattern
from pipeline.reading.web.elements import Element, class_list, classes, glimpse, kinds, name

_NOTE_REF = pattern(
    r" (?:foot ?note (?:ref\w*|anchor|link|mark\w*|number)|fn ?ref|note ?ref|reference"
    r"|references? mark|ref(?:erence)? link"
    r"|easy footnote|sdfootnoteanc|sdendnoteanc|sidenote number|fn) "
)
_BACK = pattern(
    r" (?:foot ?note ?back ?(?:ref|link)\w*|back ?(?:ref|link)s?|mw cite backlink"
    r"|reversefootnote|return) "
)
_NOTE_ID = pattern(
    r"#?(?:user-content-)?(?:fn|foot_?-?note|endnote|note|en|ftn|_ftn|_edn|sdfootnote|cite_note"
    r"|_bookmark|easy-footnote"
    r"-bottom|n)[-_:.]?\w{0,24}",
    re.IGNORECASE,
)
_SIGN = pattern(
    r"[\[(]?(?:note\s*)?(?:\d{1,3}|[ivxl]{1,6}|[a-z]|[*†‡§¶]{1,3})[\])]?", re.IGNORECASE
)
_MARK = 12  # characters of a note's mark, at most
_REF_ID = pattern(
    r"#?(?:user-content-)?(?:fnref|fnr|ref|footnote-?_?(?:ref|anchor)|noteref|_ftnref|_ednref"
    r"|cite_ref|back|return"
    r"|sdfootnote\d+anc|sdendnote\d+anc|easy-footnote)[-_:.]?\w{0,24}",
    re.IGNORECASE,
)


def is_note_mark(element: Element) -> bool:
    """Whether an element is the small mark in a text that points at a note."""
    if kinds(element) & {"doc-noteref", "noteref"}:
        return True
    if name(element) not in {"sup", "a", "span"}:
        return False
    words = glimpse(element)
    if len(words) > _MARK or not words.strip():
        return False
    if any(_NOTE_REF.fullmatch(one) for one in class_list(element)) and _marks(element, words):
        return name(element) != "span" or element.find(".//a") is not None
    inner = next(iter(element), None)
    link = inner if name(element) == "sup" else element
    return link is not None and name(link) == "a" and _points(link, raised=link is inner)


def _marks(element: Element, words: str) -> bool:
    """Whether it is built like a mark, or leads to a note: hCard gives a person's name class fn."""
    link = element if name(element) == "a" else element.find(".//a")
    href = (link.get("href") or "") if link is not None else ""
    return bool(_SIGN.fullmatch(words.strip())) or href.startswith("#")


def is_back_link(element: Element) -> bool:
    """Whether an element leads from a note back into the text."""
    if kinds(element) & {"doc-backlink", "backlink"} or _BACK.search(classes(element)):
        return True
    target = "#" + (element.get("href") or "").partition("#")[2]
    return bool(_REF_ID.fullmatch(target)) and len(glimpse(element)) <= _MARK


def is_told_back(element: Element) -> bool:
    """Whether an element itself says that it leads back, or only names the place of a mark."""
    return bool(kinds(element) & {"doc-backlink", "backlink"})


def is_note(element: Element) -> bool:
    """Whether an element's id is that of a note."""
    told = element.get("id") or ""
    return bool(told and _NOTE_ID.fullmatch(told) and re.search(r"\d|fn|note", told))


def pointed(mark: Element) -> dict[str, str]:
    """What a note's mark leads to, and the mark without its brackets."""
    links = (link for link in mark.iter() if name(link) == "a" and link.get("href"))
    target = next(((link.get("href") or "").partition("#")[2] for link in links), "")
    words = glimpse(mark).strip("[]() ")
    return {target: words} if target and words else {}


def _points(link: Element, *, raised: bool) -> bool:
    target = (link.get("href") or "").partition("#")[2]
    return bool(
        target and (raised or _NOTE_ID.fullmatch(target)) and _SIGN.fullmatch(glimpse(link))
    )

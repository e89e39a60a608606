"""Raw HTML inside Markdown in; blocks, skips and repairs out.

Promise: words between tags are kept as the source's own characters; tags, comments, scripts and
styles are skipped by name.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import unescape

from pipeline.model import NOTE_MARK, Block, Mark, Repair, Role, Skip
from pipeline.patterns import pattern
from pipeline.reading.placing import Places
from pipeline.reading.spans import (
    COMMENT,
    EMPHASIS,
    ENTITY,
    HARD,
    STRIKING,
    TAG,
    Spans,
    href,
    named,
)
from pipeline.values import replace, value

_PART = pattern(
    r"(?P<comment><!--.*?(?:-->|\Z))"
    r"|(?P<mute><(?P<name>script|style|template|iframe|noscript)\b.*?(?:</(?P=name)\s*>|\Z))"
    r"|(?P<tag></?[A-Za-z][^<>]*>|<[!?][^<>]*>)"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)",
    re.DOTALL | re.IGNORECASE,
)
_BLOCKS_TEXT = (
    "address article aside blockquote body caption center dd details div dl dt figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section "
    "summary table tbody td tfoot th thead tr ul"
)
_BLOCKS = frozenset(_BLOCKS_TEXT.split())
_INNER = frozenset({"p", "div", "ul", "ol", "li", "thead", "tbody", "tfoot"})
_ROLES = {
    "figcaption": Role.CAPTION,
    "caption": Role.CAPTION,
    "blockquote": Role.BLOCK_QUOTE,
    "li": Role.LIST_ITEM,
    "dt": Role.LIST_ITEM,
    "dd": Role.LIST_ITEM,
    "table": Role.TABLE,
    "pre": Role.CODE,
    "summary": Role.PARAGRAPH,
}
_PULL = pattern(r"\bpull[-_ ]?(?:ed)?[-_ ]?quote|\bpullout|\bpull\b", re.IGNORECASE)
_HIDDEN = pattern(
    r"""\s(?:hidden(?=[\s>=/])|aria-hidden\s*=\s*["']?true|style\s*=\s*["'][^"']*(?:display\s*:\s*none"""
    r"""|visibility\s*:\s*hidden))""",
    re.IGNORECASE,
)
_CENTRED = pattern(
    r"""<center\b|\salign\s*=\s*["']?center|text-align\s*:\s*center""", re.IGNORECASE
)
_BOXES = frozenset({"aside", "details"})
_CAPTION = pattern(r"""\bclass\s*=\s*["']?[^"'>]*\bcaption\b""", re.IGNORECASE)
_NOTE = pattern(
    r"""\bid\s*=\s*["']?(?:fn|foot-?note|end-?note|note|cite_note)[-_:]?\w{1,12}\b""", re.IGNORECASE
)
_CARD = pattern(  # what points to other pages, or asks for something
    r"""\bclass\s*=\s*["']?[^"'>]*\b(?:bookmark|newsletter|sign-?up|subscri(?:be|ption)|share|sharing|related)\b""",
    re.IGNORECASE,
)
HIDDEN = "hidden on the page"


def is_pull(label: str) -> bool:
    """Whether a box's name or class says that it holds a pull-quote."""
    return bool(_PULL.search(label))


@value
class Element:
    """An open HTML element, with what it has from those round it: role, hidden, in a box."""

    name: str
    role: Role | None = None
    level: int = 0
    hidden: bool = False
    box: bool = False
    table: bool = False


@dataclass
class Told:
    """What a stretch of HTML holds; filled while walking it. `open` outlives it."""

    source: str
    content: str
    places: Places
    role: Role
    open: list[Element]
    blocks: list[Block] = field(default_factory=list)
    skips: list[Skip] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    marks: list[tuple[str, str, int]] = field(default_factory=list)
    spans: Spans = field(init=False)

    def __post_init__(self) -> None:
        self.spans = Spans(self.source, self.content, self.places)

    def walk(self) -> None:
        """Take in all of the content."""
        at = 0
        for part in _PART.finditer(self.content):
            self._words(at, part.start())
            at = part.end()
            if part["tag"]:
                self._tag(part)
            elif part["entity"]:
                self._entity(part)
            else:
                reason = COMMENT if part["comment"] else f"an HTML {part['name'].lower()} element"
                if part["comment"] and not part[0].endswith("-->"):
                    reason = "an HTML comment that nothing closes"
                self.spans.skip(part.start(), part.end(), reason)
        self._words(at, len(self.content))
        self._flush()

    @property
    def _around(self) -> Element:
        return self.open[-1] if self.open else _NONE

    def _words(self, start: int, end: int) -> None:
        if self._around.hidden:
            self.spans.skip(start, end, HIDDEN)
        elif self.spans.raised and self.spans.is_mark(self.content[start:end]):
            self.spans.skip(start, end, NOTE_MARK)
        else:
            self.spans.say(start, end)

    def _entity(self, part: re.Match[str]) -> None:
        put = unescape(part[0])
        if put == part[0] or not put or self._around.hidden:
            self._words(part.start(), part.end())
            return
        self.spans.replace(part.start(), part.end(), put, ENTITY)

    def _tag(self, part: re.Match[str]) -> None:
        tag = part[0]
        self.spans.skip(part.start(), part.end(), TAG)
        name = named(tag)
        if name == "br":
            self.spans.insert(HARD)
        elif name in {"tr", "td", "th"} and self._around.table:
            fresh = self.spans.runs[-1].text == "\n" if self.spans.runs else True
            if not fresh and not tag.startswith("</"):
                self.spans.insert("\n" if name == "tr" else "\t")
        elif name in _BLOCKS:
            self._enter(name, tag)
        elif name == "sup":
            self.spans.raised = not tag.startswith("</")
        elif name in EMPHASIS or name == "a":
            self._inline(name, tag)
        elif name in STRIKING:
            self.spans.struck = max(0, self.spans.struck + (-1 if tag.startswith("</") else 1))

    def _enter(self, name: str, tag: str) -> None:
        if name in _INNER and self._around.table:
            return
        self._flush()
        if tag.startswith("</"):
            if any(element.name == name for element in self.open):
                while self.open.pop().name != name:
                    pass
        elif name == "hr":
            at = self.places[min(self.content.find(tag), len(self.places) - 1)]
            self.blocks.append(Block(role=Role.RULE, runs=(), start=at, end=at))
        elif not tag.endswith("/>"):
            self.open.append(_element(name, tag, self._around))

    def _inline(self, name: str, tag: str) -> None:
        kind = EMPHASIS.get(name, "link")
        if not tag.startswith("</"):
            self.marks.append((kind, href(tag) if name == "a" else "", self.spans.length))
            return
        for index in range(len(self.marks) - 1, -1, -1):
            if self.marks[index][0] == kind:
                _, url, start = self.marks.pop(index)
                mark = Mark(kind=kind, start=start, end=self.spans.length, url=url)
                if start < self.spans.length and (url or kind != "link"):
                    self.spans.marks.append(mark)
                return

    def _flush(self) -> None:
        spans = self.spans.finished()
        self.skips.extend(spans.skips)
        self.repairs.extend(spans.repairs)
        held = [run for run in spans.runs if run.start is not None and run.text.strip()]
        if held:
            role, level = within(self.open, self.role)
            last = held[-1]
            block = Block(
                role=role,
                runs=tuple(spans.runs),
                marks=tuple(spans.marks),
                start=held[0].start or 0,
                end=(last.start or 0) + len(last.text),
                level=level,
            )
            self.blocks.append(boxed(block) if is_boxed(self.open) else block)
        self.spans = Spans(self.source, self.content, self.places)
        self.marks = [(kind, url, 0) for kind, url, _ in self.marks]


_NONE = Element(name="")


def _element(name: str, tag: str, around: Element) -> Element:
    role, level = _ROLES.get(name), 0
    if name == "li" and _NOTE.search(tag):
        role = Role.FOOTNOTE
    elif is_pull(tag) or (around.role is Role.PULL_QUOTE and role is Role.BLOCK_QUOTE):
        role = Role.PULL_QUOTE
    elif re.fullmatch(r"h[1-6]", name):
        role, level = Role.HEADING, int(name[1])
    elif role is None and _CAPTION.search(tag):
        role = Role.CAPTION
    return Element(
        name=name,
        role=role or around.role,
        level=level if role else around.level,
        hidden=around.hidden or bool(_HIDDEN.search(tag) or _CARD.search(tag)),
        box=around.box or name in _BOXES or bool(_CENTRED.search(tag)),
        table=around.table or name == "table",
    )


def within(elements: Sequence[Element], role: Role) -> tuple[Role, int]:
    """The role and level of words inside open elements; `role` when none says more."""
    if elements and elements[-1].role:
        return elements[-1].role, elements[-1].level
    return role, 0


def is_boxed(elements: Sequence[Element]) -> bool:
    """Whether open elements set their words apart."""
    return bool(elements) and elements[-1].box


def boxed(block: Block) -> Block:
    """A block marked as set apart from the text."""
    mark = Mark(kind="box", start=0, end=len(block.text))
    return replace(block, marks=(*block.marks, mark))


def told(source: str, content: str, places: Places, role: Role, elements: list[Element]) -> Told:
    """Read a block of HTML; words outside any element that says more get `role`.

    `elements` are those open before it, and is left holding those open after it.
    """
    walked = Told(source, content, places, role, elements)
    walked.walk()
    return walked

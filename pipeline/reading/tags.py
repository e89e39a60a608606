"""Raw HTML inside Markdown in; blocks, skips and repairs out.

Promise: words between tags are kept as the source's own characters; tags, comments, scripts and
styles are skipped by name.
"""

import re
from dataclasses import dataclass, field
from html import unescape

from pipeline.model import Block, Mark, Repair, Role, Skip
from pipeline.reading.placing import Places
from pipeline.reading.spans import COMMENT, ENTITY, HARD, TAG, Spans

_PART = re.compile(
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
_BLOCKS = tuple(_BLOCKS_TEXT.split())
_ROLES = {
    "figcaption": Role.CAPTION,
    "caption": Role.CAPTION,
    "blockquote": Role.BLOCK_QUOTE,
    "li": Role.LIST_ITEM,
    "dt": Role.LIST_ITEM,
    "dd": Role.LIST_ITEM,
    "td": Role.TABLE,
    "th": Role.TABLE,
    "pre": Role.CODE,
    "aside": Role.PULL_QUOTE,
}
_EMPHASIS = {
    "em": "emphasis",
    "i": "emphasis",
    "cite": "emphasis",
    "strong": "strong",
    "b": "strong",
}
_PULL = re.compile(r"\bpull[-_ ]?(?:ed)?[-_ ]?quote|\bpullout|\bpull\b", re.IGNORECASE)
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)


def is_pull(label: str) -> bool:
    """Whether a box's name or class says that it holds a pull-quote."""
    return bool(_PULL.search(label))


@dataclass
class Told:
    """What a stretch of HTML holds; filled while walking it."""

    source: str
    content: str
    places: Places
    role: Role
    blocks: list[Block] = field(default_factory=list)
    skips: list[Skip] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    open: list[tuple[str, Role | None, int]] = field(default_factory=list)
    marks: list[tuple[str, str, int]] = field(default_factory=list)
    spans: Spans = field(init=False)

    def __post_init__(self) -> None:
        self.spans = Spans(self.source, self.content, self.places)

    def walk(self) -> None:
        """Take in all of the content."""
        at = 0
        for part in _PART.finditer(self.content):
            self.spans.say(at, part.start())
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
        self.spans.say(at, len(self.content))
        self._flush()

    def _entity(self, part: re.Match[str]) -> None:
        put = unescape(part[0])
        if put == part[0] or not put:
            self.spans.say(part.start(), part.end())
            return
        self.spans.replace(part.start(), part.end(), put, ENTITY)

    def _tag(self, part: re.Match[str]) -> None:
        tag = part[0]
        self.spans.skip(part.start(), part.end(), TAG)
        name = (
            tag.strip("</>").split(maxsplit=1)[0].lower().rstrip("/")
            if tag[1:2].isalpha() or tag[1:2] == "/"
            else ""
        )
        if name == "br":
            self.spans.insert(HARD)
        elif name in _BLOCKS:
            self._flush()
            self._enter(name, tag)
        elif name in _EMPHASIS or name == "a":
            self._inline(name, tag)

    def _enter(self, name: str, tag: str) -> None:
        if tag.startswith("</"):
            while self.open and self.open.pop()[0] != name:
                pass
        elif name != "hr" and not tag.endswith("/>"):
            role = Role.PULL_QUOTE if is_pull(tag) else _ROLES.get(name)
            level = 0
            if re.fullmatch(r"h[1-6]", name):
                role, level = Role.HEADING, int(name[1])
            self.open.append((name, role, level))

    def _inline(self, name: str, tag: str) -> None:
        kind = _EMPHASIS.get(name, "link")
        if not tag.startswith("</"):
            found = _HREF.search(tag)
            url = next((group for group in found.groups() if group), "") if found else ""
            self.marks.append((kind, unescape(url), self.spans.length))
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
            role, level = self._role()
            start = held[0].start or 0
            last = held[-1]
            end = (last.start or 0) + len(last.text)
            self.blocks.append(
                Block(
                    role=role,
                    runs=tuple(spans.runs),
                    marks=tuple(spans.marks),
                    start=start,
                    end=end,
                    level=level,
                )
            )
        self.spans = Spans(self.source, self.content, self.places)
        self.marks = [(kind, url, 0) for kind, url, _ in self.marks]

    def _role(self) -> tuple[Role, int]:
        for _, role, level in reversed(self.open):
            if role:
                return role, level
        return self.role, 0


def told(source: str, content: str, places: Places, role: Role) -> Told:
    """Read a block of HTML; words outside any element that says more get `role`."""
    walked = Told(source, content, places, role)
    walked.walk()
    return walked

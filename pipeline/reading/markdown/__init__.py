"""Markdown text in, an Article of provisional blocks out.

Promise: every non-blank character of the source is in a run or in a skip, and runs are the
source's own characters. Roles are only what the markup says; `repair` and `roles` do the rest.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from markdown_it.token import Token

from pipeline.model import Article, Block, Metadata, Repair, Role, Run, Skip
from pipeline.reading.captions import is_below_picture
from pipeline.reading.markdown import boxes, notebook, tables, tags
from pipeline.reading.markdown.front_matter import front_matter
from pipeline.reading.markdown.inline import parser
from pipeline.reading.placing import Lines, Places, sign, skip, unclaimed
from pipeline.reading.spans import ADDRESS, PICTURE, Spans
from pipeline.reading.splicing import merged, source_skips
from pipeline.reading.text.typed_emphasis import emphasized

FRONT_MATTER = "front matter, read as facts about the article"
_ROLES = {
    "blockquote": Role.BLOCK_QUOTE,
    "list_item": Role.LIST_ITEM,
    "dt": Role.LIST_ITEM,
    "dd": Role.LIST_ITEM,
    "footnote_reference": Role.FOOTNOTE,
    "pull": Role.PULL_QUOTE,
    "alert": Role.PARAGRAPH,
    "subtitle": Role.SUBTITLE,
    "author": Role.BYLINE,
    "date": Role.BYLINE,
    "abstract": Role.STANDFIRST,
    "caption": Role.CAPTION,
}
_BOXES = frozenset({"container_box", "admonition"})
_APART = frozenset({*_BOXES, "alert"})
_CONTAINERS = frozenset({*_ROLES, *_BOXES, "table"})


def parse(source: str, name: str) -> Article:
    """Read Markdown. Raises: SourceError for broken front matter."""
    metadata, length = front_matter(source, name)
    reading = _Reading(Lines(source))
    if source[:length].strip():
        end = len(source[:length].rstrip())
        reading.skips.append(skip(source, 0, end, FRONT_MATTER))
    pieces, at = [_blank(source[:length])], length
    for start, end in notebook.hidden(source):
        if start >= at:
            pieces += [source[at:start], _blank(source[start:end])]
            reading.skips.append(skip(source, start, end, notebook.COMMENT))
            at = end
    blank = "".join([*pieces, source[at:]])
    env: dict[str, Any] = {}
    reading.walk(parser().parse(blank, env), env)
    return boxes.named(reading.article(metadata, env))


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


@dataclass
class _Reading:
    """One walk over a document's block tokens."""

    lines: Lines
    blocks: list[Block] = field(default_factory=list)
    skips: list[Skip] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    within: list[str] = field(default_factory=list)
    table: list[tuple[Spans, int]] = field(default_factory=list)
    cursor: tuple[int, int] = (-1, 0)
    note: str = ""  # the label of the note whose text stands here
    pictured: bool = False  # right behind a picture
    elements: list[tags.Element] = field(default_factory=list)  # HTML elements open here

    def walk(self, tokens: Sequence[Token], env: dict[str, Any]) -> None:
        heading: Token | None = None
        titled = False  # between the tokens of a box's title: its words are in the box's first line
        for token in tokens:
            kind = token.type.rpartition("_")[0]
            if token.type == "inline":
                if not titled:
                    self._inline(token, heading, env)
            elif kind == "admonition_title":
                titled = token.nesting > 0
            elif kind == "heading":
                heading = token if token.nesting > 0 else None
            elif token.type == "table_close":
                self._table()
            elif token.nesting > 0 and kind in _CONTAINERS:
                self.within.append(self._container(token, kind))
            elif token.nesting == 0:
                self._leaf(token)
            if token.nesting < 0 and kind in _CONTAINERS:
                self.within.pop()

    def article(self, metadata: Metadata, env: dict[str, Any]) -> Article:
        self._addresses(env)
        self._rest()
        return Article(
            source=self.lines.source,
            blocks=tuple(sorted(self.blocks, key=lambda block: (block.start, block.end))),
            metadata=metadata,
            repairs=tuple(self.repairs),
            skipped=tuple(sorted(self.skips, key=lambda held: held.start)),
        )

    def _container(self, token: Token, kind: str) -> str:
        if kind == "blockquote" and token.map:
            first = self.lines.texts[token.map[0]].lstrip("> \t")
            return "alert" if boxes.is_alert(first) and not boxes.is_quoting(first) else kind
        if kind not in _BOXES:
            self.note = str(token.meta.get("label", "")) if "footnote" in kind else self.note
            return kind
        line = token.map[0] if token.map else 0
        text = self.lines.texts[line]
        at = text.find(token.info, len(text) - len(text.lstrip())) if token.info else len(text)
        begin, end = boxes.title_in(token.info)
        pull = tags.is_pull(token.info)
        if not pull:
            kind = boxes.styled(token.info) or kind
        self.within.append("pull" if pull else kind)
        self._named(line, at + begin, at + end)
        self.within.pop()
        return "pull" if pull else kind

    def _named(self, line: int, begin: int, end: int) -> None:
        """Keep a box's title, from `begin` to `end` in its line, and skip its name."""
        start, text = self.lines.start(line), self.lines.texts[line]
        words = text[begin:end] if any(c.isalnum() for c in text[begin:end]) else ""
        if words:
            self._block(Role.HEADING, [Run(text=words, start=start + begin)], level=boxes.TITLE)
        for left, right in ((0, begin), (end, len(text))) if words else ((0, len(text)),):
            bare = text[left:right].strip()
            if bare:
                at = start + text.index(bare, left)
                self.skips.append(skip(self.lines.source, at, at + len(bare), boxes.NAME))

    def _role(self) -> Role:
        kinds = (_ROLES[kind] for kind in reversed(self.within) if kind in _ROLES)
        role = next(kinds, Role.PARAGRAPH)
        return tags.within(self.elements, role)[0] if role is Role.PARAGRAPH else role

    def _inline(self, token: Token, heading: Token | None, env: dict[str, Any]) -> None:
        if not token.content or not token.map:
            return
        line = token.map[0]
        if "table" in self.within:
            cursor = self.cursor[1] if self.cursor[0] == line else 0
            places, cursor = self.lines.cell(token.content, line, cursor)
            self.cursor = (line, cursor)
        else:
            after = heading.markup if heading and heading.markup.startswith("#") else ""
            places = self.lines.place(token.content, line, after)
        spans = self._spans(token, places)
        if "table" in self.within:
            self.table.append((spans, line))
        elif heading:
            self._add(Role.HEADING, spans, level=int(heading.tag[1:]))
        else:
            self._paragraph(token, spans)
        self._notes(spans, env)

    def _paragraph(self, token: Token, spans: Spans) -> None:
        children = token.children or []
        pictures = [child for child in children if child.type == "image"]
        first = next((child for child in children if child.type != "link_open"), None)
        shown = first is not None and first.type in {"image", "embed"}
        below, self.pictured = self.pictured, shown and not spans.words
        if pictures and not spans.words:
            told = Spans(spans.source, spans.content, spans.places)
            stops = [*(_start(picture) for picture in pictures[1:]), len(spans.content)]
            for picture, stop in zip(pictures, stops, strict=True):
                told.picture_words(picture, stop)
            self._add(Role.CAPTION, told.finished())
            return
        self._add(self._role(), spans)
        last = self.blocks[-1] if self.blocks else None
        under = (shown and spans.words) or below
        if last and under and last.role is Role.PARAGRAPH and is_below_picture(last):
            self.blocks[-1] = replace(last, role=Role.CAPTION)
            described = self.blocks[-2] if below and len(self.blocks) > 1 else None
            if described and described.role is Role.CAPTION:
                self.skips.extend(source_skips(described, PICTURE))
                del self.blocks[-2]

    def _spans(self, token: Token, places: Places) -> Spans:
        item = self._role() is Role.LIST_ITEM and notebook.alone(token.content)
        own = notebook.DROPPED if item else notebook.WORDED
        spans = Spans(self.lines.source, token.content, places, own=own)
        spans.walk(token.children or (), len(token.content))
        return spans.finished()

    def _notes(self, spans: Spans, env: dict[str, Any]) -> None:
        for number in spans.notes:
            note = env["footnotes"]["list"][number]
            tokens = note["tokens"]
            begin = _start(tokens[0]) if tokens else 0
            told = Spans(spans.source, spans.content, spans.places, own=notebook.WORDED)
            told.walk(tokens, begin + len(note["content"]))
            self.note = f"inline {number + 1}"
            self._add(Role.FOOTNOTE, told.finished())
            self._notes(told, env)

    def _add(self, role: Role, spans: Spans, level: int = 0) -> None:
        self.skips.extend(spans.skips)
        self.repairs.extend(spans.repairs)
        self._block(role, spans.runs, marks=tuple(spans.marks), level=level)

    def _block(self, role: Role, runs: Sequence[Run], **more: Any) -> None:
        held = [run for run in runs if run.start is not None]
        if not any(run.text.strip() for run in runs):
            return
        start = min((run.start or 0 for run in held), default=0)
        end = max(((run.start or 0) + len(run.text) for run in held), default=start)
        note = self.note if role is Role.FOOTNOTE else ""
        block = Block(role=role, runs=tuple(runs), start=start, end=end, label=note, **more)
        apart = not _APART.isdisjoint(self.within) or tags.is_boxed(self.elements)
        self.blocks.append(tags.boxed(block) if apart else block)

    def _table(self) -> None:
        runs = tables.rows(self.table)
        for spans, _ in self.table:
            self.skips.extend(spans.skips)
            self.repairs.extend(spans.repairs)
        filled = [spans for spans, _ in self.table if any(run.text.strip() for run in spans.runs)]
        if len(filled) == 1:  # a box that a word processor drew as a table
            self.within.append("container_box")
            self._block(Role.PARAGRAPH, filled[0].runs, marks=tuple(filled[0].marks))
            self.within.pop()
        else:
            self._block(Role.TABLE, runs)
        self.table = []

    def _leaf(self, token: Token) -> None:
        if not token.map:
            return
        first = token.map[0]
        if token.type == "hr":
            start = self.lines.start(first)
            end = start + len(self.lines.texts[first])
            self.blocks.append(Block(role=Role.RULE, runs=(), start=start, end=end))
        elif token.type in {"fence", "code_block"}:
            self._code(token, first)
        elif token.type in {"columns", "formula"}:
            self._typed(token.type, token.map)
        elif token.type == "html_block":
            content = token.content.rstrip("\n")
            places = self.lines.place(content, first)
            told = tags.told(self.lines.source, content, places, self._role(), self.elements)
            for block, signs in map(emphasized, told.blocks):  # as programs put it inside tags
                self.blocks.append(block)
                self.skips.extend(signs)
            self.skips.extend(told.skips)
            self.repairs.extend(told.repairs)

    def _typed(self, kind: str, lines: Sequence[int]) -> None:
        """A table of columns, or a formula, in lines of its own."""
        content = "\n".join(self.lines.texts[slice(*lines)])
        spans = Spans(self.lines.source, content, self.lines.place(content, lines[0]))
        told = tables.columns(spans) if kind == "columns" else notebook.formulated(spans)
        self.skips.extend(told.skips)
        role = Role.TABLE if kind == "columns" else Role.CODE
        self._block(role, told.runs if kind == "columns" else merged(told.runs))

    def _code(self, token: Token, line: int) -> None:
        name = token.info.strip()
        self.skips.extend([notebook.code_name(self.lines, line)] if name else [])
        content = token.content.removesuffix("\n")
        places = self.lines.place(content, line + (token.type == "fence"))
        spans = Spans(self.lines.source, content, places)
        if name in notebook.QUERIES:
            spans.skip(0, len(content), notebook.QUERY)
            self.skips.extend(spans.skips)
            return
        spans.say(0, len(content))
        typed = token.type == "code_block" and notebook.is_prose(content)
        self._block(Role.BLOCK_QUOTE if typed else Role.CODE, merged(spans.runs))

    def _addresses(self, env: dict[str, Any]) -> None:
        found = [*env.get("references", {}).values(), *env.get("duplicate_refs", ())]
        for held in found:
            for line in range(*held["map"]):
                start, text = self.lines.start(line), self.lines.texts[line]
                bare = text.strip()
                if bare:
                    begin = start + text.index(bare)
                    self.skips.append(skip(self.lines.source, begin, begin + len(bare), ADDRESS))

    def _rest(self) -> None:
        source = self.lines.source
        runs = [run for block in self.blocks for run in block.runs if run.start is not None]
        claimed = [(run.start or 0, (run.start or 0) + len(run.text)) for run in runs]
        claimed += [(held.start, held.end) for held in self.skips]
        rules = [(block.start, block.end) for block in self.blocks if block.role is Role.RULE]
        for start, end in unclaimed(source, [*claimed, *rules]):
            reason = sign(source[start:end])
            if reason:
                self.skips.append(skip(source, start, end, reason))
            else:  # nested deeper than the parser goes, or a cell too many: words all the same
                self._block(Role.PARAGRAPH, [Run(text=source[start:end], start=start)])


def _start(token: Token) -> int:
    return token.map[0] if token.map else 0

"""Markdown text in, an Article of provisional blocks out.

Promise: every non-blank character of the source is in a run or in a skip, and runs are the
source's own characters. Roles are only what the markup says; `repair` and `roles` do the rest.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from markdown_it.token import Token

from pipeline.model import Article, Block, Role, Run
from pipeline.patterns import pattern
from pipeline.reading.bylines import bare_name, byline
from pipeline.reading.captions import is_below_picture
from pipeline.reading.dates import dated
from pipeline.reading.markdown import boxes, latex, notebook, tables, tags
from pipeline.reading.markdown.front_matter import front_matter
from pipeline.reading.markdown.gathering import BOXES, ROLES, Gathering
from pipeline.reading.markdown.inline import parser
from pipeline.reading.placing import Lines, Places, skip
from pipeline.reading.spans import PICTURE, Spans
from pipeline.reading.splicing import merged, source_skips
from pipeline.reading.typed_emphasis import emphasized
from pipeline.values import replace

FRONT_MATTER = "front matter, read as facts about the article"
_SENTENCE = 20  # words; a longer block is text
_DAY = pattern(r"\b\d{1,2}\.[ \t]+\Z")
_PLACEHOLDER = pattern(r"<!--\s*(?:image|picture|figure)\s*-->", re.IGNORECASE)  # converters'
_UNLINKED = pattern(r"\]\(\S*\)|\[")
_CONTAINERS = frozenset({*ROLES, *BOXES, "table"})


def parse(source: str, name: str) -> Article:
    """Read Markdown. Raises: SourceError for broken front matter."""
    metadata, length = front_matter(source, name)
    plain, commands = latex.typeset(source)
    head = source[:length].rstrip()
    gone = [(0, len(head), FRONT_MATTER)] if head else []
    gone += [(*stretch, notebook.COMMENT) for stretch in notebook.hidden(source)]
    for start, end, _ in gone:
        plain = plain[:start] + _blank(plain[start:end]) + plain[end:]
    gone += [(*stretch, latex.COMMAND) for stretch in commands if stretch[0] >= length]
    reading = _Reading(Lines(source, plain))
    reading.skips += [skip(source, *stretch) for stretch in gone if source[slice(*stretch[:2])]]
    env: dict[str, Any] = {}
    reading.walk(parser().parse(plain, env), env)
    return boxes.named(reading.article(metadata, env))


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


@dataclass
class _Reading(Gathering):
    """One walk over a document's block tokens."""

    table: list[tuple[Spans, int]] = field(default_factory=list)
    cursor: tuple[int, int] = (-1, 0)
    pictured: bool = False  # right behind a picture

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

    def _container(self, token: Token, kind: str) -> str:
        if kind == "blockquote" and token.map:
            first = self.lines.texts[token.map[0]].lstrip("> \t")
            return "alert" if boxes.is_alert(first) and not boxes.is_quoting(first) else kind
        if kind not in BOXES:
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
        self.named(line, at + begin, at + end)
        self.within.pop()
        return "pull" if pull else kind

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
            self.pictured = False
            self.add(Role.HEADING, spans, level=int(heading.tag[1:]))
        else:
            self._paragraph(token, spans)
        self._notes(spans, env)

    def _paragraph(self, token: Token, spans: Spans) -> None:
        children = token.children or []
        pictures = [child for child in children if child.type == "image"]
        first = next((child for child in children if child.type != "link_open"), None)
        shown = first is not None and first.type in {"image", "embed"}
        below, self.pictured = self.pictured, shown and not spans.words
        if _UNLINKED.fullmatch(token.content):  # the end of a link round a picture
            self.pictured = below
        if pictures and not spans.words:
            told = Spans(spans.source, spans.content, spans.places)
            stops = [*(_start(picture) for picture in pictures[1:]), len(spans.content)]
            for picture, stop in zip(pictures, stops, strict=True):
                told.picture_words(picture, stop)
            self.add(Role.CAPTION, told.finished())
            return
        if self.role() is Role.LIST_ITEM and (day := self._day(spans)):
            spans.runs = [day, *spans.runs]
            self.add(Role.PARAGRAPH, spans)
            return
        self.add(self.role(), spans)
        last = self.blocks[-1] if self.blocks else None
        under = (shown and spans.words) or (below and not self._is_front(last))
        if last and under and last.role is Role.PARAGRAPH and is_below_picture(last):
            self.blocks[-1] = replace(last, role=Role.CAPTION)
            described = self.blocks[-2] if below and len(self.blocks) > 1 else None
            if described and described.role is Role.CAPTION:
                self.skips.extend(source_skips(described, PICTURE))
                del self.blocks[-2]

    def _day(self, spans: Spans) -> Run | None:
        """The number before a month and a year: no list's ("14. Mai 2024")."""
        first = spans.runs[0] if spans.runs else None
        if first is None or first.start is None:
            return None
        found = _DAY.search(self.lines.source[max(0, first.start - 5) : first.start])
        told = found and dated(found[0] + "".join(run.text for run in spans.runs))
        return Run(text=found[0], start=first.start - len(found[0])) if found and told else None

    def _is_front(self, last: Block | None) -> bool:
        """Whether a line stands before the text and names somebody: the author, by a portrait."""
        early = not any(len(block.text.split()) > _SENTENCE for block in self.blocks)
        named = last and (last.text.isupper() or byline(last.text) or bare_name(last.text))
        return early and bool(named)

    def _spans(self, token: Token, places: Places) -> Spans:
        item = self.role() is Role.LIST_ITEM and notebook.alone(token.content)
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
            self.add(Role.FOOTNOTE, told.finished())
            self._notes(told, env)

    def _table(self) -> None:
        runs = tables.rows(self.table)
        for spans, _ in self.table:
            self.skips.extend(spans.skips)
            self.repairs.extend(spans.repairs)
        filled = [spans for spans, _ in self.table if any(run.text.strip() for run in spans.runs)]
        if len(filled) == 1:  # a box that a word processor drew as a table
            self.within.append("container_box")
            self.block(Role.PARAGRAPH, filled[0].runs, marks=tuple(filled[0].marks))
            self.within.pop()
        else:
            self.block(Role.TABLE, runs)
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
        elif token.type in {"columns", "formula", "grid"}:
            self._typed(token.type, token.map)
        elif token.type == "html_block":
            content = token.content.rstrip("\n")
            self.pictured = bool(_PLACEHOLDER.fullmatch(content.strip()))
            places = self.lines.place(content, first)
            told = tags.told(self.lines.source, content, places, self.role(), self.elements)
            for block, signs in map(emphasized, told.blocks):  # as programs put it inside tags
                self.blocks.append(block)
                self.skips.extend(signs)
            self.skips.extend(told.skips)
            self.repairs.extend(told.repairs)

    def _typed(self, kind: str, lines: Sequence[int]) -> None:
        """A table whose columns blanks or signs tell, or a formula, in lines of its own."""
        content = "\n".join(self.lines.texts[slice(*lines)])
        spans = Spans(self.lines.source, content, self.lines.place(content, lines[0]))
        readers = {"columns": tables.columns, "grid": tables.grid, "formula": notebook.formulated}
        told = readers[kind](spans)
        self.skips.extend(told.skips)
        role = Role.CODE if kind == "formula" else Role.TABLE
        self.block(role, told.runs if role is Role.TABLE else merged(told.runs))

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
        self.block(Role.BLOCK_QUOTE if typed else Role.CODE, merged(spans.runs))


def _start(token: Token) -> int:
    return token.map[0] if token.map else 0

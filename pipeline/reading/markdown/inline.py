"""A Markdown parser that knows where every inline token stands.

markdown-it gives lines for blocks, but no characters for what is inside them. Here its inline
state notes, in `Token.map`, the offset in the block's content at which each token starts.
Promise: `token.map[0]` is exact, for nested contents (picture descriptions, inline notes) too.
"""

from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from pipeline.reading.markdown.boxes import admonitions
from pipeline.reading.markdown.notebook import columns, formula, wiki
from pipeline.reading.markdown.tables import drawn

_INTERRUPTED = ("paragraph", "reference", "blockquote", "list")  # what a box may cut short
_DEPTH = 8  # pictures in pictures and notes in notes; deeper ones are plain text
_OPENER = 2  # characters of "![" and of "^["


class _Placed(StateInline):
    """An inline state that notes where tokens start, from `base` on."""

    def __init__(self, src: str, md: MarkdownIt, env: EnvType, out: list[Token], base: int) -> None:
        self.base = base
        self.began = 0
        super().__init__(src, md, env, out)

    def append_pending(self, text: str) -> None:
        if not self._pending and not self._pending_buffer:
            self.began = self.pos
        super().append_pending(text)

    def pushPending(self) -> Token:  # noqa: N802  markdown-it's own name
        token = super().pushPending()
        token.map = [self.base + self.began]
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        token = super().push(ttype, tag, nesting)
        at = self.base + self.pos
        previous = self.tokens[-2] if len(self.tokens) > 1 else None
        if previous and previous.map and ttype == previous.type == "text":
            at = max(at, previous.map[0] + len(previous.content))  # "**" comes as two tokens
        token.map = [at]
        return token


class _PlacedInline(ParserInline):
    """The inline parser with that state."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[_Placed] = []

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        outer = self.open[-1] if self.open else None
        base = outer.base + outer.pos + _OPENER if outer else 0
        state = _Placed(src, md, env, tokens, base)
        if len(self.open) >= _DEPTH:
            state.append_pending(src)
            state.pushPending()
            return state.tokens
        self.open.append(state)
        try:
            self.tokenize(state)
            for rule in self.ruler2.getRules(""):
                rule(state)
        finally:
            self.open.pop()
        return state.tokens


def parser() -> MarkdownIt:
    """CommonMark with tables, strikethrough, notes, definition lists, boxes and wiki links."""
    md = MarkdownIt("commonmark")
    placed = _PlacedInline()
    placed.ruler, placed.ruler2 = md.inline.ruler, md.inline.ruler2
    md.inline = placed
    md.enable(["table", "strikethrough"])
    md.use(footnote_plugin).use(deflist_plugin)
    md.use(container_plugin, "box", validate=lambda *_: True)
    md.block.ruler.before("fence", "admonition", admonitions, {"alt": list(_INTERRUPTED)})
    md.block.ruler.before("code", "columns", columns)
    md.block.ruler.before("columns", "grid", drawn, {"alt": ["paragraph"]})
    md.block.ruler.before("fence", "formula", formula, {"alt": list(_INTERRUPTED)})
    md.inline.ruler.before("link", "wiki", wiki)
    # Each of these merges or moves tokens, and so loses their places.
    md.disable(["text_join", "fragments_join", "footnote_tail"])
    return md

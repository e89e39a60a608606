"""A tree of elements in; the text of all its nodes, and the blocks and skips in it, out.

Promise: every non-blank character of every text node stands in `source`, in document order, and
there in one block or in one skip; blanks are as a browser shows them. Shared by pages and e-books.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from pipeline.model import NOTE_MARK, Article, Block, Mark, Metadata, Repair, Role
from pipeline.patterns import pattern
from pipeline.reading.spans import HARD
from pipeline.reading.splicing import merged
from pipeline.reading.web import elements, marking, setting
from pipeline.reading.web.drafting import (
    BLANKS,
    Draft,
    Opened,
    Record,
    View,
    abut,
    attributed,
    extent,
    fitted,
    labelled,
    laid_out,
)
from pipeline.reading.web.elements import BORDERS, MARKUP, Element, name
from pipeline.values import replace

_SIGN = r"[^\w\s\"'“”‘’«»()\[\]<>]"
_RULE = pattern(rf"{_SIGN}(?:\s*{_SIGN}){{0,62}}")
_RAISED = str.maketrans("0123456789+-−n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ")
_POWER = pattern(r"[+−-]?\d{1,3}|n")
_UNLINKED = frozenset({Role.BYLINE, Role.TITLE})  # their links lead about the site
_PROSE = 100  # characters of a paragraph of the text proper
_UNRULED = frozenset({Role.CODE, Role.TABLE})


Look = Callable[[Element, View], View]


@dataclass
class Scribe:
    """Writes the source, and beside it blocks and skips, while trees are walked."""

    look: Look
    address: Callable[[str], str]
    record: Record = field(default_factory=Record)
    blocks: list[Block] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    draft: Draft = field(default_factory=Draft)
    marks: dict[str, tuple[str, int]] = field(default_factory=dict)  # open ones, by kind
    noted: dict[str, str] = field(default_factory=dict)  # notes' marks, by what they lead to
    quotes: int = 0
    pictured: bool = False  # a picture stands where the open block begins
    seam: bool = False  # between two elements, where a page may show a gap that no text holds

    def walk(self, tree: Element, view: View) -> None:
        """Take in a tree, whose surroundings are seen as `view`."""
        stack = [Opened(view, border=True, marks=[])]
        for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
            if event == "start":
                stack.append(self._enter(element, stack[-1].view))
                self._text(element, stack[-1].view)
                continue
            if event == "end":
                self._leave(stack.pop())
            if element is not tree and element.tail:
                self._say(element.tail, stack[-1].view)
        self._close()

    def article(self, metadata: Metadata) -> Article:
        """All that was walked, as provisional blocks."""
        return Article(
            source=self.record.source,
            blocks=tuple(labelled(block, self.noted) for block in self.blocks),
            metadata=metadata,
            repairs=tuple(self.repairs),
            skipped=tuple(self.record.skipped()),
        )

    # --- elements ------------------------------------------------------------------------

    def _enter(self, element: Element, around: View) -> Opened:
        tag = name(element)
        view = self.look(element, around)
        border = tag in BORDERS or (not view.skip and view.stands)
        runs_on = view.talk and tag == "dd"
        runs_on = runs_on or (around.role is view.role is Role.BYLINE and self.draft.leads())
        if border and not runs_on and not (view.cells and around.cells):
            self._close()
        elif runs_on:
            self.draft.pad(" ")
        elif border:
            self.draft.pad("\n" if tag == "tr" else "\t" if tag in {"td", "th"} else " ")
        if border and not view.centred and setting.is_centred(element):
            view = replace(view, centred=True)
        if view.skip == NOTE_MARK:
            self.noted |= marking.pointed(element)
        if view.skip:
            return Opened(view, border=border, marks=[])
        self.seam = True
        if tag in {"img", "amp-img"}:
            self.pictured = not self.draft.length
        elif tag == "br":
            self._break(view)
        elif tag == "hr" or "separator" in elements.kinds(element):
            self.blocks.append(
                Block(role=Role.RULE, runs=(), start=self.record.at, end=self.record.at)
            )
        opened = Opened(view, border=border and not (view.talk and tag == "dt"), marks=[])
        self._mark(element, tag, opened)
        return opened

    def _mark(self, element: Element, tag: str, opened: Opened) -> None:
        kind = elements.MARKS.get(tag, "") or setting.styled(element)
        kind = "strong" if opened.view.talk and tag == "dt" else kind
        if tag == "q":
            opened.quote = "’" if self.quotes % 2 else "”"
            self._sign("‘" if self.quotes % 2 else "“", opened.view)
            self.quotes += 1
        if kind and kind not in self.marks and not opened.view.verbatim:
            self.marks[kind] = ("", self.draft.length)
            opened.marks.append(kind)
        url = self.address((element.get("href") or "").strip()) if tag == "a" else ""
        if url and "link" not in self.marks:
            self.marks["link"] = (url, self.draft.length)
            opened.marks.append("link")

    def _leave(self, left: Opened) -> None:
        self.seam = True
        if left.quote:
            self.quotes -= 1
            self._sign(left.quote, left.view)
        for kind in left.marks:
            url, start = self.marks.pop(kind)
            self._marked(kind, url, start)
        if left.border and left.view.role is Role.BYLINE and self.draft.leads():
            self.draft.pad(" ")
        elif left.border and not left.view.cells:
            self._close()
        elif left.border:
            self.draft.pad(" ")

    def _marked(self, kind: str, url: str, start: int) -> None:
        if start < self.draft.length and not (kind == "link" and self.draft.view.role in _UNLINKED):
            mark = Mark(kind=kind, start=start, end=self.draft.length, url=url)
            self.draft.marks.append(mark)

    # --- text ----------------------------------------------------------------------------

    def _text(self, element: Element, view: View) -> None:
        text = element.text
        if not text or name(element) in MARKUP:
            return
        raised = name(element) == "sup" and not len(element) and not view.skip
        if raised and self.draft.length and not self.draft.glue and _POWER.fullmatch(text.strip()):
            self._power(text.strip())
        else:
            self._say(text, view)

    def _say(self, text: str, view: View) -> None:
        if view.skip:
            self.record.skip(text, view.skip)
        elif view.verbatim and view.role is Role.VERSE:
            self._lines(text, view)
        elif view.verbatim:
            self._put(text.replace("\r\n", "\n"), view)
        else:
            plain = BLANKS.sub(" ", text)
            if plain.startswith(" "):
                self.draft.pad(" ")
            if words := plain.strip(" "):
                self._put(words, view)
                if plain.endswith(" "):
                    self.draft.pad(" ")

    def _lines(self, text: str, view: View) -> None:
        for number, line in enumerate(text.split("\n")):
            if number:
                self.draft.pad(HARD)
            if line.strip():
                self._put(line.strip(), view)

    def _put(self, text: str, view: View) -> None:
        if self.draft.glue == HARD and not view.verbatim and self.draft.is_restyled(self.marks):
            self._close()
        draft = self.draft
        if not draft.length:
            draft.view = view
            if not text.strip():
                return
        elif draft.glue or (
            self.seam and view.role is Role.BYLINE and abut(draft.runs[-1].text, text)
        ):
            draft.glue = draft.glue or " "
            draft.put(draft.glue, None)
            self.record.write("\n" if draft.glue in {HARD, "\n"} else draft.glue)
        draft.glue, self.seam = "", False
        draft.put(text, self.record.at)
        self.record.write(text)

    def _break(self, view: View) -> None:
        """A line break; two in a row part paragraphs."""
        if view.cells or view.role is Role.HEADING:
            self.draft.pad(" ")
        elif view.verbatim:
            self._put("\n", view)
        elif self.draft.glue == HARD and view.role is not Role.VERSE:
            self._close()
        else:
            self.draft.pad(HARD)

    def _power(self, text: str) -> None:
        """A raised number: read plainly, ten squared would be a hundred and two."""
        raised = text.translate(_RAISED)
        base = self.draft.runs[-1].text.split()[-1:] or [""]
        self.repairs.append(
            Repair(
                kind="raised sign", before=base[0] + text, after=base[0] + raised, at=self.record.at
            )
        )
        self.record.skip(text, "written as raised signs")
        self.draft.put(raised, None)

    def _sign(self, sign: str, view: View) -> None:
        """A quotation mark that a browser shows and no text holds."""
        closing = sign in "’”"
        if closing and not self.draft.length:
            return
        glue, self.draft.glue = self.draft.glue, ""
        if not self.draft.length:
            self.draft.view = view
        elif glue and not closing:
            self.draft.put(glue, None)
            self.record.write(" ")
        self.draft.put(sign, None)
        if closing:
            self.draft.glue = glue
        self.repairs.append(Repair(kind="quotation mark", before="", after=sign, at=self.record.at))

    # --- blocks --------------------------------------------------------------------------

    def _close(self) -> None:
        """End the open block; marks that are still open go on in the next one."""
        for kind, (url, start) in self.marks.items():
            self._marked(kind, url, start)
            self.marks[kind] = (url, 0)
        draft, self.draft = self.draft, Draft()
        if draft.length:
            self._finish(draft)
        self.pictured = False
        self.record.line()

    def _finish(self, draft: Draft) -> None:
        runs, view = merged(draft.runs), draft.view
        if (place := extent(runs)) is None:
            return
        start, end = place
        text = "".join(run.text for run in runs)
        if view.role not in _UNRULED and _RULE.fullmatch(text.strip()):
            self.blocks.append(Block(role=Role.RULE, runs=(), start=start, end=end))
            return
        marks = tuple(fitted(draft.marks, text))
        if view.boxed:
            marks = (*marks, Mark(kind="box", start=0, end=len(text)))
        block = Block(
            role=self._role(view, text, marks),
            runs=runs,
            marks=marks,
            start=start,
            end=end,
            level=view.level,
            skip=view.quiet,
            label=view.label,
        )
        self._by(block) if view.by else self.blocks.append(block)

    def _by(self, block: Block) -> None:
        """Add a line that says whose words a quotation is."""
        quoted = self.blocks and self.blocks[-1].role is block.role
        told, repairs = attributed(block) if quoted else (block, ())
        self.blocks.append(told)
        self.repairs += repairs

    def _role(self, view: View, text: str, marks: tuple[Mark, ...]) -> Role:
        if view.role is not Role.PARAGRAPH or not view.centred or "link" in self.marks:
            return view.role
        begun = any(b.role is Role.PARAGRAPH and len(b.text) > _PROSE for b in self.blocks)
        return laid_out(text, marks, pictured=self.pictured, begun=begun)

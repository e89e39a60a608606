"""A Word document in, an Article of provisional blocks out.

Promise: every letter of the text, its notes, comments, heads and feet is in a run or in a skip;
what was deleted in tracked changes is not read, what was inserted is. Only text and notes have to
be sound: a document is read without styles, heads, comments or facts where those are damaged.

    docx_styles     what a paragraph's and a run's style say
    docx_text       elements → passages: fields, links, text boxes, tables
    passages        what they hold; office_looks: what only looks tell
    manuscript      passages → source, blocks, skips
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import join, normpath, split

from pipeline.errors import SourceError
from pipeline.model import Article
from pipeline.reading.archive import Archive
from pipeline.reading.office import manuscript
from pipeline.reading.office.docx_styles import Styles
from pipeline.reading.office.docx_text import Noted, Text
from pipeline.reading.office.facts import facts
from pipeline.reading.office.passages import COMMENT, Passage, noted, skipped
from pipeline.reading.office.styles import RUNNING
from pipeline.reading.office.trees import child, get, inside, local, spare, tree
from pipeline.reading.web.elements import Element

_BETWEEN = frozenset({"separator", "continuationSeparator", "continuationNotice"})


def parse(path: Path) -> Article:
    """Read a Word document. Raises: SourceError when it is damaged, locked or none."""
    package = _Package(Archive(path))
    passages = list(package.passages())
    noted = facts(spare(package.archive, package.target("", "core-properties")))
    return manuscript.article(passages, noted)


@dataclass
class _Package:
    archive: Archive
    relations: dict[str, list[Element]] = field(default_factory=dict)

    def passages(self) -> Iterator[Passage]:
        main = self.target("", "officeDocument") or "word/document.xml"
        root = tree(self.archive, main)
        body = child(root, "body")
        if body is None:
            raise SourceError(f"{self.archive.path}: no Word document in it; save it as .docx")
        styles = Styles(spare(self.archive, self.target(main, "styles")))
        text = Text(styles, self._links(main))
        yield from text.passages(body)
        yield from self._notes(main, styles, text.noted)
        comments = self.target(main, "comments")
        yield from skipped(self._part(comments, styles), COMMENT)
        for name in (*self._targets(main, "header"), *self._targets(main, "footer")):
            yield from skipped(self._part(name, styles), RUNNING)

    def target(self, part: str, kind: str) -> str:
        """The member that a part relates to in a way; empty when there is none."""
        return next(self._targets(part, kind), "")

    def _targets(self, part: str, kind: str) -> Iterator[str]:
        for relation in self._relations(part):
            inner = get(relation, "TargetMode") != "External"
            if inner and get(relation, "Type").rpartition("/")[2] == kind:
                yield normpath(join("/", split(part)[0], get(relation, "Target"))).lstrip("/")

    def _links(self, part: str) -> dict[str, str]:
        return {get(held, "Id"): get(held, "Target") for held in self._relations(part)}

    def _relations(self, part: str) -> list[Element]:
        if part not in self.relations:
            folder, name = split(part)
            root = spare(self.archive, join(folder, "_rels", f"{name}.rels"))
            self.relations[part] = list(inside(root, "Relationship"))
        return self.relations[part]

    def _part(self, name: str, styles: Styles) -> Iterator[Passage]:
        root = spare(self.archive, name)
        if root is None:
            return
        text = Text(styles, self._links(name))
        for inner in [root] if local(root) in {"hdr", "ftr"} else root:
            yield from text.passages(inner)

    def _notes(self, main: str, styles: Styles, marks: Iterable[Noted]) -> Iterator[Passage]:
        """Notes in the order of their marks, then those that no mark asks for."""
        waiting: dict[tuple[str, str], tuple[Element, Text]] = {}
        for kind in ("footnote", "endnote"):
            name = self.target(main, f"{kind}s")
            root = tree(self.archive, name) if name else None
            text = Text(styles, self._links(name))
            for note in inside(root, kind):
                if get(note, "type") not in _BETWEEN:
                    waiting[kind, get(note, "id")] = (note, text)
        for mark in marks:
            held = waiting.pop((mark.kind, mark.id), None)
            if held:
                passages = held[1].passages(held[0])
                yield from noted(passages, mark.label, mark.skip)
        for note, text in waiting.values():
            yield from noted(text.passages(note), "", "a note without a mark")

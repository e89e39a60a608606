"""An OpenDocument text in, an Article of provisional blocks out.

Promise: every letter of the text, its notes, comments, heads and feet is in a run or in a skip;
what was deleted in tracked changes is not read.

    archive         the file → its members, within limits
    odt_styles      what a paragraph's and a span's style say
    odt_text        elements → passages: lists, notes, frames, tables, changes
    passages        what they hold; office_looks: what only looks tell
    manuscript      passages → source, blocks, skips
"""

from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import SourceError
from pipeline.model import Article
from pipeline.reading.archive import Archive
from pipeline.reading.office import manuscript
from pipeline.reading.office.facts import facts
from pipeline.reading.office.odt_styles import Styles
from pipeline.reading.office.odt_text import Text
from pipeline.reading.office.passages import Passage, skipped
from pipeline.reading.office.styles import RUNNING
from pipeline.reading.office.trees import child, inside, spare, tree
from pipeline.reading.web.elements import Element

_HEADS = ("header", "header-left", "header-first", "footer", "footer-left", "footer-first")


def parse(path: Path) -> Article:
    """Read an OpenDocument text. Raises: SourceError when it is damaged, locked or none."""
    archive = Archive(path)
    if next(inside(spare(archive, "META-INF/manifest.xml"), "encryption-data"), None) is not None:
        raise SourceError(f"{path}: locked with a password; save it without one")
    named, content = spare(archive, "styles.xml"), tree(archive, "content.xml")
    body = child(content, "body", "text")
    if body is None:
        raise SourceError(f"{path}: no OpenDocument text in it; save it as .odt")
    passages = list(_passages(body, Styles(named, content), named))
    return manuscript.article(passages, facts(spare(archive, "meta.xml")))


def _passages(body: Element, styles: Styles, named: Element | None) -> Iterator[Passage]:
    text = Text(styles)
    yield from text.passages(body)
    yield from text.notes
    for page in inside(named, "master-page"):
        for head in inside(page, *_HEADS):
            yield from skipped(Text(styles).passages(head), RUNNING)

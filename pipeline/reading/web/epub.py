"""An e-book's bytes in, an Article of provisional blocks out.

Promise: its documents are read in the spine's order, as one text; cover, contents and imprint are
skipped by what they are. Nothing outside the file is ever asked for, and no file unpacks to more
than the limits here.
"""

import re
from html import unescape
from posixpath import basename, dirname
from urllib.parse import unquote

from lxml import etree

from pipeline.errors import SourceError
from pipeline.model import Article, Block, Metadata, Role, Skip
from pipeline.patterns import pattern
from pipeline.reading.archive import Archive, Limits
from pipeline.reading.drafts import extended
from pipeline.reading.splicing import source_skips
from pipeline.reading.web import boilerplate, charsets
from pipeline.reading.web.drafting import View
from pipeline.reading.web.elements import HEADINGS, Element, kinds, name, put, told
from pipeline.reading.web.epub_package import Item, metadata, sheets, spine, xml
from pipeline.reading.web.growing import grown
from pipeline.reading.web.markup import Scribe
from pipeline.reading.web.noting import noted
from pipeline.reading.web.page_data import Facts, is_web
from pipeline.reading.web.sighting import seen
from pipeline.reading.web.styling import styled
from pipeline.reading.wording import words
from pipeline.values import replace

_LIMITS = Limits(members=10_000, member=30_000_000, total=150_000_000, ratio=200, small=1_000_000)
_DAMAGED = "a damaged e-book; get it again, or give the text in another format"
_DOCTYPE = pattern(r"<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_ENTITY = pattern(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z][A-Za-z0-9]{1,31};")
_APART = {
    "cover": "the cover",
    "cover-page": "the cover",
    "toc": boilerplate.CONTENTS,
    "nav": boilerplate.CONTENTS,
    "landmarks": boilerplate.CONTENTS,
    "loi": boilerplate.CONTENTS,
    "lot": boilerplate.CONTENTS,
    "page-list": boilerplate.CONTENTS,
    "index": "the index",
    "copyright-page": "the imprint",
    "copyright": "the imprint",
    "colophon": "the imprint",
    "imprint": "the imprint",
    "seriespage": "the imprint",
    "title-page": "the title page",
    "titlepage": "the title page",
    "halftitlepage": "the title page",
    "halftitle": "the title page",
    "other-credits": "the imprint",
    "advertisement": boilerplate.ADVERT,
}
_IMPRINT = pattern(
    r"\bISBN\b|\ball rights reserved\b|\bderechos reservados\b|\bdroits réservés\b"
    r"|\balle rechte vorbehalten\b|\bdiritti riservati\b|\bdireitos reservados\b"
    r"|\A\W*(?:copyright\b|©|\(c\)).*\d{4}",
    re.IGNORECASE,
)
_LEADING = 0.7  # share of words in links, in a table of contents
_LINE = 300  # characters of an imprint's line
_PROSE = 100  # characters of a paragraph of the text proper
_NAMED = pattern(
    r"(?:^|[/_-])(cover|toc|nav|copyright|colophon|imprint|titlepage"
    r"|halftitle)[_-]?(?:page)?\d*\.x?html?$",
    re.IGNORECASE,
)


def parse(data: bytes, file: str) -> Article:
    """Read an e-book. Raises: SourceError when it is damaged, protected or too large."""
    book = _Book(data, file)
    known, items, sheets = book.package()
    trees = [(item, _tree(book.text(item.path), file)) for item in items]
    for item, tree in trees:
        styled(tree, sheets)
        _apart(item, tree)
    noted({basename(item.path): tree for item, tree in trees})
    scribe = Scribe(look=_look, address=lambda url: url if is_web(url) else "")
    titled = any(_is_titled(tree, known.title) for item, tree in trees if not _why(item, tree))
    for item, tree in trees:
        why = _why(item, tree)
        if why == "the title page" and not titled:
            why = ""
        scribe.walk(tree, View(skip=why))
    article = _without_imprint(scribe.article(_filled(known, scribe.blocks, trees)))
    if not article.blocks:
        raise SourceError(f"{file}: no text in this e-book; perhaps it holds only pictures")
    return article


class _Book:
    """An e-book's files, unpacked one by one within limits."""

    def __init__(self, data: bytes, file: str) -> None:
        self.file = file
        self.files = Archive(data, file, _LIMITS)

    def read(self, path: str) -> bytes:
        """A file's bytes; SourceError when it is missing, protected, broken or too large."""
        if path not in self.files.names:
            raise SourceError(f"{self.file}: “{path}” is missing in it; {_DAMAGED}")
        return self.files.read(path)

    def text(self, path: str) -> str:
        """A document's text."""
        return charsets.decoded(self.read(path), f"{self.file}, {path}")

    def package(self) -> tuple[Metadata, list[Item], list[str]]:
        """What the package says of the book, its documents in reading order, its style sheets."""
        path = self._package_path()
        tree = xml(self.read(path))
        if tree is None:
            raise SourceError(f"{self.file}: {_DAMAGED}")
        locked = self._locked()
        items = list(spine(tree, dirname(path)))
        if any(item.path in locked for item in items):
            raise SourceError(
                f"{self.file}: protected against copying; give the text in another format"
            )
        present = set(self.files.names)
        styles = [self.style(path) for path in sheets(tree, dirname(path)) if path in present]
        return metadata(tree), [item for item in items if item.path in present], styles

    def style(self, path: str) -> str:
        """A style sheet's text; none when it is broken: a book can be read without."""
        try:
            return self.read(path).decode("utf-8", "replace")
        except SourceError:
            return ""

    def _package_path(self) -> str:
        names = self.files.names
        if "META-INF/container.xml" in names:
            tree = xml(self.read("META-INF/container.xml"))
            found = tree.find(".//{*}rootfile") if tree is not None else None
            path = found.get("full-path") if found is not None else None
            if path in names:
                return str(path)
        package = next((one for one in names if one.endswith(".opf")), "")
        if not package:
            raise SourceError(f"{self.file}: no e-book (it has no package file); check its format")
        return package

    def _locked(self) -> frozenset[str]:
        if "META-INF/encryption.xml" not in self.files.names:
            return frozenset()
        tree = xml(self.read("META-INF/encryption.xml"))
        found = tree.iterfind(".//{*}CipherReference") if tree is not None else iter(())
        return frozenset(unquote(one.get("URI") or "") for one in found)


def _tree(text: str, file: str) -> Element:
    """A document's tree: as XML where it is well-formed, else as a browser would read it."""
    plain = _DOCTYPE.sub("", text, count=1)
    plain = _ENTITY.sub(lambda found: unescape(found[0]), plain)
    plain = re.sub(r"^\s*<\?xml[^>]*\?>", "", plain, count=1)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
    )
    try:
        tree = etree.fromstring(plain.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return grown(text, file)
    return tree if name(tree) == "html" else grown(text, file)


def _apart(item: Item, tree: Element) -> None:
    """Write into a document's parts what the package says they are: a table of contents."""
    known = {part: kind for part, kind in item.parts if kind in _APART}
    for element in tree.iter() if known else ():
        kind = known.get(element.get("id") or "", "")
        if kind and name(element) in {"div", "section", "ul", "ol", "table"}:
            put(element, "role", f"{element.get('role') or ''} {kind}".strip())


def _why(item: Item, tree: Element) -> str:
    """Why a document is no part of the text; empty: it is."""
    told_kinds = set(item.kinds)
    body = next((one for one in tree.iter() if name(one) == "body"), None)
    if body is not None:
        inner = [child for child in body if name(child) in {"section", "div", "nav"}]
        told_kinds |= kinds(body) | (
            kinds(inner[0]) if len(inner) == 1 and len(body) == 1 else frozenset()
        )
    named = _NAMED.search(item.path)
    if named and not told_kinds & {"bodymatter", "chapter"}:
        told_kinds.add(named[1].lower())
    why = next((_APART[kind] for kind in sorted(told_kinds) if kind in _APART), "")
    return why or (boilerplate.CONTENTS if body is not None and _only_leads(body) else "")


def _only_leads(body: Element) -> bool:
    """Whether nearly all words of a document are links to other parts of the book."""
    ways = [one for one in body.iter() if name(one) == "a" and one.get("href")]
    inside = [told(one) for one in ways if not is_web(str(one.get("href")))]
    led = sum(len(one.split()) for one in inside if len(one) > 1)
    return len(inside) > 1 and led > _LEADING * len(told(body).split())


def _is_titled(tree: Element, title: str) -> bool:
    heads = (one for one in tree.iter() if name(one) in HEADINGS)
    return bool(title) and any(words(told(head)) == words(title) for head in heads)


def _look(element: Element, around: View) -> View:
    """An element of an e-book: nothing stands round its text, but some of it is not seen."""
    if around.skip:
        return around
    why = boilerplate.structural(element)
    return View(skip=why) if why else seen(element, around)


def _without_imprint(article: Article) -> Article:
    """Leave out the lines of an imprint that stands in a document of the text."""
    house = words(article.metadata.publication)
    kept: list[Block] = []
    gone: list[Skip] = []
    begun = False  # the text proper
    for block in article.blocks:
        begun = begun or len(block.text) > _PROSE
        line = block.role in {Role.PARAGRAPH, Role.CREDIT} and len(block.text) < _LINE
        told = _IMPRINT.search(block.text) or (not begun and house and words(block.text) == house)
        if line and told:
            gone.extend(source_skips(block, _APART["imprint"]))
        else:
            kept.append(block)
    return extended(article, kept, (), gone)


def _filled(known: Metadata, blocks: list[Block], trees: list[tuple[Item, Element]]) -> Metadata:
    """What the package does not say: the language of the documents, the subtitle on the page."""
    language = known.language or next(
        (lang for _, tree in trees if (lang := Facts(tree).language())), ""
    )
    deck = next((" ".join(b.text.split()) for b in blocks if b.role is Role.SUBTITLE), "")
    return replace(known, language=language, subtitle=known.subtitle or deck)

"""A Document in, an EPUB 3 out: cover, contents, one spine document a section, notes, imprint.

The promise: the reading order is the spine's; cover, contents and imprint are a book's, not the
article's.
"""

from html import escape

from documents import markup
from documents.part import Document, Part
from documents.zipping import zipped
from pipeline.model import Role

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_XHTML = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
_CONTAINER = (
    f'{_HEAD}<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<rootfiles><rootfile full-path="OEBPS/content.opf"'
    ' media-type="application/oebps-package+xml"/></rootfiles></container>'
)


def write(document: Document) -> bytes:
    """The file's bytes."""
    spine = _spine(document)
    files = {"mimetype": "application/epub+zip", "META-INF/container.xml": _CONTAINER}
    files["OEBPS/content.opf"] = _package(document, tuple(spine))
    files["OEBPS/nav.xhtml"] = _page(document, _contents(document, spine))
    files |= {f"OEBPS/{name}": _page(document, inner) for name, inner in spine.items()}
    return zipped(files)


def _spine(document: Document) -> dict[str, str]:
    """The documents in reading order, by name."""
    cover = '<section epub:type="cover"><img src="cover.jpg" alt="Cover"/></section>'
    pages = {"cover.xhtml": cover}
    for number, parts in enumerate(_sections(document), 1):
        pages[f"text-{number}.xhtml"] = markup.blocks(parts, "notes.xhtml")
    if notes := markup.footnotes(document.notes().values(), "text-1.xhtml"):
        pages["notes.xhtml"] = notes
    if imprint := document.asked("imprint"):
        pages["imprint.xhtml"] = (
            f'<section epub:type="copyright-page"><p>{escape(imprint)}</p></section>'
        )
    return pages


def _sections(document: Document) -> list[list[Part]]:
    """The body's parts, a new section with every heading of the second level."""
    sections: list[list[Part]] = [[]]
    for part in document.body():
        if part.role is Role.HEADING and part.level <= 2 and sections[-1]:
            sections.append([])
        sections[-1].append(part)
    return sections


def _contents(document: Document, spine: dict[str, str]) -> str:
    names = [part.text for part in document.body() if part.role is Role.HEADING]
    texts = [name for name in spine if name.startswith("text-")]
    links = "".join(
        f'<li><a href="{file}">{escape(name)}</a></li>'
        for file, name in zip(texts, [document.title, *names], strict=False)
    )
    return f'<nav epub:type="toc"><h1>Contents</h1><ol>{links}</ol></nav>'


def _page(document: Document, inner: str) -> str:
    title = escape(document.title)
    return (
        f'{_HEAD}<!DOCTYPE html>\n<html {_XHTML} xml:lang="{document.language}">\n'
        f"<head><title>{title}</title></head>\n<body>\n{inner}\n</body>\n</html>\n"
    )


def _package(document: Document, names: tuple[str, ...]) -> str:
    creators = "".join(f"<dc:creator>{escape(name)}</dc:creator>" for name in document.authors)
    items = "".join(
        f'<item id="i{number}" href="{name}" media-type="application/xhtml+xml"/>'
        for number, name in enumerate(names)
    )
    order = "".join(f'<itemref idref="i{number}"/>' for number in range(len(names)))
    nav = '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    return (
        f'{_HEAD}<package xmlns="http://www.idpf.org/2007/opf" version="3.0"'
        ' unique-identifier="id">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:identifier id="id">urn:example:{len(names)}</dc:identifier>'
        f"<dc:title>{escape(document.title)}</dc:title>{creators}"
        f"<dc:language>{document.language}</dc:language>{_known(document)}</metadata>"
        f'<manifest>{nav}{items}</manifest><spine>{order}<itemref idref="nav"/></spine></package>'
    )


def _known(document: Document) -> str:
    facts = {"publisher": document.publication, "date": document.date}
    return "".join(f"<dc:{name}>{escape(fact)}</dc:{name}>" for name, fact in facts.items() if fact)

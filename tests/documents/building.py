"""A description file in, the document it stands for out, in its own format or another.

The promise: the same description gives the same bytes, and the same words in every format.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from documents import docx, epub, markdown, odt, page, pdf
from documents.part import Document, load
from documents.zipping import zipped

WRITERS: Mapping[str, Callable[[Document], bytes]] = {
    "md": markdown.write,
    "html": page.write,
    "docx": docx.write,
    "odt": odt.write,
    "epub": epub.write,
    "pdf": pdf.write,
}


def write(document: Document, suffix: str = "") -> bytes:
    """The document as a file's bytes, in its own format or another."""
    return WRITERS[suffix or document.format](document)


def build(description: Path, folder: Path, suffix: str = "") -> Path:
    """Write the file that a description stands for into `folder`, and say where."""
    document = load(description)
    path = folder / f"article.{suffix or document.format}"
    path.write_bytes(write(document, suffix))
    return path


def bound(book: Path, folder: Path) -> Path:
    """Zip the files of an e-book, as some program wrote them, into `folder`, and say where."""
    named = {
        file.relative_to(book).as_posix(): file.read_text(encoding="utf-8")
        for file in sorted(book.rglob("*.*"))
    }
    path = folder / "article.epub"
    path.write_bytes(zipped({"mimetype": "application/epub+zip", **named}))
    return path

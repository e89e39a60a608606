"""A file in, the Article that is understood of it out: what a process of its own is asked for.

One function a format, each of which imports no other's reader. See `apart`.
"""

from pathlib import Path

from pipeline.model import Article
from pipeline.reading.decoding import bytes_of, text_of
from pipeline.reading.understanding import understood


def md(file: Path) -> Article:
    """Read Markdown. These all raise SourceError."""
    from pipeline.reading import markdown  # noqa: PLC0415

    return understood(markdown.parse(text_of(file), str(file)), str(file))


def txt(file: Path) -> Article:
    """Read plain text."""
    from pipeline.reading import text  # noqa: PLC0415

    return understood(text.parse(text_of(file), str(file)), str(file))


def html(file: Path) -> Article:
    """Read a page of the web."""
    from pipeline.reading.web import html as page  # noqa: PLC0415

    return understood(page.parse(bytes_of(file), str(file)), str(file))


def epub(file: Path) -> Article:
    """Read a book."""
    from pipeline.reading.web import epub as book  # noqa: PLC0415

    return understood(book.parse(bytes_of(file), str(file)), str(file))


def pdf(file: Path) -> Article:
    """Read printed pages."""
    from pipeline.reading import pdf as pages  # noqa: PLC0415

    return understood(pages.parse(file), str(file))


def docx(file: Path) -> Article:
    """Read a Word file."""
    from pipeline.reading.office import docx as word  # noqa: PLC0415

    return understood(word.parse(file), str(file))


def odt(file: Path) -> Article:
    """Read an OpenDocument text."""
    from pipeline.reading.office import odt as text  # noqa: PLC0415

    return understood(text.parse(file), str(file))

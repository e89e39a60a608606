"""A Document in, a plain HTML page out: the article alone, with its metadata in the head.

The promise: what surrounds an article on a real site is not made up here.
"""

from html import escape

from documents import markup
from documents.part import Document


def write(document: Document) -> bytes:
    """The page, UTF-8."""
    head = f"<title>{escape(document.title)}</title>\n" + "\n".join(_facts(document))
    inner = markup.blocks(document.body()) + "\n" + markup.footnotes(document.notes().values())
    return (
        f'<!DOCTYPE html>\n<html lang="{document.language}">\n<head>\n<meta charset="utf-8"/>\n'
        f"{head}\n</head>\n<body>\n<article>\n{inner}\n</article>\n</body>\n</html>\n"
    ).encode()


def _facts(document: Document) -> list[str]:
    facts = [("author", author) for author in document.authors]
    facts += [("article:published_time", document.date), ("og:site_name", document.publication)]
    return [
        f'<meta {"property" if ":" in name else "name"}="{name}" content="{escape(fact)}"/>'
        for name, fact in facts
        if fact
    ]

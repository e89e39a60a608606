"""Saved pages for tests: made from a body, read, and proved by the ledger."""

from pipeline.model import Article
from pipeline.reading import ledger
from pipeline.reading.understanding import understood
from pipeline.reading.web import html

PROSE = (
    "The river rose again that night, and nobody was surprised at all, least of all the ferryman."
)
MORE = "It went on for three days, and then it stopped as suddenly as it had begun, near the weir."


def page(body: str, head: str = "", lang: str = "en") -> bytes:
    return (
        f"<!DOCTYPE html><html lang={lang}><head>{head}</head><body>{body}</body></html>".encode()
    )


def article(body: str, head: str = "") -> Article:
    """What is understood of an article with `body` between two paragraphs."""
    inner = f"<article><h1>The River</h1><p>{PROSE}</p>{body}<p>{MORE}</p></article>"
    return told(page(inner, head))


def told(data: bytes) -> Article:
    held = understood(html.parse(data, "page.html"), "page.html")
    ledger.prove(held)
    return held


def inside(held: Article) -> list[tuple[str, str]]:
    """Roles and texts of what stands between the title and the last paragraph."""
    return [(str(b.role), b.text) for b in held.blocks if b.text not in {PROSE, MORE, "The River"}]


def reasons(held: Article) -> dict[str, str]:
    return {skip.text: skip.reason for skip in held.skipped}

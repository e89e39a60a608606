"""Parts in, XHTML out: what pages and e-books share.

The promise: well-formed, and every word escaped.
"""

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby

from documents.part import Part, Piece
from pipeline.model import Role

_TAGS = {"emphasis": "em", "strong": "strong", "inserted": "ins"}
_PLAIN = frozenset({Role.PARAGRAPH, Role.TURN})


def blocks(parts: Iterable[Part], notes: str = "") -> str:
    """Blocks as XHTML. `notes` is the file that note marks point into; empty: the same one."""
    made: list[str] = []
    for item, group in groupby(parts, key=lambda part: part.role is Role.LIST_ITEM):
        inner = list(group)
        made.extend(_lists(inner, notes) if item else (_block(part, notes) for part in inner))
    return "\n".join(made)


def inline(pieces: Iterable[Piece], notes: str = "") -> str:
    """Pieces as XHTML."""
    return "".join(_piece(piece, notes) for piece in pieces).replace("\n", "<br/>\n")


def footnotes(notes: Iterable[Part], back: str = "") -> str:
    """A section of footnotes, each with a link back to its mark in the file `back`."""
    items = "\n".join(
        f'<li id="fn{note.label}" epub:type="footnote">{inline(note.pieces)}'
        f' <a href="{back}#ref{note.label}" role="doc-backlink">↩</a></li>'
        for note in notes
    )
    whole = (
        f'<section class="footnotes" role="doc-endnotes">\n<hr/>\n<ol>\n{items}\n</ol>\n</section>'
    )
    return whole if items else ""


def _lists(items: Iterable[Part], notes: str) -> Iterator[str]:
    """Items as lists; one that is deeper is in a list inside the item before it."""
    within: list[str] = []
    for item in items:
        tag = "ol" if item.ordered else "ul"
        while len(within) > item.depth + 1:
            yield f"</li></{within.pop()}>"
        if len(within) > item.depth:
            yield "</li>" if within[-1] == tag else f"</li></{within.pop()}>"
        while len(within) <= item.depth:
            within.append(tag)
            yield f"<{tag}>"
        yield f"<li>{inline(item.pieces, notes)}"
    while within:
        yield f"</li></{within.pop()}>"


def _piece(piece: Piece, notes: str) -> str:
    words = escape(piece.text, quote=False)
    if piece.kind == "deleted":
        return ""
    if piece.kind == "note":
        return (
            f'<sup id="ref{words}"><a href="{notes}#fn{words}" role="doc-noteref"'
            f' epub:type="noteref">{words}</a></sup>'
        )
    if piece.kind == "link":
        return f'<a href="{escape(piece.url)}">{words}</a>'
    tag = _TAGS.get(piece.kind)
    return f"<{tag}>{words}</{tag}>" if tag else words


def _block(part: Part, notes: str) -> str:
    words = inline(part.pieces, notes)
    cite = f"<cite>— {escape(part.by, quote=False)}</cite>" if part.by else ""
    match part.role:
        case Role.TITLE | Role.HEADING:
            level = 1 if part.role is Role.TITLE else part.level
            return f"<h{level}>{words}</h{level}>"
        case Role.PULL_QUOTE:
            return f'<aside class="pullquote" epub:type="pullquote"><p>{words}</p>{cite}</aside>'
        case Role.BLOCK_QUOTE:
            return f"<blockquote><p>{words}</p>{cite}</blockquote>"
        case Role.VERSE:
            return f'<blockquote class="verse"><p>{words}</p></blockquote>'
        case _:
            return _other(part, words)


def _other(part: Part, words: str) -> str:
    match part.role:
        case Role.TABLE:
            rows = (_row(row, head=not number) for number, row in enumerate(part.rows))
            return f"<table>{''.join(rows)}</table>"
        case Role.CODE:
            return f"<pre><code>{escape(part.text, quote=False)}</code></pre>"
        case Role.CAPTION:
            return (
                f'<figure><img src="picture.jpg" alt=""/><figcaption>{words}</figcaption></figure>'
            )
        case Role.RULE:
            return "<hr/>"
        case Role.TURN:
            return f"<p><strong>{escape(part.label, quote=False)}:</strong> {words}</p>"
        case _:
            kind = "" if part.role in _PLAIN else f' class="{part.role.value}"'
            return f"<p{kind}>{words}</p>"


def _row(cells: tuple[str, ...], *, head: bool) -> str:
    tag = "th" if head else "td"
    inner = "".join(f"<{tag}>{escape(cell, quote=False)}</{tag}>" for cell in cells)
    return f"<tr>{inner}</tr>"

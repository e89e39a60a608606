"""A Document in, Markdown as people type it out.

The promise: signs that Markdown would take for markup are escaped, so the words stay the words.
"""

import re

from documents.part import Document, Part, Piece
from pipeline.model import Role

_SIGNS = re.compile(r"([\\`*_\[\]<>&~|$^=])")
_STARTS = re.compile(r"^(\s*)(#{1,6}(?=\s)|[-+](?=\s)|:(?=\s)|\d+(?=[.)]\s)|[-=]+$)", re.MULTILINE)
_AROUND = re.compile(r"(\s*)(.*?)(\s*)", re.DOTALL)
_SIDES = {"emphasis": "*", "strong": "**"}


def write(document: Document) -> bytes:
    """The whole document, its footnotes at the end."""
    blocks = [_block(part) for part in (*document.body(), *document.notes().values())]
    return ("\n\n".join(blocks) + "\n").encode()


def inline(pieces: tuple[Piece, ...]) -> str:
    """Pieces as one run of Markdown."""
    return "".join(_piece(piece) for piece in pieces)


def _piece(piece: Piece) -> str:
    if piece.kind in {"note", "deleted"}:
        return f"[^{piece.text}]" if piece.kind == "note" else ""
    words = _SIGNS.sub(r"\\\1", piece.text)
    if piece.kind == "link":
        return f"[{words}]({piece.url})"
    found = _AROUND.fullmatch(words)
    side = _SIDES.get(piece.kind, "")
    return f"{found[1]}{side}{found[2]}{side}{found[3]}" if found and found[2] else words


def _block(part: Part) -> str:
    words = _STARTS.sub(_escaped, inline(part.pieces))
    made = {
        Role.TITLE: f"# {words}",
        Role.SUBTITLE: f"## {words}",
        Role.HEADING: f"{'#' * part.level} {words}",
        Role.PULL_QUOTE: f"---\n\n*{words}*{_by(part)}\n\n---",
        Role.BLOCK_QUOTE: f"> {words}" + (f"\n>\n>{_by(part)}" if part.by else ""),
        Role.VERSE: "> " + words.replace("\n", "  \n> "),
        Role.TURN: f"**{part.label}:** {words}",
        Role.FOOTNOTE: f"[^{part.label}]: {words}",
        Role.STANDFIRST: f"*{words}*",
        Role.LIST_ITEM: f"{'   ' * part.depth}{'1.' if part.ordered else '-'} {words}",
        Role.TABLE: _table(part),
        Role.CODE: f"```\n{part.text}\n```",
        Role.CAPTION: f'<figure><img src="picture.jpg"/><figcaption>{words}</figcaption></figure>',
        Role.RULE: "* * *",
    }
    return made.get(part.role, words)


def _table(part: Part) -> str:
    lines = [f"| {' | '.join(row)} |" for row in part.rows]
    signs = ["|" + " --- |" * len(row) for row in part.rows[:1]]
    return "\n".join([*lines[:1], *signs, *lines[1:]])


def _by(part: Part) -> str:
    return f" — {part.by}" if part.by else ""


def _escaped(found: re.Match[str]) -> str:
    return f"{found[1]}{found[2]}\\" if found[2].isdigit() else f"{found[1]}\\{found[2]}"

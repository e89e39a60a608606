"""A description in JSON in, typed parts out: what a document says, whatever its format.

The promise: only roles and kinds that every writer knows; a misspelt one is an error.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.model import Role
from pipeline.values import value

KINDS = frozenset({"", "emphasis", "strong", "link", "note", "deleted", "inserted"})


@value
class Piece:
    """Words in one style. `note` holds a footnote's mark; tracked changes are for office files."""

    text: str
    kind: str = ""
    url: str = ""


@value
class Part:
    """One block. `label` is a turn's speaker as printed or a note's mark; `by` a quote's source.

    Verse and titles may hold line feeds. `rows` holds a table's cells, its head first.
    """

    role: Role
    pieces: tuple[Piece, ...] = ()
    level: int = 2
    label: str = ""
    by: str = ""
    ordered: bool = False
    depth: int = 0  # of a list item inside other lists
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def text(self) -> str:
        """The words as a reader sees them: no note marks, nothing deleted."""
        kept = (piece.text for piece in self.pieces if piece.kind not in {"note", "deleted"})
        return "".join(kept)


@value
class Document:
    """A whole document; `layout` holds what one format alone needs (columns, running heads)."""

    parts: tuple[Part, ...]
    format: str = "md"
    title: str = ""
    authors: tuple[str, ...] = ()
    publication: str = ""
    date: str = ""
    language: str = "en"
    layout: Mapping[str, Any] | None = None

    def asked(self, name: str, default: Any = "") -> Any:
        """What the layout says under `name`."""
        return (self.layout or {}).get(name, default)

    def notes(self) -> dict[str, Part]:
        """The footnotes by their marks."""
        return {part.label: part for part in self.parts if part.role is Role.FOOTNOTE}

    def body(self) -> Iterator[Part]:
        """All parts but the footnotes."""
        return (part for part in self.parts if part.role is not Role.FOOTNOTE)


def load(path: Path) -> Document:
    """Read a description file."""
    return parsed(json.loads(path.read_text(encoding="utf-8")))


def parsed(data: Mapping[str, Any]) -> Document:
    """A description as JSON gives it → a Document."""
    facts = {name: data[name] for name in data if name not in {"parts", "authors"}}
    parts = tuple(_part(part) for part in data["parts"])
    return Document(parts=parts, authors=tuple(data.get("authors", ())), **facts)


def _part(data: Mapping[str, Any]) -> Part:
    given = {name: data[name] for name in data if name not in {"role", "text", "rows"}}
    rows = tuple(tuple(row) for row in data.get("rows", ()))
    pieces = tuple(_pieces(data.get("text", "")))
    return Part(role=Role(data["role"]), pieces=pieces, rows=rows, **given)


def _pieces(text: str | Sequence[str | Mapping[str, str]]) -> Iterator[Piece]:
    for piece in [text] if isinstance(text, str) else text:
        if isinstance(piece, str):
            yield Piece(text=piece)
        else:
            (kind,) = set(piece) & KINDS
            yield Piece(text=piece[kind], kind=kind, url=piece.get("url", ""))

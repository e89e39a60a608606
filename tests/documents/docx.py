"""A Document in, a DOCX as Word saves it out.

The promise: Word's own styles, runs split where Word splits them, notes in their own part, links
as relationships, a header and a page number that are no part of the text.
"""

from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from documents import docx_parts
from documents.part import Document, Part, Piece
from documents.zipping import zipped
from pipeline.model import Role

_STYLES = {
    Role.TITLE: "Title",
    Role.SUBTITLE: "Subtitle",
    Role.BYLINE: "Author",
    Role.PULL_QUOTE: "IntenseQuote",
    Role.BLOCK_QUOTE: "Quote",
    Role.VERSE: "Verse",
    Role.LIST_ITEM: "ListParagraph",
    Role.CAPTION: "Caption",
    Role.CODE: "HTMLPreformatted",
}
_LOOKS = {"emphasis": "<w:i/>", "strong": "<w:b/>", "link": '<w:rStyle w:val="Hyperlink"/>'}
_TRACKED = 'w:id="90" w:author="Desk" w:date="2024-02-01T10:00:00Z"'
_HALF = 30  # characters; Word splits longer runs wherever somebody paused while typing


def write(document: Document) -> bytes:
    """The file's bytes."""
    writing = _Writing(document)
    body = "\n".join(writing.block(part) for part in document.body())
    notes = "\n".join(writing.note(note) for note in document.notes().values())
    return zipped(docx_parts.files(document, body, notes, tuple(writing.urls)))


@dataclass
class _Writing:
    document: Document
    urls: list[str] = field(default_factory=list)

    def block(self, part: Part) -> str:
        if part.role is Role.TABLE:
            return _table(part)
        if part.role is Role.RULE:
            return self._paragraph("Normal", _run("* * *"), '<w:jc w:val="center"/>')
        if part.role is Role.PULL_QUOTE and self.document.asked("pull_quotes") == "box":
            return docx_parts.boxed(self._styled(part))
        return self._styled(part)

    def note(self, note: Part) -> str:
        mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
        words = mark + _run(" ") + self._runs(note.pieces)
        held = self._paragraph("FootnoteText", words)
        return f'<w:footnote w:id="{self._number(note.label)}">{held}</w:footnote>'

    def _styled(self, part: Part) -> str:
        style = _STYLES.get(part.role, "Normal")
        if part.role is Role.HEADING:
            style = f"Heading{max(1, part.level - 1)}"
        number = (
            f'<w:numPr><w:ilvl w:val="{part.depth}"/>'
            f'<w:numId w:val="{2 if part.ordered else 1}"/></w:numPr>'
        )
        made = self._paragraph(
            style, self._words(part), number if part.role is Role.LIST_ITEM else ""
        )
        by = self._paragraph(style, _run(f"— {part.by}"), '<w:jc w:val="right"/>')
        return made + (by if part.by else "")

    def _words(self, part: Part) -> str:
        label = _run(f"{part.label}:", "strong") + _run(" ") if part.role is Role.TURN else ""
        italic = part.role is Role.STANDFIRST
        pieces = tuple(
            Piece(text=piece.text, kind="emphasis") if italic and not piece.kind else piece
            for piece in part.pieces
        )
        return label + self._runs(pieces)

    def _paragraph(self, style: str, runs: str, more: str = "") -> str:
        look = f'<w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>'
        return f'<w:p w:rsidR="00A77B3E" w:rsidRDefault="00A77B3E">{look}{runs}</w:p>'

    def _runs(self, pieces: tuple[Piece, ...]) -> str:
        return "".join(self._piece(piece) for piece in pieces)

    def _piece(self, piece: Piece) -> str:
        runs = "".join(_run(half, piece.kind) for half in _halves(piece.text))
        match piece.kind:
            case "link":
                self.urls.append(piece.url)
                return (
                    f'<w:hyperlink r:id="link{len(self.urls)}" w:history="1">{runs}</w:hyperlink>'
                )
            case "note":
                look = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
                number = self._number(piece.text)
                return f'<w:r>{look}<w:footnoteReference w:id="{number}"/></w:r>'
            case "deleted":
                gone = runs.replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")
                return f"<w:del {_TRACKED}>{gone}</w:del>"
            case "inserted":
                return f"<w:ins {_TRACKED}>{runs}</w:ins>"
        return runs

    def _number(self, label: str) -> int:
        return 1 + list(self.document.notes()).index(label)


def _run(text: str, kind: str = "") -> str:
    look = f"<w:rPr>{_LOOKS[kind]}</w:rPr>" if kind in _LOOKS else ""
    lines = f'<w:t xml:space="preserve">{escape(text)}</w:t>'
    return f"<w:r>{look}{lines}</w:r>".replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')


def _halves(text: str) -> tuple[str, ...]:
    middle = len(text) // 2
    return (text[:middle], text[middle:]) if len(text) > _HALF else (text,)


def _table(part: Part) -> str:
    rows = "".join(f"<w:tr>{''.join(map(_cell, row))}</w:tr>" for row in part.rows)
    grid = "".join('<w:gridCol w:w="2000"/>' for _ in part.rows[0])
    look = f"<w:tblPr><w:tblStyle w:val={quoteattr('TableGrid')}/></w:tblPr>"
    return f"<w:tbl>{look}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


def _cell(text: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr><w:p>{_run(text)}</w:p></w:tc>'

"""A Document in, an ODT as LibreOffice saves it out.

The promise: LibreOffice's own styles, automatic styles that inherit from them, notes where their
marks stand, a comment and a header that are no part of the text.
"""

from xml.sax.saxutils import escape, quoteattr

from documents.part import Document, Part, Piece
from documents.zipping import zipped
from pipeline.model import Role

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_NAMES = ("office", "style", "text", "table", "meta", "manifest")
_SPACES = (
    " ".join(f'xmlns:{name}="{_OASIS}:{name}:1.0"' for name in _NAMES)
    + f' xmlns:fo="{_OASIS}:xsl-fo-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
_TYPE = "application/vnd.oasis.opendocument.text"
_STYLES = {
    Role.TITLE: "Title",
    Role.SUBTITLE: "Subtitle",
    Role.BYLINE: "Author",
    Role.PULL_QUOTE: "Pull_20_Quote",
    Role.BLOCK_QUOTE: "P2",
    Role.VERSE: "Verse",
    Role.CAPTION: "Caption",
    Role.CODE: "Preformatted_20_Text",
}
_PARENTS = {"P1": "Text_20_body", "P2": "Quotations"}
_LOOKS = {"emphasis": "T1", "strong": "T2", "inserted": "", "link": ""}


def write(document: Document) -> bytes:
    """The file's bytes."""
    return zipped(
        {
            "mimetype": _TYPE,
            "META-INF/manifest.xml": _manifest(),
            "meta.xml": _whole("meta", _meta(document)),
            "styles.xml": _whole("styles", _masters(document)),
            "content.xml": _whole("content", _content(document)),
        }
    )


def _whole(name: str, inner: str) -> str:
    tag = f"office:document-{name}"
    return f'{_HEAD}<{tag} {_SPACES} office:version="1.3">{inner}</{tag}>'


def _manifest() -> str:
    files = {
        "/": _TYPE,
        "content.xml": "text/xml",
        "styles.xml": "text/xml",
        "meta.xml": "text/xml",
    }
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in files.items()
    )
    return f"{_HEAD}<manifest:manifest {_SPACES}>{entries}</manifest:manifest>"


def _meta(document: Document) -> str:
    return (
        f"<office:meta><dc:title>{escape(document.title)}</dc:title>"
        f"<meta:initial-creator>{escape(', '.join(document.authors))}</meta:initial-creator>"
        f"<dc:language>{document.language}</dc:language></office:meta>"
    )


def _masters(document: Document) -> str:
    running = escape(document.asked("running_head", document.title))
    return (
        "<office:styles/><office:automatic-styles/><office:master-styles>"
        '<style:master-page style:name="Standard" style:page-layout-name="pm1">'
        f'<style:header><text:p text:style-name="Header">{running}</text:p></style:header>'
        '<style:footer><text:p text:style-name="Footer"><text:page-number>17</text:page-number>'
        "</text:p></style:footer></style:master-page></office:master-styles>"
    )


def _content(document: Document) -> str:
    notes = document.notes()
    body = "\n".join(_block(part, notes) for part in document.body())
    return (
        f"<office:automatic-styles>{_automatic()}</office:automatic-styles>"
        "<office:body><office:text><text:sequence-decls/>"
        f"{body}</office:text></office:body>"
    )


def _automatic() -> str:
    paragraphs = "".join(
        f'<style:style style:name="{name}" style:family="paragraph"'
        f' style:parent-style-name="{parent}"/>'
        for name, parent in _PARENTS.items()
    )
    return (
        f"{paragraphs}"
        '<style:style style:name="T1" style:family="text"><style:text-properties'
        ' fo:font-style="italic"/></style:style>'
        '<style:style style:name="T2" style:family="text"><style:text-properties'
        ' fo:font-weight="bold"/></style:style>'
    )


def _block(part: Part, notes: dict[str, Part]) -> str:
    if part.role is Role.HEADING:
        level = max(1, part.level - 1)
        words = _inline(part.pieces, notes)
        style = f"Heading_20_{level}"
        return f'<text:h text:style-name="{style}" text:outline-level="{level}">{words}</text:h>'
    if part.role is Role.TABLE:
        return _table(part)
    if part.role is Role.LIST_ITEM:
        item = _paragraph("P1", _inline(part.pieces, notes))
        for _ in range(part.depth + 1):
            item = f"<text:list><text:list-item>{item}</text:list-item></text:list>"
        return item
    if part.role is Role.RULE:
        return _paragraph("P1", "* * *")
    style = _STYLES.get(part.role, "P1")
    by = _paragraph(style, f"— {escape(part.by)}") if part.by else ""
    return _paragraph(style, _labelled(part, notes)) + by


def _labelled(part: Part, notes: dict[str, Part]) -> str:
    words = _inline(part.pieces, notes)
    if part.role is Role.STANDFIRST:
        return f'<text:span text:style-name="T1">{words}</text:span>'
    if part.role is Role.TURN:
        return f'<text:span text:style-name="T2">{escape(part.label)}:</text:span> {words}'
    return words


def _paragraph(style: str, words: str) -> str:
    return f'<text:p text:style-name="{style}">{words}</text:p>'


def _inline(pieces: tuple[Piece, ...], notes: dict[str, Part]) -> str:
    return "".join(_piece(piece, notes) for piece in pieces)


def _piece(piece: Piece, notes: dict[str, Part]) -> str:
    words = escape(piece.text).replace("\n", "<text:line-break/>").replace("  ", " <text:s/>")
    match piece.kind:
        case "note":
            return _note(notes[piece.text])
        case "link":
            return f'<text:a xlink:type="simple" xlink:href={quoteattr(piece.url)}>{words}</text:a>'
        case "deleted":  # LibreOffice keeps deletions apart; what is left in place is a comment
            return (
                "<office:annotation><dc:creator>Desk</dc:creator>"
                f"<text:p>{words}</text:p></office:annotation>"
            )
    style = _LOOKS.get(piece.kind)
    return f'<text:span text:style-name="{style}">{words}</text:span>' if style else words


def _note(note: Part) -> str:
    held = _paragraph("Footnote", _inline(note.pieces, {}))
    return (
        f'<text:note text:id="ftn{note.label}" text:note-class="footnote">'
        f"<text:note-citation>{note.label}</text:note-citation>"
        f"<text:note-body>{held}</text:note-body></text:note>"
    )


def _table(part: Part) -> str:
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f"<table:table-cell>{_paragraph('P1', escape(cell))}</table:table-cell>" for cell in row
        )
        + "</table:table-row>"
        for row in part.rows
    )
    return f'<table:table table:name="Table1">{rows}</table:table>'

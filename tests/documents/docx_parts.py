"""The text of a DOCX in, the named XML files round it out.

The promise: what Word refuses to open a file without is there, and no more.
"""

from xml.sax.saxutils import escape, quoteattr

from documents.part import Document

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NAMED = {  # style id → the name people see
    "Normal": "Normal",
    "Title": "Title",
    "Subtitle": "Subtitle",
    "Author": "Author",
    "Heading1": "heading 1",
    "Heading2": "heading 2",
    "Heading3": "heading 3",
    "Quote": "Quote",
    "IntenseQuote": "Intense Quote",
    "Verse": "Verse",
    "ListParagraph": "List Paragraph",
    "Caption": "caption",
    "HTMLPreformatted": "HTML Preformatted",
    "FootnoteText": "footnote text",
    "Header": "header",
    "Footer": "footer",
}
_PARTS = ("styles", "numbering", "footnotes", "header", "footer")


def files(document: Document, body: str, notes: str, urls: tuple[str, ...]) -> dict[str, str]:
    """Every file of the package, by name."""
    section = '<w:sectPr><w:headerReference w:type="default" r:id="header"/>'
    section += '<w:footerReference w:type="default" r:id="footer"/></w:sectPr>'
    running = document.asked("running_head", document.title)
    page = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>17</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    return {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations(
            {
                "rId1": (f"{_OFFICE}/officeDocument", "word/document.xml"),
                "rId2": (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            }
        ),
        "docProps/core.xml": _core(document),
        "word/document.xml": _part("document", f"<w:body>{body}{section}</w:body>"),
        "word/styles.xml": _part("styles", _styles()),
        "word/numbering.xml": _part("numbering", _numbering()),
        "word/footnotes.xml": _part("footnotes", _parting() + notes),
        "word/header.xml": _part(
            "hdr", _lone("Header", f"<w:r><w:t>{escape(running)}</w:t></w:r>")
        ),
        "word/footer.xml": _part("ftr", _lone("Footer", page)),
        "word/_rels/document.xml.rels": _document_relations(urls),
    }


def boxed(paragraph: str) -> str:
    """A paragraph in a text box, said twice as Word does: for itself and for old readers."""
    box = f"<w:txbxContent>{paragraph}</w:txbxContent>"
    new = (
        '<mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData>'
        f"<wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp>"
        "</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
    )
    old = f"<w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict>"
    old = f"<mc:Fallback>{old}</mc:Fallback>"
    return f"<w:p><w:r><mc:AlternateContent>{new}{old}</mc:AlternateContent></w:r></w:p>"


def _part(name: str, inner: str) -> str:
    return f"{_HEAD}<w:{name} {_SPACES}>{inner}</w:{name}>"


def _lone(style: str, runs: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'


def _types() -> str:
    kinds = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{name}+xml"/>'
        for name in _PARTS
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
        f"{kinds}</Types>"
    )


def _core(document: Document) -> str:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(document.title)}</dc:title>"
        f"<dc:creator>{escape('; '.join(document.authors))}</dc:creator>"
        f"<dc:language>{document.language}</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">2024-01-01T08:00:00Z</dcterms:created>'
        "</cp:coreProperties>"
    )


def _relations(links: dict[str, tuple[str, str]], more: str = "") -> str:
    held = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>'
        for key, (kind, target) in links.items()
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{held}{more}</Relationships>'


def _document_relations(urls: tuple[str, ...]) -> str:
    links = "".join(
        f'<Relationship Id="link{number}" Type="{_OFFICE}/hyperlink" Target={quoteattr(url)}'
        ' TargetMode="External"/>'
        for number, url in enumerate(urls, 1)
    )
    return _relations({name: (f"{_OFFICE}/{name}", f"{name}.xml") for name in _PARTS}, links)


def _styles() -> str:
    return "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in _NAMED.items()
    )


def _numbering() -> str:
    levels = "".join(
        f'<w:abstractNum w:abstractNumId="{number}">{_level(0, kind, "%1.")}'
        f"{_level(1, kind, '%2.')}{_level(2, kind, '%3.')}</w:abstractNum>"
        for number, kind in ((1, "bullet"), (2, "decimal"))
    )
    uses = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
        for number in (1, 2)
    )
    return levels + uses


def _level(number: int, kind: str, text: str) -> str:
    text = "•" if kind == "bullet" else text
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
    )


def _parting() -> str:
    """The two notes every file has: the line over the notes, and over their continuation."""
    return (
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/>'
        "</w:r></w:p></w:footnote>"
    )

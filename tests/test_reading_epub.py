"""E-books in: the spine's documents as one text out, and what is no text by its name."""

import io
import zipfile
from pathlib import Path

import pytest

from pipeline.errors import SourceError
from pipeline.model import Article, Role
from pipeline.reading import ledger, read
from pipeline.reading.understanding import understood
from pipeline.reading.web import epub

FUTURE = b"PK\1\2\x14\x03\x6c"  # an entry of a zip that asks for version 10.8 to unpack it
PROSE = "A dry stone wall has no mortar, and it stands because every stone leans on every other."
CONTAINER = (
    '<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
)
FACTS = (
    "<dc:title>The Patience of Stones</dc:title><dc:creator>Eilidh Ross</dc:creator>"
    '<dc:creator opf:role="ill">Al Ray</dc:creator><dc:language>en-GB</dc:language>'
    "<dc:publisher>Dry Wall Press</dc:publisher><dc:date>2017-05-01T00:00:00Z</dc:date>"
)
CHAPTER = f"<section><h1>The Patience of Stones</h1><p>{PROSE}</p></section>"


def page(inner: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"'
        ' xmlns:epub="http://www.idpf.org/2007/ops"><head><title/></head>'
        f"<body>{inner}</body></html>"
    )


def book(
    documents: dict[str, str], extra: dict[str, str] | None = None, properties: str = ""
) -> bytes:
    items = "".join(
        f'<item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml"'
        f"{properties if name == 'nav' else ''}/>"
        for name in documents
    )
    order = "".join(f'<itemref idref="{name}"/>' for name in documents)
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:opf="http://www.idpf.org/2007/opf"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/">{FACTS}</metadata>'
        f"<manifest>{items}</manifest><spine>{order}</spine></package>"
    )
    files = {"META-INF/container.xml": CONTAINER, "OEBPS/book.opf": package}
    files |= {f"OEBPS/{name}.xhtml": text for name, text in documents.items()}
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in {**files, **(extra or {})}.items():
            made.writestr(name, text)
    return held.getvalue()


def told(data: bytes) -> Article:
    held = understood(epub.parse(data, "book.epub"), "book.epub")
    ledger.prove(held)
    return held


def test_documents_are_one_text_in_the_order_of_the_spine() -> None:
    notes = (
        '<aside epub:type="footnote" id="n1"><p>One over two. '
        '<a href="b.xhtml#r1" epub:type="backlink">↩</a></p></aside>'
    )
    mark = '<a epub:type="noteref" id="r1" href="z.xhtml#n1">1</a>'
    held = told(
        book(
            {
                "cover": page('<section epub:type="cover"><p>Cover words</p></section>'),
                "b": page(CHAPTER),
                "a": page(f"<section><h2>Hearting</h2><p>{PROSE} Still.{mark}</p></section>"),
                "z": page(notes),
                "nav": page(
                    '<nav epub:type="toc"><ol><li><a href="b.xhtml">One</a></li></ol></nav>'
                ),
                "copyright": page("<p>All rights reserved.</p>"),
            },
            properties=' properties="nav"',
        )
    )
    assert [(str(b.role), b.text) for b in held.blocks] == [
        ("title", "The Patience of Stones"),
        ("paragraph", PROSE),
        ("heading", "Hearting"),
        ("paragraph", f"{PROSE} Still."),
        ("footnote", "One over two."),
    ]
    assert {skip.text: skip.reason for skip in held.skipped} == {
        "Cover words": "the cover",
        "1": "a note's mark",
        "↩": "a note's way back to the text",
        "One": "a table of contents",
        "All rights reserved.": "the imprint",
    }


def test_facts_of_the_package() -> None:
    known = told(book({"a": page(CHAPTER)})).metadata
    assert (known.title, known.authors) == ("The Patience of Stones", ("Eilidh Ross",))
    assert (known.publication, known.date) == ("Dry Wall Press", "2017-05-01")
    assert known.language == "en-GB"


def test_roles_by_type_and_class() -> None:
    inner = (
        f'{CHAPTER}<aside epub:type="pullquote"><p>It has no mortar.</p></aside>'
        "<blockquote><p>Never put a stone down twice.</p></blockquote>"
        "<figure><figcaption>The dyke.</figcaption></figure>"
        f"<p>{PROSE} Again&#160;and&nbsp;again.</p>"
    )
    held = told(book({"a": page(inner)}))
    assert [b.role for b in held.blocks[2:5]] == [Role.PULL_QUOTE, Role.BLOCK_QUOTE, Role.CAPTION]
    assert held.blocks[5].text.replace("\xa0", " ").endswith("Again and again.")


def test_links_inside_the_book_are_not_the_articles() -> None:
    links = '<a href="z.xhtml">there</a> and <a href="https://e.example/">here</a>'
    inner = f"{CHAPTER}<p>See {links}. {PROSE}</p>"
    assert [link.text for link in told(book({"a": page(inner)})).links] == ["here"]


def test_a_document_that_is_no_xml_is_read_as_a_browser_would() -> None:
    held = told(book({"a": page(f"{CHAPTER}<p>Unclosed &amp; {PROSE}<br>")}))
    assert held.blocks[-1].text.startswith("Unclosed & A dry stone wall")


def test_control_characters_in_attributes_stop_nothing() -> None:
    note = '<p>He left.<a id="r1" href="#n1">1</a></p><p id="n1" role="&#1;">1 In May.</p>'
    article = told(book({"one": page(f"<h1>The Patience of Stones</h1><p>{PROSE}</p>{note}")}))
    assert any("He left." in block.text for block in article.blocks)


def test_entities_are_never_followed() -> None:
    bomb = '<!DOCTYPE html [<!ENTITY a "boom boom"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
    text = page(f"{CHAPTER}<p>&a; &b; {PROSE}</p>").replace("<!DOCTYPE html>", bomb)
    held = told(book({"a": text}))
    assert "boom boom" not in held.source
    assert "root:" not in held.source


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\3\4 nothing", "damaged"),
        (b"", "damaged"),
        (book({"a": page(CHAPTER)}).replace(b"PK\1\2\x14\x03\x14", FUTURE), "damaged"),
        (book({"a": page("<img/>")}), "no text"),
        (book({"a": page(CHAPTER)}, {"OEBPS/big.txt": ""})[:-30], "damaged"),
        (book({"a": page(f"<p>{'a' * 40_000_000}</p>")}), "unpacks to more"),
        (
            book(
                {"a": page(CHAPTER)},
                {"META-INF/encryption.xml": '<e><CipherReference URI="OEBPS/a.xhtml"/></e>'},
            ),
            "protected",
        ),
    ],
    ids=["no zip", "empty", "a zip of the future", "pictures", "cut off", "bomb", "protected"],
)
def test_what_is_no_readable_book_is_one_clear_error(data: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message) as caught:
        epub.parse(data, "book.epub")
    assert "\n" not in str(caught.value)


def test_a_book_on_disk(tmp_path: Path) -> None:
    path = tmp_path / "stones.epub"
    path.write_bytes(book({"a": page(CHAPTER)}))
    assert read(path).metadata.publication == "Dry Wall Press"

"""Word and OpenDocument files: every letter on the record, styles as roles, none hostile."""

import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from documents.building import write
from documents.part import load, parsed
from documents.zipping import zipped
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scoring import CASES

from pipeline import reading
from pipeline.errors import SourceError
from pipeline.model import Article, Role
from pipeline.reading import ledger
from pipeline.reading.archive import Archive, Limits
from pipeline.reading.office import docx, odt
from pipeline.reading.understanding import understood

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
SPACES = f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="{MC}" xmlns:m="urn:math"'
OASIS = "urn:oasis:names:tc:opendocument:xmlns"
ODF = " ".join(
    f'xmlns:{name}="{OASIS}:{long}:1.0"'
    for name, long in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible"),
        ("m", "manifest"),
    )
)
ODF += ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'


def relations(*related: tuple[str, str, str]) -> str:
    held = "".join(
        f'<Relationship Id="{key}" Type="{R}/{kind}" Target="{escape(target)}"/>'
        for key, kind, target in related
    )
    return f"<Relationships>{held}</Relationships>"


def word(folder: Path, body: str, *, styles: str = "", notes: str = "", rels: str = "") -> Path:
    files = {
        "_rels/.rels": relations(("a", "officeDocument", "word/document.xml")),
        "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {SPACES}>{styles}</w:styles>",
        "word/footnotes.xml": f"<w:footnotes {SPACES}>{notes}</w:footnotes>",
        "word/_rels/document.xml.rels": rels
        or relations(("s", "styles", "styles.xml"), ("f", "footnotes", "footnotes.xml")),
    }
    path = folder / "article.docx"
    path.write_bytes(zipped(files))
    return path


def writer(
    folder: Path, body: str, *, styles: str = "", more: dict[str, str] | None = None
) -> Path:
    content = (
        f"<office:document-content {ODF}><office:automatic-styles>{styles}"
        "</office:automatic-styles><office:body><office:text>"
        f"{body}</office:text></office:body></office:document-content>"
    )
    path = folder / "article.odt"
    path.write_bytes(zipped({"mimetype": "odt", "content.xml": content} | (more or {})))
    return path


def run(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(inner: str, style: str = "", more: str = "") -> str:
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{styled}{more}</w:pPr>{inner}</w:p>"


def field(code: str, shown: str) -> str:
    def char(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    told = f"<w:r><w:instrText>{escape(code)}</w:instrText></w:r>"
    return f"{char('begin')}{told}{char('separate')}{shown}{char('end')}"


def named(key: str, name: str, more: str = "") -> str:
    return f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>{more}</w:style>'


def taken(path: Path) -> Article:
    """What the format's own reader gives; once understood, the ledger must hold."""
    article: Article = (odt if path.suffix == ".odt" else docx).parse(path)
    ledger.prove(understood(article, str(path)))
    return article


def told(article: Article) -> list[tuple[str, str]]:
    return [(block.role.value, block.text) for block in article.blocks]


def reasons(article: Article) -> dict[str, str]:
    return {held.text: held.reason for held in article.skipped}


# --- Word ------------------------------------------------------------------------------------


def test_styles_count_by_their_names_their_basis_and_their_outline(tmp_path: Path) -> None:
    styles = (
        named("Titel", "Title")
        + named("berschrift1", "heading 1")
        + named("Own", "House head", '<w:basedOn w:val="berschrift1"/>')
        + named("Deep", "Deep", '<w:pPr><w:outlineLvl w:val="2"/></w:pPr>')
        + named("Pull", "Pull Quote")
        + named("Zitat", "Quote")
        + named("Loop", "Loop", '<w:basedOn w:val="Loop"/>')
    )
    listed = '<w:numPr><w:numId w:val="{}"/></w:numPr>'
    body = (
        p(run("A title"), "Titel")
        + p(run("One"), "berschrift1")
        + p(run("Two"), "Own")
        + p(run("Three"), "Deep")
        + p(run("Said"), "Pull")
        + p(run("Quoted"), "Zitat")
        + p(run("Item"), more=listed.format(3))
        + p(run("No item"), "Loop", listed.format(0))
    )
    article = taken(word(tmp_path, body, styles=styles))
    assert told(article) == [
        ("heading", "A title"),
        ("heading", "One"),
        ("heading", "Two"),
        ("heading", "Three"),
        ("pull_quote", "Said"),
        ("block_quote", "Quoted"),
        ("list_item", "Item"),
        ("paragraph", "No item"),
    ]
    assert [block.level for block in article.blocks[:4]] == [1, 2, 2, 4]


def test_letters_that_are_given_as_elements_are_read(tmp_path: Path) -> None:
    pieces = (
        "<w:t>dazz</w:t><w:softHyphen/><w:t>ling</w:t><w:tab/><w:t>no</w:t><w:noBreakHyphen/>"
        '<w:t>one</w:t><w:br/><w:t>next</w:t><w:sym w:font="Symbol" w:char="F061"/>'
        '<w:sym w:font="Wingdings" w:char="2014"/>'
    )
    article = taken(word(tmp_path, p(f"<w:r>{pieces}</w:r>")))
    assert article.blocks[0].text == "dazz\u00adling no\u2011one\u2028nextα—"


def test_links_come_from_relations_and_from_fields(tmp_path: Path) -> None:
    body = p(
        f'<w:hyperlink r:id="l">{run("one", "<w:b/>")}{run(" link")}</w:hyperlink>'
        + field(' HYPERLINK "https://two.example/a b" \\o "x"', run("two"))
        + f'<w:fldSimple w:instr="HYPERLINK https://three.example">{run("three")}</w:fldSimple>'
        + field(' HYPERLINK \\l "anchor"', run("four"))
    )
    link = relations(("l", "hyperlink", "https://one.example"))
    article = taken(word(tmp_path, body, rels=link))
    assert [(link.text, link.url) for link in article.links] == [
        ("one link", "https://one.example"),
        ("two", "https://two.example/a b"),
        ("three", "https://three.example"),
    ]


def test_what_is_not_read_says_why(tmp_path: Path) -> None:
    contents = field(' TOC \\o "1-3" ', run("Contents line ") + field(" PAGEREF _1 ", run("3")))
    body = (
        p(contents)
        + p(run("Seen ") + run("unseen ", "<w:vanish/>") + f"<w:del>{run('gone ')}</w:del>")
        + p(run("Page ") + field(" PAGE ", run("17")))
    )
    article = taken(word(tmp_path, body))
    assert [text for _, text in told(article)] == ["Seen", "Page"]
    why = reasons(article)
    assert why["unseen"] == "hidden text"
    assert why["gone"] == "deleted in tracked changes"
    assert why["17"] == "a page number"
    assert "contents" in why["Contents line 3"]


def test_tracked_changes_join_the_paragraphs_that_they_make_one(tmp_path: Path) -> None:
    gone = "<w:rPr><w:del/></w:rPr>"
    article = taken(word(tmp_path, p(run("First half "), more=gone) + p(run("and second."))))
    assert told(article) == [("paragraph", "First half and second.")]


def test_a_drop_cap_is_part_of_its_word(tmp_path: Path) -> None:
    cap = p(run("O"), more='<w:framePr w:dropCap="drop" w:lines="3"/>')
    article = taken(word(tmp_path, cap + p(run("nce upon a time."))))
    assert told(article) == [("paragraph", "Once upon a time.")]


def test_notes_follow_the_text_in_the_order_of_their_marks(tmp_path: Path) -> None:
    notes = (
        f'<w:footnote w:type="separator" w:id="-1">{p("<w:r><w:separator/></w:r>")}</w:footnote>'
        f'<w:footnote w:id="1">{p(run("Written first."))}</w:footnote>'
        f'<w:footnote w:id="2">{p(run("Asked for first."))}</w:footnote>'
    )
    typed = '<w:r><w:footnoteReference w:id="1" w:customMarkFollows="1"/><w:t>†</w:t></w:r>'
    body = p(run("A.") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run(" B.") + typed)
    article = taken(word(tmp_path, body, notes=notes))
    assert [(b.role.value, b.label, b.text) for b in article.blocks] == [
        ("paragraph", "", "A. B."),
        ("footnote", "1", "Asked for first."),
        ("footnote", "†", "Written first."),
    ]
    assert reasons(article)["†"] == reasons(article)["1"] == "a note's mark"


def test_a_text_box_is_read_once_after_its_paragraph(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p(run('Boxed words.'))}</w:txbxContent>"
    twice = (
        f"<mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    article = taken(word(tmp_path, p(run("Before ") + f"<w:r>{twice}</w:r>" + run("after."))))
    assert told(article) == [("paragraph", "Before after."), ("paragraph", "Boxed words.")]
    assert [mark.kind for mark in article.blocks[1].marks] == ["box"]


def cells(*texts: str) -> str:
    return "".join(f"<w:tc>{p(run(text))}</w:tc>" for text in texts)


def test_tables_of_facts_boxes_and_layouts_are_told_apart(tmp_path: Path) -> None:
    prose = "word " * 25
    column = f"<w:tc>{p(run(prose))}{p(run(prose))}</w:tc>"
    tables = (
        f"<w:tr>{cells('Year', 'Letters')}</w:tr><w:tr>{cells('1840', 'many')}</w:tr>",
        f"<w:tr>{cells('Alone in a box')}</w:tr>",
        f"<w:tr>{column}{cells('aside')}</w:tr>",
    )
    article = taken(word(tmp_path, "".join(f"<w:tbl>{held}</w:tbl>" for held in tables)))
    assert told(article)[:2] == [
        ("table", "Year\tLetters\n1840\tmany"),
        ("paragraph", "Alone in a box"),
    ]
    assert [role for role, _ in told(article)[2:]] == ["paragraph"] * 3


def test_marks_go_on_over_the_runs_that_word_splits(tmp_path: Path) -> None:
    look = "<w:i/>"
    body = p(
        run("all ", look)
        + run("in ", look)
        + run("italics", look)
        + run(" but", "<w:i w:val='0'/>")
    )
    block = taken(word(tmp_path, body)).blocks[0]
    assert [(m.kind, block.text[m.start : m.end]) for m in block.marks] == [
        ("emphasis", "all in italics")
    ]


def test_code_keeps_its_blanks(tmp_path: Path) -> None:
    texts = (f'<w:t xml:space="preserve">{line}</w:t>' for line in ("a = (", "   1", ")"))
    run = f"<w:r>{'<w:br/>'.join(texts)}</w:r>"
    article = taken(word(tmp_path, p(run, "Pre"), styles=named("Pre", "HTML Preformatted")))
    assert told(article) == [("code", "a = (\n   1\n)")]


def test_lines_of_verse_are_one_poem_and_blank_ones_part_it(tmp_path: Path) -> None:
    body = "".join(p(run(line) if line else "", "Verse") for line in ("One,", "two.", "", "Three."))
    article = taken(word(tmp_path, body, styles=named("Verse", "Verse")))
    assert told(article) == [("verse", "One,\u2028two."), ("verse", "Three.")]


LONG = "It was a long way to the river and back again, and nobody who went there ever spoke of it. "


def test_what_no_style_names_is_told_by_its_looks(tmp_path: Path) -> None:
    line = '<w:pBdr><w:bottom w:val="single"/></w:pBdr>'
    lines = '<w:pBdr><w:top w:val="single"/><w:bottom w:val="single"/></w:pBdr>'
    body = (
        p(run("A title by hand", '<w:b/><w:sz w:val="40"/>'))
        + p(run(LONG * 2) + run("1", '<w:sz w:val="12"/>'))
        + p(run("A section", '<w:sz w:val="30"/>'))
        + p(run(LONG * 2)) * 3
        + p(run(LONG), more='<w:ind w:left="720" w:right="720"/>')
        + p("", more=line)
        + p(run(LONG), more='<w:ind w:left="720" w:hanging="360"/>')
        + p(run("Nobody who went there ever spoke of it."), more=lines)
    )
    article = taken(word(tmp_path, body))
    kinds = [(block.role.value, block.level) for block in article.blocks]
    plain = ("paragraph", 0)
    quote, rule = ("block_quote", 0), ("rule", 0)
    section = [("heading", 1), plain, ("heading", 2), plain, plain, plain]
    assert kinds == [*section, quote, rule, plain, plain]
    assert article.blocks[-1].marks[0].kind == "box"


def test_a_sentence_in_large_letters_in_a_text_box_is_a_pull_quote(tmp_path: Path) -> None:
    said = "Nobody who went there ever spoke of it."
    box = "<w:drawing><w:txbxContent>{}</w:txbxContent></w:drawing>"
    large, small = (box.format(p(run(said, look))) for look in ('<w:sz w:val="36"/>', ""))
    body = "".join(p(f"{run(LONG * 2)}<w:r>{inner}</w:r>") for inner in (large, small))
    roles = [block.role.value for block in taken(word(tmp_path, body)).blocks]
    assert roles == ["paragraph", "pull_quote", "paragraph", "paragraph"]


def test_a_name_that_the_file_keeps_gives_way_to_the_title_in_the_text(tmp_path: Path) -> None:
    auto = made("P1", "Standard", 'fo:font-size="22pt"')
    noted = "<office:meta><dc:title>Lecture final v2</dc:title></office:meta>"
    meta = f"<office:document-meta {ODF}>{noted}</office:document-meta>"
    body = '<text:p text:style-name="P1">The Reith Lecture</text:p>'
    body += f'<text:p text:style-name="Standard">{LONG * 2}</text:p>'
    article = taken(writer(tmp_path, body, styles=auto, more={"meta.xml": meta}))
    assert (article.metadata.title, article.metadata.authors) == ("", ())


def test_a_long_row_of_signs_is_read_at_once(tmp_path: Path) -> None:
    article = taken(word(tmp_path, p(run("☘" * 80 + "x")) + p(run("Read."))))
    assert [text for _, text in told(article)] == ["☘" * 80 + "x", "Read."]


def test_an_indent_that_most_paragraphs_have_means_nothing(tmp_path: Path) -> None:
    article = taken(word(tmp_path, p(run(LONG), more='<w:ind w:left="720"/>') * 3))
    assert [role for role, _ in told(article)] == ["paragraph"] * 3


# --- OpenDocument ----------------------------------------------------------------------------


def made(name: str, parent: str, look: str = "", family: str = "paragraph") -> str:
    return (
        f'<style:style style:name="{name}" style:family="{family}"'
        f' style:parent-style-name="{parent}"><style:text-properties {look}/></style:style>'
    )


def test_made_styles_count_as_those_they_inherit_from(tmp_path: Path) -> None:
    styles = (
        made("P1", "Quotations")
        + made("P2", "P1", 'fo:font-style="italic"')
        + made("P3", "Pull_20_Quote")
        + made("T1", "", 'fo:font-weight="700"', "text")
    )
    body = (
        '<text:p text:style-name="P2">Quoted</text:p><text:p text:style-name="P3">Pulled</text:p>'
        '<text:h text:outline-level="3">Head</text:h>'
        '<text:p>A <text:span text:style-name="T1">bold</text:span><text:s text:c="3"/>word'
        '<text:line-break/><text:a xlink:href="https://one.example">link</text:a></text:p>'
        "<text:list><text:list-item><text:p>Item</text:p></text:list-item></text:list>"
    )
    article = taken(writer(tmp_path, body, styles=styles))
    assert told(article) == [
        ("block_quote", "Quoted"),
        ("pull_quote", "Pulled"),
        ("heading", "Head"),
        ("paragraph", "A bold word\u2028link"),
        ("list_item", "Item"),
    ]
    assert [mark.kind for mark in article.blocks[3].marks] == ["strong", "link"]
    assert not article.blocks[0].marks


def test_looks_count_in_writer_too(tmp_path: Path) -> None:
    def laid(name: str, look: str) -> str:
        return (
            f'<style:style style:name="{name}" style:family="paragraph">'
            f"<style:paragraph-properties {look}/></style:style>"
        )

    styles = (
        made("P1", "", 'fo:font-size="20pt"')
        + laid("P2", 'fo:margin-left="1cm" fo:margin-right="1cm" fo:text-indent="0cm"')
        + laid("P3", 'fo:border-top="0.06pt solid #000" fo:border-bottom="0.06pt solid #000"')
    )
    text = f"<text:p>{LONG * 2}</text:p>"
    body = (
        f'<text:p text:style-name="P1">A title by hand</text:p>{text * 4}'
        f'<text:p text:style-name="P2">{LONG}</text:p>'
        '<text:p text:style-name="Horizontal_20_Line"/>'
        '<text:p text:style-name="P3">Nobody who went there ever spoke of it.</text:p>'
    )
    article = taken(writer(tmp_path, body, styles=styles))
    roles = [role for role, _ in told(article)]
    assert roles == ["heading", *["paragraph"] * 4, "block_quote", "rule", "paragraph"]
    assert article.blocks[-1].marks[0].kind == "box"


def test_what_writer_keeps_beside_the_text_is_skipped_or_told_apart(tmp_path: Path) -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><office:change-info>"
        "<dc:creator>Desk</dc:creator></office:change-info><text:p>Gone</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        "<text:p>Text<text:note><text:note-citation>*</text:note-citation><text:note-body>"
        "<text:p>Note</text:p></text:note-body></text:note>"
        "<office:annotation><dc:creator>Desk</dc:creator><text:p>Check</text:p></office:annotation>"
        " goes on <text:page-number>17</text:page-number><draw:frame><draw:text-box>"
        "<text:p>Boxed</text:p></draw:text-box><svg:desc>A hen</svg:desc></draw:frame></text:p>"
        "<text:table-of-content><text:table-of-content-source>Template"
        "</text:table-of-content-source><text:index-body><text:p>One 1</text:p></text:index-body>"
        "</text:table-of-content>"
    )
    article = taken(writer(tmp_path, body))
    assert told(article) == [
        ("paragraph", "Text goes on"),
        ("paragraph", "Boxed"),
        ("footnote", "Note"),
    ]
    assert article.blocks[2].label == "*"
    assert {text: why.split()[-1] for text, why in reasons(article).items()} == {
        "Gone": "changes",
        "*": "mark",
        "Check": "comment",
        "17": "number",
        "A hen": "description",
        "One 1": "contents",
    }
    assert "Desk" not in article.source


def test_a_locked_opendocument_text_is_one_clear_line(tmp_path: Path) -> None:
    manifest = f"<m:manifest {ODF}><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>"
    path = writer(tmp_path, "", more={"META-INF/manifest.xml": manifest})
    with pytest.raises(SourceError, match="password"):
        reading.read(path)


# --- Both ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", sorted(CASES.glob("*/description.json")), ids=lambda p: p.parent.name
)
@pytest.mark.parametrize("suffix", ["docx", "odt"])
def test_described_documents_keep_every_word(path: Path, suffix: str, tmp_path: Path) -> None:
    document = load(path)
    file = tmp_path / f"article.{suffix}"
    file.write_bytes(write(document, suffix))
    article = taken(file)
    said = " ".join(" ".join(block.text for block in article.blocks).split())
    for part in document.parts:
        assert " ".join(part.text.split()) in said


def test_a_file_is_read_in_a_process_of_its_own(tmp_path: Path) -> None:
    article = reading.read(word(tmp_path, p(run("Only this."))))
    assert told(article) == [("paragraph", "Only this.")]


ROLES = st.sampled_from(
    ["paragraph", "heading", "pull_quote", "block_quote", "list_item", "caption", "verse", "code"]
)
TEXT = st.text("abc é—’\u00a0\u00ad<&>]\n*1.", min_size=1, max_size=30).filter(
    lambda text: any(letter.isalnum() for letter in text)
)
PIECES = st.lists(
    st.one_of(
        TEXT,
        st.builds(
            lambda kind, text: {kind: text},
            st.sampled_from(["emphasis", "strong", "inserted"]),
            TEXT,
        ),
    ),
    min_size=1,
    max_size=4,
)
PARTS = st.lists(
    st.builds(lambda role, text: {"role": role, "text": text}, ROLES, PIECES),
    min_size=1,
    max_size=8,
)


def letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(parts=PARTS, suffix=st.sampled_from(["docx", "odt"]))
def test_no_letter_of_random_documents_is_lost(
    tmp_path: Path, parts: list[Any], suffix: str
) -> None:
    opening = {"role": "paragraph", "text": "It was a long way to the river."}
    document = parsed({"parts": [opening, *parts]})
    file = tmp_path / f"random.{suffix}"
    file.write_bytes(write(document, suffix))
    article = taken(file)
    wanted = letters("".join(part.text for part in document.parts))
    assert letters("".join(block.text for block in article.blocks)) == wanted


# --- Hostile files ---------------------------------------------------------------------------

BOMB = '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:300])


def flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    with ZipFile(path) as archive:
        at = archive.getinfo("word/document.xml").header_offset + 60
    data[at : at + 20] = b"\xff" * 20
    path.write_bytes(bytes(data))


def entities(path: Path) -> None:
    word(path.parent, "")
    held = f"<w:document {SPACES}><w:body>{p(run('&b;'))}</w:body></w:document>"
    path.write_bytes(zipped({"_rels/.rels": "<r/>", "word/document.xml": BOMB + held}))


def old(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


def text(path: Path) -> None:
    path.write_text("Only text, and no archive.", encoding="utf-8")


def other(path: Path) -> None:
    path.write_bytes(zipped({"mimetype": "x", "notes.txt": "nothing of Word's"}))


def broken(path: Path) -> None:
    path.write_bytes(zipped({"word/document.xml": "<w:document><w:body></w:document>"}))


def deep(path: Path) -> None:
    body = "<w:p>" * 5000 + "</w:p>" * 5000
    word(path.parent, body)


def bomb(path: Path) -> None:
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 60_000_000)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (truncated, "damaged"),
        (flipped, "damaged"),
        (entities, "entities"),
        (old, "password"),
        (text, "damaged"),
        (other, "no Word document"),
        (broken, "damaged"),
        (deep, "damaged"),
        (bomb, "not an article"),
    ],
)
def test_a_spoilt_file_is_one_clear_line(
    spoil: Callable[[Path], None], said: str, tmp_path: Path
) -> None:
    path = word(tmp_path, p(run("Words. " * 50)))
    spoil(path)
    with pytest.raises(SourceError, match=said) as caught:
        docx.parse(path)
    assert "\n" not in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_document_is_read_without_a_head_a_style_or_facts_that_are_damaged(
    tmp_path: Path,
) -> None:
    path = word(tmp_path, p(run("Nothing is wrong with the text.")))
    kept = {
        "word/_rels/document.xml.rels": relations(
            ("s", "styles", "styles.xml"), ("h", "header", "header1.xml")
        ),
        "_rels/.rels": relations(
            ("d", "officeDocument", "word/document.xml"), ("c", "core-properties", "core.xml")
        ),
        "word/styles.xml": "<w:styles",
        "word/header1.xml": "no XML",
        "core.xml": "<title>cut",
    }
    with ZipFile(path) as archive:
        text = archive.read("word/document.xml").decode()
    path.write_bytes(zipped(kept | {"word/document.xml": text}))
    assert told(docx.parse(path)) == [("paragraph", "Nothing is wrong with the text.")]


def test_a_title_in_quotation_marks_in_the_largest_letters_is_a_title(tmp_path: Path) -> None:
    large, prose = '<w:sz w:val="40"/>', "The rain came over the hill and went. " * 6
    path = word(tmp_path, p(run("“Nobody asked me!”", large)) + p(run(prose, '<w:sz w:val="22"/>')))
    assert told(taken(path))[0] == ("heading", "“Nobody asked me!”")


def test_an_archive_keeps_to_its_limits(tmp_path: Path) -> None:
    path = tmp_path / "some.zip"
    path.write_bytes(zipped({"a": "x", "b": "y" * 5_000, "c": "z" * 5_000}))
    with pytest.raises(SourceError, match="3 files"):
        Archive(path, limits=Limits(members=2))
    with pytest.raises(SourceError, match="more than"):
        Archive(path, limits=Limits(member=4_999)).read("b")
    with pytest.raises(SourceError, match="times"):
        Archive(path, limits=Limits(ratio=10, small=100)).read("b")
    archive = Archive(path, limits=Limits(total=7_000))
    assert archive.read("b") == b"y" * 5_000
    assert archive.read("missing") == b""
    with pytest.raises(SourceError, match="more than"):
        archive.read("c")


def test_a_member_that_a_password_locks_is_named(tmp_path: Path) -> None:
    path = word(tmp_path, "")
    data = bytearray(path.read_bytes())
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.index(sign)
        struct.pack_into("<H", data, start + at, 1)
    path.write_bytes(bytes(data))
    with pytest.raises(SourceError, match="password"):
        docx.parse(path)


def test_facts_are_believed_only_when_the_text_bears_them_out(tmp_path: Path) -> None:
    described: dict[str, Any] = {
        "title": "Microsoft Word - draft_v3.doc",
        "authors": ["Ada Park"],
        "parts": [
            {"role": "title", "text": "The Readers"},
            {"role": "paragraph", "text": "They read."},
        ],
    }
    for suffix in ("docx", "odt"):
        file = tmp_path / f"article.{suffix}"
        file.write_bytes(write(parsed(described), suffix))
        known = understood(taken(file), "x").metadata
        assert (known.title, known.authors, known.language) == ("The Readers", ("Ada Park",), "en")
        signed = described | {
            "parts": [*described["parts"][:1], {"role": "byline", "text": "By Bo Lind"}]
        }
        file.write_bytes(write(parsed(signed), suffix))
        assert understood(taken(file), "x").metadata.authors == ("Bo Lind",)


def test_the_text_itself_says_its_language_better_than_the_program(tmp_path: Path) -> None:
    described = {"language": "de-DE", "parts": [{"role": "paragraph", "text": LONG * 3}]}
    file = tmp_path / "article.odt"
    file.write_bytes(write(parsed(described), "odt"))
    assert understood(taken(file), "x").metadata.language == "en"


def test_reading_takes_linear_time(tmp_path: Path) -> None:
    words = "It was a long way to the river and back again. " * 10
    article = taken(word(tmp_path, p(run(words)) * 400))
    assert len(article.blocks) == 400
    assert all(block.role is Role.PARAGRAPH for block in article.blocks)

"""PDFs set like magazines, read back: every word, in order, in its role."""

import gc
import warnings
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pypdfium2
import pytest
from documents import pdf
from documents.part import parsed
from fpdf import FPDF
from fpdf.enums import AccessPermission, TextMode
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from pipeline import reading
from pipeline.errors import SourceError
from pipeline.model import Article, Role
from pipeline.reading import ledger
from pipeline.reading.pdf import glyphs as pdf_glyphs
from pipeline.reading.pdf import insets
from pipeline.reading.pdf.columns import lines
from pipeline.reading.pdf.imprint import publication
from pipeline.reading.pdf.page import Line, Word
from pipeline.reading.pdf.running import FOOT
from pipeline.reading.pdf.type import measured
from pipeline.reading.pdf.writing import Writing

READERS = (
    "The readers of the cigar factories sat on a raised chair and read aloud to the workers for "
    "many hours every day. They were paid by the workers themselves, who gave a few cents a week "
    "from their wages. Nobody who worked there ever forgot the voice of the reader, or the stories "
    "that it told them in the long afternoons."
)
MORNING: list[Any] = [
    "In the morning there was the newspaper, with its prices and its ",
    {"emphasis": "quarrels"},
    "; in the afternoon there was a novel, chosen by vote.",
    {"note": "1"},
    " The well-known novels of Dumas were ",
    {"link": "favourites", "url": "https://example.org/dumas"},
    ", and so a cigar is named after one of them. A good service for the whole town began here.",
]
OWNERS = (
    "The owners never liked it. They said that the readers brought politics into the room, and "
    "when the machines came they took the chairs away. This was the end of an institution that "
    "had lasted for seventy years and more."
)
FICTION = (
    "Difficult differences of opinion fluently flowed from the first affidavit. What the affluent "
    "officials found in the official files was the finest fiction of that afternoon, in which the "
    "daughter of a fisherman refuses the offer of a colonel, and everybody in the gallery laughs."
)
QUOTE = "Nobody who worked there ever forgot the voice of the reader."
VERSE = (
    "The leaf is brown, the leaf is thin,\nThe knife is sharp and bright,\n"
    "And he who reads lets morning in\nAnd reads us through the night."
)
NOTE = "See the minutes of the union for 1891, which name the price of each vote."
MEMORY = (
    "I remember the day as if it were yesterday, he wrote, and the silence that came down over "
    "the benches while two strangers carried it out into the yard."
)
ITEMS = ("A newspaper, read from the first page to the last one by a patient man.", "A novel.")
TITLE = "The Readers of Tampa and the Men Who Paid"


def part(role: str, text: Any = "", **more: Any) -> dict[str, Any]:
    return {"role": role, "text": text, **more}


PARTS = (
    part("title", TITLE),
    part("subtitle", "How a raised chair changed a town"),
    part("byline", "By Ada Park and Bo Lind"),
    part("standfirst", "For seventy years the workers paid a reader to sit above them all."),
    part("paragraph", READERS),
    part("paragraph", MORNING),
    part("pull_quote", QUOTE),
    part("paragraph", OWNERS),
    part("heading", "The chair"),
    part("paragraph", FICTION),
    part("block_quote", MEMORY),
    part("paragraph", READERS),
    part("caption", "A reader in his chair, about 1903."),
    part("paragraph", FICTION),
    *(part("list_item", item) for item in ITEMS),
    part("rule"),
    part("paragraph", OWNERS),
    part("verse", VERSE),
    part("table", rows=[["Year", "Readers"], ["1880", "12"], ["1900", "40"]]),
    part("turn", "What did they read?", label="Ada"),
    part("turn", "Whatever the workers had voted for, and some things more.", label="Luis"),
    part("heading", "What remained"),
    part("paragraph", FICTION),
    part("paragraph", OWNERS),
    part("footnote", NOTE, label="1"),
)
LAYOUT = {"running_head": "Quarterly Review", "ligatures": True, "first_page": 14}


def written(folder: Path, parts: Sequence[dict[str, Any]] = PARTS, **layout: Any) -> Path:
    document = parsed(
        {
            "format": "pdf",
            "title": TITLE,
            "authors": ["Ada Park", "Bo Lind"],
            "layout": LAYOUT | layout,
            "parts": list(parts),
        }
    )
    path = folder / "article.pdf"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # fpdf2 leaves its fonts open
        path.write_bytes(pdf.write(document))
        gc.collect()
    return path


def read(path: Path) -> Article:
    article = reading.read(path)
    ledger.prove(article)
    return article


def texts(article: Article, role: Role) -> list[str]:
    return [block.text for block in article.blocks if block.role is role]


def repaired(article: Article, kind: str) -> list[tuple[str, str]]:
    return [(held.before, held.after) for held in article.repairs if held.kind == kind]


@pytest.fixture(
    scope="module",
    params=[(1, False), (1, True), (2, False), (2, True)],
    ids=["one", "one-cap", "two", "two-cap"],
)
def article(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Article:
    columns, cap = request.param
    return read(written(tmp_path_factory.mktemp("pdf"), columns=columns, drop_cap=cap))


def test_paragraphs_come_back_whole_across_columns_and_pages(article: Article) -> None:
    morning = "".join(
        held if isinstance(held, str) else next(iter(held.values()))
        for held in MORNING
        if "note" not in held
    )
    wanted = [READERS, morning, OWNERS, FICTION, READERS, FICTION, OWNERS, FICTION, OWNERS]
    assert [text for text in texts(article, Role.PARAGRAPH) if ":" not in text[:6]] == wanted


def test_the_front_is_told_by_its_type(article: Article) -> None:
    assert texts(article, Role.TITLE) == [TITLE]
    assert texts(article, Role.SUBTITLE) == ["How a raised chair changed a town"]
    assert texts(article, Role.BYLINE) == ["By Ada Park and Bo Lind"]
    assert len(texts(article, Role.STANDFIRST)) == 1
    assert article.metadata.authors == ("Ada Park", "Bo Lind")
    assert article.metadata.title == TITLE


def test_headings_and_the_pull_quote_are_told_apart(article: Article) -> None:
    assert texts(article, Role.HEADING) == ["The chair", "What remained"]
    quotes = [block for block in article.blocks if block.role is Role.PULL_QUOTE]
    assert [(block.text, block.repeats) for block in quotes] == [(QUOTE, True)]


def test_set_in_type_small_type_and_lists_have_their_roles(article: Article) -> None:
    assert texts(article, Role.BLOCK_QUOTE) == [MEMORY]
    assert texts(article, Role.CAPTION) == ["A reader in his chair, about 1903."]
    assert texts(article, Role.LIST_ITEM) == list(ITEMS)
    assert texts(article, Role.VERSE) == [VERSE]
    assert texts(article, Role.FOOTNOTE) == [NOTE]
    assert texts(article, Role.TABLE) == ["Year\tReaders\n1880\t12\n1900\t40"]


def test_what_only_runs_along_is_skipped_with_its_reason(article: Article) -> None:
    reasons = {held.text: held.reason for held in article.skipped}
    assert reasons["14"] == reasons["15"] == pdf_running_number()
    assert "running head" in reasons[TITLE]
    assert all("Quarterly" not in block.text for block in article.blocks)
    assert "note's mark" in reasons["1"]
    assert "list's sign" in reasons["•"]


def pdf_running_number() -> str:
    return "a page number"


def test_links_and_emphasis_stand_on_their_words(article: Article) -> None:
    assert [(link.text, link.url) for link in article.links] == [
        ("favourites", "https://example.org/dumas")
    ]
    marked = [
        block.text[mark.start : mark.end]
        for block in article.blocks
        for mark in block.marks
        if mark.kind == "emphasis" and block.role is Role.PARAGRAPH
    ]
    assert marked == ["quarrels"]


def test_a_drop_cap_is_joined_to_its_word_on_the_record(tmp_path: Path) -> None:
    article = read(written(tmp_path, columns=2, drop_cap=True))
    assert repaired(article, "drop cap") == [("T he", "The")]


def test_words_cut_at_line_ends_are_whole_and_true_hyphens_stay(tmp_path: Path) -> None:
    article = read(written(tmp_path, columns=2))
    mended = dict(repaired(article, "hyphen"))
    assert mended
    assert all("-" not in after or after == "well-known" for after in mended.values())


def test_joined_pieces_are_on_the_record(tmp_path: Path) -> None:
    article = read(written(tmp_path, columns=2))
    cuts = repaired(article, "page break") + repaired(article, "column break")
    assert cuts
    assert all("\n\n" in before and "\n" not in after for before, after in cuts)


_ONE = "a of river stone window paper letter reader morning evening market garden silver winter"
_MORE = (
    "through little yellow basket corner number people answer bottle summer doctor engine finger"
)
WORDS = f"{_ONE} {_MORE}".split()
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=4, max_size=16).map(
    lambda words: f"{words[0].title()} {' '.join(words[1:])}."
)
PARAGRAPHS = st.lists(SENTENCES, min_size=2, max_size=9).map(" ".join)


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(texts=st.lists(PARAGRAPHS, min_size=2, max_size=14), columns=st.sampled_from([1, 2]))
def test_random_paragraphs_come_back_word_for_word(
    tmp_path: Path, texts: list[str], columns: int
) -> None:
    parts = [part("title", "A Title That Is Large"), *(part("paragraph", text) for text in texts)]
    article = read(written(tmp_path, parts, columns=columns, running_head="", hyphens=False))
    told = " ".join(block.text for block in article.blocks[1:]).split()
    assert told == " ".join(texts).split()


# --- Other layouts, set with fpdf2 alone -----------------------------------------------------


@pytest.fixture
def sheet() -> FPDF:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = FPDF(unit="pt", format=(420, 595))
    made.set_margins(46, 46, 46)
    made.set_auto_page_break(auto=True, margin=60)
    made.add_page()
    made.set_font("Times", size=10)
    return made


def saved(sheet: FPDF, folder: Path) -> Path:
    path = folder / "sheet.pdf"
    sheet.output(str(path))
    return path


def column(sheet: FPDF, left: float, top: float, text: str, width: float = 150) -> None:
    sheet.set_xy(left, top)
    sheet.multi_cell(width, 13, text, align="J")


def test_what_stands_across_the_columns_comes_between_them(sheet: FPDF, tmp_path: Path) -> None:
    column(sheet, 46, 60, READERS)
    column(sheet, 220, 60, OWNERS)
    sheet.set_font("Times", "B", 15)
    sheet.set_xy(46, 240)
    sheet.cell(0, 18, "What remained of it")
    sheet.set_font("Times", "", 10)
    column(sheet, 46, 280, FICTION)
    column(sheet, 220, 280, READERS)
    told = [block.text for block in read(saved(sheet, tmp_path)).blocks]
    assert told == [READERS, OWNERS, "What remained of it", FICTION, READERS]


@pytest.mark.parametrize("count", [1, 2, 4])
def test_a_second_column_that_has_only_just_begun_is_read_last(
    sheet: FPDF, tmp_path: Path, count: int
) -> None:
    sheet.set_font("Times", "B", 22)
    sheet.text(46, 75, "A Title")
    sheet.set_font("Times", "", 10)
    column(sheet, 46, 90, f"{READERS} {FICTION}", 156)
    for number, line in enumerate(["and nobody laughs any", *["more than they do there"] * 3]):
        if number < count:
            sheet.text(218, 60 + 13 * number, line)
    told = read(saved(sheet, tmp_path)).blocks
    assert told[0].text == "A Title"
    assert " ".join(block.text for block in told[1:]).startswith(f"{READERS} {FICTION} and nobody")


def test_quotation_marks_that_hang_in_the_margin_are_no_edge(sheet: FPDF, tmp_path: Path) -> None:
    line = "was left of the chair when it was old and he read to them"
    sheet.text(42, 60, f"'It {line}")
    for number in range(1, 12):
        sheet.text(46 if number % 4 else 58, 60 + 13 * number, line)
    pages, _ = pdf_glyphs.pages_of(saved(sheet, tmp_path))
    measure = measured(pages, [lines(pages[0], 10, [])])
    assert measure.columns[0, 0][0] == pytest.approx(46, abs=1)
    assert measure.indent == pytest.approx(12, abs=1)


def test_a_deck_of_two_sentences_in_larger_type_is_no_heading(tmp_path: Path) -> None:
    deck = "Chairs are having a season. Our reader sat on one."
    front = (part("title", TITLE), part("byline", "By Ada Park"), part("standfirst", deck))
    told = read(written(tmp_path, (*front, part("paragraph", READERS)), columns=2))
    assert texts(told, Role.STANDFIRST) == [deck]


def test_three_columns_with_lines_at_different_heights(sheet: FPDF, tmp_path: Path) -> None:
    for number, text in enumerate((READERS, OWNERS, FICTION)):
        column(sheet, 30 + 125 * number, 60 + 5 * number, text, 110)
    told = [block.text for block in read(saved(sheet, tmp_path)).blocks]
    assert told == [READERS, OWNERS, FICTION]


def test_a_quote_that_the_text_runs_round_interrupts_nothing(sheet: FPDF, tmp_path: Path) -> None:
    column(sheet, 46, 60, READERS, 330)
    words = iter(OWNERS.split())
    for number in range(10):
        line = " ".join(islice(words, 4))
        sheet.text(46, 150 + 13 * number, line)
    sheet.set_font("Times", "I", 16)
    for number, line in enumerate(("Nobody who worked", "there ever forgot", "the voice")):
        sheet.text(240, 168 + 19 * number, line)
    told = read(saved(sheet, tmp_path))
    assert texts(told, Role.PULL_QUOTE) == ["Nobody who worked there ever forgot the voice"]
    assert [text for text in texts(told, Role.PARAGRAPH) if text.startswith("The owners")] == [
        OWNERS
    ]


def test_a_paragraph_that_runs_round_a_quote_is_one_although_a_sentence_ends_there(
    sheet: FPDF, tmp_path: Path
) -> None:
    column(sheet, 46, 60, READERS, 330)
    narrow = [
        "The owners of it never did",
        "like the man on his chair.",
        "They said so every single day",
    ]
    wide = "that he read aloud to the workers, and nobody who worked there forgot a word of it"
    for number, line in enumerate([*narrow, wide, "for as long as he lived."]):
        sheet.text(46, 150 + 13 * number, line)
    sheet.set_font("Times", "I", 16)
    sheet.text(240, 160, "Nobody forgot the")
    sheet.text(240, 178, "word of the reader.")
    told = texts(read(saved(sheet, tmp_path)), Role.PARAGRAPH)
    assert [text for text in told if text.startswith("The owners")] == [
        " ".join([*narrow, wide, "for as long as he lived."])
    ]


def test_paragraphs_whose_first_lines_hang_are_parted_there(sheet: FPDF, tmp_path: Path) -> None:
    full = "SANDS The man upon the chair read the newspaper aloud to everybody in the room"
    for number in range(0, 16, 2):
        sheet.text(46, 60 + 13 * number, full)
        sheet.text(60, 73 + 13 * number, "and they all went home.")
    told = [block.text for block in read(saved(sheet, tmp_path)).blocks]
    assert told == [f"{full} and they all went home."] * 8


def test_what_nobody_sees_is_skipped_unless_it_is_all_there_is(sheet: FPDF, tmp_path: Path) -> None:
    column(sheet, 46, 60, READERS, 330)
    sheet.text_mode = TextMode.INVISIBLE
    sheet.text(46, 300, "A proof number")
    sheet.text_mode = TextMode.FILL
    sheet.text(46, 700, "A slug below the page")
    told = read(saved(sheet, tmp_path))
    assert [block.text for block in told.blocks] == [READERS]
    reasons = {skip.text: skip.reason for skip in told.skipped}
    assert set(reasons) == {"A proof number", "A slug below the page"}


def test_what_ocr_wrote_under_a_picture_is_read(sheet: FPDF, tmp_path: Path) -> None:
    sheet.text_mode = TextMode.INVISIBLE
    column(sheet, 46, 60, READERS, 330)
    assert [block.text for block in read(saved(sheet, tmp_path)).blocks] == [READERS]


def test_a_section_number_belongs_to_its_heading(sheet: FPDF, tmp_path: Path) -> None:
    for heading, size in (("1. Who is on it", 15), ("2. What it costs", 10)):
        sheet.set_font("Times", "B", size)
        sheet.cell(0, 30, heading, new_x="LMARGIN", new_y="NEXT")
        sheet.set_font("Times", "", 10)
        sheet.multi_cell(0, 13, READERS, new_x="LMARGIN", new_y="NEXT")
    article = read(saved(sheet, tmp_path))
    headings = {*texts(article, Role.HEADING), *texts(article, Role.TITLE)}
    assert headings == {"1. Who is on it", "2. What it costs"}


def test_a_single_running_head_names_the_magazine(sheet: FPDF, tmp_path: Path) -> None:
    sheet.multi_cell(0, 13, READERS)
    sheet.add_page()
    sheet.set_font("Helvetica", "", 8)
    sheet.text(46, 26, "The Walking Review")
    sheet.set_font("Times", "", 10)
    sheet.set_xy(46, 60)
    sheet.multi_cell(0, 13, FICTION)
    article = read(saved(sheet, tmp_path))
    assert [block.text for block in article.blocks] == [READERS, FICTION]
    assert article.metadata.publication == "The Walking Review"


@pytest.mark.parametrize(
    ("foot", "name"),
    [
        ("LANTERN  Spring 2021  12", "Lantern"),
        ("13 | Lantern", "Lantern"),
        ("Interview", ""),
        ("12 March 2021", ""),
    ],
)
def test_what_stands_at_the_foot_of_a_single_page_names_the_magazine_or_nothing(
    foot: str, name: str
) -> None:
    line = Line(0, [Word(foot, 46, 200, 580, 8)], 580, 8, reason=FOOT)
    assert publication([[line]], ["A Title"]) == name


def test_a_skip_holds_its_words_with_the_blanks_that_belong_to_them() -> None:
    words = [Word("odd\u2028", 0, 9, 9, 9, upright=False)]
    writing = Writing([], measured([], []))
    writing.source([Line(0, words, 9, 9, reason="set sideways")])
    assert [skip.text for skip in writing.skips] == ["odd\u2028"]


def test_type_set_sideways_is_skipped(sheet: FPDF, tmp_path: Path) -> None:
    column(sheet, 60, 60, READERS, 300)
    with sheet.rotation(90, 20, 400):
        sheet.text(20, 400, "Preprint 1903.04512")
    article = read(saved(sheet, tmp_path))
    assert [block.text for block in article.blocks] == [READERS]
    assert "sideways" in article.skipped[0].reason


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_turned_on_its_side_is_read_all_the_same(tmp_path: Path, turn: int) -> None:
    path = written(tmp_path)
    plain = read(path)
    document = pypdfium2.PdfDocument(path)
    for page in document:
        page.set_rotation(turn)
    turned = tmp_path / "turned.pdf"
    document.save(turned)
    told = read(turned)
    assert [block.text for block in told.blocks] == [block.text for block in plain.blocks]


def test_the_same_file_gives_the_same_article(tmp_path: Path) -> None:
    path = written(tmp_path, columns=2)
    assert reading.read(path) == reading.read(path)


# --- What can't be read ----------------------------------------------------------------------


def test_a_protected_file_is_one_line(sheet: FPDF, tmp_path: Path) -> None:
    sheet.set_encryption("owner", "reader", permissions=AccessPermission.none())
    column(sheet, 60, 60, READERS)
    with pytest.raises(SourceError, match=r"sheet\.pdf: is protected by a password; save a copy"):
        reading.read(saved(sheet, tmp_path))


def test_a_file_that_only_forbids_printing_is_read(sheet: FPDF, tmp_path: Path) -> None:
    sheet.set_encryption("owner", permissions=AccessPermission.none())
    column(sheet, 60, 60, READERS, 300)
    assert [block.text for block in read(saved(sheet, tmp_path)).blocks] == [READERS]


def test_a_scanned_file_says_what_to_do(sheet: FPDF, tmp_path: Path) -> None:
    sheet.image(Image.new("L", (60, 80), 200), 0, 0, 420, 595)
    with pytest.raises(SourceError, match="only pictures of pages, no text; run OCR first"):
        reading.read(saved(sheet, tmp_path))


@pytest.mark.parametrize("keep", [0, 12, 700, -400])
def test_a_damaged_file_is_one_line_or_read(tmp_path: Path, keep: int) -> None:
    path = written(tmp_path)
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(SourceError, match=r"article\.pdf: (is damaged|nothing to read|has only)"):
        reading.read(path)


def test_a_damaged_page_is_one_line(tmp_path: Path) -> None:
    path = written(tmp_path)
    path.write_bytes(path.read_bytes().replace(b"/Type /Page\n", b"/Type /Pxge\n"))
    with pytest.raises(SourceError, match=r"article\.pdf: a page of it is damaged"):
        reading.read(path)


def test_a_file_that_is_no_pdf_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "notes.pdf"
    path.write_text("only words", encoding="utf-8")
    with pytest.raises(SourceError, match=r"notes\.pdf: is damaged, or no PDF at all"):
        reading.read(path)


def test_a_book_is_too_long(sheet: FPDF, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(4):
        sheet.add_page()
    monkeypatch.setattr(pdf_glyphs, "PAGES", 3)
    with pytest.raises(SourceError, match=r"5 pages, and the limit is 3"):
        pdf_glyphs.pages_of(saved(sheet, tmp_path))


def test_type_of_no_size_stops_nothing() -> None:
    words = [SimpleNamespace(left=at, right=at, size=0, text="a", glued=True) for at in (0, 9)]
    insets._glue(words)  # type: ignore[arg-type]
    assert not words[1].glued

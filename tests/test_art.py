"""Covers: what directories demand, never a missing glyph, lines broken where it looks good."""

import importlib
import logging
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from PIL import Image

from pipeline.errors import UsageError
from pipeline.formats import art
from pipeline.formats.cards import card
from pipeline.formats.palettes import (
    PALETTES,
    Palette,
    colours_of,
    contrast,
    legible,
    look_of,
    palette,
)
from pipeline.formats.typesetting import ITALIC, SANS, SERIF, broken, face_for, fit, missing
from pipeline.model import COVER_DESIGNS, Pages, Show
from pipeline.model import PALETTES as NAMES
from pipeline.values import replace

LONG = "The lectores: how cigar workers listened to novels, newspapers and the future " * 4


def named(title: str, **given: Any) -> Show:
    return Show(title=title, guid="", **given)


@pytest.mark.parametrize(
    ("show", "title", "speaker"),
    [
        ("Read Aloud", "", ""),
        ("Read Aloud", "Time", "Ada Łukasiewicz"),
        ("Read Aloud", LONG, "María de la Concepción Fernández y Gutiérrez-Álvarez " * 3),
        ("Беседы", "Что такое интернационализм?", "Давид Кэмфилд"),
        ("Talks", "x" * 5000, ""),
        ("Field Notes", "The sea, again", "Nora Quist"),
    ],
)
def test_cover_is_what_directories_ask_for(show: str, title: str, speaker: str) -> None:
    data = art.cover(named(show), title, speaker)
    with Image.open(BytesIO(data)) as image:
        assert (image.format, image.size, image.mode) == ("JPEG", (3000, 3000), "RGB")
        assert image.info["dpi"] == (72, 72)
    assert len(data) < 512 * 1024


@pytest.mark.parametrize("design", COVER_DESIGNS)
@pytest.mark.parametrize(
    ("title", "speaker"), [("", ""), (LONG, "Ada Park"), ("国际", ""), ("!", "")]
)
def test_every_design_holds_every_title(design: str, title: str, speaker: str) -> None:
    show = named("Talks", cover_design=design, colours=("pine",))
    with Image.open(BytesIO(art.cover(show, title, speaker))) as image:
        assert image.size == (3000, 3000)
        ground = colours_of(show).ground
        corner, top = image.getpixel((5, 2500)), image.getpixel((5, 200))
    for pixel in (corner, top):
        assert isinstance(pixel, tuple)
        assert all(abs(a - b) < 12 for a, b in zip(pixel, ground, strict=True))


def test_a_design_is_the_shows_and_not_its_titles() -> None:
    made = {art.cover(named("Talks", cover_design=design)) for design in COVER_DESIGNS}
    assert len(made) == len(COVER_DESIGNS)
    assert art.cover(named("Talks")) in made


@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        ("Nobody slept.", "Ada Park"),
        (LONG * 3, "María de la Concepción Fernández y Gutiérrez-Álvarez " * 3),
        ("“Что это?” — спросил он.", "Давид"),
        ("x" * 5000, ""),
        ("Words in Latin", "大卫"),
    ],
)
def test_a_quote_is_a_square_picture(words: str, speaker: str) -> None:
    data = card(named("Talks"), words, speaker)
    with Image.open(BytesIO(data)) as image:
        assert (image.format, image.size, image.mode) == ("JPEG", (1080, 1080), "RGB")
    assert len(data) < 110 * 1024


def test_a_quote_that_cannot_be_drawn_is_told_and_left_out(
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert card(named("Talks"), "国际主义", "Ada Park") == b""
    assert "a quote's picture leaves out “国际主义”" in caplog.text


def test_same_words_same_bytes_and_other_words_other_bytes() -> None:
    assert art.cover(named("Talks"), "One", "A") == art.cover(named("Talks"), "One", "A")
    assert art.cover(named("Talks"), "One", "A") != art.cover(named("Talks"), "Two", "A")


def test_a_script_the_typefaces_lack_gives_a_wordless_cover(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        wordless = art.cover(named("读书"), "国际主义", "大卫")
    assert "国 际 主 义" in caplog.text
    palette_, band = palette("读书"), (220, 350, 2780, 360)
    with Image.open(BytesIO(wordless)) as image:
        rule = image.crop(band).resize((1, 1)).getpixel((0, 0))
    assert rule != palette_.ink  # not even the rule over the title is left


def test_only_the_words_that_lack_a_glyph_are_left_out(caplog: pytest.LogCaptureFixture) -> None:
    art.cover(named("Talks"), "A title in Latin", "大卫")
    assert "大 卫" in caplog.text
    assert "Latin" not in caplog.text


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        ("Plain “words” — and ‹more›…", ""),
        ("Łódź, Reykjavík, Đặng", ""),
        ("e\N{COMBINING ACUTE ACCENT}", ""),
        ("x\N{COMBINING ACUTE ACCENT}", "\N{COMBINING ACUTE ACCENT}"),
        ("a 中 b 中", "中"),
        ("مرحبا", "مرحبا"),
        ("tab\tand\x00nul", ""),
    ],
)
def test_missing_glyphs_are_known_beforehand(text: str, lacking: str) -> None:
    assert missing(text) == lacking


def test_lines_are_even_and_leave_no_widow() -> None:
    def length(text: str) -> float:
        return len(text)

    for text, width, lines in (
        ("On the Uses of Silence in Public Speech", 16, "On the Uses|of Silence|in Public Speech"),
        ("A short history of the ear", 22, "A short history|of the ear"),
    ):
        assert broken(text.split(), length, width) == lines.split("|")
    assert broken([], length, 10) == []


def test_what_never_fits_is_cut_at_a_word() -> None:
    _, lines = fit(LONG, "SourceSerifPro-Semibold", range(60, 50, -5), 600, 130)
    assert len(lines) == 2
    assert lines[-1].endswith("…")


def test_small_lies_well_in_a_tag() -> None:
    data = art.small(art.cover(named("Talks"), LONG, "A Speaker"))
    with Image.open(BytesIO(data)) as image:
        assert (image.format, image.size) == ("JPEG", (1000, 1000))
    assert len(data) < 150 * 1024


def test_small_takes_any_picture() -> None:
    source = BytesIO()
    Image.effect_noise((1600, 1600), 90).save(source, "PNG")
    assert len(art.small(source.getvalue())) < 150 * 1024


@pytest.fixture
def typeface(tmp_path: Path) -> str:
    """A file that can draw a few letters, and no other."""
    (folder,) = importlib.import_module("font_source_sans_pro").__path__
    whole = TTFont(f"{folder}/files/SourceSansPro-Bold.otf")
    few = Subsetter(Options(drop_tables=["GPOS", "GSUB"]))
    few.populate(text="TALKStimealksMrk.“")
    few.subset(whole)
    whole.save(tmp_path / "own.otf")
    return str(tmp_path / "own.otf")


@pytest.mark.parametrize("design", COVER_DESIGNS)
def test_a_shows_own_typeface_is_on_its_covers(design: str, typeface: str) -> None:
    plain = named("Talks", cover_design=design, colours=("pine",))
    for pages in (Pages(headings=typeface), Pages(text=typeface)):
        own = replace(plain, pages=pages)
        assert art.cover(own, "Time", "Mark") != art.cover(plain, "Time", "Mark")
        assert look_of(own) != look_of(plain)


def test_a_shows_own_typeface_is_on_its_cards_where_it_has_the_letters(typeface: str) -> None:
    plain = named("Zephyr")
    own = replace(plain, pages=Pages(headings=typeface))
    assert card(own, "Time talks.", "") != card(plain, "Time talks.", "")
    assert [face_for("Time", own, face) for face in (SERIF, SANS, ITALIC)] == [typeface] * 3
    assert [face_for("Zoo", own, face) for face in (SERIF, SANS, ITALIC)] == [SERIF, SANS, ITALIC]
    assert face_for("Что", own, ITALIC) == SERIF  # our italic has no Cyrillic


def test_a_file_that_is_no_typeface_is_told(tmp_path: Path) -> None:
    (tmp_path / "own.otf").write_text("none")
    own = named("Talks", pages=Pages(text=str(tmp_path / "own.otf")))
    with pytest.raises(UsageError, match="is no typeface: give"):
        art.cover(own, "Time")
    (tmp_path / "own.otf").unlink()
    with pytest.raises(UsageError, match="put it back"):
        look_of(own)


@pytest.mark.parametrize("colours", PALETTES, ids=lambda colours: colours.name)
def test_colours_can_be_read(colours: Palette) -> None:
    assert contrast(colours.ground, colours.ink) >= 9
    assert contrast(colours.ground, colours.accent) >= 4.5
    for paper in ((0xFD, 0xFC, 0xF9), (0x16, 0x17, 0x1A)):
        assert contrast(legible(colours, paper), paper) >= 4.5


def test_a_shows_own_colours_are_mended_where_they_cannot_be_read() -> None:
    assert tuple(each.name for each in PALETTES) == NAMES
    assert colours_of(named("x", colours=("pine",))).name == "pine"
    own = colours_of(named("x", colours=("#777777", "#888888", "#787878")))
    assert contrast(own.ink, own.ground) >= 4
    assert own.accent == own.ink

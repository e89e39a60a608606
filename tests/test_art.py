"""Covers: what directories demand, never a missing glyph, lines broken where it looks good."""

import logging
from io import BytesIO

import pytest
from PIL import Image

from pipeline.formats import art
from pipeline.formats.palettes import PALETTES, Palette, contrast, palette
from pipeline.formats.typesetting import broken, fit, missing

LONG = "The lectores: how cigar workers listened to novels, newspapers and the future " * 4


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
    data = art.cover(show, title, speaker)
    with Image.open(BytesIO(data)) as image:
        assert (image.format, image.size, image.mode) == ("JPEG", (3000, 3000), "RGB")
        assert image.info["dpi"] == (72, 72)
    assert len(data) < 512 * 1024


def test_same_words_same_bytes_and_other_words_other_bytes() -> None:
    assert art.cover("Talks", "One", "A") == art.cover("Talks", "One", "A")
    assert art.cover("Talks", "One", "A") != art.cover("Talks", "Two", "A")


def test_a_script_the_typefaces_lack_gives_a_wordless_cover(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        wordless = art.cover("读书", "国际主义", "大卫")
    assert "国 际 主 义" in caplog.text
    palette_, band = palette("读书"), (220, 350, 2780, 360)
    with Image.open(BytesIO(wordless)) as image:
        rule = image.crop(band).resize((1, 1)).getpixel((0, 0))
    assert rule != palette_.ink  # not even the rule over the title is left


def test_only_the_words_that_lack_a_glyph_are_left_out(caplog: pytest.LogCaptureFixture) -> None:
    art.cover("Talks", "A title in Latin", "大卫")
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
    data = art.small(art.cover("Talks", LONG, "A Speaker"))
    with Image.open(BytesIO(data)) as image:
        assert (image.format, image.size) == ("JPEG", (1000, 1000))
    assert len(data) < 150 * 1024


def test_small_takes_any_picture() -> None:
    source = BytesIO()
    Image.effect_noise((1600, 1600), 90).save(source, "PNG")
    assert len(art.small(source.getvalue())) < 150 * 1024


@pytest.mark.parametrize("colours", PALETTES, ids=lambda colours: colours.name)
def test_colours_can_be_read(colours: Palette) -> None:
    assert contrast(colours.ground, colours.ink) >= 9
    assert contrast(colours.ground, colours.accent) >= 4.5

"""Lines round a title in, who wrote and who only helped out."""

import pytest

from pipeline.reading.bylines import byline, signed


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("By Ann Lee, 3 May 2020", ("Ann Lee",)),
        ("By Ann Lee in Paris", ("Ann Lee",)),
        ("Reviewed by Ann Lee", ("Ann Lee",)),
        ("Chaired by Prof. Ann Lee", ("Prof. Ann Lee",)),
        ("Report: Ann Lee", ("Ann Lee",)),
        ("Story by Ann Lee and Bo Ek", ("Ann Lee", "Bo Ek")),
        ("Words and pictures by Ann Lee", ("Ann Lee",)),
        ("Words: Ann Lee / Pictures: Bo Ek", ("Ann Lee",)),
        ("Words Ann Lee, photographs Bo Ek", ("Ann Lee",)),
        ("Words by Ann Lee | Photographs by Bo Ek", ("Ann Lee",)),
        ("By Ann Lee Photographs by Bo Ek", ("Ann Lee",)),
        ("Moderated by Ann Lee. Translated from the Welsh by Bo Ek.", ("Ann Lee",)),
        ("By Ann Lee; translated by Bo Ek", ("Ann Lee",)),
        ("Ann Lee, as told to Bo Ek", ("Ann Lee", "Bo Ek")),
        ("As told to Bo Ek", ("Bo Ek",)),
        ("Edited and introduced by Bo Ek", ()),
        ("Translated from the Brazilian Portuguese by Bo Ek", ()),
    ],
)
def test_who_helped_is_no_author(line: str, authors: tuple[str, ...]) -> None:
    found = byline(line)
    assert found
    assert found.authors == authors


@pytest.mark.parametrize(
    "line", ["By the light of the moon we walked home.", "Story of a boat", "Words matter"]
)
def test_a_line_that_names_nobody_is_no_byline(line: str) -> None:
    assert byline(line) is None


@pytest.mark.parametrize(
    "standfirst",
    [
        "The river rose. Ann Lee reports.",
        "A talk about boats. Interview by Ann Lee.",
        "The fish are gone. By Ann Lee",
        "Why do we sing, asks Ann Lee",
        "In conversation: Bo Ek and Cy Dow. Moderated by Ann Lee.",
    ],
)
def test_a_standfirst_can_be_signed(standfirst: str) -> None:
    assert signed(standfirst) == ("Ann Lee",)

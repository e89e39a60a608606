"""Lines round a title in, who wrote and who only helped out."""

import pytest

from pipeline.reading.bylines import Byline, byline, signed
from pipeline.reading.dates import dated


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
        "Bo Ek built boats for fifty years. He talks to Ann Lee about rivets.",
        "The fish are gone. By Ann Lee",
        "Why do we sing, asks Ann Lee",
        "In conversation: Bo Ek and Cy Dow. Moderated by Ann Lee.",
    ],
)
def test_a_standfirst_can_be_signed(standfirst: str) -> None:
    assert signed(standfirst) == ("Ann Lee",)


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("Von Katrin Ahlers und Jörg Meier", ("Katrin Ahlers", "Jörg Meier")),
        ("Von Katrin Ahlers (Text) und Malte Brook (Fotos)", ("Katrin Ahlers",)),
        ("Text: Katrin Ahlers, Fotos: Malte Brook", ("Katrin Ahlers",)),
        ("Text und Fotos: Katrin Ahlers", ("Katrin Ahlers",)),
        ("Das Interview führte Katrin Ahlers.", ("Katrin Ahlers",)),
        ("Eine Reportage von Katrin Ahlers", ("Katrin Ahlers",)),
        ("Aus dem Englischen von Petra Lange", ()),
        ("Propos recueillis par Luce Petit et Yann Roux", ("Luce Petit", "Yann Roux")),
        ("Par Luce Petit à Paris", ("Luce Petit",)),
        ("Texte : Luce Petit — Photographies : Yann Roux", ("Luce Petit",)),
        ("Una crónica de Ana Ruiz", ("Ana Ruiz",)),
        ("Texto y fotos: Ana Ruiz", ("Ana Ruiz",)),
        ("Di Marco Rossi e Anna Bianchi", ("Marco Rossi", "Anna Bianchi")),
        ("Por João da Silva e Maria Sousa", ("João da Silva", "Maria Sousa")),
        ("Tekst: Jan de Vries | Beeld: Kees Smit", ("Jan de Vries",)),
    ],
)
def test_other_languages_sign_in_their_own_words(line: str, authors: tuple[str, ...]) -> None:
    found = byline(line)
    assert found
    assert found.authors == authors


@pytest.mark.parametrize(
    "line", ["Ensayo de Orquesta", "Por la noche", "Von der Freiheit eines Christenmenschen"]
)
def test_a_title_with_such_words_is_no_byline(line: str) -> None:
    assert byline(line) is None


@pytest.mark.parametrize(
    "line", ["14 juin 2022, par Luce Petit", "Publié le 14 juin 2022 par Luce Petit"]
)
def test_a_date_may_stand_before_the_name(line: str) -> None:
    assert byline(line) == Byline(authors=("Luce Petit",), date="2022-06-14")


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("16. Juli 2022, 5:00 Uhr", "2022-07-16"),
        ("8. März 2021, 17:45 Uhr Aktualisiert am 9. März 2021, 6:12 Uhr", "2021-03-08"),
        ("Publié le mardi 14 juin 2022 à 14h30", "2022-06-14"),
        ("Martes, 3 de mayo de 2021", "2021-05-03"),
        ("lunedì 1° maggio 2021", "2021-05-01"),
        ("sexta-feira, 3 de maio de 2019", "2019-05-03"),
        ("zaterdag 3 mei 2021 · Leestijd: 5 minuten", "2021-05-03"),
        ("08.03.2021", "2021-03-08"),
        ("14/06/2022", "2022-06-14"),
        ("05/06/2022", ""),
        ("3 May 2020 was hot", ""),
    ],
)
def test_a_line_that_is_a_date_is_told_in_any_order_and_language(line: str, day: str) -> None:
    assert dated(line) == day

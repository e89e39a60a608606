"""Pages in other languages in: understood as English ones are."""

import pytest
from webpages import told

from pipeline.model import Article, Role

DE = (
    "Der Fluss stieg in jener Nacht noch einmal, und niemand war überrascht, am wenigsten der "
    "alte Fährmann, der seit vierzig Jahren am Ufer wohnt."
)
FR = (
    "La rivière est encore montée cette nuit-là, et personne n’a été surpris, surtout pas le vieux "
    "passeur qui habite sur la rive depuis quarante ans."
)
ES = (
    "El río volvió a subir aquella noche y nadie se sorprendió, y menos que nadie el viejo "
    "barquero, que vive en la orilla desde hace cuarenta años."
)
IT = (
    "Il fiume salì di nuovo quella notte e nessuno si sorprese, meno di tutti il vecchio "
    "traghettatore, che vive sulla riva da quarant’anni."
)
PT = (
    "O rio voltou a subir naquela noite e ninguém se surpreendeu, muito menos o velho barqueiro, "
    "que vive na margem há quarenta anos."
)
NL = (
    "De rivier steeg die nacht opnieuw en niemand was verbaasd, het minst van allen de oude "
    "veerman, die al veertig jaar aan de oever woont."
)


def page(prose: str, before: str = "", behind: str = "") -> Article:
    body = f"<article><h1>XII</h1>{before}<p>{prose}</p>{behind}<p>{prose}</p></article>"
    return told(f"<!DOCTYPE html><html><meta charset=utf-8><body>{body}".encode())


@pytest.mark.parametrize(
    ("prose", "line", "author", "language"),
    [
        (DE, "Von Katrin Ahlers, 16. Juli 2022, 5:00 Uhr", "Katrin Ahlers", "de"),
        (FR, "Par Luce Petit, le 16 juillet 2022 à 5h00", "Luce Petit", "fr"),
        (ES, "Por Ana Ruiz | 16 de julio de 2022", "Ana Ruiz", "es"),
        (IT, "Di Marco Rossi, 16 luglio 2022", "Marco Rossi", "it"),
        (PT, "Por João da Silva, 16 de julho de 2022", "João da Silva", "pt"),
        (NL, "Door Jan de Vries, 16 juli 2022", "Jan de Vries", "nl"),
    ],
)
def test_a_byline_and_its_date(prose: str, line: str, author: str, language: str) -> None:
    held = page(prose, f"<p>{line}</p>")
    assert held.metadata.authors == (author,)
    assert held.metadata.date == "2022-07-16"
    assert held.metadata.language == language
    assert [b.role for b in held.blocks[:3]] == [Role.TITLE, Role.BYLINE, Role.PARAGRAPH]


@pytest.mark.parametrize(
    ("prose", "lines"),
    [
        (
            DE,
            ["Lesezeit: 4 Min.", "Teilen", "Anzeige", "Lesen Sie auch: Der Deich"],
        ),
        (FR, ["Temps de lecture : 4 min", "Partager", "Publicité", "À lire aussi : La digue"]),
        (ES, ["Tiempo de lectura: 4 minutos", "Compartir", "Publicidad", "Lee también: El dique"]),
        (IT, ["Tempo di lettura: 4 minuti", "Condividi", "Pubblicità", "Leggi anche: La diga"]),
        (PT, ["Tempo de leitura: 4 minutos", "Partilhar", "Publicidade", "Leia também: O dique"]),
        (NL, ["Leestijd: 4 minuten", "Delen", "Advertentie", "Lees ook: De dijk"]),
    ],
)
def test_a_sites_own_lines_are_not_said(prose: str, lines: list[str]) -> None:
    held = page(prose, behind="".join(f"<p>{line}</p>" for line in lines))
    assert [b.text for b in held.blocks] == ["XII", prose, prose]


@pytest.mark.parametrize(
    ("prose", "line"),
    [
        (DE, "Mehr von allem war nie das Ziel."),
        (FR, "Partager le pain, c’était toute la fête."),
        (ES, "Más de cien personas vinieron a ver el agua."),
        (NL, "Meer van het water bleef er niet over."),
        (PT, "Ler mais livros não ajudou ninguém."),
    ],
)
def test_a_sentence_that_begins_alike_stays(prose: str, line: str) -> None:
    assert line in [b.text for b in page(prose, behind=f"<p>{line}</p>").blocks]


@pytest.mark.parametrize("name", ["zitat", "article-quote", "citation"])
def test_a_quotations_source_belongs_to_it(name: str) -> None:
    quote = f'<p class="{name}__text">„Niemand war überrascht.“</p>'
    source = f'<p class="{name}__source">Jens Tietjen</p>'
    held = page(DE, behind=f'<div class="{name} {name}--left">{quote}{source}</div>')
    (block,) = (b for b in held.blocks if b.role is Role.PULL_QUOTE)
    assert block.text == "„Niemand war überrascht.“ — Jens Tietjen"
    assert block.repeats


def test_what_german_sites_call_a_teaser_is_the_standfirst() -> None:
    held = page(DE, '<p class="article__teaser">Seit die Brücke steht, wartet er auf nichts.</p>')
    assert held.blocks[1].role is Role.STANDFIRST

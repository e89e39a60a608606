"""The words that a show puts round an article, by the article's language.

Promise: an episode in a language without words of its own gets no word of another: its opening and
closing are names and titles alone.
"""

from collections.abc import Mapping

from pipeline.model import Templates
from pipeline.values import fields, replace, value


@value
class Wording:
    """A language's templates, all given; its chapter titles; words that a reader sees as signs.

    `note` has the place `{label}`, `about` the place `{names}`, `part` the place `{number}`.
    """

    templates: Templates
    introduction: str
    about: str
    part: str  # a chapter that nothing else names
    ending: str
    note: str
    lone_note: str
    joining: str  # between the last two of several names
    letters: Mapping[str, str]  # of an interview: Q and A


_ENGLISH = Wording(
    templates=Templates(
        opening="{show}.\n{title}.\nBy {authors}.",
        closing=(
            "You heard “{title}”, by {authors}.\n"
            "{bio}\n"
            "The text, with its links, is at {host}.\n"
            "{notice}"
        ),
        table="You will find the table in the show notes.",
        code="You will find the code in the show notes.",
        notice="This episode was read by a synthetic voice.",
    ),
    introduction="Introduction",
    about="About {names}",
    part="Part {number}",
    ending="Closing",
    note="Note {label}.",
    lone_note="Note.",
    joining=" and ",
    letters={"Q": "Question", "A": "Answer"},
)
_FRENCH = Wording(
    templates=Templates(
        opening="{show}.\n{title}.\nPar {authors}.",
        closing=(
            "Vous avez écouté « {title} », par {authors}.\n"
            "{bio}\n"
            "Le texte, avec ses liens, se trouve sur {host}.\n"
            "{notice}"
        ),
        table="Vous trouverez le tableau dans les notes de l’épisode.",
        code="Vous trouverez le code dans les notes de l’épisode.",
        notice="Cet épisode a été lu par une voix de synthèse.",
    ),
    introduction="Introduction",
    about="À propos : {names}",
    part="Partie {number}",
    ending="Pour finir",
    note="Note {label}.",
    lone_note="Note.",
    joining=" et ",
    letters={"Q": "Question", "R": "Réponse"},
)
_SPANISH = Wording(
    templates=Templates(
        opening="{show}.\n{title}.\nDe {authors}.",
        closing=(
            "Han escuchado «{title}», de {authors}.\n"
            "{bio}\n"
            "El texto, con sus enlaces, está en {host}.\n"
            "{notice}"
        ),
        table="Encontrarán la tabla en las notas del episodio.",
        code="Encontrarán el código en las notas del episodio.",
        notice="Este episodio lo ha leído una voz sintética.",
    ),
    introduction="Introducción",
    about="Sobre {names}",
    part="Parte {number}",
    ending="Cierre",
    note="Nota {label}.",
    lone_note="Nota.",
    joining=" y ",
    letters={"P": "Pregunta", "R": "Respuesta"},
)
_GERMAN = Wording(
    templates=Templates(
        opening="{show}.\n{title}.\nVon {authors}.",
        closing=(
            "Sie hörten „{title}“ von {authors}.\n"
            "{bio}\n"
            "Den Text mit seinen Links finden Sie auf {host}.\n"
            "{notice}"
        ),
        table="Die Tabelle finden Sie in den Shownotes.",
        code="Den Code finden Sie in den Shownotes.",
        notice="Diese Folge wurde von einer synthetischen Stimme gelesen.",
    ),
    introduction="Einleitung",
    about="Über {names}",
    part="Teil {number}",
    ending="Schluss",
    note="Anmerkung {label}.",
    lone_note="Anmerkung.",
    joining=" und ",
    letters={"F": "Frage", "A": "Antwort"},
)
_NAMES_ALONE = Wording(
    templates=Templates(
        opening="{show}.\n{title}.\n{authors}.",
        closing="{title}.\n{authors}.\n{bio}",
        table="",
        code="",
        notice="",
    ),
    introduction="",
    about="{names}",
    part="{number}",
    ending="",
    note="{label}.",
    lone_note="",
    joining=", ",
    letters={},
)
_BY_LANGUAGE = {"en": _ENGLISH, "fr": _FRENCH, "es": _SPANISH, "de": _GERMAN}


def wording(language: str, own: Templates) -> Wording:
    """The words for a language; templates that the show has of its own go before."""
    found = _BY_LANGUAGE.get(language.partition("-")[0].lower(), _NAMES_ALONE)
    chosen = {
        name: given if (given := getattr(own, name)) is not None else getattr(found.templates, name)
        for name in fields(Templates)
    }
    return replace(found, templates=Templates(**chosen))

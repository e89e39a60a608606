"""What an office program noted about a file in, what is known about the article out.

Promise: such facts are often those of a template, of an office or of another file; only what the
text bears out, or leaves open, is believed. When a file was saved is no date of publication.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from pipeline.model import Metadata, Role
from pipeline.patterns import pattern
from pipeline.reading.bylines import bare_name, byline
from pipeline.reading.office.passages import Passage
from pipeline.reading.office.trees import inside, words
from pipeline.reading.web.elements import Element
from pipeline.reading.wording import opening
from pipeline.values import value

_FRONT = 6  # passages in which a title and a byline stand
_LANGUAGE = pattern(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_FILE = pattern(
    r"\.(?:docx?|odt|rtf|pdf|txt)\b|^microsoft word\b|^(?:untitled|dokument|document)\W*\d*$|[_/]",
    re.IGNORECASE,
)
_PARTED = pattern(r"\s*(?:;|,|\band\b|&)\s*")


@value
class Facts:
    """What a file says of itself, unjudged."""

    title: str = ""
    creator: str = ""
    language: str = ""


def facts(root: Element | None) -> Facts:
    """What a file's own record says."""

    def said(*names: str) -> str:
        return next((text for name in names if (text := words(inside(root, name)))), "")

    return Facts(
        title=said("title"), creator=said("initial-creator", "creator"), language=said("language")
    )


def known(found: Facts, passages: Sequence[Passage]) -> Metadata:
    """What of it is true of the text."""
    language = found.language if _LANGUAGE.fullmatch(found.language) else ""
    front = list(islice(_front(passages), _FRONT))
    signed = any(
        held.kind.role is Role.BYLINE
        or byline(held.text)
        or (held.kind.role is Role.PARAGRAPH and bare_name(held.text))
        for held in front
    )
    authors = () if signed else tuple(_people(found.creator))
    return Metadata(title=_title(found.title, front), authors=authors, language=language)


def _front(passages: Sequence[Passage]) -> Iterator[Passage]:
    return (held for held in passages if held.text and not (held.skip or held.kind.skip))


def _title(title: str, front: Sequence[Passage]) -> str:
    if not title or _FILE.search(title):
        return ""
    shown = any(opening(held.text) == opening(title) for held in front)
    headed = any(held.kind.role is Role.HEADING for held in front)
    return title if shown or not headed else ""


def _people(creator: str) -> Iterator[str]:
    for name in _PARTED.split(creator):
        if bare_name(name):
            yield name

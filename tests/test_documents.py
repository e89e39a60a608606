"""The test documents: every format holds every word, and is the same each time."""

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from documents.building import WRITERS, write
from documents.part import Document, load
from lxml import etree
from scoring import CASES

from pipeline.model import Role

DESCRIPTIONS = sorted(CASES.glob("*/description.json"))
CONTENT = {"docx": "word/document.xml", "odt": "content.xml", "epub": "OEBPS/text-"}


def told(suffix: str, data: bytes) -> str:
    """The words in a zipped format's text, blanks aside; it must be well-formed."""
    with ZipFile(BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if name.startswith(CONTENT[suffix])]
        roots = [etree.fromstring(archive.read(name)) for name in names]
    return re.sub(r"\s", "", "".join("".join(str(t) for t in root.itertext()) for root in roots))


@pytest.mark.parametrize("path", DESCRIPTIONS, ids=lambda path: path.parent.name)
@pytest.mark.parametrize("suffix", CONTENT)
def test_every_word_of_a_description_is_in_the_file(path: Path, suffix: str) -> None:
    document = load(path)
    text = told(suffix, write(document, suffix))
    for part in document.body():
        for piece in part.pieces if part.role is not Role.RULE else ():
            assert piece.kind in {"note", "deleted"} or re.sub(r"\s", "", piece.text) in text


@pytest.mark.parametrize("suffix", WRITERS)
def test_the_same_description_gives_the_same_file(suffix: str) -> None:
    document: Document = load(DESCRIPTIONS[0])
    assert write(document, suffix) == write(document, suffix)

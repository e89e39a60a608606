"""The language of a quotation inside a text: found where it is one, and never in names."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.spoken.languages import foreign, stretches

_CASES = Path(__file__).parent / "cases" / "tongues"
_MARKED = re.compile(r"\{(\w\w) ([^}]*)\}")


def table(name: str) -> Iterator[tuple[str, ...]]:
    for line in (_CASES / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield tuple(line.split("\t"))


@pytest.mark.parametrize(("around", "expected", "text"), list(table("foreign.tsv")))
def test_a_text_by_itself(around: str, expected: str, text: str) -> None:
    assert (foreign(text, around) or around) == expected


@pytest.mark.parametrize(("around", "marked"), list(table("within.tsv")))
def test_a_quotation_in_a_sentence(around: str, marked: str) -> None:
    words, marks = [], []
    for at, piece in enumerate(_MARKED.split(marked)):
        if at % 3 != 1:
            words.append(piece)
    shown = "".join(words).split()
    for found in _MARKED.finditer(marked):
        start = len(_MARKED.sub(r"\2", marked[: found.start()] + "x").split()) - 1
        marks.append((start, start + len(found[2].split()), found[1]))
    assert list(stretches(shown, around)) == marks


def test_the_tables_are_large() -> None:
    rows = [row[1] for row in table("within.tsv") if row[0] == "en"]
    assert sum("{" in row for row in rows) >= 15
    assert sum("{" not in row for row in rows) >= 60

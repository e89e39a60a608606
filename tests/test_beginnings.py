"""Patterns of which only those are compiled that a line may begin with: they find what all find."""

import gc
import re
import sys
from importlib import import_module
from re import _parser as parser  # type: ignore[attr-defined]

import pytest
from backtracking import first

from pipeline.reading.beginnings import Beginnings, beginnings

FORMS = (
    *(
        "by",
        "a cura di",
        r"(?:an? )?essays?",
        r"\d+ min",
        r"\d* x",
        "(?:über|zu) (?:den|die)",
        "e-?mail",
    ),
    *(
        "(?:(?:the|a) )?(?:text|talk)",
        "(?:no ){0,2}news",
        r"[oa] autora?",
        r"\bsaid",
        "¿?te ha",
        "is",
    ),
    *("(?:si(?:ng|t)|sky)", "(?:l’)?article", "à lire", "(?:[|)]x|y)", "x+y", "xx*z"),
)
LINES = (
    *(
        "By",
        "a cura di Ann",
        "An Essay",
        "a essays",
        "12 min",
        "٣ min",
        " x",
        "7 x",
        "ÜBER DIE",
        "email",
    ),
    *(
        "e-mail",
        "The Talk",
        "text",
        "no no news",
        "news",
        "o autor",
        "said",
        "¿Te ha",
        "te ha",
        "ıs",
    ),
    *(
        "SİNG",
        "ſit",
        "\u212ay",
        "sky",
        "ARTICLE",
        "l’article",
        "À lire",
        "|x",
        ")x",
        "y",
        "xxy",
        "xz",
    ),
    *("xxxz", "", "none of them", "sig", "б"),
)


@pytest.mark.parametrize("behind", ["", r"\b(?: .*)?$"])
@pytest.mark.parametrize("line", LINES)
def test_they_find_what_one_pattern_of_all_finds(line: str, behind: str) -> None:
    whole = re.compile(f"(?:{'|'.join(FORMS)}){behind}", re.IGNORECASE)
    parts = Beginnings(FORMS, behind)
    assert repr(parts.match(line)) == repr(whole.match(line))
    assert repr(parts.fullmatch(line)) == repr(whole.fullmatch(line))
    each = [re.compile(form + behind, re.IGNORECASE).match(line) for form in FORMS]
    assert [number for number, _ in parts.found(line)] == [at for at, hit in enumerate(each) if hit]


def ours() -> set[str]:
    """What lines begin with that are told by it."""
    import_module("pipeline.reading.understanding")  # whose rules they are
    everywhere = [each for each in gc.get_objects() if type(each) is Beginnings]
    return {form for each in everywhere for form in each._forms} - set(FORMS)


def test_whatever_letter_a_pattern_takes_for_another_begins_alike() -> None:
    letters = {letter for form in ours() for start in beginnings(form) for letter in start} - {"\\"}
    either_case = re.compile(f"[{re.escape(''.join(letters))}]", re.IGNORECASE)
    parts = Beginnings(map(re.escape, letters))
    for sign in filter(either_case.match, map(chr, range(sys.maxunicode + 1))):
        assert parts.match(sign), f"{sign!r}"


def test_our_patterns_have_branches_in_groups_only() -> None:
    for form in ours():
        depth = 0
        for sign in re.findall(r"\\.|\[[^\]]*\]|[()|]", form):
            depth += (sign == "(") - (sign == ")")
            assert depth or sign != "|", form


def test_our_patterns_begin_as_we_think() -> None:
    assert len(ours()) > 300
    for form in ours():
        starts = {start[:1] for start in beginnings(form)}
        signs = first(list(parser.parse(form, re.IGNORECASE)), re.IGNORECASE | re.UNICODE)
        told = {"\\" if sign.isdecimal() else sign.lower() for sign in signs}
        assert "" in starts or told <= starts, form

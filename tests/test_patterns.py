"""Text made to keep patterns busy: a run of one sign, longer than any word, is read like any other.

No test here is timed: a pattern that tries every way to part such a run would not end at all. What
is said of a text is thought of without a clock, too, so its work may only grow as the text does.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import pytest
from backtracking import explosive

import pipeline
from pipeline import reading, scripting, spoken
from pipeline.errors import SourceError
from pipeline.model import Notes, Show
from pipeline.reading import ledger, understood

RUNS = ("I", "A-", "I.", "I. ", "1", "1:", "a@", "“", "(", "[", ". ", "—", "*", "é", "e\u0301")
LONG = 4000
SAID = (
    *("A ", "1 ", "Dr. ", "e.g. ", ". ", "XIV ", "“a ", "’a ", "a—b ", "$1 ", "1984 ", "(a "),
    *("March 3, 1984, ", "“je ne sais pas ce que vous voulez dire” ", "http://a.b/c ", "— "),
)
SIZES = (400, 400, 800, 1600)  # signs; the first time it loads what it needs


@pytest.mark.parametrize("run", RUNS)
def test_a_run_of_one_sign_is_read_to_its_end(run: str) -> None:
    text = f"A title\n\nWords before {run * (LONG // len(run))} words after it.\n"
    for parse in (reading.text.parse, reading.markdown.parse):
        article = understood(parse(text, "run.txt"), "run.txt")
        ledger.prove(article)
        assert "words after it." in " ".join(block.text for block in article.blocks)


@pytest.mark.parametrize("run", SAID)
def test_what_is_said_of_a_text_takes_work_in_proportion_to_it(run: str) -> None:
    _, few, some, many = (
        calls(f"A title\n\nWords {run * (size // len(run))}.\n") for size in SIZES
    )
    assert many - some < 3 * (some - few)  # twice as much, and four times if it grew by squares


def calls(text: str) -> int:
    """How many functions are called to script a text and to look for doubtful words."""
    article = understood(reading.text.parse(text, "run.txt"), "run.txt")
    count = 0

    def heard(_frame: object, event: str, _told: object) -> None:
        nonlocal count
        count += event.endswith("call")

    sys.setprofile(heard)
    script = scripting.adapt(article, Show(title="Runs", guid=""), Notes())
    spoken.doubts(script.lines, {}, script.language)
    sys.setprofile(None)
    return count


@pytest.mark.parametrize("suffix", ["md", "txt", "html", "epub"])
def test_a_file_of_a_gigabyte_is_refused_before_it_fills_the_memory(
    tmp_path: Path, suffix: str
) -> None:
    file = tmp_path / f"vast.{suffix}"
    with file.open("wb") as hole:
        hole.truncate(1_000_000_000)  # a hole takes no room on the disk
    with pytest.raises(SourceError, match=r"1000 MB, and the limit is 200 MB.*--limits 10"):
        reading.read(file)


def test_no_pattern_of_ours_can_part_a_run_in_every_way() -> None:
    for name in (each.name for each in walk_packages(pipeline.__path__, "pipeline.")):
        if name != "pipeline.engines.piper_graph":  # needs the package that a voice brings
            import_module(name)
    known = [module for name, module in sys.modules.items() if name.partition(".")[0] == "pipeline"]
    found = {form for module in known for held in vars(module).values() for form in patterns(held)}
    assert len(found) > 400
    assert {form.pattern: where for form in found if (where := explosive(form))} == {}


def patterns(held: Any, depth: int = 3) -> Iterator[re.Pattern[str]]:
    """The patterns in a value, or in the tuples, lists and dictionaries that it is made of."""
    if isinstance(held, re.Pattern) and isinstance(held.pattern, str):
        yield held
    elif isinstance(held, (tuple, list, Mapping)) and depth:
        for each in held.values() if isinstance(held, Mapping) else held:
            yield from patterns(each, depth - 1)


@pytest.mark.parametrize(
    ("pattern", "where"),
    [
        (r"(?:\w+\s*)+", True),
        (r"(a|a+)*b", True),
        (r"(?:\s*[|]?\s*(?:on|\d+))*", True),
        (r"(?:[^\n]+\n)+", False),
        (r"[a-z]+(?:['.][a-z]+)*", False),
        (r"(?:\w++\s*)+", False),
    ],
)
def test_such_patterns_are_known(pattern: str, where: bool) -> None:  # noqa: FBT001
    assert bool(explosive(re.compile(pattern))) == where

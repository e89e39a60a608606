"""Text made to keep patterns busy: a run of one sign, longer than any word, is read like any other.

No test here is timed: a pattern that tries every way to part such a run would not end at all. What
is said of a text is thought of without a clock, too, so its work may only grow as the text does.
"""

import ast
import copy
import gc
import marshal
import os
import pickle
import re
import subprocess
import sys
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from backtracking import explosive

import pipeline
from pipeline import patterns, reading, scripting, spoken
from pipeline.errors import SourceError
from pipeline.model import Notes, Show
from pipeline.patterns import pattern
from pipeline.reading import ledger, markdown
from pipeline.reading import text as plain
from pipeline.reading.beginnings import Beginnings
from pipeline.reading.understanding import understood

RUNS = ("I", "A-", "I.", "I. ", "1", "1:", "a@", "“", "(", "[", ". ", "—", "*", "é", "e\u0301")
LONG = 4000
SAID = (
    *("A ", "1 ", "Dr. ", "e.g. ", ". ", "XIV ", "“a ", "’a ", "a—b ", "$1 ", "1984 ", "(a "),
    *("March 3, 1984, ", "“je ne sais pas ce que vous voulez dire” ", "http://a.b/c ", "— "),
)
SIZES = (400, 400, 800, 1600)  # signs; the first time it loads what it needs

AGAIN = """
import re, sys
compiled, real = [], re.compile
def told(*key):
    compiled.append(key)
    return real(*key)
re.compile = told
from pipeline.patterns import pattern
found = pattern(r"(?P<a>b)|(c)", re.IGNORECASE)
assert found.sub("-", "aBc") == "a--" and found.flags == re.IGNORECASE | re.UNICODE
assert dict(found.groupindex) == {"a": 1} and found.groups == 2 and found.match("B")["a"] == "B"
print(sum(text.startswith("(?P<a>b)") for text, *_ in compiled))
"""  # how often a process compiles a pattern

USED = """
import gc
from pipeline import archive
from pipeline.reading import alone, markdown
from pipeline.patterns import pattern
ours = [each for each in gc.get_objects() if type(each) is type(pattern(""))]
assert len(ours) > 200
print([each.pattern for each in ours if vars(each).keys() != {"pattern", "_given"}])
"""  # what is compiled by importing what a render needs


@pytest.mark.parametrize("run", RUNS)
def test_a_run_of_one_sign_is_read_to_its_end(run: str) -> None:
    text = f"A title\n\nWords before {run * (LONG // len(run))} words after it.\n"
    for parse in (plain.parse, markdown.parse):
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
    article = understood(plain.parse(text, "run.txt"), "run.txt")
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
    gc.collect()
    begun = [each for each in gc.get_objects() if type(each) is Beginnings]
    assert sum(len(each._by_letter) for each in begun) > 100  # which makes their patterns
    found = [each for each in gc.get_objects() if type(each) is type(pattern(""))]
    assert len(found) > 700
    assert {form.pattern: where for form in found if (where := explosive(form))} == {}


def test_every_pattern_comes_back_from_where_it_is_kept_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("pipeline.reading.understanding", "pipeline.spoken", "pipeline.scripting"):
        import_module(name)
    ours = [each for each in gc.get_objects() if type(each) is type(pattern(""))]
    keys = {(each.pattern, int(vars(each)["_given"])) for each in ours}
    assert len(keys) > 300
    monkeypatch.setattr(patterns, "_place", lambda: str(tmp_path / "kept"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(patterns, "_new", {key: re.compile(*key) for key in keys})
    patterns._keep()
    held = patterns._held()
    assert held.keys() == keys
    monkeypatch.setattr(patterns, "_known", lambda: held)
    monkeypatch.setattr(re, "compile", None)  # nobody asks for it now
    assert {key: patterns._made(key) for key in keys} == patterns._new


def test_what_one_process_compiled_the_next_ones_have(tmp_path: Path) -> None:
    asked = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path)}
    asked.pop("PYTHONDONTWRITEBYTECODE", None)

    def compiled(**other: str) -> int:
        run = [sys.executable, "-c", AGAIN]
        return int(subprocess.check_output(run, env=asked | other, text=True))

    assert compiled(PYTHONDONTWRITEBYTECODE="1") == 1
    assert [compiled(), compiled(), compiled()] == [1, 0, 0]
    [file] = tmp_path.rglob("*.opt-patterns.pyc")
    whole = file.read_bytes()
    for damaged in (b"", whole[:-1], whole[:40] + b"?" + whole[41:]):
        file.write_bytes(damaged)
        assert [compiled(), compiled()] == [1, 0]
    data = marshal.dumps(("another Python", marshal.loads(whole[32:])[1]))
    file.write_bytes(sha256(data).digest() + data)
    assert [compiled(), compiled()] == [1, 0]


def test_what_python_no_longer_makes_that_way_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patterns, "_place", lambda: str(tmp_path / "kept"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    good, other = ("a+", 0), ("b+", 0)
    monkeypatch.setattr(patterns, "_new", {good: re.compile("a+"), other: re.compile("c+")})
    patterns._keep()
    assert patterns._held().keys() == {good}
    monkeypatch.setattr(patterns, "_parts", lambda *_: 1 / 0)
    patterns._keep()
    assert patterns._held().keys() == {good}
    monkeypatch.setattr(patterns, "_MOST", 1)  # too many: what was there is forgotten
    patterns._keep()
    assert patterns._held() == {}


def test_every_pattern_that_a_room_has_waits() -> None:
    eager = [
        f"{file.name}:{node.lineno}"
        for file in Path(pipeline.__path__[0]).rglob("*.py")
        if file.name != "charsets.py"  # of bytes, which `pattern` is not for
        for statement in ast.parse(file.read_text(encoding="utf-8")).body
        if not isinstance(statement, ast.FunctionDef | ast.ClassDef)
        for node in ast.walk(statement)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile"
    ]
    assert eager == []


def test_no_pattern_is_compiled_before_it_is_used() -> None:
    told = subprocess.run([sys.executable, "-c", USED], check=True, capture_output=True, text=True)
    assert told.stdout == "[]\n"


def test_a_pattern_that_waits_is_like_any_other() -> None:
    waiting, plain = pattern(r"(?P<a>b)|c", re.IGNORECASE), re.compile(r"(?P<a>b)|c", re.IGNORECASE)
    for name in ("search", "match", "fullmatch", "findall", "split"):
        for text in ("B", "xbcx", ""):
            told = [getattr(form, name)(text) for form in (waiting, plain)]
            assert repr(told[0]) == repr(told[1])
    assert [each.span() for each in waiting.finditer("bcb")] == [(0, 1), (1, 2), (2, 3)]
    assert waiting.sub("-", "abcd") == re.sub(waiting, "-", "abcd") == waiting.subn("-", "abcd")[0]
    for name in ("pattern", "flags", "groups", "groupindex"):
        assert getattr(waiting, name) == getattr(plain, name)
    assert isinstance(waiting, re.Pattern)
    assert pickle.loads(pickle.dumps(waiting)).search("xB")
    assert copy.deepcopy(waiting).flags == plain.flags


def test_a_broken_pattern_is_told_of_when_it_is_used() -> None:
    broken = pattern("(")
    with pytest.raises(re.error, match="unterminated subpattern"):
        broken.search("a")


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

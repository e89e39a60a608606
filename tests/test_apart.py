"""A parser in a process of its own: whatever it does, the caller gets an Article or one line."""

import ctypes
import errno
import gc
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from pipeline import bounds, garbage, reading
from pipeline.errors import SourceError, UsageError
from pipeline.model import Article, Block, Mark, Metadata, Repair, Role, Run, Skip
from pipeline.processes import copying
from pipeline.reading import alone, apart
from pipeline.reading.apart import Limits
from pipeline.reading.carrying import packed, unpacked

WHOLE = Article(
    source="Tea — 茶\n14",
    blocks=(
        Block(
            role=Role.PULL_QUOTE,
            runs=(Run(text="Tea — 茶", start=0), Run(text="\ud800", start=None)),
            marks=(Mark(kind="link", start=0, end=3, url="https://example.org/?a=1&b=“2”"),),
            end=7,
            level=2,
            speaker="Ada",
            repeats=True,
            skip="no",
            label="†",
        ),
    ),
    metadata=Metadata(title="Tea", authors=("Ada Park", "Bo Lind"), date="2024-01-01"),
    repairs=(Repair(kind="hyphen", before="a-\nb", after="ab", at=3),),
    skipped=(Skip(text="14", reason="a page number", start=8, end=10),),
)


def whole(file: Path) -> Article:
    assert file.exists()
    sys.stdout.write("a parser that talks")
    return WHOLE


def announced(file: Path) -> Article:
    """Tell who it is, and never end by itself."""
    file.with_suffix(".pid").write_text(str(os.getpid()), encoding="utf-8")
    while True:
        time.sleep(60)


def gone(file: Path) -> bool:
    """Whether the process that announced itself runs no more."""
    try:
        os.kill(int(file.with_suffix(".pid").read_text(encoding="utf-8")), 0)
    except ProcessLookupError:
        return True
    return False


def greedy(file: Path) -> Article:
    held = [bytearray(10_000_000) for _ in range(1_000)]
    return whole(file) if held else WHOLE


def wordy(file: Path) -> Article:
    """Leave no room for the answer."""

    class Wide(str):
        __slots__ = ()

        def encode(self, *_: object) -> bytes:
            raise MemoryError

    apart.json.dumps = lambda _: Wide()  # type: ignore[attr-defined]
    return whole(file)


def crashing(file: Path) -> Article:
    ctypes.string_at(0)
    return whole(file)


def deep(file: Path) -> Article:
    return deep(file)


def ended(file: Path) -> Article:
    os.kill(os.getpid(), signal.SIGTERM)
    return whole(file)


def refusing(file: Path) -> Article:
    raise SourceError(f"{file}: is protected by a password")


def lacking(file: Path) -> Article:
    raise UsageError(f"{file}: needs a package")


def buggy(file: Path) -> Article:
    raise ZeroDivisionError(file)


@pytest.fixture(autouse=True)
def started(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process is started for each, as where something runs beside; COPIED shows the other way."""
    monkeypatch.setattr(copying, "can_be_copied", lambda: False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "an article.pdf"
    path.write_bytes(b"words")
    return path


def test_what_goes_over_comes_back() -> None:
    assert unpacked(packed(WHOLE)) == WHOLE


def looking(_: Path) -> Article:
    raise SourceError(str(gc.get_threshold()))


def test_a_reader_looks_for_garbage_seldom(file: Path) -> None:
    with pytest.raises(SourceError) as told:
        apart.run("test_apart:looking", file)
    assert str(told.value) == str(garbage._AFTER)


def test_an_article_comes_back_although_the_parser_prints(file: Path) -> None:
    assert apart.run("test_apart:whole", file) == WHOLE


def test_a_parser_that_takes_too_long_is_stopped(file: Path) -> None:
    with pytest.raises(SourceError, match=r"an article\.pdf: takes more than 3 seconds"):
        apart.run("test_apart:announced", file, Limits(seconds=3))
    assert gone(file)


def test_a_parser_that_wants_too_much_memory_is_stopped(file: Path) -> None:
    with pytest.raises(SourceError, match=r"an article\.pdf: needs more than 500 MB of memory"):
        apart.run("test_apart:greedy", file, Limits(memory=500_000_000))


def test_a_reader_without_memory_for_its_answer_is_no_bug(file: Path) -> None:
    with pytest.raises(SourceError, match=r"an article\.pdf: needs more than 1500 MB of memory"):
        apart.run("test_apart:wordy", file)


def test_a_crash_is_one_line(file: Path) -> None:
    with pytest.raises(SourceError, match=r"an article\.pdf: broke its reader \(SIGSEGV\)"):
        apart.run("test_apart:crashing", file)


def test_who_ended_a_reader_is_told_and_no_lack_of_memory(file: Path) -> None:
    with pytest.raises(SourceError, match=r"its reader was ended by SIGTERM; run the same"):
        apart.run("test_apart:ended", file)


def test_endless_nesting_is_one_line(file: Path) -> None:
    with pytest.raises(SourceError, match=r"an article\.pdf: nested too deeply"):
        apart.run("test_apart:deep", file)


def test_known_errors_keep_their_class_and_text(file: Path) -> None:
    with pytest.raises(SourceError, match=r"an article\.pdf: is protected by a password$"):
        apart.run("test_apart:refusing", file)
    with pytest.raises(UsageError, match="needs a package"):
        apart.run("test_apart:lacking", file)


def test_a_bug_shows_its_trace(file: Path) -> None:
    with pytest.raises(RuntimeError) as caught:
        apart.run("test_apart:buggy", file)
    assert "ZeroDivisionError" in caught.value.__notes__[0]


def test_files_that_cannot_be_read_never_start_a_process(file: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        apart.run("test_apart:whole", tmp_path / "absent.pdf")
    with pytest.raises(SourceError, match="a folder"):
        apart.run("test_apart:whole", tmp_path)
    with pytest.raises(SourceError, match="0 MB, and the limit is 0 MB"):
        apart.run("test_apart:whole", file, Limits(size=2))
    file.write_bytes(b"")
    with pytest.raises(SourceError, match="the file is empty"):
        apart.run("test_apart:whole", file)


def test_who_trusts_a_file_raises_the_limits(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SourceError, match="--limits 10"):
        apart.run("test_apart:whole", file, Limits(size=file.stat().st_size - 1))
    monkeypatch.setenv(bounds.NAME, "2")
    assert apart.run("test_apart:whole", file, Limits(size=file.stat().st_size - 1)) == WHOLE


COPIED = """
import os, sys
from pathlib import Path
from pipeline.errors import RenderError
from pipeline.reading import apart

def started(*_):
    raise AssertionError("nothing runs beside this: a copy is enough")

apart._started = started
apart.signal.signal(apart.signal.SIGCHLD, getattr(apart.signal, sys.argv.pop(1)))
print("not yet told", end="")
for name in sys.argv[2:]:
    limits = apart.Limits(memory=300_000_000) if name == "greedy" else apart.Limits(seconds=5)
    try:
        print(apart.run(f"test_apart:{name}", Path(sys.argv[1]), limits).metadata.title)
    except (RenderError, RuntimeError) as error:
        print(error, *getattr(error, "__notes__", ()))
try:
    os.waitpid(-1, os.WNOHANG)
except ChildProcessError:
    print("nobody is left")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a reader is started, not copied")
@pytest.mark.parametrize(("shut", "told_of_ends"), [("", "SIG_DFL"), ("<&- 2>&-", "SIG_IGN")])
def test_a_copy_of_a_process_does_all_that_a_new_one_does(
    file: Path, shut: str, told_of_ends: str
) -> None:
    names = ["whole", "greedy", "deep", "refusing", "buggy", "whole"]
    names += ["crashing"] if told_of_ends == "SIG_DFL" else []
    program = [sys.executable, "-c", COPIED, told_of_ends, str(file), *names]
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {shut}', "-", *program],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=False,
    )
    told = done.stdout.removeprefix("not yet told").splitlines()
    wanted = ["Tea", "more than 300 MB", "too deeply", "by a password", "its reader failed"]
    assert all(one in line for one, line in zip(wanted, told, strict=False)), done
    assert "ZeroDivisionError" in done.stdout
    assert "Tea" in told[5:]
    assert ("SIGSEGV" in done.stdout) == ("crashing" in names)
    assert told[-1] == "nobody is left"


def test_who_is_not_alone_starts_a_process(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(os, "fork", lambda: pytest.fail("its locks may be held by another thread"))
    stop = threading.Event()
    other = threading.Thread(target=stop.wait)
    other.start()
    try:
        assert apart.run("test_apart:whole", file) == WHOLE
    finally:
        stop.set()
        other.join()


@pytest.fixture
def talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An article that only the process which was begun for it reads."""
    path = tmp_path / "talk.md"
    path.write_text("# A talk\n\nThey read aloud.\n", encoding="utf-8")
    reading._understood.cache_clear()
    monkeypatch.setattr(alone, "md", lambda _: pytest.fail("it is read here"))
    return path


def test_what_was_begun_is_waited_for(talk: Path) -> None:
    reading.begin(talk)
    assert reading.read(talk).metadata.title == "A talk"
    assert not reading._begun


def test_a_file_that_changed_meanwhile_is_read_as_it_is(
    talk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading.begin(talk)
    talk.write_text("# Another\n\nThey read aloud.\n", encoding="utf-8")
    monkeypatch.undo()
    assert reading.read(talk).metadata.title == "Another"
    (left,) = reading._begun.values()
    reading.end()
    assert not reading._begun
    with pytest.raises(ProcessLookupError):
        os.kill(left.process, 0)


def test_who_has_read_it_begins_nothing(tmp_path: Path) -> None:
    (tmp_path / "talk.md").write_text("# A talk\n\nThey read aloud.\n", encoding="utf-8")
    reading.read(tmp_path / "talk.md")
    reading.begin(tmp_path / "talk.md")
    assert not reading._begun


def test_what_nobody_waits_for_is_ended(file: Path) -> None:
    begun = apart.begin("test_apart:announced", file)
    _announced(file)
    reading._begun["pdf", file, ""] = begun
    reading.end()
    assert gone(file)


def test_where_no_process_can_be_had_it_is_read_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> int:
        raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    monkeypatch.setattr(apart, "_started", refused)
    reading._understood.cache_clear()
    (tmp_path / "talk.md").write_text("# A talk\n\nThey read aloud.\n", encoding="utf-8")
    before = os.dup(0)
    os.close(before)
    reading.begin(tmp_path / "talk.md")
    after = os.dup(0)
    os.close(after)
    assert after == before  # nothing stays open
    assert reading.read(tmp_path / "talk.md").metadata.title == "A talk"


def _announced(file: Path) -> None:
    """Wait until the reader has told who it is."""
    told = file.with_suffix(".pid")
    while not (told.exists() and told.read_text(encoding="utf-8")):
        time.sleep(0.05)


def test_what_is_wrong_is_told_by_who_reads_it(tmp_path: Path) -> None:
    for name in ("absent.md", "odd.xyz", ""):
        reading.begin(tmp_path / name)
        with pytest.raises(SourceError):
            reading.read(tmp_path / name)


def test_an_interrupt_ends_the_child_too(file: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from pipeline.reading import apart;"
        "apart.run('test_apart:announced', Path(sys.argv[1]))"
    )
    paths = os.pathsep.join(filter(None, sys.path))
    parent = subprocess.Popen(
        [sys.executable, "-c", code, str(file)],
        env=os.environ | {"PYTHONPATH": paths},
        stderr=subprocess.DEVNULL,
    )
    told = file.with_suffix(".pid")
    while not (told.exists() and told.read_text(encoding="utf-8")) and parent.poll() is None:
        time.sleep(0.05)
    parent.send_signal(signal.SIGINT)
    assert parent.wait() != 0
    assert gone(file)

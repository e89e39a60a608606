"""The commands as people and programs type them: what they print, write and return."""

import errno
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import wave
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
import pytest
import starting
from torture import quota

from pipeline.cli import ending, mapping
from pipeline.cli.options import Formats, Size
from pipeline.cli.render_episode import main_command
from pipeline.cli.reporting import Report, length, size
from pipeline.config import load_show
from pipeline.model import Line, Role, Word

TALK = """# The Tool Library

by Ingrid Szczepan

*This talk was given to the friends of our branch library.*

Most of us own a drill, and most drills lie in a drawer. A town does not need a drill in every
house. It needs ten drills, and a place to keep them.

---

*It needs ten drills, and a place to keep them.*

---

That place is [the library](https://example.org/library). It opened in 1984.
"""
SHOW = '[show]\ntitle = "Our Talks"\nguid = "e9533001-4d41-4d70-8580-614d5f8f820f"\n'
PLAN_KEYS = {
    *("title", "subtitle", "authors", "series", "language", "date", "publication", "segments"),
    *("links", "chapters", "lines", "repairs", "skipped", "characters", "doubtful", "seconds"),
}


def run(
    *arguments: str, cwd: Path, command: str = "render-episode", stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    return starting.run(command, *arguments, cwd=cwd, stdin=stdin)


def good(*arguments: str, cwd: Path, command: str = "render-episode", stdin: str = "") -> str:
    done = run(*arguments, cwd=cwd, command=command, stdin=stdin)
    assert done.returncode == 0, done.stderr
    return done.stdout


def data(*arguments: str, cwd: Path, command: str = "render-episode") -> Any:
    return json.loads(good(*arguments, "--json", cwd=cwd, command=command))


def bad(code: int, *arguments: str, cwd: Path, command: str = "render-episode") -> list[str]:
    """The lines of a failure, which touches nothing that was there."""
    before = files(cwd)
    done = run(*arguments, cwd=cwd, command=command)
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    assert files(cwd) == before
    return done.stderr.splitlines()


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A show with one episode in its feed. Tests here leave it as it is."""
    root = tmp_path_factory.mktemp("show")
    talk = root / "episodes" / "the-tool-library"
    talk.mkdir(parents=True)
    (root / "episodes" / "show.toml").write_text(SHOW)
    (talk / "article.md").write_text(TALK)
    good("--workers", "1", cwd=root)
    return root


# --- What goes wrong -------------------------------------------------------------------------


def test_a_damaged_record_is_its_own_article_s_failure(tmp_path: Path) -> None:
    for name in ("lamp", "mill"):
        (tmp_path / f"{name}.md").write_text(f"# The {name}\n\nBy Ada Park\n\nIt stood still.\n")
    good("lamp.md", "--workers", "1", cwd=tmp_path)
    record = tmp_path / "feed" / "lamp" / "episode.json"
    record.write_text(record.read_text().replace("lamp", "lump", 1))
    done = run("--again", "--workers", "2", ".", cwd=tmp_path)
    assert done.returncode == 6
    assert "lamp" in done.stderr
    assert (tmp_path / "feed" / "mill" / "episode.json").is_file()


def test_bad_sources_are_one_line_each(made: Path) -> None:
    inputs = made / "inputs"
    (inputs / "folder").mkdir(parents=True)
    (inputs / "empty.md").touch()
    (inputs / "binary.md").write_bytes(bytes(range(256)) * 40)
    for name in ("missing.md", "empty.md", "binary.md", "folder"):
        lines = bad(3, f"inputs/{name}", cwd=made)
        assert len(lines) == 1
        assert name in lines[0]


def test_a_show_with_three_mistakes_gets_three_lines(made: Path) -> None:
    show = made / "three.toml"
    show.write_text(
        '[show]\ntitle = "T"\nlanguage = "english"\ncolour = 1\n\n[pauses]\nend = "x"\n'
    )
    lines = bad(2, "--show", "three.toml", "episodes", cwd=made)
    assert [line.split(": ")[0] for line in lines] == [f"three.toml:{n}" for n in (3, 4, 7)]


def test_wrong_usage_is_one_line(made: Path) -> None:
    for arguments in (
        ("--nope",),
        ("--workers", "0"),
        ("-",),
        ("--new", " "),
        ("--say", "word"),
        ("--say", "word", "-o", "x.ogg"),
        ("--voice", "narrator", "episodes"),
        ("--voice", "narrator=amy", "episodes"),
        ("--show", "none.toml"),
    ):
        assert len(bad(2, *arguments, cwd=made)) == 1
    assert len(bad(3, "http://127.0.0.1:9/talk", cwd=made)) == 1
    assert len(bad(4, "--again", "--engine", "nobody", cwd=made)) == 1


def test_nothing_here(tmp_path: Path) -> None:
    assert "--new" in bad(2, cwd=tmp_path)[0]
    assert len(bad(6, cwd=tmp_path, command="check-feed")) == 1
    assert len(bad(6, cwd=tmp_path, command="serve-feed")) == 1


def test_in_a_batch_the_good_ones_are_finished(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text(TALK)
    (tmp_path / "bad.md").touch()
    (tmp_path / "later").mkdir()
    (tmp_path / "later" / "episode.toml").touch()
    done = run(".", "--json", "--workers", "1", cwd=tmp_path)
    assert done.returncode == 3
    told = json.loads(done.stdout)
    assert [episode["slug"] for episode in told["episodes"]] == ["good"]
    assert told["waiting"] == ["later"]
    assert [(each["source"], each["exit_code"]) for each in told["failed"]] == [("bad.md", 3)]
    assert "later is waiting" in done.stderr
    assert done.stderr.splitlines()[-2] == "1 of 2 articles failed:"


def test_a_feed_is_served_until_somebody_ends_it(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text("<rss/>")
    with (tmp_path / "long.mp3").open("wb") as hole, socket.socket() as free:
        hole.truncate(200_000_000)  # more than any buffer between us
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline.cli.serve_feed", "--feed", ".", "--port", str(port)],
        cwd=tmp_path,
        env=starting.given(),
        stdout=subprocess.PIPE,
        text=True,
    )
    while process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)) as listener:
            listener.sendall(b"GET /long.mp3 HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert listener.recv(12) == b"HTTP/1.1 200"
            process.terminate()  # somebody who still listens does not keep it from ending
            said, _ = process.communicate(timeout=30)
            assert (process.returncode, said.splitlines()[-1]) == (143, "Stopped.")
            return
        time.sleep(0.05)
    raise AssertionError(process.communicate())


@pytest.mark.parametrize(("how", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupt_leaves_with_its_code(made: Path, how: signal.Signals, code: int) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline.cli.render_episode", "-", "--format", "md"],
        cwd=made,
        env=starting.given(),
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin
    process.stdin.write(
        "word " * 60_000
    )  # more than a pipe holds: it reads, and waits for the rest
    process.stdin.flush()
    process.send_signal(how)
    _, told = process.communicate(timeout=20)
    assert process.returncode == code
    assert len(told.split("\n")) <= 3  # click leaves the line of the ^C first
    assert "interrupted" in told


@pytest.mark.skipif(not quota.works(), reason="has no filters of system calls that we know")
@pytest.mark.parametrize(
    ("room", "full", "more"), [(600, "new", ("--cache", "new")), (20_000, "feed", ())]
)
def test_a_quota_that_is_used_up_is_a_full_disk(
    made: Path, room: int, full: str, more: tuple[str, ...]
) -> None:
    """In a process for which the system itself refuses to write."""
    before = files(made)
    program = (
        f"from torture import quota; quota.room({room});"
        "from pipeline.cli.render_episode import main; main()"
    )
    paths = os.pathsep.join((str(starting.ROOT), str(starting.ROOT / "tests")))
    done = subprocess.run(
        [sys.executable, "-c", program, "--again", "--workers", "1", *more],
        cwd=made,
        env=starting.given(PYTHONPATH=paths),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 6, done.stderr
    (told,) = done.stderr.splitlines()
    assert "Disk quota exceeded" in told
    assert full in told
    shutil.rmtree(made / "new", ignore_errors=True)
    assert files(made) == before


def test_an_end_that_python_drops_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    class Fleeting:
        def __del__(self) -> None:
            signal.raise_signal(signal.SIGTERM)  # what this raises, goes nowhere

    @click.command()
    def forgetful() -> None:
        Fleeting()
        time.sleep(60)

    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(sys, "argv", ["forgetful"])
    with pytest.raises(SystemExit) as end:
        ending.run(forgetful, "forgetful")
    signal.signal(signal.SIGTERM, before)
    assert end.value.code == 143


@pytest.mark.parametrize(
    ("streams", "option", "code"),
    [
        (("stdout",), "--rule=all", 141),
        (("stdout", "stderr"), "--rule=all", 141),
        (("stderr",), "--rule=all", 0),
        (("stdout", "stderr"), "--unknown", 2),
    ],
)
def test_who_is_not_read_on_ends_without_a_word(
    tmp_path: Path, streams: tuple[str, ...], option: str, code: int
) -> None:
    read, write = os.pipe()
    os.close(read)
    given: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli.check_feed", option],
        cwd=tmp_path,
        env=starting.given(),
        check=False,
        **given | dict.fromkeys(streams, write),
    )
    os.close(write)
    assert (done.returncode, done.stderr or b"") == (code, b"")


def test_a_closed_output_is_no_bug(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pipeline.cli.check_feed", "--rule", "all"]
    done = subprocess.run(
        ["sh", "-c", '"$@" >&-', "sh", *command],
        cwd=tmp_path,
        env=starting.given(),
        stderr=subprocess.PIPE,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("body", "streams", "code", "told"),
    [
        ("raise EngineError('no voice')", ("closed", "heard"), 4, "no voice\n"),
        ("raise EngineError('no voice')", ("full", "heard"), 4, "no voice\n"),
        ("raise EngineError('no voice')", ("heard", "full"), 4, ""),
        ("raise EngineError('no voice')", ("heard", "closed"), 4, ""),
        ("pass", ("closed", "heard"), 141, ""),
        ("pass", ("full", "heard"), 6, "an: the system: No space left on device: make room or"),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="no /dev/full")
def test_an_exit_code_outlives_what_cannot_be_printed(
    tmp_path: Path, body: str, streams: tuple[str, str], code: int, told: str
) -> None:
    program = f"""
import click
from pipeline.cli.ending import run
from pipeline.errors import EngineError

@click.command()
def command():
    print("{{}}")
    {body}

run(command, "an")
"""
    read, write = os.pipe()
    os.close(read)
    with Path("/dev/full").open("wb") as full:
        ways: dict[str, Any] = {"closed": write, "full": full, "heard": subprocess.PIPE}
        done = subprocess.run(
            [sys.executable, "-c", program],
            cwd=tmp_path,
            env=starting.given(PYTHONUNBUFFERED=""),
            stdout=ways[streams[0]],
            stderr=ways[streams[1]],
            check=False,
        )
    os.close(write)
    heard = (done.stderr or b"").decode()
    assert (done.returncode, heard.startswith(told), bool(heard)) == (code, True, bool(told))


def test_a_pipe_that_breaks_elsewhere_is_a_bug_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    @click.command()
    def sending() -> None:
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(sys, "argv", ["sending"])
    monkeypatch.setattr(sys, "stdout", sys.stdout)  # click puts others there
    monkeypatch.setattr(sys, "stderr", sys.stderr)
    try:
        with pytest.raises(BrokenPipeError):
            ending.run(sending, "sending")
    finally:
        signal.signal(signal.SIGTERM, before)


# --- What goes right -------------------------------------------------------------------------


def test_an_episode_is_made_once(tmp_path: Path, made: Path) -> None:
    talk = tmp_path / "talk.md"
    talk.write_text(TALK)
    first = data("talk.md", "--workers", "1", cwd=tmp_path)
    assert first["title"] == "The Tool Library"
    assert first["work"]["spoken"] > 5
    assert data("talk.md", cwd=tmp_path)["work"]["spoken"] == 0
    talk.write_text(TALK.replace("ten drills, and a place to keep them.\n\n---", "two.\n\n---", 1))
    again = data("talk.md", cwd=tmp_path)
    assert again["guid"] == first["guid"]
    assert again["work"]["spoken"] == 1
    assert len(list((tmp_path / "feed" / "talk").glob("*.mp3"))) == 1
    assert data("talk.md", "--again", cwd=tmp_path)["work"]["stored"] > 5
    assert data("talk.md", cwd=tmp_path).keys() == again.keys()
    assert made.exists()


def test_results_for_people(made: Path) -> None:
    told = good("--again", cwd=made)
    assert "“The Tool Library”" in told
    assert "0 lines spoken" in told
    assert "feed/the-tool-library/the-tool-library-" in told
    assert "feed/feed.xml" in told
    assert "serve-feed" in told
    assert "unchanged" in good(cwd=made)
    assert good("-q", cwd=made) == ""


@pytest.mark.parametrize("many", [False, True])
def test_what_is_drawn_beside_is_warned_of_here_and_once(tmp_path: Path, many: bool) -> None:  # noqa: FBT001
    said = "A town needs ten drills, a place to keep them, and somebody who lends them out. " * 3
    told = TALK.replace("# The Tool Library", "# The \U0001f984 Library")
    talk = told + "\n> " + said[:80] + "\n\n" + "\n\n".join([said] * 8) + "\n"
    for name in ("one", "two")[: 1 + many]:
        (tmp_path / f"{name}.md").write_text(talk)
    sources = sorted(str(each) for each in tmp_path.glob("*.md"))
    done = run(*sources, "--workers", "2", "--json", cwd=tmp_path)
    lost = (
        "the cover leaves out “The \N{UNICORN FACE} Library”: its typeface lacks \N{UNICORN FACE}"
    )
    assert json.loads(done.stdout)["warnings"].count(lost) == 1
    assert [line for line in done.stderr.splitlines() if lost in line] == [f"warning: {lost}"]


def test_standard_input(made: Path, tmp_path: Path) -> None:
    (tmp_path / ".cache").symlink_to(made / ".cache")
    good("-", "--format", "md", cwd=tmp_path, stdin=TALK)
    assert (tmp_path / "feed" / "the-tool-library" / "episode.json").is_file()
    done = run("-", "--format", "md", cwd=tmp_path, stdin="")
    assert (done.returncode, done.stderr.count("\n")) == (3, 1)
    assert "standard input" in done.stderr


def test_a_plan_writes_nothing(made: Path) -> None:
    before = files(made)
    plan = data("--plan", "episodes/the-tool-library", cwd=made)
    assert plan.keys() == PLAN_KEYS
    assert plan["authors"] == ["Ingrid Szczepan"]
    assert "nineteen eighty-four" in " ".join(line["spoken"] for line in plan["lines"])
    assert {"role", "text", "speaker", "spoken", "reason", "repeats"} == plan["segments"][0].keys()
    text = good("--plan", "episodes/the-tool-library/article.md", cwd=made)
    assert "Most of us own a drill" in text
    assert "\x1b" not in text
    assert "0 episodes would be made" in good("--plan", cwd=made)
    assert data("--plan", "--again", cwd=made)["episodes"][0]["slug"] == "the-tool-library"
    assert files(made) == before


def test_a_plan_as_a_page(made: Path, tmp_path: Path) -> None:
    before = files(made)
    page = tmp_path / "plan.html"
    talk = "episodes/the-tool-library"
    for _ in range(2):  # an earlier plan may be written over
        assert "plan.html" in good("--plan", talk, "--html", str(page), cwd=made)
    assert "Most of us own a drill" in page.read_text()
    assert data("--plan", talk, "--html", str(page), cwd=made).keys() == PLAN_KEYS
    assert files(made) == before
    assert [path.name for path in tmp_path.iterdir()] == ["plan.html"]
    for code, *arguments in (
        (2, talk, "--html", "x.html"),
        (2, "--plan", "--html", f"{talk}/article.md"),
        (6, "--plan", talk, "--html", "nowhere/x.html"),
        (3, "--plan", "missing.md", "--html", "x.html"),
    ):
        assert len(bad(int(code), *map(str, arguments), cwd=made)) == 1


def test_a_page_is_of_one_article(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.md").write_text(TALK)
    assert "one article" in bad(2, "--plan", "one.md", "two.md", "--html", "x", cwd=tmp_path)[0]


def test_a_new_show(tmp_path: Path) -> None:
    assert "episodes/show.toml" in good("--new", 'Our "Talks"', cwd=tmp_path)
    assert load_show(tmp_path / "episodes" / "show.toml").title == 'Our "Talks"'
    assert "here already" in bad(2, "--new", "Other", cwd=tmp_path)[0]


def test_say(tmp_path: Path) -> None:
    (tmp_path / "show.toml").write_text(SHOW + '[say]\nYbor = "ee-bore"\n')
    told = data("--say", "Ybor, in 1984", "-o", "y.wav", cwd=tmp_path)
    assert told["voice"] == "espeak:narrator"
    assert "nineteen eighty-four" in told["spoken"]
    assert "Ybor" not in told["spoken"]
    with wave.open(str(tmp_path / "y.wav")) as file:
        assert file.getnframes() / file.getframerate() == pytest.approx(told["seconds"], abs=0.01)
    good("--say", "Ybor", "-o", "y.mp3", "--voice", "narrator=espeak:quote", cwd=tmp_path)
    assert (tmp_path / "y.mp3").read_bytes()[:2] == b"\xff\xfb"


def test_a_bar_tells_the_time_left(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    jobs = [Line(words=(Word(shown="x", said="x" * size),), role=Role.PARAGRAPH) for size in (9, 4)]
    for live in (False, True):
        monkeypatch.setattr(mapping, "_PATIENCE", -1)
        monkeypatch.setattr(Report, "live", live)
        with mapping.processes(1) as pool:
            lines = mapping.Mapper(pool, Report())
            lines.title = "a-talk"
            assert list(lines(len_of, jobs)) == [9, 4]
            assert not list(lines(len_of, []))
    told = capsys.readouterr().err
    assert "a-talk ############################## 100% 0.0 s left" in told
    assert told.endswith("\r\x1b[K")


def test_a_bar_goes_when_work_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(mapping, "_PATIENCE", -1)
        patch.setattr(Report, "live", property(lambda _: True))
        with mapping.processes(1) as pool, pytest.raises(TypeError, match="len"):
            list(mapping.Mapper(pool, Report())(len, ["one", "three", 5]))  # type: ignore[arg-type]
    told = capsys.readouterr().err
    assert "%" in told
    assert told.endswith("\r\x1b[K")


def len_of(line: Line) -> int:
    return len(line.said)


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0.04, "0.0 s"),
        (9.96, "10.0 s"),
        (59.7, "1 min 0 s"),
        (605, "10 min 5 s"),
        (7500, "2 h 5 min"),
    ],
)
def test_lengths(seconds: float, told: str) -> None:
    assert length(seconds) == told


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("500M", 500_000_000), ("1.5 GiB", 1_610_612_736), ("20g", 20_000_000_000), ("7", 7)],
)
def test_sizes_as_people_write_them(typed: str, meant: int) -> None:
    assert Size().convert(typed, None, None) == meant


def test_what_is_no_size_and_no_format() -> None:
    with pytest.raises(click.BadParameter, match="write it like 500M"):
        Size().convert("much", None, None)
    assert Formats().convert("opus,m4a", None, None) == ("mp3", "m4a", "opus")
    with pytest.raises(click.BadParameter, match="choose one of mp3, m4a, opus"):
        Formats().convert("mp3,wav", None, None)


def test_sizes_as_they_are_told() -> None:
    told = [size(held) for held in (0, 999, 1_000, 870_400_000, 1_400_000_000)]
    assert told == ["0 bytes", "999 bytes", "1 kB", "870 MB", "1.4 GB"]


def test_an_article_never_steers_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    Report().say("“\x1b[2J\u202etitle”")
    assert capsys.readouterr().out == "“·[2J·title”\n"
    Report().page("\x1b[1mA plan\x1b[0m\n")
    assert capsys.readouterr().out == "\x1b[1mA plan\x1b[0m\n"


def test_lists(tmp_path: Path) -> None:
    found = {each["name"]: each for each in data("--list-engines", cwd=tmp_path)["engines"]}
    assert found["espeak"] == {"name": "espeak", "available": True, "needs": ""}
    assert "internet" in found["gtts"]["needs"]
    assert "espeak:narrator" in data("--list-voices", cwd=tmp_path)["voices"]
    assert good("--list-voices", "--engine", "gtts", cwd=tmp_path).startswith("gtts:")
    assert len(bad(4, "--list-voices", "--engine", "nobody", cwd=tmp_path)) == 1


def test_text_leaves_this_machine_only_when_asked(tmp_path: Path) -> None:
    (tmp_path / "show.toml").write_text(SHOW + '[cast]\nnarrator = "gtts:en"\n')
    (tmp_path / "talk.md").write_text(TALK)
    assert "--online" in bad(2, "talk.md", cwd=tmp_path)[0]
    assert data("--plan", "talk.md", "--online", cwd=tmp_path)["lines"][0]["voice"] == "gtts:en"
    lines = data("--plan", "talk.md", "--engine", "espeak", cwd=tmp_path)["lines"]
    assert {line["voice"] for line in lines} == {"espeak:narrator", "espeak:quote"}


def test_a_feed_is_judged(made: Path, tmp_path: Path) -> None:
    findings = data(cwd=made, command="check-feed")["findings"]
    assert [each["id"] for each in findings] == ["owner-email"]  # this show has none
    (tmp_path / "feed.xml").write_text("<rss><channel/></rss>")
    done = run(str(tmp_path / "feed.xml"), cwd=made, command="check-feed")
    assert done.returncode == 6
    assert "must: feed.xml" in done.stdout
    assert "nothing to mend" not in done.stdout
    told = good("--rule", "sound-peak", cwd=made, command="check-feed")
    assert told.startswith("sound-peak (should): The true peak is at most -1 dBTP")
    assert "did you mean" in bad(2, "--rule", "sound-peek", cwd=made, command="check-feed")[0]
    stats = data("--stats", cwd=made, command="check-feed")
    assert stats["episodes"] == 1
    assert 40 < stats["words_a_minute"] < 240  # a short talk, and music round it
    same = data("--against", "feed", cwd=made, command="check-feed")
    assert same["changes"] == []
    assert len(bad(6, "http://127.0.0.1:9/feed.xml", cwd=made, command="check-feed")) == 1


def test_a_feed_is_published(made: Path, tmp_path: Path) -> None:
    there = tmp_path / "host"
    done = run(str(there), "--json", cwd=made, command="publish-feed")
    assert done.returncode == 0
    assert "base_url" in done.stderr
    assert "feed.xml" in json.loads(done.stdout)["sent"]
    assert (there / "feed.xml").read_bytes() == (made / "feed" / "feed.xml").read_bytes()
    assert "base_url" in bad(2, "memory://host", cwd=made, command="publish-feed")[0]


def test_a_look_before_publishing_and_a_feed_that_comes_back(made: Path, tmp_path: Path) -> None:
    there = str(tmp_path / "host")
    look = data(there, "--dry-run", cwd=made, command="publish-feed")
    assert [change["kind"] for change in look["changes"]] == ["new"]
    assert not (tmp_path / "host").exists()
    sent = data(there, cwd=made, command="publish-feed")["sent"]
    assert sorted(sent) == sorted(look["would_send"])
    assert "Nothing changes" in good(there, "--dry-run", cwd=made, command="publish-feed")
    back = ("--restore", "--feed", str(tmp_path / "new"))
    assert data(there, *back, cwd=made, command="publish-feed")["episodes"] == 1
    assert "an empty folder only" in bad(2, there, *back, cwd=made, command="publish-feed")[0]
    assert "none of" in bad(2, there, "--restore", "--dry-run", cwd=made, command="publish-feed")[0]


@pytest.mark.parametrize("command", ["render-episode", "check-feed", "serve-feed", "publish-feed"])
def test_help_and_version(command: str, tmp_path: Path) -> None:
    assert good("--help", cwd=tmp_path, command=command).startswith(f"Usage: {command} ")
    assert good("--version", cwd=tmp_path, command=command).startswith(f"{command} 0.")


def test_many_are_foreseen_and_summed_up(tmp_path: Path) -> None:
    for name in ("mill", "lamp"):
        text = f"# The {name}\n\nby Ada Park\n\nThe {name} of Xylbrogd stood still.\n"
        (tmp_path / f"{name}.md").write_text(text)
    told = good(".", "--workers", "1", cwd=tmp_path)
    assert [line.split()[0] for line in told.splitlines()[1:3]] == ["lamp", "mill"]
    assert "2 episodes, " in told
    told = good("--plan", "--again", ".", cwd=tmp_path)
    assert re.search(r"2 episodes would be made: .* of sound, at most .* as the last ones", told)
    assert "Xylbrogd" in told.splitlines()[-1]
    assert told.splitlines()[-1].endswith("2 episodes")
    assert re.search(r"Of \d+ lines, 0 would be spoken and 0 mixed anew, in 0 episodes", told)


def test_what_a_change_touches_is_told_before_it_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("mill", "lamp"):
        said = "In Xylbrogd" if name == "mill" else "Here"
        text = f"# The {name}\n\nby Ada Park\n\n{said} it stood still.\n\nNobody came.\n"
        (tmp_path / f"{name}.md").write_text(text)
    show = tmp_path / "show.toml"
    show.write_text('[show]\ntitle = "Two"\n')
    monkeypatch.chdir(tmp_path)
    good(".", "--workers", "1", cwd=tmp_path)
    before = files(tmp_path)

    def touched(change: str, *options: str) -> dict[str, int]:
        show.write_text(f'[show]\ntitle = "Two"\n{change}')
        plan = ["--plan", "--again", "--json", ".", *options]
        assert main_command.main(plan, standalone_mode=False) == 0
        told: dict[str, Any] = json.loads(capsys.readouterr().out)
        assert files(tmp_path) == {**before, "show.toml": show.read_bytes()}
        words.extend(told["lexicon"])
        return {name: told["work"][name] for name in ("spoken", "mixed", "episodes")}

    words: list[dict[str, Any]] = []
    assert touched("") == {"spoken": 0, "mixed": 0, "episodes": 0}
    lexicon = touched('[say]\nXylbrogd = "zil-brod"\nNowhere = "no-where"\n')
    assert lexicon == {"spoken": 1, "mixed": 1, "episodes": 1}
    assert words == [
        {"word": "Xylbrogd", "count": 1, "episodes": ["mill"]},
        {"word": "Nowhere", "count": 0, "episodes": []},
    ]
    closing = touched('[sound]\nclosing = "none"\n')  # what lay over it is one sentence a take
    assert closing == {"spoken": 4, "mixed": 4, "episodes": 2}
    louder = touched("[sound]\nloudness = -18\n")  # no voice has been measured for that
    assert (louder["spoken"], louder["episodes"]) == (0, 2)
    assert louder["mixed"] > 4
    voice = touched("", "--voice", "narrator=espeak:quote")
    assert voice["spoken"] >= 3
    assert voice["episodes"] == 2

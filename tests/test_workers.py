"""Covers: workers start when needed, keep the order, pass errors on, end with their parent."""

import fcntl
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest
from talking import line, script

from pipeline import narrating
from pipeline.cli import mapping
from pipeline.errors import EngineError
from pipeline.model import Voice
from pipeline.processes import process_map
from pipeline.store import Store, open_store

HERE = Path(narrating.__file__).parents[2]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(str(tmp_path / "store"))


def test_one_worker_or_a_few_quick_jobs_start_no_process() -> None:
    with process_map(1) as pool:
        assert list(pool(abs, [-1, 2])) == [1, 2]
    with process_map(2) as pool:
        assert list(pool(abs, [-1])) == [1]
        assert list(pool(abs, [-1, 2, -3])) == [1, 2, 3]
        assert pool._executor is None


def test_workers_keep_the_order_and_have_room_to_breathe() -> None:
    with process_map(2) as pool:
        assert list(pool(abs, range(-50, 0))) == list(range(50, 0, -1))
        settings = set(pool(os.getenv, ["MALLOC_TRIM_THRESHOLD_"] * 20))
    assert settings == {"1000000000"}
    assert os.getenv("MALLOC_TRIM_THRESHOLD_") != "1000000000"


def test_a_few_slow_jobs_are_handed_on() -> None:
    with process_map(2) as pool:
        assert list(pool(time.sleep, [0.3, 0.0, 0.0])) == [None] * 3
        assert pool._executor is not None


def test_error_in_a_worker_comes_out_as_it_is(store: Store) -> None:
    bad = {"narrator": Voice(engine="espeak", name="narrator")}
    endless = script(line("word " * 3000), *(f"Hello, {name}." for name in "ABCDEF"))
    with (
        pytest.raises(EngineError, match="break it into sentences"),
        process_map(2) as pool,
    ):
        narrating.narrate(endless, bad, store, map=pool)


def test_killed_worker_is_a_known_error() -> None:
    with (
        pytest.raises(EngineError, match="fewer --workers"),
        process_map(2) as pool,
    ):
        list(pool(os._exit, [3] * 20))


def test_workers_that_are_warm_begin_at_once_with_a_single_job(tmp_path: Path) -> None:
    with mapping.processes(2) as pool:
        pool.warm()
        results = pool(os.mkdir, [tmp_path / "made"])
        deadline = time.monotonic() + 10
        while not (tmp_path / "made").exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        assert (tmp_path / "made").exists()  # though nobody asked for the result
        assert list(results) == [None]
        loaded = pool(has_loaded, [mapping._WORK] * 8)
        assert list(loaded) == [True] * 8


def test_jobs_for_workers_that_still_start_keep_nobody_waiting() -> None:
    with process_map(2) as pool:
        started = Event()

        def slow() -> None:
            started.wait(60)

        pool._begin_beside(slow)
        first, second = pool(abs, range(-9, 0)), pool(float, range(9))
        assert pool._executor is None
        started.set()
        assert list(second) == [float(each) for each in range(9)]
        assert list(first) == list(range(9, 0, -1))


def test_workers_that_end_before_they_were_waited_for_are_a_known_error() -> None:
    with process_map(2) as pool:
        pool.warm()
        with pytest.raises(EngineError, match="fewer --workers"):
            list(pool(os._exit, [3] * 20))


def has_loaded(name: str) -> bool:
    """Whether a module is there; asked in a worker that has done nothing that needs it."""
    return name in sys.modules


_PROGRAM = """
import signal, sys, time
from pipeline.processes import process_map
if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # behind "&" in a script it is ignored
    with process_map(2) as pool:
        results = iter(pool(time.sleep, [0.0] * 4 + [60.0] * 12))
        next(results)
        import multiprocessing
        print(*(child.pid for child in multiprocessing.active_children()), flush=True)
        list(results)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_workers_end_with_their_parent_and_in_silence(tmp_path: Path, how: signal.Signals) -> None:
    program = tmp_path / "program.py"
    program.write_text(_PROGRAM)
    with subprocess.Popen(
        [sys.executable, str(program)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(HERE)},
        start_new_session=True,
    ) as parent:
        assert parent.stdout is not None
        assert parent.stderr is not None
        children = [int(pid) for pid in parent.stdout.readline().split()]
        assert children
        if how == signal.SIGINT:
            os.killpg(parent.pid, how)  # as a terminal does
        else:
            parent.send_signal(how)
        said = parent.stderr.read()
        assert b"Process SpawnProcess" not in said
        assert said.count(b"Traceback") == (how == signal.SIGINT)
    deadline = time.monotonic() + 3
    while any(map(running, children)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not any(map(running, children))


@pytest.fixture
def temporary() -> Iterator[Path]:
    """A folder whose path has room for a socket's behind it."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


_STARTS = """
import multiprocessing
from pipeline.processes import process_map
if __name__ == "__main__":
    with process_map(2) as pool:
        assert list(pool(abs, range(-20, 0))) == list(range(20, 0, -1))
        way, = {each._start_method for each in multiprocessing.active_children()}
    print(way)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="workers start in one way elsewhere")
@pytest.mark.parametrize("way", ["forkserver", "spawn"])
def test_workers_start_whatever_folder_there_is_and_leave_nothing_in_it(
    tmp_path: Path, temporary: Path, way: str
) -> None:
    if way == "spawn":
        temporary = temporary / ("d" * 60) / ("e" * 60)
    home = temporary / f"render-episode-{os.getuid()}"
    dead, alive = home / "run-dead", home / "run-alive"
    for folder in (dead, alive):
        folder.mkdir(parents=True)
        (folder / "listener").touch()
    program = tmp_path / "program.py"
    program.write_text(_STARTS)
    there = {**os.environ, "PYTHONPATH": str(HERE), "TMPDIR": str(temporary)}
    with holding(alive):
        done = subprocess.run(
            [sys.executable, program], check=False, env=there, capture_output=True, text=True
        )
    assert (done.stdout, done.stderr, done.returncode) == (f"{way}\n", "", 0)
    assert [folder.name for folder in home.iterdir()] == ["run-alive"]


@pytest.mark.skipif(sys.platform != "linux", reason="workers start in one way elsewhere")
def test_what_is_not_ours_is_neither_swept_nor_imported(tmp_path: Path, temporary: Path) -> None:
    (tmp_path / "theirs/run-7").mkdir(parents=True)
    (temporary / f"render-episode-{os.getuid()}").symlink_to(tmp_path / "theirs")
    (tmp_path / "numpy.py").write_text("raise SystemExit(1)")
    (tmp_path / "program").mkdir()
    program = tmp_path / "program/program.py"
    program.write_text(_STARTS)
    there = {**os.environ, "PYTHONPATH": str(HERE)}
    for way, given in (("spawn", {"TMPDIR": str(temporary)}), ("forkserver", {})):
        done = subprocess.run(
            [sys.executable, program],
            check=False,
            env=there | given,
            cwd=tmp_path,
            capture_output=True,
            text=True,
        )
        assert (done.stdout, done.stderr, done.returncode) == (f"{way}\n", "", 0)
    assert (tmp_path / "theirs/run-7").is_dir()


@contextmanager
def holding(folder: Path) -> Iterator[None]:
    """The lock of a run that goes on."""
    opened = os.open(folder, os.O_RDONLY)
    fcntl.flock(opened, fcntl.LOCK_EX)
    yield
    os.close(opened)


def running(pid: int) -> bool:
    """Whether a process is there and has not ended (one that waits to be collected has)."""
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat")
        return not state.exists() or ") Z " not in state.read_text()
    except (ProcessLookupError, FileNotFoundError):
        return False

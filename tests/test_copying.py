"""Covers: jobs that come one at a time are done by copies of this process, as if done here."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from test_workers import HERE, running

from pipeline.processes import process_map

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere workers do them")

JOBS = '''
import os, sys, time
from pipeline.errors import EngineError
from pipeline.processes import process_map

US = os.getpid()

def number(_):
    return os.getpid()

def made(path):
    os.mkdir(path)

def large(size):
    return b"a" * size

def failing(text):
    raise EngineError(f"{text}, {os.getpid() == US}")

def wrong(text):
    raise ZeroDivisionError(f"{text}, {os.getpid() == US}")

def dying(how):
    if os.getpid() != US:
        os.kill(os.getpid(), how)
    return "done here"

def printing(text):
    print("to standard output")
    print("to standard error", file=sys.stderr)
    os.system("echo as another program does")
    return text

def sleeping(seconds):
    time.sleep(seconds)

def left():
    """Whether a child or a file of ours is left."""
    try:
        return os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return sorted(os.listdir("/proc/self/fd"))
'''


def done(tmp_path: Path, lines: str) -> str:
    """What a program prints that has these jobs, and nothing that runs beside it."""
    program = tmp_path / "program.py"
    program.write_text(f"{JOBS}\nprint('not yet told', end='')\n{lines}")
    there = {**os.environ, "PYTHONPATH": str(HERE)}
    ended = subprocess.run(
        [sys.executable, program],
        env=there,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.removeprefix("not yet told") + ended.stderr


def test_a_copy_begins_at_once_and_its_answer_is_ours(tmp_path: Path) -> None:
    told = done(
        tmp_path,
        f"""
before = left()
with process_map(2) as pool:
    pool.stand_by()
    waiting = pool(made, ["{tmp_path}/made"])
    end = time.monotonic() + 10
    while not os.path.isdir("{tmp_path}/made") and time.monotonic() < end:
        time.sleep(0.01)
    print(os.path.isdir("{tmp_path}/made"), list(waiting))
    print(list(pool(number, [1])) != [US], len(list(pool(large, [3_000_000]))[0]))
    print(list(pool(abs, [-1, 2])), pool._executor)
print(left() == before)
""",
    )
    assert told == "True [None]\nTrue 3000000\n[1, 2] None\nTrue\n"


def test_what_a_copy_raises_is_raised_here_and_a_bug_with_our_own_trace(tmp_path: Path) -> None:
    told = done(
        tmp_path,
        """
with process_map(2) as pool:
    pool.stand_by()
    for job in failing, wrong:
        try:
            list(pool(job, ["told"]))
        except Exception as error:
            trace = error.__traceback__
            while trace.tb_next:
                trace = trace.tb_next
            print(type(error).__name__, error, trace.tb_frame.f_code.co_name)
""",
    )
    assert told.splitlines() == [
        "EngineError told, False result",
        "ZeroDivisionError told, True wrong",
    ]


@pytest.mark.parametrize("heeded", ["SIG_DFL", "SIG_IGN"])
@pytest.mark.parametrize("how", ["SIGKILL", "SIGSEGV", "SIGABRT"])
def test_a_copy_that_crashes_is_a_known_error_and_takes_nobody_with_it(
    tmp_path: Path, how: str, heeded: str
) -> None:
    told = done(
        tmp_path,
        f"""
import resource, signal
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
signal.signal(signal.SIGCHLD, signal.{heeded})
before = left()
with process_map(2) as pool:
    pool.stand_by()
    try:
        list(pool(dying, [signal.{how}]))
    except EngineError as error:
        print(error)
print(left() == before)
""",
    )
    assert told.startswith("A worker process was ended from outside, ran out of memory or crashed")
    assert told.endswith("\nTrue\n")


def test_what_a_copy_was_told_to_leave_is_done_here(tmp_path: Path) -> None:
    told = done(
        tmp_path,
        """
import signal
with process_map(2) as pool:
    pool.stand_by()
    print(list(pool(dying, [signal.SIGTERM])))
""",
    )
    assert told == "['done here']\n"


def test_what_is_printed_by_a_copy_spoils_no_answer(tmp_path: Path) -> None:
    told = done(
        tmp_path,
        "with process_map(2) as pool:\n"
        "    pool.stand_by()\n"
        "    print(list(pool(printing, ['answer'])))\n",
    )
    aside = ["to standard output", "to standard error", "as another program does"]
    assert told.splitlines() == ["['answer']", *aside]


def test_half_an_answer_is_none(tmp_path: Path) -> None:
    told = done(
        tmp_path,
        """
from functools import partial
from pipeline.processes.copying import Copy
before, copy = left(), Copy(partial(large, 3_000_000))
time.sleep(0.5)  # it waits for us to read
os.kill(copy._process, 9)
try:
    copy.result()
except EngineError as error:
    print(error)
print(len(copy.result()), left() == before)
""",
    )
    assert told.startswith("A worker process was ended from outside")
    assert told.endswith("\n3000000 True\n")


def test_an_error_that_is_an_answer_and_an_answer_that_cannot_be_sent(tmp_path: Path) -> None:
    told = done(
        tmp_path,
        """
def error(text):
    return EngineError(text)

def unsendable(_):
    return lambda: os.getpid() == US

class Odd(EngineError):
    def __init__(self, *, line):
        super().__init__(line)

def odd(line):
    raise Odd(line=line)

with process_map(2) as pool:
    pool.stand_by()
    print(list(pool(error, ["an answer"])), list(pool(unsendable, [1]))[0]())
    try:
        list(pool(odd, ["which pickle makes nothing of"]))
    except Odd as error:
        print(error)
""",
    )
    assert told == "[EngineError('an answer')] True\nwhich pickle makes nothing of\n"


@pytest.mark.parametrize("how", ["SIGINT", "SIGTERM"])
def test_who_is_interrupted_while_a_copy_works_ends_it(tmp_path: Path, how: str) -> None:
    told = done(
        tmp_path,
        f"""
import signal, threading
def told_to_end(*_):
    raise KeyboardInterrupt
signal.signal(signal.{how}, told_to_end)
signal.signal(signal.SIGALRM, lambda *_: os.kill(US, signal.{how}))
before = left()
with process_map(2) as pool:
    pool.stand_by()
    waiting = pool(sleeping, [60])
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    try:
        list(waiting)
    except KeyboardInterrupt:
        print(left() == before)
""",
    )
    assert told == "True\n"


def test_a_copy_leaves_be_the_signals_that_its_parent_does(tmp_path: Path) -> None:
    told = done(
        tmp_path,
        """
import signal
def heeded(_):
    return [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)]

signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.signal(signal.SIGTERM, lambda *_: None)
with process_map(2) as pool:
    pool.stand_by()
    print(list(pool(heeded, [1])) == [[signal.SIG_IGN, signal.SIG_DFL]])
""",
    )
    assert told == "True\n"


def test_who_is_told_to_end_while_a_copy_is_made_leaves_none(tmp_path: Path) -> None:
    told = done(
        tmp_path,
        """
import signal
before, fork = left(), os.fork
def told_to_end():
    copy = fork()
    if copy:
        os.kill(US, signal.SIGTERM)
    return copy
os.fork = told_to_end
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
try:
    with process_map(2) as pool:
        pool.stand_by()
        pool(sleeping, [60])
except SystemExit as ended:
    print(ended.code, left() == before)
""",
    )
    assert told == "143 True\n"


@pytest.mark.parametrize("how", ["pool.close(now=True)", "pass", "raise KeyboardInterrupt"])
def test_a_copy_that_nobody_waits_for_is_ended(tmp_path: Path, how: str) -> None:
    told = done(
        tmp_path,
        f"""
before = left()
try:
    with process_map(2) as pool:
        pool.stand_by()
        pool(sleeping, [60])
        {how}
except KeyboardInterrupt:
    pass
print(left() == before)
""",
    )
    assert told == "True\n"


def test_where_there_can_be_no_copy_it_is_done_here(tmp_path: Path) -> None:
    told = done(
        tmp_path,
        """
before = left()
def refused():
    raise BlockingIOError(11, "no")
os.fork = refused
with process_map(2) as pool:
    pool.stand_by()
    print(list(pool(number, [1])) == [US])
print(left() == before)
""",
    )
    assert told == "True\nTrue\n"


def test_beside_a_thread_workers_do_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fork", lambda: pytest.fail("a thread may hold a lock"))
    stop = threading.Event()
    other = threading.Thread(target=stop.wait)
    other.start()
    try:
        with process_map(2) as pool:
            pool.stand_by()
            assert not pool.idle
            assert list(pool(abs, [-1])) == [1]
    finally:
        stop.set()
        other.join()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_copy_ends_with_its_parent_and_in_silence(tmp_path: Path, how: signal.Signals) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        f"""{JOBS}
def announced(_):
    print(os.getpid(), file=sys.stderr)
    time.sleep(60)

with process_map(2) as pool:
    pool.stand_by()
    list(pool(announced, [1]))
"""
    )
    with subprocess.Popen(
        [sys.executable, str(program)],
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(HERE)},
        start_new_session=True,
    ) as parent:
        assert parent.stderr is not None
        copy = int(parent.stderr.readline())
        if how == signal.SIGINT:
            os.killpg(parent.pid, how)  # as a terminal does
        else:
            parent.send_signal(how)
        assert parent.stderr.read().count(b"Traceback") == (how == signal.SIGINT)  # the parent's
    deadline = time.monotonic() + 3
    while running(copy) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not running(copy)


_EDITED = """
import sys
from pathlib import Path
from pipeline import processes
from pipeline.cli import making
from pipeline.cli.render_episode import main
from pipeline.scripting import parting

making._AGAIN = parting._LONG = 1  # as for a talk of ten hours
copies = []

class Counted(processes.Copy):
    def __init__(self, work):
        copies.append(getattr(work.func, "func", work.func).__name__)
        super().__init__(work)

def rendered(feed, store):
    sys.argv[1:] = [str(talk), "--quiet", "--feed", feed, "--cache", store]
    try:
        main()
    except SystemExit as ended:
        assert not ended.code
    return {path.name for path in Path(feed, talk.stem).iterdir()}

if __name__ == "__main__":
    processes.Copy = Counted
    talk = Path("tides.md")
    said = "The sea comes in twice a day. Nobody asks it to."
    talk.write_text("# Of tides\\n\\nBy Ann Orme\\n" + 9 * f"\\n{said}\\n")
    rendered("feed", "store")
    talk.write_text(talk.read_text().replace("Nobody asks", "No harbour asks", 1))
    copies.clear()
    again = rendered("feed", "store")
    print(sorted(copies), sorted(again ^ rendered("fresh", "another")))
"""


def test_what_copies_made_is_byte_for_byte_what_a_fresh_render_makes(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(_EDITED)
    ended = subprocess.run(
        [sys.executable, "program.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(HERE)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ended.stdout == "['deflated', 'divide', 'make_take', 'name'] []\n", ended.stderr

"""A small show in a folder of its own; the commands run on it; what must hold of it afterwards.

A command runs in a process forked from this one, which has imported everything already: a start
costs milliseconds, and what runs is the real command all the same.
"""

import importlib
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

BASE = "https://talks.example.org/pod/"
SLUGS = ("north", "south", "west")
LIMIT = 120.0  # seconds after which a command is taken to hang
_KILOBYTE = 1024 if sys.platform == "linux" else 1  # of ru_maxrss
_SHOW = f"""[show]
title = "Torture"
guid = "9b024349-ccf0-5f69-a609-6b82873eab3c"
description = "Three talks that nothing must befall."
author = "Ada Park"
email = "talks@example.org"
base_url = "{BASE.rstrip("/")}"
[sound]
theme = "none"
cues = false
"""
_TALK = """# The {name} Ferry

By Ada Park

The {name} ferry left at nine. Nobody waved to it. {more}

> Nobody waved to it.

Rain came over the hills at noon. It washed the benches and the bills of the {name} line.

## The Return

She came back in the spring. The clerk of the {name} line knew her. He gave her the key.
"""
_COMMANDS = {
    "render-episode": "pipeline.cli.render_episode",
    "publish-feed": "pipeline.cli.publish_feed",
    "serve-feed": "pipeline.cli.serve_feed",
    "check-feed": "pipeline.cli.check_feed",
}
_NEEDED = (
    *_COMMANDS.values(),
    *("pipeline.cli.making", "pipeline.cli.planning", "pipeline.cli.sending"),
    *("pipeline.cli.hosting", "pipeline.archive", "pipeline.engines.espeak", "pipeline.sound"),
    *("pipeline.encoding.mp3", "pipeline.formats.art", "pipeline.formats.cards"),
    *("pipeline.reading.web.html", "pipeline.reading.web.epub", "pipeline.serving.site"),
    *("uvicorn", "uvicorn.protocols.http.auto", "fsspec.implementations.local", "nh3", "pydub"),
)


@dataclass(frozen=True)
class House:
    """A show's folder: its articles, feed and store, and a folder that stands for a host."""

    root: Path

    @property
    def feed(self) -> Path:
        """What the world downloads."""
        return self.root / "feed"

    @property
    def cache(self) -> Path:
        """The store."""
        return self.root / ".cache"

    @property
    def host(self) -> Path:
        """Where the feed is published to."""
        return self.root / "host"

    def write(self, slug: str, more: str = "") -> None:
        """An article, `more` of it in the middle."""
        home = self.root / "episodes" / slug
        home.mkdir(parents=True, exist_ok=True)
        (home / "article.md").write_text(_TALK.format(name=slug.title(), more=more))
        (home / "episode.toml").write_text('date = "2024-03-05"\n')

    def copy(self, root: Path) -> "House":
        """The same elsewhere, over what is there."""
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(self.root, root, symlinks=True)
        return House(root)


@dataclass(frozen=True)
class Done:
    """How a command ended. `code` None: not by itself, in time."""

    code: int | None
    said: str
    seconds: float = 0.0
    bytes: int = 0  # at most, resident, it or its child

    @property
    def faults(self) -> list[str]:
        """What must never be, however it ended."""
        last = self.said.strip().rpartition("\n")[2]
        if self.code is None:
            return [f"did not end: {last}"]
        if "Traceback" in self.said or self.code in {1, *range(-32, 0)}:
            return [f"ended with {self.code}: {last}"]
        return [] if self.code == 0 or self.said.strip() else [f"{self.code} without a word"]


def founded(root: Path, *slugs: str, store: Path | None = None) -> House:
    """A new show with these articles, and a copy of a store."""
    house = House(root)
    shutil.rmtree(root, ignore_errors=True)
    (root / "episodes").mkdir(parents=True)
    (root / "episodes" / "show.toml").write_text(_SHOW)
    for slug in slugs:
        house.write(slug)
    if store:
        shutil.copytree(store, house.cache)
    return house


def learn(root: Path) -> Path:
    """A store that has spoken every article."""
    house = founded(root, *SLUGS)
    run(house, "render-episode", "-q")
    return house.cache


class Running:
    """A command that runs, in a process group of its own."""

    def __init__(
        self, house: House, *command: str, before: Callable[[], object] = lambda: None
    ) -> None:
        self._log = house.root / f".log-{os.urandom(4).hex()}"
        self._log.touch(mode=0o666)
        self.began = time.monotonic()
        self.pid = _forked(house.root, command, self._log, before)
        self._status: int | None = None
        self._bytes = 0

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        if self._status is None:
            pid, status, used = os.wait4(self.pid, os.WNOHANG)
            if pid:
                self._status, self._bytes = status, used.ru_maxrss * _KILOBYTE
        return self._status is not None

    def workers(self) -> list[int]:
        """The processes that it, or one of them, started, but for Python's own helper."""
        command = ["ps", "-A", "-o", "pid=,ppid=,args="]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        rows = [line.split(maxsplit=2) for line in told.splitlines()]
        ours, size = {self.pid}, 0
        while len(ours) > size:
            size = len(ours)
            ours |= {int(pid) for pid, parent, _ in rows if int(parent) in ours}
        helpers = {int(pid) for pid, _, args in rows if "resource_tracker" in args}
        return sorted(ours - {self.pid} - helpers)

    def kill(self, *, group: bool = False) -> bool:
        """Kill it, or it and all it started; whether it was still there."""
        if self.over:
            return False
        if group:
            os.killpg(self.pid, signal.SIGKILL)
        else:
            os.kill(self.pid, signal.SIGKILL)
        return True

    def send(self, how: signal.Signals) -> None:
        """Ask it to end, as a terminal or a system that shuts down does."""
        if not self.over:
            os.killpg(self.pid, how)

    def wait(self, limit: float = LIMIT) -> Done:
        """Its end; past the limit it is killed."""
        while not self.over and time.monotonic() < self.began + limit:
            time.sleep(0.002)
        hung = self.kill(group=True)
        while not self.over:
            time.sleep(0.002)
        seconds = time.monotonic() - self.began
        said = self._log.read_text(errors="replace")
        self._log.unlink()
        code = None if hung else os.waitstatus_to_exitcode(self._status or 0)
        return Done(code=code, said=said, seconds=seconds, bytes=self._bytes)

    def left(self, patience: float = 3.0) -> int:
        """How many processes of its group are still there after a while."""
        end = time.monotonic() + patience
        while (some := _group(self.pid)) and time.monotonic() < end:
            time.sleep(0.005)
        return some


def run(house: House, *command: str, before: Callable[[], object] = lambda: None) -> Done:
    """A command from its start to its end."""
    return Running(house, *command, before=before).wait()


def preload() -> None:
    """Import all that commands need, before they are forked."""
    for name in _NEEDED:
        importlib.import_module(name)


def _forked(root: Path, command: tuple[str, ...], log: Path, before: Callable[[], object]) -> int:
    preload()
    sys.stdout.flush()
    sys.stderr.flush()
    if pid := os.fork():
        with suppress(OSError):  # the child does the same: whoever comes first
            os.setpgid(pid, pid)
        return pid
    code = 1
    try:
        os.setpgid(0, 0)
        os.chdir(root)
        out = os.open(log, os.O_WRONLY | os.O_APPEND)
        os.dup2(out, 1)
        os.dup2(out, 2)
        sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w", buffering=1)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        sys.modules["__main__"] = ModuleType("__main__")  # its workers need nothing of ours
        before()
        code = _called(command)
    except BaseException:  # noqa: BLE001 - what a process does at its end, done by hand
        traceback.print_exc()
    finally:
        with suppress(OSError, ValueError):
            sys.stdout.flush()
        os._exit(code)


def _called(command: tuple[str, ...]) -> int:
    sys.argv = list(command)
    try:
        importlib.import_module(_COMMANDS[command[0]]).main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def _group(pid: int) -> int:
    """How many processes of a group live."""
    told = subprocess.run(
        ["ps", "-A", "-o", "pgid=,stat="], capture_output=True, text=True, check=True
    )
    pairs = (line.split() for line in told.stdout.splitlines())
    return sum(group == str(pid) and not state.startswith("Z") for group, state in pairs)


def free_port() -> int:
    """A port of the loopback that nobody has."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def limited(size: int) -> Callable[[], object]:
    """For `before`: no file may become larger than so many bytes."""

    def bound() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return bound

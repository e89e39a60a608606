"""SIGKILL at random moments: of a render, of its workers, of a delivery, of a server.

What must hold: right after it, the feed and all that it names are whole; no process is left; the
next run finishes, with the bytes of a run that nothing disturbed, and leaves no temporary file.
"""

import http.client
import os
import random
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from torture.holding import differences, rests, torn, tree
from torture.house import Done, House, Running, founded, free_port, run
from torture.table import Luck, Row

RENDER = ("render-episode", "-q", "--workers", "2")
PUBLISH = ("publish-feed", "-q", "host")
_WHO = ("main", "worker", "both")
_TRIES = 20  # at a moment when there is something to strike
_LASTING = 0.1  # seconds: what is shorter is seldom interrupted
_MANY = 50  # kills: with fewer, the scenes that take long are left out
_SOON = 2.0  # seconds to end in: one is promised, and this machine is busy
_KEPT = {"level", "pace", "track", "art"}  # what a machine that has spoken before knows


@dataclass(frozen=True)
class Scene:
    """What lies there before a run, the run, and what should lie there after it."""

    kind: str
    before: House
    command: tuple[str, ...]
    after: dict[str, str]
    seconds: float  # that it takes undisturbed
    place: str = "feed"
    who: tuple[str, ...] = _WHO
    share: float = 1 / 6

    @property
    def again(self) -> tuple[str, ...]:
        """The next run, which needs no workers: the bytes are the same."""
        return tuple({"2": "1"}.get(word, word) for word in self.command)


def scenes(luck: Luck, count: int) -> Iterator[Scene]:
    """First renders, a changed one, several at once, and a delivery."""
    new = founded(luck.folder / "new", "north")
    told = founded(luck.folder / "told", "north", store=luck.learnt)
    good(run(told, *RENDER))
    good(run(told, *PUBLISH))
    bare = new.copy(luck.folder / "bare")
    for kind in _KEPT & {path.name for path in told.cache.iterdir()}:
        shutil.copytree(told.cache / kind, bare.cache / kind)
    edited = told.copy(luck.folder / "edited")
    edited.write("north", "The captain was not surprised.")
    several = bare.copy(luck.folder / "several")
    several.write("south")
    several.write("west")
    rendered = told.copy(luck.folder / "rendered")
    rendered.write("south")
    good(run(rendered, *RENDER))
    yield _scene("render, one line changed", edited, RENDER, who=("main",), share=1 / 4)
    yield _scene("publish-feed", rendered, PUBLISH, "host", ("main",), share=1 / 4)
    yield _scene("render, the first episode", bare, RENDER)
    if count >= _MANY:
        yield _scene("render, three episodes", several, RENDER, share=1 / 20)
        yield _scene("render, nothing there", new, RENDER, share=1 / 50)


def rows(luck: Luck, count: int = 220) -> Iterator[Row]:
    """All kills, shared out over what runs and who is struck."""
    house = founded(luck.folder / "served", "north", store=luck.learnt)
    good(run(house, *RENDER))
    row = Row("kill", "serve-feed")
    for _ in luck.times(count // 4):
        row.add(served(house, luck.rng), found=True)
    yield row
    for scene in scenes(luck, count):
        row = Row("kill", scene.kind)
        for number in luck.times(round(count * scene.share)):
            done, faults = struck(scene, luck, scene.who[number % len(scene.who)])
            row.add(faults, found=done.code != 0, seconds=done.seconds)
        yield row
        if scene.seconds > _LASTING and count >= _MANY:
            yield _asked_to_end(scene, luck, count // 40)


def _asked_to_end(scene: Scene, luck: Luck, count: int) -> Row:
    """Ctrl-C, and a system that shuts down."""
    row = Row("interrupt", scene.kind)
    for number in luck.times(count):
        faults, took = interrupted(scene, luck, (signal.SIGINT, signal.SIGTERM)[number % 2])
        row.add(faults, found=True, seconds=took)
    return row


def good(done: Done) -> Done:
    """A command that must have succeeded, or there is nothing to torture."""
    if done.code != 0:
        raise RuntimeError(f"it fails undisturbed: {done.said}")
    return done


def struck(scene: Scene, luck: Luck, who: str) -> tuple[Done, list[str]]:
    """A run that is killed, and what is wrong afterwards."""
    house, running = _killed(scene, luck, who)
    done = running.wait()
    faults = torn(house.root / scene.place)
    if who != "main":  # then those who would end what it started are gone with it
        faults += done.faults if who == "worker" else []
    if running.left():
        faults.append("a process was left")
    again = run(house, *scene.again)
    faults += again.faults + torn(house.root / scene.place) + rests(house)
    if again.code:
        faults.append(f"the next run ends with {again.code}: {again.said.strip()}")
    faults += differences(tree(house.root / scene.place), scene.after)
    return done, [f"{scene.kind}, {who} killed: {fault}" for fault in faults]


def interrupted(scene: Scene, luck: Luck, how: signal.Signals) -> tuple[list[str], float]:
    """What is wrong with a run that is asked to end, and how long it takes to."""
    house = scene.before.copy(luck.folder / "struck")
    running = Running(house, *scene.command)
    moment = running.began + luck.rng.uniform(0.02, scene.seconds)
    while time.monotonic() < moment and not running.over:
        time.sleep(0.001)
    asked = time.monotonic()
    running.send(how)
    done = running.wait()
    took = time.monotonic() - asked
    faults = done.faults + torn(house.root / scene.place)
    if done.code not in {0, 128 + how}:
        faults.append(f"ends with {done.code}: {done.said.strip()}")
    if took > _SOON or running.left():
        faults.append(f"it took {took:.1f} seconds to end")
    again = run(house, *scene.again)
    faults += again.faults + rests(house) + differences(tree(house.root / scene.place), scene.after)
    return [f"{scene.kind}, {how.name}: {fault}" for fault in faults], took


def served(house: House, rng: random.Random) -> list[str]:
    """A server that is killed while it answers; the feed stays, and the next one serves."""
    before, port = tree(house.feed), free_port()
    faults = []
    for last in (False, True):
        running = Running(house, "serve-feed", "-q", "--port", str(port))
        answers = _asked(port, house.feed, rng, 3 if last else rng.randrange(40))
        if last and (not answers or b"<rss" not in answers[0]):
            faults.append("serve-feed: the next one does not answer")
        if not running.kill():
            faults.append(f"serve-feed: {running.wait().said.strip()}")
        running.wait()
    return faults + differences(tree(house.feed), before) + torn(house.feed)


def _scene(  # noqa: PLR0913, PLR0917 - a scene is what it is
    kind: str,
    before: House,
    command: tuple[str, ...],
    place: str = "feed",
    who: tuple[str, ...] = _WHO,
    share: float = 1 / 6,
) -> Scene:
    house = before.copy(before.root.parent / "undisturbed")
    took = good(run(house, *command)).seconds
    after = tree(house.root / place)
    return Scene(kind, before, command, after, took, place, who, share)


def _killed(scene: Scene, luck: Luck, who: str) -> tuple[House, Running]:
    """A run that was struck before it had ended."""
    for _ in range(_TRIES):
        house = scene.before.copy(luck.folder / "struck")
        running = Running(house, *(scene.again if who == "main" else scene.command))
        if _strike(running, luck.rng, scene.seconds, who):
            return house, running
        running.wait()
    raise RuntimeError(f"{scene.kind}: there is never a {who} to kill")


def _strike(running: Running, rng: random.Random, seconds: float, who: str) -> bool:
    """Wait for a moment, and kill; whether there was somebody to kill."""
    moment = running.began + rng.uniform(0, seconds)
    while time.monotonic() < moment and not running.over:
        time.sleep(0.001)
    if who != "worker":
        return running.kill(group=who == "both")
    while not running.over:
        if workers := running.workers():
            with suppress(ProcessLookupError):
                os.kill(rng.choice(workers), signal.SIGKILL)
                return True
    return False


def _asked(port: int, feed: Path, rng: random.Random, count: int) -> list[bytes]:
    """The first bytes of so many answers; the last one is not read to its end."""
    names = ["feed.xml", *(path.relative_to(feed).as_posix() for path in feed.glob("*/[!.]*.*"))]
    answers: list[bytes] = []
    for number in range(count):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        for _ in range(300):  # until it listens
            try:
                connection.connect()
                break
            except ConnectionRefusedError:
                time.sleep(0.01)
        with suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/" + (rng.choice(names) if number else names[0]))
            answers.append(connection.getresponse().read(1 if number == count - 1 else 1000))
        connection.close()
    return answers

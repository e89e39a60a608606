"""No room, no right: the store, the feed and the host on a full disk, read-only, or forbidden.

What must hold: one line and an exit code; the feed and all that it names are whole; and once there
is room or the right, the same command finishes, with the bytes of an undisturbed run.
"""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from torture import quota
from torture.holding import differences, rests, torn, tree
from torture.house import Done, House, founded, limited, run
from torture.kills import PUBLISH, good
from torture.table import Luck, Row

RENDER = ("render-episode", "-q", "--workers", "1")
_ROOM = 64_000_000  # bytes: more than anything here needs
_NAMES = 4_000  # files
_CAPABILITIES = 0x20080522  # linux/capability.h: version 3
_BOUNDS = (600, 5_000, 20_000, 60_000, 400_000)  # bytes of one file
_REFUSED = {2, 3, 6}  # exit codes
Wanted = dict[tuple[str, ...], dict[str, str]]  # what should lie there after each command


def rows(luck: Luck, count: int = 120) -> Iterator[Row]:
    """Each place full at random points, over its quota, and forbidden in every way."""
    house = founded(luck.folder / "told", "north", store=luck.learnt)
    good(run(house, *RENDER))
    good(run(house, *PUBLISH))
    edited = house.copy(luck.folder / "edited")
    edited.write("north", "The captain was not surprised.")
    after = edited.copy(luck.folder / "after")
    good(run(after, *RENDER))
    published = after.copy(luck.folder / "published")
    good(run(published, *PUBLISH))
    wanted = {RENDER: tree(after.feed), PUBLISH: tree(published.host)}
    mounts = _can_mount(luck.folder)
    for place in (".cache", "feed", "host"):
        command, before = (PUBLISH, after) if place == "host" else (RENDER, edited)
        if mounts:
            yield _full(luck, before, place, command, wanted, count // 6)
        yield _bounded(luck, before, place, command, wanted, count // 12)
    if quota.works():
        spoken = edited.copy(luck.folder / "spoken")  # a store that lacks nothing
        shutil.copytree(after.cache, spoken.cache, dirs_exist_ok=True)
        for place, before in ((".cache", edited), ("feed", spoken), ("host", after)):
            command = PUBLISH if place == "host" else RENDER
            yield _spent(luck, before, place, command, wanted, count // 12)
    yield _forbidden(luck, edited, after, wanted, count // 4)
    if mounts:
        yield _read_only(luck, edited, after, wanted)


def judged(house: House, done: Done, command: tuple[str, ...], wanted: Wanted) -> list[str]:
    """What is wrong after a run that had no room, and after the next one, which has."""
    place = house.host if command[0] == "publish-feed" else house.feed
    faults = done.faults + torn(place)
    if done.code not in {0, *_REFUSED}:
        faults.append(f"ends with {done.code}: {done.said.strip()}")
    if len(done.said.strip().splitlines()) > 2:
        faults.append(f"says more than one line: {done.said.strip()}")
    again = run(house, *command)
    if again.code:
        faults.append(f"with room it ends with {again.code}: {again.said.strip()}")
    return faults + torn(place) + rests(house) + differences(tree(place), wanted[command])


def _full(  # noqa: PLR0913, PLR0917
    luck: Luck, before: House, place: str, command: tuple[str, ...], wanted: Wanted, n: int
) -> Row:
    """A disk of its own, too small by a random share of what is needed."""
    row = Row("full disk", place.lstrip("."))
    for number in luck.times(n):
        house = before.copy(luck.folder / "full")
        inodes = number % 4 == 3  # every fourth time there is room for bytes, not for names
        with _disk(house.root / place):
            shutil.copytree(before.root / place, house.root / place, dirs_exist_ok=True)
            few, much = luck.rng.randrange(12), luck.rng.randrange(1_500_000)
            _leave(house.root / place, names=few) if inodes else _leave(house.root / place, much)
            done = run(house, *command)
            _mount("-o", f"remount,size={_ROOM},nr_inodes={_NAMES}", str(house.root / place))
            faults = judged(house, done, command, wanted)
        row.add(faults, found=done.code != 0, seconds=done.seconds)
    return row


def _bounded(  # noqa: PLR0913, PLR0917
    luck: Luck, before: House, place: str, command: tuple[str, ...], wanted: Wanted, n: int
) -> Row:
    """No file may become larger than a random bound."""
    row = Row("file limit", place.lstrip("."))
    for _ in luck.times(n):
        house = before.copy(luck.folder / "bounded")
        done = run(house, *command, before=limited(luck.rng.choice(_BOUNDS)))
        row.add(judged(house, done, command, wanted), found=done.code != 0)
    return row


def _spent(  # noqa: PLR0913, PLR0917
    luck: Luck, before: House, place: str, command: tuple[str, ...], wanted: Wanted, n: int
) -> Row:
    """A quota of bytes, or of names, that is used up."""
    row = Row("quota", place.lstrip("."))
    for number in luck.times(n):
        house = before.copy(luck.folder / "spent")
        spent = quota.names if number % 4 == 3 else partial(quota.room, luck.rng.choice(_BOUNDS))
        done = run(house, *command, before=spent)
        faults = judged(house, done, command, wanted)
        if done.code and "quota" not in done.said:
            faults.append(f"does not tell of a quota: {done.said.strip()}")
        row.add(faults, found=done.code != 0, seconds=done.seconds)
    return row


def _forbidden(luck: Luck, edited: House, after: House, wanted: Wanted, n: int) -> Row:
    """Folders that may not be written, files that may not be read."""
    row = Row("permission", "folders and files")
    ways = _FORBIDDEN if n > len(_FORBIDDEN) else luck.rng.sample(_FORBIDDEN, n)
    for place, mode in ways:
        command, before = (PUBLISH, after) if place.startswith("host") else (RENDER, edited)
        house = before.copy(luck.folder / "forbidden")
        path = house.root / place
        kept = path.stat().st_mode
        path.chmod(mode)
        done = run(house, *command, before=powerless)
        path.chmod(kept)
        row.add(judged(house, done, command, wanted), found=done.code != 0)
    return row


def _read_only(luck: Luck, edited: House, after: House, wanted: Wanted) -> Row:
    """A disk that became read-only, as one does that fails."""
    row = Row("read-only", "disk")
    for place in (".cache", "feed", "host"):
        command, before = (PUBLISH, after) if place == "host" else (RENDER, edited)
        house = before.copy(luck.folder / "fixed")
        with _disk(house.root / place):
            shutil.copytree(before.root / place, house.root / place, dirs_exist_ok=True)
            _mount("-o", "remount,ro", str(house.root / place))
            done = run(house, *command)
            _mount("-o", "remount,rw", str(house.root / place))
            row.add(judged(house, done, command, wanted), found=done.code != 0)
    return row


_FORBIDDEN = (
    *((place, mode) for place in (".cache", "feed", "feed/north", "host") for mode in (0o555, 0)),
    *((f".cache/{kind}", 0o555) for kind in ("speech", "frames", "take", "words", ".partial")),
    *((f"feed/{name}", 0o555) for name in (".new", "north/quotes")),
    *((f"feed/{name}", 0) for name in (".lock", "feed.xml", "show.json", "north/episode.json")),
    *((f"episodes/{name}", 0) for name in ("show.toml", "north/article.md", "north/episode.toml")),
    *(("host/north", 0o555), ("host/north/episode.json", 0), ("host/delivered.json", 0)),
)


def powerless() -> None:
    """For `before`: give up what lets root read and write everything."""
    if os.geteuid() == 0 and sys.platform == "linux":
        head = (ctypes.c_uint32 * 2)(_CAPABILITIES, 0)
        if ctypes.CDLL(None, use_errno=True).capset(head, (ctypes.c_uint32 * 6)()):
            raise OSError(ctypes.get_errno(), "capset")


def _can_mount(folder: Path) -> bool:
    """Whether a disk can be made here: by root, where the system lets it."""
    probe = folder / "probe"
    try:
        with _disk(probe):
            return True
    except (OSError, subprocess.CalledProcessError):
        return False


@contextmanager
def _disk(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    _mount("-t", "tmpfs", "-o", f"size={_ROOM},nr_inodes={_NAMES}", "tmpfs", str(folder))
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True, capture_output=True)


def _leave(folder: Path, size: int = 0, names: int = 0) -> None:
    """Leave room on a disk for so many bytes, or for a few names only."""
    now = os.statvfs(folder)
    if names or not size:
        room = f"nr_inodes={now.f_files - now.f_ffree + names}"
    else:
        room = f"size={(now.f_blocks - now.f_bfree) * now.f_frsize + size}"
    _mount("-o", f"remount,{room}", str(folder))


def _mount(*words: str) -> None:
    subprocess.run(["mount", *words], check=True, capture_output=True)

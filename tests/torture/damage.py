"""Bytes that change on the disk: in the store, in records, in the feed and in all that it names.

What must hold: nothing that was changed is published; what can be made again is made again, to the
byte; what can't (a record) is refused in one line.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

from torture.holding import differences, torn, tree
from torture.house import House, founded, run
from torture.kills import PUBLISH, good
from torture.table import Luck, Row

AGAIN = ("render-episode", "-q", "--workers", "1", "--again")
_AT_ONCE = 8  # entries of the store that are harmed before a render looks at them
_KINDS = {
    "records": ("*/episode.json",),
    "feed.xml": ("feed.xml",),
    "sound": ("*/*.mp3", "*/*.m4a", "*/*.opus"),
    "chapters": ("*/chapters-*",),
    "transcripts": ("*/transcript-*",),
    "pictures": ("*.jpg", "*/*.jpg", "*/quotes/*"),
    "pages": ("index.html", "*/index.html"),
    "notes": ("show.json", ".built"),
}


def rows(luck: Luck, count: int = 560) -> Iterator[Row]:
    """All kinds of files, harmed one by one."""
    house = founded(luck.folder / "sound", "north", store=luck.learnt)
    show = house.root / "episodes" / "show.toml"
    show.write_text(show.read_text() + 'formats = ["mp3", "m4a", "opus"]\n')
    good(run(house, *AGAIN))
    fresh = house.copy(luck.folder / "fresh")
    good(run(fresh, *PUBLISH))
    wanted, there = tree(house.feed), tree(fresh.host)
    for kind, patterns in _KINDS.items():
        row = Row("damage", kind)
        files = sorted(path for each in patterns for path in house.feed.glob(each))
        for number in luck.times(count // 10):
            path = luck.rng.choice(files)
            whole = path.read_bytes()
            path.write_bytes(harmed(whole, luck.rng))
            faults, found = published(house, there)
            if number % 4 == 0:
                faults += remade(house.copy(luck.folder / "remade"), wanted)
            path.write_bytes(whole)
            row.add([f"{path.name}: {fault}" for fault in faults], found=found)
        yield row
    yield stored(house, luck, count - count // 10 * len(_KINDS), wanted)


def harmed(data: bytes, rng: Random) -> bytes:
    """The same with a bit turned, a stretch lost or zeroed, cut short, or longer."""
    at = rng.randrange(len(data))
    some = rng.randrange(1, 200)
    how = rng.choice(("bit", "bit", "byte", "cut", "lost", "zeroed", "longer", "empty"))
    return {
        "bit": data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1 :],
        "byte": data[:at] + bytes([(data[at] + some) % 256]) + data[at + 1 :],
        "cut": data[:at],
        "lost": data[:at] + data[at + some :],
        "zeroed": data[:at] + bytes(len(data[at : at + some])) + data[at + some :],
        "longer": data + rng.randbytes(some),
        "empty": b"",
    }[how]


def published(house: House, there: dict[str, str]) -> tuple[list[str], bool]:
    """What is wrong with what a delivery of a harmed feed brought; whether it was refused."""
    shutil.rmtree(house.host, ignore_errors=True)
    done = run(house, *PUBLISH)
    faults = list(done.faults)
    brought = tree(house.host)
    wrong = [name for name, digest in brought.items() if there.get(name) != digest]
    faults += [f"{name} was published, harmed" for name in wrong]
    if not done.code:
        faults += [f"{name} was not published" for name in there.keys() - brought.keys()]
    return faults, done.code != 0


def remade(house: House, wanted: dict[str, str]) -> list[str]:
    """What is wrong after the episode is made again, which may refuse."""
    done = run(house, *AGAIN)
    if done.code:
        return done.faults
    return done.faults + torn(house.feed) + differences(tree(house.feed), wanted)


def stored(house: House, luck: Luck, count: int, wanted: dict[str, str]) -> Row:
    """Entries of the store, several at once: the episode that is made of them is the same."""
    row = Row("damage", "the store")
    for _ in luck.times(max(1, count // _AT_ONCE)):
        copy = house.copy(luck.folder / "stored")
        shutil.rmtree(copy.feed)
        entries = [path for path in copy.cache.rglob("*") if path.is_file()]
        struck = {path: path.read_bytes() for path in luck.rng.sample(entries, _AT_ONCE)}
        for path, whole in struck.items():
            path.write_bytes(harmed(whole, luck.rng))
        faults = remade(copy, wanted)
        for path, whole in struck.items():  # what was used was found, and made again
            row.add(faults, found=_read(path) == whole)
            faults = []
    return row


def _read(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""

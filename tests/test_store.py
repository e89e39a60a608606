"""Covers: what is put is got, damage, atomic writes, bounds, folders and URLs, bad places."""

import errno
import fcntl
import json
import os
import pickle
import time
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import PlaceError
from pipeline.store import Store, open_store, recipe_key

KEY = recipe_key(words="hello")


@pytest.fixture(params=["folder", "memory", "url"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    places = {
        "folder": str(tmp_path / "a" / "store"),
        "memory": f"memory://{tmp_path.name}/store",
        "url": f"local://{tmp_path}/store",
    }
    return open_store(places[request.param])


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_gives_back_what_was_put(store: Store) -> None:
    assert store.get("speech", KEY) is None
    store.put("speech", KEY, b"one")
    store.put("frames", KEY, b"")
    assert store.get("speech", KEY) == b"one"
    assert store.get("frames", KEY) == b""
    store.put("speech", KEY, b"two")
    assert store.get("speech", KEY) == b"two"


def test_an_earlier_version_s_checksum_still_counts(tmp_path: Path) -> None:
    store = Store(str(tmp_path))
    store.put("speech", KEY, b"one")
    (entry,) = files(tmp_path)
    entry.write_bytes(sha256(b"one").digest()[:16] + b"one")
    assert store.get("speech", KEY) == b"one"
    entry.write_bytes(sha256(b"one").digest()[:16] + b"two")
    assert store.get("speech", KEY) is None
    assert not entry.exists()


def test_travels_to_workers_by_value(store: Store) -> None:
    store.put("speech", KEY, b"one")
    there = pickle.loads(pickle.dumps(store))
    assert there == store
    assert there.get("speech", KEY) == b"one"


def test_says_how_much_it_holds_and_lets_go_of_it(store: Store) -> None:
    assert store.size() == 0
    assert store.prune(0) == 0
    store.put("speech", KEY, b"x" * 1000)
    store.put("level", KEY, b"-21.7")
    held = store.size()
    assert held > 1005
    assert store.prune(held) == 0
    assert store.prune(held - 1) > 1000
    assert store.get("speech", KEY) is None
    assert store.get("level", KEY) == b"-21.7"


@pytest.mark.parametrize("harm", ["cut", "flipped", "empty", "longer"])
def test_damaged_entry_is_removed_and_counts_as_absent(tmp_path: Path, harm: str) -> None:
    store = open_store(str(tmp_path))
    store.put("speech", KEY, b"some speech")
    (path,) = files(tmp_path)
    whole = path.read_bytes()
    flipped = whole[:-1] + bytes([whole[-1] ^ 1])
    harmed = {"cut": whole[:-1], "flipped": flipped, "empty": b"", "longer": whole + b"!"}
    path.write_bytes(harmed[harm])
    assert store.get("speech", KEY) is None
    assert not path.exists()


def test_least_recently_used_goes_first_and_performances_stay(tmp_path: Path) -> None:
    store = open_store(str(tmp_path))
    keys = [recipe_key(line=number) for number in range(4)]
    for key in keys:
        store.put("speech", key, b"x" * 100)
    store.put("performance", KEY, b"x" * 100)
    long_ago = time.time() - 100_000
    for path in files(tmp_path):
        os.utime(path, (long_ago, long_ago))
    assert store.get("speech", keys[0])  # reading renews
    store.prune(2 * 116)
    assert store.get("speech", keys[0])
    assert store.get("performance", KEY)
    assert [store.get("speech", key) for key in keys[1:]] == [None] * 3


@pytest.mark.parametrize("why", [errno.ENOSPC, errno.EDQUOT])
def test_failed_write_leaves_the_old_entry_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, why: int
) -> None:
    store = open_store(str(tmp_path))
    store.put("speech", KEY, b"old")

    def full(*_: object) -> Path:
        raise OSError(why, os.strerror(why))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        with pytest.raises(PlaceError, match=rf"is full \({os.strerror(why)}\): free some"):
            store.put("speech", KEY, b"new")
    assert store.get("speech", KEY) == b"old"
    assert len(files(tmp_path)) == 1


def test_what_a_dead_writer_left_is_cleared_and_a_living_one_keeps_its_own(tmp_path: Path) -> None:
    store = open_store(str(tmp_path))
    store.put("speech", KEY, b"old")
    (entry,) = files(tmp_path)
    rest, fresh = tmp_path / ".partial" / "1", tmp_path / ".partial" / "2"
    rest.write_bytes(b"ha")
    with fresh.open("wb") as writing:
        fcntl.flock(writing, fcntl.LOCK_SH)
        store.sweep()
        assert files(tmp_path) == [entry, fresh] or files(tmp_path) == [fresh, entry]
    assert store.size() == entry.stat().st_size
    store.sweep()
    assert files(tmp_path) == [entry]


def test_an_entry_that_is_swept_away_while_it_is_written_is_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(str(tmp_path))
    real = fcntl.flock

    def late(file: object, how: int) -> None:  # another run sweeps before we have the lock
        monkeypatch.setattr(fcntl, "flock", real)
        store.sweep()
        real(file, how)  # type: ignore[arg-type]

    monkeypatch.setattr(fcntl, "flock", late)
    store.put("speech", KEY, b"some speech")
    assert store.get("speech", KEY) == b"some speech"
    assert len(files(tmp_path)) == 1


def test_unusable_places_are_one_clear_line(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("in the way")
    with pytest.raises(PlaceError, match="can't be written") as failure:
        open_store(str(file)).put("speech", KEY, b"x")
    assert "\n" not in str(failure.value)
    assert "--cache" in str(failure.value)
    with pytest.raises(PlaceError, match="can't be opened"):
        open_store("nowhere://x")
    with pytest.raises(PlaceError, match="can't be read"):
        open_store(str(file)).get("speech", KEY)


def test_file_url_and_home_are_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert open_store(f"file://{tmp_path}/a") == Store(str(tmp_path / "a"))
    assert open_store("~/a") == Store(str(tmp_path / "a"))


_PLAIN = st.dictionaries(st.text(max_size=4), st.text() | st.integers() | st.floats(), max_size=4)


@given(_PLAIN)
def test_key_depends_on_the_recipe_and_not_on_its_order(parts: dict[str, object]) -> None:
    key = recipe_key(**parts)
    assert key == recipe_key(**dict(reversed(parts.items())))
    assert key != recipe_key(**parts, another=1)
    assert len(key) == 64


def test_a_key_stays_what_it_was() -> None:
    """Speech that no engine gives again is found by it, by later versions too."""
    words = [["1984’s", "é", '\x1f\u2028"\\/']]
    recipe: dict[str, object] = {"words": words, "voice": ["espeak", 1.0, 0.9, True], "way": None}
    text = json.dumps(recipe, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert recipe_key(**recipe) == sha256(text.encode()).hexdigest()

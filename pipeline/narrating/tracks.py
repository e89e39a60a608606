"""The sounds a script calls for → their keys in the store. The promise: all at one known level.

A cue or theme, ours or a show's own file, is decoded and levelled once, and kept as samples: so
workers need no file, a key tells what is in it, and a loud file is no louder than a soft one. Ours
lie wherever this package does: who plays one first has it levelled for all stores to come.
"""

import hashlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

import numpy as np

from pipeline import keeping, metering, sound
from pipeline.errors import PlaceError, SoundError, UsageError
from pipeline.model import FRAME, Line, Sound
from pipeline.store import Store, recipe_key

_MONO, _STEREO = b"1", b"2"  # the first byte of a track in the store: its channels


def keep_tracks(lines: Iterable[Line], wanted: Sound, store: Store) -> Mapping[str, str]:
    """The key, by name, of every sound that these lines have and the show plays; its own are kept.

    Raises UsageError for a show's file that can't be used, PlaceError.
    """
    keys = track_keys(lines, wanted)
    for name, key in keys.items():
        if (file := getattr(wanted, name)) and store.get("track", key) is None:
            try:
                _keep(_bytes(name, file), key, store)
            except SoundError as error:
                raise _unusable(name, file, str(error)) from error
    return keys


def track_keys(lines: Iterable[Line], wanted: Sound) -> Mapping[str, str]:
    """The same keys, and nothing kept. Raises UsageError for a file that can't be read."""
    return {name: _key(_bytes(name, getattr(wanted, name))) for name in _names(lines, wanted)}


@lru_cache(maxsize=8)
def read_track(store: Store, key: str, name: str) -> sound.Pcm:
    """A track's samples, (n,) or (n, 2). Raises PlaceError when a show's is gone from the store."""
    kept = store.get("track", key) or _own(name, key, store)
    if not kept:
        raise PlaceError("A sound is gone from the store: run the same command again.")
    return _unpacked(kept)


def _own(name: str, key: str, store: Store) -> bytes:
    """One of our own tracks as it was levelled for an earlier store, or now; else nothing."""
    if _key(ours := sound.own_track(name)) != key:
        return b""
    place = keeping.place(sound.own_file(name), "levelled")
    made_by, packed = key.encode(), keeping.kept(place)
    if packed.startswith(made_by):
        return packed.removeprefix(made_by)
    levelled = _keep(ours, key, store)
    keeping.keep(place, made_by + levelled)
    return levelled


def _names(lines: Iterable[Line], wanted: Sound) -> list[str]:
    names = {name for line in lines for name in (line.cue, line.after) if wanted.plays(name)}
    return sorted(names)


def _key(data: bytes) -> str:
    digest = hashlib.sha256(data).hexdigest()
    return recipe_key(track=digest, version=[sound.VERSION, metering.VERSION])


def _keep(data: bytes, key: str, store: Store) -> bytes:
    samples = _levelled(sound.decode_track(data))
    packed = (_MONO if samples.ndim == 1 else _STEREO) + samples.tobytes()
    store.put("track", key, packed)
    return packed


def _bytes(name: str, file: str) -> bytes:
    """A show's file, or without one our own track."""
    if not file:
        return sound.own_track(name)
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise _unusable(name, file, (error.strerror or str(error)).lower()) from error


def _unusable(name: str, file: str, why: str) -> UsageError:
    return UsageError(
        f'show.toml, [sound]: {name} = "{Path(file).name}" {why} — name another file, or "none"'
    )


def _levelled(track: sound.Pcm) -> sound.Pcm:
    """At `sound.TRACK` by its loudest 400 ms, counting two channels as one."""
    samples = sound.floats(track, -len(track) % FRAME)
    loudest = metering.loudest([metering.energies(samples).tobytes()])
    wide = 3.01 if track.ndim > 1 else 0.0
    gain = 10 ** (round(sound.TRACK + wide - loudest, 2) / 20)
    return sound.whole(sound.limit(samples[: len(track)] * np.float32(gain)))


def _unpacked(kept: bytes) -> sound.Pcm:
    samples = np.frombuffer(kept[1:], "<i2")
    return samples if kept[:1] == _MONO else samples.reshape(-1, 2)

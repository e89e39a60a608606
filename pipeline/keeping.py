"""What takes long to make of this package's own files → kept for the next process that needs it.

Promise: no work of strangers, and nothing but time depends on it. What is kept becomes code, so it
lies where Python itself keeps what it compiled of this package, in `__pycache__`, and is trusted as
much: who can write there could write the package. What is damaged or can't be written is no matter.
"""

import sys
from contextlib import suppress
from hashlib import sha256
from importlib.util import cache_from_source
from os import getpid
from pathlib import Path

_CHECK = 32  # bytes of SHA-256 in front


def place(source: str, kind: str) -> str:
    """The file for what is made of one of ours, of a kind in letters; empty where none is kept."""
    with suppress(NotImplementedError):
        return cache_from_source(source, optimization=kind)
    return ""


def kept(place: str) -> bytes:
    """What the file holds; empty if it is not there, or not whole."""
    with suppress(OSError):
        entry = Path(place).read_bytes() if place else b""
        check, data = entry[:_CHECK], entry[_CHECK:]
        if sha256(data).digest() == check:
            return data
    return b""


def keep(place: str, data: bytes) -> None:
    """Write the file, whole or not at all."""
    if not place or sys.dont_write_bytecode:
        return
    path = Path(place)
    beside = path.with_name(f"{path.name}.{getpid()}")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            beside.write_bytes(sha256(data).digest() + data)
            beside.replace(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise

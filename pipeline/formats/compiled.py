"""Our templates as Jinja compiled them → kept for the next process. Promise: no code of strangers.

What is kept is code, so it lies where Python itself keeps what it compiled of this package, beside
the templates in `__pycache__`, and is trusted as much: who can write there could write the package.
A template of a show's own is compiled each time. What is damaged or can't be written is no matter.
"""

import sys
from contextlib import suppress
from hashlib import sha256
from importlib.util import cache_from_source
from os import getpid
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

_CHECK = 32  # bytes of SHA-256 in front


class Kept(BytecodeCache):
    """Compiled templates of one `folder`; `made_by` tells what else their code depends on."""

    def __init__(self, folder: Path, language: str, made_by: str) -> None:
        self._folder = folder
        self._language = language
        self._made_by = f"{jinja2.__version__} {made_by}"

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Where the compiled template lies; empty for what is not one of the folder's."""
        if filename != str(self._folder / name):
            return ""
        with suppress(NotImplementedError):  # a Python that keeps nothing
            return cache_from_source(f"{filename}.py", optimization=self._language)
        return ""

    def get_source_checksum(self, source: str) -> str:
        """A hash of all that the code is made of."""
        return sha256(f"{self._made_by} {self._folder}\n{source}".encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the bucket its code, if it is there and whole."""
        with suppress(OSError):
            entry = Path(bucket.key).read_bytes() if bucket.key else b""
            check, code = entry[:_CHECK], entry[_CHECK:]
            if code and sha256(code).digest() == check:
                bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the bucket's code, whole or not at all."""
        if not bucket.key or sys.dont_write_bytecode:
            return
        path = Path(bucket.key)
        beside = path.with_name(f"{path.name}.{getpid()}")
        code = bucket.bytecode_to_string()
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                beside.write_bytes(sha256(code).digest() + code)
                beside.replace(path)
            except BaseException:
                beside.unlink(missing_ok=True)
                raise

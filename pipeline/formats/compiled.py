"""Our templates as Jinja compiled them → kept for the next process. Promise: none of a show's own.

A template of a show's own is compiled each time.
"""

from hashlib import sha256
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

from pipeline import keeping


class Kept(BytecodeCache):
    """Compiled templates of one `folder`; `made_by` tells what else their code depends on."""

    def __init__(self, folder: Path, language: str, made_by: str) -> None:
        self._folder = folder
        self._language = language
        self._made_by = f"{jinja2.__version__} {made_by}"

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Where the compiled template lies; empty for what is not one of the folder's."""
        ours = filename == str(self._folder / name)
        return keeping.place(f"{filename}.py", self._language) if ours else ""

    def get_source_checksum(self, source: str) -> str:
        """A hash of all that the code is made of."""
        return sha256(f"{self._made_by} {self._folder}\n{source}".encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the bucket its code, if it is there and whole."""
        if code := keeping.kept(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the bucket's code, whole or not at all."""
        keeping.keep(bucket.key, bucket.bytecode_to_string())

"""A file in, its text out.

Promise: what comes out is readable text with plain line ends and no byte order mark; anything else
is one clear SourceError.
"""

import re
import unicodedata
from pathlib import Path

from pipeline import bounds
from pipeline.errors import SourceError

_LARGEST = 200_000_000  # bytes; a book of a thousand pages has 3 MB of text
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def text_of(path: Path) -> str:
    """Read and decode a file.

    Raises:
        SourceError: the file is missing, a folder, unreadable, empty or not text.
    """
    text = decoded(bytes_of(path), str(path))
    if not any(_readable(character) for character in text):
        raise SourceError(f"{path}: nothing to read in it; put the article's text into the file")
    return text


def decoded(data: bytes, name: str) -> str:
    """Decode UTF-8, or UTF-16 with its byte order mark. Raises: SourceError."""
    wide = data.startswith(_UTF16)
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        advice = "save it as UTF-8 text"
        raise SourceError(f"{name}: not UTF-8 text (byte {error.start}); {advice}") from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise SourceError(f"{name}, line {line}: a binary file, not text; save it as UTF-8 text")
    return re.sub(r"\r\n?", "\n", text)


def bytes_of(path: Path) -> bytes:
    """A file's bytes. Raises: SourceError when it is missing, a folder, unreadable or too large."""
    if path.is_dir():
        raise SourceError(f"{path}: a folder, not an article; name the file in it")
    try:
        with path.open("rb") as file:
            data = file.read(bounds.raised(_LARGEST) + 1)  # of what has no end, no more either
    except FileNotFoundError as error:
        raise SourceError(f"{path}: no such file; check the name") from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise SourceError(f"{path}: can't be read ({reason}); check its permissions") from error
    if len(data) > bounds.raised(_LARGEST):
        most = bounds.raised(_LARGEST) // 1_000_000
        raise SourceError(f"{path}: more than {most} MB; give the text alone, or {bounds.HOW}")
    return data


def _readable(character: str) -> bool:
    return unicodedata.category(character)[0] in "LN"

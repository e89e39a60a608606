"""Bytes and the charset a server told → a file that tells its charset itself.

Promise: whoever reads the file later needs no header: a text starts with UTF-8's mark, which every
reader puts above what stands in the text.
"""

import codecs
from collections.abc import Mapping

_TEXTS = frozenset({"html", "md", "txt"})
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MEANT: Mapping[str, str] = {  # WHATWG Encoding: what the web means by these names
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "utf-16": "utf-16-le",
}


def charset_named(told: str) -> str:
    """Python's name of a charset, or nothing for one that it has not."""
    try:
        found = codecs.lookup(told) if told else None
    except (LookupError, ValueError):
        return ""
    return found.name if found and found._is_text_encoding else ""  # noqa: SLF001  nothing else tells


def self_telling(data: bytes, charset: str, suffix: str) -> bytes:
    """The file, as it is or in UTF-8 with its mark. What can't be decoded stays as it is.

    Bytes that are good UTF-8 are UTF-8, whatever was told: no other text looks like it by chance.
    """
    if suffix not in _TEXTS or data.startswith(_MARKS):
        return data
    try:
        if not data.isascii() and _utf8(data):
            return codecs.BOM_UTF8 + data
        if not charset:
            return data
        return codecs.BOM_UTF8 + data.decode(_MEANT.get(charset, charset)).encode()
    except UnicodeError:
        return data


def _utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True

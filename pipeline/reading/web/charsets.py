"""A page's bytes in, its text out.

Promise: what the bytes themselves show counts more than what the page declares; a page whose
characters can't be told is one clear SourceError, never a page of wrong letters.
"""

import codecs
import re
import unicodedata

from pipeline.errors import SourceError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HEAD = 8_192  # bytes in which a page declares its charset
_DECLARED = re.compile(
    rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE
)
_LANG = re.compile(rb"""<html[^>]{0,300}?\slang\s*=\s*["']?([A-Za-z]{2})""", re.IGNORECASE)
# What browsers take these names for: https://encoding.spec.whatwg.org/#names-and-labels
_LABELS = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "l1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso_8859-1": "cp1252",
    "windows-1252": "cp1252",
    "ansi": "cp1252",
    "iso-8859-9": "cp1254",
    "latin5": "cp1254",
    "tis-620": "cp874",
    "iso-8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "ksc5601": "cp949",
    "iso-8859-8-i": "iso-8859-8",
}
_BY_LANGUAGE = {
    "ru": ("cp1251", "koi8-r"),
    "uk": ("cp1251", "koi8-u"),
    "bg": ("cp1251",),
    "sr": ("cp1251", "cp1250"),
    "be": ("cp1251",),
    "pl": ("iso-8859-2", "cp1250"),
    "cs": ("cp1250", "iso-8859-2"),
    "sk": ("cp1250", "iso-8859-2"),
    "hu": ("cp1250", "iso-8859-2"),
    "hr": ("cp1250",),
    "sl": ("cp1250",),
    "ro": ("cp1250",),
    "el": ("cp1253", "iso-8859-7"),
    "tr": ("cp1254",),
    "he": ("cp1255",),
    "ar": ("cp1256",),
    "fa": ("cp1256",),
    "lt": ("cp1257",),
    "lv": ("cp1257",),
    "et": ("cp1257",),
    "vi": ("cp1258",),
    "th": ("cp874",),
    "ja": ("euc_jp", "cp932", "iso2022_jp"),
    "zh": ("gb18030", "big5hkscs"),
    "ko": ("cp949",),
}
_FOREIGN = 0.4  # share of letters beyond ASCII; more under a Western charset is a wrong one
_ODD = 0.002  # share of characters that no page means
_BROKEN = 0.02  # share of bytes beyond ASCII that may be wrong in a page that is UTF-8
_WESTERN = frozenset({"cp1252", "iso-8859-15", "mac-roman", "macintosh"})


def decoded(data: bytes, name: str) -> str:
    """Decode a page. Raises: SourceError."""
    for mark, charset in _MARKS:
        if data.startswith(mark):
            return _plain(
                _tried(data[len(mark) :] if charset == "utf-8" else data, charset) or "", name
            )
    if wide := _wide(data):
        return _plain(_tried(data, wide) or "", name)
    declared = _declared(data)
    if declared == "iso2022_jp" or b"\x1b$" in data[:_HEAD]:
        text = _tried(data, "iso2022_jp")
        if text is not None:
            return _plain(text, name)
    text = _tried(data, "utf-8")
    if text is None:
        text = _mended(data)
    if text is None:
        text = _told(data, declared)
    if text is None:
        raise SourceError(
            f"{name}: its letters can't be told (no charset fits); save the page as UTF-8"
        )
    return _plain(text, name)


def _plain(text: str, name: str) -> str:
    if not text or text.count("\0") > len(text) * _ODD:
        raise SourceError(f"{name}: a binary file, not a page; save the page as HTML")
    return text.replace("\0", "")


def _tried(data: bytes, charset: str) -> str | None:
    try:
        return data.decode(charset)
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def _wide(data: bytes) -> str:
    """UTF-16 without its mark: every other byte of a page's tags is nought."""
    head = data[:400]
    if b"<\0" not in head and b"\0<" not in head:
        return ""
    return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"


def _declared(data: bytes) -> str:
    found = _DECLARED.search(data[:_HEAD])
    label = found[1].decode("ascii").casefold() if found else ""
    charset = _LABELS.get(label, label)
    try:
        return codecs.lookup(charset).name if charset else ""
    except LookupError:
        return ""


def _mended(data: bytes) -> str | None:
    """A page that is UTF-8 but for a few bytes, which are Western: pasted in by a program."""
    text = data.decode("utf-8", errors="surrogateescape")
    wrong = sum("\udc80" <= character <= "\udcff" for character in text)
    beyond = sum(character > "\x7f" for character in text)
    if wrong > max(2, _BROKEN * len(data)) or wrong * 4 > beyond:
        return None
    told = (
        c if not "\udc80" <= c <= "\udcff" else bytes([ord(c) - 0xDC00]).decode("cp1252", "replace")
        for c in text
    )
    return "".join(told)


def _told(data: bytes, declared: str) -> str | None:
    """By what the page declares, what its language is usually written in, or its bytes."""
    language = _LANG.search(data[:_HEAD])
    usual = _BY_LANGUAGE.get(language[1].decode().casefold(), ()) if language else ()
    for charset in [declared, *usual] if declared not in {"utf-8", ""} else [*usual]:
        text = _tried(data, charset)
        if text is not None and _fits(text, charset):
            return text
    text = _tried(data, "cp1252")
    if text is not None and _fits(text, "cp1252"):
        return text
    from charset_normalizer import from_bytes  # noqa: PLC0415  only when all else fails

    best = from_bytes(data).best()
    guess = str(best) if best is not None else None
    return guess if guess and _fits(guess, "") else None


def _fits(text: str, charset: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    beyond = sum(c > "\x7f" for c in letters)
    odd = sum(unicodedata.category(c) in {"Cc", "Co", "Cn"} and c not in "\t\n\r\f" for c in text)
    if odd > max(1, _ODD * len(text)) or "�" in text:
        return False
    visible = (
        sum(c > "\x7f" for c in re.sub(r"<[^>]*>|[A-Za-z]", "", text) if c.isalpha())
        if charset in _WESTERN
        else 0
    )
    return charset not in _WESTERN or not _is_soup(text, beyond, visible)


def _is_soup(text: str, beyond: int, visible: int) -> bool:
    """Whether a Western text has so many accented letters that it must be another script."""
    words = re.findall(r"[^\W\d_]+", re.sub(r"<[^>]*>", " ", text))
    soup = sum(sum(c > "\x7f" for c in word) * 2 > len(word) for word in words if len(word) > 2)  # noqa: PLR2004
    return bool(beyond and visible and soup > _FOREIGN * len(words))

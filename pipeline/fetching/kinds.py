"""What a server says of its file, and the file's first bytes → what kind it is.

Promise: what can't be an article (a picture, a film, data) is refused before it is fetched.
"""

from collections.abc import Mapping
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from pipeline.fetching.answers import Answer
from pipeline.fetching.targets import Target
from pipeline.fetching.wires import FetchError

_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TYPES: Mapping[str, str] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "txt",
    "text/markdown": "md",
    "text/x-markdown": "md",
    "application/pdf": "pdf",
    "application/x-pdf": "pdf",
    _OFFICE: "docx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/epub+zip": "epub",
}
_SUFFIXES: Mapping[str, str] = {
    **{suffix: suffix for suffix in _TYPES.values()},
    "htm": "html",
    "xhtml": "html",
    "markdown": "md",
    "text": "txt",
}
_FEEDS = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml"})
FEED = "xml"  # the suffix of a feed, which holds no article, but tells where some are
_FEED_STARTS = (b"<rss", b"<feed", b"<rdf:rdf")
_VAGUE = frozenset(
    {
        *("", "application/octet-stream", "binary/octet-stream", "application/force-download"),
        *("application/download", "application/x-download", "application/zip"),
        *("application/x-zip-compressed", "application/msword", "text/xml", "application/xml"),
    }
)
_HEAD = 1024  # bytes in which a file shows what it is
_MARKUP = (b"<!doctype html", b"<html", b"<head", b"<body", b"<article")
_ZIP = b"PK\x03\x04"
_INSIDE: Mapping[bytes, str] = {  # names and types at a packed document's start
    b"mimetypeapplication/epub+zip": "epub",
    b"mimetypeapplication/vnd.oasis.opendocument.text": "odt",
    b"word/document.xml": "docx",
}


def wanted(answer: Answer) -> None:
    """Let through what may hold an article. Raises FetchError."""
    known = answer.content_type in _VAGUE or answer.content_type in _TYPES
    if not known and answer.content_type not in _FEEDS:
        raise FetchError(
            f"sends {answer.content_type[:60]}, which holds no article — "
            f"name a page or a file of {_known()}"
        )


def suffix_of(answer: Answer, target: Target, data: bytes) -> str:
    """The suffix that fits: by the bytes, then by what was told, then by its name."""
    told = _TYPES.get(answer.content_type, "")
    named = _suffix(answer.file_name) or _suffix(unquote(urlsplit(target.path).path))
    if packed := _magic(data):
        return packed
    if told in {"", "txt"} and _looks_like_feed(data):
        return FEED
    if told and told != "txt":
        return told
    if named:  # Markdown is mostly served as plain text
        return named
    if told:
        return told
    if _looks_like_markup(data):
        return "html"
    raise FetchError(f"does not say what it is — save it with the suffix of one of {_known()}")


def _magic(data: bytes) -> str:
    head = data[:_HEAD]
    if b"%PDF-" in head and not _looks_like_markup(data):
        return "pdf"
    if head.startswith(_ZIP):
        return next((kind for mark, kind in _INSIDE.items() if mark in data), "")
    return ""


def _looks_like_feed(data: bytes) -> bool:
    head = data[:_HEAD].replace(b"\0", b"").lower()
    return any(start in head for start in _FEED_STARTS)


def _looks_like_markup(data: bytes) -> bool:
    head = data[:_HEAD].replace(b"\0", b"").lower()  # UTF-16 too
    return any(mark in head for mark in _MARKUP)


def _suffix(name: str) -> str:
    return _SUFFIXES.get(PurePosixPath(name).suffix.lower().lstrip("."), "")


def _known() -> str:
    return ", ".join(dict.fromkeys(_TYPES.values()))

"""A file's name → how a host should serve it: its media type, and how long it may be kept."""

from pathlib import PurePosixPath

from pipeline.patterns import pattern

HASHED = pattern(r".*-[0-9a-f]{12}\.[a-z0-9]+")  # such a name never gets other bytes
_TYPES = {
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".opus": "audio/ogg",
    ".mp4": "video/mp4",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".woff2": "font/woff2",
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "application/x-subrip; charset=utf-8",
    ".json": "application/json",
    ".xml": "application/rss+xml; charset=utf-8",
}
_CHAPTERS = "application/json+chapters"
_FOREVER = "public, max-age=31536000, immutable"  # a year
_ASK = "no-cache"  # keep it, but ask each time whether it changed


def media_type(name: str) -> str:
    """The Content-Type of a file of the feed; a stream of bytes where nothing is known."""
    path = PurePosixPath(name)
    if path.name.startswith("chapters-") and path.suffix == ".json":
        return _CHAPTERS
    return _TYPES.get(path.suffix, "application/octet-stream")


def caching(name: str) -> str:
    """The Cache-Control of a file of the feed."""
    return _FOREVER if HASHED.fullmatch(PurePosixPath(name).name) else _ASK

"""The Starlette application over a feed's folder: ranges, 304, types, CORS, its own names only."""

import os
import socket
from email.utils import formatdate
from fnmatch import fnmatch
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from pipeline.formats.media_types import caching, media_type
from pipeline.serving.addresses import rewritten

_INDEX = "index.html"
_RANGES = 8  # parts of a file that one request may ask for; players ask for one
# Besides what each page's own policy forbids, which knows its scripts and styles by their hashes
_PAGE = "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
_TEXT = f"default-src 'none'; style-src 'unsafe-inline'; {_PAGE}"  # of HTML that is no page


def app(feed: Path) -> Starlette:
    """The application. Files are looked at anew at every request, so a rebuild is seen at once."""
    folder = feed.resolve()

    def answer(request: Request) -> Response:
        if not _ours(request):
            return PlainTextResponse("this machine has no such name\n", 421)
        path = _inside(folder, request.path_params["path"])
        if path is None:
            return PlainTextResponse("not found\n", 404)
        if path.is_dir():
            return _folder(request, path)
        return _feed(request, path) if _lists(folder, path) else _file(request, path)

    cors = Middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD"],
        allow_headers=["Range", "If-Range"],
        expose_headers=["Accept-Ranges", "Content-Length", "Content-Range", "ETag"],
    )
    return Starlette(routes=[Route("/{path:path}", answer)], middleware=[cors])


def _lists(folder: Path, path: Path) -> bool:
    """Whether a file is the feed, or a page of its older episodes."""
    return path.parent == folder and fnmatch(path.name, "feed*.xml")


def _ours(request: Request) -> bool:
    """Whether the asked host is this machine: a stranger's name may be a web page's trick."""
    try:
        name = urlsplit(f"//{request.headers.get('host', '')}").hostname
    except ValueError:
        return False
    server = request.scope.get("server") or ("", 0)
    return name in _names() or name == server[0]


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    """The names and addresses this machine goes by."""
    name = socket.gethostname().lower()
    names = {"localhost", "127.0.0.1", "::1", name, f"{name}.local", socket.getfqdn().lower()}
    try:
        names |= {str(found[4][0]) for found in socket.getaddrinfo(name, None)}
    except OSError:  # a name that resolves nowhere is no reason not to serve
        return frozenset(names)
    return frozenset(names)


def _inside(folder: Path, asked: str) -> Path | None:
    """What lies behind a path; None when nothing does, or it is hidden or, by a link, outside."""
    pieces = asked.removesuffix("/").split("/") if asked else []
    if any(not piece or piece.startswith(".") or set(piece) & {"\0", "\\"} for piece in pieces):
        return None
    try:
        path = folder.joinpath(*pieces).resolve()
        there = path.exists()
    except OSError:  # a name too long for the file system
        return None
    if not there or not path.is_relative_to(folder):
        return None
    hidden = any(piece.startswith(".") for piece in path.relative_to(folder).parts)
    return None if hidden else path


def _folder(request: Request, path: Path) -> Response:
    if not request.url.path.endswith("/"):
        return RedirectResponse(request.url.path + "/", 307)
    page = path / _INDEX
    return _file(request, page) if page.is_file() else PlainTextResponse("not found\n", 404)


def _feed(request: Request, path: Path) -> Response:
    """The feed with its own addresses at the host that was asked."""
    here = f"{request.url.scheme}://{request.headers['host']}"
    body = rewritten(path.read_bytes(), path.parent, here)
    headers = {
        "etag": f'"{sha256(body).hexdigest()[:32]}"',
        "last-modified": formatdate(path.stat().st_mtime, usegmt=True),
        "cache-control": "no-cache",
        "x-content-type-options": "nosniff",
        "vary": "Host",
    }
    if _known(request, headers["etag"]):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type(path.name), headers=headers)


class _Held(FileResponse):
    """A file as it was when it was asked for, though another takes its place while it is sent."""

    def __init__(self, held: int, **facts: Any) -> None:
        super().__init__(f"/dev/fd/{held}", stat_result=os.fstat(held), **facts)
        self._held = held

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            os.close(self._held)


def _file(request: Request, path: Path) -> Response:
    try:
        held = os.open(path, os.O_RDONLY)
    except FileNotFoundError:  # it was replaced in this moment
        return PlainTextResponse("not found\n", 404)
    stat = os.fstat(held)
    headers = {
        "etag": f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"',
        "cache-control": caching(path.name),
        "x-content-type-options": "nosniff",
        "content-security-policy": _PAGE if path.name == _INDEX else _TEXT,
        "referrer-policy": "no-referrer",
    }
    if not path.name.endswith((".html", ".svg")):
        del headers["content-security-policy"]
    if _known(request, headers["etag"]):
        os.close(held)
        return Response(status_code=304, headers=headers)
    if request.headers.get("range", "").count(",") >= _RANGES:  # then all of it is sent (RFC 9110)
        asked = request.scope["headers"]
        request.scope["headers"] = [pair for pair in asked if pair[0] != b"range"]
    return _Held(held, media_type=media_type(path.name), headers=headers)


def _known(request: Request, etag: str) -> bool:
    """Whether the client has these bytes already."""
    listed = request.headers.get("if-none-match", "").split(",")
    asked = [each.strip().removeprefix("W/") for each in listed]
    return etag in asked or "*" in asked

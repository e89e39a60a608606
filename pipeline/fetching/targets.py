"""A URL as text → where to connect and what to ask for. Promise: only what is meant to be fetched.

Raises FetchError for everything else: other schemes, names and passwords, blanks and backslashes,
which programs read in different ways.
"""

import re
from urllib.parse import SplitResult, quote, urlsplit

from pipeline.fetching.wires import FetchError
from pipeline.patterns import pattern
from pipeline.values import value

_PORTS = {"http": 80, "https": 443}
_UNCLEAR = pattern(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029]")
_HOST = pattern(r"[a-z0-9._-]+|[0-9a-f:.]*:[0-9a-f:.]+")  # a name or IPv4; IPv6
_SAFE = "/%:@!$&'()*+,;=~-._"  # RFC 3986: what a path may hold as it is
_SECRET = pattern(r"(?<=//)[^/?#]*@")


@value
class Target:
    """One hop: how, whom and what to ask. `host` has no brackets, `path` has the query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def netloc(self) -> str:
        """Host and port as they stand in a URL and in the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The whole address, plain ASCII, without a fragment."""
        return f"{self.scheme}://{self.netloc}{self.path}"


def target_of(url: str) -> Target:
    """Where a URL points to. Raises FetchError."""
    if _UNCLEAR.search(url):
        raise FetchError("no address has blanks or backslashes in it — copy it again")
    try:
        parts = urlsplit(url)
        port, name = parts.port, parts.hostname or ""
    except ValueError as error:
        raise FetchError(f"not an address ({error}) — copy it again") from error
    if parts.scheme not in _PORTS:
        raise FetchError("only http and https addresses are fetched — save it and name the file")
    if "@" in parts.netloc:
        raise FetchError("has a name or a password in it — take it out, or save the page")
    if port == 0:
        raise FetchError("has no port 0 — check the address")
    return Target(
        scheme=parts.scheme, host=_host(name), port=port or _PORTS[parts.scheme], path=_path(parts)
    )


def located(header: str) -> str:
    """A Location header as a URL: servers write it in UTF-8, with blanks, as they like.

    Raises FetchError for one with control characters, which joining addresses would swallow.
    """
    try:
        text = header.encode("latin-1").decode()
    except UnicodeError:
        text = header
    text = text.strip().replace(" ", "%20")
    if _UNCLEAR.search(text):
        raise FetchError("redirects to what is no address — check the address")
    return text


def without_secrets(url: str) -> str:
    """A URL as it may be shown: without the name and password in it, on one line."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", "·", _SECRET.sub("…@", url))


def _host(name: str) -> str:
    try:
        host = name if name.isascii() else name.encode("idna").decode()
    except UnicodeError as error:
        raise FetchError("its host is no name that can be — check the address") from error
    if not _HOST.fullmatch(host):
        raise FetchError("has no host's name in it — check the address")
    return host


def _path(parts: SplitResult) -> str:
    path = quote(parts.path, safe=_SAFE) or "/"
    return f"{path}?{quote(parts.query, safe=_SAFE + '?')}" if parts.query else path

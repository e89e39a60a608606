"""The environment → where a speech server is. The promise: a key is sent to that address only.

`RENDER_EPISODE_SPEECH_URL` is the address, with or without its /v1; `RENDER_EPISODE_SPEECH_KEY` the
key, if the server wants one. It is not sent unencrypted beyond this machine and its network.
"""

import ipaddress
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pipeline.errors import EngineError
from pipeline.values import value

if TYPE_CHECKING:
    import requests

URL, KEY = "RENDER_EPISODE_SPEECH_URL", "RENDER_EPISODE_SPEECH_KEY"


@value
class Address:
    """A server: `base` is its URL without /v1, `host` its name and port."""

    base: str
    host: str
    key: str = ""

    def request(
        self, method: str, path: str, wish: Mapping[str, Any] | None = None
    ) -> "requests.PreparedRequest":
        """A request to it, with a JSON body if there is a wish."""
        import requests  # noqa: PLC0415 - 60 ms

        headers = {"User-Agent": "render-episode", "Accept-Encoding": "identity"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        return requests.Request(method, self.base + path, headers=headers, json=wish).prepare()


def address() -> Address:
    """Where the environment says that the server is. Raises EngineError when it says no address."""
    given, key = os.environ.get(URL, "").strip(), os.environ.get(KEY, "").strip()
    if not given:
        raise EngineError(
            f"Engine http needs the address of a speech server: set {URL}, as in "
            f"{URL}=http://localhost:8880/v1; and {KEY} if it wants a key."
        )
    try:
        parts = urlsplit(given)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good or "@" in parts.netloc or parts.query or parts.fragment:
        raise EngineError(
            f"Engine http can't use {URL}: write it like https://speech.example.org/v1, and a key "
            f"into {KEY}."
        )
    if not (key.isascii() and key.isprintable()):
        raise EngineError(f"Engine http can't send what {KEY} holds: copy the key again.")
    if key and parts.scheme == "http" and not _near(str(parts.hostname)):
        raise EngineError(
            f"Engine http would send the key to {parts.netloc} unencrypted: write https in {URL}."
        )
    base = given.rstrip("/").removesuffix("/v1")
    return Address(base=base, host=parts.netloc, key=key)


def number(name: str, usual: int) -> int:
    """A whole number from the environment. Raises EngineError for what is none."""
    given = os.environ.get(name, "").strip()
    if not given:
        return usual
    if not given.isdecimal() or int(given) < 1:
        raise EngineError(f"{name} is “{given}”: write a whole number from 1 on.")
    return int(given)


def _near(host: str) -> bool:
    """Whether a host is this machine or stands in its network, as far as its name tells."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".lan", ".internal"))

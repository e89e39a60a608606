"""A status that is no success → what to tell. Promise: a reason, and what to do about it."""

from collections.abc import Mapping

from pipeline.fetching.answers import Answer
from pipeline.fetching.wires import FetchError

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_OK = range(200, 300)
_NOTHING = frozenset({204, 205})
_BROKEN = 500
_LONGEST_WAIT = 9  # digits or so of a Retry-After that is worth telling
_TOLD: Mapping[int, str] = {
    401: "wants a name and a password (401) — save the page in a browser and name the file",
    402: "wants to be paid (402) — save the page in a browser and name the file",
    403: "turns programs away, or wants a login (403) — save the page in a browser and name it",
    404: "there is no such page (404) — check the address",
    406: "has no form of it that we can read (406) — save the page in a browser and name the file",
    410: "the page is gone for good (410) — find it in an archive",
    429: "has been asked too often (429) — try again later",
    451: "may not show it here, by law (451)",
}


def checked(answer: Answer) -> None:
    """Let a success through. Raises FetchError."""
    status = answer.status
    if status in _NOTHING:
        raise FetchError(f"the page is empty ({status}) — check the address")
    if status in _OK:
        return
    told = _TOLD.get(status)
    if told is None and status >= _BROKEN:
        told = f"the server is in trouble ({status}) — try again later"
    told = told or f"the server answers with status {status} — check the address"
    wait = answer.header("Retry-After").strip()
    if wait.isdecimal() and len(wait) < _LONGEST_WAIT:
        told += f", in {wait} s"
    raise FetchError(told)

"""A regular expression as text → a pattern that is compiled when it is first used.

Promise: its methods and what it tells of itself are those of what `re.compile` gives; but a broken
text shows no sooner than at its first use: a test compiles all of ours. To compile every pattern of
the house takes longer than to read an article with those that it needs, and to compile these still
takes a tenth of what a small change takes: what Python made of them is kept beside this file.
"""

import atexit
import marshal
import re
import sys
from contextlib import suppress
from functools import cache, cached_property
from importlib import import_module
from operator import attrgetter
from typing import Any, TypeAlias, cast

from pipeline import keeping

_Key: TypeAlias = tuple[str, int]  # a pattern's text and flags
_Parts: TypeAlias = tuple[Any, ...]  # what Python makes a pattern of, in its own order

_MOST = 2000  # patterns kept before all are forgotten: we have 700, and what they were once stays


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives for the same text and flags, made when something of it is used."""
    return cast("re.Pattern[str]", _Waiting(text, flags))


class _Waiting:
    """The pattern's own methods, each the instance's from its first use: no detour on the next."""

    __class__: Any = re.Pattern  # what isinstance sees, and so re.sub and its like

    def __init__(self, text: str, flags: int) -> None:
        self.pattern = text
        self._given = flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return _made((self.pattern, int(self._given)))

    def __reduce__(self) -> tuple[object, tuple[str, int]]:
        return pattern, (self.pattern, self._given)

    search = cached_property(attrgetter("_compiled.search"))
    match = cached_property(attrgetter("_compiled.match"))
    fullmatch = cached_property(attrgetter("_compiled.fullmatch"))
    finditer = cached_property(attrgetter("_compiled.finditer"))
    findall = cached_property(attrgetter("_compiled.findall"))
    split = cached_property(attrgetter("_compiled.split"))
    sub = cached_property(attrgetter("_compiled.sub"))
    subn = cached_property(attrgetter("_compiled.subn"))
    flags = cached_property(attrgetter("_compiled.flags"))
    groups = cached_property(attrgetter("_compiled.groups"))
    groupindex = cached_property(attrgetter("_compiled.groupindex"))


# --- What Python made of them ---------------------------------------------------------------


def _made(key: _Key) -> re.Pattern[str]:
    known = _known().get(key)
    if known:
        return cast("re.Pattern[str]", import_module("_sre").compile(key[0], *known))
    found = re.compile(*key)
    if not _new:
        atexit.register(_keep)
    _new[key] = found
    return found


_new: dict[_Key, re.Pattern[str]] = {}  # compiled by this process


@cache
def _place() -> str:
    return keeping.place(__file__, "patterns")


@cache
def _known() -> dict[_Key, _Parts]:
    return _held()


def _held() -> dict[_Key, _Parts]:
    data = keeping.kept(_place())
    made_by, known = marshal.loads(data) if data else ("", {})  # noqa: S302 - see `keeping`
    return known if made_by == sys.version and len(known) < _MOST else {}


def _keep() -> None:
    with suppress(KeyboardInterrupt):  # who wants to leave at the end leaves
        keeping.keep(_place(), marshal.dumps((sys.version, _held() | _whole())))


def _whole() -> dict[_Key, _Parts]:
    """What is new, but for what would not come back as the pattern that it was."""
    found: dict[_Key, _Parts] = {}
    for key, made in list(_new.items()):  # threads may still compile
        with suppress(Exception):  # Python's own parts, which another Python may have otherwise
            parts = _parts(*key)
            if import_module("_sre").compile(key[0], *parts) == made:
                found[key] = parts
    return found


def _parts(text: str, flags: int) -> _Parts:
    """As `re.compile` does it."""
    parsed = import_module("re._parser").parse(text, flags)
    code = import_module("re._compiler")._code(parsed, flags)  # noqa: SLF001
    names = parsed.state.groupdict
    groups: list[str | None] = [None] * parsed.state.groups
    for name, number in names.items():
        groups[number] = name
    told = int(flags | parsed.state.flags)
    return told, [int(step) for step in code], len(groups) - 1, dict(names), tuple(groups)

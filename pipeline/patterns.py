"""A regular expression as text → a pattern that is compiled when it is first used.

Promise: its methods and what it tells of itself are those of what `re.compile` gives; but a broken
text shows no sooner than at its first use: a test compiles all of ours. To compile every pattern of
the house takes longer than to read an article with those that it needs.
"""

import re
from functools import cached_property
from operator import attrgetter
from typing import Any, cast


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
        return re.compile(self.pattern, self._given)

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

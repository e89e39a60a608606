"""A regular expression → where it may try exponentially many ways to match the same run.

A repetition without bound whose body may end in another one, which takes what the body begins with,
can part a run of those signs in every way: `(?:\\w+\\s*)+`. Signs are a sample of all there are.
"""

import re
from collections.abc import Iterator
from functools import cache
from re import _constants as names  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

SIGNS = frozenset("abzAZ019é\u4e00 \t\n\u00a0.,:;!?'’\"“”()[]{}<>-–—_*/\\@#&|=+~^%$`\u00ad\u0301")
_MANY = 30  # times: as bad as no bound
_REPEATS = {names.MAX_REPEAT, names.MIN_REPEAT}  # a possessive one never gives back
_LOOKS = {names.ASSERT, names.ASSERT_NOT, names.AT}


def explosive(pattern: re.Pattern[str]) -> list[str]:
    """The signs over which repetitions quarrel, one text for each place."""
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    return ["".join(sorted(signs)) for signs in _quarrels(list(tree), pattern.flags)]


def _quarrels(items: list[Any], flags: int) -> Iterator[frozenset[str]]:
    for item in items:
        for part in _parts(item):
            yield from _quarrels(part, flags)
        if item[0] in _REPEATS and item[1][1] >= _MANY:
            body = list(item[1][2])
            for tail in _tails(body, flags):
                if shared := tail & first(body, flags):
                    yield shared


def _parts(item: Any) -> list[list[Any]]:
    """The sequences inside an item."""
    kind, held = item
    if kind in _REPEATS or kind == names.POSSESSIVE_REPEAT:
        return [list(held[2])]
    if kind == names.SUBPATTERN:
        return [list(held[-1])]
    if kind == names.BRANCH:
        return [list(each) for each in held[1]]
    if kind in {names.ASSERT, names.ASSERT_NOT}:
        return [list(held[1])]
    if kind == names.ATOMIC_GROUP:
        return [list(held)]
    return []


def _tails(items: list[Any], flags: int) -> Iterator[frozenset[str]]:
    """What repetitions without bound that may end a sequence take."""
    for item in reversed(items):
        kind = item[0]
        if kind in _REPEATS and item[1][1] >= _MANY:
            yield first(list(item[1][2]), flags)
        if kind not in {names.ATOMIC_GROUP, names.POSSESSIVE_REPEAT, *_LOOKS}:
            for part in _parts(item):
                yield from _tails(part, flags)
        if not _nullable([item]):
            return


def first(items: list[Any], flags: int) -> frozenset[str]:
    """The signs that a sequence may begin with."""
    found: frozenset[str] = frozenset()
    for item in items:
        if item[0] in _LOOKS:
            continue
        parts = _parts(item)
        found |= (
            frozenset().union(*(first(part, flags) for part in parts))
            if parts
            else _signs(item, flags)
        )
        if not _nullable([item]):
            break
    return found


def _nullable(items: list[Any]) -> bool:
    """Whether a sequence may match nothing."""
    for kind, held in items:
        parts = _parts((kind, held))
        if kind in _REPEATS or kind == names.POSSESSIVE_REPEAT:
            empty = held[0] == 0 or _nullable(parts[0])
        elif kind == names.BRANCH:
            empty = any(map(_nullable, parts))
        elif parts and kind not in _LOOKS:
            empty = _nullable(parts[0])
        else:
            empty = kind in _LOOKS or kind in {names.GROUPREF, names.GROUPREF_EXISTS}
        if not empty:
            return False
    return True


def _signs(item: Any, flags: int) -> frozenset[str]:
    """The signs that an item for one sign matches."""
    kind, held = item
    if kind == names.LITERAL:
        return _matching(re.escape(chr(held)), flags)
    if kind == names.NOT_LITERAL:
        return _matching(f"[^{re.escape(chr(held))}]", flags)
    if kind == names.ANY:
        return _matching(".", flags)
    if kind == names.IN:
        inner = "".join(_spelt(each) for each in held)
        return _matching(f"[{inner}]", flags)
    return SIGNS


@cache
def _matching(pattern: str, flags: int) -> frozenset[str]:
    form = re.compile(pattern, flags & (re.IGNORECASE | re.DOTALL | re.ASCII))
    return frozenset(sign for sign in SIGNS if form.fullmatch(sign))


def _spelt(item: Any) -> str:
    kind, held = item
    if kind == names.NEGATE:
        return "^"
    if kind == names.RANGE:
        return f"{re.escape(chr(held[0]))}-{re.escape(chr(held[1]))}"
    if kind == names.CATEGORY:
        return _CATEGORIES[held]
    return re.escape(chr(held))


_CATEGORIES = {
    names.CATEGORY_DIGIT: r"\d",
    names.CATEGORY_NOT_DIGIT: r"\D",
    names.CATEGORY_SPACE: r"\s",
    names.CATEGORY_NOT_SPACE: r"\S",
    names.CATEGORY_WORD: r"\w",
    names.CATEGORY_NOT_WORD: r"\W",
}

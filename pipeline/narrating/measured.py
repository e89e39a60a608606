"""A recipe → the figure that a voice was found to have. The promise: none is measured twice.

What the voices of an ordinary show were found to have lies beside this file, made by
`scripts/measure-voices`: a first episode need not wait for it. A figure stands under the recipe of
all that it depends on, so one that is out of date is not found, and is measured again.
"""

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from pipeline.store import Store

SHIPPED = Path(__file__).with_name("measured.json")
_KIND = "level"


def figure(key: str, store: Store, measure: Callable[[], str]) -> str:
    """What is known, or else what `measure` finds, and is kept. Raises what that raises."""
    known = _shipped().get(key) or _kept(key, store)
    if known is None:
        known = measure()
        store.put(_KIND, key, known.encode())
    return known


def is_known(key: str, store: Store) -> bool:
    """Whether `figure` need not measure. Raises PlaceError."""
    return key in _shipped() or store.has(_KIND, key)


def _kept(key: str, store: Store) -> str | None:
    kept = store.get(_KIND, key)
    return None if kept is None else kept.decode()


@cache
def _shipped() -> Mapping[str, str]:
    figures: Mapping[str, str] = json.loads(SHIPPED.read_text(encoding="ascii"))
    return figures

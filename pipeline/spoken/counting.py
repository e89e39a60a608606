"""A number in, its name in a language out, by num2words. Promise: one language is loaded for one.

Its front door loads and builds sixty, which takes half as long as to read a talk. One thread of a
process counts.
"""

import sys
from functools import cache
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from typing import Any

_PACKAGE = "num2words"


@cache
def counted(number: int, kind: str, language: str) -> str:
    """The name of a number as a "cardinal", an "ordinal" or a "year"; `language` as "en".

    Raises OverflowError for one that has no name.
    """
    return str(getattr(_converter(language), f"to_{kind}")(number))


@cache
def _converter(language: str) -> Any:
    code = language.upper()
    return getattr(_inner(f"lang_{code}"), f"Num2Word_{code}")()


def _inner(name: str) -> Any:
    """A module of the package, whose own first module is not run for it."""
    spec = find_spec(_PACKAGE)
    if _PACKAGE in sys.modules or spec is None:
        return import_module(f"{_PACKAGE}.{name}")
    sys.modules[_PACKAGE] = module_from_spec(spec)
    try:
        return import_module(f"{_PACKAGE}.{name}")
    finally:
        del sys.modules[_PACKAGE]  # who imports it gets the whole

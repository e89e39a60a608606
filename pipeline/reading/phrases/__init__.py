"""What a phrase is for in; the forms it has in every language but English, as patterns, out.

Promise: one table a language, each beside this file, and nothing of a language anywhere else. An
entry is a pattern in lower case, with single blanks; English stands with the rules it made.
"""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

_NEVER = r"(?!)"  # matches nothing: the kind has no form in any language


@cache
def _tables() -> tuple[dict[str, Any], ...]:
    tables = (one for one in files(__name__).iterdir() if one.name.endswith(".toml"))
    ordered = sorted(tables, key=lambda one: one.name)
    return tuple(tomllib.loads(one.read_text(encoding="utf-8")) for one in ordered)


@cache
def forms(kind: str) -> str:
    """All forms of a kind as one alternative in a pattern, for example "von|par|por"."""
    told = dict.fromkeys(form for table in _tables() for form in table.get(kind, ()))
    return "|".join(told) or _NEVER


def asking() -> str:
    """Lines that ask for a subscription or a gift: short ones, or such as name it."""
    return rf"(?:{forms('newsletter')})\b(?:.{{0,100}}\b(?:{forms('letter')})\b.{{0,60}}|.{{0,12}})"


@cache
def classes(kind: str) -> str:
    """All names that publishing systems give a kind of element, as one alternative."""
    told = dict.fromkeys(form for table in _tables() for form in table["classes"].get(kind, ()))
    return "|".join(told) or _NEVER


@cache
def months() -> tuple[tuple[str, ...], ...]:
    """The names of the twelve months, language by language."""
    return tuple(tuple(table["months"].split()) for table in _tables())

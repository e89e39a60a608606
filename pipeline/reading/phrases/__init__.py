"""What a phrase is for in; the forms it has in every language but English, as patterns, out.

Promise: one table a language, each beside this file, and nothing of a language anywhere else. Under
what phrases are for stand their forms, each a line that is set in: a pattern in lower case, with
single blanks, and branches in groups only; of months and weekdays, names. `#` begins a remark.
English stands with the rules it made.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

_NEVER = r"(?!)"  # matches nothing: the kind has no form in any language


@cache
def _tables() -> tuple[Mapping[str, list[str]], ...]:
    tables = sorted(Path(__file__).parent.glob("*.txt"))
    return tuple(_table(one.read_text(encoding="utf-8")) for one in tables)


def _table(text: str) -> Mapping[str, list[str]]:
    table = dict[str, list[str]]()
    forms = list[str]()
    for line in text.splitlines():
        if line.startswith(" "):
            forms.append(line.strip())
        elif line and not line.startswith("#"):
            forms = table.setdefault(line, [])
    return table


@cache
def listed(kind: str) -> tuple[str, ...]:
    """All forms of a kind, for example "von", "par" and "por"."""
    return tuple(dict.fromkeys(form for table in _tables() for form in table.get(kind, ())))


def forms(kind: str) -> str:
    """All forms of a kind as one alternative in a pattern, for example "von|par|por"."""
    return "|".join(listed(kind)) or _NEVER


def asking() -> tuple[str, ...]:
    """Lines that ask for a subscription or a gift: short ones, or such as name it."""
    behind = rf"\b(?:.{{0,100}}\b(?:{forms('letter')})\b.{{0,60}}|.{{0,12}})"
    return tuple(f"{form}{behind}" for form in listed("newsletter"))


def classes(kind: str) -> str:
    """All names that publishing systems give a kind of element, as one alternative."""
    return forms(f"class:{kind}")


@cache
def months() -> tuple[tuple[str, ...], ...]:
    """The names of the twelve months, language by language."""
    return tuple(tuple(table["months"][0].split()) for table in _tables())

"""A TOML file → its values, each checked. Promise: all mistakes are told at once, with their lines.

A *check* takes a value and returns it as the house keeps it, or raises `MistakeError` with the rest
of a sentence that begins with the setting's name: what is wrong, and what to do.
"""

import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.patterns import pattern
from pipeline.values import field, value

Check = Callable[[Any], Any]
Key = tuple[str | int, ...]

_FEW = 4  # names that are told all at once
_BIT = pattern(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*'
    r"|[\[\]{}=.\n]|[ \t\r]+|[^\s\"'#\[\]{}=.]+|.",
    re.DOTALL,
)


class MistakeError(ValueError):
    """Something an editor should mend: the rest of a sentence that begins with the setting."""


@value
class Page:
    """A TOML file that has been read: its values, where each stands, and what was wrong so far."""

    name: str
    table: Mapping[str, Any]
    lines: Mapping[Key, int]
    mistakes: list[tuple[int, str]] = field(default_factory=list)

    def note(self, key: Key, what: str) -> None:
        """Add a mistake, at the line of its key or of the nearest table round it."""
        while key and key not in self.lines:
            key = key[:-1]
        self.mistakes.append((self.lines.get(key, 1), what))

    def read(self, key: Key, checks: Mapping[str, Check], needs: tuple[str, ...] = ()) -> Any:
        """The right values of the table at `key`, by name. The wrong ones are noted."""
        found = self._find(key)
        misspelt = {_near(name, checks) for name in found if name not in checks}
        for missing in (name for name in needs if name not in found and name not in misspelt):
            self.note(key, f'{_where(key)}has no {missing} — add {missing} = "…"')
        return dict(self._checked(key, found, checks))

    def read_open(self, key: Key, name_check: Check, check: Check) -> dict[str, Any]:
        """The same for a table whose names are the editor's own."""
        found = self._find(key)
        made = {}
        for name, given in found.items():
            try:
                made[name_check(name)] = check(given)
            except MistakeError as mistake:
                self.note((*key, name), f"{_where(key)}{name} {mistake}")
        return made

    def read_each(
        self, name: str, checks: Mapping[str, Check], needs: tuple[str, ...]
    ) -> list[dict[str, Any]]:
        """The same for every [[name]], in order; one that lacks what it needs is left out."""
        rows = self.table.get(name, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self.note((name,), f"{name} must be written [[{name}]], once for each")
            return []
        read = [self.read((name, index), checks, needs) for index in range(len(rows))]
        return [row for row in read if all(need in row for need in needs)]

    def close(self) -> None:
        """Raise UsageError with every mistake noted, one a line, when there is any."""
        if self.mistakes:
            found = sorted(set(self.mistakes))
            raise UsageError("\n".join(f"{self.name}:{line}: {what}" for line, what in found))

    def _find(self, key: Key) -> Mapping[str, Any]:
        found: Any = self.table
        for part in key:
            found = found[part] if isinstance(part, int) else found.get(part, {})
        if isinstance(found, dict):
            return found
        self.note(key, f"{key[-1]} must be a table: write [{key[-1]}] above its settings")
        return {}

    def _checked(
        self, key: Key, found: Mapping[str, Any], checks: Mapping[str, Check]
    ) -> Iterator[tuple[str, Any]]:
        for name, given in found.items():
            if name not in checks:
                self.note(
                    (*key, name), f"{_where(key)}{name} is not a setting{meant(name, checks)}"
                )
                continue
            try:
                yield name, checks[name](given)
            except MistakeError as mistake:
                self.note((*key, name), f"{_where(key)}{name} {mistake}")


def open_page(path: Path) -> Page:
    """Read a TOML file. Raises UsageError when there is none, or it is not TOML."""
    name = shown(path)
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        return Page(name=name, table=tomllib.loads(text), lines=key_lines(text))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(_syntax(name, text, str(error))) from None
    except UnicodeDecodeError:
        raise UsageError(f"{name}: is not UTF-8 text — save it as UTF-8") from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UsageError(f"{name}: can't be read: {reason} — check the name") from None


def meant(name: str, known: Collection[str]) -> str:
    """A suggestion for a misspelt name: the nearest of many known ones, else all of them."""
    if len(known) > _FEW and (near := _near(name, known)):
        return f' — did you mean "{near}"?'
    return f" — choose one of {', '.join(known)}"


def _near(name: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - for those who made a mistake

    return next(iter(get_close_matches(name.lower().replace(" ", "_"), known, n=1)), "")


def shown(path: Path) -> str:
    """A path as the user would type it here."""
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def key_lines(text: str) -> dict[Key, int]:
    """The line, from 1, of every table and key of a TOML text; [[name]] counts from 0."""
    lines: dict[Key, int] = {}
    counts: dict[Key, int] = {}
    table: Key = ()
    for line, brackets, parts in _statements(text):
        if not parts:
            continue
        if brackets:
            table = _enter(parts, counts, last=brackets > 1)
            lines.setdefault(table, line)
        else:
            for length in range(1, len(parts) + 1):
                lines.setdefault((*table, *parts[:length]), line)
    return lines


def _statements(text: str) -> Iterator[tuple[int, int, list[str]]]:
    """Each line that opens a table (brackets > 0) or sets a key: its number and the key's parts."""
    line, brackets, depth, parts, in_value = 1, 0, 0, list[str](), False
    for bit in _BIT.findall(text + "\n"):
        if in_value:
            depth += (bit in "[{") - (bit in "]}")
        elif bit == "=":
            yield line, 0, parts
            in_value, depth = True, 0
        elif bit == "[":
            brackets += 1
        elif bit not in "].\n" and bit.strip() and not bit.startswith("#"):
            parts = [*parts, bit.strip("\"'")]
        if bit == "\n" and depth <= 0:
            if brackets and not in_value:
                yield line, brackets, parts
            brackets, parts, in_value = 0, [], False
        line += bit.count("\n")


def _enter(parts: list[str], counts: dict[Key, int], *, last: bool) -> Key:
    key: Key = ()
    for place, part in enumerate(parts, 1):
        key = (*key, part)
        if last and place == len(parts):
            counts[key] = counts.get(key, -1) + 1
        if key in counts:
            key = (*key, counts[key])
    return key


def _where(key: Key) -> str:
    names = [part for part in key if isinstance(part, str)]
    if not names:
        return ""
    return f"[[{names[-1]}]] " if isinstance(key[-1], int) else f"[{'.'.join(names)}] "


def _syntax(name: str, text: str, error: str) -> str:
    what, _, place = error.partition(" (at ")
    found = re.search(r"line (\d+)", place)
    line = int(found[1]) if found else text.count("\n") + 1
    what = what[:1].lower() + what[1:]
    return f"{name}:{line}: {what} — one setting a line, and text in quotes"

"""episode.toml → `Notes`. Promise: whatever it says is either used or told to be a mistake."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.config import beside, checks
from pipeline.config.page import Check, Page, open_page, shown
from pipeline.config.show import BLOCK_ROLES, persons
from pipeline.errors import UsageError
from pipeline.model import BlockNote, ChapterNote, Notes, Role, Show

_TOP: Mapping[str, Check] = {
    "title": checks.at_most(255),  # Apple
    "author": checks.at_most(255),
    "date": checks.day,
    "number": checks.count,
    "season": checks.count,
    "type": checks.one_of("full", "trailer", "bonus"),
    "status": checks.one_of("published", "draft", "withdrawn"),
    "guid": checks.at_most(255),  # one that came from another host need not be a UUID
}
_TABLES: Mapping[str, Check] = dict.fromkeys(
    ("say", "person", "block", "chapter"), lambda given: given
)
_BLOCK: Mapping[str, Check] = {
    "starts": checks.text,
    "role": lambda given: Role(checks.one_of(*BLOCK_ROLES)(given)),
    "skip": checks.yes_or_no,
    "text": checks.text,
}
_CHAPTER: Mapping[str, Check] = {"starts": checks.text, "title": checks.at_most(255)}


def load_notes(path: Path) -> Notes:
    """Read episode.toml.

    Raises UsageError that lists every mistake as `file:line: what — what to do`, one a line.
    """
    page = open_page(path)
    given = page.read((), {**_TOP, **_TABLES, "lexicon": beside.lexicons_in(path.parent)})
    blocks = page.read_each("block", _BLOCK, needs=("starts",))
    chapters = page.read_each("chapter", _CHAPTER, needs=("starts", "title"))
    say = page.read_open(("say",), checks.text, checks.pronunciation)
    say = given.get("lexicon", {}) | say
    people = persons(page)
    _empty_blocks(page)
    page.close()
    return Notes(
        file=shown(path),
        **{name: given[name] for name in given if name in _TOP},
        say=say,
        persons=people,
        blocks=tuple(BlockNote(**block) for block in blocks),
        chapters=tuple(ChapterNote(**chapter) for chapter in chapters),
    )


def check_fit(show: Show, notes: Notes) -> None:
    """See that an episode has what its show demands. Raises UsageError."""
    if show.type == "serial" and notes.type == "full" and notes.number is None:
        where = notes.file or "episode.toml"
        raise UsageError(f"{where}: has no number, and the show is a serial — add number = 1")


def _empty_blocks(page: Page) -> None:
    rows: Any = page.table.get("block", [])
    for index, row in enumerate(rows if isinstance(rows, list) else []):
        if isinstance(row, dict) and set(row) == {"starts"}:
            page.note(("block", index), "[[block]] changes nothing — add role, skip or text")

"""The silence after each line, by what comes next: sentence, paragraph, heading, quote, chapter."""

from dataclasses import replace
from itertools import pairwise

from pipeline.model import Chapter, Line, Pauses, Role

_HEADS = {Role.HEADING, Role.TITLE}


def paused(chapters: tuple[Chapter, ...], pauses: Pauses) -> tuple[Chapter, ...]:
    """The chapters with a pause behind every line."""
    return tuple(
        replace(
            chapter,
            lines=_between(chapter.lines, pauses, pauses.end if last else pauses.chapter),
        )
        for chapter, last in zip(chapters, _lasts(len(chapters)), strict=True)
    )


def _lasts(count: int) -> list[bool]:
    return [False] * (count - 1) + [True] * bool(count)


def _between(lines: tuple[Line, ...], pauses: Pauses, after: float) -> tuple[Line, ...]:
    inner = [
        replace(line, pause=_pause(line, following, pauses)) for line, following in pairwise(lines)
    ]
    return (*inner, replace(lines[-1], pause=after))


def _pause(line: Line, following: Line, pauses: Pauses) -> float:
    leads = line.block is None and line.role in {Role.TURN, Role.FOOTNOTE}  # names who speaks
    if leads or (line.block is not None and line.block == following.block):
        return pauses.sentence
    if Role.PULL_QUOTE in {line.role, following.role}:
        return pauses.pull_quote
    if {line.role, following.role} & _HEADS:
        return pauses.heading
    return pauses.paragraph

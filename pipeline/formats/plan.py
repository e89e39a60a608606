"""A plan → JSON for programs (interface.md): what will be said, what is not and why.

The promise: the same article and show give the same JSON, and its counts add up to the source.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.formats.openings import Openings
from pipeline.model import Article, Block, Cast, Chapter, Line, Role, Script, Skip

_SECONDS_A_CHARACTER = 0.0575  # of the default voice, measured on half an hour of talk
_FRAME = {Role.STANDFIRST, Role.BIO, Role.DISCLAIMER}  # said before and after the talk
SAID_ELSEWHERE = "the opening or closing says it"
Doubts = Sequence[tuple[str, int, str]]  # word, how often, why


def plan_json(article: Article, script: Script, doubts: Doubts, cast: Cast) -> dict[str, Any]:
    """The plan as one JSON object."""
    data = article.metadata
    return {
        "title": data.title,
        "subtitle": data.subtitle,
        "authors": list(data.authors),
        "series": data.series,
        "language": script.language,
        "date": data.date,
        "publication": data.publication,
        "segments": [_segment(block, i, script) for i, block in enumerate(article.blocks)],
        "links": [{"text": link.text, "url": link.url} for link in article.links],
        "chapters": _chapters(script),
        "lines": [_line(line, cast) for line in script.lines],
        "repairs": [
            {"kind": repair.kind, "before": repair.before, "after": repair.after}
            for repair in article.repairs
        ],
        "skipped": [
            {"text": skip.text, "reason": skip.reason, "from": skip.start, "to": skip.end}
            for skip in skips(article, script)
        ],
        "characters": characters(article, script),
        "doubtful": [{"word": word, "count": count, "why": why} for word, count, why in doubts],
        "seconds": round(sum(seconds(line) for line in script.lines), 1),
    }


def _segment(block: Block, index: int, script: Script) -> dict[str, Any]:
    reason = script.silent.get(index, "")
    return {
        "role": block.role.value,
        "text": block.text,
        "speaker": block.speaker,
        "spoken": reason in {"", SAID_ELSEWHERE},
        "reason": reason,
        "repeats": block.repeats,
    }


def _chapters(script: Script) -> list[dict[str, Any]]:
    chapters, line = [], 0
    for chapter in script.chapters:
        chapters.append({"title": chapter.title, "line": line})
        line += len(chapter.lines)
    return chapters


def _line(line: Line, cast: Cast) -> dict[str, Any]:
    voice = cast.get(line.voice)
    return {
        "text": line.shown,
        "spoken": line.said,
        "role": line.role.value,
        "voice": str(voice) if voice else line.voice,
        "pause": line.pause,
    }


def skips(article: Article, script: Script) -> tuple[Skip, ...]:
    """All that is not said, in the order of the source: signs, and blocks that are silent."""
    blocks = (
        Skip(text=block.text, reason=script.silent[i], start=block.start, end=block.end)
        for i, block in enumerate(article.blocks)
        if i in script.silent
    )
    return tuple(sorted((*article.skipped, *blocks), key=lambda skip: (skip.start, skip.end)))


def characters(article: Article, script: Script) -> Mapping[str, int]:
    """Non-blank characters of the source: all, said, and skipped for a reason."""
    source = _solid(article.source)
    said = sum(
        _solid(run.text)
        for i, block in enumerate(article.blocks)
        for run in block.runs
        if run.start is not None and script.silent.get(i, "") in {"", SAID_ELSEWHERE}
    )
    return {"source": source, "said": said, "skipped": source - said}


def _solid(text: str) -> int:
    return len(re.sub(r"\s", "", text))


def seconds(line: Line) -> float:
    """About how long a line takes, with its pause."""
    return len(line.said) * _SECONDS_A_CHARACTER + line.pause


def correction(starts: str, role: Role, *, silent: bool = False) -> tuple[str, ...]:
    """The lines of episode.toml that would change a block: say what is silent, skip what is not.

    `starts`: the block's opening words; without any that find it alone, there are no such lines.
    """
    change = "skip = false" if silent else f'role = "{role.value}"  # or: skip = true'
    return ("[[block]]", f"starts = {_quoted(starts)}", change) if starts else ()


def renaming(article: Article, openings: Openings, chapter: Chapter) -> tuple[str, ...]:
    """The lines of episode.toml that would rename a chapter of the body; none for the others."""
    first = chapter.lines[0].block
    if first is None or article.blocks[first].role in _FRAME or not openings[first]:
        return ()
    starts = _quoted(openings[first])
    return ("[[chapter]]", f"starts = {starts}", f"title = {_quoted(chapter.title)}")


def say_line(word: str, count: int, why: str) -> str:
    """The line under [say] of episode.toml that sets how a word is said."""
    often = f"{count} times; " if count > 1 else ""
    return f"{_quoted(word)} = {_quoted(word)}  # {often}{why}"


def _quoted(text: str) -> str:
    """A TOML string on one line: JSON's, but for the one character that only TOML escapes."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False).replace("\x7f", "\\u007f")

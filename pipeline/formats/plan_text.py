"""A plan → text that an editor reads on a terminal.

The promise: every line to be said is there with its voice and its time, every repair and skip with
its reason, and under each block the very lines of episode.toml that would change it. Nothing of the
article can steer the terminal: control characters are shown as a dot.
"""

import textwrap
from collections.abc import Iterator
from itertools import groupby

from pipeline.formats.openings import Openings
from pipeline.formats.plan import (
    SAID_ELSEWHERE,
    Doubts,
    characters,
    correction,
    renaming,
    say_line,
    seconds,
    skips,
)
from pipeline.model import Article, Line, Repair, Script
from pipeline.patterns import pattern

_CONTROL = pattern(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_STYLES = {"bold": "\x1b[1m", "dim": "\x1b[2m", "quote": "\x1b[35m", "mend": "\x1b[33m"}
_OFF = "\x1b[0m"
_EXAMPLES = 4  # of each reason
_SHORT = 70  # characters of a skipped stretch


class _Ink:
    """Puts colour on text, or none."""

    def __init__(self, *, colour: bool) -> None:
        self.colour = colour

    def __call__(self, style: str, text: str) -> str:
        return f"{_STYLES[style]}{text}{_OFF}" if self.colour and text else text


def plan_text(
    article: Article, script: Script, doubts: Doubts, *, colour: bool = False, width: int = 100
) -> str:
    """The plan, wrapped to `width` columns."""
    ink = _Ink(colour=colour)
    pieces = [
        *_head(article, script, ink),
        *_body(article, script, ink, width),
        *_silent(article, script, ink),
        *_repairs(article.repairs, ink),
        *_doubts(doubts, ink),
    ]
    return "\n".join(pieces) + "\n"


def _plain(text: str) -> str:
    return _safe(" ".join(text.split()))


def _safe(text: str) -> str:
    return _CONTROL.sub("·", text)


def _head(article: Article, script: Script, ink: _Ink) -> Iterator[str]:
    data, counts = article.metadata, characters(article, script)
    by = f"by {' and '.join(data.authors)}" if data.authors else ""
    facts = [by, data.publication, data.series, data.date, script.language]
    yield ink("bold", _plain(data.title))
    yield _plain(" · ".join(filter(None, facts)))
    total = sum(seconds(line) for line in script.lines)
    yield (
        f"about {_clock(total)} in {len(script.chapters)} chapters and {len(script.lines)} lines; "
        f"{counts['said']:,} of {counts['source']:,} characters said, {counts['skipped']:,} "
        "skipped for the reasons below"
    )


def _body(article: Article, script: Script, ink: _Ink, width: int) -> Iterator[str]:
    at, openings = 0.0, Openings(article.blocks)
    for chapter in script.chapters:
        yield ""
        yield ink("bold", f"{_clock(at):>6}  {_plain(chapter.title)}")
        if spot := renaming(article, openings, chapter):
            yield ink("dim", _under(spot))
        for block, group in groupby(chapter.lines, key=lambda line: line.block):
            lines = list(group)
            yield from _lines(lines, at, ink, width)
            at += sum(seconds(line) for line in lines)
            if block is not None and (spot := correction(openings[block], lines[0].role)):
                yield ink("dim", _under(spot))


def _lines(lines: list[Line], at: float, ink: _Ink, width: int) -> Iterator[str]:
    for number, line in enumerate(lines):
        role = line.role.value if number == 0 else ""
        head = f"{_clock(at):>6}  {role:<11} {line.voice:<11} "
        text = textwrap.wrap(_plain(line.shown), max(20, width - len(head))) or [""]
        style = "quote" if line.voice != "narrator" else ""
        for row, piece in enumerate(text):
            start = ink("dim", head) if row == 0 else " " * len(head)
            yield start + (ink(style, piece) if style else piece)
        at += seconds(line)


def _under(lines: tuple[str, ...]) -> str:
    return "\n".join(" " * 8 + _safe(line) for line in lines)


def _silent(article: Article, script: Script, ink: _Ink) -> Iterator[str]:
    yield ""
    yield ink("bold", "Not read aloud")
    reasons, openings = dict[str, list[str]](), Openings(article.blocks)
    for skip in skips(article, script):
        reasons.setdefault(skip.reason, []).append(_plain(skip.text))
    for reason, texts in reasons.items():
        yield f"  {reason}: {_examples(texts)}"
        for index in (at for at, why in script.silent.items() if why == reason != SAID_ELSEWHERE):
            block = article.blocks[index]
            if spot := correction(openings[index], block.role, silent=True):
                yield ink("dim", _under(spot))


def _examples(texts: list[str]) -> str:
    shown = list(dict.fromkeys(textwrap.shorten(text, _SHORT, placeholder=" …") for text in texts))
    more = f" … ({len(texts)} in all)" if len(shown) > _EXAMPLES else ""
    return " | ".join(shown[:_EXAMPLES]) + more


def _repairs(repairs: tuple[Repair, ...], ink: _Ink) -> Iterator[str]:
    if not repairs:
        return
    yield ""
    yield ink("bold", "Mended")
    for repair in repairs:
        before, after = _mended(repair.before), _mended(repair.after)
        yield f"  {repair.kind}: {ink('mend', f'“{before}” → “{after}”')}"


def _mended(text: str) -> str:
    """Text with its line breaks to be seen, since they are often what was mended."""
    return textwrap.shorten(_plain(text.replace("\n", " ⏎ ")), _SHORT, placeholder=" …")


def _doubts(doubts: Doubts, ink: _Ink) -> Iterator[str]:
    if not doubts:
        return
    yield ""
    yield ink("bold", "Words a voice may say wrong — set them under [say] in episode.toml")
    for doubt in doubts:
        yield f"  {_safe(say_line(*doubt))}"


def _clock(duration: float) -> str:
    minutes, second = divmod(round(duration), 60)
    return f"{minutes}:{second:02}"

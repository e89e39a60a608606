"""Plain text in, an Article of provisional blocks out.

Promise: every character is in a run or in a skip with a reason. Line breaks that were meant (verse,
front matter, lists) stay apart from those that only kept within the page's width.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from pipeline.model import Article, Block, Role, Run, Skip
from pipeline.patterns import pattern
from pipeline.reading.dates import stamp
from pipeline.reading.placing import skip
from pipeline.reading.spans import HARD
from pipeline.reading.splicing import Cut, spliced
from pipeline.reading.text.edition import edited
from pipeline.reading.text.entitling import entitled, magazine, subject, titled
from pipeline.reading.text.letterhead import HEADER, letterhead
from pipeline.reading.text.titles import (
    INDENT,
    ITEM,
    fronted,
    is_centred,
    is_heading,
    is_prose,
    level,
    named,
)
from pipeline.reading.text.typescript import Group, Line, Typescript, gathered
from pipeline.reading.text.verses import is_verse
from pipeline.reading.typed_emphasis import emphasized
from pipeline.values import replace

PAGE_HEAD = "a page number or running head"
LIST_SIGN = "a list's sign"
UNDERLINE = "a line under a heading"
QUOTE_SIGN = "a quotation's sign"

_RULE = pattern(r"_{3,}|[^\w\s](?:\s*[^\w\s]){2,}|[⁂❧☙§•*~#]")
_UNDERLINE = pattern(r"(=|-|~|_|\*|\^)\1{2,}")
_FOOT = pattern(r"([_—–-])\1{2,}")  # the line over a page's notes
_STARRED = pattern(r"\A\*\*\s+(?=\S)")  # how newsletters set a heading in plain text
_BULLET = pattern(r"[-*•+‣◦·–]\s+")
_NOTE = pattern(r"(?:\[\^?\d{1,3}\]:?|[¹²³⁴-⁹]+|[*†‡](?=\S)|[†‡])\s*\S")
_ROUND = pattern(r"\(\d{1,3}\)\s+\S")
_LABEL = pattern(r"[^\W\d_][\w .’'&-]{0,40}:(?=\s|$)")


def parse(source: str, name: str) -> Article:
    """Read plain text; `name` is only for messages."""
    _ = name
    facts, length = letterhead(source)
    head = source[:length].strip()
    begin = source.index(head) if head else 0
    skipped = [skip(source, begin, begin + len(head), HEADER)] if head else []
    plain = " " * length + source[length:]
    for start, end, why in edited(plain):
        skipped.append(skip(source, start, end, why))
        plain = plain[:start] + re.sub(r"[^\n]", " ", plain[start:end]) + plain[end:]
    script = gathered(plain)
    skipped += [skip(source, line.start, line.end, PAGE_HEAD) for line in script.furniture]
    blocks: list[Block] = []
    for block, skips in _blocks(source, script):
        told, more = emphasized(block)
        blocks.append(told)
        skipped += [*skips, *more]
    facts = replace(facts, publication=magazine(script, blocks))
    held = tuple(entitled(titled(blocks), facts.title))
    return Article(
        source=source,
        blocks=held,
        metadata=replace(facts, title=subject(held, facts.title)),
        skipped=tuple(sorted(skipped, key=lambda held: held.start)),
    )


Made = tuple[Block, tuple[Skip, ...]]


def _blocks(source: str, script: Typescript) -> Iterator[Made]:
    parts = [part for group in script.groups for part in _ruled(group)]
    groups = [piece for group in parts for piece in _underlined(group)]
    first = next((at for at, group in enumerate(groups) if is_prose(group)), len(groups))
    fronts = [piece for group in groups[:first] for piece in fronted(group)]
    groups, first = [*named(fronts), *groups[first:]], len(named(fronts))
    last = max((at for at, group in enumerate(groups) if is_prose(group)), default=-1)
    for at, group in enumerate(groups):
        follower = groups[at + 1] if at + 1 < len(groups) else None
        yield from _group(source, script, group, follower, inside=first < at < last)


def _group(
    source: str, script: Typescript, group: Group, follower: Group | None, *, inside: bool
) -> Iterator[Made]:
    whole = group[0].text
    if len(group) == 1 and _RULE.fullmatch(whole):
        yield _block(source, group, Role.RULE), ()
    elif len(group) > 1 and _UNDERLINE.fullmatch(group[-1].text):
        yield _heading_underlined(source, group)
    elif _is_framed(group):
        yield _unframed(source, group)
    elif all(line.text.startswith(">") for line in group) or _is_barred(group):
        yield _quoted(source, group)
    elif _NOTE.match(whole) or (not inside and _ROUND.match(whole)):
        sign = _NOTE if _NOTE.match(whole) else _ROUND
        yield from (_made(source, part, Role.PARAGRAPH) for part in _split(group, sign))
    elif is_heading(group, script, follower, inside=inside, first=group[0] is script.groups[0][0]):
        yield _block(source, group, Role.HEADING, level=level(group, inside=inside)), ()
    elif ITEM.match(whole) and (len(group) > 1 or _BULLET.match(whole) or not inside):
        yield from (_item(source, part) for part in _split(group, ITEM))
    elif ITEM.match(whole):
        yield _item(source, group)
    else:
        yield from _prose(source, script, group, inside=inside)


def _prose(source: str, script: Typescript, group: Group, *, inside: bool) -> Iterator[Made]:
    labelled = sum(bool(_LABEL.match(line.text)) for line in group)
    if labelled > 1 and _LABEL.match(group[0].text):
        parts = _split(group, _LABEL)
    elif script.led:
        parts = _led(group, script.margin)
    else:
        parts = [group]
    for part in parts:
        yield from _part(source, script, part, inside=inside)


def _part(source: str, script: Typescript, part: Group, *, inside: bool) -> Iterator[Made]:
    margin = script.margin + INDENT
    indented = all(line.indent >= margin for line in part)
    indented = indented and not (script.led and len(part) == 1)
    centred = is_centred(part, script)
    facts = not inside and any(stamp(line.text) for line in part)
    indented = indented and not facts
    free = inside or (indented and not centred)  # a front's short lines are no poem
    if free and is_verse(part, script, indented=indented):
        yield _block(source, part, Role.VERSE, glue=HARD), ()
    elif indented and (len(part) > 1 if centred else True) and (inside or len(part) > 1):
        yield _block(source, part, Role.BLOCK_QUOTE), ()
    else:
        for lines in _meant(part, script):
            yield _made(source, lines, Role.PARAGRAPH)


def _meant(part: Group, script: Typescript) -> Iterator[Group]:
    """Lines that go on with each other; a break with room left before it was meant."""
    lines: Group = [part[0]]
    for before, line in pairwise(part):
        if script.fits(before, line) and _stands(before, line):
            yield lines
            lines = []
        lines.append(line)
    yield lines


def _stands(before: Line, line: Line) -> bool:
    """Whether a line looks like one that begins afresh."""
    fresh = not line.text[:1].islower()
    return fresh and not before.text.endswith((",", "-", "—", "–"))


def _ruled(group: Group) -> Iterator[Group]:
    """Part a short line of signs from the notes that follow without a blank line."""
    if len(group) > 1 and _FOOT.fullmatch(group[0].text):
        yield group[:1]
        yield group[1:]
    else:
        yield group


def _underlined(group: Group) -> Iterator[Group]:
    """Part a heading with a line under it from the text that follows without a blank line."""
    for at, line in enumerate(group[1:2], 1):
        near = abs(len(line.text) - len(group[0].text)) <= max(4, len(line.text) // 2)
        near = near or bool(_STARRED.match(group[0].text))
        if _UNDERLINE.fullmatch(line.text) and near and len(group) > at + 1:
            yield group[: at + 1]
            yield group[at + 1 :]
            return
    yield group


def _led(group: Group, margin: int) -> list[Group]:
    """Paragraphs that only an indented first line parts."""
    parts: list[Group] = []
    for line in group:
        if not parts or line.indent > margin:
            parts.append([])
        parts[-1].append(line)
    if all(line.indent > margin for line in group):
        return [group]
    return parts


def _split(group: Group, sign: re.Pattern[str]) -> list[Group]:
    """A group parted before each line that begins with a sign."""
    parts: list[Group] = []
    for line in group:
        if not parts or sign.match(line.text):
            parts.append([])
        parts[-1].append(line)
    return parts


def _block(
    source: str, lines: Sequence[Line], role: Role, *, level: int = 0, glue: str = "\n"
) -> Block:
    start, end = lines[0].start, lines[-1].end
    runs: tuple[Run, ...] = ()
    if role is not Role.RULE:
        runs = tuple(_runs(source, lines, glue))
    return Block(role=role, runs=runs, start=start, end=end, level=level)


def _runs(source: str, lines: Iterable[Line], glue: str) -> Iterator[Run]:
    for number, line in enumerate(lines):
        if number:
            yield Run(text=glue, start=None)
        yield Run(text=source[line.start : line.end], start=line.start)


def _made(source: str, lines: Sequence[Line], role: Role) -> Made:
    return _block(source, lines, role), ()


def _item(source: str, lines: Sequence[Line]) -> Made:
    block = _block(source, lines, Role.LIST_ITEM)
    found = ITEM.match(block.text)
    end = found.end() if found else 0
    return spliced(block, [Cut(start=0, end=end, reason=LIST_SIGN)] if end else ())


def _heading_underlined(source: str, group: Group) -> Made:
    level = 1 if group[-1].text[0] == "=" else 2
    under = group[-1]
    gone = skip(source, under.start, under.end, UNDERLINE)
    block = _block(source, group[:-1], Role.HEADING, level=level)
    stars = _STARRED.finditer(block.text)
    told, skips = spliced(block, [Cut(start=0, end=f.end(), reason=UNDERLINE) for f in stars])
    return told, (*skips, gone)


def _is_barred(group: Group) -> bool:
    """Whether each line stands behind a bar, and none has another as a table's lines do."""
    return all(line.text.startswith("| ") and line.text.count("|") == 1 for line in group)


def _is_framed(group: Group) -> bool:
    """Whether lines stand in a frame of signs with one room: no table."""
    ends, inner = (group[0].text, group[-1].text), group[1:-1]
    walls = (line.text for line in inner)
    return bool(inner) and all(map(_FRAME.fullmatch, ends)) and all(map(_WALLED.fullmatch, walls))


def _unframed(source: str, group: Group) -> Made:
    block = _block(source, group, Role.BLOCK_QUOTE)
    signs = (found.span() for found in _WALLS.finditer(block.text))
    return spliced(block, [Cut(start=a, end=b, reason=QUOTE_SIGN) for a, b in signs])


def _quoted(source: str, group: Group) -> Made:
    block = _block(source, group, Role.BLOCK_QUOTE)
    signs = [found.span() for found in _QUOTED.finditer(block.text)]
    return spliced(block, [Cut(start=a, end=b, reason=QUOTE_SIGN) for a, b in signs])


_FRAME = pattern(r"[+*][-=*]{3,}[+*]")
_WALLED = pattern(r"[|*]\s[^|]*\s[|*]")
_WALLS = pattern(
    r"^[+*][-=*]{3,}[+*](?:\n|\Z)|^[|*]\s+|\s+[|*]$(?:\n(?=[+*][-=*]{3}))?", re.MULTILINE
)
_QUOTED = pattern(r"^(?:>[> ]*|\| )", re.MULTILINE)

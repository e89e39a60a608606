"""Plain text in, an Article of provisional blocks out.

Promise: every character is in a run or in a skip with a reason. Line breaks that were meant (verse,
front matter, lists) stay apart from those that only kept within the page's width.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.model import Article, Block, Role, Run, Skip
from pipeline.reading.placing import skip
from pipeline.reading.spans import HARD
from pipeline.reading.splicing import Cut, spliced
from pipeline.reading.text.letterhead import HEADER, letterhead
from pipeline.reading.text.typed_emphasis import emphasized
from pipeline.reading.text.typescript import Group, Line, Typescript, gathered

PAGE_HEAD = "a page number or running head"
LIST_SIGN = "a list's sign"
UNDERLINE = "a line under a heading"
QUOTE_SIGN = "a quotation's sign"

_RULE = re.compile(r"[^\w\s](?:\s*[^\w\s]){2,}|[⁂❧☙§•*~#]")
_UNDERLINE = re.compile(r"(=|-|~|_|\*|\^)\1{2,}")
_STARRED = re.compile(r"\A\*\*\s+(?=\S)")  # how newsletters set a heading in plain text
_ITEM = re.compile(r"(?:[-*•+‣◦·–](?=\s)|\(?(?:\d{1,3}|[a-zA-Z])[.)](?=\s))\s+")
_BULLET = re.compile(r"[-*•+‣◦·–]\s+")
_NOTE = re.compile(r"(?:\[\^?\d{1,3}\]:?|[¹²³⁴-⁹]+|[*†‡](?=\S)|[†‡])\s*\S")
_ROUND = re.compile(r"\(\d{1,3}\)\s+\S")
_NUMBERED = re.compile(r"(?:(?:\d{1,2}|[IVXL]{1,6})(?:\.\d{1,2})*[.)]?|§\s*\d+\.?)\s+(?=\w)")
_PARTED = re.compile(
    r"(?:chapter|part|section|book|act|scene|appendix)\s+(?:\d{1,3}|[ivxl]{1,6}|one|two|three|four"
    r"|five|six|seven|eight|nine|ten)\b.{0,60}",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[^\W\d_][\w .’'&-]{0,40}:(?=\s|$)")
_DASHED = re.compile(r"[—–―]\s*\w|--\s*\w")
_TITLE_WORDS = 12  # words of a heading, at most
_TITLE_WIDTH = 75
_SENTENCE = 20  # words; a longer group is prose
_VERSE = 3  # lines; two will do where they are indented
_CAPITALS = 2 / 3  # share of verse lines that begin with a capital
_STANZA = 60  # columns of a line of verse, at most
_INDENT = 2  # columns further in than the text


def parse(source: str, name: str) -> Article:
    """Read plain text; `name` is only for messages."""
    _ = name
    facts, length = letterhead(source)
    script = gathered(" " * length + source[length:])
    head = source[:length].strip()
    begin = source.index(head) if head else 0
    skipped = [skip(source, begin, begin + len(head), HEADER)] if head else []
    skipped += [skip(source, line.start, line.end, PAGE_HEAD) for line in script.furniture]
    blocks: list[Block] = []
    for block, skips in _blocks(source, script):
        told, more = emphasized(block)
        blocks.append(told)
        skipped += [*skips, *more]
    return Article(
        source=source,
        blocks=tuple(_titled(blocks)),
        metadata=facts,
        skipped=tuple(sorted(skipped, key=lambda held: held.start)),
    )


def _titled(blocks: list[Block]) -> list[Block]:
    """Blocks; the first line is the title where a heading follows before any text does."""
    at = next((i for i, b in enumerate(blocks) if b.role is Role.HEADING), len(blocks))
    before = blocks[:at]
    long = any(len(block.text.split()) >= _SENTENCE for block in before)
    if not before or long or at == len(blocks) or before[0].role is not Role.PARAGRAPH:
        return blocks
    first = before[0]
    if len(first.text.split()) > _TITLE_WORDS or first.text[-1] in ".,;:":
        return blocks
    return [replace(first, role=Role.HEADING, level=1), *blocks[1:]]


Made = tuple[Block, tuple[Skip, ...]]


def _blocks(source: str, script: Typescript) -> Iterator[Made]:
    groups = [piece for group in script.groups for piece in _underlined(group)]
    first = next((at for at, group in enumerate(groups) if _is_prose(group)), len(groups))
    last = max((at for at, group in enumerate(groups) if _is_prose(group)), default=-1)
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
    elif all(line.text.startswith(">") for line in group):
        yield _quoted(source, group)
    elif _NOTE.match(whole) or (not inside and _ROUND.match(whole)):
        sign = _NOTE if _NOTE.match(whole) else _ROUND
        yield from (_made(source, part, Role.PARAGRAPH) for part in _split(group, sign))
    elif _is_heading(group, script, follower, inside=inside, first=group[0] is script.groups[0][0]):
        yield _block(source, group, Role.HEADING, level=_level(group)), ()
    elif _ITEM.match(whole) and (len(group) > 1 or _BULLET.match(whole) or not inside):
        yield from (_item(source, part) for part in _split(group, _ITEM))
    elif _ITEM.match(whole):
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
    margin = script.margin + _INDENT
    indented = all(line.indent >= margin for line in part)
    indented = indented and not (script.led and len(part) == 1)
    centred = _is_centred(part, script)
    if (inside or not centred) and _is_verse(part, script, indented=indented):
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


def _is_prose(group: Group) -> bool:
    words = sum(len(line.text.split()) for line in group)
    return words >= _SENTENCE or (words >= _SENTENCE / 2 and group[-1].text[-1] in '.!?”"')


def _is_heading(
    group: Group, script: Typescript, follower: Group | None, *, inside: bool, first: bool
) -> bool:
    text = " ".join(line.text for line in group)
    if len(group) > 2 or len(text.split()) > _TITLE_WORDS or len(text) > _TITLE_WIDTH:  # noqa: PLR2004
        return False
    early = not inside and not first and text.isupper() and follower and _is_prose(follower)
    if not (inside or early) or follower is None or not any(c.isalpha() for c in text):
        return False
    if text[-1] in '.,;:…-–—”"' or _DASHED.match(text) or text[0] in '[(“"*_':
        return False
    if _PARTED.fullmatch(text) or (_NUMBERED.match(text) and not _ITEM.match(follower[0].text)):
        return True
    if text.isupper():
        return True
    plain = len(group) == 1 and text[0].isupper() and ":" not in text and "|" not in text
    return plain and _is_prose(follower) and not _is_far_in(group, script)


def _is_far_in(group: Group, script: Typescript) -> bool:
    return group[0].indent >= script.margin + _INDENT and not _is_centred(group, script)


def _is_centred(group: Group, script: Typescript) -> bool:
    width = script.width + script.margin
    return script.wrapped and all(
        line.indent >= script.margin + 4 and abs(line.indent + line.width - width) <= 8  # noqa: PLR2004
        for line in group
    )


def _level(group: Group) -> int:
    found = _NUMBERED.match(group[0].text)
    return 2 + (found[0].strip(" .").count(".") if found else 0)


def _is_verse(part: Group, script: Typescript, *, indented: bool) -> bool:
    if len(part) < (2 if indented else _VERSE) or any(len(line.text) > _STANZA for line in part):
        return False
    slack = 8 if indented else 0  # a quotation is set in on the right as well
    meant = sum(
        line.width + 1 + len(after.text.split(maxsplit=1)[0]) + slack <= script.width
        or not script.wrapped
        for line, after in pairwise(part)
    )
    capitals = sum(line.text.lstrip("\"'“‘«(—_*")[:1].isupper() for line in part)
    if meant < (len(part) - 1) / 2:
        return False
    ends = sum(line.text[-1] in ".!?" for line in part[:-1])
    if not indented and ends > len(part) / 2:
        return False
    ragged = indented and meant == len(part) - 1 and len(part) >= _VERSE
    return capitals >= _CAPITALS * len(part) or ragged


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
    found = _ITEM.match(block.text)
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


def _quoted(source: str, group: Group) -> Made:
    block = _block(source, group, Role.BLOCK_QUOTE)
    signs = [found.span() for found in _QUOTED.finditer(block.text)]
    return spliced(block, [Cut(start=a, end=b, reason=QUOTE_SIGN) for a, b in signs])


_QUOTED = re.compile(r"^>[> ]*", re.MULTILINE)

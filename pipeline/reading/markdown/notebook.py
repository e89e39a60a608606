"""What note-taking programs and pandoc add to Markdown in; tokens and cuts for it out.

Promise: a wiki link keeps the words that a page would show; comments, embedded files, fields, marks
of blocks and references by key are left out by name. Code is never touched.
"""

import re
from collections.abc import Iterator

from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from pipeline.model import NOTE_MARK, Block, Skip
from pipeline.patterns import pattern
from pipeline.reading.placing import Lines, skip
from pipeline.reading.spans import Spans
from pipeline.reading.splicing import Cut

COMMENT = "a comment between %% signs"
EMBED = "a file that is shown here"
PAGE = "a link to another note"
FIELD = "a field or a tag of a note-taking program"
ANCHOR = "a mark that links can point to"
CITED = "a reference by its key"
LOWERED = "a sign for raised or lowered letters"
QUERY = "a question to a note-taking program"
QUERIES = frozenset({"dataview", "dataviewjs", "query", "tasks"})

_WIKI = pattern(  # sounds in such brackets are no page's name
    r"!?\[\[(?P<page>[^\[\]|\n@\u0250-\u02ff]{1,200})(?:\|(?P<words>[^\[\]\n]{1,200}))?\]\](?!\()"
)
_INLINE_COMMENT = pattern(r"(?<![\w%])%%[^%\n](?:(?!%%)[^\n])*%%(?!\w)")
_COMMENT = pattern(
    r"^[ \t]*%%(?:(?!%%)[^\n])+%%[ \t]*$|^[ \t]*%%[ \t]*\n(?:(?!%%).*\n)*?[ \t]*%%[ \t]*$",
    re.MULTILINE,
)
_FIELD = pattern(
    r"(?:\A|(?<=\n))(?:\w[\w -]{0,30}::[^\S\n][^\n]*|(?:#[^\W\d][\w/-]*\s*)+)(?:\n|\Z)"
)
_ANCHOR = pattern(r"(?:\s|\A)\^[A-Za-z0-9][\w-]*\s*\Z")
_CITED = pattern(r"\s?\[[^\[\]\n]{0,80}?(?<![\w.])-?@[A-Za-z][\w:.-]*[^\[\]]{0,200}\](?!\()")
_LOWERED = pattern(r"(?<=\w)([~^])(\w{1,5})\1")
_RAISED = pattern(  # a note's mark as pandoc raises it, and no power of a unit
    r"(?:(?<=[^\W\d_]{2})(?<!\b[kcmdn]m)(?<!\bft)|(?<=[.,;:!?”\"’')])|(?:(?<=[\n\u2028])|\A)(?=\^[^^]{1,7}\^\s?[A-Z]))"
    r"\^(?:\d{1,3}|[*†‡§¶])(?:,\s?(?:\d{1,3}|[*†‡§¶]))*\^"
)
_ANCHORED = 60  # characters in which a block's mark stands
_PROSE = 5  # words of a quotation, at least
_MOSTLY = 0.8  # of its words are plain ones
FORMULA = "a sign round a formula"
_FORMULA = pattern(
    r"(?<![\w$\\])\$(?:[A-Za-z]|\d+(?:[.,]\d+)?\s?%?)\$(?![\w$])"
)  # no sums of money
COLUMNS = pattern(r"\s{0,12}-{3,}(?:[ \t]+-{2,})+\s*")


def hidden(source: str) -> Iterator[tuple[int, int]]:
    """Comments that fill whole lines."""
    if "%%" in source:
        yield from (found.span() for found in _COMMENT.finditer(source))


def wiki(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """An inline rule of the parser: `[[Page|words]]`, `![[file]]` and `%%comments%%`."""
    text = state.src[state.pos]
    form = {"[": _WIKI, "!": _WIKI, "%": _INLINE_COMMENT}.get(text)
    found = form.match(state.src, state.pos) if form else None
    if not found:
        return False
    if not silent:
        token = state.push("comment" if text == "%" else "embed" if text == "!" else "wiki", "", 0)
        token.content = found[0]
    state.pos = found.end()
    return True


def shown(link: str) -> tuple[int, int]:
    """Where in a wiki link the words stand that a page shows; (0, 0) for none."""
    found = _WIKI.match(link)
    if not found or found["page"].startswith("#^"):
        return (0, 0)
    return found.span("words") if found["words"] else found.span("page")


def _worded(spans: Spans, token: Token, at: int) -> None:
    begin, end = shown(token.content)
    spans.skip(at, at + begin, PAGE)
    spans.say(at + begin, at + end)
    spans.skip(at + end, at + len(token.content), PAGE)


def _dropped(spans: Spans, token: Token, at: int) -> None:
    reasons = {"wiki": PAGE, "embed": EMBED, "comment": COMMENT}
    spans.skip(at, at + len(token.content), reasons[token.type])


WORDED = {"wiki": _worded, "embed": _dropped, "comment": _dropped}
DROPPED = {**WORDED, "wiki": _dropped}  # a list item that only points to another note


def alone(content: str) -> bool:
    """Whether nothing but a link to another note stands here."""
    return bool(_WIKI.fullmatch(content.strip()))


def columns(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """A block rule of the parser: a table whose columns only a row of dashes tells."""
    if start + 1 >= end or not (_is_columns(state, start) or _is_columns(state, start + 1)):
        return False
    if silent:
        return True
    last = start
    while last < end and _line(state, last).strip():
        last += 1
    token = state.push("columns", "", 0)
    token.map = [start, last]
    state.line = last
    return True


def formula(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """A block rule of the parser: a formula between two `$$`."""
    if not _line(state, start).lstrip().startswith("$$"):
        return False
    last = start
    while last < end and not _line(state, last).rstrip().endswith("$$", 2 if last == start else 0):
        if last > start and not _line(state, last).strip():
            return False
        last += 1
    whole = "\n".join(_line(state, line) for line in range(start, min(last + 1, end))).strip()
    if last >= end or len(whole) <= len("$$$$"):
        return False
    if silent:
        return True
    token = state.push("formula", "", 0)
    token.map = [start, last + 1]
    state.line = last + 1
    return True


def formulated(spans: Spans) -> Spans:
    """A formula's own signs, without the `$$` round them."""
    begin, end = spans.content.index("$$"), spans.content.rindex("$$")
    for left, right in ((begin, begin + 2), (end, end + 2)):
        spans.skip(left, right, FORMULA)
    spans.say(begin + 2, end)
    return spans


def is_prose(content: str) -> bool:
    """Whether indented lines are a quotation, as typists set one, and no listing."""
    words = content.split()
    listing = any(sign in content for sign in "{}=<>;|\\$#@_/[]") or "()" in content
    ended = content.rstrip()[-1:] in '.!?…”"’»'
    letters = sum(word.strip("“”\"‘’'«»„(),.!?:—–-").isalpha() for word in words)
    return ended and not listing and len(words) >= _PROSE and letters >= len(words) * _MOSTLY


def code_name(lines: Lines, line: int) -> Skip:
    """The name of the language behind a fence in `line`."""
    start, text = lines.start(line), lines.texts[line]
    begin = min(at for at in (text.find("```"), text.find("~~~")) if at >= 0)
    name = text[begin:].lstrip("`~").strip()
    at = start + text.index(name, begin)
    return skip(lines.source, at, at + len(name), "the code's language")


def _is_columns(state: StateBlock, line: int) -> bool:
    return bool(COLUMNS.fullmatch(_line(state, line)))


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] : state.eMarks[line]]


def cuts(block: Block) -> Iterator[Cut]:
    """What leaves a block of text."""
    text = block.text
    for found in _FIELD.finditer(text):
        yield Cut(start=found.start(), end=found.end(), reason=FIELD)
    for found in _CITED.finditer(text):
        yield Cut(start=found.start(), end=found.end(), reason=CITED)
    for found in _FORMULA.finditer(text):
        yield Cut(start=found.start(), end=found.start() + 1, reason=FORMULA)
        yield Cut(start=found.end() - 1, end=found.end(), reason=FORMULA)
    for found in _RAISED.finditer(text):
        yield Cut(start=found.start(), end=found.end(), reason=NOTE_MARK)
    for found in _LOWERED.finditer(text):
        yield Cut(start=found.start(), end=found.start() + 1, reason=LOWERED)
        yield Cut(start=found.end() - 1, end=found.end(), reason=LOWERED)
    if anchor := _ANCHOR.search(text[-_ANCHORED:]):
        start = max(0, len(text) - _ANCHORED) + anchor.start()
        yield Cut(start=start, end=len(text), reason=ANCHOR)

"""A block and what was done to it → notes beside it, and marks over its text.

Promise: each repair has its before and after in a note (many alike share one) and over the text;
each word that is said in other words than it is written is told; and nothing of the article is
taken for markup.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TypeVar

from markupsafe import Markup, escape

from pipeline.formats.marking import Layer
from pipeline.formats.plan import Doubts, say_line
from pipeline.formats.templating import legal
from pipeline.model import Article, Block, Line, Repair, Skip, Word
from pipeline.patterns import pattern
from pipeline.values import replace, value

_Found = TypeVar("_Found", Repair, Skip)
_CONTEXT = 24  # characters kept on each side of what a repair changed
_AROUND = 400  # characters of a block in which a repair is looked for
_MANY = 4  # repairs of one kind in a block that have a note each
_LONGEST = 56  # characters of what it took out
_EDGES = pattern(r"^[\W_]+|(?:['’]s)?[\W_]+$|['’]s$")


@value
class Note:
    """A remark in the margin: its kind ("repair", "said", "doubt", "left"), and itself."""

    kind: str
    label: str
    html: Markup


class Remarks:
    """What there is to remark on an article's blocks. A doubtful word is remarked once."""

    def __init__(self, article: Article, doubts: Doubts) -> None:
        self._blocks = article.blocks
        self._doubts = {word: (word, count, why) for word, count, why in doubts}
        self._told: set[str] = set()
        self._repairs, self.elsewhere = _by_block(article.blocks, article.repairs)
        self._skipped, _ = _by_block(article.blocks, article.skipped)

    def notes(self, index: int, lines: Sequence[Line]) -> tuple[Note, ...]:
        """The notes on a block, of which `lines` are said."""
        words = [word for line in lines for word in line.words]
        return (
            *_repaired(self._repairs.get(index, ())),
            *(_left(skip) for skip in self._skipped.get(index, ()) if _matters(skip)),
            *dict.fromkeys(_said(word) for word in words if respelt(word)),
            *self._doubtful(words),
        )

    def skipped(self, index: int) -> tuple[Skip, ...]:
        """What of the source inside a block is not said."""
        return self._skipped.get(index, ())

    def layers(self, index: int) -> tuple[Layer, ...]:
        """Marks over a block's text where something was mended."""
        block = self._blocks[index]
        repairs = self._repairs.get(index, ())
        near = _places(block, [repair.at for repair in repairs]) if repairs else ()
        text = block.text
        found = (_place(text, *each) for each in zip(repairs, near, strict=True))
        return tuple(
            _mended(repair, *place) for repair, place in zip(repairs, found, strict=True) if place
        )

    def word_layer(self, word: Word, start: int, end: int) -> Layer | None:
        """The mark over a word that is said in other words, or may be said wrong."""
        told = _core(word.shown)
        if told:
            start += word.shown.find(told)
            end = start + len(told)
        if told in self._doubts:
            why = f"{self._doubts[told][2]} — said: {word.said}"
            return Layer(start=start, end=end, wrap=_Span(kind="doubt", tip=why))
        if respelt(word):
            return Layer(
                start=start, end=end, wrap=_Span(kind="other", tip=f"said: {spoken(word)}")
            )
        return None

    def _doubtful(self, words: Iterable[Word]) -> Iterator[Note]:
        for word in words:
            core = _core(word.shown)
            if core in self._doubts and core not in self._told:
                self._told.add(core)
                line = escape(legal(say_line(*self._doubts[core])))
                html = Markup("<code>[say]</code> <code>{}</code>").format(line)
                yield Note(kind="doubt", label="doubtful", html=html)


def repair_note(repair: Repair) -> Note:
    """What a repair took out and put in, with a few words on each side."""
    before, after = legal(repair.before), legal(repair.after)
    left, right = _common(before, after)
    gone, came = before[left : len(before) - right], after[left : len(after) - right]
    start, end = after[:left], after[len(after) - right :]
    parts = (
        escape(_last_words(start)),
        _tagged("del", gone),
        _tagged("ins", came),
        escape(_last_words(end[::-1])[::-1]),
    )
    return Note(kind="repair", label=legal(repair.kind), html=Markup("").join(parts))


def respelt(word: Word) -> bool:
    """Whether a word is said in other words than it is written in, signs and capitals apart."""
    return bool(word.said or word.ipa) and (
        bool(word.ipa) or _letters(word.said) != _letters(word.shown)
    )


def spoken(word: Word) -> str:
    """How a word is said, as a reader can follow it; and by a voice that takes no phonemes."""
    said = word.said.strip(" .,;:!?")
    if not word.ipa:
        return said
    nearest = f"“{said}”" if _letters(said) != _letters(word.shown) else "as written"
    return f"/{word.ipa}/ ({nearest} where a voice takes no phonemes)"


@value
class _Span:
    """Puts a span with a tip round a piece."""

    kind: str
    tip: str

    def __call__(self, piece: Markup) -> Markup:
        tip = legal(self.tip)
        return Markup('<span class="{}" title="{}">{}</span>').format(self.kind, tip, piece)


def _mended(repair: Repair, start: int, end: int) -> Layer:
    tip = f"{repair.kind}: “{_seen(repair.before)}” became “{_seen(repair.after)}”"
    return Layer(start=start, end=end, wrap=_Span(kind="mended", tip=tip))


def _said(word: Word) -> Note:
    shown = legal(_EDGES.sub("", word.shown) or word.shown)
    html = Markup("{} → <q>{}</q>").format(shown, legal(spoken(word)))
    return Note(kind="said", label="said", html=html)


def _left(skip: Skip) -> Note:
    html = Markup("<del>{}</del>").format(_short(legal(_seen(skip.text))))
    return Note(kind="left", label=legal(skip.reason), html=html)


def _matters(skip: Skip) -> bool:
    """Whether what was left out is words, and no sign or address: a link's mark shows those."""
    return any(map(str.isalnum, skip.text)) and "address" not in skip.reason


def _repaired(repairs: Sequence[Repair]) -> Iterator[Note]:
    """A note on each repair; where many are alike, on the first of them, with their number."""
    kinds: dict[str, list[Repair]] = {}
    for repair in repairs:
        kinds.setdefault(repair.kind, []).append(repair)
    for alike in kinds.values():
        if len(alike) <= _MANY:
            yield from map(repair_note, alike)
        else:
            note = repair_note(alike[0])
            more = Markup("{} – and {} more").format(note.html, len(alike) - 1)
            yield replace(note, html=more)


def _by_block(
    blocks: Sequence[Block], found: Iterable[_Found]
) -> tuple[Mapping[int, tuple[_Found, ...]], tuple[_Found, ...]]:
    """What lies inside which block, and what in none."""
    order = sorted(range(len(blocks)), key=lambda i: (blocks[i].start, blocks[i].end))
    starts = [blocks[i].start for i in order]
    inside: dict[int, list[_Found]] = {}
    rest: list[_Found] = []
    for each in found:
        at = _at(each)
        near = order[max(bisect_right(starts, at) - 1, 0)] if order else 0
        held = bool(order) and blocks[near].start <= at <= blocks[near].end
        (inside.setdefault(near, []) if held else rest).append(each)
    return {index: tuple(each) for index, each in inside.items()}, tuple(rest)


def _at(found: Repair | Skip) -> int:
    return found.at if isinstance(found, Repair) else found.start


def _place(text: str, repair: Repair, near: int) -> tuple[int, int] | None:
    """Where a repair shows in a block's text: whole words."""
    after = repair.after
    left, right = _common(repair.before, after)
    window = (max(near - _AROUND, 0), near + len(after) + _AROUND)
    found = re.compile(re.escape(after)).finditer(text, *window) if after else ()
    places = [each.start() for each in found]
    if not places:
        return None
    at = min(places, key=lambda place: abs(place - near))
    start, end = at + left, at + len(after) - right
    return _words(text, start, end, joins=not text[start:end].strip() and end > start)


def _words(text: str, start: int, end: int, *, joins: bool) -> tuple[int, int]:
    """The words that `[start, end)` touches; where a gap was closed, those on both its sides."""
    head = text[max(start - _AROUND, 0) : start]
    if not text[start:end].strip():
        head = head.rstrip()
    start -= len(text[max(start - _AROUND, 0) : start]) - len(re.sub(r"\S+\Z", "", head))
    tail = re.compile(r"\s*\w*" if joins else r"\w*").match(text, end)
    return start, tail.end() if tail else end


def _places(block: Block, ats: Iterable[int]) -> list[int]:
    """About where places of the source are in the block's text."""
    ends = list(accumulate((len(run.text) for run in block.runs), initial=0))
    known = [
        (run.start, length)
        for run, length in zip(block.runs, ends, strict=False)
        if run.start is not None
    ]
    starts = [start for start, _ in known]
    found = []
    for at in ats:
        start, length = known[max(bisect_right(starts, at) - 1, 0)] if known else (at, 0)
        found.append(length + max(at - start, 0))
    return found


def _common(before: str, after: str) -> tuple[int, int]:
    """How many characters are the same at the start, and at the end."""
    most = min(len(before), len(after))
    left = next((i for i in range(most) if before[i] != after[i]), most)
    ends = range(1, most - left + 1)
    right = next((i - 1 for i in ends if before[-i] != after[-i]), most - left)
    return left, right


def _tagged(tag: str, text: str) -> Markup:
    if not text:
        return Markup("")
    return Markup("<{0}>{1}</{0}>").format(Markup(tag), _short(_seen(text)))  # noqa: S704  ours


def _last_words(text: str) -> str:
    """The last few words of a text, an ellipsis for the others."""
    if len(text) <= _CONTEXT:
        return text
    _, blank, words = text[-_CONTEXT:].partition(" ")
    return f"…{blank}{words}" if blank else f"…{text[-_CONTEXT:]}"


def _short(text: str) -> str:
    """A long text without its middle."""
    half = _LONGEST // 2
    return text if len(text) <= _LONGEST else f"{text[:half]}…{text[-half:]}"


def _seen(text: str) -> str:
    """Text with its line breaks and odd blanks to be seen: they are often what was mended."""
    text = re.sub(r"\r\n?|\n", "⏎", text.replace("\f", "⏏").replace("\u00ad", "‧"))
    return re.sub(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]", "·", text)


def _core(shown: str) -> str:
    return _EDGES.sub("", shown)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()

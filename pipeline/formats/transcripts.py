"""A narration in, its captions and plain text out.

The promise: every shown word stands there once, in order, while it is heard. Cues are made once
and then written down, so that all forms of the transcript agree.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, groupby, zip_longest
from operator import itemgetter

from pipeline.formats.plain import one_line
from pipeline.formats.timecode import clock
from pipeline.model import FRAME, RATE, Line, Narration, Role, Take, value

VTT_TYPE = "text/vtt"
WIDTH = 65  # characters a caption line (podcast namespace)
_FULL = 2 * WIDTH  # characters a cue
_SHORTEST = RATE // 100  # samples: ten milliseconds, so that cues stay in order once rounded
_CLAUSE = tuple(",;:.!?—–)…”")  # words part well after one of these
_AWKWARD = 24  # characters: how far from even a cut may lie to end a clause
_SHORT, _DANGLING = 3, 9  # characters: "in the" at a line's end, and what avoiding it may cost
_OVERFULL = 100  # weight: rather any cut than a line that is too long


@value
class Cue:
    """What is shown from `start` to `end`, in samples: one line of text, or two."""

    start: int
    end: int
    speaker: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The text as a whole."""
        return " ".join(self.lines)


def cues(
    narration: Narration, names: Mapping[str, str], speakers: Mapping[int, str] | None = None
) -> tuple[Cue, ...]:
    """The captions of a narration: in order, none over another, inside the audio.

    `names` maps a line's voice to the name shown (a voice it lacks is shown as it is);
    `speakers` maps a block's index to a name and goes first: the turns of an interview.
    """
    made: list[Cue] = []
    length = narration.length
    for start, end, take in narration.timed():
        by_block = (speakers or {}).get(-1 if take.line.block is None else take.line.block)
        speaker = one_line(by_block or names.get(take.line.voice, take.line.voice))
        made += _take_cues(take, start, min(end, length), speaker)
    return tuple(made)


def vtt(cues: Sequence[Cue]) -> bytes:
    """WebVTT, UTF-8, with the speaker of each cue as its voice."""
    blocks = ["WEBVTT\n"]
    for cue in cues:
        text = "\n".join(map(_escaped, cue.lines))
        voice = f"<v {_escaped(cue.speaker)}>" if cue.speaker else ""
        blocks.append(f"{clock(cue.start)} --> {clock(cue.end)}\n{voice}{text}\n")
    return "\n".join(blocks).encode()


def plain_text(narration: Narration) -> str:
    """All shown words, a paragraph a block, parted by empty lines."""
    lines = (take.line for take in narration.takes)
    paragraphs = (
        " ".join(word for line in block for word in _shown(line))
        for _, block in groupby(lines, key=_paragraph)
    )
    return "\n\n".join(filter(None, paragraphs))


def _paragraph(line: Line) -> tuple[int | None, Role]:
    return line.block, line.role


def _shown(line: Line) -> list[str]:
    """The words that can be seen, without odd blanks."""
    return list(filter(None, (one_line(word.shown) for word in line.words)))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


# --- When ------------------------------------------------------------------------------------


def _take_cues(take: Take, start: int, end: int, speaker: str) -> Iterator[Cue]:
    """The cues of one take, which is heard between `start` and `end`, in samples."""
    words = _shown(take.line)
    if not words or end - start < _SHORTEST:
        return
    parts = list(_parts(words))
    if len(parts) * _SHORTEST > end - start:
        parts = [words]
    anchors = _anchors(take)
    at = 0  # characters of the line before this cue
    free = start
    for left, part in zip(range(len(parts) - 1, -1, -1), parts, strict=True):
        length = len(" ".join(part))
        latest = end - left * _SHORTEST  # so that the cues behind have room
        begin = min(max(start + _when(anchors, at), free), latest - _SHORTEST)
        free = min(max(start + _when(anchors, at + length), begin + _SHORTEST), latest)
        yield Cue(start=begin, end=free, speaker=speaker, lines=_lines(part))
        at += length + 1


def _anchors(take: Take) -> tuple[tuple[int, int], ...]:
    """(characters of the line, samples of the take) where the two are known to meet, rising.

    The ends are always known: a line starts with its take, and ends before its pause.
    """
    known: dict[int, int] = {}
    at = 0
    for word, time in zip_longest(take.line.words, take.times[: len(take.line.words)]):
        if text := one_line(word.shown):
            if time is not None:
                known |= {at: time[0], at + len(text): time[1]}
            at += len(text) + 1
    speech = max(0, take.length - FRAME - round(take.line.pause * RATE))
    ends = {0: 0, max(0, at - 1): speech}
    places = sorted((ends | known).items())
    times = accumulate((min(max(0, time), take.length) for _, time in places), max)
    return tuple((place, time) for (place, _), time in zip(places, times, strict=True))


def _when(anchors: Sequence[tuple[int, int]], at: int) -> int:
    """The sample at which `at` characters have been said, in proportion between the anchors."""
    after = bisect_right(anchors, at, key=itemgetter(0))
    place, time = anchors[after - 1]
    if after == len(anchors):
        return time
    next_place, next_time = anchors[after]
    return time + (next_time - time) * (at - place) // (next_place - place)


# --- How words are parted --------------------------------------------------------------------


def _parts(words: list[str]) -> Iterator[list[str]]:
    """The words cue by cue, none longer than two lines unless a single word is."""
    while len(words) > 1 and not _fits(words):
        length = len(" ".join(words))
        count = -(-length // _FULL)
        cut = _cut(words, aim=length // max(2, count), least=0, most=_FULL)
        yield from _parts(words[:cut])
        words = words[cut:]
    yield words


def _fits(words: list[str]) -> bool:
    return all(len(line) <= WIDTH for line in _lines(words))


def _lines(words: list[str]) -> tuple[str, ...]:
    """The words as one line, or as two of much the same length."""
    whole = " ".join(words)
    if len(whole) <= WIDTH or len(words) == 1:
        return (whole,)
    cut = _cut(words, aim=len(whole) // 2, least=len(whole) - 1 - WIDTH, most=WIDTH)
    return " ".join(words[:cut]), " ".join(words[cut:])


def _cut(words: list[str], *, aim: int, least: int, most: int) -> int:
    """How many words to put before a cut: about `aim` characters, best up to a clause's end."""
    lengths = accumulate(len(word) + 1 for word in words[:-1])

    def cost(choice: tuple[int, str]) -> int:
        length, word = choice[0] - 1, choice[1]
        over = max(0, length - most) + max(0, least - length)
        awkward = 0 if word.endswith(_CLAUSE) else _AWKWARD
        dangling = _DANGLING if awkward and len(word) <= _SHORT else 0
        return abs(length - aim) + awkward + dangling + _OVERFULL * over

    costs = list(map(cost, zip(lengths, words, strict=False)))
    return costs.index(min(costs)) + 1

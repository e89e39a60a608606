"""A narration in, its captions and plain text out.

The promise: every shown word stands there once, in order, while it is heard. Cues are made once
and then written down, so that all forms of the transcript agree.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from pipeline.formats.plain import one_line
from pipeline.formats.timecode import clock, seconds
from pipeline.formats.word_times import Anchors, anchors, shown, when
from pipeline.model import RATE, Line, Narration, Role, value

VTT_TYPE = "text/vtt"
SRT_TYPE = "application/x-subrip"
WORDS_TYPE = "application/json"
JSON_VERSION = "1.0.0"
WIDTH = 65  # characters a caption line (podcast namespace)
SRT_WIDTH = 32  # likewise
_SHORTEST = RATE // 100  # samples: ten milliseconds, so that cues stay in order once rounded
_CLAUSE = tuple(",;:.!?—–)…”")  # words part well after one of these
_AWKWARD = 24  # characters: how far from even a cut may lie to end a clause
_SHORT, _DANGLING = 3, 9  # characters: "in the" at a line's end, and what avoiding it may cost
_OVERFULL = 100  # weight: rather any cut than a line that is too long


def transcripts(
    narration: Narration, names: Mapping[str, str], speakers: Mapping[int, str]
) -> Iterator[tuple[str, str, bytes]]:
    """Every form of the transcript: its media type, its file's suffix, its bytes."""
    heard = tuple(_heard(narration, names, speakers))
    yield VTT_TYPE, "vtt", vtt(_cues(heard, WIDTH))
    yield SRT_TYPE, "srt", srt(_cues(heard, SRT_WIDTH, labels=True))
    yield WORDS_TYPE, "json", words_json(_words(heard))


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
    narration: Narration,
    names: Mapping[str, str],
    speakers: Mapping[int, str] | None = None,
    *,
    width: int = WIDTH,
    labels: bool = False,
) -> tuple[Cue, ...]:
    """The captions of a narration: in order, none over another, inside the audio.

    `names` maps a line's voice to the name shown (a voice it lacks is shown as it is);
    `speakers` maps a block's index to a name and goes first: the turns of an interview. A cue has
    two lines of `width` characters at most; with `labels`, it says who speaks where that changes.
    """
    return tuple(_cues(_heard(narration, names, speakers or {}), width, labels=labels))


def words(
    narration: Narration, names: Mapping[str, str], speakers: Mapping[int, str] | None = None
) -> tuple[Cue, ...]:
    """The same, a cue a word."""
    return tuple(_words(_heard(narration, names, speakers or {})))


@value
class _Heard:
    """A take's words that can be seen, when they are heard (in samples), and who says them."""

    words: list[str]
    known: Anchors
    start: int
    end: int
    speaker: str


def _heard(
    narration: Narration, names: Mapping[str, str], speakers: Mapping[int, str]
) -> Iterator[_Heard]:
    """What there is to see of each take; none lasts longer than the audio."""
    length = narration.length
    for start, end, take in narration.timed():
        if words := shown(take.line):
            by_block = speakers.get(-1 if take.line.block is None else take.line.block)
            yield _Heard(
                words=words,
                known=anchors(take),
                start=start,
                end=min(end, length),
                speaker=one_line(by_block or names.get(take.line.voice, take.line.voice)),
            )


def _cues(takes: Iterable[_Heard], width: int, *, labels: bool = False) -> Iterator[Cue]:
    before = ""
    for heard in takes:
        speaker = heard.speaker
        label = f"{speaker}:" if labels and speaker != before else ""
        words = [label, *heard.words] if label else heard.words
        for part, begin, until in _timed(list(_parts(words, width)), heard, label):
            yield Cue(start=begin, end=until, speaker=speaker, lines=_lines(part, width))
        before = speaker


def _words(takes: Iterable[_Heard]) -> Iterator[Cue]:
    for heard in takes:
        for part, begin, until in _timed([[word] for word in heard.words], heard):
            yield Cue(start=begin, end=until, speaker=heard.speaker, lines=(" ".join(part),))


def vtt(cues: Iterable[Cue]) -> bytes:
    """WebVTT, UTF-8, with the speaker of each cue as its voice."""
    blocks = ["WEBVTT\n"]
    for cue in cues:
        text = "\n".join(map(_escaped, cue.lines))
        voice = f"<v {_escaped(cue.speaker)}>" if cue.speaker else ""
        blocks.append(f"{clock(cue.start)} --> {clock(cue.end)}\n{voice}{text}\n")
    return "\n".join(blocks).encode()


def srt(cues: Iterable[Cue]) -> bytes:
    """SubRip, UTF-8, numbered from 1. It knows no speakers: make the cues with labels."""
    return "\n".join(
        f"{number}\n{_comma(cue.start)} --> {_comma(cue.end)}\n{_unmarked(cue)}\n"
        for number, cue in enumerate(cues, 1)
    ).encode()


def words_json(words: Iterable[Cue]) -> bytes:
    """Podcasting 2.0's JSON transcript, UTF-8: a segment a word, in seconds, with its speaker."""
    quoted = json.encoder.encode_basestring
    segments = (  # one at a time: all of them would be the largest thing of a long episode
        f'{{"speaker":{quoted(word.speaker)},"startTime":{seconds(word.start)!r},'
        f'"endTime":{seconds(word.end)!r},"body":{quoted(word.text)}}}'
        for word in words
    )
    return f'{{"version":"{JSON_VERSION}","segments":[{",".join(segments)}]}}\n'.encode()


def _unmarked(cue: Cue) -> str:
    """A cue's lines without what players take for markup: SubRip has no way to escape it."""
    return "\n".join(cue.lines).translate(str.maketrans("<>{}", "‹›()"))


def _comma(samples: int) -> str:
    return clock(samples).replace(".", ",")


def plain_text(narration: Narration) -> str:
    """All shown words, a paragraph a block, parted by empty lines."""
    lines = (take.line for take in narration.takes)
    paragraphs = (
        " ".join(word for line in block for word in shown(line))
        for _, block in groupby(lines, key=_paragraph)
    )
    return "\n\n".join(filter(None, paragraphs))


def _paragraph(line: Line) -> tuple[int | None, Role]:
    return line.block, line.role


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


# --- When ------------------------------------------------------------------------------------


def _timed(
    parts: list[list[str]], heard: _Heard, label: str = ""
) -> Iterator[tuple[list[str], int, int]]:
    """The parts of a take's words, each with when it is heard; all at once where time is short.

    A `label` before the words has no time.
    """
    start, end, known = heard.start, heard.end, heard.known
    if not any(parts) or end - start < _SHORTEST:
        return
    if len(parts) * _SHORTEST > end - start:
        parts = [[word for part in parts for word in part]]
    at = -len(label) - 1 if label else 0  # characters of the line before this part
    free = start
    for left, part in zip(range(len(parts) - 1, -1, -1), parts, strict=True):
        length = len(" ".join(part))
        latest = end - left * _SHORTEST  # so that the parts behind have room
        begin = min(max(start + when(known, max(0, at)), free), latest - _SHORTEST)
        free = min(max(start + when(known, max(0, at + length)), begin + _SHORTEST), latest)
        yield part, begin, free
        at += length + 1


# --- How words are parted --------------------------------------------------------------------


def _parts(words: list[str], width: int) -> Iterator[list[str]]:
    """The words cue by cue, none longer than two lines unless a single word is."""
    while len(words) > 1 and not _fits(words, width):
        length = len(" ".join(words))
        count = -(-length // (2 * width))
        cut = _cut(words, aim=length // max(2, count), least=0, most=2 * width)
        yield from _parts(words[:cut], width)
        words = words[cut:]
    yield words


def _fits(words: list[str], width: int) -> bool:
    length = sum(map(len, words)) + len(words) - 1
    return length <= 2 * width + 1 and all(len(line) <= width for line in _lines(words, width))


def _lines(words: list[str], width: int) -> tuple[str, ...]:
    """The words as one line, or as two of much the same length."""
    whole = " ".join(words)
    if len(whole) <= width or len(words) == 1:
        return (whole,)
    cut = _cut(words, aim=len(whole) // 2, least=len(whole) - 1 - width, most=width)
    return " ".join(words[:cut]), " ".join(words[cut:])


def _cut(words: list[str], *, aim: int, least: int, most: int) -> int:
    """How many words to put before a cut: about `aim` characters, best up to a clause's end."""
    cut, least_cost, length = 1, sys.maxsize, -1
    for count, word in enumerate(words[:-1], 1):
        length += len(word) + 1
        away = abs(length - aim)
        if away >= least_cost:
            if length > aim:
                break  # it only gets worse
            continue
        over = max(0, length - most) + max(0, least - length)
        awkward = 0 if word.endswith(_CLAUSE) else _AWKWARD
        dangling = _DANGLING if awkward and len(word) <= _SHORT else 0
        cost = away + awkward + dangling + _OVERFULL * over
        if cost < least_cost:
            cut, least_cost = count, cost
    return cut

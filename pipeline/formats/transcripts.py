"""A narration in, its captions and plain text out.

The promise: every shown word stands there once, in order, while it is heard. Cues are made once
and then written down, so that all forms of the transcript agree.
"""

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from operator import le, sub
from typing import NamedTuple

import msgspec

from pipeline.formats.parting import Part, parts, text_of
from pipeline.formats.plain import one_line
from pipeline.formats.timecode import all_seconds, clock
from pipeline.formats.word_times import shown, spans
from pipeline.model import RATE, Line, Narration, Role
from pipeline.values import replace, value

VTT_TYPE = "text/vtt"
SRT_TYPE = "application/x-subrip"
WORDS_TYPE = "application/json"
JSON_VERSION = "1.0.0"
WIDTH = 65  # characters a caption line (podcast namespace)
SRT_WIDTH = 32  # likewise
_MARKUP = str.maketrans("<>{}", "‹›()")
_SHORTEST = RATE // 100  # samples: ten milliseconds, so that cues stay in order once rounded


@value
class Heard:
    """A take's words that can be seen, and who says them; all times in samples.

    When each word begins and ends counts from the take's start.
    """

    words: Sequence[str]
    begins: Sequence[int]
    ends: Sequence[int]
    start: int
    end: int
    speaker: str


def heard(
    narration: Narration, names: Mapping[str, str], speakers: Mapping[int, str]
) -> tuple[Heard, ...]:
    """What there is to see of each take; none lasts longer than the audio.

    `names` maps a line's voice to the name shown (a voice it lacks is shown as it is);
    `speakers` maps a block's index to a name and goes first: the turns of an interview.
    """
    return tuple(_heard(narration, names, speakers))


def deflated(takes: Sequence[Heard]) -> tuple[tuple[str, str, bytes], ...]:
    """Every form of the transcript: its media type, its file's suffix, its bytes, deflated.

    So they are a fifth of their size or less: for ten hours 2 MB to send and to keep.
    """
    return tuple(
        (kind, suffix, zlib.compress(data, 1)) for kind, suffix, data in transcripts(takes)
    )


def transcripts(takes: Sequence[Heard]) -> Iterator[tuple[str, str, bytes]]:
    """Every form of the transcript: its media type, its file's suffix, its bytes."""
    yield VTT_TYPE, "vtt", vtt(cues(takes))
    yield SRT_TYPE, "srt", srt(cues(takes, SRT_WIDTH, labels=True))
    yield WORDS_TYPE, "json", words_json(takes)


class Cue(NamedTuple):
    """What is shown from `start` to `end`, in samples: one line of text, or two."""

    start: int
    end: int
    speaker: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The text as a whole."""
        return " ".join(self.lines)


def _heard(
    narration: Narration, names: Mapping[str, str], speakers: Mapping[int, str]
) -> Iterator[Heard]:
    length = narration.length
    for start, end, take in narration.timed():
        if words := shown(take.line):
            by_block = speakers.get(-1 if take.line.block is None else take.line.block)
            begins, ends = spans(take, words)
            yield Heard(
                words=words,
                begins=begins,
                ends=ends,
                start=start,
                end=min(end, length),
                speaker=one_line(by_block or names.get(take.line.voice, take.line.voice)),
            )


def cues(takes: Iterable[Heard], width: int = WIDTH, *, labels: bool = False) -> Iterator[Cue]:
    """The captions: in order, none over another, inside the audio.

    A cue has two lines of `width` characters at most; with `labels`, it says who speaks where that
    changes.
    """
    before = ""
    for take in takes:
        seen = _labelled(take) if labels and take.speaker != before else take
        words = seen.words
        for (first, second, end), begin, until in _timed(parts(text_of(words), width), seen):
            lines = filter(None, (words[first:second], words[second:end]))
            yield Cue(
                start=begin, end=until, speaker=take.speaker, lines=tuple(map(" ".join, lines))
            )
        before = take.speaker


def _labelled(take: Heard) -> Heard:
    """The same with its speaker before the words, which takes no time."""
    words, at = [f"{take.speaker}:", *take.words], take.begins[0]
    return replace(take, words=words, begins=[at, *take.begins], ends=[at, *take.ends])


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


def words_json(takes: Iterable[Heard]) -> bytes:
    """Podcasting 2.0's JSON transcript, UTF-8: a segment a word, in seconds, with its speaker."""
    segments = chain.from_iterable((b",", each) for each in map(_segments, takes) if each)
    next(segments, None)  # none before the first
    head = b'{"version":"%b","segments":[' % JSON_VERSION.encode()
    return b"".join((head, *segments, b"]}\n"))


class _Segment(msgspec.Struct, rename="camel"):
    """What Podcasting 2.0 has of a word."""

    speaker: str
    start_time: float
    end_time: float
    body: str


def _segments(take: Heard) -> bytes:
    """A take's: what stands between the brackets of their list."""
    words, begins, untils, length = take.words, take.begins, take.ends, take.end - take.start
    if length < _SHORTEST:
        return b""
    if len(words) * _SHORTEST > length:
        words, begins, untils = [" ".join(words)], begins[:1], untils[-1:]
    times = map(all_seconds, _in_turn(begins, untils, take))
    segments = [
        _Segment(take.speaker, begin, until, word)
        for word, begin, until in zip(words, *times, strict=True)
    ]
    return msgspec.json.encode(segments)[1:-1]


def _unmarked(cue: Cue) -> str:
    """A cue's lines without what players take for markup: SubRip has no way to escape it."""
    return "\n".join(cue.lines).translate(_MARKUP)


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


def _timed(parts: Iterable[Part], take: Heard) -> Iterator[tuple[Part, int, int]]:
    """The parts of a take, each with when it is heard; all at once where time is short."""
    start, end, parts = take.start, take.end, list(parts)
    if end - start < _SHORTEST:
        return
    if len(parts) * _SHORTEST > end - start:
        parts = [(0, parts[-1][2] // 2, parts[-1][2])]
    begins = [take.begins[part[0]] for part in parts]
    untils = [take.ends[part[2] - 1] for part in parts]
    yield from zip(parts, *_in_turn(begins, untils, take), strict=True)


def _in_turn(
    begins: Sequence[int], untils: Sequence[int], take: Heard
) -> tuple[Sequence[int], Sequence[int]]:
    """When each of some parts begins and ends: in order, inside the take, none too short to see."""
    start, end = take.start, take.end
    begins, untils = [start + at for at in begins], [start + at for at in untils]
    in_order = begins[0] >= start and untils[-1] <= end and all(map(le, untils, begins[1:]))
    if in_order and min(map(sub, untils, begins)) >= _SHORTEST:  # as nearly always
        return begins, untils
    free, latest = start, end - (len(begins) - 1) * _SHORTEST  # so that the parts behind have room
    for at, (begin, until) in enumerate(zip(begins, untils, strict=True)):
        begins[at] = min(max(begin, free), latest - _SHORTEST)
        untils[at] = min(max(until, begins[at] + _SHORTEST), latest)
        free, latest = untils[at], latest + _SHORTEST
    return begins, untils

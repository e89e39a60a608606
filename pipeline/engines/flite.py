"""The voices of flite, where this machine has them: English in, speech and word times out.

The promise: the same bytes every time, and nothing dropped that has a name: flite reads ASCII, so
an accent is left off, and a letter of another script is said by its name.
"""

import hashlib
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from pipeline.engines.decoding import Sound, heard
from pipeline.engines.flite_library import VOICES, Piece, Utterance, installed, utter
from pipeline.errors import EngineError
from pipeline.model import Speech, Voice, Word
from pipeline.patterns import pattern

VERSION = "1"  # of this wrapper: raise it when the same words give other samples

_MOST = 2_000  # characters of a line
_EDGE = 0.010  # seconds of silence kept at both ends
_PROBE = "The quick brown fox."  # said to tell one build of the library from another
_SAME = str.maketrans({
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "′": "'",
    "–": ", ", "—": ", ", "−": "-", "‐": "-", "‑": "-", "…": "...", "ł": "l", "Ł": "L", "ø": "o",
    "Ø": "O", "đ": "d", "Đ": "D", "ð": "th", "Ð": "Th", "þ": "th", "Þ": "Th", "ß": "ss",
    "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ı": "i",
})  # fmt: skip
_NUMBER = pattern(r"-[0-9A-F]{4,5}$")  # the end of an ideograph's name
_NAMED = (" LETTER ", " DIGIT ", " ")  # what stands before the part of a letter's name that is said


class Flite:
    """flite's own voices. Raises EngineError where the library is not installed."""

    name = "flite"
    repeatable = True
    online = False

    def __init__(self) -> None:
        if not installed():
            raise EngineError(
                "Engine flite needs its library: on Debian or Ubuntu, type apt install libflite1."
            )

    @property
    def fingerprint(self) -> str:
        """The wrapper; `voice_fingerprint` adds how the voice sounds in the build that is here."""
        return f"flite wrapper {VERSION}"

    def voice_fingerprint(self, name: str) -> str:
        """What the sound of one voice depends on. Raises EngineError when there is none."""
        _check(name)
        return f"{self.fingerprint} {_digest(name)}"

    def voices(self) -> Sequence[str]:
        """A man's and a woman's, a Scot's, and a plainer and faster one."""
        return VOICES

    def speak(self, words: Sequence[Word], voice: Voice) -> Speech:
        """Say the words. Raises EngineError: no such voice, a pitch, a line far too long."""
        _check(voice.name)
        if voice.pitch:
            raise EngineError(
                f"Engine flite can't move a voice's pitch ({voice} has {voice.pitch:g}): take "
                "another voice; espeak can."
            )
        pieces = [(piece, at) for at, word in enumerate(words) for piece in _ascii(word.said)]
        text = " ".join(piece for piece, _ in pieces)
        if len(text) > _MOST:
            raise EngineError(
                f'Engine flite got a sentence of {len(text)} characters ("{text[:40]}…"): break it '
                f"into sentences of less than {_MOST}."
            )
        if not any(map(str.isalnum, text)):
            return Speech(pcm=b"", rate=16_000)
        said = utter(text, voice.name, voice.speed)
        return _cut(said, _owners(pieces, said.pieces), len(words))


def _check(name: str) -> None:
    if name not in VOICES:
        raise EngineError(f'Engine flite has no voice "{name}": it has {", ".join(VOICES)}.')


@lru_cache(maxsize=len(VOICES))
def _digest(name: str) -> str:
    return hashlib.sha256(utter(_PROBE, name, 1.0).pcm).hexdigest()[:12]


def _ascii(said: str) -> list[str]:
    """The pieces between blanks of what flite can read for some words."""
    plain = unicodedata.normalize("NFKD", said.translate(_SAME))
    return "".join(_sign(each) for each in plain).split()


def _sign(character: str) -> str:
    """A character, or its name between blanks, or a blank for what has no sound."""
    if character.isascii():
        return character if character.isprintable() else " "
    if not character.isalnum():
        return "" if unicodedata.combining(character) else " "
    name = _NUMBER.sub("", unicodedata.name(character, ""))
    part = next((mark for mark in _NAMED if mark in name), "")
    return f" {name.rpartition(part)[2].lower()} " if part else " "


def _owners(given: Sequence[tuple[str, int]], pieces: Sequence[Piece]) -> Sequence[int] | None:
    """The word that each piece belongs to; None where flite parts the text in another way."""
    sounding = [word for piece, word in given if any(map(str.isalnum, piece))]
    told = [piece for piece in pieces if any(map(str.isalnum, piece.text))]
    return sounding if len(sounding) == len(told) == len(pieces) else None


def _cut(said: Utterance, owners: Sequence[int] | None, count: int) -> Speech:
    """Speech without the silence round it, and one time a word."""
    start, end = heard(Sound(said.pcm, said.rate), _EDGE)
    pcm = said.pcm[2 * start : 2 * end]
    if owners is None:
        return Speech(pcm=pcm, rate=said.rate)
    times: list[tuple[int, int] | None] = [None] * count
    for word, (first, last) in zip(owners, _spans(said, start, end), strict=True):
        before = times[word]
        times[word] = (before[0] if before else first, last)
    return Speech(pcm=pcm, rate=said.rate, times=tuple(times))


def _spans(said: Utterance, start: int, end: int) -> Iterator[tuple[int, int]]:
    """When each piece sounds, in samples of `[start, end)`, in order."""
    at = 0
    for piece in said.pieces:
        edges = (round(edge * said.rate) - start for edge in (piece.start, piece.end))
        first, last = (min(max(edge, at), end - start) for edge in edges)
        at = max(first, last)
        yield first, at

"""The default engine: espeak-ng from a wheel, in this process; no network, no system package.

Words and a voice in, 16-bit speech and word times out. The promise: the same bytes every time, and
words are only ever words: nothing in them is taken for markup, a command or phonemes.
"""

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import accumulate, groupby
from typing import NamedTuple

from pipeline.engines.espeak_library import PHONEME, WORD, Event, library_version, utter
from pipeline.engines.espeak_phonemes import mnemonics
from pipeline.engines.espeak_voices import (
    OWN,
    follows,
    language,
    language_files,
    own_voices,
    voice_text,
)
from pipeline.errors import EngineError
from pipeline.model import Speech, Voice, Word

VERSION = "3"  # of this wrapper: raise it when the same words give other samples

_MOST = 10_000  # characters of a line; espeak-ng says a million in one breath, for 15 hours
_SILENT = 3  # of 32768: what the engine's own silence stays under
_PAUSES = {",": 0.2, ";": 0.3, ":": 0.3, ".": 0.35, "?": 0.35, "!": 0.35}  # seconds, about its own
_BREATH = 0.04  # seconds between words of two languages
_KEEP = 0.010  # seconds of silence kept at both ends, so that no sound is cut

# Control characters (U+0001 starts espeak's commands) are blanks; brackets could enclose phonemes.
_PLAIN = dict.fromkeys((*range(32), *range(127, 160)), " ") | {91: "(", 93: ")"}

Span = tuple[int, int]


class Token(NamedTuple):
    """Characters without a blank in the text that is spoken, and the word they belong to."""

    start: int
    text: str
    word: int

    @property
    def weight(self) -> int:
        """About how long it takes to say; 0 when it has no sound."""
        return sum(character.isalnum() for character in self.text)


@cache
def _fingerprint() -> str:
    voices = "".join(own_voices().values())
    digest = hashlib.sha256(voices.encode()).hexdigest()[:12]
    return f"espeak {library_version()} wrapper {VERSION} voices {digest}"


class Espeak:
    """espeak-ng 1.52; four voices of ours ("narrator") and all of its own, with variants."""

    name = "espeak"
    repeatable = True
    online = False

    @property
    def fingerprint(self) -> str:
        """Library, wrapper and our voice files."""
        return _fingerprint()

    def voices(self) -> Sequence[str]:
        """Ours, then espeak-ng's languages; any may be followed by "+" and a variant."""
        return (*OWN, *language_files())

    def speak(self, words: Sequence[Word], voice: Voice) -> Speech:
        """Say the words, each in its language; a voice named by a language stays in that one.

        Raises EngineError for an unknown voice or a line far too long.
        """
        parts = [
            (list(group), tongue)
            for tongue, group in groupby(words, key=lambda word: follows(voice.name, word.language))
        ]
        pieces = [_said(part, tongue, voice) for part, tongue in parts] or [_said([], "", voice)]
        return _joined(pieces, [part[-1].said[-1:] for part, _ in parts[:-1]])


def _said(words: Sequence[Word], tongue: str, voice: Voice) -> Speech:
    """Words of one language in one breath."""
    tokens = _tokens(words, tongue or language(voice.name))
    text = " ".join(token.text for token in tokens)
    if len(text) > _MOST:
        raise EngineError(
            f'Engine espeak got a sentence of {len(text)} characters ("{text[:40]}…"): break '
            f"it into sentences of less than {_MOST}."
        )
    uttered = utter(text, voice_text(voice.name, voice.pitch, tongue), voice.speed)
    pcm, cut = _trim(uttered.pcm, uttered.rate)
    spans = _share(tokens, _heard(tokens, uttered.events, len(uttered.pcm) // 2))
    times = _by_word(tokens, spans, len(words), cut, len(pcm) // 2)
    return Speech(pcm=pcm, rate=uttered.rate, times=times)


def _joined(pieces: Sequence[Speech], signs: Sequence[str]) -> Speech:
    """Pieces one behind another, with a pause by the sign that the one before ends in."""
    if len(pieces) == 1:
        return pieces[0]
    rate, pcm, times = pieces[0].rate, bytearray(), list[Span | None]()
    for piece, sign in zip(pieces, (*signs, ""), strict=True):
        at = len(pcm) // 2
        times += [span and (span[0] + at, span[1] + at) for span in piece.times or ()]
        pcm += piece.pcm
        if piece is not pieces[-1]:
            pcm += bytes(2 * round(_PAUSES.get(sign, _BREATH) * rate))
    return Speech(pcm=bytes(pcm), rate=rate, times=tuple(times))


def _tokens(words: Sequence[Word], tongue: str) -> list[Token]:
    tokens, at = [], 0
    for index, word in enumerate(words):
        said = word.said.translate(_PLAIN)
        for text in _transcribed(word.ipa, said, tongue).split() or said.split():
            tokens.append(Token(at, text, index))
            at += len(text) + 1
    return tokens


def _transcribed(ipa: str, said: str, tongue: str) -> str:
    """The word as espeak's phonemes between the punctuation that shapes the voice; or nothing."""
    inside = mnemonics(ipa, tongue)
    core = re.search(r"\w.*\w|\w", said)
    if not inside or not core:
        return ""
    return f"{said[: core.start()].strip()}[[{inside}]]{said[core.end() :].strip()}"


def _heard(tokens: Sequence[Token], events: Iterable[Event], length: int) -> dict[int, Span]:
    """When the tokens sound that the library reports, in samples.

    A word starts with its first phoneme (its own event comes up to 57 ms early) and ends with the
    next word's or a pause. The library reports numbers in several pieces, of which all but the
    first have made-up positions inside the same token.
    """
    starts = [token.start for token in tokens]
    spans: dict[int, Span] = {}
    coming = current = -1

    def close(end: int) -> None:
        if current >= 0:
            spans[current] = (spans[current][0], max(end, spans[current][0]))

    for event in events:
        if event.kind == WORD:
            coming = max(bisect_right(starts, event.position) - 1, coming, current)
        elif event.kind == PHONEME and not event.sounds:
            close(event.sample)
            current, coming = -1, max(coming, current)
        elif coming != current:
            close(event.sample)
            current = coming
            spans.setdefault(current, (event.sample, event.sample))
    close(length)
    return spans


def _share(tokens: Sequence[Token], heard: dict[int, Span]) -> dict[int, Span]:
    """Times for small words too, which espeak-ng says in one breath with the word before.

    "in the" has one event: both get their part of it by length.
    """
    shared: dict[int, Span] = {}
    owners = sorted(heard)
    for owner, group in groupby(
        (index for index, token in enumerate(tokens) if token.weight),
        key=lambda index: owners[max(bisect_right(owners, index) - 1, 0)] if owners else -1,
    ):
        if owner < 0:
            break
        members = list(group)
        start, end = heard[owner]
        weights = list(accumulate((tokens[index].weight for index in members), initial=0))
        edges = [start + (end - start) * weight // weights[-1] for weight in weights]
        for index, left, right in zip(members, edges, edges[1:], strict=False):
            shared[index] = (left, right)
    return shared


def _by_word(
    tokens: Sequence[Token], spans: dict[int, Span], count: int, cut: int, length: int
) -> tuple[Span | None, ...]:
    """One time a word, in order and inside the trimmed speech."""
    times: list[Span | None] = [None] * count
    at = 0
    for index, token in enumerate(tokens):
        if index not in spans:
            continue
        start, end = (min(max(sample - cut, at), length) for sample in spans[index])
        before = times[token.word]
        times[token.word] = (before[0] if before else start, end)
        at = end
    return tuple(times)


def _trim(pcm: bytes, rate: int) -> tuple[bytes, int]:
    """Cut the engine's own silence off both ends; also how many samples went at the start."""
    import numpy as np  # noqa: PLC0415 - 60 ms, not for a run that has nothing to say

    sounding = np.flatnonzero(np.abs(np.frombuffer(pcm, "<i2").astype(np.int32)) > _SILENT)
    if not len(sounding):
        return b"", 0
    keep = round(_KEEP * rate)
    start, end = max(0, int(sounding[0]) - keep), int(sounding[-1]) + 1 + keep
    return pcm[2 * start : 2 * end], start

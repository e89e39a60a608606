"""English speech and its words → when each sounds, by pocketsphinx. The promise: as if alone.

One pass over one line, on a copy with a little noise (exact silence makes it fail). Words that its
dictionary lacks are added from their IPA. Nothing of one line is left for the next.
"""

from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt
import soxr

from pipeline.aligning.sounds import phones
from pipeline.model import Speech, Word
from pipeline.patterns import pattern
from pipeline.versions import version

if TYPE_CHECKING:
    from pocketsphinx import Decoder

VERSION = "1"  # of this room: raise it when the same speech gives other times

_RATE = 16_000  # Hz, of the model
_FRAME = 160  # samples, 10 ms
_CENTRE = 205  # samples: a frame's window is 25.6 ms long, and it stands for the middle of that
_EDGE = 1_600  # samples, 100 ms of noise on both sides, so that no word begins at once
_NOISES = (20.0, 40.0, 10.0)  # of 32768; the next for speech that it gets lost in with one
_QUIET = 0.02  # of the loudest frame's level, -34 dB
_STRETCH, _DRAWL = 2.2, 10  # times a word's usual length, and frames more: the longest it may be
_SPARE = 0.20  # seconds of sound that may be no word's; of 283 good lines none has over 0.15
_TOKEN = pattern(r"[^\W_]+(?:'[^\W_]+)*")

Span = tuple[int, int]


Samples = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]


class Token(NamedTuple):
    """A word of the recogniser's dictionary, and the word of the line that it is a part of."""

    name: str
    word: int


class Heard(NamedTuple):
    """The tokens, each with its first frame and end and its phones; and which frames sound."""

    tokens: list[Token]
    frames: list[Span]
    phones: list[int]
    loud: Flags


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """What the times depend on besides words and speech."""
    if find_spec("pocketsphinx") is not None:
        with suppress(ImportError):  # a folder that has the name, and no package
            return f"pocketsphinx {version('pocketsphinx')} {VERSION}"
    return f"estimated {VERSION}"


def installed() -> bool:
    """Whether speech can be recognised here."""
    return fingerprint().startswith("pocketsphinx")


def knows(words: Sequence[Word]) -> bool:
    """Whether these words can be recognised here: it must be installed, and knows only English."""
    languages = {word.language.partition("-")[0].lower() for word in words if word.said}
    return installed() and languages <= {"", "en"}


def aligned(words: Sequence[Word], speech: Speech) -> tuple[Span | None, ...] | None:
    """(start, end) in samples for every word with a sound; None when they are not all found."""
    heard = _heard(tuple(words), speech)
    return heard and _times(heard, len(words), speech)


def doubt(words: Sequence[Word], speech: Speech) -> str:
    """Why the speech may be other words, or these in another order; empty when it is not so.

    Of espeak's lines with three to five words left out, 98 in 100 can't be aligned at all; what is
    said twice stands where no word is expected, or stretches one far beyond its length.
    """
    heard = _heard(tuple(words), speech)
    if heard is None:
        return "other words, or not all of them,"
    spare = _spare(heard) * _FRAME / _RATE
    return f"{spare:.1f} seconds of sound that is none of the words" if spare > _SPARE else ""


@lru_cache(maxsize=1)  # the times and the doubt are asked for one after the other
def _heard(words: tuple[Word, ...], speech: Speech) -> Heard | None:
    """Where the recogniser finds the words; None when it does not come to the last one."""
    samples = np.frombuffer(speech.pcm, "<i2").astype(np.float32)
    samples = np.pad(soxr.resample(samples, speech.rate, _RATE, "HQ"), _EDGE)
    for noise in _NOISES:
        decoder = _decoder()
        tokens = _tokens(words, decoder)
        found = _found(decoder, tokens, _noisy(samples, noise)) if tokens else None
        if found is not None:
            phones = [len(decoder.lookup_word(token.name).split()) for token in tokens]
            return Heard(tokens, found, phones, _loud(samples))
    return None


def _loud(samples: Samples) -> Flags:
    """Of every frame, whether it sounds."""
    whole = samples[: len(samples) // _FRAME * _FRAME].reshape(-1, _FRAME)
    levels = np.sqrt((whole**2).mean(axis=1))
    return np.asarray(levels > _QUIET * levels.max(initial=0.0))


def _spare(heard: Heard) -> int:
    """Frames that sound and are no word's: the most between two words, and the most inside one."""
    from statistics import median  # noqa: PLC0415 - 4 ms, for who verifies

    sizes = [int(heard.loud[start:end].sum()) for start, end in heard.frames]
    usual = median(
        (end - start) / count
        for (start, end), count in zip(heard.frames, heard.phones, strict=True)
    )
    inside = max(
        size - _STRETCH * usual * count - _DRAWL
        for size, count in zip(sizes, heard.phones, strict=True)
    )
    edges = [0, *(edge for span in heard.frames for edge in span), len(heard.loud)]
    between = max(
        int(heard.loud[end:start].sum()) for end, start in zip(edges[::2], edges[1::2], strict=True)
    )
    return round(between + max(inside, 0))


@lru_cache(maxsize=1)
def _decoder() -> "Decoder":
    """The recogniser of this process, without a model of sentences."""
    from pocketsphinx import Decoder, get_model_path  # noqa: PLC0415 - 40 MB

    return Decoder(
        hmm=get_model_path("en-us/en-us"),
        dict=get_model_path("en-us/cmudict-en-us.dict"),
        lm=None,
        cmn="batch",  # the mean of this line alone: else it remembers the lines before
        loglevel="FATAL",
    )


def _tokens(words: Sequence[Word], decoder: "Decoder") -> list[Token]:
    """The words as the dictionary has them, which gets those that it lacks."""
    tokens = []
    for index, word in enumerate(words):
        said = word.said.replace("’", "'").casefold()
        for text in _TOKEN.findall(said):
            name = f"{text}|{word.ipa}" if word.ipa and text == _core(said) else text
            if decoder.lookup_word(name) is None:
                sounds = phones(text, word.ipa if name != text else "")
                if not sounds:
                    continue
                decoder.add_word(name, sounds, update=True)
            tokens.append(Token(name, index))
    return tokens


def _core(said: str) -> str:
    found = _TOKEN.findall(said)
    return found[0] if len(found) == 1 else ""


def _noisy(samples: Samples, level: float) -> bytes:
    """The recogniser's copy, 16-bit, with noise that is the same each time."""
    noise = np.random.default_rng(0).normal(0, level, len(samples))
    return np.asarray(np.clip(np.rint(samples + noise), -32768, 32767), "<i2").tobytes()


def _found(decoder: "Decoder", tokens: Sequence[Token], pcm: bytes) -> list[Span] | None:
    """First frame and end of each token; None when the recogniser did not come to the end."""
    try:
        decoder.reinit_feat()  # else it goes on with what it learnt of the last line's noise
        decoder.set_align_text(" ".join(token.name for token in tokens))
        decoder.start_utt()
        decoder.process_raw(pcm, no_search=False, full_utt=True)
        decoder.end_utt()
        found = [each for each in decoder.seg() or () if each.word[0] not in "<["]
    except (RuntimeError, IndexError):
        _decoder.cache_clear()  # one that failed goes on failing
        return None
    if [each.word.partition("(")[0] for each in found] != [token.name for token in tokens]:
        return None
    return [(each.start_frame, each.end_frame + 1) for each in found]


def _times(heard: Heard, count: int, speech: Speech) -> tuple[Span | None, ...]:
    """The words' times in the speech's own samples: from its first token to its last."""
    length, scale = len(speech.pcm) // 2, speech.rate / _RATE
    times: list[Span | None] = [None] * count
    at = 0
    for token, span in zip(heard.tokens, heard.frames, strict=True):
        start, end = (
            min(max(round((frame * _FRAME + _CENTRE - _EDGE) * scale), at), length)
            for frame in span
        )
        before = times[token.word]
        times[token.word] = (before[0] if before else start, end)
        at = end
    return tuple(times)

"""Words and a sound → both in one take, laid with pydub. The promise: the words stay on top.

A short cue stands before or behind the words. A theme lies under them: it opens alone, goes down
before the first word, comes up once more behind the last and fades; a closing comes in under the
words and ends after them. Pieces are whole hundredths of a second, 441 samples each, since pydub
counts in milliseconds.
"""

import warnings
from typing import TYPE_CHECKING

import numpy as np

from pipeline.model import RATE
from pipeline.sound.samples import Pcm

if TYPE_CHECKING:
    from pydub import AudioSegment

TRACK = -20.0  # LUFS of the loudest 400 ms of a track as it is kept
BESIDE = {  # LU: where that stands, beside the speech
    "theme": -3.0,
    "closing": -3.0,
    "mark": -9.0,
    "quote": -12.0,
    "quote_end": -14.0,
}

_TICK = RATE // 100  # samples, 10 ms
RING = 4 * RATE // 10  # samples, 0.4 s: of a cue that rings on under words, or in a pause
_GAP = 250  # ms between the last word and the cue behind it

_ALONE = 4_500  # ms of a theme before the first word …
_OPENS = 0.4  # … or this part of a short one
_DUCK, _DOWN = -14.0, 700  # dB under words, and the ms that it takes: 17 LU below the speech
_UP, _RISE = 8.0, 500  # dB that a theme comes back behind the words, and in how many ms
_OUT, _FADE = 3_600, 2_800  # ms of it behind the words, and in how many of them it fades
_ENTERS = 1_500  # ms in which a closing comes in
_ENDS = 7_500  # ms of a closing behind the last word …
_LAST = 0.6  # … or this part of a short one


def lay_before(words: Pcm, cue: Pcm) -> tuple[Pcm, int]:
    """Words behind a cue, which rings out under them; and the sample at which they start."""
    bell = _ticks(cue)
    lead = len(bell) - min(RING, len(bell) // 3 // _TICK * _TICK)
    room = np.concatenate((_silence(lead, words), words))
    return _mixed(room, _segment(bell)), lead


def lay_behind(words: Pcm, cue: Pcm) -> Pcm:
    """Words, and a cue a moment after them."""
    gap = _silence(_GAP * RATE // 1000, words)
    start = np.concatenate((words, gap))
    bell = np.concatenate((_silence(len(start), cue), cue))
    return _mixed(start, _segment(bell))


def lay_theme(words: Pcm, theme: Pcm) -> tuple[Pcm, int]:
    """Words over a theme, and the sample at which they start."""
    music = _segment(_ticks(theme))
    lead = min(_ALONE, int(len(music) * _OPENS) // 10 * 10)
    over = lead + len(words) * 1000 // RATE
    whole = music[: over + _OUT]
    bed = whole.fade(to_gain=_DUCK, start=max(0, lead - _DOWN), end=lead)
    if over < len(bed):
        bed = bed.fade(to_gain=_UP, start=over, end=min(over + _RISE, len(bed)))
    if len(whole) < len(music):
        bed = bed.fade_out(_FADE)
    room = np.concatenate((_silence(lead * RATE // 1000, words), words))
    return _mixed(room, bed), lead * RATE // 1000


def lay_closing(words: Pcm, closing: Pcm) -> Pcm:
    """Words, with music that comes in under them and ends behind them."""
    music = _segment(_ticks(closing))
    over = len(words) * 1000 // RATE
    last = min(_ENDS, int(len(music) * _LAST))
    start = max(0, over - (len(music) - last))  # where in the words it comes in
    music = music[-(over - start + last) :]
    enters = min(_ENTERS, over - start)
    bed = music.fade(to_gain=-_DUCK, start=over - start, end=over - start + _DOWN)
    bed = (bed + _DUCK).fade_in(enters)
    silence = _segment(_silence(start * RATE // 1000 // _TICK * _TICK, closing))
    return _mixed(words, silence + bed)


def _mixed(words: Pcm, music: "AudioSegment") -> Pcm:
    """Both at once, as long as the longer one."""
    length = max(len(words), int(music.frame_count()))
    room = np.concatenate((words, _silence(-(-length // _TICK) * _TICK - len(words), words)))
    laid = _segment(room).overlay(music)
    mixed = np.frombuffer(laid.raw_data, "<i2").reshape(room.shape)
    return mixed[:length]


def _silence(length: int, like: Pcm) -> Pcm:
    return np.zeros((length, *like.shape[1:]), np.int16)


def _ticks(samples: Pcm) -> Pcm:
    return np.concatenate((samples, _silence(-len(samples) % _TICK, samples)))


def _segment(samples: Pcm) -> "AudioSegment":
    channels = samples.shape[1] if samples.ndim > 1 else 1
    return _pydub()(samples.tobytes(), sample_width=2, frame_rate=RATE, channels=channels)


def _pydub() -> type["AudioSegment"]:
    """Pydub's segment, imported late (30 ms that most takes do not need) and without a word.

    It warns of a missing ffmpeg, of which it is asked nothing here, and of its own old syntax.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pydub import AudioSegment  # noqa: PLC0415
    segment: type[AudioSegment] = AudioSegment
    return segment

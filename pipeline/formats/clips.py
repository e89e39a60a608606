"""A pull-quote and its sound → a short film, as MP4 bytes. Promise: each word shows as it is heard.

The quote's card, its words lit one after the other, and the sound's own wave filling at the foot:
1080 pixels square, H.264 and AAC, as social media take it.
"""

from collections.abc import Sequence
from fractions import Fraction
from io import BytesIO
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import ImageDraw

from pipeline.formats.cards import MARGIN, SIDE, Sheet, sheet
from pipeline.formats.palettes import mixed
from pipeline.model import RATE, Show

TYPE = "video/mp4"
_FRAMES = 25  # a second
_QUALITY = {"crf": "20", "preset": "fast"}  # of x264: no fault that an eye finds
_FOOT = 400  # pixels: the show's name, beside the wave
_BARS, _PITCH = 60, 8  # pixels from bar to bar
_LEFT = SIDE - MARGIN - _BARS * _PITCH
_MIDDLE, _REACH = 988, 34  # of the wave
_AT_ONCE = 1024  # samples that an AAC frame takes


def clip(show: Show, words: Sequence[tuple[str, float]], speaker: str, pcm: bytes) -> bytes:
    """The film; empty when the typeface lacks a glyph.

    `words` have the second at which each is heard, `pcm` is 16-bit mono at model.RATE.
    """
    laid = sheet(show, " ".join(word for word, _ in words), speaker, _FOOT)
    if laid is None:
        return b""
    samples = np.frombuffer(pcm, "<i2")
    lit = [(heard, place) for (_, heard), place in zip(words, laid.places, strict=False)]
    laid.write(laid.places, mixed(laid.colours.ground, laid.colours.ink, 0.3))
    file = BytesIO()
    _film(file, laid, lit, samples)
    return file.getvalue()


def _film(
    file: BytesIO,
    laid: Sheet,
    lit: list[tuple[float, tuple[str, float, float]]],
    samples: npt.NDArray[np.int16],
) -> None:
    import av  # noqa: PLC0415 - 70 ms that only films need

    frames: Any = av.VideoFrame
    with av.open(file, "w", format="mp4") as film:
        picture: Any = film.add_stream("libx264", rate=_FRAMES, options=_QUALITY)
        picture.width = picture.height = SIDE
        picture.pix_fmt = "yuv420p"
        picture.time_base = Fraction(1, _FRAMES)
        sound: Any = film.add_stream("aac", rate=RATE, layout="mono")
        sound.bit_rate = 128_000
        levels = _levels(samples)
        for number in range(-(-len(samples) * _FRAMES // RATE)):
            now = (number + 1) / _FRAMES  # what is heard while this frame is seen
            while lit and lit[0][0] < now:
                laid.write([lit.pop(0)[1]], laid.colours.ink)
            _wave(laid, levels, now * RATE / max(1, len(samples)))
            frame = frames.from_image(laid.image)
            frame.pts = number
            film.mux(picture.encode(frame))
        film.mux(picture.encode(None))
        for at in range(0, len(samples), _AT_ONCE):
            piece = np.ascontiguousarray(samples[None, at : at + _AT_ONCE])
            heard = av.AudioFrame.from_ndarray(piece, format="s16p", layout="mono")
            heard.sample_rate, heard.pts = RATE, at
            film.mux(sound.encode(heard))
        film.mux(sound.encode(None))


def _levels(samples: npt.NDArray[np.int16]) -> list[float]:
    """How loud each bar's part is, of the loudest."""
    parts = np.array_split(samples.astype(np.float64), _BARS)
    powers = [float(np.sqrt((part**2).mean())) if len(part) else 0.0 for part in parts]
    return [power / (max(powers) or 1.0) for power in powers]


def _wave(laid: Sheet, levels: Sequence[float], done: float) -> None:
    """The wave, what has been heard of it in the accent."""
    draw = ImageDraw.Draw(laid.image)
    rest = mixed(laid.colours.ground, laid.colours.ink, 0.3)
    for at, level in enumerate(levels):
        tall = max(2.0, _REACH * level)
        left = _LEFT + at * _PITCH
        tone = laid.colours.accent if at < done * len(levels) else rest
        draw.rectangle((left, _MIDDLE - tall, left + 4, _MIDDLE + tall), fill=tone)

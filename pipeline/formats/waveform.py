"""A narration → a picture of its sound, as PNG bytes. Promise: the whole of it, at one glance.

The sound as loud as it is, coloured by voice, under its chapters; and how loud it is over time,
beside what the show wants.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from io import BytesIO
from math import inf

from PIL import Image, ImageDraw

from pipeline import metering
from pipeline.formats.chapters import marks
from pipeline.formats.page_words import clock, language_of, word
from pipeline.formats.palettes import Colour, colours_of, contrast, css, legible, mixed
from pipeline.formats.timecode import seconds
from pipeline.formats.typesetting import SANS, clean, font, missing
from pipeline.model import Narration, Show

SIZE = (2400, 860)  # pixels; the page shows it at half of them
_LEFT, _RIGHT = 90, 2370
_PAPER: Colour = (0xFD, 0xFC, 0xF9)
_TYPE: Colour = (0x6B, 0x66, 0x5E)
_LINE: Colour = (0xDF, 0xDA, 0xD0)
_WAVE = (150, 470)  # where the sound is drawn, from top to bottom
_CURVE = (540, 780)  # where loudness is drawn
_LOUDEST, _SOFTEST = -8.0, -40.0  # LUFS, at the top and the bottom of the curve
_STEP = 3  # pixels from bar to bar


def waveform(narration: Narration, show: Show) -> bytes:
    """The picture, 2400 by 860 pixels, on paper."""
    image = Image.new("RGB", SIZE, _PAPER)
    draw = ImageDraw.Draw(image)
    points = (_RIGHT - _LEFT) // _STEP
    levels = metering.over_time((take.meter.energies for take in narration.takes), points)
    _chapters(draw, narration)
    _bars(draw, narration, [loud for loud, _ in levels], _tones(narration, show))
    _legend(draw, narration, show)
    _curve(draw, narration, show, [level for _, level in levels])
    data = BytesIO()
    image.quantize(64).save(data, "PNG", optimize=True)
    return data.getvalue()


def voice_colours(narration: Narration, show: Show) -> dict[str, str]:
    """The colour of each voice, as a style sheet writes it, in the order they come."""
    colours = colours_of(show)
    lively = legible(colours, _PAPER)
    plain = max((colours.ink, colours.ground), key=lambda each: contrast(each, _PAPER))
    tones = (
        mixed(plain, _PAPER, 0.35),
        lively,
        mixed(lively, _PAPER, 0.45),
        mixed(plain, _PAPER, 0.65),
    )
    voices = dict.fromkeys(take.line.voice for take in narration.takes)
    return {voice: css(tones[at % len(tones)]) for at, voice in enumerate(voices)}


def _legend(draw: ImageDraw.ImageDraw, narration: Narration, show: Show) -> None:
    """The voices by their colours, between the sound and the curve."""
    language = language_of(narration.script.language, show.language)
    drawn, across, down = font(SANS, 24), float(_LEFT), (_WAVE[1] + _CURVE[0]) / 2
    for voice, colour in voice_colours(narration, show).items():
        name = clean(word(language, voice.replace("_", " ")))
        draw.rectangle((across, down - 9, across + 18, down + 9), fill=colour)
        if not missing(name, SANS):
            draw.text((across + 28, down), name, font=drawn, fill=_TYPE, anchor="lm")
            across += drawn.getlength(name)
        across += 64


def _tones(narration: Narration, show: Show) -> list[str]:
    """The colour of each take."""
    tones = voice_colours(narration, show)
    return [tones[take.line.voice] for take in narration.takes]


def _across(share: float) -> float:
    return _LEFT + share * (_RIGHT - _LEFT)


def _chapters(draw: ImageDraw.ImageDraw, narration: Narration) -> None:
    """A rule and a title for each chapter; titles that would meet go down a row, or stay out."""
    drawn, ends = font(SANS, 26), [0.0, 0.0, 0.0]
    for mark in marks(narration):
        left = _across(mark.start / max(1, narration.length))
        draw.line((left, 20, left, _CURVE[1]), fill=_LINE, width=2)
        title = clean(mark.title)
        if missing(title, SANS):
            title = clock(seconds(mark.start))
        row = next((row for row, end in enumerate(ends) if end < left), None)
        if row is not None:
            wide = drawn.getlength(title)
            draw.text(
                (min(left + 10, SIZE[0] - wide), 22 + row * 36), title, font=drawn, fill=_TYPE
            )
            ends[row] = left + 30 + wide


def _bars(
    draw: ImageDraw.ImageDraw, narration: Narration, levels: Sequence[float], tones: Sequence[str]
) -> None:
    middle, reach = sum(_WAVE) / 2, (_WAVE[1] - _WAVE[0]) / 2
    starts = narration.starts
    for at, level in enumerate(levels):
        tall = reach * min(1.0, 10 ** ((level - _LOUDEST) / 20)) if level > -inf else 0.0
        take = bisect_right(starts, starts[-1] * at / len(levels)) - 1
        left = _LEFT + at * _STEP
        box = (left, middle - max(1, tall), left + _STEP - 2, middle + max(1, tall))
        draw.rectangle(box, fill=tones[min(take, len(tones) - 1)])


def _curve(
    draw: ImageDraw.ImageDraw, narration: Narration, show: Show, levels: Sequence[float]
) -> None:
    small = font(SANS, 24)
    for level in (-10, -20, -30, -40):
        high = _high(level)
        draw.line((_LEFT, high, _RIGHT, high), fill=_LINE, width=1)
        draw.text((_LEFT - 14, high), str(level), font=small, fill=_TYPE, anchor="rm")
    wanted = _high(show.sound.measured)
    lively = legible(colours_of(show), _PAPER)
    for left in range(_LEFT, _RIGHT, 24):
        draw.line((left, wanted, left + 12, wanted), fill=lively, width=3)
    line = [(_LEFT + at * _STEP, _high(level)) for at, level in enumerate(levels)]
    draw.line(line, fill=(0x23, 0x21, 0x1E), width=4, joint="curve")
    for share, text, anchor in _times(narration):
        place = (_across(share), _CURVE[1] + 18)
        draw.text(place, text, font=small, fill=_TYPE, anchor=f"{anchor}t")


def _times(narration: Narration) -> Iterator[tuple[float, str, str]]:
    """A few moments along the way: which share of it, what a clock shows, and how it is set."""
    whole = seconds(narration.length)
    for part in range(9):
        anchor = {0: "l", 8: "r"}.get(part, "m")
        yield part / 8, clock(whole * part / 8), anchor


def _high(level: float) -> float:
    share = (_LOUDEST - max(_SOFTEST, min(_LOUDEST, level))) / (_LOUDEST - _SOFTEST)
    return _CURVE[0] + share * (_CURVE[1] - _CURVE[0])

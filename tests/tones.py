"""Narrations made of tones instead of speech, for tests of what becomes of a narration."""

import functools
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st

from pipeline import encoding, metering
from pipeline.formats import mp3
from pipeline.model import (
    FRAME,
    RATE,
    Chapter,
    Line,
    Meter,
    Narration,
    Role,
    Script,
    Take,
    Word,
)
from pipeline.store import Store, recipe_key

Times: TypeAlias = Sequence[tuple[int, int] | None]

JPEG = b"\xff\xd8\xff\xe0" + bytes(60) + b"\xff\xd9"


@functools.cache
def tone(frames: int, hertz: float, level: float = 0.15) -> npt.NDArray[np.int16]:
    """Whole frames of a sine at model.RATE, 16-bit, faded so that nothing clicks."""
    moments = np.arange(frames * FRAME) / RATE
    ramp = np.minimum(1, np.minimum(moments, moments[::-1]) * 200)
    wave = np.sin(2 * np.pi * hertz * moments) * ramp * level * 32767
    return np.asarray(wave, np.int16)


def line(text: str, **facts: object) -> Line:
    words = tuple(Word(shown=word, said=word) for word in text.split())
    return Line(words=words, **{"role": Role.PARAGRAPH, "pause": 0.1, **facts})  # type: ignore[arg-type]


def silent(take: Line, length: int = 40 * FRAME, times: Times = ()) -> Take:
    """A take that has no sound in any store."""
    unknown = (None,) * len(take.words)
    meter = Meter(energies=b"", peak=0.0)
    return Take(
        line=take,
        key="",
        length=length,
        times=tuple(times) or unknown,
        meter=meter,
        size=0,
        checksum=0,
    )


def sung(store: Store, take: Line, frames: int, hertz: float = 440, level: float = 0.15) -> Take:
    """A take whose sound is a tone, kept in the store as narrating keeps speech."""
    samples = tone(frames, hertz, level)
    key = recipe_key(frames=frames, hertz=hertz, level=level)
    sound = encoding.encode_mp3(samples)
    store.put("frames", key, sound)
    played = samples.astype(np.float32) / 32768
    padded = np.pad(played, (0, FRAME)).astype(np.float32)
    meter = metering.meter(padded, encoding.scale(96))
    times = (None,) * len(take.words)
    return Take(
        line=take,
        key=key,
        length=(frames + 1) * FRAME,
        times=times,
        meter=meter,
        size=len(sound),
        checksum=mp3.crc16(sound),
    )


def narrated(*chapters: tuple[str, Sequence[Take]], url: str = "") -> Narration:
    """A narration of these takes, in chapters of these titles; the first has the link."""
    script = Script(
        chapters=tuple(
            Chapter(title=title, lines=tuple(take.line for take in takes), url="" if at else url)
            for at, (title, takes) in enumerate(chapters)
        )
    )
    return Narration(script=script, takes=tuple(take for _, takes in chapters for take in takes))


# --- For property tests ----------------------------------------------------------------------

_TEXT = st.text(min_size=1, max_size=12)
_SENTENCES = st.lists(_TEXT | st.sampled_from(["a,", "&", "<i>", "-->", "word."]), max_size=40)


@st.composite
def takes(draw: st.DrawFn) -> Take:
    words = tuple(Word(shown=text, said=text) for text in draw(_SENTENCES))
    length = draw(st.integers(2, 400)) * FRAME
    span = st.tuples(st.integers(-FRAME, length * 2), st.integers(-FRAME, length * 2))
    times = draw(st.lists(st.none() | span, min_size=len(words), max_size=len(words)))
    spoken = Line(
        words=words,
        role=draw(st.sampled_from([Role.PARAGRAPH, Role.PULL_QUOTE])),
        voice=draw(st.sampled_from(["narrator", "pull_quote"])),
        pause=draw(st.floats(0, 3)),
        block=draw(st.none() | st.integers(0, 3)),
    )
    return silent(spoken, length, times)


@st.composite
def narrations(draw: st.DrawFn) -> Narration:
    titles = st.text(max_size=20)
    return narrated(
        *draw(st.lists(st.tuples(titles, st.lists(takes(), max_size=3)), max_size=3)),
        url=draw(st.sampled_from(["", "https://example.org/a"])),
    )

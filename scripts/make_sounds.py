"""Our sounds, out of nothing but sines and a little noise → FLAC files in pipeline/sound/tracks/.

The same bytes on one machine; elsewhere a sample may differ by one, so what it makes is kept in
git. A felt piano and a soft pad, all in D: the theme asks, the closing answers; the mark between
chapters is the theme's first step, a pull-quote opens with a rising fifth and ends with it falling.

    scripts/make-sounds [FOLDER]
"""

import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeAlias

import av
import numpy as np
import numpy.typing as npt

Wave: TypeAlias = npt.NDArray[np.float64]
Note: TypeAlias = tuple[float, str, float]  # seconds, name, strength

RATE = 44_100
FOLDER = Path(__file__).parents[1] / "pipeline" / "sound" / "tracks"
PEAK = 0.25  # -12 dBFS; the renderer sets each at its level
STEPS = {"C": -9, "C#": -8, "D": -7, "E": -5, "F#": -3, "G": -2, "A": 0, "B": 2}  # from A

# Chords of the pad: when, how long, its notes
OPENING = (
    (0.0, 5.6, ("D3", "A3", "E4", "F#4")),
    (5.0, 5.6, ("B2", "F#3", "D4", "A4")),
    (10.0, 5.6, ("G2", "D3", "B3", "F#4")),
    (15.0, 7.0, ("A2", "E3", "A3", "D4")),
)
ENDING = (
    (0.0, 4.2, ("G2", "D3", "B3", "F#4")),
    (3.6, 4.2, ("A2", "E3", "A3", "C#4")),
    (7.2, 6.8, ("D2", "A2", "D3", "F#3", "A3")),
)

THEME: tuple[Note, ...] = (
    (0.05, "D3", 0.7),
    (0.10, "A4", 0.8),
    (0.72, "D5", 0.9),
    (1.34, "E5", 0.8),
    (1.96, "F#5", 1.0),
    (3.20, "E5", 0.6),
    (3.82, "D5", 0.6),
    (5.05, "B2", 0.8),
    (5.10, "F#4", 0.8),
    (6.34, "A4", 0.7),
    (7.58, "D5", 0.7),
    (10.05, "G2", 0.8),
    (10.10, "B4", 0.8),
    (11.34, "D5", 0.7),
    (12.58, "F#5", 0.7),
    (15.05, "A2", 0.8),
    (15.10, "E5", 0.7),
    (16.34, "D5", 0.7),
    (17.58, "A4", 0.6),
)
CLOSING: tuple[Note, ...] = (
    (0.05, "B4", 0.5),
    (1.25, "A4", 0.5),
    (2.45, "D5", 0.5),
    (3.65, "E5", 0.6),
    (4.85, "C#5", 0.6),
    (6.05, "A4", 0.7),
    (7.25, "D2", 0.7),
    (7.28, "D3", 0.8),
    (7.32, "A3", 0.6),
    (7.36, "F#4", 0.7),
    (7.40, "D5", 0.9),
    (8.60, "A5", 0.35),
    (9.80, "D6", 0.25),
)
MARK: tuple[Note, ...] = ((0.0, "D3", 0.5), (0.0, "A4", 0.8), (0.42, "D5", 1.0))
QUOTE: tuple[Note, ...] = ((0.0, "D4", 0.8), (0.2, "A4", 1.0))
QUOTE_END: tuple[Note, ...] = ((0.0, "A4", 0.8), (0.2, "D4", 1.0))


def theme() -> Wave:
    """Opens with four rising steps, then gives way to the words."""
    return faded(hall(piano(THEME, 22.0) + 0.9 * pad(OPENING, 22.0)), 5.0)


def closing() -> Wave:
    """Comes in under the words and ends on the chord that the theme began with."""
    return faded(hall(piano(CLOSING, 14.0) + 0.8 * pad(ENDING, 14.0)), 3.0)


def mark() -> Wave:
    """The theme's first step."""
    return faded(hall(piano(MARK, 2.4)), 1.2)


def quote() -> Wave:
    """A fifth that rises."""
    return faded(piano(QUOTE, 1.25), 0.6)


def quote_end() -> Wave:
    """The same fifth, falling."""
    return faded(piano(QUOTE_END, 1.1), 0.6)


SOUNDS: Mapping[str, Callable[[], Wave]] = {
    "theme": theme,
    "closing": closing,
    "mark": mark,
    "quote": quote,
    "quote_end": quote_end,
}


# --- Instruments -----------------------------------------------------------------------------


def piano(notes: Iterable[Note], seconds: float) -> Wave:
    """A piano with felt before its strings: few overtones, and a slow decay."""
    played = np.zeros(round(seconds * RATE))
    for start, name, strength in notes:
        after = moments(seconds - start)
        tone = np.zeros(len(after))
        pitch = hertz(name)
        for order in range(1, 9):
            stretched = pitch * order * np.sqrt(1 + 0.0004 * order * order)  # stiff strings
            if stretched > 7_000:  # felt  # noqa: PLR2004
                break
            level = strength * np.exp(-0.75 * (order - 1)) * (1 if order % 2 else 0.6)
            decay = 1.9 * (220 / pitch) ** 0.4 / order**0.8
            tone += level * np.exp(-after / decay) * np.sin(2 * np.pi * stretched * after)
        tone *= np.sin(np.minimum(after / 0.012, 1) * np.pi / 2) ** 2  # 12 ms: no click
        played[-len(tone) :] += tone
    return played


def pad(chords: Iterable[tuple[float, float, tuple[str, ...]]], seconds: float) -> Wave:
    """Strings far away: two voices a note, a little apart, in slow swells."""
    played = np.zeros(round(seconds * RATE))
    for start, length, names in chords:
        time = moments(length)
        swell = np.sin(np.clip(time / 1.4, 0, 1) * np.pi / 2) ** 2
        swell *= np.sin(np.clip((length - time) / 1.8, 0, 1) * np.pi / 2) ** 2
        chord = np.zeros(len(time))
        for place, name in enumerate(names):
            for cents in (-4, 3):
                pitch = hertz(name) * 2 ** (cents / 1200)
                chord += np.sin(2 * np.pi * pitch * time + place)
                chord += 0.25 * np.sin(4 * np.pi * pitch * time + 2 * place)
        at = round(start * RATE)
        part = (chord * swell / (2 * len(names)))[: len(played) - at]
        played[at : at + len(part)] += part
    return played


def hall(dry: Wave) -> Wave:
    """A hall of a second and a half, well behind."""
    random = np.random.Generator(np.random.PCG64(5))
    time = moments(1.5)
    noise = np.cumsum(random.standard_normal(len(time) + 40))
    room = (noise[40:] - noise[:-40]) * np.exp(-time * 4.6)  # dull: a mean of 40 samples
    room *= np.clip(time / 0.02, 0, 1)
    size = 1 << (len(dry) + len(room)).bit_length()
    wet = np.fft.irfft(np.fft.rfft(dry, size) * np.fft.rfft(room, size), size)[: len(dry)]
    return np.asarray(dry + wet * (0.22 * rms(dry) / rms(wet)))


# --- Small change ----------------------------------------------------------------------------


def hertz(name: str) -> float:
    """The pitch of "F#4": equal temperament, A4 at 440 Hz."""
    return float(440 * 2 ** (STEPS[name[:-1]] / 12 + int(name[-1]) - 4))


def moments(seconds: float) -> Wave:
    """The time of each sample, in seconds."""
    return np.arange(round(seconds * RATE)) / RATE


def rms(wave: Wave) -> float:
    """Root mean square."""
    return float(np.sqrt(np.mean(np.square(wave))))


def faded(wave: Wave, seconds: float) -> Wave:
    """A wave that ends in silence, at `PEAK`."""
    left = (len(wave) - 1 - np.arange(len(wave))) / (seconds * RATE)
    soft = wave * np.sin(np.clip(left, 0, 1) * np.pi / 2) ** 2
    return np.asarray(soft * PEAK / np.abs(soft).max())


def write(wave: Wave, path: Path) -> None:
    """As FLAC, 16 bits, one channel."""
    samples = np.rint(wave * 32767).astype(np.int16)
    with av.open(str(path), "w", format="flac") as file:
        stream = file.add_stream("flac", rate=RATE, layout="mono", format="s16")
        stream.options = {"compression_level": "12"}
        frame = av.AudioFrame.from_ndarray(samples[None, :], "s16", "mono")
        frame.sample_rate = RATE
        for packet in (*stream.encode(frame), *stream.encode(None)):
            file.mux(packet)


def main() -> None:
    """Make them all."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    for name, make in SOUNDS.items():
        write(make(), folder / f"{name}.flac")


if __name__ == "__main__":
    main()

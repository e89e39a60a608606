"""How loud a voice is → the gain that brings it to the show's level. The promise: once a voice.

Loudness is a property of a voice, not of an episode: it is measured on a passage of ours and kept,
so a change in one line never moves the level of another, and a series sits at one level.
"""

from math import isfinite, log10

from pipeline import encoding, metering, sound
from pipeline.errors import EngineError
from pipeline.model import Sound, Voice, Word
from pipeline.narrating.taking import speak, speech_key
from pipeline.store import Store, recipe_key

PASSAGE = (
    "The workers came down to the harbour before the sun was up, because the ships would not wait.",
    "Who had sent for them, and what did they hope to find there?",
    "Nobody could say, but everyone remembered the long road home, the cold, and the songs.",
)
_PAUSE = 0.35  # seconds after each sentence: the gate hears them in an episode, too


def gain(voice: Voice, wanted: Sound, store: Store) -> float:
    """The linear gain for a voice, rounded to 0.01 dB so that it is the same on every machine.

    Raises EngineError when the voice can't speak.
    """
    decibels = wanted.loudness - level(voice, store) - 20 * log10(encoding.SCALE)
    return float(10 ** (round(decibels, 2) / 20))


def level(voice: Voice, store: Store) -> float:
    """The loudness of a voice as its engine gives it, in LUFS; measured once and kept."""
    lines = [tuple(Word(shown=word, said=word) for word in line.split()) for line in PASSAGE]
    keys = [speech_key(line, voice) for line in lines]
    key = recipe_key(passage=keys, meter=metering.VERSION)
    if (kept := store.get("level", key)) is not None:
        return float(kept)
    energies = []
    for line, line_key in zip(lines, keys, strict=True):
        speech, _ = speak(line, voice, line_key, store)
        samples, _ = sound.shape(sound.resample(speech.pcm, speech.rate), 1.0, _PAUSE)
        energies.append(metering.meter(sound.floats(samples, 0)).energies)
    measured = metering.loudness(energies)
    if not isfinite(measured):
        raise EngineError(f"The voice {voice} is silent: choose another with --voice.")
    store.put("level", key, f"{measured:.3f}".encode())
    return measured

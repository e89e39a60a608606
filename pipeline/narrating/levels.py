"""How a voice sounds → the chain that brings it to the show's level. The promise: once a voice.

Loudness is a property of a voice, not of an episode: it is measured on a passage of ours and kept,
so a change in one line never moves the level of another, and a series sits at one level.
"""

from collections.abc import Sequence
from math import isfinite, log10

import numpy as np

from pipeline import encoding, metering, sound
from pipeline.errors import EngineError
from pipeline.model import FRAME, Chain, Mix, Sound, Voice
from pipeline.narrating.measured import figure, is_known
from pipeline.narrating.passage import passage_keys, spoken_passage
from pipeline.store import Store, recipe_key

_PAUSE = 0.45  # seconds after each sentence: the gate hears them in an episode, too
_ROUNDS = (
    4  # the limiter takes a little of what the gain gives; each round halves the rest at least
)
_NEAR = 0.02  # dB


def chain(voice: Voice, wanted: Sound, store: Store) -> Chain:
    """What a voice needs, its gain with limiter and encoder counted in; measured once and kept.

    The gain is rounded to 0.01 dB, so that it is the same on every machine. Raises EngineError when
    the voice can't speak.
    """

    def measure() -> str:
        spoken = spoken_passage(voice, store)
        passage = [sound.resample(each.pcm, each.rate) for each in spoken]
        return _measured(passage, voice, wanted.loudness - 20 * log10(_scale(wanted)))

    decibels, hiss = map(float, figure(_key(voice, wanted), store, measure).split())
    return Chain(gain=_linear(decibels), hiss=hiss)


def has_level(voice: Voice, wanted: Sound, store: Store) -> bool:
    """Whether `chain` need not measure. Raises EngineError, PlaceError."""
    return is_known(_key(voice, wanted), store)


def _key(voice: Voice, wanted: Sound) -> str:
    version = [sound.VERSION, metering.VERSION, _scale(wanted)]
    return recipe_key(passage=passage_keys(voice), loudness=wanted.loudness, chain=version)


def _scale(wanted: Sound) -> float:
    return encoding.scale(encoding.bitrate(wanted))


def _measured(passage: Sequence[sound.Samples], voice: Voice, wanted: float) -> str:
    """The gain in dB to so many LUFS before the encoder, and the level of s-sounds, as kept."""
    hiss = sound.sharpness(sound.without_rumble(np.concatenate(passage)))
    decibels = 0.0
    for _ in range(_ROUNDS):
        missing = wanted - _loudness(passage, Chain(gain=_linear(decibels), hiss=hiss))
        decibels += missing
        if abs(missing) < _NEAR:
            break
    if not isfinite(decibels):
        raise EngineError(f"The voice {voice} is silent: choose another with --voice.")
    return f"{decibels:.2f} {hiss:.4f}"


def _loudness(passage: Sequence[sound.Samples], voiced: Chain) -> float:
    """How loud the passage will be through this chain, before the encoder, in LUFS."""
    mix = Mix(chain=voiced, pause=_PAUSE)
    takes = (sound.shape(speech, mix)[0] for speech in passage)
    energies = (metering.energies(sound.floats(take, FRAME)).tobytes() for take in takes)
    return metering.loudness(energies)


def _linear(decibels: float) -> float:
    return float(10 ** (decibels / 20))

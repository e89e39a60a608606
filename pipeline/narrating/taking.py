"""One line → one take in the store. The promise: a pure function of plain values, safe anywhere.

A take is kept twice: as "frames", the MP3 frames and nothing else, and as "take", what is known
about them (length, word times, meter). Its speech is kept beside, lossless, so that another pause,
gain or format never calls an engine again.
"""

import json

from pipeline import encoding, metering, sound
from pipeline.model import FRAME, RATE, Line, Meter, Mix, Speech, Voice, Word, value
from pipeline.narrating.speaking import speak, speech_key
from pipeline.narrating.tracks import read_track
from pipeline.store import Store, recipe_key

Span = tuple[int, int]


@value
class Job:
    """All that a take depends on. `key` names its frames, `speech` what the engine says."""

    key: str
    speech: str
    words: tuple[Word, ...]
    voice: Voice
    mix: Mix
    store: Store


@value
class Made:
    """A take without its line. Times in samples from its start; `spoken`: an engine had to."""

    key: str
    length: int
    times: tuple[Span | None, ...]
    meter: Meter
    spoken: bool = False


def prepare(line: Line, voice: Voice, mix: Mix, store: Store) -> Job:
    """The job of a line. Nothing in its keys tells place, file name or time of day."""
    speech = speech_key(line.words, voice)
    key = recipe_key(
        speech=speech,
        mix=_recipe(mix),
        sound=sound.VERSION,
        meter=metering.VERSION,
        codec=encoding.codec(),
    )
    return Job(key=key, speech=speech, words=line.words, voice=voice, mix=mix, store=store)


def _recipe(mix: Mix) -> list[object]:
    """All of a mix; written out, since `asdict` is slow and this is done for every line."""
    alone = not mix.tracks  # then the level of music does not matter
    return [
        [mix.chain.gain, mix.chain.hiss],
        [mix.pause, mix.breaths, mix.stereo, mix.stereo and mix.apart],
        None if alone else [mix.cue, mix.after, mix.tracks, mix.loudness],
    ]


def make_take(job: Job) -> Made:
    """Take it from the store, or level, encode and keep it, after speaking it if need be.

    Raises EngineError when the line can't be spoken, SoundError, PlaceError.
    """
    if (found := load(job.store, job.key)) is not None:
        return found
    speech, spoken = speak(job.words, job.voice, job.speech, job.store)
    raw = sound.resample(speech.pcm, speech.rate)
    tracks = {name: read_track(job.store, key) for name, key in job.mix.tracks.items()}
    samples, times = sound.shape(raw, job.mix, _times(speech, len(job.words), len(raw)), tracks)
    frames = encoding.encode_mp3(samples)
    made = Made(
        key=job.key,
        length=len(samples) + FRAME,
        times=times,
        meter=metering.meter(sound.floats(samples, FRAME), encoding.SCALE),
        spoken=spoken,
    )
    job.store.put("frames", job.key, frames)
    job.store.put("take", job.key, _pack(made))
    return made


def load(store: Store, key: str) -> Made | None:
    """A take that the store holds whole, or None."""
    packed = store.get("take", key)
    if packed is None or store.get("frames", key) is None:
        return None
    head, _, energies = packed.partition(b"\n")
    facts = json.loads(head)
    return Made(
        key=key,
        length=facts["length"],
        times=tuple(tuple(span) if span else None for span in facts["times"]),
        meter=Meter(energies=energies, peak=facts["peak"]),
    )


def _times(speech: Speech, count: int, length: int) -> tuple[Span | None, ...]:
    """The engine's times at model.RATE."""
    if speech.times is None:
        return (None,) * count
    scale = RATE / speech.rate
    return tuple(
        span and (min(int(span[0] * scale), length), min(int(span[1] * scale), length))
        for span in speech.times
    )


def _pack(made: Made) -> bytes:
    facts = {"length": made.length, "peak": made.meter.peak, "times": made.times}
    return json.dumps(facts, separators=(",", ":")).encode() + b"\n" + made.meter.energies

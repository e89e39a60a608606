"""One line → one take in the store. The promise: a pure function of plain values, safe anywhere.

A take is kept twice: as "frames", the MP3 frames and nothing else, and as "take", what is known
about them (length, word times, meter). Its speech is kept beside, lossless, so that another pause,
gain or format never calls an engine again.
"""

from collections.abc import Mapping
from functools import partial

import msgspec

from pipeline import aligning, encoding, metering, sound
from pipeline.errors import EngineError
from pipeline.formats import mp3
from pipeline.model import FRAME, RATE, Line, Meter, Mix, Sound, Voice, Word
from pipeline.narrating.speaking import Check, Spoken, speak, speech_key
from pipeline.narrating.tracks import read_track
from pipeline.store import Store, recipe_key
from pipeline.values import value

Span = tuple[int, int]


class _Facts(msgspec.Struct, forbid_unknown_fields=True):
    """What is kept of a take, but for its meter's energies."""

    length: int
    peak: float
    times: tuple[Span | None, ...]
    timing: str
    aligner: str
    retakes: int
    size: int
    checksum: int


@value
class Job:
    """All that a take depends on. `key` names its frames, `speech` what the engine says."""

    key: str
    speech: str
    words: tuple[Word, ...]
    voice: Voice
    mix: Mix
    store: Store
    kbps: int  # of the MP3
    others: Mapping[str, str]  # the key of its packets in each other format
    check: Check = Check()

    @property
    def weight(self) -> int:
        """How much work it is, in characters to say."""
        return 1 + sum(len(word.said) for word in self.words)


@value
class Made:
    """A take without its line. Times in samples from its start; `spoken`: an engine had to.

    `size` and `checksum` are the bytes of its frames and their CRC-16.
    """

    key: str
    length: int
    times: tuple[Span | None, ...]
    meter: Meter
    timing: str
    size: int
    checksum: int
    retakes: int = 0
    spoken: bool = False


def prepare(  # noqa: PLR0913, PLR0917 - all that a take depends on
    line: Line,
    voice: Voice,
    mix: Mix,
    wanted: Sound,
    store: Store,
    check: Check = Check(),  # noqa: B008 - a frozen value
) -> Job:
    """The job of a line. Nothing in its keys tells place, file name or time of day."""
    speech = speech_key(line.words, voice)
    sounding: dict[str, object] = {"speech": speech, "mix": _recipe(mix), "sound": sound.VERSION}
    if check.verify and aligning.knows(line.words):
        sounding["heard"] = aligning.fingerprint()
    kbps = encoding.bitrate(wanted)
    codec = partial(encoding.codec, channels=wanted.channels, kbps=kbps)
    return Job(
        key=recipe_key(**sounding, meter=metering.VERSION, codec=codec("mp3")),
        speech=speech,
        words=line.words,
        voice=voice,
        mix=mix,
        store=store,
        kbps=kbps,
        others={
            form: recipe_key(**sounding, codec=codec(form))
            for form in encoding.others(wanted.formats)
        },
        check=check,
    )


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
    found = load(job.store, job.key) if job.store.has("frames", job.key) else None
    missing = [form for form, key in job.others.items() if not job.store.has(form, key)]
    if found is not None and not missing:
        return found
    spoken = _spoken(job)
    speech = spoken.speech
    timed, timing = aligning.timed(job.words, speech)
    raw = sound.resample(speech.pcm, speech.rate)
    tracks = {name: read_track(job.store, key, name) for name, key in job.mix.tracks.items()}
    samples, times = sound.shape(raw, job.mix, _times(timed, speech.rate, len(raw)), tracks)
    for form in missing:
        job.store.put(form, job.others[form], encoding.encode_other(form, samples, job.kbps))
    if found is not None:
        return found
    frames = encoding.encode_mp3(samples, job.kbps)
    made = Made(
        key=job.key,
        length=len(samples) + FRAME,
        times=times,
        meter=metering.meter(sound.floats(samples, FRAME), encoding.scale(job.kbps)),
        timing=timing,
        size=len(frames),
        checksum=mp3.checksum(frames),
        retakes=spoken.retakes,
        spoken=spoken.fresh,
    )
    job.store.put("frames", job.key, frames)
    job.store.put("take", job.key, _pack(made))
    return made


def _spoken(job: Job) -> Spoken:
    """The speech of a line; an error says which line it was."""
    try:
        return speak(job.words, job.voice, job.speech, job.store, job.check)
    except EngineError as error:
        error.line = job.key
        raise


def stands(job: Job) -> bool:
    """Whether the store has the sound that a job gives; it may be damaged."""
    forms = {"frames": job.key, **job.others}
    return all(job.store.has(form, key) for form, key in forms.items())


def kept(job: Job) -> Made | None:
    """What the store holds of a job that needs nothing more, or None."""
    return load(job.store, job.key) if stands(job) else None


def load(store: Store, key: str) -> Made | None:
    """What is known of a take whose frames are in the store, or None.

    One whose times another recogniser found, or that another version wrote, is made anew.
    """
    packed = store.get("take", key)
    if packed is None:
        return None
    head, _, energies = packed.partition(b"\n")
    try:
        facts = msgspec.json.decode(head, type=_Facts)
    except msgspec.DecodeError:
        return None
    if facts.aligner not in {"", aligning.fingerprint()}:
        return None
    return Made(
        key=key,
        length=facts.length,
        times=facts.times,
        meter=Meter(energies=energies, peak=facts.peak),
        timing=facts.timing,
        size=facts.size,
        checksum=facts.checksum,
        retakes=facts.retakes,
    )


def _times(times: aligning.Spans, rate: int, length: int) -> tuple[Span | None, ...]:
    """Times of speech at `rate`, at model.RATE."""
    scale = RATE / rate
    return tuple(
        span and (min(int(span[0] * scale), length), min(int(span[1] * scale), length))
        for span in times
    )


def _pack(made: Made) -> bytes:
    facts = _Facts(
        length=made.length,
        peak=float(made.meter.peak),
        times=made.times,
        timing=made.timing,
        aligner="" if made.timing == "engine" else aligning.fingerprint(),
        retakes=made.retakes,
        size=made.size,
        checksum=made.checksum,
    )
    return msgspec.json.encode(facts) + b"\n" + made.meter.energies

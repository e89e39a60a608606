"""One line → one take in the store. The promise: a pure function of plain values, safe anywhere.

A take is kept twice: as "frames", the MP3 frames and nothing else, and as "take", what is known
about them (length, word times, meter). Its speech is kept beside, lossless, so that another pause,
gain or format never calls an engine again.
"""

import json

from pipeline import encoding, engines, metering, sound
from pipeline.errors import EngineError
from pipeline.model import FRAME, RATE, Line, Meter, Sound, Speech, Voice, Word, value
from pipeline.store import Store, recipe_key

Span = tuple[int, int]

_TRIES = 3  # of an engine that may do better the next time
_FASTEST, _SLOWEST, _SPARE = 0.012, 1.5, 3.0  # seconds a character; seconds more for any line
_PAUSE = bytes(2 * RATE // 100)  # 10 ms: a line of dots or dashes is silence, and no failure
_QUIET = 33  # of 32768, -60 dBFS: speech whose loudest sample is under this is silence


@value
class Job:
    """All that a take depends on. `key` names its frames, `speech` what the engine says."""

    key: str
    speech: str
    words: tuple[Word, ...]
    voice: Voice
    gain: float  # linear
    pause: float  # seconds
    cue: str
    cue_level: float  # linear
    store: Store


@value
class Made:
    """A take without its line. Times in samples from its start; `spoken`: an engine had to."""

    key: str
    length: int
    times: tuple[Span | None, ...]
    meter: Meter
    spoken: bool = False


def prepare(line: Line, voice: Voice, gain: float, wanted: Sound, store: Store) -> Job:
    """The job of a line. Nothing in its keys tells place, file name or time of day."""
    cue = line.cue if wanted.cues else ""
    cue_level = round(10 ** ((wanted.loudness - sound.CUE_BESIDE) / 20), 4)
    speech = speech_key(line.words, voice)
    key = recipe_key(
        speech=speech,
        gain=gain,
        pause=line.pause,
        cue=cue,
        cue_level=cue_level if cue else 0,
        chain=sound.VERSION,
        meter=metering.VERSION,
        codec=encoding.codec(),
    )
    return Job(
        key=key,
        speech=speech,
        words=line.words,
        voice=voice,
        gain=gain,
        pause=line.pause,
        cue=cue,
        cue_level=cue_level,
        store=store,
    )


def speech_key(words: tuple[Word, ...], voice: Voice) -> str:
    """The key of what an engine says for these words in this voice."""
    return recipe_key(
        words=[[word.said, word.ipa, word.language] for word in words],
        voice=[voice.engine, voice.name, voice.speed, voice.pitch],
        engine=engines.fingerprint(voice),
    )


def make_take(job: Job) -> Made:
    """Take it from the store, or level, encode and keep it, after speaking it if need be.

    Raises EngineError when the line can't be spoken, SoundError, PlaceError.
    """
    if (found := load(job.store, job.key)) is not None:
        return found
    speech, spoken = speak(job.words, job.voice, job.speech, job.store)
    raw = sound.resample(speech.pcm, speech.rate)
    samples, start = sound.shape(raw, job.gain, job.pause, job.cue, job.cue_level)
    frames = encoding.encode_mp3(samples)
    made = Made(
        key=job.key,
        length=len(samples) + FRAME,
        times=_times(speech, len(job.words), start, len(raw)),
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


def speak(words: tuple[Word, ...], voice: Voice, key: str, store: Store) -> tuple[Speech, bool]:
    """The speech for words from the store, else from the engine; and whether it had to speak."""
    engine = engines.find(voice.engine)
    if not any(map(str.isalnum, "".join(word.said for word in words))):
        return Speech(pcm=_PAUSE, rate=RATE, times=(None,) * len(words)), False
    kind = "speech" if engine.repeatable else "performance"
    if (kept := store.get(kind, key)) is not None:
        head, _, pcm = kept.partition(b"\n")
        facts = json.loads(head)
        times = facts["times"] and tuple(tuple(span) if span else None for span in facts["times"])
        return Speech(pcm=pcm, rate=facts["rate"], times=times), False
    speech = _spoken(engine, words, voice)
    head = json.dumps({"rate": speech.rate, "times": speech.times}, separators=(",", ":")).encode()
    store.put(kind, key, head + b"\n" + speech.pcm)
    return speech, True


def _spoken(engine: engines.Engine, words: tuple[Word, ...], voice: Voice) -> Speech:
    """Speak and check; what fails the check is said again, if the engine could do better."""
    said = " ".join(word.said for word in words if word.said)
    fault = "nothing to say"
    for _ in range(1 if engine.repeatable else _TRIES):
        speech = engine.speak(words, voice)
        fault = _fault(speech, len(said), voice.speed)
        if not fault:
            return speech
    raise EngineError(
        f'Engine {engine.name} gave {fault} for "{said}": choose another voice with --voice, or '
        "give the block other words in episode.toml."
    )


def _fault(speech: Speech, characters: int, speed: float) -> str:
    """What is wrong with the speech for so many characters; empty when nothing is."""
    if not speech.pcm:
        return "no sound"
    if sound.peak(speech.pcm) < _QUIET:
        return "silence"
    seconds = len(speech.pcm) / 2 / speech.rate * speed
    if seconds < characters * _FASTEST:
        return f"only {seconds:.1f} seconds of speech"
    if seconds > characters * _SLOWEST + _SPARE:
        return f"{seconds:.0f} seconds of speech"
    return ""


def _times(speech: Speech, count: int, start: int, length: int) -> tuple[Span | None, ...]:
    """The engine's times on the take's own line: at model.RATE, behind the cue."""
    if speech.times is None:
        return (None,) * count
    scale = RATE / speech.rate
    return tuple(
        span
        and (start + min(int(span[0] * scale), length), start + min(int(span[1] * scale), length))
        for span in speech.times
    )


def _pack(made: Made) -> bytes:
    facts = {"length": made.length, "peak": made.meter.peak, "times": made.times}
    return json.dumps(facts, separators=(",", ":")).encode() + b"\n" + made.meter.energies

"""Words and a voice → speech that passed its check, from the store or an engine.

The promise: what comes back is sound, of a length that fits the words; it is kept, lossless, so
that another pause, gain or format never calls an engine again.
"""

import json

from pipeline import engines, sound
from pipeline.errors import EngineError
from pipeline.model import RATE, Speech, Voice, Word
from pipeline.store import Store, recipe_key

_TRIES = 3  # of an engine that may do better the next time
_FASTEST, _SLOWEST, _SPARE = 0.012, 1.5, 3.0  # seconds a character; seconds more for any line
_PAUSE = bytes(2 * RATE // 100)  # 10 ms: a line of dots or dashes is silence, and no failure
_QUIET = 33  # of 32768, -60 dBFS: speech whose loudest sample is under this is silence


def speech_key(words: tuple[Word, ...], voice: Voice) -> str:
    """The key of what an engine says for these words in this voice."""
    return recipe_key(
        words=[[word.said, word.ipa, word.language] for word in words],
        voice=[voice.engine, voice.name, voice.speed, voice.pitch],
        engine=engines.fingerprint(voice),
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

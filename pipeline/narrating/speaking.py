"""Words and a voice → speech that passed its check, from the store or an engine.

The promise: what comes back is sound, whole, of a length that fits the words, and with `verify` the
words themselves; a line that fails is spoken again, another way, and never left out. Speech is kept
lossless, so that another pause, gain or format never calls an engine again.
"""

import json
from collections.abc import Iterator
from itertools import pairwise

from pipeline import aligning, engines
from pipeline.errors import EngineError
from pipeline.model import RATE, Speech, Voice
from pipeline.narrating.faults import fault
from pipeline.narrating.patience import spoken
from pipeline.narrating.phrasing import MOST, Way, Words, ends_clause, ways
from pipeline.store import Store, recipe_key
from pipeline.values import value

_PAUSE = bytes(2 * RATE // 100)  # 10 ms: a line of dots or dashes is silence, and no failure
_JOINT, _BREATH = 0.04, 0.25  # seconds between two parts of a line: anywhere, behind a clause


@value
class Check:
    """What speech is held to: the voice's pace (seconds a phoneme, 0: unknown), and its words."""

    pace: float = 0.0
    verify: bool = False


@value
class Spoken:
    """Speech that passed; `fresh`: an engine had to speak. `retakes`: how often it had failed."""

    speech: Speech
    fresh: bool = False
    retakes: int = 0


def speech_key(words: Words, voice: Voice) -> str:
    """The key of what an engine says for these words in this voice."""
    return recipe_key(
        words=[[word.said, word.ipa, word.language] for word in words],
        voice=[voice.engine, voice.name, voice.speed, voice.pitch],
        engine=engines.fingerprint(voice),
    )


def has_speech(words: Words, voice: Voice, store: Store) -> bool:
    """Whether the store has what `speak` gives. Raises EngineError where the engine is not here."""
    if not _audible(words):
        return True
    engine, key = engines.find(voice.engine), speech_key(words, voice)
    return any(store.has(_kind(engine), _way_key(key, number)) for number in range(MOST))


def speak(
    words: Words,
    voice: Voice,
    key: str,
    store: Store,
    check: Check = Check(),  # noqa: B008 - a frozen value
) -> Spoken:
    """The first speech for the words that passes. Raises EngineError when none does."""
    if not _audible(words):
        return Spoken(speech=Speech(pcm=_PAUSE, rate=RATE, times=(None,) * len(words)))
    engine = engines.find(voice.engine)
    wrong = ""
    for number, speech, fresh in _tries(engine, words, voice, key, store):
        if not (wrong := _wrong(engine, words, speech, voice, check)):
            if fresh:
                _keep(engine, speech, _way_key(key, number), store)
            return Spoken(speech=speech, fresh=fresh, retakes=number)
    said = " ".join(word.said for word in words if word.said)
    raise EngineError(
        f'Engine {engine.name} gave {wrong} for "{said}": choose another voice with --voice, or '
        "give the block other words in episode.toml."
    )


def _audible(words: Words) -> bool:
    return any(map(str.isalnum, "".join(word.said for word in words)))


def _tries(
    engine: engines.Engine, words: Words, voice: Voice, key: str, store: Store
) -> Iterator[tuple[int, Speech, bool]]:
    """Each try's number, its speech, and whether the engine had to speak for it.

    What an engine that never repeats itself did well once is not asked for again.
    """
    kept: dict[int, Speech] = {}
    if not engine.repeatable:
        found = ((number, _kept(engine, _way_key(key, number), store)) for number in range(MOST))
        kept = {number: speech for number, speech in found if speech}
        yield from ((number, speech, False) for number, speech in kept.items())
    for number, way in enumerate(ways(words, repeatable=engine.repeatable)):
        if number not in kept:
            held = _kept(engine, _way_key(key, number), store) if engine.repeatable else None
            yield number, held or _asked(engine, way, voice), held is None


def _way_key(key: str, number: int) -> str:
    return recipe_key(speech=key, way=number) if number else key


def _wrong(engine: engines.Engine, words: Words, speech: Speech, voice: Voice, check: Check) -> str:
    """What is wrong. An engine here that knows when it says each word needs no clock beside it."""
    sure = engine.repeatable and speech.times is not None
    found = fault(words, speech, 0.0 if sure else check.pace, voice.speed)
    if not found and check.verify and aligning.knows(words):
        return aligning.doubt(words, speech)
    return found


def _asked(engine: engines.Engine, way: Way, voice: Voice) -> Speech:
    """The engine's speech, in one part or two."""
    speech = spoken(engine, way[0], voice)
    for before, part in pairwise(way):
        pause = _BREATH if ends_clause(before) else _JOINT
        speech = _joined(speech, spoken(engine, part, voice), pause)
    return speech


def _kept(engine: engines.Engine, key: str, store: Store) -> Speech | None:
    if (kept := store.get(_kind(engine), key)) is None:
        return None
    head, _, pcm = kept.partition(b"\n")
    facts = json.loads(head)
    times = facts["times"] and tuple(tuple(span) if span else None for span in facts["times"])
    return Speech(pcm=pcm, rate=facts["rate"], times=times)


def _joined(first: Speech, second: Speech, pause: float) -> Speech:
    """One behind the other, with so many seconds between. Empty where one of them is."""
    if not first.pcm or not second.pcm or first.rate != second.rate:
        return Speech(pcm=b"", rate=first.rate)
    head = first.pcm + bytes(2 * round(pause * first.rate))
    times = None
    if first.times is not None and second.times is not None:
        at = len(head) // 2
        moved = (span and (span[0] + at, span[1] + at) for span in second.times)
        times = (*first.times, *moved)
    return Speech(pcm=head + second.pcm, rate=first.rate, times=times)


def _keep(engine: engines.Engine, speech: Speech, key: str, store: Store) -> None:
    head = json.dumps({"rate": speech.rate, "times": speech.times}, separators=(",", ":")).encode()
    store.put(_kind(engine), key, head + b"\n" + speech.pcm)


def _kind(engine: engines.Engine) -> str:
    return "speech" if engine.repeatable else "performance"

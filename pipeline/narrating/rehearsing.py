"""The voices of a script → each one's chain, and what its lines are held to, measured if need be.

The promise: each voice is measured once, and several at a time where the `map` has several workers.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pipeline.errors import EngineError
from pipeline.model import Chain, Sound, Voice
from pipeline.narrating.levels import chain, has_level
from pipeline.narrating.pacing import pace
from pipeline.narrating.speaking import Check
from pipeline.narrating.understudies import VoiceError
from pipeline.store import Store
from pipeline.values import value


@value
class Rehearsal:
    """A voice to be measured, and for which sound."""

    voice: Voice
    sound: Sound
    store: Store


def rehearsed(
    voices: Iterable[Voice],
    sound: Sound,
    store: Store,
    map: Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]],  # noqa: A002 - it stands for the builtin
    *,
    verify: bool,
) -> Mapping[Voice, tuple[Chain, Check]]:
    """What each voice needs, and its check. Raises VoiceError for the first that fails."""
    company = dict.fromkeys(voices)
    jobs = [Rehearsal(voice=voice, sound=sound, store=store) for voice in company]
    new = [job for job in jobs if _is_new(job)]
    if len(new) > 1:
        for job, failure in zip(new, map(rehearse, new), strict=True):
            if failure:
                raise VoiceError(failure, job.voice)
    return {voice: _ready(voice, sound, store, verify=verify) for voice in company}


def rehearse(job: Rehearsal) -> str:
    """Measure a voice and keep what was found; why that can't be done, if it can't."""
    try:
        _ready(job.voice, job.sound, job.store, verify=False)
    except VoiceError as error:
        return str(error)
    return ""


def _is_new(job: Rehearsal) -> bool:
    try:
        return not has_level(job.voice, job.sound, job.store)
    except EngineError as error:
        raise VoiceError(str(error), job.voice) from error


def _ready(voice: Voice, sound: Sound, store: Store, *, verify: bool) -> tuple[Chain, Check]:
    try:
        return chain(voice, sound, store), Check(pace=pace(voice, store), verify=verify)
    except EngineError as error:
        raise VoiceError(str(error), voice) from error

"""A script → how much of it the store lacks. Promise: measures, speaks and writes nothing.

It is what a change of a voice, a word or a theme touches, before anybody decides for it.
"""

from pipeline.errors import EngineError
from pipeline.model import Cast, Chain, Line, Script, Sound, Voice
from pipeline.narrating.levels import chain, has_level
from pipeline.narrating.mixing import mixed
from pipeline.narrating.speaking import Check, has_speech
from pipeline.narrating.taking import kept, prepare
from pipeline.narrating.tracks import track_keys
from pipeline.narrating.understudies import Company
from pipeline.store import Store
from pipeline.values import value


@value
class Foreseen:
    """How many lines there are, how many an engine would have to say, and how many are new takes.

    A take is new where the line is spoken, and where its level, its pause or its music changed.
    """

    lines: int = 0
    spoken: int = 0
    mixed: int = 0


def foresee(
    script: Script, cast: Cast, store: Store, sound: Sound, *, verify: bool = False
) -> Foreseen:
    """What rendering would make, as far as no voice fails. Raises PlaceError, UsageError."""
    check = Check(verify=verify)
    voices = Company.of(script, cast).voices
    chains = {voice: _chain(voice, sound, store) for voice in voices.values()}
    tracks = track_keys(script.lines, sound)
    new: dict[object, tuple[Line, Voice]] = {}
    for line in script.lines:
        voice = voices[line.voice]
        if known := chains[voice]:
            job = prepare(line, voice, mixed(line, known, sound, tracks), sound, store, check)
            if kept(job) is None:
                new[job.key] = (line, voice)
        else:
            new[voice, line] = (line, voice)
    silent = {(line.words, voice) for line, voice in new.values() if not _said(line, voice, store)}
    return Foreseen(lines=len(script.lines), spoken=len(silent), mixed=len(new))


def _chain(voice: Voice, sound: Sound, store: Store) -> Chain | None:
    """The voice's chain; None where it was not measured yet, or the engine is not here."""
    try:
        return chain(voice, sound, store) if has_level(voice, sound, store) else None
    except EngineError:
        return None


def _said(line: Line, voice: Voice, store: Store) -> bool:
    try:
        return has_speech(line.words, voice, store)
    except EngineError:
        return False

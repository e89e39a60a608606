"""A show and what was typed → the show with the voices to use.

Promise: words leave this machine only when the person at it says so.
"""

from collections.abc import Container, Mapping

from pipeline import engines
from pipeline.cli.asking import Asked
from pipeline.config.checks import voice_named
from pipeline.config.page import MistakeError
from pipeline.config.show import full_cast
from pipeline.errors import EngineError, UsageError
from pipeline.model import DEFAULT_CAST, Show, Voice
from pipeline.values import replace

_NARRATING = {"narrator", "announcer"}


def cast_as_asked(show: Show, asked: Asked) -> Show:
    """Put --engine and --voice over a show's cast.

    Raises UsageError for a voice that is none, or when the show, and not the person, would send
    the text to a server; EngineError for an engine that is not there.
    """
    cast = dict(show.cast)
    if asked.engine:
        cast = _on_engine(cast, asked.engine)
    chosen = dict(_role_voice(each) for each in asked.voices)
    cast.update(chosen)
    if "narrator" in chosen:
        cast = full_cast({role: voice for role, voice in cast.items() if not _usual(role, voice)})
    if not asked.online:
        _stay_here({role: voice for role, voice in cast.items() if role not in chosen}, asked)
    return replace(show, cast=cast)


def _on_engine(cast: Mapping[str, Voice], name: str) -> dict[str, Voice]:
    """The cast on another engine: its first voice narrates and announces, its second quotes."""
    voices = tuple(engines.find(name).voices()) or ("",)
    first, other = voices[0], voices[min(1, len(voices) - 1)]
    return {
        role: voice
        if voice.engine == name
        else Voice(engine=name, name=first if role in _NARRATING else other)
        for role, voice in cast.items()
    }


def _usual(role: str, voice: Voice) -> bool:
    """Whether a voice is the one that a role has when nobody says otherwise."""
    return DEFAULT_CAST.get(role) == voice


def _role_voice(given: str) -> tuple[str, Voice]:
    role, equals, named = given.partition("=")
    if not equals or not role.strip():
        raise UsageError(f"--voice {given}: write it as ROLE=ENGINE:VOICE, narrator=espeak:quote")
    try:
        return role.strip(), voice_named(named)
    except MistakeError as mistake:
        raise UsageError(f"--voice {role} {mistake}") from None


def _stay_here(cast: Mapping[str, Voice], asked: Asked) -> None:
    voices = [each for voice in cast.values() for each in (voice, voice.fallback) if each]
    spared = {voice.engine for voice in cast.values() if voice.fallback}
    for name in sorted({voice.engine for voice in voices} - {asked.engine}):
        if _online(name, spared):
            raise UsageError(
                f"the show's engine {name} sends the text to a server — say --online to allow it, "
                "or choose another with --engine"
            )


def _online(name: str, spared: Container[str]) -> bool:
    """Whether an engine sends text away; one that is not here sends none, if it has a fallback."""
    try:
        return engines.find(name).online
    except EngineError:
        if name in spared:
            return False
        raise

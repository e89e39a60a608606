"""The plugin seam: words and a voice go in, speech comes out; every engine keeps one contract.

The promise: an engine is found by its name through the entry-point group `render_episode.engines`,
whoever wrote it. The built-in ones stand there, too, and are loaded straight from their modules: in
a tenth of the time, also where the package is run from its folder without being installed.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from pkgutil import resolve_name
from typing import Protocol, cast, runtime_checkable

from pipeline.errors import EngineError
from pipeline.model import Speech, Voice, Word

GROUP = "render_episode.engines"
_BUILT_IN = {
    "espeak": "pipeline.engines.espeak:Espeak",
    "flite": "pipeline.engines.flite:Flite",
    "gtts": "pipeline.engines.gtts:Gtts",
    "http": "pipeline.engines.http:Http",
    "kokoro": "pipeline.engines.kokoro:Kokoro",
    "piper": "pipeline.engines.piper:Piper",
}


@runtime_checkable
class Engine(Protocol):
    """What can speak. The entry point names the object, or a class to be called without arguments.

    `fingerprint` changes whenever the same words might sound different: the library's version, the
    wrapper's, the contents of voice files. `repeatable`: the same words give the same bytes.
    `online`: the words leave this machine.

    Three more, for engines whose voices come one by one: `voice_fingerprint(name)`, so that a new
    voice changes nothing for the others; `needs`, what is missing before any can speak; and
    `licence(name)`, under which terms a voice was given to everybody, or nothing.
    """

    @property
    def name(self) -> str:
        """What the entry point is called, too."""

    @property
    def fingerprint(self) -> str:
        """What the sound depends on besides words and voice."""

    @property
    def repeatable(self) -> bool:
        """Whether the same words and voice always give the same bytes."""

    @property
    def online(self) -> bool:
        """Whether the words are sent to a server."""

    def voices(self) -> Sequence[str]:
        """Names of voices, the one to take when none is asked for first."""

    def speak(self, words: Sequence[Word], voice: Voice) -> Speech:
        """Say the words. Raises EngineError: which engine, what failed, what to do."""


def fingerprint(voice: Voice) -> str:
    """What a voice's sound depends on besides the words. Raises EngineError."""
    engine = find(voice.engine)
    own = getattr(engine, "voice_fingerprint", None)
    return str(own(voice.name)) if own else engine.fingerprint


def licence(voice: Voice) -> str:
    """The licence of a voice, in its giver's own words; empty where none is known."""
    known = getattr(find(voice.engine), "licence", None)
    return str(known(voice.name)) if known else ""


def names() -> tuple[str, ...]:
    """The names of all installed engines, sorted."""
    return tuple(sorted(_BUILT_IN.keys() | _entries().keys()))


@lru_cache(maxsize=16)
def find(name: str) -> Engine:
    """The engine of that name. Raises EngineError when there is none or it can't be loaded."""
    load = partial(resolve_name, _BUILT_IN[name]) if name in _BUILT_IN else _entries().get(name)
    if load is None:
        raise EngineError(
            f'There is no engine "{name}": choose one of {", ".join(names())}, or install the '
            "package that brings it."
        )
    try:
        found = load()
        return cast("Engine", found() if isinstance(found, type) else found)
    except Exception as error:
        if name in _BUILT_IN and not isinstance(error, ImportError | AttributeError | OSError):
            raise  # a bug of ours; a package's own is one line, whatever it is
        raise EngineError(
            f"Engine {name} can't be loaded ({error}): install what it needs, or choose another "
            "with --engine."
        ) from error


def _entries() -> Mapping[str, Callable[[], object]]:
    """How to load each of the engines that packages bring, by name."""
    from importlib.metadata import entry_points  # noqa: PLC0415 - 15 ms, not for one of ours

    return {point.name: point.load for point in entry_points(group=GROUP)}

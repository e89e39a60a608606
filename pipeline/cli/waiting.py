"""Names of modules → modules that are imported when something of them is first used.

Promise: a run that has nothing to read, speak or build pays for no room that would do it. Half of a
run with nothing to do went into importing what it did not use.
"""

import signal
import sys
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader, module_from_spec
from pathlib import Path
from threading import current_thread, main_thread
from types import ModuleType
from typing import TYPE_CHECKING, Any, cast

import pipeline.formats
from pipeline.cli.ending import soon_again
from pipeline.model import Show

if TYPE_CHECKING:
    from importlib.abc import Loader

_ENDS = (signal.SIGINT, signal.SIGTERM)

_ROOMS = (  # parents before children
    "pipeline.reading",
    "pipeline.scripting",
    "pipeline.spoken",
    "pipeline.narrating",
    "pipeline.illustrating",
    "pipeline.archive",
    "pipeline.mastering",
    "pipeline.fetching",
    "pipeline.aligning",
    "pipeline.encoding",
    "pipeline.encoding.aac",
    "pipeline.encoding.opus",
    "pipeline.encoding.packets",
    "pipeline.cli.browsing",
    "pipeline.cli.voicing",
    "pipeline.formats.art",
    "pipeline.formats.cards",
    "pipeline.formats.mp4",
    "pipeline.formats.ogg",
    "pipeline.formats.pages",
    "pipeline.formats.rss",
    "pipeline.formats.texts",
    "pipeline.publishing",
    "pipeline.publishing.building",
    "pipeline.publishing.covers",
    "pipeline.publishing.describing",
)
_LAST = (  # what a render comes to when all is spoken
    "pipeline.mastering",
    "pipeline.publishing.building",
    "pipeline.publishing.describing",
    "pipeline.formats.pages",
    "pipeline.formats.rss",
    "pipeline.formats.texts",
)


def open_last(show: Show) -> None:
    """Import the rooms that a render needs last: for a time when this process would only wait."""
    for name in _LAST:
        vars(import_module(name))
    from pipeline.formats import pages  # noqa: PLC0415 - one of them

    pages.get_ready(show)


def open_rooms(show: Show) -> None:
    """The same for those in which an article is scripted and spoken, too."""
    for name in ("pipeline.scripting", "pipeline.spoken", "pipeline.narrating"):
        vars(import_module(name))
    open_last(show)


class _Whole:
    """Loads a module whole, though somebody asks the program to end: that is heard a moment later.

    Python forgets what is raised while it looks whether a module is loaded yet. A module cut off
    by Ctrl-C would lack what the next one needs, and look like a mistake of ours.
    """

    def __init__(self, loader: "Loader") -> None:
        self._loader = loader

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._loader, name)

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """The same."""
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """The same, to its end."""
        if current_thread() is not main_thread():
            self._loader.exec_module(module)
            return
        asked: list[int] = []
        usual = _handled_by(dict.fromkeys(_ENDS, lambda how, _: asked.append(how)))
        try:
            self._loader.exec_module(module)
        finally:
            _handled_by(usual)
            if asked:
                soon_again(asked[-1])


def _handled_by(handlers: dict[signal.Signals, Any]) -> dict[signal.Signals, Any]:
    """Let signals be handled so, all of them or none; who handled them before."""
    usual = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDS)
    try:
        return {each: signal.signal(each, handler) for each, handler in handlers.items()}
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, usual)


def let_wait() -> None:
    """Let the heavy rooms wait; those that are imported already stay as they are."""
    for name in _ROOMS:
        if name not in sys.modules:
            _let_wait(name)


def _let_wait(name: str) -> None:
    parent, _, own = name.rpartition(".")
    folder = Path(pipeline.__file__).parent.joinpath(*parent.split(".")[1:])
    spec = PathFinder.find_spec(name, [str(folder)])  # which imports no parent
    if spec is None or spec.loader is None:
        return
    loader = LazyLoader(cast("Loader", _Whole(spec.loader)))
    spec.loader = loader
    module = module_from_spec(spec)
    sys.modules[name] = module
    loader.exec_module(module)
    setattr(sys.modules[parent], own, module)

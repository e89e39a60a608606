"""Names of modules → modules that are imported when something of them is first used.

Promise: a run that has nothing to read, speak or build pays for no room that would do it. Half of a
run with nothing to do went into importing what it did not use.
"""

import sys
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import LazyLoader, module_from_spec
from pathlib import Path

import pipeline.formats
from pipeline.model import Show

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
    loader = LazyLoader(spec.loader)
    spec.loader = loader
    module = module_from_spec(spec)
    sys.modules[name] = module
    loader.exec_module(module)
    setattr(sys.modules[parent], own, module)

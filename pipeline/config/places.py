"""Where somebody stands, or what they named → the show, its feed and its store.

Promise: looks only, and writes nothing.
"""

from pathlib import Path

from pipeline.config.page import shown
from pipeline.errors import UsageError
from pipeline.values import value

_SHOW = "show.toml"
_EPISODES = "episodes"


@value
class Place:
    """A show's root; its show.toml, if it has one; its feed; and where its store is (a URL)."""

    root: Path
    show_file: Path | None
    feed: Path
    cache: str

    @property
    def episodes(self) -> Path:
        """The folder that holds the articles."""
        if self.show_file:
            return self.show_file.parent
        folder = self.root / _EPISODES
        return folder if folder.is_dir() else self.root


def find_place(
    source: Path | None, show_file: Path | None = None, feed: Path | None = None, cache: str = ""
) -> Place:
    """The place of a source (None: of the current folder), or of a show.toml that is named.

    The nearest show.toml in the source's folder or above it, or in an episodes/ there; else the
    same from the current folder. Raises UsageError when the show.toml that is named is not there.
    """
    found = _named(show_file) if show_file else _nearest(source)
    root = Path.cwd()
    if found:
        beside = found.parent
        root = beside.parent if beside.name == _EPISODES else beside
    return Place(
        root=root,
        show_file=found,
        feed=(feed or root / "feed").absolute(),
        cache=cache or str(root / ".cache"),
    )


def _named(show_file: Path) -> Path:
    if not show_file.is_file():
        raise UsageError(f"{shown(show_file)}: there is no such file — name the show's show.toml")
    return show_file.resolve()


def _nearest(source: Path | None) -> Path | None:
    starts = [Path.cwd()]
    if source is not None:
        path = source.resolve()
        starts.insert(0, path if path.is_dir() else path.parent)
    for start in starts:
        for folder in (start, *start.parents):
            for found in (folder / _SHOW, folder / _EPISODES / _SHOW):
                if found.is_file():
                    return found
    return None

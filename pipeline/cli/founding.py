"""A title → a show.toml to begin with. Promise: never writes over one that is there."""

from pathlib import Path

from pipeline.cli.reporting import Report
from pipeline.config.fresh import new_show
from pipeline.config.page import shown
from pipeline.errors import PlaceError, UsageError

_FILE = Path("episodes") / "show.toml"


def found_show(title: str, report: Report) -> int:
    """Write episodes/show.toml below the current folder.

    Raises UsageError when there is one or the title is empty, PlaceError when it can't be written.
    """
    if not title.strip():
        raise UsageError('--new: the title is empty — name the show, --new "Our Talks"')
    path = Path.cwd() / _FILE
    text = new_show(title)
    try:
        path.parent.mkdir(exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise UsageError(
            f"{shown(path)}: a show is here already — change that file, or begin in another folder"
        ) from None
    except OSError as error:
        raise PlaceError(f"{shown(path)}: can't be written: {error.strerror}") from error
    report.say(f"{shown(path)} is ready: look through it, it explains itself.")
    report.say("Put a text into episodes/<name>/article.md, and type render-episode.")
    report.document({"show": str(path)})
    return 0

"""Articles that were found → which of them to make. Promise: a bad one stops no other."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline import render
from pipeline.cli.asking import Asked
from pipeline.cli.reporting import Report, count
from pipeline.cli.surveying import Survey, request_for
from pipeline.config.page import shown
from pipeline.errors import RenderError
from pipeline.model import Show
from pipeline.values import replace, value


@value
class Choice:
    """What to make; what is in the feed and unchanged; what waits for its article."""

    chosen: tuple[render.Request, ...]
    unchanged: tuple[render.Request, ...]
    waiting: tuple[Path, ...]


class Failures:
    """The articles that failed, each with its error; they are told at the end."""

    def __init__(self) -> None:
        self.found: list[tuple[Path | str, RenderError]] = []

    @contextmanager
    def of(self, path: Path | str) -> Iterator[None]:
        """Keep what fails in here, and go on."""
        try:
            yield
        except RenderError as error:
            self.found.append((path, error))

    def tell(self, report: Report, sources: int) -> int:
        """Tell all; the exit code is the first one's, or 0."""
        if self.found and sources > 1:
            report.wrong(f"{len(self.found)} of {count(sources, 'article')} failed:")
        for path, error in self.found:
            for line in str(error).splitlines():
                where = "" if _name(path) in line or sources == 1 else f"{_name(path)}: "
                report.wrong(f"{where}{line}")
        return self.found[0][1].exit_code if self.found else 0

    def as_json(self) -> list[dict[str, Any]]:
        """All, for programs."""
        return [
            {"source": _name(path), "message": str(error), "exit_code": error.exit_code}
            for path, error in self.found
        ]


def _name(path: Path | str) -> str:
    return path if isinstance(path, str) else shown(path)


def choose(found: Survey, show: Show, asked: Asked, failures: Failures) -> Choice:
    """Sort the articles; to plan one that was named, it need not have changed."""
    chosen, unchanged = list[render.Request](), list[render.Request]()
    failures.found.extend(found.lost)
    for source in found.sources:
        with failures.of(source.url or source.path):
            request = replace(request_for(source, show), again=_anew(asked))
            wanted = asked.again or (asked.plan and bool(asked.sources))
            same = not wanted and render.unchanged(request, found.place.feed)
            (unchanged if same else chosen).append(request)
    return Choice(chosen=tuple(chosen), unchanged=tuple(unchanged), waiting=found.waiting)


def _anew(asked: Asked) -> bool:
    """Whether an episode takes the show's voices of today: asked for, or one chosen by hand."""
    return asked.again or bool(asked.engine or asked.voices)


def tell_rest(choice: Choice, report: Report) -> None:
    """One line each on what is waiting and what is unchanged."""
    for path in choice.waiting:
        report.say(f"{shown(path)} is waiting for its article.")
    if choice.unchanged:
        are = "is" if len(choice.unchanged) == 1 else "are"
        report.say(f"{count(len(choice.unchanged), 'episode')} {are} in the feed and unchanged.")
    for request in choice.unchanged:
        report.detail(f"  unchanged: {request.slug}")

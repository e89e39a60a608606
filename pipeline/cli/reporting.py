"""What a command has to say → lines for people, or one JSON document for programs.

Promise: with --json nothing but the document goes to stdout; nothing an article says steers the
terminal.
"""

import json
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import pipeline
from pipeline.config.page import shown
from pipeline.patterns import pattern
from pipeline.values import value

_STEERING = pattern(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@value
class Report:
    """Where a command says what: people read `people`, and programs stdout, when they asked to."""

    as_json: bool = False
    quiet: bool = False
    verbose: bool = False

    @property
    def people(self) -> TextIO:
        """The stream that people read."""
        return sys.stderr if self.as_json else sys.stdout

    @property
    def colour(self) -> bool:
        """Whether people read on a terminal that may have colour."""
        return self.people.isatty() and not os.environ.get("NO_COLOR")

    @property
    def live(self) -> bool:
        """Whether a line that changes makes sense."""
        return sys.stderr.isatty() and not self.quiet and os.environ.get("TERM") != "dumb"

    def say(self, line: str) -> None:
        """A result."""
        if not self.quiet:
            print(_safe(line), file=self.people)

    def page(self, text: str) -> None:
        """A result that has its colours already, and nothing else that could steer a terminal."""
        if not self.quiet:
            print(text, end="", file=self.people)

    def detail(self, line: str) -> None:
        """Something only those who asked for more want to know."""
        if self.verbose:
            print(_safe(line), file=sys.stderr)

    def wrong(self, line: str) -> None:
        """A failure, or a warning."""
        print(_safe(line), file=sys.stderr)

    def document(self, data: Any) -> None:
        """The one JSON document, if it was asked for."""
        if self.as_json:
            print(json.dumps(data, ensure_ascii=False, indent=2))

    @contextmanager
    def listening(self) -> Iterator[list[str]]:
        """Tell the warnings of all rooms as they come, and gather them."""
        ear = _Ear(self)
        logger = logging.getLogger("pipeline")
        logger.addHandler(ear)
        try:
            yield ear.told
        finally:
            logger.removeHandler(ear)


class _Ear(logging.Handler):
    """Warnings on their way from the rooms to people; `told` keeps them for programs."""

    def __init__(self, report: Report) -> None:
        super().__init__(logging.WARNING)
        self.report = report
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Tell a warning, once."""
        message = record.getMessage()
        if message not in self.told:
            self.told.append(message)
            self.report.wrong(f"warning: {message}")


def length(seconds: float) -> str:
    """A length of time as people say it: "33 min 5 s", "2 h 4 min", "0.8 s"."""
    if seconds < 10:  # noqa: PLR2004  below that, tenths tell something
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def command(name: str) -> str:
    """What to type for one of our commands: the launcher, where there is one."""
    launcher = Path(pipeline.__file__).parent.parent / "scripts" / name
    return shown(launcher) if launcher.is_file() else name


def size(held: float) -> str:
    """A number of bytes as people say it: "1.4 GB", "870 MB"."""
    for unit in ("bytes", "kB", "MB"):
        if held < 1000:  # noqa: PLR2004  then it is one of the next unit
            return f"{held:.0f} {unit}"
        held /= 1000
    return f"{held:.1f} GB"


def count(number: int, thing: str) -> str:
    """A number of things: "1 line", "2 lines"."""
    return f"{number:,} {thing}" + ("" if number == 1 else "s")


def _safe(line: str) -> str:
    return _STEERING.sub("·", line)

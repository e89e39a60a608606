"""The options that all four commands share, and the kinds of values that options have."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from pipeline import __version__

_Command = TypeVar("_Command", bound=Callable[..., Any])

SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
FILE = click.Path(path_type=Path)


class Formats(click.ParamType):
    """What to make: "mp3,m4a"."""

    name = "formats"

    def convert(
        self, given: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """The formats in the house's order."""
        from pipeline.config.checks import formats  # noqa: PLC0415 - not for --help
        from pipeline.config.page import MistakeError  # noqa: PLC0415

        try:
            return given if isinstance(given, tuple) else formats(given)
        except MistakeError as mistake:
            self.fail(f"--formats {mistake}", param, ctx)


class Size(click.ParamType):
    """A number of bytes: "500M", "20G"; units of 1,000."""

    name = "size"

    def convert(self, given: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Bytes."""
        found = re.fullmatch(r"(\d+(?:\.\d+)?) ?([KMGT]?)(i?)B?", str(given), re.IGNORECASE)
        if not found:
            self.fail(f'"{given}" is no size — write it like 500M or 20G', param, ctx)
        power = " KMGT".index(found[2].upper() or " ")
        unit: int = (1024 if found[3] else 1000) ** power
        return round(float(found[1]) * unit)


def common(command: _Command) -> _Command:
    """Add --show, --feed, --json, -q, -v and --version."""
    for option in (
        click.version_option(__version__, message="%(prog)s %(version)s"),
        click.option("-v", "--verbose", is_flag=True, help="Say more."),
        click.option("-q", "--quiet", is_flag=True, help="Say nothing but what went wrong."),
        click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout."),
        click.option("--feed", type=FILE, metavar="DIR", help="The feed's folder, if not feed/."),
        click.option(
            "--show", type=FILE, metavar="FILE", help="The show.toml, if not the nearest."
        ),
    ):
        command = option(command)
    return command

"""What all four commands share: their options, and how they start and end.

Promise: a known failure is its own lines on stderr and its own exit code; a bug shows its
traceback.
"""

import errno
import os
import re
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Timer
from typing import Any, TypeVar

import click

from pipeline import __version__, garbage
from pipeline.errors import PlaceError, RenderError

_Command = TypeVar("_Command", bound=Callable[..., Any])

INTERRUPTED, TERMINATED = 130, 143  # as shells tell of SIGINT and SIGTERM
WRONG_USAGE = 2
_MOMENT = 0.01  # seconds, for the clean-up to be over
# What the system refuses for want of room, right or a disk that works: no bug of ours
_REFUSALS = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO}
    | {errno.EMFILE, errno.ENFILE, errno.ENOMEM}
)
SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
FILE = click.Path(path_type=Path)


class TerminatedError(KeyboardInterrupt):
    """Somebody asks the program to end (SIGTERM), as Ctrl-C does."""


def ended_by(error: BaseException) -> int:
    """The exit code of whoever was told to end, as shells tell it."""
    return TERMINATED if isinstance(error, TerminatedError) else INTERRUPTED


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


def run(command: click.Command, name: str) -> None:
    """Run a command by its name and leave with its exit code.

    A command returns its exit code (None: 0); 1, with its traceback, is a bug's.
    """
    garbage.seldom()
    sys.exit(_outcome(command, name))


def _outcome(command: click.Command, name: str) -> int:
    signal.signal(signal.SIGTERM, _end)
    before, sys.unraisablehook = sys.unraisablehook, partial(_unheard, sys.unraisablehook)
    try:
        code = command.main(prog_name=name, standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        _tell(f"{name}: {error.format_message()} (see {name} --help)")
        return WRONG_USAGE
    except RenderError as error:
        _tell(str(error))
        return error.exit_code
    except (KeyboardInterrupt, click.Abort) as error:
        _tell(
            f"{name}: interrupted; the feed is as it was and what was spoken is kept: the same "
            "command goes on there"
        )
        return ended_by(error.__cause__ or error)
    except BrokenPipeError:  # the reader has seen enough: `… | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if error.errno not in _REFUSALS:
            raise
        where = error.filename or "the system"
        _tell(f"{name}: {where}: {error.strerror}: make room or allow it, then run it again")
        return PlaceError.exit_code
    finally:
        sys.unraisablehook = before
    return int(code or 0)


def _end(*_: object) -> None:
    raise TerminatedError


def _unheard(tell: Callable[[Any], object], dropped: Any) -> None:
    """Ask again, in a moment, to end, where Python drops what is raised: in an object's clean-up.

    An import has such moments, thousands of them while a command starts.
    """
    if not isinstance(dropped.exc_value, KeyboardInterrupt):
        tell(dropped)
        return
    terminated = isinstance(dropped.exc_value, TerminatedError)
    soon_again(signal.SIGTERM if terminated else signal.SIGINT)


def soon_again(how: int) -> None:
    """Ask this process again, in a moment, to end."""
    again = Timer(_MOMENT, os.kill, (os.getpid(), how))
    again.daemon = True  # it holds up no end that comes first
    again.start()


def _tell(message: str) -> None:
    print(message, file=sys.stderr)

"""How all four commands start and end: the one place that knows their exit codes.

Promise: a known failure is its own lines on stderr and its own exit code; a bug shows its
traceback.
"""

import errno
import os
import select
import signal
import sys
from collections.abc import Callable
from functools import partial
from threading import Timer
from typing import Any

import click

from pipeline import garbage
from pipeline.errors import PlaceError, RenderError

# As shells tell of SIGINT, SIGTERM and SIGPIPE
INTERRUPTED, TERMINATED, UNREAD = 130, 143, 141
WRONG_USAGE = 2
_MOMENT = 0.01  # seconds, for the clean-up to be over
# What the system refuses for want of room, right or a disk that works: no bug of ours
_REFUSALS = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO}
    | {errno.EMFILE, errno.ENFILE, errno.ENOMEM}
)


class TerminatedError(KeyboardInterrupt):
    """Somebody asks the program to end (SIGTERM), as Ctrl-C does."""


def ended_by(error: BaseException) -> int:
    """The exit code of whoever was told to end, as shells tell it."""
    return TERMINATED if isinstance(error, TerminatedError) else INTERRUPTED


def run(command: click.Command, name: str) -> None:
    """Run a command by its name and leave with its exit code.

    A command returns its exit code (None: 0); 1, with its traceback, is a bug's.
    """
    garbage.seldom()
    try:
        code = _outcome(command, name)
    finally:
        for number, stream in ((1, sys.stdout), (2, sys.stderr)):
            try:
                if stream:  # which somebody may have closed
                    stream.flush()
            except OSError:  # Python would try it once more, and end with a code of its own
                _hush(number)
    sys.exit(code)


def _outcome(command: click.Command, name: str) -> int:
    signal.signal(signal.SIGTERM, _end)
    before, sys.unraisablehook = sys.unraisablehook, partial(_unheard, sys.unraisablehook)
    try:
        code = command.main(prog_name=name, standalone_mode=False)
        if sys.stdout and not code:  # or what went wrong would be told as that
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
    except (BrokenPipeError, SystemExit) as error:
        return _unread(error)
    except OSError as error:
        if error.errno not in _REFUSALS:
            raise
        where = error.filename or "the system"
        _tell(f"{name}: {where}: {error.strerror}: make room or allow it, then run it again")
        return PlaceError.exit_code
    finally:
        sys.unraisablehook = before
    return int(code or 0)


def _unread(error: BaseException) -> int:
    """The exit code where nobody reads on what we print, as in `… | head`; else it is raised.

    Of any broken pipe click says no more than exit code 1.
    """
    broken = error if isinstance(error, BrokenPipeError) else error.__context__
    if not isinstance(broken, BrokenPipeError):
        raise error
    unread = [stream for stream in (1, 2) if _is_unread(stream)]
    if not unread:  # another pipe than ours
        raise broken
    for stream in unread:
        _hush(stream)
    return UNREAD


def _hush(stream: int) -> None:
    """Let what is still printed there go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream)


def _is_unread(stream: int) -> bool:
    """Whether the other end of a pipe is closed. macOS tells it only to who asks about writing."""
    one = select.poll()
    one.register(stream, select.POLLOUT)
    return any(state & (select.POLLERR | select.POLLHUP) for _, state in one.poll(0))


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
    """Say it, if there is somebody to say it to; the exit code says it, too."""
    try:
        if sys.stderr:
            print(message, file=sys.stderr)
    except OSError:
        _hush(2)

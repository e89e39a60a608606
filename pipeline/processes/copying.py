"""This process → a copy of it, which does one thing beside it. Promise: at once, and none stays.

A copy knows all that we know: nothing is sent to it or started anew. It is made where nothing
runs beside, since a lock that another thread holds would stay locked in it (so never where an
engine has spoken, which a thread asks); and on Linux, since libraries of macOS do not survive it.
It ends with us, however we end.
"""

import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from fcntl import F_DUPFD_CLOEXEC, fcntl
from functools import partial
from math import inf
from typing import Generic, TypeVar, cast

from pipeline.errors import EngineError, RenderError

_T = TypeVar("_T")

_ENDS = frozenset({signal.SIGINT, signal.SIGTERM})
_PIECE = 1 << 20  # bytes read at once
_NAP = 0.002  # seconds between two looks whether a process has ended
_LONGEST = 2**31 - 1  # milliseconds that can be waited at once: a month
_LENGTH = 8  # bytes that tell how many an answer has
_LAST = 5.0  # seconds that a copy has for its end, when it has told all
_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of Linux' prctl


class Copy(Generic[_T]):
    """A copy of this process that has begun some `work`. Raises OSError when there can be none."""

    def __init__(self, work: Callable[[], _T]) -> None:
        self._work = work
        self._answers, theirs = os.pipe()
        try:
            self._process = copied(partial(_answer, work), theirs)
        except BaseException:
            os.close(self._answers)
            raise
        finally:
            os.close(theirs)

    def result(self) -> _T:
        """What the work gives; it is done here if that can't be sent, or the copy found a bug.

        So it is when it is asked for again, or the copy was told to end, where SIGCHLD tells that.
        Raises what the work raises, and EngineError for a copy that crashed or was killed: here the
        work would do the same to us.
        """
        import pickle  # noqa: PLC0415 - many runs have no copy

        if not self._process:
            return self._work()
        answer = told(self._answers)
        length, answer = answer[:_LENGTH], answer[_LENGTH:]
        whole = length == len(answer).to_bytes(_LENGTH, "big")
        code = self.end(0.0 if whole else _LAST)
        if not whole and code <= 0 and -code not in _ENDS:
            raise cut_short()
        try:
            good, given = pickle.loads(answer)  # noqa: S301 - it was ours to say
        except Exception:  # noqa: BLE001 - a bug, or what can't be sent
            return self._work()
        if not good:
            raise given
        return cast("_T", given)

    def end(self, patience: float = 0.0) -> int:
        """End it, if it has not after so many seconds; its exit code, as `ended` tells, or 0."""
        process, self._process = self._process, 0
        if not process:
            return 0
        os.close(self._answers)
        return ended(process, patience)


def cut_short() -> EngineError:
    """What is told of a process of ours, worker or copy, that crashed or was killed."""
    return EngineError(
        "A worker process was ended from outside, ran out of memory or crashed: run the same "
        "command again, with fewer --workers, or another --engine. What was spoken so far is kept."
    )


def can_be_copied() -> bool:
    """Whether this process can be copied, which saves starting another: nothing runs beside."""
    return sys.platform == "linux" and threading.active_count() == 1


def copied(work: Callable[[], object], answers: int) -> int:
    """Do `work` in a copy of this process, whose standard output is `answers`; its number.

    Of our files the copy has standard error alone. It ends with its work.
    """
    usual = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    us, process = os.getpid(), -1
    try:
        signal.pthread_sigmask(signal.SIG_BLOCK, _ENDS)  # or the copy would unwind all of ours
        process = os.fork()
    finally:
        if process:
            _heed(usual, process)
    if process:
        return process
    try:
        for each in _ENDS:
            if signal.getsignal(each) is not signal.SIG_IGN:  # as behind "&" in a script
                signal.signal(each, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, usual)
        _end_with(us)
        with _only(answers):
            work()
    finally:
        os._exit(1)


def told(answers: int, seconds: float = inf) -> bytes:
    """All that comes through a pipe until it is closed. Raises TimeoutError after so long."""
    end, pieces, coming = time.monotonic() + seconds, list[bytes](), select.poll()
    coming.register(answers, select.POLLIN)
    while True:
        left = end - time.monotonic()
        if not coming.poll(None if left == inf else min(max(0, left) * 1000, _LONGEST)):
            raise TimeoutError
        piece = os.read(answers, _PIECE)
        if not piece:
            return b"".join(pieces)
        pieces.append(piece)


def ended(process: int, patience: float = 0.0) -> int:
    """End a child, whatever it does after so many seconds; its exit code.

    0 where SIGCHLD is ignored, and none is told.
    """
    end = time.monotonic() + patience
    with suppress(ChildProcessError, ProcessLookupError):
        done, status = os.waitpid(process, os.WNOHANG)
        while not done and time.monotonic() < end:
            time.sleep(_NAP)
            done, status = os.waitpid(process, os.WNOHANG)
        if not done:
            os.kill(process, signal.SIGKILL)
            _, status = os.waitpid(process, 0)
        return os.waitstatus_to_exitcode(status)
    return 0


def _heed(usual: set[signal.Signals | int], process: int) -> None:
    """Let signals come again; of one that came meanwhile, a copy that nobody knows yet ends too."""
    try:
        signal.pthread_sigmask(signal.SIG_SETMASK, usual)
    except BaseException:
        if process > 0:
            ended(process)
        raise


def _end_with(parent: int) -> None:
    """Let the system kill this process when its parent has ended."""
    with suppress(ImportError, AttributeError, OSError):  # a system without it
        import ctypes  # noqa: PLC0415 - copies only

        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:  # it was sooner
        os._exit(1)


@contextmanager
def _only(answers: int) -> Iterator[None]:
    """Leave our files to the process that opened them: no lock of theirs is held here."""
    nothing = fcntl(os.open(os.devnull, os.O_RDWR), F_DUPFD_CLOEXEC, 3)
    ours = {0: nothing, 1: fcntl(answers, F_DUPFD_CLOEXEC, 3)}
    try:
        os.fstat(2)
    except OSError:
        ours[2] = nothing
    for number, instead in ours.items():
        os.dup2(instead, number)
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    before = sys.stdout, sys.stderr  # which would close what has their numbers now
    sys.stdout = sys.stderr = os.fdopen(2, "w", buffering=1, closefd=False)
    yield
    del before


def _answer(work: Callable[[], object]) -> None:
    """Say what the work gives, or which known error it raises; or that it has to be done there."""
    import pickle  # noqa: PLC0415 - copies only

    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a library that prints can't spoil the answer
    try:
        answer = pickle.dumps(_outcome(work))
    except BaseException:  # noqa: BLE001 - a bug, or what can't be sent
        answer = b""
    answers.write(len(answer).to_bytes(_LENGTH, "big") + answer)
    answers.flush()
    os._exit(0)


def _outcome(work: Callable[[], object]) -> tuple[bool, object]:
    """What it gives, behind True; behind False, the known error that it raises."""
    try:
        return True, work()
    except RenderError as error:
        return False, error

"""Processes on this machine as a `map`. The promise: none is left behind.

A few quick jobs are done here, or one that takes long by a copy of this process. Otherwise workers
start, take jobs in small batches, leave interrupts to the parent, and end at once when the parent
lets go of them or dies.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline import garbage
from pipeline.errors import EngineError
from pipeline.processes.copying import Copy, can_be_copied, cut_short

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing.connection import Connection

_T = TypeVar("_T")
_R = TypeVar("_R")

_BATCH = 4  # jobs a worker takes at a time: about 10 ms of work each, a message costs 0.2 ms
_ROUNDS = 4  # batches a worker should have at least, so that all end at about the same time
_FEW, _SOON = 4, 0.2  # jobs, seconds: to start a worker costs as much
_ENOUGH = 8  # jobs that take workers as long as `meanwhile` takes: not the few pictures of a talk
_SETTLE = 0.05  # seconds; without it 3.11's executor trips over jobs that were just called off
CHILD = {  # a worker's environment
    "MALLOC_MMAP_THRESHOLD_": "1000000000",  # glibc: keep the large arrays' memory, 5-7 % faster
    "MALLOC_TRIM_THRESHOLD_": "1000000000",
    "OPENBLAS_NUM_THREADS": "1",  # the cores are taken already
}
_SAFE = {"PYTHONSAFEPATH": "1"}  # nothing is imported from the folder that somebody stands in


@contextmanager
def process_map(workers: int, work: str = "pipeline") -> Iterator["ProcessMap"]:
    """A `map` over so many processes; with one, the builtin's way in this process.

    `work` names the module that workers import before they are given jobs.

    When the block ends by an error or an interrupt the workers end at once, else when idle.
    """
    pool = ProcessMap(workers, work)
    try:
        yield pool
    except BaseException:
        pool.close(now=True)
        raise
    pool.close(now=False)


class ProcessMap:
    """Called like `map`, with a module-level function and picklable arguments; eager, in order.

    `meanwhile` is done here, once, when workers have got, or will get, enough to do.
    """

    def __init__(self, workers: int, work: str) -> None:
        self._workers = workers
        self._work = work
        self.meanwhile: Callable[[], object] | None = None
        self._copying = False
        self._copies: list[Copy[Any]] = []
        self._warming: Thread | None = None
        self._executor: ProcessPoolExecutor | None = None
        self._line: Connection | None = None

    def __call__(self, function: Callable[[_T], _R], jobs: Iterable[_T]) -> Iterable[_R]:
        """The results, in order, as they come. Raises what `function` raises."""
        work = list(jobs)
        if self._workers > 1 and (self._warming or self._executor):
            return self._spread(function, work)
        if len(work) == 1 and self._copying and can_be_copied():
            return self._copied(function, work[0])
        if self._workers == 1 or len(work) == 1:
            return map(function, work)
        begin = self._begun_here if len(work) <= _FEW else self._spread
        return begin(function, work)

    def _copied(self, function: Callable[[_T], _R], job: _T) -> Iterable[_R]:
        """The result of a job that a copy of this process has begun, or is done here."""
        try:
            copy = Copy(partial(function, job))
        except OSError:
            return map(function, [job])
        self._copies.append(copy)
        return self._answered(copy)

    def _answered(self, copy: Copy[_R]) -> Iterator[_R]:
        try:
            yield copy.result()
        finally:
            copy.end()
            self._copies.remove(copy)  # and what it was given

    def _begun_here(self, function: Callable[[_T], _R], work: list[_T]) -> Iterator[_R]:
        """The results of a few jobs; workers start when they turn out to be slow."""
        started = time.monotonic()
        for number, job in enumerate(work):
            if number and time.monotonic() - started > _SOON:
                yield from self._spread(function, work[number:])
                return
            yield function(job)

    def _spread(self, function: Callable[[_T], _R], work: list[_T]) -> Iterable[_R]:
        handed = self._handed_later if self._is_warming else self._handed
        results = handed(function, work)
        if self.meanwhile and len(work) > _ENOUGH:
            self.meanwhile()
            self.meanwhile = None
        return _unbroken(results)

    def _handed(self, function: Callable[[_T], _R], work: list[_T]) -> Iterable[_R]:
        """Hand in jobs. Workers start, and may end, meanwhile."""
        batch = max(1, min(_BATCH, len(work) // (self._workers * _ROUNDS)))
        executor = self._started()
        with _environment(CHILD), _undisturbed(), _ended_known():
            return executor.map(function, work, chunksize=batch)

    def _handed_later(self, function: Callable[[_T], _R], work: list[_T]) -> Iterator[_R]:
        """Hand in jobs as soon as workers are there, which the caller need not wait for."""
        from concurrent.futures import Future  # noqa: PLC0415 - 20 ms, not in vain

        handed, before = Future[Iterable[_R]](), self._warming

        def hand_in() -> None:
            if before:
                before.join()
            try:
                handed.set_result(self._handed(function, work))
            except BaseException as error:  # noqa: BLE001 - raised where it is waited for
                handed.set_exception(error)

        self._begin_beside(hand_in)
        return _awaited(handed)

    def _begin_beside(self, task: Callable[[], None]) -> None:
        """Do what needs workers in a thread that is waited for, if it begins before a Ctrl-C."""
        self._warming = Thread(target=task)
        self._warming.start()

    @property
    def _is_warming(self) -> bool:
        return self._warming is not None and self._warming.is_alive()

    @property
    def idle(self) -> bool:
        """Whether there could be workers, and none has begun."""
        return self._workers > 1 and not (self._warming or self._executor)

    def warm(self) -> None:
        """Start the workers beside what is done here, so that they are ready; once."""
        if self.idle:
            self._begin_beside(self._warm)

    def stand_by(self) -> None:
        """Be ready for jobs that come one at a time and take long: copies of this process do them.

        Where there can be no copies now, workers start; where there can be none later, a job is
        done here.
        """
        self._copying = self._workers > 1 and can_be_copied()
        if not self._copying:
            self.warm()

    def _warm(self) -> None:
        with suppress(OSError, EngineError):  # whoever hands in jobs will be told
            executor = self._started()
            with _environment(CHILD), _undisturbed(), _ended_known():
                for _ in range(self._workers):
                    executor.submit(_prepare, self._work)

    def _warmed(self) -> None:
        if self._warming and self._warming.ident:
            self._warming.join()

    def close(self, *, now: bool) -> None:
        """End the workers: `now`, or when they have done what they were given.

        A copy whose result nobody waited for ends at once.
        """
        for copy in self._copies:
            copy.end()
        self._warmed()
        if self._executor is None or self._line is None:
            return
        # The executor forgets its processes; 3.14's own kill_workers is not everywhere yet.
        workers = list((self._executor._processes or {}).values())  # noqa: SLF001
        self._executor.shutdown(wait=not now, cancel_futures=now)
        if now:
            time.sleep(_SETTLE)
            for worker in workers:  # some may not listen to the line yet
                worker.kill()
        self._line.close()
        self._executor = self._line = None

    def _started(self) -> "ProcessPoolExecutor":
        if self._executor is None:
            from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - 20 ms, not in vain
            from multiprocessing import resource_tracker  # noqa: PLC0415

            from pipeline.processes import starting  # noqa: PLC0415

            resource_tracker.ensure_running()  # which undoes `_undisturbed`: not inside
            with _environment(CHILD | _SAFE), _undisturbed():
                way = starting.context(self._work)
            theirs, self._line = way.Pipe(duplex=False)
            self._executor = ProcessPoolExecutor(
                self._workers, way, initializer=_begin, initargs=(theirs,)
            )
        return self._executor


def _awaited(handed: "Future[Iterable[_R]]") -> Iterator[_R]:
    yield from handed.result()


def _unbroken(results: Iterable[_R]) -> Iterator[_R]:
    with _ended_known():
        yield from results


@contextmanager
def _ended_known() -> Iterator[None]:
    """A worker that was killed (as a rule for lack of memory) is a known error."""
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415

    try:
        yield
    except BrokenProcessPool as error:
        raise cut_short() from error


def _prepare(work: str) -> None:
    """Run in a worker that has nothing to do yet: import what its jobs take."""
    from importlib import import_module  # noqa: PLC0415 - workers only

    import_module(work)


def _begin(line: "Connection") -> None:
    """Run in each worker first: the parent alone handles Ctrl-C, and its end is ours."""
    import signal  # noqa: PLC0415 - workers only
    import threading  # noqa: PLC0415

    garbage.seldom()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with, args=(line,), daemon=True).start()


def _leave_with(line: "Connection") -> None:
    with suppress(EOFError, OSError):
        line.recv_bytes()  # nothing is ever sent: it returns when the other end is closed
    os._exit(1)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Keep Ctrl-C waiting, also in children that start meanwhile: they would print tracebacks."""
    import signal  # noqa: PLC0415

    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    try:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    """Set variables for children that start meanwhile, without overriding the user's own."""
    added = [name for name in values if name not in os.environ]
    os.environ.update({name: values[name] for name in added})
    try:
        yield
    finally:
        for name in added:
            del os.environ[name]

"""The `map` that lines are spoken with: processes when there is work for them, and a bar.

Promise: a run in which nothing is new starts no process, and one that speaks nothing shows no bar.
"""

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, TypeVar

from pipeline.cli.reporting import Report, length
from pipeline.processes import ProcessMap, process_map
from pipeline.store import Store
from pipeline.values import replace, value

_WORK = "pipeline.narrating.taking"  # what most jobs are done with
_PATIENCE = 0.5  # seconds before a bar appears: what takes less needs none
_REST = 0.1  # seconds between two looks of it
_WIDTH = 30  # columns


_In = TypeVar("_In")
_Out = TypeVar("_Out")


@contextmanager
def line_mapper(address: str, store: Store, articles: "Mapper") -> Iterator["Mapper"]:
    """A map for what engines say: the one for articles, or over the cluster at an address."""
    if not address:
        yield articles
        return
    from pipeline.narrating.distributing import cluster_map  # noqa: PLC0415 - Dask, when wanted

    with cluster_map(address, store) as cluster:
        articles.report.say(cluster.described)
        yield Mapper(cluster, articles.report)


def processes(workers: int | None) -> AbstractContextManager[ProcessMap]:
    """A map over so many processes (None: one for each core). They end with the block."""
    return process_map(workers or _cores(), _WORK)


class Mapper:
    """Called like `map`. `title` is what the bar is about; jobs with a `weight` count by that."""

    def __init__(self, pool: Callable[..., Iterable[Any]], report: Report) -> None:
        self._pool = pool
        self.report = report
        self.title = ""

    def __call__(self, function: Callable[[_In], _Out], jobs: Iterable[_In]) -> Iterable[_Out]:
        """The results, in order, as they come; workers begin at once."""
        work = list(jobs)
        results: Iterable[_Out] = self._pool(function, work)
        return _watched(results, work, self.title) if self.report.live and work else results


@value
class Bar:
    """A line on stderr that grows. It counts from the first result on: workers take time to start.

    Sizes are in characters to say, or articles, `start` in seconds of the monotonic clock.
    """

    title: str
    total: int
    first: int
    start: float

    def show(self, done: int) -> None:
        """Show how far it is, over the last time."""
        share = done / self.total
        took = time.monotonic() - self.start
        left = took * (self.total - done) / max(done - self.first, 1)
        full = round(share * _WIDTH)
        line = f"{self.title} {'#' * full}{'.' * (_WIDTH - full)} {share:4.0%} {length(left)} left"
        columns = shutil.get_terminal_size().columns - 1
        print(f"\r\x1b[K{line[-columns:]}", end="", file=sys.stderr, flush=True)


def _watched(results: Iterable[_Out], work: list[_In], title: str) -> Iterator[_Out]:
    """The same results, behind a bar."""
    sizes = [int(getattr(job, "weight", 1)) for job in work]
    bar = Bar(title=title, total=sum(sizes), first=sizes[0], start=time.monotonic())
    done, next_look = 0, bar.start + _PATIENCE
    try:
        for size, result in zip(sizes, results, strict=True):
            if not done:
                bar = replace(bar, start=time.monotonic())
            done += size
            if time.monotonic() > next_look and done > bar.first:
                bar.show(done)
                next_look = time.monotonic() + _REST
            yield result
    finally:  # an error, or a voice that is let be: what is told next has a line of its own
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _cores() -> int:
    """How many cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)  # not on macOS
    return len(affinity(0)) if affinity else os.cpu_count() or 1

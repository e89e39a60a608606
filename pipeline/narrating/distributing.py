"""Tasks → a Dask cluster → what came of each. The promise: what the store has is not made again.

Only tasks of plain values go out and only `Told` comes back: sound goes from the worker into the
store. So a worker, the scheduler or this client may end at any moment, and all that is lost is what
was being made.
"""

import logging
import pickle  # as all of Dask's messages are: whoever can send one may run programs there anyway
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from importlib import import_module
from itertools import islice
from typing import Any, TypeAlias

from pipeline import engines
from pipeline.errors import PlaceError
from pipeline.model import Voice
from pipeline.narrating.ahead import Told
from pipeline.narrating.clusters import Link, agreed, linked
from pipeline.narrating.taking import Job
from pipeline.store import Store

Make: TypeAlias = Callable[[Any], Told]
Batch: TypeAlias = tuple[Any, ...]

_BATCH = 8  # tasks that go out together: half a second of work, where a message costs some ms
_ROUNDS = 4  # batches a thread should have at least, so that all end at about the same time
_AHEAD = 200  # batches that are out at once, where _ROUNDS are not more: what Dask holds of them
_WAITS = (1.0, 5.0)  # seconds before a task whose store failed is done again
_GONE = 300.0  # seconds that a scheduler may take to come back
_REST = 1.0  # seconds between two looks for it

_alone = threading.Lock()  # engines keep state: one at a time speaks in a process
_log = logging.getLogger(__name__)


@contextmanager
def cluster_map(address: str, store: Store) -> Iterator["ClusterMap"]:
    """A map over the cluster at an address (see `clusters.linked`) whose workers share the store.

    Raises UsageError, PlaceError; `EngineError` when mapping, if a worker lacks a voice.
    """
    with linked(address) as link:
        found = ClusterMap(link, store)
        try:
            yield found
        finally:
            found.close()


class ClusterMap:
    """Called like `map`, with a module-level function and tasks; gives `Told` in their order."""

    def __init__(self, link: Link, store: Store) -> None:
        self._link = link
        self._store = store
        self._client = link.open()

    @property
    def described(self) -> str:
        """How many can work at once, and where the scheduler's own page is, if it has one."""
        services = self._client.scheduler_info().get("services", {})
        page = f" Its dashboard: {self._client.dashboard_link}" if "dashboard" in services else ""
        return f"The cluster {self._link.address} does {self._threads} things at once.{page}"

    @property
    def _threads(self) -> int:
        threads: dict[str, int] = self._client.nthreads()
        return max(1, sum(threads.values()))

    def __call__(self, make: Make, tasks: Iterable[Any]) -> Iterator[Told]:
        """What came of each task. Raises what `make` does, PlaceError when the cluster is lost."""
        work = list(tasks)
        come: dict[str, Told] = {}
        results = self._results(make, work)
        for task in work:
            while task.key not in come:
                come |= {told.key: told for told in next(results)}
            yield come.pop(task.key)

    def close(self) -> None:
        """Let go of the cluster; what it still does for us is called off."""
        with suppress(Exception):  # it may be gone already
            self._client.close(timeout=5)

    def _results(self, make: Make, work: Sequence[Any]) -> Iterator[tuple[Told, ...]]:
        """What came of all tasks, a batch at a time, whoever ends meanwhile."""
        offered, threads = self._reached({each.voice for each in work if _speaks(each)})
        least = threads * _ROUNDS  # batches that keep all busy
        waiting = dict(enumerate(_batches(work, max(1, min(_BATCH, len(work) // least)))))
        while waiting:
            try:
                for number, told in self._sent(make, waiting, offered, max(_AHEAD, least)):
                    del waiting[number]
                    yield told
            except CancelledError:
                self._come_back()

    def _reached(self, voices: set[Voice]) -> tuple[frozenset[str], int]:
        """As `agreed`; a scheduler that is gone is waited for."""
        while True:
            try:
                return agreed(self._client, self._store, voices)
            except CancelledError:  # it went while nothing was asked of it
                self._come_back()

    def _sent(
        self, make: Make, batches: Mapping[int, Batch], offered: frozenset[str], ahead: int
    ) -> Iterator[tuple[int, tuple[Told, ...]]]:
        """What came of each batch, by its number, as they come; so many are out at once.

        Raises CancelledError when the scheduler is gone, and with it what it was given.
        """
        futures: Any = import_module("distributed").as_completed(loop=self._client.loop)
        rest, sent = iter(tuple(batches)), dict[Any, int]()

        def send(count: int) -> None:
            for number in islice(rest, count):
                future = self._submit(make, batches[number], offered)
                sent[future] = number
                futures.add(future)

        try:
            send(ahead)
            for future in futures:
                send(1)
                number = sent.pop(future)
                yield number, self._told(make, batches[number], future, offered)
        finally:
            with suppress(Exception):
                self._client.cancel(list(sent), force=True)

    def _submit(self, make: Make, batch: Batch, offered: frozenset[str]) -> Any:
        """Send a batch; one of an engine that workers offer places for takes one of them."""
        engine = batch[0].voice.engine if _speaks(batch[0]) else ""
        places = {engine: 1} if engine in offered else None
        try:
            if self._client.status != "closed":
                return self._client.submit(
                    do_batch, make, _packed(batch), pure=False, resources=places
                )
        except Exception:
            if self._client.status != "closed":
                raise
        raise CancelledError  # it has looked for its scheduler for long enough

    def _told(
        self, make: Make, batch: Batch, future: Any, offered: frozenset[str]
    ) -> tuple[Told, ...]:
        """What came of a batch; of one that ended its workers, each task goes out by itself.

        One after the other: whatever a worker had to do when it ended is blamed alike.
        """
        try:
            return tuple(future.result())
        except import_module("distributed").KilledWorker:
            return tuple(self._tried_alone(make, task, offered) for task in batch)

    def _tried_alone(self, make: Make, task: Any, offered: frozenset[str]) -> Told:
        try:
            told: tuple[Told, ...] = self._submit(make, (task,), offered).result()
        except import_module("distributed").KilledWorker:
            words = " ".join(getattr(each, "said", each) for each in getattr(task, "words", ()))
            doing = "Speaking" if _speaks(task) else "Drawing"
            error = f'{doing} "{words[:80]}" ended every worker that tried: change these words.'
            return Told(key=task.key, error=error, fatal=True)
        else:
            return told[0]

    def _come_back(self) -> None:
        """A new client, once the scheduler is there again."""
        _log.warning("The scheduler %s is gone: waiting until it is back.", self._link.address)
        self.close()
        end = time.monotonic() + _GONE
        while True:
            try:
                self._client = self._link.open()
            except PlaceError:
                if time.monotonic() > end:
                    raise
                time.sleep(_REST)
            else:
                return


def do_batch(make: Make, packed: bytes) -> tuple[Told, ...]:
    """Run by a worker: do some tasks, one after the other; again where the store failed.

    Dask's own retries would also be for a task that ends its workers.
    """
    batch: Batch = pickle.loads(zlib.decompress(packed))  # noqa: S301 - see the import
    return tuple(_tried(make, task) for task in batch)


def _packed(batch: Batch) -> bytes:
    """A batch as bytes. As values a scheduler would unpack them, and keep the last thousands."""
    return zlib.compress(pickle.dumps(batch), 1)


def _tried(make: Make, task: Any) -> Told:
    for wait in _WAITS:
        try:
            return _done(make, task)
        except PlaceError:
            time.sleep(wait)
    return _done(make, task)


def _done(make: Make, task: Any) -> Told:
    if _speaks(task) and engines.find(task.voice.engine).online:
        return make(task)  # it waits for a server, which has many places
    with _alone:
        return make(task)


def _batches(work: Sequence[Any], size: int) -> Iterator[Batch]:
    """The tasks in batches of one engine each, in about their order."""
    open_: dict[str, list[Any]] = {}
    for task in work:
        engine = task.voice.engine if _speaks(task) else ""
        batch = open_.setdefault(engine, [])
        batch.append(task)
        if len(batch) == size:
            yield tuple(open_.pop(engine))
    yield from map(tuple, open_.values())


def _speaks(task: Any) -> bool:
    return isinstance(task, Job)

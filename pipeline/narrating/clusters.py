"""An address → a Dask client whose workers can do our work. The promise: one line if they can't.

`distributed` is imported here and in `distributing` alone, and only when a cluster was asked for.
"""

import logging
import os
import platform
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import CancelledError
from contextlib import AbstractContextManager, contextmanager
from importlib import import_module
from ipaddress import ip_address
from typing import Any, TypeAlias, cast
from urllib.parse import urlsplit

import pipeline
from pipeline import engines
from pipeline.errors import EngineError, PlaceError, RenderError, UsageError
from pipeline.model import Voice
from pipeline.patterns import pattern
from pipeline.processes import CHILD
from pipeline.store import Store, recipe_key
from pipeline.values import value

Client: TypeAlias = Any  # distributed's: its types are half written
_Answers: TypeAlias = Mapping[str, tuple[Any, ...]]

_log = logging.getLogger(__name__)
_LOCAL = pattern(r"local:([1-9]\d{0,3})")
_REMOTE = ("tcp://", "tls://")
_TIMEOUT = 10.0  # seconds to reach a scheduler
_KEPT, _LOG = "distributed.admin.low-level-log-length", 100  # messages; profiles, one a second
_PATIENCE = 60.0  # seconds until the first worker is there, or all answer
_REST = 1.0  # seconds until workers are asked again


@value
class Link:
    """The way to a cluster; `open` gives a new client when the old one has lost its scheduler."""

    address: str
    open: Callable[[], Client]


@contextmanager
def linked(address: str) -> Iterator[Link]:
    """A cluster at tcp://… or tls://…, or one of `local:N` processes that ends with the block.

    Certificates for tls:// are those of Dask's own settings. Raises UsageError for another kind of
    address or without `distributed`, PlaceError when nobody answers.
    """
    local = _LOCAL.fullmatch(address)
    if not local and not address.startswith(_REMOTE):
        raise UsageError(
            f"--cluster {address}: write tcp://host:8786, tls://host:8786 or local:4 (processes)"
        )
    try:
        import distributed  # noqa: PLC0415 - 0.5 s, for those who have a cluster
    except ImportError as error:
        raise UsageError(
            '--cluster needs distributed: type pip install "render-episode[cluster]"'
        ) from error
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters, we tell ourselves
    if not local:
        _warn_of_strangers(address)
        yield Link(address=address, open=lambda: _client(distributed, address))
        return
    local_cluster: Any = distributed.LocalCluster
    with (
        _short_memory(),
        local_cluster(
            n_workers=int(local[1]),
            threads_per_worker=1,
            dashboard_address=":0",
            silence_logs=logging.CRITICAL,
            env=dict(CHILD),
        ) as cluster,
    ):
        own = cluster.scheduler_address
        yield Link(address=own, open=lambda: _client(distributed, own))


def _short_memory() -> AbstractContextManager[Any]:
    """What of Dask starts meanwhile keeps fewer of the last messages and profiles than 1,000."""
    config: Any = import_module("dask").config
    return cast("AbstractContextManager[Any]", config.set({_KEPT: _LOG}))


def _warn_of_strangers(address: str) -> None:
    """Say so where words, and the right to run programs on workers, cross a network in clear."""
    name = urlsplit(address).hostname or ""
    try:
        near = ip_address(name).is_loopback
    except ValueError:
        near = name == "localhost" or name.endswith(".localhost")
    if address.startswith("tcp://") and not near:
        _log.warning(
            "%s is not encrypted, and whoever reaches it can run programs on its workers: take "
            "tls:// with certificates of your own, unless nobody else is on that network.",
            address,
        )


def agreed(client: Client, store: Store, voices: Iterable[Voice]) -> tuple[frozenset[str], int]:
    """The resources and the threads that workers have, once each has shown that it can do this.

    Each has our version, sees the store, and has the same engines as we have: a line's key tells
    which. Raises PlaceError or EngineError that name the worker which has not, CancelledError when
    the scheduler is gone.
    """
    probe = recipe_key(probe=os.urandom(16).hex())  # each client's own: there may be several
    store.put("probe", probe, b"")
    wanted = tuple(voices)
    found = _answers(client, store, probe, wanted)
    ours = (*_versions(), _fingerprints(wanted))
    for worker, (seen, _, _, *theirs) in found.items():
        _compare(worker, theirs, ours)
        if not seen:
            raise PlaceError(
                f"The worker {worker} does not see the store {store.root}: name one that all "
                "machines share with --cache, such as s3://bucket/cache"
            )
    offered = frozenset(name for _, names, *_ in found.values() for name in names)
    return offered, max(1, sum(threads for _, _, threads, *_ in found.values()))


def _answers(client: Client, store: Store, probe: str, voices: tuple[Voice, ...]) -> _Answers:
    """What `_about` says on each worker; asked again while one ends instead, or none is there."""
    end = 0.0
    while True:
        problem: object = "there is none"
        try:
            if found := client.run(_about, store, probe, voices):
                return cast("_Answers", found)
        except RenderError:
            raise
        except Exception as error:  # whatever a foreign worker raises: mostly what it lacks
            if client.status != "running":
                raise CancelledError from error
            if not isinstance(error, OSError):
                raise PlaceError(
                    f"The cluster's workers can't run this ({error}): install render-episode "
                    f"{pipeline.__version__} on each of them"
                ) from error
            problem = error
        end = end or time.monotonic() + _PATIENCE
        if time.monotonic() > end:
            raise PlaceError(f"The cluster's workers do not answer ({problem}): mend or start them")
        time.sleep(_REST)


def _compare(worker: str, theirs: Iterable[Any], ours: Iterable[Any]) -> None:
    names = ("render-episode", "Python", "voices")
    for name, their, our in zip(names, theirs, ours, strict=True):
        if their == our:
            continue
        if name == "voices":
            voice = next(each for each in our if their.get(each) != our[each])
            raise EngineError(
                f"The worker {worker} has not the same {voice} as this machine "
                f"({their.get(voice)}): install the same engine and voice there"
            )
        raise PlaceError(
            f"The worker {worker} has {name} {their}, and this machine {our}: install the same"
        )


def _about(
    store: Store, probe: str, voices: tuple[Voice, ...], dask_worker: Any
) -> tuple[Any, ...]:
    """Run on each worker: whether it sees the store, what it offers, its threads and versions."""
    seen, state = store.has("probe", probe), dask_worker.state
    offered = tuple(state.total_resources)
    return seen, offered, state.nthreads, *_versions(), _fingerprints(voices)


def _versions() -> tuple[str, str]:
    return pipeline.__version__, ".".join(platform.python_version_tuple()[:2])


def _fingerprints(voices: Iterable[Voice]) -> dict[str, str]:
    """What each voice's sound depends on, or why it can't be had."""
    found = {}
    for voice in voices:
        try:
            found[str(voice)] = engines.fingerprint(voice)
        except EngineError as error:
            found[str(voice)] = str(error)
    return found


def _client(distributed: Any, address: str) -> Client:
    try:
        with _short_memory():
            client = distributed.Client(address, timeout=_TIMEOUT, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise PlaceError(
            f"No Dask scheduler of our kind answers at {address}: start one (dask scheduler), or "
            "mend the address of --cluster"
        ) from error
    end = time.monotonic() + _PATIENCE
    while not client.nthreads():
        if time.monotonic() > end:
            client.close()
            raise PlaceError(f"No worker came to {address}: start one (dask worker {address})")
        time.sleep(0.2)
    return client

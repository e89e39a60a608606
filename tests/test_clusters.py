"""A real Dask cluster of separate processes: what it makes is the same, whoever of it ends."""

import gc
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from errands import Errand, done, run
from test_archive import made, sounds, three
from test_hosts import _await, _port

import pipeline
from pipeline.errors import EngineError, PlaceError, UsageError
from pipeline.model import Voice
from pipeline.narrating.clusters import agreed
from pipeline.narrating.distributing import ClusterMap, cluster_map
from pipeline.store import Store

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),  # Dask's own, of sockets and loops at its end
]
HERE = Path(pipeline.__file__).parents[1]


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    """Sockets that Dask leaves are found here, where its warnings are let be."""
    yield
    gc.collect()


@contextmanager
def process(*command: str, path: str = "") -> Iterator["subprocess.Popen[bytes]"]:
    path = os.pathsep.join(filter(None, (path, str(HERE), str(HERE / "tests"))))
    line = [sys.executable, "-m", *command]
    there = {**os.environ, "PYTHONPATH": path}
    with subprocess.Popen(line, env=there, stderr=subprocess.DEVNULL) as started:
        try:
            yield started
        finally:
            started.kill()


@contextmanager
def scheduler(port: int) -> Iterator["subprocess.Popen[bytes]"]:
    options = ("--host", "127.0.0.1", "--port", str(port), "--dashboard-address", ":0")
    with process("distributed.cli.dask_scheduler", *options) as started:
        _await(port, started)
        yield started


def worker(
    port: int, *options: str, path: str = ""
) -> AbstractContextManager["subprocess.Popen[bytes]"]:
    """A worker and its nanny; `path` goes before where they look for modules."""
    always = ("--nthreads", "1", "--no-dashboard", "--death-timeout", "60")
    return process(
        "distributed.cli.dask_worker", f"tcp://127.0.0.1:{port}", *always, *options, path=path
    )


def errands(folder: Path, number: int, seconds: float = 0.0) -> list[Errand]:
    folder.mkdir(exist_ok=True)
    return [Errand(key=f"e{each}", folder=str(folder), seconds=seconds) for each in range(number)]


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ClusterMap, Store]]:
    store = Store(root=str(tmp_path_factory.mktemp("two") / "cache"))
    with cluster_map("local:2", store) as cluster:
        yield cluster, store


def test_a_cluster_makes_the_same_bytes(tmp_path: Path) -> None:
    with cluster_map("local:2", Store(root=str(tmp_path / "cache"))) as cluster:
        assert "does 2 things at once" in cluster.described
        told = made(three(tmp_path), tmp_path, lines=cluster)
    alone = made(three(tmp_path), tmp_path / "alone")
    assert sounds(tmp_path / "feed") == sounds(tmp_path / "alone/feed")
    assert {slug: each.spoken for slug, each in told.items()} == {
        slug: each.spoken for slug, each in alone.items()
    }


def test_results_come_in_order_and_a_task_that_ends_workers_is_told(
    two: tuple[ClusterMap, Store], tmp_path: Path
) -> None:
    work = errands(tmp_path / "done", 20)
    work[7] = Errand(key="e7", folder=work[7].folder, deadly=True)
    told = list(two[0](run, work))
    assert [each.key for each in told] == [each.key for each in work]
    assert [each.key for each in told if each.fatal] == ["e7"]
    assert len(done(tmp_path / "done")) == 19


def unpacked(folder: str) -> int:
    """How many of a folder's errands this process holds as values."""
    gc.collect()
    return sum(isinstance(each, Errand) and each.folder == folder for each in gc.get_objects())


def held(folder: str, dask_scheduler: Any) -> tuple[int, int]:
    """The tasks that a scheduler has, and the errands."""
    return len(dask_scheduler.tasks), unpacked(folder)


def kept(dask_scheduler: Any) -> list[int]:
    logs = [each.recent_message_log for each in dask_scheduler.stream_comms.values()]
    return [log.maxlen or 0 for log in (*logs, dask_scheduler.transition_log)]


def kept_by_worker(dask_worker: Any) -> list[int]:
    here = dask_worker
    return [log.maxlen for log in (here.batched_stream.recent_message_log, here.profile_history)]


def test_what_was_done_is_kept_nowhere(tmp_path: Path) -> None:
    port = _port()
    store = Store(root=str(tmp_path / "cache"))
    with (
        scheduler(port),
        worker(port),
        cluster_map(f"tcp://127.0.0.1:{port}", store) as cluster,
    ):
        ask, folder = cluster._client, tmp_path / "done"
        results = iter(cluster(run, errands(folder, 2_000)))
        next(results)
        tasks, values = ask.run_on_scheduler(held, str(folder))
        assert 0 < tasks <= 200 < 2_000 / 8
        assert len(list(results)) == 1_999
        del results
        assert values == ask.run_on_scheduler(held, str(folder))[1] == 0
        assert set(ask.run(unpacked, str(folder)).values()) == {0}
        assert unpacked(str(folder)) == 0


def test_a_cluster_of_ours_keeps_little_of_what_it_did(two: tuple[ClusterMap, Store]) -> None:
    client = two[0]._client
    assert {*client.run_on_scheduler(kept), client.scheduler_comm.recent_message_log.maxlen} == {
        100
    }
    assert {each for found in client.run(kept_by_worker).values() for each in found} == {100}


def test_a_worker_is_killed_in_the_middle(two: tuple[ClusterMap, Store], tmp_path: Path) -> None:
    results = iter(two[0](run, errands(tmp_path / "done", 60, 0.02)))
    next(results)
    victim = done(tmp_path / "done").popitem()[1][0]
    os.kill(victim, signal.SIGKILL)
    assert len(list(results)) == 59
    traces = done(tmp_path / "done")
    assert len(traces) == 60
    assert sum(len(each) for each in traces.values()) <= 60 + 3 * 8  # what it held, once more


def test_the_scheduler_is_killed_and_comes_back(tmp_path: Path) -> None:
    port = _port()
    store = Store(root=str(tmp_path / "cache"))
    address = f"tcp://127.0.0.1:{port}"
    with scheduler(port) as first, worker(port), cluster_map(address, store) as cluster:
        results = iter(cluster(run, errands(tmp_path / "done", 40, 0.05)))
        next(results)
        first.kill()
        first.wait()
        with scheduler(port), worker(port):
            assert len(list(results)) == 39
    assert len(done(tmp_path / "done")) == 40


def test_a_scheduler_that_is_replaced_between_two_batches_of_articles(tmp_path: Path) -> None:
    port, store = _port(), Store(root=str(tmp_path / "cache"))
    with (
        scheduler(port) as first,
        worker(port),
        cluster_map(f"tcp://127.0.0.1:{port}", store) as cluster,
    ):
        list(cluster(run, errands(tmp_path / "done", 2)))
        first.kill()
        first.wait()
        cluster._client.close(timeout=5)  # as it does itself when it has looked for long enough
        with scheduler(port), worker(port):
            told = list(cluster(run, errands(tmp_path / "done", 4)))
    assert [each.key for each in told] == ["e0", "e1", "e2", "e3"]


LEAVING = """  # a worker that ends, once, while it is asked what it is
import os
from pipeline.narrating import clusters

def about(*asked, dask_worker, answer=clusters._about):
    with open(os.environ["ASKED"], "a") as file:
        file.write("asked ")
    if os.path.getsize(os.environ["ASKED"]) == len("asked "):
        os._exit(9)
    return answer(*asked, dask_worker=dask_worker)

clusters._about = about
"""


def test_a_worker_that_ends_while_it_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port, store = _port(), Store(root=str(tmp_path / "cache"))
    (tmp_path / "leaving").mkdir()
    (tmp_path / "leaving/sitecustomize.py").write_text(LEAVING)
    monkeypatch.setenv("ASKED", str(tmp_path / "asked"))
    with (
        scheduler(port),
        worker(port, path=str(tmp_path / "leaving")),
        cluster_map(f"tcp://127.0.0.1:{port}", store) as cluster,
    ):
        told = list(cluster(run, errands(tmp_path / "done", 4)))
    assert (tmp_path / "asked").read_text() == "asked asked "
    assert [each.key for each in told] == ["e0", "e1", "e2", "e3"]


def test_workers_that_offer_places_for_an_engine_alone_get_its_lines(tmp_path: Path) -> None:
    port = _port()
    store = Store(root=str(tmp_path / "cache"))
    offer = ("--resources", "espeak=1")
    address = f"tcp://127.0.0.1:{port}"
    with (
        scheduler(port),
        worker(port),
        worker(port, *offer),
        cluster_map(address, store) as cluster,
    ):
        cluster._client.wait_for_workers(2, timeout=120)
        assert agreed(cluster._client, store, ()) == (frozenset({"espeak"}), 2)
        told = made(three(tmp_path), tmp_path, lines=cluster)
    assert all(each.episode for each in told.values())


@pytest.mark.parametrize("address", ["local:0", "local:x", "http://127.0.0.1:1", "127.0.0.1"])
def test_an_address_of_another_kind_is_wrong_usage(address: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="local:4"), cluster_map(address, Store(str(tmp_path))):
        pass


def test_without_a_scheduler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.narrating.clusters._TIMEOUT", 0.5)
    address = f"tcp://127.0.0.1:{_port()}"
    with (
        pytest.raises(PlaceError, match="dask scheduler"),
        cluster_map(address, Store(str(tmp_path))),
    ):
        pass


def test_without_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match="cluster"), cluster_map("local:1", Store(str(tmp_path))):
        pass


def test_workers_of_another_version_are_refused(
    two: tuple[ClusterMap, Store], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, store = two[0]._client, two[1]
    with pytest.raises(PlaceError, match="does not see the store memory"):
        agreed(client, Store(root="memory://elsewhere"), ())
    here = {"espeak:narrator": "a library of our own"}
    with monkeypatch.context() as patch:
        patch.setattr("pipeline.narrating.clusters._fingerprints", lambda _: here)
        with pytest.raises(EngineError, match="not the same espeak:narrator"):
            agreed(client, store, (Voice(engine="espeak", name="narrator"),))
    monkeypatch.setattr(pipeline, "__version__", "9.9")
    with pytest.raises(PlaceError, match=r"has render-episode .*, and this machine 9\.9"):
        list(two[0](run, errands(tmp_path / "done", 1)))


def test_two_clients_render_the_same_archive(tmp_path: Path) -> None:
    store = Store(root=str(tmp_path / "cache"))
    with cluster_map("local:2", store) as cluster:
        other, requests = ClusterMap(cluster._link, store), three(tmp_path)
        (tmp_path / "cache").mkdir(exist_ok=True)
        feeds = (tmp_path / "one", tmp_path / "two")
        for each in feeds:
            (each / "cache").parent.mkdir()
            (each / "cache").symlink_to(tmp_path / "cache")
        with ThreadPoolExecutor(2) as clients:
            first = clients.submit(made, requests, feeds[0], lines=cluster)
            second = clients.submit(made, requests, feeds[1], lines=other)
            told = (*first.result().values(), *second.result().values())
        assert [each.error for each in told] == [None] * 6
        other.close()
    assert sounds(tmp_path / "one/feed") == sounds(tmp_path / "two/feed")
    assert len(sounds(tmp_path / "one/feed")) == 3

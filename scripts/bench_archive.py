"""What an archive takes: hours of sound a minute, memory, and what more machines would bring.

    --articles N     how many (300 are 60 hours); half of them are under 9 minutes, some an hour
    --write DIR      also write the tables (archive.md) and the plot (archive.svg) there
    --bandwidth MB   what the store takes a second, for the machines that are not here (100)

Each way is a run of `render-episode` in an empty folder: processes, 1 and 2; a Dask cluster of a
scheduler and 1 or 2 workers, each a process of its own. Memory is the largest that each process
held, looked at five times a second. Then the times of single tasks are measured in one process, and
a list scheduler lays them out for up to 64 workers; its word for the measured ways stands beside
what they took. The client, which plans articles and puts episodes together, has two processes.
"""

import argparse
import heapq
import json
import math
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import psutil
from bench import PALETTE, WORDS_A_MINUTE, text

MEDIAN, SPREAD = 1300, 0.8  # words; of their logarithm: so the mean is 1,790, 12 minutes
SHORTEST, LONGEST = 300, 12_000  # words
SIZES = (30, 100)  # articles, for the memory
SAMPLE = 20  # articles, for the times of tasks
BATCH = 8  # tasks that a cluster's worker gets at once
MACHINES = (1, 2, 4, 8, 16, 32, 64)
CLIENT = 2  # processes
LOOK = 0.2  # seconds between two looks at the memory
SHORT_MEMORY = {"DASK_DISTRIBUTED__ADMIN__LOW_LEVEL_LOG_LENGTH": "100"}  # as README says
RENDER = "import sys; from pipeline.cli.render_episode import main; sys.exit(main())"
SHOW = '[show]\ntitle = "A bench"\nguid = "41b7f2f5-7f3a-5b0e-8a60-5f1c0f0e7c55"\n'


def write(folder: Path, count: int) -> None:
    """The articles; so many of them are the same whatever is asked for."""
    die = random.Random(9)  # noqa: S311 - a text, not a secret
    folder.mkdir(parents=True)
    (folder / "show.toml").write_text(SHOW, encoding="utf-8")
    for number in range(count):
        words = min(max(die.lognormvariate(math.log(MEDIAN), SPREAD), SHORTEST), LONGEST)
        article = text(words / WORDS_A_MINUTE, seed=number).replace("A bench", f"Talk {number}", 1)
        (folder / f"talk-{number:03}.md").write_text(article, encoding="utf-8")


# --- Measuring -------------------------------------------------------------------------------


class Watch:
    """The largest memory that groups of processes held, in MiB; of a group the largest process."""

    def __init__(self, **groups: int) -> None:
        self.most: dict[str, float] = defaultdict(float)
        self._groups = {name: psutil.Process(pid) for name, pid in groups.items()}

    def look(self) -> None:
        """Look once; the client's own processes are a group of their own."""
        for name, process in self._groups.items():
            self._see(name, process)
            if name == "client":
                for child in process.children(recursive=True):
                    self._see("its processes", child)

    def _see(self, name: str, process: psutil.Process) -> None:
        try:
            held = process.memory_info().rss / 2**20
        except psutil.NoSuchProcess:
            return
        group = name.rstrip("0123456789")
        self.most[group] = max(self.most[group], held)


def measured(count: int, workers: int, *, cluster: bool) -> dict[str, Any]:
    """One way through an archive: seconds, hours of sound, lines, memory by process in MiB."""
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as stack:
        folder = Path(scratch) / "show"
        write(folder, count)
        options, groups = ["--workers", str(workers), "--json"], {}
        if cluster:
            address, groups = stack.enter_context(_Cluster(workers, Path(scratch)))
            options += ["--cluster", address]
        start = time.perf_counter()
        with (Path(scratch) / "out").open("wb") as out, (Path(scratch) / "log").open("wb") as log:
            command = [sys.executable, "-c", RENDER, ".", *options]
            client = subprocess.Popen(command, cwd=folder, stdout=out, stderr=log)
            watch = Watch(client=client.pid, **groups)
            while client.poll() is None:
                watch.look()
                time.sleep(LOOK)
        seconds = time.perf_counter() - start
        if client.returncode:
            sys.exit((Path(scratch) / "log").read_text())
        made = json.loads((Path(scratch) / "out").read_bytes())["episodes"]
    return {
        "way": "Dask" if cluster else "processes",
        "workers": workers,
        "articles": count,
        "seconds": seconds,
        "hours": sum(each["seconds"] for each in made) / 3600,
        "lines": sum(each["work"]["spoken"] for each in made),
        "memory": dict(watch.most),
    }


class _Cluster:
    """A scheduler and so many workers of one thread; gives its address, and the processes."""

    def __init__(self, workers: int, folder: Path) -> None:
        self._workers, self._folder = workers, folder
        self._started: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> tuple[str, dict[str, int]]:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = str(free.getsockname()[1])
        address = f"tcp://127.0.0.1:{port}"
        always = ("--dashboard-address", ":0")
        self._start("scheduler", "--host", "127.0.0.1", "--port", port, *always)
        for _ in range(self._workers):
            self._start("worker", address, "--nthreads", "1", "--no-nanny", *always)
        names = ("scheduler", *(f"worker{number}" for number in range(self._workers)))
        pids = (each.pid for each in self._started)
        return address, dict(zip(names, pids, strict=True))

    def __exit__(self, *_: object) -> None:
        for each in self._started:  # they hold nothing; a worker may wait for its scheduler's word
            each.kill()
        for each in self._started:
            each.wait()

    def _start(self, what: str, *options: str) -> None:
        command = [sys.executable, "-m", f"distributed.cli.dask_{what}", *options]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        there = {**os.environ, **SHORT_MEMORY}
        self._started.append(subprocess.Popen(command, cwd=self._folder, env=there, **quiet))


def times(count: int) -> dict[str, Any]:
    """How long single tasks take, in one process that does nothing else."""
    with tempfile.TemporaryDirectory() as scratch:
        write(Path(scratch) / "show", count)
        command = [sys.executable, __file__, "--times", scratch]
        done = subprocess.run(command, check=True, capture_output=True)
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def tasks(scratch: Path) -> None:
    """Render what lies there, and print the seconds of each task and the bytes it left."""
    from pipeline import archive, render  # noqa: PLC0415 - in a process of its own
    from pipeline.config import load_show  # noqa: PLC0415
    from pipeline.render import Request  # noqa: PLC0415
    from pipeline.store import Store  # noqa: PLC0415

    took: dict[str, list[float]] = defaultdict(list)

    def timed(function: Callable[[Any], Any], jobs: Iterable[Any]) -> Iterator[Any]:
        for job in jobs:
            start = time.perf_counter()
            result = function(job)
            took[function.__name__].append(time.perf_counter() - start)
            yield result

    def rebuild(*given: Any) -> None:
        start = time.perf_counter()
        build(*given)
        took["rebuild"].append(time.perf_counter() - start)

    build, render.rebuild = render.rebuild, rebuild
    folder, store = scratch / "show", Store(root=str(scratch / "cache"))
    show = load_show(folder / "show.toml")
    paths = sorted(folder.glob("*.md"))
    requests = [Request(path=path, slug=path.stem, show=show) for path in paths]
    start = time.perf_counter()
    done = list(archive.render_all(requests, store=store, feed=scratch / "feed", map=timed))
    seconds = sum(each.episode.seconds for each in done if each.episode)
    once = time.perf_counter() - start - sum(map(sum, took.values()))
    whole = {"articles": len(done), "hours": seconds / 3600, "bytes": store.size(), "once": once}
    print(json.dumps({**whole, **took}))


# --- Machines that are not here --------------------------------------------------------------


def makespan(durations: Iterable[float], workers: int) -> float:
    """Seconds until all is done: each task goes to whoever is free first."""
    free = [0.0] * workers
    for seconds in durations:
        heapq.heapreplace(free, free[0] + seconds)
    return max(free)


class Costs(NamedTuple):
    """Seconds that a cluster's batch takes besides its tasks, and bytes a second of the store."""

    overhead: float
    store: float


def simulated(
    known: dict[str, Any], articles: int, workers: int, client: int, costs: Costs
) -> float:
    """Seconds for so many articles like those that are known, with so many processes at hand."""
    die = random.Random(4)  # noqa: S311
    scale = articles / known["articles"]

    def like(name: str) -> list[float]:
        return die.choices(known[name], k=round(len(known[name]) * scale))

    making = like("make")
    if costs.overhead:
        batches = (making[at : at + BATCH] for at in range(0, len(making), BATCH))
        making = [sum(batch) + costs.overhead for batch in batches]
    lines = max(makespan(making, workers), known["bytes"] * scale / costs.store)
    apart = makespan(like("prepare"), client) + makespan(like("finish"), client)
    return known["once"] + apart + lines + sum(known["rebuild"]) * scale


def tables(rows: Sequence[dict[str, Any]], known: dict[str, Any], store: float) -> Iterator[str]:
    """What was measured, in Markdown, and what the simulation says of the same."""
    whole = [row for row in rows if row["articles"] == max(each["articles"] for each in rows)]
    first = {row["way"]: row["seconds"] for row in whole if row["workers"] == 1}
    overhead = per_batch(whole)
    heads = "way workers articles hours seconds hours/minute efficiency simulated"
    yield f"| {' | '.join(heads.split())} |"
    yield "|:--|--:|--:|--:|--:|--:|--:|--:|"
    for row in whole:
        costs = Costs(overhead if row["way"] == "Dask" else 0.0, store)
        told = simulated(known, row["articles"], row["workers"], row["workers"], costs)
        efficiency = first[row["way"]] / row["workers"] / row["seconds"]
        yield (
            f"| {row['way']} | {row['workers']} | {row['articles']} | {row['hours']:.1f} "
            f"| {row['seconds']:.1f} | {60 * row['hours'] / row['seconds']:.2f} "
            f"| {efficiency:.2f} | {told:.1f} |"
        )
    for workers in (1, 2):
        pair = {row["way"]: row["seconds"] for row in whole if row["workers"] == workers}
        yield f"\nDask with {workers}: {pair['Dask'] / pair['processes'] - 1:+.0%} of the time."
    yield "\n| way | articles | client MiB | its processes | scheduler | worker |"
    yield "|:--|--:|--:|--:|--:|--:|"
    for row in sorted(rows, key=lambda each: (each["way"], each["articles"])):
        if row["workers"] == CLIENT:
            held = [row["memory"].get(name, 0) for name in GROUPS]
            cells = " | ".join(f"{mib:.0f}" if mib else "" for mib in held)
            yield f"| {row['way']} | {row['articles']} | {cells} |"


GROUPS = ("client", "its processes", "scheduler", "worker")


def per_batch(rows: Sequence[dict[str, Any]]) -> float:
    """Seconds that a cluster takes for a batch besides its tasks, with one worker."""
    alone = {row["way"]: row for row in rows if row["workers"] == 1}
    extra = alone["Dask"]["seconds"] - alone["processes"]["seconds"]
    return max(0.001, extra / math.ceil(alone["Dask"]["lines"] / BATCH))


def plot(rows: Sequence[dict[str, Any]], known: dict[str, Any], store: float) -> str:
    """Hours of sound a minute against workers, both logarithmic, as SVG."""
    whole = [row for row in rows if row["articles"] == max(each["articles"] for each in rows)]
    articles, hours = whole[0]["articles"], whole[0]["hours"]
    costs, pace = Costs(per_batch(whole), store), {}
    for name, client in ((f"client of {CLIENT}", CLIENT), ("client of 8", 8)):
        took = [simulated(known, articles, each, client, costs) for each in MACHINES]
        pace[name] = [60 * hours / seconds for seconds in took]
    pace["ideal"] = [pace[f"client of {CLIENT}"][0] * each for each in MACHINES]
    dots = [(row["workers"], 60 * row["hours"] / row["seconds"], row["way"]) for row in whole]
    low = min(each for _, each, _ in dots) / 1.5
    high = max(map(max, pace.values()))

    def place(workers: float, value: float) -> tuple[float, float]:
        across = 70 + 480 * math.log(workers) / math.log(MACHINES[-1])
        return across, 350 - 320 * math.log(value / low) / math.log(high / low)

    marks = []
    for (name, values), colour in zip(pace.items(), PALETTE[1:], strict=False):
        points = [place(each, value) for each, value in zip(MACHINES, values, strict=True)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        marks.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        x, y = points[-1]
        marks.append(f'<text x="{x + 8:.1f}" y="{y + 4:.1f}" fill="{colour}">{name}</text>')
    for workers, value, way in dots:
        x, y = place(workers, value)
        fill = "#c0392b" if way == "Dask" else "#fff"
        marks.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{fill}" stroke="#c0392b"/>')
    for workers in MACHINES:
        x, _ = place(workers, low)
        marks.append(f'<text x="{x:.1f}" y="376" text-anchor="middle">{workers}</text>')
    for power in range(math.ceil(math.log2(low)), math.floor(math.log2(high)) + 1):
        _, y = place(1, 2.0**power)
        marks.append(f'<text x="62" y="{y + 4:.1f}" text-anchor="end">{2.0**power:g}</text>')
        marks.append(f'<line x1="70" y1="{y:.1f}" x2="550" y2="{y:.1f}" stroke="#ccc"/>')
    marks.append('<text x="70" y="18">hours of sound a minute, by workers</text>')
    marks.append('<text x="70" y="34" fill="#c0392b">measured: ● Dask, ○ processes</text>')
    body, style = "\n".join(marks), 'font-family="sans-serif" font-size="12"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 660 390" {style}>'
        f'<rect width="660" height="390" fill="#fff"/>\n{body}\n</svg>\n'
    )


def main() -> None:
    """Measure, lay out, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--bandwidth", type=float, default=100, help=argparse.SUPPRESS)
    parser.add_argument("--write", type=Path, metavar="DIR")
    parser.add_argument("--times", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.times:
        tasks(chosen.times)
        return
    sizes = [(size, CLIENT) for size in SIZES if size < chosen.articles]
    sizes += [(chosen.articles, workers) for workers in (1, 2)]
    runs = [(*size, cluster) for size in sizes for cluster in (False, True)]
    rows = []
    for count, workers, cluster in runs:
        row = measured(count, workers, cluster=cluster)
        told = f"{row['way']} of {workers}: {count} articles, {row['hours']:.1f} hours of sound"
        print(f"{told} in {row['seconds']:.0f} s", file=sys.stderr, flush=True)
        rows.append(row)
    known, store = times(min(SAMPLE, chosen.articles)), chosen.bandwidth * 1e6
    table = "\n".join(tables(rows, known, store)) + "\n"
    print(table)
    if chosen.write:
        (chosen.write / "archive.md").write_text(table, encoding="utf-8")
        (chosen.write / "archive.svg").write_text(plot(rows, known, store), encoding="utf-8")


if __name__ == "__main__":
    main()

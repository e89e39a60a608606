"""Articles → episodes in the feed. Promise: a bad one stops no good one."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from pipeline import aligning, archive, publishing, render
from pipeline.cli import voicing
from pipeline.cli.asking import Asked
from pipeline.cli.batching import Row, remember, row, sum_up
from pipeline.cli.choosing import Choice, Failures, choose, tell_rest
from pipeline.cli.mapping import Mapper, line_mapper, processes
from pipeline.cli.reporting import Report, command, count, length, size
from pipeline.cli.surveying import Survey, founding, show_for, survey
from pipeline.cli.waiting import open_last, open_rooms
from pipeline.config.identity import keep_show
from pipeline.config.page import shown
from pipeline.errors import PlaceError, RenderError, UsageError
from pipeline.model import Episode, Show
from pipeline.processes import ProcessMap
from pipeline.store import Store, open_store
from pipeline.values import asdict

Work: TypeAlias = dict[str, Any]  # lines spoken and from the store, seconds by step
Made: TypeAlias = tuple[render.Request, Work]

_NONE: Work = {"spoken": 0, "stored": 0, "seconds": {"lines": 0.0, "total": 0.0}}
# Bytes of an article that is worth other processes: a new one of a minute and a half, or one that
# is made again, whose captions alone take a while: two hours.
_LONG, _AGAIN = 1_500, 100_000


def make_all(asked: Asked, report: Report) -> int:
    """Make what is new or changed, and build the feed. Raises what stops all of them."""
    if asked.verify and not aligning.installed():
        raise UsageError('--verify needs pocketsphinx: type pip install "render-episode[verify]"')
    failures = Failures()
    with (
        survey(asked) as found,
        report.listening() as warnings,
        founding(found),
        processes(asked.workers) as pool,
    ):
        if _is_work(found, asked):
            pool.warm()
        show = show_for(found, asked)
        choice = choose(found, show, asked, failures)
        workers = Mapper(pool, report)
        with _prepared(choice, show, found, asked, pool):
            made = _make(choice, workers, found, asked, report, failures)
        if not made:  # what is new has a mistake: nobody waits for what workers began
            pool.close(now=True)
        if not made and not failures.found and found.place.feed.is_dir():
            _rebuild(show, found.place.feed)
    tell_rest(choice, report)
    _bound(open_store(found.place.cache), asked.cache_size, report)
    if found.sources and not failures.found:
        _tell_feed(found, report)
        if made and (better := voicing.better_voice(show)):
            report.say(f"A neural voice, in the public domain: {better}")
    if report.as_json and (made or not failures.found):
        every = [*made, *((request, _NONE) for request in choice.unchanged)]
        entries = [_entry(request, work, found) for request, work in every]
        report.document(_document(entries, found, choice, failures, warnings))
    return failures.tell(report, found.count)


def _make(  # noqa: PLR0917 - all that was found out before
    choice: Choice,
    workers: Mapper,
    found: Survey,
    asked: Asked,
    report: Report,
    failures: Failures,
) -> list[Made]:
    """What was made, and the work it was; what it is stands in its record."""
    store = open_store(found.place.cache)
    store.sweep()
    made: list[Made] = []
    if not (choice.chosen or asked.report or asked.clips):
        return made
    several = len(choice.chosen) > 1
    rows: list[Row] = []
    start = time.monotonic()
    way = _one if len(choice.chosen) == 1 and not asked.cluster else _many
    for done in way(choice.chosen, store, found, workers, asked):
        rows.append(row(done))
        if done.error:
            failures.found.append((done.request.url or done.request.path, done.error))
        if done.episode:
            work = _work(done)
            if not made:
                keep_show(done.request.show, found.place.feed)
            if not several:
                _tell(done.episode, work, found, report)
            made.append((done.request, work))
    took = time.monotonic() - start
    if asked.report or asked.clips:
        _review(choice, store, found, workers, asked, report, failures)
    if several:
        sum_up(rows, took, report)
    remember(rows, took, store, asked.cluster)
    return made


def _is_work(found: Survey, asked: Asked) -> bool:
    """Whether processes will be needed, as far as a name tells: for what is new, long, and here."""
    return not asked.cluster and any(
        each.path.is_file() and each.path.stat().st_size > _LONG for each in found.new
    )


@contextmanager
def _prepared(
    choice: Choice, show: Show, found: Survey, asked: Asked, pool: ProcessMap
) -> Iterator[None]:
    """What an article needs sooner or later is done where there is time for it."""
    if pool.idle and len(choice.chosen) == 1 and not asked.cluster:
        with render.begun(choice.chosen[0]):
            open_rooms(show)
            if _is_long(choice):
                near = open_store(found.place.cache).near  # copies would share connections
                (pool.stand_by if near else pool.warm)()
            yield
    else:
        pool.meanwhile = partial(open_last, show)
        yield


def _is_long(choice: Choice) -> bool:
    """Whether processes will be needed for one that is made again, of which few lines are new."""
    return any(
        request.path.stat().st_size > _AGAIN for request in choice.chosen if request.path.is_file()
    )


def _review(  # noqa: PLR0917
    choice: Choice,
    store: Store,
    found: Survey,
    lines: Mapper,
    asked: Asked,
    report: Report,
    failures: Failures,
) -> None:
    """The report and the clips of each episode that stands."""
    from pipeline.cli.reviewing import review  # noqa: PLC0415 - only here

    failed = {path for path, _ in failures.found}
    for request in (*choice.chosen, *choice.unchanged):
        if (request.url or request.path) not in failed:
            with failures.of(request.url or request.path):
                review(request, store, found.place.feed, lines, asked, report)


def _one(
    chosen: Sequence[render.Request], store: Store, found: Survey, workers: Mapper, asked: Asked
) -> Iterator["archive.Finished"]:
    """The one article, whose lines share the workers."""
    (request,) = chosen
    workers.title, feed = request.slug, found.place.feed
    start = time.perf_counter()
    try:
        outcome = render.render(request, store=store, feed=feed, verify=asked.verify, map=workers)
    except RenderError as error:
        yield archive.Finished(request=request, error=error)
    else:
        yield archive.finished(request, outcome, time.perf_counter() - start)


def _many(
    chosen: Sequence[render.Request], store: Store, found: Survey, workers: Mapper, asked: Asked
) -> Iterator["archive.Finished"]:
    """All articles, which share the workers, and the cluster if there is one."""
    start, feed = time.monotonic(), found.place.feed
    with line_mapper(asked.cluster, store, workers) as lines:
        workers.title = lines.title = count(len(chosen), "article")
        every = archive.render_all(
            chosen, store=store, feed=feed, verify=asked.verify, map=workers, lines=lines
        )
        for number, done in enumerate(every, 1):
            yield done
            left = (time.monotonic() - start) / number * (len(chosen) - number)
            title = f"{number:,} of {len(chosen):,} articles, {length(left)} to go:"
            workers.title = lines.title = title


def _work(done: "archive.Finished") -> Work:
    return {"spoken": done.spoken, "stored": done.lines - done.spoken, "seconds": done.seconds}


def _bound(store: Store, limit: int | None, report: Report) -> None:
    """Keep the store within its bound, and say how much it holds to those who want to know."""
    if limit is None:
        if report.verbose:
            report.detail(f"The store {store.root} holds {size(store.size())}.")
        return
    gone = store.prune(limit)
    left = store.size()
    report.say(f"The store holds {size(left)}" + (f", after {size(gone)} went." if gone else "."))
    if left > limit:
        report.say("  what is left can't be made again, or is another render's: it stays")


def _rebuild(show: Show, feed: Path) -> None:
    """Build the feed again, if there is one: show.toml may have changed, or a run have died."""
    if (feed / "feed.xml").is_file() or any(feed.glob(f"[!.]*/{publishing.RECORD}")):
        keep_show(show, feed)
        render.rebuild(show, feed)


def _tell(episode: Episode, work: Work, found: Survey, report: Report) -> None:
    sound = next((file.name for file in episode.files if file.kind == "audio"), "")
    report.say(f"“{episode.title}”")
    report.say(
        f"  {length(episode.seconds)} in {count(len(episode.chapters), 'chapter')}, "
        f"made in {length(work['seconds']['total'])}: {count(work['spoken'], 'line')} spoken, "
        f"{work['stored']:,} from the store"
    )
    report.say(f"  {shown(found.place.feed / episode.slug / sound)}")
    if episode.status != "published":
        report.say(f"  not in the feed: its status is “{episode.status}”")


def _tell_feed(found: Survey, report: Report) -> None:
    feed = found.place.feed
    if not (feed / "feed.xml").is_file():
        return
    typed = command("serve-feed")
    option = "" if feed == found.place.root / "feed" else f" --feed {shown(feed)}"
    report.say(f"The feed is {shown(feed / 'feed.xml')}. To subscribe to it, type {typed}{option}")


def _entry(request: render.Request, work: Work, found: Survey) -> dict[str, Any]:
    """The record of an episode, and the work it was."""
    episode = publishing.read(found.place.feed, request.slug)
    if episode is None:
        raise PlaceError(f"the record of {request.slug} has gone: render it again")
    return {**asdict(episode), "work": work}


def _document(
    entries: list[dict[str, Any]],
    found: Survey,
    choice: Choice,
    failures: Failures,
    warnings: list[str],
) -> dict[str, Any]:
    """The record and its work when one article was named; else all of them."""
    if found.single and entries:
        return {**entries[0], "warnings": warnings}
    return {
        "feed": shown(found.place.feed / "feed.xml"),
        "episodes": entries,
        "waiting": [shown(path) for path in choice.waiting],
        "failed": failures.as_json(),
        "warnings": warnings,
    }

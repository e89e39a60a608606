"""Many articles → many episodes, with no step that waits for a single one.

    prepare(each)            plan it, and see which lines and which cover the store lacks
    map(make, all of those)  once each, the longest first: here, or on a cluster
    finish(each)             takes from the store joined, mastered, published
    rebuild(feed)            once

Promise: a bad article stops no other, and what comes out is what `render.render` makes of each,
byte for byte. Articles are taken some dozens at a time, so that memory does not grow with the
archive, and what was finished before an interruption stands in the feed.
"""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import field, replace
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

from pipeline import illustrating, narrating, publishing, render
from pipeline.errors import EngineError, RenderError
from pipeline.illustrating import Drawing
from pipeline.model import Episode, Voice, value
from pipeline.narrating import Job, Told
from pipeline.render import Request
from pipeline.store import Store

Map: TypeAlias = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
Task: TypeAlias = Job | Drawing

_AT_ONCE = 100  # articles: some 15,000 lines, whose jobs take 60 MB
_PATIENCE = 20  # lines that a voice may fail one after the other before it is let be

_log = logging.getLogger(__name__)


@value
class Case:
    """An article, and where its episode goes."""

    request: Request
    store: Store
    feed: Path
    verify: bool = False


@value
class Ready:
    """What an article still needs before it can be finished, or why it never can."""

    tasks: tuple[Task, ...] = ()
    error: RenderError | None = None
    warnings: tuple[str, ...] = ()


@value
class Finished:
    """An episode and the work it was; `error` instead, if there is none.

    `lines` it has, `spoken` by an engine in this run; a line that two episodes have counts for the
    first. `seconds` that each step took after the lines were there.
    """

    request: Request
    episode: Episode | None = None
    error: RenderError | None = None
    lines: int = 0
    spoken: int = 0
    seconds: Mapping[str, float] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def render_all(  # noqa: PLR0913 - the requests, and all that becomes of them
    requests: Sequence[Request],
    *,
    store: Store,
    feed: Path,
    verify: bool = False,
    map: Map = map,  # noqa: A002 - it is the builtin, or a pool's
    lines: Map | None = None,
) -> Iterator[Finished]:
    """Make many episodes, and give each as it is finished; those that fail come with their error.

    `map` is over articles, which lie here; `lines` over what an engine says, which may happen
    elsewhere (default: the same map). Raises PlaceError when store or feed can't be used.
    """
    cases = (Case(request=each, store=store, feed=feed, verify=verify) for each in requests)
    while some := tuple(islice(cases, _AT_ONCE)):
        finished = False
        for done in _batch(some, map, lines or map):
            finished = finished or done.episode is not None
            yield done
        if finished:
            render.rebuild(some[0].request.show, feed)


def prepare(case: Case) -> Ready:
    """Plan an article; what it needs that the store lacks. Raises no RenderError: it is told."""
    with _heard() as warnings:
        try:
            request = render.settled(case.request, case.feed)
            plan = render.plan(request)
            show, script = request.show, plan.script
            jobs = narrating.missing(
                script, script.cast, case.store, sound=show.sound, verify=case.verify
            )
            series = publishing.lacks_cover(show, case.feed)
            drawings = illustrating.missing(plan.article, show, case.store, series=series)
        except RenderError as error:
            return Ready(error=error, warnings=tuple(warnings))
    return Ready(tasks=(*jobs, *drawings), warnings=tuple(warnings))


def make(task: Task) -> Told:
    """Do one task, here or on another machine: the result lies in the store."""
    if isinstance(task, Job):
        return narrating.speak_ahead(task)
    illustrating.draw(task)
    return Told(key=task.key)


def finish(case: Case) -> Finished:
    """The episode of an article whose lines are in the store; what is not is spoken here."""
    start = time.perf_counter()
    with _heard() as warnings:
        try:
            outcome = render.render(
                case.request, store=case.store, feed=case.feed, verify=case.verify, build=False
            )
        except RenderError as error:
            return Finished(request=case.request, error=error, warnings=tuple(warnings))
    done = finished(case.request, outcome, time.perf_counter() - start)
    return replace(done, warnings=tuple(warnings))


def finished(request: Request, outcome: render.Outcome, seconds: float) -> Finished:
    """What is told of an episode; `seconds` is how long the whole took."""
    takes = outcome.narration.takes
    return Finished(
        request=request,
        episode=outcome.episode,
        lines=len(takes),
        spoken=sum(take.spoken for take in takes),
        seconds={**outcome.seconds, "total": round(seconds, 3)},
    )


def _batch(cases: Sequence[Case], mapper: Map, lines: Map) -> Iterator[Finished]:
    """Some articles through all three steps."""
    good: dict[str, Case] = {}
    tasks: dict[str, Task] = {}
    owners: dict[str, str] = {}  # the first article that needs it, by task
    for case, ready in zip(cases, _prepared(cases, mapper), strict=True):
        _tell(ready.warnings)
        if ready.error:
            yield Finished(request=case.request, error=ready.error)
        else:
            good[case.request.slug] = case
            tasks |= {task.key: task for task in ready.tasks if task.key not in tasks}
            owners |= dict.fromkeys(tasks.keys() - owners.keys(), case.request.slug)
    spoken: Counter[str] = Counter()
    for told in _made(tasks.values(), lines):
        spoken[owners[told.key]] += told.spoken
        if told.fatal and owners[told.key] in good:
            case = good.pop(owners[told.key])
            yield Finished(request=case.request, error=EngineError(told.error))
    for done in mapper(finish, good.values()):
        _tell(done.warnings)
        yield replace(done, spoken=done.spoken + spoken[done.request.slug])


def _prepared(cases: Sequence[Case], mapper: Map) -> Iterator[Ready]:
    """Each article's needs. The first one is looked at here, and measures the voices for all."""
    yield prepare(cases[0])
    if cases[1:]:
        yield from mapper(prepare, cases[1:])


def _made(tasks: Iterable[Task], lines: Map) -> Iterator[Told]:
    """What came of the tasks, until a voice has failed too often to go on asking it.

    What is left then is spoken article by article, each of which finds its fallback or its error.
    """
    waiting = sorted(tasks, key=lambda task: -task.weight)
    failed: Counter[Voice] = Counter()
    if not waiting:
        return
    for task, told in zip(waiting, lines(make, waiting), strict=True):
        yield told
        if isinstance(task, Job):
            failed[task.voice] = failed[task.voice] + 1 if told.error else 0
            if failed[task.voice] >= _PATIENCE:
                return


def _tell(warnings: Iterable[str]) -> None:
    for warning in warnings:
        _log.warning("%s", warning)


@contextmanager
def _heard() -> Iterator[list[str]]:
    """What the rooms warn of in here: it may be said in a process that nobody listens to."""
    ear = _Ear(logging.WARNING)
    logger = logging.getLogger("pipeline")
    others, logger.handlers = logger.handlers, [ear]
    try:
        yield ear.told
    finally:
        logger.handlers = others


class _Ear(logging.Handler):
    """Keeps what it is told."""

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        self.told.append(record.getMessage())

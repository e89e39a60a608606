"""Many articles → many episodes, with no step that waits for a single one.

    prepare(each)            plan it, and see which lines and which pictures the store lacks
    map(make, all of those)  once each, the shortest last: here, or on a cluster
    finish(each)             takes from the store joined, mastered, published
    rebuild(feed)            once

Promise: a bad article stops no other, and what comes out is what `render.render` makes of each,
byte for byte. Articles are taken some dozens at a time, so that memory does not grow with the
archive, and what was finished before an interruption stands in the feed.
"""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

from pipeline import illustrating, narrating, publishing, render, warned
from pipeline.errors import EngineError, RenderError
from pipeline.illustrating import Drawing
from pipeline.model import Episode, Voice
from pipeline.narrating import Job, Told
from pipeline.render import Request
from pipeline.store import Store
from pipeline.values import field, replace, value

Map: TypeAlias = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
Task: TypeAlias = Job | Drawing

_AT_ONCE = 100  # articles: some 15,000 lines, whose jobs take 60 MB
_LAST = 10  # of how many tasks one is kept for the end
_PATIENCE = 20  # lines that a voice may fail one after the other before it is let be


@value
class Case:
    """An article, and where its episode goes. `failed`: the voices that gave it up, and why."""

    request: Request
    store: Store
    feed: Path
    verify: bool = False
    failed: Mapping[Voice, str] = field(default_factory=dict)


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
    with warned.gathered() as warnings:
        try:
            request = render.settled(case.request, case.feed)
            plan = render.plan(request, case.store)
            show, script = request.show, plan.script
            jobs = narrating.missing(
                script,
                script.cast,
                case.store,
                sound=show.sound,
                verify=case.verify,
                failed=case.failed,
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
    with warned.gathered() as warnings:
        try:
            outcome = render.render(
                case.request,
                store=case.store,
                feed=case.feed,
                verify=case.verify,
                failed=case.failed,
                build=False,
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
    """Some articles through all three steps; the second again for roles whose voice failed."""
    good: dict[str, Case] = {}
    work = _Work()
    for case, ready in zip(cases, _prepared(cases, mapper), strict=True):
        warned.tell(ready.warnings)
        if ready.error:
            yield Finished(request=case.request, error=ready.error)
        else:
            good[case.request.slug] = case
            work.add(case.request.slug, ready.tasks)
    while work.waiting:
        for slug, error in work.do(lines):
            if case_ := good.pop(slug, None):
                yield Finished(request=case_.request, error=EngineError(error))
        again = [
            replace(case, failed={**case.failed, **failed})
            for slug, case in good.items()
            if (failed := work.failures(slug))
        ]
        for case, ready in zip(again, mapper(prepare, again) if again else (), strict=True):
            good[case.request.slug] = case  # what is wrong, `finish` will tell
            work.add(case.request.slug, ready.tasks)
    for done in mapper(finish, good.values()):
        warned.tell(done.warnings)
        yield replace(done, spoken=done.spoken + work.spoken[done.request.slug])


class _Work:
    """The tasks of some articles, each done once, and what came of them."""

    def __init__(self) -> None:
        self.waiting: dict[str, Task] = {}
        self.spoken: Counter[str] = Counter()  # lines, by the first article that has them
        self._owners: dict[str, str] = {}
        self._needs: dict[str, tuple[tuple[str, Voice], ...]] = {}  # lines of an article
        self._failed: dict[str, str] = {}  # lines that could not be spoken, and why

    def add(self, slug: str, tasks: Iterable[Task]) -> None:
        """An article's tasks; what another has too, or what is done, is not done again."""
        listed = tuple(tasks)
        self.waiting |= {each.key: each for each in listed if each.key not in self._owners}
        self._owners |= {each.key: slug for each in listed if each.key not in self._owners}
        said = (each for each in listed if isinstance(each, Job))
        self._needs[slug] = tuple((each.key, each.voice) for each in said)

    def do(self, lines: Map) -> Iterator[tuple[str, str]]:
        """Do all that waits; the articles that a line has ended for good, each with the reason."""
        waiting, self.waiting = self.waiting, {}
        for told in _made(waiting.values(), lines):
            slug = self._owners[told.key]
            self.spoken[slug] += told.spoken
            if told.fatal:
                yield slug, told.error
            elif told.error:
                self._failed[told.key] = told.error

    def failures(self, slug: str) -> Mapping[Voice, str]:
        """The voices that failed in an article and for which there is another, with the reason."""
        return {
            voice: self._failed[key]
            for key, voice in self._needs[slug]
            if key in self._failed and voice.fallback
        }


def _prepared(cases: Sequence[Case], mapper: Map) -> Iterator[Ready]:
    """Each article's needs. The first one is looked at here, and measures the voices for all."""
    yield prepare(cases[0])
    if cases[1:]:
        yield from mapper(prepare, cases[1:])


def _made(tasks: Iterable[Task], lines: Map) -> Iterator[Told]:
    """What came of the tasks. A voice that has failed too often is not asked for the rest."""
    waiting = {task.key: task for task in _ordered(tasks)}
    failed: Counter[Voice] = Counter()
    while waiting:
        for told in lines(make, list(waiting.values())):
            task = waiting.pop(told.key)
            yield told
            if isinstance(task, Job):
                failed[task.voice] = failed[task.voice] + 1 if told.error else 0
                if failed[task.voice] >= _PATIENCE:
                    yield from _given_up(task.voice, told.error, waiting)
                    break


def _ordered(tasks: Iterable[Task]) -> Sequence[Task]:
    """The lightest last, so that all workers end at about the same time; else in no order.

    So two clients that fill one store seldom make the same thing at the same moment.
    """
    listed = list(tasks)
    random.shuffle(listed)
    light = sorted(each.weight for each in listed)[len(listed) // _LAST] if listed else 0
    return sorted(listed, key=lambda task: task.weight <= light)


def _given_up(voice: Voice, error: str, waiting: dict[str, Task]) -> Iterator[Told]:
    """What waits for a voice that is no more, told to have failed as well."""
    for key, task in list(waiting.items()):
        if isinstance(task, Job) and task.voice == voice:
            del waiting[key]
            yield Told(key=key, error=error)

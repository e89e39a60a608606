"""What is warned of where nobody listens is told where somebody does, once."""

import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from distributed import KilledWorker

from pipeline import illustrating, narrating, render, warned
from pipeline.errors import EngineError
from pipeline.illustrating import Drawing
from pipeline.model import Show
from pipeline.narrating.distributing import ClusterMap
from pipeline.store import Store, open_store

LOST = "a quote's picture leaves out “🦄 alone”: its typeface lacks 🦄"


def quote(store: Store) -> Drawing:
    show = Show(title="Talks", guid="0")
    return Drawing(show=show, words=("🦄 alone", "Ada Park"), sizes=("card", "copy"), store=store)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(str(tmp_path))


def test_what_is_gathered_is_heard_by_nobody_else(caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("pipeline")
    handlers = list(logger.handlers)
    with warned.gathered() as told:
        logging.getLogger("pipeline.room").warning("%s is short", "It")
    assert told == ["It is short"]
    assert not caplog.messages
    warned.tell(told)
    assert caplog.messages == told
    assert (logger.handlers, logger.propagate) == (handlers, True)


def test_what_was_gathered_until_a_failure_is_not_lost(caplog: pytest.LogCaptureFixture) -> None:
    def failing() -> None:
        with warned.gathered():
            logging.getLogger("pipeline.room").warning("It is short")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    assert caplog.messages == ["It is short"]
    assert logging.getLogger("pipeline").propagate


def test_what_cannot_be_drawn_is_told_once_and_not_tried_again(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    assert illustrating.draw(quote(store)) == (LOST,)
    assert illustrating.draw(quote(store)) == ()
    assert not caplog.messages


def test_what_a_picture_leaves_out_is_told_although_a_line_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def failing(*_: object, **__: object) -> None:
        raise EngineError("no voice")

    def eager(function: Any, jobs: Iterable[Any]) -> list[Any]:
        return list(map(function, jobs))

    talk = tmp_path / "talk.md"
    talk.write_text("# The 🦄 alone\n\nIt was seen twice.\n")
    monkeypatch.setattr(narrating, "narrate", failing)
    request = render.Request(path=talk, slug="talk", show=Show(title="Talks", guid="0"))
    place = {"store": open_store(str(tmp_path / "cache")), "feed": tmp_path / "feed"}
    with pytest.raises(EngineError):
        render.render(request, **place, map=eager)  # type: ignore[arg-type]
    assert caplog.messages == ["the cover leaves out “The 🦄 alone”: its typeface lacks 🦄"]


def test_a_picture_that_ends_every_worker_is_told_as_one(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Ended:
        def result(self) -> None:
            raise KilledWorker("a task", None, 3)  # type: ignore[arg-type]

    cluster = ClusterMap.__new__(ClusterMap)
    monkeypatch.setattr(cluster, "_submit", lambda *_: Ended())
    told = cluster._tried_alone(lambda _: None, quote(store), frozenset())  # type: ignore[arg-type,return-value]
    assert told.fatal
    assert told.error.startswith('Drawing "🦄 alone Ada Park" ended every worker')

"""What is warned of where nobody listens is told where somebody does, once."""

import logging
from pathlib import Path

import pytest

from pipeline import illustrating, warned
from pipeline.formats import cards
from pipeline.illustrating import Drawing
from pipeline.model import Article, Block, Metadata, Role, Run, Show
from pipeline.store import Store, open_store

SHOW = Show(title="Talks", guid="0")
LOST = "a quote's picture leaves out “🦄 alone”: its typeface lacks 🦄"


def quote(store: Store) -> Drawing:
    return Drawing(show=SHOW, words=("🦄 alone", "Ada Park"), sizes=("card", "copy"), store=store)


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


def test_what_cannot_be_drawn_is_told_by_each_render_and_tried_once(
    store: Store, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    illustrating.draw(quote(store))  # as a worker does, that nobody listens to
    assert not caplog.messages
    monkeypatch.setattr(cards, "card", lambda *_: pytest.fail("it is known that it can't be drawn"))
    blocks = [
        Block(role=Role.PULL_QUOTE, runs=(Run(text="🦄 alone", start=0),), end=7) for _ in "twice"
    ]
    metadata = Metadata(title="Horses", authors=("Ada Park",))
    article = Article(source="🦄 alone", blocks=tuple(blocks), metadata=metadata)
    for _ in range(2):
        caplog.clear()
        assert illustrating.missing(article, SHOW, store, series=False)[1:] == ()
        picture = illustrating.illustrate(article, SHOW, store)
        assert (picture.cards, picture.copies) == ({}, {})
        assert caplog.messages == [LOST]


def test_a_picture_that_ends_every_worker_is_told_as_one(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed = pytest.importorskip("distributed").KilledWorker
    from pipeline.narrating.distributing import ClusterMap  # noqa: PLC0415 - the same

    class Ended:
        def result(self) -> None:
            raise killed("a task", None, 3)

    cluster = ClusterMap.__new__(ClusterMap)
    monkeypatch.setattr(cluster, "_submit", lambda *_: Ended())
    told = cluster._tried_alone(lambda _: None, quote(store), frozenset())  # type: ignore[arg-type,return-value]
    assert told.fatal
    assert told.error.startswith('Drawing "🦄 alone Ada Park" ended every worker')

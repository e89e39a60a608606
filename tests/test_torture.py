"""A little of each act of `scripts/torture`: whatever happens, nothing is lost."""

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from torture import addresses, damage, documents, engines, house, kills, pairs, rooms
from torture.table import Luck, Row

SECONDS = 60.0  # at most: a few are enough


@pytest.fixture(scope="module")
def learnt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return house.learn(tmp_path_factory.mktemp("learnt"))


@pytest.fixture
def luck(tmp_path: Path, learnt: Path) -> Luck:
    return Luck(random.Random(1), tmp_path, time.monotonic() + SECONDS, learnt)


@pytest.mark.parametrize(
    ("act", "count"),
    [
        (kills.rows, 12),
        (rooms.rows, 12),
        (damage.rows, 30),
        (pairs.rows, 5),
        (engines.rows, 3),
        (addresses.rows, 20),
    ],
    ids=["kills", "rooms", "damage", "pairs", "engines", "addresses"],
)
def test_nothing_is_lost(luck: Luck, act: Callable[[Luck, int], Iterator[Row]], count: int) -> None:
    for row in act(luck, count):
        assert row.count, row.kind
        assert row.lost == []


def test_no_document_is_stronger_than_its_reader(luck: Luck) -> None:
    for row in documents.rows(luck, 1):
        assert not row.lost

"""Two at once on one feed: renders, a delivery, a server and its listeners.

What must hold: both end well, nobody waits for ever, no episode is lost, and nobody ever reads half
a file or half a feed.
"""

import http.client
import json
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from uuid import UUID, uuid5

from lxml import etree

from torture.holding import differences, rests, torn, tree
from torture.house import House, Running, founded, free_port, run
from torture.kills import PUBLISH, good
from torture.rooms import RENDER
from torture.table import Luck, Row


def rows(luck: Luck, count: int = 60) -> Iterator[Row]:
    """Each pair so often, with another start between them each time."""
    told = founded(luck.folder / "told", "north", store=luck.learnt)
    good(run(told, *RENDER))
    good(run(told, *PUBLISH))
    edited = told.copy(luck.folder / "edited")
    edited.write("north", "The captain was not surprised.")
    after = edited.copy(luck.folder / "after")
    took = good(run(after, *RENDER)).seconds
    both = told.copy(luck.folder / "both")
    both.write("south")
    good(run(both, *RENDER))
    share = count // 5
    south = (*RENDER, "episodes/south")
    yield _pair(luck, "one episode twice", edited, (RENDER, RENDER), tree(after.feed), share, took)
    two = both.copy(luck.folder / "two")
    shutil.rmtree(two.feed)
    pair = ((*RENDER, "episodes/north"), south)
    yield _pair(luck, "two episodes, one feed", two, pair, tree(both.feed), share, took)
    yield _pair(
        luck, "render, publish-feed", edited, (RENDER, PUBLISH), tree(after.feed), share, took
    )
    yield _founders(luck, both, share)
    yield _listeners(luck, edited, tree(after.feed), share)


def _pair(  # noqa: PLR0913, PLR0917
    luck: Luck,
    kind: str,
    before: House,
    pair: tuple[tuple[str, ...], ...],
    wanted: dict[str, str],
    count: int,
    took: float,
) -> Row:
    row = Row("at once", kind)
    for number in luck.times(count):
        house = before.copy(luck.folder / "pair")
        first = Running(house, *pair[number % 2])
        time.sleep(luck.rng.uniform(0, took) * (number > 1))
        second = Running(house, *pair[1 - number % 2])
        ends = first.wait(), second.wait()
        faults = [fault for end in ends for fault in end.faults]
        faults += [f"ends with {end.code}: {end.said.strip()}" for end in ends if end.code]
        faults += torn(house.feed) + torn(house.host)
        faults += rests(house) + differences(tree(house.feed), wanted)
        row.add(faults, found=False, seconds=max(end.seconds for end in ends))
    return row


def _founders(luck: Luck, known: House, count: int) -> Row:
    """The first two articles of a show that nobody wrote a show.toml for: it is one show."""
    row = Row("at once", "two first renders, no show.toml")
    for _ in luck.times(count):
        house = founded(luck.folder / "founded", "north", "south", store=known.cache)
        (house.root / "episodes" / "show.toml").unlink()
        pair = [Running(house, *RENDER, f"episodes/{slug}") for slug in ("north", "south")]
        ends = [running.wait() for running in pair]
        faults = [f"ends with {end.code}: {end.said.strip()}" for end in ends if end.code]
        feed = house.feed / "feed.xml"
        items = etree.fromstring(feed.read_bytes()).findall(".//item") if feed.is_file() else []
        if len(items) != len(pair):
            faults.append(f"{len(items)} episodes stand in the feed")
        kept = json.loads((house.feed / "show.json").read_bytes())
        guids = {str(uuid5(UUID(kept["guid"]), slug)) for slug in ("north", "south")}
        if guids != {item.findtext("guid") for item in items}:
            faults.append("an episode is of another show")
        again = run(house, *RENDER, "episodes/south")
        faults += again.faults + rests(house)
        row.add(faults, found=False, seconds=max(end.seconds for end in ends))
    return row


def _listeners(luck: Luck, before: House, wanted: dict[str, str], count: int) -> Row:
    """A render while somebody listens: what is answered is whole, and so is what it names."""
    row = Row("at once", "render, serve-feed")
    house = before.copy(luck.folder / "heard")
    port = free_port()
    server = Running(house, "serve-feed", "-q", "--port", str(port))
    _get(port, "feed.xml")
    for _ in luck.times(count):
        shutil.rmtree(house.feed)
        shutil.copytree(before.feed, house.feed)
        render = Running(house, *RENDER)
        faults = []
        while not render.over:
            faults += _heard(port, house)
        faults += render.wait().faults + _heard(port, house)
        row.add(faults + torn(house.feed) + differences(tree(house.feed), wanted), found=False)
    server.kill()
    server.wait()
    return row


def _heard(port: int, house: House) -> list[str]:
    """What is wrong with the feed as an app gets it, and with the sound that it names."""
    status, body = _get(port, "feed.xml")
    if status != 200:
        return [f"feed.xml is answered with {status}"]
    try:
        (enclosure,) = etree.fromstring(body).iter("enclosure")
    except (etree.XMLSyntaxError, ValueError) as error:
        return [f"feed.xml is torn: {error}"]
    name = (enclosure.get("url") or "").split("/", 3)[3]
    try:
        status, sound = _get(port, name)
    except http.client.IncompleteRead as error:
        return [f"{Path(name).name} is cut off: {error}"]
    if status == 404 and name.encode() not in (house.feed / "feed.xml").read_bytes():
        return []  # replaced between the two questions: the app asks for the feed again
    if status != 200 or len(sound) != int(enclosure.get("length") or 0):
        return [f"{Path(name).name} is answered with {status}, {len(sound)} bytes"]
    return []


def _get(port: int, name: str) -> tuple[int, bytes]:
    for _ in range(500):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        with suppress(ConnectionRefusedError):
            connection.request("GET", f"/{name}")
            answer = connection.getresponse()
            body = answer.read()
            connection.close()
            return answer.status, body
        time.sleep(0.01)
    return 0, b""

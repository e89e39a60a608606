"""What podcast apps make of our feed: gPodder itself, and the parser behind the Podcast Index.

`apt-get install gpodder nodejs npm` brings the first, and what the second is installed with.
"""

import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from test_delivering import publish

from pipeline import publishing

pytestmark = pytest.mark.slow

_GPODDER = shutil.which("gpo")
_NPM = shutil.which("npm")
_PARTYTIME = "podcast-partytime@5.0.0"
_PARSE = """
import { readFileSync } from "node:fs";
import partytime from "podcast-partytime";
process.stdout.write(JSON.stringify(partytime.parseFeed(readFileSync(process.argv[2], "utf8"))));
"""


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    for slug in ("lectores", "second"):
        publish(tmp_path / "feed", slug)
    return tmp_path / "feed"


@pytest.fixture
def address(feed: Path) -> Iterator[str]:
    """The feed, served by the real command."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "pipeline.cli.serve_feed", "--feed", str(feed)]
    with subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.DEVNULL) as server:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert server.poll() is None
            time.sleep(0.1)
        yield f"http://localhost:{port}/feed.xml"
        server.terminate()


@pytest.mark.skipif(_GPODDER is None, reason="no gPodder here: apt-get install gpodder")
def test_gpodder_subscribes_and_downloads(feed: Path, address: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    environment = {**os.environ, "HOME": str(home), "GPODDER_HOME": str(home / "gpodder")}
    environment.pop("PYTHONPATH", None)
    home.mkdir()

    def gpo(*arguments: str) -> str:
        done = subprocess.run(
            [str(_GPODDER), *arguments],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
            stdin=subprocess.DEVNULL,
        )
        return done.stdout

    gpo("subscribe", address)
    assert "Read Aloud" in gpo("list")
    assert gpo("episodes").count("The readers") == 2
    gpo("download")
    ours = sorted(path.read_bytes() for path in feed.glob("*/*.mp3"))
    assert sorted(path.read_bytes() for path in home.rglob("*.mp3")) == ours


def test_two_hundred_listeners_at_once(feed: Path, address: str) -> None:
    sound = next(feed.glob("lectores/*.mp3"))
    whole, host = sound.read_bytes(), urlsplit(address).netloc

    def piece(number: int) -> bool:
        first = number * 397 % (len(whole) - 5_000)
        connection = http.client.HTTPConnection(host, timeout=60)
        span = f"bytes={first}-{first + 4_999}"
        connection.request("GET", f"/lectores/{sound.name}", headers={"Range": span})
        answer = connection.getresponse()
        right = answer.status == 206 and answer.read() == whole[first : first + 5_000]
        connection.close()
        return right

    with ThreadPoolExecutor(200) as listeners:
        assert all(listeners.map(piece, range(1_000)))


@pytest.fixture(scope="module")
def partytime(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if _NPM is None:
        pytest.skip("no npm here: apt-get install nodejs npm")
    folder = tmp_path_factory.mktemp("partytime")
    (folder / "package.json").write_text('{"private": true, "type": "module"}')
    (folder / "parse.js").write_text(_PARSE)
    subprocess.run(
        [_NPM, "install", "--no-audit", "--no-fund", _PARTYTIME],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    return folder


def read_by(folder: Path, xml: Path) -> Any:
    command = ["node", "parse.js", str(xml)]
    return json.loads(subprocess.run(command, cwd=folder, capture_output=True, check=True).stdout)


def test_the_podcast_index_s_parser_agrees_with_the_records(feed: Path, partytime: Path) -> None:
    read = read_by(partytime, feed / "feed.xml")
    assert (read["title"], read["guid"]) == ("Read Aloud", "9b024349-ccf0-5f69-a609-6b82873eab3c")
    assert read["locked"] is True
    assert read["license"]["identifier"].upper() == "CC-BY-4.0"
    records = {each.guid: each for each in publishing.read_all(feed)}
    items: Mapping[str, Any] = {each["guid"]: each for each in read["items"]}
    assert items.keys() == records.keys()
    for guid, episode in records.items():
        item = items[guid]
        sound = next(file for file in episode.files if file.kind == "audio")
        assert item["title"] == episode.title
        assert item["duration"] == round(episode.seconds)
        assert item["enclosure"]["length"] == sound.size
        assert item["enclosure"]["url"].endswith(sound.name)
        assert item["pubDate"].startswith(episode.date[:10])
        assert item["podcastChapters"]["type"] == "application/json+chapters"
        assert {each["type"] for each in item["podcastTranscripts"]} >= {"text/vtt"}
        assert {(each["name"], each["role"].lower()) for each in item["podcastPeople"]} == {
            (person.name, person.role) for person in episode.persons
        }
        starts = [each["startTime"] for each in item.get("podcastSoundbites", [])]
        assert starts == [quote["start"] for quote in episode.pull_quotes]

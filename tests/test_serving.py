"""Serving: over a real socket, what podcast apps ask for and what strangers try."""

import http.client
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import feedparser
import podcastparser
import pytest
import uvicorn
from making import article, episode, mp3, narration, recording, show
from starlette.requests import Request
from starlette.responses import Response

from pipeline import publishing, serving
from pipeline.errors import PlaceError, UsageError
from pipeline.model import Notes
from pipeline.serving import patience, site
from pipeline.serving.addresses import rewritten

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def feed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("place") / "feed"
    publishing.publish(
        article(),
        narration(),
        recording(folder),
        show(),
        notes=Notes(date="2024-03-05"),
        feed=folder,
        slug="lectores",
        fingerprint="f",
        now=datetime.now(UTC),
    )
    (folder.parent / "secret.txt").write_text("secret")
    (folder / "out").symlink_to(folder.parent)
    (folder / "hidden").symlink_to(folder / ".lock")
    return folder


@pytest.fixture(scope="module")
def port(feed: Path) -> Iterator[int]:
    config = serving.settings(feed)
    config.port = 0
    server = uvicorn.Server(config)
    with config.bind_socket() as bound:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield int(bound.getsockname()[1])
        server.should_exit = True
        thread.join(5)


def ask(
    port: int, path: str, method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    named = {name.replace("_", "-"): given for name, given in headers.items()}
    connection.request(method, path, headers=named)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {name.lower(): given for name, given in answer.getheaders()}, body


def audio(feed: Path) -> str:
    return "/" + next(feed.glob("lectores/*.mp3")).relative_to(feed).as_posix()


@pytest.mark.parametrize(
    ("glob", "kind"),
    [
        ("feed.xml", "application/rss+xml; charset=utf-8"),
        ("index.html", "text/html; charset=utf-8"),
        ("lectores/*.mp3", "audio/mpeg"),
        ("lectores/chapters*.json", "application/json+chapters"),
        ("lectores/episode.json", "application/json"),
        ("lectores/*.vtt", "text/vtt; charset=utf-8"),
        ("lectores/cover*", "image/jpeg"),
    ],
)
def test_types_and_headers(feed: Path, port: int, glob: str, kind: str) -> None:
    (path,) = feed.glob(glob)
    status, headers, body = ask(port, f"/{path.relative_to(feed)}", Origin="https://app.example")
    assert status == 200
    assert headers["content-type"] == kind
    assert headers["access-control-allow-origin"] == "*"
    assert headers["x-content-type-options"] == "nosniff"
    assert int(headers["content-length"]) == len(body)
    if glob != "feed.xml":
        assert body == path.read_bytes()


def test_the_pages_are_found_by_their_folder(port: int) -> None:
    assert ask(port, "/")[0] == 200
    assert ask(port, "/lectores/")[0] == 200
    status, headers, _ = ask(port, "/lectores")
    assert (status, headers["location"]) == (307, "/lectores/")


@pytest.mark.parametrize(
    ("asked", "status", "piece"),
    [
        ("bytes=0-99", 206, slice(0, 100)),
        ("bytes=1000-", 206, slice(1000, None)),
        ("bytes=-50", 206, slice(-50, None)),
        ("bytes=99999999-", 416, slice(0, 0)),
    ],
)
def test_byte_ranges(feed: Path, port: int, asked: str, status: int, piece: slice) -> None:
    found, headers, body = ask(port, audio(feed), Range=asked)
    assert found == status
    size = len((feed / audio(feed)[1:]).read_bytes())
    if status == 206:
        assert body == mp3()[piece]
        assert headers["content-range"].endswith(f"/{size}")
        assert headers["accept-ranges"] == "bytes"
    else:
        assert headers["content-range"] == f"bytes */{size}"


def test_many_ranges_are_not_worth_it(feed: Path, port: int) -> None:
    many = ",".join(f"{first}-{first}" for first in range(0, 200, 2))
    status, _, body = ask(port, audio(feed), Range=f"bytes={many}")
    assert (status, body) == (200, mp3())
    assert ask(port, audio(feed), Range="bytes=0-0,9-9")[0] == 206


@pytest.mark.parametrize("sent", [b"", b"GET /feed.xml HTTP/1.1\r\nHost: loc", b"GET"])
def test_who_is_slow_to_ask_is_hung_up_on(
    port: int, sent: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "REQUEST", 0.05)
    with socket.create_connection(("127.0.0.1", port), timeout=20) as slow:
        slow.sendall(sent)
        with suppress(ConnectionResetError):
            assert slow.recv(1) == b""


def test_who_takes_an_answer_for_too_long_is_hung_up_on(
    feed: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "REQUEST", 0.05)
    monkeypatch.setattr(patience, "ANSWER", 0.1)
    large = feed / "large.bin"
    with large.open("wb") as hole:
        hole.truncate(200_000_000)  # more than any buffer between us
    with socket.create_connection(("127.0.0.1", port), timeout=20) as slow:
        slow.sendall(b"GET /large.bin HTTP/1.1\r\nHost: localhost\r\n\r\n")
        time.sleep(0.5)
        got = 0
        with suppress(ConnectionResetError):
            while piece := slow.recv(1 << 20):
                got += len(piece)
    large.unlink()
    assert got < 200_000_000


def test_html_has_a_policy(feed: Path, port: int) -> None:
    text = next(feed.glob("lectores/transcript-*.html")).relative_to(feed)
    assert "default-src 'none'" in ask(port, f"/{text}")[1]["content-security-policy"]
    assert "object-src 'none'" in ask(port, "/")[1]["content-security-policy"]


def test_what_is_replaced_while_it_is_sent_arrives_whole(
    feed: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, path = site._file, feed / "lectores" / "going.mp3"
    path.write_bytes(b"sound " * 200_000)

    def going(request: Request, asked: Path) -> Response:
        answer = plain(request, asked)
        asked.unlink()
        return answer

    monkeypatch.setattr(site, "_file", going)
    status, _, body = ask(port, "/lectores/going.mp3")
    assert (status, body) == (200, b"sound " * 200_000)


def test_head_says_the_same_without_a_body(feed: Path, port: int) -> None:
    for path in ("/feed.xml", audio(feed)):
        _, full, _ = ask(port, path)
        status, headers, body = ask(port, path, "HEAD")
        assert (status, body) == (200, b"")
        assert headers["content-length"] == full["content-length"]
        assert headers["etag"] == full["etag"]


def test_what_a_client_has_is_not_sent_again(feed: Path, port: int) -> None:
    for path in ("/feed.xml", audio(feed), "/"):
        _, headers, _ = ask(port, path)
        status, again, body = ask(port, path, If_None_Match=f'"other", W/{headers["etag"]}')
        assert (status, body) == (304, b"")
        assert again["etag"] == headers["etag"]
        assert ask(port, path, If_None_Match='"other"')[0] == 200


def test_a_name_with_a_hash_may_be_kept_for_ever(feed: Path, port: int) -> None:
    assert "immutable" in ask(port, audio(feed))[1]["cache-control"]
    assert ask(port, "/feed.xml")[1]["cache-control"] == "no-cache"


def test_the_feed_names_the_host_that_was_asked(feed: Path, port: int) -> None:
    _, _, body = ask(port, "/feed.xml", Host=f"localhost:{port}")
    here = f"http://localhost:{port}/"
    read = podcastparser.parse(f"{here}feed.xml", BytesIO(body))
    (found,) = read["episodes"]
    assert found["enclosures"][0]["url"] == here.rstrip("/") + audio(feed)
    assert read["cover_url"].startswith(here)
    assert b"https://talks.example.org" not in body
    assert b"https://example.org/a" in body  # the article's own links stay
    assert b"<![CDATA[" in body
    status, _, sound = ask(port, found["enclosures"][0]["url"].removeprefix(here.rstrip("/")))
    assert (status, len(sound)) == (200, found["enclosures"][0]["file_size"])


def test_a_rebuild_is_seen_at_once(feed: Path, port: int) -> None:
    before = ask(port, "/feed.xml")[1]["etag"]
    publishing.rebuild(show(description="Another"), feed, NOW)
    _, headers, body = ask(port, "/feed.xml")
    publishing.rebuild(show(), feed, NOW)
    assert b"Another" in body
    assert headers["etag"] != before


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[::1", "a b"])
def test_a_strangers_name_is_refused(port: int, host: str) -> None:
    assert ask(port, "/feed.xml", Host=host)[0] in {400, 421}


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:9", "[::1]:8000", socket.gethostname()])
def test_this_machines_names_are_answered(port: int, host: str) -> None:
    assert ask(port, "/feed.xml", Host=host)[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/lectores/../../secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e%5csecret.txt",
        "/out/secret.txt",
        "/hidden",
        "/.lock",
        "/.new/",
        "//etc/passwd",
        "/lectores//episode.json",
        "/feed.xml%00",
        "/feed.xml/",
        "/" + "a" * 5000,
        "/nothing",
    ],
)
def test_nothing_else_is_reachable(port: int, path: str) -> None:
    status, _, body = ask(port, path)
    if path == "/feed.xml/":
        assert status in {200, 404}
    else:
        assert status in {400, 404}
    assert b"secret" not in body
    assert b"root:" not in body


def test_only_reading_is_allowed(port: int) -> None:
    for method in ("POST", "PUT", "DELETE"):
        assert ask(port, "/feed.xml", method)[0] == 405


def test_a_feed_that_is_broken_goes_out_as_it_is(tmp_path: Path) -> None:
    assert rewritten(b"<rss", tmp_path, "http://localhost") == b"<rss"
    assert rewritten(b"<rss/>", tmp_path, "http://localhost") == b"<rss/>"


def test_the_extra_is_asked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("pipeline.serving.site", "uvicorn"):
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.delattr(serving, "site", raising=False)
    with pytest.raises(UsageError, match=r"pip install 'render-episode\[serve\]'"):
        serving.app(tmp_path)
    with pytest.raises(UsageError, match=r"render-episode\[serve\]"):
        serving.serve(tmp_path)


def test_an_empty_folder_and_a_taken_port_are_said(tmp_path: Path, feed: Path, port: int) -> None:
    with pytest.raises(PlaceError, match=r"no feed\.xml"):
        serving.serve(tmp_path)
    with pytest.raises(PlaceError, match="another --port"):
        serving.serve(feed, port=port)


def test_outside_readers_agree_after_the_move(port: int) -> None:
    _, _, body = ask(port, "/feed.xml")
    read = feedparser.parse(body)
    assert not read.bozo
    assert [entry.title for entry in read.entries] == [episode().title]

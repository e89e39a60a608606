"""Checking: a good feed has no finding; each fault is found by its rule, and by that alone."""

import math
import re
import shutil
from array import array
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any

import lameenc
import pytest
from making import article, cover, narration, recording, show
from mutagen.id3 import ID3, PRIV
from PIL import Image

from pipeline import checking, publishing
from pipeline.checking.webvtt import cues
from pipeline.errors import PlaceError
from pipeline.formats import records
from pipeline.formats.media_types import media_type
from pipeline.model import Notes
from pipeline.values import replace


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    for slug, date in (("lectores", "2024-03-05"), ("second", "2024-04-05")):
        publishing.publish(
            article(),
            narration(),
            recording(folder, slug, b"" if slug == "lectores" else b"\n"),
            show(),
            notes=Notes(date=date),
            feed=folder,
            slug=slug,
            fingerprint="f",
            now=datetime.now(UTC),
        )
    return folder


@pytest.fixture
def feed(published: Path, tmp_path: Path) -> Path:
    shutil.copytree(published, tmp_path, dirs_exist_ok=True)
    return tmp_path


BASE = "https://talks.example.org/pod/"


def ids(feed: Path) -> set[str]:
    return {finding.id for finding in checking.check(feed)}


def test_a_good_feed_has_no_finding(feed: Path) -> None:
    assert checking.check(feed) == ()


@pytest.mark.parametrize(
    ("pattern", "replacement", "expected"),
    [
        ("</channel>", "", "feed-well-formed"),
        ('version="2.0"', 'version="0.9"', "feed-rss"),
        ("dtds/podcast-1.0.dtd", "DTDs/Podcast-1.0.dtd", "feed-namespaces"),
        (r"<language>.*?</language>", "", "channel-required"),
        (r"<title>Read Aloud</title>", "<title> </title>", "channel-required"),
        (r'rel="self"', 'rel="alternate"', "channel-required"),
        (r"<language>en<", "<language>English please<", "channel-language"),
        ('text="Education"', 'text="education"', "channel-category"),
        ("explicit>false<", "explicit>no<", "explicit-value"),
        ("<description>Talks", "<description>" + "word " * 1000, "description-length"),
        ("type>episodic<", "type>serial<", "serial-numbers"),
        ("<title>The readers</title>", "<title>A &lt;b&gt; title</title>", "item-title"),
        ("<title>The readers</title>", "", "item-title"),
        (r"<enclosure.*?/>", "", "item-enclosure"),
        ('type="audio/mpeg"', 'type="audio/mp3"', "item-enclosure"),
        (r"\.mp3", ".ogg", "item-enclosure"),
        ("<guid.*?</guid>", "", "item-guid"),
        ('isPermaLink="false"', "", "item-guid"),
        ("<guid(.*?)>.*?</guid>", r"<guid\1>same</guid>", "item-guid"),
        ("<guid(.*?)>", r"<guid\1> ", "item-guid"),
        ("Tue, 05 Mar", "Mon, 05 Mar", "item-date"),
        ("<pubDate>.*?</pubDate>", "<pubDate>2024-03-05</pubDate>", "item-date"),
        (r'length="\d+"', 'length="1"', "enclosure-length"),
        ("duration>12<", "duration>15<", "item-duration"),
        ("duration>12<", "duration>twelve<", "item-duration"),
        ('start="00:00:04.000"', 'start="00:00:06.000"', "chapters-agree"),
        ('start="00:00:04.000"', 'start="four"', "chapters-agree"),
        ('title="Opening"', 'title="Closing"', "chapters-agree"),
        (r"transcript-(.*?)\.vtt", r"transcript-\1x.vtt", "file-exists"),
        (r'(itunes:image href="\S+?/)cover-', r"\1cover2-", "file-exists"),
        ('rel="self" type="application/rss\\+xml"', 'rel="self"', "self-link"),
        ("<title>The readers<", f"<title>{'word ' * 60}end<", "value-length"),
        ("<title>The readers<", "<title> The readers<", "value-length"),
        ("<itunes:type>", "<itunes:block>no</itunes:block><itunes:type>", "yes-or-nothing"),
        ("<podcast:guid>.*?</podcast:guid>", "", "podcast-guid"),
        ("<podcast:guid>", "<podcast:guid>x", "podcast-guid"),
        ("(podcast:locked.*?)>yes<", r"\1>true<", "locked-value"),
        ("medium>podcast<", "medium>talk<", "medium-value"),
        ("<itunes:owner>.*?</itunes:owner>", "", "owner-email"),
        ("<podcast:txt.*?</podcast:txt>", "", "ai-disclosure"),
        (
            "<podcast:locked",
            '<podcast:trailer url="">T</podcast:trailer><podcast:locked',
            "trailer-complete",
        ),
        (
            "<podcast:locked",
            f'<atom:link rel="next" href="{BASE}feed-1.xml"/><podcast:locked',
            "page-next",
        ),
        ('(<podcast:transcript url=")https', r"\1http", "secure-addresses"),
        (r"lectores-(\w+)\.mp3", r"lectores-é\1.mp3", "enclosure-name"),
        ("<pubDate>Fri, 05 Apr", "<pubDate>Sun, 05 Mar", "item-date"),
        ("<pubDate>Fri, 05 Apr 2024", "<pubDate>Sun, 05 Feb 2023", "item-order"),
        ("<itunes:duration>", "<itunes:episode>0</itunes:episode><itunes:duration>", "item-number"),
        ("episodeType>full<", "episodeType>half<", "item-number"),
        ("<item>(.*?)<link>.*?</link>", r"<item>\1", "item-image"),
        (">Ada Park</podcast:person>", "> </podcast:person>", "person-name"),
        ('(<podcast:soundbite.*?)duration="', r'\1duration="9', "soundbite-inside"),
        (
            "<psc:chapters",
            '<podcast:alternateEnclosure type="audio/ogg"/><psc:chapters',
            "alternate-source",
        ),
        (r"<!\[CDATA\[", "<![CDATA[<script>1</script>", "notes-safe"),
        (r"<!\[CDATA\[", '<![CDATA[<a href=" javascript:x">1</a>', "notes-safe"),
        ("<li>00:00:00", "<li>", "notes-chapters"),
        ("application/json.chapters", "application/json", "chapters-json"),
        ('start="00:00:04.000"', 'start="4"', "psc-time"),
        ('start="00:00:00.000"', 'start="00:00:00.500"', "chapters-start"),
        ('start="00:00:08.000"', 'start="00:00:04.000"', "chapters-start"),
        ('type="text/vtt"', 'type="text/vtt; charset=utf-8"', "transcript-type"),
        ("<podcast:transcript .*?/>", "", "transcript-there"),
    ],
)
def test_a_fault_in_the_feed_is_found(
    feed: Path, pattern: str, replacement: str, expected: str
) -> None:
    path = feed / "feed.xml"
    text = path.read_text()
    broken = re.sub(pattern, replacement, text, flags=re.DOTALL)
    assert broken != text
    path.write_text(broken)
    assert expected in ids(feed)


def test_two_items_with_one_file_are_found(feed: Path) -> None:
    path = feed / "feed.xml"
    text = path.read_text()
    first, second = re.findall(r"<enclosure.*?/>", text)
    path.write_text(text.replace(second, first))
    assert "enclosure-unique" in ids(feed)


def _png(size: tuple[int, int], mode: str) -> bytes:
    file = BytesIO()
    Image.new(mode, size).save(file, "PNG")
    return file.getvalue()


def _hole(data: bytes) -> bytes:
    """The same size, with half a second of frames gone bad."""
    middle = len(data) // 2
    return data[:middle] + b"\xff" * 6_000 + data[middle + 6_000 :]


def _retagged(data: bytes, version: int = 3, without: str = "", extra: bytes = b"") -> bytes:
    """The file with another tag."""
    tags: Any = ID3(BytesIO(data))  # type: ignore[no-untyped-call]
    tags.delall(without)
    if extra:
        tags.add(PRIV(owner="x", data=extra))  # type: ignore[no-untyped-call]
    file = BytesIO(data)
    tags.save(file, v2_version=version)
    return file.getvalue()


def _tone(rate: int, level: float = 0.1) -> bytes:
    """Twelve seconds of a tone."""
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(64)
    encoder.set_in_sample_rate(rate)
    encoder.set_out_sample_rate(rate)
    encoder.set_channels(1)
    encoder.silence()
    wave = (round(32767 * level * math.sin(i * math.tau * 440 / rate)) for i in range(12 * rate))
    return bytes(encoder.encode(array("h", wave).tobytes()) + encoder.flush())


@pytest.mark.parametrize(
    ("glob", "damage", "expected"),
    [
        ("lectores/*.mp3", lambda _: b"not an mp3", {"enclosure-length", "item-duration"}),
        ("lectores/*.mp3", lambda data: data[:-20_000], {"enclosure-length", "item-duration"}),
        ("lectores/*.mp3", _hole, {"sound-whole"}),
        ("lectores/*.mp3", lambda data: _retagged(data, version=4), {"id3-version"}),
        ("lectores/*.mp3", lambda data: _retagged(data, without="CTOC"), {"id3-contents"}),
        ("lectores/*.mp3", lambda data: _retagged(data, extra=bytes(1_100_000)), {"id3-size"}),
        ("lectores/*.mp3", lambda _: _tone(22_050), {"sound-rate"}),
        ("lectores/*.mp3", lambda _: _tone(44_100, level=0.99), {"sound-peak"}),
        ("lectores/chapters*", lambda _: b"{}", {"chapters-agree", "chapters-json"}),
        ("lectores/chapters*", lambda _: b"no json", {"chapters-agree", "chapters-json"}),
        (
            "lectores/*.vtt",
            lambda data: data.replace(b"00:00:04.000 -->", b"4 -->"),
            {"transcript-parses"},
        ),
        (
            "lectores/*.vtt",
            lambda data: data.replace(b"11.500", b"59.500"),
            {"transcript-parses"},
        ),
        ("lectores/cover*", lambda _: b"not a picture", {"image-fit"}),
        ("lectores/cover*", lambda _: _png((1400, 1401), "RGB"), {"image-fit"}),
        ("lectores/cover*", lambda _: _png((800, 800), "RGB"), {"image-fit"}),
        ("lectores/cover*", lambda _: _png((1400, 1400), "RGBA"), {"image-fit"}),
        ("lectores/cover*", lambda _: cover() + bytes(600 * 1024), {"image-size"}),
    ],
)
def test_a_fault_in_a_file_is_found(
    feed: Path, glob: str, damage: Callable[[bytes], bytes], expected: set[str]
) -> None:
    (path,) = feed.glob(glob)
    path.write_bytes(damage(path.read_bytes()))
    told = {"chapters-agree", "enclosure-length", "item-duration"}  # what goes with a new file
    expected = expected | {"file-as-recorded"}
    assert expected <= ids(feed) <= expected | told


def test_a_finding_says_where_what_and_how(feed: Path) -> None:
    path = feed / "feed.xml"
    path.write_text(path.read_text().replace("duration>12<", "duration>15<", 1))
    (finding,) = checking.check(feed)
    assert (finding.id, finding.level) == ("item-duration", "must")
    assert re.fullmatch(r"feed\.xml line \d+ \(“The readers”\)", finding.where)
    assert "15 seconds" in finding.what
    assert finding.how


def test_ids_are_told_apart_and_told_in_words() -> None:
    assert len({rule.id for rule in checking.RULES}) == len(checking.RULES)
    assert all(rule.level in {"must", "should", "may"} for rule in checking.RULES)
    assert all(rule.check.__doc__ for rule in checking.RULES)


def test_no_feed_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(PlaceError, match=r"feed\.xml can't be read"):
        checking.check(tmp_path)


def test_a_feed_cannot_make_the_checker_read_other_files(feed: Path) -> None:
    path = feed / "feed.xml"
    base = "https://talks.example.org/pod/"
    path.write_text(path.read_text().replace(f"{base}cover", f"{base}../../../etc/cover", 1))
    assert "image-fit" not in ids(feed)
    bomb = "<!DOCTYPE rss [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
    path.write_text(path.read_text().replace("<rss", bomb + "<rss").replace("Read Aloud", "&a;"))
    assert not any("root:" in finding.what for finding in checking.check(feed))


def test_absurd_names_and_durations_are_findings(feed: Path) -> None:
    path = feed / "feed.xml"
    base = "https://talks.example.org/pod/"
    path.write_text(path.read_text().replace(f"{base}cover", f"{base}{'a/' * 3000}cover", 1))
    assert "file-exists" in ids(feed)
    for said in ("1²³2", "9" * 5000, "١٢"):
        found = path.read_text()
        path.write_text(re.sub("duration>[^<]*<", f"duration>{said}<", found, count=1))
        assert "item-duration" in ids(feed)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "WEBVTTX\n",
        "WEBVTT\n\n00:01.000 --> 00:00.000\nx",
        "WEBVTT\n\n00:00:02,000 --> 00:00:03,000\nx",
        "WEBVTT\n\n00:00:02.000 -->\nx",
        "WEBVTT\n\n00:02.000 --> 00:03.000\nx\n\n00:01.000 --> 00:02.000\nx",
    ],
)
def test_a_bad_transcript_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="line "):
        list(cues(text))


def test_a_good_transcript_is_read() -> None:
    text = "\ufeffWEBVTT - x\n\nNOTE y\n\n1\n00:01.000 --> 01:00:02.500 align:left\n<v A>Hi\n"
    assert list(cues(text)) == [(1.0, 3602.5, "<v A>Hi")]


# --- On the web ------------------------------------------------------------------------------


class _Host(SimpleHTTPRequestHandler):
    """A host that does all that apps ask, but for one thing."""

    fault = ""

    def do_HEAD(self) -> None:
        if self.fault == "host-head":
            self.send_error(405)
        else:
            super().do_HEAD()

    def do_GET(self) -> None:
        span = self.headers.get("Range", "")
        if span and self.fault != "host-ranges":
            self.send_response(206)
            self.send_header("Content-Range", "bytes 0-0/9")
            self.send_header("Content-Length", "1")
            self.end_headers()
            self.wfile.write(b"x")
        else:
            super().do_GET()

    def send_header(self, keyword: str, value: str) -> None:
        if keyword == "Last-Modified" and self.fault == "host-etag":
            return
        if keyword.lower() == "content-type":
            value = "text/plain" if self.fault == "host-type" else media_type(self.path)
        super().send_header(keyword, value)

    def end_headers(self) -> None:
        if self.fault != "host-cors":
            self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def hosted(feed: Path) -> Iterator[str]:
    """The feed's address on a host that moves its links there."""
    handler = partial(_Host, directory=str(feed))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        here = f"http://127.0.0.1:{server.server_port}/"
        path = feed / "feed.xml"
        path.write_text(path.read_text().replace(BASE, here))
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"{here}feed.xml"
        server.shutdown()


FAULTS = ("", "host-head", "host-ranges", "host-type", "host-etag", "host-cors")


@pytest.mark.parametrize("fault", FAULTS)
def test_a_host_s_fault_is_found(hosted: str, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_Host, "fault", fault)
    with checking.opened(hosted) as place:
        found = {each.id for each in checking.judge(place, listening=False)}
    assert found == ({fault} if fault else set())


def test_a_stranger_s_feed_leads_nowhere_private(hosted: str, feed: Path) -> None:
    path = feed / "feed.xml"
    private = r"\1http://127.0.0.1:9/x.mp3"
    path.write_text(re.sub(r'(enclosure url=")[^"]*', private, path.read_text()))
    with checking.opened(hosted) as place:
        told = [each.what for each in checking.judge(place) if each.id == "file-exists"]
    assert len(told) == 2
    assert "is a loopback address" in told[0]


def test_a_feed_that_is_not_there_is_said() -> None:
    with (
        pytest.raises(PlaceError, match=r"127\.0\.0\.1:9/feed\.xml"),
        checking.opened("http://127.0.0.1:9/feed.xml"),
    ):
        pass


# --- Figures, and what changes ----------------------------------------------------------------


def test_figures_of_a_show(feed: Path) -> None:
    with checking.opened(str(feed)) as place:
        found = checking.figures(place)
    assert (found.episodes, found.looked) == (2, 2)
    assert found.hours == pytest.approx(24 / 3600, abs=0.01)
    assert found.words_a_minute == pytest.approx(4 / 0.2, abs=8)
    assert found.last.endswith("05 Apr 2024 00:00:00 +0000")
    assert [one.title for one in found.each] == ["The readers", "The readers"]


def test_an_episode_that_stands_out_is_told(feed: Path) -> None:
    for slug, level in (("lectores", -19.0), ("second", -17.5)):
        record = records.from_json((feed / slug / "episode.json").read_text(), slug)
        text = records.to_json(replace(record, seconds=90.0, loudness=level))
        (feed / slug / "episode.json").write_text(text)
    with checking.opened(str(feed)) as place:
        found = checking.figures(place)
    assert (found.loudness, found.spread) == (-18.2, 1.5)
    assert not list(found.outliers())
    middle = replace(found, loudness=-19.0)
    assert [one.loudness for one in middle.outliers()] == [-17.5]


def compared(feed: Path, pattern: str, replacement: str) -> list[tuple[str, bool]]:
    old = feed / "feed.xml"
    new = feed / "other.xml"
    new.write_text(re.sub(pattern, replacement, old.read_text(), flags=re.DOTALL))
    with checking.opened(str(old), 0) as before, checking.opened(str(new), 0) as after:
        return [(each.kind, each.grave) for each in checking.compare(before, after)]


@pytest.mark.parametrize(
    ("pattern", "replacement", "expected"),
    [
        ("x{9}", "", []),
        ("<guid(.*?)>", r"<guid\1>new-", [("again", True), ("gone", True), ("gone", True),
                                           ("new", False), ("new", False)]),
        (r"second-\w+\.mp3", "second-0.mp3", [("again", False)]),
        ('(second-.*?length=")', r"\g<1>1", [("again", True)]),
        ("Fri, 05 Apr", "Sat, 06 Apr", [("moved", False)]),
        ("<item>.*?</item>", "", [("gone", True), ("gone", True)]),
        ("<podcast:guid>9", "<podcast:guid>8", [("moved", True)]),
        ("talks.example.org", "new.example.org", [("moved", True), ("again", False),
                                                  ("again", False)]),
        ("Photograph", "Photo", [("details", False), ("details", False)]),
    ],
)  # fmt: skip
def test_what_changes_for_subscribers(
    feed: Path, pattern: str, replacement: str, expected: list[tuple[str, bool]]
) -> None:
    assert compared(feed, pattern, replacement) == expected

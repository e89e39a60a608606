"""Checking: a good feed has no finding; each fault is found by its rule, and by that alone."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from making import article, cover, narration, recording, show
from PIL import Image

from pipeline import checking, publishing
from pipeline.checking.webvtt import cues
from pipeline.errors import PlaceError
from pipeline.model import Notes


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    for slug, date in (("lectores", "2024-03-05"), ("second", "2024-04-05")):
        publishing.publish(
            article(),
            narration(),
            recording(tmp_path, slug, b"" if slug == "lectores" else b"\n"),
            show(),
            notes=Notes(date=date),
            feed=tmp_path,
            slug=slug,
            fingerprint="f",
            now=datetime.now(UTC),
        )
    return tmp_path


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


@pytest.mark.parametrize(
    ("glob", "damage", "expected"),
    [
        ("lectores/*.mp3", lambda _: b"not an mp3", {"enclosure-length", "item-duration"}),
        ("lectores/*.mp3", lambda data: data + data, {"enclosure-length", "item-duration"}),
        ("lectores/chapters*", lambda _: b"{}", {"chapters-agree"}),
        ("lectores/chapters*", lambda _: b"no json", {"chapters-agree"}),
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
    assert expected <= ids(feed) <= expected | {"chapters-agree"}


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

"""feed.xml: what directories demand, what clients misread, and what two outside readers see."""

import re
from base64 import b64decode
from io import BytesIO

import feedparser
import podcastparser
import pytest
from lxml import etree
from making import SECONDS, TITLES, contents, episode, show

from pipeline.errors import PlaceError
from pipeline.formats import paging, rss
from pipeline.formats.namespaces import NAMESPACES
from pipeline.formats.rss import NAME, plain
from pipeline.model import Episode, Feed, Link, MediaFile, Person
from pipeline.values import replace

COVER = MediaFile(name="cover-1.jpg", kind="cover", type="image/jpeg", size=1, sha256="")


def newest(made: Feed) -> bytes:
    return rss.page(made)


def feed(*episodes: Episode, **given: object) -> Feed:
    return Feed(show=show(**given), episodes=episodes or (episode(),), cover=COVER)


def tree(made: Feed) -> "etree._Element":
    return etree.fromstring(newest(made))


def texts(made: Feed, path: str) -> list[str]:
    return [str(found) for found in tree(made).xpath(path, namespaces=NAMESPACES)]  # type: ignore[union-attr]


def test_declares_utf8_and_the_usual_prefixes() -> None:
    xml = newest(feed())
    assert xml.startswith(b"<?xml version='1.0' encoding='UTF-8'?>")
    assert tree(feed()).nsmap == NAMESPACES


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("channel/title/text()", "Read Aloud"),
        ("channel/link/text()", "https://talks.example.org/pod/index.html"),
        ("channel/description/text()", "Talks & essays, read aloud."),
        ("channel/language/text()", "en"),
        ("channel/atom:link[@rel='self']/@href", "https://talks.example.org/pod/feed.xml"),
        ("channel/atom:link/@type", "application/rss+xml"),
        ("channel/itunes:explicit/text()", "false"),
        ("channel/itunes:image/@href", "https://talks.example.org/pod/cover-1.jpg"),
        ("channel/itunes:category/@text", "Education"),
        ("channel/itunes:category/itunes:category/@text", "Self-Improvement"),
        ("channel/itunes:author/text()", "The Readers"),
        ("channel/itunes:owner/itunes:email/text()", "podcast@example.org"),
        ("channel/itunes:type/text()", "episodic"),
        ("channel/podcast:guid/text()", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
        ("channel/podcast:locked/text()", "yes"),
        ("channel/podcast:txt[@purpose='ai-content']/text()", "true"),
        ("channel/podcast:license/text()", "CC-BY-4.0"),
        ("channel/lastBuildDate/text()", "Tue, 05 Mar 2024 09:00:00 +0000"),
        ("channel/item/title/text()", "The readers"),
        ("channel/item/guid/text()", "guid-of-lectores"),
        ("channel/item/guid/@isPermaLink", "false"),
        ("channel/item/pubDate/text()", "Tue, 05 Mar 2024 09:00:00 +0000"),
        ("channel/item/itunes:duration/text()", str(SECONDS)),
        ("channel/item/itunes:explicit/text()", "false"),
        ("channel/item/itunes:episodeType/text()", "full"),
        ("channel/item/podcast:chapters/@type", "application/json+chapters"),
        ("channel/item/podcast:transcript/@type", "text/vtt"),
        ("channel/item/podcast:transcript/@rel", "captions"),
        ("channel/item/podcast:txt/text()", "true"),
        ("channel/item/podcast:person[@role='author']/@group", "writing"),
        ("channel/item/podcast:person[@role='narrator']/@group", "cast"),
        ("channel/item/psc:chapters/psc:chapter[2]/@start", "00:00:04.000"),
        ("channel/item/psc:chapters/psc:chapter[2]/@href", "https://example.org/a"),
    ],
)
def test_tag_stands_there_once(path: str, expected: str) -> None:
    assert texts(feed(), path) == [expected]


def test_enclosure_is_the_mp3_to_the_byte() -> None:
    audio = next(file for file in contents("lectores") if file.kind == "audio")
    (found,) = tree(feed()).iter("enclosure")
    assert dict(found.items()) == {
        "url": f"https://talks.example.org/pod/lectores/{audio.name}",
        "length": str(audio.size),
        "type": "audio/mpeg",
    }


def test_same_feed_same_bytes() -> None:
    assert newest(feed()) == newest(feed())


def test_an_empty_feed_has_no_date_that_is_only_the_clock() -> None:
    empty = Feed(show=show(), episodes=(), cover=COVER)
    assert b"lastBuildDate" not in newest(empty)


def test_order_is_the_feeds_own() -> None:
    newest, oldest = episode("b"), episode("a")
    assert texts(feed(newest, oldest), "channel/item/guid/text()") == ["guid-of-b", "guid-of-a"]


def test_a_title_is_one_line_that_no_client_takes_for_markup() -> None:
    odd = episode(title=" List<T>\x00\x0b and\n“more” & co ")
    assert texts(feed(odd), "channel/item/title/text()") == ["List‹T› and “more” & co"]


def test_plain_is_bounded() -> None:
    assert len(plain("word " * 100)) <= 255


def test_a_description_is_bounded_in_bytes() -> None:
    long = episode(summary="é" * 3000 + " " + "слово " * 900)
    (description,) = texts(feed(long), "channel/item/description/text()")
    assert 3000 < len(description.encode()) <= 4000


def test_notes_hold_chapters_links_and_credits_and_nothing_that_runs() -> None:
    bad = Link(text="<img src=x onerror=alert(1)>", url="javascript:alert(1)")
    good = Link(text="<b>bold</b> ]]> words", url="https://example.org/b?x=1&y=2")
    noted = episode(links=(bad, good, good), summary="<script>alert(1)</script>")
    (html,) = texts(feed(noted), "channel/item/content:encoded/text()")
    assert "<li>00:00:04 The readers</li>" in html
    assert html.count('href="https://example.org/b?x=1&amp;y=2"') == 1
    assert "Photograph: N. N." in html
    assert "synthetic voice" in html
    assert "javascript" not in html
    assert set(re.findall(r"<(\w+)", html)) <= {"p", "ul", "li", "a", "strong", "em"}


def test_numbers_stand_only_where_given() -> None:
    assert not texts(feed(), "channel/item/itunes:episode/text()")
    numbered = episode(number=3, season=2, type="bonus")
    assert texts(feed(numbered), "channel/item/itunes:episode/text()") == ["3"]
    assert texts(feed(numbered), "channel/item/itunes:season/text()") == ["2"]
    assert texts(feed(numbered), "channel/item/itunes:episodeType/text()") == ["bonus"]


def test_what_a_show_may_tell_besides() -> None:
    told = feed(
        episode(season=2, number=5),
        licence="CC-BY-4.0",
        funding="https://example.org/support",
        frequency=("weekly", "FREQ=WEEKLY"),
        hub="https://hub.example.org/",
        seasons={"2": "The second year"},
    )
    expected = {
        "channel/podcast:funding/@url": "https://example.org/support",
        "channel/podcast:funding/text()": "Support Read Aloud",
        "channel/podcast:updateFrequency/@rrule": "FREQ=WEEKLY",
        "channel/atom:link[@rel='hub']/@href": "https://hub.example.org/",
        "channel/podcast:image/@href": "https://talks.example.org/pod/cover-1.jpg",
        "channel/item/podcast:season/@name": "The second year",
        "channel/item/podcast:episode/text()": "5",
        "channel/item/podcast:license/text()": "CC-BY-4.0",
        "channel/item/podcast:image/@aspect-ratio": "1/1",
    }
    assert {path: texts(told, path) for path in expected} == {
        path: [value] for path, value in expected.items()
    }
    assert texts(told, "channel/atom:link/@rel") == ["self", "hub"]  # some apps take the first


def test_a_trailer_stands_in_the_channel_too() -> None:
    made = feed(episode("b"), episode("a", type="trailer", season=1, title="Coming soon"))
    (found,) = tree(made).findall("channel/podcast:trailer", NAMESPACES)
    assert (found.text, found.get("season")) == ("Coming soon", "1")
    assert found.get("pubdate") == "Tue, 05 Mar 2024 09:00:00 +0000"
    assert found.get("url") in texts(made, "channel/item/enclosure/@url")


def test_each_pull_quote_that_is_heard_is_a_soundbite() -> None:
    quotes = (
        {"text": "Nobody slept.", "start": 3.5, "seconds": 2.25},
        {"text": "Too late.", "start": SECONDS + 1.0, "seconds": 2.0},
    )
    (found,) = tree(feed(episode(pull_quotes=quotes))).iterfind(
        "channel/item/podcast:soundbite", NAMESPACES
    )
    assert (found.text, *found.attrib.values()) == ("Nobody slept.", "3.500", "2.250")


def test_notes_tell_where_a_link_is_heard() -> None:
    links = (
        Link(text="the mill", url="https://example.org/mill", start=4.5),
        Link(text="a footnote", url="https://example.org/note"),
    )
    (html,) = texts(feed(episode(links=links)), "channel/item/content:encoded/text()")
    assert 'mill">the mill</a> (The readers)</li>' in html
    assert 'note">a footnote</a></li>' in html


@pytest.mark.parametrize(("count", "sizes"), [(0, [0]), (3, [3]), (5, [5]), (6, [3, 3]),
                                              (11, [5, 3, 3]), (12, [3, 3, 3, 3])])  # fmt: skip
def test_older_episodes_have_pages_that_never_change(count: int, sizes: list[int]) -> None:
    held = [episode(f"e{number}") for number in range(count)]  # e0 is the oldest

    def pages(episodes: list[Episode]) -> dict[str, bytes]:
        newest, size = tuple(reversed(episodes)), 3
        return {
            leaf.name: rss.page(
                Feed(show=show(page_size=size), episodes=newest[leaf.places], cover=COVER), leaf
            )
            for leaf in paging.leaves(len(newest), size, NAME, rss.OLDER)
        }

    written = pages(held)
    made = {name: etree.fromstring(xml) for name, xml in written.items()}
    assert list(made)[-1] == NAME
    assert [len(made[name].findall(".//item")) for name in reversed(list(made))] == sizes
    walked, name = list[str](), NAME
    while name:  # as gPodder and AntennaPod walk
        walked += [found.text or "" for found in made[name].iter("guid")]
        link = made[name].find("channel/atom:link[@rel='next']", NAMESPACES)
        name = (link.get("href") or "").rpartition("/")[2] if link is not None else ""
    assert walked == [f"guid-of-e{number}" for number in reversed(range(count))]
    later = pages([*held, *(episode(f"new{number}") for number in range(7))])
    for name in set(made) - {NAME}:
        assert later[name] == written[name]
        assert made[name].find("channel/fh:archive", NAMESPACES) is not None
    assert made[NAME].find("channel/fh:archive", NAMESPACES) is None


def test_other_formats_are_alternates_not_second_enclosures() -> None:
    m4a = MediaFile(name="x.m4a", kind="audio", type="audio/x-m4a", size=7, sha256="00ff" * 16)
    made = feed(episode(files=(*contents("lectores"), m4a)))
    assert len(texts(made, "channel/item/enclosure/@url")) == 1
    source = "channel/item/podcast:alternateEnclosure[@type='audio/x-m4a']/podcast:source/@uri"
    assert texts(made, source) == ["https://talks.example.org/pod/lectores/x.m4a"]
    (sri,) = texts(made, "channel/item/podcast:alternateEnclosure/podcast:integrity/@value")
    assert b64decode(sri.removeprefix("sha256-")).hex() == "00ff" * 16


def test_an_episode_without_an_mp3_is_refused() -> None:
    with pytest.raises(PlaceError, match="lectores names no MP3"):
        newest(feed(episode(files=())))


def test_people_of_the_show_and_unsafe_addresses() -> None:
    host = Person(name="Zoë Host", role="Host", url="javascript:x", image="https://a.example/z.jpg")
    made = feed(persons=(host,))
    assert texts(made, "channel/podcast:person/text()") == ["Zoë Host"]
    assert texts(made, "channel/podcast:person/@img") == ["https://a.example/z.jpg"]
    assert not texts(made, "channel/podcast:person/@href")


def test_gpodders_reader_agrees() -> None:
    episodes = (episode("two", title="Two"), episode("one", title="One"))
    read = podcastparser.parse(
        "https://talks.example.org/pod/feed.xml", BytesIO(newest(feed(*episodes)))
    )
    assert read["title"] == "Read Aloud"
    assert read["cover_url"] == "https://talks.example.org/pod/cover-1.jpg"
    for found, given in zip(read["episodes"], episodes, strict=True):
        assert (found["title"], found["guid"]) == (given.title, given.guid)
        assert found["total_time"] == SECONDS
        assert [chapter["title"] for chapter in found["chapters"]] == list(TITLES)
        (enclosure,) = found["enclosures"]
        assert enclosure["mime_type"] == "audio/mpeg"
        assert enclosure["file_size"] == given.files[0].size


def test_feedparser_agrees() -> None:
    read = feedparser.parse(newest(feed()))
    assert not read.bozo
    assert read.feed.title == "Read Aloud"
    assert read.feed.link == "https://talks.example.org/pod/index.html"
    (entry,) = read.entries
    assert entry.id == "guid-of-lectores"
    assert entry.published_parsed[:5] == (2024, 3, 5, 9, 0)
    assert not entry.guidislink


def test_an_address_with_a_strange_slug_is_quoted() -> None:
    made = feed(replace(episode(), slug="über mut"))
    assert "lectores" not in texts(made, "channel/item/link/text()")[0]
    assert texts(made, "channel/item/link/text()")[0].endswith("/%C3%BCber%20mut/index.html")

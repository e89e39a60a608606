import unicodedata
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import av
import eyed3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mutagen.id3 import ID3
from test_mp3 import joined
from tones import JPEG

from pipeline.formats.id3 import Facts, tag
from pipeline.model import RATE, ChapterMark

MARKS = tuple(
    ChapterMark(title=title, start=start * RATE, end=end * RATE, url=url)
    for title, start, end, url in (
        ("A very long first title, so that sorting by size would move it", 0, 2, ""),
        ("Zwei – größer", 2, 4, "https://example.org/zwei"),
        ("工人", 4, 5, "https://example.org/a%20b"),
        ("End", 5, 9, "https://example.org/c+d"),
    )
)
FACTS = Facts(
    title="What Does “Internationalism” Mean?",
    artist="Ann Lee",
    album="Talks",
    number=7,
    date="2024-03-05",
    language="en-GB",
    comment="A talk.\n\nGiven in spring.",
    transcript="One.\n\nTwo — three.",
    cover=JPEG,
    length=9 * RATE,
    source_url="https://example.org/é?a=1+2",
    chapters=MARKS,
)
ORDER = (
    "TIT2 TPE1 TALB TRCK TYER TCON TLEN WOAS CTOC CHAP CHAP CHAP CHAP COMM USLT APIC".split()  # noqa: SIM905
)


def frames(data: bytes) -> list[tuple[str, bytes]]:
    """The frames of a v2.3 tag as they lie in the file."""
    found, at = [], 10
    while data[at]:
        size = int.from_bytes(data[at + 4 : at + 8], "big")
        found.append((data[at : at + 4].decode("ascii"), data[at + 10 : at + 10 + size]))
        at += 10 + size
    assert not any(data[at:])
    return found


def read(data: bytes) -> Any:
    return ID3(BytesIO(data + joined()), translate=False)  # type: ignore[no-untyped-call]


def test_mutagen_reads_every_fact() -> None:
    tags = read(tag(FACTS))
    assert tags.version == (2, 3, 0)
    texts = {name: str(tags[name]) for name in ("TIT2", "TPE1", "TALB", "TRCK", "TYER", "TCON")}
    assert texts == {
        "TIT2": FACTS.title,
        "TPE1": "Ann Lee",
        "TALB": "Talks",
        "TRCK": "7",
        "TYER": "2024",
        "TCON": "Podcast",
    }
    assert str(tags["TLEN"]) == "9000"
    assert tags["WOAS"].url == "https://example.org/%C3%A9?a=1+2"
    assert str(tags["COMM::eng"]) == FACTS.comment
    assert str(tags["USLT::eng"]) == FACTS.transcript
    assert (tags["APIC:"].data, tags["APIC:"].mime, tags["APIC:"].type) == (JPEG, "image/jpeg", 3)


def test_three_readers_agree_on_the_chapters(tmp_path: Path) -> None:
    file = tmp_path / "a.mp3"
    file.write_bytes(tag(FACTS) + joined())
    wanted = [(mark.title, mark.start / 44.1, mark.end / 44.1) for mark in MARKS]
    tags = ID3(file)  # type: ignore[no-untyped-call]
    contents = tags["CTOC:toc"].child_element_ids
    one = [tags[f"CHAP:{name}"] for name in contents]
    assert [(str(c.sub_frames["TIT2"]), c.start_time, c.end_time) for c in one] == wanted
    with av.open(file) as container:
        two = container.chapters()
        metadata = container.metadata
    assert {chapter["time_base"] for chapter in two} == {Fraction(1, 1000)}
    assert [(c["metadata"]["title"], c["start"], c["end"]) for c in two] == wanted
    assert (metadata["title"], metadata["lyrics-eng"]) == (FACTS.title, FACTS.transcript)
    three = eyed3.load(file).tag
    assert [(c.title, *c.times) for c in three.chapters] == wanted
    assert [c.element_id.decode() for c in three.chapters] == contents
    toc = next(iter(three.table_of_contents))
    assert (toc.toplevel, toc.ordered) == (True, True)
    assert (three.title, three.artist, three.album) == (FACTS.title, "Ann Lee", "Talks")
    assert three.lyrics[0].text == FACTS.transcript
    assert three.images[0].image_data == JPEG


def test_frames_lie_in_our_order_and_none_is_of_a_later_version() -> None:
    found = frames(tag(FACTS))
    assert [name for name, _ in found] == ORDER
    chapters = [body for name, body in found if name == "CHAP"]
    assert [body.split(b"\0")[0] for body in chapters] == [b"chp0", b"chp1", b"chp2", b"chp3"]


def test_header_and_frames_carry_no_flags() -> None:
    data = tag(FACTS)
    assert data[:6] == b"ID3\x03\x00\x00"
    size = int("".join(f"{byte:07b}" for byte in data[6:10]), 2)
    assert len(data) == size + 10
    assert all(data[data.index(name.encode()) + 8 :][:2] == b"\0\0" for name in ORDER)


def test_text_is_ascii_or_utf16_with_its_mark() -> None:
    for name, body in frames(tag(FACTS)):
        if name.startswith("T"):
            text = body[1:]
            assert (body[0] == 0 and text.isascii()) or (body[0] == 1 and text[:2] == b"\xff\xfe")
        if name == "CHAP":
            inner = body[body.index(b"\0") + 17 :]
            assert inner[:4] == b"TIT2"
            assert inner[10] in {0, 1}


def test_a_link_that_would_be_spoiled_is_left_to_the_json() -> None:
    tags = read(tag(FACTS))
    links = [tags[f"CHAP:chp{at}"].sub_frames.get("WXXX:") for at in range(4)]
    assert [link and link.url for link in links] == [None, "https://example.org/zwei", None, None]


def test_offsets_are_unused_and_contents_has_a_title() -> None:
    tags = read(tag(FACTS))
    assert {tags[f"CHAP:chp{at}"].start_offset for at in range(4)} == {0xFFFFFFFF}
    assert {tags[f"CHAP:chp{at}"].end_offset for at in range(4)} == {0xFFFFFFFF}
    assert str(tags["CTOC:toc"].sub_frames["TIT2"]) == "Chapters"


@pytest.mark.parametrize("count", [255, 256, 700])
def test_many_chapters_nest(count: int) -> None:
    marks = tuple(
        ChapterMark(title=f"Part {at}", start=at * 441, end=(at + 1) * 441) for at in range(count)
    )
    data = tag(Facts(title="Many", chapters=marks))
    tags = read(data)
    contents = tags.getall("CTOC")
    top = [toc for toc in contents if int(toc.flags) & 2]
    assert [toc.element_id for toc in top] == ["toc"]
    leaves: list[str] = []
    for name in top[0].child_element_ids:
        nested = tags.get(f"CTOC:{name}")
        leaves += nested.child_element_ids if nested else [name]
    assert leaves == [f"chp{at}" for at in range(count)]
    with av.open(BytesIO(data + joined())) as container:
        assert len(container.chapters()) == count


def test_what_is_empty_is_left_out() -> None:
    assert [name for name, _ in frames(tag(Facts(title="T")))] == ["TIT2", "TCON"]
    assert "TYER" not in dict(frames(tag(Facts(title="T", date="soon"))))


def test_same_facts_same_bytes() -> None:
    assert tag(FACTS) == tag(FACTS)
    assert tag(FACTS).endswith(bytes(1024))


@pytest.mark.parametrize(
    ("language", "code"), [("en", "eng"), ("de_AT", "deu"), ("PT-br", "por"), ("", "XXX")]
)
def test_languages(language: str, code: str) -> None:
    tags = read(tag(Facts(title="T", comment="c", language=language)))
    assert tags[f"COMM::{code}"].lang == code


@settings(max_examples=50)
@given(st.text(st.characters()), st.text(st.characters()))
def test_any_text_becomes_plain_text(title: str, transcript: str) -> None:
    data = tag(Facts(title=f"T {title}", transcript=f"T {transcript}", chapters=[MARKS[0]]))
    tags = read(data)
    for text in (str(tags["TIT2"]), str(tags["USLT::XXX"]).replace("\n", "")):
        assert not {char for char in text if unicodedata.category(char) in {"Cc", "Cs"}}
        assert text.startswith("T")
    assert "\n" not in str(tags["TIT2"])
    assert [name for name, _ in frames(data)] == ["TIT2", "TCON", "CTOC", "CHAP", "USLT"]


def test_a_very_long_title_is_whole() -> None:
    title = "wörd " * 5000
    tags = read(tag(Facts(title=title, chapters=[ChapterMark(title=title, start=0, end=RATE)])))
    assert str(tags["TIT2"]) == str(tags["CHAP:chp0"].sub_frames["TIT2"]) == title.strip()

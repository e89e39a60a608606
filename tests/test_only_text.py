"""Text is only text: what an article says steers nothing it is written into."""

import json
import re
from pathlib import Path

import feedparser
import pytest
import starting
from lxml import etree
from lxml.html import document_fromstring
from mutagen.id3 import ID3
from torture.house import House, founded

from pipeline.checking.webvtt import cues

EVIL = (
    "=cmd|'/C calc'!A1",
    "+1+cmd",
    "@SUM(1+1)",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)>',
    "]]><evil/>",
    "<!--",
    "-->",
    "00:00:01.000 --> 00:00:02.000",
    "<v Other>Said",
    "{\\an8}",
    '<break time="99s"/>',
    "[[slow 1]]",
    "</speak>",
    "../../etc/passwd",
    "$(touch pwned)",
    "`touch pwned`",
    "{{ 7 * 7 }}",
    "{% include 'x' %}",
    "%s%n",
    "\x1b[31mred\x1b]0;title\x07",
    "\u202egnp.exe",
    "TXXX\x00APIC",
    "javascript:alert(1)",
)
TAME = tuple("plain words" for _ in EVIL)


def rendered(root: Path, texts: tuple[str, ...]) -> tuple[House, str]:
    """An episode whose title, heading, quote, author and paragraphs say these."""
    house = founded(root)
    home = house.root / "episodes" / "talk"
    home.mkdir()
    first = texts[3]
    paragraphs = "".join(f"<p>It said {_escaped(text)} and went on.</p>" for text in texts)
    page = f"""<html><head><title>{_escaped(first)} of it</title></head><body><article>
        <h1>{_escaped(first)} of it</h1><p class="byline">By {_escaped(texts[4])}</p>{paragraphs}
        <h2>{_escaped(texts[8])} {_escaped(texts[15])} heading</h2>
        <p><a href="javascript:alert(1)">A link</a> stood there.</p>
        <blockquote class="pullquote">{_escaped(texts[3])} was the word.</blockquote>
        <p>That was all of it, and nobody was surprised.</p></article></body></html>"""
    (home / "article.html").write_text(page, encoding="utf-8")
    (home / "episode.toml").write_text('date = "2024-03-05"\n')
    done = starting.run("render-episode", "--workers", "1", cwd=house.root)
    assert done.returncode == 0, done.stderr
    return house, done.stdout + done.stderr


def _escaped(text: str) -> str:
    text = "".join(sign if sign >= " " else f"&#{ord(sign)};" for sign in text)
    return re.sub(r"<|>", lambda found: {"<": "&lt;", ">": "&gt;"}[found[0]], text)


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> tuple[House, str]:
    return rendered(tmp_path_factory.mktemp("evil"), EVIL)


@pytest.fixture(scope="module")
def tame(tmp_path_factory: pytest.TempPathFactory) -> tuple[House, str]:
    return rendered(tmp_path_factory.mktemp("tame"), TAME)


def only(house: House, pattern: str) -> Path:
    (path,) = house.feed.glob(f"talk/{pattern}")
    return path


def shape(path: Path) -> list[tuple[str, tuple[str, ...]]]:
    """The elements of a page that could do something, and their attributes' names."""
    root = document_fromstring(path.read_bytes())
    doing = root.iter("script", "style", "iframe", "object", "svg", "form", "base", "meta", "img")
    return sorted((str(each.tag), tuple(sorted(map(str, each.attrib)))) for each in doing)


def test_pages_do_nothing_else(evil: tuple[House, str], tame: tuple[House, str]) -> None:
    for name in ("index.html", "transcript-*.html"):
        path = only(evil[0], name)
        assert shape(path) == shape(only(tame[0], name))
        root = document_fromstring(path.read_bytes())
        names = {str(name) for each in root.iter() for name in each.attrib}
        assert not any(name.startswith("on") for name in names)
        assert not [each for each in root.iter("a") if "script:" in (each.get("href") or "")]
        assert "49" not in [text for each in root.iter("h1", "h2") for text in each.itertext()]


def test_the_feed_says_it_and_does_nothing(evil: tuple[House, str]) -> None:
    path = evil[0].feed / "feed.xml"
    root = etree.fromstring(path.read_bytes())
    assert root.find("evil") is None
    assert root.findtext(".//item/title") == "‹script›alert(1)‹/script› of it"
    (entry,) = feedparser.parse(path.read_bytes(), sanitize_html=False).entries
    for text in (entry.summary, *(each.value for each in entry.get("content", ()))):
        shown = document_fromstring(f"<div>{text}</div>")
        assert not list(shown.iter("script", "img", "svg", "evil", "speak"))


def test_captions_have_the_cues_of_the_lines(evil: tuple[House, str]) -> None:
    house = evil[0]
    lines = json.loads(only(house, "transcript-*.json").read_bytes())["segments"]
    vtt = only(house, "transcript-*.vtt").read_text("utf-8")
    srt = only(house, "transcript-*.srt").read_text("utf-8")
    assert len(list(cues(vtt))) == len(re.findall(r"(?m)^\S+ --> \S+", vtt)) == vtt.count("-->")
    assert srt.count("-->") == len(re.findall(r"(?m)^\d+\n\S+ --> \S+$", srt))
    assert len(lines) >= len(EVIL)
    assert "<v Other>" not in vtt
    assert "{\\an8}" not in srt


def test_tags_have_the_frames_they_always_have(
    evil: tuple[House, str], tame: tuple[House, str]
) -> None:
    ours, others = (ID3(only(house, "*.mp3")) for house, _ in (evil, tame))  # type: ignore[no-untyped-call]
    kinds = [sorted({name.partition(":")[0] for name in tags}) for tags in (ours, others)]
    assert kinds[0] == kinds[1]
    assert str(ours["TIT2"]) == "<script>alert(1)</script> of it"


def test_nothing_waits_or_is_skipped_in_the_sound(
    evil: tuple[House, str], tame: tuple[House, str]
) -> None:
    seconds = [
        json.loads(only(house, "episode.json").read_bytes())["seconds"] for house, _ in (evil, tame)
    ]
    assert seconds[0] < seconds[1] + 90


def test_names_and_the_terminal_are_plain(evil: tuple[House, str]) -> None:
    house, said = evil
    names = [path.relative_to(house.root).as_posix() for path in house.root.rglob("*")]
    assert not any("pwned" in name or "passwd" in name for name in names)
    assert all(re.fullmatch(r"[\w./-]+", name) for name in names)
    assert "\x1b" not in said
    assert "\u202e" not in said

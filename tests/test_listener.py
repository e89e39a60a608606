"""Pages in a real browser: they play, follow, can be used in every way, and ask nobody else."""

import re
from collections.abc import Iterator
from itertools import groupby, pairwise
from operator import itemgetter
from pathlib import Path
from random import Random
from typing import Any

import pytest
from listener import DESK, LOWEST, PHONE, SLUG, STEP, axed, publish, served, spoken, until, visit

from pipeline.model import Narration

pytestmark = [pytest.mark.slow, pytest.mark.browser]

AT = "document.getElementById('audio').currentTime"
SEEN = """(box => box.top > 0 && box.bottom < innerHeight)(
  document.querySelector(".now").getBoundingClientRect())"""
MARKED = "[...CSS.highlights.get('word')].join()"
# Where the tenth sentence's third word stands, once a scroll that the page began has come to rest
STANDS = """async () => {
  const text = document.querySelectorAll("[data-t]")[9].firstChild, range = document.createRange();
  range.setStart(text, 8); range.setEnd(text, 11);
  for (let rest = 0, before = null; rest < 20; rest++) {
    text.parentElement.scrollIntoView({block: "center", behavior: "instant"});
    await new Promise(requestAnimationFrame);
    const { top } = range.getBoundingClientRect();
    if (top !== before) rest = 0;
    before = top;
  }
  const box = range.getBoundingClientRect();
  return [box.x + 5, box.y + 5, String(range)]; }"""
# What is heard, and what is marked, each time that the screen is drawn: an FFT of 2,048 samples
LISTEN = """async (seconds) => {
  const audio = document.getElementById("audio");
  if (!window.ears) {
    const context = new AudioContext();
    window.ears = context.createAnalyser();
    ears.fftSize = 2048; ears.smoothingTimeConstant = 0;
    context.createMediaElementSource(audio).connect(ears);
    ears.connect(context.destination);
    await context.resume();
  }
  await audio.play();
  const bins = new Float32Array(ears.frequencyBinCount), seen = [], begun = performance.now();
  while (performance.now() - begun < seconds * 1000) {
    await new Promise(requestAnimationFrame);
    ears.getFloatFrequencyData(bins);
    const loudest = bins.indexOf(Math.max(...bins));
    const pitch = bins[loudest] > -60 ? loudest * ears.context.sampleRate / ears.fftSize : 0;
    const clocks = [audio.currentTime * 1000, ears.context.currentTime * 1000];
    seen.push([performance.now() - begun, pitch, [...CSS.highlights.get("word")].join(), clocks]);
  }
  audio.pause();
  return seen;
}"""


@pytest.fixture(scope="module")
def told() -> Narration:
    return spoken()[1]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("feed")
    publish(folder, *spoken())
    with served(folder) as address:
        yield address


@pytest.fixture
def page(opened: Any, site: str) -> Iterator[Any]:
    """The episode's page at a desk; whatever it asks or complains of is a failure."""
    with visit(opened, site, viewport=DESK) as found:
        yield found


def at(page: Any) -> float:
    return float(page.evaluate(AT))


def test_it_plays_and_the_marked_word_is_the_one_that_is_heard(page: Any, told: Narration) -> None:
    die, apart = Random(11), list[float]()
    for _ in range(10):
        place = die.uniform(0, told.length / 44100 - 4)
        page.evaluate("at => { location.hash = `t=${at.toFixed(2)}` }", place)
        page.wait_for_timeout(200)
        seen = _heard(page, place)
        heard = _begun((when, round((pitch - LOWEST) / STEP)) for when, pitch, _ in seen)
        marked = _begun((when, int(word[1:].rstrip(".") or -1)) for when, _, word in seen)
        sure = range(150, int(seen[-1][0]) - 250)  # what begins at an edge may be marked beyond it
        due = [word for word, when in heard.items() if word >= 0 and int(when) in sure]
        assert due, heard
        assert marked.keys() >= set(due)
        apart += [abs(heard[word] - marked[word]) for word in due]
    assert len(apart) >= 20
    assert max(apart) < 150, sorted(apart)[-5:]


def _heard(page: Any, place: float) -> Any:
    """What is heard from a place on; again when the machine was too busy to draw or to sound.

    That shows in its own clocks: the screen's, the sound's and the ear's, which must go together.
    """
    for _ in range(9):
        seen = page.evaluate(LISTEN, 2.5)
        times = [when for when, *_ in seen]
        late = [[when - clock for clock in clocks] for when, _, _, clocks in seen]
        gaps = [after - before for before, after in pairwise(times)]
        if max(gaps + [max(each) - min(each) for each in zip(*late, strict=True)]) < 80:
            return [row[:3] for row in seen]
        page.evaluate("at => { document.getElementById('audio').currentTime = at }", place)
        page.wait_for_timeout(200)
    return pytest.fail("this machine is too busy to play and to look at once")


def _begun(seen: Iterator[tuple[float, int]]) -> dict[int, float]:
    """When each word began, in milliseconds, but for the first, which may have been under way.

    What lasts less than a tenth of a second is where two pitches meet, and no word.
    """
    runs = [list(group) for _, group in groupby(seen, key=itemgetter(1))]
    return {run[0][1]: run[0][0] for run in runs[1:] if run[-1][0] - run[0][0] > 100}


def test_a_chapter_and_a_word_lead_to_their_moment(page: Any, told: Narration) -> None:
    page.get_by_role("link", name="Chapter 2").click()
    start = told.starts[told.chapter_takes[1]] / 44100
    until(page, f"{AT} > {start}")
    assert at(page) < start + 3
    assert page.evaluate("location.hash") == f"#t={int(start)}"
    page.get_by_role("button", name="Play", exact=True).click()
    assert page.evaluate("document.getElementById('audio').paused")
    *spot, word = page.evaluate(STANDS)
    page.mouse.click(*spot)
    begin = next(start + (take.times[2] or (0, 0))[0] for start, _, take in list(told.timed())[9:])
    assert at(page) == pytest.approx(begin / 44100, abs=0.02)
    assert page.evaluate(MARKED) == word == "w47"
    assert page.evaluate("document.getElementById('audio').paused")


def test_all_can_be_done_from_the_keyboard(page: Any) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    names = []
    for _ in range(40):
        page.keyboard.press("Tab")
        names.append(page.evaluate("(e => e.id || e.textContent.trim())(document.activeElement)"))
        if names[-1] == "listen":
            page.keyboard.press("Enter")
            until(page, f"{AT} > 0.2")
            page.keyboard.press("Enter")
        if names[-1] == "on":
            before = at(page)
            page.keyboard.press("Enter")
            assert at(page) == pytest.approx(before + 30, abs=0.1)
            page.keyboard.press("ArrowLeft")
            page.keyboard.press("ArrowLeft")
            assert at(page) == pytest.approx(before, abs=0.1)
            page.keyboard.press("ArrowDown")
            assert page.evaluate("document.querySelector('.now').textContent") == "w5 w6 w7 w8 w9."
            page.keyboard.press("PageDown")
            assert page.evaluate(MARKED) == ""  # the chapter begins before its first word
            page.keyboard.press("ArrowDown")
            page.keyboard.press("ArrowUp")
            start = page.evaluate("+document.querySelectorAll('[data-start]')[1].dataset.start")
            assert at(page) == pytest.approx(start, abs=0.1)
        if names[-1] == "share":
            break
    assert {"listen", "seek", "back", "play", "on", "speed", "follow", "share"} <= set(names)
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "3px"


def test_place_and_speed_are_remembered_and_a_link_goes_before_them(page: Any, site: str) -> None:
    page.evaluate("document.getElementById('audio').play()")
    page.evaluate("location.hash = 't=12'")
    until(page, f"{AT} > 12.3")
    page.select_option("#speed", "1.5")
    page.evaluate("document.getElementById('audio').pause()")
    page.goto(f"{site}/")
    page.goto(f"{site}/{SLUG}/")
    assert at(page) > 12
    assert page.evaluate("document.getElementById('audio').playbackRate") == 1.5
    page.goto(f"{site}/")
    page.goto(f"{site}/{SLUG}/#t=20")
    assert at(page) == pytest.approx(20, abs=0.1)


def test_the_feeds_address_is_where_the_page_is_and_can_be_copied(opened: Any, site: str) -> None:
    given = {"viewport": DESK, "permissions": ["clipboard-read", "clipboard-write"]}
    for path in ("/", f"/{SLUG}/"):
        with visit(opened, site, path, **given) as page:
            page.get_by_role("button", name="Copy").click()
            page.get_by_role("button", name="Copied").wait_for()
            assert page.evaluate("navigator.clipboard.readText()") == f"{site}/feed.xml"
            app = page.get_by_role("link", name="Apple Podcasts").get_attribute("href")
            assert app == f"podcast://{site.removeprefix('http://')}/feed.xml"


@pytest.mark.parametrize("path", ["/", f"/{SLUG}/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing(
    opened: Any, site: str, path: str, scheme: str, size: dict[str, int]
) -> None:
    with visit(opened, site, path, viewport=size, color_scheme=scheme) as page:
        page.evaluate("location.hash = 't=9'")
        axed(page)


WHOLE = """[...document.querySelectorAll("#player button, #player select")].every(each => {
  const text = document.createRange(), box = each.getBoundingClientRect();
  text.selectNodeContents(each);
  const lines = new Set([...text.getClientRects()].map(line => line.bottom));
  return box.left >= 0 && box.right <= innerWidth && each.scrollWidth <= each.clientWidth
    && (each.className !== "word" || lines.size === 1);
})"""


@pytest.mark.parametrize("language", ["en", "de", "es", "fr"])
def test_a_phones_bar_has_room_for_its_words(opened: Any, tmp_path: Path, language: str) -> None:
    publish(tmp_path, *spoken(), language=language)
    with served(tmp_path) as site:
        for width in (320, 360, 390):
            with visit(opened, site, viewport={"width": width, "height": 700}) as page:
                assert page.evaluate("document.documentElement.scrollWidth") <= width
                assert page.evaluate(WHOLE), width


def test_without_a_script_it_plays_and_can_be_read(opened: Any, site: str) -> None:
    with visit(opened, site, viewport=PHONE, java_script_enabled=False) as page:
        assert page.locator("audio").is_visible()
        assert not page.locator("#player").is_visible()
        assert not page.locator("#listen").is_visible()
        href = page.get_by_role("link", name="Chapter 3").get_attribute("href")
        assert re.fullmatch(r"audio-\w+\.mp3#t=\d+", href)
        assert page.get_by_text("w55 w56 w57 w58 w59.").is_visible()


def test_on_paper_there_is_the_text_and_no_player(opened: Any, site: str) -> None:
    with visit(opened, site, viewport=DESK, color_scheme="dark") as page:
        page.emulate_media(media="print")
        for gone in ("#player", "#listen", ".subscribe", ".aside"):
            assert not page.locator(gone).is_visible()
        assert page.get_by_text("w55 w56 w57 w58 w59.").is_visible()
        paper = "getComputedStyle(document.body).backgroundColor"
        assert page.evaluate(paper) == "rgb(255, 255, 255)"


def test_a_page_of_ten_hours_stays_usable(opened: Any, tmp_path: Path) -> None:
    article, told = spoken(50, 106)
    assert told.length > 10 * 3600 * 44100
    publish(tmp_path, article, told, mp3=b"none")
    assert (tmp_path / SLUG / "index.html").stat().st_size < 2_000_000
    with served(tmp_path) as site:
        for size in (DESK, PHONE):
            visited = visit(opened, site, viewport=size)
            with visited as page:
                for share in (0.8, 0.3, 0.95):
                    at_ = round(told.length / 44100 * share)
                    page.evaluate("at => { location.hash = `t=${at}` }", at_)
                    until(page, f"Math.abs(document.getElementById('seek').value - {at_}) < 0.1")
                    until(page, SEEN)
                visited.wrong.clear()  # there is no sound

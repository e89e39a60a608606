"""--report: what an editor should hear, with its sound; the picture; and nobody publishes it."""

import json
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import numpy as np
from making import episode, narration, show
from PIL import Image
from test_cli import run

from pipeline import metering
from pipeline.delivering.contents import contents
from pipeline.formats.review import review_page, to_hear
from pipeline.formats.waveform import SIZE, voice_colours, waveform
from pipeline.model import FRAME, RATE, Meter, Narration
from pipeline.values import replace

LOUD = 0.01  # of a frame, about -20 LUFS


def told() -> Narration:
    """The takes of `making`, with sound: the second was spoken twice, the last by another voice."""
    bare = narration()
    frames = bare.takes[0].length // FRAME
    meter = Meter(energies=np.full(frames, LOUD, "<f4").tobytes(), peak=0.5)
    takes = [replace(take, meter=meter) for take in bare.takes]
    takes[1] = replace(takes[1], retakes=1)
    return replace(bare, takes=tuple(takes), fallbacks={"pull_quote": "piper:gone"})


def test_it_lists_what_an_editor_should_hear_and_why() -> None:
    doubts = [("Nobody", 2, "a word <of> no language")]
    lines = list(to_hear(told(), doubts))
    assert [line.text for line in lines] == [
        "They read aloud.",
        "Nobody <slept> & all paid.",
        "Nobody slept.",
    ]
    assert lines[0].reasons == ("spoken 2 times before it was right",)
    assert lines[1].reasons == ("“Nobody”: a word <of> no language",)
    assert lines[2].reasons[0] == "piper:gone could not, and another voice spoke"
    assert (lines[0].start, lines[0].end) == (3.004, 6.008)
    assert list(to_hear(narration(), ())) == []


def test_the_page_has_each_lines_sound_to_click() -> None:
    html = review_page(told(), episode(), (), show(), "../../talk").decode()
    audio = episode().files[0].name
    assert f'<audio id="audio" controls preload="metadata" src="../../talk/{audio}">' in html
    assert f'href="../../talk/{audio}#t=3.004,6.008" data-from="3.004" data-to="6.008"' in html
    assert ">narrator</td>" in html
    assert "Nothing: every line" in review_page(narration(), episode(), (), show(), "x").decode()


def test_the_picture_shows_the_whole_of_it() -> None:
    with Image.open(BytesIO(waveform(told(), show()))) as image:
        assert image.size == SIZE
        seen = image.convert("RGB").getcolors(maxcolors=1 << 24) or []
    colours = {"#" + bytes(colour).hex() for _, colour in seen if isinstance(colour, tuple)}
    assert set(voice_colours(told(), show()).values()) <= colours
    silent = waveform(narration(), show(title="国"))
    with Image.open(BytesIO(silent)) as image:
        assert image.size == SIZE


def test_loudness_over_time_follows_the_sound() -> None:
    second = RATE // FRAME
    quiet, loud = (np.full(20 * second, level, "<f4").tobytes() for level in (LOUD / 100, LOUD))
    levels = metering.over_time([quiet, loud], 10)
    for first, last in zip(levels[1], levels[8], strict=True):
        assert abs(last - first - 20) < 0.1
    assert len(metering.over_time([], 3)) == 3


def test_it_lies_where_nobody_publishes_it(tmp_path: Path) -> None:
    (tmp_path / "talk.md").write_text("# A Talk\n\nIt is short.\n")
    done = run("talk.md", "--report", "--workers", "1", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["title"] == "A Talk"
    page = tmp_path / "feed" / ".report" / "talk" / "index.html"
    assert "feed/.report/talk/index.html" in done.stderr
    audio = page.read_text().partition(' src="../../')[2].partition('"')[0]
    assert (tmp_path / "feed" / audio).is_file()
    names = contents(tmp_path / "feed", datetime.now(UTC)).names
    assert not [name for name in names if "report" in name]
    again = run("talk.md", "--report", "--workers", "1", cwd=tmp_path)
    assert again.returncode == 0
    assert "1 episode is in the feed and unchanged" in again.stdout

"""--clips: a film of a pull-quote: its sound, and each word as it is heard."""

from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from making import show
from test_cli import run

from pipeline.formats.clips import clip
from pipeline.model import RATE

WORDS = (("Nobody", 0.2), ("slept", 1.0), ("tonight.", 1.5))


def seen(data: bytes) -> tuple[list[Any], Any]:
    """The frames of a film as arrays, and its sound."""
    with av.open(BytesIO(data), "r") as film:
        frames = [frame.to_ndarray(format="gray") for frame in film.decode(video=0)]
    with av.open(BytesIO(data), "r") as film:
        sound = [frame.to_ndarray() for frame in film.decode(audio=0)]
    return frames, np.concatenate(sound, axis=1)[0]


@pytest.fixture(scope="module")
def film() -> tuple[list[Any], Any]:
    tone = 9000 * np.sin(np.arange(2 * RATE) * 330 * 2 * np.pi / RATE)
    return seen(clip(show(), WORDS, "Ada Park", tone.astype("<i2").tobytes()))


def test_it_is_as_long_as_its_sound_and_as_social_media_take_it(
    film: tuple[list[Any], Any],
) -> None:
    frames, sound = film
    assert len(frames) == 50
    assert frames[0].shape == (1080, 1080)
    assert len(sound) / RATE == pytest.approx(2, abs=0.05)
    assert np.abs(sound).max() > 0.2


def test_each_word_is_lit_when_it_is_heard(film: tuple[list[Any], Any]) -> None:
    frames, _ = film
    words = [frame[250:800].astype(int) for frame in frames]
    changed = [
        number
        for number, (before, after) in enumerate(pairwise(words), 1)
        if (abs(after - before) > 60).sum() > 500
    ]
    assert changed == [int(second * 25) for _, second in WORDS]


def test_words_that_cannot_be_drawn_make_no_film() -> None:
    assert clip(show(), (("国际主义", 0.0),), "", bytes(2 * RATE)) == b""


def test_films_lie_where_nobody_publishes_them(tmp_path: Path) -> None:
    (tmp_path / "talk.md").write_text(
        "# A Talk\n\nNobody slept in that town, and all of them listened.\n\n"
        "> **Nobody slept in that town.**\n\nIt was short.\n"
    )
    (tmp_path / "episode.toml").write_text("")
    done = run("talk.md", "--clips", "--workers", "1", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    (made,) = (tmp_path / "feed" / ".report" / "talk").iterdir()
    assert made.name == "clip-1.mp4"
    assert "1 clip in feed/.report/talk" in done.stdout
    frames, sound = seen(made.read_bytes())
    assert len(frames) / 25 == pytest.approx(len(sound) / RATE, abs=0.1)

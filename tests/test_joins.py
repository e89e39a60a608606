"""Covers: a whole episode as it is heard: pauses, joins, level and figures, with our music."""

from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
import pyloudnorm
import pytest

from pipeline import render
from pipeline.model import FRAME, RATE, Show
from pipeline.render import Outcome, Request
from pipeline.store import Store

Samples = npt.NDArray[np.float64]

MARGIN = 150  # samples: less than a take has before its sound
HEARD = 0.002  # linear, -54 dBFS
TALK = """# A short talk

by **Ada Lee**

The mill stood by the river for two hundred years. It ground the corn of four villages. Whoever
came had to wait, and whoever waited had to talk; so there was no better place in all the valley
to hear who had been born, who had been married, and who had gone away over the sea.

The miller knew it all. He never told. He had a wife, a dog, three sons and a boat, and in the
evening he sat on its planks and listened to the wheel.

> It ground the corn of four villages.

In spring it burned, and nobody built it again. The stones lie there, and children jump from one
to the next. Ask them what the stones were for, and they will tell you that they are for jumping.

We may keep the stones, or we may keep the jumping. I should like to keep both. That is why we
stand here this evening, with our lamps and our shovels, and that is why I thank all of you.
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Outcome, Samples]:
    root = tmp_path_factory.mktemp("joins")
    talk = root / "talk.md"
    talk.write_text(TALK)
    request = Request(path=talk, slug="talk", show=Show(title="Read Aloud", guid="g"))
    outcome = render.render(request, store=Store(root=str(root / "cache")), feed=root / "feed")
    return outcome, decoded(next((root / "feed/talk").glob("*.mp3")))


def decoded(path: Path) -> Samples:
    with av.open(str(path)) as container:
        parts = [frame.to_ndarray().reshape(-1) for frame in container.decode(audio=0)]
    return np.concatenate(parts).astype(np.float64)


def test_every_pause_is_what_it_says_within_a_frame(made: tuple[Outcome, Samples]) -> None:
    outcome, samples = made
    takes = list(outcome.narration.timed())
    told = 0
    for (start, end, take), (_, after, following) in pairwise(takes):
        if take.line.cue or take.line.after or following.line.cue or following.line.after:
            continue
        loud = np.flatnonzero(np.abs(samples[start:end]) > HEARD)
        next_loud = np.flatnonzero(np.abs(samples[end:after]) > HEARD)
        silent = (end - start - loud[-1] + next_loud[0]) / RATE
        assert silent == pytest.approx(take.line.pause, abs=FRAME / RATE)
        told += 1
    assert told > 8


def test_nothing_clicks_where_takes_meet(made: tuple[Outcome, Samples]) -> None:
    outcome, samples = made
    steps = np.abs(np.diff(samples))
    speech = float(np.percentile(steps[np.abs(samples[1:]) > HEARD], 90))
    for start, _, _ in outcome.narration.timed():
        joint = steps[max(0, start - FRAME) : start + MARGIN]
        assert joint.max(initial=0) < speech


def test_level_with_music_by_another_meter(made: tuple[Outcome, Samples]) -> None:
    outcome, samples = made
    meter = pyloudnorm.Meter(RATE, filter_class="DeMan")
    assert outcome.episode.loudness == pytest.approx(meter.integrated_loudness(samples), abs=0.1)
    lines = [(start, end) for start, end, take in outcome.narration.timed() if not take.line.cue]
    speech = np.concatenate([samples[start:end] for start, end in lines[:-1]])
    assert meter.integrated_loudness(speech) == pytest.approx(-19, abs=0.5)
    assert 20 * np.log10(np.abs(samples).max()) < -1


def test_the_record_has_the_figures(made: tuple[Outcome, Samples]) -> None:
    episode = made[0].episode
    assert 1 < episode.loudness_range < 12
    assert episode.noise_floor < -80
    assert 0.7 < episode.longest_silence < 2
    assert 0 <= episode.voices_apart < 1

"""Covers: MP3, M4A and Opus of one narration, to outside readers: one timeline, the same facts."""

import shutil
from pathlib import Path
from typing import Any

import av
import mutagen
import numpy as np
import numpy.typing as npt
import pyloudnorm
import pytest
from mutagen.mp4 import MP4

from pipeline import render
from pipeline.model import FORMATS, RATE, MediaFile, Notes, Show, Sound
from pipeline.processes import process_map
from pipeline.render import Outcome, Request
from pipeline.store import open_store
from pipeline.values import replace

SHOW = Show(
    title="Read Aloud",
    guid="e9533001-4d41-4d70-8580-614d5f8f820f",
    sound=Sound(formats=FORMATS),
)
NEAR = 0.05  # seconds
TALK = """# The mill, the river & the café

by **Ada Lee**

## How it began

The mill stood by the river for two hundred years. It ground the corn of four villages.

*It ground the corn of four villages.*

## How it ended

It burned in the spring. Nobody built it again, and the river went on.
"""


def rendered(root: Path, workers: int = 1, show: Show = SHOW) -> Outcome:
    root.mkdir(exist_ok=True, parents=True)
    (root / "talk.md").write_text(TALK)
    notes = Notes(number=7, date="2024-03-05")
    request = Request(path=root / "talk.md", slug="talk", show=show, notes=notes)
    with process_map(workers) as pool:
        return render.render(
            request, store=open_store(str(root / "cache")), feed=root / "feed", map=pool
        )


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Outcome, Path]:
    root = tmp_path_factory.mktemp("whole")
    return rendered(root), root


def sounds(outcome: Outcome) -> dict[str, MediaFile]:
    files = [file for file in outcome.episode.files if file.kind == "audio"]
    return {file.name.rpartition(".")[2]: file for file in files}


def path(whole: tuple[Outcome, Path], form: str) -> Path:
    return whole[1] / "feed/talk" / sounds(whole[0])[form].name


def heard(file: Path, start: float | None = None) -> tuple[float, npt.NDArray[np.float64], int]:
    """The time of the first sample that a player shows, the samples (full scale ±1), the rate."""
    with av.open(str(file)) as container:
        stream = container.streams.audio[0]
        if start is not None:
            container.seek(int(start * av.time_base))
        frames = list(container.decode(stream))
        shift = float((stream.start_time or 0) * (stream.time_base or 0))
        first = (frames[0].time or 0.0) - shift
    assert all(frame.rate == frames[0].rate for frame in frames)
    samples = np.concatenate([frame.to_ndarray().reshape(-1) for frame in frames])
    return first, samples.astype(np.float64), frames[0].rate


def test_every_format_is_there_and_named_by_its_content(whole: tuple[Outcome, Path]) -> None:
    types = {form: file.type for form, file in sounds(whole[0]).items()}
    assert types == {"mp3": "audio/mpeg", "m4a": "audio/mp4", "opus": "audio/ogg"}
    for form, file in sounds(whole[0]).items():
        assert path(whole, form).stat().st_size == file.size
    assert next(iter(types)) == "mp3"


@pytest.mark.parametrize("form", FORMATS)
def test_each_take_is_heard_where_the_timeline_has_it(
    whole: tuple[Outcome, Path], form: str
) -> None:
    narration = whole[0].narration
    _, samples, rate = heard(path(whole, form))
    assert len(samples) / rate == pytest.approx(narration.length / RATE, abs=1024 / RATE)
    reference = heard(path(whole, "mp3"))[1]
    for start, end, _ in narration.timed():
        mine = onset(samples, rate, start / RATE - NEAR, end / RATE - NEAR)
        assert mine == pytest.approx(
            onset(reference, RATE, start / RATE - NEAR, end / RATE - NEAR), abs=NEAR
        )


def onset(samples: npt.NDArray[np.float64], rate: int, start: float, end: float) -> float:
    """When a voice begins, in seconds."""
    part = np.abs(samples[max(0, round(start * rate)) : round(end * rate)])
    return max(0.0, start) + float(np.argmax(part > 0.05)) / rate


@pytest.mark.parametrize("form", FORMATS)
def test_a_player_that_seeks_lands_where_it_meant_to(
    whole: tuple[Outcome, Path], form: str
) -> None:
    _, samples, rate = heard(path(whole, form))
    for chapter in whole[0].episode.chapters[1:]:
        landed, rest, _ = heard(path(whole, form), chapter["start"])
        assert landed <= chapter["start"] + NEAR
        wanted = samples[round(chapter["start"] * rate) :][: 2 * rate]
        offset = round((chapter["start"] - landed) * rate)
        played = rest[offset:][: len(wanted)]
        late = lag(wanted[: len(played)], played)
        assert abs(late) / rate < NEAR


def lag(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> int:
    """By how many samples the second is late."""
    size = 1 << (len(one) + len(other)).bit_length()
    both = np.fft.irfft(np.conj(np.fft.rfft(one, size)) * np.fft.rfft(other, size), size)
    best = int(np.argmax(both))
    return best if best < size // 2 else best - size


@pytest.mark.parametrize("form", FORMATS)
def test_readers_find_the_same_chapters(whole: tuple[Outcome, Path], form: str) -> None:
    kept = [(each["title"], each["start"]) for each in whole[0].episode.chapters]
    assert len(kept) > 2
    with av.open(str(path(whole, form))) as container:
        found: list[Any] = container.chapters()
    assert [each["metadata"]["title"] for each in found] == [title for title, _ in kept]
    starts = [float(each["start"] * each["time_base"]) for each in found]
    assert starts == pytest.approx([start for _, start in kept], abs=0.001)
    if form == "m4a":  # Nero's list, which the QuickTime track does not depend on
        nero: Any = MP4(str(path(whole, form))).chapters  # type: ignore[no-untyped-call]
        assert [each.title for each in nero] == [title for title, _ in kept]
        assert [each.start for each in nero] == pytest.approx([s for _, s in kept], abs=0.001)


def test_readers_find_the_same_facts(whole: tuple[Outcome, Path]) -> None:
    mp3, m4a, opus = (mutagen.File(path(whole, form)) for form in FORMATS)
    facts = {"TIT2": ("©nam", "title"), "TPE1": ("©ART", "artist"), "TALB": ("©alb", "album")}
    for name, (apple, vorbis) in facts.items():
        assert mp3[name].text == m4a[apple] == opus[vorbis] != [""]
    lyrics = mp3["USLT::eng"].text
    assert lyrics == m4a["©lyr"][0] == opus["lyrics"][0]
    assert m4a["trkn"] == [(7, 0)]
    assert opus["tracknumber"] == [mp3["TRCK"].text[0]] == ["7"]
    picture = mp3["APIC:"].data
    assert bytes(m4a["covr"][0]) == picture
    assert m4a["pcst"] is True
    with av.open(str(path(whole, "opus"))) as container:
        assert container.metadata or container.streams.audio[0].metadata
    assert abs(opus.info.length - mp3.info.length) < 0.001
    assert m4a.info.channels == 1


def test_an_m4a_begins_with_its_index_and_its_chapters(whole: tuple[Outcome, Path]) -> None:
    data = path(whole, "m4a").read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    assert data.index(b"How it began", data.index(b"mdat")) < data.index(b"mdat") + 200


def test_the_same_bytes_whoever_makes_them_and_however_often(
    whole: tuple[Outcome, Path], tmp_path: Path
) -> None:
    for name in ("parallel", "alone"):  # the picture alone takes as long as all else
        shutil.copytree(whole[1] / "cache/art", tmp_path / name / "cache/art")
    assert sounds(rendered(tmp_path / "parallel", workers=2)) == sounds(whole[0])
    alone = tmp_path / "alone"
    assert sounds(rendered(alone, show=replace(SHOW, sound=Sound()))).keys() == {"mp3"}
    later = rendered(alone)
    assert sounds(later) == sounds(whole[0])
    assert not any(take.spoken for take in later.narration.takes)
    for kind in ("frames", "m4a", "opus"):
        for entry in (alone / "cache" / kind).rglob("*"):
            if entry.is_file():
                entry.write_bytes(entry.read_bytes()[:-1])
    assert sounds(rendered(alone)) == sounds(whole[0])


def test_stereo_in_every_format_at_the_same_level(
    whole: tuple[Outcome, Path], tmp_path: Path
) -> None:
    shutil.copytree(whole[1] / "cache/art", tmp_path / "cache/art")
    show = replace(SHOW, sound=Sound(formats=FORMATS, stereo=True, theme="none", closing="none"))
    outcome = rendered(tmp_path, show=show)
    meter = pyloudnorm.Meter(RATE)
    for form in FORMATS:
        with av.open(str(path((outcome, tmp_path), form))) as container:
            resampled = av.AudioResampler("fltp", "stereo", RATE)
            frames = [part for raw in container.decode(audio=0) for part in resampled.resample(raw)]
            assert container.streams.audio[0].codec_context.channels == 2
        samples = np.concatenate([frame.to_ndarray() for frame in frames], axis=1).T
        assert len(samples) / RATE == pytest.approx(outcome.episode.seconds, abs=1024 / RATE)
        level = meter.integrated_loudness(samples.astype(np.float64))
        assert level == pytest.approx(show.sound.measured, abs=1)
        assert level == pytest.approx(outcome.episode.loudness, abs=0.15)

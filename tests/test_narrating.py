"""Covers: the timeline, the level, each line once, the same bytes however they were made."""

from collections.abc import Callable, Iterable
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
import pyloudnorm
import pytest
from small_voices import small_voices
from talking import TALK, TALKED, line, mp3, never, script

from pipeline import encoding, metering, narrating
from pipeline.model import (
    DEFAULT_CAST,
    FRAME,
    RATE,
    Line,
    Mix,
    Narration,
    Role,
    Sound,
    Voice,
    Word,
)
from pipeline.narrating import Job, Made, make_take
from pipeline.processes import process_map
from pipeline.store import Store, open_store
from pipeline.values import replace

__all__ = ["small_voices"]  # a fixture

DELAY = 1105  # samples from the start of the frames to their sound


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(str(tmp_path / "store"))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return open_store(str(tmp_path_factory.mktemp("kept")))


@pytest.fixture(scope="module")
def talk(kept: Store) -> Narration:
    return narrating.narrate(TALKED, DEFAULT_CAST, kept)


def decoded(narration: Narration, store: Store) -> npt.NDArray[np.float64]:
    """The sound on the narration's own timeline."""
    with av.open(BytesIO(mp3(narration, store)), "r", format="mp3") as container:
        parts = [frame.to_ndarray().reshape(-1) for frame in container.decode(audio=0)]
    return np.concatenate(parts).astype(np.float64)[DELAY:]


# --- The timeline ----------------------------------------------------------------------------


def test_takes_stand_in_order_with_their_lines(talk: Narration, kept: Store) -> None:
    assert [take.line for take in talk.takes] == list(TALKED.lines)
    assert all(take.spoken for take in talk.takes)
    assert talk.starts[-1] == len(decoded(talk, kept)) + DELAY
    for take in talk.takes:
        assert take.length % FRAME == 0
        assert len(take.meter.energies) == take.length // FRAME * 4
        assert len(take.times) == len(take.line.words)


def test_words_carry_times_where_they_sound(talk: Narration, kept: Store) -> None:
    sound = np.abs(decoded(talk, kept))
    words = known = 0
    for start, _, take in talk.timed():
        spans = [span for span in take.times if span]
        edges = [edge for span in spans for edge in span]
        assert edges == sorted(edges)
        assert 0 <= edges[0] <= edges[-1] <= take.length
        assert all(sound[start + first : start + last].max() > 0.01 for first, last in spans)
        words += sum(bool(word.said) for word in take.line.words)
        known += len(spans)
    assert known >= 0.95 * words


def test_pauses_are_what_they_say(talk: Narration, kept: Store) -> None:
    sound = np.abs(decoded(talk, kept))
    for start, _, take in talk.timed():
        heard = np.flatnonzero(sound[start : start + take.length] > 0.002)
        silent = (take.length - heard[-1]) / RATE
        assert silent == pytest.approx(take.line.pause, abs=0.06)


def test_cue_stands_before_the_quote_alone(talk: Narration, kept: Store) -> None:
    sound = np.abs(decoded(talk, kept))
    for start, _, take in talk.timed():
        first = next(span for span in take.times if span)[0]
        assert (first > 0.4 * RATE) == bool(take.line.cue)
        if take.line.cue:
            cue = sound[start : start + first - 500]
            assert 0.02 < cue.max() < 0.1
    without = narrating.narrate(TALKED, DEFAULT_CAST, kept, sound=Sound(cues=False))
    assert without.starts[-1] < talk.starts[-1] - 0.4 * RATE
    assert not any(take.spoken for take in without.takes)


# --- The level -------------------------------------------------------------------------------


def test_episode_stands_at_the_shows_loudness_by_another_meter(
    talk: Narration, kept: Store
) -> None:
    ours = metering.loudness(take.meter.energies for take in talk.takes)
    theirs = pyloudnorm.Meter(RATE).integrated_loudness(decoded(talk, kept))
    assert ours == pytest.approx(theirs, abs=0.1)
    assert ours == pytest.approx(-19, abs=0.5)


def test_peaks_stay_under_the_ceiling(talk: Narration, kept: Store) -> None:
    highest = max(take.meter.peak for take in talk.takes)
    found = metering.true_peak(decoded(talk, kept).astype(np.float32))
    assert metering.decibels(found) < -1
    assert metering.decibels(highest) == pytest.approx(metering.decibels(found), abs=0.5)


def test_another_loudness_moves_every_take_and_speaks_none(talk: Narration, kept: Store) -> None:
    soft = narrating.narrate(TALKED, DEFAULT_CAST, kept, sound=Sound(loudness=-24))
    assert not any(take.spoken for take in soft.takes)
    assert metering.loudness(take.meter.energies for take in soft.takes) == pytest.approx(
        metering.loudness(take.meter.energies for take in talk.takes) - 5, abs=0.2
    )


def test_no_two_voices_of_a_show_are_more_than_1_lu_apart(
    store: Store, small_voices: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("piper", reason="piper-tts is not installed")
    assert small_voices.is_dir()
    monkeypatch.setattr(encoding, "encode_mp3", lambda samples, _: bytes(len(samples) // FRAME))
    names = "quote announcer en-gb en-us+f2 en-us+Reed en-us+m5 de"
    voices = [Voice(engine="espeak", name=name) for name in names.split()]
    voices.append(Voice(engine="piper", name="en_US-small-high"))
    levels = []
    for voice in voices:
        narration = narrating.narrate(script(*TALK.splitlines()), {"narrator": voice}, store)
        levels.append(metering.loudness(take.meter.energies for take in narration.takes))
    assert max(levels) - min(levels) < 1, levels
    assert levels == pytest.approx([-19] * len(levels), abs=0.7)  # half a minute each


# --- Once, and the same bytes ----------------------------------------------------------------


def test_second_time_nothing_is_spoken_and_no_worker_starts(talk: Narration, kept: Store) -> None:
    again = narrating.narrate(TALKED, DEFAULT_CAST, kept, map=never)
    assert not any(take.spoken for take in again.takes)
    assert [replace(take, spoken=True) for take in again.takes] == list(talk.takes)


def test_workers_give_the_same_bytes(talk: Narration, kept: Store, store: Store) -> None:
    with process_map(2) as pool:
        other = narrating.narrate(TALKED, DEFAULT_CAST, store, map=pool)
    assert other.takes == talk.takes
    assert sha256(mp3(other, store)).digest() == sha256(mp3(talk, kept)).digest()


def test_changed_word_speaks_one_line_and_gives_the_cold_bytes(
    talk: Narration, kept: Store, store: Store
) -> None:
    lines = list(TALKED.lines)
    lines[1] = line("The whole floor grew silent, for nobody wanted to miss how the story went on.")
    edited = script(*lines)
    warm = narrating.narrate(edited, DEFAULT_CAST, kept)
    cold = narrating.narrate(edited, DEFAULT_CAST, store)
    assert [take.spoken for take in warm.takes] == [index == 1 for index in range(7)]
    assert mp3(warm, kept) == mp3(cold, store)
    assert warm.takes[0].key == talk.takes[0].key


def test_changed_pause_or_place_speaks_nothing(kept: Store, talk: Narration) -> None:
    moved = [replace(each, pause=each.pause + 1) for each in reversed(TALKED.lines)]
    narration = narrating.narrate(script(*moved), DEFAULT_CAST, kept)
    assert not any(take.spoken for take in narration.takes)
    longer = narration.starts[-1] - talk.starts[-1]
    assert longer == pytest.approx(7 * RATE, abs=7 * FRAME)


def test_repeated_line_is_spoken_once(store: Store) -> None:
    asked: list[Job] = []

    def noting(function: Callable[[Job], Made], jobs: Iterable[Job]) -> Iterable[Made]:
        asked.extend(jobs)
        return map(function, asked)

    twice = script("Once more.", "In between there is something longer.", "Once more.")
    narration = narrating.narrate(twice, DEFAULT_CAST, store, map=noting)
    assert [len(job.words) for job in asked] == [6, 2]  # the longest first
    assert [take.spoken for take in narration.takes] == [True, True, False]
    assert narration.takes[0].key == narration.takes[2].key


@pytest.mark.parametrize("kind", ["take", "speech"])
def test_damaged_entry_is_made_again(kept: Store, talk: Narration, store: Store, kind: str) -> None:
    first = narrating.narrate(TALKED, DEFAULT_CAST, store)
    for harmed in {kind, "take"}:
        for path in Path(store.root, harmed).rglob("*"):
            if path.is_file():
                path.write_bytes(path.read_bytes()[:-1])
    again = narrating.narrate(TALKED, DEFAULT_CAST, store)
    assert mp3(again, store) == mp3(talk, kept)
    assert [take.key for take in again.takes] == [take.key for take in first.takes]
    assert [take.spoken for take in again.takes] == [kind == "speech"] * 7


def test_line_without_a_word_is_a_pause(store: Store) -> None:
    said = (Word(shown="*", said=""), Word(shown="…", said="…"))
    pause = Line(words=said, role=Role.PARAGRAPH, pause=0.5)
    (take,) = narrating.narrate(script(pause), DEFAULT_CAST, store).takes
    assert take.times == (None, None)
    assert take.length == pytest.approx(0.5 * RATE, abs=2 * FRAME)
    assert not take.spoken


def test_role_without_a_voice_is_the_narrators(store: Store) -> None:
    asked = script(line("Hello there.", voice="somebody"))
    narration = narrating.narrate(asked, {}, store)
    assert (
        narration.takes[0].key
        == narrating.narrate(script("Hello there."), DEFAULT_CAST, store).takes[0].key
    )


def test_take_is_a_pure_function_of_plain_values(store: Store) -> None:
    job = narrating.taking.prepare(TALKED.lines[0], DEFAULT_CAST["narrator"], Mix(), Sound(), store)
    first = make_take(job)
    assert first.spoken
    assert make_take(job) == replace(first, spoken=False)

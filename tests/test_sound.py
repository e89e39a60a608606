"""Covers: levels, whole frames, pauses, the limiter's law, the cue before a pull-quote."""

import subprocess
import sys

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import metering, sound
from pipeline.errors import SoundError
from pipeline.model import FRAME, RATE

Samples = npt.NDArray[np.float32]


def noise(seconds: float, level: float = 0.1) -> Samples:
    return np.asarray(np.random.default_rng(7).normal(0, level, round(seconds * RATE)), np.float32)


@pytest.mark.parametrize("rate", [16_000, 22_050, 24_000, 44_100, 48_000])
def test_resampling_keeps_pitch_level_and_length(rate: int) -> None:
    moments = np.arange(rate) / rate
    wave = (0.5 * np.sin(2 * np.pi * 1000 * moments) * 32768).astype("<i2")
    samples = sound.resample(wave.tobytes(), rate)
    assert samples.dtype == np.float32
    assert abs(len(samples) - RATE) <= 1
    middle = samples[RATE // 4 : 3 * RATE // 4]
    assert np.abs(middle).max() == pytest.approx(0.5, abs=0.005)
    assert np.argmax(np.abs(np.fft.rfft(middle))) == 500


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 30_000), st.floats(0, 2))
def test_take_is_whole_frames_with_its_pause(length: int, pause: float) -> None:
    speech = np.full(length, 0.1, np.float32)
    take, start = sound.shape(speech, 1.0, pause)
    assert start == 0
    assert len(take) % FRAME == 0
    assert np.all(take[:length] != 0)
    assert not take[length:].any()
    silent = len(take) + FRAME - length  # the encoder's frame is silent, too
    assert abs(silent - pause * RATE) <= FRAME or silent < 2 * FRAME


def test_gain_is_constant() -> None:
    speech = noise(1, 0.05)
    take, _ = sound.shape(speech, 2.0, 0.1)
    assert np.allclose(take[: len(speech)] / 32767, speech * 2, atol=1 / 32767)


def test_limiter_holds_the_ceiling_and_leaves_the_rest_alone() -> None:
    speech = noise(4, 0.1)
    speech[[3, 60_000, 60_100, -1]] = [1.9, -1.4, 1.1, -3.0]
    limited = sound.limit(speech)
    assert np.abs(limited).max() <= sound.CEILING * (1 + 1e-6)
    assert np.array_equal(limited[2_000:58_000], speech[2_000:58_000])
    assert np.array_equal(limited[63_000:-2_000], speech[63_000:-2_000])
    assert sound.limit(noise(0.1, 0.01)) is not None


@settings(max_examples=30, deadline=None)
@given(st.floats(0.3, 40), st.integers(0, 5), st.integers(1, 5000))
def test_nothing_ever_passes_the_ceiling(gain: float, seed: int, length: int) -> None:
    wild = np.asarray(np.random.default_rng(seed).normal(0, gain, length), np.float32)
    limited = sound.limit(wild)
    assert np.abs(limited).max() <= sound.CEILING * (1 + 1e-5)
    assert np.all(np.sign(limited) == np.sign(wild))


def test_limited_gain_moves_smoothly() -> None:
    moments = np.arange(RATE) / RATE
    tone = np.asarray(np.sin(2 * np.pi * 200 * moments) * (0.5 + (moments > 0.5)), np.float32)
    limited = sound.limit(tone)
    heard = np.abs(tone) > 0.05
    gains = limited[heard] / tone[heard]
    assert np.abs(np.diff(gains)).max() < 0.05


def test_cue_stands_before_the_words_and_is_soft() -> None:
    speech = np.full(RATE, 3000, np.int16)
    laid, start = sound.lay_cue(speech, "quote")
    assert 0.4 * RATE < start < 1.0 * RATE
    assert len(laid) == start + len(speech)
    bell = laid[:start] / 32768
    assert 0.02 < np.abs(bell).max() < 0.1
    assert np.abs(np.diff(bell)).max() < 0.02  # no click
    assert np.array_equal(laid[-RATE // 3 :], speech[-RATE // 3 :])
    again, _ = sound.lay_cue(speech, "quote")
    assert np.array_equal(laid, again)


def test_cue_rings_out_over_a_short_word() -> None:
    laid, start = sound.lay_cue(np.full(100, 3000, np.int16), "quote")
    assert len(laid) > start + 100
    assert np.abs(laid[-50:]).max() < 5
    take, begin = sound.shape(np.full(100, 0.1, np.float32), 1.0, 0.0, "quote")
    assert begin == start
    assert len(take) >= len(laid)


def test_cue_follows_the_shows_level() -> None:
    speech = np.zeros(RATE, np.int16)
    loud, soft = (sound.lay_cue(speech, "quote", level)[0] for level in (1.0, 0.5))
    assert np.abs(loud).max() == pytest.approx(2 * np.abs(soft).max(), rel=0.01)


def test_unknown_cue_is_an_error() -> None:
    with pytest.raises(SoundError, match='no cue "gong"'):
        sound.lay_cue(np.zeros(10, np.int16), "gong")


def test_cue_is_laid_without_a_word_on_stderr() -> None:
    program = (
        "import numpy as np, sys\n"
        "from pipeline import sound\n"
        "assert 'pydub' not in sys.modules\n"
        "sound.lay_cue(np.zeros(10, np.int16), 'quote')\n"
        "assert 'pydub' in sys.modules\n"
    )
    run = subprocess.run(
        [sys.executable, "-W", "default", "-c", program], capture_output=True, check=False
    )
    assert (run.returncode, run.stderr) == (0, b"")


def test_ceiling_leaves_room_for_the_codec() -> None:
    assert metering.decibels(sound.CEILING) == pytest.approx(-1.5)

"""Covers: the voice's chain, trimming, pauses, breaths, the limiter's law, two channels."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import metering, sound
from pipeline.model import FRAME, RATE, Chain, Mix
from pipeline.sound.chain import shoulder, without_hiss, without_rumble

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


def hum(seconds: float, level: float = 0.2, hertz: float = 200) -> Samples:
    """A tone with the soft ends of a word."""
    moments = np.arange(round(seconds * RATE)) / RATE
    ramp = np.minimum(1, np.minimum(moments, moments[::-1]) * 100)
    return np.asarray(level * ramp * np.sin(2 * np.pi * hertz * moments), np.float32)


def silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * RATE), np.float32)


def heard(take: npt.NDArray[np.int16]) -> tuple[int, int]:
    """The first and last sample that is heard."""
    loud = np.flatnonzero(np.abs(take.astype(np.int32)) > 80)
    return int(loud[0]), int(loud[-1])


# --- A take ----------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 30_000), st.floats(0, 2))
def test_take_is_whole_frames_with_its_pause(length: int, pause: float) -> None:
    speech = np.asarray(np.random.default_rng(length).normal(0, 0.1, length), np.float32)
    take, _ = sound.shape(speech, Mix(pause=pause))
    assert take.dtype == np.int16
    assert take.ndim == 1
    assert len(take) % FRAME == 0
    sounding = np.flatnonzero(take)
    silent = len(take) + FRAME - (sounding[-1] if len(sounding) else 0)
    assert abs(silent - pause * RATE) <= FRAME or silent < 2 * FRAME + 529


@pytest.mark.parametrize("engine", [(0.0, 0.0), (0.3, 0.0), (0.0, 0.7), (0.02, 1.3)])
def test_what_an_engine_leaves_round_its_words_is_no_pause(engine: tuple[float, float]) -> None:
    hiss = np.random.default_rng(1).normal(0, 0.0003, 4 * RATE).astype(np.float32)  # -70 dBFS
    speech = np.concatenate((silence(engine[0]), hum(0.8), silence(engine[1])))
    speech += hiss[: len(speech)]
    spoken = (round(engine[0] * RATE), round((engine[0] + 0.8) * RATE))
    take, times = sound.shape(speech, Mix(pause=0.5), (spoken,))
    first, last = heard(take)
    assert first < 0.012 * RATE
    assert len(take) + FRAME - last + first == pytest.approx(0.5 * RATE, abs=FRAME)
    assert times[0]
    assert times[0] == pytest.approx((first, last), abs=0.006 * RATE)


def test_silence_is_a_take_too() -> None:
    take, times = sound.shape(silence(0.01), Mix(pause=0.1), (None, (0, 5)))
    assert not take.any()
    assert times == (None, (0, 0))


def test_ends_are_soft_wherever_the_engine_cut() -> None:
    take, _ = sound.shape(hum(0.5)[1200:-1234] + np.float32(0.1), Mix(pause=0.2))
    steps = np.abs(np.diff(take.astype(np.int32)))
    assert steps.max() < 0.01 * 32767


def test_gain_is_constant() -> None:
    speech = noise(1, 0.05)
    plain, _ = sound.shape(speech, Mix(pause=0.1))
    take, _ = sound.shape(speech, Mix(chain=Chain(gain=2.0), pause=0.1))
    middle = slice(1000, 40_000)
    assert np.allclose(take[middle], plain[middle] * 2.0, atol=2)


def test_a_breath_is_drawn_out_where_the_engine_is_silent() -> None:
    speech = np.concatenate((hum(0.5), silence(0.1), hum(0.5), silence(0.4), hum(0.5)))
    times = ((0, 22_050), (26_460, 48_510), (66_150, 88_200))
    mix = Mix(pause=0.2, breaths=((0, 0.3), (1, 0.3)))
    take, moved = sound.shape(speech, mix, times)
    plain, unmoved = sound.shape(speech, Mix(pause=0.2), times)
    more = len(take) - len(plain)
    assert more == pytest.approx(0.2 * RATE, abs=FRAME)  # the second pause is long enough
    assert moved[0] == unmoved[0]
    spans = [span for span in moved if span]
    assert len(spans) == 3
    quiet = spans[1][0] - spans[0][1]
    assert quiet == pytest.approx(0.3 * RATE, abs=0.02 * RATE)
    assert all(np.abs(take[start:end]).max() > 1000 for start, end in spans)
    assert np.abs(np.diff(take.astype(np.int32))).max() < 1000


def test_no_breath_is_put_into_a_sound_or_where_nobody_knows_the_words() -> None:
    speech = hum(1.0)
    plain, _ = sound.shape(speech, Mix(pause=0.2))
    for times in (((0, 20_000), (20_000, 44_100)), (None, None), ()):
        take, _ = sound.shape(speech, Mix(pause=0.2, breaths=((0, 0.5),)), times)
        assert np.array_equal(take, plain)


# --- The chain -------------------------------------------------------------------------------


def level(samples: Samples, hertz: float) -> float:
    """How strong a frequency is in the middle of samples, in dB."""
    middle = samples[len(samples) // 4 : -len(samples) // 4]
    moments = np.arange(len(middle)) / RATE
    part = np.abs(np.mean(middle * np.hanning(len(middle)) * np.exp(-2j * np.pi * hertz * moments)))
    return float(20 * np.log10(part + 1e-12))


@pytest.mark.parametrize(
    ("hertz", "least", "most"),
    [(10, -200, -60), (35, -60, -30), (70, -7, -5), (100, -0.8, -0.2), (200, -0.1, 0.1)],
)
def test_rumble_goes_and_the_voice_stays(hertz: float, least: float, most: float) -> None:
    tone = np.asarray(0.3 * np.sin(2 * np.pi * hertz * np.arange(2 * RATE) / RATE), np.float32)
    assert least < level(without_rumble(tone), hertz) - level(tone, hertz) < most


@pytest.mark.parametrize("hertz", [1378, 1378 - 60, 2756, 5000, 15_000])
def test_the_high_pass_adds_nothing_of_its_own(hertz: float) -> None:
    tone = np.asarray(0.3 * np.sin(2 * np.pi * hertz * np.arange(2 * RATE) / RATE), np.float32)
    assert 20 * np.log10(np.abs(without_rumble(tone) - tone)[9000:-9000].max() / 0.3) < -40


def test_an_offset_goes_without_a_thump() -> None:
    speech = hum(1.0) + np.float32(0.1)
    take, _ = sound.shape(np.concatenate((silence(0.2), speech, silence(0.2))), Mix(pause=0.3))
    assert abs(float(take[12_000:32_000].mean())) < 30


def test_the_shoulder_is_a_curve_and_not_a_gain() -> None:
    heights = np.linspace(-1.6, 1.6, 4001, dtype=np.float32)
    bent = shoulder(heights)
    quiet = np.abs(heights) <= 0.5
    assert np.array_equal(bent[quiet], heights[quiet])
    assert np.diff(bent).min() > 0.3 * np.diff(heights).max()  # never flat, nor over the top
    assert np.allclose(bent, -bent[::-1], atol=1e-6)
    mixed = np.random.default_rng(2).permutation(len(heights))
    assert np.array_equal(shoulder(heights[mixed]), bent[mixed])  # whatever came before


def spoken_with(hiss: float) -> Samples:
    """Vowels, and s-sounds between them whose level beside theirs is given."""
    vowel, gap = hum(0.2, 0.14), silence(0.05)
    rough = np.diff(noise(0.1, hiss * 0.07), prepend=0).astype(np.float32)
    return np.concatenate([vowel, rough, gap] * 12)


def test_only_sharp_voices_are_de_essed() -> None:
    soft, sharp = spoken_with(0.2), spoken_with(1.0)
    assert sound.sharpness(soft) == 0.0
    allowed = sound.sharpness(sharp)
    assert 0.02 < allowed < 0.1
    held = without_hiss(sharp, allowed)
    vowels = slice(2000, 7000)
    assert np.abs(held[vowels] - sharp[vowels]).max() < 0.005
    hiss = slice(round(0.22 * RATE), round(0.28 * RATE))
    change = 20 * np.log10(np.std(held[hiss]) / np.std(sharp[hiss]))
    assert -6.1 < change < -1


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


def test_ceiling_leaves_room_for_the_codec() -> None:
    assert metering.decibels(sound.CEILING) == pytest.approx(-1.5)


# --- Two channels ----------------------------------------------------------------------------


def power(take: npt.NDArray[np.int16]) -> float:
    return float(np.square(take.astype(np.float64)).sum())


def test_in_stereo_a_voice_stands_in_the_middle() -> None:
    speech = noise(1, 0.05)
    mono, times = sound.shape(speech, Mix(pause=0.2), ((0, 9000),))
    take, same = sound.shape(speech, Mix(pause=0.2, stereo=True), ((0, 9000),))
    assert take.shape == (len(mono), 2)
    assert np.array_equal(take[:, 0], mono)
    assert np.array_equal(take[:, 1], mono)
    assert same == times


def test_a_voice_apart_stands_to_the_right_in_a_room_and_is_as_loud() -> None:
    speech = noise(1.0, 0.05)
    middle, _ = sound.shape(speech, Mix(pause=1.0, stereo=True))
    apart, _ = sound.shape(speech, Mix(pause=1.0, stereo=True, apart=True))
    assert apart.shape == middle.shape
    assert power(apart[:, 1]) > 1.5 * power(apart[:, 0])
    assert power(apart) == pytest.approx(power(middle), rel=0.2)
    ring = apart[RATE + 1000 : RATE + 5000].astype(np.int32)
    assert 5 < np.abs(ring).max() < 3000
    assert not apart[round(1.5 * RATE) :].any()


def test_the_limiter_moves_nothing_sideways() -> None:
    left = noise(1, 0.1)
    both = np.stack((left, left * np.float32(0.5)), axis=1)
    both[20_000] = (1.8, 0.9)
    limited = sound.limit(both)
    assert np.abs(limited).max() <= sound.CEILING * (1 + 1e-6)
    assert np.allclose(limited[:, 1] * 2, limited[:, 0], atol=1e-6)

"""Covers: loudness beside the standard's own figures and two other meters, gates, true peak."""

from fractions import Fraction
from math import inf, isclose, log10

import av
import numpy as np
import numpy.typing as npt
import pyloudnorm
import pytest
import soxr

from pipeline import metering
from pipeline.model import FRAME, RATE

Samples = npt.NDArray[np.float32]


def sine(hertz: float, seconds: float, level: float = 1.0, phase: float = 0.0) -> Samples:
    frames = round(seconds * RATE / FRAME)
    moments = np.arange(frames * FRAME) / RATE
    return np.asarray(level * np.sin(2 * np.pi * hertz * moments + phase), np.float32)


def silence(seconds: float) -> Samples:
    return sine(100, seconds, 0.0)


def speechlike(seconds: float, seed: int = 1) -> Samples:
    """Noise in syllables, with pauses."""
    random = np.random.default_rng(seed)
    length = round(seconds * RATE / FRAME) * FRAME
    syllables = random.uniform(0.0, 0.3, length // 9000 + 1) * (
        random.random(length // 9000 + 1) > 0.2
    )
    noise = np.cumsum(random.normal(0, 0.1, length)) % 1 - 0.5 + random.normal(0, 0.3, length)
    return np.asarray(np.repeat(syllables, 9000)[:length] * noise, np.float32)


def lufs(*takes: Samples) -> float:
    return metering.loudness(metering.energies(take).tobytes() for take in takes)


def ffmpeg(samples: Samples) -> tuple[float, float]:
    """Integrated loudness and true peak (linear) by FFmpeg's ebur128."""
    graph = av.filter.Graph()
    source = graph.add_abuffer(
        sample_rate=RATE, format="flt", layout="mono", time_base=Fraction(1, RATE)
    )
    meter = graph.add("ebur128", "metadata=1:peak=true")
    sink = graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    frame = av.AudioFrame.from_ndarray(samples[None, :], "flt", "mono")
    frame.sample_rate = RATE
    graph.push(frame)
    graph.push(None)
    last, peak = -inf, 0.0
    while True:
        try:
            facts = sink.pull().metadata
        except (av.error.EOFError, av.error.BlockingIOError):
            return last, peak
        last = float(facts.get("lavfi.r128.I", last))
        peak = max(peak, float(facts.get("lavfi.r128.true_peaks_ch0", "0")))


@pytest.mark.parametrize(("level", "expected"), [(1.0, -3.01), (0.1, -23.01), (0.01, -43.01)])
def test_sine_of_997_hz_reads_as_the_standard_says(level: float, expected: float) -> None:
    assert lufs(sine(997, 20, level)) == pytest.approx(expected, abs=0.03)


@pytest.mark.parametrize("hertz", [40, 100, 440, 1500, 3000, 10_000])
def test_weights_every_frequency_like_ffmpeg(hertz: float) -> None:
    samples = sine(hertz, 10, 0.3)
    assert lufs(samples) == pytest.approx(ffmpeg(samples)[0], abs=0.1)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_agrees_with_other_meters_on_what_sounds_like_speech(seed: int) -> None:
    samples = speechlike(40, seed)
    ours = lufs(samples)
    meter = pyloudnorm.Meter(RATE, filter_class="DeMan")  # its own default is off at 44.1 kHz
    theirs = meter.integrated_loudness(samples.astype(np.float64))
    assert ours == pytest.approx(theirs, abs=0.1)
    assert ours == pytest.approx(ffmpeg(samples)[0], abs=0.1)


def test_gates_silence_and_what_is_far_below() -> None:
    loud = sine(997, 20, 0.1)
    assert lufs(loud, silence(60)) == pytest.approx(-23.0, abs=0.1)
    assert lufs(loud, sine(997, 60, 0.01)) == pytest.approx(-23.0, abs=0.1)
    assert lufs(loud, sine(997, 20, 0.05)) < -24


def test_takes_in_a_row_measure_like_one() -> None:
    samples = speechlike(20)
    parts = np.split(samples, [50 * FRAME, 51 * FRAME, 300 * FRAME])
    assert lufs(*parts) == pytest.approx(lufs(samples), abs=0.02)


def test_silence_and_nothing_have_no_loudness() -> None:
    assert lufs(silence(5)) == -inf
    assert metering.loudness([]) == -inf
    assert metering.loudness([metering.energies(np.zeros(10, np.float32)).tobytes()]) == -inf
    assert metering.true_peak(silence(1)) == 0.0
    assert metering.decibels(0.0) == -inf


def test_short_sound_is_measured_too() -> None:
    assert -30 < lufs(sine(997, 0.2, 0.3)) < -13


def test_scale_is_as_if_played_at_it() -> None:
    samples = speechlike(5)
    scaled, plain = metering.meter(samples, 0.5), metering.meter(samples)
    assert scaled.peak == pytest.approx(plain.peak / 2)
    difference = metering.loudness([plain.energies]) - metering.loudness([scaled.energies])
    assert difference == pytest.approx(20 * log10(2), abs=0.01)
    assert len(plain.energies) == len(samples) // FRAME * 4


@pytest.mark.parametrize(("hertz", "phase"), [(RATE / 4, np.pi / 4), (6000, 0.3), (9000, 1.0)])
def test_true_peak_between_samples(hertz: float, phase: float) -> None:
    samples = sine(hertz, 0.5, 0.5, phase)
    samples *= np.hanning(len(samples)).astype(np.float32)
    assert metering.decibels(metering.true_peak(samples)) == pytest.approx(-6.02, abs=0.1)


def test_true_peak_agrees_with_resampling_everything() -> None:
    samples = np.asarray(soxr.resample(speechlike(4), RATE, 18_000, "VHQ"))
    samples = np.asarray(soxr.resample(samples, 18_000, RATE, "VHQ"), np.float32)
    over = soxr.resample(samples, RATE, 4 * RATE, "VHQ")
    assert isclose(metering.true_peak(samples), float(np.abs(over).max()), rel_tol=0.02)
    assert metering.true_peak(samples) >= np.abs(samples).max()


# --- Figures for the record ------------------------------------------------------------------


def bytes_of(*takes: Samples) -> list[bytes]:
    return [metering.energies(take).tobytes() for take in takes]


@pytest.mark.parametrize(("soft", "wide"), [(-30, 10), (-35, 15), (-40, 20)])
def test_loudness_range_of_the_standards_own_signals(soft: float, wide: float) -> None:
    # EBU Tech 3342: 20 s of a 1 kHz tone at -20 dBFS, then 20 s at a softer level
    loud, quiet = (sine(1000, 20, 10 ** (level / 20)) for level in (-20, soft))
    assert metering.loudness_range(bytes_of(loud, quiet)) == pytest.approx(wide, abs=1)


def test_noise_floor_is_the_quietest_half_second() -> None:
    hiss = np.asarray(np.random.default_rng(3).normal(0, 1e-3, 40 * FRAME), np.float32)
    found = metering.noise_floor(bytes_of(sine(997, 2, 0.1), hiss, sine(997, 2, 0.1)))
    assert found == pytest.approx(lufs(hiss), abs=0.5)
    assert metering.noise_floor(bytes_of(sine(997, 2, 0.1), silence(1))) == -inf


def test_longest_silence_is_told_within_a_frame() -> None:
    tone = sine(997, 1, 0.1)
    found = metering.longest_silence(bytes_of(tone, silence(0.4), tone, silence(1.3), tone))
    assert found == pytest.approx(1.3, abs=2 * FRAME / RATE)
    assert metering.longest_silence(bytes_of(tone)) == 0
    assert metering.longest_silence([]) == 0


def test_two_channels_that_are_the_same_count_double() -> None:
    mono = speechlike(5)
    both = np.stack((mono, mono), axis=1)
    assert lufs(both) - lufs(mono) == pytest.approx(3.01, abs=0.01)
    assert metering.true_peak(both) == metering.true_peak(mono)
    meter = pyloudnorm.Meter(RATE, filter_class="DeMan")
    both[:, 1] *= np.float32(0.3)
    assert lufs(both) == pytest.approx(meter.integrated_loudness(both.astype(float)), abs=0.15)

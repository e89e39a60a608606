"""Covers: N frames in, N + 1 out; takes joined decode without a seam; what is no MP3 is refused."""

import io

import av
import numpy as np
import numpy.typing as npt
import pytest

from pipeline import encoding
from pipeline.errors import SoundError
from pipeline.model import FORMATS, FRAME, RATE

DELAY = 1105  # samples from the start of a take's frames to its sound


def voice(frames: int, seed: int) -> npt.NDArray[np.int16]:
    """A buzz with gliding pitch that starts and ends softly, and half a frame of silence."""
    moments = np.arange(frames * FRAME - FRAME // 2) / RATE
    pitch = 110 + 15 * seed + 10 * np.sin(moments * 5)
    buzz = sum(np.sin(2 * np.pi * pitch * n * moments) / n for n in range(1, 20))
    ramp = np.minimum(1, np.minimum(moments, moments[::-1]) * 100)
    return np.pad((buzz * ramp * 6000).astype(np.int16), (0, FRAME // 2))


def decoded(frames: bytes) -> npt.NDArray[np.float64]:
    with av.open(io.BytesIO(frames), "r", format="mp3") as container:
        parts = [frame.to_ndarray().reshape(-1) for frame in container.decode(audio=0)]
    return np.concatenate(parts).astype(np.float64) * 32768


def rms(values: npt.NDArray[np.float64]) -> float:
    return float(np.sqrt(np.mean(np.square(values))))


@pytest.mark.parametrize("frames", [1, 2, 3, 17, 400])
def test_gives_one_frame_more_than_it_got(frames: int) -> None:
    coded = encoding.encode_mp3(voice(frames, 0))
    assert encoding.count_frames(coded) == frames + 1
    assert len(decoded(coded)) == (frames + 1) * FRAME


def test_same_samples_same_bytes() -> None:
    assert encoding.encode_mp3(voice(50, 1)) == encoding.encode_mp3(voice(50, 1))


def test_joined_takes_decode_without_a_seam() -> None:
    takes = [voice(30 + seed, seed) for seed in range(8)]
    joined = decoded(b"".join(encoding.encode_mp3(take) for take in takes))
    source = np.concatenate([np.pad(take, (0, FRAME)) for take in takes])
    whole = decoded(encoding.encode_mp3(source[:-FRAME]))
    played = source[: len(joined) - DELAY] * encoding.scale(96)
    mistakes, usual = joined[DELAY:] - played, whole[DELAY:] - played
    assert rms(mistakes) < 1.05 * rms(usual)
    for start in np.cumsum([len(take) + FRAME for take in takes])[:-1]:
        around = slice(start - FRAME, start + FRAME)
        assert rms(mistakes[around]) < 1.2 * rms(usual[around]) + 1


def test_encoder_scales_its_input_as_metering_expects() -> None:
    source = voice(200, 3).astype(np.float64)
    played = decoded(encoding.encode_mp3(voice(200, 3)))[DELAY : DELAY + len(source)]
    source = source[: len(played)]
    assert played @ source / (source @ source) == pytest.approx(encoding.scale(96), abs=0.002)


def test_part_of_a_frame_is_refused() -> None:
    with pytest.raises(SoundError, match="gave"):
        encoding.encode_mp3(np.zeros(FRAME + 1, np.int16))


def test_only_whole_frames_are_counted() -> None:
    coded = encoding.encode_mp3(voice(5, 1))
    assert encoding.count_frames(b"") == 0
    assert encoding.count_frames(coded * 3) == 18
    for harmed in (coded[:-1], coded[1:], b"ID3" + coded, coded + b"\0", coded + b"\xff\xfb"):
        assert encoding.count_frames(harmed) == -1


def test_codec_names_all_that_the_frames_depend_on() -> None:
    assert "96 kb/s" in encoding.codec("mp3", 1, 96)
    assert "lameenc" in encoding.codec("mp3", 1, 96)
    for form in FORMATS:
        named = {encoding.codec(form, channels, kbps) for channels in (1, 2) for kbps in (128, 256)}
        assert len(named) == 4

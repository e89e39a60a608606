"""Covers: N frames in, N + 1 out; takes joined decode without a seam; what is no MP3 is refused."""

import io
from typing import Any, NamedTuple

import av
import numpy as np
import numpy.typing as npt
import pytest
import soxr

from pipeline import encoding
from pipeline.encoding import aac, opus
from pipeline.encoding.packets import Packets, code, unpack
from pipeline.errors import SoundError
from pipeline.model import BITRATES, FORMATS, FRAME, RATE

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


# --- AAC and Opus ----------------------------------------------------------------------------


class Coder(NamedTuple):
    """An encoder of takes, and how its packets are decoded; `late`: samples before the first."""

    module: Any
    name: str
    rate: int
    extra: bytes
    late: int


OPUS_HEAD = b"OpusHead\x01\x01\x00\x00\x80\xbb\x00\x00\x00\x00\x00"
CODERS = (
    Coder(aac, "aac", RATE, b"\x12\x08", aac.FRAME),
    Coder(opus, "libopus", opus.RATE, OPUS_HEAD, opus.LOOKAHEAD),
)


def syllables(seed: int) -> npt.NDArray[np.int16]:
    """A voice that swells and ebbs, and begins abruptly."""
    take = voice(30 + seed, seed).astype(np.float64)
    swell = np.clip(np.sin(2 * np.pi * 4 * np.arange(len(take)) / RATE + seed) + 0.8, 0, 1)
    return np.asarray(take * swell, np.int16)


def played(coder: Coder, packets: list[bytes]) -> npt.NDArray[np.float64]:
    decoder: Any = av.CodecContext.create(coder.name, "r")
    decoder.sample_rate, decoder.layout, decoder.extradata = coder.rate, "mono", coder.extra
    frames = [
        frame.to_ndarray() for packet in packets for frame in decoder.decode(av.Packet(packet))
    ]
    scale = 1 if frames[0].dtype == np.int16 else 32768
    return np.concatenate([frame.reshape(-1) for frame in frames]).astype(np.float64) * scale


def split(packets: Packets, count: int) -> list[bytes]:
    ends = np.cumsum(packets.sizes[:count])
    return [packets.data[end - size : end] for end, size in zip(ends, packets.sizes, strict=False)]


@pytest.mark.parametrize("coder", CODERS, ids=lambda coder: coder.name)
def test_packets_of_takes_join_without_a_seam(coder: Coder) -> None:
    """Against one encode of the same sound: nowhere is the error larger, at the joints least."""
    size, takes = coder.module.FRAME, [syllables(seed) for seed in range(8)]
    coded = [unpack(coder.module.encode(take, 0.95).pack()) for take in takes]
    row = [packet for each in coded for packet in split(each, each.needed)]
    source = np.zeros(len(row) * size, np.float32)
    starts = np.cumsum([0, *(each.needed * size for each in coded)])
    for start, take in zip(starts, takes, strict=False):
        sound = soxr.resample(take * np.float32(0.95), RATE, coder.rate, "HQ")
        source[start : start + len(sound)] += sound[: len(source) - start]
    options = {"b": f"{coder.module.KBPS[1]}k"}
    if coder.name == "libopus":
        options["application"] = "lowdelay"
    packets = code(coder.name, np.asarray(source / 32768, np.float32), coder.rate, **options)
    one = played(coder, packets)[coder.late :]
    joined = played(coder, row)[coder.module.DELAY :]
    length = min(len(one), len(joined))
    mistakes, usual = joined[:length] - source[:length], one[:length] - source[:length]
    assert rms(mistakes) < 1.1 * rms(usual)
    assert rms(mistakes) < 0.1 * rms(source.astype(np.float64))
    for start in starts[1:-1]:
        around = slice(start - size, start + 2 * size)
        assert rms(mistakes[around]) < 1.2 * rms(usual[around]) + 1


@pytest.mark.parametrize("coder", CODERS, ids=lambda coder: coder.name)
@pytest.mark.parametrize("channels", [1, 2])
def test_same_samples_same_packets_and_enough_of_them(coder: Coder, channels: int) -> None:
    take = syllables(1)
    if channels == 2:
        take = np.stack([take, take // 2], axis=1)
    first, second = (coder.module.encode(take, 0.95) for _ in range(2))
    assert first == second == unpack(first.pack())
    longest = (len(take) + FRAME) * coder.rate / RATE / coder.module.FRAME + 2
    assert first.needed <= longest <= len(first.sizes)


def test_packets_cut_off_are_none() -> None:
    packed = aac.encode(syllables(1), 1.0).pack()
    for harmed in (b"", packed[:7], packed[:20], packed[:-1], packed + b"\0"):
        with pytest.raises(ValueError, match="packets"):
            unpack(harmed)


def test_silence_needs_only_what_flushes_the_codec() -> None:
    quiet = np.zeros(20 * FRAME, np.int16)
    assert aac.encode(quiet, 1.0).needed == 1
    assert opus.encode(quiet, 1.0).needed == 3


# --- Stereo ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kbps", BITRATES[2])
def test_stereo_takes_join_without_a_seam(kbps: int) -> None:
    takes = [np.stack([voice(20 + at, at), voice(20 + at, at + 3) // 2], axis=1) for at in range(5)]
    source = np.concatenate([np.pad(take, ((0, FRAME), (0, 0))) for take in takes])
    joined = both(b"".join(encoding.encode_mp3(take, kbps) for take in takes))
    whole = both(encoding.encode_mp3(source[:-FRAME], kbps))
    assert len(joined) == len(source)
    wanted = source[: len(joined) - DELAY] * encoding.scale(kbps)
    mistakes, usual = joined[DELAY:] - wanted, whole[DELAY:] - wanted
    assert rms(mistakes) < 0.05 * rms(wanted)
    for start in np.cumsum([len(take) + FRAME for take in takes])[:-1]:
        around = slice(start - FRAME, start + FRAME)
        assert rms(mistakes[around]) < 1.2 * rms(usual[around]) + 1


def both(frames: bytes) -> npt.NDArray[np.float64]:
    with av.open(io.BytesIO(frames), "r", format="mp3") as container:
        parts = [frame.to_ndarray() for frame in container.decode(audio=0)]
    return np.concatenate(parts, axis=1).T.astype(np.float64) * 32768


@pytest.mark.parametrize("kbps", BITRATES[1])
def test_every_bit_rate_keeps_its_word(kbps: int) -> None:
    source = voice(100, 3).astype(np.float64)
    coded = encoding.encode_mp3(voice(100, 3), kbps)
    assert len(coded) * 8 / (101 * FRAME / RATE) == pytest.approx(kbps * 1000, rel=0.001)
    played = decoded(coded)[DELAY : DELAY + len(source)]
    source = source[: len(played)]
    assert played @ source / (source @ source) == pytest.approx(encoding.scale(kbps), abs=0.003)

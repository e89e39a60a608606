import functools
from io import BytesIO
from itertools import pairwise
from typing import Any

import av
import mutagen.mp3
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tones import tone

from pipeline import encoding
from pipeline.formats import mp3
from pipeline.model import FRAME

TAKES = ((10, 440.0), (25, 660.0), (1, 880.0), (300, 330.0), (2, 500.0), (40, 220.0))


@functools.cache
def joined(takes: tuple[tuple[int, float], ...] = TAKES) -> bytes:
    """An Info frame and the frames of some tones."""
    parts = [encoding.encode_mp3(tone(*take)) for take in takes]
    sizes = [len(part) for part in parts]
    checksum = mp3.joined([mp3.checksum(part) for part in parts], sizes)
    count = sum(frames + 1 for frames, _ in takes)
    info = mp3.info_frame(parts[0], count=count, size=sum(sizes), checksum=checksum)
    return info + b"".join(parts)


def heard(data: bytes) -> npt.NDArray[np.float32]:
    """What a gapless player plays, full scale ±1."""
    with av.open(BytesIO(data), "r") as file:
        parts = [frame.to_ndarray().reshape(-1) for frame in file.decode(audio=0)]
    return np.concatenate(parts)


def test_a_player_shows_every_take_where_the_timeline_has_it() -> None:
    played = heard(joined())
    assert len(played) == (sum(frames + 1 for frames, _ in TAKES) - 1) * FRAME
    start = 0
    for frames, hertz in TAKES:
        sung = tone(frames, hertz).astype(np.float32) / 32768 * encoding.scale(96)
        here = played[start : start + len(sung)]
        early, late = (played[max(0, start + by) :][: len(sung)] for by in (-1, 1))
        errors = [float(np.mean((some - sung[: len(some)]) ** 2)) for some in (early, here, late)]
        assert np.sqrt(errors[1]) < 0.002
        assert start == 0 or errors[1] < min(errors[0], errors[2])
        start += (frames + 1) * FRAME


def test_the_length_is_the_same_to_mutagen() -> None:
    data = joined()
    info: Any = mutagen.mp3.MP3(BytesIO(data)).info  # type: ignore[no-untyped-call]
    assert info.length * 44_100 == pytest.approx(len(heard(data)), abs=0.01)
    assert (info.sketchy, info.bitrate_mode) == (False, mutagen.mp3.BitrateMode.CBR)
    assert info.bitrate == pytest.approx(96_000, rel=0.001)
    assert info.encoder_info.startswith("LAME")


def test_the_info_frame_says_what_follows() -> None:
    data = joined()
    size = mp3.header(data).size
    info, audio = data[:size], data[size:]
    assert mp3.header(info).size == size == 313
    assert info[21:25] == b"Info"
    assert int.from_bytes(info[29:33], "big") == len(list(mp3.frames(audio)))
    assert int.from_bytes(info[33:37], "big") == len(data)
    lame = info[141:177]
    assert lame.startswith(b"LAME3.100")
    assert lame[21:24] == bytes.fromhex("240240")  # 576 samples before, 576 behind
    assert int.from_bytes(lame[28:32], "big") == len(data)
    assert int.from_bytes(lame[32:34], "big") == mp3.crc16(audio)
    assert int.from_bytes(lame[34:36], "big") == mp3.crc16(info[:175])
    assert int.from_bytes(info[190:192], "big") == mp3.crc16(info[:190])


def test_the_table_leads_to_the_right_frames() -> None:
    data = joined()
    table = data[37:137]
    offsets = [at for at, _ in mp3.frames(data)][1:]
    for percent in range(100):
        wanted = offsets[len(offsets) * percent // 100]
        assert abs(table[percent] * len(data) / 256 - wanted) < len(data) / 256 + 314
    assert all(one <= two for one, two in pairwise(table))


def test_a_seek_lands_where_it_should() -> None:
    data = joined()
    moment = 5.0
    with av.open(BytesIO(data), "r") as file:
        stream = file.streams.audio[0]
        assert stream.time_base is not None
        file.seek(int(moment / stream.time_base), stream=stream)
        frame = next(file.decode(stream))
        assert frame.time == pytest.approx(moment, abs=0.06)


def test_info_gets_a_frame_it_fits_in() -> None:
    slow = bytes.fromhex("fffb10c4")  # 32 kb/s mono: 104 bytes are too few
    info = mp3.info_frame(slow, count=10, size=1040, checksum=0)
    assert mp3.header(info).bitrate == 64
    assert len(info) == 208
    assert info[161] == 32  # LAME's field keeps the rate of the audio


def test_info_in_stereo_stands_behind_the_longer_side_information() -> None:
    info = mp3.info_frame(bytes.fromhex("fffb9064"), count=10, size=4180, checksum=0)
    assert info[36:40] == b"Info"
    assert int.from_bytes(info[190:192], "big") == mp3.crc16(info[:190])


def test_frames_of_a_take() -> None:
    data = encoding.encode_mp3(tone(30, 440))
    found = list(mp3.frames(data))
    assert len(found) == 31
    assert found[-1][0] + found[-1][1] == len(data)
    assert mp3.header(data) == mp3.Header(bitrate=96, rate=44_100, mono=True, size=313)


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfb", b"RIFF....", bytes.fromhex("fffb00c4"), bytes.fromhex("fffb9cc4")]
)
def test_what_is_no_frame(data: bytes) -> None:
    with pytest.raises(ValueError, match="no MPEG-1 layer III frame at byte 0"):
        mp3.header(data)


def test_a_cut_frame_is_named() -> None:
    with pytest.raises(ValueError, match="the frame at byte 313 is cut off"):
        list(mp3.frames(encoding.encode_mp3(tone(1, 300))[:-1]))


def test_crc16_is_the_known_one() -> None:
    assert mp3.crc16(b"123456789") == 0xBB3D  # the check value of CRC-16/ARC
    assert mp3.crc16(b"") == 0


@settings(max_examples=30)
@given(st.binary(max_size=4000), st.integers(0, 25))
def test_the_fast_checksum_is_the_slow_one(data: bytes, times: int) -> None:
    assert mp3.checksum(data * times) == mp3.crc16(data * times)


@given(st.lists(st.binary(max_size=90), min_size=1, max_size=5), st.integers(1, 400))
def test_checksums_of_pieces_give_that_of_the_whole(pieces: list[bytes], times: int) -> None:
    pieces = [piece * (1 if at % 2 else times) for at, piece in enumerate(pieces)]
    sizes = [len(piece) for piece in pieces]
    assert mp3.joined([mp3.crc16(each) for each in pieces], sizes) == mp3.crc16(b"".join(pieces))

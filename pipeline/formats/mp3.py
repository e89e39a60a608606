"""MPEG-1 layer III frames in, facts about them and the Info frame before them out.

The promise: a gapless player shows exactly (frames - 1) x 1152 samples of a file that starts with
our Info frame, and finds every second of it. The Info frame is Xing's, with LAME's extension.
"""

import struct
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from pipeline.model import FRAME
from pipeline.values import value

# ISO 11172-3, 2.4.2.3: kilobits a second and samples a second by their index in the header
_BITRATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_RATES = (44_100, 48_000, 32_000)
_SYNC = 0x7FFD  # 11 bits of synchronisation, MPEG-1, layer III
_MONO = 3
_SOURCES = {32_000: 0, 44_100: 1, 48_000: 2}  # LAME's numbers for them

_DELAY = 576  # LAME's own encoder delay, in samples; a decoder adds 529 of its own
_PADDING = 576  # so that delay and padding make one frame: the one that flushes the codec
_QUALITY = 55  # LAME's figure for constant bit rate at quality 5: 100 - 10 x V4 - 5
_VERSION = b"LAME3.100"  # readers take the gapless fields only from an encoder they know
_XING = struct.Struct(">4sIII100sI")
_LAME = struct.Struct(">9sBBIHHBB3sBBHI")
_STEREO = 190  # bytes before this frame's own checksum, in stereo


@value
class Header:
    """What a frame's four bytes say. `bitrate` in kb/s, `rate` in samples/s, `size` in bytes."""

    bitrate: int
    rate: int
    mono: bool
    size: int


def header(data: bytes, at: int = 0) -> Header:
    """Read the frame header at `at`. Raises ValueError when there is none of MPEG-1 layer III."""
    word = int.from_bytes(data[at : at + 4], "big")
    bitrate, rate = (word >> 12) & 15, (word >> 10) & 3
    sound = len(data) >= at + 4 and word >> 17 == _SYNC
    if not sound or bitrate in {0, 15} or rate not in range(3):
        raise ValueError(f"no MPEG-1 layer III frame at byte {at}")
    kilobits, samples = _BITRATES[bitrate], _RATES[rate]
    return Header(
        bitrate=kilobits,
        rate=samples,
        mono=(word >> 6) & 3 == _MONO,
        size=FRAME // 8 * kilobits * 1000 // samples + ((word >> 9) & 1),
    )


def frames(data: bytes) -> Iterator[tuple[int, int]]:
    """The offset and size in bytes of each frame. Raises ValueError where one is not whole."""
    at = 0
    while at < len(data):
        size = header(data, at).size
        if at + size > len(data):
            raise ValueError(f"the frame at byte {at} is cut off")
        yield at, size
        at += size


def info_frame(first: bytes, *, count: int, size: int, checksum: int) -> bytes:
    """The frame that goes before the audio: its count, its bytes, a table to seek by, the gaps.

    `first` is the first audio frame (its header is enough), `count` and `size` are the number and
    bytes of all audio frames, `checksum` is their CRC. Raises ValueError as `header` does.
    """
    start = _info_header(first)
    facts = header(start)
    side = bytes(17 if facts.mono else 32)  # an empty frame: silence to players that ignore Info
    total = size + facts.size
    flags = 0b1111  # count, bytes, table and quality are there
    xing = _XING.pack(b"Info", flags, count, total, _table(facts.size, total), _QUALITY)
    body = start + side + xing + _lame(header(first), total) + checksum.to_bytes(2, "big")
    body += crc16(body).to_bytes(2, "big")
    if facts.mono:  # some readers look for it where it stands in stereo
        body = body.ljust(_STEREO, b"\0")
        body += crc16(body).to_bytes(2, "big")
    return body.ljust(facts.size, b"\0")


def _info_header(first: bytes) -> bytes:
    """The header of `first` at the same or the next bit rate whose frame has room for Info."""
    word = int.from_bytes(first[:4], "big") & ~(1 << 9)  # no padding
    word |= 1 << 16  # and no checksum between header and side information
    while header(word.to_bytes(4, "big")).size < _STEREO + 2:
        word += 1 << 12
    return word.to_bytes(4, "big")


def _table(info: int, total: int) -> bytes:
    """For each percent of the time the place in the file, in 256ths: a straight line after Info."""
    return bytes((info + (total - info) * percent // 100) * 256 // total for percent in range(100))


def _lame(first: Header, total: int) -> bytes:
    """LAME's extension, up to the two checksums. Zero is unknown: lowpass, gains, presets."""
    gaps = (_DELAY << 12 | _PADDING).to_bytes(3, "big")
    misc = _SOURCES[first.rate] << 6 | (0 if first.mono else 1) << 2
    constant = 1  # tag revision 0, method 1: constant bit rate
    rate = min(first.bitrate, 255)
    return _LAME.pack(_VERSION, constant, 0, 0, 0, 0, 0, rate, gaps, misc, 0, 0, total)


# --- The checksum of the music ---------------------------------------------------------------

_PERIOD = 32_767
_POLYNOMIAL = 0xA001  # x^16 + x^15 + x^2 + 1 = (x + 1) (x^15 + x + 1), lowest bit first


def _row(byte: int) -> int:
    for _ in range(8):
        byte = byte >> 1 ^ (_POLYNOMIAL if byte & 1 else 0)
    return byte


_ROWS = tuple(_row(byte) for byte in range(256))


def crc16(data: bytes) -> int:
    """CRC-16 (ARC) of a little data, byte by byte."""
    crc = 0
    for byte in data:
        crc = crc >> 8 ^ _ROWS[(crc ^ byte) & 255]
    return crc


def checksum(data: bytes) -> int:
    """CRC-16 (ARC) of much data, at a gigabyte a second.

    Its polynomial divides x^32767 + 1: what lies so many bits apart counts alike, and so does what
    lies so many bytes apart. All of it is laid over each other by XOR, from the end.
    """
    over = _laid_over(np.frombuffer(data, np.uint8))
    bits = np.unpackbits(over, bitorder="little").reshape(8, _PERIOD)
    return int(np.bitwise_xor.reduce(_powers() * np.bitwise_xor.reduce(bits)))


def joined(checksums: Sequence[int], sizes: Sequence[int]) -> int:
    """The checksum of all that pieces of so many bytes, with these checksums, give in a row."""
    behind = np.cumsum(np.array([0, *sizes[:0:-1]], np.int64))[::-1] * 8
    crcs, over = np.array(checksums, np.uint16), 0
    for bit in range(16):
        told = behind[crcs >> bit & 1 == 1]
        over ^= int(np.bitwise_xor.reduce(_powers()[(bit - told) % _PERIOD]))
    return over


def _laid_over(data: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    first = len(data) % _PERIOD
    over = np.zeros(_PERIOD, np.uint8)
    over[_PERIOD - first :] = data[:first]
    for row in data[first:].reshape(-1, _PERIOD):
        over ^= row
    return over


@lru_cache(maxsize=1)
def _powers() -> npt.NDArray[np.uint16]:
    """What a 1 counts in the CRC, by its place among so many bits.

    What counts for the last bits is moved on by as many bits again and again: twice as many each
    time, since each of the CRC's bits moves for itself.
    """
    powers = np.array([_POLYNOMIAL], np.uint16)  # the last first
    while (known := len(powers)) < _PERIOD:
        moved = np.zeros(known, np.uint16)
        for bit in range(16):
            alone = powers[known - bit - 1] if known > bit else np.uint16(1 << (bit - known))
            moved ^= (powers >> bit & 1) * alone
        powers = np.concatenate((powers, moved))
    return powers[:_PERIOD][::-1].copy()

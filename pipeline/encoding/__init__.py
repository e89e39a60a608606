"""Levelled samples → one take in a file format's own frames. The promise: a row of takes is a file.

Each take gets a fresh encoder, so that its frames are the same whoever its neighbours are, and
begins and ends in silence, so that the joints can't be heard. The same samples give the same bytes.
"""

from collections.abc import Sequence
from types import ModuleType

from pipeline.encoding.mp3 import Pcm, count_frames, scale
from pipeline.encoding.mp3 import codec as mp3_codec
from pipeline.encoding.mp3 import encode as encode_mp3
from pipeline.model import FORMATS, TALK_BITRATES, Sound

__all__ = [
    "Pcm",
    "bitrate",
    "codec",
    "count_frames",
    "encode_mp3",
    "encode_other",
    "others",
    "scale",
]


def others(formats: Sequence[str]) -> tuple[str, ...]:
    """What is to be made beside the MP3, in the house's order."""
    return tuple(form for form in FORMATS[1:] if form in formats)


def bitrate(sound: Sound) -> int:
    """Kilobits a second of the MP3 that a show wants."""
    return sound.bitrate or TALK_BITRATES[sound.channels]


def codec(form: str, channels: int, kbps: int) -> str:
    """Everything but the samples that a take's frames depend on, for the key of a recipe.

    `kbps` is the MP3's bit rate; the others have one of their own, and are as loud as the MP3.
    """
    if form == "mp3":
        return mp3_codec(kbps, channels)
    return f"{_coder(form).codec(channels)} at {scale(kbps)}"


def encode_other(form: str, samples: Pcm, kbps: int) -> bytes:
    """Encode a take's int16 samples at model.RATE, (n,) or (n, 2), as packets for the store.

    `packets.unpack` reads them. They are as loud as the MP3 at `kbps`. Raises SoundError.
    """
    packed: bytes = _coder(form).encode(samples, scale(kbps)).pack()
    return packed


def _coder(form: str) -> ModuleType:
    from pipeline.encoding import aac, opus  # noqa: PLC0415 - soxr, for those who want them

    return {"m4a": aac, "opus": opus}[form]

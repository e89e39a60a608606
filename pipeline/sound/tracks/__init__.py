"""A show's sounds, as files → samples. The promise: what is no sound is an error, not silence.

Ours lie in this folder, made by `scripts/make-sounds`; a show may name files of its own.
"""

import io
from functools import lru_cache
from pathlib import Path

import numpy as np

from pipeline.errors import SoundError
from pipeline.model import RATE
from pipeline.sound.samples import Pcm

_HERE = Path(__file__).parent
_LONGEST = 60 * RATE  # samples: nothing that we lay anywhere is longer


def own_file(name: str) -> str:
    """Where our own sound of this name lies."""
    return str(_HERE / f"{name}.flac")


@lru_cache(maxsize=8)
def own_track(name: str) -> bytes:
    """The bytes of our own sound of this name, a FLAC file."""
    return Path(own_file(name)).read_bytes()


def decode_track(data: bytes) -> Pcm:
    """The first minute of a sound file at model.RATE: (n,), or (n, 2) when it is in stereo.

    Raises SoundError when it holds no sound, or only silence; the message needs the file's name
    before it.
    """
    import av  # noqa: PLC0415 - 70 ms, only when a sound is new to the store

    blocks, length = [], 0
    try:
        with av.open(io.BytesIO(data), "r") as container:
            channels = min(container.streams.audio[0].channels, 2)
            layout = "stereo" if channels > 1 else "mono"
            resampler = av.AudioResampler(format="s16", layout=layout, rate=RATE)
            for frame in container.decode(audio=0):
                for part in resampler.resample(frame):
                    blocks.append(part.to_ndarray().reshape(-1, channels))
                    length += len(blocks[-1])
                if length >= _LONGEST:
                    break
    except (av.error.FFmpegError, IndexError) as error:
        raise SoundError("is not a sound file that can be read") from error
    sound = np.concatenate(blocks)[:_LONGEST] if blocks else np.zeros((0, 1), np.int16)
    if not sound.any():
        raise SoundError("holds no sound")
    return np.asarray(sound if channels > 1 else sound[:, 0], np.int16)

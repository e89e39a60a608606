"""Raw speech → one finished take, ready for the encoder. The promise: whole frames, no clipping.

Samples in, samples out; mono (n,) or, for a show in stereo, (n, 2). `shaping` has the order of it.
"""

from pipeline.sound.chain import sharpness, without_rumble
from pipeline.sound.limiting import CEILING, limit
from pipeline.sound.music import TRACK
from pipeline.sound.samples import Pcm, Samples, floats, peak, resample, whole
from pipeline.sound.shaping import VERSION, padded_length, shape
from pipeline.sound.tracks import decode_track, own_file, own_track

__all__ = [
    "CEILING",
    "TRACK",
    "VERSION",
    "Pcm",
    "Samples",
    "decode_track",
    "floats",
    "limit",
    "own_file",
    "own_track",
    "padded_length",
    "peak",
    "resample",
    "shape",
    "sharpness",
    "whole",
    "without_rumble",
]

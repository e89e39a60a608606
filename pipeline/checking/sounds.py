"""An audio file → its facts, measured on the decoded sound by a meter that is not our own.

The promise: what can't be decoded says so. Loudness is ffmpeg's EBU R 128.
"""

from collections.abc import Iterator
from functools import lru_cache
from math import inf, log10
from pathlib import Path

import av
import numpy as np
from av.error import FFmpegError, InvalidDataError
from av.filter import Graph

from pipeline import metering
from pipeline.values import value

_CHUNK = 10  # seconds measured for their peak at once


@value
class Sound:
    """Seconds, samples a second, channels, bits a second; LUFS and dBTP, once measured.

    `damaged`: packets that did not decode; junk behind the last frame counts as one.
    """

    seconds: float
    rate: int
    channels: int
    bits: int
    loudness: float = -inf
    peak: float = -inf
    damaged: int = 0


@lru_cache(maxsize=256)
def facts(path: Path) -> Sound | None:
    """What the file says of itself; None when it is no sound."""
    try:
        with av.open(str(path)) as file:
            stream = file.streams.audio[0]
            if stream.duration is None or stream.time_base is None:
                return None
            return Sound(
                seconds=float(stream.duration * stream.time_base),
                rate=stream.rate,
                channels=stream.channels,
                bits=stream.bit_rate or file.bit_rate or 0,
            )
    except (FFmpegError, IndexError, OSError):
        return None


@lru_cache(maxsize=256)
def measured(path: Path) -> Sound | None:
    """The file decoded to its end and measured; None when that can't be done."""
    try:
        with av.open(str(path)) as file:
            return _measured(file)
    except (FFmpegError, IndexError, OSError):
        return None


def _measured(file: "av.container.InputContainer") -> Sound:
    stream = file.streams.audio[0]
    graph = Graph()
    start, meter = graph.add_abuffer(template=stream), graph.add("ebur128", "metadata=1")
    end = graph.add("abuffersink")
    start.link_to(meter)
    meter.link_to(end)
    graph.configure()
    peak, samples, loudness = 0.0, 0, -inf
    held: list[np.ndarray[tuple[int, ...], np.dtype[np.float32]]] = []
    damaged: list[int] = []
    for frame in _frames(file, damaged):
        graph.push(frame)
        loudness = _last(graph, loudness)
        held.append(_floats(frame))
        samples += frame.samples
        if len(held) * frame.samples > _CHUNK * stream.rate:
            peak, held = max(peak, _peak(held)), []
    return Sound(
        seconds=samples / stream.rate,
        rate=stream.rate,
        channels=stream.channels,
        bits=stream.bit_rate or file.bit_rate or 0,
        loudness=loudness,
        peak=20 * log10(highest) if (highest := max(peak, _peak(held))) else -inf,
        damaged=len(damaged),
    )


def _frames(file: "av.container.InputContainer", damaged: list[int]) -> Iterator[av.AudioFrame]:
    """Every frame that decodes; a packet that does not is noted and passed by, as players do."""
    stream = file.streams.audio[0]
    for number, packet in enumerate(file.demux(stream)):
        try:
            yield from packet.decode()
        except InvalidDataError:
            damaged.append(number)


def _last(graph: Graph, known: float) -> float:
    """The integrated loudness after what was pushed so far."""
    try:
        while True:
            told = graph.pull().metadata.get("lavfi.r128.I")
            known = float(told) if told else known
    except (BlockingIOError, EOFError):
        return known


def _floats(frame: "av.AudioFrame") -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """All channels of a frame, one sample of each after another."""
    array = frame.to_ndarray()
    full = 1.0 if array.dtype.kind == "f" else float(2 ** (8 * array.dtype.itemsize - 1))
    planes = array if frame.format.is_planar else array.reshape(-1, frame.layout.nb_channels).T
    return np.asarray(planes.T / full, np.float32)


def _peak(held: "list[np.ndarray[tuple[int, ...], np.dtype[np.float32]]]") -> float:
    if not held:
        return 0.0
    whole = np.concatenate(held)
    return max(metering.true_peak(np.ascontiguousarray(one)) for one in whole.T)

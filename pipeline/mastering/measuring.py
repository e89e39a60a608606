"""A narration → how the finished file sounds, in figures; what is not as promised is refused.

All of it is worked out from what each take's meter kept: nothing is decoded.
"""

import logging
from collections.abc import Iterable

from pipeline import metering
from pipeline.errors import SoundError
from pipeline.mastering.joining import excerpt
from pipeline.model import RATE, THEMES, Measures, Narration, Take

PEAK = -1.0  # dBTP: what Apple asks for, and what survives another codec
_WARN, _REFUSE = 0.5, 1.0  # LU from the show's loudness
_JUDGED = 60 * RATE  # samples: R 128 says little about anything shorter

_log = logging.getLogger(__name__)


def measure(narration: Narration, target: float) -> Measures:
    """The figures of the whole. Loudness is judged where there is a minute of speech or more.

    A warning is logged when it is more than 0.5 LU from `target`, in LUFS. Music is softer than
    speech, and means to be: takes over music are not judged. Raises SoundError beyond 1 LU, at a
    peak over -1 dBTP, and when nothing is said.
    """
    if not narration.takes:
        raise SoundError("nothing is said in this episode: look at --plan for what is skipped")
    loudest = max(narration.takes, key=lambda take: take.meter.peak)
    peak = metering.decibels(loudest.meter.peak)
    if peak > PEAK:
        raise SoundError(
            f"the true peak is {peak:.1f} dBTP in “{excerpt(loudest)}”, over {PEAK:.0f}: lower "
            "[sound] loudness in show.toml, or choose another voice for it"
        )
    _judge([take for take in narration.takes if not _over_music(take)], target)
    energies = [b"".join(take.meter.energies for take in narration.takes)]
    return Measures(
        loudness=metering.loudness(energies),
        peak=peak,
        range=metering.loudness_range(energies),
        noise_floor=metering.noise_floor(energies),
        longest_silence=metering.longest_silence(energies),
        voices_apart=_apart(narration.takes),
    )


def _judge(takes: list[Take], target: float) -> None:
    if sum(take.length for take in takes) < _JUDGED:
        return
    loudness = metering.loudness(take.meter.energies for take in takes)
    off = abs(loudness - target)
    if off > _WARN:
        told = f"the episode measures {loudness:.1f} LUFS, {off:.1f} LU from the show's {target:g}"
        if off > _REFUSE:
            raise SoundError(f"{told}: set [sound] loudness in show.toml nearer, or change voices")
        _log.warning(told)


def _over_music(take: Take) -> bool:
    return take.line.cue in THEMES or take.line.after in THEMES


def _apart(takes: Iterable[Take]) -> float:
    """LU between the loudest voice and the softest, by the takes that have no other sound."""
    said: dict[str, list[bytes]] = {}
    for take in takes:
        if not take.line.cue and not take.line.after:
            said.setdefault(take.line.voice, []).append(take.meter.energies)
    levels = [metering.loudness(energies) for energies in said.values()]
    heard = [level for level in levels if level > metering.SILENCE]
    return max(heard) - min(heard) if heard else 0.0

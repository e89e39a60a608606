"""A line, its voice's chain and the show's sounds → how its take is mixed."""

from collections.abc import Mapping

from pipeline.model import Chain, Line, Mix, Role, Sound


def mixed(line: Line, chain: Chain, wanted: Sound, tracks: Mapping[str, str]) -> Mix:
    """The mix of a line. `tracks` has the key of every sound that the show plays, by name."""
    cue, after = (name if name in tracks else "" for name in (line.cue, line.after))
    return Mix(
        chain=chain,
        pause=line.pause,
        breaths=line.breaths,
        loudness=wanted.loudness,
        cue=cue,
        after=after,
        tracks={name: tracks[name] for name in (cue, after) if name},
        stereo=wanted.stereo,
        apart=line.role is Role.PULL_QUOTE,
    )

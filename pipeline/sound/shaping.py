"""Raw speech, how it is mixed, and its sounds → one take. The promise: whole frames, no click.

trimmed    the engine's own silence goes, long sentences get their breaths
treated    through the chain of its voice: high-pass, level, limiter
placed     in two channels, for a show in stereo
laid       with a cue, or over music
padded     by its pause, to whole MP3 frames
"""

from collections.abc import Mapping

import numpy as np

from pipeline.model import FRAME, RATE, Mix
from pipeline.sound import music, space
from pipeline.sound.chain import treat
from pipeline.sound.limiting import limit
from pipeline.sound.samples import Pcm, Samples, floats, one, two, whole
from pipeline.sound.trimming import LEAD, TAIL, Times, breathe, trim

VERSION = "2"  # part of every recipe: raise it when the same input gives other samples


def shape(
    speech: Samples, mix: Mix, times: Times = (), tracks: Mapping[str, Pcm] | None = None
) -> tuple[Pcm, Times]:
    """The take of a line, int16 at model.RATE, (n,) or (n, 2), and when its words sound in it.

    `speech` is mono at model.RATE as the engine gave it, and `times` are its words', in samples;
    `tracks` has the samples of `mix.cue` and `mix.after` by name. The silence behind the sound is
    the mix's pause within half a frame, counting the frame that the encoder adds.
    """
    voiced, times = breathe(treat(speech, mix.chain), times, mix.breaths)
    sound, cut = trim(voiced)
    laid, start, spoken = _laid(_placed(sound, mix), mix, tracks or {}, len(sound) - LEAD - TAIL)
    take = np.zeros((padded_length(spoken, mix.pause, len(laid)), *laid.shape[1:]), np.int16)
    take[: len(laid)] = laid
    return take, _moved(times, start - cut, start, start + len(sound))


def padded_length(spoken: int, pause: float, least: int = 0) -> int:
    """Samples of a take before encoding: whole frames, holding all that sounds."""
    wanted = round((spoken + pause * RATE) / FRAME) - 1  # the encoder's own frame is part of it
    return max(-(-max(spoken, least) // FRAME), wanted, 1) * FRAME


def _placed(sound: Samples, mix: Mix) -> Pcm:
    if not mix.stereo:
        return whole(sound)
    return whole(limit(space.apart(sound) if mix.apart else space.middle(sound)))


def _laid(words: Pcm, mix: Mix, tracks: Mapping[str, Pcm], heard: int) -> tuple[Pcm, int, int]:
    """The words with their sounds, where they start, and where what the pause follows ends.

    `heard` is how long the words sound, without margins and room: a pause is from sound to sound.
    """
    if not mix.cue and not mix.after:
        return words, 0, max(heard, 0)
    laid, start = words, 0
    if mix.cue:
        lay = music.lay_theme if mix.cue == "theme" else music.lay_before
        laid, start = lay(laid, _track(mix, mix.cue, tracks))
    spoken = start + max(heard, 0)
    if mix.after:
        behind = music.lay_closing if mix.after == "closing" else music.lay_behind
        laid = behind(laid, _track(mix, mix.after, tracks))
        spoken = len(laid) - (0 if mix.after == "closing" else music.RING)
    return whole(limit(floats(laid, 0))), start, spoken


def _track(mix: Mix, name: str, tracks: Mapping[str, Pcm]) -> Pcm:
    """A sound at its level beside this show's speech, in as many channels."""
    level = 10 ** ((mix.loudness + music.BESIDE[name] - music.TRACK) / 20)
    track = two(tracks[name]) if mix.stereo else one(tracks[name])
    return whole(floats(track, 0) * np.float32(level))


def _moved(times: Times, by: int, first: int, last: int) -> Times:
    """The words' times on the take's own line, inside the speech."""
    return tuple(
        span and (min(max(span[0] + by, first), last), min(max(span[1] + by, first), last))
        for span in times
    )

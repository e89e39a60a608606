"""Neural voices on this machine, by piper: words and a voice in, speech and word times out.

The promise: the same bytes every time (its noise is off), nothing leaves this machine, and words
are only ever words. The package and each voice come separately, and whatever is missing is told
with the command that gets it. A voice is NAME, or NAME#SPEAKER where it has several.
"""

import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pipeline.engines import breaths, piper_model, piper_voices
from pipeline.engines.decoding import Sound, heard
from pipeline.engines.voice_offers import recorded
from pipeline.errors import EngineError
from pipeline.model import Speech, Voice, Word
from pipeline.versions import version

if TYPE_CHECKING:
    from piper import PiperVoice

VERSION = "1"  # of this wrapper: raise it when the same words give other samples

_PACKAGE = "piper-tts"
_OLDEST = (1, 4)  # of the package; earlier ones tell no lengths
_MOST = 2_000  # characters of a line: the network's memory grows with their square
_FULL = 32_767  # of 16-bit samples
_SOME = 5  # speakers named in a message; some voices have 900
_EDGE = 0.010  # seconds of silence kept at both ends

Span = tuple[int, int]


class Piper:
    """Voices of the piper catalogue, or trained for piper. Raises EngineError without piper-tts."""

    name = "piper"
    repeatable = True
    online = False

    def __init__(self) -> None:
        try:
            found = version(_PACKAGE)
        except PackageNotFoundError as error:
            raise EngineError(
                f"Engine piper needs the package {_PACKAGE}: {how_to_install()}."
            ) from error
        if tuple(int(part) for part in found.split(".")[:2]) < _OLDEST:
            raise EngineError(
                f"Engine piper needs a newer {_PACKAGE} than {found}: {how_to_install()}."
            )

    @property
    def fingerprint(self) -> str:
        """Packages and wrapper; `voice_fingerprint` adds the voice's own files."""
        return f"piper {version(_PACKAGE)} onnxruntime {version('onnxruntime')} wrapper {VERSION}"

    def voice_fingerprint(self, name: str) -> str:
        """What the sound of one voice depends on. Raises EngineError when it is not here."""
        return f"{self.fingerprint} {piper_voices.digest(piper_voices.find(_parted(name)[0]))}"

    def licence(self, name: str) -> str:
        """What the record beside a fetched voice says; empty where there is none."""
        voice = _parted(name)[0]
        told = recorded(piper_voices.find(voice).model.parent, voice)
        return str(told.get("licence", ""))

    @property
    def needs(self) -> str:
        """What is missing before it can speak."""
        if piper_voices.installed():
            return ""
        return f"a voice: render-episode --fetch-voice {piper_voices.RECOMMENDED}"

    def voices(self) -> Sequence[str]:
        """The voices on this machine; one with several speakers once for each of them."""
        return tuple(
            each
            for name, files in piper_voices.installed().items()
            for each in [f"{name}#{one}" for one in piper_voices.speakers(files)] or [name]
        )

    def speak(self, words: Sequence[Word], voice: Voice) -> Speech:
        """Say the words. Raises EngineError: no such voice, a pitch, a line far too long."""
        if voice.pitch:
            raise EngineError(
                f"Engine piper can't move a voice's pitch ({voice} has {voice.pitch:g}): take "
                "another voice or speaker; espeak can."
            )
        name, speaker = _parted(voice.name)
        files = piper_voices.find(name)
        number = _number(voice.name, speaker, piper_voices.speakers(files))
        model = piper_model.load(files)
        tokens = breaths.tokens(words, model.config.phoneme_id_map)
        length = sum(len(token.text) + 1 for token in tokens)
        if length > _MOST:
            raise EngineError(
                f'Engine piper got a sentence of {length} characters ("{tokens[0].text[:40]}…"): '
                f"break it into sentences of less than {_MOST}."
            )
        return _said(tokens, len(words), model, voice.speed, number)


def how_to_install() -> str:
    """The command that installs the package, the launcher's where there is one."""
    launcher = Path(__file__).parents[2] / "scripts" / "render-episode"
    if launcher.is_file():
        known = next(iter(piper_voices.installed()), piper_voices.RECOMMENDED)
        return f"type {launcher} --fetch-voice {known}"
    return f'type {sys.executable} -m pip install "{_PACKAGE}>={_OLDEST[0]}.{_OLDEST[1]}"'


def _parted(name: str) -> tuple[str, str]:
    """The voice and the speaker in it."""
    voice, _, speaker = name.partition("#")
    return voice, speaker


def _number(name: str, speaker: str, known: Mapping[str, int]) -> int | None:
    """The number of a speaker; None, the voice's own choice, where none was asked for."""
    if not speaker:
        return None
    if speaker not in known:
        some = ", ".join(islice(known, _SOME)) if known else "nobody by a name"
        raise EngineError(
            f'Engine piper has no speaker "{speaker}" in {name.partition("#")[0]}: it has {some}; '
            "--list-voices names all."
        )
    return known[speaker]


def _said(
    tokens: Sequence[breaths.Token],
    count: int,
    model: "PiperVoice",
    speed: float,
    speaker: int | None,
) -> Speech:
    """Every sentence that piper makes of a line, one behind the other, without silence round it."""
    samples = [np.zeros(0, np.float32)]
    spans: list[tuple[int, Span]] | None = []
    at = 0
    for sentence in breaths.sentences(tokens, model.phonemize):
        piece = piper_model.speak(model, breaths.phonemes(sentence), speed, speaker)
        if piece.lengths is None or spans is None:
            spans = None
        else:
            found = breaths.times(sentence, piece.lengths)
            spans += [(word, (start + at, end + at)) for word, (start, end) in found]
        samples.append(piece.samples)
        at += len(piece.samples)
    # Not scaled to the fullest, as piper's own programs do sentence by sentence: a voice has one
    # level, which is measured once.
    whole = (np.concatenate(samples).clip(-1, 1) * _FULL).astype("<i2").tobytes()
    start, end = heard(Sound(whole, model.config.sample_rate), _EDGE)
    return Speech(
        pcm=whole[2 * start : 2 * end],
        rate=model.config.sample_rate,
        times=None if spans is None else breaths.by_word(spans, count, start, end - start),
    )

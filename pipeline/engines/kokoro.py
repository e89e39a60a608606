"""Kokoro's voices on this machine: words and a voice in, speech and word times out.

The promise: the same bytes every time, nothing leaves this machine, and words are only ever words.
Times are there where the model tells how long it makes each sound. A word in another language is
said with that language's sounds, in the same voice.
"""

import importlib.util
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby

import numpy as np

from pipeline.engines import breaths, kokoro_model, kokoro_voices
from pipeline.engines.breaths import Breath
from pipeline.engines.decoding import Sound, heard
from pipeline.engines.espeak_library import transcribe
from pipeline.engines.espeak_voices import voice_text
from pipeline.engines.misaki import kokoro_phonemes
from pipeline.engines.voice_offers import recorded
from pipeline.errors import EngineError
from pipeline.model import Speech, Voice, Word
from pipeline.patterns import pattern
from pipeline.versions import version

VERSION = "1"  # of this wrapper: raise it when the same words give other samples

_PACKAGE, _MODULE, _OLDEST = "kokoro-onnx", "kokoro_onnx", "0.6"
_MOST = 2_000  # characters of a line
_BATCH = 500  # phonemes that the model says in one breath; it takes 510
_FULL = 32_767  # of 16-bit samples
_EDGE = 0.010  # seconds of silence kept at both ends
_MARKS = str.maketrans({"—": ",", "–": ",", "…": "."})  # to what every network here pauses at
_PAUSES = ".?!,;:"
_CLAUSE = pattern(r"(.*?)(?:([.?!,;:]+)(?=\W*(?:\s|$))|$)", re.DOTALL)
_SPOKEN = {"es": "es", "fr": "fr-fr", "hi": "hi", "it": "it", "pt": "pt-br"}  # espeak-ng's names
_ENGLISH = "en"


class Kokoro:
    """Kokoro-82M's voices ("af_heart"). Raises EngineError without kokoro-onnx."""

    name = "kokoro"
    repeatable = True
    online = False

    def __init__(self) -> None:
        if importlib.util.find_spec(_MODULE) is None or _older(version(_PACKAGE)):
            raise EngineError(
                f"Engine kokoro needs the package {_PACKAGE}, of {_OLDEST} or newer: type "
                f'{sys.executable} -m pip install "{_PACKAGE}>={_OLDEST}" (Python 3.11 to 3.13).'
            )

    @property
    def fingerprint(self) -> str:
        """Packages and wrapper; `voice_fingerprint` adds the model's and the voices' files."""
        onnx = version("onnxruntime")
        return f"kokoro {version(_PACKAGE)} onnxruntime {onnx} wrapper {VERSION}"

    def voice_fingerprint(self, name: str) -> str:
        """What the sound of one voice depends on. Raises EngineError when it is not here."""
        files = kokoro_voices.find()
        kokoro_voices.language(name, files)
        return f"{self.fingerprint} {kokoro_voices.digest(files)}"

    def licence(self, _: str) -> str:
        """What the record beside the fetched model says, for all its voices; empty without one."""
        told = recorded(kokoro_voices.find().model.parent, "kokoro")
        return str(told.get("licence", ""))

    @property
    def needs(self) -> str:
        """What is missing before it can speak."""
        if kokoro_voices.installed():
            return ""
        return "its model, for all its voices: render-episode --fetch-voice kokoro"

    def voices(self) -> Sequence[str]:
        """The voices of the model on this machine."""
        files = kokoro_voices.installed()
        return kokoro_voices.names(files) if files else ()

    def speak(self, words: Sequence[Word], voice: Voice) -> Speech:
        """Say the words. Raises EngineError: no such voice, a pitch, a line far too long."""
        if voice.pitch:
            raise EngineError(
                f"Engine kokoro can't move a voice's pitch ({voice} has {voice.pitch:g}): take "
                "another voice; espeak can."
            )
        files = kokoro_voices.find()
        language = kokoro_voices.language(voice.name, files)
        said = " ".join(word.said for word in words)
        if len(said) > _MOST:
            raise EngineError(
                f'Engine kokoro got a sentence of {len(said)} characters ("{said[:40]}…"): break '
                f"it into sentences of less than {_MOST}."
            )
        speaker = kokoro_model.load(files)
        line = _line(words, language, speaker)
        return _spoken(line, len(words), partial(speaker.speak, voice.name, voice.speed))


def _line(words: Sequence[Word], language: str, speaker: kokoro_model.Speaker) -> list[Breath]:
    """What to say, every stretch of words by the sounds of its language."""
    line: list[Breath] = []
    given = [(index, word, _tongue(word, language)) for index, word in enumerate(words)]
    for tongue, group in groupby(given, key=lambda each: each[2]):
        stretch: list[Word] = [Word(shown="", said="")] * len(words)
        for index, word, _ in group:
            ipa = kokoro_phonemes(word.ipa, tongue)
            stretch[index] = Word(shown=word.shown, said=word.said, ipa=ipa)
        tokens = breaths.tokens(stretch, speaker.known)
        for sentence in breaths.sentences(tokens, partial(_phonemes, speaker, tongue)):
            line.extend(sentence)
    return line


def _tongue(word: Word, language: str) -> str:
    """What espeak-ng calls the language of a word; the voice's own where nothing else is known."""
    base = word.language.partition("-")[0].lower()
    if not base or language.startswith(base):
        return language
    return "en-us" if base == _ENGLISH else _SPOKEN.get(base, language)


def _phonemes(speaker: kokoro_model.Speaker, tongue: str, text: str) -> list[list[str]]:
    """One sentence of phonemes, as the model was taught them, each mark at the word before it."""
    said: list[str] = []
    for clause, mark in _CLAUSE.findall(text.translate(_MARKS)):
        heard_ = transcribe(clause, voice_text(tongue)).split() if clause.strip() else []
        said += filter(None, (_taught(group, tongue, speaker) for group in heard_))
        if said and mark and said[-1][-1] not in _PAUSES:
            said[-1] += mark[-1]
    return [list(" ".join(said))]


def _taught(group: str, tongue: str, speaker: kokoro_model.Speaker) -> str:
    """The sounds that espeak-ng has for some words, as the model was taught them."""
    if tongue.startswith(_ENGLISH):
        group = group.replace("ɾ", "t")  # a tap, as in "better"
    return kokoro_phonemes(group, tongue) or "".join(filter(speaker.known.__contains__, group))


def _spoken(
    line: Sequence[Breath], count: int, speak: Callable[[str], kokoro_model.Piece]
) -> Speech:
    """Every batch of a line, one behind the other, without silence round it."""
    pieces = [np.zeros(0, np.float32)]
    spans: list[tuple[int, tuple[int, int]]] | None = []
    at = 0
    for batch in _batches(line):
        piece = speak("".join(breaths.phonemes(batch)))
        if piece.lengths is None or spans is None:
            spans = None
        else:
            found = breaths.times(batch, piece.lengths)
            spans += [(word, (start + at, end + at)) for word, (start, end) in found]
        pieces.append(piece.samples)
        at += len(piece.samples)
    whole = (np.concatenate(pieces).clip(-1, 1) * _FULL).astype("<i2").tobytes()
    start, end = heard(Sound(whole, kokoro_model.RATE), _EDGE)
    return Speech(
        pcm=whole[2 * start : 2 * end],
        rate=kokoro_model.RATE,
        times=None if spans is None else breaths.by_word(spans, count, start, end - start),
    )


def _batches(line: Sequence[Breath]) -> Iterator[list[Breath]]:
    """A line in parts that the model can say at once, cut behind a pause where there is one."""
    rest = list(line)
    while rest:
        size = _fitting(rest)
        pauses = [at for at in range(1, size) if rest[at - 1].phonemes[-1] in _PAUSES]
        if size < len(rest) and pauses:
            size = pauses[-1]
        yield rest[:size]
        rest = rest[size:]


def _fitting(line: Sequence[Breath]) -> int:
    """How many breaths fit into one batch; at least one."""
    length = 0
    for count, breath in enumerate(line):
        length += len(breath.phonemes) + 1
        if length > _BATCH and count:
            return count
    return len(line)


def _older(found: str) -> bool:
    return [int(part) for part in found.split(".")[:2]] < [int(part) for part in _OLDEST.split(".")]

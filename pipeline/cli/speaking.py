"""A phrase → a sound file, and what there is to speak with. Promise: touches no feed."""

import wave
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from pipeline import engines, spoken
from pipeline.cli.asking import Asked
from pipeline.cli.casting import cast_as_asked
from pipeline.cli.reporting import Report, length
from pipeline.config import load_show
from pipeline.config.page import shown
from pipeline.config.places import find_place
from pipeline.errors import EngineError, PlaceError, UsageError
from pipeline.model import Mix, Show, Speech

_KINDS = {".wav", ".mp3"}
_SAMPLE = 2  # bytes


def say(phrase: str, output: Path | None, asked: Asked, report: Report) -> int:
    """Speak a phrase with the narrator's voice and the show's [say] into a .wav or .mp3.

    Raises UsageError for an output that is neither, EngineError, PlaceError.
    """
    if output is None or output.suffix.lower() not in _KINDS:
        raise UsageError("--say needs a file to speak into: add -o, with a name.wav or name.mp3")
    show = cast_as_asked(_show(asked), asked)
    voice = show.cast["narrator"]
    words = spoken.say(phrase, show.language, show.say)
    if not any(word.said for word in words):
        raise UsageError("--say: there is nothing to say in it — write some words")
    speech = engines.find(voice.engine).speak(words, voice)
    data = _wav(speech) if output.suffix.lower() == ".wav" else _mp3(speech)
    try:
        output.write_bytes(data)
    except OSError as error:
        raise PlaceError(f"{shown(output)}: can't be written: {error.strerror}") from error
    seconds = len(speech.pcm) / _SAMPLE / speech.rate
    said = " ".join(word.said for word in words if word.said)
    report.say(f"{shown(output)}: {length(seconds)}, {voice} saying “{said}”")
    report.document(
        {"file": str(output), "spoken": said, "voice": str(voice), "seconds": round(seconds, 3)}
    )
    return 0


def list_engines(_: Asked, report: Report) -> int:
    """Tell what can speak here, and what each that can't is lacking."""
    rows = [_engine(name) for name in engines.names()]
    for name, available, needs in rows:
        state = "can speak" if available else "can't speak"
        report.say(f"{name:<10} {state}" + (f": {needs}" if needs else ""))
    document = [dict(zip(("name", "available", "needs"), row, strict=True)) for row in rows]
    report.document({"engines": document})
    return 0


def list_voices(asked: Asked, report: Report) -> int:
    """Tell the voices of one engine, or of all, as [cast] takes them."""
    names = (asked.engine,) if asked.engine else engines.names()
    voices = [voice for name in names for voice in _voices(name, one=bool(asked.engine))]
    for voice in voices:
        report.say(voice)
    report.document({"voices": voices})
    return 0


def _engine(name: str) -> tuple[str, bool, str]:
    try:
        found = engines.find(name)
    except EngineError as error:
        return name, False, str(error)
    if missing := str(getattr(found, "needs", "")):
        return name, False, missing
    return name, True, "the internet: it sends the text to a server" if found.online else ""


def _voices(name: str, *, one: bool) -> Iterator[str]:
    """An engine's voices. One that can't be loaded has none, but if it is the one asked for."""
    try:
        yield from (f"{name}:{voice}" for voice in engines.find(name).voices())
    except EngineError:
        if one:
            raise


def _show(asked: Asked) -> Show:
    found = find_place(None, asked.show).show_file
    return load_show(found) if found else Show(title="", guid="")


def _wav(speech: Speech) -> bytes:
    held = BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(_SAMPLE)
        file.setframerate(speech.rate)
        file.writeframes(speech.pcm)
    return held.getvalue()


def _mp3(speech: Speech) -> bytes:
    from pipeline import encoding, sound  # noqa: PLC0415  lameenc and soxr, for this alone

    samples, _ = sound.shape(sound.resample(speech.pcm, speech.rate), Mix())
    return encoding.encode_mp3(samples)

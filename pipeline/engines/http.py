"""Any server that speaks as OpenAI's does: the words go to /v1/audio/speech, sound comes back.

The promise: speech or a clear EngineError, and nothing is sent anywhere but to the address that the
person at this machine has set. Model and voice come from the show, as MODEL/VOICE; address and key
only from the environment, so that a stranger's show.toml can choose neither.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from pipeline.engines import captions
from pipeline.engines.decoding import Sound, heard, sound
from pipeline.engines.http_address import address, number
from pipeline.engines.requesting import Answer, RefusedError, Server, ask, failed, session
from pipeline.engines.turns import turn
from pipeline.errors import EngineError
from pipeline.model import Speech, Voice, Word

if TYPE_CHECKING:
    import requests

VERSION = "1"  # of this wrapper

_MOST = 4_096  # characters, OpenAI's own bound
_EDGE = 0.010  # seconds of silence kept at both ends
_SHORTEST = 0.02  # seconds: less is no speech
_AT_ONCE = 2  # requests, of all that render on this machine, unless the environment says more
_FORMS = ("flac", "pcm", "wav")  # all lossless; the first that the server has
_UNKNOWN = {HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY}  # of a form, in two dialects
# What OpenAI has; it has no list of them to ask for.
_MODEL = "tts-1"
_VOICES = ("alloy", "onyx", "ash", "coral", "echo", "fable", "nova", "sage", "shimmer")


class Http:
    """Voices of a speech server, by the name MODEL/VOICE."""

    name = "http"
    repeatable = False
    online = True

    def __init__(self) -> None:
        self._form = _FORMS[0]
        self._captions = True  # until the server is found to have none

    @property
    def fingerprint(self) -> str:
        """Wrapper and address; what the server changes can't be seen from here."""
        return f"http wrapper {VERSION} at {'nowhere' if self.needs else address().base}"

    @property
    def needs(self) -> str:
        """What is missing before it can speak."""
        try:
            address()
        except EngineError as error:
            return str(error).removeprefix("Engine http needs ")
        return ""

    def voices(self) -> Sequence[str]:
        """The server's voices with its first model, or OpenAI's. Raises EngineError."""
        model, listed = self._listed
        return tuple(f"{model}/{each}" for each in listed or _VOICES)

    def speak(self, words: Sequence[Word], voice: Voice) -> Speech:
        """Say the words. Raises EngineError."""
        model, name = self._named(voice)
        said = " ".join(word.said for word in words if word.said)
        said = said.encode("utf-8", "replace").decode()
        if len(said) > _MOST:
            raise EngineError(
                f'Engine http got a sentence of {len(said)} characters ("{said[:40]}…"): break it '
                f"into sentences of at most {_MOST}."
            )
        wish = {"model": model, "input": said, "voice": name, "speed": voice.speed}
        with session() as line:
            if self._captions and (found := self._captioned(line, wish)):
                return self._speech(found.sound, captions.times(words, found.timestamps))
            return self._speech(self._spoken(line, wish))

    @property
    def _server(self) -> Server:
        return Server(engine=self.name, name=address().host, told=_reason)

    @cached_property
    def _listed(self) -> tuple[str, tuple[str, ...]]:
        """The server's first model, and its voices if it tells them."""
        with session() as line:
            voices = _names(self._known(line, "/v1/audio/voices").get("voices"))
            models = _names(self._known(line, "/v1/models").get("data")) if voices else ()
        return (models or (_MODEL,))[0], voices

    def _known(self, line: "requests.Session", path: str) -> Mapping[str, Any]:
        """What a server tells of itself; nothing when it tells nothing."""
        try:
            return _object(ask(line, address().request("GET", path), self._server).body)
        except RefusedError:
            return {}

    def _named(self, voice: Voice) -> tuple[str, str]:
        """The model and the voice of a name."""
        model, slash, name = voice.name.rpartition("/")
        if not slash or not model or not name:
            raise EngineError(
                f'Engine http has no voice "{voice.name}": write it as MODEL/VOICE, such as '
                f"{_MODEL}/{_VOICES[0]}; --list-voices names the server's."
            )
        if voice.pitch:
            raise EngineError(
                f"Engine http can't move a voice's pitch ({voice} has {voice.pitch:g}): take "
                "another voice; espeak can."
            )
        return model, name

    def _captioned(
        self, line: "requests.Session", wish: Mapping[str, Any]
    ) -> captions.Captioned | None:
        """Speech with the times of its words, from a server that has them."""
        wanted = {**wish, "response_format": self._form, "stream": False}
        try:
            answer = self._asked(line, "/dev/captioned_speech", wanted)
            return captions.read(answer.body)
        except (RefusedError, ValueError):
            self._captions = False
            return None

    def _spoken(self, line: "requests.Session", wish: Mapping[str, Any]) -> Sound:
        """Speech in the first lossless form that the server has."""
        for form in _FORMS[_FORMS.index(self._form) :]:
            try:
                answer = self._asked(line, "/v1/audio/speech", {**wish, "response_format": form})
            except RefusedError as error:
                unknown = error.status in _UNKNOWN and "format" in str(error)
                if not unknown or form == _FORMS[-1]:
                    raise
                continue
            self._form = form
            return self._sound(answer, form)
        raise AssertionError("a form is always tried")

    def _asked(self, line: "requests.Session", path: str, wish: Mapping[str, Any]) -> Answer:
        a_minute = number("RENDER_EPISODE_SPEECH_PER_MINUTE", 0)
        at_once = number("RENDER_EPISODE_SPEECH_AT_ONCE", _AT_ONCE)
        with turn(address().host, at_once, a_minute):
            return ask(line, address().request("POST", path, wish), self._server)

    def _sound(self, answer: Answer, form: str) -> Sound:
        """What an answer says. It may call samples anything, and an error "200"."""
        if answer.kind.startswith(("text/", "application/json")) or answer.body[:1] in (b"{", b"<"):
            reason = _reason(answer.body)
            raise failed(
                self._server,
                "the answer is no speech but " + (f"says: {reason}" if reason else "a text"),
            )
        plain = form == "pcm" and answer.kind in {"", "application/octet-stream"}
        try:
            return sound(answer.body, "audio/pcm" if plain else answer.kind)
        except ValueError as error:
            what = str(error) if answer.body else "the answer is empty"
            raise failed(self._server, what) from error

    def _speech(self, found: Sound, times: captions.Times = None) -> Speech:
        """Without the silence round it. Raises EngineError for speech of no length."""
        if len(found.pcm) < 2 * _SHORTEST * found.rate:
            raise failed(self._server, "the answer holds no speech")
        start, end = heard(found, _EDGE)
        spans = captions.cut(times, found.rate, start, end) if times else None
        return Speech(pcm=found.pcm[2 * start : 2 * end], rate=found.rate, times=spans)


def _reason(body: bytes) -> str:
    """Why a server refuses, in OpenAI's words, in FastAPI's, or in pydantic's; or nothing."""
    told = _object(body)
    found: Any = told.get("error", told.get("detail", told.get("message", "")))
    if isinstance(found, list):
        found = found[0] if found else ""
    if isinstance(found, dict):
        found = found.get("message") or found.get("msg") or found.get("error") or ""
    return " ".join(str(found).split())[:160]


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _names(listed: Any) -> tuple[str, ...]:
    """Names in a list of them, or of objects that have one."""
    rows = listed if isinstance(listed, list) else []
    names = (row.get("id") or row.get("name") if isinstance(row, dict) else row for row in rows)
    return tuple(name for name in names if isinstance(name, str) and name)

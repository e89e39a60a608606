"""A stand-in on the loopback for a speech server like OpenAI's, with every fault it can have."""

import base64
import io
import json
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

import av
import numpy as np
import numpy.typing as npt
import pytest

from pipeline import engines
from pipeline.engines import requesting

RATE = 24_000
LETTER = 0.06  # seconds that each character of a text takes
PAD = 0.2  # seconds of silence round it
VOICES = ("af_heart", "bm_george")


@dataclass
class SpeechServer:
    """What it was asked, what it can, and the faults it will have, one a request."""

    port: int = 0
    key: str = ""
    forms: tuple[str, ...] = ("flac", "pcm", "wav", "mp3")
    captions: bool = True
    lists: bool = True
    faults: list[str] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    now: int = 0
    most: int = 0  # requests at once

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"


def tone(text: str, level: float = 0.3) -> npt.NDArray[np.int16]:
    """A tone for each text, between two stretches of silence."""
    moments = np.arange(round(LETTER * len(text) * RATE)) / RATE
    pad = np.zeros(round(PAD * RATE))
    sound = np.sin(2 * np.pi * (200 + len(text)) * moments) * level * 32767
    return np.concatenate([pad, sound, pad]).astype(np.int16)


def encoded(samples: npt.NDArray[np.int16], form: str) -> bytes:
    if form == "pcm":
        return samples.tobytes()
    held = io.BytesIO()
    codec = {"flac": "flac", "wav": "pcm_s16le", "mp3": "libmp3lame"}[form]
    with av.open(held, "w", format=form) as container:
        stream = cast("av.AudioStream", container.add_stream(codec, rate=RATE, layout="mono"))
        layout = "s16p" if form == "mp3" else "s16"
        frame = av.AudioFrame.from_ndarray(samples[None, :], format=layout, layout="mono")
        frame.sample_rate = RATE
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux(packet)
    return held.getvalue()


def streamed_wav(samples: npt.NDArray[np.int16], riff: int, data: int) -> bytes:
    """A WAV whose sizes were not known when it began."""
    head = struct.pack("<4sI4s4sIHHIIHH", b"RIFF", riff, b"WAVE", b"fmt ", 16, 1, 1, RATE,
                       2 * RATE, 2, 16)  # fmt: skip
    return head + struct.pack("<4sI", b"data", data) + samples.tobytes()


class Handler(BaseHTTPRequestHandler):
    facts: SpeechServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.facts.paths.append(self.path)
        known = {
            "/v1/audio/voices": {"voices": list(VOICES)},
            "/v1/models": {"object": "list", "data": [{"id": "kokoro"}, {"id": "tts-1"}]},
        }
        if not self.facts.lists or self.path not in known:
            self.answer(404, b'{"detail":"Not Found"}', "application/json")
        else:
            self.answer(200, json.dumps(known[self.path]).encode(), "application/json")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.facts.paths.append(self.path)
        if self.facts.key and self.headers.get("Authorization") != f"Bearer {self.facts.key}":
            error = {"error": {"message": "Incorrect API key provided.", "type": "invalid"}}
            self.answer(401, json.dumps(error).encode(), "application/json")
        elif self.path == "/dev/captioned_speech" and not self.facts.captions:
            self.answer(404, b'{"detail":"Not Found"}', "application/json")
        else:
            self.facts.now += 1
            self.facts.most = max(self.facts.most, self.facts.now)
            wish = json.loads(body)
            self.facts.asked.append(wish)
            with suppress(BrokenPipeError, ConnectionResetError):
                self.play(self.facts.faults.pop(0) if self.facts.faults else "", wish)
            self.facts.now -= 1

    def play(self, fault: str, wish: dict[str, Any]) -> None:
        samples = tone(wish["input"])
        form = wish["response_format"]
        if fault == "hang":
            time.sleep(0.2)
            self.close_connection = True
        elif fault in {"cut", "drip"}:
            self.halting(fault)
        elif fault[:3].isdecimal():
            status, _, rest = fault.partition(" ")
            after, _, told = rest.partition(" ")
            self.answer(int(status), told.encode(), "application/json", after)
        elif fault in ANSWERS:
            self.answer(200, *ANSWERS[fault](samples))
        elif form not in self.facts.forms:
            missing = {"loc": ["body"], "msg": "unknown response_format"}
            self.answer(422, json.dumps({"detail": [missing]}).encode(), "application/json")
        elif self.path == "/dev/captioned_speech":
            self.captioned(wish, encoded(samples, form), form)
        else:
            self.answer(200, encoded(samples, form), f"audio/{form}")

    def captioned(self, wish: dict[str, Any], sound: bytes, form: str) -> None:
        stamps, at = [], PAD
        for word in wish["input"].split():
            end = at + LETTER * len(word)
            stamps.append({"word": word, "start_time": at, "end_time": end})
            at = end + LETTER
        told = {"audio": base64.b64encode(sound).decode(), "audio_format": f"audio/{form}",
                "timestamps": stamps}  # fmt: skip
        self.answer(200, json.dumps(told).encode(), "application/json")

    def halting(self, fault: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "audio/flac")
        self.send_header("Content-Length", "1000")
        self.end_headers()
        for _ in range(1 if fault == "cut" else 30):
            self.wfile.write(b"half")
            self.wfile.flush()
            time.sleep(0.01)
        self.close_connection = True

    def answer(self, status: int, body: bytes, kind: str = "", after: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Type", kind)
        if after:
            self.send_header("Retry-After", after)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


ANSWERS: dict[str, Any] = {
    "html": lambda _: (b"<html>Are you a robot?</html>", "text/html"),
    "mislabelled html": lambda _: (b"<html>Sign in</html>", "audio/flac"),
    "json": lambda _: (b'{"error":{"message":"out of memory"}}', "application/json"),
    "mislabelled json": lambda _: (b'{"detail":{"message":"no GPU"}}', "audio/flac"),
    "empty": lambda _: (b"", "audio/flac"),
    "no length": lambda _: (encoded(tone("")[:10], "wav"), "audio/wav"),
    "silent": lambda samples: (encoded(samples * 0, "flac"), "audio/flac"),
    "junk": lambda _: (b"this is no sound at all" * 9, "audio/flac"),
    "mp3": lambda samples: (encoded(samples, "mp3"), "audio/mpeg"),
    "pcm at 16 kHz": lambda samples: (samples[::3].tobytes() + b"\0", "audio/L16; rate=8000"),
    "streamed wav": lambda samples: (streamed_wav(samples, 2**32 - 1, 2**32 - 1), "audio/wav"),
    "wav of size 0": lambda samples: (streamed_wav(samples, 0, 0), "audio/x-wav"),
}


@contextmanager
def listening() -> Iterator[SpeechServer]:
    facts = SpeechServer()
    bound = type("Bound", (Handler,), {"facts": facts})
    quiet = type("Quiet", (ThreadingHTTPServer,), {"request_queue_size": 32})
    with quiet(("127.0.0.1", 0), bound) as server:
        server.daemon_threads = True
        facts.port = server.server_port
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield facts
        server.shutdown()


@pytest.fixture(autouse=True)
def speech_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[SpeechServer]:
    """A server that the environment names, for every test of a module that imports this."""
    monkeypatch.setattr(requesting, "_WAITS", (0.01, 0.02, 0.04))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with listening() as server:
        monkeypatch.setenv("RENDER_EPISODE_SPEECH_URL", server.url)
        monkeypatch.delenv("RENDER_EPISODE_SPEECH_KEY", raising=False)
        engines.find.cache_clear()
        yield server
        engines.find.cache_clear()

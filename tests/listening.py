"""A stand-in on the loopback for the server that gtts asks, with every fault it can have."""

import base64
import json
import threading
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import lameenc
import numpy as np
import pytest

from pipeline.engines import requesting

RATE = 24_000  # Google's


def spoken(seconds: float, level: float = 0.3) -> bytes:
    """An MP3 of a tone between two stretches of silence."""
    moments = np.arange(round(seconds * RATE)) / RATE
    tone = np.sin(2 * np.pi * 220 * moments) * level * 32767
    pad = np.zeros(RATE // 5)
    encoder = lameenc.Encoder()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(RATE)
    encoder.set_bit_rate(64)
    encoder.silence()
    samples = np.concatenate([pad, tone, pad]).astype(np.int16)
    return bytes(encoder.encode(samples.tobytes())) + bytes(encoder.flush())


@dataclass
class Server:
    """What it was asked, and the faults it will have, one a request; then it does as it should."""

    port: int = 0
    asked: list[tuple[str, str]] = field(default_factory=list)  # text, language
    faults: list[str] = field(default_factory=list)

    def url(self, tld: str = "com", path: str = "") -> str:
        return f"http://127.0.0.1:{self.port}/{path}?tld={tld}"


class Handler(BaseHTTPRequestHandler):
    facts: Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        (call,) = json.loads(urllib.parse.parse_qs(body)["f.req"][0])[0]
        text, language, *_ = json.loads(call[1])
        self.facts.asked.append((text, language))
        self.play(self.facts.faults.pop(0) if self.facts.faults else "", text)

    def play(self, fault: str, text: str) -> None:
        if fault in {"cut", "drip", "hang"}:
            self.halt(fault)
        elif fault.startswith("html"):
            self.answer(200, b"<html>Are you a robot?</html>")
        elif fault[:3].isdecimal():
            self.answer(int(fault[:3]), b"no", after=fault[10:])
        else:
            sounds = {
                "empty": b"",
                "junk": b"this is no sound at all" * 9,
                "silent": spoken(1, 0),
            }
            self.speech(sounds.get(fault, spoken(0.06 * len(text))))

    def halt(self, fault: str) -> None:
        """Half an answer: cut off, byte by byte, or not even begun."""
        if fault == "hang":
            time.sleep(0.2)
        with suppress(BrokenPipeError, ConnectionResetError):
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf")
            for _ in range(30 if fault == "drip" else 0):
                self.wfile.write(b"half")
                time.sleep(0.01)
        self.close_connection = True

    def speech(self, sound: bytes) -> None:
        held = json.dumps([base64.b64encode(sound).decode()], separators=(",", ":"))
        answer = json.dumps(
            [["wrb.fr", "jQ1olc", held, None, None, None, "generic"]], separators=(",", ":")
        )
        self.answer(200, f")]}}'\n\n{len(answer)}\n{answer}\n".encode())

    def answer(self, status: int, body: bytes, after: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Location", "/elsewhere")
        self.send_header("Retry-After", after)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def listening() -> Iterator[Server]:
    """The server, on a free port, until the block ends."""
    facts = Server()

    with ThreadingHTTPServer(
        ("127.0.0.1", 0), type("Bound", (Handler,), {"facts": facts})
    ) as server:
        facts.port = server.server_port
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield facts
        server.shutdown()


@pytest.fixture(autouse=True)
def google(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """In place of the real one, for every test of a module that imports this."""
    monkeypatch.setattr(requesting, "_WAITS", (0.01, 0.02, 0.04))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with listening() as server:
        monkeypatch.setattr("gtts.tts._translate_url", server.url)
        yield server

"""Engines and servers of speech that hang, drip, lie about lengths, close early, or answer garbage.

What must hold: every line is spoken or the run ends with exit code 4 and one line, in bounded time;
what was there before is untouched; and with a good engine the same command goes on.
"""

import ctypes
import functools
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import numpy as np

from pipeline import engines
from pipeline.engines import requesting
from pipeline.model import Speech, Voice, Word
from pipeline.narrating import patience
from torture.holding import rests, torn, tree
from torture.house import House, Running, founded, run
from torture.kills import good
from torture.rooms import RENDER
from torture.table import Luck, Row

SECONDS = 40.0
_WAIT = 0.5  # seconds that are hours to a hurried test
_SOUND = (np.sin(np.arange(9_000) / 9) * 9_000).astype("<i2").tobytes()
Answer = Callable[[socket.socket], None]


class Faulty:
    """An engine with one fault."""

    name, fingerprint, repeatable, online = "faulty", "faulty 1", True, False
    fault = ""

    def voices(self) -> Sequence[str]:
        """One."""
        return ("any",)

    def speak(self, words: Sequence[Word], _: Voice) -> Speech:
        """Speech that is none."""
        return FAULTS[self.fault](words)


def _hanging(_: Sequence[Word]) -> Speech:
    ctypes.CDLL(None).sleep(1_000)
    raise AssertionError


def _sleeping(_: Sequence[Word]) -> Speech:
    time.sleep(1_000)
    raise AssertionError


def _raising(_: Sequence[Word]) -> Speech:
    raise OSError(5, "the sound card is gone")


def _pieces(pcm: bytes, rate: int, times: Any = None) -> Callable[[Sequence[Word]], Speech]:
    return lambda _: Speech(pcm=pcm, rate=rate, times=times)


FAULTS: dict[str, Callable[[Sequence[Word]], Speech]] = {
    "hangs in native code": _hanging,
    "sleeps for ever": _sleeping,
    "gives nothing": _pieces(b"", 22_050),
    "gives silence": _pieces(bytes(200_000), 22_050),
    "gives half a sample": _pieces(_SOUND[:-1], 22_050),
    "gives a click": _pieces(b"\x00\x7f" * 9, 22_050),
    "gives noise for an hour": _pieces(np.random.default_rng(1).bytes(40_000_000), 22_050),
    "lies about its rate": _pieces(_SOUND, 0),
    "lies about its times": _pieces(_SOUND, 22_050, ((9, 3), (-5, 10**9))),
    "gives no speech at all": lambda _: None,  # type: ignore[dict-item,return-value]
    "has no sound card": _raising,
}
_OK = b"HTTP/1.1 200 OK\r\nContent-Type: audio/wav\r\n"
_HEAD = b"RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0\1\0\1\0\x22\x56\0\0\x44\xac\0\0\2\0\x10\0data"


def _dripping(line: socket.socket) -> None:
    for _ in range(200):
        line.sendall(b"x")
        time.sleep(0.05)


def _dripping_sound(line: socket.socket) -> None:
    line.sendall(_OK + b"\r\n")
    _dripping(line)


def _saying(*parts: bytes) -> Answer:
    return lambda line: line.sendall(b"".join(parts))


SERVERS: dict[str, Answer] = {
    "hangs": lambda _: time.sleep(30),
    "drips its head": _dripping,
    "drips its sound": _dripping_sound,
    "closes at once": lambda _: None,
    "claims more than it sends": _saying(_OK, b"Content-Length: 99999\r\n\r\n", _HEAD),
    "claims a negative length": _saying(_OK, b"Content-Length: -5\r\n\r\n", _HEAD),
    "claims two lengths": _saying(_OK, b"Content-Length: 5\r\nContent-Length: 9\r\n\r\n", _HEAD),
    "tears a chunk": _saying(_OK, b"Transfer-Encoding: chunked\r\n\r\nffff\r\nabc"),
    "speaks no HTTP": _saying(b"220 mail ready\r\n"),
    "sends bytes of chance": _saying(_OK, b"\r\n", bytes(range(256)) * 40),
    "sends a page": _saying(_OK.replace(b"audio/wav", b"text/html"), b"\r\n<script>1</script>"),
    "sends a sound of no length": _saying(_OK, b"\r\n", _HEAD, b"\0\0\0\0"),
    "sends a sound of any length": _saying(_OK, b"\r\n", _HEAD, b"\xff\xff\xff\xff\1\0"),
    "says 500": _saying(b"HTTP/1.1 500 X\r\nContent-Length: 0\r\n\r\n"),
    "says 429 for a year": _saying(
        b"HTTP/1.1 429 X\r\nRetry-After: 31536000\r\n", b"Content-Length: 0\r\n\r\n"
    ),
    "redirects to a file": _saying(b"HTTP/1.1 302 X\r\nLocation: file:///etc/passwd\r\n\r\n"),
    "has headers without end": _saying(_OK, (b"X: " + b"y" * 60_000 + b"\r\n") * 99),
}


def rows(luck: Luck, count: int = 1000) -> Iterator[Row]:
    """Every engine and every server."""
    house = founded(luck.folder / "told", "north", store=luck.learnt)
    good(run(house, *RENDER))
    house.write("north", "The captain was not surprised.")
    after = house.copy(luck.folder / "after")
    good(run(after, *RENDER))
    wanted = tree(after.feed)
    row = Row("engine", "on this machine")
    for _, fault in zip(luck.times(count), FAULTS, strict=False):
        _judge(row, house, fault, "faulty:any", functools.partial(_install, fault), wanted)
    yield row
    row = Row("engine", "over the network")
    for _, fault in zip(luck.times(count), SERVERS, strict=False):
        with _server(SERVERS[fault]) as before:
            _judge(row, house, fault, "http:tts-1/any", before, wanted)
    yield row


def _judge(  # noqa: PLR0913, PLR0917
    row: Row,
    house: House,
    fault: str,
    voice: str,
    before: Callable[[], object],
    wanted: dict[str, str],
) -> None:
    tried = house.copy(house.root.parent / "tried")
    earlier = tree(tried.feed)
    named = ("--voice", f"narrator={voice}", "--again")
    done = Running(tried, *RENDER, *named, before=before).wait(SECONDS)
    faults = done.faults + torn(tried.feed)
    if done.code not in {0, 4}:
        faults.append(f"ends with {done.code}: {done.said.strip()}")
    if done.code and tree(tried.feed) != earlier:
        faults.append("the feed has changed")
    again = run(tried, *RENDER, "--again")
    faults += again.faults + rests(tried)
    if tree(tried.feed) != wanted:
        faults.append("with a good engine it is another episode")
    row.add([f"{fault}: {each}" for each in faults], found=done.code != 0, seconds=done.seconds)


def _install(fault: str) -> None:
    """For `before`: the engine is there, and patience is short."""
    Faulty.fault = fault
    engines._BUILT_IN["faulty"] = "torture.engines:Faulty"
    patience._LONGEST = 2


@contextmanager
def _server(answer: Answer) -> Iterator[Callable[[], None]]:
    """Somebody who takes any request and answers so; in a process of their own, for forks' sake."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        if not (pid := os.fork()):
            _answering(server, answer)
        port = server.getsockname()[1]
        yield functools.partial(_turn_to, port)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _turn_to(port: int) -> None:
    """For `before`: the server is the one that the environment names, and patience is short."""
    os.environ["RENDER_EPISODE_SPEECH_URL"] = f"http://127.0.0.1:{port}/v1"
    requesting._WAITS = (0.01, 0.01)  # type: ignore[assignment]
    requesting._TIMEOUT, requesting._LONGEST = (1.0, _WAIT), 2 * _WAIT
    patience._ONLINE = 3


def _answering(server: socket.socket, answer: Answer) -> None:
    while True:
        line, _ = server.accept()
        threading.Thread(target=_answered, args=(line, answer), daemon=True).start()


def _answered(line: socket.socket, answer: Answer) -> None:
    with suppress(OSError), line:
        while b"\r\n\r\n" not in line.recv(65_536):
            pass
        answer(line)

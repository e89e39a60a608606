"""A connected socket → a file that http.client reads. Promise: it ends in time, and in size."""

import io
import socket
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_PIECE = 65_536  # bytes asked for at once


class FetchError(Exception):
    """What went wrong, and what to do; the address is put before it."""


class Clock:
    """The time that is left of `seconds`, from now on."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds left. Raises TimeoutError when none are."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class Wire(io.RawIOBase):
    """A socket to read from, until its clock has run out or it gave more than it is `allowed`.

    A socket's own timeout starts anew with every byte: a server that sends one now and then would
    hold us for ever.
    """

    def __init__(self, sock: socket.socket, clock: Clock, allowed: int) -> None:
        super().__init__()
        self._socket = sock
        self._clock = clock
        self.allowed = allowed

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Read what is there. Raises TimeoutError, FetchError, OSError."""
        if self.allowed <= 0:
            raise FetchError("sends more than an article's size — is it the right address?")
        self._socket.settimeout(self._clock.left())
        view = memoryview(buffer)[:_PIECE]
        count = self._socket.recv_into(view)
        self.allowed -= count
        return count

    def send(self, data: bytes) -> None:
        """Send all of it. Raises TimeoutError, OSError."""
        self._socket.settimeout(self._clock.left())
        self._socket.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        """Itself, with a buffer: what http.client asks a socket for."""
        return io.BufferedReader(self)

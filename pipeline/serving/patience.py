"""HTTP/1.1 with bounds on time. Promise: nobody keeps a connection busy by being slow.

A request must be there within seconds, and an answer be taken within the time that the slowest
network needs; whoever is slower is hung up on.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

REQUEST = 10.0  # seconds for a request's head, and between two requests
ANSWER = 3600.0  # seconds for an answer: a talk of three hours at 300 kb/s


class Patient(H11Protocol):
    """uvicorn's own protocol, behind a clock."""

    _clock: asyncio.TimerHandle | None = None
    _known: object = None  # the answer that was being given at the last look
    _since = 0.0  # when it was first seen, of the loop's clock

    def connection_made(self, transport: Any) -> None:
        """Start the clock."""
        super().connection_made(transport)
        self._since = self.loop.time()
        self._clock = self.loop.call_later(REQUEST, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        super().connection_lost(exc)
        if self._clock:
            self._clock.cancel()

    def _look(self) -> None:
        """Hang up on who has not asked since the last look, or takes an answer for too long."""
        cycle, now = self.cycle, self.loop.time()
        if cycle is not self._known:
            self._known, self._since = cycle, now
        elif _idle(cycle) or now - self._since > ANSWER:
            self.transport.abort()
            return
        self._clock = self.loop.call_later(REQUEST, self._look)


def _idle(cycle: Any) -> bool:
    """Whether nothing is being answered: uvicorn has no cycle before the first request."""
    return cycle is None or bool(cycle.response_complete)

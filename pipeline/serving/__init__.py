"""feed/ → HTTP. Promise: a podcast app can subscribe to it, and nothing outside feed/ is seen.

Starlette and uvicorn are an extra, so they are asked for only when something is to be served.
"""

import socket
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import PlaceError, UsageError

if TYPE_CHECKING:
    import uvicorn
    from starlette.applications import Starlette

_AT_ONCE = 500  # connections; more get a 503
_GRACE = 1  # second that answers may still take when it is told to end
_EXTRA = "serving needs two more packages: pip install 'render-episode[serve]'"


def app(feed: Path) -> "Starlette":
    """The application that serves the folder. Raises UsageError without the extra."""
    try:
        from pipeline.serving import site  # noqa: PLC0415  (an extra)
    except ImportError as error:
        raise UsageError(_EXTRA) from error
    return site.app(feed)


def serve(feed: Path, *, host: str = "127.0.0.1", port: int = 8000) -> None:
    """Serve until interrupted.

    Raises UsageError without the extra, PlaceError when there is no feed or the port is taken.
    """
    try:
        import uvicorn  # noqa: PLC0415  (an extra)
    except ImportError as error:
        raise UsageError(_EXTRA) from error
    if not (feed / "feed.xml").is_file():
        raise PlaceError(f"{feed} holds no feed.xml: render an episode first")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family)
    except OSError as error:
        raise PlaceError(f"{host}:{port} can't be listened on: choose another --port") from error
    with listening:
        uvicorn.Server(settings(feed)).run(sockets=[listening])


def settings(feed: Path) -> "uvicorn.Config":
    """How it is served: bounded in time, and in how many are served at once. Needs the extra."""
    import uvicorn  # noqa: PLC0415  (an extra)

    from pipeline.serving.patience import Patient  # noqa: PLC0415

    return uvicorn.Config(
        app(feed),
        http=Patient,
        log_level="critical",  # what strangers send wrong is nobody's news
        lifespan="off",
        limit_concurrency=_AT_ONCE,
        timeout_graceful_shutdown=_GRACE,
        server_header=False,
    )

"""A feed → an address that an app can subscribe to. Promise: this machine's own, but with --lan."""

import socket
from pathlib import Path

from pipeline import serving
from pipeline.cli.ending import ended_by
from pipeline.cli.reporting import Report
from pipeline.config.places import find_place

_HERE = "127.0.0.1"
_ANYWHERE = "0.0.0.0"  # noqa: S104  what --lan asks for
_DOCUMENTATION = ("192.0.2.1", 9)  # RFC 5737: nobody is there, and nothing is sent


def host(feed: Path | None, show: Path | None, report: Report, *, port: int, lan: bool) -> int:
    """Serve a feed until it is interrupted. Raises UsageError, PlaceError."""
    folder = find_place(None, show, feed).feed
    address = f"http://{_own_address() if lan else 'localhost'}:{port}"
    if (folder / "feed.xml").is_file():
        report.say(f"Subscribe to {address}/feed.xml, or look at {address}/ in a browser.")
        if lan and report.people.isatty() and not report.quiet:
            _show_code(f"{address}/feed.xml", report)
        report.say("Ctrl-C stops it.")
        report.document({"feed": f"{address}/feed.xml", "page": f"{address}/"})
        report.people.flush()
    try:
        serving.serve(folder, host=_ANYWHERE if lan else _HERE, port=port)
    except KeyboardInterrupt as error:
        report.say("Stopped.")
        return ended_by(error)
    return 0


def _show_code(address: str, report: Report) -> None:
    """The address as a QR code, for a phone's camera."""
    import segno  # noqa: PLC0415 - serving's own extra

    segno.make(address, micro=False).terminal(report.people, compact=True)


def _own_address() -> str:
    """The address that others of this network know this machine by."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_DOCUMENTATION)
        except OSError:  # no network at all
            return socket.gethostname()
        return str(probe.getsockname()[0])

"""`serve-feed`: feed/ in, an address that a podcast app can subscribe to out."""

from typing import Any

import click

from pipeline.cli.ending import run
from pipeline.cli.options import SETTINGS, common

_PORT = 8000  # the one that base_url names while the feed has no home


@click.command(context_settings=SETTINGS)
@click.option("--port", default=_PORT, show_default=True, type=click.IntRange(1, 65535))
@click.option("--lan", is_flag=True, help="Let other devices of this network in, a phone's app.")
@common
def main_command(port: int, lan: bool, **given: Any) -> int:
    """Serve the feed so that a podcast app can subscribe to it, until Ctrl-C."""
    from pipeline.cli.hosting import host  # noqa: PLC0415  --help needs none of this
    from pipeline.cli.reporting import Report  # noqa: PLC0415

    report = Report(**{name: given.pop(name) for name in ("as_json", "quiet", "verbose")})
    return host(given["feed"], given["show"], report, port=port, lan=lan)


def main() -> None:
    """Start here."""
    run(main_command, "serve-feed")


if __name__ == "__main__":
    main()

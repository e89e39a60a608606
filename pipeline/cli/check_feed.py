"""`check-feed`: a feed in, what is wrong with it out; exit 6 when a *must* is broken."""

from pathlib import Path
from typing import Any

import click

from pipeline.cli.options import FILE, SETTINGS, common, run


@click.command(context_settings=SETTINGS)
@click.argument("named", required=False, type=FILE, metavar="[FEED]")
@common
def main_command(named: Path | None, **given: Any) -> int:
    """Judge a feed and every file it names, rule by rule.

    FEED is the feed's folder or the feed.xml in it; without one, the nearest show's.
    """
    from pipeline.cli.judging import judge  # noqa: PLC0415  --help needs none of this
    from pipeline.cli.reporting import Report  # noqa: PLC0415

    report = Report(**{name: given.pop(name) for name in ("as_json", "quiet", "verbose")})
    feed = named.parent if named and named.suffix == ".xml" else named
    return judge(feed or given["feed"], given["show"], report)


def main() -> None:
    """Start here."""
    run(main_command, "check-feed")


if __name__ == "__main__":
    main()

"""`check-feed`: a feed in, what is wrong with it out; exit 6 when a *must* is broken."""

from typing import Any

import click

from pipeline.cli.ending import run
from pipeline.cli.options import SETTINGS, common


@click.command(context_settings=SETTINGS)
@click.argument("named", required=False, metavar="[FEED]")
@click.option("--rule", metavar="ID", help="Explain one rule, and stop. “all” lists them.")
@click.option("--stats", is_flag=True, help="Tell the show's figures, and stop.")
@click.option("--against", metavar="OLD", help="Tell what changes for subscribers of the feed OLD.")
@click.option(
    "--episodes",
    type=click.IntRange(min=0),
    metavar="N",
    help="Measure the files of the newest N episodes (usual: all in a folder, 10 on the web).",
)
@common
def main_command(named: str | None, **given: Any) -> int:
    """Judge a feed and every file it names, rule by rule.

    FEED is a feed's folder, the file of a feed, or its address on the web; without one, the
    nearest show's. It may be anybody's.
    """
    from pipeline.cli.judging import Inquiry, inquire  # noqa: PLC0415  --help needs none of this
    from pipeline.cli.reporting import Report  # noqa: PLC0415

    report = Report(**{name: given.pop(name) for name in ("as_json", "quiet", "verbose")})
    folder = given.pop("feed")
    return inquire(Inquiry(feed=named or "", folder=folder, **given), report)


def main() -> None:
    """Start here."""
    run(main_command, "check-feed")


if __name__ == "__main__":
    main()

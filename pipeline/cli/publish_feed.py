"""`publish-feed`: feed/ in, the same feed on a host out, once it has passed its check."""

from typing import Any

import click

from pipeline.cli.ending import run
from pipeline.cli.options import SETTINGS, common


@click.command(context_settings=SETTINGS)
@click.argument("destination")
@click.option("--dry-run", is_flag=True, help="Say what subscribers would see change, and stop.")
@click.option(
    "--remove",
    multiple=True,
    metavar="SLUG",
    help="Drop an episode that is at the destination and not here; may be repeated.",
)
@click.option(
    "--delete-old",
    type=click.IntRange(min=0),
    metavar="DAYS",
    help="Delete files that were replaced so many days ago; without it they stay.",
)
@click.option("--restore", is_flag=True, help="Fill an empty feed/ from the destination, and stop.")
@common
def main_command(destination: str, **given: Any) -> int:
    """Put the feed on a host.

    DESTINATION is a folder, or an address like s3://, gs://, az:// or sftp://. The feed is checked
    first. Only what changed is sent: sound first, feed.xml last.
    """
    from pipeline.cli.reporting import Report  # noqa: PLC0415  --help needs none of this
    from pipeline.cli.sending import Wish, restore, send  # noqa: PLC0415

    report = Report(**{name: given.pop(name) for name in ("as_json", "quiet", "verbose")})
    place = given.pop("feed"), given.pop("show")
    if given.pop("restore"):
        if given["dry_run"] or given["remove"] or given["delete_old"] is not None:
            raise click.UsageError("--restore takes none of --dry-run, --remove and --delete-old")
        return restore(destination, *place, report)
    return send(destination, *place, Wish(**given), report)


def main() -> None:
    """Start here."""
    run(main_command, "publish-feed")


if __name__ == "__main__":
    main()

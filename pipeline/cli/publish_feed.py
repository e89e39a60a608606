"""`publish-feed`: feed/ in, the same feed on a host out, once it has passed its check."""

from typing import Any

import click

from pipeline.cli.options import SETTINGS, common, run


@click.command(context_settings=SETTINGS)
@click.argument("destination")
@common
def main_command(destination: str, **given: Any) -> int:
    """Put the feed on a host: DESTINATION is a folder, or an address like s3:// or sftp://."""
    from pipeline.cli.reporting import Report  # noqa: PLC0415  --help needs none of this
    from pipeline.cli.sending import send  # noqa: PLC0415

    report = Report(**{name: given.pop(name) for name in ("as_json", "quiet", "verbose")})
    return send(destination, given["feed"], given["show"], report)


def main() -> None:
    """Start here."""
    run(main_command, "publish-feed")


if __name__ == "__main__":
    main()

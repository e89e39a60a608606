"""`render-episode`: an article in, a finished episode in the feed out."""

from typing import TYPE_CHECKING, Any

import click

from pipeline import bounds
from pipeline.cli.ending import run
from pipeline.cli.options import FILE, SETTINGS, Formats, Size, common

if TYPE_CHECKING:
    from pipeline.cli.asking import Asked
    from pipeline.cli.reporting import Report


@click.command(context_settings=SETTINGS)
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("--new", metavar="TITLE", help="Write a show.toml for a new show, and stop.")
@click.option("--plan", is_flag=True, help="Say what would be said, and stop. Writes nothing.")
@click.option("--html", type=FILE, metavar="FILE", help="With --plan: write it as a page.")
@click.option("--again", is_flag=True, help="Remake episodes although nothing changed in them.")
@click.option("--engine", default="", metavar="NAME", help="Speak with this engine.")
@click.option(
    "--voice", "voices", multiple=True, metavar="ROLE=ENGINE:VOICE", help="Cast one role."
)
@click.option("--online", is_flag=True, help="Let the show's engines send text to a server.")
@click.option("--verify", is_flag=True, help="Look for the words of every line in its sound.")
@click.option("--report", "report", is_flag=True, help="Show how each episode sounds, as a page.")
@click.option("--clips", is_flag=True, help="Make a short film of each pull-quote.")
@click.option("--allow-private", is_flag=True, help="Let a URL lead into a private network.")
@click.option(
    "--limits",
    type=click.IntRange(1, 1000),
    metavar="TIMES",
    help="Raise all limits of reading so many times.",
)
@click.option(
    "--workers", type=click.IntRange(1), help="Processes (default: this machine's cores)."
)
@click.option("--cluster", default="", metavar="ADDRESS", help="Dask: tcp://…, tls://…, local:N.")
@click.option("--cache", default="", metavar="URL", help="Where the store is, if not .cache/.")
@click.option(
    "--cache-size", type=Size(), metavar="SIZE", help="Its bound, as 20G (default: none)."
)
@click.option(
    "--formats", type=Formats(), default=(), metavar="LIST", help="mp3,m4a,opus: what to make."
)
@click.option("--format", default="", metavar="NAME", help="What standard input holds: md, html …")
@click.option("--say", metavar="TEXT", help="Speak one phrase into the file of -o, and stop.")
@click.option("-o", "--output", type=FILE, metavar="FILE", help="A .wav or .mp3, for --say.")
@click.option("--fetch-voice", metavar="NAME", help="Get a neural voice, and stop.")
@click.option("--list-engines", is_flag=True, help="What can speak here, and stop.")
@click.option("--list-voices", is_flag=True, help="Its voices, and stop.")
@common
def main_command(**given: Any) -> int:
    """Make a podcast episode of each SOURCE and rebuild the feed.

    SOURCE is an article's file, a folder with an article.*, a folder of those, an http(s) URL of an
    article or of a feed of articles, @FILE for a list of sources, or - for standard input. Without
    one, every new or changed episode of the nearest show is made.
    """
    from pipeline.cli.asking import Asked  # noqa: PLC0415
    from pipeline.cli.reporting import Report  # noqa: PLC0415
    from pipeline.cli.waiting import let_wait  # noqa: PLC0415

    let_wait()
    if times := given.pop("limits"):
        bounds.raise_to(times)
    report = Report(**{name: given.pop(name) for name in ("as_json", "quiet", "verbose")})
    other = {name: given.pop(name) for name in _OTHERS}
    return _begin(Asked(**given), report, **other)


_OTHERS = ("new", "say", "output", "fetch_voice", "list_engines", "list_voices")


def _begin(asked: "Asked", report: "Report", **other: Any) -> int:
    """Do the one thing that was asked for. What it needs is imported here: --help needs none."""
    if other["new"] is not None:
        from pipeline.cli.founding import found_show  # noqa: PLC0415

        return found_show(other["new"], report)
    if other["fetch_voice"] is not None:
        from pipeline.cli.voicing import fetch_voice  # noqa: PLC0415

        return fetch_voice(other["fetch_voice"], report)
    if other["list_engines"] or other["list_voices"]:
        from pipeline.cli.speaking import list_engines, list_voices  # noqa: PLC0415

        return (list_engines if other["list_engines"] else list_voices)(asked, report)
    if other["say"] is not None:
        from pipeline.cli.speaking import say  # noqa: PLC0415

        return say(other["say"], other["output"], asked, report)
    if asked.html and not asked.plan:
        raise click.UsageError("--html FILE goes with --plan")
    if asked.plan:
        from pipeline.cli.planning import plan_all  # noqa: PLC0415

        return plan_all(asked, report)
    from pipeline.cli.making import make_all  # noqa: PLC0415

    return make_all(asked, report)


def main() -> None:
    """Start here."""
    run(main_command, "render-episode")


if __name__ == "__main__":
    main()

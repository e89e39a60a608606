"""What making many episodes was like → a table, and how long the next ones will take.

Promise: the estimate is this machine's own, from its last batch; nobody guesses.
"""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.cli.reporting import Report, count, length
from pipeline.store import Store, recipe_key
from pipeline.values import value

if TYPE_CHECKING:  # archive waits for its first use
    from pipeline.archive import Finished

_KIND = "rate"
_MOSTLY = 0.5  # of a batch's sound: with less made anew, its pace tells nothing


@value
class Row:
    """What is told of an article at the end; no `seconds` where there is no episode."""

    slug: str
    seconds: float | None
    lines: int
    spoken: int


def row(done: "Finished") -> Row:
    """A row of the table: a few bytes, since an archive has thousands."""
    seconds = done.episode.seconds if done.episode else None
    return Row(slug=done.request.slug, seconds=seconds, lines=done.lines, spoken=done.spoken)


def sum_up(rows: Sequence[Row], took: float, report: Report) -> None:
    """A row for each article, and what all of them come to; `took` is in seconds."""
    width = max((len(each.slug) for each in rows), default=0)
    report.say(f"{'':<{width}}  {'length':>10}  {'spoken':>7}  {'stored':>7}")
    for each in rows:
        told = "failed" if each.seconds is None else length(each.seconds)
        stored = each.lines - each.spoken
        report.say(f"{each.slug:<{width}}  {told:>10}  {each.spoken:>7,}  {stored:>7,}")
    good = [each.seconds for each in rows if each.seconds is not None]
    spoken = count(sum(each.spoken for each in rows), "line")
    report.say(
        f"{count(len(good), 'episode')}, {length(sum(good))}, made in {length(took)}: "
        f"{spoken} spoken."
    )


def remember(rows: Sequence[Row], took: float, store: Store, cluster: str) -> None:
    """Keep how long a second of sound takes here, if enough of it was made anew."""
    heard = sum(each.seconds for each in rows if each.seconds)
    fresh = sum(
        each.seconds * each.spoken / each.lines for each in rows if each.seconds and each.lines
    )
    if heard and fresh / heard > _MOSTLY:
        store.put(_KIND, _key(cluster), f"{took / fresh:.5f}".encode())


def foretold(seconds: float, store: Store, cluster: str) -> str:
    """How long so many seconds of sound will take at most, in words; empty where none was timed."""
    kept = store.get(_KIND, _key(cluster))
    return f"at most {length(seconds * float(kept))} as the last ones took" if kept else ""


def _key(cluster: str) -> str:
    return recipe_key(rate=os.uname().nodename, cluster=cluster)

"""What making many episodes was like → a table, and how long the next ones will take.

Promise: the estimate is this machine's own, from its last batch; nobody guesses.
"""

import platform
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.cli.reporting import Report, count, length
from pipeline.store import Store, recipe_key

if TYPE_CHECKING:  # archive waits for its first use
    from pipeline.archive import Finished

_KIND = "rate"
_MOSTLY = 0.5  # of a batch's sound: with less made anew, its pace tells nothing


def sum_up(finished: Sequence["Finished"], took: float, report: Report) -> None:
    """A row for each article, and what all of them come to; `took` is in seconds."""
    width = max((len(done.request.slug) for done in finished), default=0)
    report.say(f"{'':<{width}}  {'length':>10}  {'spoken':>7}  {'stored':>7}")
    for done in finished:
        seconds = f"{length(done.episode.seconds):>10}" if done.episode else f"{'failed':>10}"
        stored = done.lines - done.spoken
        report.say(f"{done.request.slug:<{width}}  {seconds}  {done.spoken:>7,}  {stored:>7,}")
    good = [done.episode for done in finished if done.episode]
    heard = sum(episode.seconds for episode in good)
    spoken = count(sum(done.spoken for done in finished), "line")
    report.say(
        f"{count(len(good), 'episode')}, {length(heard)}, made in {length(took)}: {spoken} spoken."
    )


def remember(finished: Sequence["Finished"], took: float, store: Store, cluster: str) -> None:
    """Keep how long a second of sound takes here, if enough of it was made anew."""
    heard = sum(done.episode.seconds for done in finished if done.episode)
    fresh = sum(
        done.episode.seconds * done.spoken / done.lines
        for done in finished
        if done.episode and done.lines
    )
    if heard and fresh / heard > _MOSTLY:
        store.put(_KIND, _key(cluster), f"{took / fresh:.5f}".encode())


def foretold(seconds: float, store: Store, cluster: str) -> str:
    """How long so many seconds of sound will take at most, in words; empty where none was timed."""
    kept = store.get(_KIND, _key(cluster))
    return f"at most {length(seconds * float(kept))} as the last ones took" if kept else ""


def _key(cluster: str) -> str:
    return recipe_key(rate=platform.node(), cluster=cluster)

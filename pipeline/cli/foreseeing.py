"""Plans of many articles → what all of them come to. Promise: what would help most comes first."""

from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.cli.asking import Asked
from pipeline.cli.batching import foretold
from pipeline.cli.reporting import Report, count, length
from pipeline.store import Store

_WORDS = 20  # doubtful words that people are told; --json has all


def row(slug: str, plan: Mapping[str, Any], report: Report) -> None:
    """One article in a line."""
    lines, doubts = count(len(plan["lines"]), "line"), len(plan["doubtful"])
    unsure = f", {count(doubts, 'doubtful word')}" if doubts else ""
    report.say(f"{slug}: {length(plan['seconds'])}, {lines}{unsure}")


def series(plans: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The doubtful words of all plans: those that would mend most episodes come first."""
    found: dict[str, dict[str, Any]] = {}
    for plan in plans:
        for doubt in plan["doubtful"]:
            word = found.setdefault(
                doubt["word"],
                {"word": doubt["word"], "why": doubt["why"], "count": 0, "episodes": []},
            )
            word["count"] += doubt["count"]
            word["episodes"].append(plan["slug"])
    return sorted(found.values(), key=lambda each: (-len(each["episodes"]), -each["count"]))


def foresee(plans: list[dict[str, Any]], store: Store, asked: Asked, report: Report) -> None:
    """How much it is, how long it will take, and which words to look at first."""
    seconds = sum(plan["seconds"] for plan in plans)
    time = foretold(seconds, store, asked.cluster)
    told = f": {length(seconds)} of sound" + (f", {time}" if time else "") if plans else ""
    report.say(f"{count(len(plans), 'episode')} would be made{told}.")
    words = series(plans)
    if len(plans) > 1 and words:
        report.say("Words that a voice may say wrong, those in most episodes first ([say]):")
        for word in words[:_WORDS]:
            episodes = count(len(word["episodes"]), "episode")
            report.say(f"  {word['word']} ({word['why']}): {episodes}")

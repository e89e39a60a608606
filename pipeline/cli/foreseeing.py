"""Plans of many articles → what all of them come to. Promise: what would help most comes first."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipeline.cli.asking import Asked
from pipeline.cli.batching import foretold
from pipeline.cli.reporting import Report, count, length
from pipeline.store import Store

_WORK = ("lines", "spoken", "mixed")
_WORDS = 20  # doubtful words that people are told; --json has all


def row(slug: str, plan: Mapping[str, Any], report: Report) -> None:
    """One article in a line."""
    lines, doubts = count(len(plan["lines"]), "line"), len(plan["doubtful"])
    spoken = f", {plan['work']['spoken']:,} to speak"
    unsure = f", {count(doubts, 'doubtful word')}" if doubts else ""
    report.say(f"{slug}: {length(plan['seconds'])}, {lines}{spoken}{unsure}")


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


def lexicon(plans: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The entries of [say], those that are said most often first, with the episodes they are in."""
    found: dict[str, dict[str, Any]] = {}
    for plan in plans:
        for entry, times in plan["lexicon"].items():
            word = found.setdefault(entry, {"word": entry, "count": 0, "episodes": []})
            word["count"] += times
            word["episodes"] += [plan["slug"]] * (times > 0)
    return sorted(found.values(), key=lambda each: (-each["count"], each["word"]))


def work(plans: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """How many lines there are, how many are to be spoken and mixed, in how many episodes."""
    sums = {name: sum(plan["work"][name] for plan in plans) for name in _WORK}
    return {**sums, "episodes": sum(plan["work"]["mixed"] > 0 for plan in plans)}


def foresee(plans: list[dict[str, Any]], store: Store, asked: Asked, report: Report) -> None:
    """How much it is, how long it will take, and which words to look at first."""
    seconds = sum(plan["seconds"] for plan in plans)
    time = foretold(seconds, store, asked.cluster)
    told = f": {length(seconds)} of sound" + (f", {time}" if time else "") if plans else ""
    report.say(f"{count(len(plans), 'episode')} would be made{told}.")
    tell_work(work(plans), report)
    _tell_lexicon(lexicon(plans), report)
    words = series(plans)
    if len(plans) > 1 and words:
        report.say("Words that a voice may say wrong, those in most episodes first ([say]):")
        for word in words[:_WORDS]:
            episodes = count(len(word["episodes"]), "episode")
            report.say(f"  {word['word']} ({word['why']}): {episodes}")


def tell_work(sums: Mapping[str, int], report: Report) -> None:
    """What the store lacks: after a change of show.toml, what the change touches."""
    if sums["lines"]:
        where = count(sums["episodes"], "episode")
        report.say(
            f"Of {count(sums['lines'], 'line')}, {sums['spoken']:,} would be spoken and "
            f"{sums['mixed']:,} mixed anew, in {where}; the others are in the store."
        )


def _tell_lexicon(entries: Sequence[Mapping[str, Any]], report: Report) -> None:
    """Where the words of [say] are; all of them, where more is wanted."""
    if entries:
        report.say("Words of [say], and how often they are said:")
    for entry in entries if report.verbose else entries[:_WORDS]:
        episodes = count(len(entry["episodes"]), "episode")
        names = f": {', '.join(entry['episodes'])}" if report.verbose and entry["count"] else ""
        report.say(f"  {entry['word']}: {entry['count']:,}, in {episodes}{names}")

"""A feed → findings, figures or differences, and an exit code. Promise: what may hurt is told."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from pipeline import checking
from pipeline.checking import Finding, Place
from pipeline.cli.reporting import Report, count
from pipeline.config.page import meant, shown
from pipeline.config.places import find_place
from pipeline.errors import PlaceError, UsageError
from pipeline.values import asdict, value

_LEVELS = ("must", "should", "may")
_ON_THE_WEB = 10  # episodes measured of a feed on the web, where nobody said how many


@value
class Inquiry:
    """Which feed, by its folder, file or address, and what is asked of it."""

    feed: str = ""
    folder: Path | None = None
    show: Path | None = None
    rule: str | None = None
    stats: bool = False
    against: str | None = None
    episodes: int | None = None


def inquire(asked: Inquiry, report: Report) -> int:
    """Answer it; the code is PlaceError's when a must is broken. Raises UsageError, PlaceError."""
    if asked.rule:
        return _explain(asked.rule, report)
    feed = asked.feed or str(find_place(None, asked.show, asked.folder).feed)
    web = feed.startswith(("http://", "https://"))
    looked = _ON_THE_WEB if web and asked.episodes is None else asked.episodes
    with checking.opened(feed, looked) as place:
        name = feed if web else shown(Path(feed))
        if asked.against:
            return _compare(asked.against, place, name, report)
        if asked.stats:
            return _figures(place, name, report)
        findings = checking.judge(place)
        measured = len(place.newest)
    code = tell(findings, name, report)
    if looked is not None and measured:
        report.say(f"The files of {count(measured, 'episode')} were measured: see --episodes.")
    report.document({"feed": feed, "findings": [asdict(each) for each in findings]})
    return code


def tell(findings: Sequence[Finding], name: str, report: Report) -> int:
    """Tell what is wrong, the gravest first."""
    for finding in sorted(findings, key=lambda each: _LEVELS.index(each.level)):
        report.say(
            f"{finding.level}: {finding.where}: {finding.what} — {finding.how} [{finding.id}]"
        )
    levels = Counter(finding.level for finding in findings)
    faults = ", ".join(f"{levels[level]} {level}" for level in _LEVELS if levels[level])
    rules = count(len(checking.RULES), "rule")
    report.say(f"{name}: {rules} checked, {faults or 'nothing to mend'}.")
    return PlaceError.exit_code if levels["must"] else 0


def _explain(asked: str, report: Report) -> int:
    rules = {rule.id: rule for rule in checking.RULES}
    if asked != "all" and asked not in rules:
        raise UsageError(f"there is no rule {asked}" + meant(asked, tuple(rules)))
    chosen = list(rules.values()) if asked == "all" else [rules[asked]]
    for rule in chosen:
        report.say(f"{rule.id} ({rule.level}): {rule.told}")
    report.document([{"id": each.id, "level": each.level, "rule": each.told} for each in chosen])
    return 0


def _figures(place: Place, name: str, report: Report) -> int:
    found = checking.figures(place)
    report.say(f"{name}: {count(found.episodes, 'episode')}, {found.hours:g} hours.")
    if found.words_a_minute:
        report.say(f"{found.words_a_minute:g} words a minute.")
    if found.loudness is not None:
        report.say(f"{found.loudness:g} LUFS, {found.spread:g} LU between the ends.")
    for one in found.outliers():
        level = f"{one.loudness:g} LUFS" if one.loudness is not None else ""
        pace = f"{one.words_a_minute:g} words a minute" if one.words_a_minute else ""
        report.say(f"  “{one.title}” stands out: {', '.join(filter(None, (level, pace)))}")
    report.document({"feed": name, **asdict(found)})
    return 0


def _compare(against: str, place: Place, name: str, report: Report) -> int:
    with checking.opened(against, 0) as old:
        found = list(checking.compare(old, place))
    for each in found:
        report.say(f"{'careful: ' if each.grave else ''}“{each.title}” {each.told}")
    if not found:
        report.say("Nothing changes for subscribers.")
    report.document({"feed": name, "against": against, "changes": [asdict(each) for each in found]})
    return 0

"""Findings on a feed → lines and an exit code. Promise: what apps may stumble over is told."""

from collections import Counter
from dataclasses import asdict
from pathlib import Path

from pipeline import checking
from pipeline.cli.reporting import Report, count
from pipeline.config.page import shown
from pipeline.config.places import find_place
from pipeline.errors import PlaceError

_LEVELS = ("must", "should", "may")


def judge(feed: Path | None, show: Path | None, report: Report) -> int:
    """Tell what is wrong, the gravest first; the code is PlaceError's when a must is broken."""
    folder = find_place(None, show, feed).feed
    findings = sorted(checking.check(folder), key=lambda each: _LEVELS.index(each.level))
    for finding in findings:
        report.say(
            f"{finding.level}: {finding.where}: {finding.what} — {finding.how} [{finding.id}]"
        )
    levels = Counter(finding.level for finding in findings)
    faults = ", ".join(f"{levels[level]} {level}" for level in _LEVELS if levels[level])
    rules = count(len(checking.RULES), "rule")
    report.say(f"{shown(folder)}: {rules} checked, {faults or 'nothing to mend'}.")
    report.document({"feed": str(folder), "findings": [asdict(each) for each in findings]})
    return PlaceError.exit_code if levels["must"] else 0

"""`--plan`: articles → what would be said. Promise: makes no sound and writes nothing."""

from shutil import get_terminal_size
from typing import Any

from pipeline import render
from pipeline.cli.asking import Asked
from pipeline.cli.choosing import Choice, Failures, choose, tell_rest
from pipeline.cli.reporting import Report, count
from pipeline.cli.surveying import show_for, survey
from pipeline.formats.plan import plan_json
from pipeline.formats.plan_text import plan_text

_WIDEST = 120  # columns: longer lines are hard to read


def plan_all(asked: Asked, report: Report) -> int:
    """Tell the plan of each article that was named, or else of each that would be made."""
    failures, plans = Failures(), list[dict[str, Any]]()
    with survey(asked) as found:
        show = show_for(found, asked)
        choice = choose(found, show, asked, failures)
        for request in choice.chosen:
            with failures.of(request.url or request.path):
                plan = _plan(request, report)
                plans.append(plan if found.single else {"slug": request.slug, **plan})
    if not report.as_json:
        _sum_up(choice, plans, report)
    elif found.single and plans:
        report.document(plans[0])
    elif not failures.found or plans:
        report.document({"episodes": plans, "failed": failures.as_json()})
    return failures.tell(report, found.count)


def _plan(request: render.Request, report: Report) -> dict[str, Any]:
    plan = render.plan(request)
    if not report.as_json:
        width = min(get_terminal_size().columns, _WIDEST)
        text = plan_text(plan.article, plan.script, plan.doubts, colour=report.colour, width=width)
        report.page(text)
    return plan_json(plan.article, plan.script, plan.doubts, request.show.cast)


def _sum_up(choice: Choice, plans: list[dict[str, Any]], report: Report) -> None:
    tell_rest(choice, report)
    if choice.unchanged or len(plans) != 1:
        report.say(f"{count(len(plans), 'episode')} would be made.")

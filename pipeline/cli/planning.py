"""`--plan`: articles → what would be said.

Promise: makes no sound and writes nothing, but for the page that --html names; and that never over
a file that is no such page.
"""

from pathlib import Path
from shutil import get_terminal_size
from typing import Any

from pipeline import render
from pipeline.cli import foreseeing
from pipeline.cli.asking import Asked
from pipeline.cli.choosing import Choice, Failures, choose, tell_rest
from pipeline.cli.reporting import Report
from pipeline.cli.surveying import show_for, survey
from pipeline.config.page import shown
from pipeline.errors import PlaceError, UsageError
from pipeline.formats.plan import plan_json
from pipeline.formats.plan_page import GENERATOR, plan_page
from pipeline.formats.plan_text import plan_text
from pipeline.store import Store, open_store
from pipeline.values import asdict, replace

_PAGES = 10  # plans in full; of more there is a line each, but for -v
_SERIES = {"lexicon", "work"}  # told where there are several
_WIDEST = 120  # columns: longer lines are hard to read


def plan_all(asked: Asked, report: Report) -> int:
    """Tell the plan of each article that was named, or else of each that would be made.

    Raises UsageError for --html with several of them, or over another file.
    """
    if asked.html:
        _may_write(asked.html)
    failures, plans = Failures(), list[dict[str, Any]]()
    with survey(asked) as found:
        show, store = show_for(found, asked), open_store(found.place.cache)
        choice = choose(found, show, asked, failures)
        if asked.html and len(choice.chosen) > 1:
            raise UsageError("--html makes a page of one article — name the one you mean")
        brief = len(choice.chosen) > _PAGES and not report.verbose
        for request in choice.chosen:
            with failures.of(request.url or request.path):
                settled = render.settled(request, found.place.feed)
                plan = _plan(settled, store, asked, report, brief=brief)
                plans.append(plan if found.single else {"slug": request.slug, **plan})
    if plans or not failures.found:
        _sum_up(choice, plans, store, asked, report)
    if found.single and plans:
        report.document({name: plans[0][name] for name in plans[0] if name not in _SERIES})
    elif not failures.found or plans:
        report.document(
            {
                "episodes": plans,
                "failed": failures.as_json(),
                "doubtful": foreseeing.series(plans),
                "lexicon": foreseeing.lexicon(plans),
                "work": foreseeing.work(plans),
            }
        )
    return failures.tell(report, found.count)


def _plan(
    request: render.Request, store: Store, asked: Asked, report: Report, *, brief: bool
) -> dict[str, Any]:
    plan = render.plan(request)
    doubts = plan.doubts()
    told = plan_json(plan.article, plan.script, doubts, plan.script.cast)
    told["lexicon"] = dict(plan.uses())
    told["work"] = asdict(render.foresee(request, plan, store, verify=asked.verify))
    if asked.html:
        show = replace(request.show, cast=plan.script.cast)
        _write(asked.html, plan_page(plan.article, plan.script, doubts, show))
        report.say(
            f"{shown(asked.html)} shows what would be said: open it in a browser, or send it."
        )
    elif brief:
        foreseeing.row(request.slug, told, report)
    elif not report.as_json:
        width = min(get_terminal_size().columns, _WIDEST)
        text = plan_text(plan.article, plan.script, doubts, colour=report.colour, width=width)
        report.page(text)
    return told


def _may_write(path: Path) -> None:
    """Let a new file be written, or an earlier plan: never an article that was typed there."""
    try:
        if path.is_file() and GENERATOR.encode() not in path.read_bytes():
            raise UsageError(f"--html {shown(path)}: is there, and no plan — name another file")
    except OSError as error:
        raise PlaceError(f"{shown(path)}: can't be read: {error.strerror}") from error


def _write(path: Path, page: bytes) -> None:
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_bytes(page)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise PlaceError(
            f"{shown(path)}: can't be written: {error.strerror} — name another file"
        ) from error


def _sum_up(
    choice: Choice, plans: list[dict[str, Any]], store: Store, asked: Asked, report: Report
) -> None:
    if report.as_json:
        return
    tell_rest(choice, report)
    if choice.unchanged or len(plans) != 1:
        foreseeing.foresee(plans, store, asked, report)
    else:
        foreseeing.tell_work(foreseeing.work(plans), report)

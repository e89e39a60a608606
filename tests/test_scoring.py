"""The judge itself: a perfect reading is perfect, and every kind of mistake costs."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from scoring import CASES, score

GOLDS = sorted(CASES.glob("*/gold.json"))


def perfect(gold: dict[str, Any]) -> dict[str, Any]:
    """The plan that an editor would sign."""
    empty = dict.fromkeys(("title", "subtitle", "publication", "date", "language"), "")
    lists = {name: list[Any]() for name in ("repairs", "links", "authors")}
    plan = {**empty, **lists, **deepcopy(gold), "lines": []}
    plan["repairs"] = [{"before": "", "after": "", **wish} for wish in plan["repairs"]]
    return plan


@pytest.mark.parametrize("path", GOLDS, ids=lambda path: path.parent.name)
def test_an_editors_own_reading_is_perfect(path: Path) -> None:
    gold = json.loads(path.read_text(encoding="utf-8"))
    judged = score(perfect(gold), gold)
    assert judged.share == 1
    wrong = judged.segments, judged.facts, judged.links, judged.forbidden, judged.lost
    assert not any(wrong)
    assert judged.missed == judged.false == 0


def reading(*segments: tuple[str, str], **more: Any) -> dict[str, Any]:
    texts = [{"role": role, "text": text, **more} for role, text in segments]
    return {"segments": texts, "lines": [], "links": [], "repairs": [], "authors": []}


GOLD = reading(
    ("paragraph", "One and one are two, as a rule."),
    ("pull_quote", "One and one are two."),
    ("block_quote", "A rule is a rule."),
    ("paragraph", "Nothing else was said that day."),
)


def changed(index: int, **facts: Any) -> dict[str, Any]:
    plan = deepcopy(GOLD)
    plan["segments"][index] |= facts
    return plan


def test_a_wrong_role_costs_one() -> None:
    judged = score(changed(3, role="verse"), GOLD)
    assert (judged.right, judged.wanted, judged.extra) == (3, 4, 0)
    assert judged.segments == ("verse for paragraph “Nothing else was said that day.”",)


def test_a_pull_quote_may_move_a_little_and_a_paragraph_not() -> None:
    plan = deepcopy(GOLD)
    plan["segments"].insert(0, plan["segments"].pop(1))
    assert score(plan, GOLD).share == 1
    plan["segments"].insert(0, plan["segments"].pop())
    assert score(plan, GOLD).share < 1


def test_a_quotation_that_is_dropped_counts_double() -> None:
    said = score(changed(2, role="pull_quote", text="A rule is a rule."), GOLD)
    # neighbours of one role are joined: part them, so that only the role is wrong
    plan = changed(2, role="pull_quote", spoken=False)
    plan["segments"].insert(2, {"role": "paragraph", "text": "Apart."})
    dropped = score(plan, GOLD)
    plan["segments"][3]["spoken"] = True
    kept = score(plan, GOLD)
    assert (said.right, dropped.false, kept.false) == (2, 2, 1)


def test_what_must_never_be_said_is_found_as_a_word() -> None:
    gold = {**GOLD, "never": ["17", "[^"]}
    plan = deepcopy(GOLD)
    plan["lines"] = [{"role": "paragraph", "text": "In 1917, a note.[^1]", "spoken": "…"}]
    assert score(plan, gold).forbidden == ("[^",)


def test_authors_links_and_repairs_are_judged() -> None:
    gold = {**GOLD, "authors": ["Ann Lee"], "links": [{"text": "a", "url": "https://a.example"}]}
    gold["repairs"] = [{"before": "cred-", "after": "creditor"}]
    judged = score(GOLD, gold)
    assert judged.facts == ("authors []",)
    assert judged.links == ("no link a → https://a.example",)
    assert len(judged.repairs) == 1
    plan = {**gold, "repairs": [{"before": "a cred-\nitor", "after": "a creditor"}]}
    assert not score(plan, gold).repairs

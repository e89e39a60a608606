"""The plan: for programs as JSON, for people as text."""

import json
from pathlib import Path

import pytest

from pipeline import reading, scripting, spoken
from pipeline.formats.openings import Openings
from pipeline.formats.plan import plan_json
from pipeline.formats.plan_text import plan_text
from pipeline.model import Article, BlockNote, Notes, Script, Show
from pipeline.spoken import Doubt

SHOW = Show(title="Our Talks", guid="6b6b4f6e-6a3c-4d35-9f5e-1f2a6f1f7a77")
TEXT = """# Why we read

by **Ada Lee**

*A talk from the ILEA’s spring school.*

Books are [long](https://mag.org/long) ([https://mag.org/long](https://mag.org/long)). In 1984 we
read \x1b[31mfor joy\x1b[0m.

Image credit: Bo Ray
"""


@pytest.fixture
def planned(tmp_path: Path) -> tuple[Article, Script, tuple[Doubt, ...]]:
    path = tmp_path / "article.md"
    path.write_text(TEXT, encoding="utf-8")
    article = reading.read(path)
    script = scripting.adapt(article, SHOW, Notes())
    return article, script, spoken.doubts(script.lines, {}, "en")


def test_json_has_what_the_contract_names(
    planned: tuple[Article, Script, tuple[Doubt, ...]],
) -> None:
    plan = plan_json(*planned, SHOW.cast)
    assert list(plan) == [
        "title", "subtitle", "authors", "series", "language", "date", "publication", "segments",
        "links", "chapters", "lines", "repairs", "skipped", "characters", "doubtful", "seconds",
    ]  # fmt: skip
    assert json.loads(json.dumps(plan)) == plan
    assert plan["authors"] == ["Ada Lee"]
    assert plan["links"] == [{"text": "long", "url": "https://mag.org/long"}]
    roles = {segment["role"]: segment for segment in plan["segments"]}
    assert roles["title"]["spoken"]
    assert roles["title"]["reason"] == "the opening or closing says it"
    assert not roles["credit"]["spoken"]
    said = next(line for line in plan["lines"] if line["text"].startswith("In 1984"))
    assert said["spoken"].startswith("In nineteen eighty-four we read")
    assert said["voice"] == "espeak:narrator"
    assert plan["doubtful"] == [
        {"word": "ILEA", "count": 1, "why": "capitals, read letter by letter"}]  # fmt: skip


def test_the_counts_add_up(planned: tuple[Article, Script, tuple[Doubt, ...]]) -> None:
    plan = plan_json(*planned, SHOW.cast)
    counts = plan["characters"]
    assert counts["source"] == len("".join(TEXT.split()))
    assert counts["said"] + counts["skipped"] == counts["source"]
    assert all(skip["reason"] for skip in plan["skipped"])


def test_text_shows_lines_reasons_and_the_very_lines_of_episode_toml(
    planned: tuple[Article, Script, tuple[Doubt, ...]],
) -> None:
    text = plan_text(*planned)
    assert "Books are long." in text
    assert 'starts = "Books are long. In 1984 we read' in text
    assert "show.toml skips each credit: Image credit: Bo Ray" in text
    assert "doubled link" in text
    assert '"ILEA" = "ILEA"  # capitals, read letter by letter' in text


def test_the_words_that_find_a_block_find_no_other(tmp_path: Path) -> None:
    path = tmp_path / "article.md"
    alike = "On the first day of that long wet week we"
    lines = ["# T", "By Ann Lee", f"{alike} slept.", f"{alike} slept well.", f"{alike} rowed.",
             "Yes.", "Yes. We did.", "Photo: Bo Ek", "No.", "No."]  # fmt: skip
    path.write_text("\n\n".join(lines), encoding="utf-8")
    article = reading.read(path)
    openings = Openings(article.blocks)
    for index, block in enumerate(article.blocks):
        if block.text == "No.":
            assert not openings[index]
            continue
        note = BlockNote(starts=openings[index], skip=False)
        told = reading.correct(article, Notes(blocks=(note,)))
        assert [at for at, b in enumerate(told.blocks) if b.forced] == [index]


def test_a_silent_block_comes_with_the_line_that_has_it_said(
    planned: tuple[Article, Script, tuple[Doubt, ...]],
) -> None:
    _, _, silent = plan_text(*planned).partition("Not read aloud")
    assert 'starts = "Image credit: Bo Ray"\n        skip = false' in silent


def test_an_article_cannot_steer_the_terminal(
    planned: tuple[Article, Script, tuple[Doubt, ...]],
) -> None:
    assert "\x1b" not in plan_text(*planned)
    assert "\x1b[31m" not in plan_text(*planned, colour=True)

"""An editor's notes act on exactly one block each, or stop the run."""

import pytest

from pipeline.errors import UsageError
from pipeline.model import Article, BlockNote, Notes, Role
from pipeline.reading import correct, ledger, markdown
from pipeline.reading.understanding import understood

SOURCE = """# A title

By Ann Lee

“It’s *cold*,” she said. The river was high.

The river fell in the night.

The river was never measured.
"""


def article() -> Article:
    return understood(markdown.parse(SOURCE, "test.md"), "test.md")


def noted(*notes: BlockNote) -> Article:
    held = correct(article(), Notes(file="episodes/x/episode.toml", blocks=notes))
    ledger.prove(held)
    return held


def test_facts_come_from_the_notes_where_they_have_them() -> None:
    held = correct(article(), Notes(title="Cold", author="Bo Ek and Cy Dow", date="2024-02-03"))
    assert held.metadata.title == "Cold"
    assert held.metadata.authors == ("Bo Ek", "Cy Dow")
    assert held.metadata.date == "2024-02-03"
    assert correct(article(), Notes()).metadata == article().metadata


def test_a_group_stays_one_author() -> None:
    assert correct(article(), Notes(author="the river desk")).metadata.authors == (
        "the river desk",
    )


def test_a_block_is_found_whatever_its_quotes_case_and_blanks() -> None:
    held = noted(BlockNote(starts='"it\'s  COLD," she said', role=Role.PULL_QUOTE))
    assert held.blocks[2].role is Role.PULL_QUOTE


def test_skip_and_force() -> None:
    held = noted(BlockNote(starts="The river fell", skip=True))
    assert held.blocks[3].skip == "an editor's decision"
    again = correct(held, Notes(blocks=(BlockNote(starts="The river fell", skip=False),)))
    assert not again.blocks[3].skip


def test_a_text_is_a_repair_and_the_original_stays_on_record() -> None:
    held = noted(BlockNote(starts="The river fell", text="The river fell twice."))
    assert held.blocks[3].text == "The river fell twice."
    assert [m.before for m in held.repairs if m.kind == "editor"] == [
        "The river fell in the night."
    ]
    assert "replaced by an editor" in {skip.reason for skip in held.skipped}


def test_every_note_that_matches_nothing_or_twice_is_named() -> None:
    with pytest.raises(UsageError) as caught:
        noted(BlockNote(starts="No such words"), BlockNote(starts="The river", skip=True))
    first, second = str(caught.value).splitlines()
    assert first.startswith("episodes/x/episode.toml: [[block]] starts = “No such words”: no block")
    assert "2 blocks start with these words (lines 7, 9)" in second
    assert caught.value.exit_code == 2


def test_half_a_word_matches_nothing() -> None:
    with pytest.raises(UsageError, match="no block starts"):
        noted(BlockNote(starts="The riv"))

"""Text made to keep patterns busy: a run of one sign, longer than any word, is read like any other.

No test here is timed: a pattern that tries every way to part such a run would not end at all.
"""

import pytest

from pipeline import reading
from pipeline.reading import ledger, understood

RUNS = ("I", "A-", "I.", "I. ", "1", "1:", "a@", "“", "(", "[", ". ", "—", "*", "é", "e\u0301")
LONG = 4000


@pytest.mark.parametrize("run", RUNS)
def test_a_run_of_one_sign_is_read_to_its_end(run: str) -> None:
    text = f"A title\n\nWords before {run * (LONG // len(run))} words after it.\n"
    for parse in (reading.text.parse, reading.markdown.parse):
        article = understood(parse(text, "run.txt"), "run.txt")
        ledger.prove(article)
        assert "words after it." in " ".join(block.text for block in article.blocks)

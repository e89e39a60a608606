"""Text made to keep patterns busy: a run of one sign, longer than any word, is read like any other.

No test here is timed: a pattern that tries every way to part such a run would not end at all.
"""

from pathlib import Path

import pytest

from pipeline import reading
from pipeline.errors import SourceError
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


@pytest.mark.parametrize("suffix", ["md", "txt", "html", "epub"])
def test_a_file_of_a_gigabyte_is_refused_before_it_fills_the_memory(
    tmp_path: Path, suffix: str
) -> None:
    file = tmp_path / f"vast.{suffix}"
    with file.open("wb") as hole:
        hole.truncate(1_000_000_000)  # a hole takes no room on the disk
    with pytest.raises(SourceError, match=r"1000 MB, and the limit is 200 MB.*--limits 10"):
        reading.read(file)

"""An article in; proof that nothing was lost and nothing invented, or a LedgerError, out.

Promise: when `prove` returns, every non-blank character of the source stands in exactly one run or
one skip, every run says what the source says there, and every character that the source does not
have is in a recorded repair.
"""

from collections.abc import Iterator

from pipeline.errors import LedgerError
from pipeline.model import Article, Run, Skip
from pipeline.reading.placing import SIGN, SIGNS, unclaimed
from pipeline.values import value

_SHOWN = 40  # characters of the source shown in a message


@value
class Counts:
    """Non-blank characters: of the source, in runs, in skips; and those a repair put in."""

    source: int
    said: int
    skipped: int
    added: int = 0


def prove(article: Article) -> Counts:
    """Check the law of the ledger.

    Raises:
        LedgerError: naming the place, when it does not hold.
    """
    runs = [run for block in article.blocks for run in block.runs]
    held = [*_said(article.source, runs), *_skipped(article.source, article.skipped)]
    _apart(article.source, held)
    for start, end in unclaimed(article.source, held):
        raise _broken(article.source, start, end, "is neither read nor skipped")
    return Counts(
        source=_weight(article.source),
        said=sum(_weight(run.text) for run in runs if run.start is not None),
        skipped=sum(_weight(skip.text) for skip in article.skipped),
        added=_added(article, runs),
    )


def _weight(text: str) -> int:
    return sum(map(len, text.split()))


def _said(source: str, runs: list[Run]) -> Iterator[tuple[int, int]]:
    for run in runs:
        if run.start is None:
            continue
        start, end = run.start, run.start + len(run.text)
        there = source[start:end]
        if there != run.text and not _alike(there, run.text):
            raise _broken(source, start, end, f"is read as “{run.text[:_SHOWN]}”")
        yield start, end


def _alike(there: str, text: str) -> bool:
    return len(there) == len(text) and all(
        one == other or (one.isspace() and other.isspace())
        for one, other in zip(there, text, strict=True)
    )


def _skipped(source: str, skips: tuple[Skip, ...]) -> Iterator[tuple[int, int]]:
    for skip in skips:
        if source[skip.start : skip.end] != skip.text or not skip.reason:
            raise _broken(source, skip.start, skip.end, "is skipped wrongly or without a reason")
        if skip.reason == SIGN and not SIGNS.issuperset(skip.text):
            raise _broken(source, skip.start, skip.end, "is skipped as a sign but holds words")
        yield skip.start, skip.end


def _apart(source: str, held: list[tuple[int, int]]) -> None:
    reached = 0
    for start, end in sorted(held):
        if start < reached and source[start : min(end, reached)].strip():
            raise _broken(source, start, min(end, reached), "is accounted for twice")
        reached = max(reached, end)


def _added(article: Article, runs: list[Run]) -> int:
    exact = {repair.after for repair in article.repairs}
    told = "\n".join(exact)
    count = 0
    for run in runs:
        wanted = run.text.strip()
        if run.start is not None or not wanted:
            continue
        if wanted not in exact and wanted not in told:
            raise LedgerError(
                f"“{wanted[:_SHOWN]}” is in no source and in no repair;"
                " this is a bug in reading, please report it"
            )
        count += _weight(run.text)
    return count


def _line(source: str, at: int) -> str:
    return f"line {source.count(chr(10), 0, at) + 1}"


def _broken(source: str, start: int, end: int, what: str) -> LedgerError:
    shown = source[start : min(end, start + _SHOWN)]
    return LedgerError(
        f"{_line(source, start)}: “{shown}” {what}; this is a bug in reading, please report it"
    )

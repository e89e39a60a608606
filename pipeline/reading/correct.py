"""An Article and an editor's notes in, the corrected Article out.

Promise: every note acts on exactly one block or stops the run; what an editor replaces stays on
record.
"""

from dataclasses import replace

from pipeline.errors import UsageError
from pipeline.model import Article, Block, BlockNote, Metadata, Notes, Repair, Run
from pipeline.reading.bylines import byline
from pipeline.reading.drafts import extended
from pipeline.reading.splicing import source_skips
from pipeline.reading.wording import opening

REPLACED = "replaced by an editor"
SKIPPED = "an editor's decision"


def correct(article: Article, notes: Notes) -> Article:
    """Apply episode.toml's title, author, date and [[block]] notes.

    Raises:
        UsageError: a note's `starts` matches no block, or more than one; all such are named.
    """
    mistakes: list[str] = []
    told = replace(article, metadata=_facts(article.metadata, notes))
    for note in notes.blocks:
        found = _matching(article, note)
        if len(found) == 1:
            told = _corrected(told, found[0], note)
        else:
            mistakes.append(_mistake(article, notes, note, found))
    if mistakes:
        raise UsageError("\n".join(mistakes))
    return told


def _facts(known: Metadata, notes: Notes) -> Metadata:
    return replace(
        known,
        title=notes.title or known.title,
        authors=_authors(notes.author) or known.authors,
        date=notes.date or known.date,
    )


def _authors(named: str) -> tuple[str, ...]:
    if not named.strip():
        return ()
    found = byline(f"by {named}")
    return found.authors if found and found.authors else (" ".join(named.split()),)


def _matching(article: Article, note: BlockNote) -> list[int]:
    wanted = opening(note.starts)
    if not wanted:
        return []
    return [
        index
        for index, block in enumerate(article.blocks)
        if f"{opening(block.text)} ".startswith(f"{wanted} ")
    ]


def _mistake(article: Article, notes: Notes, note: BlockNote, found: list[int]) -> str:
    where = f"{notes.file or 'episode.toml'}: [[block]] starts = “{note.starts}”"
    if not found:
        return f"{where}: no block starts with these words; copy them from --plan"
    lines = (article.source.count("\n", 0, article.blocks[i].start) + 1 for i in found)
    told = ", ".join(map(str, lines))
    return f"{where}: {len(found)} blocks start with these words (lines {told}); give more words"


def _corrected(article: Article, index: int, note: BlockNote) -> Article:
    block = article.blocks[index]
    if note.role is not None:
        block = replace(block, role=note.role, skip="")
    if note.skip is not None:
        block = replace(block, skip=SKIPPED if note.skip else "")
    if note.text is None:
        return _with(article, index, block)
    repair = Repair(kind="editor", before=block.text, after=note.text, at=block.start)
    gone = source_skips(block, REPLACED)
    written = replace(block, runs=(Run(text=note.text, start=None),), marks=())
    return extended(
        _with(article, index, written), _with(article, index, written).blocks, [repair], gone
    )


def _with(article: Article, index: int, block: Block) -> Article:
    return replace(article, blocks=(*article.blocks[:index], block, *article.blocks[index + 1 :]))

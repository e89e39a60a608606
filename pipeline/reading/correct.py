"""An Article and an editor's notes in, the corrected Article out.

Promise: every note acts on exactly one block or stops the run; what an editor replaces stays on
record.
"""

from pipeline.errors import UsageError
from pipeline.model import Article, Block, BlockNote, Metadata, Notes, Repair, Role, Run
from pipeline.reading.bylines import byline
from pipeline.reading.drafts import extended
from pipeline.reading.splicing import source_skips
from pipeline.reading.wording import opening
from pipeline.values import replace

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
        found = _matching(told, note)
        if not found and note.skip is False:
            told = _taken_back(told, note)
            found = _matching(told, note)
        if len(found) == 1:
            told = _corrected(told, found[0], note)
        else:
            mistakes.append(_mistake(told, notes, note, found))
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
    told = [opening(block.text) for block in article.blocks] if wanted else []
    exact = [index for index, text in enumerate(told) if text == wanted]
    if len(exact) == 1:
        return exact  # all of a short block's words, which a longer one may begin with
    return [index for index, text in enumerate(told) if f"{text} ".startswith(f"{wanted} ")]


def _taken_back(article: Article, note: BlockNote) -> Article:
    """The article with words that reading left out as a block again, if they start with these."""
    wanted = opening(note.starts)
    for at, skip in enumerate(article.skipped):
        if not wanted or not f"{opening(skip.text)} ".startswith(f"{wanted} "):
            continue
        end = at + 1
        while end < len(article.skipped) and _goes_on(article, at, end):
            end += 1
        taken = article.skipped[at:end]
        runs = [Run(text=held.text, start=held.start) for held in taken]
        parts = [part for run in runs for part in (Run(text=" ", start=None), run)][1:]
        block = Block(
            role=Role.PARAGRAPH, runs=tuple(parts), start=taken[0].start, end=taken[-1].end
        )
        blocks = sorted([*article.blocks, block], key=lambda held: (held.start, held.end))
        kept = (*article.skipped[:at], *article.skipped[end:])
        return replace(article, blocks=tuple(blocks), skipped=kept)
    return article


def _goes_on(article: Article, first: int, at: int) -> bool:
    """Whether a skip belongs to the block that an earlier one begins."""
    one, before, other = article.skipped[first], article.skipped[at - 1], article.skipped[at]
    return one.reason == other.reason and "\n\n" not in article.source[before.end : other.start]


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
        block = replace(block, skip=SKIPPED if note.skip else "", forced=not note.skip)
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

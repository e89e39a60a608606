"""An Article of provisional blocks in; the same, repaired and with every role found, out.

Promise: whatever the format, the same words in the same places get the same roles and repairs.
"""

from pipeline.errors import SourceError
from pipeline.model import Article, Repair
from pipeline.reading.understanding import (
    bracketed,
    dashes,
    fields,
    garbled,
    language,
    links,
    menus,
    notes,
    repair,
    roles,
    running,
    transcribed,
)
from pipeline.values import replace


def understood(article: Article, name: str) -> Article:
    """Repair provisional blocks and find their roles. Raises: SourceError when none holds words."""
    legible = transcribed.untimed(transcribed.unheaded(repair.characters(garbled.mended(article))))
    opened = bracketed.opened(fields.told(legible))
    whole = repair.lines(running.removed(notes.told(opened)))
    told = roles.told(dashes.mended(links.mended(menus.removed(whole))))
    if not told.blocks:
        raise SourceError(f"{name}: no readable text in it; put the article's text into the file")
    known = told.metadata
    return replace(
        told,
        metadata=replace(known, language=known.language or language.detected(told)),
        repairs=_standing(told),
        skipped=tuple(sorted(told.skipped, key=lambda held: (held.start, held.end))),
    )


def _standing(article: Article) -> tuple[Repair, ...]:
    """Repairs in order, without those of characters that were skipped afterwards."""
    gone = [(held.start, held.end) for held in article.skipped if "address" in held.reason]
    kept = (
        mended
        for mended in article.repairs
        if mended.kind != "escape" or not any(a - 1 <= mended.at <= b for a, b in gone)
    )
    return tuple(sorted(kept, key=lambda mended: mended.at))

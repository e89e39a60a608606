"""An Article on its way through repair and roles, and the few ways to change it.

Promise: whatever leaves a block is in `skipped`; whatever comes in is in `repairs`.
"""

from collections.abc import Callable, Iterable, Sequence

from pipeline.model import Article, Block, Repair, Skip
from pipeline.reading.splicing import Cut, spliced
from pipeline.values import replace

Change = tuple[Sequence[Cut], Sequence[Repair]]


def each(article: Article, change: Callable[[Block], Change]) -> Article:
    """Apply to every block the cuts and repairs that `change` finds for it."""
    blocks: list[Block] = []
    skipped: list[Skip] = []
    repairs: list[Repair] = []
    for block in article.blocks:
        cuts, mended = change(block)
        after, skips = spliced(block, cuts)
        blocks.append(after)
        skipped.extend(skips)
        repairs.extend(mended)
    return extended(article, blocks, repairs, skipped)


def extended(
    article: Article,
    blocks: Iterable[Block],
    repairs: Iterable[Repair] = (),
    skipped: Iterable[Skip] = (),
) -> Article:
    """The article with other blocks, and more repairs and skips."""
    return replace(
        article,
        blocks=tuple(blocks),
        repairs=(*article.repairs, *repairs),
        skipped=(*article.skipped, *skipped),
    )

"""Footnotes that are said in place → each right behind the block that its mark stands in."""

from bisect import bisect_right
from collections.abc import Sequence
from unicodedata import digit

from pipeline.model import NOTE_MARK, Article, Role


def noted(article: Article, body: Sequence[int]) -> list[int]:
    """The body's blocks with every note behind its mark; one whose mark is unknown stays."""
    blocks = article.blocks
    notes = {
        blocks[index].label: index
        for index in body
        if blocks[index].role is Role.FOOTNOTE and blocks[index].label
    }
    if not notes:
        return list(body)
    texts = sorted((i for i in body if i not in notes.values()), key=lambda i: blocks[i].start)
    starts = [blocks[index].start for index in texts]
    behind: dict[int, list[int]] = {}
    for skip in article.skipped:
        at = bisect_right(starts, skip.start) - 1
        if skip.reason == NOTE_MARK and at >= 0 and (label := _label(skip.text)) in notes:
            behind.setdefault(texts[at], []).append(notes.pop(label))
    moved = {index for held in behind.values() for index in held}
    return [
        told for index in body if index not in moved for told in (index, *behind.get(index, ()))
    ]


def _label(mark: str) -> str:
    """A mark as its note is labelled: "[1]", "¹" and "[^1]" are "1"."""
    bare = mark.strip("[]()^: ")
    return "".join(str(d) if (d := digit(c, None)) is not None else c for c in bare)

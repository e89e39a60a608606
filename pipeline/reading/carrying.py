"""An Article in, plain JSON data out; and back.

Promise: `unpacked(packed(article)) == article`, and nothing but text, numbers and lists travels.
"""

from typing import Any

from pipeline.model import Article, Block, Mark, Metadata, Repair, Role, Run, Skip

_FACTS = ("title", "subtitle", "series", "publication", "language", "date", "url")


def packed(article: Article) -> dict[str, Any]:
    """An Article as data that JSON can hold."""
    known = article.metadata
    return {
        "source": article.source,
        "blocks": [_packed(block) for block in article.blocks],
        "metadata": {name: getattr(known, name) for name in _FACTS},
        "authors": list(known.authors),
        "repairs": [[held.kind, held.before, held.after, held.at] for held in article.repairs],
        "skipped": [[held.text, held.reason, held.start, held.end] for held in article.skipped],
    }


def unpacked(data: dict[str, Any]) -> Article:
    """The Article that `packed` was given."""
    repairs = (Repair(kind=k, before=b, after=a, at=at) for k, b, a, at in data["repairs"])
    skipped = (Skip(text=t, reason=r, start=s, end=e) for t, r, s, e in data["skipped"])
    return Article(
        source=data["source"],
        blocks=tuple(_unpacked(block) for block in data["blocks"]),
        metadata=Metadata(**data["metadata"], authors=tuple(data["authors"])),
        repairs=tuple(repairs),
        skipped=tuple(skipped),
    )


def _packed(block: Block) -> list[Any]:
    runs = [[run.text, run.start] for run in block.runs]
    marks = [[mark.kind, mark.start, mark.end, mark.url] for mark in block.marks]
    rest = [block.level, block.speaker, block.repeats, block.skip, block.label]
    return [block.role.value, runs, marks, block.start, block.end, *rest]


def _unpacked(data: list[Any]) -> Block:
    role, runs, marks, start, end, level, speaker, repeats, skip, label = data
    return Block(
        role=Role(role),
        runs=tuple(Run(text=text, start=at) for text, at in runs),
        marks=tuple(Mark(kind=k, start=s, end=e, url=url) for k, s, e, url in marks),
        start=start,
        end=end,
        level=level,
        speaker=speaker,
        repeats=repeats,
        skip=skip,
        label=label,
    )

"""What a walk over Markdown finds in; an Article of provisional blocks out.

Promise: every non-blank character of the source is in a run or in a skip, whatever was added.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.model import Article, Block, Metadata, Repair, Role, Run, Skip
from pipeline.reading.markdown import boxes, tags
from pipeline.reading.placing import Lines, sign, skip, unclaimed
from pipeline.reading.spans import ADDRESS, Spans

ROLES = {
    "blockquote": Role.BLOCK_QUOTE,
    "list_item": Role.LIST_ITEM,
    "dt": Role.LIST_ITEM,
    "dd": Role.LIST_ITEM,
    "footnote_reference": Role.FOOTNOTE,
    "pull": Role.PULL_QUOTE,
    "alert": Role.PARAGRAPH,
    "title": Role.HEADING,
    "subtitle": Role.SUBTITLE,
    "author": Role.BYLINE,
    "date": Role.BYLINE,
    "abstract": Role.STANDFIRST,
    "caption": Role.CAPTION,
}
BOXES = frozenset({"container_box", "admonition"})
_APART = frozenset({*BOXES, "alert"})


@dataclass
class Gathering:
    """Blocks, skips and repairs of one document, filled while walking it."""

    lines: Lines
    blocks: list[Block] = field(default_factory=list)
    skips: list[Skip] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    within: list[str] = field(default_factory=list)  # what is open round these words
    note: str = ""  # the label of the note whose text stands here
    elements: list[tags.Element] = field(default_factory=list)  # HTML elements open here

    def article(self, metadata: Metadata, env: dict[str, Any]) -> Article:
        """All that was found."""
        self._addresses(env)
        self._rest()
        return Article(
            source=self.lines.source,
            blocks=tuple(sorted(self.blocks, key=lambda block: (block.start, block.end))),
            metadata=metadata,
            repairs=tuple(self.repairs),
            skipped=tuple(sorted(self.skips, key=lambda held: held.start)),
        )

    def named(self, line: int, begin: int, end: int) -> None:
        """Keep a box's title, from `begin` to `end` in its line, and skip its name."""
        start, text = self.lines.start(line), self.lines.texts[line]
        words = text[begin:end] if any(c.isalnum() for c in text[begin:end]) else ""
        if words:
            self.block(Role.HEADING, [Run(text=words, start=start + begin)], level=boxes.TITLE)
        for left, right in ((0, begin), (end, len(text))) if words else ((0, len(text)),):
            bare = text[left:right].strip()
            if bare:
                at = start + text.index(bare, left)
                self.skips.append(skip(self.lines.source, at, at + len(bare), boxes.NAME))

    def role(self) -> Role:
        """The role that what is open gives these words."""
        kinds = (ROLES[kind] for kind in reversed(self.within) if kind in ROLES)
        role = next(kinds, Role.PARAGRAPH)
        return tags.within(self.elements, role)[0] if role is Role.PARAGRAPH else role

    def add(self, role: Role, spans: Spans, level: int = 0) -> None:
        """Keep the words of one block, and what left it."""
        self.skips.extend(spans.skips)
        self.repairs.extend(spans.repairs)
        level = level or int(role is Role.HEADING)  # a title that only its style tells
        self.block(role, spans.runs, marks=tuple(spans.marks), level=level)

    def block(self, role: Role, runs: Sequence[Run], **more: Any) -> None:
        """Keep a block, if it holds words."""
        held = [run for run in runs if run.start is not None]
        if not any(run.text.strip() for run in runs):
            return
        start = min((run.start or 0 for run in held), default=0)
        end = max(((run.start or 0) + len(run.text) for run in held), default=start)
        note = self.note if role is Role.FOOTNOTE else ""
        block = Block(role=role, runs=tuple(runs), start=start, end=end, label=note, **more)
        apart = not _APART.isdisjoint(self.within) or tags.is_boxed(self.elements)
        self.blocks.append(tags.boxed(block) if apart else block)

    def _addresses(self, env: dict[str, Any]) -> None:
        found = [*env.get("references", {}).values(), *env.get("duplicate_refs", ())]
        for held in found:
            for line in range(*held["map"]):
                start, text = self.lines.start(line), self.lines.texts[line]
                bare = text.strip()
                if bare:
                    begin = start + text.index(bare)
                    self.skips.append(skip(self.lines.source, begin, begin + len(bare), ADDRESS))

    def _rest(self) -> None:
        source = self.lines.source
        runs = [run for block in self.blocks for run in block.runs if run.start is not None]
        claimed = [(run.start or 0, (run.start or 0) + len(run.text)) for run in runs]
        claimed += [(held.start, held.end) for held in self.skips]
        rules = [(block.start, block.end) for block in self.blocks if block.role is Role.RULE]
        for start, end in unclaimed(source, [*claimed, *rules]):
            reason = sign(source[start:end])
            if reason:
                self.skips.append(skip(source, start, end, reason))
            else:  # nested deeper than the parser goes, or a cell too many: words all the same
                self.block(Role.PARAGRAPH, [Run(text=source[start:end], start=start)])

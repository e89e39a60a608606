"""Plain text in, an Article of provisional blocks out.

Promise: paragraphs are what blank lines part; lines of signs alone are rules; every other
character is kept.
"""

import re

from pipeline.model import Article, Block, Role, Run
from pipeline.reading.spans import HARD

_PARAGRAPH = re.compile(r"\S(?:.*\n(?=[^\S\n]*\S)|.*)*")
_RULE = re.compile(r"(?:[-*_=~•·]\s*){3,}")


def parse(source: str, name: str) -> Article:
    """Read plain text; `name` is only for messages."""
    _ = name
    blocks = []
    for found in _PARAGRAPH.finditer(source):
        text = found[0].rstrip()
        start = found.start()
        rule = bool(_RULE.fullmatch(text))
        indented = start > 0 and all(line[:1].isspace() for line in text.split("\n")[1:])
        if indented and source[start - 1] in " \t":
            text = text.replace("\n", HARD)  # verse, or a quotation: `repair` tells which
        runs = () if rule else (Run(text=text, start=start),)
        role = Role.RULE if rule else Role.PARAGRAPH
        blocks.append(Block(role=role, runs=runs, start=start, end=start + len(text)))
    return Article(source=source, blocks=tuple(blocks))

"""An Article in; the same without what only a transcript has round its words: times and sounds.

Promise: a time leaves the text only where many blocks begin with one; a sound only where brackets
hold nothing else.
"""

import re
from collections.abc import Iterator

from pipeline.model import Article, Block, Repair, Role, Skip
from pipeline.patterns import pattern
from pipeline.reading.drafts import Change, each, extended
from pipeline.reading.splicing import Cut, Ruler, source_skips
from pipeline.reading.understanding.speakers import NAME
from pipeline.values import replace

TIME = "when it was said, as the transcript has it"
LIST = "what a program says about its transcript"
SOUND = "a sound, told in brackets"

_LEAST = 3  # blocks that begin with a time
_CLOCK = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_TIME = rf"(?:\[\s?{_CLOCK}\s?\]|\(\s?{_CLOCK}\s?\)|{_CLOCK})"
_LED = pattern(rf"\s*(?P<time>{_TIME}(?:\s?(?:-->|[–—-])\s?{_TIME})?)(?P<gap>\s*[-–—:]?\s+)(?=\S)")
_BEHIND = pattern(rf"(?P<name>{NAME})(?P<sign>:?)(?P<gap>\s+)(?P<time>{_TIME})(?P<end>:?)(?=\s|$)")
_SOUND = pattern(  # in round brackets it is the page's own stage direction, and said
    r"(?:\[\s*(?:end of|start of|begin|recording|music|pause|silence|cross-?talk|inaudible|theme"
    r"|jingle"
    r"|ad break|musik|musique|música|musica)\b[^\]]{0,60}\]|♪[^♪]{0,80}♪|♪+)",
    re.IGNORECASE,
)
_FRONT = 8  # blocks among which such lists stand
_LISTED = pattern(r"(?:SUMMARY )?KEYWORDS|SPEAKERS|ATTENDEES")
_MADE = pattern(
    r"(?:auto-?)?(?:transcribed|transcript(?:ion)?) (?:generated )?by \S+", re.IGNORECASE
)
_TEXT = frozenset({Role.PARAGRAPH, Role.LIST_ITEM, Role.HEADING, Role.BLOCK_QUOTE, Role.VERSE})


def untimed(article: Article) -> Article:
    """Leave out the times that turns begin with."""
    timed = sum(block.role in _TEXT and _found(block) is not None for block in article.blocks)
    return each(article, _untimed) if timed >= _LEAST else article


def unheaded(article: Article) -> Article:
    """Leave out what a program lists above its transcript: keywords, who speaks."""
    skipped, gone = list[Skip](), set[int]()
    for index, block in enumerate(article.blocks[:_FRONT]):
        if _LISTED.fullmatch(block.text.strip()):
            gone |= {index, index + 1}
    gone |= {at for at, block in enumerate(article.blocks) if _MADE.fullmatch(block.text.strip())}
    for index in gone & set(range(len(article.blocks))):
        skipped.extend(source_skips(article.blocks[index], LIST))
    kept = (block for index, block in enumerate(article.blocks) if index not in gone)
    return extended(article, kept, (), skipped)


def _found(block: Block) -> re.Match[str] | None:
    return _LED.match(block.text) or _BEHIND.match(block.text)


def _untimed(block: Block) -> Change:
    found = _found(block) if block.role in _TEXT else None
    if not found:
        return (), ()
    if "name" not in found.groupdict():
        return [Cut(start=0, end=found.end(), reason=TIME)], ()
    put = "" if found["sign"] or found["end"] else ":"
    start = found.start("gap")
    cut = Cut(start=start, end=found.end("time"), reason=TIME, put=put)
    before = found[0]
    after = f"{found['name']}{found['sign'] or ':'}"
    repair = Repair(kind="label", before=before, after=after, at=Ruler(block)(start))
    return [cut], [repair] if put else []


def silenced(article: Article) -> Article:
    """Leave out the lines that only tell a sound, where people talk."""
    if sum(block.role is Role.TURN for block in article.blocks) < _LEAST:
        return article
    skipped = list[Skip]()

    def kept() -> Iterator[Block]:
        for block in article.blocks:
            if block.role in {Role.PARAGRAPH, Role.TURN} and _SOUND.fullmatch(block.text.strip()):
                skipped.extend(source_skips(block, SOUND))
            else:
                yield block

    blocks = tuple(kept())
    return replace(extended(article, blocks), skipped=(*article.skipped, *skipped))

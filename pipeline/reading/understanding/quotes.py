"""Blocks in, the same with pull-quotes told from other words out.

Promise: a block is a pull-quote only when it is set apart from the text; it `repeats` only when
the body says the same words, exactly, trimmed, elided or with a word changed.
"""

from collections.abc import Container, Iterator, Sequence
from itertools import pairwise

from pipeline.model import Block, Role
from pipeline.reading.bylines import bare_name
from pipeline.reading.understanding import sources
from pipeline.reading.understanding.sayings import Body
from pipeline.reading.wording import LITTLE_WORDS, ends_sentence, wholly, words
from pipeline.values import replace, value

_DANGLING = LITTLE_WORDS - {"that", "is", "was", "are", "were"}  # no quotation follows them
_LONGEST = 90  # words; nobody pulls a longer quote
_SHORTEST = 3
_SHORT, _NEAR = 9, 3  # words of a pull-quote in plain type, and blocks to what it repeats
_PAIR = 2  # blocks between two rules: a quote, and perhaps who said it
_HEADING = 7  # words; a heading this long that repeats a sentence is a quote in large type
_PHRASE = 6  # words; a shorter line in italics that is no sentence is a heading, a title, a name
_SHOUT = 5  # words; capitals alone make a quote of so many
_TEXT = frozenset({Role.PARAGRAPH, Role.LIST_ITEM, Role.TURN})


def early(blocks: Sequence[Block]) -> list[Block]:
    """Find pull-quotes that nothing else can be: between rules, styled, and said in the text."""
    apart = set(_between_rules(blocks))
    told = list(blocks)
    if not apart:
        return told
    body = _body(blocks)
    signed = {index - 1 for index in sources.signatures(blocks)}
    for index in apart:
        block = blocks[index]
        styled = block.role is Role.BLOCK_QUOTE or (
            block.role is Role.PARAGRAPH
            and (wholly(block) or sources.is_quoted(block) or index in signed)
        )
        judged = _judged(block, body, _Setting(index=index, apart=True)) if styled else block
        told[index] = judged if judged.repeats else block
    return told


def pulled(blocks: Sequence[Block]) -> list[Block]:
    """Find the pull-quotes among an article's blocks."""
    apart = set(_between_rules(blocks))
    candidates = {i for i, block in enumerate(blocks) if _candidate(block, i in apart)}
    body = _body(blocks) if candidates - apart else Body()
    quoted = _body(blocks, apart) if candidates & apart else Body()
    first = next((i for i, b in enumerate(blocks) if b.role in _TEXT and not wholly(b)), 0)
    told = [
        _judged(
            block, quoted if index in apart else body, _setting(blocks, index, apart, first=first)
        )
        if index in candidates
        else block
        for index, block in enumerate(blocks)
    ]
    told = [_bare(told, index, first) for index in range(len(told))]
    return [_led_in(one, after) for one, after in zip(told, [*told[1:], None], strict=False)]


def _bare(blocks: Sequence[Block], index: int, first: int) -> Block:
    """A block; a paragraph that lost its dress, when one near it says all of its words."""
    block = blocks[index]
    length = len(words(block.text))
    plain = block.role is Role.PARAGRAPH and index > first and not block.skip
    if not plain or not _SHORT <= length <= _LONGEST / 2 or not ends_sentence(block.text):
        return block
    near = Body()
    for at in range(max(0, index - _NEAR), min(len(blocks), index + _NEAR + 1)):
        other = blocks[at]
        if at != index and other.role in _TEXT and len(words(other.text)) > length * 1.5:
            near.add(at, words(other.text))
    return _made(block, repeats=True) if near.echoes(block.text, index, share=1) else block


def _led_in(block: Block, after: Block | None) -> Block:
    """A block; the name above a pull-quote, in the same box, as part of it."""
    text = block.text.strip()
    named = block.role is Role.BLOCK_QUOTE and bare_name(text) and not ends_sentence(text)
    if not (named and after and after.role is Role.PULL_QUOTE):
        return block
    return _made(block, repeats=bool(after.repeats))


@value
class _Setting:
    """How a block stands: set apart, in a box of its own, led in by a colon, before the text."""

    index: int
    apart: bool = False
    box: bool = False
    led: bool = False
    early: bool = False
    cuts: bool = False  # a sentence that goes on below it


def _setting(blocks: Sequence[Block], index: int, apart: set[int], *, first: int) -> _Setting:
    after = next((b for b in blocks[index + 1 : index + 3] if b.role is not Role.RULE), None)
    before = next((b for b in reversed(blocks[max(0, index - 2) : index]) if b.text.strip()), None)
    ends = before.text.rstrip()[-1:] if before else ""
    torn = after is not None and after.text[:1].islower()  # a page ends in the sentence
    led = ends == ":" or (ends == "," and not torn)
    return _Setting(
        index=index,
        apart=index in apart,
        box=_is_boxed(blocks[index]),
        led=led and index not in apart,
        early=index < first,
        cuts=_cuts(blocks, index),
    )


def _cuts(blocks: Sequence[Block], index: int) -> bool:
    """Whether a whole sentence in other type stands inside one that only a page could part."""
    block, near = blocks[index], blocks[max(0, index - 1) : index + 2]
    displayed = block.role is Role.BLOCK_QUOTE and wholly(block)  # a caption is a plain line
    if len(near) <= _PAIR or not (displayed and block.text[:1].isupper()):
        return False
    last = words(near[0].text)[-1:]
    parted = {near[0].role, near[2].role} == {Role.PARAGRAPH} and near[2].text[:1].islower()
    return parted and bool(last) and last[0] in _DANGLING and ends_sentence(block.text)


def _is_boxed(block: Block) -> bool:
    return any(mark.kind == "box" for mark in block.marks)


def _body(blocks: Sequence[Block], apart: Container[int] | None = None) -> Body:
    """What the text says; given what stands `apart`, with the quotations in the text, too."""
    body = Body()
    for index, block in enumerate(blocks):
        quotes = apart is not None and block.role is Role.BLOCK_QUOTE and index not in apart
        plain = block.role in _TEXT and not (_is_styled(block) or _is_boxed(block))
        if quotes or plain:
            body.add(index, words(block.text))
    return body


def _between_rules(blocks: Sequence[Block]) -> Iterator[int]:
    rules = [index for index, block in enumerate(blocks) if block.role is Role.RULE]
    for left, right in pairwise(rules):
        inside = range(left + 1, right)
        if 0 < len(inside) <= _PAIR:
            yield from inside


def _candidate(block: Block, apart: bool) -> bool:  # noqa: FBT001
    if block.role in {Role.PULL_QUOTE, Role.BLOCK_QUOTE, Role.VERSE}:
        return True
    if block.role is Role.HEADING:
        sentence = block.text.rstrip()[-1:] in ".!…" or sources.is_quoted(block)
        return sentence and len(words(block.text)) >= _HEADING
    return block.role is Role.PARAGRAPH and (apart or _is_styled(block) or _is_boxed(block))


def _is_styled(block: Block) -> bool:
    text = block.text
    return (
        wholly(block)
        or sources.is_quoted(block)
        or (text.isupper() and len(text.split()) >= _SHOUT)
    )


def _judged(block: Block, body: Body, setting: _Setting) -> Block:
    named = block.role is Role.PULL_QUOTE or setting.cuts
    quote = sources.said(block.text)
    length = len(words(quote))
    if not named and _is_other(block, setting, length):
        return block
    styled = block.role is Role.PARAGRAPH and _is_styled(block)
    shown = block.role in {Role.PARAGRAPH, Role.PULL_QUOTE} and _is_styled(block)
    says = body.echoes if setting.apart and shown else body.says
    repeats = _SHORTEST <= length <= _LONGEST and (
        body.says(quote, setting.index) or says(quote, setting.index)
    )
    if repeats and (block.role is not Role.PARAGRAPH or styled or setting.apart or setting.box):
        return _made(block, repeats=True)
    displayed = setting.apart and styled and length <= _LONGEST and ends_sentence(quote)
    return _made(block, repeats=False) if named or displayed else block


def _is_other(block: Block, setting: _Setting, length: int) -> bool:
    """Whether a block is a quotation, an epigraph, verse or a line in italics, whatever it says."""
    if setting.led and not setting.box:
        return True  # "He wrote:" leads in a quotation, even one that the text takes up again
    if block.role is Role.VERSE and not setting.apart:
        return True  # a refrain repeats by nature
    if setting.early and sources.attribution_of(block.text) and not setting.apart:
        return True  # an epigraph
    bare = block.role is Role.PARAGRAPH and not (setting.apart or setting.box)
    return bare and length < (_SHORTEST if ends_sentence(block.text) else _PHRASE)


def _made(block: Block, *, repeats: bool) -> Block:
    runs = tuple(
        replace(run, text=run.text.replace("\n", " ").replace("\u2028", " ")) for run in block.runs
    )
    marks = tuple(mark for mark in block.marks if mark.kind != "box")
    return replace(
        block, role=Role.PULL_QUOTE, runs=runs, marks=marks, repeats=repeats, level=0, speaker=""
    )

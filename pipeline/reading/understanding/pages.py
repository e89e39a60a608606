"""Paragraphs cut by a page in, whole ones out; and the first letter that a drop cap lost.

Promise: two blocks become one only where a sentence plainly runs on; a letter is put back only
with evidence from the text itself or from the language.
"""

import re
from collections.abc import Sequence
from string import ascii_lowercase

from pipeline.model import Article, Block, Repair, Role, Skip
from pipeline.patterns import pattern
from pipeline.reading.bylines import byline
from pipeline.reading.drafts import extended
from pipeline.reading.splicing import Cut, Ruler, joined, spliced
from pipeline.reading.understanding.repair import LINE_END, keeps_hyphen
from pipeline.reading.wording import (
    LITTLE_WORDS,
    Vocabulary,
    ends_sentence,
    wholly,
    words,
)
from pipeline.values import replace

_BETWEEN = frozenset(
    {Role.RULE, Role.PULL_QUOTE, Role.CAPTION, Role.CREDIT, Role.FOOTNOTE, Role.TABLE}
)
_RUNNING = frozenset(
    {Role.PARAGRAPH, Role.TURN, Role.STANDFIRST, Role.CREDIT, Role.BIO, Role.BLOCK_QUOTE}
)
_POINTS = frozenset(";,.:!?)”’»")
_FAR = 12  # blocks that stand between the halves of a paragraph, at most
_FEW = 5  # words; a shorter line that does not end as a sentence is no cut paragraph
_GREETING = pattern(
    r"(?:dear|my|ladies|friends|comrades|good|hello|sehr|liebe|cher|chère|mesdames|estimad|querid|señor|gentil"
    r"|car[oi])\w*\b.{0,80}\Z",
    re.IGNORECASE,
)
_HELLO = 9  # words of a salutation, at most
_SHOWN = 5  # words shown on each side of a mended cut
_CUT_HYPHEN = pattern(r"(?<![^\W\d_])([^\W\d_]+)[-‐]\s*$")
_FIRST = pattern(r"[^\W\d_]+")
_AFTER_I_TEXT = (
    "am was have had think thought want wanted believe remember know knew first grew came "
    "went met saw would will could can should must do did don't didn't didn’t don’t like love "
    "feel felt hope live lived work worked write wrote spent began started learned never "
    "always once"
)
AFTER_I = frozenset(_AFTER_I_TEXT.split())
_STARTERS_TEXT = (
    "the when in it as at on if this that there they we what for from after once last one "
    "many most some by no not until while with today every each my his her our an and but "
    "so to you she he how why where who since during between before all nearly almost few "
    "let let's imagine consider think thank good dear ladies friends comrades people nobody "
    "nothing somewhere something sometimes everybody everyone everything whenever whether "
    "because despite perhaps these those here such two three four five ten first only ever "
    "never twice years long anyone anybody under over across beneath behind beyond though "
    "although without within "
)
_STARTERS = frozenset(_STARTERS_TEXT.split())


def whole(article: Article, *, apart: bool = True) -> Article:
    """Join paragraphs that a page break cut, also round what stands in between.

    Not `apart`: only fragments that begin with punctuation, right behind their sentence; that
    much is certain before roles are known.
    """
    known = Vocabulary(block.text for block in article.blocks)
    chains: list[list[tuple[Block, str]]] = []  # pieces, each with what glues it to the one before
    repairs, skipped = list[Repair](), list[Skip]()
    for block in article.blocks:
        chain = _open_chain(chains, block, apart=apart)
        if chain is None:
            chains.append([(block, "")])
            continue
        first, before = chain[-1]
        one, glue, skips = _glued(first, block, known)
        chain[-1] = (one, before)
        chain.append((block, glue))
        skipped.extend(skips)
        repairs.append(_repair(first, one, glue, block))
    return extended(article, (joined(chain) for chain in chains), repairs, skipped)


def _repair(first: Block, one: Block, glue: str, second: Block) -> Repair:
    tail, head = " ".join(first.text.split()[-_SHOWN:]), " ".join(second.text.split()[:_SHOWN])
    after = " ".join(one.text.split()[-_SHOWN:]) + glue + head
    return Repair(kind="page break", before=f"{tail}\n\n{head}", after=after, at=second.start)


def _glued(first: Block, second: Block, known: Vocabulary) -> tuple[Block, str, tuple[Skip, ...]]:
    cut = _CUT_HYPHEN.search(first.text)
    begin = _FIRST.match(second.text)
    if cut and begin:
        if keeps_hyphen(cut[1], begin[0], known):
            return first, "", ()
        at = cut.end(1)
        told, skips = spliced(first, [Cut(start=at, end=len(first.text), reason=LINE_END)])
        return told, "", skips
    return first, "" if second.text[:1] in _POINTS else " ", ()


def _open_chain(
    chains: Sequence[list[tuple[Block, str]]], block: Block, *, apart: bool
) -> list[tuple[Block, str]] | None:
    """The chain of pieces that `block` goes on, or None."""
    if block.role not in _RUNNING or block.skip:
        return None
    boxed = _is_boxed(block)
    for chain in reversed(chains[-_FAR:]):
        earlier = chain[-1][0]
        if earlier.role is block.role and _is_boxed(earlier) is boxed and not earlier.skip:
            certain = apart or block.text.lstrip()[:1] in _POINTS
            alike = earlier.speaker == block.speaker
            return chain if certain and alike and _runs_on(earlier, block) else None
        if not apart or not (earlier.role in _BETWEEN or _is_boxed(earlier) or earlier.skip):
            return None
    return None


def _is_boxed(block: Block) -> bool:
    return any(mark.kind == "box" for mark in block.marks)


def _runs_on(first: Block, second: Block) -> bool:
    head, tail = second.text.lstrip(), first.text.rstrip()
    if (
        not head
        or not tail
        or ends_sentence(tail)
        or byline(head)
        or wholly(first) != wholly(second)
    ):
        return False
    if head[0] in _POINTS:
        return True
    if tail[-1] == "," and len(tail.split()) <= _HELLO and _GREETING.match(tail):
        return False
    if len(tail.split()) < _FEW:
        return False
    last = words(tail)[-1:] or [""]
    dangling = tail[-1] in ",–—-‐(" or last[0] in LITTLE_WORDS
    return head[0].islower() or (dangling and head[0].isalnum() and first.role is Role.PARAGRAPH)


_TORN = pattern(r"[“\"‘'«„]?(?P<cap>[^\W\d_a-zß-ÿ])(?P<gap>\s+)(?P<rest>[^\W\d_A-ZÀ-Þ][^\W\d_]*)")
_WORDS_ALONE = frozenset({"A", "I", "O", "Y", "E", "À", "Ó", "U"})  # letters that are words


def untorn(article: Article) -> Article:
    """Join a drop cap with the rest of its word, torn off by a blank or set as its own block."""
    blocks: list[Block] = []
    repairs = list[Repair]()
    known = Vocabulary(block.text for block in article.blocks)
    for block in article.blocks:
        before = blocks[-1] if blocks else None
        alone = before is not None and before.role in _CAPS and len(before.text.strip()) == 1
        if (
            alone
            and before
            and before.text.isupper()
            and block.role is Role.PARAGRAPH
            and (block.text[:1].islower() or _goes_on_in_capitals(before, block))
        ):
            blocks[-1] = joined([(replace(before, role=Role.PARAGRAPH), ""), (block, "")])
            after = " ".join(blocks[-1].text.split()[:_SHOWN])
            repairs.append(_torn(f"{before.text} {block.text}", after, before.start))
            continue
        found = _TORN.match(block.text) if block.role in _RUNNING else None
        if found and _is_torn(found, known):
            told, _ = spliced(
                block, [Cut(start=found.start("gap"), end=found.end("gap"), reason="")]
            )
            repairs.append(_torn(block.text, " ".join(told.text.split()[:_SHOWN]), block.start))
            block = told  # noqa: PLW2901  the same block, mended
        blocks.append(block)
    return extended(article, blocks, repairs)


def _torn(before: str, after: str, at: int) -> Repair:
    shown = " ".join(before.split()[: _SHOWN + 1])
    return Repair(kind="torn first letter", before=shown, after=after, at=at)


def _is_torn(found: re.Match[str], known: Vocabulary) -> bool:
    """Whether a capital and what follows are one word: the rest alone is none, or less of one."""
    cap, rest = found["cap"], found["rest"].casefold()
    whole = cap.casefold() + rest
    joined_seen = known.single[whole] + 3 * (whole in _STARTERS)
    apart_seen = (
        known.single[rest] - 1 + 3 * (rest in _STARTERS or rest in LITTLE_WORDS or rest in AFTER_I)
    )
    if cap not in _WORDS_ALONE:
        return len(rest) > 1 or joined_seen > 0 or rest not in LITTLE_WORDS
    return joined_seen > apart_seen or (len(rest) == 1 and whole in _STARTERS)


CAPITALS = "set in capitals behind a large first letter"
_OPENERS = frozenset({Role.PARAGRAPH, Role.TURN})
_CAPS = frozenset({Role.PARAGRAPH, Role.CAPTION, Role.HEADING})


def capped(article: Article) -> Article:
    """Put back the first letter that a drop cap lost, also before words set in capitals."""
    index = next((i for i, b in enumerate(article.blocks) if b.role in _OPENERS), None)
    text = article.blocks[index].text if index is not None else ""
    if index is None or not (text[:1].islower() or _is_set_in_capitals(text)):
        return article
    block = article.blocks[index]
    listed = words(text)
    known = Vocabulary(
        [b.text for i, b in enumerate(article.blocks) if i != index] + [" ".join(listed[1:])]
    )
    put = _lost(listed, known)
    if not put:
        return article
    first = _FIRST.match(text)
    end = first.end() if first and first[0].isupper() else 0
    mended = put + text[:end].lower()
    told, skips = spliced(block, [Cut(start=0, end=end, reason=CAPITALS, put=mended)])
    shown = " ".join(text.split()[:_SHOWN])
    after = mended + shown[end:]
    repair = Repair(kind="lost first letter", before=shown, after=after, at=Ruler(block)(0))
    blocks = [*article.blocks]
    blocks[index] = replace(told, start=block.start)
    return extended(article, blocks, [repair], skips)


def _goes_on_in_capitals(before: Block, block: Block) -> bool:
    return before.role is not Role.HEADING and _is_set_in_capitals(block.text)


def _is_set_in_capitals(text: str) -> bool:
    """Whether a text's first word alone, or its first few, are set in capitals."""
    first = _FIRST.match(text)
    return bool(first and len(first[0]) > 1 and first[0].isupper() and not text.isupper())


def _lost(listed: Sequence[str], known: Vocabulary) -> str:
    first = listed[0]
    follower = listed[1] if len(listed) > 1 else ""
    scores: dict[str, int] = {}
    english = known.single["the"] > 0
    if english:
        scores["I "] = 3 * known.pairs["i", first] + 2 * (first in AFTER_I)
        scores["A "] = 3 * known.pairs["a", first]
    for letter in ascii_lowercase:
        word = letter + first
        starts = english and word in _STARTERS
        seen = min(known.single[word], 1) + 2 * starts
        plain = known.single[first] + 2 * (first in _STARTERS)
        if seen and (not plain or known.pairs[word, follower] > known.pairs[first, follower]):
            scores[letter.upper()] = seen + 3 * known.pairs[word, follower]
    best = max(scores, key=lambda put: scores[put], default="")
    rivals = [put for put in scores if put != best and scores[put] == scores[best]]
    return best if best and scores[best] and not rivals else ""

"""Which blocks are said, where, and why the others are not."""

import re
from collections.abc import Mapping, Sequence

from pipeline.chaptering import leans
from pipeline.model import Article, Block, Role, Show
from pipeline.scripting.noting import noted
from pipeline.scripting.templates import Frame
from pipeline.values import value

DESCRIBED = "described in a sentence, and left to the notes"

_FRONT = {Role.TITLE, Role.SUBTITLE, Role.BYLINE, Role.STANDFIRST}
_OPENER_WORDS = 45  # a pull-quote up to this length can open an episode
_STEPS = 3  # a pull-quote moves past so many paragraphs at most


@value
class Order:
    """Indices into Article.blocks by their place in the episode; `silent` has the reasons."""

    first: tuple[int, ...]  # before the opening
    front: tuple[int, ...]
    body: tuple[int, ...]
    end: tuple[int, ...]
    bio: tuple[int, ...]
    silent: Mapping[int, str]


def ordered(article: Article, show: Show, frame: Frame) -> Order:
    """Sort an article's blocks by the show's policy."""
    opener = _opener(article.blocks, show)
    places: dict[str, list[int]] = {"first": [], "front": [], "body": [], "end": [], "bio": []}
    silent: dict[int, str] = {}
    for index, block in enumerate(article.blocks):
        reason = _reason(block, show, frame, opener=index == opener)
        if reason:
            silent[index] = reason
        if not reason or reason == DESCRIBED:
            places[_place(index, block, show, frame, opener)].append(index)
    body = _settled(article.blocks, noted(article, places["body"]))
    return Order(
        first=tuple(places["first"]),
        front=tuple(places["front"]),
        body=tuple(body),
        end=tuple(places["end"]),
        bio=tuple(places["bio"]),
        silent=silent,
    )


def _reason(block: Block, show: Show, frame: Frame, *, opener: bool) -> str:
    """Why a block is not said; empty when it is."""
    if block.skip:
        return block.skip
    if not any(char.isalnum() for char in block.text):
        return "no word in it"
    if block.forced:
        return ""
    policy = show.policy.get(block.role.value, "place")
    if block.role is Role.PULL_QUOTE:
        dropped = policy in {"skip", "open"} and block.repeats and not opener
        return "the body says it; the show leaves pull-quotes to the page" if dropped else ""
    return _silenced(block, policy, frame)


def _silenced(block: Block, policy: str, frame: Frame) -> str:
    if policy == "describe":
        return DESCRIBED
    if policy == "skip":
        return f"show.toml skips each {block.role.value.replace('_', ' ')}"
    if policy == "once" and block.role is not Role.BIO and _covers(frame.text, block.text):
        return "the opening or closing says it"
    return ""


def _place(index: int, block: Block, show: Show, frame: Frame, opener: int | None) -> str:
    policy = show.policy.get(block.role.value, "place")
    if index == opener:
        return "first"
    if block.role is Role.BIO and policy == "once" and frame.has_bio:
        return "bio"
    if policy == "end" or block.role is Role.BIO:
        return "end"
    return "front" if block.role in _FRONT else "body"


def _covers(said: str, text: str) -> bool:
    return set(_folded(text)) <= set(_folded(said))


def _folded(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _opener(blocks: Sequence[Block], show: Show) -> int | None:
    """With the policy "open": the longest pull-quote that is still short enough."""
    if show.policy.get("pull_quote") != "open":
        return None
    lengths = {
        index: len(block.text.split())
        for index, block in enumerate(blocks)
        if block.role is Role.PULL_QUOTE and not block.skip
    }
    short = {index: words for index, words in lengths.items() if words <= _OPENER_WORDS}
    return max(short, key=lambda index: (short[index], -index), default=None)


def _settled(blocks: Sequence[Block], body: Sequence[int]) -> list[int]:
    """The body with each pull-quote where it parts nothing that belongs together.

    A quote never stands between a paragraph and one that points back to it ("This …"): it moves
    up, to a paragraph that starts afresh, or else down behind what points back.
    """
    order = list(body)
    for index in body:
        if blocks[index].role is Role.PULL_QUOTE:
            at = order.index(index)
            order.pop(at)
            order.insert(_gap(blocks, order, at), index)
    return order


def _gap(blocks: Sequence[Block], order: Sequence[int], at: int) -> int:
    above = range(at, max(at - _STEPS, 0), -1)
    below = range(at + 1, min(at + _STEPS, len(order)) + 1)
    return next((gap for gap in (*above, *below) if _open(blocks, order, gap)), at)


def _open(blocks: Sequence[Block], order: Sequence[int], gap: int) -> bool:
    """Whether something may stand before the block at `gap` in the order."""
    if gap >= len(order):
        return True
    following, before = blocks[order[gap]], blocks[order[gap - 1]] if gap else None
    parts_list = following.role is Role.LIST_ITEM and before and before.role is Role.LIST_ITEM
    after_heading = before is not None and before.role is Role.HEADING
    ends = before is None or before.text.rstrip()[-1:] not in {":", ","}
    return ends and not (leans(following.text) or parts_list or after_heading)

"""Blocks of an article in; an interview's turns, with who speaks in each, out.

Promise: a label is a speaker's only when labels come back and belong to people; a bold run-in
("**Method.** …") stays text. Initials and single names are told by their full name.
"""

import re
from collections.abc import Sequence

from pipeline.model import Article, Block, Role, Skip
from pipeline.patterns import pattern
from pipeline.reading.drafts import extended
from pipeline.reading.splicing import Cut, spliced
from pipeline.reading.understanding.speakers import ALONE, FLOOR, NAME, PEOPLE, Label, speakers
from pipeline.reading.wording import ends_sentence, wholly, words
from pipeline.values import replace

LABEL = "a speaker's name, told by the voice"

_LABELLED = pattern(
    rf"[\[(]?(?P<name>{NAME}|{FLOOR})[\])]?(?:\s*[(\[][^()\[\]]{{1,40}}[)\]])?"
    r"(?:,\s[A-Z][A-Z .&'’-]{1,40}(?=\s?:))?\s?"  # "LEE, HOST:"
    r"(?P<sign>:|[—–|](?=\s)|(?<=\.)(?=\s)|\.(?=\s))\s*"
)
_PART = pattern(r"(?P<name>[QAPRDF])\.\s+(?=\S)")  # "R. Yes." is nobody called R. Yes
_ASKING = frozenset(
    {"q", "question", "interviewer", "moderator", "host", "chair", "frage", "p", "d", "f"}
)
_ANSWERING = frozenset({"a", "answer", "interviewee", "guest", "antwort", "r"})
_DIRECTION = pattern(r"[(\[][^a-z()\[\]]{3,80}[)\]]")  # "(SOUND OF A DOOR)"
_WITH = pattern(rf"\b(?i:with|interview:)\s+(?P<name>{PEOPLE.pattern})")
_INTERVIEW = pattern(r"\b(?:interview(?:ed)?|entretien|entrevista|intervista)\b", re.IGNORECASE)
_FRONT = frozenset({Role.STANDFIRST, Role.SUBTITLE, Role.BYLINE})
_LONGEST = 120  # characters in which a label ends
_LISTS = frozenset(
    {"present", "participants", "panel", "panellists", "panelists", "speakers", "guests"}
)
_CAST = 10  # words of a line that tells somebody's part, at most
_NAMES = 4  # words of a name with a line of its own, at most
_TURNS = 3  # turns that make an interview, at least
_SPOKEN = frozenset({Role.PARAGRAPH, Role.LIST_ITEM, Role.TURN})
_BREAKS = frozenset(
    {Role.HEADING, Role.RULE, Role.BIO, Role.DISCLAIMER, Role.CREDIT, Role.FOOTNOTE}
)
_MOSTLY = 0.6  # of the paragraphs in another type are questions
_CLOSING = "”\"’' )]"
_FULL = 2  # words of a full name, at least


def labelled(article: Article) -> Article:
    """Find the turns that begin with a label; the label leaves the text."""
    blocks = list(article.blocks)
    found = {i: label for i in range(len(blocks)) if (label := _label(blocks, i))}
    known = speakers(article, found)
    turns = [index for index, label in found.items() if label.name in known]
    if len(turns) < _TURNS or len({known[found[index].name] for index in turns}) < _FULL:
        return article
    skipped, gone = list[Skip](), set[int]()
    for index in turns:
        label = found[index]
        told, skips = spliced(blocks[index], [Cut(start=0, end=label.end, reason=LABEL)])
        at = index if told.text.strip() else index + 1
        if at in found and at != index:
            continue  # a name, and then another: nobody spoke
        turn = told if at == index else blocks[at]
        blocks[at] = replace(turn, role=Role.TURN, speaker=known[label.name])
        skipped.extend(skips)
        gone.update({index} - {at})
    kept = (block for index, block in enumerate(blocks) if index not in gone)
    return extended(article, kept, (), skipped)


def asked(article: Article) -> Article:
    """Find an interview whose questions are told from its answers by their type alone."""
    blocks = article.blocks
    for kind in ("strong", "emphasis"):
        told = [
            index
            for index, block in enumerate(blocks[:-1])
            if block.role is Role.PARAGRAPH and wholly(block, (kind,)) and ends_sentence(block.text)
        ]
        questions = [index for index in told if blocks[index].text.rstrip(_CLOSING).endswith("?")]
        answered = [i for i in questions if _is_plain(blocks[i + 1])]
        if len(answered) >= _TURNS and len(questions) >= len(told) * _MOSTLY:
            turns = {
                index for index in told if index >= questions[0] and _is_plain(blocks[index + 1])
            }
            marked = (replace(b, role=Role.TURN) if i in turns else b for i, b in enumerate(blocks))
            return replace(article, blocks=tuple(marked))
    return article


def _is_plain(block: Block) -> bool:
    return block.role in {Role.PARAGRAPH, Role.LIST_ITEM} and not wholly(block)


def _pair(article: Article) -> tuple[str, str]:
    """Who asks and who answers, as the lines before the talk tell; empty where they do not.

    After a talk whoever gave it answers; an interview says what it is, however long its beginning.
    """
    asks, title = next(iter(article.metadata.authors), ""), article.metadata.title
    named = (title, *(b.text for b in article.blocks if b.role in _FRONT))
    if article.asked_after and not (_WITH.search(title) or any(map(_INTERVIEW.search, named))):
        return "", asks
    fronts = [b.text for b in article.blocks if b.role in {Role.STANDFIRST, Role.SUBTITLE}]
    titles = (found["name"] for found in _WITH.finditer(title))
    told = (found[0] for text in fronts for found in PEOPLE.finditer(text))
    people = [*titles, *(re.sub(r"['’]s?$", "", name) for name in told)]
    others = (name for name in people if not (asks and _alike(name, asks)))
    return asks, next(others, "")


def _told_by_part(article: Article) -> Article:
    """The turns of whoever asks and answers ("Q", "the chair") by name, where one is known."""
    asks, answers = _pair(article)
    named = dict.fromkeys(b.speaker for b in article.blocks if b.role is Role.TURN and b.speaker)
    parts = {_part(name): name for name in reversed(named)}
    if any(asks and _alike(asks, name) for name in named) or len(article.metadata.authors) > 1:
        asks = ""
    if answers in named:
        answers = ""
    known = {parts.get("asks", ""): asks, parts.get("answers", ""): answers}
    return replace(
        article,
        blocks=tuple(
            replace(b, speaker=known[b.speaker]) if known.get(b.speaker) and b.speaker else b
            for b in article.blocks
        ),
    )


def _part(name: str) -> str:
    """What somebody does who is called by their part in a talk; empty for a name."""
    listed = [word for word in words(name) if word not in {"the", "our"}]
    if len(listed) != 1:
        return ""
    return "asks" if listed[0] in _ASKING else "answers" if listed[0] in _ANSWERING else ""


def _alike(one: str, other: str) -> bool:
    return not set(words(one)).isdisjoint(words(other))


def continued(article: Article) -> Article:
    """Give paragraphs without a label to whoever spoke last, up to a rule or a heading."""
    article = _told_by_part(article)
    speaker, talking = "", False
    asks, answers = _pair(article)
    last = max((i for i, b in enumerate(article.blocks) if b.role is Role.TURN), default=-1)
    blocks: list[Block] = []
    for index, block in enumerate(article.blocks):
        if block.role is Role.TURN:
            unnamed = not block.speaker
            talking, speaker = True, answers if unnamed else block.speaker
            blocks.append(replace(block, speaker=asks) if unnamed else block)
            continue
        if block.role in _BREAKS and not _round_a_quote(article.blocks, index):
            talking, speaker = False, ""
        held = talking and not any(mark.kind == "box" for mark in block.marks)
        if held and block.role is Role.PARAGRAPH and not _DIRECTION.fullmatch(block.text.strip()):
            blocks.append(replace(block, role=Role.TURN, speaker=speaker))
        elif held and block.role in {Role.LIST_ITEM, Role.VERSE} and index < last:
            blocks.append(replace(block, speaker=speaker))
        else:
            blocks.append(block)
    return replace(article, blocks=tuple(blocks))


def _round_a_quote(blocks: Sequence[Block], index: int) -> bool:
    """Whether a rule only sets a pull-quote apart."""
    near = blocks[max(0, index - 1) : index + 2]
    quoted = any(block.role is Role.PULL_QUOTE for block in near)
    return blocks[index].role is Role.RULE and quoted


def _label(blocks: Sequence[Block], index: int) -> Label | None:
    block = blocks[index]
    after = blocks[index + 1] if index + 1 < len(blocks) else None
    followed = after is not None and after.role in _SPOKEN and not wholly(after)
    if index and followed and (alone := _alone(block)):
        return alone
    if block.role not in _SPOKEN:
        return None
    label = _before_words(block)
    if label and _casts(block.text[label.end :], label):
        return None
    return label if label and (label.end < len(block.text) or followed) else None


def _casts(rest: str, label: Label) -> bool:
    """Whether a line only tells who is the host, the guest …: "Guest: Ann Lee, a diver"."""
    if words(label.name)[-1:] and words(label.name)[-1] in _LISTS:
        return True
    named = PEOPLE.match(rest)
    return bool(
        _part(label.name) and named and len(rest.split()) <= _CAST and not ends_sentence(rest)
    )


def _alone(block: Block) -> Label | None:
    """A name with a line of its own, in capitals, in bold or as a heading, over what is said."""
    text = block.text.strip().rstrip(":")
    dressed = block.role is Role.HEADING or text.isupper() or wholly(block, ("strong",))
    if block.role not in {Role.HEADING, Role.PARAGRAPH} or not dressed or block.level == 1:
        return None
    if len(text.split()) > _NAMES or not re.fullmatch(NAME, text):
        return None
    return Label(name=text, end=len(block.text), marked=wholly(block), sign=ALONE)


def _before_words(block: Block) -> Label | None:
    found = _LABELLED.match(block.text[:_LONGEST])
    if wholly(block, ("strong",)) and not ends_sentence(block.text):
        return None  # a heading in bold
    if not found:
        return _bold_name(block)
    name = found["name"].strip()
    name = name.rstrip(".") if len(name) == len("Q.") else name
    marked = any(
        mark.start == 0
        and mark.kind in {"strong", "emphasis"}
        and mark.end >= found.end("name")
        and mark.end <= found.end() + 1
        for mark in block.marks
    )
    sign = found["sign"] or "."
    if sign == "." and (part := _PART.match(block.text)):
        return Label(name=part["name"], end=part.end(), marked=marked, sign=sign)
    if sign == "." and not (marked or name.isupper()):
        return _bold_name(block)
    return Label(name=name, end=found.end(), marked=marked, sign=sign)


def _bold_name(block: Block) -> Label | None:
    """A bold name without a sign behind it."""
    mark = next((m for m in block.marks if m.start == 0 and m.kind == "strong"), None)
    if mark is None or mark.end > _LONGEST:
        return None
    name, rest = block.text[: mark.end].strip(), block.text[mark.end :]
    words_left = rest.lstrip()
    fresh = rest[:1].isspace() and bool(words_left) and not words_left[0].islower()
    if not fresh or not re.fullmatch(NAME, name):
        return None
    return Label(name=name, end=len(block.text) - len(words_left), marked=True, sign="")

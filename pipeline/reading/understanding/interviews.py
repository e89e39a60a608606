"""Blocks of an article in; an interview's turns, with who speaks in each, out.

Promise: a label is a speaker's only when labels come back and belong to people; a bold run-in
("**Method.** …") stays text. Initials and single names are told by their full name.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.model import Article, Block, Role, Skip, value
from pipeline.reading.drafts import extended
from pipeline.reading.splicing import Cut, spliced
from pipeline.reading.wording import ends_sentence, wholly, words

LABEL = "a speaker's name, told by the voice"

_CAPITAL = r"[^\W\d_a-zà-öø-ÿ]"
_LINK = r"(?:de|da|di|del|della|van|von|der|den|le|la|el|al|bin|ibn|of)"
_PART = rf"(?:{_CAPITAL}[\w’'-]*\.?|{_LINK}(?=\s))"
_NAME = rf"{_CAPITAL}[\w’'-]*\.?(?:[ -]?{_PART}|\s{_PART}){{0,4}}(?:\s\d{{1,2}})?"
_LABELLED = re.compile(
    rf"[\[(]?(?P<name>{_NAME})[\])]?(?:\s*[(\[][^()\[\]]{{1,40}}[)\]])?\s?"
    r"(?P<sign>:|[—–](?=\s)|(?<=\.)(?=\s)|\.(?=\s))\s*"
)
_PEOPLE = re.compile(rf"{_CAPITAL}[\w’'-]+(?:\s(?:{_CAPITAL}\.|{_LINK}|{_CAPITAL}[\w’'-]+)){{1,3}}")
_INITIALS = re.compile(rf"{_CAPITAL}{{2,4}}|{_CAPITAL}\.?(?:[ -]?{_CAPITAL}\.?){{1,3}}")
_PARTS_TEXT = (
    "q a question answer interviewer interviewee moderator host guest audience speaker "
    "narrator chair frage antwort réponse pregunta respuesta voice man woman "
)
_PARTS = frozenset(_PARTS_TEXT.split())
_RUN_INS_TEXT = (
    "note notes update warning price verdict pros cons summary method methods results "
    "background conclusion step tip example ingredients date time place location where when "
    "who what why how cost rating director cast runtime available publisher author photo "
    "credit source sources image caption figure table abstract keywords introduction "
    "discussion references correction disclaimer answer-key tags topics related read see also "
    "by from "
)
_RUN_INS = frozenset(_RUN_INS_TEXT.split())
_LONGEST = 120  # characters in which a label ends
_TURNS = 3  # turns that make an interview, at least
_SPOKEN = frozenset({Role.PARAGRAPH, Role.LIST_ITEM, Role.TURN})
_BREAKS = frozenset(
    {Role.HEADING, Role.RULE, Role.BIO, Role.DISCLAIMER, Role.CREDIT, Role.FOOTNOTE}
)
_FRONT = 6  # blocks in which a text names who speaks
_MOSTLY = 0.6  # of the paragraphs in another type are questions
_CLOSING = "”\"’' )]"
_FULL = 2  # words of a full name, at least


@value
class Label:
    """What stands before a block's words as a speaker's label would: its end and its form."""

    name: str
    end: int
    marked: bool
    sign: str


def labelled(article: Article) -> Article:
    """Find the turns that begin with a label; the label leaves the text."""
    found = {index: label for index, block in enumerate(article.blocks) if (label := _label(block))}
    speakers = _speakers(article, list(found.values()))
    turns = [index for index, label in found.items() if label.name in speakers]
    if len(turns) < _TURNS or len({speakers[found[index].name] for index in turns}) < _FULL:
        return article
    blocks, skipped = list(article.blocks), list[Skip]()
    for index in turns:
        label = found[index]
        cut = Cut(start=0, end=label.end, reason=LABEL)
        told, skips = spliced(blocks[index], [cut])
        if told.text.strip():
            blocks[index] = replace(told, role=Role.TURN, speaker=speakers[label.name])
            skipped.extend(skips)
    return extended(article, blocks, (), skipped)


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
    """Who asks and who answers, where only the type tells questions from answers."""
    asks = next(iter(article.metadata.authors), "")
    fronts = [b.text for b in article.blocks if b.role in {Role.STANDFIRST, Role.SUBTITLE}]
    people = (found[0] for text in fronts for found in _PEOPLE.finditer(text))
    others = (name for name in people if asks and not _alike(name, asks))
    return asks, next(others, "")


def _alike(one: str, other: str) -> bool:
    return not set(words(one)).isdisjoint(words(other))


def continued(article: Article) -> Article:
    """Give paragraphs without a label to whoever spoke last, up to a rule or a heading."""
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
        if held and block.role is Role.PARAGRAPH:
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


def _label(block: Block) -> Label | None:
    if block.role not in _SPOKEN:
        return None
    found = _LABELLED.match(block.text[:_LONGEST])
    if wholly(block, ("strong",)) and not ends_sentence(block.text):
        return None  # a heading in bold
    if not found:
        return _bold_name(block)
    name = found["name"].strip()
    marked = any(
        mark.start == 0
        and mark.kind in {"strong", "emphasis"}
        and mark.end >= found.end("name")
        and mark.end <= found.end() + 1
        for mark in block.marks
    )
    sign = found["sign"] or "."
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
    if not fresh or not re.fullmatch(_NAME, name):
        return None
    return Label(name=name, end=len(block.text) - len(words_left), marked=True, sign="")


def _speakers(article: Article, labels: Sequence[Label]) -> Mapping[str, str]:
    """The labels that are speakers', and the full names behind them."""
    counts = Counter(label.name for label in labels)
    plain = {label.name for label in labels if label.sign == ":"}
    full = [name for name in counts if _is_full(name)]
    people = [*full, *article.metadata.authors, *_named(article)]
    told: dict[str, str] = {}
    for name, count in counts.items():
        known = _resolved(name, people)
        if known and (count > 1 or known != name or _answers(name, counts)):
            told[name] = known
        elif (_is_part(name) and (count > 1 or len(counts) > 1)) or (
            not known and count > 1 and name in plain and _is_name(article, name)
        ):
            told[name] = name
    return {name: _cased(whole) for name, whole in told.items()}


def _answers(name: str, counts: Mapping[str, int]) -> bool:
    """Whether another label is short for this full name."""
    return any(other != name and _resolved(other, [name]) for other in counts)


def _resolved(name: str, people: Sequence[str]) -> str:
    """The full name that a label is, or is short for; empty when nobody has it."""
    letters = [c.casefold() for c in name if c.isalpha()]
    bare = name.casefold().strip(".")
    for person in people:
        parts = [part for part in re.split(r"[\s]+", person) if part]
        if name == person or name.casefold() == person.casefold():
            return person
        if len(parts) < _FULL:
            continue
        initials = [part[0].casefold() for part in parts if part[0].isupper()]
        hyphened = [
            p[0].casefold() for part in parts for p in part.split("-") if p and p[0].isupper()
        ]
        if _is_initials(name) and letters in (initials, hyphened, [initials[0], initials[-1]]):
            return person
        if bare in {parts[-1].casefold(), parts[0].casefold()}:
            return person
    return ""


def _is_initials(name: str) -> bool:
    return bool(_INITIALS.fullmatch(name))


def _is_full(name: str) -> bool:
    parts = name.split()
    return len(parts) >= _FULL and not _is_initials(name) and parts[0].casefold() not in _RUN_INS


def _is_part(name: str) -> bool:
    listed = words(name)
    return bool(listed) and listed[0] in _PARTS and len(listed) <= _FULL


def _is_name(article: Article, name: str) -> bool:
    """Whether a single word is nobody's common noun: the text never has it in lower case."""
    listed = words(name)
    if len(listed) != 1 or listed[0] in _RUN_INS:
        return False
    return not re.search(rf"\b{re.escape(name.casefold())}\b", article.source)


def _named(article: Article) -> list[str]:
    """People named before the talk begins."""
    texts = [article.metadata.title, article.metadata.subtitle]
    texts += [block.text for block in article.blocks[:_FRONT] if not _label(block)]
    texts += [
        block.text for block in article.blocks if block.role in {Role.STANDFIRST, Role.BYLINE}
    ]
    return [found[0] for text in texts for found in _PEOPLE.finditer(text)]


def _cased(name: str) -> str:
    return (
        name.title()
        if name.isupper() and len(name.split()) > 1 and not _is_initials(name)
        else name
    )

"""An Article's last blocks in; disclaimer, credits and bio told apart out.

Promise: only blocks behind the last words of the text get these roles, and the text's own last
paragraph never does.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.model import Article, Block, Metadata, Role
from pipeline.patterns import pattern
from pipeline.reading import phrases
from pipeline.reading.beginnings import Beginnings
from pipeline.reading.bylines import bare_name
from pipeline.reading.drafts import extended
from pipeline.reading.splicing import source_skips
from pipeline.reading.understanding.speakers import PEOPLE, untitled
from pipeline.reading.wording import mostly, wholly, words
from pipeline.values import replace

BEHIND = "what the page says behind the lines about the author"
ABOUT = "a heading over the lines about the author"

_DISCLAIMER = pattern(
    r"\b(?:opinions?|views?)\b.{0,60}\b(?:expressed|stated|presented)\b|\bdisclaimer\b"
    r"|\b(?:opinions?|views?)\b.{0,60}\b(?:own|(?:are|is)\s+(?:those|that)\s+of\s+(?:the|their|its)|not\s+(?:necessarily\s+)?those)\b"
    r"|\b(?:is|are) the (?:opinions?|views?) of (?:the|its|their) (?:authors?|speakers?|writers?)\b"
    r"|\bneed not be (?:that|those) of\b"
    r"|\bdo(?:es)? not (?:necessarily )?(?:represent|reflect)\b"
    r"|\bnot (?:intended as|legal|medical) advice\b"
    r"|\Athis (?:interview|conversation|talk|text|transcript|lecture|article|essay|piece)\b"
    r".{0,40}?\b(?:has been|was|is) (?:\w+ly )?(?:condensed|edited|shortened|abridged|revised)\b"
    r"|\Athis is an? (?:edited|abridged|shortened|condensed|revised)"
    r" (?:transcript|version|extract|text)\b"
    rf"|\b(?:{phrases.forms('disclaimer')})|\A(?:{phrases.forms('correction')})\s?:",
    re.IGNORECASE | re.DOTALL,
)
_PICTURE = (
    r"(?:featured?|cover|header|lead|banner)?\s*(?:images?|photo(?:graph)?s?|pictures?|illustrations?|artwork"
    rf"|graphics?|cartoons?|video|audio|cover|{phrases.forms('picture')})"
)
_CREDIT = pattern(
    rf"[(\[]?(?:{_PICTURE}\s*(?:credits?|courtesy|source)?\s*(?::|by\b|courtesy\b|via\b|©"
    rf"|(?:{phrases.forms('by')})\s(?-i:[^\W\d_a-zß-ÿ]\w+\s[^\W\d_a-zß-ÿ]))|(?:\w+\s+)?credits?\s*[:,]"
    r"|(?:all\s+)?photos?\s+(?:by|courtesy)|courtesy\s+of|©|\(c\)|copyright\b)",
    re.IGNORECASE,
)
_BY = pattern(r"(?i:photos?|photographs?|images?|illustrations?) by\s[A-Z]")
_POINTERS = (
    r"this\s+\w+\s+(?:(?:first|originally)\s+(?:appeared|ran)|appears\s+in)",
    r"for\s+(?:more|further)\b",
    r"read\s+(?:more|also|next)",
    r"see\s+also",
    r"further\s+reading",
    r"(?:subscribe|sign\s+up|donate|support\s+(?:us|our)|follow\s+(?:us|@|\w+\s+on))",
    (
        r"this\s+\w+(?:\s+\w+){0,3}\s+(?:was|is|has\s+been)\s+(?:\w+\s+)?(?:published|appeared|adapted"
        r"|republished|reprinted|licensed|based|produced|translated|made\s+possible|supported|funded"
        r"|commissioned)"
    ),
    r"(?:originally|first)\s+(?:published|appeared)",
    r"(?:re)?(?:printed|published)\s+(?:with|by)\s+permission",
    r"reprinted\s+from",
    r"(?:\w+\s){0,2}editors?:",
    r"licen[cs]ed\s+under",
    r"sources?\s*:",
)
_POINTER = Beginnings((*_POINTERS, *phrases.listed("appeared")))
_ABOUT = Beginnings(
    (
        r"about\s+the\s+(?:authors?|writers?|speakers?|contributors?)",
        *(rf"{form}(?=\s*:?\s*$|\s*:\s)" for form in phrases.listed("about")),
    )
)
_IS = pattern(
    r"['’]s\s.{2,80}?\b(?:is|are|was|will\sbe)\s(?:published|out|available|released)\b"
    r"|['’]s\s(?:\w+\s){0,3}(?:piece|book|novel|essay|film|collection|article|play|album|story|poems?)\b"
    r"|\s*(?:\([^)]*\)\s*)?(?:,\s[^.,;]{3,60})?,?\s*(?:is|was|are|were|lives|teaches|writes|works|edits|studies|has|hosts|serves|runs|draws|makes|builds"
    rf"|reads|paints|translates|grew|wrote|reviews|farms|practises|practices|sings|plays|keeps|directs|leads|researches|reports|holds|an?|the|{phrases.forms('is')})\b"
)
_OWN = pattern(r"['’]s\s")  # "Ann Lee's first book is published by …"
_THEY = ("he", "she", "they", "his", "her", "their", "both")
_HE = Beginnings((*_THEY, *phrases.listed("he")), r"\b")
_TEXT = frozenset({Role.PARAGRAPH, Role.TURN})
_PASSED = frozenset(
    {Role.RULE, Role.FOOTNOTE, Role.CAPTION, Role.TABLE, Role.CREDIT, Role.BIO, Role.DISCLAIMER}
)
_BEHIND = 8  # blocks among which the author's lines stand
_SHORT = 40  # words of an announcement, at most
_BIOS = 8  # paragraphs about the authors, at most
_NAME = pattern(
    r"(?:[^\W\d_a-z][\w’'.-]*\s){1,3}[^\W\d_a-z][\w’'-]*(?:\s(?=[^\W\d_a-z])[^\W\d_a-z][\w’'-]*)?"
)
_AHEAD = 12  # words in which a bio names its author
_LABEL = 40  # characters in which a credit says that it is one
_LONGEST = 160  # words of one paragraph of a bio


def closed(article: Article) -> Article:
    """Give the tail's blocks their roles."""
    article = _without_announcements(article)
    tail = _Tail(list(article.blocks), article.metadata)
    tail.read()
    return replace(article, blocks=tuple(tail.blocks), metadata=tail.metadata)


def _without_announcements(article: Article) -> Article:
    """Leave out the few short lines that a page has behind the author's own."""
    blocks = article.blocks
    tail = _Tail(list(blocks), article.metadata)
    ends = range(len(blocks) - 1, max(len(blocks) - _BEHIND, len(blocks) // 2), -1)
    bio = next((i for i in ends if tail.is_bio(i)), len(blocks))
    gone = {
        index
        for index in range(bio + 1, len(blocks))
        if blocks[index].role is Role.PARAGRAPH
        and len(blocks[index].text.split()) <= _SHORT
        and not blocks[index].skip
        and not wholly(blocks[index])
        and not is_tail(blocks[index].text)
    }
    skipped = (skip for at in gone for skip in source_skips(blocks[at], BEHIND))
    return extended(article, (b for at, b in enumerate(blocks) if at not in gone), (), skipped)


def is_tail(text: str) -> bool:
    """Whether a line says whose the pictures or the views are, or where the text stood first."""
    bare = text.strip()
    return bool(_CREDIT.match(bare) or _POINTER.match(bare) or _DISCLAIMER.search(bare))


def heads_authors(text: str) -> bool:
    """Whether a line says that others about the author follow."""
    return bool(_ABOUT.fullmatch(text.strip(" :")))


@dataclass
class _Tail:
    blocks: list[Block]
    metadata: Metadata

    def read(self) -> None:
        first = next((i for i, b in enumerate(self.blocks) if b.role in _TEXT), None)
        if first is None:
            return
        index = len(self.blocks) - 1
        while index > first:
            block = self.blocks[index]
            if (block.role is Role.HEADING and not block.skip) or _ABOUT.fullmatch(
                block.text.strip(" :")
            ):
                if not self._heading(index, block):
                    break
            elif block.role not in _PASSED and not block.skip:
                role = self._role(index, block)
                if role is None:
                    break
                self.blocks[index] = replace(block, role=role)
            index -= 1
        self._inside(first + 1, index)

    def _inside(self, first: int, end: int) -> None:
        """Credits and disclaimers that stand inside the text, where nobody can mistake them."""
        for at in range(first, end):
            block = self.blocks[at]
            if block.role is not Role.PARAGRAPH:
                continue
            if is_credit(block):
                self.blocks[at] = replace(block, role=Role.CREDIT)
            elif wholly(block) and _DISCLAIMER.search(block.text):
                self.blocks[at] = replace(block, role=Role.DISCLAIMER)

    def _heading(self, index: int, block: Block) -> bool:
        if not _ABOUT.match(block.text.strip()) or index + 1 >= len(self.blocks):
            return False
        self.blocks[index] = replace(block, role=Role.BIO, skip=ABOUT)
        return True

    def _role(self, index: int, block: Block) -> Role | None:
        if block.role not in {Role.PARAGRAPH, Role.LIST_ITEM, Role.BLOCK_QUOTE, Role.VERSE}:
            return None
        text = block.text.strip()
        if _CREDIT.match(text) or _POINTER.match(text):
            return Role.CREDIT
        if self._is_bio(index, block):
            return Role.BIO
        if _DISCLAIMER.search(text) and (
            wholly(block) or self._apart(index) or _last(self.blocks, index)
        ):
            return Role.DISCLAIMER
        return None

    def _is_bio(self, index: int, block: Block) -> bool:
        text = block.text.strip(" ()[]\n")
        if len(text.split()) > _LONGEST:
            return False
        listed = words(text)
        for author in dict.fromkeys((*self._authors(), *self._guests())):
            name = words(author)
            first = listed[: len(name)] == name or bool(_OWN.match(text.removeprefix(author)))
            if first or listed[:1] == name[-1:]:
                said = author if first else author.split()[-1]
                return bool(
                    self._apart(index)
                    or wholly(block)
                    or mostly(block)
                    or _IS.match(text[len(said) :])
                )
            if (wholly(block) or self._apart(index)) and _within(name, listed[:_AHEAD]):
                return True
        if _ABOUT.match(text) or self._headed(index) or self._unsigned(index, block):
            return True
        previous = index - 1
        led = previous > 0 and self.blocks[previous].role is Role.PARAGRAPH
        return bool(led and _HE.match(text) and self._is_bio(previous, self.blocks[previous]))

    def _authors(self) -> Iterator[str]:
        """Whoever wrote it, as the byline has them and without their titles."""
        for author in self.metadata.authors:
            yield from filter(None, (author, untitled(author)))

    def _guests(self) -> Iterator[str]:
        """Who talks with the author: by their labels, or as the lines before the talk name them."""
        if not any(block.role is Role.TURN for block in self.blocks):
            return
        yield from (block.speaker for block in self.blocks if " " in block.speaker)
        fronts = (b.text for b in self.blocks if b.role in {Role.STANDFIRST, Role.SUBTITLE})
        yield from (found[0] for text in fronts for found in PEOPLE.finditer(text))

    def is_bio(self, index: int) -> bool:
        """Whether a block in other type begins with an author's name: nothing else does."""
        block = self.blocks[index]
        listed = words(block.text)
        named = any(listed[: len(words(a))] == words(a) for a in self._authors())
        return (
            block.role is Role.PARAGRAPH and wholly(block) and named and self._is_bio(index, block)
        )

    def _headed(self, index: int) -> bool:
        """Whether nothing but other bios stands between a block and a heading about the authors."""
        for block in reversed(self.blocks[max(0, index - _BIOS) : index]):
            if _ABOUT.fullmatch(block.text.strip(" :")):
                return True
            if block.role not in {Role.PARAGRAPH, Role.BIO, Role.CAPTION, Role.LIST_ITEM}:
                return False
        return False

    def _unsigned(self, index: int, block: Block) -> bool:
        """A bio of somebody no byline named: a name, then what they are, set apart."""
        found = _NAME.match(block.text)
        if not found or not self._apart(index) or not _IS.match(block.text[found.end() :]):
            return False
        led = any(
            mark.start == 0
            and mark.end >= found.end()
            and mark.kind in {"strong", "link", "emphasis"}
            for mark in block.marks
        )
        name = bare_name(found[0])
        if not (led and name):
            return False
        asked = next((b.speaker for b in self.blocks if b.speaker), found[0])
        if not self.metadata.authors and asked == found[0]:
            self.metadata = replace(self.metadata, authors=name.authors)
        return True

    def _apart(self, index: int) -> bool:
        """Whether a rule or a heading about the author stands between a block and the text."""
        for block in reversed(self.blocks[:index]):
            if block.role is Role.RULE or (block.role is Role.HEADING and _ABOUT.match(block.text)):
                return True
            if self._is_plain(block):
                return False
        return False

    def _is_plain(self, block: Block) -> bool:
        text = block.text.strip()
        tail = is_tail(text)
        named = any(words(text)[: len(words(a))] == words(a) for a in self.metadata.authors)
        return not (tail or named or wholly(block))


def is_credit(block: Block) -> bool:
    """Whether a short paragraph anywhere only says whose picture it is."""
    text = block.text.strip()
    if not _CREDIT.match(text) or len(text.split()) > _AHEAD * 2:
        return False
    short = len(text.split()) <= _AHEAD and text[-1:] not in ".!?" and bool(_BY.match(text))
    return ":" in text[:_LABEL] or "©" in text[:_LABEL] or wholly(block) or short


def is_about(text: str, authors: Sequence[str]) -> bool:
    """Whether a paragraph says who one of the authors is: the author's name, then what they are."""
    bare = text.strip(" ()[]\n")
    named = next((name for name in authors if name and bare.startswith(name)), "")
    return bool(named and _IS.match(bare[len(named) :])) and len(bare.split()) <= _LONGEST / 2


def _last(blocks: Sequence[Block], index: int) -> bool:
    later = blocks[index + 1 :]
    tails = {Role.RULE, Role.CREDIT, Role.BIO, Role.DISCLAIMER, Role.FOOTNOTE, Role.CAPTION}
    return all(block.role in tails for block in later)


def _within(name: Sequence[str], listed: Sequence[str]) -> bool:
    return any(list(listed[at : at + len(name)]) == list(name) for at in range(len(listed)))

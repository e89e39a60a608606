"""An Article's first blocks in; title, subtitle, byline, date and standfirst told apart out.

Promise: the front ends where the text begins; what no rule knows is text.
"""

import re
from dataclasses import dataclass, field

from pipeline.model import Article, Block, Metadata, Role
from pipeline.patterns import pattern
from pipeline.reading.bylines import Byline, bare_name, byline, collective, signed
from pipeline.reading.dates import dated
from pipeline.reading.understanding import ahead, mastheads, titles, worded
from pipeline.reading.understanding.running import HEAD
from pipeline.reading.understanding.tail import is_about, is_credit
from pipeline.reading.wording import ends_sentence, mostly, opening, wholly
from pipeline.values import replace

MASTHEAD = "the magazine's name, no part of the text"
IMPRINT = "where it was printed, kept with the episode"
DATE = "the date, kept with the episode"
KICKER = "the line above the title, kept with the episode"

_STOP = pattern(r"[.!?…][”\"’']?\s+[^\W\d_a-z]\S*\s\S+.*[.!?…][”\"’']?\s*\Z", re.DOTALL)
_QUOTES = frozenset({Role.BLOCK_QUOTE, Role.PULL_QUOTE, Role.VERSE})
_DECK = 40  # words of a subtitle, at most
_DEEP = 4  # level of a subtitle, at most; a box's title is deeper


def opened(article: Article) -> Article:
    """Give the front's blocks their roles and fill the metadata."""
    heads = frozenset(opening(skip.text) for skip in article.skipped if skip.reason == HEAD)
    front = _Front(list(article.blocks), article.metadata, heads)
    front.read()
    return replace(article, blocks=tuple(front.blocks), metadata=front.metadata)


@dataclass
class _Front:
    blocks: list[Block]
    metadata: Metadata
    heads: frozenset[str] = frozenset()  # what stood at the edge of pages
    titled: bool = False
    signed: bool = False
    decked: bool = False
    noted: bool = False  # below a heading over the editor's note
    fresh: bool = field(default=False)  # nothing but a subtitle and rules since the title

    def read(self) -> None:
        self.titled = self.fresh = bool(self.metadata.title) and not ahead.holds(
            self.blocks, self.metadata.title
        )
        self._walk()
        fronts = (b.text for b in self.blocks if b.role in {Role.STANDFIRST, Role.SUBTITLE})
        if not self.metadata.authors:
            named = next(filter(None, map(signed, fronts)), ()) or titles.speaker(
                self.metadata.title
            )
            self.metadata = replace(self.metadata, authors=named)

    def _walk(self) -> None:
        for index, block in enumerate(self.blocks):
            above = not self.titled and any(mark.kind == "box" for mark in block.marks)
            if above or block.role in {Role.RULE, Role.CAPTION, Role.STANDFIRST}:
                continue
            if self.titled and block.role in _QUOTES:
                self.fresh = False  # an epigraph, or words in display above the text
                continue
            if block.role in {Role.SUBTITLE, Role.BYLINE, Role.CREDIT}:
                self._known(index, block)
            elif block.role is Role.HEADING:
                if not self._heading(index, block):
                    return
            elif block.role is not Role.PARAGRAPH or not self._line(index, block):
                return

    def _known(self, index: int, block: Block) -> None:
        """A line of the front whose format says what it is."""
        text = " ".join(block.text.split())
        if block.role is Role.SUBTITLE and not self.signed and (by := byline(text)):
            self._by(index, by)
            return
        if block.role is Role.SUBTITLE:
            self.decked = True
            self.metadata = replace(self.metadata, subtitle=self.metadata.subtitle or text)
        found = byline(text) or bare_name(text) if block.role is Role.BYLINE else None
        if found:
            self._signed_by(found)
        self.signed = self.signed or bool(found and found.authors)
        self.decked = self.decked or bool(found)  # a subtitle stands above its byline

    def _set(self, index: int, role: Role, skip: str = "") -> bool:
        marks = () if skip else self.blocks[index].marks  # a button there is no link of the text
        self.blocks[index] = replace(self.blocks[index], role=role, skip=skip, marks=marks)
        return True

    def _is_section(self, index: int, block: Block) -> bool:
        """Whether a heading is the first of several, below a title that the file gives apart."""
        known, told = opening(self.metadata.title), opening(block.text)
        alike = known.startswith(told) or told.startswith(known)
        later = self.blocks[index + 1 :]
        return not alike and any(b.role is Role.HEADING and b.level <= block.level for b in later)

    def _heading(self, index: int, block: Block) -> bool:
        if not self.titled:
            return self._first_heading(index, block)
        if self._is_helper(byline(block.text), ""):
            return self._set(index, Role.BYLINE)
        if not self.signed and (found := self._signer(index, block)):
            return self._by(index, found)
        return self.fresh and self._below_title(index, block)

    def _signer(self, index: int, block: Block) -> Byline | None:
        """Who a heading says wrote the text: a byline, or a name that comes back."""
        told = self.fresh and ahead.comes_back(self.blocks, index)
        found = byline(block.text) or mastheads.shouted(block.text, self.blocks)
        return found or (bare_name(block.text) if told else None)

    def _first_heading(self, index: int, block: Block) -> bool:
        """The title, or the magazine's name or a kicker above it; False: it heads a section."""
        if self.metadata.title and self._is_section(index, block):
            return False
        follower = ahead.heading(self.blocks, index)
        if follower and mastheads.is_masthead(self.blocks, self.metadata, block, follower):
            known = self.metadata.publication or mastheads.magazine(block.text)
            self.metadata = replace(self.metadata, publication=known)
            return self._set(index, Role.BYLINE, MASTHEAD)
        if not follower and ahead.is_issued(self.blocks, index):
            known = self.metadata.publication or mastheads.magazine(block.text)
            self.metadata = replace(self.metadata, publication=known)
            return self._set(index, Role.BYLINE, MASTHEAD)
        if follower and block.level > follower.level:
            return self._serial(index, block)
        if follower and worded.KICKER.fullmatch(block.text.strip()):
            return self._set(index, Role.BYLINE, KICKER)
        return self._title(index, block)

    def _serial(self, index: int, block: Block) -> bool:
        """A line that counts the parts of a series ("TALKS / 4")."""
        series = self.metadata.series or " ".join(block.text.split())
        self.metadata = replace(self.metadata, series=series)
        return self._set(index, Role.BYLINE, KICKER)

    def _below_title(self, index: int, block: Block) -> bool:
        """A heading below the title that heads no section; False: it heads one."""
        if worded.NOTE.fullmatch(block.text.strip(" :.")):
            self.noted = True
            return self._set(index, Role.STANDFIRST)
        if worded.COUNTED.fullmatch(block.text.strip()):
            return self._serial(index, block)
        if _STOP.search(block.text) and ahead.follower(self.blocks, index):
            self.fresh = False
            return self._set(index, Role.STANDFIRST)  # whole sentences
        subtitle = not self.decked and self._is_subtitle(index, block)
        return subtitle and self._subtitle(index, block)

    def _title(self, index: int, block: Block) -> bool:
        self.titled = self.fresh = True
        self.metadata = mastheads.sited(self.metadata, " ".join(block.text.split()))
        if not self.metadata.title:
            title = titles.bare(" ".join(block.text.split()))
            self.metadata = replace(self.metadata, title=mastheads.cased(title))
        return self._set(index, Role.TITLE)

    def _subtitle(self, index: int, block: Block) -> bool:
        self.decked = True
        if not self.metadata.subtitle:
            self.metadata = replace(self.metadata, subtitle=" ".join(block.text.split()))
        return self._set(index, Role.SUBTITLE)

    def _is_subtitle(self, index: int, block: Block) -> bool:
        later = [b for b in self.blocks[index + 1 :] if b.role is Role.HEADING]
        if self.metadata.subtitle:
            return opening(self.metadata.subtitle) == opening(block.text)
        deeper = later and later[0].level < block.level <= _DEEP
        if later and (ahead.is_empty(self.blocks, index) or deeper):
            return True  # a section has text below it, and none begins deeper than the next
        alike = any(b.level <= block.level for b in later)
        return (
            not alike and bool(later or not ahead.is_prose(self.blocks, index))
        ) or self._signed_soon(index)

    def _signed_soon(self, index: int) -> bool:
        return not self.signed and ahead.is_byline(self.blocks, index)

    def _line(self, index: int, block: Block) -> bool:
        """A paragraph of the front; False: the text begins here."""
        text = block.text.strip()
        if is_credit(block):
            return self._set(index, Role.CREDIT)
        found = byline(text) or (collective(text) if self.fresh else None)
        if found and not self.signed:
            return self._by(index, found)
        if fact := self._fact(text):
            return self._set(index, Role.BYLINE, fact)
        if not self.titled:
            return self._untitled(index, block)
        if (
            self.fresh
            and not self.signed
            and (found := bare_name(mastheads.lowered(text, self.blocks)))
        ):
            return self._by(index, found)
        helper = self._is_helper(found, text)
        return self._set(index, Role.BYLINE) if helper else self._note(index, block)

    def _is_helper(self, found: Byline | None, text: str) -> bool:
        """Whether a line tells where the authors work, who translated, who took the pictures."""
        seated = self.signed and self.fresh and titles.is_seat(text) and not ends_sentence(text)
        return seated or bool(found and not found.authors)

    def _note(self, index: int, block: Block) -> bool:
        soon = self._signed_soon(index)
        styled = wholly(block) or mostly(block)
        if not styled and is_about(block.text, self.metadata.authors):
            self.fresh = False
            return self._set(index, Role.BIO)
        noted, self.noted = self.noted, False
        boxed = noted or (self.fresh and any(mark.kind == "box" for mark in block.marks))
        short = len(block.text.split()) <= _DECK
        if self.fresh and not self.decked and titles.when(block.text.strip()):
            return self._subtitle(index, block)
        if (
            self.fresh
            and not self.decked
            and short
            and (soon or (styled and not ends_sentence(block.text)))
            and not _STOP.search(block.text)
        ):
            return self._subtitle(index, block)
        if wholly(block, ("strong",)) and not (soon or ends_sentence(block.text)):
            return False  # a heading in bold
        if (
            worded.NOTE.match(block.text.strip(" [(\n"))
            or worded.PRESENT.match(block.text)
            or styled
            or (soon and short)
            or boxed
        ):
            self.fresh = False
            return self._set(index, Role.STANDFIRST)
        return False

    def _untitled(self, index: int, block: Block) -> bool:
        """A line above the title, or a title that is no heading."""
        text = block.text.strip()
        if (
            ahead.is_above(self.blocks, index, self.metadata.title)
            and len(text.split()) > ahead.LINE
        ):
            return self._set(index, Role.STANDFIRST)  # whoever passes the text on says why
        line = len(text.split()) <= ahead.LINE and (not ends_sentence(text) or text.endswith("?"))
        if not line:
            return False
        if ahead.is_title(self.blocks, index):
            if worded.SERIES.search(text) and not self.metadata.series:
                self.metadata = replace(self.metadata, series=" ".join(text.split()))
            known = self.metadata.publication or mastheads.published(
                block, self.heads, self.blocks[index + 1 :]
            )
            self.metadata = replace(self.metadata, publication=known)
            self.blocks[index] = replace(block, marks=())  # a way to the site, no link of the text
            return self._set(index, Role.BYLINE, KICKER)
        follower = ahead.follower(self.blocks, index)
        if follower and mastheads.is_section(text) and ahead.is_line(follower):
            return self._set(index, Role.BYLINE, KICKER)
        titled = opening(self.metadata.title) == opening(text) if self.metadata.title else False
        if titled or (
            follower and text.lstrip("«„“\"‘'").lstrip()[:1].isupper() and not self.metadata.title
        ):
            return self._title(index, block)
        return False

    def _fact(self, text: str) -> str:
        """What a line is that only says where and when it was printed; the facts are kept."""
        found = worded.IMPRINT.fullmatch(text)
        when = dated(found["when"] or "") if found else dated(text)
        self.metadata = replace(self.metadata, date=self.metadata.date or when)
        if found and not self.metadata.publication:
            self.metadata = replace(self.metadata, publication=found["name"].strip())
        if not when and worded.KICKER.fullmatch(text):
            return KICKER
        known = self.signed or titles.speaker(self.metadata.title) or not bare_name(text)
        if known and not (found or when) and (sent := titles.sent(text)):
            when = sent
            self.metadata = replace(self.metadata, date=self.metadata.date or when)
        later = self.metadata.date or titles.when(text)
        self.metadata = replace(self.metadata, date=later)
        printed = found or mastheads.is_issue(text)
        if mastheads.is_issue(text) and not self.metadata.publication and not self.titled:
            self.metadata = replace(self.metadata, publication=mastheads.imprint(text))
        return IMPRINT if printed else when and DATE

    def _signed_by(self, found: Byline) -> None:
        known = self.metadata
        authors, date = known.authors or found.authors, known.date or found.date
        self.metadata = replace(known, authors=authors, date=date)

    def _by(self, index: int, found: Byline) -> bool:
        self.signed = self.signed or bool(found.authors)
        self.decked = True
        self._signed_by(found)
        return self._set(index, Role.BYLINE)

"""Blocks and templates → lines: one sentence each, in the role's voice, its words ready to say."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from itertools import chain, islice
from typing import TypeAlias

from pipeline import spoken
from pipeline.config.wording import Wording, wording
from pipeline.model import Article, Block, Cast, Line, Notes, Role, Show
from pipeline.patterns import pattern
from pipeline.scripting.company import company
from pipeline.scripting.saying import Reader, Sentence
from pipeline.store import Store
from pipeline.values import replace

_OWN_VOICE = {Role.PULL_QUOTE: "pull_quote", Role.BLOCK_QUOTE: "block_quote"}
_BETWEEN = {Role.PULL_QUOTE, Role.LIST_ITEM, Role.VERSE, Role.TABLE, Role.CODE}  # break no turn
_ROW, _MOST = 8, 40  # sentences that are kept together: fewer take longer to find than to read
_ENDS = 64  # of 256: a quarter of all sentences may end a row
_LONGEST = 600  # characters in one line; engines lose their breath, or their words, beyond
_AT_ONCE = 8_000  # characters: more than a paragraph has
_SURE = 4_000  # of them; a quotation that begins before may end behind
# sentencex takes these for the end of a sentence; a number after them says that it is not.
_ABBREVIATED = pattern(
    r"\b(vol|fig|no|nos|pp?|ch|ed|eds|c|ca|art|sec|al|cf|vs|St|Mt)\.$", re.IGNORECASE
)
_CLAUSES = ("; ", ": ", ", ", " – ", "— ")
_Draft: TypeAlias = tuple[Sentence, Line]  # a line that has no words yet
_Drafted: TypeAlias = tuple[int, list[_Draft]]  # a block's
_ALONE = {Role.TITLE, Role.SUBTITLE, Role.BYLINE, Role.HEADING}


class Speaking:
    """Makes the lines of one episode: its article, its show and its notes."""

    def __init__(self, *, article: Article, show: Show, notes: Notes, store: Store | None) -> None:
        self.article = article
        self.show = show
        self.notes = notes
        self._reader = Reader({**show.say, **notes.say}, store)

    @property
    def language(self) -> str:
        """The article's language, with the country that the show has for it; else the show's."""
        found, usual = self.article.metadata.language, self.show.language
        same = found.lower() == usual.partition("-")[0].lower()
        return usual if same or not found else found

    @cached_property
    def wording(self) -> Wording:
        """The words of the language round the article's own."""
        return wording(self.language, self.show.templates)

    @cached_property
    def cast(self) -> Cast:
        """The show's voices, and one for each speaker whom it does not have."""
        return company(self.article, self.show, self.language)

    @cached_property
    def _told(self) -> dict[str, str]:
        """Speakers who were named already, and who spoke last under the key ""."""
        return {}

    def blocks(self, indices: Sequence[int]) -> tuple[Line, ...]:
        """The lines of some blocks, in the order given."""
        return tuple(chain.from_iterable(self.each(indices).values()))

    def each(self, indices: Sequence[int]) -> Mapping[int, Sequence[Line]]:
        """The same block by block, of which none is asked for twice."""
        said: dict[int, list[Line]] = {}
        for row in _rows((index, list(self._block(index))) for index in indices):
            lines = self._worded([draft for _, drafts in row for draft in drafts])
            said |= {index: list(islice(lines, len(drafts))) for index, drafts in row}
        return said

    def template(self, texts: Iterable[str], role: Role) -> tuple[Line, ...]:
        """The lines of filled templates."""
        return tuple(self._worded(list(self._template(texts, role))))

    def _worded(self, drafts: Sequence[_Draft]) -> Iterator[Line]:
        """The lines, with their words."""
        words = self._reader.words([sentence for sentence, _ in drafts])
        return (replace(line, words=each) for (_, line), each in zip(drafts, words, strict=True))

    def _template(
        self, texts: Iterable[str], role: Role, about: int | None = None
    ) -> Iterator[_Draft]:
        line = Line(words=(), role=role, voice=self._cast("announcer"), about=about)
        for text in texts:
            for sentence in sentences(text, self.language):
                yield Sentence(text=sentence, language=self.language), line

    def _block(self, index: int) -> Iterator[_Draft]:
        block = self.article.blocks[index]
        if self.show.policy.get(block.role.value) == "describe" and not block.forced:
            described = getattr(self.wording.templates, block.role.value)
            yield from self._template([described], block.role, index)
            return
        yield from self._template(self._lead(block), block.role)
        whole = block.role in _ALONE and len(block.text) <= _LONGEST
        tongue = spoken.foreign(block.text, self.language) or self.language
        heading = block.role is Role.HEADING
        line = Line(words=(), role=block.role, voice=self._voice(block), block=index)
        for text in [block.text] if whole else sentences(block.text, tongue):
            yield Sentence(text=text, language=tongue, heading=heading), line

    def _lead(self, block: Block) -> list[str]:
        """What a listener must hear before a block that a reader sees: who speaks, which note."""
        if block.role is Role.FOOTNOTE:
            words = self.wording
            numbered = block.label.isdigit()
            return [words.note.format(label=block.label) if numbered else words.lone_note]
        speaker = block.speaker if block.role is Role.TURN else ""
        changed = speaker and speaker != self._told.get("")
        if block.role not in _BETWEEN:
            self._told[""] = speaker
        introduced = speaker in self.show.cast or (speaker in self._told and speaker in self.cast)
        if not changed or introduced:
            return []
        letters = self.wording.letters
        short = letters.get(speaker, speaker.split()[-1])
        known = speaker in self._told
        self._told[speaker] = short
        return [f"{short if known or speaker in letters else speaker}."]

    def _voice(self, block: Block) -> str:
        return self._cast(block.speaker or _OWN_VOICE.get(block.role, "narrator"))

    def _cast(self, role: str) -> str:
        return role if role in self.cast else "narrator"


def _rows(blocks: Iterable[_Drafted]) -> Iterator[list[_Drafted]]:
    """Blocks whose sentences are kept together.

    A row ends where it has enough of them and the last one's letters say so: where sentences came
    or went, the rows behind them are soon what they were.
    """
    row: list[_Drafted] = []
    sentences = 0
    for block in blocks:
        row.append(block)
        sentences += len(block[1])
        if sentences >= _ROW and (_ends_row(block[1]) or sentences >= _MOST):
            yield row
            row, sentences = [], 0
    if row:
        yield row


def _ends_row(drafts: Sequence[_Draft]) -> bool:
    last = drafts[-1][0].text if drafts else ""
    return sha256(last.encode("utf-8", "replace")).digest()[0] < _ENDS


def sentences(text: str, language: str) -> list[str]:
    """The sentences of a text, none longer than an engine can take; together they are the text."""
    found: list[list[str]] = []  # what makes up each
    for piece in _segmented(text, language.split("-", maxsplit=1)[0]):
        sentence = piece.strip()
        numbered = found and sentence[:1].isdigit() and _ABBREVIATED.search(found[-1][-1])
        if found and sentence and (numbered or not any(map(str.isalnum, sentence))):
            found[-1].append(sentence)
        elif sentence:
            found.append([sentence])
    told = [" ".join(pieces) for pieces in found]
    if " ".join(told).split() != text.split():
        told = [text.strip()]
    return [part for sentence in told for part in _cut(sentence)]


def _segmented(text: str, language: str) -> Iterator[str]:
    """The sentences as sentencex finds them, in so much at a time: it holds each mark to all."""
    from sentencex import segment  # noqa: PLC0415 - a compiled library, not needed for --help

    start = 0
    while len(text) - start > _AT_ONCE:
        end = start
        for piece in segment(language, text[start : start + _AT_ONCE]):
            if end + len(piece) > start + _SURE:
                break
            end += len(piece)
            yield piece
        if end == start:  # nothing ends here: up to the next blank
            end = text.find(" ", start + _SURE) + 1 or len(text)
            yield text[start:end]
        start = end
    yield from segment(language, text[start:])


def _cut(sentence: str) -> list[str]:
    """A sentence in pieces of at most the longest length, cut at a clause where there is one."""
    pieces = []
    while len(sentence) > _LONGEST:
        head = sentence[:_LONGEST]
        signs = [sign for sign in _CLAUSES if sign in head]
        at = max((head.rfind(sign) + len(sign) for sign in signs), default=head.rfind(" ") + 1)
        if at <= 0:
            at = sentence.find(" ") + 1 or len(sentence)
        pieces.append(sentence[:at].strip())
        sentence = sentence[at:].strip()
    return [*pieces, sentence] if sentence else pieces

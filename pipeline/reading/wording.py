"""Text in, its words for comparing out.

Promise: two texts that a reader takes for the same words give the same words here, whatever their
case, quotation marks, dashes, accents' composition and line breaks.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cached_property, lru_cache
from itertools import chain, pairwise

from pipeline.model import Block, Mark
from pipeline.patterns import pattern

_WORD = pattern(r"[^\W_]+(?:['’][^\W_]+)*")
FINAL = frozenset(".!?…:;")
CLOSERS = "\"'”“’‘»«›‹)]*_ "  # German closes with “ and ‘, or with « and ‹
_LITTLE_WORDS_TEXT = (
    "a an the of and or but nor to in on at by for with from into onto as than that which who "
    "whose our his her its their my your this these those is are was were be been has have "
    "had not"
)
_SEVERAL, _MOST = 12, 0.75  # words of a block, and the share of its letters in italics
LITTLE_WORDS = frozenset(_LITTLE_WORDS_TEXT.split())


@lru_cache(maxsize=2_000)  # paragraphs: several steps ask for the words of each
def words(text: str) -> tuple[str, ...]:
    """The words of a text, in lower case."""
    plain = unicodedata.normalize("NFC", text).replace("’", "'").casefold()
    return tuple(_WORD.findall(plain))


def opening(text: str) -> str:
    """A text's words in a row, for telling whether another starts alike."""
    return " ".join(words(text))


def ends_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    bare = text.rstrip(CLOSERS)
    return bare[-1:] in FINAL


def is_longer(text: str, most: int) -> bool:
    """Whether a text has more words than so many; told sooner than how many it has."""
    return len(text.split(None, most)) > most


def wholly(block: Block, kinds: Iterable[str] = ("emphasis", "strong")) -> bool:
    """Whether all of a block's words carry one of these marks."""
    if not block.marks:  # as most have
        return False
    text = block.text
    bare, done = [], 0
    for mark in sorted((mark for mark in block.marks if mark.kind in kinds), key=_start):
        bare.append(text[done : mark.start])
        done = max(done, mark.end)
    return bool(done) and not _worded("".join((*bare, text[done:]))) and _worded(text)


def _start(mark: Mark) -> int:
    return mark.start


def _worded(text: str) -> bool:
    """Whether a text has a letter or a figure."""
    return any(map(str.isalnum, text))


def mostly(block: Block) -> bool:
    """Whether most of a block's words, and several, are in italics: the rest is set off in them."""
    letters = [at for at, character in enumerate(block.text) if character.isalnum()]
    held = sum(
        any(m.kind == "emphasis" and m.start <= at < m.end for m in block.marks) for at in letters
    )
    return len(block.text.split()) >= _SEVERAL and held >= _MOST * len(letters)


class Vocabulary:
    """How often texts have a word, and two in a row; counted when that is first asked."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = texts

    @cached_property
    def _listed(self) -> list[tuple[str, ...]]:
        return list(map(words, self._texts))

    @cached_property
    def single(self) -> Counter[str]:
        """Each word."""
        return Counter(chain.from_iterable(self._listed))

    @cached_property
    def pairs(self) -> Counter[tuple[str, str]]:
        """Each pair of words in a row, of one text."""
        return Counter(chain.from_iterable(map(pairwise, self._listed)))

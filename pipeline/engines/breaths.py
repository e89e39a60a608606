"""Words → a neural voice's phonemes, and their lengths → word times. Promise: words stay words.

espeak-ng, inside piper and kokoro, turns text into phonemes with a blank between words. It says
small words in one breath ("in the" is ɪnðɪ), and a number in several; who said what is found by
comparing with each word said alone.
"""

import re
import unicodedata
from collections.abc import Callable, Container, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate, groupby, pairwise
from typing import NamedTuple

from pipeline.model import Word
from pipeline.patterns import pattern

Span = tuple[int, int]
Phonemize = Callable[[str], Sequence[Sequence[str]]]

# Control characters and what is half a character are blanks; brackets could enclose phonemes.
_PLAIN = dict.fromkeys((*range(32), *range(127, 160), *range(0xD800, 0xE000)), " ") | {
    ord("["): "(",
    ord("]"): ")",
}
_PAUSES = ".?!,;:"  # what piper keeps of the punctuation, among its phonemes
_ENDS = (".", "?", "!")  # those that end a sentence
_STEPS = ((1, 1), (2, 1), (3, 1), (4, 1), (1, 2), (1, 3), (1, 4))  # words, breaths
_ALONE = 1.0  # the cost of a word or a breath that goes with nothing; 1 is no likeness at all
_MERGED = 0.05  # the cost of each word or breath more than one
_UNHEARD = pattern(r"[^\w]|[ˈˌː]")  # what phonemes are compared without


class Token(NamedTuple):
    """Characters without a blank, the word they belong to, and how it is said if that is given."""

    text: str
    word: int
    ipa: str = ""

    @property
    def sounds(self) -> bool:
        """Whether there is anything to say in it."""
        return any(map(str.isalnum, self.text))


class Breath(NamedTuple):
    """Phonemes without a blank, and the tokens that they say."""

    phonemes: tuple[str, ...]
    tokens: tuple[Token, ...]


def tokens(words: Sequence[Word], known: Container[str]) -> list[Token]:
    """The words without anything that could be a command; `known` are the voice's phonemes."""
    found = []
    for index, word in enumerate(words):
        ipa = unicodedata.normalize("NFD", "".join(word.ipa.split()))
        said = word.said.translate(_PLAIN)
        if ipa and said.strip() and all(each in known for each in ipa):
            found.append(Token(said.strip(), index, ipa))
        else:
            found.extend(Token(text, index) for text in said.split())
    return found


def sentences(tokens: Sequence[Token], phonemize: Phonemize) -> list[list[Breath]]:
    """What to say, a list for each sentence; a word with IPA is said by that."""
    found: list[list[Breath]] = [[]]
    for given, group in groupby(tokens, key=lambda token: bool(token.ipa)):
        run = list(group)
        if found[-1] and found[-1][-1].phonemes[-1] in _ENDS:
            found.append([])
        parts = [[_given(token) for token in run]] if given else _spoken(run, phonemize)
        found[-1].extend(parts[0])
        found.extend(parts[1:])
    return [each for each in found if each]


def phonemes(breaths: Sequence[Breath]) -> list[str]:
    """A sentence as networks take it: with a blank between two breaths."""
    return [each for breath in breaths for each in (*breath.phonemes, " ")][:-1]


def times(breaths: Sequence[Breath], lengths: Sequence[int]) -> Iterator[tuple[int, Span]]:
    """Words and when they sound, in samples from the sentence's start, in order.

    `lengths` has the sentence's start first, then one entry for each of its `phonemes`. A word may
    come more than once. Several words of one breath share it by their letters.
    """
    edges = list(accumulate(lengths))
    at = 0
    for breath in breaths:
        heard = len("".join(breath.phonemes).rstrip(_PAUSES))
        start, end = edges[at], edges[at + _count(breath.phonemes, heard)]
        weights = [sum(map(str.isalnum, token.text)) for token in breath.tokens]
        parts = accumulate((weight / sum(weights) for weight in weights), initial=0.0)
        marks = [start + round((end - start) * part) for part in parts]
        for token, span in zip(breath.tokens, pairwise(marks), strict=True):
            yield token.word, span
        at += len(breath.phonemes) + 1


def by_word(
    spans: Sequence[tuple[int, Span]], count: int, cut: int, length: int
) -> tuple[Span | None, ...]:
    """One time a word, in order and inside the speech."""
    times: list[Span | None] = [None] * count
    at = 0
    for word, span in spans:
        start, end = (min(max(sample - cut, at), length) for sample in span)
        before = times[word]
        times[word] = (before[0] if before else start, end)
        at = end
    return tuple(times)


def _count(phonemes: Sequence[str], characters: int) -> int:
    """How many phonemes have that many characters."""
    ends = accumulate(len(each) for each in phonemes)
    return sum(end <= characters for end in ends)


def _given(token: Token) -> Breath:
    """A word by its IPA, with the punctuation that it ends in."""
    tail = re.sub(r"^.*\w", "", token.text, flags=re.DOTALL)
    return Breath((*token.ipa, *(each for each in tail if each in _PAUSES)), (token,))


def _spoken(run: Sequence[Token], phonemize: Phonemize) -> list[list[Breath]]:
    """Text, by espeak-ng: its breaths, each with the words it says."""
    heard = [_groups(each) for each in phonemize(" ".join(token.text for token in run))] or [[]]
    flat = [group for sentence in heard for group in sentence]
    sounding = [token for token in run if token.sounds]
    owners = _owners(sounding, flat, phonemize)
    whose = iter(owners)
    return [[Breath(group, next(whose)) for group in sentence] for sentence in heard]


def _groups(phonemes: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(group) for blank, group in groupby(phonemes, " ".__eq__) if not blank]


def _owners(
    tokens: Sequence[Token], groups: Sequence[tuple[str, ...]], phonemize: Phonemize
) -> list[tuple[Token, ...]]:
    """The tokens that each group says."""
    if len(tokens) == len(groups):
        return [(token,) for token in tokens]
    alone = ["".join(each for part in phonemize(token.text) for each in part) for token in tokens]
    owners: list[tuple[Token, ...]] = [()] * len(groups)
    for (token, group), (token_end, group_end) in pairwise(
        _path([_bare(each) for each in alone], [_bare("".join(each)) for each in groups])
    ):
        for index in range(group, group_end):
            owners[index] = tuple(tokens[token:token_end])
    return owners


def _bare(phonemes: str) -> str:
    return _UNHEARD.sub("", phonemes)


def _path(alone: Sequence[str], groups: Sequence[str]) -> list[Span]:
    """The cheapest way through words and groups side by side, as corners from (0, 0) to the end."""
    best: dict[Span, tuple[float, Span]] = {(0, 0): (0.0, (0, 0))}
    band = abs(len(alone) - len(groups)) + 4
    for token in range(len(alone) + 1):
        for group in range(max(0, token - band), min(len(groups), token + band) + 1):
            if (token, group) not in best:
                continue
            for corner, cost in _next(alone, groups, token, group):
                total = best[token, group][0] + cost
                if corner not in best or total < best[corner][0]:
                    best[corner] = (total, (token, group))
    corners = [(len(alone), len(groups))]
    while corners[-1] != (0, 0):
        corners.append(best[corners[-1]][1])
    return corners[::-1]


def _next(
    alone: Sequence[str], groups: Sequence[str], token: int, group: int
) -> Iterator[tuple[Span, float]]:
    """Where a way can go on from a corner, and what that costs."""
    if token < len(alone):
        yield (token + 1, group), _ALONE
    if group < len(groups):
        yield (token, group + 1), _ALONE
    for words, breaths in _STEPS:
        end = (token + words, group + breaths)
        if end[0] <= len(alone) and end[1] <= len(groups):
            said, heard = "".join(alone[token : end[0]]), "".join(groups[group : end[1]])
            unlike = 1 - SequenceMatcher(None, said, heard, autojunk=False).ratio()
            yield end, unlike * max(words, breaths) + _MERGED * (words + breaths - 2)

"""The noun phrases of a text: what it speaks of, in its own words.

In: paragraphs. Out: `Phrase`s in order, folded so that forms of a word are one. A phrase is a run
of content words that the text itself uses as a noun phrase, joined by "of" and, where the text says
it again and again, by "from below" and the like.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import compress
from typing import NamedTuple

from pipeline.chaptering.stopwords import DETERMINERS, STOPWORDS
from pipeline.patterns import pattern

_FRAGMENT = pattern(r"[.,;:?!()\[\]“”\"—…/]+|\s[–-]\s|--")
_WORD = pattern(r"[^\W_](?:[\w'’&.–-]*[^\W_])?\.?")
LONGEST = 4  # words in a phrase
JOINT = "of"  # joins any two nouns
JOINTS = {"from", "in", "for", "at", "on", "without", "against"}  # join only what is a set phrase
_OPEN = {"the", "a", "an", "our", "this", "that", "their", "its", "these", "those", "all", "which"}
_SET = 2  # a phrase in so many paragraphs is one, whatever its words
_NOUN_ENDINGS = (
    "ism", "tion", "sion", "ity", "ment", "ness", "ship", "ance", "ence", "ics", "ology", "ure",
    "isms", "tions", "sions", "ities", "ments", "dom", "hood", "ery", "ists",
)  # fmt: skip
# What follows announces the subject: "This brings us to …".
_ANNOUNCED = pattern(
    r"(?:(?:brings?|takes?|leads?) (?:us|me) to|turn(?:ing)? (?:now )?to|"
    r"(?:talk|speak|think)(?:ing)? (?:about|of)|the (?:core |key |main |central )?idea of|"
    r"and that is|mention|the (?:question|problem|story) of|what about|called|known as)"
    r"\s+(?:(?:the|a|an|our|this) )?",
    re.IGNORECASE,
)


class Phrase(NamedTuple):
    """A phrase where it stands."""

    key: tuple[str, ...]
    shown: str
    article: bool  # "the" stands before it
    topic: int  # 2: announced in the part's first paragraph, 1: in it, 0: elsewhere


def content_words(text: str) -> tuple[str, ...]:
    """The words of a text that carry its subject, folded so that forms of a word are one."""
    return tuple(stem(word) for word in words_of(text) if bears(word))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A word folded so that its plural and possessive are the same."""
    folded = word.casefold().replace("’", "'").replace("–", "-").removesuffix("'s").rstrip(".'")
    if len(folded) > 4 and folded.endswith("s") and not folded.endswith(("ss", "us", "is", "ics")):  # noqa: PLR2004
        folded = folded[:-3] + "y" if folded.endswith("ies") else folded[:-1]
    return folded


def words_of(text: str) -> list[str]:
    """The words of a text without the punctuation round them."""
    return _WORD.findall(text)


@lru_cache(maxsize=50_000)
def bears(word: str) -> bool:
    """Whether a word carries a subject: no small or worn word, no figure, no adverb."""
    folded = word.casefold().replace("’", "'")
    return (
        folded not in STOPWORDS
        and folded.removesuffix("'s") not in STOPWORDS
        and not folded[0].isdigit()
        and len(folded) > 1
        and not folded.endswith(("ly", "n't", "'re", "'ve", "'ll", "'d"))
    )


def _nouns(texts: Iterable[str]) -> frozenset[str]:
    """Words that the text uses as the end of a noun phrase: "the …" before, a small word after."""
    seen: Counter[str] = Counter()
    for text in texts:
        for fragment in _FRAGMENT.split(text):
            words = words_of(fragment)
            for i, word in enumerate(words):
                after = words[i + 1] if i + 1 < len(words) else ""
                if bears(word) and not (after and bears(after)) and _led(words, i):
                    seen[stem(word)] += 1
    return frozenset(word for word, count in seen.items() if count > 1)


def _led(words: Sequence[str], at: int) -> bool:
    """Whether "the" or the like stands one or two words before."""
    return any(word.casefold() in DETERMINERS for word in words[max(0, at - 2) : at])


def phrases_of(parts: Sequence[Sequence[str]]) -> list[list[Phrase]]:
    """The phrases of each part's paragraphs, in order."""
    nouns = _nouns(text for part in parts for text in part)
    said = _set_phrases(text for part in parts for text in part)
    return [list(_phrases(part, nouns, said)) for part in parts]


def _set_phrases(texts: Iterable[str]) -> frozenset[tuple[str, ...]]:
    """Content, joint, any word, such as "socialism from below", in paragraph after paragraph."""
    counts: Counter[tuple[str, ...]] = Counter()
    for text in texts:
        words = [word.casefold() for word in words_of(text)]
        triples = set(zip(words, words[1:], words[2:], strict=False))
        counts.update(triple for triple in triples if triple[1] in JOINTS and bears(triple[0]))
    return frozenset(key for key, count in counts.items() if count >= _SET and key[2] not in _OPEN)


def _phrases(
    texts: Iterable[str], nouns: frozenset[str], said: frozenset[tuple[str, ...]]
) -> Iterator[Phrase]:
    for number, text in enumerate(texts):
        announced = _announced(text) if number == 0 else frozenset()
        at = 0
        for fragment in _FRAGMENT.split(text):
            words = words_of(fragment)
            topics = [0] * len(words)
            if number == 0:
                at = text.find(fragment, at)
                topics = [1 + (at + w.start() in announced) for w in _WORD.finditer(fragment)]
            heavy = list(map(bears, words))
            for start in compress(range(len(words)), heavy):  # nothing begins with another word
                for end in _ends(words, heavy, start, nouns, said):
                    yield _phrase(words, start, end, topic=topics[start])


def _ends(
    words: Sequence[str],
    heavy: Sequence[bool],
    start: int,
    nouns: frozenset[str],
    said: frozenset[tuple[str, ...]],
) -> Iterator[int]:
    """Behind which words a phrase ends that begins at `start`."""
    grows = not words[start].casefold().endswith(("ing", "ed"))
    for end in range(start + 1, min(start + LONGEST, len(words)) + 1):
        last, alone = words[end - 1], end == start + 1
        if alone and end < len(words) and heavy[end]:
            continue  # it only leads to the next: "Canadian" in "Canadian workers"
        noun = grows and heavy[end - 1] and _is_noun(last, nouns, opens=alone and not start)
        if noun or (end == start + 3 and tuple(map(str.casefold, words[start:end])) in said):
            yield end
        grows = grows and (heavy[end - 1] or last == JOINT)


def _announced(text: str) -> frozenset[int]:
    """Where in a text an announced subject starts: "This brings us to …"."""
    return frozenset(found.end() for found in _ANNOUNCED.finditer(text))


def _is_noun(word: str, nouns: frozenset[str], *, opens: bool) -> bool:
    if word.casefold().endswith("ing"):
        return False
    if word[0].isupper() and not opens:
        return True
    return word.casefold().endswith(_NOUN_ENDINGS) or stem(word) in nouns


def _phrase(words: Sequence[str], start: int, end: int, *, topic: int) -> Phrase:
    shown = [word.rstrip(".") if "." not in word[:-1] else word for word in words[start:end]]
    if start == 0 and not any(word[0].isupper() for word in shown[1:]):
        shown[0] = _lowered(shown[0])
    key = tuple(stem(word) for word in shown)
    before = words[start - 1].casefold() if start else ""
    return Phrase(
        key, " ".join(shown).removesuffix("'s").removesuffix("’s"), before == "the", topic
    )


def _lowered(word: str) -> str:
    """A sentence's first word as it would stand inside it, unless it is initials."""
    return word if word.isupper() or "." in word else word[:1].lower() + word[1:]

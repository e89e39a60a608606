"""The noun phrases of a text: what it speaks of, in its own words.

In: paragraphs. Out: `Phrase`s in order, folded so that forms of a word are one. A phrase is a run
of content words that the text itself uses as a noun phrase, joined by "of" and, where the text says
it again and again, by "from below" and the like.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import compress, zip_longest
from typing import NamedTuple

from pipeline.chaptering.stopwords import DETERMINERS, STOPWORDS
from pipeline.patterns import pattern

_FRAGMENT = pattern(r"[.,;:?!()\[\]“”\"—…/]+|\s[–-]\s|--")
_WORD = pattern(r"[^\W_](?:[\w'’&.–-]*[^\W_])?\.?")
_ARTICLE = "the"
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


@lru_cache(maxsize=2_000)  # paragraphs: where the subject turns, and what it is, each asks
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text without the punctuation round them."""
    return tuple(_WORD.findall(text))


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


class _Run(NamedTuple):
    """Words in a row that no mark parts, and which of them bear a subject."""

    text: str
    words: Sequence[str]
    heavy: Sequence[bool]


def _runs(text: str) -> list[_Run]:
    fragments = ((fragment, _WORD.findall(fragment)) for fragment in _FRAGMENT.split(text))
    return [_Run(fragment, words, list(map(bears, words))) for fragment, words in fragments]


def _nouns(runs: Iterable[_Run]) -> frozenset[str]:
    """Words that the text uses as the end of a noun phrase: "the …" before, a small word after."""
    seen: Counter[str] = Counter()
    for _, words, heavy in runs:
        for at, (bearing, next_) in enumerate(zip_longest(heavy, heavy[1:], fillvalue=False)):
            if bearing and not next_ and any(map(_leads, words[max(0, at - 2) : at])):
                seen[stem(words[at])] += 1
    return frozenset(word for word, count in seen.items() if count > 1)


def phrases_of(parts: Sequence[Sequence[str]]) -> list[list[Phrase]]:
    """The phrases of each part's paragraphs, in order."""
    read = [[_runs(text) for text in part] for part in parts]
    nouns = _nouns(run for part in read for text in part for run in text)
    said = _set_phrases(text for part in parts for text in part)
    return [list(_phrases(part, runs, nouns, said)) for part, runs in zip(parts, read, strict=True)]


def _set_phrases(texts: Iterable[str]) -> frozenset[tuple[str, ...]]:
    """Content, joint, any word, such as "socialism from below", in paragraph after paragraph."""
    counts: Counter[tuple[str, ...]] = Counter()
    for text in texts:
        words = words_of(text)
        joints = (at for at, word in enumerate(words[1:-1], 1) if _joins(word))
        told = (words[at - 1 : at + 2] for at in joints if bears(words[at - 1]))
        counts.update({tuple(map(str.casefold, three)) for three in told})
    return frozenset(key for key, count in counts.items() if count >= _SET and key[2] not in _OPEN)


def _phrases(
    texts: Iterable[str],
    read: Iterable[Sequence[_Run]],
    nouns: frozenset[str],
    said: frozenset[tuple[str, ...]],
) -> Iterator[Phrase]:
    for number, (text, runs) in enumerate(zip(texts, read, strict=True)):
        announced = _announced(text) if number == 0 else frozenset()
        at = 0
        for run in runs:
            topics = [0] * len(run.words)
            if number == 0:
                at = text.find(run.text, at)
                topics = [1 + (at + w.start() in announced) for w in _WORD.finditer(run.text)]
            starts = compress(range(len(run.words)), run.heavy)  # none begins with another word
            for start in starts:
                for end in _ends(run, start, nouns, said):
                    before = run.words[start - 1].casefold() if start else ""
                    led = before if before in {"", _ARTICLE} else "-"
                    yield _phrase(tuple(run.words[start:end]), led, topics[start])


def _ends(
    run: _Run, start: int, nouns: frozenset[str], said: frozenset[tuple[str, ...]]
) -> Iterator[int]:
    """Behind which words a phrase ends that begins at `start`."""
    _, words, heavy = run
    grows = not _acts(words[start])
    for end in range(start + 1, min(start + LONGEST, len(words)) + 1):
        if not grows and end != start + 3:
            continue
        last, alone = words[end - 1], end == start + 1
        if alone and end < len(words) and heavy[end]:
            continue  # it only leads to the next: "Canadian" in "Canadian workers"
        noun = grows and heavy[end - 1] and _is_noun(last, nouns, opens=alone and not start)
        if noun or (end == start + 3 and _is_set(words[start:end], said)):
            yield end
        grows = grows and (heavy[end - 1] or last == JOINT)


def _is_set(words: Sequence[str], said: frozenset[tuple[str, ...]]) -> bool:
    return _joins(words[1]) and tuple(map(str.casefold, words)) in said


@lru_cache(maxsize=50_000)
def _joins(word: str) -> bool:
    return word.casefold() in JOINTS


@lru_cache(maxsize=50_000)
def _leads(word: str) -> bool:
    return word.casefold() in DETERMINERS


@lru_cache(maxsize=50_000)
def _acts(word: str) -> bool:
    return word.casefold().endswith(("ing", "ed"))


def _announced(text: str) -> frozenset[int]:
    """Where in a text an announced subject starts: "This brings us to …"."""
    return frozenset(found.end() for found in _ANNOUNCED.finditer(text))


def _is_noun(word: str, nouns: frozenset[str], *, opens: bool) -> bool:
    told = _told_by_form(word)
    if told is None:
        return (word[0].isupper() and not opens) or stem(word) in nouns
    return told


@lru_cache(maxsize=50_000)
def _told_by_form(word: str) -> bool | None:
    """Whether a word is a noun, as far as its end tells."""
    folded = word.casefold()
    return True if folded.endswith(_NOUN_ENDINGS) else False if folded.endswith("ing") else None


@lru_cache(maxsize=50_000)  # a long talk comes back to its subjects
def _phrase(words: tuple[str, ...], led: str, topic: int) -> Phrase:
    """The phrase of some words. `led`: "the" stands before it, or something, or nothing."""
    shown = [word[:-1] if word[-1] == "." and "." not in word[:-1] else word for word in words]
    if not led and not any(word[0].isupper() for word in shown[1:]):
        shown[0] = _lowered(shown[0])
    key = tuple(stem(word) for word in shown)
    told = " ".join(shown).removesuffix("'s").removesuffix("’s")
    return Phrase(key, told, led == _ARTICLE, topic)


def _lowered(word: str) -> str:
    """A sentence's first word as it would stand inside it, unless it is initials."""
    return word if word.isupper() or "." in word else word[:1].lower() + word[1:]

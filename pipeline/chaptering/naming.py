"""Titles for the parts of a talk, from the names and concepts that set each part off.

A title is one phrase of the text or two joined by "and", two to six words where it can be, no two
alike. A phrase is a run of content words that the text itself uses as a noun phrase.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.chaptering.stopwords import CONNECTORS, DETERMINERS, STOPWORDS
from pipeline.chaptering.units import Part, Unit
from pipeline.model import value

_FRAGMENT = re.compile(r"[.,;:?!()\[\]“”\"—…/]+|\s[–-]\s|--")
_WORD = re.compile(r"[^\W_](?:[\w'’&.–-]*[^\W_])?\.?")
_LONGEST_PHRASE = 4
_LONGEST_TITLE = 6
_WEIGHT = {1: 1.0, 2: 1.9, 3: 2.0, 4: 1.4}  # a phrase of two or three words reads best
_ONCE = 0.3  # what is said once is rarely what a part is about
_TOPIC = 1.6  # what its first paragraph names often is
_PARTNER = 0.45  # a second phrase joins the first when it weighs at least so much of it
_NOUN_ENDINGS = (
    "ism", "tion", "sion", "ity", "ment", "ness", "ship", "ance", "ence", "ics", "ology", "ure",
    "isms", "tions", "sions", "ities", "ments", "dom", "hood", "ery", "ists",
)  # fmt: skip


class _Phrase(NamedTuple):
    key: tuple[str, ...]
    shown: str
    article: bool  # "the" stands before it
    topic: bool  # it stands in the part's first paragraph


@value
class _Found:
    """A phrase in a part: how it is written, how heavy it weighs, where it first stands."""

    key: tuple[str, ...]
    shown: str
    weight: float
    at: int


def content_words(text: str) -> tuple[str, ...]:
    """The words of a text that carry its subject, folded so that forms of a word are one."""
    return tuple(_stem(word) for word in _words(text) if _bears(word))


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    folded = word.casefold().replace("’", "'").replace("–", "-").removesuffix("'s").rstrip(".'")
    if len(folded) > 4 and folded.endswith("s") and not folded.endswith(("ss", "us", "is", "ics")):  # noqa: PLR2004
        folded = folded[:-3] + "y" if folded.endswith("ies") else folded[:-1]
    return folded


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


@lru_cache(maxsize=50_000)
def _bears(word: str) -> bool:
    folded = word.casefold().replace("’", "'")
    return (
        folded not in STOPWORDS
        and folded.removesuffix("'s") not in STOPWORDS
        and not folded[0].isdigit()
        and len(folded) > 1
        and not folded.endswith(("ly", "n't", "'re", "'ve", "'ll", "'d"))
    )


def name(units: Sequence[Unit], parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts with a title each: a heading's stays, others are made of their own phrases."""
    ends = [part.first for part in parts[1:]] + [len(units)]
    texts = [
        [u.text for u in units[part.first : end]] for part, end in zip(parts, ends, strict=True)
    ]
    weighed = _weighed(texts)
    taken: list[str] = [part.title for part in parts if part.title]
    named: list[Part] = []
    for number, (part, found) in enumerate(zip(parts, weighed, strict=True), 1):
        title = part.title or _title(found, taken) or f"Part {number}"
        if not part.title:
            taken.append(title)
        named.append(Part(first=part.first, title=_apart(title, named)))
    return tuple(named)


def _apart(title: str, named: Sequence[Part]) -> str:
    """A title that no earlier part has: a repeated heading gets a number."""
    same = sum(part.title == title or part.title.startswith(f"{title} (") for part in named)
    return f"{title} ({same + 1})" if same else title


def _title(found: Sequence[_Found], taken: Sequence[str]) -> str:
    """The heaviest phrase that no title has used, with a partner when one is nearly as heavy."""
    used = {_stem(word) for title in taken for word in _words(title)}
    fresh = [f for f in found if not used & set(f.key)] or [
        f for f in found if not set(f.key) <= used
    ]
    if not fresh:
        return ""
    first = fresh[0]
    second = next((f for f in fresh[1:12] if _partners(first, f)), None)
    if second is None:
        return _headline(first.shown)
    pair = sorted((first, second), key=lambda f: f.at)
    return _headline(f"{pair[0].shown} and {pair[1].shown}")


def _partners(first: _Found, second: _Found) -> bool:
    words = len(first.shown.split()) + len(second.shown.split()) + 1
    apart = not set(first.key) & set(second.key)
    enough = _PARTNER if len(first.key) > 1 else _PARTNER / 2  # one word alone says little
    return apart and words <= _LONGEST_TITLE + 1 and second.weight >= enough * first.weight


def _headline(text: str) -> str:
    return text[:1].upper() + text[1:]


# --- Weighing --------------------------------------------------------------------------------


def _weighed(texts: Sequence[Sequence[str]]) -> list[list[_Found]]:
    """For each part its phrases, heaviest first."""
    nouns = _nouns(text for part in texts for text in part)
    occurrences = [list(_phrases(part, nouns)) for part in texts]
    spread: Counter[tuple[str, ...]] = Counter()
    total: Counter[tuple[str, ...]] = Counter()
    for phrases in occurrences:
        spread.update({phrase.key for phrase in phrases})
        total.update(phrase.key for phrase in phrases)
    return [_weigh(phrases, spread, total, len(texts)) for phrases in occurrences]


def _weigh(
    phrases: Sequence[_Phrase],
    spread: Counter[tuple[str, ...]],
    total: Counter[tuple[str, ...]],
    parts: int,
) -> list[_Found]:
    counts = Counter(phrase.key for phrase in phrases)
    forms: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    articles: Counter[tuple[str, ...]] = Counter()
    first: dict[tuple[str, ...], int] = {}
    topics = {phrase.key for phrase in phrases if phrase.topic}
    for at, phrase in enumerate(phrases):
        forms[phrase.key][phrase.shown] += 1
        articles[phrase.key] += phrase.article
        first.setdefault(phrase.key, at)
    found = []
    for key, count in counts.items():
        shown = forms[key].most_common(1)[0][0]
        weight = _weight(key, shown, count, total[key]) * (0.6 + math.log(1 + parts / spread[key]))
        weight *= _TOPIC if key in topics else 1.0
        if count > 1 or (len(key) > 1 and shown[0].isupper()):
            with_article = f"the {shown}" if articles[key] * 2 > count else shown
            found.append(_Found(key=key, shown=with_article, weight=weight, at=first[key]))
    found.sort(key=lambda f: (-f.weight, f.at, f.key))
    return _longest(found, counts)


def _weight(key: tuple[str, ...], shown: str, count: int, total: int) -> float:
    named = 1.25 if any(word[0].isupper() for word in shown.split()) else 1.0
    return (
        _WEIGHT[min(len(key), _LONGEST_PHRASE)]
        * named
        * (count**1.25 if count > 1 else _ONCE)
        * math.sqrt(count / total)
    )


def _longest(found: Sequence[_Found], counts: Counter[tuple[str, ...]]) -> list[_Found]:
    """Without the phrases that are mostly a piece of a longer one."""
    kept = []
    for one in found:
        inside = max(
            (counts[f.key] for f in found if len(f.key) > len(one.key) and _holds(f.key, one.key)),
            default=0,
        )
        if inside < 0.6 * counts[one.key]:
            kept.append(one)
    return kept


def _holds(outer: tuple[str, ...], inner: tuple[str, ...]) -> bool:
    size = len(inner)
    return any(outer[i : i + size] == inner for i in range(len(outer) - size + 1))


# --- Phrases ---------------------------------------------------------------------------------


def _nouns(texts: Iterable[str]) -> frozenset[str]:
    """Words that the text uses as the end of a noun phrase: "the …" before, a small word after."""
    seen: Counter[str] = Counter()
    for text in texts:
        for fragment in _FRAGMENT.split(text):
            words = _words(fragment)
            for i, word in enumerate(words):
                after = words[i + 1] if i + 1 < len(words) else ""
                led = any(w.casefold() in DETERMINERS for w in words[max(0, i - 2) : i])
                if _bears(word) and led and (not after or not _bears(after)):
                    seen[_stem(word)] += 1
    return frozenset(word for word, count in seen.items() if count > 1)


def _phrases(texts: Iterable[str], nouns: frozenset[str]) -> Iterator[_Phrase]:
    for number, text in enumerate(texts):
        for fragment in _FRAGMENT.split(text):
            words = _words(fragment)
            for start in range(len(words)):
                for end in range(start + 1, min(start + _LONGEST_PHRASE, len(words)) + 1):
                    if _is_phrase(words[start:end], nouns, opens=start == 0):
                        yield _phrase(words, start, end, topic=number == 0)


def _is_phrase(words: Sequence[str], nouns: frozenset[str], *, opens: bool) -> bool:
    inner = words[1:-1]
    if not (_bears(words[0]) and _bears(words[-1])):
        return False
    if not all(_bears(word) or word in CONNECTORS for word in inner):
        return False
    if words[-1].casefold().endswith("ing") or words[0].casefold().endswith(("ing", "ed")):
        return False
    return _is_noun(words[-1], nouns, opens=opens and len(words) == 1)


def _is_noun(word: str, nouns: frozenset[str], *, opens: bool) -> bool:
    if word[0].isupper() and not opens:
        return True
    return word.casefold().endswith(_NOUN_ENDINGS) or _stem(word) in nouns


def _phrase(words: Sequence[str], start: int, end: int, *, topic: bool) -> _Phrase:
    shown = [word.rstrip(".") if "." not in word[:-1] else word for word in words[start:end]]
    if start == 0 and not any(word[0].isupper() for word in shown[1:]):
        shown[0] = _lowered(shown[0])
    key = tuple(_stem(word) for word in shown)
    before = words[start - 1].casefold() if start else ""
    return _Phrase(
        key, " ".join(shown).removesuffix("'s").removesuffix("’s"), before == "the", topic
    )


def _lowered(word: str) -> str:
    """A sentence's first word as it would stand inside it, unless it is initials."""
    return word if word.isupper() or "." in word else word[:1].lower() + word[1:]

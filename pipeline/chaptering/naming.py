"""Titles for the parts of a talk, from the names and concepts that set each part off.

A title is one phrase of the text or two joined by "and", two to six words where it can be, no two
alike. A phrase is a run of content words that the text itself uses as a noun phrase.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pipeline.chaptering.phrases import LONGEST, Phrase, phrases_of, stem, words_of
from pipeline.chaptering.units import Part, Unit
from pipeline.values import value

_LONGEST_TITLE = 7  # words
_MOST = 60  # the heaviest phrases of a part, of which its title is made
_WEIGHT = {1: 1.0, 2: 1.9, 3: 2.0, 4: 1.6}  # a phrase of two or three words reads best
_ONCE = 0.3  # what is said once is rarely what a part is about
_TOPIC = (1.0, 1.5, 4.0)  # nowhere special; in its first paragraph; announced there
_ROOT = 5  # words that begin with the same so many letters are of one family
_PARTNER = 0.45  # a second phrase joins the first when it weighs at least so much of it


@value
class _Found:
    """A phrase in a part: how it is written, how heavy it weighs, where it first stands."""

    key: tuple[str, ...]
    shown: str
    weight: float
    at: int


def name(
    units: Sequence[Unit],
    parts: Sequence[Part],
    joining: str = " and ",
    numbered: str = "Part {number}",
) -> tuple[Part, ...]:
    """The parts with a title each: a heading's stays, others are made of their own phrases.

    `joining` stands between two phrases, `numbered` where there is none, in the talk's language.
    """
    if not parts:
        return ()
    ends = [part.first for part in parts[1:]] + [len(units)]
    texts = [
        [u.text for u in units[part.first : end]] for part, end in zip(parts, ends, strict=True)
    ]
    weighed = _weighed(texts)
    taken: list[str] = [part.title for part in parts if part.title]
    named: list[Part] = []
    for number, (part, found) in enumerate(zip(parts, weighed, strict=True), 1):
        title = part.title or _title(found, taken, joining) or numbered.format(number=number)
        if not part.title:
            taken.append(title)
        named.append(Part(first=part.first, title=_apart(title, named)))
    return tuple(named)


def _apart(title: str, named: Sequence[Part]) -> str:
    """A title that no earlier part has: a repeated heading gets a number."""
    same = sum(part.title == title or part.title.startswith(f"{title} (") for part in named)
    return f"{title} ({same + 1})" if same else title


def _title(found: Sequence[_Found], taken: Sequence[str], joining: str) -> str:
    """The heaviest phrase that no title has used, with a partner when one is nearly as heavy."""
    used = {stem(word) for title in taken for word in words_of(title)}
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
    return _headline(joining.join(each.shown for each in pair))


def _partners(first: _Found, second: _Found) -> bool:
    words = len(first.shown.split()) + len(second.shown.split()) + 1
    if len(first.key) > 1 and len(second.key) == 1 and second.shown.islower():
        return False  # one common word adds nothing to a phrase
    apart = not {word[:_ROOT] for word in first.key} & {word[:_ROOT] for word in second.key}
    enough = _PARTNER if len(first.key) > 1 else _PARTNER / 2  # one word alone says little
    return apart and words <= _LONGEST_TITLE and second.weight >= enough * first.weight


def _headline(text: str) -> str:
    return text[:1].upper() + text[1:]


# --- Weighing --------------------------------------------------------------------------------


def _weighed(texts: Sequence[Sequence[str]]) -> list[list[_Found]]:
    """For each part its phrases, heaviest first."""
    occurrences = phrases_of(texts)
    spread: Counter[tuple[str, ...]] = Counter()
    total: Counter[tuple[str, ...]] = Counter()
    for phrases in occurrences:
        spread.update({phrase.key for phrase in phrases})
        total.update(phrase.key for phrase in phrases)
    return [_weigh(phrases, spread, total, len(texts)) for phrases in occurrences]


def _weigh(
    phrases: Sequence[Phrase],
    spread: Counter[tuple[str, ...]],
    total: Counter[tuple[str, ...]],
    parts: int,
) -> list[_Found]:
    standing = defaultdict[tuple[str, ...], list[tuple[int, Phrase]]](list)
    for at, phrase in enumerate(phrases):
        standing[phrase.key].append((at, phrase))
    counts = {key: len(each) for key, each in standing.items()}
    found = []
    for key, each in standing.items():
        count, topic = counts[key], max(phrase.topic for _, phrase in each)
        shown = _shown([phrase.shown for _, phrase in each])
        if count > 1 or topic > 1 or (len(key) > 1 and shown[0].isupper()):
            weight = _weight(key, shown, count, total[key]) * (
                0.6 + math.log(1 + parts / spread[key])
            )
            often = sum(phrase.article for _, phrase in each) * 2 > count
            shown = f"the {shown}" if often else shown
            at = each[0][0]
            found.append(_Found(key=key, shown=shown, weight=weight * _TOPIC[topic], at=at))
    found.sort(key=lambda f: (-f.weight, f.at, f.key))
    return _longest(found[:_MOST], counts)


def _shown(forms: Sequence[str]) -> str:
    """How a phrase is written most often."""
    if len(set(forms)) == 1:
        return forms[0]
    ((shown, _),) = Counter(forms).most_common(1)
    return shown


def _weight(key: tuple[str, ...], shown: str, count: int, total: int) -> float:
    named = 1.25 if any(word[0].isupper() for word in shown.split()) else 1.0
    return (
        _WEIGHT[min(len(key), LONGEST)]
        * named
        * (count**1.25 if count > 1 else _ONCE)
        * math.sqrt(count / total)
    )


def _longest(found: Sequence[_Found], counts: Mapping[tuple[str, ...], int]) -> list[_Found]:
    """Without the phrases that are mostly a piece of a longer one."""
    inside: dict[tuple[str, ...], int] = {}  # how often a piece is said in one longer phrase
    for one in found:
        for piece in _pieces(one.key):
            inside[piece] = max(inside.get(piece, 0), counts[one.key])
    return [one for one in found if inside.get(one.key, 0) < 0.6 * counts[one.key]]


def _pieces(key: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The words in a row that a phrase holds, but for all of them."""
    for size in range(1, len(key)):
        for start in range(len(key) - size + 1):
            yield key[start : start + size]

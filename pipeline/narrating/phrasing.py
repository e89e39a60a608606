"""A line that was spoken badly → other ways to ask for it. The promise: the same words."""

from collections.abc import Iterator, Sequence

from pipeline.model import Word
from pipeline.patterns import pattern
from pipeline.values import replace

Words = tuple[Word, ...]
Way = tuple[Words, ...]  # parts that are spoken one by one

MOST = 3  # ways to ask for a line

_MARKS = pattern(r"[^\w\s'’-]|(?<!\w)[-'’]|[-'’](?!\w)")
_ENDS = pattern(r"[.?!…]+[”’\"')]*$")
_CLAUSE = pattern(r"[,;:—–]”?$")
_PART = 2  # said words that a part has at least


def ways(words: Words, *, repeatable: bool) -> Iterator[Way]:
    """The `MOST` ways or fewer to try, the plain one first; none twice of who repeats itself.

    Then without the marks inside, and in two parts; or, of an engine that may do better the next
    time, first the same again.
    """
    whole = (words,)
    yield whole
    light, parted = (lightened(words),), halves(words)
    if repeatable:
        yield from (way for way in dict.fromkeys((light, parted)) if way != whole)
    else:
        yield from (whole, parted if parted != whole else light)


def lightened(words: Words) -> Words:
    """The words without punctuation but for what ends the line."""
    ends = _ENDS.search(words[-1].said) if words else None
    bare = [replace(word, said=" ".join(_MARKS.sub(" ", word.said).split())) for word in words]
    if ends:
        bare[-1] = replace(bare[-1], said=bare[-1].said + ends[0])
    return tuple(bare)


def halves(words: Words) -> Way:
    """The words in two, at the clause nearest to the middle or else there; a short line whole."""
    said = [index for index, word in enumerate(words) if any(map(str.isalnum, word.said))]
    cuts = said[_PART : 1 - _PART]
    if not cuts:
        return (words,)
    middle = said[len(said) // 2]
    clauses = [cut for cut in cuts if ends_clause(words[:cut])]
    cut = min(clauses or cuts, key=lambda cut: abs(cut - middle))
    return words[:cut], words[cut:]


def ends_clause(words: Sequence[Word]) -> bool:
    """Whether a pause is right behind these words."""
    last = next((word for word in reversed(words) if word.shown), None)
    return last is not None and bool(_CLAUSE.search(last.said or last.shown))

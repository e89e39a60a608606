"""A sentence, a quotation or a clause → the language it is in, where that is not the text's own.

The promise: names, titles and phrases of a word or two stay in the text's own language. Another one
needs the words that make a sentence, and none of the text's own.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from pipeline.patterns import pattern
from pipeline.spoken import tokens
from pipeline.spoken.languages.letters import ranked
from pipeline.spoken.languages.telling import SMALL, script
from pipeline.spoken.languages.words import JOINING, TELLING
from pipeline.spoken.tokens import Token

_WORD = pattern(r"[^\W\d_]+(?:['’](?=\w))?|['’][^\W\d_]+")
_ELIDED = {"fr": {"c", "j", "qu", "n", "s", "m", "t", "l", "d"},
           "it": {"l", "d", "c", "dell", "nell", "all", "dall", "sull", "un", "quell"}}  # fmt: skip
_KNOWN = {
    code: small
    | set(TELLING.get(code, "").split())
    | {f"{each}'" for each in _ELIDED.get(code, ())}
    for code, small in SMALL.items()
}
_JOINING = {code: set(words.split()) | {"l'", "d'", "dell'", "nell'", "all'"}
            for code, words in JOINING.items()}  # fmt: skip
_ALONE = {  # words that no other language has: one of them is enough to stay
    code: known - set().union(*(other for each, other in _KNOWN.items() if each != code))
    for code, known in _KNOWN.items()
}
_ENDED = pattern(r"[.!?…][”»“’\"')\]]*\s*$")
_OPENING, _CLOSING, _PARTING = '“«„‘‚"([', '”»“’‘")]', ':;—–…”»“")]'
_IDEOGRAMS = {"zh", "ja", "ko"}  # a letter of theirs is a word
_OTHER_SCRIPT = 0.5  # share of the letters
_FEWEST = 4  # words of a sentence in another language
_LEAST = 2  # of them small words; and ordinary ones, where nothing else tells a sentence
_NAMED = 4  # a title has one capital in so many words, or more
_NOUNS = {"de"}  # have a capital each
_LOOSE = 8  # marks without a fellow; a sentence that has more is none
_SURE = 4  # small words that need no second opinion
_LEAD = 1.5  # times as many as the runner-up has
_MARGIN, _MARGIN_A_WORD = 6.0, 0.6  # of log-likelihoods, before another language is believed


class _Share(NamedTuple):
    """What of some words is known to a language; `strange`: to the text's own language alone."""

    known: int
    telling: int  # make a sentence, where names and titles have only the others
    strange: int


def foreign(text: str, around: str) -> str:
    """The ISO code of the language a text is in, if it is not `around`; else empty."""
    own = around.partition("-")[0].lower()
    if code := _letters(text):
        return code if code != own else ""
    if own not in _KNOWN or any(word in _ALONE[own] for word in _words(text)):  # as nearly always
        return ""
    words = list(_words(text))
    if len(words) < _FEWEST:
        return ""
    shares = {code: _share(words, code, own) for code in _KNOWN if code != own}
    best, second = sorted(shares, key=lambda code: shares[code], reverse=True)[:2]
    if not _sentence(text, words, best, shares[best]):
        return ""
    clear = shares[best].known >= _LEAD * shares[second].known
    if clear and shares[best].known >= _SURE and shares[best].telling > 1:
        return best
    return _modelled(text, shares, own, len(words))


def stretches(shown: Sequence[str], around: str) -> tuple[tuple[int, int, str], ...]:
    """The stretches `[start, end)` of a sentence's words in another language, in order."""
    if code := foreign(" ".join(shown), around):
        return ((0, len(shown), code),)
    found: list[tuple[int, int, str]] = []
    done = 0
    parts = [tokens.split(word) for word in shown]
    spans = {*_quotations(parts), *_clauses(parts), *_lettered(shown)}
    for start, end in sorted(spans, key=_widest_first):
        text = " ".join(shown[start:end])
        if start >= done and (code := foreign(text, around)):
            found.append((start, end, code))
            done = end
    return tuple(found)


def _widest_first(span: tuple[int, int]) -> tuple[int, int]:
    return span[0], -span[1]


def _words(text: str) -> Iterator[str]:
    """The words as they are written, but the first of a sentence in small letters."""
    for number, found in enumerate(_WORD.finditer(text)):
        word = found[0].replace("’", "'")
        yield word if number else word[:1].lower() + word[1:]


def _share(words: Sequence[str], code: str, own: str) -> _Share:
    theirs, mine = _KNOWN[code], _KNOWN[own]
    known = [word for word in words if word in theirs and word not in mine]
    return _Share(
        known=len(known),
        telling=sum(word not in _JOINING[code] for word in known),
        strange=sum(word in mine and word not in theirs for word in words),
    )


def _sentence(text: str, words: Sequence[str], code: str, share: _Share) -> bool:
    """Whether some words can be a sentence of a language, and none of them is of the text's own."""
    if share.strange or share.known < _LEAST:
        return False
    if share.telling:
        return True
    content = sum(word[:1].islower() and word not in _KNOWN[code] for word in words[1:])
    named = sum(word[:1].isupper() for word in words[1:])
    return (
        bool(_ENDED.search(text))
        and content >= _LEAST
        and named * (2 if code in _NOUNS else _NAMED) < len(words)
    )


def _modelled(text: str, shares: Mapping[str, _Share], own: str, count: int) -> str:
    """The likeliest of the languages whose small words are there, if clearly likelier than own."""
    scores = {code: score for code, score in ranked(text) if code in _KNOWN}
    best = next(iter(scores))
    if best == own or shares[best].known < _LEAST or shares[best].strange:
        return ""
    return best if scores[best] - scores[own] >= _MARGIN + _MARGIN_A_WORD * count else ""


def _quotations(parts: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """From each opening mark to its closing one, or the end; a loose one closes from the start."""
    opened: list[int] = []
    loose = 0
    for at, (lead, _, trail) in enumerate(parts):
        opened += [at] * sum(sign in _OPENING for sign in lead)
        for _ in (sign for sign in trail if sign in _CLOSING):
            if opened:
                yield opened.pop(), at + 1
            elif loose < _LOOSE:
                loose += 1
                yield 0, at + 1
    yield from ((at, len(parts)) for at in opened[:_LOOSE])


def _lettered(shown: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Neighbours in one other script; a letter by itself is a sign: the angle α."""
    at = 0
    for code, group in groupby(shown, key=_letters):
        size = len(list(group))
        if code:
            yield at, at + size
        at += size


def _letters(word: str) -> str:
    """The language of a word, or more, in another script."""
    if word.isascii():
        return ""
    several = sum(map(str.isalpha, word)) > 1 or script(word, 0) in _IDEOGRAMS
    return script(word, _OTHER_SCRIPT) if several else ""


def _clauses(parts: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Between colons, semicolons, dashes, brackets and quotation marks."""
    start = 0
    for at, (lead, core, trail) in enumerate(parts):
        if lead or not core:
            yield start, at
            start = at
        if not core or any(sign in _PARTING for sign in trail):
            yield start, at + 1
            start = at + 1
    yield start, len(parts)

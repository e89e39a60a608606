"""A sentence and the rules of its language → what the voice gets for each word.

A rule is a pattern over the whole sentence and the words for what it found. Rules are tried in
order, and the first to claim a stretch has it; what none claims is said as it is written, without
its typographic signs. The promise: reading the result again changes nothing.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.patterns import pattern
from pipeline.spoken import tokens
from pipeline.spoken.lexicon import Lexicon

Found = re.Match[str]
Spoken = Mapping[str, str] | str | None  # by group; for the group x, else the whole; or not mine


class Rule(NamedTuple):
    """What it looks for, and its words; `figures`: only in a sentence that has a figure."""

    pattern: re.Pattern[str]
    words: Callable[[Found], Spoken]
    figures: bool = False


# Claimed stretches are held as single characters of the private use area until all is put together.
_HELD = 0xE000
_MOST = 0x18FF
_PRIVATE = pattern("[\ue000-\uf8ff]")
_JOINED = pattern(r"(?<=[\ue000-\uf8ff])(?=[\w\ue000-\uf8ff])|(?<=\w)(?=[\ue000-\uf8ff])")
_DASHES = pattern(r"(?<=\S)(?:[—…]+|--+|\.{2,})(?=\S)")
_UNSAID = pattern(r"[^\w\s'.,;:?!\ue000-\uf8ff-]|_")
_LETTER = r"[\w\ue000-\uf8ff]"
_STRAY = pattern(rf"(?<!{_LETTER})['-]+|-+(?!{_LETTER})|'+(?=')")
_DOTS = pattern(r"(?<=\w)[·‧•](?=\w)")  # étudiant·e·s, col·lectiu: one word all the same
_OPENING = "([{—–…"
_FIGURE = pattern(r"\d")


class _Claims:
    """Which stretches of a sentence have words already, by the token they stand in."""

    def __init__(self, shown: Sequence[str]) -> None:
        self.text = " ".join(shown)
        self.starts = [0]
        for word in shown[:-1]:
            self.starts.append(self.starts[-1] + len(word) + 1)
        self.taken = bytearray(len(self.text))
        self.pieces: dict[int, list[tuple[int, int, str]]] = {}

    def claim(self, start: int, end: int, words: str) -> None:
        """Give a stretch its words: one a token where they are as many, else all to the first."""
        self.taken[start:end] = b"\1" * (end - start)
        spans = list(self._split(start, end))
        apart = words.split()
        shares = apart if len(apart) == len(spans) else [words, *[""] * (len(spans) - 1)]
        for (token, first, last), share in zip(spans, shares, strict=True):
            self.pieces.setdefault(token, []).append((first, last, share))

    def _split(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """The tokens of a stretch, each with the part of it in that token."""
        while start < end:
            token = bisect_right(self.starts, start) - 1
            following = self.starts[token + 1] if token + 1 < len(self.starts) else end + 1
            yield token, start, min(end, following - 1)
            start = following

    def free(self, start: int, end: int) -> bool:
        """Whether nothing there has words yet."""
        return not any(self.taken[start:end])


def read(shown: Sequence[str], rules: Iterable[Rule], lexicon: Lexicon) -> list[str]:
    """What the voice gets for each word; empty where it is a pause or said with another."""
    if not shown:
        return []
    claims = _Claims([_PRIVATE.sub("*", word) for word in shown])
    _look_up(claims, shown, lexicon)
    figures = bool(_FIGURE.search(claims.text))
    for rule in rules:
        if figures or not rule.figures:
            _apply(rule, claims)
    return _together(claims, shown)


def _look_up(claims: _Claims, shown: Sequence[str], lexicon: Lexicon) -> None:
    """The lexicon's own words come before any rule."""
    for word, start in zip(shown, claims.starts, strict=True):
        token = tokens.split(word)
        if token.core and (like := lexicon.like(token.core)):
            first = start + len(token.lead)
            claims.claim(first, first + len(token.core), like)


def _apply(rule: Rule, claims: _Claims) -> None:
    for found in rule.pattern.finditer(claims.text):
        named = {key: found.span(key) for key in found.re.groupindex if found.start(key) >= 0}
        spoken = rule.words(found)
        if spoken is None:
            continue
        if isinstance(spoken, str):
            spoken = {"x" if "x" in named else "": spoken}
        spans = [(*(named[key] if key else found.span()), words) for key, words in spoken.items()]
        if all(claims.free(start, end) for start, end, _ in spans):
            for start, end, words in spans:
                claims.claim(start, end, words)


# --- Putting words and punctuation together --------------------------------------------------


def _together(claims: _Claims, shown: Sequence[str]) -> list[str]:
    held: list[str] = []
    parts = []
    for at, start in enumerate(claims.starts):
        word, done = "", start
        for first, last, words in sorted(claims.pieces.get(at, [])):
            held.append(words)
            word += claims.text[done:first] + chr(_HELD + len(held) % _MOST)
            done = last
        end = claims.starts[at + 1] - 1 if at + 1 < len(claims.starts) else len(claims.text)
        parts.append(tokens.split(word + claims.text[done:end]))
    return _punctuated(parts, shown, held)


def _punctuated(
    parts: Sequence[tokens.Token], shown: Sequence[str], held: Sequence[str]
) -> list[str]:
    said: list[str] = []
    cores = [_plain(part.core, held) for part in parts]
    last = max((at for at, core in enumerate(cores) if core), default=0)
    for at, part in enumerate(parts):
        _pause_before(said, part)
        trail = tokens.split(shown[at]).trail if at >= last else part.trail
        if trail.startswith(".") and at < last and _goes_on(parts[at + 1 :], cores[at + 1 :]):
            trail = trail[1:]
        said.append(tokens.with_pause(cores[at], tokens.pause(trail)))
        if not cores[at] and part.core and tokens.pause(trail):  # a claimed part of the word before
            _close(said, tokens.pause(trail))
    return said


def _pause_before(said: list[str], part: tokens.Token) -> None:
    """An opening bracket, a dash or bare punctuation is a pause after the word before."""
    opening = any(sign in _OPENING for sign in part.lead) or (part.lead == "-" and not part.core)
    if part.core and not opening:
        return
    sign = "" if part.core else tokens.pause(part.lead + part.trail)
    if sign or opening:
        _close(said, sign or ",")


def _close(said: list[str], sign: str) -> None:
    before = next((i for i in range(len(said) - 1, -1, -1) if said[i]), None)
    if before is not None:
        said[before] = tokens.with_pause(said[before], sign)


def _goes_on(parts: Sequence[tokens.Token], cores: Sequence[str]) -> bool:
    """Whether a sentence goes on behind a full stop, which then abbreviates."""
    for part, core in zip(parts, cores, strict=True):
        if core or part.core:
            return core[:1].islower()
    return False


def _plain(core: str, held: Sequence[str]) -> str:
    """A word with its claimed stretches in words and its typographic signs made plain."""
    core = core.replace("’", "'").replace("ʼ", "'").replace("–", "-").replace("‑", "-")
    core = _UNSAID.sub(" ", _DASHES.sub(", ", _DOTS.sub("", core)))
    core = _STRAY.sub(" ", core)
    core = _JOINED.sub(" ", core)
    core = _PRIVATE.sub(lambda found: held[(ord(found[0]) - _HELD - 1) % _MOST], core)
    return " ".join(core.split())

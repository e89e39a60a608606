"""Words in, lines of a given width out: hyphenated at line ends, as typesetters do.

The promise: no character but the hyphen at a line's end is put in, and none is lost.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from documents.part import Piece

_SYLLABLE = re.compile(r"(?<=\w[aeiou][^\W\daeiou])(?=[^\W\daeiou][aeiou]\w)|(?<=\w-)(?=\w)")


class Fragment(NamedTuple):
    """Letters of one style: "" | "emphasis" | "strong" | "link" | "note"."""

    text: str
    kind: str = ""
    url: str = ""


Word = tuple[Fragment, ...]
Line = tuple[Word, ...]
Width = Callable[[Word], float]  # points
Room = Callable[[int], float]  # points a line may take, by its number in the block


def words(pieces: Iterable[Piece]) -> Iterator[Word]:
    """Split at blanks; a word may change its style inside."""
    word: list[Fragment] = []
    for piece in pieces:
        for part in re.split(r"(\s+)", piece.text):
            if part.isspace():
                yield from [tuple(word)] if word else []
                word = []
            elif part:
                word.append(Fragment(part, piece.kind, piece.url))
    yield from [tuple(word)] if word else []


def lines(waiting: Iterable[Word], width: Width, room: Room, *, hyphens: bool) -> list[Line]:
    """Fill lines from left to right."""
    rest = list(waiting)[::-1]
    made: list[Line] = []
    line: list[Word] = []
    while rest:
        word = rest.pop()
        if width(_joined([*line, word])) <= room(len(made)):
            line.append(word)
            continue
        head, tail = _cut(word, line, width, room(len(made))) if hyphens else ((), word)
        if head:
            line.append(head)
        made.append(tuple(line))
        line = []
        rest.append(tail)
        if not made[-1]:  # longer than a whole line: it stands out
            made[-1] = (rest.pop(),)
    return [*made, tuple(line)] if line else made


def _joined(line: list[Word]) -> Word:
    return tuple(piece for word in line for piece in (*word, Fragment(" ")))[:-1]


def _cut(word: Word, line: list[Word], width: Width, room: float) -> tuple[Word, Word]:
    """The head of a word that still fits, with its hyphen, and the tail."""
    if len(word) != 1 or word[0].kind in {"note", "link"}:
        return (), word
    text, kind, url = word[0]
    for place in reversed([found.start() for found in _SYLLABLE.finditer(text)]):
        hyphen = "" if text[place - 1] == "-" else "-"
        head = (Fragment(text[:place] + hyphen, kind, url),)
        if width(_joined([*line, head])) <= room:
            return head, (Fragment(text[place:], kind, url),)
    return (), word

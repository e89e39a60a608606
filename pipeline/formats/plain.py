"""Text in, text that any file can hold out. The promise: only what a reader could see is left."""

import unicodedata

_UNSEEN = frozenset({"Cc", "Cs"})  # control characters, halves of a surrogate pair
_MARK = "\ufeff"  # a byte order mark inside a text makes UTF-16 readers turn it round


def one_line(text: str) -> str:
    """Runs of blanks and line ends become one blank; control characters go."""
    if not text.isprintable():
        text = "".join(map(_seen, text))
    return " ".join(text.split())


def paragraphs(text: str) -> str:
    """The same for each line, with its end kept as a line feed."""
    return "\n".join(map(one_line, text.splitlines())).strip()


def _seen(char: str) -> str:
    if char.isspace():
        return " "
    return "" if char == _MARK or unicodedata.category(char) in _UNSEEN else char

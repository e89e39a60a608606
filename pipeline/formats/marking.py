"""A stretch of a block's text and what lies over it → HTML. Promise: escaped, in its own order."""

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from markupsafe import Markup, escape

from pipeline.formats.templating import href, legal
from pipeline.model import Line, Mark
from pipeline.values import value

_TAGS = {"emphasis": "em", "strong": "strong", "code": "code"}


@value
class Layer:
    """What is put round the characters `[start, end)` of a text, piece by piece."""

    start: int
    end: int
    wrap: Callable[[Markup], Markup]


def layers(marks: Iterable[Mark]) -> tuple[Layer, ...]:
    """An author's emphasis and links."""
    return tuple(
        Layer(start=mark.start, end=mark.end, wrap=_wrapper(mark))
        for mark in marks
        if mark.kind == "link" or mark.kind in _TAGS
    )


def place_of(text: str, line: Line, start: int) -> tuple[tuple[int, int], ...]:
    """Where the line's words stand in a block's text from `start` on; nothing if they do not."""
    places = []
    for word in line.words:
        at = text.find(word.shown, start)
        if at < 0 or text[start:at].strip():
            return ()
        start = at + len(word.shown)
        places.append((at, start))
    return tuple(places)


def span_of(text: str, line: Line, start: int) -> tuple[int, int] | None:
    """From where to where the line stands in a block's text from `start` on, if it does."""
    shown = line.shown
    at = text.find(shown, start)
    if shown and at >= 0 and not text[start:at].strip():  # as nearly always
        return at, at + len(shown)
    places = place_of(text, line, start)
    return (places[0][0], places[-1][1]) if places else None


def marked(text: str, over: Sequence[Layer], start: int, end: int) -> Markup:
    """The characters `[start, end)` with the layers that lie over them, the first innermost."""
    near = [layer for layer in over if layer.start < end and layer.end > start]
    if not near:  # as most sentences have it
        return escape(legal(text[start:end]))
    edges = {edge for layer in near for edge in (layer.start, layer.end) if start < edge < end}
    html = Markup("")
    for left, right in pairwise(sorted({start, end} | edges)):
        piece = escape(legal(text[left:right]))
        for layer in near:
            if layer.start <= left and right <= layer.end:
                piece = layer.wrap(piece)
        html += piece
    return html


def _wrapper(mark: Mark) -> Callable[[Markup], Markup]:
    if mark.kind == "link":
        url = href(mark.url)
        return lambda piece: Markup('<a href="{}">{}</a>').format(url, piece) if url else piece
    tag = Markup(_TAGS[mark.kind])  # noqa: S704  one of ours
    return lambda piece: Markup("<{0}>{1}</{0}>").format(tag, piece)

"""Article and narration → the text as it is read, in HTML. Promise: all of it, escaped, timed.

Each sentence knows when it is said (`data-start`, seconds) and each chapter is an anchor
`#t=754`; links and emphasis stand where the author put them.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from markupsafe import Markup, escape

from pipeline.formats.templating import href, legal, render
from pipeline.formats.timecode import seconds
from pipeline.model import Article, Block, Line, Mark, Narration, Role, Take, value

TYPE = "text/html"
_TAGS = {"emphasis": "em", "strong": "strong", "code": "code"}


@value
class Paragraph:
    """What one block said: its role, who speaks if anybody is named, its sentences as HTML."""

    role: Role
    speaker: str
    html: Markup


@value
class Section:
    """A chapter: its title, its start in whole seconds, its paragraphs."""

    title: str
    start: int
    paragraphs: tuple[Paragraph, ...]


def text_html(article: Article, narration: Narration, title: str) -> bytes:
    """A page of HTML with the whole text, in the order it is said."""
    sections = tuple(_sections(article, narration))
    language = narration.script.language
    page = render("text.html", title=legal(title), language=language, sections=sections)
    return page.encode()


def inner(page: bytes) -> Markup:
    """The text out of a page made by `text_html`, to be set into another."""
    _, _, rest = page.decode().partition("<article>")
    return Markup(rest.partition("</article>")[0].strip())  # noqa: S704  (we wrote it, escaped)


def _sections(article: Article, narration: Narration) -> Iterator[Section]:
    timed = list(narration.timed())
    firsts = [*narration.chapter_takes, len(timed)]
    for chapter, (first, end) in zip(narration.script.chapters, pairwise(firsts), strict=True):
        if takes := [(start, take) for start, _, take in timed[first:end]]:
            paragraphs = tuple(_paragraphs(article, takes))
            title, start = legal(chapter.title), int(seconds(takes[0][0]))
            said = paragraphs[0].role == Role.HEADING and paragraphs[0].html.striptags() == title
            yield Section(title=title, start=start, paragraphs=paragraphs[said:])


def _paragraphs(article: Article, takes: Sequence[tuple[int, Take]]) -> Iterator[Paragraph]:
    for (number, role), group in groupby(
        takes, lambda pair: (pair[1].line.block, pair[1].line.role)
    ):
        said = list(group)
        block = None if number is None else article.blocks[number]
        html = Markup(" ").join(_sentences(block, said))
        yield Paragraph(role=role, speaker=legal(block.speaker) if block else "", html=html)


def _place(timed: tuple[int, Take]) -> tuple[int | None, Role]:
    return timed[1].line.block, timed[1].line.role


def _sentences(block: Block | None, said: Iterable[tuple[int, Take]]) -> Iterator[Markup]:
    text = block.text if block else ""
    place = 0
    for start, take in said:
        found = _found(text, take.line, place)
        if block and found:
            place = found[1]
            shown = _marked(text, block.marks, *found)
        else:
            shown = escape(legal(take.line.shown))
        yield Markup('<span data-start="{}">{}</span>').format(seconds(start), shown)


def _found(text: str, line: Line, place: int) -> tuple[int, int] | None:
    """Where the line's words stand in the block's text from `place`, one after another."""
    starts = []
    for word in line.words:
        at = text.find(word.shown, place)
        if at < 0 or text[place:at].strip():
            return None
        starts.append(at)
        place = at + len(word.shown)
    return (starts[0], place) if starts else None


def _marked(text: str, marks: Sequence[Mark], start: int, end: int) -> Markup:
    """The characters `[start, end)` with the marks that lie over them."""
    edges = {edge for mark in marks for edge in (mark.start, mark.end) if start < edge < end}
    html = Markup("")
    for left, right in pairwise(sorted({start, end} | edges)):
        piece = escape(legal(text[left:right]))
        for mark in marks:
            if mark.start <= left and right <= mark.end:
                piece = _wrapped(piece, mark)
        html += piece
    return html


def _wrapped(piece: Markup, mark: Mark) -> Markup:
    if mark.kind == "link":
        url = href(mark.url)
        return Markup('<a href="{}">{}</a>').format(url, piece) if url else piece
    tag = _TAGS[mark.kind]
    return Markup("<{0}>{1}</{0}>").format(Markup(tag), piece)  # noqa: S704  (one of ours)

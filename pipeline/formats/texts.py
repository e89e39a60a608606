"""Article and narration → the text as it is read, in HTML. Promise: all of it, escaped, timed.

Each sentence has its time and those of its words (`data-t`, hundredths of a second: when it begins,
then how much later each word is heard than what is before it), and each chapter is an anchor
`#t=754`; links and emphasis stand where the author put them.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, groupby, pairwise
from operator import sub

from markupsafe import Markup, escape

from pipeline.formats.figures import figure
from pipeline.formats.marking import layers, marked, span_of
from pipeline.formats.page_words import language_of
from pipeline.formats.templating import legal, render
from pipeline.formats.timecode import seconds
from pipeline.formats.word_times import anchors, shown, spans, when
from pipeline.model import RATE, Article, Block, Narration, Role, Take
from pipeline.values import value

TYPE = "text/html"


@value
class Paragraph:
    """What one block said: its role, who speaks if anybody is named, its sentences as HTML.

    `figure` is the table or the listing that the sentences describe, if they do.
    """

    role: Role
    speaker: str
    html: Markup
    figure: Markup


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
    facts = {"title": legal(title), "spoken": language, "sections": sections}
    page = render("text.html", "", language_of(language), **facts)
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
    for (number, role, about), group in groupby(takes, _belonging):
        block = None if number is None else article.blocks[number]
        described = None if about is None else article.blocks[about]
        yield Paragraph(
            role=role,
            speaker=legal(block.speaker) if block else "",
            html=Markup("".join(_sentences(block, group))),  # noqa: S704  (all of it is escaped)
            figure=figure(described.role, described.text) if described else Markup(""),
        )


def _belonging(pair: tuple[int, Take]) -> tuple[int | None, Role, int | None]:
    line = pair[1].line
    return line.block, line.role, line.about


def _sentences(block: Block | None, said: Iterable[tuple[int, Take]]) -> Iterator[str]:
    """The HTML of each sentence, behind what stands between it and the one before."""
    text = block.text if block else ""
    over = layers(block.marks) if block else ()
    place = 0
    for number, (start, take) in enumerate(said):
        gap = " " if number else ""
        if found := span_of(text, take.line, place):
            first, last = found
            gap, html, place = escape(text[place:first]), marked(text, over, first, last), last
        else:
            html = escape(legal(take.line.shown))
        yield f'{gap}<span data-t="{_times(start, take)}">{html}</span>'


def _times(start: int, take: Take) -> str:
    """When a sentence begins, and each word that can be seen is heard, from one to the next.

    Words are what stands between blanks, so that whoever has the text can count them.
    """
    begun = start * 200 + RATE  # twice, in hundredths of a sample: half of one is rounded up
    heard = [(begun + at * 200) // (2 * RATE) for at in (0, *_begins(take))]
    return " ".join(map(str, (heard[0], *map(sub, heard[1:], heard))))


def _begins(take: Take) -> Sequence[int]:
    words = shown(take.line)
    text = " ".join(words)
    if text.count(" ") + 1 == len(words):  # as nearly always
        return spans(take, words)[0]
    known, pieces = anchors(take), text.split(" ")
    places = accumulate((len(piece) + 1 for piece in pieces[:-1]), initial=0)
    return [when(known, at) for at in places]

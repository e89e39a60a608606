"""A script → the same, with its sounds: where music and cues belong. The promise: one take each.

The opening's sentences become one line, with its theme under it, and so do the last ones with the
closing: a theme and the words over it are one take, which is kept, and edited, like any other.
"""

from itertools import takewhile

from pipeline.model import Chapter, Line, Pauses, Role, Sound
from pipeline.values import replace

_MOST = 400  # characters over one piece of music; a longer opening goes on without


def scored(chapters: tuple[Chapter, ...], sound: Sound, pauses: Pauses) -> tuple[Chapter, ...]:
    """The chapters with a theme, a closing, marks between them and cues round pull-quotes."""
    first, *rest = (replace(each, lines=_quotes(each.lines, sound)) for each in chapters)
    if sound.plays("theme"):
        first = replace(first, lines=_opened(first.lines, pauses))
    told = [first, *(_marked(chapter, sound) for chapter in rest)]
    if first.lines[-1].cue == "theme" and len(told) > 1:  # the theme has just ended
        told[1] = rest[0]
    if sound.plays("closing"):
        told[-1] = replace(told[-1], lines=_closed(told[-1].lines, pauses))
    return tuple(told)


def _marked(chapter: Chapter, sound: Sound) -> Chapter:
    head, *others = chapter.lines
    if head.cue or not sound.plays("mark"):
        return chapter
    return replace(chapter, lines=(replace(head, cue="mark"), *others))


def _quotes(lines: tuple[Line, ...], sound: Sound) -> tuple[Line, ...]:
    """Each pull-quote with a cue before its first line and another behind its last."""
    made = []
    for before, line, behind in zip((None, *lines), lines, (*lines[1:], None), strict=False):
        if line.role is Role.PULL_QUOTE:
            starts = before is None or before.block != line.block
            ends = behind is None or behind.block != line.block
            made.append(
                replace(
                    line,
                    cue="quote" if starts and sound.plays("quote") else "",
                    after="quote_end" if ends and sound.plays("quote_end") else "",
                )
            )
        else:
            made.append(line)
    return tuple(made)


def _opened(lines: tuple[Line, ...], pauses: Pauses) -> tuple[Line, ...]:
    """The opening's lines as one, over the theme; without an opening, over the first line."""
    at = next((at for at, line in enumerate(lines) if line.role is Role.OPENING), 0)
    spoken = tuple(takewhile(lambda line: line.role is Role.OPENING, lines[at:])) or lines[at:][:1]
    over = _fitting(spoken)
    one = replace(_joined(over, pauses), cue="theme")
    return (*lines[:at], one, *lines[at + len(over) :])


def _closed(lines: tuple[Line, ...], pauses: Pauses) -> tuple[Line, ...]:
    """The last lines of the closing as one, over its music; without a closing, the last line."""
    last = tuple(takewhile(lambda line: line.role is Role.CLOSING, reversed(lines))) or lines[-1:]
    over = _fitting(last)[::-1]
    one = replace(_joined(over, pauses), after="closing")
    return (*lines[: len(lines) - len(over)], one)


def _fitting(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """As many lines as music lasts for, one at least, all in the first one's voice."""
    fitting: list[Line] = []
    length = 0
    for line in lines:
        length += len(line.said)
        if fitting and (length > _MOST or line.voice != lines[0].voice):
            break
        fitting.append(line)
    return tuple(fitting)


def _joined(lines: tuple[Line, ...], pauses: Pauses) -> Line:
    """Lines as one, with a paragraph's pause where each of them ended."""
    words = tuple(word for line in lines for word in line.words)
    ends: list[int] = []
    for line in lines[:-1]:
        ends.append(len(line.words) + (ends[-1] if ends else -1))
    return replace(
        lines[0],
        words=words,
        cue=lines[0].cue,
        after=lines[-1].after,
        breaths=tuple((end, pauses.paragraph) for end in ends),
    )

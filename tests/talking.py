"""A short talk with a pull-quote, for tests of what is made of a script."""

from collections.abc import Callable, Iterable
from typing import Any

from pipeline.model import Chapter, Line, Narration, Role, Script, Word
from pipeline.narrating import Job, Made
from pipeline.store import Store

TALK = """In the summer of that year the readers climbed the platform and opened the book.
The whole floor grew still, for nobody wanted to miss how the story went on.
What they asked for was simple: a shorter day, a fair wage, and the right to be heard.
The owners thought the matter closed — they were wrong about that, and about much else.
Letters crossed three oceans in 1907, and the answers took months to come back.
And yet they kept coming, in five languages, with money folded inside of them."""
QUOTE = "Nobody had asked them to come, and nobody could make them leave."


def line(text: str, **facts: Any) -> Line:
    words = tuple(Word(shown=word, said="" if word == "—" else word) for word in text.split())
    return Line(words=words, **{"role": Role.PARAGRAPH, "pause": 0.35, **facts})


def script(*lines: Line | str) -> Script:
    made = tuple(line(each) if isinstance(each, str) else each for each in lines)
    return Script(chapters=(Chapter(title="One", lines=made),))


TALKED = script(
    *TALK.splitlines()[:3],
    line(QUOTE, role=Role.PULL_QUOTE, voice="pull_quote", cue="quote", pause=1.1),
    *TALK.splitlines()[3:],
)


def never(function: Callable[[Job], Made], jobs: Iterable[Job]) -> Iterable[Made]:
    raise AssertionError(f"{function} was to be called for {len(list(jobs))} jobs")


def mp3(narration: Narration, store: Store) -> bytes:
    """All frames of a narration, joined."""
    frames = [store.get("frames", take.key) for take in narration.takes]
    return b"".join(each for each in frames if each is not None)

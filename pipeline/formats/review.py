"""A finished narration → what an editor should listen to, as a page beside a picture of the sound.

Promise: every line that was spoken again, that another voice took over, whose words have no sure
time, or that has a word in doubt is on it, with its sound to click.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby, pairwise

from pipeline import metering
from pipeline.formats.chapters import marks
from pipeline.formats.page_words import language_of, word
from pipeline.formats.pages import page
from pipeline.formats.plan import Doubts
from pipeline.formats.rss import enclosure
from pipeline.formats.templating import legal
from pipeline.formats.timecode import seconds
from pipeline.model import RATE, Episode, Narration, Show, Take
from pipeline.values import value

GENERATOR = "render-episode --report"
PICTURE = "report.png"


@value
class Said:
    """A line to listen to: from `start` to `end` in seconds, by whom, and why."""

    start: float
    end: float
    voice: str
    text: str
    reasons: tuple[str, ...]


@value
class Part:
    """A chapter or a voice: its name, where it starts, how long it is, its loudness in LUFS."""

    name: str
    start: float
    seconds: float
    lines: int
    loudness: float


def review_page(
    narration: Narration, episode: Episode, doubts: Doubts, show: Show, sound: str
) -> bytes:
    """The page. `sound` is the folder of the episode's files, as seen from where the page lies."""
    language = language_of(episode.language, show.language)
    return page(
        "review.html",
        show,
        ("page.css", "review.css", "review.js"),
        language=language,
        generator=GENERATOR,
        episode=episode,
        audio=f"{sound}/{enclosure(episode).name}",
        picture=PICTURE,
        target=show.sound.measured,
        lines=tuple(to_hear(narration, doubts, language)),
        count=len(narration.takes),
        chapters=tuple(_chapters(narration)),
        voices=tuple(_voices(narration, language)),
    )


def to_hear(narration: Narration, doubts: Doubts, language: str = "en") -> Iterator[Said]:
    """The lines that an editor should hear, in order, and why, in a language of page_words."""
    why = {word: reason for word, _, reason in doubts}
    for start, end, take in narration.timed():
        if reasons := tuple(_reasons(narration, take, why, language)):
            pause = round(take.line.pause * RATE)
            yield Said(
                start=seconds(start),
                end=seconds(max(start, min(end, narration.length) - pause)),
                voice=word(language, take.line.voice.replace("_", " ")),
                text=legal(take.line.shown),
                reasons=reasons,
            )


def _reasons(
    narration: Narration, take: Take, why: Mapping[str, str], language: str
) -> Iterator[str]:
    said = partial(word, language)
    if take.retakes:
        times = {"count": take.retakes + 1}
        yield said("spoken %(count)s times before it was right") % times
    if failed := narration.fallbacks.get(take.line.voice):
        yield said("%(voice)s could not, and another voice spoke") % {"voice": failed}
    if take.timing == "estimated" and any(take.times):
        yield said("the times of its words are estimated")
    for each in take.line.words:
        core = each.shown.strip("“”‘’\"'.,;:!?()—–…")
        if core in why:
            reason, colon, example = why[core].partition(": ")
            yield f"“{legal(core)}”: {said(reason)}{colon}{example}"


def _chapters(narration: Narration) -> Iterator[Part]:
    firsts = [*narration.chapter_takes, len(narration.takes)]
    bounds = [pair for pair in pairwise(firsts) if pair[0] < pair[1]]
    for mark, (first, end) in zip(marks(narration), bounds, strict=True):
        yield _part(mark.title, mark.start, mark.end - mark.start, narration.takes[first:end])


def _voices(narration: Narration, language: str) -> Iterator[Part]:
    """Each voice with its lines, the one that says most first."""
    by_voice = sorted(narration.takes, key=lambda take: take.line.voice)
    parts = []
    for voice, group in groupby(by_voice, key=lambda take: take.line.voice):
        takes = list(group)
        engine = narration.voices.get(voice)
        named = word(language, voice.replace("_", " "))
        name = named + (f" ({engine})" if engine else "")
        parts.append(_part(name, 0, sum(take.length for take in takes), takes))
    yield from sorted(parts, key=lambda part: -part.seconds)


def _part(name: str, start: int, length: int, takes: Sequence[Take]) -> Part:
    return Part(
        name=legal(name),
        start=seconds(start),
        seconds=seconds(length),
        lines=len(takes),
        loudness=metering.loudness(take.meter.energies for take in takes),
    )

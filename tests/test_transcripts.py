import json
import re
from collections.abc import Mapping
from itertools import accumulate
from types import MappingProxyType
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tones import line, narrated, narrations, silent

from pipeline.formats import parting, word_times
from pipeline.formats.plain import one_line
from pipeline.formats.timecode import milliseconds, seconds
from pipeline.formats.transcripts import (
    SRT_WIDTH,
    WIDTH,
    Cue,
    cues,
    heard,
    plain_text,
    srt,
    vtt,
    words_json,
)
from pipeline.model import FRAME, RATE, Line, Narration, Role, Word

NAMES = {"narrator": "Narrator", "pull_quote": "Pull-quote"}
LONG = (
    "It is well within the order of things, that man should listen when his mate sings; but the "
    "true male never yet walked, who liked to listen when his mate talked, and so it went on for "
    "as long as anybody could remember — or so the story goes, at least in this part of the world."
)


def captioned(
    narration: Narration,
    width: int = WIDTH,
    *,
    labels: bool = False,
    speakers: Mapping[int, str] = MappingProxyType({}),
) -> tuple[Cue, ...]:
    return tuple(cues(heard(narration, NAMES, speakers), width, labels=labels))


def segments_of(narration: Narration) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(words_json(heard(narration, NAMES, {})))["segments"]
    return found


def shown(narration: Narration) -> list[str]:
    return [
        piece
        for take in narration.takes
        for word in take.line.words
        for piece in one_line(word.shown).split()
    ]


@given(narrations())
def test_every_shown_word_is_there_once_in_order(narration: Narration) -> None:
    captions = captioned(narration)
    assert [word for cue in captions for word in cue.text.split()] == shown(narration)
    assert plain_text(narration).split() == shown(narration)


@given(narrations())
def test_words_whose_times_are_all_known_are_placed_like_any_others(narration: Narration) -> None:
    for take in filter(lambda take: word_times.shown(take.line), narration.takes):
        seen, known = word_times.shown(take.line), word_times.anchors(take)
        starts = [0, *accumulate(len(word) + 1 for word in seen)]
        begins, ends = word_times.spans(take, seen)
        assert list(begins) == [word_times.when(known, at) for at in starts[:-1]]
        assert list(ends) == [word_times.when(known, at - 1) for at in starts[1:]]


@given(narrations())
def test_cues_are_in_order_inside_the_audio(narration: Narration) -> None:
    captions = captioned(narration)
    times = [milliseconds(time) for cue in captions for time in (cue.start, cue.end)]
    assert times == sorted(times)
    assert all(milliseconds(cue.start) < milliseconds(cue.end) for cue in captions)
    if captions:
        assert captions[0].start >= 0
        assert captions[-1].end <= narration.length


@given(narrations())
def test_cues_stay_in_their_take(narration: Narration) -> None:
    captions = iter(captioned(narration))
    for start, end, take in narration.timed():
        left = sum(len(one_line(word.shown).split()) for word in take.line.words)
        while left > 0:
            cue = next(captions)
            assert start <= cue.start < cue.end <= end
            assert cue.speaker == NAMES[take.line.voice]
            left -= len(cue.text.split())


@given(narrations())
def test_a_cue_has_two_lines_that_fit(narration: Narration) -> None:
    for cue in captioned(narration):
        crowded = (cue.end - cue.start) < RATE // 2  # more words than milliseconds: all in one
        assert len(cue.lines) in {1, 2}
        assert crowded or all(len(text) <= WIDTH or " " not in text for text in cue.lines)


def test_long_lines_part_at_clauses() -> None:
    take = silent(line(LONG, pause=0.0), length=800 * FRAME)
    captions = captioned(narrated(("One", [take])))
    assert [cue.lines for cue in captions] == [
        (
            "It is well within the order of things,",
            "that man should listen when his mate sings;",
        ),
        (
            "but the true male never yet walked,",
            "who liked to listen when his mate talked,",
        ),
        (
            "and so it went on for as long as anybody could remember —",
            "or so the story goes, at least in this part of the world.",
        ),
    ]
    assert captions[0].start == 0
    assert captions[-1].end == 799 * FRAME


def test_word_times_decide_where_they_are_known() -> None:
    times = [(1000, 9000), None, None, (300_000, 340_000)]
    take = silent(line("Bread and roses too."), length=400 * FRAME, times=times)
    after = silent(line("So they sang."), length=400 * FRAME)
    one, two = captioned(narrated(("One", [take, after])))
    assert (one.start, one.end) == (1000, 340_000)
    assert two.start == 400 * FRAME
    assert two.end == 799 * FRAME - round(0.1 * RATE)


def test_unknown_times_are_shared_out_by_characters() -> None:
    words = ["word"] * 52  # 259 characters: two cues
    take = silent(line(" ".join(words), pause=0.0), length=401 * FRAME)
    captions = captioned(narrated(("One", [take, silent(line("End."))])))
    assert len(captions) == 3
    assert abs(captions[1].start - 200 * FRAME) < 4 * FRAME


def test_speakers_by_block_go_before_voices() -> None:
    turn = silent(line("Why?", block=2, role=Role.TURN, voice="narrator"))
    other = silent(line("Because.", block=3, role=Role.TURN, voice="Ben"))
    captions = captioned(narrated(("One", [turn, other])), speakers={2: "Ann  Lee"})
    assert [cue.speaker for cue in captions] == ["Ann Lee", "Ben"]


def test_vtt_is_escaped_and_timed() -> None:
    captions = [
        Cue(start=0, end=RATE, speaker="A & B", lines=("1 < 2 &", "then --> out")),
        Cue(start=RATE, end=3661 * RATE, speaker="", lines=("End.",)),
    ]
    assert vtt(captions).decode() == (
        "WEBVTT\n\n"
        "00:00:00.000 --> 00:00:01.000\n"
        "<v A &amp; B>1 &lt; 2 &amp;\nthen --&gt; out\n\n"
        "00:00:01.000 --> 01:01:01.000\nEnd.\n"
    )


@given(narrations())
def test_vtt_has_no_stray_blocks(narration: Narration) -> None:
    captions = captioned(narration)
    head, *blocks = vtt(captions).decode().split("\n\n")
    assert head.strip() == "WEBVTT"
    assert len(blocks) == len(captions)
    timing = re.compile(r"\d\d:\d\d:\d\d\.\d{3} --> \d\d:\d\d:\d\d\.\d{3}")
    assert all(timing.fullmatch(block.splitlines()[0]) for block in blocks)
    assert all("-->" not in block.split("\n", 1)[1] for block in blocks)


def test_shown_not_said() -> None:
    word = Word(shown="1984,", said="nineteen eighty-four,")
    take = silent(Line(words=(word,), role=Role.PARAGRAPH))
    narration = narrated(("One", [take]))
    assert plain_text(narration) == captioned(narration)[0].text == "1984,"


def test_plain_text_parts_blocks() -> None:
    takes = [
        silent(line("Welcome.", role=Role.OPENING)),
        silent(line("One.", block=4)),
        silent(line("Two.", block=4)),
        silent(line("Three.", block=5)),
    ]
    assert plain_text(narrated(("One", takes))) == "Welcome.\n\nOne. Two.\n\nThree."


@given(narrations())
def test_every_word_has_a_time_of_its_own(narration: Narration) -> None:
    segments = segments_of(narration)
    assert [word for each in segments for word in each["body"].split()] == shown(narration)
    times = [time for each in segments for time in (each["startTime"], each["endTime"])]
    assert times == sorted(times)
    assert all(each["startTime"] < each["endTime"] and each["body"] for each in segments)
    assert all(times[-1] <= narration.length / RATE + 0.001 for times in [times] if times)


@given(narrations())
def test_srt_has_short_lines_and_names_who_speaks_when_that_changes(narration: Narration) -> None:
    captions = captioned(narration, SRT_WIDTH, labels=True)
    told = [word for cue in captions for word in cue.text.split()]
    assert [word for word in told if word not in {"Narrator:", "Pull-quote:"}] == shown(narration)
    before = ""
    for cue in captions:
        assert cue.text.startswith(f"{cue.speaker}:") == (cue.speaker != before)
        before = cue.speaker
    blocks = srt(captions).decode().split("\n\n") if captions else []
    for number, block in enumerate(blocks, 1):
        index, stamps, *lines = block.rstrip("\n").split("\n")
        assert index == str(number)
        assert re.fullmatch(r"\d\d:\d\d:\d\d,\d{3} --> \d\d:\d\d:\d\d,\d{3}", stamps)
        assert 1 <= len(lines) <= 2
        assert "<" not in "".join(lines)


def test_srt_lines_are_at_most_32_characters() -> None:
    narration = narrated(("One", [silent(line(LONG), length=400 * FRAME)]))
    captions = captioned(narration, SRT_WIDTH, labels=True)
    assert max(len(text) for cue in captions for text in cue.lines) <= SRT_WIDTH
    assert captions[0].lines[0].startswith("Narrator: It is")


def test_a_known_word_time_is_the_word_s() -> None:
    times = ((0, 1000), None, (30000, 40000))
    spots = segments_of(narrated(("One", [silent(line("one two three"), times=times)])))
    assert spots[2] == {
        "speaker": "Narrator",
        "startTime": seconds(30000),
        "endTime": seconds(40000),
        "body": "three",
    }
    assert seconds(1000) <= spots[1]["startTime"] < spots[1]["endTime"] <= seconds(30000)


@given(
    st.lists(st.text("ab,", min_size=1, max_size=9), min_size=2, max_size=30),
    st.integers(0, 150),
    st.integers(0, 60),
    st.integers(20, 90),
)
def test_a_cut_weighs_least_of_all(words: list[str], aim: int, least: int, most: int) -> None:
    text = parting.text_of(words)

    def weight(at: int) -> int:
        length = text.ends[at]
        over = max(0, length - most, least - length) if not least <= length <= most else 0
        return abs(length - aim) + text.costs[at] + 100 * over

    cut = parting._cut(text, 0, len(words), aim=aim, least=least, most=most)
    assert cut == min(range(len(words) - 1), key=weight) + 1

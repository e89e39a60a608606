import errno
import hashlib
import json
import logging
import mmap
import os
import pickle
import tracemalloc
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, BinaryIO

import av
import numpy as np
import pyloudnorm
import pytest
from mutagen.id3 import ID3
from mutagen.mp3 import MP3
from test_mp3 import heard
from tones import JPEG, line, narrated, sung

from pipeline.errors import PlaceError, SoundError
from pipeline.formats import mp3
from pipeline.formats.chapters import chapters_json, marks
from pipeline.mastering import files, master
from pipeline.mastering.measuring import measure
from pipeline.model import (
    FRAME,
    RATE,
    Article,
    Block,
    Chapter,
    Metadata,
    Meter,
    Narration,
    Notes,
    Person,
    Picture,
    Recording,
    Role,
    Run,
    Script,
    Show,
    Sound,
)
from pipeline.narrating import narrate
from pipeline.store import Store
from pipeline.values import replace

MINUTE = 2300  # frames
GRAIN = mmap.ALLOCATIONGRANULARITY
SMALL = b"\xff\xd8small\xff\xd9"
ARTICLE = Article(
    source="",
    blocks=(
        Block(role=Role.STANDFIRST, runs=(Run(text="Given in spring.", start=0),)),
        Block(role=Role.TURN, runs=(Run(text="Why?", start=0),), speaker="Ann Lee"),
        Block(role=Role.PARAGRAPH, runs=(Run(text="Sentence 0. And more.", start=0),)),
        Block(role=Role.PULL_QUOTE, runs=(Run(text="Hearts starve.", start=0),)),
    ),
    metadata=Metadata(
        title="Bread & Roses",
        subtitle="A talk",
        authors=("Ann Lee", "Bo"),
        date="2024-03-05",
        url="https://example.org/bread",
    ),
)
SHOW = Show(title="Talks", guid="g", sound=Sound(loudness=-20.0))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(str(tmp_path_factory.mktemp("store")))


@pytest.fixture(scope="module")
def narration(store: Store) -> Narration:
    """A minute and a bit, in two chapters."""
    opening = sung(store, line("Bread and roses.", role=Role.OPENING), 200, 300)
    turn = sung(store, line("Why?", role=Role.TURN, block=1), 100, 500)
    talk = [sung(store, line(f"Sentence {at}.", block=2), 400 + at, 440) for at in range(5)]
    quote = sung(store, line("Hearts starve.", voice="pull_quote", block=3), 300, 600)
    return narrated(("Opening", [opening, turn]), ("The talk", [*talk, quote]))


def made(
    narration: Narration, store: Store, folder: Path, show: Show = SHOW, notes: Notes | None = None
) -> Recording:
    return master(
        narration,
        ARTICLE,
        show,
        notes or Notes(),
        store,
        folder,
        slug="bread",
        picture=Picture(large=JPEG, small=SMALL),
    )


@pytest.fixture(scope="module")
def recording(
    narration: Narration, store: Store, tmp_path_factory: pytest.TempPathFactory
) -> Recording:
    return made(narration, store, tmp_path_factory.mktemp("new") / "deeper")


def file(recording: Recording, kind: str) -> Path:
    return Path(recording.folder) / next(f.name for f in recording.files if f.kind == kind)


def test_files_are_named_by_what_is_in_them(recording: Recording) -> None:
    folder = Path(recording.folder)
    assert {path.name for path in folder.iterdir()} == {made.name for made in recording.files}
    for made in recording.files:
        data = (folder / made.name).read_bytes()
        assert made.size == len(data)
        assert made.sha256 == hashlib.sha256(data).hexdigest()
        assert made.sha256[:12] in made.name
    assert [(made.kind, made.type, made.name.split("-")[0]) for made in recording.files] == [
        ("audio", "audio/mpeg", "bread"),
        ("chapters", "application/json+chapters", "chapters"),
        ("transcript", "text/vtt", "transcript"),
        ("transcript", "application/x-subrip", "transcript"),
        ("transcript", "application/json", "transcript"),
        ("cover", "image/jpeg", "cover"),
        ("transcript", "text/html", "transcript"),
    ]
    assert file(recording, "cover").read_bytes() == JPEG


def test_players_show_the_length_of_the_timeline(
    recording: Recording, narration: Narration
) -> None:
    assert recording.length == narration.length
    audio = file(recording, "audio")
    with av.open(audio) as container:
        samples = sum(frame.samples for frame in container.decode(audio=0))
    assert samples == recording.length
    info: Any = MP3(audio).info  # type: ignore[no-untyped-call]
    assert info.length * RATE == pytest.approx(recording.length, abs=0.01)


def test_the_tag_says_who_and_what(recording: Recording) -> None:
    tags = ID3(file(recording, "audio"))  # type: ignore[no-untyped-call]
    assert str(tags["TIT2"]) == "Bread & Roses"
    assert str(tags["TPE1"]) == "Ann Lee, Bo"
    assert str(tags["TALB"]) == "Talks"
    assert str(tags["TDRC"]) == "2024"
    assert str(tags["COMM::eng"]) == "A talk\n\nGiven in spring."
    assert tags["WOAS"].url == "https://example.org/bread"
    assert tags["APIC:"].data == SMALL
    assert str(tags["USLT::eng"]).startswith("Bread and roses.\n\nWhy?\n\nSentence 0. Sentence 1.")
    assert "TRCK" not in tags


def test_notes_go_before_the_article(narration: Narration, store: Store, tmp_path: Path) -> None:
    notes = Notes(title="Roses", author="Cy", date="2025-01-02", number=3)
    recording = made(narration, store, tmp_path, notes=notes)
    tags = ID3(file(recording, "audio"))  # type: ignore[no-untyped-call]
    facts = [str(tags[name]) for name in ("TIT2", "TPE1", "TDRC", "TRCK")]
    assert facts == ["Roses", "Cy", "2025", "3"]


def test_one_list_of_chapters(recording: Recording, narration: Narration) -> None:
    assert recording.chapters == marks(narration)
    assert file(recording, "chapters").read_bytes() == chapters_json(
        marks(narration), title="Bread & Roses", author="Ann Lee, Bo", podcast="Talks"
    )
    listed = json.loads(file(recording, "chapters").read_bytes())["chapters"]
    with av.open(file(recording, "audio")) as container:
        told = container.chapters()
    assert [chapter["title"] for chapter in listed] == ["Opening", "The talk"]
    assert [(chapter["title"], round(chapter["startTime"] * 1000)) for chapter in listed] == [
        (chapter["metadata"]["title"], chapter["start"]) for chapter in told
    ]


def test_captions_name_the_voices(
    recording: Recording, narration: Narration, store: Store, tmp_path: Path
) -> None:
    text = file(recording, "transcript").read_text()
    voices = [part.split(">")[0] for part in text.split("<v ")[1:]]
    assert voices == ["Narrator", "Ann Lee", *["Narrator"] * 5, "Pull-quote"]
    notes = Notes(persons=(Person(name="Dee", role="narrator"),))
    other = file(made(narration, store, tmp_path, notes=notes), "transcript").read_text()
    assert "<v Dee>Bread and roses." in other


def test_same_narration_same_bytes(
    recording: Recording, narration: Narration, store: Store, tmp_path: Path
) -> None:
    again = made(narration, store, tmp_path)
    assert again.files == recording.files


def test_the_loudness_is_what_a_meter_hears(recording: Recording) -> None:
    with av.open(file(recording, "audio")) as container:
        heard = np.concatenate([f.to_ndarray().reshape(-1) for f in container.decode(audio=0)])
    meter = pyloudnorm.Meter(RATE, filter_class="DeMan")
    assert recording.measures.loudness == pytest.approx(meter.integrated_loudness(heard), abs=0.1)
    assert 20 * np.log10(np.abs(heard).max()) == pytest.approx(recording.measures.peak, abs=0.3)


def test_a_little_off_is_a_warning(
    narration: Narration, recording: Recording, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        measure(narration, recording.measures.loudness + 0.4)
        assert not caplog.messages
        measure(narration, recording.measures.loudness - 0.7)
    assert [message.split(",")[1] for message in caplog.messages] == [
        f" 0.7 LU from the show's {recording.measures.loudness - 0.7:g}"
    ]


def test_far_off_is_refused_before_a_byte_is_written(
    narration: Narration, store: Store, tmp_path: Path
) -> None:
    show = replace(SHOW, sound=Sound(loudness=-16.0))
    with pytest.raises(SoundError, match=r"measures -\d\d\.\d LUFS, \d\.\d LU from the show's -16"):
        made(narration, store, tmp_path / "new", show)
    assert not list(tmp_path.iterdir())


def test_less_than_a_minute_is_not_judged(narration: Narration) -> None:
    short = replace(narration, takes=narration.takes[:3])
    assert measure(short, -40.0).loudness > -25


def test_a_peak_over_the_limit_is_refused_and_the_line_named(narration: Narration) -> None:
    first, *others = narration.takes
    loud = replace(first, meter=Meter(energies=first.meter.energies, peak=0.95))
    with pytest.raises(
        SoundError, match=r"true peak is -0\.4 dBTP in “Bread and roses\.”, over -1"
    ):
        measure(replace(narration, takes=(loud, *others)), -20.0)


def test_nothing_said_is_refused() -> None:
    with pytest.raises(SoundError, match="nothing is said"):
        measure(narrated(), -19.0)


def test_a_take_gone_from_the_store_is_named(
    narration: Narration, store: Store, tmp_path: Path
) -> None:
    gone = replace(narration.takes[3], key="0" * 64)
    takes = (*narration.takes[:3], gone, *narration.takes[4:])
    with pytest.raises(PlaceError, match=r"“Sentence 1\.” is gone from the store: run .* again"):
        made(replace(narration, takes=takes), store, tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_take_of_another_size_counts_as_gone(
    narration: Narration, store: Store, tmp_path: Path
) -> None:
    longer = replace(narration.takes[0], size=narration.takes[0].size + 1)
    store.put("take", longer.key, b"of another size")
    with pytest.raises(PlaceError, match=r"“Bread and roses\.” is gone"):
        made(replace(narration, takes=(longer, *narration.takes[1:])), store, tmp_path)
    assert store.get("take", longer.key) is None  # so that both are made anew


def test_a_folder_that_cannot_be_written(
    narration: Narration, store: Store, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(PlaceError, match=r"file.new can't be written \(Not a directory\)"):
        made(narration, store, tmp_path / "file" / "new")


def test_a_disk_that_fails_while_the_sound_is_named_is_told(
    narration: Narration, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_file: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(PlaceError, match=r"new can't be written \(Input/output error\)"):
        made(narration, store, tmp_path / "new")
    assert not list((tmp_path / "new").glob("bread-*"))


def test_a_long_episode_costs_no_memory(store: Store, tmp_path: Path) -> None:
    take = sung(store, line("Again and again."), MINUTE, 440)
    hour = narrated(("Hour", [take] * 60))
    made(narrated(("Minute", [take])), store, tmp_path)
    tracemalloc.start()
    try:
        recording = made(hour, store, tmp_path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert recording.files[0].size > 43_000_000
    assert peak < 12_000_000  # bytes; four copies of one minute, and the energies


def test_real_speech_stands_in_the_file_as_it_does_alone(tmp_path: Path) -> None:
    words = [
        "Bread and roses, said the sign.",
        "Hearts starve as well as bodies.",
        "They walked out in January.",
    ]
    voices = ["narrator", "pull_quote", "narrator"]
    lines = [line(text, voice=voice) for text, voice in zip(words, voices, strict=True)]
    script = Script(chapters=(Chapter(title="One", lines=tuple(lines)),))
    store = Store(str(tmp_path / "store"))
    narration = narrate(script, SHOW.cast, store, sound=SHOW.sound)
    recording = made(narration, store, tmp_path / "new")
    joined = heard(file(recording, "audio").read_bytes())
    for start, _, take in narration.timed():
        frames = store.get("frames", take.key) or b""
        count = take.length // FRAME
        alone = heard(
            mp3.info_frame(frames, count=count, size=len(frames), checksum=0) + frames,
        )
        assert np.abs(alone).max() > 0.05
        assert np.array_equal(joined[start : start + len(alone)], alone)
    spoken = [word for part in vtt_texts(recording) for word in part.split()]
    assert spoken == " ".join(words).split()


def vtt_texts(recording: Recording) -> list[str]:
    blocks = file(recording, "transcript").read_text().split("\n\n")[1:]
    return [block.split("\n", 1)[1].split(">", 1)[1] for block in blocks]


def test_captions_can_be_made_by_another_process(
    recording: Recording, narration: Narration, store: Store, tmp_path: Path
) -> None:
    calls = []

    def sent(function: Callable[[Any], Any], jobs: Iterable[Any]) -> list[Any]:
        calls.append(function)
        there, work = pickle.loads(pickle.dumps((function, list(jobs))))
        return [pickle.loads(pickle.dumps(there(each))) for each in work]

    picture = Picture(large=JPEG, small=SMALL)
    given = (narration, ARTICLE, SHOW, Notes(), store, tmp_path)
    assert master(*given, slug="bread", picture=picture, map=sent).files == recording.files
    assert len(calls) == 1


@pytest.mark.parametrize("size", [0, 1, GRAIN - 1, GRAIN, GRAIN + 1, 3 * GRAIN, 5 * GRAIN + 7])
@pytest.mark.parametrize("step", [100, GRAIN, 2 * GRAIN + 5])
@pytest.mark.parametrize("mapped", [True, False])  # where it is not, less is read than wanted
def test_a_file_is_hashed_piece_by_piece_while_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, step: int, *, mapped: bool
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.ENODEV, os.strerror(errno.ENODEV))

    monkeypatch.setattr(files, "_PIECE", GRAIN)
    if not mapped:
        monkeypatch.setattr(mmap, "mmap", refused)
        read = os.pread
        monkeypatch.setattr(os, "pread", lambda file, most, at: read(file, min(most, 1000), at))
    data = bytes(number * number % 251 for number in range(size))
    with ThreadPoolExecutor(2) as aside:
        told = files.record(tmp_path, "talk.mp3", "audio/mpeg", pieces(data, step), aside).result()
    assert (told.size, told.sha256) == (size, hashlib.sha256(data).hexdigest())
    assert (tmp_path / told.name).read_bytes() == data


def pieces(data: bytes, step: int) -> Callable[[BinaryIO], None]:
    def write(file: BinaryIO) -> None:
        file.writelines(data[at : at + step] for at in range(0, len(data), step))

    return write


def test_a_file_whose_head_is_written_last_has_the_hash_of_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_PIECE", GRAIN)

    def write(file: BinaryIO) -> None:
        file.write(bytes(100))
        file.write(b"sound" * GRAIN)
        file.seek(0)
        file.write(b"h" * 100)

    with ThreadPoolExecutor(2) as aside:
        told = files.record(tmp_path, "talk.m4a", "audio/mp4", write, aside).result()
    whole = b"h" * 100 + b"sound" * GRAIN
    assert told.sha256 == hashlib.sha256(whole).hexdigest()
    assert (tmp_path / told.name).read_bytes() == whole

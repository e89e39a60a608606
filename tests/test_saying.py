"""Words that the store has: the same as if they were read anew, and read anew only where needed."""

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import spoken
from pipeline.errors import PlaceError
from pipeline.model import Line, Pronunciation, Role, Word
from pipeline.scripting.lines import _rows
from pipeline.scripting.saying import Reader, Sentence
from pipeline.store import Store, open_store

TEXTS = (
    "Dr. Lee paid $1,200 in 1984.",
    "He wrote “je ne sais pas ce que vous voulez dire” on 3 March.",
    "The NASA of the XIV century — no.",
    "It’s 5 km to X-ray Ltd.",
    "And so on.",
)
TALK = tuple(Sentence(text=text, language="en-US") for text in TEXTS)


def said(
    talk: Sequence[Sentence], entries: Mapping[str, Pronunciation], store: Store | None
) -> list[tuple[Word, ...]]:
    return Reader(entries, store).words(talk)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(str(tmp_path))


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sentences that were read anew."""
    texts: list[str] = []
    real = Reader._read

    def told(reader: Reader, sentence: Sentence) -> tuple[Word, ...]:
        texts.append(sentence.text)
        return real(reader, sentence)

    monkeypatch.setattr(Reader, "_read", told)
    return texts


def test_what_is_there_is_not_read_again_and_is_the_same(store: Store, read: list[str]) -> None:
    alone = said(TALK, {}, None)
    assert said(TALK, {}, store) == said(TALK, {}, store) == alone
    assert read == [*TEXTS, *TEXTS]


@pytest.mark.parametrize("what", ["a sentence", "a language", "a heading", "an entry", "our files"])
def test_it_is_read_again_when_something_changed(
    store: Store, read: list[str], monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    said(TALK, {}, store)
    read.clear()
    other = Sentence(
        text="I" if what == "a heading" else TEXTS[0],
        language="de" if what == "a language" else "en-US",
        heading=what == "a heading",
    )
    talk = TALK if what in {"an entry", "our files"} else (other, *TALK[1:])
    if what == "a sentence":
        talk = (*TALK[:-1], Sentence(text="And so off.", language="en-US"))
    entries = {"Lee": Pronunciation(like="lay")} if what == "an entry" else {}
    if what == "our files":
        monkeypatch.setattr(spoken, "fingerprint", lambda: "others")
    assert said(talk, entries, store) == said(talk, entries, store) == said(talk, entries, None)
    assert len(read) == 2 * len(talk)


def test_a_damaged_entry_is_read_again(store: Store, read: list[str]) -> None:
    alone = said(TALK, {}, store)
    [entry] = [Path(path) for _, _, path in store.entries()]
    entry.write_bytes(entry.read_bytes()[:-1] + b"?")
    assert said(TALK, {}, store) == said(TALK, {}, store) == alone
    assert len(read) == 2 * len(TALK)


def test_a_few_and_those_of_a_far_store_are_read(store: Store, read: list[str]) -> None:
    far = open_store("memory://words")
    for _ in range(2):
        said(TALK[:3], {}, store)
        said(TALK, {}, far)
    assert len(read) == 2 * (3 + len(TALK))
    assert [*store.entries(), *far.entries()] == []


def test_half_a_character_is_said_and_not_kept(store: Store) -> None:
    talk = (*TALK, Sentence(text="Half a \ud83d here.", language="en-US"))
    assert said(talk, {}, store) == said(talk, {}, None)
    assert [*store.entries()] == []


def test_a_store_that_may_only_be_read_is_enough(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise PlaceError("the store is full")

    monkeypatch.setattr(Store, "put", full)
    assert said(TALK, {}, store) == said(TALK, {}, None)


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the files that make words."""
    for name in ("spoken", "engines"):
        shutil.copytree(spoken._HERE.parent / name, tmp_path / name)
    monkeypatch.setattr(spoken, "_HERE", tmp_path / "spoken")
    spoken.fingerprint.cache_clear()
    yield tmp_path
    spoken.fingerprint.cache_clear()


@pytest.mark.parametrize(
    "file",
    ["spoken/tokens.py", "spoken/english/dates.py", "spoken/lexicons/en.tsv", "engines/ipa.py"],
)
def test_words_are_others_when_a_file_changed(house: Path, file: str) -> None:
    before = spoken.fingerprint()
    spoken.fingerprint.cache_clear()
    assert spoken.fingerprint() == before
    path = house / file
    path.write_bytes(path.read_bytes() + b" ")
    spoken.fingerprint.cache_clear()
    assert spoken.fingerprint() != before


def test_no_other_file_of_ours_makes_words(house: Path) -> None:
    known = {"pipeline.model", "pipeline.patterns", "pipeline.values", "pipeline.versions"}
    found = {
        name
        for path in (house / "spoken").rglob("*.py")
        for name in re.findall(
            r"^ *from (pipeline\S*) import", path.read_text("utf-8"), re.MULTILINE
        )
        if not name.startswith("pipeline.spoken")
    }
    assert found - known == {"pipeline.engines.ipa"}


def texts() -> Iterator[str]:
    yield from ("Mr. X", "XIV", "3:30", "“ça va bien, mes amis”", "C++", "—", "NATO's", "½", "1st")


@given(st.lists(st.lists(st.sampled_from([*texts()]), min_size=1), min_size=4, max_size=8))
@settings(max_examples=25)
def test_any_words_come_back(
    tmp_path_factory: pytest.TempPathFactory, talk: list[list[str]]
) -> None:
    store = open_store(str(tmp_path_factory.getbasetemp() / "words"))
    sentences = [Sentence(text=" ".join(words), language="en-GB") for words in talk]
    assert said(sentences, {}, store) == said(sentences, {}, store) == said(sentences, {}, None)


@given(st.integers(0, 119), st.integers(1, 3))
@settings(max_examples=10)
def test_what_comes_or_goes_moves_few_rows(at: int, count: int) -> None:
    blocks, new = list(map(_block, range(120))), list(map(_block, range(200, 200 + count)))
    changed = [*blocks[:at], *new, *blocks[at:]]
    before, after = ({tuple(map(_texts, row)) for row in _rows(each)} for each in (blocks, changed))
    assert [block for row in _rows(changed) for block in row] == changed
    assert len(after - before) <= 5 < len(after) / 2


def _block(number: int) -> tuple[int, list[tuple[Sentence, Line]]]:
    """A paragraph of one sentence, as a transcript has them."""
    said = Sentence(text=f"They spoke of number {number}.", language="en")
    return number, [(said, Line(words=(), role=Role.PARAGRAPH, voice="narrator", block=number))]


def _texts(block: tuple[int, list[tuple[Sentence, Line]]]) -> str:
    return " ".join(sentence.text for sentence, _ in block[1])

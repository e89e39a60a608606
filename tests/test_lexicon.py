"""Lexicons: what ships, W3C PLS files, respellings, entries of several words; what they change."""

import difflib
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.config import load_show
from pipeline.config.notes import load_notes
from pipeline.config.pls import load_pls
from pipeline.engines import espeak_phonemes, ipa
from pipeline.engines.espeak_library import PHONEME, utter
from pipeline.engines.espeak_voices import voice_text
from pipeline.errors import UsageError
from pipeline.model import NARRATOR, Line, Pronunciation, Role, Word
from pipeline.narrating.speaking import speech_key
from pipeline.spoken import say, uses
from pipeline.spoken.lexicon import shipped
from pipeline.spoken.respelling import respelled

_PLS = """<?xml version="1.0" encoding="UTF-8"?>
<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon"
         alphabet="ipa" xml:lang="en">
  <lexeme><grapheme>Camfield</grapheme><phoneme>ˈkæmfiːld</phoneme></lexeme>
  <lexeme>
    <grapheme>Ybor</grapheme><grapheme>Ybor City</grapheme>
    <phoneme>ˈaɪbɔːɹ</phoneme><phoneme prefer="true">ˈiːbɔːɹ</phoneme>
  </lexeme>
  <lexeme><grapheme>W3C</grapheme><alias>World Wide Web Consortium</alias></lexeme>
</lexeme>"""
_PLS = _PLS.removesuffix("</lexeme>") + "</lexicon>"


def write(folder: Path, text: str) -> Path:
    path = folder / "names.pls"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_pls_file_gives_its_preferred_pronunciations(tmp_path: Path) -> None:
    assert load_pls(write(tmp_path, _PLS)) == {
        "Camfield": Pronunciation(ipa="ˈkæmfiːld"),
        "Ybor": Pronunciation(ipa="ˈiːbɔːɹ"),
        "Ybor City": Pronunciation(ipa="ˈiːbɔːɹ"),
        "W3C": Pronunciation(like="World Wide Web Consortium"),
    }


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("<grapheme>W3C</grapheme>", "", r"names\.pls:9: a lexeme has no grapheme"),
        ("ˈkæmfiːld", "KAM", r"names\.pls:4: “KAM” is not IPA: K is no sign"),
        ("<phoneme>ˈkæmfiːld</phoneme>", "", r"names\.pls:4: a lexeme says nothing"),
        ("ˈkæmfiːld", " ", r"names\.pls:4: a lexeme has an empty pronunciation"),
        ('alphabet="ipa"', 'alphabet="x-sampa"', r'names\.pls:4: the alphabet "x-sampa"'),
        ("</lexicon>", "", r"names\.pls:\d+: is not XML"),
        ("2005/01/pron", "2004/01/pron", r"names\.pls:\d: is no pronunciation lexicon"),
        (
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<!DOCTYPE lexicon [<!ENTITY who SYSTEM "file:///etc/passwd">]>',
            r"names\.pls: has a DOCTYPE",
        ),
    ],
)
def test_a_mistake_in_a_pls_file_is_named(old: str, new: str, message: str, tmp_path: Path) -> None:
    assert old in _PLS
    with pytest.raises(UsageError, match=message):
        load_pls(write(tmp_path, _PLS.replace(old, new)))


def test_show_and_episode_name_lexicons_and_their_own_entries_go_before(tmp_path: Path) -> None:
    write(tmp_path, _PLS)
    show, episode = tmp_path / "show.toml", tmp_path / "episode.toml"
    show.write_text('[show]\ntitle = "T"\nlexicon = "names.pls"\n[say]\nYbor = "why-bore"\n')
    episode.write_text('lexicon = ["names.pls"]\n')
    assert load_show(show).say["Ybor"] == Pronunciation(like="why-bore")
    assert load_show(show).say["Camfield"] == Pronunciation(ipa="ˈkæmfiːld")
    assert load_notes(episode).say["Ybor City"] == Pronunciation(ipa="ˈiːbɔːɹ")
    episode.write_text('lexicon = "nowhere.pls"\n')
    with pytest.raises(UsageError, match=r"nowhere\.pls: can't be read: no such file"):
        load_notes(episode)


def test_what_is_no_ipa_is_a_mistake_of_the_show(tmp_path: Path) -> None:
    file = tmp_path / "show.toml"
    file.write_text('[show]\ntitle = "T"\n[say]\nYbor = {ipa = "EE-bore"}\n')
    with pytest.raises(UsageError, match=r"show.toml:4: \[say\] Ybor .*E is no sign"):
        load_show(file)
    file.write_text('[show]\ntitle = "T"\n[say]\nYbor = {ipa = "ˈiːbɔː", like = "ee-bore"}\n')
    assert load_show(file).say["Ybor"] == Pronunciation(ipa="ˈiːbɔː", like="ee-bore")


# --- What is made of them --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sounds", "letters"),
    [
        ("ˈkæmfiːld", "KAM-feeld"),
        ("daˈdzɛʎʎo", "dah-DZEL-yoh"),
        ("tʃaɪˈkɔfski", "chye-KOFS-kee"),
        ("ɡɛˈʁɑ̃", "gheh-RON"),
        ("ˈdjɛn", "DEE-yen"),
        ("lɪtʃ", "litch"),
        ("ʒdɑːn", "zhuh-dahn"),
        ("ɔjɛˈla\u027e\u00e3", "aw-yeh-LAH-ron"),
        ("ʃʃ", ""),
        ("ǃo", ""),
    ],
)
def test_respellings(sounds: str, letters: str) -> None:
    assert respelled(sounds) == letters


@given(st.text(alphabet="pbtdkɡfvszʃʒθmnŋlɹjwiɪeɛæɑɔoʊuəɜˈˌː", max_size=14))
def test_a_respelling_is_letters_and_hyphens(sounds: str) -> None:
    assert re.fullmatch(r"([A-Za-z]+(-[A-Za-z]+)*)?", respelled(sounds))


def test_many_names_ship_and_each_is_ipa_that_every_engine_can_say() -> None:
    names = shipped("en")
    assert len(names) >= 150
    assert not [name for name, entry in names.items() if ipa.unknown(entry.ipa)]
    assert all(espeak_phonemes.mnemonics(entry.ipa) for entry in names.values())
    assert all(entry.like or respelled(entry.ipa) for entry in names.values())
    assert shipped("fr") == {}


def _heard(text: str) -> str:
    """The sounds that espeak makes of a text, without stress and length."""
    events = utter(text, voice_text("en-us"), 1.0).events
    return re.sub(r"[ˈˌː]", "", "".join(event.sounds for event in events if event.kind == PHONEME))


def test_a_respelling_sounds_about_like_its_ipa() -> None:
    """Read by espeak, which takes both: a name respelled must be near the name itself."""
    alike = []
    for entry in list(shipped("en").values())[::9]:
        given = _heard(f"[[{espeak_phonemes.mnemonics(entry.ipa)}]]")
        read = _heard((entry.like or respelled(entry.ipa)).lower())
        alike.append(difflib.SequenceMatcher(None, given, read, autojunk=False).ratio())
    assert min(alike) > 0.4
    assert sum(alike) / len(alike) > 0.75


def test_what_ships_is_for_names_alone() -> None:
    words = say("The genet of Genet’s, Manet and manet, Apollo XI and Xi.", "en", {})
    assert [word.shown for word in words if word.ipa] == ["Genet’s,", "Manet", "Xi."]
    assert words[3].said == "zhuh-nay's,"
    assert words[3].ipa == "ʒəˈneɪz"


def test_an_entry_may_have_several_words() -> None:
    entries = {
        "Ybor City": Pronunciation(like="ee-bore city"),
        "the Fronde": Pronunciation(ipa="fɹɔnd"),
    }
    words = say("In “Ybor City’s,” The Fronde, and Ybor.", "en", entries)
    assert [(word.shown, word.said) for word in words] == [
        ("In", "In"), ("“Ybor", "ee-bore city's,"), ("City’s,”", ""), ("The", "frond,"),
        ("Fronde,", ""), ("and", "and"), ("Ybor.", "Ybor.")]  # fmt: skip
    assert words[3].ipa == "fɹɔnd"


def test_each_entry_is_counted_where_it_is_said() -> None:
    entries = {
        "Ybor City": Pronunciation(like="ee-bore city"),
        "Ybor": Pronunciation(like="ee-bore"),
        "US": Pronunciation(like="you ess"),
        "Camfield": Pronunciation(ipa="ˈkæmfiːld"),
        "Nowhere": Pronunciation(like="no where"),
    }
    texts = ("In “Ybor City’s” Ybor, and YBOR.", "Camfield’s boss told us: the US.", "Boss, bus.")
    lines = [Line(words=say(text, "en", entries), role=Role.PARAGRAPH) for text in texts]
    assert uses(lines, entries, "en-GB") == (
        {"Ybor City": 1, "Ybor": 2, "US": 2, "Camfield": 1, "Nowhere": 0}
    )
    assert uses(lines, {}, "en") == {}


def test_without_letters_for_it_a_word_is_said_as_it_is_written() -> None:
    word = say("Ligeti joue.", "fr", {"Ligeti": Pronunciation(ipa="ˈliɡɛti")})[0]
    assert (word.said, word.ipa) == ("Ligeti", "ˈliɡɛti")


@pytest.mark.parametrize("entry", [Pronunciation(like="KAM-feeld"), Pronunciation(ipa="ˈkæmfiːld")])
def test_an_entry_changes_the_speech_of_its_lines_alone(entry: Pronunciation) -> None:
    lines = ("Camfield spoke.", "Nobody camped in the field.", "We heard “Camfield’s” reply.")
    before = [_key(say(line, "en", {})) for line in lines]
    after = [_key(say(line, "en", {"Camfield": entry})) for line in lines]
    assert [old != new for old, new in zip(before, after, strict=True)] == [True, False, True]


def _key(words: tuple[Word, ...]) -> str:
    return speech_key(words, NARRATOR)

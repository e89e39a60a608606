"""Covers: Kokoro's voices, their times and languages, and what is told when it is missing."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hearing import SENTENCE, samples, seconds, words
from small_kokoro import FRAMES, HOP, RATE, keep_kokoro, small_kokoro

from pipeline import engines
from pipeline.engines import kokoro, kokoro_model, kokoro_voices
from pipeline.errors import EngineError
from pipeline.model import Speech, Voice, Word
from pipeline.narrating.speaking import speech_key

__all__ = ["small_kokoro"]  # a fixture of every test here

pytest.importorskip("kokoro_onnx", reason="kokoro-onnx is not installed")

ONE = Voice(engine="kokoro", name="af_heart")


def said(text: str, name: str = ONE.name, **how: Any) -> Speech:
    return engines.find("kokoro").speak(words(text), Voice(engine="kokoro", name=name, **how))


def phonemes(*given: Word, language: str = "en-us") -> str:
    speaker = kokoro_model.load(kokoro_voices.find())
    line = kokoro._line(given, language, speaker)
    return " ".join("".join(breath.phonemes) for breath in line)


# --- Speech ----------------------------------------------------------------------------------


def test_length_follows_from_phonemes_and_speed() -> None:
    tokens = len("stˈAɹəɹ.") + 2  # with a pad before and behind
    assert phonemes(*words("starer.")) == "stˈɛɹəɹ."
    assert abs(len(samples(said("starer."))) - tokens * FRAMES * HOP) < 0.05 * RATE
    slow, plain = said(SENTENCE, speed=0.5), said(SENTENCE)
    assert seconds(slow) == pytest.approx(2 * seconds(plain), rel=0.02)


def test_random_numbers_are_the_same_each_time(small_kokoro: Path) -> None:
    first, between, again = said(SENTENCE), said("Something else."), said(SENTENCE)
    assert first == again != between
    speaker = kokoro_model.load(kokoro_voices.find())
    assert speaker._draws
    loud = [speaker._kokoro.create("hˈaɪ", "af_heart", is_phonemes=True)[0] for _ in range(2)]
    assert not np.array_equal(*loud)  # left to itself the network would go on drawing
    keep_kokoro(small_kokoro, noise=False)
    assert not kokoro_model.load(kokoro_voices.find())._draws
    assert said(SENTENCE) == said(SENTENCE)


def test_sounds_are_those_the_model_was_taught() -> None:
    assert phonemes(*words("Oh boy, a better house — and time…")) == (
        "ˈO bˈY, ʌ bˈɛtəɹ hˈWs, ænd tˈIm."
    )


def test_a_word_in_another_language_has_its_sounds() -> None:
    chat = Word(shown="chat,", said="chat,", language="fr")
    assert phonemes(*words("The"), chat, *words("he said.")) == "ðə ʃˈa, hi sˈɛd."
    assert phonemes(*words("chat"), language="fr-fr") == "ʃˈa"
    unknown = Word(shown="kot", said="kot", language="pl")
    assert phonemes(unknown) == phonemes(*words("kot"))


def test_ipa_is_said() -> None:
    ybor = Word(shown="Ybor,", said="Ybor,", ipa="ˈiːbɔːɹ")
    assert phonemes(*words("To"), ybor, *words("then.")) == "tu ˈibɔɹ, ðˈɛn."
    strange = Word(shown="Ybor,", said="Ybor,", ipa="⸮")
    assert phonemes(strange) == phonemes(*words("Ybor,"))
    speech = engines.find("kokoro").speak((*words("To"), ybor), ONE)
    assert speech.times is not None
    assert all(speech.times)


def test_times_are_where_the_sounds_are(small_kokoro: Path) -> None:
    speech = said("Aye, bee. See.")
    assert speech.times is not None
    sound = np.abs(samples(speech).astype(int))
    spans = [span for span in speech.times if span]
    assert len(spans) == 3
    assert all(sound[start:end].max() > 10_000 for start, end in spans)
    assert spans[0][0] / RATE == pytest.approx(FRAMES * HOP / RATE, abs=0.02)  # behind the pad
    assert spans[0][1] - spans[0][0] == pytest.approx(2 * FRAMES * HOP, abs=2)  # ˈI
    keep_kokoro(small_kokoro, times=False)
    assert said("Aye, bee. See.").times is None


def test_a_long_line_is_said_in_parts_that_end_at_pauses() -> None:
    text = ("and the whole floor grew still, " * 40).strip()
    speech = said(text)
    assert speech.times is not None
    assert all(speech.times)
    line = kokoro._line(words(text), "en-us", kokoro_model.load(kokoro_voices.find()))
    batches = list(kokoro._batches(line))
    assert [breath for batch in batches for breath in batch] == line
    assert all(batch[-1].phonemes[-1] == "," for batch in batches)
    assert len(batches) > 1


# --- Voices ----------------------------------------------------------------------------------


def test_voices_are_those_whose_language_it_can_say() -> None:
    assert engines.find("kokoro").voices() == ("af_heart", "bm_george", "am_puck", "ff_siwis")
    assert said("Hello.") != said("Hello.", "am_puck")
    with pytest.raises(EngineError, match=r'no voice "af_hart": did you mean af_heart'):
        said("Hello.", "af_hart")
    with pytest.raises(EngineError, match='has no voice "jf_alpha"'):
        said("Hello.", "jf_alpha")


def test_what_it_cannot_do_is_one_clear_line() -> None:
    with pytest.raises(EngineError, match=r"can't move a voice's pitch .*espeak can"):
        said("Hello.", pitch=2.0)
    with pytest.raises(EngineError, match=r"a sentence of \d{4} characters"):
        said("word " * 500)
    with pytest.raises(EngineError, match=r"can't speak at 3 of its speed"):
        said("Hello.", speed=3.0)


def test_a_new_model_is_another_voice(small_kokoro: Path) -> None:
    before = speech_key(words("Hello."), ONE)
    assert speech_key(words("Hello."), ONE) == before
    keep_kokoro(small_kokoro, noise=False)
    assert speech_key(words("Hello."), ONE) != before


def test_files_are_found_in_the_usual_places(
    small_kokoro: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("RENDER_EPISODE_VOICES", str(tmp_path / "none"))
    monkeypatch.chdir(tmp_path)
    assert "--fetch-voice kokoro" in str(getattr(engines.find("kokoro"), "needs", ""))
    assert engines.find("kokoro").voices() == ()
    with pytest.raises(EngineError, match="has no model on this machine: get it with"):
        said("Hello.")
    small_kokoro.rename(tmp_path / "kokoro")
    assert seconds(said("Hello.")) > 0.5


def test_what_is_no_model_is_one_clear_line(small_kokoro: Path) -> None:
    (small_kokoro / "kokoro-v1.0.onnx").write_bytes(b"junk")
    with pytest.raises(EngineError, match=r"can't load .*kokoro-v1.0.onnx .*fetch it again"):
        said("Hello.")
    (small_kokoro / "voices-v1.0.bin").write_bytes(b"junk")
    with pytest.raises(EngineError, match=r"can't read .*voices-v1.0.bin"):
        said("Hello.")


def test_the_package_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kokoro, "version", lambda _: "0.4.9")
    with pytest.raises(EngineError, match=r"kokoro-onnx, of 0.6 or newer: type .* -m pip install"):
        kokoro.Kokoro()
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(EngineError, match="needs the package kokoro-onnx"):
        kokoro.Kokoro()

"""Covers: espeak's bytes, word times, voices, IPA, and what its library would trip over."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hearing import SENTENCE, samples, seconds, words
from hearing import pitch as pitch_of
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import engines
from pipeline.engines import espeak_library, espeak_voices
from pipeline.errors import EngineError
from pipeline.model import Speech, Voice, Word


def espeak(text: str, name: str = "narrator", speed: float = 1.0, pitch: float = 0.0) -> Speech:
    asked = Voice(engine="espeak", name=name, speed=speed, pitch=pitch)
    return engines.find("espeak").speak(words(text), asked)


def test_espeak_says_the_same_in_another_process() -> None:
    program = (
        "import hashlib, sys\n"
        "from pipeline import engines\n"
        "from pipeline.model import Voice, Word\n"
        "for name in ('narrator', 'quote', 'en-us+f2'):\n"
        "    said = [Word(shown=w, said=w) for w in sys.argv[1].split()]\n"
        "    speech = engines.find('espeak').speak(said, Voice(engine='espeak', name=name))\n"
        "    print(hashlib.sha256(speech.pcm).hexdigest())\n"
    )
    command = [sys.executable, "-c", program, SENTENCE]
    runs = [subprocess.run(command, capture_output=True, check=True).stdout for _ in range(2)]
    assert runs[0] == runs[1]
    assert len(set(runs[0].split())) == 3


def test_espeak_quote_is_told_from_the_narrator_by_pitch() -> None:
    narrator, quote = (pitch_of(espeak(SENTENCE, name)) for name in ("narrator", "quote"))
    assert 12 * np.log2(quote / narrator) >= 4


def test_espeak_voices_of_ours_are_told_apart_and_are_about_as_loud() -> None:
    said = {name: espeak(SENTENCE, name) for name in espeak_voices.OWN}
    steps = {name: 12 * np.log2(pitch_of(speech)) for name, speech in said.items()}
    order = sorted(steps, key=steps.__getitem__)
    assert order == ["block-quote", "narrator", "announcer", "quote"]
    assert all(steps[high] - steps[low] > 1.5 for low, high in pairwise(order))
    levels = [20 * np.log10(np.std(samples(speech) / 32768)) for speech in said.values()]
    assert max(levels) - min(levels) < 1.5  # dB, before each is levelled by its own gain


@pytest.mark.parametrize(
    ("tongue", "expected"),
    [("en", ""), ("en-US", ""), ("en-GB", "en-gb"), ("en-AU", ""), ("pt-BR", "pt-br"),
     ("pt", "pt"), ("fr-CA", "fr"), ("zh", "zh"), ("xx", ""), ("", "")],
)  # fmt: skip
def test_espeak_voices_of_ours_take_up_a_language(tongue: str, expected: str) -> None:
    assert espeak_voices.follows("narrator", tongue) == expected
    assert espeak_voices.follows("fr", tongue) == ""


def test_espeak_obeys_speed_and_pitch() -> None:
    plain = espeak(SENTENCE)
    assert seconds(espeak(SENTENCE, speed=1.5)) == pytest.approx(seconds(plain) / 1.5, rel=0.1)
    assert seconds(espeak(SENTENCE, speed=0.7)) == pytest.approx(seconds(plain) / 0.7, rel=0.15)
    higher = pitch_of(espeak(SENTENCE, pitch=5))
    assert 12 * np.log2(higher / pitch_of(plain)) == pytest.approx(5, abs=1)


def test_espeak_times_nearly_every_word_where_it_sounds() -> None:
    text = (
        "In the end there was nothing to be said of it: “they” did not go to the U.S. in 1984, "
        "and the rest of them, who had been there, were in the hall — as I'd thought."
    )
    speech = espeak(text)
    assert speech.times is not None
    sounding = [word for word in text.split() if any(map(str.isalnum, word))]
    known = [span for span in speech.times if span]
    assert len(known) == len(sounding)
    assert all(end - start > 0.02 * speech.rate for start, end in known)
    wave = np.abs(samples(speech).astype(int))
    assert all(wave[start:end].max() > 300 for start, end in known)


def test_espeak_times_a_word_at_its_onset() -> None:
    speech = espeak("Stop, baker, stop.")
    assert speech.times is not None
    wave = np.abs(samples(speech).astype(int))
    for start, _ in (span for span in speech.times if span):
        before = wave[max(0, start - speech.rate // 20) : start]
        assert before.max(initial=0) < 200  # the pause before it
        assert wave[start : start + speech.rate // 20].max() > 200


def test_espeak_cuts_its_own_silence() -> None:
    speech = espeak("Hello.")
    loud = np.flatnonzero(np.abs(samples(speech).astype(int)) > 3)
    assert loud[0] == pytest.approx(0.01 * speech.rate, abs=2)
    assert len(samples(speech)) - loud[-1] <= 0.01 * speech.rate + 2


def test_espeak_uses_ipa_and_keeps_the_punctuation() -> None:
    engine, narrator = engines.find("espeak"), Voice(engine="espeak", name="narrator")
    plain = engine.speak(words("The tomato, please."), narrator)
    said = list(words("The tomato, please."))
    said[1] = Word(shown="tomato,", said="tomato,", ipa="təˈmɑːtoʊ")
    british = engine.speak(said, narrator)
    assert british.pcm != plain.pcm
    assert british.times is not None
    assert all(british.times)
    assert seconds(british) == pytest.approx(seconds(plain), rel=0.15)  # the comma is there
    said[1] = Word(shown="tomato,", said="tomato,", ipa="ǂ")  # has no mnemonic
    assert engine.speak(said, narrator) == plain


@pytest.mark.parametrize("name", ["en-gb", "EN-US", "fr", "de+f4", "en-gb-x-rp+klatt3", "quote+f2"])
def test_espeak_has_all_its_own_voices(name: str) -> None:
    assert seconds(espeak("Un deux trois.", name)) > 0.4


def test_espeak_suggests_voices_and_variants() -> None:
    with pytest.raises(EngineError, match=r'no voice "narator": did you mean narrator'):
        espeak("Hello.", "narator")
    with pytest.raises(EngineError, match=r'no variant "klat3": did you mean klatt3'):
        espeak("Hello.", "en-us+klat3")


def test_espeak_refuses_an_endless_sentence() -> None:
    with pytest.raises(EngineError, match=r"sentence of 1[0-9]{4} characters"):
        espeak("word " * 3000)


def test_espeak_finds_its_data_behind_a_long_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / ("long" * 30) / ("path" * 30)
    deep.mkdir(parents=True)
    (deep / "espeak-ng-data").symlink_to(espeak_library.data_folder())
    plain = espeak("Hello.")
    monkeypatch.setattr(espeak_library, "data_folder", lambda: deep / "espeak-ng-data")
    assert espeak("Hello.") == plain


def test_espeak_says_the_same_where_no_file_can_lie_in_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plain = espeak("Hello.")
    monkeypatch.delattr(os, "memfd_create", raising=False)
    assert espeak("Hello.") == plain


def test_espeak_without_data_is_an_error_not_an_exit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(espeak_library, "data_folder", lambda: tmp_path)
    with pytest.raises(EngineError, match="espeak found no data"):
        espeak("Hello.")


def test_espeak_speaks_in_turn_when_threads_ask_at_once() -> None:
    with ThreadPoolExecutor(4) as threads:
        said = set(threads.map(espeak, [SENTENCE] * 12))
    assert said == {espeak(SENTENCE)}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=12), max_size=8), st.sampled_from(["", "təˈmɑːtoʊ", "[[x"]))
def test_espeak_survives_any_words_and_times_them_in_order(said: list[str], ipa: str) -> None:
    asked = [Word(shown=text, said=text, ipa=ipa) for text in said]
    voice = Voice(engine="espeak", name="narrator")
    speech = engines.find("espeak").speak(asked, voice)
    assert speech.times is not None
    assert len(speech.times) == len(asked)
    edges = [edge for span in speech.times if span for edge in span]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(speech.pcm) // 2 for edge in edges)


def test_espeak_says_a_quotation_in_its_language() -> None:
    french = tuple(Word(shown=each, said=each, language="fr") for each in ["deux", "chevaux"])
    english = tuple(Word(shown=each, said=each, language="en-GB") for each in ("two", "chairs,"))
    engine, narrator = engines.find("espeak"), Voice(engine="espeak", name="narrator")
    mixed = engine.speak((*english, *french), narrator)
    alone, before = engine.speak(french, narrator), engine.speak(english, narrator)
    assert mixed.pcm.endswith(alone.pcm)
    assert mixed.pcm.startswith(before.pcm)
    assert 0.15 < seconds(mixed) - seconds(alone) - seconds(before) < 0.25  # the comma
    assert alone != engine.speak(words("deux chevaux"), narrator)
    assert mixed.times is not None
    assert all(mixed.times)
    named = Voice(engine="espeak", name="en-us")
    assert engine.speak(french, named) == engine.speak(words("deux chevaux"), named)

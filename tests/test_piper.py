"""Covers: piper's voices, their times and speakers, and what is told when something is missing."""

import json
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hearing import SENTENCE, samples, seconds, words
from small_voices import FRAMES, HOP, RATE, config, keep_voice, network, small_voices

from pipeline import engines
from pipeline.engines import breaths, piper, piper_graph, piper_model, piper_voices, voice_folders
from pipeline.errors import EngineError
from pipeline.model import Speech, Voice, Word
from pipeline.narrating.speaking import speech_key

__all__ = ["small_voices"]  # a fixture of every test here

pytest.importorskip("piper", reason="piper-tts is not installed")

ONE = Voice(engine="piper", name="en_US-small-high")


def said(text: str, name: str = ONE.name, **how: Any) -> Speech:
    return engines.find("piper").speak(words(text), Voice(engine="piper", name=name, **how))


# --- Speech ----------------------------------------------------------------------------------


def test_length_follows_from_phonemes_and_speed() -> None:
    speech = said("a")
    phonemes = 2 * (len("ˈeɪ") + 1) + 1  # each with a pad, the start too, then the end
    assert abs(len(samples(speech)) - phonemes * FRAMES * HOP) < 0.03 * RATE
    assert seconds(said(SENTENCE, speed=0.5)) == pytest.approx(
        2 * seconds(said(SENTENCE)), rel=0.02
    )


def test_noise_is_off() -> None:
    voice = piper_model.load(piper_voices.find(ONE.name))
    ids = voice.phonemes_to_ids(list("hello"))
    loud, again = (np.asarray(voice.phoneme_ids_to_audio(ids)) for _ in range(2))
    assert not np.array_equal(loud, again)  # the network is as noisy as its config wants
    assert said(SENTENCE) == said(SENTENCE)


def test_level_is_the_networks_own() -> None:
    assert np.abs(samples(said("Hello.")).astype(int)).max() == pytest.approx(32767 / 2, abs=50)


def test_speakers_differ_and_are_checked() -> None:
    name = "en_US-two-low"
    listed = engines.find("piper").voices()
    assert listed == (ONE.name, f"{name}#ann", f"{name}#bob")
    assert said("Hello.", f"{name}#ann") == said("Hello.", name) != said("Hello.", f"{name}#bob")
    with pytest.raises(EngineError, match=r'no speaker "eve" in en_US-two-low: it has ann, bob;'):
        said("Hello.", f"{name}#eve")
    with pytest.raises(EngineError, match=r'no speaker "ann" in en_US-small-high: it has nobody'):
        said("Hello.", f"{ONE.name}#ann")


def test_what_it_cannot_do_is_one_clear_line() -> None:
    with pytest.raises(EngineError, match=r"can't move a voice's pitch .*espeak can"):
        said("Hello.", pitch=2.0)
    with pytest.raises(EngineError, match=r"a sentence of \d{4} characters"):
        said("word " * 500)


def test_ipa_is_said_where_the_voice_knows_its_sounds() -> None:
    plain = words("Go to Ybor, then home.")
    named = tuple(
        Word(shown=word.shown, said=word.said, ipa="ˈiːbɔːɹ" * (word.shown == "Ybor,"))
        for word in plain
    )
    strange = tuple(Word(shown=word.shown, said=word.said, ipa="⸮") for word in plain)
    engine = engines.find("piper")
    speech = engine.speak(named, ONE)
    assert speech != engine.speak(plain, ONE) == engine.speak(strange, ONE)
    assert speech.times is not None
    assert all(speech.times)


# --- Word times ------------------------------------------------------------------------------


def test_times_are_where_the_sounds_are() -> None:
    speech = said("Aye, bee. See.")
    assert speech.times is not None
    sound = np.abs(samples(speech).astype(int))
    for start, end in filter(None, speech.times):
        assert sound[start:end].max() > 10_000
    starts = [span[0] / RATE for span in speech.times if span]
    assert starts[0] == pytest.approx(2 * FRAMES * HOP / RATE, abs=0.02)  # behind start and pad


def test_words_in_one_breath_share_it_and_one_in_several_has_all() -> None:
    alone = {"in": "ɪn", "the": "ðə", "end": "ɛnd", "1984": "naɪntiːn eɪti foːɹ", "was": "wʌz"}

    def phonemize(text: str) -> Sequence[Sequence[str]]:
        whole = {"in the end was 1984": "ɪnðɪʲ ɛnd wʌz naɪntiːn eɪti foːɹ."}
        return [list((whole | alone)[text])]

    tokens = breaths.tokens(words("in the end — was 1984"), alone)
    tokens = [token for token in tokens if token.sounds]
    (said,) = breaths.sentences(tokens, phonemize)
    owners = [[token.text for token in breath.tokens] for breath in said]
    assert owners == [["in", "the"], ["end"], ["was"], ["1984"], ["1984"], ["1984"]]
    lengths = [10] * (1 + len(breaths.phonemes(said)))
    spans = list(breaths.times(said, lengths))
    assert [word for word, _ in spans] == [0, 1, 2, 4, 5, 5, 5]
    assert spans[0][1] == (10, 30)  # two of the five letters, over five phonemes
    assert spans[-1][1][1] == sum(lengths) - 10  # without the full stop


def test_a_model_that_tells_no_lengths_gives_no_times(small_voices: Path) -> None:
    model = small_voices / f"{ONE.name}.onnx"
    model.write_bytes(model.read_bytes().replace(b"Ceil", b"Relu"))
    assert said(SENTENCE).times is None


def test_lengths_are_asked_for_once_and_cost_a_few_bytes() -> None:
    model = network()
    more = piper_graph.with_lengths(model)
    assert more.startswith(model)
    assert len(more) - len(model) < 20
    assert piper_graph.with_lengths(more) == more
    for junk in (b"\xff" * 20, b"no model at all", network()[:-9]):
        with pytest.raises(ValueError, match="model"):
            piper_graph.with_lengths(junk)


# --- Voices on disk --------------------------------------------------------------------------


def test_missing_voice_names_the_command_that_gets_it() -> None:
    with pytest.raises(EngineError, match=r"render-episode --fetch-voice en_GB-new-low\.$"):
        said("Hello.", "en_GB-new-low")
    with pytest.raises(EngineError, match="no voice on this machine"):
        said("Hello.", "")
    with pytest.raises(EngineError, match=r'no voice "\.\./en_US-small-high"'):
        said("Hello.", "../en_US-small-high")


@pytest.mark.parametrize(
    ("ending", "contents", "told"),
    [
        (".onnx", b"junk", "can't load"),
        (".onnx", b"", "can't load"),
        (".onnx.json", b"junk", "can't read"),
        (".onnx.json", b"[]", "can't read"),
        (".onnx.json", b"{}", "can't load"),
    ],
)
def test_a_broken_voice_is_one_clear_line(
    small_voices: Path, ending: str, contents: bytes, told: str
) -> None:
    (small_voices / f"{ONE.name}{ending}").write_bytes(contents)
    with pytest.raises(EngineError, match=rf"piper {told} .*{ONE.name}.*fetch") as failure:
        said("Hello.")
    assert "\n" not in str(failure.value)


def test_half_a_voice_is_none(small_voices: Path) -> None:
    (small_voices / f"{ONE.name}.onnx.json").unlink()
    assert ONE.name not in engines.find("piper").voices()


def test_voices_are_found_in_every_usual_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "data" / "render-episode" / "voices"
    keep_voice(home, "de_DE-home-low")
    keep_voice(tmp_path / "data/piper-voices/fr/fr_FR/siwis_2/x_low", "fr_FR-siwis_2-x_low")
    keep_voice(tmp_path / "more", "it_IT-more-low")
    keep_voice(tmp_path / "here", "es_ES-here-low")
    monkeypatch.setenv("RENDER_EPISODE_VOICES", f"{tmp_path / 'none'}:{tmp_path / 'more'}")
    monkeypatch.chdir(tmp_path / "here")
    found = [name for name in piper_voices.installed() if "_" in name]
    assert {"de_DE-home-low", "fr_FR-siwis_2-x_low", "it_IT-more-low", "es_ES-here-low"} <= set(
        found
    )
    assert all(piper_voices.find(name).model.is_file() for name in found)
    assert voice_folders.home() == tmp_path / "none"
    monkeypatch.delenv("RENDER_EPISODE_VOICES")
    assert voice_folders.home() == home


def test_fingerprint_is_of_the_voices_own_files(small_voices: Path) -> None:
    first = engines.fingerprint(ONE)
    key = speech_key(words(SENTENCE), ONE)
    keep_voice(small_voices, "de_DE-another-low")
    assert engines.fingerprint(ONE) == first
    (small_voices / f"{ONE.name}.onnx").write_bytes(network(base=200.0))
    assert engines.fingerprint(ONE) != first
    assert speech_key(words(SENTENCE), ONE) != key
    assert (
        engines.fingerprint(Voice(engine="espeak", name="quote"))
        == engines.find("espeak").fingerprint
    )


def test_a_changed_voice_is_loaded_anew(small_voices: Path) -> None:
    first = said("Hello.")
    settings = {**config(), "inference": {"length_scale": 2}}
    (small_voices / f"{ONE.name}.onnx.json").write_text(json.dumps(settings))
    assert seconds(said("Hello.")) == pytest.approx(2 * seconds(first), rel=0.05)


# --- Without the package ---------------------------------------------------------------------


@pytest.fixture
def packages(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Pretend that piper-tts has some version, or none."""

    def pretend(number: str) -> None:
        def version(name: str) -> str:
            if not number:
                raise PackageNotFoundError(name)
            return number

        monkeypatch.setattr(piper, "version", version)

    return pretend


def test_missing_package_names_the_command_that_installs_it(
    packages: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    packages("")
    with pytest.raises(EngineError, match=r"needs the package piper-tts: type /.*--fetch-voice"):
        piper.Piper()
    monkeypatch.setattr(piper, "__file__", "/nowhere/pipeline/engines/piper.py")
    with pytest.raises(EngineError, match=r'-m pip install "piper-tts>=1.4"') as failure:
        piper.Piper()
    assert sys.executable in str(failure.value)
    packages("1.2.0")
    with pytest.raises(EngineError, match=r"newer piper-tts than 1.2.0"):
        piper.Piper()

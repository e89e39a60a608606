"""Covers: the contract of every installed engine; espeak's bytes, times, voices; gtts' faults."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import numpy as np
import pytest
from listening import Server, listening

from pipeline import engines
from pipeline.engines import espeak_library, espeak_phonemes, gtts
from pipeline.errors import EngineError
from pipeline.model import Speech, Voice, Word

SENTENCE = "The readers climbed the platform, and the whole floor grew still."


def words(text: str) -> tuple[Word, ...]:
    return tuple(Word(shown=word, said=word) for word in text.split())


def samples(speech: Speech) -> "np.typing.NDArray[np.int16]":
    return np.frombuffer(speech.pcm, "<i2")


def seconds(speech: Speech) -> float:
    return len(samples(speech)) / speech.rate


@pytest.fixture(autouse=True)
def google(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """No test here ever asks the real one."""
    monkeypatch.setattr(gtts, "_WAITS", (0.01, 0.02, 0.04))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with listening() as server:
        monkeypatch.setattr("gtts.tts._translate_url", server.url)
        yield server


# --- The contract ----------------------------------------------------------------------------


@pytest.fixture(params=engines.names())
def engine(request: pytest.FixtureRequest) -> engines.Engine:
    return engines.find(request.param)


def voice(engine: engines.Engine, name: str = "") -> Voice:
    return Voice(engine=engine.name, name=name or engine.voices()[0])


def test_engine_says_what_it_is(engine: engines.Engine, request: pytest.FixtureRequest) -> None:
    assert isinstance(engine, engines.Engine)
    assert engine.name == request.node.callspec.params["engine"]
    assert engine.fingerprint
    assert engine.fingerprint == engine.fingerprint
    assert engine.voices()
    assert len(set(engine.voices())) == len(engine.voices())
    assert engines.find(engine.name) is engine


def test_engine_speaks(engine: engines.Engine) -> None:
    speech = engine.speak(words(SENTENCE), voice(engine))
    assert speech.rate >= 16_000
    assert 2 < seconds(speech) < 12
    assert np.abs(samples(speech).astype(int)).max() > 1000
    edge = round(0.02 * speech.rate)
    for end in (samples(speech)[:edge], samples(speech)[-edge:]):
        assert np.abs(end.astype(int)).max() > 3  # the silence round it is ours to give


def test_engine_gives_a_time_for_a_word_or_none_at_all(engine: engines.Engine) -> None:
    said = words("Well — in the end, that was 1984.")
    speech = engine.speak(said, voice(engine))
    if speech.times is None:
        return
    assert len(speech.times) == len(said)
    known = [span for span in speech.times if span]
    edges = [edge for span in known for edge in span]
    assert edges == sorted(edges)
    assert 0 <= edges[0] <= edges[-1] <= len(samples(speech))
    assert len(known) >= len(said) - 1


def test_repeatable_engine_repeats_itself(engine: engines.Engine) -> None:
    first = engine.speak(words(SENTENCE), voice(engine))
    engine.speak(words("Something else in between."), voice(engine, engine.voices()[1]))
    again = engine.speak(words(SENTENCE), voice(engine))
    assert (first == again) or not engine.repeatable


def test_unknown_voice_is_one_clear_line(engine: engines.Engine) -> None:
    with pytest.raises(EngineError, match=rf'{engine.name} has no .*"nobody"') as failure:
        engine.speak(words("Hello."), voice(engine, "nobody"))
    assert "\n" not in str(failure.value)


@pytest.mark.parametrize(
    "text",
    [
        '<break time="5000ms"/> a <script>alert(1)</script>',
        "fish & chips &lt;b&gt; &#0; ]]> <!--",
        "[[daz'EljoU]] [[[[ [x]] _ ^ |",
        "one\x01two \x00 three\x1b[0m \x7f \u2028 \ufeff",
        "“Naïve” café — Łódź … 工人 рабочий 🙂",
        "a" * 300,
        "\udcff lonely",
    ],
)
def test_words_are_only_ever_words(engine: engines.Engine, text: str) -> None:
    speech = engine.speak(words(text), voice(engine))
    assert 0.05 < seconds(speech) < 100


def test_engine_counts_empty_words_as_pauses(engine: engines.Engine) -> None:
    said = (Word(shown="—", said=""), *words("Hello there."), Word(shown="*", said=""))
    speech = engine.speak(said, voice(engine))
    assert speech.times is None or [bool(span) for span in speech.times] == [
        False,
        True,
        True,
        False,
    ]


# --- Finding engines -------------------------------------------------------------------------


def test_unknown_engine_names_the_known() -> None:
    with pytest.raises(EngineError, match=r'no engine "nobody": choose one of espeak, gtts'):
        engines.find("nobody")


def test_engines_come_through_the_entry_points(monkeypatch: pytest.MonkeyPatch) -> None:
    hum = EntryPoint("hum", "test_engines:Hum", engines.GROUP)
    broken = EntryPoint("broken", "no_such_module:Engine", engines.GROUP)
    fake = EntryPoint("espeak", "test_engines:Hum", engines.GROUP)
    found = EntryPoints((hum, broken, fake))
    monkeypatch.setattr(engines, "entry_points", lambda group: found.select(group=group))
    engines.find.cache_clear()
    assert isinstance(engines.find("hum"), Hum)
    assert {"hum", "espeak", "gtts"} <= set(engines.names())
    assert engines.find("espeak").fingerprint.startswith("espeak")  # a built-in can't be replaced
    with pytest.raises(EngineError, match="broken can't be loaded"):
        engines.find("broken")
    engines.find.cache_clear()


class Hum:
    """The smallest engine."""

    name = "hum"
    fingerprint = "hum 1"
    repeatable = True
    online = False

    def voices(self) -> tuple[str, ...]:
        return ("low",)

    def speak(self, words: tuple[Word, ...], voice: Voice) -> Speech:  # noqa: ARG002
        return Speech(pcm=b"\0\1" * 8000 * len(words), rate=16_000)


# --- espeak ----------------------------------------------------------------------------------


def espeak(text: str, name: str = "narrator", speed: float = 1.0, pitch: float = 0.0) -> Speech:
    asked = Voice(engine="espeak", name=name, speed=speed, pitch=pitch)
    return engines.find("espeak").speak(words(text), asked)


def pitch_of(speech: Speech) -> float:
    """The median of the voice's pitch, in Hz, by autocorrelation."""
    found = []
    wave = samples(speech) / 32768
    for start in range(0, len(wave) - 2048, 1024):
        window = wave[start : start + 2048] * np.hanning(2048)
        repeats = np.fft.irfft(np.abs(np.fft.rfft(window, 8192)) ** 2)
        lowest, highest = speech.rate // 350, speech.rate // 60
        best = lowest + int(np.argmax(repeats[lowest:highest]))
        if repeats[0] > 1 and repeats[best] > 0.5 * repeats[0]:
            found.append(speech.rate / best)
    return float(np.median(found))


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


@pytest.mark.parametrize(
    ("ipa", "expected"),
    [("kæmfiːld", "kamfi:ld"), ("ˈtʃɜːtʃ", "'tS3:tS"), ("ðə θɪŋ", "D@TIN"), ("", ""), ("ǃ", "")],
)
def test_ipa_as_mnemonics(ipa: str, expected: str) -> None:
    assert espeak_phonemes.mnemonics(ipa) == expected


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


def test_espeak_without_data_is_an_error_not_an_exit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(espeak_library, "data_folder", lambda: tmp_path)
    with pytest.raises(EngineError, match="espeak found no data"):
        espeak("Hello.")


# --- gtts ------------------------------------------------------------------------------------


def google_says(text: str, name: str = "en") -> Speech:
    return engines.find("gtts").speak(words(text), Voice(engine="gtts", name=name))


LONG = (
    "In the summer of that year the readers climbed the platform, and opened the book at the page "
    "where they had stopped the night before; the whole floor grew still. What next? Nobody knew."
)


def test_gtts_sends_pieces_cut_at_sense_and_joins_the_speech(google: Server) -> None:
    speech = google_says(LONG)
    sent = [text for text, _ in google.asked]
    assert " ".join(sent) == LONG
    assert all(len(text) <= 100 for text in sent)
    assert all(text[-1] in ",;.?" for text in sent)
    assert seconds(speech) == pytest.approx(0.06 * len(LONG), abs=0.7)
    assert speech.rate == 24_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Short.", ["Short."]),
        ("", []),
        ("— …", []),
        ("x" * 250, ["x" * 100, "x" * 100, "x" * 50]),
        (" ".join(["word"] * 30), [" ".join(["word"] * 20), " ".join(["word"] * 10)]),
    ],
)
def test_gtts_pieces(text: str, expected: list[str]) -> None:
    assert gtts.pieces(text) == expected


def test_gtts_asks_for_the_voices_language_and_host(
    google: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    hosts = []

    def url(tld: str, path: str) -> str:
        hosts.append(tld)
        return google.url(tld, path)

    monkeypatch.setattr("gtts.tts._translate_url", url)
    for name in ("fr", "en-GB", "narrator"):
        google_says("Bonjour.", name)
    assert google.asked == [("Bonjour.", "fr"), ("Bonjour.", "en"), ("Bonjour.", "en")]
    assert hosts == ["com", "co.uk", "us"]
    for name in ("en@127.0.0.1", "com", "en:x@evil.example"):
        with pytest.raises(EngineError, match="has no voice"):
            google_says("Hello.", name)
    assert len(hosts) == 3


@pytest.mark.parametrize("faults", [["429"], ["500", "503"], ["cut"], ["429", "502", "cut"]])
def test_gtts_asks_again_when_that_helps(google: Server, faults: list[str]) -> None:
    google.faults[:] = faults
    assert seconds(google_says("Hello there.")) > 0.5
    assert len(google.asked) == len(faults) + 1


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ("429", r"Google wants fewer requests \(HTTP 429\), 4 times; try again later"),
        ("500", r"the server failed \(HTTP 500\), 4 times"),
        ("cut", "4 times"),
        ("html", "the answer is no speech but a page"),
        ("empty", "the answer holds no speech"),
        ("junk", "what came is not sound"),
        ("403", r"Google refused \(HTTP 403\)"),
        ("302", r"Google refused \(HTTP 302\)"),
    ],
)
def test_gtts_fault_is_one_clear_line(google: Server, fault: str, message: str) -> None:
    google.faults[:] = [fault] * 9
    with pytest.raises(EngineError, match=message) as failure:
        google_says("Hello.")
    assert "\n" not in str(failure.value)
    assert len(google.asked) in {1, 4}


def test_gtts_silence_is_no_speech(google: Server) -> None:
    google.faults[:] = ["silent"]
    assert google_says("Hello.").pcm == b""


def test_gtts_offline_fails_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{closed.getsockname()[1]}/"
        monkeypatch.setattr("gtts.tts._translate_url", lambda **_: nobody)
        start = time.monotonic()
        with pytest.raises(EngineError, match=r"can't reach .*: connect to the network, or use"):
            google_says("Hello.")
        assert time.monotonic() - start < 2


def test_gtts_checks_certificates(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = {}

    def send(self: object, request: object, **options: object) -> None:  # noqa: ARG001
        seen.update(options)
        raise EngineError("seen")

    monkeypatch.setattr("requests.Session.send", send)
    with pytest.raises(EngineError, match="seen"):
        google_says("Hello.")
    assert seen["verify"]
    assert seen["timeout"]


def test_gtts_waits_longer_each_time_and_as_long_as_it_is_told(
    google: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(gtts, "_sleep", waited.append)
    google.faults[:] = ["429", "429 after 7", "500"]
    google_says("Hello.")
    assert waited == [0.01, 7, 0.04]
    google.faults[:] = ["429 after 3600"]
    with pytest.raises(EngineError, match=r"fewer requests \(HTTP 429\); try again later"):
        google_says("Hello.")
    assert len(waited) == 3

"""Covers: our sounds and a show's own, their level, and how they lie beside and under words."""

import io
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from pipeline import metering, sound
from pipeline.errors import PlaceError, SoundError, UsageError
from pipeline.model import CUES, FRAME, RATE, THEMES, Line, Mix, Role, Sound
from pipeline.narrating.tracks import keep_tracks, read_track
from pipeline.sound import music
from pipeline.store import Store

Samples = npt.NDArray[np.float32]
OURS = {name: sound.decode_track(sound.own_track(name)) for name in (*THEMES, *CUES)}


def hum(seconds: float, level: float = 0.25) -> Samples:
    """A word: a tone with soft ends, at about the loudness of speech."""
    moments = np.arange(round(seconds * RATE)) / RATE
    ramp = np.minimum(1, np.minimum(moments, moments[::-1]) * 100)
    return np.asarray(level * ramp * np.sin(2 * np.pi * 600 * moments), np.float32)


def levelled(name: str) -> sound.Pcm:
    """One of our sounds as narrating keeps it."""
    samples = sound.floats(OURS[name], -len(OURS[name]) % FRAME)
    loudest = metering.loudest([metering.energies(samples).tobytes()])
    return sound.whole(samples * np.float32(10 ** ((sound.TRACK - loudest) / 20)))


TRACKS = {name: levelled(name) for name in OURS}


def loudest(samples: npt.NDArray[np.int16]) -> float:
    """The loudest 400 ms, in LUFS."""
    return metering.loudest(
        [metering.energies(sound.floats(samples, -len(samples) % FRAME)).tobytes()]
    )


def mixed(seconds: float, *, stereo: bool = False, **sounds: str) -> tuple[sound.Pcm, int, int]:
    """A take of so much hum with these sounds, and where the hum starts and ends in it."""
    speech = hum(seconds)
    mix = Mix(pause=0.5, stereo=stereo, **sounds)  # type: ignore[arg-type]
    take, times = sound.shape(speech, mix, ((0, len(speech)),), TRACKS)
    span = times[0]
    assert span is not None
    return take, *span


def without_hum(take: npt.NDArray[np.int16], start: int, seconds: float) -> npt.NDArray[np.int16]:
    """The music alone: the take less the hum, which shaping leaves as it is."""
    plain, _, end = mixed(seconds)
    begin = start - (end - round(seconds * RATE))
    length = min(len(plain), len(take) - begin)
    alone = take.astype(np.int32)
    alone[begin : begin + length] -= plain[:length]
    return alone.astype(np.int16)


def steepest(samples: npt.NDArray[np.int16]) -> int:
    """The largest step from one sample to the next."""
    return int(np.abs(np.diff(samples.astype(np.int32))).max())


def beside(name: str) -> float:
    """By how much shaping makes a track softer, linear."""
    return float(10 ** ((-19 + music.BESIDE[name] - sound.TRACK) / 20))


# --- Ours ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", OURS)
def test_ours_are_short_soft_and_end_in_silence(name: str) -> None:
    samples = OURS[name].astype(np.int32)
    longest = {"theme": 24, "closing": 15}.get(name, 2.5)
    assert 0.5 < len(samples) / RATE < longest
    assert np.abs(np.diff(samples)).max() < 1500  # no click
    assert np.abs(samples[:20]).max() < 40
    assert np.abs(samples[-20:]).max() < 5
    assert np.abs(samples).max() == pytest.approx(0.25 * 32767, rel=0.01)
    assert len(sound.own_track(name)) < 400_000  # bytes in the wheel


def test_a_pull_quote_ends_otherwise_than_it_begins() -> None:
    assert len(OURS["quote"]) != len(OURS["quote_end"])


@pytest.mark.slow
def test_the_script_makes_what_is_shipped(tmp_path: Path) -> None:
    script = Path(__file__).parents[1] / "scripts" / "make_sounds.py"
    subprocess.run([sys.executable, str(script), str(tmp_path)], check=True)
    for name, shipped in OURS.items():
        made = sound.decode_track((tmp_path / f"{name}.flac").read_bytes())
        assert np.abs(made.astype(np.int32) - shipped).max() <= 1


# --- A show's own ----------------------------------------------------------------------------


def wav(samples: npt.NDArray[np.int16], rate: int = RATE) -> bytes:
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(samples.shape[1] if samples.ndim > 1 else 1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())
    return held.getvalue()


def theme_line() -> Line:
    return Line(words=(), role=Role.OPENING, cue="theme")


@pytest.mark.parametrize("level", [0.02, 0.9])
@pytest.mark.parametrize("channels", [1, 2])
def test_a_shows_own_file_comes_to_the_same_level(
    tmp_path: Path, level: float, channels: int
) -> None:
    tone = sound.whole(hum(3.0, level))
    file = tmp_path / "sea.wav"
    file.write_bytes(wav(np.stack([tone] * channels, axis=1)))
    store = Store(str(tmp_path / "store"))
    keys = keep_tracks([theme_line()], Sound(theme=str(file)), store)
    track = read_track(store, keys["theme"], "theme")
    assert track.ndim == channels
    assert loudest(track) - 3.01 * (channels - 1) == pytest.approx(sound.TRACK, abs=0.1)
    assert keep_tracks([theme_line()], Sound(theme=str(file)), store) == keys


@pytest.fixture
def own_pycache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What this package keeps of its own files lies in a folder of the test's."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "pycache"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


@pytest.mark.usefixtures("own_pycache")
def test_ours_is_kept_by_the_first_who_plays_it_and_a_shows_that_is_gone_is_told(
    tmp_path: Path,
) -> None:
    store = Store(str(tmp_path / "store"))
    keys = keep_tracks([theme_line()], Sound(), store)
    assert not store.has("track", keys["theme"])
    track = read_track(store, keys["theme"], "theme")
    assert loudest(track) == pytest.approx(sound.TRACK, abs=0.1)
    assert store.has("track", keys["theme"])
    with pytest.raises(PlaceError, match="gone from the store"):
        read_track(store, "0" * 64, "theme")


@pytest.mark.usefixtures("own_pycache")
def test_ours_is_levelled_once_for_every_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = Store(str(tmp_path / "first")), Store(str(tmp_path / "second"))
    key = keep_tracks([theme_line()], Sound(), first)["theme"]
    track = read_track(first, key, "theme")
    decode = sound.decode_track
    monkeypatch.setattr(sound, "decode_track", None)  # nobody asks for it
    assert np.array_equal(read_track(second, key, "theme"), track)
    assert not second.has("track", key)
    monkeypatch.setattr(sound, "decode_track", decode)
    monkeypatch.setattr(sound, "VERSION", "another")
    key = keep_tracks([theme_line()], Sound(), second)["theme"]
    assert np.array_equal(read_track(second, key, "theme"), track)
    assert second.has("track", key)


def test_any_rate_and_the_first_minute(tmp_path: Path) -> None:
    long = sound.whole(hum(70.0, 0.1))[::2]
    track = sound.decode_track(wav(long, RATE // 2))
    assert len(track) == 60 * RATE
    assert not keep_tracks([theme_line()], Sound(theme="none"), Store(str(tmp_path)))
    quote = Line(words=(), role=Role.PULL_QUOTE, cue="quote", after="quote_end")
    assert not keep_tracks([quote], Sound(cues=False), Store(str(tmp_path)))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"not a sound at all", "is not a sound file that can be read"),
        (b"", "is not a sound file that can be read"),
        (wav(np.zeros(RATE, np.int16)), "holds no sound"),
        (None, "no such file"),
    ],
)
def test_a_file_that_is_no_sound_is_named(tmp_path: Path, content: bytes | None, why: str) -> None:
    file = tmp_path / "sea.wav"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(UsageError, match=rf'\[sound\]: theme = "sea.wav" {why}') as caught:
        keep_tracks([theme_line()], Sound(theme=str(file)), Store(str(tmp_path / "store")))
    assert "\n" not in str(caught.value)


def test_decoding_names_no_file_itself() -> None:
    with pytest.raises(SoundError, match=r"^is not a sound"):
        sound.decode_track(b"RIFF but not really")


# --- Beside and under words ------------------------------------------------------------------


def test_a_cue_stands_before_its_words_and_rings_out_under_them() -> None:
    take, start, _ = mixed(1.5, cue="quote")
    assert 0.5 * RATE < start < 1.2 * RATE
    bell = without_hum(take, start, 1.5)
    assert loudest(bell) == pytest.approx(-19 + music.BESIDE["quote"], abs=0.5)
    assert np.abs(bell[len(OURS["quote"]) + 500 :]).max() <= 1
    assert np.abs(bell[start : start + 10_000]).max() < 0.6 * np.abs(bell[:start]).max()


def test_a_cue_rings_out_over_a_short_word() -> None:
    take, start, _ = mixed(0.05, cue="quote")
    assert len(take) + FRAME >= max(len(OURS["quote"]), start + 0.55 * RATE) - FRAME


def test_a_cue_behind_the_words_leaves_them_alone() -> None:
    take, start, end = mixed(1.5, after="quote_end")
    plain, _ = sound.shape(hum(1.5), Mix(pause=0.5))
    assert start < 400
    assert np.array_equal(take[:end], plain[:end])
    assert not take[end + 500 : end + 9000].any()
    bell = take[end + 9000 :]
    assert loudest(bell) == pytest.approx(-19 + music.BESIDE["quote_end"], abs=0.5)


@pytest.mark.parametrize("seconds", [0.8, 6.0, 25.0])
def test_a_theme_opens_alone_and_lies_far_under_the_words(seconds: float) -> None:
    take, start, end = mixed(seconds, cue="theme")
    alone = without_hum(take, start, seconds)
    assert start == pytest.approx(4.5 * RATE, abs=200)
    assert loudest(alone[: start - RATE]) == pytest.approx(-19 + music.BESIDE["theme"], abs=1)
    speech = loudest(take[start:end])
    assert loudest(alone[start:end]) < speech - 15
    assert np.abs(alone[-400:]).max() < 20
    assert steepest(alone) < 1.1 * steepest(TRACKS["theme"]) * beside("theme")  # no click in it
    assert len(take) < end + 4 * RATE


def test_a_theme_comes_up_once_more_before_it_fades() -> None:
    take, start, end = mixed(4.0, cue="theme")
    alone = without_hum(take, start, 4.0)
    under, behind = alone[end - RATE : end], alone[end : end + RATE]
    assert loudest(behind) > loudest(under) + 2


@pytest.mark.parametrize("seconds", [0.8, 5.0, 25.0])
def test_a_closing_comes_in_under_the_words_and_ends_behind_them(seconds: float) -> None:
    take, start, end = mixed(seconds, after="closing")
    alone = without_hum(take, start, seconds)
    assert start < 400
    assert np.abs(alone[:2000]).max() < 30
    assert loudest(alone[:end]) < loudest(take[:end]) - 15
    assert loudest(alone[end:]) > -19 + music.BESIDE["closing"] - 4
    assert 7 * RATE < len(take) + FRAME - end < 8.2 * RATE
    assert steepest(alone) < 1.1 * steepest(TRACKS["closing"]) * beside("closing")


def test_one_line_may_have_both() -> None:
    take, start, end = mixed(2.0, cue="theme", after="closing")
    assert start > 4 * RATE
    assert len(take) > end + 5 * RATE


def test_in_stereo_ours_lie_in_the_middle() -> None:
    mono, start, _ = mixed(2.0, cue="theme")
    take, begin, _ = mixed(2.0, stereo=True, cue="theme")
    assert begin == start
    assert np.array_equal(take[:, 0], mono)
    assert np.array_equal(take[:, 1], mono)


def test_music_follows_the_shows_level() -> None:
    soft = sound.shape(hum(1.0), Mix(cue="mark", loudness=-25.0), (), TRACKS)[0]
    usual = sound.shape(hum(1.0), Mix(cue="mark"), (), TRACKS)[0]
    cut = slice(0, RATE)
    assert np.abs(usual[cut]).max() == pytest.approx(2 * np.abs(soft[cut]).max(), rel=0.02)


def test_loud_music_passes_no_ceiling() -> None:
    loud = {"theme": np.full(20 * RATE, 32_000, np.int16)}
    take, _ = sound.shape(hum(3.0, 0.9), Mix(cue="theme", loudness=-10.0), (), loud)
    assert np.abs(take.astype(np.int32)).max() <= round(sound.CEILING * 32767)


def test_laying_says_nothing_on_stderr() -> None:
    program = (
        "import numpy as np, sys\n"
        "from pipeline.sound import music\n"
        "assert 'pydub' not in sys.modules\n"
        "music.lay_before(np.zeros(10, np.int16), np.zeros(5000, np.int16))\n"
        "assert 'pydub' in sys.modules\n"
    )
    run = subprocess.run(
        [sys.executable, "-W", "default", "-c", program], capture_output=True, check=False
    )
    assert (run.returncode, run.stderr) == (0, b"")

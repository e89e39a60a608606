"""The figures that are shipped: those that measuring gives, and all that an ordinary show asks."""

from pathlib import Path

import pytest

from pipeline.model import DEFAULT_CAST, Sound, Voice
from pipeline.narrating import levels, measured, pacing
from pipeline.store import Store

VOICES = tuple(DEFAULT_CAST.values())


@pytest.mark.parametrize("voice", VOICES, ids=str)
@pytest.mark.parametrize("sound", [Sound(), Sound(stereo=True)], ids=["mono", "stereo"])
def test_an_ordinary_show_measures_no_voice(voice: Voice, sound: Sound, tmp_path: Path) -> None:
    store = Store(root=str(tmp_path))
    assert levels.has_level(voice, sound, store)
    assert levels.chain(voice, sound, store).gain > 1
    assert pacing.pace(voice, store) > 0
    assert not list(tmp_path.rglob("*"))  # nobody spoke, nothing was kept


def test_what_is_shipped_is_what_measuring_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    voice, sound, store = DEFAULT_CAST["pull_quote"], Sound(), Store(root=str(tmp_path))
    shipped = levels.chain(voice, sound, store), pacing.pace(voice, store)
    monkeypatch.setattr(measured, "_shipped", dict)
    assert not levels.has_level(voice, sound, store)
    chain, pace = levels.chain(voice, sound, store), pacing.pace(voice, store)
    assert levels.has_level(voice, sound, store)
    assert chain.gain == pytest.approx(shipped[0].gain, rel=0.0025)  # 0.02 dB: other machines
    assert chain.hiss == pytest.approx(shipped[0].hiss, abs=0.001)
    assert pace == pytest.approx(shipped[1], abs=0.0001)


def test_a_voice_at_another_speed_is_measured(tmp_path: Path) -> None:
    store = Store(root=str(tmp_path))
    slow = Voice(engine="espeak", name="narrator", speed=0.8)
    assert not levels.has_level(slow, Sound(), store)
    assert pacing.pace(slow, store) > pacing.pace(VOICES[0], store)

"""A whole talk through every engine: nothing left out, a time for every word, one level.

The talk is the real article where it lies beside the project (../shared), else our own sample.
Engines that are servers or need large models speak through the stand-ins of their own tests.
"""

from pathlib import Path

import pytest
from hearing import SENTENCE  # noqa: F401 - the engines' tests and these share their voices
from listening import google
from small_kokoro import small_kokoro
from small_voices import small_voices
from speech_server import speech_server

from pipeline import engines, render
from pipeline.engines import flite_library
from pipeline.model import DEFAULT_CAST, Show, Voice
from pipeline.narrating import process_map
from pipeline.render import Request
from pipeline.store import Store

__all__ = ["google", "small_kokoro", "small_voices", "speech_server"]
pytestmark = pytest.mark.slow

_ROOT = Path(__file__).parents[1]
_REAL = _ROOT.parent / "shared/articles/what-does-internationalism-mean-today.md"
TALK = _REAL if _REAL.exists() else _ROOT / "episodes/the-reader-on-the-platform/article.md"
PACKAGES = {"kokoro": "kokoro_onnx", "piper": "piper"}


@pytest.mark.parametrize("name", ["espeak", "flite", "gtts", "http", "kokoro", "piper"])
def test_a_whole_talk(name: str, tmp_path: Path) -> None:
    if package := PACKAGES.get(name):
        pytest.importorskip(package, reason=f"{package} is not installed")
    if name == "flite" and not flite_library.installed():
        pytest.skip("libflite1 is not installed: apt-get install libflite1")
    voices = engines.find(name).voices()
    told = {role: Voice(engine=name, name=voices[at % len(voices)])
            for at, role in enumerate(DEFAULT_CAST)}  # fmt: skip
    show = Show(title="Read Aloud", guid="e9533001-4d41-4d70-8580-614d5f8f820f", cast=told)
    request = Request(path=TALK, slug="talk", show=show)
    store = Store(root=str(tmp_path / "cache"))
    with process_map(1) as mapper:
        outcome = render.render(request, store=store, feed=tmp_path / "feed", map=mapper)
        again = render.render(request, store=store, feed=tmp_path / "feed", map=mapper)
    episode, takes = outcome.episode, outcome.narration.takes
    assert episode.seconds > 300
    assert episode.loudness == pytest.approx(-19, abs=1)
    assert episode.peak <= -1
    sounding = [(word, time) for take in takes
                for word, time in zip(take.line.words, take.times, strict=True)
                if any(map(str.isalnum, word.said))]  # fmt: skip
    assert sum(time is not None for _, time in sounding) > 0.99 * len(sounding)
    assert not any(take.spoken for take in again.narration.takes)
    assert again.episode.files == episode.files

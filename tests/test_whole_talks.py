"""A whole talk through every engine: nothing left out, a time for every word, one level.

The talk is the real article where it lies beside the project (../shared), else our own sample.
Engines that are servers or need large models speak through the stand-ins of their own tests.
"""

from pathlib import Path

import av
import numpy as np
import pyloudnorm
import pytest
import soxr
from hearing import SENTENCE  # noqa: F401 - the engines' tests and these share their voices
from listening import google
from small_kokoro import small_kokoro
from small_voices import small_voices
from speech_server import speech_server

from pipeline import engines, render
from pipeline.engines import flite_library
from pipeline.model import DEFAULT_CAST, RATE, Cast, Show, Sound, Voice
from pipeline.processes import process_map
from pipeline.render import Request
from pipeline.store import Store

__all__ = ["google", "small_kokoro", "small_voices", "speech_server"]
pytestmark = pytest.mark.slow

_ROOT = Path(__file__).parents[1]
_REAL = _ROOT.parent / "shared/articles/what-does-internationalism-mean-today.md"
SAMPLE = _ROOT / "episodes/the-reader-on-the-platform/article.md"
TALK = _REAL if _REAL.exists() else SAMPLE
PACKAGES = {"kokoro": "kokoro_onnx", "piper": "piper"}
ENGINES = ["espeak", "flite", "gtts", "http", "kokoro", "piper"]
GUID = "e9533001-4d41-4d70-8580-614d5f8f820f"


def cast(name: str) -> Cast:
    """A voice of an engine in each role; skips where the engine is not installed."""
    if package := PACKAGES.get(name):
        pytest.importorskip(package, reason=f"{package} is not installed")
    if name == "flite" and not flite_library.installed():
        pytest.skip("libflite1 is not installed: apt-get install libflite1")
    voices = engines.find(name).voices()
    return {role: Voice(engine=name, name=voices[at % len(voices)])
            for at, role in enumerate(DEFAULT_CAST)}  # fmt: skip


@pytest.mark.parametrize("music", [True, False], ids=["music", "no music"])
@pytest.mark.parametrize("name", ENGINES)
def test_every_voice_at_its_level(name: str, music: bool, tmp_path: Path) -> None:  # noqa: FBT001
    """Heard by another meter, on the file that a listener gets."""
    paragraphs = SAMPLE.read_text(encoding="utf-8").split("\n\n")
    article = tmp_path / "article.md"
    article.write_text("\n\n".join(paragraphs[:14]), encoding="utf-8")
    sound = Sound() if music else Sound(cues=False, theme="none", closing="none")
    show = Show(title="Read Aloud", guid=GUID, cast=cast(name), sound=sound)
    request = Request(path=article, slug="talk", show=show)
    outcome = render.render(
        request, store=Store(root=str(tmp_path / "cache")), feed=tmp_path / "feed"
    )
    assert outcome.episode.seconds > 60  # shorter ones are not judged
    file = next(each for each in outcome.episode.files if each.kind == "audio")
    with av.open(str(tmp_path / "feed/talk" / file.name)) as container:
        heard = np.concatenate([f.to_ndarray().reshape(-1) for f in container.decode(audio=0)])
    assert pyloudnorm.Meter(RATE).integrated_loudness(heard) == pytest.approx(-19, abs=0.5)
    assert np.abs(soxr.resample(heard, RATE, 4 * RATE)).max() <= 10 ** (-1 / 20)


@pytest.mark.parametrize("name", ENGINES)
def test_a_whole_talk(name: str, tmp_path: Path) -> None:
    show = Show(title="Read Aloud", guid=GUID, cast=cast(name))
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

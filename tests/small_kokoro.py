"""Kokoro in a few kilobytes, written byte by byte: a tone for each phoneme, higher by the voice.

Like the real one, the network tells how long it makes each sound where it was exported so, and
draws random numbers where it is told to.
"""

from pathlib import Path

import numpy as np
import pytest
from small_voices import FLOAT, INT64, floats, integers, node, number, tensor

from pipeline.engines.piper_graph import field

RATE = 24_000
HOP = 600  # samples of a frame
FRAMES = 3  # of a phoneme at the voice's own speed
VOICES = ("af_heart", "am_puck", "bm_george", "ff_siwis", "jf_alpha")


@pytest.fixture(autouse=True)
def small_kokoro(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with the model and some voices, and its folder of them."""
    folder = tmp_path / "voices"
    keep_kokoro(folder)
    monkeypatch.setenv("RENDER_EPISODE_VOICES", str(folder))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return folder


def keep_kokoro(folder: Path, *, times: bool = True, noise: bool = True) -> Path:
    """The model and the archive of its voices in a folder; the model's path."""
    folder.mkdir(parents=True, exist_ok=True)
    model = folder / "kokoro-v1.0.onnx"
    model.write_bytes(network(times=times, noise=noise))
    styles = {name: np.full((510, 1, 256), at, np.float32) for at, name in enumerate(VOICES)}
    with (folder / "voices-v1.0.bin").open("wb") as file:
        np.savez(file, **styles)  # type: ignore[arg-type]
    return model


def network(*, times: bool, noise: bool) -> bytes:
    """Ceil → Expand → CumSum → Sin: 120 Hz and upwards, 30 more for each voice."""
    nodes = [
        node("Cast", ["tokens"], "numbers", to=FLOAT),
        node("Div", ["frames", "speed"], "width"),
        node("Mul", ["numbers", "nothing"], "flat"),
        node("Add", ["flat", "width"], "widths"),
        node("Ceil", ["widths"], "lengths"),
        node("Cast", ["lengths"], "duration", to=INT64),
        node("ReduceMax", ["lengths"], "longest", keepdims=0),
        node("Mul", ["longest", "hop"], "samples"),
        node("Cast", ["samples"], "count", to=INT64),
        node("Unsqueeze", ["count", "axis"], "counts"),
        node("Concat", ["many", "counts"], "shape", axis=0),
        node("Transpose", ["numbers"], "column"),
        node("Mul", ["column", "step"], "above"),
        node("Add", ["above", "base"], "pitch"),
        node("ReduceMean", ["style"], "colour", keepdims=0),
        node("Mul", ["colour", "apart"], "higher"),
        node("Add", ["pitch", "higher"], "own"),
        node("Expand", ["own", "shape"], "grid"),
        node("Reshape", ["grid", "line"], "course"),
        node("CumSum", ["course", "axis0"], "phase"),
        node("Sin", ["phase"], "tone"),
        node("Mul", ["tone", "half"], "audio" if not noise else "soft"),
    ]
    if noise:
        nodes += [
            node("RandomNormalLike", ["soft"], "drawn"),
            node("Mul", ["drawn", "quiet"], "hiss"),
            node("Add", ["soft", "hiss"], "audio"),
        ]
    radians = 2 * 3.141592653589793 / RATE
    constants = [
        *(floats(name, value) for name, value in (
            ("frames", FRAMES), ("nothing", 0), ("hop", HOP), ("step", 2 * radians),
            ("base", 120 * radians), ("apart", 30 * radians), ("half", 0.5), ("quiet", 0.01),
        )),
        *(integers(name, values) for name, values in (
            ("axis", [0]), ("many", [1]), ("line", [-1]), ("axis0", [0]),
        )),
    ]  # fmt: skip
    outputs = {"audio": FLOAT, **({"duration": INT64} if times else {})}
    inputs = {"tokens": INT64, "style": FLOAT, "speed": FLOAT}
    graph = b"".join((
        *(field(1, each) for each in nodes),
        field(2, b"small kokoro"),
        *(field(5, each) for each in constants),
        *(field(11, tensor(name, kind)) for name, kind in inputs.items()),
        *(field(12, tensor(name, kind)) for name, kind in outputs.items()),
    ))  # fmt: skip
    return number(1, 8) + field(7, graph) + field(8, field(1, b"") + number(2, 13))

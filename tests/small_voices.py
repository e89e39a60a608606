"""Piper voices of a kilobyte, written byte by byte: a tone for each phoneme, and noise on demand.

Like a real one, the network rounds the length of each phoneme up by its only Ceil, keeps that to
itself, and is as noisy as it is told to be.
"""

import json
import struct
from pathlib import Path

import pytest

from pipeline.engines.piper_graph import field

RATE = 22_050
HOP = 256  # samples of a frame
FRAMES = 3  # of a phoneme, and of each pad, at the voice's own speed
SYMBOLS = (
    "_^$ !'(),-.:;?abcdefghijklmnopqrstuvwxyzæçðøħŋœɐɑɒɓɔɕɖɗɘəɚɛɜɞɟɠɡɢɣɤɥɦɧɨɪɫɬɭɮɯɰɱɲɳɴɵɶɸɹɺɻɽɾ"
)
STRESS = "ʀʁʂʃʄʈʉʊʋʌʍʎʏʐʑʒʔʕʘʙʛʜʝʟʡʢʲˈˌːˑ˞βθχᵻⱱ" + "".join(map(chr, (0x303, 0x329, 0x32F, 0x30A)))
FLOAT, INT64 = 1, 7  # onnx.proto's kinds of numbers


@pytest.fixture(autouse=True)
def small_voices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with two voices, and its folder of them."""
    folder = tmp_path / "voices"
    keep_voice(folder, "en_US-small-high")
    keep_voice(folder, "en_US-two-low", ("ann", "bob"))
    monkeypatch.setenv("RENDER_EPISODE_VOICES", str(folder))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return folder


def keep_voice(folder: Path, name: str, speakers: tuple[str, ...] = ()) -> Path:
    """A voice in a folder; its model's path."""
    folder.mkdir(parents=True, exist_ok=True)
    model = folder / f"{name}.onnx"
    model.write_bytes(network(speakers=len(speakers)))
    model.with_name(f"{name}.onnx.json").write_text(json.dumps(config(speakers)))
    return model


def config(speakers: tuple[str, ...] = ()) -> dict[str, object]:
    numbers = {symbol: [number] for number, symbol in enumerate(SYMBOLS + STRESS)}
    return {
        "audio": {"sample_rate": RATE, "quality": "high"},
        "espeak": {"voice": "en-us"},
        "inference": {"noise_scale": 0.667, "length_scale": 1, "noise_w": 0.8},
        "phoneme_type": "espeak",
        "phoneme_id_map": numbers,
        "num_symbols": len(numbers),
        "num_speakers": max(1, len(speakers)),
        "speaker_id_map": {speaker: number for number, speaker in enumerate(speakers)},
    }


def network(speakers: int = 0, base: float = 120.0) -> bytes:
    """Ceil → Expand → CumSum → Sin, with noise on top: a tone a phoneme, `base` Hz and upwards."""
    inputs = {"input": INT64, "input_lengths": INT64, "scales": FLOAT}
    nodes = [
        node("Gather", ["scales", "one"], "length_scale"),
        node("Gather", ["scales", "zero"], "noise_scale"),
        node("Mul", ["length_scale", "frames"], "width"),
        node("Cast", ["input"], "numbers", to=FLOAT),
        node("Mul", ["numbers", "nothing"], "flat"),
        node("Add", ["flat", "width"], "widths"),
        node("Ceil", ["widths"], "lengths"),
        node("ReduceMax", ["lengths"], "longest", keepdims=0),
        node("Mul", ["longest", "hop"], "samples"),
        node("Cast", ["samples"], "count", to=INT64),
        node("Unsqueeze", ["count", "axis"], "counts"),
        node("Concat", ["many", "counts"], "shape", axis=0),
        node("Transpose", ["numbers"], "column"),
        node("Mul", ["column", "step"], "above"),
        node("Add", ["above", "base"], "pitch"),
    ]
    pitch = "pitch"
    if speakers:
        inputs["sid"] = INT64
        nodes += [
            node("Cast", ["sid"], "speaker", to=FLOAT),
            node("Mul", ["speaker", "apart"], "higher"),
            node("Add", ["pitch", "higher"], "own"),
        ]
        pitch = "own"
    nodes += [
        node("Expand", [pitch, "shape"], "grid"),
        node("Reshape", ["grid", "line"], "course"),
        node("CumSum", ["course", "end"], "phase"),
        node("Sin", ["phase"], "tone"),
        node("RandomNormalLike", ["tone"], "noise"),
        node("Mul", ["noise", "noise_scale"], "hiss"),
        node("Mul", ["tone", "half"], "soft"),
        node("Add", ["soft", "hiss"], "output"),
    ]
    radians = 2 * 3.141592653589793 / RATE
    constants = [
        *(floats(name, value) for name, value in (
            ("frames", FRAMES), ("nothing", 0), ("hop", HOP), ("step", 4 * radians),
            ("base", base * radians), ("apart", 80 * radians), ("half", 0.5),
        )),
        *(integers(name, values) for name, values in (
            ("one", [1]), ("zero", [0]), ("axis", [0]), ("many", [1]), ("line", [1, 1, 1, -1]),
        )),
        integers("end", [3]),
    ]  # fmt: skip
    graph = b"".join((
        *(field(1, each) for each in nodes),
        field(2, b"small voice"),
        *(field(5, each) for each in constants),
        *(field(11, tensor(name, kind)) for name, kind in inputs.items()),
        field(12, tensor("output", FLOAT)),
    ))  # fmt: skip
    return number(1, 8) + field(7, graph) + field(8, field(1, b"") + number(2, 13))


def node(kind: str, inputs: list[str], output: str, **settings: int) -> bytes:
    attributes = (
        field(1, name.encode()) + number(3, value) + number(20, 2)
        for name, value in settings.items()
    )
    return b"".join((
        *(field(1, each.encode()) for each in inputs),
        field(2, output.encode()),
        field(4, kind.encode()),
        *(field(5, each) for each in attributes),
    ))  # fmt: skip


def tensor(name: str, kind: int) -> bytes:
    """An input or output of any shape."""
    return field(1, name.encode()) + field(2, field(1, number(1, kind)))


def floats(name: str, value: float) -> bytes:
    return number(2, FLOAT) + field(8, name.encode()) + field(9, struct.pack("<f", value))


def integers(name: str, values: list[int]) -> bytes:
    data = struct.pack(f"<{len(values)}q", *values)
    sized = number(1, len(values)) + number(2, INT64)
    return sized + field(8, name.encode()) + field(9, data)


def number(which: int, value: int) -> bytes:
    """A field that holds a small number."""
    out = bytes([which << 3 & 0x7F | (0x80 if which > 15 else 0)]) + (b"\1" if which > 15 else b"")
    while value > 0x7F:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])

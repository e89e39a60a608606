"""Where Kokoro comes from. The promise: these two files, to the byte, or none.

Its authors give model and voices to everybody (Apache License 2.0). The copies are those that
kokoro-onnx publishes, of the export that also tells how long it makes each sound.
"""

import os

from pipeline.engines.kokoro_voices import ARCHIVE, MODEL
from pipeline.engines.piper_licences import Kind, Licence
from pipeline.engines.voice_offers import Offer, Piece

NAME = "kokoro"
ADDRESS = "RENDER_EPISODE_KOKORO"  # of the environment: another copy of the two files

_PUBLIC = "https://github.com/thewh1teagle/kokoro-onnx/releases/download/model-files-v1.1"
_FILES = (  # name, bytes, SHA-256
    (ARCHIVE, 28_214_398, "bca610b8308e8d99f32e6fe4197e7ec01679264efed0cac9140fe9c29f1fbf7d"),
    (MODEL, 325_505_369, "beb0d1848dee9a49da392cc3df26958d46cfa35d321edf434f52949153f0df3a"),
)


def offer() -> Offer:
    """What is offered: one model, with all its voices."""
    address = (os.environ.get(ADDRESS) or _PUBLIC).rstrip("/")
    return Offer(
        engine="kokoro",
        name=NAME,
        licence=Licence(
            line="Apache License 2.0",
            kind=Kind.FREE,
            dataset="https://huggingface.co/hexgrad/Kokoro-82M",
        ),
        card="Kokoro-82M by hexgrad, under the Apache License 2.0.",
        address=address,
        pieces=tuple(
            Piece(name=name, url=f"{address}/{name}", size=size, checksum=checksum, kind="sha256")
            for name, size, checksum in _FILES
        ),
    )

"""Measure an ordinary show's voices, and write down what a first episode need not measure then.

scripts/measure-voices     anew, after a change of voices, chain, meter or passage
"""

import json
import tempfile
from collections.abc import Callable

from pipeline.model import DEFAULT_CAST, Sound
from pipeline.narrating import levels, measured, pacing
from pipeline.store import Store


def main() -> None:
    """Measure each voice in mono and in stereo, as a show has it that says nothing of its sound."""
    found: dict[str, str] = {}

    def note(key: str, _: Store, measure: Callable[[], str]) -> str:
        found[key] = measure()
        return found[key]

    levels.figure = pacing.figure = note
    with tempfile.TemporaryDirectory() as folder:
        store = Store(root=folder)
        for voice in DEFAULT_CAST.values():
            for stereo in (False, True):
                levels.chain(voice, Sound(stereo=stereo), store)
            pacing.pace(voice, store)
    written = json.dumps(found, indent=1, sort_keys=True) + "\n"
    measured.SHIPPED.write_text(written, encoding="ascii")
    print(f"{measured.SHIPPED.name}: {len(found)} figures")


if __name__ == "__main__":
    main()

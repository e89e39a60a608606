"""How fast a voice speaks → seconds a phoneme. The promise: once a voice, from the same sentences.

It is learnt from what the voice's level is measured on, too, and kept: what is plausible for a line
depends on no other line of its episode, so it is the same in whatever order they are spoken.
"""

from pipeline import aligning
from pipeline.model import Voice
from pipeline.narrating.measured import figure
from pipeline.narrating.passage import LINES, passage_keys, spoken_passage
from pipeline.store import Store, recipe_key

_VERSION = 1  # of how it is measured


def pace(voice: Voice, store: Store) -> float:
    """Seconds a phoneme, rounded to 0.1 ms. Raises EngineError when the voice can't speak."""

    def measure() -> str:
        seconds = sum(len(each.pcm) / 2 / each.rate for each in spoken_passage(voice, store))
        return f"{seconds / sum(map(aligning.count_sounds, LINES)):.4f}"

    key = recipe_key(passage=passage_keys(voice), pace=_VERSION)
    return float(figure(key, store, measure))

"""Speech and its words → when each word sounds. The promise: the same times whatever came before.

An engine that knows its times is believed. For the others a recogniser finds them where it is
installed and knows the language (pocketsphinx, the extra `verify`); else they are shared out by the
sounds of each word. The answer says which it was.
"""

from collections.abc import Sequence

from pipeline.aligning.recognising import aligned, doubt, fingerprint, installed, knows
from pipeline.aligning.sharing import shared
from pipeline.aligning.sounds import count_sounds
from pipeline.model import Speech, Word

__all__ = ["Spans", "count_sounds", "doubt", "fingerprint", "installed", "knows", "timed"]

Spans = tuple[tuple[int, int] | None, ...]


def timed(words: Sequence[Word], speech: Speech) -> tuple[Spans, str]:
    """A (start, end) in samples of the speech for each word that is said, and whose they are.

    "engine", "aligned" or "estimated", as in `model.Take.timing`.
    """
    if speech.times is not None:
        return speech.times, "engine"
    if knows(words) and (found := aligned(words, speech)) is not None:
        return found, "aligned"
    return shared(words, speech), "estimated"

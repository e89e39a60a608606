"""A narration → a short film of each pull-quote. Promise: of what is heard, as it is heard."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from pipeline.engines.decoding import decode
from pipeline.errors import GoneError
from pipeline.formats.clips import clip
from pipeline.formats.word_times import anchors, shown, when
from pipeline.model import RATE, Article, Narration, Role, Show, Take
from pipeline.store import Store


def film(article: Article, narration: Narration, show: Show, store: Store) -> Iterator[bytes]:
    """An MP4 of each pull-quote that is said, in order; one that can't be drawn is left out.

    Raises GoneError when the store has lost a take.
    """
    said = [take for take in narration.takes if take.line.role == Role.PULL_QUOTE]
    for block, group in groupby(said, key=lambda take: take.line.block):
        if block is None:
            continue
        takes = list(group)
        speaker = article.blocks[block].speaker or " and ".join(article.metadata.authors)
        sound = b"".join(_frames(store, take) for take in takes)
        if made := clip(show, tuple(_words(takes)), speaker, decode(sound).pcm):
            yield made


def _frames(store: Store, take: Take) -> bytes:
    found = store.get("frames", take.key)
    if found is None:
        raise GoneError(f"the store has lost “{take.line.shown}”: render the episode --again")
    return found


def _words(takes: Sequence[Take]) -> Iterator[tuple[str, float]]:
    """Each word that can be seen, and the second of the film at which it is heard."""
    start = 0
    for take in takes:
        known, at = anchors(take), 0
        for word in " ".join(shown(take.line)).split(" "):
            yield word, (start + when(known, at)) / RATE
            at += len(word) + 1
        start += take.length

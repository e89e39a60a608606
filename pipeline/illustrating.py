"""An article and its show → the episode's cover, drawn once and kept in the store.

Out: two JPEGs of the same picture, large for the feed and small for inside the audio. The promise:
the same words give the same bytes, and words that are unchanged are not drawn again.
"""

from pipeline.formats import art
from pipeline.model import Article, Show, value
from pipeline.store import Store, recipe_key


@value
class Picture:
    """A cover as JPEG bytes: 3000 px, and at most 1000 px."""

    large: bytes
    small: bytes


def illustrate(article: Article, show: Show, store: Store) -> Picture:
    """The cover of an episode. Raises PlaceError when the store can't be used."""
    data = article.metadata
    words = (show.title, data.title, " and ".join(data.authors))
    return Picture(
        large=_kept(store, "large", words),
        small=_kept(store, "small", words),
    )


def _kept(store: Store, size: str, words: tuple[str, str, str]) -> bytes:
    key = recipe_key(design=art.DESIGN, size=size, words=words)
    picture = store.get("art", key)
    if picture is None:
        picture = art.cover(*words) if size == "large" else art.small(_kept(store, "large", words))
        store.put("art", key, picture)
    return picture

"""An article and its show → the episode's cover, drawn once and kept in the store.

Out: two JPEGs of the same picture, large for the feed and small for inside the audio. The promise:
the same words give the same bytes, and words that are unchanged are not drawn again.
"""

from pipeline.formats import art
from pipeline.formats.palettes import DESIGN
from pipeline.model import Article, Show, value
from pipeline.store import Store, recipe_key

_WEIGHT = 300  # measured: a cover takes 0.2 s, a line of 100 characters in espeak's voice 0.06 s


@value
class Picture:
    """A cover as JPEG bytes: 3000 px, and at most 1000 px."""

    large: bytes
    small: bytes


def illustrate(article: Article, show: Show, store: Store) -> Picture:
    """The cover of an episode. Raises PlaceError when the store can't be used."""
    words = _words(article, show)
    return Picture(
        large=_kept(store, "large", words),
        small=_kept(store, "small", words),
    )


@value
class Drawing:
    """A cover to draw, by the words on it."""

    words: tuple[str, str, str]
    store: Store

    @property
    def key(self) -> str:
        """Of the small copy, which is drawn last."""
        return _key("small", self.words)

    @property
    def weight(self) -> int:
        """How much work it is, in characters that a voice says meanwhile."""
        return _WEIGHT


def missing(article: Article, show: Show, store: Store) -> tuple[Drawing, ...]:
    """What `illustrate` would have to draw."""
    words = _words(article, show)
    drawn = all(store.has("art", _key(size, words)) for size in ("large", "small"))
    return () if drawn else (Drawing(words=words, store=store),)


def draw(drawing: Drawing) -> None:
    """Draw a cover, and leave it in the store. Raises PlaceError."""
    _kept(drawing.store, "small", drawing.words)


def _words(article: Article, show: Show) -> tuple[str, str, str]:
    data = article.metadata
    return show.title, data.title, " and ".join(data.authors)


def _key(size: str, words: tuple[str, str, str]) -> str:
    return recipe_key(design=DESIGN, size=size, words=words)


def _kept(store: Store, size: str, words: tuple[str, str, str]) -> bytes:
    key = _key(size, words)
    picture = store.get("art", key)
    if picture is None:
        picture = art.cover(*words) if size == "large" else art.small(_kept(store, "large", words))
        store.put("art", key, picture)
    return picture

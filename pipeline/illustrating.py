"""An article and its show → the episode's pictures, each drawn once and kept in the store.

Out: its cover as two JPEGs, large for the feed and small for inside the audio, and a card of each
pull-quote. The promise: the same words give the same bytes, and words that are unchanged are not
drawn again.
"""

from collections.abc import Iterator

from pipeline.config.wording import wording
from pipeline.formats import art, cards
from pipeline.formats.palettes import CARD_DESIGN, DESIGN, look_of, typefaces_of
from pipeline.model import Article, Block, Picture, Role, Show
from pipeline.store import Store, recipe_key
from pipeline.values import replace, value

_ROUND = "“”\"'«»….\N{NO-BREAK SPACE} "  # what may stand round a quotation
_SHOW = ("", "")  # the words on the show's own cover, besides its name
_WEIGHT = 300  # measured: a cover takes 0.2 s, a line of 100 characters in espeak's voice 0.06 s


def illustrate(article: Article, show: Show, store: Store) -> Picture:
    """The pictures of an episode. Raises PlaceError when the store can't be used.

    A pull-quote that can't be drawn has no card, and a warning is logged.
    """
    words = _words(article, show)
    return Picture(
        large=_kept(store, "large", show, words),
        small=_kept(store, "small", show, words),
        cards=dict(_cards(article, show, store)),
    )


@value
class Drawing:
    """A cover to draw, by its show and the words on it; `size` as it is kept in the store."""

    show: Show
    words: tuple[str, str]
    size: str
    store: Store

    @property
    def key(self) -> str:
        """Of the picture in the store."""
        return _key(self.size, self.show, self.words)

    @property
    def weight(self) -> int:
        """How much work it is, in characters that a voice says meanwhile."""
        return _WEIGHT


def missing(
    article: Article, show: Show, store: Store, *, series: bool = False
) -> tuple[Drawing, ...]:
    """The covers that would have to be drawn: the episode's, with `series` the show's own too.

    A card takes no time to speak of. With typefaces of the show's own, which lie on this machine
    alone, none is left to others.
    """
    if any(typefaces_of(show)):
        return ()
    own = Drawing(show=show, words=_words(article, show), size="small", store=store)
    shows = Drawing(show=show, words=_SHOW, size="large", store=store)
    large = replace(own, size="large")  # the small copy is made of it
    wanted = [own] if not (_has(own) and _has(large)) else []
    return (*wanted, shows) if series and not _has(shows) else tuple(wanted)


def series_cover(show: Show, store: Store) -> bytes:
    """The cover of the show itself, as a JPEG of 3000 px. Raises PlaceError."""
    return _kept(store, "large", show, _SHOW)


def draw(drawing: Drawing) -> None:
    """Draw a cover, and leave it in the store. Raises PlaceError."""
    _kept(drawing.store, drawing.size, drawing.show, drawing.words)


def _has(drawing: Drawing) -> bool:
    return drawing.store.has("art", drawing.key)


def _words(article: Article, show: Show) -> tuple[str, str]:
    return article.metadata.title, _authors(article, show)


def _authors(article: Article, show: Show) -> str:
    language = article.metadata.language or show.language
    return wording(language, show.templates).joining.join(article.metadata.authors)


def _key(size: str, show: Show, words: tuple[str, str]) -> str:
    design = CARD_DESIGN if size == "card" else DESIGN
    return recipe_key(design=design, size=size, look=look_of(show), words=words)


def _kept(store: Store, size: str, show: Show, words: tuple[str, str]) -> bytes:
    key = _key(size, show, words)
    picture = store.get("art", key)
    if picture is None:
        picture = _drawn(store, size, show, words)
        if picture:
            store.put("art", key, picture)
    return picture


def _drawn(store: Store, size: str, show: Show, words: tuple[str, str]) -> bytes:
    if size == "card":
        return cards.card(show, *words)
    return (
        art.cover(show, *words)
        if size == "large"
        else art.small(_kept(store, "large", show, words))
    )


def _cards(article: Article, show: Show, store: Store) -> Iterator[tuple[int, bytes]]:
    """The card of each pull-quote that can be drawn, by the index of its block."""
    for number, block in enumerate(article.blocks):
        if block.role == Role.PULL_QUOTE and not block.skip:
            words = " ".join(block.text.split())
            if card := _kept(store, "card", show, (words, _who(article, block, show))):
                yield number, card


def _who(article: Article, quote: Block, show: Show) -> str:
    """Who says it: as it is told, as the text says the same words, or the author."""
    words = quote.text.strip(_ROUND)
    said = (block.speaker for block in article.blocks if block.speaker and words in block.text)
    return quote.speaker or next(said, _authors(article, show))

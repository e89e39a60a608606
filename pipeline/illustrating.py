"""An article and its show → the episode's pictures, each drawn once and kept in the store.

Out: its cover as JPEGs, large for the feed and small for inside the audio and for pages, and a card
of each pull-quote. The promise: the same words give the same bytes, and words that are unchanged
are not drawn again.
"""

import json
from collections.abc import Iterable, Iterator

from pipeline import garbage, warned
from pipeline.config.wording import wording
from pipeline.formats import art, cards
from pipeline.formats.palettes import CARD_DESIGN, DESIGN, THUMBNAIL, look_of, typefaces_of
from pipeline.model import Article, Block, Picture, Role, Show
from pipeline.store import Store, recipe_key
from pipeline.values import value

_ROUND = "“”\"'«»….\N{NO-BREAK SPACE} "  # what may stand round a quotation
_SIZES = ("large", "small", "thumbnail")  # the others are made of the first
_SHOW = ("", "")  # the words on the show's own cover, besides its name
_SHOW_SIZES = ("large", "thumbnail")
_WARNINGS = "warnings"  # the kind that is kept in the store beside "art"
_CARD, _COPY = "card", "copy"  # the copy, which is small, of the card
_DESIGNS = {  # of all others, DESIGN
    "thumbnail": f"{DESIGN} {THUMBNAIL}",
    _CARD: CARD_DESIGN,
    _COPY: f"{CARD_DESIGN} {THUMBNAIL}",
}
# Measured: a cover takes 0.2 s, a card 0.04, a line of 100 characters in espeak's voice 0.06
_WEIGHT, _LIGHT = 300, 60


def illustrate(article: Article, show: Show, store: Store) -> Picture:
    """The pictures of an episode. Raises PlaceError when the store can't be used.

    A pull-quote that can't be drawn has no card, and a warning is logged.
    """
    words = _words(article, show)
    picture = Picture(
        large=_kept(store, "large", show, words),
        small=_kept(store, "small", show, words),
        thumbnail=_kept(store, "thumbnail", show, words),
        cards=dict(_cards(article, show, store, _CARD)),
        copies=dict(_cards(article, show, store, _COPY)),
    )
    quotes = [(_CARD, quoted) for _, quoted in _quotes(article, show)]
    _tell(store, show, (("large", words), *dict.fromkeys(quotes)))
    return picture


@value
class Drawing:
    """A picture to draw, by its show and the words on it; `sizes` as they are kept in the store."""

    show: Show
    words: tuple[str, str]
    sizes: tuple[str, ...]
    store: Store

    @property
    def key(self) -> str:
        """Of the first, of which the others are made, in the store."""
        return _key(self.sizes[0], self.show, self.words)

    @property
    def weight(self) -> int:
        """How much work it is, in characters that a voice says meanwhile."""
        return _LIGHT if _CARD in self.sizes else _WEIGHT


def missing(
    article: Article, show: Show, store: Store, *, series: bool = False
) -> tuple[Drawing, ...]:
    """What would have to be drawn, for the episode, and with `series` the show's own cover too.

    With typefaces of the show's own, which lie on this machine alone, none is left to others.
    """
    if any(typefaces_of(show)):
        return ()
    covers = [(_words(article, show), _SIZES), *([(_SHOW, _SHOW_SIZES)] if series else [])]
    cards = [(words, (_CARD, _COPY)) for _, words in _quotes(article, show)]
    wanted = dict.fromkeys((*covers, *cards))  # a quote may stand there twice
    drawings = (
        Drawing(show=show, words=words, sizes=sizes, store=store) for words, sizes in wanted
    )
    return tuple(drawing for drawing in drawings if not _has(drawing))


def illustrate_show(show: Show, store: Store) -> Picture:
    """The cover of the show itself, which lies in no tag. Raises PlaceError."""
    large, thumbnail = (_kept(store, size, show, _SHOW) for size in _SHOW_SIZES)
    _tell(store, show, (("large", _SHOW),))
    return Picture(large=large, small=b"", thumbnail=thumbnail)


def draw(drawing: Drawing) -> None:
    """Draw a picture, and leave it in the store with what it warns of. Raises PlaceError."""
    for size in drawing.sizes:
        _kept(drawing.store, size, drawing.show, drawing.words)


def _has(drawing: Drawing) -> bool:
    keys = (_key(size, drawing.show, drawing.words) for size in drawing.sizes)
    return all(drawing.store.has("art", key) for key in keys)


def _words(article: Article, show: Show) -> tuple[str, str]:
    return article.metadata.title, _authors(article, show)


def _authors(article: Article, show: Show) -> str:
    language = article.metadata.language or show.language
    return wording(language, show.templates).joining.join(article.metadata.authors)


def _key(size: str, show: Show, words: tuple[str, str]) -> str:
    design = _DESIGNS.get(size, DESIGN)
    return recipe_key(design=design, size=size, look=look_of(show), words=words)


def _kept(store: Store, size: str, show: Show, words: tuple[str, str]) -> bytes:
    key = _key(size, show, words)
    picture = store.get("art", key)
    if picture is None:
        with warned.gathered() as warnings:
            picture = _drawn(store, size, show, words)
        if warnings:
            store.put(_WARNINGS, key, json.dumps(warnings).encode())
        store.put("art", key, picture)
        if size not in {_CARD, _COPY}:  # of 3000 pixels a side, or made of one
            garbage.give_back()
    return picture


def _tell(store: Store, show: Show, pictures: Iterable[tuple[str, tuple[str, str]]]) -> None:
    """What was warned of when they were drawn, by whomever, is told here."""
    for size, words in pictures:
        if warnings := store.get(_WARNINGS, _key(size, show, words)):
            warned.tell(json.loads(warnings))


def _drawn(store: Store, size: str, show: Show, words: tuple[str, str]) -> bytes:
    if size == _CARD:
        return cards.card(show, *words)
    if size == _COPY:
        card = _kept(store, _CARD, show, words)
        return card and art.thumbnail(card)
    if size == "large":
        return art.cover(show, *words)
    copy = art.small if size == "small" else art.thumbnail
    return copy(_kept(store, "large", show, words))


def _cards(article: Article, show: Show, store: Store, size: str) -> Iterator[tuple[int, bytes]]:
    """The card of each pull-quote that can be drawn, by the index of its block; or its copy."""
    for number, words in _quotes(article, show):
        if card := _kept(store, size, show, words):
            yield number, card


def _quotes(article: Article, show: Show) -> Iterator[tuple[int, tuple[str, str]]]:
    """Each pull-quote's block, by its index; its words and who says them."""
    for number, block in enumerate(article.blocks):
        if block.role == Role.PULL_QUOTE and not block.skip:
            yield number, (" ".join(block.text.split()), _who(article, block, show))


def _who(article: Article, quote: Block, show: Show) -> str:
    """Who says it: as it is told, as the text says the same words, or the author."""
    words = quote.text.strip(_ROUND)
    said = (block.speaker for block in article.blocks if block.speaker and words in block.text)
    return quote.speaker or next(said, _authors(article, show))

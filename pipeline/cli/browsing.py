"""Addresses on the web, of articles or feeds of them → articles in files, each with its slug.

Promise: one address stays one episode, whatever its title becomes; no two share a slug.
"""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from pipeline import publishing, reading
from pipeline.cli.subscribing import entries
from pipeline.config.places import Place
from pipeline.config.sources import Source, article_in, slug
from pipeline.errors import SourceError
from pipeline.fetching import FEED, Fetched, fetch
from pipeline.fetching.targets import without_secrets
from pipeline.model import Article

_NOTES = "episode.toml"

Lost = tuple[str, SourceError]


def fetched(
    urls: Iterable[str], place: Place, taken: Iterable[str], folder: Path, *, allow_private: bool
) -> tuple[tuple[Source, ...], tuple[Lost, ...]]:
    """Fetch addresses into `folder`: the articles, and the addresses that gave none.

    `taken` are slugs of other sources. Raises SourceError when not one gave an article.
    """
    found: dict[str, Source] = {}  # by their own addresses: two may lead to one page
    lost: list[Lost] = []
    slugs = _Slugs(place, taken)
    pages = list(dict.fromkeys(urls))
    for number, url in enumerate(pages):  # a feed adds its entries at the end
        try:
            page = fetch(url, allow_private=allow_private)
            if page.suffix == FEED:
                pages += [each for each in entries(page.data, page.url) if each not in pages]
                continue
            article, source = _kept(page, folder / str(number))
        except SourceError as error:
            lost.append((without_secrets(url), error))
        else:
            own = article.metadata.url
            if own not in found:
                name = slugs.of(article)
                found[own] = _named(source, name, place)
    if lost and not found and not slugs.others:
        raise SourceError("\n".join(str(error) for _, error in lost))
    return tuple(found.values()), tuple(lost)


def _kept(page: Fetched, stem: Path) -> tuple[Article, Source]:
    path = stem.with_suffix(f".{page.suffix}")
    path.write_bytes(page.file)
    source = Source(path=path, slug="", format=page.suffix, url=page.url)
    return reading.read(path, page.suffix, page.url), source


def _named(source: Source, name: str, place: Place) -> Source:
    """The source under its slug, with what an editor wrote for it in episodes/<slug>."""
    notes = place.episodes / name / _NOTES
    return Source(
        path=source.path,
        slug=name,
        notes=notes if notes.is_file() else None,
        format=source.format,
        url=source.url,
    )


class _Slugs:
    """Names for pages: the one that the feed knows an address by, else one from the title."""

    def __init__(self, place: Place, taken: Iterable[str]) -> None:
        self._place = place
        self.others = bool(set(taken))
        self._taken = set(taken)
        self._known: Mapping[str, str] = dict(_published(place.feed))

    def of(self, article: Article) -> str:
        """The page's slug, which is taken from then on."""
        url = article.metadata.url
        name = self._known.get(url) or slug(article.metadata.title or _last_part(url))
        if name in self._taken or (self._known.get(url) != name and self._is_other(name)):
            name = f"{name}-{sha256(url.encode()).hexdigest()[:6]}"
        self._taken.add(name)
        return name

    def _is_other(self, name: str) -> bool:
        """Whether the feed or episodes/ has another article of this name."""
        folder = self._place.episodes / name
        local = folder.is_dir() and article_in(folder) is not None
        return local or publishing.read(self._place.feed, name) is not None


def _published(feed: Path) -> Iterator[tuple[str, str]]:
    for episode in publishing.read_all(feed):
        if episode.source_url:
            yield episode.source_url, episode.slug


def _last_part(url: str) -> str:
    parts = urlsplit(url)
    return PurePosixPath(unquote(parts.path)).stem or parts.netloc

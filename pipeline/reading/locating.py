"""An Article and the address it was fetched from → the Article with whole addresses in it.

Promise: only addresses change, and only those that were told relative to the page. A link to a
place on the page itself is none for a listener.
"""

from urllib.parse import urljoin, urlsplit

from pipeline.model import Article, Block, Mark
from pipeline.patterns import pattern
from pipeline.values import replace

_OUTLET = pattern(r"^(?:www|m|mobile|amp)\.")  # the same site for other screens


def located(article: Article, url: str) -> Article:
    """Join relative links to `url`; it is the article's own address where the page tells none.

    What a page tells counts on its own site only: no page can pass for another's article.
    """
    told = _joined(url, article.metadata.url) if article.metadata.url else url
    return replace(
        article,
        blocks=tuple(_block(block, url) for block in article.blocks),
        metadata=replace(article.metadata, url=told if _site(told) == _site(url) else url),
    )


def _site(url: str) -> tuple[str, str]:
    """A host without its outlet, and its port."""
    try:
        parts = urlsplit(url)
        scheme = parts.scheme if parts.scheme in {"http", "https"} else ""
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "", ""
    return _OUTLET.sub("", host) if scheme else "", str(port or "")


def _block(block: Block, url: str) -> Block:
    if not any(mark.url for mark in block.marks):
        return block
    marks = (_mark(mark, url) for mark in block.marks)
    return replace(block, marks=tuple(mark for mark in marks if not _inside(mark, url)))


def _mark(mark: Mark, url: str) -> Mark:
    return replace(mark, url=_joined(url, mark.url)) if mark.url else mark


def _inside(mark: Mark, url: str) -> bool:
    page, sign, _ = mark.url.partition("#")
    return bool(sign) and page == url


def _joined(url: str, told: str) -> str:
    try:
        return urljoin(url, told)
    except ValueError:  # no address at all: it stays what the author wrote
        return told

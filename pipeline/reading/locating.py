"""An Article and the address it was fetched from → the Article with whole addresses in it.

Promise: only addresses change, and only those that were told relative to the page.
"""

from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from pipeline.model import Article, Block, Mark


def located(article: Article, url: str) -> Article:
    """Join relative links to `url`; it is the article's own address where the page tells none."""
    own = _joined(url, article.metadata.url) if article.metadata.url else url
    if urlsplit(own).scheme not in {"http", "https"}:
        own = url
    return replace(
        article,
        blocks=tuple(_block(block, url) for block in article.blocks),
        metadata=replace(article.metadata, url=own),
    )


def _block(block: Block, url: str) -> Block:
    if not any(mark.url for mark in block.marks):
        return block
    return replace(block, marks=tuple(_mark(mark, url) for mark in block.marks))


def _mark(mark: Mark, url: str) -> Mark:
    return replace(mark, url=_joined(url, mark.url)) if mark.url else mark


def _joined(url: str, told: str) -> str:
    try:
        return urljoin(url, told)
    except ValueError:  # no address at all: it stays what the author wrote
        return told

"""An article's text in, its language out. Promise: rather none than a wrong one."""

from pipeline.model import Article, Role
from pipeline.spoken import languages

_SAMPLE = 40_000  # characters are plenty
_TOLD = frozenset({Role.PARAGRAPH, Role.STANDFIRST, Role.TURN, Role.BLOCK_QUOTE, Role.LIST_ITEM})


def detected(article: Article) -> str:
    """The language of an article's body as an ISO 639-1 code; empty when it is not clear."""
    size, parts = 0, list[str]()
    for block in article.blocks:
        if block.role in _TOLD and size < _SAMPLE:
            parts.append(block.text)
            size += len(block.text)
    return languages.language(" ".join(parts)[:_SAMPLE])

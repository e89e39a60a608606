"""An Article of mended blocks in, one whose blocks have their roles out.

Promise: roles follow from how articles are made (place, form, repetition), never from one text.
"""

from dataclasses import replace

from pipeline.model import Article, Role
from pipeline.reading.drafts import extended
from pipeline.reading.front import opened
from pipeline.reading.pages import capped, whole
from pipeline.reading.placing import skip
from pipeline.reading.quotes import pulled
from pipeline.reading.tail import closed

RULE = "a rule between sections"


def told(article: Article) -> Article:
    """Find every block's role, join what pages cut, and let the rules go."""
    known = closed(opened(whole(article, apart=False)))
    known = replace(known, blocks=tuple(pulled(known.blocks)))
    return _without_rules(capped(whole(known)))


def _without_rules(article: Article) -> Article:
    rules = [block for block in article.blocks if block.role is Role.RULE]
    kept = [block for block in article.blocks if block.role is not Role.RULE]
    seen = (rule for rule in rules if rule.start < rule.end)  # a page's own rule has no sign
    gone = [skip(article.source, rule.start, rule.end, RULE) for rule in seen]
    return extended(article, kept, (), gone)

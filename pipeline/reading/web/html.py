"""A saved page in, an Article of provisional blocks out.

Promise: the article alone is in blocks; all that surrounds it on the page is in `skipped`, each
part with what it is. A page without an article is one clear SourceError.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urljoin

from pipeline.model import Article, Block, Metadata, Role
from pipeline.reading.bylines import byline
from pipeline.reading.dates import dated
from pipeline.reading.web import boilerplate, charsets, landmarks
from pipeline.reading.web.growing import grown
from pipeline.reading.web.markup import Scribe
from pipeline.reading.web.noting import noted
from pipeline.reading.web.page_data import Facts, is_web
from pipeline.reading.web.sighting import Sight
from pipeline.reading.web.styling import styled
from pipeline.reading.web.sweeping import swept

_NOWHERE = (
    "#",
    "javascript:",
    "data:",
    "blob:",
    "about:",
    "file:",
    "mailto:",
    "tel:",
    "sms:",
    "vbscript:",
)


def parse(data: bytes, name: str) -> Article:
    """Read a page. Raises: SourceError when it holds no article, or its letters can't be told."""
    tree = grown(charsets.decoded(data, name), name)
    styled(tree)
    noted({"": tree})
    facts = Facts(tree)
    marks = landmarks.found(tree, facts.title(), name)
    base = facts.base()
    scribe = Scribe(look=Sight(marks, facts.authors()), address=lambda url: linked(url, base))
    scribe.walk(tree, Sight.OUTSIDE)
    known = _told(facts.metadata(), scribe.blocks, marks.title is not None)
    site = known.publication or facts.site(known.title)
    known = replace(known, date=known.date or _shown(scribe), publication=site)
    return swept(scribe.article(known))


def _shown(scribe: Scribe) -> str:
    """The date that the page shows near the title."""
    told = (s.text for s in scribe.record.skipped() if s.reason == boilerplate.DATE)
    return next((day for one in told if (day := dated(" ".join(one.split())))), "")


def linked(url: str, base: str) -> str:
    """A link's whole address; empty for one that leads nowhere outside the page."""
    if not url or url.lower().startswith(_NOWHERE):
        return ""
    try:
        full = urljoin(base, url) if base else url
    except ValueError:
        return ""
    if "#" in full and base and full.partition("#")[0] == base.partition("#")[0]:
        return ""
    if re.match(r"[a-z][a-z0-9+.-]*:", full, re.IGNORECASE) and not is_web(full):
        return ""
    return full


def _told(known: Metadata, blocks: Sequence[Block], titled: bool) -> Metadata:  # noqa: FBT001
    """What the page says about itself; the title is the one it shows."""
    first = next((b for b in blocks if titled and b.role is Role.HEADING and b.level == 1), None)
    deck = next((b for b in blocks if b.role is Role.SUBTITLE), None)
    lines = (byline(b.text) for b in blocks if b.role is Role.BYLINE and not known.authors)
    return replace(
        known,
        authors=known.authors or next((line.authors for line in lines if line), ()),
        title=" ".join(first.text.split()) if first else known.title,
        subtitle=" ".join(deck.text.split()) if deck else known.subtitle,
    )

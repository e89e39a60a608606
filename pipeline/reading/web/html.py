"""A saved page in, an Article of provisional blocks out.

Promise: the article alone is in blocks; all that surrounds it on the page is in `skipped`, each
part with what it is. A page without an article is one clear SourceError.
"""

import re
from collections.abc import Sequence
from urllib.parse import urljoin

from pipeline.model import Article, Block, Metadata, Role
from pipeline.patterns import pattern
from pipeline.reading.bylines import bare_name, byline
from pipeline.reading.dates import dated, figured, stamp
from pipeline.reading.web import boilerplate, charsets, landmarks, zoning
from pipeline.reading.web.flowing import flow
from pipeline.reading.web.growing import grown
from pipeline.reading.web.markup import Scribe
from pipeline.reading.web.noting import noted
from pipeline.reading.web.page_data import Facts, is_web
from pipeline.reading.web.sighting import Sight
from pipeline.reading.web.styling import styled
from pipeline.reading.web.sweeping import swept
from pipeline.reading.wording import words
from pipeline.values import replace

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
_FIRM = pattern(  # who owns a site, not who wrote
    r"\b(?:gmbh|inc|ltd|llc|ag|s\.?\s?l\.?|s\.?a\.?|s\.?p\.?a|verlag|redaktion|redacción|rédaction"
    r"|redazione|editors?|staff|team|admin)\.?$",
    re.IGNORECASE,
)
_HANDLE = pattern(r"[a-z0-9_.-]+")  # what somebody signs in with


def parse(data: bytes, name: str) -> Article:
    """Read a page. Raises: SourceError when it holds no article, or its letters can't be told."""
    tree = grown(charsets.decoded(data, name), name)
    styled(tree)
    noted({"": tree})
    facts = Facts(tree)
    marks = landmarks.found(tree, facts.title(), name)
    base = facts.base()
    page = next(tree.iter("body"), tree)
    zones = zoning.told(flow(page, marks.reasons), marks.title, facts.title(), facts.authors())
    sight = Sight(marks, zones, facts.authors())
    scribe = Scribe(look=sight, address=lambda url: linked(url, base))
    scribe.walk(tree, Sight.OUTSIDE)
    known = _told(_unsquashed(facts.metadata(), scribe), scribe.blocks, marks.title is not None)
    site = known.publication or facts.site(known.title)
    known = replace(known, date=known.date or _shown(scribe, known.language), publication=site)
    return swept(scribe.article(known))


def _shown(scribe: Scribe, language: str) -> str:
    """The date that the page shows near the title."""
    told = (s.text for s in scribe.record.skipped() if s.reason == boilerplate.DATE)
    lines = [" ".join(one.split()) for one in told]
    sure = (day for one in lines if (day := dated(one)))
    held = (found.date if (found := stamp(one)) else figured(one, language) for one in lines)
    return next(sure, next(filter(None, held), ""))


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


def _unsquashed(known: Metadata, scribe: Scribe) -> Metadata:
    """Names of authors as the page shows them, for those they sign in with: "annlee"."""
    signs = {one for one in known.authors if _HANDLE.fullmatch(one)}
    lines = [skip.text for skip in scribe.record.skipped()] if signs else []
    shown = {"".join(words(one)): one for text in lines for one in text.splitlines() if " " in one}
    return replace(known, authors=tuple(shown.get(one, one) for one in known.authors))


def _told(known: Metadata, blocks: Sequence[Block], titled: bool) -> Metadata:  # noqa: FBT001
    """What the page says about itself; the title is the one it shows."""
    first = next((b for b in blocks if titled and b.role is Role.HEADING and b.level == 1), None)
    deck = next((b for b in blocks if b.role is Role.SUBTITLE), None)
    lines = (byline(b.text) or bare_name(b.text) for b in blocks if b.role is Role.BYLINE)
    signed = next((line.authors for line in lines if line and line.authors), ())
    firm = (
        known.authors
        and not any(map(_FIRM.search, known.authors))
        and not any(map(_HANDLE.fullmatch, known.authors))
    )
    return replace(
        known,
        authors=known.authors if firm else signed or known.authors,
        title=" ".join(first.text.split()) if first else known.title,
        subtitle=" ".join(deck.text.split()) if deck else known.subtitle,
    )

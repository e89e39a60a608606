"""A page's tree in, what its head says about the article out: JSON-LD, OpenGraph, microdata, meta.

Promise: only facts about the article itself, in plain words; nothing here is ever read aloud as
text, and broken data is as good as none.
"""

import re
from datetime import date
from urllib.parse import urljoin, urlsplit

from pipeline.model import Metadata
from pipeline.patterns import pattern
from pipeline.reading.dates import dated
from pipeline.reading.web import linked_data, microdata
from pipeline.reading.web.elements import Element
from pipeline.reading.web.elements import told as words_of

_BARS = pattern(r"\s+(?:[|·•–—»:-]|--)\s+|\s*[|»]\s*")
_SITE = 4  # words of a site's name in a page's title, at most
_DATE = pattern(r"(\d{4})-(\d{2})-(\d{2})")
_LANGUAGE = pattern(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


class Facts:
    """What a page says about itself, from the surest to the least sure."""

    def __init__(self, tree: Element) -> None:
        self.tree = tree
        self.things = [*linked_data.things(tree)]
        self.article = linked_data.article(self.things)
        self.metas = dict(microdata.metas(tree))
        self.props = dict(microdata.props(tree))

    def metadata(self) -> Metadata:
        """All that is known. `title` is the page's word for it: the article's own may differ."""
        return Metadata(
            title=self.title(),
            authors=self.authors(),
            series=linked_data.name(self.article.get("isPartOf"))
            if linked_data.is_a(self.article.get("isPartOf"), "Series")
            else "",
            publication=self.publication(),
            language=self.language(),
            date=self.date(),
            url=self.url(),
        )

    def title(self) -> str:
        """The headline, without the site's name."""
        told = linked_data.text(self.article.get("headline")) or linked_data.text(
            self.article.get("name")
        )
        told = told or self._meta(
            "og:title", "twitter:title", "citation_title", "dc.title", "title"
        )
        if told:
            return self._bare(told)
        return self._bare(_page_title(self.tree))

    def authors(self) -> tuple[str, ...]:
        """The authors' names, in order."""
        found = [*linked_data.names(self.article.get("author"))] or [
            *linked_data.names(self.article.get("creator"))
        ]
        if not found:
            told = [
                self._meta(key)
                for key in (
                    "author",
                    "citation_author",
                    "article:author",
                    "dc.creator",
                    "parsely-author",
                    "sailthru.author",
                    "byl",
                    "twitter:data1",
                )
            ]
            label = self.metas.get("twitter:label1", [""])[0].casefold()
            if not label.startswith(("written", "author", "by")):
                told.pop()
            several = self.metas.get("citation_author") or self.metas.get("author") or []
            found = [*several] if len(several) > 1 else [one for one in told if one][:1]
            listed = bool(self.metas.get("citation_author"))
            found = (
                [_unturned(one) for one in found]
                if listed
                else [name for one in found for name in linked_data.split(one)]
            )
            found = found or [*microdata.named("author", self.tree)]
        clean = (
            re.sub(r"^by:?\s+", "", " ".join(name.split()), flags=re.IGNORECASE) for name in found
        )
        known = self.publication().casefold()
        return tuple(
            dict.fromkeys(
                n
                for n in clean
                if n
                and "/" not in n
                and "@" not in n
                and (n.casefold() != known or len(found) == 1)
            )
        )

    def publication(self) -> str:
        """The name of the magazine, newspaper or site."""
        told = linked_data.name(self.article.get("publisher")) or self._meta(
            "og:site_name",
            "citation_journal_title",
            "dc.publisher",
            "publisher",
            "application-name",
        )
        if told:
            return told
        sites = (thing for thing in self.things if linked_data.is_a(thing, "WebSite"))
        named = (name for thing in sites if (name := linked_data.name(thing)))
        return next(named, "") or self.site(self._headline())

    def date(self) -> str:
        """When it was published, as ISO 8601."""
        told = [
            linked_data.text(self.article.get(key))
            for key in ("datePublished", "dateCreated", "uploadDate")
        ]
        told += [
            self._meta(
                "article:published_time",
                "og:published_time",
                "datepublished",
                "citation_publication_date",
                "citation_date",
                "dc.date",
                "dc.date.issued",
                "dcterms.date",
                "date",
                "pubdate",
                "sailthru.date",
                "parsely-pub-date",
                "publish-date",
            ),
            self.props.get("datePublished", ""),
        ]
        return next((day for one in told if (day := _day(one))), "")

    def language(self) -> str:
        """The text's language, as a tag such as "en" or "de-AT"."""
        root = (
            self.tree.get("lang")
            or self.tree.get("{http://www.w3.org/XML/1998/namespace}lang")
            or self.tree.get("xml:lang")
            or ""
        )
        told = (
            root,
            linked_data.text(self.article.get("inLanguage")),
            self._meta("og:locale", "content-language", "dc.language", "language"),
        )
        return next(
            (one.strip().replace("_", "-") for one in told if _LANGUAGE.fullmatch(one.strip())), ""
        )

    def url(self) -> str:
        """The article's own address."""
        links = (
            link.get("href")
            for link in self.tree.iter("link")
            if "canonical" in (link.get("rel") or "").lower().split()
        )
        told = [
            *links,
            self._meta("og:url"),
            linked_data.text(self.article.get("url")),
            linked_data.identified(self.article.get("mainEntityOfPage")),
        ]
        return next((one for one in told if one and is_web(one.strip())), "").strip()

    def base(self) -> str:
        """What relative links are relative to; empty: unknown."""
        told = next((b.get("href") for b in self.tree.iter("base") if b.get("href")), "") or ""
        try:
            full = urljoin(self.url(), told) if told else self.url()
        except ValueError:
            return ""
        return full if is_web(full) else ""

    def site(self, headline: str) -> str:
        """The site's name, where the page's title is the headline and that."""
        told, page = headline, _page_title(self.tree)
        if not told or told == page or told not in page:
            return ""
        before, _, behind = page.partition(told)
        rest = before if not behind.strip() else behind if not before.strip() else ""
        parts = [one.strip() for one in _BARS.split(f" {rest} ") if one and one.strip()]
        site = (parts[-1] if behind.strip() else parts[0]).rstrip(":") if parts else ""
        short = site[:1].isupper() and len(site.split()) <= _SITE
        return site if short and not re.match(r"(?:by|page)\s", site, re.IGNORECASE) else ""

    def _headline(self) -> str:
        """The headline as the head or the page's own first heading says it."""
        told = linked_data.text(self.article.get("headline")) or self._meta("og:title")
        heads = (" ".join(words_of(one).split()) for one in self.tree.iter("h1", "h2", "h3"))
        page = _page_title(self.tree)
        return told or max((one for one in heads if one and one in page), key=len, default="")

    def is_free(self) -> bool:
        """Whether nothing says that the article costs money."""
        return str(self.article.get("isAccessibleForFree", "true")).casefold() not in {
            "false",
            "no",
            "0",
        }

    def _meta(self, *names: str) -> str:
        return next((told[0] for name in names if (told := self.metas.get(name)) and told[0]), "")

    def _bare(self, title: str) -> str:
        """A title without the site's name before or behind it."""
        site = self.publication()
        parts = [part for part in _BARS.split(title) if part.strip()]
        if len(parts) < 2:  # noqa: PLR2004  nothing to part
            return title
        for part, rest in (
            (parts[-1], title[: title.rindex(parts[-1])]),
            (parts[0], title[title.index(parts[0]) + len(parts[0]) :]),
        ):
            if site and part.strip().casefold() == site.casefold():
                return rest.strip(" |·•–—»:-")
        if "|" in title or "»" in title or (not site and " - " in title):
            last = parts[-1]
            if len(last.split()) <= _SITE and len(parts[0].split()) >= len(last.split()):
                return title[: title.rindex(last)].strip(" |·•–—»:-")
        return title


def is_web(url: str) -> bool:
    """Whether an address is one on the web."""
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False


def _unturned(name: str) -> str:
    """A name as it is said: "Lee, Ann", as catalogues have it, is Ann Lee."""
    last, _, first = name.partition(",")
    return f"{first.strip()} {last.strip()}".strip()


def _page_title(tree: Element) -> str:
    head = next(tree.iter("head"), tree)
    told = next(head.iter("title"), None)
    return " ".join(words_of(told).split()) if told is not None else ""


def _day(told: str) -> str:
    found = _DATE.match(told.strip().replace("/", "-"))
    if not found:
        return dated(told)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
    except ValueError:
        return ""

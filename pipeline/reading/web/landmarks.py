"""A page's tree in, where its article stands out: the body, the title, and what surrounds them.

Promise: one walk over the tree weighs every element; nothing that holds the article's body is
ever taken for boilerplate, and a page without an article is one clear SourceError.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from lxml import etree

from pipeline.errors import SourceError
from pipeline.patterns import pattern
from pipeline.reading.web import boilerplate
from pipeline.reading.web.elements import (
    BORDERS,
    HEADINGS,
    MARKUP,
    Element,
    classes,
    kinds,
    longer,
    name,
    told,
)
from pipeline.reading.web.refusing import refuse
from pipeline.reading.wording import words
from pipeline.values import value

_PROSE = 40  # letters of a paragraph; what is shorter may be a button or a line of a list
_LITTLE = 0.1  # what letters in shorter blocks weigh
_NEARLY = 0.95  # share of an element's weight: what is left out is no part of the text
_MOST = 0.5  # likewise, where nothing says yet that this is the article
_DIRECT = 0.05  # share of weight that stands in an element itself, not in a child
_HEAVY = 0.4  # share of a page's letters; what holds more is no boilerplate, whatever its name
_WRAPPERS = 6  # elements round an article that may have such names
_FIRM = frozenset(
    {
        boilerplate.HIDDEN,
        boilerplate.COMMENTS,
        boilerplate.UNSEEN,
        boilerplate.PAGE_TITLE,
        boilerplate.MENU,
    }
)
_LEAVES = frozenset({"p", *HEADINGS, "blockquote", "ul", "ol", "pre"})
_NEVER = frozenset({"html", "body", "main"})
_FEW = 2  # words of a title that is no heading, at least
_SAID = 3  # words of a title that is no heading, on a page without any, at least
_HINTED = 0.3  # share of a page's weight; an element named the article's body holds at least that
_BODY = pattern(
    r" (?:(?:entry|post|article|story|page|blog|news|main) ?(?:content|body|text|copy"
    r"|main)(?: (?:content|body|inner|text))?"
    r"|body markup|available content|gh content|rich ?text|wysiwyg|field name body"
    r"|blog item content|post full content"
    r"|section content|postArticle content|e content|h entry|hentry|article) "
)
_TITLE = pattern(
    r" (?:(?:entry|post|article|story|page|blog|news|content|main)? ?(?:titles?|headlines?"
    r"|heading)|headline|p name) "
)
_ENTRY = pattern(r" (?:entry|post|article|story) (?:titles?|headlines?) ")


@value
class Landmarks:
    """Where things stand on a page.

    `path` is the body and all around it; `scope` the element in which the article's head and tail
    are looked for; `reasons` says of elements why they are no part of it.
    """

    body: Element
    scope: Element
    title: Element | None
    path: frozenset[Element]
    reasons: Mapping[Element, str]


@dataclass
class _Scales:
    """Weighs every element in one walk. `free` are those that nothing may take for boilerplate."""

    free: frozenset[Element] = frozenset()
    weights: dict[Element, float] = field(default_factory=dict)
    direct: dict[Element, float] = field(default_factory=dict)
    reasons: dict[Element, str] = field(default_factory=dict)
    hushed: dict[Element, int] = field(default_factory=dict)  # letters in what has a reason
    titles: list[Element] = field(default_factory=list)
    others: list[Element] = field(default_factory=list)  # titles if they say the headline
    muted: list[Element] = field(default_factory=list)
    links: int = 0
    letters: list[list[float]] = field(default_factory=lambda: [[0.0, 0.0]])

    def weigh(self, tree: Element) -> None:
        for event, element in etree.iterwalk(tree, events=("start", "end")):
            tag = name(element)
            if event == "start":
                self._enter(element, tag)
                self._count(element.text if tag not in MARKUP else None)
            else:
                self._leave(element, tag)
                self._count(element.tail)

    def _enter(self, element: Element, tag: str) -> None:
        why = "" if tag in _NEVER or element in self.free else boilerplate.reason(element)
        if why and not (tag in HEADINGS and why != boilerplate.HIDDEN):
            self.reasons[element] = why
            self.muted.append(element)
            self.hushed[self.muted[0]] = self.hushed.get(self.muted[0], 0)
        self.links += tag == "a"
        if tag in BORDERS:
            self.letters.append([0.0, 0.0])
        told = tag in HEADINGS or element.get("itemprop") == "headline"
        if told and not self.muted:
            self.titles.append(element)
        elif (told and self.reasons.get(self.muted[0]) == boilerplate.HEADER) or (
            not self.muted and element.get("class") and _TITLE.search(classes(element))
        ):
            self.others.append(element)

    def _leave(self, element: Element, tag: str) -> None:
        if self.muted and self.muted[-1] is element:
            self.muted.pop()
        self.links -= tag == "a"
        if tag in BORDERS:
            own, inner = self.letters.pop()
            prose = own if own >= _PROSE else own * _LITTLE
            self.weights[element], self.direct[element] = prose + inner, prose
            self.letters[-1][1] += prose + inner

    def _count(self, text: str | None) -> None:
        size = len(text.strip()) if text and not self.links else 0
        if size and self.muted:
            self.hushed[self.muted[0]] += size
        elif size:
            self.letters[-1][0] += size


def _weighed(tree: Element, page: Element) -> _Scales:
    """Weigh a page; an element that is named like boilerplate but holds most of it is freed."""
    free: frozenset[Element] = frozenset()
    for _ in range(_WRAPPERS):
        scales = _Scales(free=free)
        scales.weigh(tree)
        said = scales.weights.get(page, 0.0)
        total = said + sum(scales.hushed.values())
        firm = _FIRM if said >= _PROSE else frozenset({boilerplate.UNSEEN, boilerplate.PAGE_TITLE})
        heavy = _heavy(scales, total, firm)
        if not heavy:
            break
        free |= heavy
    return scales


def _heavy(scales: _Scales, total: float, firm: frozenset[str]) -> set[Element]:
    """Elements named like boilerplate that hold the text: one of them, or all of one class."""
    shares: Counter[tuple[str, str]] = Counter()
    for element, size in scales.hushed.items():
        shares[_kind(element)] += 0 if scales.reasons[element] in firm else size
    return {
        e
        for e in scales.hushed
        if shares[_kind(e)] > _HEAVY * total and scales.reasons[e] not in firm
    }


def _kind(element: Element) -> tuple[str, str]:
    """What tells elements of one kind: paragraphs by tag alone, whose first may have a class."""
    tag = name(element)
    return tag, "" if tag == "p" else element.get("class") or ""


def found(tree: Element, headline: str, file: str) -> Landmarks:
    """Find the article. `headline` is what the page's own facts call it.

    Raises:
        SourceError: there is none: a login page, a subscription notice, a list of articles.
    """
    page = next(tree.iter("body"), tree)
    scales = _weighed(tree, page)
    body = _body(page, scales)
    refuse(page, body, scales.reasons, scales.titles, file)
    if scales.weights.get(body, 0.0) < _PROSE and not _hint(body):
        raise SourceError(f"{file}: no article in this page; save the page that shows its text")
    title = _title(body, scales, headline)
    path = frozenset([body, *body.iterancestors()])
    held = [title, *title.iterancestors()] if title is not None else []
    free = path.union(held)
    reasons = {e: why for e, why in scales.reasons.items() if e not in free}
    return Landmarks(
        body=body, scope=_scope(body, title, page), title=title, path=path, reasons=reasons
    )


def _body(page: Element, scales: _Scales) -> Element:
    total = scales.weights.get(page, 0.0)
    hinted = [e for e in scales.weights if _hint(e) and scales.weights[e] >= _HINTED * total]
    ranked = [(_hint(e), scales.weights[e]) for e in hinted]
    at = page
    if hinted:
        best = max(ranked)
        at = hinted[ranked.index(best)]
        if best[0] == 1:  # an <article> or <main>: its text may stand in a part of it
            return _descended(at, scales, _NEARLY)
        return at
    return _descended(at, scales, _MOST)


def _descended(at: Element, scales: _Scales, share: float) -> Element:
    while True:
        own = scales.weights.get(at, 0.0)
        children = [child for child in at if child in scales.weights]
        best = max(children, key=lambda child: scales.weights[child], default=None)
        if best is None or name(best) in _LEAVES:
            return at
        direct = scales.direct.get(at, 0.0) + sum(
            scales.direct.get(child, 0.0)
            for child in children
            if name(child) in {"p", "blockquote"}
        )
        if scales.weights[best] < share * own or direct > _DIRECT * own:
            return at
        at = best


def _hint(element: Element) -> int:
    if element.get("itemprop") == "articleBody":
        return 3
    if name(element) in {"div", "section"} and _BODY.search(classes(element)):
        return 2
    return 1 if name(element) in {"article", "main"} or "main" in kinds(element) else 0


def _title(body: Element, scales: _Scales, headline: str) -> Element | None:
    """The heading that is the article's title: as the page's facts say, or the first of level 1."""
    wanted = words(headline)
    best: tuple[float, Element | None] = (0.0, None)
    inside = set(body.iter())
    others = frozenset(scales.others)
    past = False
    for element in (*scales.titles, *scales.others):
        said = words(told(element))
        loose = element in others and " ".join(said) not in " ".join(wanted)
        if not said or loose or (element in others and len(said) < _FEW):
            continue
        points = 0.0
        if name(element) == "h1":
            points += -1 if _is_home(element) else 2
        if element.get("itemprop") == "headline" or _ENTRY.search(classes(element)):
            points += 3
        elif _TITLE.search(classes(element)):
            points += 1
        if wanted and (said == wanted):
            points += 4
        elif wanted and " ".join(said) in " ".join(wanted) and len(said) > 1:
            points += 2
        if past and element not in inside:
            points -= 2
        past = past or element in inside
        if points > max(best[0], 1.5):
            best = (points, element)
    return best[1] if best[1] is not None else _unmarked(body, scales, wanted)


def _unmarked(body: Element, scales: _Scales, wanted: Sequence[str]) -> Element | None:
    """On a page without headings, the first line that says no more than the page's title does."""
    if scales.titles or scales.others or len(wanted) < _SAID:
        return None
    page = next(iter([*body.iterancestors()][-1:]), body)
    for element in page.iter("font", "b", "strong", "p", "div", "td", "span", "big"):
        said = words(told(element)) if not longer(element, len(wanted)) else []
        if len(said) >= _SAID and said in (wanted, wanted[-len(said) :], wanted[: len(said)]):
            return element
    return None


def _is_home(heading: Element) -> bool:
    """Whether a heading is the site's name: a link to its first page."""
    link = next(heading.iter("a"), None)
    try:
        target = urlsplit(link.get("href") or "#") if link is not None else None
    except ValueError:  # no address at all
        return False
    return target is not None and not target.fragment and target.path in {"", "/"}


def _scope(body: Element, title: Element | None, page: Element) -> Element:
    around = [body, *body.iterancestors()]
    article = next(
        (e for e in around if name(e) in {"article", "main"} or "main" in kinds(e)), page
    )
    if title is None:
        return article
    above = set(title.iterancestors())
    common = next((e for e in around if e in above), page)
    return common if common in set(article.iterancestors()) else article

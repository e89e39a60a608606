"""An HTML element in, what it is by its name, classes and attributes out.

Promise: the one place that knows the names which browsers, publishing systems and e-books use.
Nothing here looks at an element's words or at its neighbours.
"""

from functools import lru_cache
from itertools import islice

from lxml import etree

from pipeline.model import Role
from pipeline.patterns import pattern
from pipeline.reading import phrases

Element = etree._Element  # noqa: SLF001  lxml gives its element no public name
_NOTES = frozenset(
    [
        "doc-footnote",
        "doc-endnote",
        "footnote",
        "endnote",
        "rearnote",
        "doc-endnotes",
        "endnotes",
        "footnotes",
        "rearnotes",
    ]
)
_NOTE = frozenset({"doc-footnote", "doc-endnote", "footnote", "endnote", "rearnote"})
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"

MARKUP = frozenset({"script", "style"})  # their contents are no text
_BORDERS_TEXT = (
    "address article aside blockquote body button canvas caption center dd details dialog dir "
    "div dl "
    "dt fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr "
    "html iframe legend li main menu nav noframes noscript object ol optgroup option p pre search "
    "section select summary table tbody td template textarea tfoot th thead title tr ul video xmp "
    "listing plaintext"
)
BORDERS = frozenset(_BORDERS_TEXT.split())  # elements that begin on a line of their own
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
VERBATIM = frozenset({"pre", "xmp", "listing", "plaintext"})
MARKS = {
    "em": "emphasis",
    "i": "emphasis",
    "cite": "emphasis",
    "dfn": "emphasis",
    "var": "emphasis",
    "strong": "strong",
    "b": "strong",
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
}
ROLES = {
    "blockquote": Role.BLOCK_QUOTE,
    "li": Role.LIST_ITEM,
    "dt": Role.LIST_ITEM,
    "dd": Role.LIST_ITEM,
    "figcaption": Role.CAPTION,
    "caption": Role.CAPTION,
    "pre": Role.CODE,
    "xmp": Role.CODE,
    "listing": Role.CODE,
    "plaintext": Role.CODE,
}

_PART = pattern(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+")
_PULL = pattern(
    r" (?:pull ?(?:ed )?(?:out ?)?quotes?|pull ?outs?(?: text)?|pull text|pq|quote pull"
    r"|graf pullquote"
    r"|key quotes?|big quotes?"
    r"|featured quotes?|quote block large|call ?out quotes?|display quotes?"
    rf"|quote call ?outs?(?: text)?|side quotes?|kg blockquote alt|{phrases.classes('pull')}) "
)
_QUOTED = rf"(?:block ?)?quotes?|quotations?|testimonials?|{phrases.classes('quote')}"
_QUOTE = pattern(
    rf" (?:\w+ ){{0,3}}(?:{_QUOTED})(?: (?:block|box|text|wrap|wrapper|inner|body|content))? "
)
_WORKS = (
    "head|header|post|entry|article|story|page|news|blog|content|gh|pw|node|field|name|wp|block|kg"
    "|c|o"
)
_BY_CLASS = (
    (
        Role.BIO,
        (
            r"(?:about (?:the )?authors?|(?:author|writer|contributor|speaker|user)s? (?:bio\w*"
            r"|box|info|card|description"
            r"|profile|about|block|details|blurb|note)|biograph(?:y|ies)|bios?|byline bio"
            rf"|{phrases.classes('bio')})"
        ),
    ),
    (
        Role.CREDIT,
        (
            r"(?:(?:photo|image|picture|media|figure|caption|illustration|video)(?:s|graphy"
            r"|grapher)? ?(?:credits?"
            r"|attribution|source|copyright|byline)|credits?|photographers?|illustrators?"
            rf"|copyright|{phrases.classes('credit')})"
        ),
    ),
    (
        Role.BYLINE,
        (
            r"(?:bylines?|by line|authors?|author names?(?: list)?|posted by|written by|created ?by"
            r"|contributors?(?: names?)?"
            r"|translators?|(?:post|entry|article|story|author) meta|meta|dateline|co ?authors?"
            rf"|{phrases.classes('byline')})"
        ),
    ),
    (
        Role.STANDFIRST,
        (
            r"(?:stand ?firsts?|excerpt|summary|editors? ?s? notes?|editorial note|editor note"
            r"|introduction|ingress"
            rf"|preamble|teaser|{phrases.classes('standfirst')})"
        ),
    ),
    (
        Role.SUBTITLE,
        (
            r"(?:sub ?titles?|sub ?headings?|sub ?heads?|sub ?headlines?|dek|deck|tag ?line"
            rf"|strap ?line|{phrases.classes('subtitle')})"
        ),
    ),
    (
        Role.CAPTION,
        (
            r"(?:captions?|caption text|wp caption text|thumb ?caption|cutline"
            rf"|{phrases.classes('caption')})"
        ),
    ),
    (Role.DISCLAIMER, r"(?:disclaimers?|disclosures?|legal notice)"),
    (Role.FOOTNOTE, r"(?:foot ?notes?|end ?notes?|reflist|references list)"),
    (Role.VERSE, r"(?:verses?|poems?|poetry|stanzas?|lyrics?|line ?block)"),
)
_AROUND = (
    r"(?:\w+ ){0,4}",
    (
        r"(?: (?:text|item|items|paragraph|line|block|content|body|wrapper|container|inner|field"
        r"|p|box"
        r"|value|area|section|info|details))?"
    ),
)
_LEADS = pattern(rf" (?:(?:{_WORKS}) )*(?:lead|lede|intro|desc|description|abstract) ")
_DATED = pattern(
    r" (?:\w+ ){0,3}(?:posted on|(?:post|entry|article|story|publish\w*|published|updated?|meta"
    r"|field|created|modified)"
    r" ?(?:date|time|on|at)\w*|date|dates|timestamp|time ?stamp|pub ?date|read(?:ing)? ?time"
    rf"|date ?line|(?:meta )?length|(?:\w+ ){{0,3}}(?:{phrases.classes('dated')})) "
)
_CLASSES = tuple((role, pattern(f" {_AROUND[0]}{form}{_AROUND[1]} ")) for role, form in _BY_CLASS)
_ATTRIBUTION = pattern(
    rf" (?:(?:\w+ ){{0,2}}(?:{_QUOTED}|pull ?quote) (?:attribution|author|source|cite|credit|by"
    rf"|name|caption|footer|sign(?:ature)?|{phrases.classes('attribution')})"
    rf"|attribution|cite|citation|source|author|quote by|speaker|{phrases.classes('attribution')}) "
)
_DATA_TEXT = (
    "data-gu-name data-component data-testid data-type data-role data-qa data-spacefinder-role "
    "data-link-name data-module data-widget_type"
)
_DATA = _DATA_TEXT.split()
_MADE = pattern(  # what programs put behind a name: styled-components, CSS modules
    r"(?<=\w)(?:[-_]sc[-_]\w+|(?:_root)?__(?=\w*[A-Z0-9])[\w-]{3,8})$"
)
_VALUE = pattern(r"[A-Za-z]{2,}(?:[-_][A-Za-z]+){0,4}")
_LONGEST = 120  # characters of one class that are looked at
_GLIMPSE = 6  # pieces of text
_UNWRITABLE = pattern(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def name(element: Element) -> str:
    """The element's own name, without namespace, in lower case; empty for what is none."""
    tag: object = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def put(element: Element, attribute: str, text: str) -> None:
    """Set an attribute, but for the control characters that lxml reads and does not write."""
    element.set(attribute, _UNWRITABLE.sub("", text))


def classes(element: Element) -> str:
    """An element's classes and id as parts in lower case between blanks: " post author box "."""
    told = f"{element.get('class') or ''} / {element.get('id') or ''}"
    parts = " ".join(_PART.split(told)) if told != " / " else ""
    return f" {parts.lower()} "


def class_list(element: Element) -> list[str]:
    """Each class, and the id, of an element as its parts in lower case between blanks."""
    told = [_MADE.sub("", one) for one in (element.get("class") or "").split()[:40]]
    told += [element.get("id") or ""]
    told += [element.get(key) or "" for key in _DATA]
    if name(element) in BORDERS or name(element) == "span":
        told += [str(v) for k, v in element.items() if _is_name(str(k), str(v))]
    return [
        f" {' '.join(_PART.split(one)).strip().lower()} "
        for one in told
        if one and len(one) < _LONGEST
    ]


def _is_name(key: str, value: str) -> bool:
    """Whether an attribute of a page's own only names what its element is."""
    told = key.startswith("data-") and key not in _DATA and len(value) < _LONGEST
    return told and bool(_VALUE.fullmatch(value))


def labels(element: Element) -> list[str]:
    """What a part of a page is called for those who can't see it, as `class_list` gives names."""
    told = element.get("aria-label") or ""
    named = name(element) in {"aside", "section", "div", "figure", "ul"}
    return [f" {' '.join(_PART.split(told)).strip().lower()} "] if told and named else []


def kinds(element: Element) -> frozenset[str]:
    """What `role` and `epub:type` say."""
    told = (element.get("role"), element.get("epub:type"), element.get(EPUB_TYPE))
    return frozenset(word.lower() for one in told if one for word in one.split())


def is_pull(element: Element) -> bool:
    """Whether classes or types say that it holds a pull-quote."""
    if kinds(element) & {"pullquote", "doc-pullquote"} or " pull " in class_list(element):
        return True
    data = " ".join(str(v) for k, v in element.items() if str(k) in {"data-type", "data-component"})
    return bool(
        _PULL.search(classes(element)) or _PULL.search(f" {' '.join(_PART.split(data.lower()))} ")
    )


def is_quote(element: Element) -> bool:
    """Whether classes say that it holds a quotation, with whose words it is."""
    return any(_QUOTE.fullmatch(form) for form in class_list(element))


def is_one_note(element: Element) -> bool:
    """Whether types say that an element is a note, not all of them."""
    return bool(kinds(element) & _NOTE and element.get("id"))


def role(element: Element) -> Role | None:
    """The role that classes, types or microdata give an element; None: they give none."""
    told = kinds(element)
    if told & _NOTES:
        return Role.FOOTNOTE
    if told & {"doc-subtitle", "subtitle"}:
        return Role.SUBTITLE
    prop = element.get("itemprop") or ""
    if prop == "author" or element.get("rel") == "author":
        return Role.BYLINE
    return next((found for form in class_list(element) if (found := _named(form))), None)


@lru_cache(4096)
def _named(form: str) -> Role | None:
    if len(form) > _LONGEST:
        return None
    if _LEADS.fullmatch(form):
        return Role.STANDFIRST
    return next((role for role, known in _CLASSES if known.fullmatch(form)), None)


def is_date(element: Element) -> bool:
    """Whether an element only says when something was published, or how long reading takes."""
    if element.get("itemprop") in {"datePublished", "dateModified", "dateCreated"}:
        return True
    return name(element) == "time" or any(_DATED.fullmatch(one) for one in class_list(element))


def is_attribution(element: Element) -> bool:
    """Whether an element in a quotation says whose words it is."""
    return any(_ATTRIBUTION.fullmatch(form) for form in class_list(element))


def glimpse(element: Element) -> str:
    """An element's first words; only as many as it takes to tell a mark from a text."""
    return " ".join("".join(str(one) for one in islice(element.itertext(), _GLIMPSE)).split())


def told(element: Element) -> str:
    """All words in an element."""
    return "".join(str(one) for one in element.itertext())


def longer(element: Element, count: int) -> bool:
    """Whether an element holds more than so many words."""
    held = 0
    for piece in element.itertext():
        held += len(str(piece).split())
        if held > count:
            return True
    return False

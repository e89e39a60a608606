"""An HTML element in, the reason why it is no part of an article out.

Promise: a reason is one an editor understands. Only what an element is, by its name, its classes
or its styles, counts here; `landmarks` frees those that hold the article itself.
"""

from pipeline.reading.web import names
from pipeline.reading.web.elements import Element, class_list, kinds, labels, name
from pipeline.reading.web.hiding import is_hidden

HIDDEN = "hidden on the page"
MENU = "the site's menu"
HEADER = "the site's header"
FOOTER = "the site's footer"
COOKIES = "a cookie notice"
COMMENTS = "readers' comments"
RELATED = "related articles"
NEWSLETTER = "a newsletter box"
PAYWALL = "a subscription notice"
SHARE = "share buttons"
ADVERT = "an advertisement"
KEYWORDS = "the article's keywords"
CONTENTS = "a table of contents"
APPEAL = "an appeal for support"
OVERLAY = "a box over the page"
SIDEBAR = "the page's sidebar"
PLAYER = "a player"
TOOLS = "the page's own buttons and notices"
FORM = "a form"
KICKER = "the line above the title, kept with the episode"
DATE = "the date, kept with the episode"
AROUND = "outside the article"
PAGE_TITLE = "the page's title, kept with the episode"
UNSEEN = "not shown by a browser"
PICTURE = "words in a picture"
READING = "a reading beside its word"
FACTS = "facts about the article, kept apart from it"
PROGRAMME = "the programme it was heard in"

_TAGS = {
    "nav": MENU,
    "menu": MENU,
    "form": FORM,
    "button": TOOLS,
    "input": FORM,
    "select": FORM,
    "textarea": FORM,
    "label": FORM,
    "option": FORM,
    "dialog": OVERLAY,
    "template": UNSEEN,
    "noscript": UNSEEN,
    "noframes": UNSEEN,
    "head": UNSEEN,
    "title": PAGE_TITLE,
    "svg": PICTURE,
    "canvas": PICTURE,
    "map": PICTURE,
    "iframe": PLAYER,
    "object": PLAYER,
    "audio": PLAYER,
    "video": PLAYER,
    "progress": TOOLS,
    "meter": TOOLS,
    "datalist": FORM,
    "rt": READING,
    "rp": READING,
    "annotation": UNSEEN,
    "annotation-xml": UNSEEN,
    "del": "struck out by the author",
    "s": "struck out by the author",
    "strike": "struck out by the author",
}
_KINDS = {
    "navigation": MENU,
    "menu": MENU,
    "menubar": MENU,
    "banner": HEADER,
    "contentinfo": FOOTER,
    "search": FORM,
    "form": FORM,
    "dialog": OVERLAY,
    "alertdialog": OVERLAY,
    "toolbar": TOOLS,
    "tooltip": TOOLS,
    "tablist": TOOLS,
    "button": TOOLS,
    "doc-toc": CONTENTS,
    "toc": CONTENTS,
    "landmarks": CONTENTS,
    "page-list": CONTENTS,
    "pagebreak": "a page number or running head",
    "doc-pagebreak": "a page number or running head",
}
_NAMED = {
    "consent": COOKIES,
    "comments": COMMENTS,
    "paywall": PAYWALL,
    "newsletter": NEWSLETTER,
    "share": SHARE,
    "advert": ADVERT,
    "related": RELATED,
    "keywords": KEYWORDS,
    "contents": CONTENTS,
    "appeal": APPEAL,
    "overlay": OVERLAY,
    "menu": MENU,
    "header": HEADER,
    "footer": FOOTER,
    "player": PLAYER,
    "tools": TOOLS,
    "facts": FACTS,
}
_LEADING = frozenset({"a", "img", "h1", "h2", "h3", "h4"})  # what a teaser of another page holds
_LONGEST = 200  # characters of one class that are looked at


def structural(element: Element) -> str:
    """Why an element can't be part of any text, by its name, type and style; empty: it can."""
    bare = not element.keys()
    if not bare and is_hidden(element):
        return HIDDEN
    if why := _TAGS.get(name(element)):
        return why
    return (
        ""
        if bare
        else next((_KINDS[kind] for kind in sorted(kinds(element)) if kind in _KINDS), "")
    )


def reason(element: Element) -> str:
    """Why an element can't be part of an article's text; empty: it can."""
    if (why := structural(element)) or not element.keys():
        return why
    told = [*class_list(element), *labels(element)]
    forms = [form for form in told if len(form) < _LONGEST]
    why = next((_NAMED[kind] for form in forms if (kind := names.around(form))), "")
    return "" if why == RELATED and _is_standfirst(element) else why


def _is_standfirst(element: Element) -> bool:
    """Whether it is a paragraph below the title, which some sites call the article's "teaser"."""
    if element.get("itemprop") == "description":
        return True
    if name(element) not in {"p", "div"} or any(name(one) in _LEADING for one in element.iter()):
        return False
    above = element.itersiblings(preceding=True)
    return any(name(one) == "h1" or one.find("h1") is not None for one in above)


def aside_reason(element: Element) -> str:
    """Why an element that stands beside the article's own can't be part of it."""
    if name(element) == "footer":
        return FOOTER
    if name(element) == "aside" or "complementary" in kinds(element):
        return SIDEBAR
    return SIDEBAR if any(map(names.is_side, class_list(element))) else ""


def is_kicker(element: Element) -> bool:
    """Whether an element is the short line above a title: a section, a series."""
    return any(map(names.is_kicker, class_list(element)))

"""An HTML element in, the reason why it is no part of an article out.

Promise: a reason is one an editor understands. Only what an element is, by its name, its classes
or its styles, counts here; `landmarks` frees those that hold the article itself.
"""

import re
from functools import lru_cache

from pipeline.reading.web.elements import Element, class_list, kinds, name
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
_FORMS = (
    (
        COOKIES,
        (
            r".*\b(?:cookies?|consents?|gdpr|ccpa|onetrust|cookiebot|didomi|cmplz|usercentrics"
            r"|cky|qc cmp2?"
            r"|eu ?cookie\w*|privacy (?:banner|notice|bar))\b.*"
        ),
    ),
    (
        COMMENTS,
        (
            r"(?:.*\b)?(?:comments?(?: (?:links?|count|forbidden|add|number|meta|list|section"
            r"|area|thread|wrapper|container|respond|form|body|content))?"
            r"|respond|disqus(?: thread)?|commentlist|coral(?: talk)?|discussion|reader comments)"
        ),
    ),
    (
        PAYWALL,
        (
            r".*\b(?:pay ?walls?|reg ?walls?|registration wall|subscriber(?:s)? only|piano"
            r"|subscription (?:box|wall|prompt)"
            r"|subscribe (?:wall|prompt)|locked content|gated?(?: content)?|members only"
            r"|metered?)\b.*"
        ),
    ),
    (
        NEWSLETTER,
        (
            r".*\b(?:newsletters?|sign ?ups?|subscribe|subscription|subscriptions|mailing list"
            r"|mc4wp|mailchimp|mc embed"
            r"|opt ?in|email (?:capture|form|signup)|convertkit|formkit|subscribe\w*"
            r"|button wrapper subscribe)\b.*"
        ),
    ),
    (
        SHARE,
        (
            r".*\b(?:share|sharing|shares|social|socials|sharedaddy|addtoany|a2a kit|addthis"
            r"|sharethis|follow(?: us)?|jp like"
            r"|post actions|article tools|like button|claps?|like count|likes|ufi|reactions?"
            r"|restacks?)\b.*"
        ),
    ),
    (
        ADVERT,
        (
            r".*\b(?:ads?|advert\w*|adsbygoogle|sponsors?|sponsored|dfp|gpt|ad ?(?:slot|unit"
            r"|container|wrapper|box|break)"
            r"|leaderboard|skyscraper|mpu|banner ad|affiliate(?: box)?)\b.*"
        ),
    ),
    (
        RELATED,
        (
            r".*\b(?:related(?! ?work)|recommend\w*|recirc\w*|more (?:from|stories|posts"
            r"|articles|like this)|read (?:next|more|also)"
            r"|readnext|up next|next up|also (?:like|read)|you (?:may|might)|outbrain|taboola"
            r"|zergnet|yarpp|jp relatedposts"
            r"|trending|most (?:read|popular|viewed)|popular(?: posts)?|latest(?: (?:posts"
            r"|news))?|post navigation|nav links"
            r"|prev(?:ious)? next|see also box|teasers?|promos?|promo box|bookmark card"
            r"|link card|read ?more|upsell|read further|onward)\b.*"
        ),
    ),
    (
        KEYWORDS,
        (
            r"(?:(?:post|entry|article|story|p|the) )?(?:tags?(?: (?:list|links|cloud))?"
            r"|categor(?:y|ies)|cat links|topics?"
            r"(?: list)?|tagcloud|keywords|filed under|entry utility|labels)(?: list| links)?"
        ),
    ),
    (
        CONTENTS,
        (
            r".*\b(?:toc|table of contents|ez toc\w*|lwptoc|contents list|article contents"
            r"|on this page)\b.*"
        ),
    ),
    (
        APPEAL,
        (
            r".*\b(?:donat\w*|support us|fundrais\w*|patreon|kofi|ko fi|tip jar|contribut(?:e"
            r"|ion) (?:box|banner)|membership"
            r"|appeal)\b.*"
        ),
    ),
    (OVERLAY, r".*\b(?:modals?|pop ?ups?|overlay|lightbox|interstitial|toast|drawer|tooltip)\b.*"),
    (
        MENU,
        (
            r".*\b(?:nav|navs|navbar|navigation|menus?|breadcrumbs?|paginat\w*|pager|page links"
            r"|skip ?links?|skip to content"
            r"|skip nav|site (?:nav|links)|off ?canvas|hamburger|language switcher|lang switcher"
            r"|post nav)\b.*"
        ),
    ),
    (
        HEADER,
        (
            r"(?:site|page|global|main|top) (?:header|head|masthead|bar|banner|branding|title"
            r"|description|logo)|masthead"
            r"|branding|top ?bar|site branding|logo|site name|search(?: (?:form|box|bar|overlay))?"
        ),
    ),
    (
        FOOTER,
        (
            r"(?:site|page|global|main) (?:footer|info|bottom)|footer(?: (?:widgets?|inner|links"
            r"|bottom|top))?|colophon"
            r"|footer .*"
        ),
    ),
    (
        PLAYER,
        (
            r".*\b(?:(?:audio|video|media|podcast) ?(?:player|embed)|player|listen(?: (?:button"
            r"|bar|to article))?"
            r"|tts|text to speech|jw ?player|mejs|plyr)\b.*"
        ),
    ),
    (
        TOOLS,
        (
            r"(?:edit ?links?|mw editsection|print ?(?:link|button|only)|entry edit"
            r"|report(?: (?:error|problem))?"
            r"|feedback|was this helpful|ratings?|star rating|post ratings|polls?|survey|quiz"
            r"|bookmark|save article"
            r"|text size|font size|back to top|scroll to top|progress bar|reading progress"
            r"|loader|loading|spinner"
            r"|jump to top|no ?print|copy (?:link|button)|speechify ignore|beyondwords skip"
            r"|(?:\w+ )?(?:btn|buttons?|button card|wp block button\w*)|anchor(?: link)?"
            r"|header ?anchor|heading anchor|permalink|view count)"
        ),
    ),
)
_SIDE = (
    r".*\b(?:side ?bars?|widgets?|widget area|rail|(?:right|left) (?:col|column|rail)|secondary"
    r"|complementary)\b.*"
)
_KICKER = re.compile(
    r" (?:kickers?|eyebrows?|over ?line|pre ?title|(?:post|entry|article|story) (?:kicker"
    r"|category|section|label)"
    r"|section (?:label|name|tag)|rubric|flag|breadcrumbs?) "
)
_COMPILED = tuple((reason, re.compile(rf" (?:{form}) ")) for reason, form in _FORMS)
_SIDEBAR = re.compile(rf" (?:{_SIDE}) ")
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
    forms = [form for form in class_list(element) if len(form) < _LONGEST]
    return next((why for form in forms if (why := _named(form))), "")


def aside_reason(element: Element) -> str:
    """Why an element that stands beside the article's own can't be part of it."""
    if name(element) == "footer":
        return FOOTER
    if name(element) == "aside" or "complementary" in kinds(element):
        return SIDEBAR
    sides = any(_SIDEBAR.fullmatch(form) for form in class_list(element))
    return SIDEBAR if sides else ""


def is_kicker(element: Element) -> bool:
    """Whether an element is the short line above a title: a section, a series."""
    return any(_KICKER.fullmatch(form) for form in class_list(element))


@lru_cache(4096)
def _named(form: str) -> str:
    return next((why for why, pattern in _COMPILED if pattern.fullmatch(form)), "")

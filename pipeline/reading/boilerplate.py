"""An HTML element in, the reason why it is no part of an article out.

Promise: a reason is one an editor understands. Only what an element is, by its name, its classes
or its styles, counts here; `landmarks` frees those that hold the article itself.
"""

import re
from functools import lru_cache

from pipeline.reading.elements import Element, class_list, kinds, name

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
_HIDDEN_TEXT = (
    r"screen reader(?: text| only)?|sr only|visually ?hidden|visuallyhidden|hidden|is hidden|u hidden|d none|hide"
    r"|js hidden|hidden text|assistive text|a11y(?: hidden)?|offscreen|off screen|clip(?: text)?|element invisible"
    r"|invisible|noprint hidden|show for sr|sr text|u visually hidden|screenreader"
)
_FORMS = (
    (
        COOKIES,
        r".*\b(?:cookies?|consents?|gdpr|ccpa|onetrust|cookiebot|didomi|cmplz|usercentrics|cky|qc cmp2?"
        r"|eu ?cookie\w*|privacy (?:banner|notice|bar))\b.*",
    ),
    (
        COMMENTS,
        r"(?:.*\b)?(?:comments?(?: (?:links?|count|forbidden|add|number|meta|list|section|area|thread|wrapper|container|respond|form|body|content))?"
        r"|respond|disqus(?: thread)?|commentlist|coral(?: talk)?|discussion|reader comments)",
    ),
    (
        PAYWALL,
        r".*\b(?:pay ?walls?|reg ?walls?|registration wall|subscriber(?:s)? only|piano|subscription (?:box|wall|prompt)"
        r"|subscribe (?:wall|prompt)|locked content|gated?(?: content)?|members only|metered?)\b.*",
    ),
    (
        NEWSLETTER,
        r".*\b(?:newsletters?|sign ?ups?|subscribe|subscription|subscriptions|mailing list|mc4wp|mailchimp|mc embed"
        r"|opt ?in|email (?:capture|form|signup)|convertkit|formkit|subscribe\w*|button wrapper subscribe)\b.*",
    ),
    (
        SHARE,
        r".*\b(?:share|sharing|shares|social|socials|sharedaddy|addtoany|a2a kit|addthis|sharethis|follow(?: us)?|jp like"
        r"|post actions|article tools|like button|claps?)\b.*",
    ),
    (
        ADVERT,
        r".*\b(?:ads?|advert\w*|adsbygoogle|sponsors?|sponsored|dfp|gpt|ad ?(?:slot|unit|container|wrapper|box|break)"
        r"|leaderboard|skyscraper|mpu|banner ad|affiliate(?: box)?)\b.*",
    ),
    (
        RELATED,
        r".*\b(?:related(?! ?work)|recommend\w*|recirc\w*|more (?:from|stories|posts|articles|like this)|read (?:next|more|also)"
        r"|readnext|up next|next up|also (?:like|read)|you (?:may|might)|outbrain|taboola|zergnet|yarpp|jp relatedposts"
        r"|trending|most (?:read|popular|viewed)|popular(?: posts)?|latest(?: (?:posts|news))?|post navigation|nav links"
        r"|prev(?:ious)? next|see also box|teasers?|promos?|promo box|bookmark card|link card|read ?more|upsell|read further|onward)\b.*",
    ),
    (
        KEYWORDS,
        r"(?:(?:post|entry|article|story|p|the) )?(?:tags?(?: (?:list|links|cloud))?|categor(?:y|ies)|cat links|topics?"
        r"(?: list)?|tagcloud|keywords|filed under|entry utility|labels)(?: list| links)?",
    ),
    (
        CONTENTS,
        r".*\b(?:toc|table of contents|ez toc\w*|lwptoc|contents list|article contents|on this page)\b.*",
    ),
    (
        APPEAL,
        r".*\b(?:donat\w*|support us|fundrais\w*|patreon|kofi|ko fi|tip jar|contribut(?:e|ion) (?:box|banner)|membership"
        r"|appeal)\b.*",
    ),
    (OVERLAY, r".*\b(?:modals?|pop ?ups?|overlay|lightbox|interstitial|toast|drawer|tooltip)\b.*"),
    (
        MENU,
        r".*\b(?:nav|navs|navbar|navigation|menus?|breadcrumbs?|paginat\w*|pager|page links|skip ?links?|skip to content"
        r"|skip nav|site (?:nav|links)|off ?canvas|hamburger|language switcher|lang switcher|post nav)\b.*",
    ),
    (
        HEADER,
        r"(?:site|page|global|main|top) (?:header|head|masthead|bar|banner|branding|title|description|logo)|masthead"
        r"|branding|top ?bar|site branding|logo|site name|search(?: (?:form|box|bar|overlay))?",
    ),
    (
        FOOTER,
        r"(?:site|page|global|main) (?:footer|info|bottom)|footer(?: (?:widgets?|inner|links|bottom|top))?|colophon"
        r"|footer .*",
    ),
    (
        PLAYER,
        r".*\b(?:(?:audio|video|media|podcast) ?(?:player|embed)|player|listen(?: (?:button|bar|to article))?"
        r"|tts|text to speech|jw ?player|mejs|plyr)\b.*",
    ),
    (
        TOOLS,
        r"(?:edit ?links?|mw editsection|print ?(?:link|button|only)|entry edit|report(?: (?:error|problem))?"
        r"|feedback|was this helpful|ratings?|star rating|post ratings|polls?|survey|quiz|bookmark|save article"
        r"|text size|font size|back to top|scroll to top|progress bar|reading progress|loader|loading|spinner"
        r"|jump to top|no ?print|copy (?:link|button)|speechify ignore|beyondwords skip|(?:\w+ )?(?:btn|buttons?|button card|wp block button\w*)|anchor(?: link)?|header ?anchor|heading anchor|permalink|view count)",
    ),
)
_SIDE = r".*\b(?:side ?bars?|widgets?|widget area|rail|right (?:col|column|rail)|left (?:col|column|rail)|secondary|complementary)\b.*"
_KICKER = re.compile(
    r" (?:kickers?|eyebrows?|over ?line|pre ?title|(?:post|entry|article|story) (?:kicker|category|section|label)"
    r"|section (?:label|name|tag)|rubric|flag|breadcrumbs?) "
)
_COMPILED = tuple((reason, re.compile(rf" (?:{form}) ")) for reason, form in _FORMS)
_SIDEBAR = re.compile(rf" (?:{_SIDE}) ")
_HIDDEN = re.compile(rf" (?:{_HIDDEN_TEXT}) ")
_STYLE = re.compile(
    r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all"
    r"|(?:text-indent|left|top)\s*:\s*-\d{3,5}(?:px|em|rem|pt)|font-size\s*:\s*0(?:px|em|rem|pt|%)?\s*(?:;|$))",
    re.IGNORECASE,
)
_LONGEST = 200  # characters of one class that are looked at


def is_hidden(element: Element) -> bool:
    """Whether a reader of the page does not see an element."""
    if element.get("hidden") is not None and element.get("hidden") != "until-found":
        return True
    if (element.get("aria-hidden") or "").lower() == "true":
        return True
    if _STYLE.search(element.get("style") or ""):
        return True
    return any(_HIDDEN.fullmatch(form) for form in class_list(element))


def structural(element: Element) -> str:
    """Why an element can't be part of any text, by its name, type and style; empty: it can."""
    bare = not element.keys()
    if not bare and is_hidden(element):
        return HIDDEN
    if told := _TAGS.get(name(element)):
        return told
    return "" if bare else next((_KINDS[kind] for kind in sorted(kinds(element)) if kind in _KINDS), "")


def reason(element: Element) -> str:
    """Why an element can't be part of an article's text; empty: it can."""
    if (told := structural(element)) or not element.keys():
        return told
    forms = [form for form in class_list(element) if len(form) < _LONGEST]
    return next((told for form in forms if (told := _named(form))), "")


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
    return next((told for told, pattern in _COMPILED if pattern.fullmatch(form)), "")

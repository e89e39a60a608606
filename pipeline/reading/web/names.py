"""A class or an id in, what publishing systems mean by it where it stands round an article, out.

Promise: a name is told by its parts ("sd-sharing-enabled" → " sd sharing enabled "), never by one
system's own spelling; the names of other languages stand with their phrases.
"""

import re
from functools import lru_cache

from pipeline.patterns import pattern
from pipeline.reading import phrases

_ANY = r"(?:.*\b)?"
_REST = r"(?:\b.*)?"
_OF = r"(?:\w+ ){0,4}"  # whose part it is: "wp block post", "elementor widget"
_PART = (
    r"(?: (?:area|bar|block|body|box|boxes|button|buttons|container|content|embed|field|form|group"
    r"|inner|item|items|label|links?|list|meta|module|option|options|panel|row|section|text|title"
    r"|widget|wrap|wrapper))*"
)
_WITHIN = {  # names that tell what a thing is wherever in the name they stand
    "consent": (
        r"cookies?|consents?|gdpr|ccpa|onetrust|cookiebot|didomi|cmplz|usercentrics|cky|qc cmp2?"
        r"|eu ?cookie\w*|privacy (?:banner|notice|bar)"
    ),
    "paywall": (
        r"pay ?walls?|gateways?|reg ?walls?|registration wall|subscriber(?:s)? only|piano"
        r"|subscription (?:box"
        r"|wall|prompt)|subscribe (?:wall|prompt)|locked content|gated?(?: content)?|members only"
        r"|metered?"
    ),
    "newsletter": (
        r"newsletters?|sign ?ups?|subscribe\w*|subscriptions?|mailing list|mc4wp|mailchimp|mc embed"
        r"|opt ?in|email (?:capture|form|signup)|convertkit|formkit"
    ),
    "share": (
        r"share|sharing|shares|social|socials|sharedaddy|addtoany|a2a kit|addthis|sharethis"
        r"|follow(?: us)?|jp like|post actions|article tools|like button|claps?|like count|likes"
        r"|ufi|reactions?|restacks?|tweet (?:button|this|label)|click to tweet"
    ),
    "advert": (
        r"ads?|advert\w*|adsbygoogle|sponsors?|sponsored|dfp|gpt|leaderboard|skyscraper|mpu"
        r"|affiliate(?: box)?"
    ),
    "related": (
        r"related(?! ?work)|recommend\w*|recirc\w*|more (?:from|stories|posts|articles|like this)"
        r"|read (?:next|more|also)|readnext|up next|next up|also (?:like|read)|you (?:may|might)"
        r"|outbrain|taboola|zergnet|yarpp|jp relatedposts|trending|most (?:read|popular|viewed)"
        r"|popular(?: posts)?|(?:latest|recent)(?: (?:posts|news))?|post navigation|nav links"
        r"|prev(?:ious)? next|see also box|teasers?|promos?|promo box|bookmark card|link card"
        r"|read ?more|rich ?links?|link preview|upsell|read further|onward|embedded posts?"
        r"|post (?:embed|previews?)"
        r"|widget posts|posts (?:grid|list|container|loop|carousel)"
    ),
    "contents": (
        r"toc|table of contents|ez toc\w*|lwptoc|contents list|article contents|on this page"
    ),
    "appeal": (
        r"donat\w*|support (?:us|box|banner|module|widget)|fundrais\w*|patreon|kofi|ko fi|tip jar"
        r"|contribut(?:e|ion) (?:box|banner)|membership|appeal|call to action|cta"
    ),
    "overlay": r"modals?|pop ?ups?|overlay|lightbox|interstitial|toast|drawer|tooltip",
    "menu": (
        r"nav|navs|navbar|navigation|menus?|breadcrumbs?|crumbs|crumb ?trail|paginat\w*|pager"
        r"|page links|skip ?links?|skip to content|skip nav|site (?:nav|links)|off ?canvas"
        r"|hamburger|language switcher|lang switcher|post nav|jump ?links?"
    ),
    "player": (
        r"(?:audio|video|media|podcast) ?(?:player|embed|teaser|version|module|tools)|player"
        r"|(?:article|story|post) audio|listen(?: (?:button"
        r"|bar|to article))?|tts|text to speech|jw ?player|mejs|plyr"
    ),
}
_WHOLE = {  # names that tell it only when they say nothing else
    "comments": (
        r"(?:.*\b)?(?:comments?(?: (?:links?|count|forbidden|add|number|meta|list|section|area"
        r"|thread|wrap|wrapper|container|respond|form|body|content))?|respond|disqus(?: thread)?"
        r"|commentlist|(?:\w+ )?letters(?: to the editor)?"
        r"|coral(?: talk)?|discussion|reader comments)"
    ),
    "keywords": (
        r"(?:(?:post|entry|article|story|p|the) )?(?:tags?(?: (?:list|links|cloud))?"
        r"|categor(?:y|ies)|cat links|topics?(?: list)?|tagcloud|keywords|filed under"
        r"|entry utility|labels)(?: list| links)?"
    ),
    "header": (
        r"(?:site|page|global|main|top) (?:header|head|masthead|bar|banner|branding|title"
        r"|description|logo|tagline|slogan)|masthead|branding|top ?bar|site branding|logo"
        r"|site name|search(?: (?:form|box|bar|overlay))?"
        r"|(?!article|entry|post|story|content|section)[a-z]{2,9}header"
    ),
    "footer": (
        r"(?:site|page|global|main) (?:footer|info|bottom)|footer(?: (?:widgets?|inner|links|bottom"
        r"|top))?|colophon|footer .*|(?!article|entry|post|story|content|section)[a-z]{2,9}footer"
    ),
    "tools": (
        r"(?:edit ?links?|mw editsection|print ?(?:link|button|only)|entry edit"
        r"|report(?: (?:error|problem))?|was this helpful|star rating|post ratings"
        r"|bookmark|save article|text size|font size|back to top|scroll to top|progress bar"
        r"|reading progress|loader|loading|spinner|jump to top|no ?print|copy (?:link|button)"
        r"|speechify ignore|beyondwords skip|button card|wp block button\w*"
        r"|anchor(?: link)?|header ?anchor|heading anchor|permalink|view count"
        r"|[at]mbox|(?:\w+ )?message box|maintenance|site ?notice|tool ?bar"
        r"|(?:\w+ )?gutter(?: \w+)?|line ?n(?:o|um|umber)s?(?: \w+)?|line ?no ?div)"
        r"|(?:\w+ ){0,4}(?:btn|buttons?|feedback|ratings?|polls?|survey|quiz|hit ?counter)"
        r"(?: (?:embed|title|option|options|box|widget|container|label|group|text))?"
    ),
}
_WHOLE["facts"] = (
    r"(?:\w+ ){0,3}(?:affil\w*|(?:article|publication|pub) history|history dates|doi|issn|isbn"
    r"|(?:article|paper|journal) identifiers?|citation (?:primary|info|line|box|export|tools)"
    r"|how to cite|cite this|suggested citation|funding info|article info term|hits"
    r"|(?:page|post) ?views)"
)
_ORDER = [
    "consent",
    "comments",
    "paywall",
    "newsletter",
    "share",
    "advert",
    "related",
    "keywords",
    "contents",
    "appeal",
    "overlay",
    "menu",
    "header",
    "footer",
    "player",
    "tools",
    "facts",
]
_SIDE = pattern(
    r" .*\b(?:side ?bars?|widgets?|widget area|rail|(?:right|left) (?:col|column|rail)|secondary"
    r"|complementary)\b.* "
)
_BOX = pattern(
    rf" (?:\w+ ){{0,2}}(?:(?:info|fact)s? ?(?:box|file|sheet|panel)|{phrases.classes('box')}) "
)
_KICKER = pattern(
    r" (?:(?:kickers?|eyebrows?|over ?line|pre ?title|(?:post|entry|article|story) (?:kicker"
    r"|category|section|label)|section (?:label|name|tag)|rubric|flag|breadcrumbs?)"
    rf"|{_OF}(?:kicker|eyebrow|over ?line|{phrases.classes('kicker')})(?: text)?) "
)


def _pattern(kind: str) -> re.Pattern[str]:
    told = [rf"{_ANY}(?:{_WITHIN[kind]}){_REST}"] if kind in _WITHIN else []
    told += [_WHOLE[kind]] if kind in _WHOLE else []
    other = rf"{_OF}(?:{phrases.classes(kind)}){_PART}"
    return pattern(f" (?:{'|'.join([*told, other])}) ")


_PATTERNS = tuple((kind, _pattern(kind)) for kind in _ORDER)


@lru_cache(4096)
def around(name: str) -> str:
    """What a name says that an element is, when it is no part of a text; empty: it says nothing."""
    return next((kind for kind, form in _PATTERNS if form.fullmatch(name)), "")


def is_side(name: str) -> bool:
    """Whether a name is that of a column beside the text."""
    return bool(_SIDE.fullmatch(name))


def is_box(name: str) -> bool:
    """Whether a name is that of a box in which an article tells more: facts, a life."""
    return bool(_BOX.fullmatch(name))


def is_kicker(name: str) -> bool:
    """Whether a name is that of the short line above a title."""
    return bool(_KICKER.fullmatch(name))

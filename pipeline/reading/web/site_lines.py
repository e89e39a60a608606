"""A line in, what it is when a site and not an author says it, out.

Promise: only whole lines, in the languages of the phrases; what may open a sentence of a text is
told by the end of the line too.
"""

import re

from pipeline.patterns import pattern
from pipeline.reading import phrases
from pipeline.reading.web import boilerplate

_PIECES = "(?:posts?|articles?|stories|entries|essays|pieces|content|work)"
_LINES = (
    (
        boilerplate.ADVERT,
        (
            r"(?:advertise?ments?|ads?"
            r"|.{0,120}\b(?:earn|receive)s? (?:a |an )?(?:\w+ )?commissions?\b.*"
            r"|sponsored(?: content)?|(?:story|article|content"
            r"|post)? ?continues? (?:reading )?(?:below|after)"
            r"(?: (?:the|this))?(?: ad\w*)?|scroll (?:down )?(?:to|for) (?:continue|more).*"
            r"|- ?advertisement ?-)"
        ),
    ),
    (
        boilerplate.SHARE,
        (
            r"(?:share(?: (?:this|on|via|it|the))?(?: (?:article|post|story|page|facebook"
            r"|twitter|x|linkedin|whatsapp|email))*"
            r"|tweet(?: this)?|pin it|email this|like this|follow (?:us|me)(?: on .{1,40})?"
            r"|follow .{1,50} on (?:x|twitter|facebook|instagram|bluesky|mastodon|threads)\b.*"
            r"|copy link|clap|applaud)"
        ),
    ),
    (
        boilerplate.NEWSLETTER,
        (
            r"(?:(?:sign up|subscribe|register)\b.{0,80}\b(?:newsletters?|inbox|email list"
            r"|mailing list|updates|free)\b.{0,60}"
            r"|get .{1,60}\b(?:in|to) your inbox.{0,40}|subscribe(?: now| today| for free)?"
            r"|enter your email.{0,60})"
        ),
    ),
    (
        boilerplate.TOOLS,
        (
            r"(?:[\d.,]+ words|(?:\d{1,2}:\d\d\W*)+|syndicate this \w+|images?|photos?|videos?"
            r"|gallery|slide ?show|learn more"
            r"|(?:open|view) (?:in (?:a )?new (?:tab|window)|large(?:r)?(?: image| version)?"
            r"|(?:figure|table)(?: in .{1,30})?)"
            r"|download (?:slide|pdf|figure|original|citation|as \w+|powerpoint)"
            r"|cite (?:this|as)(?: (?:article|page|paper))?|(?:export|get) citations?|embed"
            rf"|(?:(?:view|see|read|show|browse) (?:all|more|other)(?: {_PIECES})?"
            rf"|(?:all|more|other) {_PIECES}) (?:by|from) .{{1,60}}"
            r"|we are having trouble .{1,80}|(?:please )?enable (?:javascript|cookies)\b.*"
            r"|(?:\d+|no|one|add a|leave a|post a|view|jump to|read|show)? ?(?:comments?"
            r"|repl(?:y|ies)|responses?)|loading"
            r"|(?:press enter or )?(?:click|tap)(?: here)?(?: or tap)? to (?:view|enlarge|zoom"
            r"|expand|tweet|play|subscribe|share).*"
            r"|print(?:er)?[- ]?(?:friendly)?(?: version| this (?:page|article))?"
            r"|skip (?:to|past|over) .{1,40}|(?:after|end of) (?:the )?(?:newsletter|advert\w*)"
            r"(?: promotion)?|(?:back|return) to (?:the )?(?:top|home\w*)"
            r"|(?:listen to|play|save|bookmark|report|download|print|edit) (?:this )?(?:article"
            r"|story|post|page|error|episode)(?: as pdf)?"
            r"|(?:—|-"
            r"|·)? ?(?:(?:est\w*\.? )?read(?:ing)? time:? ?)?\d+[ -]?min(?:ute)?s?\.?(?: (?:read"
            r"|to read|reading time))?"
            r"|(?:you are|you're) visitor\b.*|.{0,30}\bbest viewed (?:in|with|at)\b.*"
            r"|this page has been (?:viewed|visited)\b.*"
            r"|toggle .{1,30}|(?:open|close|show|hide) (?:menu|search|navigation|sidebar)"
            r"|(?:video|audio) player(?: is)? loading.*|view (?:image )?(?:in )?full ?(?:screen"
            r"|size)|view image)"
        ),
    ),
    (
        boilerplate.KEYWORDS,
        (
            r"(?:(?:post |article )?(?:tags?|tagged(?: (?:with|as|in))?|filed (?:under|in)"
            r"|posted in|categor(?:y|ies)"
            r"|topics?|keywords|labels|more (?:on|about|in))\s?:.{1,160}|filed under .{1,80}"
            r"|posted in .{1,80})"
        ),
    ),
    (
        boilerplate.PAYWALL,
        (
            r"(?:(?:are you )?already (?:a |an )?(?:subscrib|member|register|have an account)\w*.*"
            r"|thank you for your patience while .*"
            r"|(?:subscribe|sign (?:in|up)|log ?in|register) (?:to|for) (?:read|continue|keep"
            r"|unlock|access|get|unlimited)\b.*|(?:sign|log) ?in|sign up"
            r"|create (?:a |your )?(?:free )?account"
            r"|this (?:article|story|post|content) is (?:only )?(?:for|available to|exclusive to"
            r"|reserved for) .*(?:subscribers?|members?)\b.*"
            r"|(?:you have|you['’]ve) (?:read|viewed|reached|used|hit|got|had)?\b.{0,40}\b(?:free"
            r"|complimentary|monthly)\b.{0,20}\b(?:articles?|stor(?:y|ies)|limit)\b.{0,60})"
        ),
    ),
    (
        boilerplate.FOOTER,
        (
            r"(?:(?:copyright )?(?:©|\(c\))|copyright ).{0,120}(?:all rights reserved|\d{4})"
            r".{0,120}|all rights reserved.{0,60}"
            r"|an? version of this .{1,80}\b(?:in print|print edition)\b.*"
        ),
    ),
    (
        boilerplate.FACTS,
        (
            r"(?:(?:received|accepted|revised|submitted|published(?: online)?|first published"
            r"|available online|version of record):? [^a-z]?[\w ,./-]{4,24}\W*){2,}"
            r"|.{0,200}\bdoi(?:\.org|:).*|(?:issn|isbn)\b.{4,60}"
        ),
    ),
    (
        boilerplate.COOKIES,
        (
            r"(?:we|this (?:web)?site) uses? cookies\b.*|accept (?:all )?cookies|by (?:continuing"
            r"|using) .{0,60}cookies.*"
        ),
    ),
)
_ELSEWHERE = (  # the same in other languages
    (boilerplate.ADVERT, phrases.forms("advert")),
    (boilerplate.SHARE, phrases.forms("share")),
    (boilerplate.NEWSLETTER, "|".join(phrases.asking())),
    (boilerplate.TOOLS, rf"{phrases.forms('tools')}|{phrases.forms('minutes')}"),
    (boilerplate.KEYWORDS, phrases.forms("filed")),
    (boilerplate.COOKIES, phrases.forms("cookies")),
)
_PATTERNS = tuple(
    (why, pattern(rf"[\W_]*(?:{form})[\W_]*", re.IGNORECASE))
    for why, form in (*_LINES, *_ELSEWHERE)
)


def reason(line: str) -> str:
    """Why a line is no part of an article; empty: it may be."""
    return next((why for why, form in _PATTERNS if form.fullmatch(line)), "")

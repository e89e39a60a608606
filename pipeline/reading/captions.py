"""A paragraph right behind a picture in, whether it is the picture's caption out.

Promise: only a short line all in other type, or one that ends with whose picture it is, is one.
"""

import re

from pipeline.model import Block
from pipeline.patterns import pattern
from pipeline.reading import phrases
from pipeline.reading.wording import wholly

_LONGEST = 60  # words of a caption
_SHORT = 25  # words of a caption that ends with where the picture is kept
_KEPT = pattern(  # a last sentence that is only a collection's name
    r"[.,(;]\s*(?:Collection of [^.!?]{3,40}"
    r"|(?:courtesy\s+of\s+)?(?:[^\W\d_a-z][\w’'.&-]*\s+(?:(?:of|the|and|de|du)\s+)*){0,5}"
    r"(?:Archives?|Collection|Library|Museum|Agency|Images|Commons|Getty|Alamy|Reuters|AP|AFP|Unsplash|Archiv"
    r"|Bibliothek|Sammlung|Archivo|Archivio|Musée)\b[^.!?]{0,30})[.)]?\s*\Z"
)
_NAMED = pattern(
    rf"(?:figure|fig\.|slide|plate|map|image|photo|picture|abb(?:ildung|\.)|bild|foto|figura|{phrases.forms('numbered')})"
    r"(?:\s\d{1,3})?\s?[:.]\s\S",
    re.IGNORECASE,
)
_BARE = 16  # words of a line right below a picture that is no sentence
_WHOSE = pattern(
    r"(?:[(\[]\s*)?(?:(?:photo(?:graph)?s?|pictures?|images?|illustrations?|foto|bild)\s*(?:credit)?\s*(?::|by\b)|©)"
    r"[^.!?]{2,60}[)\]]?\.?\s*\Z",
    re.IGNORECASE,
)


def is_below_picture(block: Block) -> bool:
    """Whether a paragraph under a picture is its caption."""
    if len(block.text.split()) > _LONGEST:
        return False
    whose = _WHOSE.search(block.text)
    if whose and not block.text[: whose.start()].strip(" ("):
        return False  # whose picture it is, and nothing of what it shows
    listed = block.text.split()
    bare = len(listed) <= _BARE and listed[-1][-1].isalnum() and listed[0][:1].isupper()
    named = bool(_NAMED.match(block.text))
    return wholly(block) or named or bare or is_kept(block.text) or bool(whose)


def is_kept(text: str) -> bool:
    """Whether a line ends with nothing but where a picture is kept."""
    return len(text.split()) <= _SHORT and bool(_KEPT.search(text))

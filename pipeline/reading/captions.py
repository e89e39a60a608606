"""A paragraph right behind a picture in, whether it is the picture's caption out.

Promise: only a short line all in other type, or one that ends with whose picture it is, is one.
"""

import re

from pipeline.model import Block
from pipeline.reading.wording import wholly

_LONGEST = 60  # words of a caption
_WHOSE = re.compile(
    r"(?:[(\[]\s*)?(?:(?:photo(?:graph)?s?|pictures?|images?|illustrations?|foto|bild)\s*(?:credit)?\s*(?::|by\b)|©)"
    r"[^.!?]{2,60}[)\]]?\.?\s*\Z",
    re.IGNORECASE,
)


def is_below_picture(block: Block) -> bool:
    """Whether a paragraph under a picture is its caption."""
    if len(block.text.split()) > _LONGEST:
        return False
    return wholly(block) or bool(_WHOSE.search(block.text))

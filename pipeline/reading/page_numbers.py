"""A line in; whether it is nothing but a page's number out. Promise: a number in words is text."""

import re

from pipeline.patterns import pattern

_LONGEST = 70  # columns
_PAGE_NUMBER = pattern(
    r"[\W_]*(?:page|p\.|pg\.?|seite|página|pagina)?\s*"
    r"(?:\d{1,4}|(?-i:(?=[ivxl])l?x{0,3}(?:ix|iv|v?i{0,3})))"
    r"(?:\s*(?:of|/|von|de|di|sur)\s*\d{1,4})?[\W_]*",
    re.IGNORECASE,
)


def is_page_number(text: str) -> bool:
    """Whether a line is nothing but a page's number, however it is dressed."""
    return len(text) <= _LONGEST and bool(_PAGE_NUMBER.fullmatch(text))

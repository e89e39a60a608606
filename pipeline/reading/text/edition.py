"""A plain text in; what its edition or its mail put round the text, told apart, out.

Promise: only lines that editions and mail programs write are left out: a free library's header and
licence, its transcriber's notes, page marks in brackets, a signature, a mailing list's footer.
"""

import re
from collections.abc import Iterator

from pipeline.patterns import pattern

LIBRARY = "a free library's words about the file"
TRANSCRIBER = "a note by whoever transcribed the text"
PAGE = "a page's number in the printed book"
SIGNATURE = "an e-mail's signature"
FOOTER = "a mailing list's footer"
FORWARDED = "a line of the mail program"

_LIBRARY = pattern(
    r"\A(?:[^\n]*\n){0,400}?\s*\*{3}\s*START OF (?:THE|THIS) [^\n]*\n"
    r"|^\*{3}\s*END OF (?:THE|THIS) (?:.|\n)*\Z"
    r"|^(?:Produced|Transcribed|Prepared|E-?text prepared) by (?:[^\n]+\n)+(?=\s*\n)",
    re.MULTILINE,
)
_TRANSCRIBER = pattern(
    r"^[ \t]*\[Transcriber[’']?s?[’']? notes?:[^\]]*\]", re.IGNORECASE | re.MULTILINE
)
_PAGE = pattern(r"(?<![ \t])[ \t]*(?:\[(?:Pg|p\.|page|S\.)\s*\d{1,4}\]|\{\d{1,4}\})", re.IGNORECASE)
_SIGNATURE = pattern(
    r"^-- ?\n(?:(?!_{20})[^\n]*(?:\n|\Z)){1,12}?(?=\s*(?:\[\d|_{20}|\Z))", re.MULTILINE
)
_FOOTER = pattern(
    r"^_{20,}\n(?:[^\n]*\n){0,12}[^\n]*(?:mailing list|unsubscribe)(?:.|\n)*\Z", re.MULTILINE
)
_FORWARDED = pattern(
    r"^(?:-{2,} ?(?:Forwarded message|Original Message) ?-{2,}|Begin forwarded message:)[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_FORMS = (
    (LIBRARY, _LIBRARY),
    (TRANSCRIBER, _TRANSCRIBER),
    (PAGE, _PAGE),
    (SIGNATURE, _SIGNATURE),
    (FOOTER, _FOOTER),
    (FORWARDED, _FORWARDED),
)


def edited(source: str) -> Iterator[tuple[int, int, str]]:
    """Stretches of a source that its edition put there, in order, each with the reason."""
    found = sorted(
        (hit.start() + len(hit[0]) - len(hit[0].lstrip()), hit.start() + len(hit[0].rstrip()), why)
        for why, form in _FORMS
        for hit in form.finditer(source)
        if hit[0].strip()
    )
    reached = 0
    for start, end, why in found:
        if start >= reached:
            yield start, end, why
            reached = end

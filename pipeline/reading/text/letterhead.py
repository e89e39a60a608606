"""A plain text's first lines in; what an e-mail's header says about it out.

Promise: only lines built like a header's (RFC 5322), with a sender or a subject among them, are
taken for one; a dialogue and a list of facts stay text.
"""

import re
from email.utils import parsedate_to_datetime

from pipeline.model import Metadata

HEADER = "an e-mail's header, read as facts about the article"

_FIELD = re.compile(r"(?P<name>[A-Z][A-Za-z-]{1,40}):[ \t](?P<value>.*(?:\n[ \t]+\S.*)*)\n")
_OURS = frozenset({"from", "subject"})
_LEAST = 2  # lines of a header
_ISO = len("2024-05-06")


def letterhead(source: str) -> tuple[Metadata, int]:
    """Metadata, and how many characters at the start of the source hold it (0: none)."""
    fields: dict[str, str] = {}
    lead = len(source) - len(source.lstrip("\n\ufeff"))
    at = lead
    while found := _FIELD.match(source, at):
        fields.setdefault(found["name"].casefold(), " ".join(found["value"].split()))
        at = found.end()
    ends = not source[at : at + 1].strip()
    if len(fields) < _LEAST or not fields.keys() >= _OURS or not ends:
        return Metadata(), 0
    return Metadata(date=_date(fields.get("date", ""))), at


def _date(text: str) -> str:
    try:
        return parsedate_to_datetime(text).isoformat()[:_ISO]
    except ValueError:
        return ""

"""A plain text's first lines in; what an e-mail's header says about it out.

Promise: only lines built like a header's (RFC 5322), with a sender or a subject among them, are
taken for one; a dialogue and a list of facts stay text.
"""

import re
from email.utils import parseaddr, parsedate_to_datetime

from pipeline.model import Metadata
from pipeline.patterns import pattern
from pipeline.reading.bylines import bare_name
from pipeline.reading.dates import stamp

HEADER = "an e-mail's header, read as facts about the article"

_FIELD = pattern(
    r"(?P<name>[A-ZÀ-Þ][A-Za-zÀ-ÿ-]{0,40})[ \u00a0]?:[ \t](?P<value>.*(?:\n[ \t]+\S.*)*)\n"
)
_NAMES_TEXT = (
    "de=from von=from da=from objet=subject betreff=subject oggetto=subject asunto=subject "
    "datum=date data=date fecha=date gesendet=date envoyé=date enviado=date inviato=date sent=date"
)
_NAMES = dict(pair.split("=") for pair in _NAMES_TEXT.split())  # of fields, as programs show them
_OURS = frozenset({"from", "subject"})
_ABOUT = pattern(  # what mail programs and lists put round a subject
    r"\A(?:\s*(?:(?:re|fwd?|aw|wg|tr|rv|i)\s?:|\[[^\]]{1,30}\]))+|\s*\([^()]{1,30}\)\s*\Z",
    re.IGNORECASE,
)
_LEAST = 2  # lines of a header
_ISO = len("2024-05-06")


def letterhead(source: str) -> tuple[Metadata, int]:
    """Metadata, and how many characters at the start of the source hold it (0: none)."""
    fields: dict[str, str] = {}
    lead = len(source) - len(source.lstrip("\n\ufeff"))
    at = lead
    while found := _FIELD.match(source, at):
        name = found["name"].casefold()
        fields.setdefault(_NAMES.get(name, name), " ".join(found["value"].split()))
        at = found.end()
    ends = not source[at : at + 1].strip()
    if len(fields) < _LEAST or not fields.keys() >= _OURS or not ends:
        return Metadata(), 0
    sender = bare_name(parseaddr(fields["from"])[0])
    return Metadata(
        title=_ABOUT.sub("", fields["subject"]).strip(),
        authors=sender.authors if sender else (),
        date=_date(fields.get("date", "")),
    ), at


def _date(text: str) -> str:
    try:
        return parsedate_to_datetime(text).isoformat()[:_ISO]
    except ValueError:
        return told.date if (told := stamp(text)) else ""

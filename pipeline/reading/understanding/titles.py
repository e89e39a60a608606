"""A title, or a short line below it, in; what it says of the talk out: by whom, where, when.

Promise: only what is worded as such lines are.
"""

import re

from pipeline.patterns import pattern
from pipeline.reading.bylines import bare_name
from pipeline.reading.dates import dated, stamp

_COUNTED = pattern(r"(?:episode|ep\.|folge)\s*\d{1,4}\s*[:.–—-]\s*(?=\S)", re.IGNORECASE)
_SENT = pattern(r"(?:[^\W\d_a-z][\w’'.-]*\s?){1,4},\s+(?P<when>[^,]{5,30}(?:,\s*\d{4})?)")
_TOLD_BY = pattern(
    r"(?:(?:opening|closing)\s+)?(?:remarks|speech|address|lecture|sermon|talk|homily|keynote)\s+"
    r"(?:given\s+|delivered\s+)?by\s+(?P<names>[^,:]{5,60}?)(?=,|:|\s+(?:at|on|to|in|before|for)\b|\Z)",
    re.IGNORECASE,
)
_SEAT = pattern(
    r"\b(?:department|faculty|institute?|university|universität|université|universidad|università"
    r"|college|school) (?:of|for|de|di|für)\b",
    re.IGNORECASE,
)
_OFFICES = pattern(
    r"^(?:the\s+)?(?:(?:councillor|cllr|president|minister|senator|professor|prof|dr|mr|mrs|ms|miss"
    r"|rev|reverend|bishop|archbishop|mayor|sir|dame|lord|lady|judge|justice|ambassador)\.?\s+)+",
    re.IGNORECASE,
)
_LINE = 12  # words of a line that ends with its date, at most
_OPENING, _CLOSING = '“„«"', '”“»"'


def bare(title: str) -> str:
    """A title without the number of its episode and the quotation marks behind it."""
    told = _COUNTED.sub("", title)
    quoted = told != title and told[:1] in _OPENING and told[-1:] in _CLOSING
    return told.strip(_OPENING + _CLOSING) if quoted else told


def speaker(title: str) -> tuple[str, ...]:
    """Whose talk a title says that it is."""
    found = _TOLD_BY.match(title)
    told = bare_name(_OFFICES.sub("", found["names"])) if found else None
    return told.authors if told else ()


def sent(line: str) -> str:
    """The date behind a place ("Town Hall, 3 March 1987"), as ISO 8601; empty for other lines."""
    found = _SENT.fullmatch(line)
    return dated(found["when"]) if found else ""


def when(line: str) -> str:
    """The date that a short line ends with ("Hearing of Monday, 3 May 2010"); empty for none."""
    found = stamp(line)
    ends = found is not None and not line[found.end :].strip(" .)")
    return found.date if found and ends and len(line.split()) <= _LINE else ""


def is_seat(line: str) -> bool:
    """Whether a line names the university or office where authors work."""
    return bool(_SEAT.search(line))

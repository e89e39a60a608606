"""How the lines between a title and its text are worded, as patterns.

Promise: one place for each kind of line; other languages' words come from `phrases`.
"""

import re

from pipeline.patterns import pattern
from pipeline.reading import phrases
from pipeline.reading.beginnings import Beginnings

_NOTES = (
    (
        r"(?:an?\s+)?(?:editor(?:s|['’]s|s['’])?|editorial|publisher['’]?s|author['’]?s|translator['’]?s)"
        r"\s+(?:note|introduction|preface)\b"
    ),
    r"(?:note|introduction|preface)\s+(?:by|from)\s+the\s+editors?",
    (
        r"(?:this|the following)\s+(?:talk|lecture|speech|address|sermon|essay|text|piece"
        r"|conversation|interview)\s+(?:was|is|opened|closed|first|originally|forms|has been)\b"
    ),
    (
        r"(?:(?:a|the)\s+)?(?:text|transcript|version)\s+of\s+(?:a|the)\s+(?:talk|lecture|speech"
        r"|address)\b"
    ),
    r"this\s+is\s+(?:the|an)\s+(?:\w+\s+)?(?:text|transcript|version)\s+of\b",
    r"(?:given|delivered|read|spoken|recorded|broadcast)\s(?:at|in|to|on|before)\b",
    (
        r"[^.]{0,80}\b(?:talk|lecture|address|sermon|speech|keynote)\b[^.]{0,40}\b(?:given|delivered|read)\s"
        r"(?:at|in|to|on|before|by|as)\b"
    ),
)
NOTE = Beginnings((*_NOTES, *phrases.listed("note")))
PRESENT = pattern(
    r"(?:taking part|present|in conversation|participants?|(?:our )?guests?"
    r"|(?:(?:on )?the )?panel(?:lists?)?|speakers?|with us|in the chair"
    r"|in the room|with(?=:|\s(?-i:[A-Z])\w+\s(?-i:[A-Z]))|chair(?:ed by)?(?=:)"
    r"|moderat(?:or|ed by)(?=:))\b"
    r"(?:\s(?:were|was|are|is|today)\b|\s*[:–—]|(?<=(?i:with))\s)",
    re.IGNORECASE,
)
SERIES = pattern(
    r"\bseries\b|\bpart\s+(?:\d+|one|two|three|four|[ivx]+)\b"
    rf"|(?<!\w)(?:{phrases.forms('series')})(?!\w)",
    re.IGNORECASE,
)
_KICKERS = (
    r"(?:(?:verbatim|full|edited) (?:record|transcript|text)|transcript|minutes|forum|dispatch"
    r"|symposium|round ?table|essay|interview"
    r"|feature|report(?:age)?|profile|review|opinion|comment(?:ary)?|column)"
)
KICKER = Beginnings((_KICKERS, *phrases.listed("kicker")), r"\W*")
IMPRINT = pattern(
    r"(?i:(?:first\s+|originally\s+)?(?:published|printed|appeared)\s+in)\s+"
    r"(?P<name>[^\W\d_a-z][^,.;:()]{2,50})(?:[,(]\s*(?P<when>[^,]{3,20}(?:,\s*\d{4})?))?\)?\.?"
)
COUNTED = pattern(r"[^\W\d_][\w ’'&-]{1,30}?\s*(?:[/#№–—-]|n[o°rº]\.?)\s*\d{1,3}", re.IGNORECASE)

"""A short line in; the names and the date it gives out.

Promise: only what is built like a byline, a name or a date is taken for one.
"""

import re

from pipeline.patterns import pattern
from pipeline.reading import phrases
from pipeline.reading.dates import MONTHS, dated, stamp
from pipeline.reading.wording import is_longer
from pipeline.values import value

_WROTE = (
    r"words|text|story|written|posted|published|report(?:ed|ing)?|interview(?:ed)?|essay"
    r"|talk|lecture|speech|review(?:ed)?|article|preached|delivered|given|spoken|moderated|chaired|hosted|conducted"
    rf"|{phrases.forms('wrote')}"
)
_HELPED = (
    r"translat(?:ed|ion)|edited|adapted|introduced|compiled|produced|designed|filmed|recorded"
    r"|photo(?:s|graph(?:s|ed|y)?)?|pictures?|images?|illustrat(?:ed|ions?)|drawings?|artwork"
    rf"|{phrases.forms('helped')}"
)
_AND = r"(?:and|&|und|et|y|e|en)"
_WORK = (
    rf"(?P<work>(?:an?\s+|the\s+)?(?:{_WROTE}|{_HELPED})(?:\s+{_AND}\s+\w+)?"
    r"(?:\s+from\s+(?:the\s+)?\w+(?:\s\w+)?)?)"
)
_WORD_BY = rf"by|av|(?:as\s+)?told\s+to|{phrases.forms('by')}"
_INSIDE = pattern(rf"\s(?:{_WORD_BY}|{phrases.forms('writes')})\b", re.IGNORECASE)  # "… by …"
_WORK_BY = pattern(
    rf"{_WORK}\s+(?:{_WORD_BY}|{phrases.forms('writes')}):?\s+(?P<names>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_BY = pattern(rf"(?:{_WORD_BY}):?\s+(?P<names>\S.*)$", re.IGNORECASE | re.DOTALL)
_ASKED = pattern(rf"(?:{phrases.forms('asked')})\s*:?\s+(?P<names>\S.*)$", re.IGNORECASE)
_LABEL = pattern(
    r"(?:authors?|writers?|speakers?|reviewers?|interviewers?|moderators?|hosts?|presenters?|words|text|story"
    rf"|interview|report(?:er|ing)?|{phrases.forms('label')})(?:\s+{_AND}\s+\w+)?"
    r"\s*:\s*(?P<names>\S.*)$",
    re.IGNORECASE,
)
_CLAUSE = pattern(
    rf"(?<!\sand)(?<!\s&)(?<!\sund)(?<!\set)(?<!\sy)(?<!\se)(?<!\sen)(?<!^as)"
    rf"\s*(?:[.;|/·•,]|[–—-](?=\s))?(?<!\bas)\s+"
    rf"(?=(?:(?:{_WROTE}|{_HELPED})\b[^.;|/·•,:]{{0,30}}?(?:\s(?:{_WORD_BY})\b|\s?:)"
    r"|(?:as\s+)?told\s+to\s))",
    re.IGNORECASE,
)
_MAGAZINE = pattern(
    rf"(?i:words|text|story|interview|{phrases.forms('label')})\s+(?P<names>[^,|/·•–—]+?)\s*"
    rf"[,|/·•–—]?\s+(?i:{_HELPED})\s+[A-Z]\S*\s[A-Z]"
)
_HELPER = pattern(rf"(?:[,;&]|\s{_AND})\s+[^(),;]{{3,40}}\s\((?i:{_HELPED})\)")
_WHENCE = pattern(r"\s+(?:in|à|au|en|aus|uit|em|a)\s+[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*){0,2}$")
_HELPERS = pattern(rf"(?:an?\s+|the\s+)?(?:{_HELPED})\b(?!\s+and\s+(?:{_WROTE}))", re.IGNORECASE)
_SIGNED = pattern(
    rf"(?:(?i:\b(?:{_WROTE})\s+by|\binterview(?:er)?:|\bquestions:)|(?:\A|(?<=[.!?…]\s))By|\b(?:writes|asks))\s+"
    r"(?P<names>[^.!?…;:]+?)(?=\s+(?:to|at|for|in|on|before|during)\s|[.!?…;:]|\Z)"
)
_REPORTS = pattern(
    r"(?:\A|[.!?…:–—,]\s+)(?P<names>[^.!?…:–—,]{3,60}?)\s+(?:reports|investigates|writes|explains)"
    r"[.…]?\Z"
)
_NAME = pattern(
    r"[^\W\d_a-z][\w'’.-]*(?:\s+(?:(?:de|da|di|do|du|des|del|della|dello|van|von|zu|zur|der|den|ter|ten|la|le|el|al"
    r"|bin|ibn|y|dos|das)"
    r"(?=\s)|d['’]\w+|[^\W\d_a-z][\w'’.-]*)){0,5}"
)
_THING = pattern(r"(?:The|An|Der|Die|Das|Les)\s")  # "The Reith Lecture" is nobody
_LISTENS = pattern(  # "She talks to Ann Lee about noise": whoever listens, asks
    rf"\b(?i:she|he|they)\s+(?:talks?|talked|speaks?|spoke|tells?|told)\s+(?:(?:to|with)\s+)?"
    rf"(?P<names>{_NAME.pattern})"
)
_PARTING = pattern(
    r"\s*(?:,|;|&|\b(?:and|with|und|et)\b"
    r"|\b(?:y|e|ed|en|mit|avec|con|com|met)\b(?=\s+[^\W\d_a-zß-ÿ]))\s*"
)
_PAIR = pattern(r"[^\W\d_a-z][\w’'-]*\s&\s[^\W\d_a-z][\w’'-]*")  # a firm's name
_NAMES = "|".join(month for row in MONTHS for month in row)
_MONTH = pattern(  # "March 2020", of which no day is known
    rf"\s*[,|·•(–—-]?\s+(?:{_NAMES})\s+(?:del?\s+)?\d{{4}}\)?\s*\Z", re.IGNORECASE
)
_ASIDE = pattern(r"\s*(?:[|·•/]|\s[–—-]\s|\s\()\s*")
_STYLED = pattern(
    r"^(?:the\s+)?(?:(?:very|right|most)\s+)?(?:rev|revd|reverend|mr|mrs|ms|mx)\b\.?\s+(?=\w)",
    re.IGNORECASE,
)
_HANDLE = pattern(r"[A-Za-z][\w.-]{2,30}")
_FORMS = (_ASKED, _LABEL, _MAGAZINE)
_LEAD = pattern(
    rf"(?:{_WORK}\s+)?(?:{_WORD_BY}|(?<=\s)(?:{phrases.forms('writes')})):?|(?:{_WROTE}|{_HELPED}):",
    re.IGNORECASE,
)
_OF = pattern(rf"{_WORK}\s+(?:{phrases.forms('writes')})\s", re.IGNORECASE)
_GUESTS = pattern(r"[Ww]ith\s")  # who takes part in a talk
_LONGEST = 30  # words of a byline
_WIDEST = 600  # characters of one
_GROUP = 12  # words of a byline that names a group
_FULL_NAME = 2  # words, at least


@value
class Byline:
    """Who wrote it, as written, and when (ISO 8601)."""

    authors: tuple[str, ...] = ()
    date: str = ""


def byline(text: str) -> Byline | None:
    """What a line says that begins with "by", or with a label; None when it is no byline.

    A line may say more: "Words by …, pictures by …", "Moderated by …. Translated by …".
    """
    if is_longer(text, _LONGEST):
        return None
    line = " ".join(text.split())
    if len(line) > _WIDEST or _GUESTS.match(line):
        return None
    clauses = _CLAUSE.split(line) if ":" in line or _INSIDE.search(line) else [line]
    if len(clauses) > 1 and not (_clause(clauses[0]) or bare_name(clauses[0])):
        clauses = [" ".join(clauses[:2]), *clauses[2:]]  # "An essay | by …": one clause
    first, *others = (_clause(clause) for clause in clauses)
    if first is None and any(others):
        first = bare_name(clauses[0])
    if first is None:
        return None
    told = [first, *filter(None, others)]
    names = dict.fromkeys(name for part in told for name in part.authors)
    return Byline(authors=tuple(names), date=next((p.date for p in told if p.date), ""))


def is_lead(text: str) -> bool:
    """Whether a line breaks off before the names of those who wrote: "By", "Text:", "Words by"."""
    return bool(_LEAD.fullmatch(" ".join(text.split())))


def _clause(line: str) -> Byline | None:
    led = stamp(line)
    first = led.date if led and not led.start else ""  # "3 May 2020, by …"
    rest = line[led.end :].lstrip(" ,;|/·•–—-") if led and first else line
    found = _by(rest) or next((hit for form in _FORMS if (hit := form.match(rest))), None)
    names, when = _parted(_WHENCE.sub("", _unhelped(found["names"]))) if found else ((), "")
    if found and first and not names and _HANDLE.fullmatch(found["names"].strip()):
        return Byline(authors=(found["names"].strip(),), date=first)  # as sites sign posts
    if not found or not names or (_bare(found) and " " not in names[0]):
        return None
    helper = _HELPERS.match(work) if (work := _work(found)) else None
    return Byline(authors=() if helper else names, date=first or when)


def _unhelped(names: str) -> str:
    return _HELPER.sub("", names) if "(" in names else names


def _by(line: str) -> re.Match[str] | None:
    """How a line begins that says by whom something is."""
    return (_WORK_BY.match(line) if _INSIDE.search(line) else None) or _BY.match(line)


def _work(found: re.Match[str]) -> str:
    return found.groupdict().get("work") or ""


def _bare(found: re.Match[str]) -> bool:
    """Whether no word that only bylines have stands before the name: "Ensayo de Orquesta"."""
    return bool(_work(found) and _OF.match(found[0]))


def signed(text: str) -> tuple[str, ...]:
    """Who a standfirst says asks, writes or reports; full names only."""
    for found in (_SIGNED.search(text), _REPORTS.search(text), _LISTENS.search(text)):
        names, _ = _parted(found["names"]) if found else ((), "")
        if names and all(len(name.split()) >= _FULL_NAME for name in names):
            return names
    return ()


def collective(text: str) -> Byline | None:
    """What a short line right under a title says that begins with "by": an office, a group."""
    line = " ".join(text.split())
    found = _by(line)
    if not found or len(line.split()) > _GROUP or line[-1:] in ".!?:,;":
        return None
    return Byline(authors=(found["names"].strip(),))


def bare_name(text: str) -> Byline | None:
    """What a line says that is nothing but names, and perhaps a date."""
    if len(text) > _WIDEST:
        return None
    line = " ".join(text.split())
    first = _PARTING.split(_ASIDE.split(line)[0])[0]
    if (
        line[-1:] in {"?", "!", ":", ","}
        or _GUESTS.match(line)
        or _THING.match(line)
        or (first.isupper() and not stamp(line))
    ):
        return None
    if not _NAME.fullmatch(first):
        return None
    pieces = [piece for piece in _PARTING.split(_ASIDE.split(line)[0]) if piece]
    if not all(_NAME.fullmatch(piece) or dated(piece) or piece.isdigit() for piece in pieces):
        return None
    names, when = _parted(line)
    if not names or any(not _FULL_NAME <= len(name.split()) <= 4 for name in names):  # noqa: PLR2004
        return None
    return Byline(authors=names, date=when)


def _parted(text: str) -> tuple[tuple[str, ...], str]:
    found = stamp(text)
    when = found.date if found else ""
    text = text if found or not any(map(str.isdecimal, text)) else _MONTH.sub("", text)
    if found:
        text = f"{text[: found.start]}|{text[found.end :]}"
    pair = _PAIR.fullmatch(text.strip(" .,|"))
    names: list[str] = []
    for piece in [pair[0]] if pair else _PARTING.split(_ASIDE.split(text.strip())[0].strip(" .,|")):
        bare = _STYLED.sub("", piece.strip(" .,*_"))
        if names and " " in names[0] and " " not in bare:
            break  # "Ann Lee, Secretary": what somebody is
        if pair or _NAME.fullmatch(bare):
            names.append(bare.title() if bare.isupper() and " " in bare else bare)
        elif not names:
            return (), when
        else:
            break  # what comes after the names says who they are
    return tuple(names), when

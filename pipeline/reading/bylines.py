"""A short line in; the names and the date it gives out.

Promise: only what is built like a byline, a name or a date is taken for one.
"""

import re
from datetime import date

from pipeline.model import value

_WROTE = (
    r"words|text|story|written|posted|published|report(?:ed|ing)?|interview(?:ed)?|essay"
    r"|propos\s+recueillis|entretien|texte|interview\s+geführt|entrevista|texto|intervista|testo|tekst"
    r"|talk|lecture|speech|review(?:ed)?|article|moderated|chaired|hosted|conducted"
)
_HELPED = (
    r"translat(?:ed|ion)|edited|adapted|introduced|compiled|produced|designed|filmed|recorded"
    r"|photo(?:s|graph(?:s|ed|y)?)?|pictures?|images?|illustrat(?:ed|ions?)|drawings?|artwork"
)
_WORK = (
    rf"(?P<work>(?:an?\s+|the\s+)?(?:{_WROTE}|{_HELPED})(?:\s+and\s+\w+)?"
    r"(?:\s+from\s+(?:the\s+)?\w+(?:\s\w+)?)?)"
)
_BY = re.compile(
    rf"(?:{_WORK}\s+)?(?:by|par|von|por|di|da|door|av|(?:as\s+)?told\s+to):?\s+(?P<names>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_LABEL = re.compile(
    r"(?:authors?|writers?|speakers?|reviewers?|interviewers?|moderators?|words|text|story"
    r"|interview|report(?:er|ing)?)\s*:\s*(?P<names>\S.*)$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    rf"(?<!\sand)(?<!\s&)(?<!^as)\s*(?:[.;|/·•,]|[–—-](?=\s))?(?<!\bas)\s+"
    rf"(?=(?:(?:{_WROTE}|{_HELPED})\b[^.;|/·•,:]{{0,30}}?(?:\sby\b|:)|(?:as\s+)?told\s+to\s))",
    re.IGNORECASE,
)
_MAGAZINE = re.compile(
    rf"(?i:words|text|story|interview)\s+(?P<names>[^,|/·•–—]+?)\s*[,|/·•–—]?\s+(?i:{_HELPED})\s+[A-Z]\S*\s[A-Z]"
)
_WHENCE = re.compile(r"\s+in\s+[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*){0,2}$")
_HELPERS = re.compile(rf"(?:an?\s+|the\s+)?(?:{_HELPED})\b(?!\s+and\s+(?:{_WROTE}))", re.IGNORECASE)
_SIGNED = re.compile(
    rf"(?:(?i:\b(?:{_WROTE})\s+by|\binterview(?:er)?:|\bquestions:)|(?:\A|(?<=[.!?…]\s))By|\b(?:writes|asks))\s+"
    r"(?P<names>[^.!?…;:]+)"
)
_REPORTS = re.compile(
    r"(?:\A|[.!?…:–—,]\s+)(?P<names>[^.!?…:–—,]{3,60}?)\s+(?:reports|investigates|writes|explains)"
    r"[.…]?\Z"
)
_NAME = re.compile(
    r"[^\W\d_a-z][\w'’.-]*(?:\s+(?:(?:de|da|di|del|della|van|von|der|den|ter|la|le|el|al|bin|ibn|y|dos|das)"
    r"(?=\s)|d['’]\w+|[^\W\d_a-z][\w'’.-]*)){0,5}"
)
_PARTING = re.compile(r"\s*(?:,|;|&|\band\b|\bwith\b|\bund\b|\bet\b|\by\b(?=\s+[A-Z]))\s*")
_ASIDE = re.compile(r"\s*(?:[|·•/]|\s[–—-]\s|\s\()\s*")
_MONTHS_TEXT = """
january february march april may june july august september october november december
januar februar märz april mai juni juli august september oktober november dezember
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
januari februari maart april mei juni juli augustus september oktober november december
"""
_MONTHS = tuple(tuple(row.split()) for row in _MONTHS_TEXT.strip().split("\n"))
_MONTH = r"(?P<month>[^\W\d_]{3,10})\.?"
_DATES = (
    re.compile(r"(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})(?:T\S*)?"),
    re.compile(rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})"),
    re.compile(
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.)?\s+(?:(?:of|de|del)\s+)?{_MONTH},?\s+(?:(?:de|del)\s+)?(?P<year>\d{{4}})"
    ),
)
_DATE_LABEL = re.compile(
    r"(?:(?:first\s+|last\s+)?(?:published|posted|updated|modified|revised|delivered|given)?(?:\s+on)?|date)\s*:?\s*"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?",
    re.IGNORECASE,
)
_MINUTES = re.compile(
    r"(?:about\s+)?\d+[\s-]*min(?:ute)?s?\.?(?:\s+read(?:ing\s+time)?)?", re.IGNORECASE
)
_LONGEST = 30  # words of a byline
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
    line = " ".join(text.split())
    if len(line.split()) > _LONGEST:
        return None
    clauses = _CLAUSE.split(line)
    first, *others = (_clause(clause) for clause in clauses)
    if first is None and any(others):
        first = bare_name(clauses[0])
    if first is None:
        return None
    told = [first, *filter(None, others)]
    names = dict.fromkeys(name for part in told for name in part.authors)
    return Byline(authors=tuple(names), date=next((p.date for p in told if p.date), ""))


def _clause(line: str) -> Byline | None:
    found = _BY.match(line) or _LABEL.match(line) or _MAGAZINE.match(line)
    names, when = _parted(_WHENCE.sub("", found["names"])) if found else ((), "")
    if not found or not names:
        return None
    helper = bool(_HELPERS.match(found.groupdict().get("work") or ""))
    return Byline(authors=() if helper else names, date=when)


def signed(text: str) -> tuple[str, ...]:
    """Who a standfirst says asks, writes or reports; full names only."""
    for found in (_SIGNED.search(text), _REPORTS.search(text)):
        names, _ = _parted(found["names"]) if found else ((), "")
        if names and all(len(name.split()) >= _FULL_NAME for name in names):
            return names
    return ()


def collective(text: str) -> Byline | None:
    """What a short line right under a title says that begins with "by": an office, a group."""
    line = " ".join(text.split())
    found = _BY.match(line)
    if not found or len(line.split()) > _GROUP or line[-1:] in ".!?:,;":
        return None
    return Byline(authors=(found["names"].strip(),))


def bare_name(text: str) -> Byline | None:
    """What a line says that is nothing but names, and perhaps a date."""
    line = " ".join(text.split())
    first = _PARTING.split(_ASIDE.split(line)[0])[0]
    if line[-1:] in {"?", "!", ":"} or not _NAME.fullmatch(first) or first.isupper():
        return None
    pieces = [piece for piece in _PARTING.split(_ASIDE.split(line)[0]) if piece]
    if not all(_NAME.fullmatch(piece) or dated(piece) or piece.isdigit() for piece in pieces):
        return None
    names, when = _parted(line)
    if not names or any(not _FULL_NAME <= len(name.split()) <= 4 for name in names):  # noqa: PLR2004
        return None
    return Byline(authors=names, date=when)


def dated(text: str) -> str:
    """The date that a line is, as ISO 8601; empty when it is none, or more than a date."""
    pieces = [piece.strip(" ()[].") for piece in re.split("[|·•]", " ".join(text.split()))]
    dates = [piece for piece in pieces if piece and not _MINUTES.fullmatch(piece)]
    if len(dates) != 1:
        return ""
    label = _DATE_LABEL.match(dates[0])
    rest = dates[0][label.end() :] if label else dates[0]
    return next((_iso(found) for form in _DATES if (found := form.fullmatch(rest))), "")


def _parted(text: str) -> tuple[tuple[str, ...], str]:
    when = ""
    for form in _DATES:
        found = form.search(text)
        if found and _iso(found):
            when = _iso(found)
            text = text[: found.start()] + "|" + text[found.end() :]
            break
    names: list[str] = []
    for piece in _PARTING.split(_ASIDE.split(text.strip())[0].strip(" .,|")):
        bare = piece.strip(" .,*_")
        if names and " " in names[0] and " " not in bare:
            break  # "Ann Lee, Secretary": what somebody is
        if _NAME.fullmatch(bare):
            names.append(bare.title() if bare.isupper() and " " in bare else bare)
        elif not names:
            return (), when
        else:
            break  # what comes after the names says who they are
    return tuple(names), when


def _iso(found: re.Match[str]) -> str:
    parts = found.groupdict()
    month = parts.get("month")
    number = _month(month.casefold()) if month else int(parts["number"])
    try:
        return date(int(parts["year"]), number, int(parts["day"])).isoformat()
    except ValueError:
        return ""


def _month(name: str) -> int:
    """A month's number by its name or the first letters of it, in any language we know; 0: none."""
    short = "sep" if name == "sept" else name
    for row in _MONTHS:
        for number, month in enumerate(row, 1):
            if month.startswith(short):
                return number
    return 0

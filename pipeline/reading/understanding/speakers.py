"""The labels of an interview in; which of them are speakers', and the full names behind them, out.

Promise: a label is somebody's only when the text names them, when it comes back, or when it is
dressed like those that do; a title never parts a label from its person.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from pipeline.model import Article, Role
from pipeline.patterns import pattern
from pipeline.reading.wording import words
from pipeline.values import value

_CAPITAL = r"[^\W\d_a-zà-öø-ÿ]"
_LINK = r"(?:de|da|di|del|della|van|von|der|den|le|la|el|al|bin|ibn|of)"
_PART = rf"(?:{_CAPITAL}[\w’'-]*\.?|{_LINK}(?=\s))"
_APART = r"(?:\s|(?<=\.)-?)"  # nothing but behind a stop: one letter more is no other part
NAME = rf"{_CAPITAL}[\w’'-]*\.?(?:{_APART}{_PART}){{0,4}}(?:\s\d{{1,2}})?"
_ARTICLE = r"(?:An?|The|Une?|Le|La|L['’]|Eine?|Der|Die|Una?|El|Il|Uno)"
FLOOR = (  # whom nobody named: "A woman in the third row"
    rf"(?:(?:From the|Aus dem|De la|Desde el|Desde la|Dal|Dalla|{_ARTICLE})\s?[^\W\d_A-Z]\w+"
    r"(?:\s\w+){0,4}(?=\s?:))"
)
_TITLES_TEXT = (
    "dr prof professor doctor mr mrs ms miss mx rev revd reverend sir dame lord lady fr father sr "
    "sister brother canon bishop archbishop rabbi imam pastor judge justice captain colonel "
    "general major senator mp cllr councillor minister lt col maj capt sgt gen hon the"
)
_TITLES = frozenset(_TITLES_TEXT.split())
_SHORT_TITLE = r"(?:Dr|Prof|Mr|Mrs|Ms|Mx|Rev|Revd|Fr|Sr|Cllr|St)\.\s"
_OPENER = (
    r"(?:With|The|An?|In|On|At|As|For|From|When|Where|After|Before|Since|While|And|But|Here|This|That"
    r"|Her|His|Our|My|Their|By)\b"
)
_WRITTEN = rf"{_CAPITAL}[\w’'-]{{1,40}}"  # no name is longer; a run of signs may be, without end
PEOPLE = pattern(
    rf"(?:{_SHORT_TITLE}){{0,2}}(?!{_OPENER})"
    rf"(?:{_WRITTEN}|{_CAPITAL}\.(?:\s?{_CAPITAL}\.)?(?=\s?{_CAPITAL}\w))"
    rf"(?:(?:\s|(?<=\.))(?!{_SHORT_TITLE})(?:{_CAPITAL}\.|{_LINK}|{_WRITTEN})){{1,3}}"
)
_INITIALS = pattern(rf"{_CAPITAL}{{2,4}}|{_CAPITAL}\.?(?:[ -]?{_CAPITAL}\.?){{1,3}}")
_PARTS_TEXT = (
    "q a p r d f question answer interviewer interviewee moderator host guest audience speaker "
    "narrator chair frage antwort réponse pregunta respuesta voice man woman "
)
_PARTS = frozenset(_PARTS_TEXT.split())
_FLOOR_TEXT = (
    "interviewer interviewee moderator host guest audience speaker narrator chair chairman "
    "chairwoman chairperson president voice man woman member floor student reader caller "
    "publikum zuhörer zuhörerin moderation moderator moderatorin auditeur auditrice spectateur "
    "spectatrice public salle modérateur modératrice público oyente asistente moderador moderadora "
    "pubblico ascoltatore ascoltatrice spettatore spettatrice moderatore moderatrice"
)
_FLOOR = frozenset(_FLOOR_TEXT.split())  # whom a text calls by what they are, with an article
_ARTICLES = frozenset(
    {
        "the",
        "a",
        "an",
        "un",
        "une",
        "le",
        "la",
        "ein",
        "eine",
        "una",
        "el",
        "il",
        "uno",
        "der",
        "die",
    }
)
_FLOOR_WORDS = 5  # "a member of the audience"
_RUN_INS_TEXT = (
    "note notes update warning price verdict pros cons summary method methods results "
    "background conclusion step tip example ingredients date time place location where when "
    "who what why how cost rating director cast runtime available publisher author photo "
    "credit source sources image caption figure table abstract keywords introduction "
    "discussion references correction disclaimer answer-key tags topics related read see also "
    "by from "
)
_RUN_INS = frozenset(_RUN_INS_TEXT.split())
ALONE = "\n"  # the sign behind a label that has a line of its own
_FULL = 2  # words of a full name, at least
_FRONT = 6  # blocks in which a text names who speaks
_ENOUGH = 3  # labels that come back; then others dressed alike are speakers' too


@value
class Label:
    """What stands before a block's words as a speaker's label would: its end and its form."""

    name: str
    end: int
    marked: bool
    sign: str

    @property
    def dress(self) -> tuple[bool, str, bool]:
        """How it is set."""
        return self.marked, self.sign, self.name.isupper()


def speakers(article: Article, found: Mapping[int, Label]) -> Mapping[str, str]:
    """The labels that are speakers', and the full names behind them; `found` is by block."""
    labels = list(found.values())
    counts = Counter(label.name for label in labels)
    plain = {label.name for label in labels if label.sign in {":", "|", ALONE}}
    full = [name for name in counts if _is_full(untitled(name)) and not _is_part(name)]
    named = _named(article, found)
    people = [*(name for name in named if _titled(name)), *article.metadata.authors, *named, *full]
    told: dict[str, str] = {}
    for name, count in counts.items():
        known = _resolved(name, people)
        if known and (count > 1 or known != name or _answers(name, counts)):
            told[name] = known
        elif (_is_part(name) and (count > 1 or len(counts) > 1)) or (
            not known and count > 1 and name in plain and _is_name(article, name)
        ):
            told[name] = name
    dressed = list(_dressed_alike(labels, told))
    blocks = article.blocks if dressed else ()
    said = {word.strip(",.") for block in blocks for word in block.text.split()}
    told |= {
        name: name
        for name in dressed
        if _is_full(name) or (counts[name] > 1 and name.title() in said)
    }
    return {name: _called(whole) for name, whole in told.items()}


def _called(name: str) -> str:
    """A name as it is shown: without ranks and offices, where more than a surname is left."""
    bare = untitled(name)
    doctor = name.casefold().startswith("dr. ") and _is_full(bare)
    return _cased(bare if _is_full(bare) and not doctor else name)


def _dressed_alike(labels: Sequence[Label], told: Mapping[str, str]) -> Iterator[str]:
    """Other labels in capitals, where all that are speakers' are in capitals."""
    known = Counter(label.dress for label in labels if label.name in told)
    usual = known.most_common(1)
    if len(usual) != 1 or usual[0][1] < max(_ENOUGH, known.total()):
        return
    for label in labels:
        if label.name.isupper() and label.name not in told and label.dress == usual[0][0]:
            yield label.name


def _answers(name: str, counts: Mapping[str, int]) -> bool:
    """Whether another label is short for this full name."""
    return any(other != name and _resolved(other, [name]) for other in counts)


def _resolved(name: str, people: Sequence[str]) -> str:
    """The full name that a label is, or is short for; empty when nobody has it."""
    label = untitled(name)
    for person in people:
        if label and label.casefold() == untitled(person).casefold():
            return person
    return next((person for person in people if _is_short(label, untitled(person))), "")


def _is_short(label: str, person: str) -> bool:
    """Whether a label is somebody's initials, first name or last name."""
    parts = person.split()
    if len(parts) < _FULL or not label:
        return False
    letters = [c.casefold() for c in label if c.isalpha()]
    initials = [part[0].casefold() for part in parts if part[0].isupper()]
    hyphened = [p[0].casefold() for part in parts for p in part.split("-") if p and p[0].isupper()]
    if _is_initials(label) and letters in (initials, hyphened, [*initials[:1], *initials[-1:]]):
        return True
    return label.casefold().strip(".") in {parts[-1].casefold(), parts[0].casefold()}


def _titled(name: str) -> bool:
    return name.split(maxsplit=1)[0].casefold().strip(".") in _TITLES


def untitled(name: str) -> str:
    """A name without the titles before it."""
    parts = name.split()
    while len(parts) > 1 and all(p in _TITLES for p in words(parts[0])):
        parts = parts[1:]
    return " ".join(parts)


def _is_initials(name: str) -> bool:
    return bool(_INITIALS.fullmatch(name))


def _is_full(name: str) -> bool:
    parts = name.split()
    return len(parts) >= _FULL and not _is_initials(name) and parts[0].casefold() not in _RUN_INS


def _is_part(name: str) -> bool:
    listed = words(name)
    if len(listed) > 1 and listed[0] in _ARTICLES:
        listed = listed[1:]
    elif listed and listed[0] in _PARTS and len(listed) <= _FULL:
        return True
    ends = {*listed[:1], *listed[-1:]}
    return len(listed) <= _FLOOR_WORDS and not _FLOOR.isdisjoint(ends)


def _is_name(article: Article, name: str) -> bool:
    """Whether a single word is nobody's common noun: the text never has it in lower case."""
    listed = words(name)
    if len(listed) != 1 or listed[0] in _RUN_INS:
        return False
    return not re.search(rf"\b{re.escape(name.casefold())}\b", article.source)


def _named(article: Article, found: Mapping[int, Label]) -> list[str]:
    """People named before the talk begins."""
    texts = [article.metadata.title, article.metadata.subtitle]
    texts += [b.text for index, b in enumerate(article.blocks[:_FRONT]) if index not in found]
    texts += [
        block.text for block in article.blocks if block.role in {Role.STANDFIRST, Role.BYLINE}
    ]
    people = [found[0] for text in texts for found in PEOPLE.finditer(text)]
    long = [name.split() for name in people if len(name.split()) > _FULL]
    return [*people, *(" ".join(parts[:_FULL]) for parts in long)]  # "Ann Lee Has Left": a title


def _cased(name: str) -> str:
    return (
        name.title()
        if name.isupper() and len(name.split()) > 1 and not _is_initials(name)
        else name
    )

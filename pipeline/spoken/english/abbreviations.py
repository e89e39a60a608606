"""Rules for words written short: titles, streets, states, "No. 5", "ed.", "et al."."""

import re

from pipeline.patterns import pattern
from pipeline.spoken.context import Context, Said
from pipeline.spoken.english import numbers, words

_GLUED = pattern(r"(c|ca|p|pp|no|nos|vol|vols|ch|fig|figs|art|b|d|r|fl|n|nn|sec|v)\.([0-9].*)",
                    re.IGNORECASE)  # fmt: skip
_YEARS = pattern(r"[0-9]{3,4}([–-][0-9]{1,4})?s?")
_PAIRS = {("et", "al"): ("and", "others"), ("et", "seq"): ("and", "following"),
          ("op", "cit"): ("op", "cit"), ("loc", "cit"): ("loc", "cit"),
          ("rev", "ed"): ("revised", "edition"), ("Rt", "Hon"): ("Right", "Honourable"),
          ("Rt", "Rev"): ("Right", "Reverend"), ("Lt", "Col"): ("Lieutenant", "Colonel"),
          ("Lt", "Gen"): ("Lieutenant", "General"), ("Maj", "Gen"): ("Major", "General"),
          ("Lt", "Gov"): ("Lieutenant", "Governor"), ("Brig", "Gen"): ("Brigadier", "General"),
          ("Atty", "Gen"): ("Attorney", "General")}  # fmt: skip
_EDITION = pattern(r"[0-9]+(st|nd|rd|th)|[Rr]ev|[Rr]evised|[Nn]ew|[Ff]irst|[Ss]econd|[Tt]hird")
_EDITING = {"ed": ("editor", "edited by", "edition"), "eds": ("editors", "edited by", "editions"),
            "trans": ("translator", "translated by", "translation"),
            "tr": ("translator", "translated by", "translation"),
            "comp": ("compiler", "compiled by", ""),
            "edn": ("edition", "edition", "edition")}  # fmt: skip


def abbreviation(context: Context) -> tuple[Said, ...] | None:
    """Dr., No. 5, pp. 3–4, e.g., St. Louis, Main St."""
    core = context.core
    if pair := _PAIRS.get((core, context.neighbour(1))):
        return Said(pair[0], abbreviated=True), Said(pair[1], abbreviated=True)
    if core in {"St", "Ste", "Sts"}:
        return _street_or_saint(context)
    known = _numbering(context) or _named(context) or _edited(context) or _state(context)
    return (Said(known, abbreviated=True),) if known else _shortened(context)


def glued(context: Context) -> tuple[Said, ...] | None:
    """c.1917, p.12: the abbreviation and its number without a blank."""
    found = _GLUED.fullmatch(context.core)
    return (Said(context.piece(f"{found[1]}. {found[2]}")),) if found else None


def _numbering(context: Context) -> str:
    """Tell "No. 5", "c. 1917" and "app. B" from "no. Five" and from the end of a sentence."""
    core, after = context.core, context.after
    low = core.lower()
    if low in words.BEFORE_YEAR and context.stopped and _YEARS.fullmatch(after):
        return words.BEFORE_YEAR[low]
    if low == "c" and context.stopped and re.search(r"[0-9](st|nd|rd|th)$", context.before):
        return "century"
    if low not in words.BEFORE_NUMBER or not after:
        return ""
    bare = low in words.NUMBERED_WITHOUT_STOP or (core == "No" and context.at > 0)
    if not context.stopped and not (bare and after[0].isdigit()):
        return ""
    roman = numbers.roman(after) is not None and (len(after) > 1 or after.isupper())
    letter = low in words.LETTERED and len(after) == 1 and after.isupper()
    initial = len(core) == 1 and core.isupper()  # V. I. Lenin
    counted = after[0].isdigit() or after[0] in ".#" or (roman and not initial)
    return words.BEFORE_NUMBER[low] if counted or letter else ""


def _named(context: Context) -> str:
    """Tell "Gen. Franco" and "Mr. and Mrs." from the end of a sentence; "Elm Dr." is a street."""
    core, before, after = context.core, context.before, context.neighbour(1)
    if core == "Gen" and context.stopped and len(after) == 1:
        return "Gen"
    if core in {"Sr", "Jr"} and before[:1].isupper():
        return {"Sr": "Senior", "Jr": "Junior"}[core]
    plain = core.removesuffix(".")
    if plain == "Dr" and context.stopped and before[:1].isupper() and before not in words.TITLES:
        return "" if after[:1].isupper() else "Drive"
    if core not in words.TITLES:
        parts = [part.rstrip(".") for part in core.split("-")]
        both = len(parts) > 1 and all(part in words.TITLES for part in parts)
        return (
            " ".join(words.TITLES[part] for part in parts) if both and after[:1].isupper() else ""
        )
    always = core in {"Mr", "Mrs", "Ms", "Dr", "Prof", "Messrs"} and bool(after)
    dotted = context.stopped or core in words.WITHOUT_STOP
    named = after[:1].isupper() or after == "de"
    return words.TITLES[core] if dotted and (always or named) else ""


def _edited(context: Context) -> str:
    """Of books: "2nd ed.", "ed. Engels", "(ed.)"."""
    if context.core.lower() not in _EDITING or not context.stopped:
        return ""
    person, by, book = _EDITING[context.core.lower()]
    before, after = context.before, context.after
    if _EDITION.fullmatch(before):
        return book
    if ")" in context.tokens[context.at].trail:
        return person
    if after[:1].isupper():
        return by
    return "" if context.last else person


def _state(context: Context) -> str:
    """Boston, Mass. and Berkeley, CA: a state after a place and a comma."""
    before = context.tokens[context.at - 1] if context.at else None
    if not before or not before.trail.endswith(",") or not before.core[:1].isupper():
        return ""
    if context.core in words.STATES and context.stopped:
        return words.STATES[context.core]
    ended = context.last or bool(context.tokens[context.at].trail) or context.after[:1].isdigit()
    named = before.core[1:].islower() and not context.shouted
    return words.POSTAL.get(context.core, "") if ended and named else ""


def _shortened(context: Context) -> tuple[Said, ...] | None:
    """An abbreviation that stands for one word wherever it stands."""
    core, low = context.core, context.core.lower()
    if core in words.MONTHS and context.stopped and not context.last:
        return (Said(words.MONTHS[core], abbreviated=True),)
    known = words.ABBREVIATIONS.get("" if core.isupper() else low)
    if core == "v" and context.before[:1].isupper() and context.after[:1].isupper():
        return (Said("versus", abbreviated=True),)
    dotted = context.stopped or core in words.WITHOUT_STOP or "." in core
    if not known or not dotted or (context.last and low in words.ENDING):
        return None
    if low == "v" and not context.before[:1].isupper() and context.after.islower():
        return None
    return (Said(known.capitalize() if core[0].isupper() else known, abbreviated=True),)


def _street_or_saint(context: Context) -> tuple[Said, ...] | None:
    before, after = context.before, context.after
    saint = "Saints" if context.core == "Sts" else "Saint"
    named = before[:1].isupper() and "." not in before
    named = named and before not in {"St", "Ste", *words.TITLES}
    street = named and context.stopped and (context.last or not after[:1].isupper())
    if after[:1].isupper() and not street:
        return (Said(saint, abbreviated=True),)
    return (Said("Street", abbreviated=True),) if named or street else None

"""Rules for other words with figures: ranges, fractions, ordinals, powers, telephones, codes."""

import re
from itertools import pairwise

from pipeline.patterns import pattern
from pipeline.spoken.context import Context, Said
from pipeline.spoken.english import numbers, units, words
from pipeline.spoken.english.names import SAID
from pipeline.spoken.tokens import APOSTROPHES

_RANGE = pattern(rf"({numbers.NUMBER})[–-]({numbers.NUMBER})")
_SPANNED = pattern(r"([^–-]+)[–-]([^–-]+)")
# Both sides of these may be the ends of a range.
_ENDS = tuple(map(pattern, (
    r"[0-9]{1,2}(:[0-9]{2})?([ap]m)?", r"['’]?[0-9]{2,4}s", r"[A-Z]{0,2}[$£€¥₹][0-9.,]+[a-z]{0,2}",
    r"[0-9.,]+%", r"[0-9]+(st|nd|rd|th)", r"[0-9.,]+[a-z]{1,3}",
    "(" + "|".join([*words.MONTH_NAMES, *words.MONTHS, *words.WEEKDAYS,
                    *set(words.WEEKDAYS.values())]) + r")\.?",
)))  # fmt: skip
_ORDINAL = pattern(r"([0-9][0-9,]*)(st|nd|rd|th)", re.IGNORECASE)
_ON = pattern(r"([0-9]+)(ff?)")
_EXPONENT = pattern(r"([0-9.]+)[eE]([-+−]?[0-9]+)")
_RAISED = pattern(r"(.+?)(?:\^\{?([-−+]?\w+)\}?|([⁰¹²³⁴-⁹⁻⁺ⁿ]+))")
_PREFIXED = pattern(f"({'|'.join(map(re.escape, units.PREFIXES))})(.*[0-9a-zA-Zπ].*)")
_EQUATION = pattern(r"[=+×÷±≈→≤≥≠]|[<>](?=\w\b|[0-9])")
_PHONE = pattern(r"\+?[0-9][0-9.-]*")
_LOCAL = pattern(r"555-[0-9]{4}|[0-9]{3}-0[0-9]{3}|(?:1-)?[0-9]{3}[-.][0-9]{3}[-.][0-9]{4}")
_CODE = pattern(r"[0-9]+(-[0-9]+){2,}(-[Xx])?")
_MIXED = pattern(r"[0-9]+(?:\.[0-9]+)?|[^\W\d_]+|[^\w\s]")
_SHORT = 3  # capitals of at most so many letters, among figures, are spelled
_HUNDRED = 100


def range_of(context: Context) -> tuple[Said, ...] | None:
    """3–4, 4–1, 9am–5pm, May–June, $5m–$10m; a year takes its own rule."""
    if found := _RANGE.fullmatch(context.core):
        return (Said(f"{numbers.cardinal(found[1])} to {numbers.cardinal(found[2])}"),)
    found = _SPANNED.fullmatch(context.core)
    if not found or not any(end.fullmatch(found[1]) and end.fullmatch(found[2]) for end in _ENDS):
        return None
    sides = [_end(side, context) for side in found.groups()]
    return (Said(" to ".join(sides), abbreviated=True),)


def _end(side: str, context: Context) -> str:
    name = side.rstrip(".")
    return words.MONTHS.get(name) or words.WEEKDAYS.get(name) or context.piece(side)


def fraction(context: Context) -> tuple[Said, ...] | None:
    """1/2 is a fraction; 9/11 and 50/50 are names; ½ stands alone or after a number."""
    core = context.core
    if core in numbers.FRACTIONS:
        return (Said(numbers.FRACTIONS[core]),)
    if core and core[-1] in numbers.FRACTIONS and numbers.is_number(core[:-1]):
        return (Said(f"{numbers.cardinal(core[:-1])} and {numbers.FRACTIONS[core[-1]]}"),)
    found = re.fullmatch(r"([0-9]+)[/⁄]([0-9]+)(?:rds?|ths?|nds?)?", core)
    if not found:
        return None
    top, bottom = found[1], found[2]
    if max(len(top), len(bottom)) > numbers.LONGEST:
        return (Said(f"{numbers.cardinal(top)} {numbers.cardinal(bottom)}"),)
    parts = int(bottom) <= _HUNDRED or bottom.rstrip("0") == "1"
    if core in {"9/11", "7/7"} or int(top) >= int(bottom) or not parts:
        return (Said(f"{numbers.cardinal(top)} {numbers.cardinal(bottom)}"),)
    said = numbers.fraction(top, bottom)
    return (Said(f"and {said}" if numbers.is_number(context.before) else said),)


def ordinal(context: Context) -> tuple[Said, ...] | None:
    """21st; 12ff."""
    if found := _ON.fullmatch(context.core):
        pages = context.before.lower() in {"p", "pp", "page", "pages"}
        following = found[2] == "ff" or (pages and context.stopped)
        said = f"{numbers.cardinal(found[1])} and following"
        return (Said(said, abbreviated=True),) if following else None
    found = _ORDINAL.fullmatch(context.core)
    return (Said(numbers.ordinal(found[1])),) if found else None


def power(context: Context) -> tuple[Said, ...] | None:
    """x², 10^6, 1e6; a raised figure after a whole word is a note's mark and is not said."""
    core = context.core
    if found := _EXPONENT.fullmatch(core):
        exponent = numbers.cardinal(found[2])
        return (Said(f"{numbers.cardinal(found[1])} times ten to the power of {exponent}"),)
    found = _RAISED.fullmatch(core)
    if not found:
        return None
    base, exponent = found[1], found[2] or found[3]
    if base.isalpha() and len(base) > 2 and found[3]:  # noqa: PLR2004
        return (Said(context.piece(base)),)
    said = " ".join(base) if base.isalpha() and base.islower() else context.piece(base)
    return (Said(f"{said} {numbers.power(exponent)}"),)


def prefixed(context: Context) -> tuple[Said, ...] | None:
    """±3, ~50, <5, #1, §12, ©2020, √2; 50+ and A+."""
    core = context.core
    if core in units.NAMED:
        return (Said(units.NAMED[core]),)
    found = _PREFIXED.fullmatch(core)
    if found and (found[1] not in "#@&" or found[2][0].isdigit()):
        return (Said(f"{units.PREFIXES[found[1]]} {context.piece(found[2])}"),)
    if core.endswith("+") and any(char.isalnum() for char in core):
        stem = core.rstrip("+")
        return (Said("A-plus" if stem == "A" else f"{context.piece(stem)} plus"),)
    return None


def equation(context: Context) -> tuple[Said, ...] | None:
    """E=mc², x<5: signs of reckoning between its parts."""
    core = context.core
    parts = _EQUATION.split(core)
    if len(parts) < 2 or not all(any(char.isalnum() for char in part) for part in parts):  # noqa: PLR2004
        return None
    signs = _EQUATION.findall(core)
    said = [context.piece(parts[0])]
    for sign, part in zip(signs, parts[1:], strict=True):
        said += [units.SYMBOLS[sign], context.piece(part)]
    return (Said(" ".join(said)),)


_MOST_GROUPS = 16  # no number to call has so many


def telephone(context: Context) -> tuple[Said, ...] | None:
    """+44 20 7946 0958, (212) 555-0147, 1-800-273-8255, an ISBN: figures one by one."""
    run = _run(context)
    groups = [re.findall(r"[0-9]+", core) for core in run]
    count = sum(len(group) for core in groups for group in core)
    token = context.tokens[context.at]
    international = context.core.startswith("+") and 7 <= count <= 15  # noqa: PLR2004
    area = token.lead == "(" and token.trail == ")" and count == 10  # noqa: PLR2004
    trunk = context.core.startswith("0") and len(run) > 1 and 9 <= count <= 12  # noqa: PLR2004
    if international or area or trunk:
        said = [", ".join(map(numbers.spelled, core)) for core in groups]
        said[0] = f"plus {said[0]}" if international else said[0]
        return tuple(Said(words_ + ("," if at < len(said) - 1 else ""))
                     for at, words_ in enumerate(said))  # fmt: skip
    if _LOCAL.fullmatch(context.core) or _CODE.fullmatch(context.core):
        end = " X" if context.core[-1] in "xX" else ""
        return (Said(", ".join(map(numbers.spelled, groups[0])) + end),)
    return None


def _run(context: Context) -> list[str]:
    """The groups of figures that follow each other without a sign between."""
    run = [context.core]
    near = context.tokens[context.at : context.at + _MOST_GROUPS]
    for before, token in pairwise(near):
        if not _PHONE.fullmatch(token.core) or before.trail not in ("", ")") or token.lead:
            break
        run.append(token.core)
    return run


def number(context: Context) -> tuple[Said, ...] | None:
    """What is left of figures: a code with leading zeros, thousands in groups, a cardinal."""
    core = context.core.rstrip("".join(APOSTROPHES))
    if context.before in words.TOLD_BY_DIGITS and re.fullmatch(r"[0-9]{3}", core):
        return (Said(numbers.spelled(core)),)
    if (groups := _thousands(context)) is not None:
        return groups
    if said := _formed(core, context):
        return (Said(said),)
    return _mixed(core, context)


def _formed(core: str, context: Context) -> str:
    """Figures whose form tells how they are said."""
    if re.fullmatch(r"0[0-9]+", core):
        return numbers.spelled(core)
    if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{3}){2,}", core):
        return numbers.cardinal(core.replace(".", ""))
    if re.fullmatch(r"[0-9]+(\.[0-9]+){2,}", core):
        return " point ".join(map(numbers.cardinal, core.split(".")))
    if found := re.fullmatch(r"([0-9.,]+%?)['’]s", core):
        return f"{context.piece(found[1])}'s"
    if found := re.fullmatch(rf"({numbers.NUMBER})(bn|mn|tn)", core):
        return f"{numbers.cardinal(found[1])} {units.MAGNITUDES[found[2]]}"
    return numbers.cardinal(core) if numbers.is_number(core) else ""


def _thousands(context: Context) -> tuple[Said, ...] | None:
    """10 000: the first word of the number to the first group, the rest to the others."""
    run = _run(context)
    whole = re.fullmatch(r"[1-9][0-9]{0,2}( [0-9]{3})+", " ".join(run))
    behind = context.at + len(run)
    noun = context.tokens[behind].core.lower() if behind < len(context.tokens) else ""
    told = run[-1] == "000" or noun in words.COUNTED_NOUNS  # else two numbers, as in a table
    if not whole or not told:
        return None
    said = numbers.cardinal("".join(run)).split()
    if len(said) < len(run):
        return None
    return (*map(Said, said[: len(run) - 1]), Said(" ".join(said[len(run) - 1 :])))


def _mixed(core: str, context: Context) -> tuple[Said, ...] | None:
    """GPT4, MP3s, v2.0, 12(b), CO₂: letters and figures apart."""
    core = core.translate(numbers.SUPERSCRIPTS)
    if core in SAID:
        return (Said(SAID[core]),)
    if not re.search(r"[0-9]", core) or re.search(r"[-–‑/]|\w\.[^\W\d]|://|@", core):
        return None
    if found := re.fullmatch(r"v\.?([0-9.]+)", core):
        return (Said(f"version {context.piece(found[1])}"),)
    if found := re.fullmatch(r"([A-Za-z]+)([0-9]+)s", core):
        return (Said(f"{_short(found[1], 0)} {numbers.plural(numbers.cardinal(found[2]))}"),)
    pieces = _MIXED.findall(core)
    said = [_figure(piece, at) if piece[0] in "0123456789" else _short(piece, at)
            for at, piece in enumerate(pieces)]  # fmt: skip
    return (Said(" ".join(filter(None, said)).replace("A ", "A-", int(said[0] == "A"))),)


def _figure(piece: str, at: int) -> str:
    return numbers.year(piece) if at and numbers.YEAR.fullmatch(piece) else numbers.cardinal(piece)


def _short(piece: str, at: int) -> str:
    """Letters among figures; a lone A that does not lead would be said as the article."""
    if not piece.isalpha():
        return units.SYMBOLS.get(piece, "")
    if len(piece) == 1:
        return "eigh" if piece in "aA" and at else piece.upper() if piece.isascii() else piece
    return ".".join(piece) if len(piece) <= _SHORT and piece.isupper() else piece

"""French: what the rules need to know of it."""

import re

from pipeline.patterns import pattern
from pipeline.spoken.tongues import numbers
from pipeline.spoken.tongues.figures import rule
from pipeline.spoken.tongues.machine import Found, Rule, Spoken
from pipeline.spoken.tongues.tongue import Tongue, listed

_FEMININE = listed(
    "heure heures minute minutes seconde secondes page pages année années tonne tonnes livre "
    "livres "
    "personne personnes semaine semaines fois femme femmes voix ligne lignes voiture voitures "
    "ouvrière ouvrières usine usines grève grèves maison maisons ville villes"
)
_COUNTRIES = {"fr-be": "fr_BE", "fr-ch": "fr_CH"}  # septante, nonante
_ORDINAL = pattern(
    r"(?<![\w.,])(?P<x>(?P<n>[0-9]+|[IVX]+|[LC][IVXLC]+) ?"
    r"(?P<end>ers?|res?|nde?s?|de|e|ᵉ|es|èmes?|èmes?|ièmes?|ᵉʳ|ʳᵉ))(?!\w)"
)
_KING = pattern(r"[A-ZÀ-Þ][\w-]+ (?P<x>[IVX]{2,})(?!\w)")
_LONE_KING = pattern(
    r"\b(?:Charles|Henri|Philippe|Louis|François|Georges|Guillaume|Pie|Paul|Jean|Léopold|Albert"
    r"|Napoléon|Édouard|Richard|Jacques|Pierre|Nicolas|Alexandre|Clément|Urbain|Grégoire|Benoît) "
    r"(?P<x>[IVX])(?!\w)"
)
_CLOCK = pattern(r"(?<![\w.,])(?P<h>[0-9]{1,2}) ?(?P<u>h|heures?)(?: ?(?P<m>[0-5][0-9]))?(?!\w)")


def tongue(language: str) -> Tongue:
    """French, as its country counts."""
    return _FRENCH if (code := _COUNTRIES.get(language.lower(), "fr")) == "fr" else _of(code)


def _tidied(words: str) -> str:
    """Hundreds and eighty lose their s in ordinals, which num2words forgets."""
    return re.sub(r"(cent|vingt)sième", r"\1ième", words)


def _agreeing(words: str, after: str) -> str:
    feminine = after.partition(" ")[0].lower() in _FEMININE
    return f"{words}e" if feminine and re.search(r"\bun$", words) else words


def _day(day: int, _before: str) -> str:
    return "premier" if day == 1 else numbers.whole(day, _FRENCH)


def _hours(hours: str, minutes: str) -> tuple[str, str]:
    noun = "heure" if int(hours) < 2 else "heures"  # noqa: PLR2004
    said = _agreeing(numbers.whole(int(hours), _FRENCH), noun)
    rest = _agreeing(numbers.whole(int(minutes), _FRENCH), "minutes") if int(minutes) else ""
    return said, f"{noun} {rest}".strip()


def _clock(found: Found) -> Spoken:
    if int(found["h"]) > 24:  # noqa: PLR2004
        return None
    hours, rest = _hours(found["h"], found["m"] or "0")
    noun, _, minutes = rest.partition(" ")
    return {"h": hours, "u": noun, **({"m": minutes} if found["m"] else {})}


def _ordinal(found: Found) -> Spoken:
    end, written = found["end"], found["n"]
    value = numbers.rank(written)
    if not value or (value != 1 and end[:1] in "rʳ") or (value == 1 and end in {"e", "es"}):
        return None
    plural = "s" if end.endswith("s") else ""
    if value == 1:
        return ("première" if end[:1] in "rʳ" else "premier") + plural
    if value == 2 and end[0] in "nd":  # noqa: PLR2004
        return ("seconde" if "de" in end else "second") + plural
    return None if end[0] in "nd" else numbers.ordinal(value, _FRENCH) + plural


def _king(found: Found) -> Spoken:
    value = numbers.roman(found["x"])
    if not value:
        return None
    return "premier" if value == 1 else numbers.whole(value, _FRENCH)


_MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
           "octobre", "novembre", "décembre")  # fmt: skip
_OWN = (
    Rule(_ORDINAL, _ordinal),
    Rule(_KING, _king),
    Rule(_LONE_KING, _king),
    Rule(_CLOCK, _clock, figures=True),
    rule(rf"(?<![\w.,])(?P<x>1) (?:{'|'.join(_MONTHS)})(?!\w)", lambda _: "premier"),
)


def _of(code: str) -> Tongue:
    return Tongue(
        code=code, comma="virgule", dot="point", minus="moins", to="à", digitwise=False,
        short_years=False, tidied=_tidied, agreeing=_agreeing,
        year=None, day=_day,
        date="{day} {month} {year}", clock=_hours, cents="", months=_MONTHS,
        short_months={"janv": "janvier", "févr": "février", "avr": "avril", "juil": "juillet",
                      "sept": "septembre", "oct": "octobre", "nov": "novembre",
                      "déc": "décembre"},
        units={
            "km": ("kilomètre", "kilomètres"), "m": ("mètre", "mètres"),
            "cm": ("centimètre", "centimètres"), "mm": ("millimètre", "millimètres"),
            "km/h": ("kilomètre à l'heure", "kilomètres à l'heure"),
            "km²": ("kilomètre carré", "kilomètres carrés"),
            "m²": ("mètre carré", "mètres carrés"), "m³": ("mètre cube", "mètres cubes"),
            "kg": ("kilogramme", "kilogrammes"), "g": ("gramme", "grammes"),
            "mg": ("milligramme", "milligrammes"), "t": ("tonne", "tonnes"),
            "ha": ("hectare", "hectares"), "l": ("litre", "litres"), "L": ("litre", "litres"),
            "ml": ("millilitre", "millilitres"), "min": ("minute", "minutes"),
            "kW": ("kilowatt", "kilowatts"), "MW": ("mégawatt", "mégawatts"),
            "GW": ("gigawatt", "gigawatts"), "kWh": ("kilowattheure", "kilowattheures"),
            "Mo": ("mégaoctet", "mégaoctets"), "Go": ("gigaoctet", "gigaoctets"),
            "%": ("pour cent", "pour cent"), "‰": ("pour mille", "pour mille"),
            "°C": ("degré Celsius", "degrés Celsius"),
            "°F": ("degré Fahrenheit", "degrés Fahrenheit"), "°": ("degré", "degrés"),
        },
        money={
            "€": ("euro", "euros", "d'euros"), "EUR": ("euro", "euros", "d'euros"),
            "$": ("dollar", "dollars", "de dollars"), "£": ("livre", "livres", "de livres"),
            "USD": ("dollar", "dollars", "de dollars"), "¥": ("yen", "yens", "de yens"),
            "FF": ("franc", "francs", "de francs"), "F": ("franc", "francs", "de francs"),
        },
        magnitudes={
            "million": ("million", "million"), "millions": ("million", "millions"),
            "milliard": ("milliard", "milliard"), "milliards": ("milliard", "milliards"),
            "Md": ("milliard", "milliards"), "Mds": ("milliard", "milliards"),
            "Mrd": ("milliard", "milliards"),
        },
        joined_magnitudes={"M": "millions", "Md": "milliards", "Mds": "milliards",
                           "Mrd": "milliards"},
        fractions={"1/2": "un demi", "1/3": "un tiers", "2/3": "deux tiers",
                   "1/4": "un quart", "3/4": "trois quarts", "1/5": "un cinquième",
                   "1/10": "un dixième", "½": "un demi", "⅓": "un tiers", "⅔": "deux tiers",
                   "¼": "un quart", "¾": "trois quarts"},
        also="et",
        halves={"½": "et demi", "¼": "un quart", "¾": "trois quarts", "⅓": "un tiers",
                "⅔": "deux tiers"},
        signs={"&": "et", "+": "plus", "=": "égale", "×": "fois", "÷": "divisé par",
               "%": "pour cent", "‰": "pour mille", "§§": "paragraphes", "§": "paragraphe",
               "@": "arobase", "#": "numéro", "≈": "environ", "~": "environ",
               "<": "inférieur à", ">": "supérieur à", "±": "plus ou moins", "€": "euros",
               "$": "dollars", "£": "livres", "¥": "yens", "°": "degrés"},
        at="arobase", point="point",
        parts=r"(?:t\.|vol\.|chap\.|ch\.|art\."
              r"|chapitre|tome|volume|livre|acte|scène|article|partie|titre|annexe|section"
              r"|figure|tableau|phase|type|apollo)s?",
        abbreviations={
            "p. ex.": "par exemple", "c.-à-d.": "c'est-à-dire", "càd": "c'est-à-dire",
            "etc.": "et cetera", "etc": "et cetera", "cf.": "voir", "cf": "voir",
            "env.": "environ", "éd.": "édition", "av. J.-C.": "avant Jésus-Christ",
            "ap. J.-C.": "après Jésus-Christ", "apr. J.-C.": "après Jésus-Christ",
            "J.-C.": "Jésus-Christ", "i. e.": "c'est-à-dire", "trad.": "traduction",
            "coll.": "collection", "dir.": "direction", "MM.": "messieurs", "Mme": "madame",
            "Mmes": "mesdames", "Mlle": "mademoiselle", "Mlles": "mesdemoiselles",
            "Mgr": "monseigneur", "ibid.": "ibidem", "et al.": "et d'autres",
            "s.d.": "sans date", "N.B.": "nota bene", "P.-S.": "post-scriptum",
            "R.-U.": "Royaume-Uni", "É.-U.": "États-Unis", "vs": "contre", "bd": "boulevard",
        },
        titles={"M.": "monsieur", "Dr": "docteur", "Dr.": "docteur", "Pr": "professeur",
                "Pr.": "professeur", "Me": "maître", "St": "saint", "Ste": "sainte",
                "St.": "saint", "Gal": "général", "gén.": "général", "Cdt": "commandant"},
        numbering={
            "n°": ("numéro", "numéros"), "nº": ("numéro", "numéros"), "no": ("numéro", "numéros"),
            "nos": ("numéros", "numéros"), "n°s": ("numéros", "numéros"),
            "p.": ("page", "pages"), "pp.": ("pages", "pages"), "vol.": ("volume", "volumes"),
            "t.": ("tome", "tomes"), "chap.": ("chapitre", "chapitres"),
            "art.": ("article", "articles"), "fig.": ("figure", "figures"),
            "l.": ("ligne", "lignes"),
            "al.": ("alinéa", "alinéas"), "L.": ("L", "L"),
            "v.": ("vers", "vers"), "ch.": ("chapitre", "chapitres"),
        },
        acronyms=listed(
            "ONU OTAN UNESCO UNICEF SMIC SIDA INSEE ENA FNAC OPEP OVNI PACS SAMU ZAD ZEP "
            "CROUS CAPES NASA FIFA UEFA MEDEF ANZUS ATTAC LICRA CRIF SUD POUM COVID DOM TOM "
            "ESSEC FEMEN CANAL SALT EURATOM RADAR LASER BRICS ALENA ASEAN SWAPO UNITA PEN "
            "CAF DAESH"
        ),
        respelled={"RER": "R.E.R"},
        own=_OWN,
    )  # fmt: skip


_FRENCH = _of("fr")

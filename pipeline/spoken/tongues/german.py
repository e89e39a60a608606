"""German: what the rules need to know of it, ordinals and their endings above all."""

import re

from pipeline.patterns import pattern
from pipeline.spoken.tongues import numbers
from pipeline.spoken.tongues.machine import Found, Rule, Spoken
from pipeline.spoken.tongues.tongue import Tongue, listed

_MONTHS = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
           "Oktober", "November", "Dezember")  # fmt: skip
_SHORT_MONTHS = {"Jan": "Januar", "Feb": "Februar", "Febr": "Februar", "Apr": "April",
                 "Aug": "August", "Sept": "September", "Sep": "September", "Okt": "Oktober",
                 "Nov": "November", "Dez": "Dezember"}  # fmt: skip
_WEAK = listed("dem den des im am zum zur vom beim ins ans seit ab diesem diesen dieses jedem "
                  "jeden jenem jenen einem einen einer seinem seinen ihrem ihren unserem unseren "
                  "meinem meinen keinem keinen allen")  # fmt: skip
_DATIVE = listed("in aus von mit bei nach zu seit an auf unter vor über während wegen trotz "
                    "gegenüber hinter neben zwischen")  # fmt: skip
_ACCUSATIVE = listed("für gegen durch um ohne")
_CHAIN = listed("und bis oder zum")  # between two ordinals with one article
_NEUTER = pattern(r"(?:Jahrhunderte?|Jh|Jahrtausend|Kapitel|Buch|Jahr|Mal|Gebot|Quartal|Halbjahr)$")
_FEMININE = pattern(r"(?:[a-zäöü]{2}e|ung|heit|keit|ion|schaft|tät|Person|Frau|Mark|Nacht|Stadt)$")
_QUEEN = listed("Elisabeth Katharina Maria Margarethe Christina Victoria Viktoria Wilhelmina "
                   "Beatrix Isabella Anna Johanna")  # fmt: skip
_NAMED_S = listed("Nikolaus Johannes Franziskus Darius Xerxes Ramses Pius Julius Sixtus Clemens "
                     "Klemens Charles Louis Paulus Claudius Markus Gustavus Boris")  # fmt: skip
_NO_NAME = listed("Der Die Das Im Am Des Dem Den Zum Zur Vom Beim Ein Eine In Als Seit")
_ROMAN = "[IVX]+"


def tongue(_language: str) -> Tongue:
    """German; its countries count alike."""
    return _GERMAN


def _tidied(words: str) -> str:
    return words.replace("einstausend", "eintausend")


def _agreeing(words: str, after: str) -> str:
    """Before what is counted, "eins" is "ein" or "eine"."""
    noun = after.partition(" ")[0]
    if not noun[:1].isupper() or not re.search(r"\beins$", words):
        return words
    return words[:-1] + ("e" if _FEMININE.search(noun) else "") if noun else words


def _year(number: int) -> str:
    """Hundreds of years: neunzehnhundertvierzehn."""
    century, rest = divmod(number, 100)
    tail = numbers.whole(rest, _GERMAN) if rest else ""
    return f"{numbers.whole(century, _GERMAN)}hundert{tail}"


def _hours(hours: str, minutes: str) -> tuple[str, str]:
    said = _agreeing(numbers.whole(int(hours), _GERMAN), "Uhr")
    rest = numbers.whole(int(minutes), _GERMAN) if int(minutes) else ""
    return said, f"Uhr {rest}".strip()


def _clock(found: Found) -> Spoken:
    if int(found["h"]) > 24:  # noqa: PLR2004
        return None
    hours, rest = _hours(found["h"], found["m"])
    return {"t": hours, "u": rest}


# --- Ordinals --------------------------------------------------------------------------------


def _ordered(value: int, before: list[str], after: str) -> str:
    return numbers.ordinal(value, _GERMAN) + _ending(before, after)


def _ending(before: list[str], after: str) -> str:
    """What follows "erste" after the words before it, for the noun behind it."""
    words = [word.strip("(„»\"'") for word in before]
    while words and (words[-1].lower() in _CHAIN or re.fullmatch(r"\d+\.|[IVX]+\.", words[-1])):
        if words[-1].lower() == "zum":
            break
        words.pop()
    article = words[-1].lower() if words else ""
    if article in _WEAK:
        return "n"
    if article in {"der", "die", "das", "diese", "dieser", "jede", "jeder"}:
        governed = len(words) > 1 and words[-2].lower() in _DATIVE and article != "die"
        return "n" if governed else ""
    if _NEUTER.search(after):
        return "s"
    return "r" if after in _MONTHS or after in _SHORT_MONTHS else ""


def _before(found: Found, group: str) -> list[str]:
    return found.string[: found.start(group)].split()[-6:]


def _ordinal(found: Found) -> Spoken:
    written = found["n"]
    value = numbers.rank(written)
    return _ordered(value, _before(found, "x"), found["noun"]) if value else None


def _day(day: int, before: str) -> str:
    return _ordered(day, [before], "Mai")


def _day_and_month(found: Found) -> Spoken:
    """Am 01.05."""
    day, month = int(found["d"]), int(found["m"])
    if not (1 <= day <= 31 and 1 <= month <= 12):  # noqa: PLR2004
        return None
    return f"{_ordered(day, _before(found, 'd'), 'Mai')} {_MONTHS[month - 1]}"


def _king(found: Found) -> Spoken:
    """Ludwig der Vierzehnte, unter Friedrich dem Zweiten."""
    name, value = found["name"], numbers.roman(found["n"])
    if not value or name in _NO_NAME:
        return None
    queen = name in _QUEEN
    before = {word.lower() for word in found.string[: found.start()].split()[-2:]}
    article, ending = ("die" if queen else "der"), ""
    if name.endswith("s") and name not in _NAMED_S:
        article, ending = "des", "n"
    elif before & _DATIVE:
        article, ending = ("der" if queen else "dem"), "n"
    elif before & _ACCUSATIVE and not queen:
        article, ending = "den", "n"
    return f"{article} {numbers.ordinal(value, _GERMAN).capitalize()}{ending}"


def _decade(found: Found) -> Spoken:
    """Die 60er, die 1930er-Jahre, 68er."""
    return f"{numbers.said(found['n'], _GERMAN)}er"


def _score(found: Found) -> Spoken:
    """Drei zu eins."""
    return f"{numbers.said(found['a'], _GERMAN)} zu {numbers.said(found['b'], _GERMAN)}"


def _genitive(found: Found) -> Spoken:
    weak = "des" in [word.lower() for word in _before(found, "x")[-4:]]
    return "Jahrhunderts" if weak else "Jahrhundert"


_OWN = (
    Rule(pattern(r"(?<![\w.,])(?P<t>(?P<h>[0-9]{1,2})[:.](?P<m>[0-5][0-9])) (?P<u>Uhr)(?!\w)"),
         _clock, figures=True),
    Rule(pattern(r"(?<![\w.,])(?P<d>[0-9]{1,2})\.(?P<m>[0-9]{1,2})\.(?![\w])"), _day_and_month,
         figures=True),
    Rule(pattern(r"(?<![\w,:])(?P<a>[0-9]+):(?P<b>[0-9])(?![\w:])"),
         _score,
         figures=True),
    Rule(pattern(rf"(?<!\w)(?P<name>[A-ZÄÖÜ][^\W\d_]+) (?P<x>(?P<n>{_ROMAN})\.)(?!\w)"), _king),
    Rule(pattern(rf"(?<![\w.,])(?P<x>(?P<n>[0-9]{{1,3}}|{_ROMAN})\.)(?= (?P<noun>[^\W\d_]+))"),
         _ordinal),
    Rule(pattern(r"(?<![\w.,])['’]?(?P<x>(?P<n>[0-9]{2,4})er)(?![^\W\d_])"), _decade,
         figures=True),
    Rule(pattern(r"[0-9XVI]\. (?P<x>Jh\.|Jhs\.|Jhdt\.)"), _genitive),
    Rule(pattern(r"(?<=[a-zäöüß])(?P<x>Inn?(?:en)?)(?!\w)"), lambda found: found["x"]),
    Rule(pattern(r"(?<=[a-zäöüß])(?P<x>:)(?=in(?:nen)?(?!\w))"), lambda _: ""),
    Rule(pattern(r"[0-9] (?P<x>ff?\.)"), lambda _: "folgende", figures=True),
)  # fmt: skip


_GERMAN: Tongue = Tongue(
    code="de", comma="Komma", dot="Punkt", minus="minus", to="bis", digitwise=True,
    short_years=True, tidied=_tidied, agreeing=_agreeing, year=_year, day=_day,
    date="{day} {month} {year}", clock=_hours, cents="", months=_MONTHS,
    short_months=_SHORT_MONTHS,
    units={
        "km": ("Kilometer", "Kilometer"), "m": ("Meter", "Meter"),
        "cm": ("Zentimeter", "Zentimeter"), "mm": ("Millimeter", "Millimeter"),
        "km/h": ("Kilometer pro Stunde", "Kilometer pro Stunde"),
        "km²": ("Quadratkilometer", "Quadratkilometer"), "m²": ("Quadratmeter", "Quadratmeter"),
        "qm": ("Quadratmeter", "Quadratmeter"), "m³": ("Kubikmeter", "Kubikmeter"),
        "kg": ("Kilogramm", "Kilogramm"), "g": ("Gramm", "Gramm"),
        "mg": ("Milligramm", "Milligramm"), "t": ("Tonne", "Tonnen"), "ha": ("Hektar", "Hektar"),
        "l": ("Liter", "Liter"), "ml": ("Milliliter", "Milliliter"),
        "Std.": ("Stunde", "Stunden"), "Min.": ("Minute", "Minuten"),
        "Sek.": ("Sekunde", "Sekunden"), "kW": ("Kilowatt", "Kilowatt"),
        "MW": ("Megawatt", "Megawatt"), "GW": ("Gigawatt", "Gigawatt"),
        "kWh": ("Kilowattstunde", "Kilowattstunden"), "MB": ("Megabyte", "Megabyte"),
        "GB": ("Gigabyte", "Gigabyte"), "%": ("Prozent", "Prozent"),
        "‰": ("Promille", "Promille"), "°C": ("Grad Celsius", "Grad Celsius"),
        "°F": ("Grad Fahrenheit", "Grad Fahrenheit"), "°": ("Grad", "Grad"),
    },
    money={
        "€": ("Euro", "Euro", "Euro"), "EUR": ("Euro", "Euro", "Euro"),
        "$": ("Dollar", "Dollar", "Dollar"), "USD": ("Dollar", "Dollar", "Dollar"),
        "£": ("Pfund", "Pfund", "Pfund"), "¥": ("Yen", "Yen", "Yen"),
        "DM": ("D-Mark", "D-Mark", "D-Mark"), "CHF": ("Franken", "Franken", "Franken"),
    },
    magnitudes={
        "Tsd.": ("tausend", "tausend"), "Mio.": ("Million", "Millionen"),
        "Mill.": ("Million", "Millionen"), "Million": ("Million", "Million"),
        "Mrd.": ("Milliarde", "Milliarden"), "Millionen": ("Million", "Millionen"),
        "Milliarde": ("Milliarde", "Milliarde"), "Milliarden": ("Milliarde", "Milliarden"),
        "Bio.": ("Billion", "Billionen"),
    },
    joined_magnitudes={"Mio.": "Millionen", "Mrd.": "Milliarden", "M": "Millionen"},
    fractions={"1/2": "ein halb", "1/3": "ein Drittel", "2/3": "zwei Drittel",
               "1/4": "ein Viertel", "3/4": "drei Viertel", "1/5": "ein Fünftel",
               "1/10": "ein Zehntel", "½": "ein halb", "⅓": "ein Drittel", "⅔": "zwei Drittel",
               "¼": "ein Viertel", "¾": "drei Viertel"},
    also="",
    halves={"½": "einhalb", "¼": "ein Viertel", "¾": "drei Viertel", "⅓": "ein Drittel",
            "⅔": "zwei Drittel"},
    signs={"&": "und", "+": "plus", "=": "gleich", "×": "mal", "÷": "geteilt durch",
           "%": "Prozent", "‰": "Promille", "§§": "Paragrafen", "§": "Paragraf", "@": "ät",
           "#": "Nummer", "≈": "ungefähr", "~": "ungefähr", "<": "kleiner als",
           ">": "größer als", "±": "plus minus", "€": "Euro", "$": "Dollar", "£": "Pfund",
           "¥": "Yen", "°": "Grad"},
    at="ät", point="Punkt",
    parts=r"(?:Kapitel|Band|Teil|Buch|Akt|Szene|Artikel|Abschnitt|Anhang|Tafel|Abbildung|Tabelle"
          r"|Stufe|Phase|Typ|Apollo|Klasse)",
    abbreviations={
        "z. B.": "zum Beispiel", "d. h.": "das heißt", "u. a.": "unter anderem",
        "u. ä.": "und ähnliches", "u. Ä.": "und Ähnliches", "o. ä.": "oder ähnliches",
        "usw.": "und so weiter", "usf.": "und so fort", "bzw.": "beziehungsweise",
        "etc.": "et cetera", "vgl.": "vergleiche", "ca.": "zirka", "evtl.": "eventuell",
        "ggf.": "gegebenenfalls", "i. d. R.": "in der Regel", "z. T.": "zum Teil",
        "z. Zt.": "zur Zeit", "s. o.": "siehe oben", "s. u.": "siehe unten",
        "sog.": "sogenannte", "v. a.": "vor allem", "u. U.": "unter Umständen",
        "m. E.": "meines Erachtens", "o. g.": "oben genannte", "n. Chr.": "nach Christus",
        "v. Chr.": "vor Christus", "v. u. Z.": "vor unserer Zeitrechnung",
        "u. Z.": "unserer Zeitrechnung", "e. V.": "eingetragener Verein", "Hrsg.": "Herausgeber",
        "hrsg. von": "herausgegeben von", "Aufl.": "Auflage", "Übers.": "Übersetzung",
        "Anm.": "Anmerkung", "Jh.": "Jahrhundert", "Jhs.": "Jahrhunderts",
        "ebd.": "ebenda", "a. a. O.": "am angegebenen Ort", "und/oder": "und oder",
        "inkl.": "inklusive", "exkl.": "exklusive", "bspw.": "beispielsweise",
        "insb.": "insbesondere", "Str.": "Straße", "geb.": "geboren", "gest.": "gestorben",
        "Tel.": "Telefon", "et al.": "und andere", "vs.": "gegen", "d. i.": "das ist",
        "AfD": "A.F.D", "GmbH": "G.M.B.H", "BAföG": "Bafög",
    },
    titles={"Dr.": "Doktor", "Prof.": "Professor", "Hr.": "Herr", "Hrn.": "Herrn",
            "Fr.": "Frau", "St.": "Sankt", "Frl.": "Fräulein", "Gen.": "General",
            "Dipl.": "Diplom", "Ing.": "Ingenieur", "hl.": "heilige", "Hl.": "Heilige"},
    numbering={
        "Nr.": ("Nummer", "Nummern"), "Nrn.": ("Nummern", "Nummern"), "S.": ("Seite", "Seiten"),
        "Bd.": ("Band", "Bände"), "Bde.": ("Bände", "Bände"), "Kap.": ("Kapitel", "Kapitel"),
        "Abb.": ("Abbildung", "Abbildungen"), "Art.": ("Artikel", "Artikel"),
        "Abs.": ("Absatz", "Absätze"), "Tab.": ("Tabelle", "Tabellen"),
        "Anm.": ("Anmerkung", "Anmerkungen"), "Z.": ("Zeile", "Zeilen"),
        "H.": ("Heft", "Hefte"), "Jg.": ("Jahrgang", "Jahrgänge"),
    },
    acronyms=listed(
        "NATO UNO UNESCO UNICEF NASA FIFA UEFA AIDS OPEC APO TÜV DAX PEGIDA ISO DIN SARS "
        "COVID GAU POUM ASTA LASER RADAR PEN SALT BRICS ASEAN PISA IKEA FORSA GEMA OSZE "
        "HARTZ DAESH DEFA INSA ELSTER EDEKA STASI ZANU UNITA SWAPO ANTIFA"
    ),
    respelled={},
    own=_OWN,
)  # fmt: skip

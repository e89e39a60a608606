"""Spanish: what the rules need to know of it."""

import re

from pipeline.patterns import pattern
from pipeline.spoken.tongues import numbers
from pipeline.spoken.tongues.machine import Found, Rule, Spoken
from pipeline.spoken.tongues.tongue import Tongue, listed

_PESOS = {"mx", "ar", "cl", "co", "uy", "cu", "do"}  # countries whose own money "$" stands for
_NO_NOUN = listed("de del y e o u a al por para en que con como es fue son el la los las se no "
                     "más menos entre sobre ni según si cuando")  # fmt: skip
_FEMININE = pattern(r"(?:[^m]a|[^m]as|ión|iones|dad|dades|mujeres|veces|calles|torres|naves)$")
_MASCULINE = pattern(r"(?:ista|istas|día|días|mapa|mapas|planeta|planetas|poeta|poetas)$")
_QUEEN = listed("Isabel Catalina María Juana Cristina Victoria Margarita Beatriz Ana")
_KING = (
    listed(
        "Carlos Felipe Fernando Alfonso Juan Pedro Luis Enrique Jaime Sancho Ramiro Napoleón "
        "Guillermo "
        "Jorge Eduardo Ricardo Francisco José Pablo Pío León Benedicto Gregorio Clemente Urbano "
        "Inocencio Alejandro Nicolás Iván Leopoldo Alberto Federico Maximiliano Otón"
    )
    | _QUEEN
)
_ROMAN = "[IVX]+"
_ENDINGS = {"º": "o", "ª": "a", "er": "", "o": "o", "a": "a"}
_MONTHS = ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
           "octubre", "noviembre", "diciembre")  # fmt: skip
_HUNDREDS = pattern(r"(cient|quinient|setecient|novecient)os")


def tongue(language: str) -> Tongue:
    """Spanish, as its country counts days and money."""
    country = language.lower().partition("-")[2]
    money = {"$": ("peso", "pesos", "de pesos")} if country in _PESOS else {}
    return _of("uno" if country in {"", "es"} else "primero", money)


def _tidied(words: str) -> str:
    """Before thousands and millions "uno" is "un", which num2words forgets."""
    words = re.sub(r"veintiuno(?= mil)", "veintiún", words)
    return re.sub(r"\buno(?= mil)", "un", words)


def _agreeing(words: str, after: str) -> str:
    noun = after.partition(" ")[0]
    if not noun.islower() or noun in _NO_NOUN:
        return words
    if _is_feminine(noun):
        return _HUNDREDS.sub(r"\1as", re.sub(r"uno$", "una", words))
    return re.sub(r"\buno$", "un", re.sub(r"veintiuno$", "veintiún", words))


def _is_feminine(noun: str) -> bool:
    return bool(_FEMININE.search(noun)) and not _MASCULINE.search(noun)


def _hours(hours: str, minutes: str) -> tuple[str, str]:
    said = _agreeing(numbers.whole(int(hours), _SPANISH), "horas")
    if not int(minutes):
        return said, ""
    rest = minutes if minutes[0] != "0" else minutes[1]
    zero = "cero " if minutes[0] == "0" else ""
    return said, zero + numbers.whole(int(rest), _SPANISH)


def _ordered(value: int, ending: str) -> str:
    """An ordinal in a gender; without an ending: as it stands before a noun (primer, tercer)."""
    words = numbers.ordinal(value, _SPANISH)
    if ending == "a":
        return re.sub(r"o\b", "a", words)
    return re.sub(r"(primer|tercer)o$", r"\1", words) if not ending else words


def _ordinal(found: Found) -> Spoken:
    value = numbers.rank(found["n"])
    return _ordered(value, _ENDINGS[found["end"]]) if value else None


def _king(found: Found) -> Spoken:
    """Felipe segundo, Alfonso trece: ordinals up to ten."""
    name, value = found["name"], numbers.roman(found["x"])
    if not value or (len(found["x"]) == 1 and name not in _KING):
        return None
    if value <= 10:  # noqa: PLR2004
        return _ordered(value, "a" if name in _QUEEN else "o")
    return numbers.whole(value, _SPANISH)


def _before_noun(found: Found) -> Spoken:
    """La II República, el XX Congreso."""
    value = numbers.roman(found["x"])
    article = found.string[: found.start()].split()[-1:]
    feminine = article in (["la"], ["La"], ["una"]) or _is_feminine(found["noun"])
    return _ordered(value, "a" if feminine else "") if value else None


def _century(found: Found) -> Spoken:
    """Siglo quinto, siglo diecinueve: ordinals up to ten."""
    value = numbers.roman(found["x"])
    if not value:
        return None
    return _ordered(value, "o") if value <= 10 else numbers.whole(value, _SPANISH)  # noqa: PLR2004


_OWN = (
    Rule(pattern(rf"(?<!\w)(?:[Ss]iglos?|ss?\.) (?P<x>{_ROMAN})(?!\w)"), _century),
    Rule(pattern(rf"(?<!\w)(?:[Ss]iglos|ss\.) {_ROMAN}(?:, {_ROMAN})? (?:y|e|al?|o) "
                    rf"(?P<x>{_ROMAN})(?!\w)"), _century),
    Rule(pattern(rf"(?<!\w)(?P<name>[A-ZÁÉÍÓÚÑ][^\W\d_]+) (?P<x>{_ROMAN})(?!\w)"), _king),
    Rule(pattern(rf"(?<![\w.])(?P<x>{_ROMAN})(?= [A-ZÁÉÍÓÚÑ](?P<noun>[^\W\d_]*[a-zñ])(?!\w))"),
         _before_noun),
    Rule(pattern(r"(?<![\w.,])(?P<n>[0-9]{1,4})\.?(?P<end>[ºª]|er(?!\w))(?! ?C(?!\w))"),
         _ordinal, figures=True),
    Rule(pattern(r"(?<!\w)[0-9]{1,2}:[0-9]{2} (?P<x>h)(?!\w)"), lambda _: "horas", figures=True),
    # Both genders at once: read in the form that the language has for both.
    Rule(pattern(r"(?<![\w@])(?P<stem>[^\W\d_]+)@(?P<s>s?)(?![\w.])"),
         lambda found: f"{found['stem']}o{found['s']}"),
)  # fmt: skip


def _of(first: str, money: dict[str, tuple[str, str, str]]) -> Tongue:
    return Tongue(
        code="es", comma="coma", dot="punto", minus="menos", to="a", digitwise=False,
        short_years=False, tidied=_tidied, agreeing=_agreeing, year=None,
        day=lambda day, _: first if day == 1 else numbers.whole(day, _SPANISH),
        date="{day} de {month} de {year}", clock=_hours, cents="con", months=_MONTHS,
        short_months={month[:3]: month for month in _MONTHS} | {"sept": "septiembre"},
        units={
            "km": ("kilómetro", "kilómetros"), "m": ("metro", "metros"),
            "cm": ("centímetro", "centímetros"), "mm": ("milímetro", "milímetros"),
            "km/h": ("kilómetro por hora", "kilómetros por hora"),
            "km²": ("kilómetro cuadrado", "kilómetros cuadrados"),
            "m²": ("metro cuadrado", "metros cuadrados"), "m³": ("metro cúbico", "metros cúbicos"),
            "kg": ("kilogramo", "kilogramos"), "g": ("gramo", "gramos"),
            "mg": ("miligramo", "miligramos"), "t": ("tonelada", "toneladas"),
            "ha": ("hectárea", "hectáreas"), "l": ("litro", "litros"), "L": ("litro", "litros"),
            "ml": ("mililitro", "mililitros"), "h": ("hora", "horas"),
            "min": ("minuto", "minutos"), "kW": ("kilovatio", "kilovatios"),
            "MW": ("megavatio", "megavatios"), "GW": ("gigavatio", "gigavatios"),
            "kWh": ("kilovatio hora", "kilovatios hora"), "MB": ("megabyte", "megabytes"),
            "GB": ("gigabyte", "gigabytes"), "%": ("por ciento", "por ciento"),
            "‰": ("por mil", "por mil"), "°C": ("grado Celsius", "grados Celsius"),
            "ºC": ("grado Celsius", "grados Celsius"),
            "°F": ("grado Fahrenheit", "grados Fahrenheit"), "°": ("grado", "grados"),
        },
        money={
            "€": ("euro", "euros", "de euros"), "EUR": ("euro", "euros", "de euros"),
            "$": ("dólar", "dólares", "de dólares"), "USD": ("dólar", "dólares", "de dólares"),
            "£": ("libra", "libras", "de libras"), "¥": ("yen", "yenes", "de yenes"),
            "ptas.": ("peseta", "pesetas", "de pesetas"),
            "ptas": ("peseta", "pesetas", "de pesetas"), **money,
        },
        magnitudes={
            "millón": ("millón", "millón"), "millones": ("millón", "millones"),
            "mill.": ("millón", "millones"), "billones": ("billón", "billones"),
        },
        joined_magnitudes={"M": "millones"},
        fractions={"1/2": "un medio", "1/3": "un tercio", "2/3": "dos tercios",
                   "1/4": "un cuarto", "3/4": "tres cuartos", "1/5": "un quinto",
                   "1/10": "un décimo", "½": "un medio", "⅓": "un tercio", "⅔": "dos tercios",
                   "¼": "un cuarto", "¾": "tres cuartos"},
        also="y",
        halves={"½": "y medio", "¼": "y cuarto", "¾": "y tres cuartos", "⅓": "y un tercio",
                "⅔": "y dos tercios"},
        signs={"&": "y", "+": "más", "=": "igual a", "×": "por", "÷": "dividido por",
               "%": "por ciento", "‰": "por mil", "§§": "párrafos", "§": "párrafo", "@": "arroba",
               "#": "número", "≈": "aproximadamente", "~": "aproximadamente", "<": "menor que",
               ">": "mayor que", "±": "más o menos", "€": "euros", "$": "dólares", "£": "libras",
               "¥": "yenes", "°": "grados"},
        at="arroba", point="punto",
        parts=r"(?:t\.|vol\.|cap\.|art\.|capítulo|tomo|volumen|libro|acto|escena|artículo|parte|título|anexo|sección"
              r"|figura|tabla|fase|tipo|apolo)s?",
        abbreviations={
            "p. ej.": "por ejemplo", "p.e.": "por ejemplo", "etc.": "etcétera",
            "etc": "etcétera", "cf.": "confróntese", "cfr.": "confróntese", "i. e.": "es decir",
            "aprox.": "aproximadamente", "ed.": "edición", "trad.": "traducción",
            "a. C.": "antes de Cristo", "d. C.": "después de Cristo", "a. e. c.":
            "antes de la era común", "EE. UU.": "Estados Unidos", "EEUU": "Estados Unidos",
            "EE UU": "Estados Unidos", "CC. OO.": "Comisiones Obreras",
            "CCOO": "Comisiones Obreras", "JJ. OO.": "Juegos Olímpicos",
            "FF. AA.": "Fuerzas Armadas", "RR. HH.": "recursos humanos",
            "DD. HH.": "derechos humanos", "Ud.": "usted", "Uds.": "ustedes", "Vd.": "usted",
            "Vds.": "ustedes", "et al.": "y otros", "ibíd.": "ibídem", "N. del T.":
            "nota del traductor", "S. A.": "Sociedad Anónima", "vs.": "contra", "ob. cit.":
            "obra citada", "op. cit.": "obra citada", "y/o": "y o", "Vda.": "viuda",
        },
        titles={"Sr.": "señor", "Sra.": "señora", "Srta.": "señorita", "Sres.": "señores",
                "Sras.": "señoras", "Dr.": "doctor", "Dra.": "doctora", "D.": "don",
                "Dña.": "doña", "D.ª": "doña", "Prof.": "profesor", "Profa.": "profesora",
                "Sta.": "santa", "Sto.": "santo", "Gral.": "general", "Cnel.": "coronel",
                "Lic.": "licenciado", "Ing.": "ingeniero", "Mons.": "monseñor",
                "Pdte.": "presidente", "Avda.": "avenida", "Av.": "avenida", "C/": "calle"},
        numbering={
            "n.º": ("número", "números"), "nº": ("número", "números"),
            "n°": ("número", "números"), "núm.": ("número", "números"),
            "núms.": ("números", "números"), "n.os": ("números", "números"),
            "p.": ("página", "páginas"), "pp.": ("páginas", "páginas"),
            "pág.": ("página", "páginas"), "págs.": ("páginas", "páginas"),
            "vol.": ("volumen", "volúmenes"), "t.": ("tomo", "tomos"),
            "cap.": ("capítulo", "capítulos"), "art.": ("artículo", "artículos"),
            "arts.": ("artículos", "artículos"), "fig.": ("figura", "figuras"),
            "s.": ("siglo", "siglos"), "ss.": ("siglos", "siglos"), "c.": ("circa", "circa"),
        },
        acronyms=listed(
            "ONU OTAN OPEP UNESCO UNICEF SIDA OVNI FAI POUM ETA GAL GRAPO FARC PRI PAN PIB "
            "IVA AVE RENFE TALGO UNAM CEPAL NASA FIFA UEFA CEDA JONS MIR APRA OEA INE CIA "
            "SGAE ERE UNED COVID CEOE ERTE SEPE PEN SALT OSCE MAS FIES SEAT PYME TIC"
        ),
        respelled={"PSOE": "Pesoe", "PSUC": "Pesuc", "PP": "P.P"},
        own=_OWN,
    )  # fmt: skip


_SPANISH = _of("uno", {})

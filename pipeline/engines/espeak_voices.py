"""A voice's name → the text of a voice file. The promise: no unknown name passes.

Names are "narrator", "quote", "block-quote" and "announcer" (files of ours, in voices/, which speak
each word in its language), or a language of espeak-ng ("fr", "en-gb-x-rp"), with or without a
variant ("en-us+f4").
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from pipeline.engines.espeak_library import data_folder
from pipeline.errors import EngineError

OWN = ("narrator", "quote", "block-quote", "announcer")

_PITCH = (82.0, 118.0)  # Hz, espeak's own, where a voice names none
_DROPPED = ("breath", "name", "language", "gender")  # breath makes samples depend on addresses


@lru_cache(maxsize=1)
def own_voices() -> Mapping[str, str]:
    """The contents of our voice files, by name."""
    folder = Path(__file__).parent / "voices"
    return {name: (folder / name).read_text(encoding="utf-8") for name in OWN}


@lru_cache(maxsize=64)
def voice_text(name: str, semitones: float = 0.0, tongue: str = "") -> str:
    """The voice file for a name, moved up or down; one of ours may speak another `tongue`.

    Raises EngineError for an unknown name.
    """
    base, plus, variant = name.partition("+")
    text = own_voices().get(base) or _language_text(base)
    if tongue:
        sound = re.findall(r"^(?:pitch|klatt) .*", text, re.MULTILINE)
        text = "\n".join((_language_text(tongue), *sound, ""))
    if plus:
        text += "\n" + _variant_text(variant)
    return text + _moved(text, semitones) if semitones else text


@lru_cache(maxsize=256)
def follows(name: str, tongue: str) -> str:
    """The language that a voice takes up for a word in `tongue`; empty where it keeps its own."""
    whole, own = tongue.lower(), language(name)
    if name.partition("+")[0] not in OWN or whole == own:
        return ""
    base = whole.partition("-")[0]
    known = (each for each in (whole, base) if each in language_files() or each in _codes())
    taken = next(known, "")
    return "" if taken == own.partition("-")[0] else taken


def language(name: str) -> str:
    """The code of the language a voice speaks, as its file says ("en-us")."""
    found = re.search(r"^language\s+(\S+)", voice_text(name), re.MULTILINE)
    return found[1] if found else ""


@lru_cache(maxsize=1)
def language_files() -> Mapping[str, Path]:
    """The files of espeak-ng's languages by lower-case name, such as "en-us"."""
    files = sorted(path for path in (data_folder() / "lang").rglob("*") if path.is_file())
    return {path.name.lower(): path for path in files}


@lru_cache(maxsize=1)
def _variants() -> Mapping[str, Path]:
    return {path.name: path for path in sorted((data_folder() / "voices" / "!v").iterdir())}


@lru_cache(maxsize=1)
def _codes() -> Mapping[str, Path]:
    """The file for each further code: the one that claims it with the lowest number."""
    claims = sorted(
        (int(number or 5), code.lower(), str(path))
        for path in language_files().values()
        for code, number in re.findall(r"^language\s+(\S+)(?:\s+(\d+))?", _read(path), re.MULTILINE)
    )
    return {code: Path(path) for _, code, path in reversed(claims)}


def _language_text(name: str) -> str:
    path = language_files().get(name.lower()) or _codes().get(name.lower())
    if path is None:
        raise _unknown("voice", name, (*OWN, *language_files(), *_codes()))
    return _read(path)


def _variant_text(name: str) -> str:
    path = _variants().get(name)
    if path is None:
        raise _unknown("variant", name, tuple(_variants()))
    lines = _read(path).splitlines()
    return "\n".join(line for line in lines if not line.strip().startswith(_DROPPED)) + "\n"


def _moved(text: str, semitones: float) -> str:
    found = re.findall(r"^pitch\s+(\d+)\s+(\d+)", text, re.MULTILINE)
    low, high = (float(hertz) for hertz in found[-1]) if found else _PITCH
    factor = 2 ** (semitones / 12)
    return f"\npitch {round(low * factor)} {round(high * factor)}\n"


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def _unknown(what: str, name: str, known: tuple[str, ...]) -> EngineError:
    from difflib import get_close_matches  # noqa: PLC0415 - for those who made a mistake

    near = get_close_matches(name, sorted(set(known)), n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else "--list-voices names them."
    return EngineError(f'Engine espeak has no {what} "{name}": {hint}')

"""show.toml → `Show`. Promise: a show that loads can be rendered and published as it is."""

from collections.abc import Mapping
from pathlib import Path
from string import Formatter
from typing import Any

from pipeline.config import beside, checks
from pipeline.config.names import PERSON_ROLES, PLACEHOLDERS
from pipeline.config.page import Check, MistakeError, Page, meant, open_page
from pipeline.model import (
    BITRATES,
    COVER_DESIGNS,
    CUES,
    DEFAULT_CAST,
    DEFAULT_POLICY,
    NARRATOR,
    PALETTES,
    THEMES,
    Pages,
    Pauses,
    Person,
    Role,
    Show,
    Sound,
    Templates,
    Voice,
)
from pipeline.values import fields

BLOCK_ROLES = tuple(
    role.value for role in Role if role not in {Role.OPENING, Role.CLOSING, Role.RULE}
)
_APART = {"narrator", "pull_quote"}  # told apart whoever narrates; the rest fits our narrator only
_CAST = ("narrator", "announcer", *BLOCK_ROLES)
_TABLES = (
    *("show", "seasons", "cast", "pauses", "sound", "say", "policy", "templates", "pages"),
    "person",
)
_PERSON: Mapping[str, Check] = {
    "name": checks.at_most(128),  # podcast namespace
    "role": lambda given: checks.one_of(*PERSON_ROLES)(checks.text(given).lower()),
    "bio": checks.text,
    "url": checks.url,
    "image": checks.url,
}


def load_show(path: Path) -> Show:
    """Read show.toml. The `guid` is empty where the file gives none.

    Raises UsageError that lists every mistake as `file:line: what — what to do`, one a line.
    """
    page = open_page(path)
    page.read((), dict.fromkeys(_TABLES, lambda given: given))
    show = page.read(("show",), _show_checks(path.parent), needs=("title",))
    seasons = page.read_open(("seasons",), checks.number, checks.at_most(128))  # podcast namespace
    cast = page.read_open(("cast",), _cast_name, checks.voice)
    policy = page.read(("policy",), {role: _policy_check(role) for role in BLOCK_ROLES})
    seconds = dict.fromkeys(fields(Pauses), checks.between(0, 30))
    pauses = page.read(("pauses",), seconds)
    sound = page.read(("sound",), _sound_checks(path.parent))
    _fit_bitrate(page, sound)
    templates = page.read(("templates",), dict.fromkeys(fields(Templates), template))
    say = show.pop("lexicon", {}) | page.read_open(("say",), checks.text, checks.pronunciation)
    pages = page.read(("pages",), _pages_checks(path.parent))
    people = persons(page)
    page.close()
    return Show(
        **({"guid": ""} | show),
        seasons=seasons,
        cast=full_cast(cast),
        policy={**DEFAULT_POLICY, **policy},
        pauses=Pauses(**pauses),
        sound=Sound(**sound),
        templates=Templates(**templates),
        say=say,
        persons=people,
        pages=Pages(**pages),
    )


def full_cast(cast: Mapping[str, Voice]) -> dict[str, Voice]:
    """A cast with the usual voices where it has none; a narrator of its own announces, too."""
    own = cast.get("narrator", NARRATOR) != NARRATOR
    usual = {role: voice for role, voice in DEFAULT_CAST.items() if not own or role in _APART}
    return {**usual, **cast}


def persons(page: Page) -> tuple[Person, ...]:
    """Every [[person]] of a page."""
    return tuple(Person(**row) for row in page.read_each("person", _PERSON, needs=("name",)))


def template(given: Any) -> str:
    """Words with {placeholders} that exist; {{ and }} are braces."""
    words = checks.text(given)
    try:
        names = [name for _, name, _, _ in Formatter().parse(words) if name is not None]
    except ValueError:
        raise MistakeError("has a loose brace — write {{ or }} for one that is only text") from None
    for name in names:
        if name not in PLACEHOLDERS:
            raise MistakeError(f"has {{{name}}}, which is unknown" + meant(name, PLACEHOLDERS))
    return words


def _show_checks(folder: Path) -> Mapping[str, Check]:
    return {
        "title": checks.at_most(255),  # Apple
        "description": checks.at_most(4000),  # Apple
        "author": checks.at_most(255),
        "email": checks.email,
        "language": checks.language,
        "category": checks.category,
        "explicit": checks.yes_or_no,
        "link": checks.url,
        "base_url": checks.url,
        "guid": checks.uuid,
        "cover": beside.picture_in(folder),
        "cover_design": checks.one_of(*COVER_DESIGNS),
        "colours": checks.colours(PALETTES),
        "lexicon": beside.lexicons_in(folder),
        "licence": checks.at_most(128),  # podcast namespace
        "type": checks.one_of("episodic", "serial"),
        "funding": checks.url,
        "frequency": checks.frequency,
        "hub": checks.url,
        "page_size": checks.count,
    }


def _pages_checks(folder: Path) -> Mapping[str, Check]:
    typeface = beside.typeface_in(folder)
    return {"text": typeface, "headings": typeface, "templates": beside.templates_in(folder)}


def _sound_checks(folder: Path) -> Mapping[str, Check]:
    files = dict.fromkeys((*THEMES, *CUES), beside.sound_in(folder))
    return {
        "loudness": checks.between(-30, -10),
        "stereo": checks.yes_or_no,
        "bitrate": checks.count,
        "formats": checks.formats,
        "cues": checks.yes_or_no,
        **files,
    }


def _fit_bitrate(page: Page, sound: Mapping[str, Any]) -> None:
    known = BITRATES[2 if sound.get("stereo") else 1]
    if sound.get("bitrate", known[0]) not in known:
        page.note(
            ("sound", "bitrate"),
            f"[sound] bitrate can't be {sound['bitrate']} — choose one of "
            + ", ".join(map(str, known)),
        )


def _cast_name(name: str) -> str:
    """A role or a speaker's name. One that is nearly a role is taken for a slip."""
    if name in _CAST or not name.islower():
        return name
    from difflib import get_close_matches  # noqa: PLC0415 - for those who may have made a mistake

    if near := get_close_matches(name, _CAST, n=1, cutoff=0.8):
        raise MistakeError(f'is not a role — did you mean "{near[0]}"?')
    return name


def _policy_check(role: str) -> Check:
    if role == Role.PULL_QUOTE:
        return checks.one_of("voice", "skip", "open")
    if role in {"table", "code"}:
        return checks.one_of("describe", "place", "end", "skip")
    return checks.one_of("place", "end", "once", "skip")

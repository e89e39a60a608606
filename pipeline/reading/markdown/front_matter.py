"""The start of a source in, its metadata and length out.

Promise: only a well-formed block of keys and values is taken for front matter; a rule at the top
of an article stays a rule.
"""

import datetime as dt
import re
import tomllib
from typing import Any

from pipeline.errors import SourceError
from pipeline.model import Metadata
from pipeline.patterns import pattern
from pipeline.reading.dates import dated

_YAML = pattern(r"\A\s*?---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TOML = pattern(r"\A\s*?\+\+\+[ \t]*\n(.*?\n)?\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
_WIKI = pattern(r"\[\[(?:[^\[\]|]*\|)?([^\[\]]*)\]\]")
_DAY = len("2024-05-06")  # an article has a day; an episode's hour is its editor's
_KEYED = pattern(r"[a-z0-9]+(?:[-_][a-z0-9]+)+")  # a key in a table of authors
_PAIR = pattern(r"[^\W\d_][\w’'-]*\s+(?:&|and)\s+[^\W\d_][\w’'-]*")
_WITH = pattern(r"\bwith (?=[^\W\d_a-z])")
_KEY = pattern(r"(?:#.*\n)*[A-Za-z_][\w .-]*:(?:\s|$)")


def front_matter(source: str, name: str) -> tuple[Metadata, int]:
    """Metadata, and how many characters at the start of the source hold it (0: none).

    Raises:
        SourceError: it is there, but YAML or TOML can't read it.
    """
    if found := _TOML.match(source):
        return _metadata(_toml(found[1] or "", name)), found.end()
    found = _YAML.match(source)
    if found and _KEY.match(found[1] or ""):
        fields = _yaml(found[1], name)
        if isinstance(fields, dict):
            return _metadata({str(key).lower(): fields[key] for key in fields}), found.end()
    return Metadata(), 0


def _toml(text: str, name: str) -> dict[str, Any]:
    try:
        return {key.lower(): held for key, held in tomllib.loads(text).items()}
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"{name}: its front matter is not valid TOML: {error}") from error


def _yaml(text: str, name: str) -> Any:
    import yaml  # noqa: PLC0415  only articles with front matter need it

    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 2}" if mark else ""
        problem = getattr(error, "problem", None) or "it can't be understood"
        raise SourceError(
            f"{name}{where}: its front matter is not valid YAML: {problem}"
        ) from error


def _metadata(fields: dict[str, Any]) -> Metadata:
    return Metadata(
        title=_text(fields, "title", "headline"),
        subtitle=_text(fields, "subtitle", "subhead", "deck"),
        authors=_names(fields),
        series=_text(fields, "series", "collection"),
        publication=_text(fields, "publication", "publisher", "magazine", "journal"),
        language=_text(fields, "language", "lang"),
        date=_date(fields),
        url=_text(fields, "url", "link", "canonical", "canonical_url"),
    )


def _bare(text: str) -> str:
    """A value's words; of a link to another note ("[[Page|words]]") what is shown."""
    return " ".join(_WIKI.sub(r"\1", text).split())


def _text(fields: dict[str, Any], *keys: str) -> str:
    for key in keys:
        held = fields.get(key)
        if isinstance(held, (str, int, float)) and str(held).strip():
            return _bare(str(held))
    return ""


def _names(fields: dict[str, Any]) -> tuple[str, ...]:
    keys = (
        "authors",
        "author",
        "by",
        "byline",
        "author_name",
        "author-name",
        "creator",
        "writer",
        "primary_author",
    )
    told = [fields[key] for key in keys if fields.get(key)]
    whole = [one for one in told if not (isinstance(one, str) and _KEYED.fullmatch(one))]
    held = next(iter(whole or told), ())
    listed = held if isinstance(held, list) else [held]
    named = (one.get("name", "") if isinstance(one, dict) else one for one in listed)
    whose = (_WITH.sub(" and ", one) for one in named if isinstance(one, str))
    parts = (part for one in whose for part in _apart(_bare(one)))
    return tuple(_bare(part) for part in parts if part.strip())


def _apart(names: str) -> list[str]:
    """Names in a row, apart; two single words ("Spade & Fork") are one name."""
    return [names] if _PAIR.fullmatch(names) else re.split(r",| and |&", names)


def _date(fields: dict[str, Any]) -> str:
    keys = ("date", "published", "pubdate", "date_published", "published_at", "publish_date")
    held = next((fields[key] for key in keys if fields.get(key)), None)
    if isinstance(held, (dt.date, dt.datetime)):
        return held.isoformat()[:_DAY]
    text = str(held).strip() if isinstance(held, str) else ""
    return text[:_DAY] if re.match(r"\d{4}-\d\d-\d\d", text) else dated(text) or text

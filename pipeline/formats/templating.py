"""A template's name and values → text. Promise: whatever is not our own markup comes escaped.

The templates lie in `templates/`. Only http, https and mailto addresses become links.
"""

import re
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_FOLDER = Path(__file__).parent / "templates"
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2
_PAIRS = {"“”", '""', "«»", "„“", "‘’"}
_SCHEMES = ("http", "https", "mailto")


def render(template: str, **values: Any) -> str:
    """The template filled in. Raises jinja2's errors: a template is code."""
    return _environment().get_template(template).render(values)


def legal(text: str) -> str:
    """The text without the characters that XML forbids."""
    return _ILLEGAL.sub("", text)


def href(url: str) -> str:
    """The address when it is safe to follow, else nothing."""
    url = legal(url).strip()
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme.lower() in _SCHEMES and (parts.netloc or parts.path) else ""


def clock(seconds: float) -> str:
    """Whole seconds as people read them: 2:03, or 1:02:03."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def day(date: str) -> str:
    """An RFC 3339 date as people read it: 5 March 2024."""
    moment = datetime.fromisoformat(date)
    return f"{moment.day} {moment:%B %Y}"


def unquoted(text: str) -> str:
    """Words without the quotation marks round all of them, if they have some."""
    return text[1:-1] if text[:1] + text[-1:] in _PAIRS else text


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters.update(href=href, clock=clock, day=day, unquoted=unquoted)
    return environment

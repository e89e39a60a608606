"""A template's name and values → text. Promise: whatever is not our own markup comes escaped.

The templates lie in `templates/`; a show may have a folder whose files go before them, and "ours/…"
names ours all the same. They can run nothing but what Jinja's sandbox lets them; `_("Listen")` puts
our own words in a page's language. Only http, https and mailto addresses become links.
"""

from functools import cache, lru_cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    Template,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from pipeline.formats import page_words
from pipeline.formats.compiled import Kept
from pipeline.formats.page_words import clock, counted, day, word
from pipeline.patterns import pattern

_FOLDER = Path(__file__).parent / "templates"
_ILLEGAL = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # all but XML 1.0, 2.2
_PAIRS = {"“”", '""', "«»", "„“", "‘’"}
_SCHEMES = ("http", "https", "mailto")


def render(template: str, folder: str = "", language: str = "en", /, **values: Any) -> str:
    """The template filled in, from a show's own `folder` first. Raises jinja2's errors.

    `language`, one of `page_words.catalogue`, is that of our own words.
    """
    return compiled(template, folder, language).render(values)


def compiled(template: str, folder: str = "", language: str = "en") -> Template:
    """The template, ready to be filled in; compiled once. Raises jinja2's errors."""
    return _environment(folder, language).get_template(template)


def written(name: str, folder: str = "") -> str:
    """A file that is no template as it stands, such as a script."""
    environment = _environment(folder, "en")
    assert environment.loader is not None
    return environment.loader.get_source(environment, name)[0]


def legal(text: str) -> str:
    """The text without the characters that XML forbids."""
    return str(text) if text.isprintable() else _ILLEGAL.sub("", text)


def href(url: str) -> str:
    """The address when it is safe to follow, else nothing."""
    url = legal(url).strip()
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme.lower() in _SCHEMES and (parts.netloc or parts.path) else ""


def unquoted(text: str) -> str:
    """Words without the quotation marks round all of them, if they have some."""
    return text[1:-1] if text[:1] + text[-1:] in _PAIRS else text


def _tongue(page: str, language: str) -> Markup:
    """The attribute that tells the language of a part, where it is not the page's."""
    same = language.partition("-")[0].lower() == page
    return Markup("") if same else Markup(' lang="{}"').format(language)


@cache
def _makers() -> str:
    """A hash of what compiled templates depend on besides themselves and Jinja."""
    files = (Path(__file__), Path(page_words.__file__), _FOLDER / "words.tsv")
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


@lru_cache(maxsize=16)
def _environment(folder: str, language: str) -> Environment:
    ours = FileSystemLoader(_FOLDER)
    own = [FileSystemLoader(folder)] if folder else []
    environment = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([*own, ours, PrefixLoader({"ours": ours})]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        bytecode_cache=Kept(_FOLDER, language, made_by=_makers()),
    )
    our_words: Any = environment
    our_words.install_gettext_callables(
        partial(word, language), partial(counted, language), newstyle=True
    )
    environment.globals.update(language=language, tongue=partial(_tongue, language))
    environment.filters.update(
        href=href,
        clock=clock,
        unquoted=unquoted,
        day=partial(day, language),
        worded=partial(word, language),
    )
    return environment

"""Feed and episode → pages of HTML. Promise: static, nothing from strangers, good without a script.

A page's Content-Security-Policy lets in its own style and script, by their hashes, and pictures,
sound and typefaces of its own site: nothing else. Its colours are those of the show's covers.
"""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from typing import Any

from jinja2 import TemplateError, TemplateSyntaxError
from markupsafe import Markup

from pipeline.errors import UsageError
from pipeline.formats.linked_data import podcast_episode, podcast_series
from pipeline.formats.notes import unique
from pipeline.formats.page_words import language_of
from pipeline.formats.paging import Leaf
from pipeline.formats.palettes import Colour, Palette, colours_of, contrast, css, legible, mixed
from pipeline.formats.rss import NAME, address, enclosure
from pipeline.formats.subscribing import apps
from pipeline.formats.templating import compiled, legal, render, written
from pipeline.model import Episode, Feed, Show
from pipeline.values import field, value

_LIGHT: Colour = (0xFD, 0xFC, 0xF9)
_DARK: Colour = (0x16, 0x17, 0x1A)
_PARTS = ("page.css", "player.js")
_SEARCH = "search.js"
_TEMPLATES = ("base.html", "episode.html", "index.html", "search.html", "subscribe.html")
INDEX = "index.html"
OLDER = "episodes-{}.html"
ONLY = Leaf(name=INDEX)
LISTED = 100  # episodes on a page of the index, before older ones get pages of their own


@value
class Beside:
    """Files that pages use, by their names in the feed's folder.

    `pictures` has a small copy of each cover by slug, and the show's by ""; `typefaces` has what a
    show sets its pages in, by use ("text", "headings").
    """

    pictures: Mapping[str, str] = field(default_factory=dict)
    typefaces: Mapping[str, str] = field(default_factory=dict)


def episode_page(
    feed: Feed, episode: Episode, text: Markup | str, beside: Beside | None = None
) -> bytes:
    """One episode's page, to lie in its folder. `text` is HTML from `texts.inner`.

    Raises UsageError for a mistake in a template of the show's own.
    """
    show, audio = feed.show, enclosure(episode).name
    cover = next((file.name for file in episode.files if file.kind == "cover"), "")
    beside = beside or Beside()
    return _page(
        "episode.html",
        feed,
        beside,
        root="../",
        language=language_of(episode.language, show.language),
        episode=episode,
        audio=audio,
        picture=(picture := beside.pictures.get(episode.slug, cover)),
        icon=picture or f"../{beside.pictures.get('', feed.cover.name)}",
        links=unique(episode),
        quotes=[quote for quote in episode.pull_quotes if quote.get("card")],
        text=Markup(text),  # noqa: S704  (ours, escaped)
        url=address(show, episode.slug, "index.html"),
        audio_url=address(show, episode.slug, audio),
        cover_url=cover and address(show, episode.slug, cover),
        linked=podcast_episode(feed, episode),
    )


def index_page(
    feed: Feed,
    beside: Beside | None = None,
    leaf: Leaf = ONLY,
    segments: Sequence[str] = (),
) -> bytes:
    """The show's page, to lie beside feed.xml, with the episodes that are on this leaf of the list.

    `segments` of the search's index, the newest first, make it a page that can be searched. Raises
    UsageError as `episode_page` does.
    """
    beside = beside or Beside()
    return _page(
        "index.html",
        feed,
        beside,
        root="",
        parts=(*_PARTS, _SEARCH) if segments else _PARTS,
        language=language_of(feed.show.language),
        asks=bool(segments),
        episodes=feed.episodes,
        segments=segments,
        leaf=leaf,
        picture=beside.pictures.get("", feed.cover.name),
        pictures=beside.pictures,
        url=address(feed.show, leaf.name),
        cover_url=address(feed.show, feed.cover.name),
        linked={"@context": "https://schema.org", **podcast_series(feed)},
    )


def get_ready(show: Show) -> None:
    """Compile what pages are made from, for a time in which this process would only wait.

    What is wrong with a template of the show's own, those who use it will tell.
    """
    language = language_of(show.language)
    with suppress(TemplateError, OSError, UnicodeError):
        for name in _TEMPLATES:
            compiled(name, show.pages.templates, language)
        compiled("text.html", "", language)
        compiled("notes.html", "", language)


def page(  # noqa: PLR0913 - a page, and what it may use
    template: str,
    show: Show,
    parts: tuple[str, ...] = _PARTS,
    *,
    typefaces: Mapping[str, str] | None = None,
    language: str = "en",
    asks: bool = False,
    **values: Any,
) -> bytes:
    """A page from a template, in a show's colours, and the policy that lets in just what it has.

    `parts` are its style sheets and its scripts, by name, `typefaces` addresses of files, by use;
    `language` is that of the page's own words; `asks`: a script reads files of its own site.
    """
    folder = show.pages.templates
    try:
        sheets = tuple(name for name in parts if name.endswith(".css"))
        scripts = (written(name, folder) for name in parts if name.endswith(".js"))
        style = _style(colours_of(show), sheets, tuple((typefaces or {}).items()), folder)
        code = "\n".join(_lines(script, "//") for script in scripts)
        shown = render(
            template,
            folder,
            language,
            style=Markup(style),  # noqa: S704  (ours)
            script=Markup(code),  # noqa: S704  (ours)
            policy=Markup(_policy(style, code, asks=asks)),  # noqa: S704  (ours)
            show=show,
            **values,
        )
    except UnicodeDecodeError as error:
        raise UsageError(f"{folder}: a template is not in UTF-8 — save it as that") from error
    except TemplateError as error:
        if not folder:
            raise  # ours: a bug
        where = error.filename if isinstance(error, TemplateSyntaxError) else folder
        line = f":{error.lineno}" if isinstance(error, TemplateSyntaxError) else ""
        raise UsageError(
            f"{where}{line}: the template can't be used: {error.message} — mend it, or take it away"
        ) from error
    return legal(shown).encode()


def _page(template: str, feed: Feed, beside: Beside, root: str, **values: Any) -> bytes:
    feed_url = address(feed.show, NAME)
    typefaces = {use: f"{root}{name}" for use, name in beside.typefaces.items()}
    return page(
        template,
        feed.show,
        typefaces=typefaces,
        feed=feed,
        root=root,
        feed_url=feed_url,
        apps=apps(feed_url),
        **values,
    )


def _policy(style: str, script: str, *, asks: bool) -> str:
    """What the page may load and run. It writes no HTML, which trusted types hold it to."""
    runs = f"script-src {_hash(script)}; require-trusted-types-for 'script'; " if script else ""
    reads = "connect-src 'self'; " if asks else ""
    return (
        f"default-src 'none'; style-src {_hash(style)}; {runs}{reads}trusted-types 'none'; "
        "img-src 'self'; media-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(legal(text).encode()).digest()).decode()}'"


@lru_cache(maxsize=8)
def _style(
    colours: Palette, sheets: tuple[str, ...], typefaces: tuple[tuple[str, str], ...], folder: str
) -> str:
    bright = contrast(colours.ground, _DARK) > contrast(colours.ink, _DARK)
    night = colours.ink if bright else colours.ground  # no bright sheet in a dark room
    night_ink = colours.ground if bright else colours.ink
    link_light, link_dark = legible(colours, _LIGHT), legible(colours, _DARK)
    values = {
        "ground": css(colours.ground),
        "ink": css(colours.ink),
        "accent": css(colours.accent),
        "night": css(night),
        "night_ink": css(night_ink),
        "night_accent": css(legible(colours, night)),
        "light": css(_LIGHT),
        "dark": css(_DARK),
        "link_light": css(link_light),
        "link_dark": css(link_dark),
        "mark_light": css(mixed(_LIGHT, link_light, 0.22)),
        "mark_dark": css(mixed(_DARK, link_dark, 0.36)),
        "now_light": css(mixed(_LIGHT, link_light, 0.07)),
        "now_dark": css(mixed(_DARK, link_dark, 0.12)),
        "typefaces": {"text": "", "headings": "", **dict(typefaces)},
    }
    return "\n".join(_lines(render(sheet, folder, **values), "/*") for sheet in sheets)


def _lines(text: str, remark: str) -> str:
    """The lines without what only their writers need: blanks before them, remarks on their own."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith(remark))

"""Feed and episode → pages of HTML. Promise: static, no script, and no request to a stranger.

A page's own style is the only one its Content-Security-Policy lets in; its colours are those of
the show's covers.
"""

from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from typing import Any

from markupsafe import Markup

from pipeline.formats.notes import unique
from pipeline.formats.palettes import Colour, contrast, css, legible, palette
from pipeline.formats.rss import enclosure
from pipeline.formats.templating import legal, render
from pipeline.model import Episode, Feed

_LIGHT: Colour = (0xFD, 0xFC, 0xF9)
_DARK: Colour = (0x16, 0x17, 0x1A)
_SHEETS = ("page.css",)


def episode_page(feed: Feed, episode: Episode, text: Markup | str) -> bytes:
    """One episode's page, to lie in its folder. `text` is HTML from `texts.inner`."""
    return _page(
        "episode.html",
        feed,
        episode=episode,
        audio=enclosure(episode).name,
        cover=next((file.name for file in episode.files if file.kind == "cover"), ""),
        links=unique(episode),
        text=Markup(text),  # noqa: S704  (ours, escaped)
    )


def index_page(feed: Feed) -> bytes:
    """The show's page, to lie beside feed.xml."""
    return _page("index.html", feed, episodes=feed.episodes)


def page(template: str, title: str, sheets: tuple[str, ...] = _SHEETS, **values: Any) -> bytes:
    """A page from a template, in the colours of the show called `title`, that runs nothing."""
    style = _style(title, sheets)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    html = render(template, style=Markup(style), digest=digest, **values)  # noqa: S704  (ours)
    return legal(html).encode()


def _page(template: str, feed: Feed, **values: Any) -> bytes:
    return page(template, feed.show.title, feed=feed, show=feed.show, **values)


@lru_cache(maxsize=8)
def _style(title: str, sheets: tuple[str, ...]) -> str:
    colours = palette(title)
    bright = contrast(colours.ground, _DARK) > contrast(colours.ink, _DARK)
    night = colours.ink if bright else colours.ground  # no bright sheet in a dark room
    values = {
        "ground": css(colours.ground),
        "ink": css(colours.ink),
        "accent": css(colours.accent),
        "night": css(night),
        "night_ink": css(colours.ground if bright else colours.ink),
        "night_accent": css(legible(colours, night)),
        "light": css(_LIGHT),
        "dark": css(_DARK),
        "link_light": css(legible(colours, _LIGHT)),
        "link_dark": css(legible(colours, _DARK)),
    }
    return "\n".join(render(sheet, **values).strip() for sheet in sheets)

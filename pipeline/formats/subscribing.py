"""A feed's address → a link for each usual podcast app. Promise: a page asks none of them.

Each is the app's own scheme: it opens the app where it is installed, and does nothing elsewhere.
"""

from urllib.parse import quote

_APPS = (  # by name, and what goes before the address without its scheme
    ("Apple Podcasts", "podcast://"),
    ("Pocket Casts", "pktc://subscribe/"),
    ("AntennaPod", "antennapod-subscribe://"),
    ("Castro", "castros://subscribe/"),
    ("Podcast Addict", "podcastaddict://"),
    ("gPodder", "gpodder://"),
)


def apps(feed_url: str) -> tuple[tuple[str, str], ...]:
    """(app, address) for each app that can be asked to subscribe."""
    bare = feed_url.partition("://")[2]
    overcast = f"overcast://x-callback-url/add?url={quote(feed_url, safe='')}"
    first, *rest = ((app, f"{before}{bare}") for app, before in _APPS)
    return first, ("Overcast", overcast), *rest

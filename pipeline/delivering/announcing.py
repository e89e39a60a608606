"""A feed that changed → its WebSub hub is told. Source: W3C WebSub, section 7."""

from urllib.parse import urlsplit

from pipeline.errors import PlaceError

_PATIENCE = 10  # seconds


def announce(hub: str, topic: str) -> None:
    """Tell the hub that the feed at `topic` has news. Raises PlaceError when it takes none."""
    import requests  # noqa: PLC0415 - only shows with a hub need it

    if urlsplit(hub).scheme not in {"http", "https"}:
        raise PlaceError(f"the hub {hub} is no web address: mend [show] hub in show.toml")
    news = {"hub.mode": "publish", "hub.url": topic}
    try:
        answer = requests.post(hub, data=news, timeout=_PATIENCE, allow_redirects=False)
    except requests.RequestException as error:
        raise PlaceError(f"the hub {hub} can't be reached ({type(error).__name__})") from error
    if not answer.ok:
        raise PlaceError(f"the hub {hub} answered {answer.status_code}")

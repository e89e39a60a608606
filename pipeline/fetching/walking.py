"""A URL → the answer at the end of its redirects. Promise: each hop is judged before it is made."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urljoin

from pipeline.errors import SourceError
from pipeline.fetching.addresses import looked_up
from pipeline.fetching.answers import Answer, Wish, answer
from pipeline.fetching.statuses import REDIRECTS
from pipeline.fetching.targets import Target, located, target_of, without_secrets
from pipeline.fetching.wires import Clock, FetchError

_MOST_REDIRECTS = 5


@contextmanager
def arrived(
    url: str,
    clock: Clock,
    limit: int,
    *,
    allow_private: bool,
    wish: Wish = Wish(),  # noqa: B008 - a frozen value
) -> Iterator[tuple[Target, Answer]]:
    """Where a URL leads in the end, and what is answered there; open while the block runs.

    Raises SourceError, one line, also for a FetchError inside the block.
    """
    at = without_secrets(url)
    seen: list[str] = []
    try:
        while True:
            target = target_of(url)
            if seen:
                at = f"{without_secrets(seen[0])}: leads to {target.url}"
            seen.append(target.url)
            found = looked_up(target, clock, allow_private=allow_private)
            with answer(target, found, clock, limit, wish) as given:
                if given.status not in REDIRECTS:
                    yield target, given
                    return
                url = _next(target, given, seen)
    except FetchError as error:
        raise SourceError(f"{at}: {error}") from error


def is_private(url: str, seconds: float = 10.0) -> bool:
    """Whether a URL's own host is on this machine or its network. Raises SourceError."""
    clock = Clock(seconds)
    try:
        target = target_of(url)
        looked_up(target, clock, allow_private=True)
    except FetchError as error:
        raise SourceError(f"{without_secrets(url)}: {error}") from error
    try:
        looked_up(target, clock, allow_private=False)
    except FetchError:
        return True
    return False


def _next(target: Target, given: Answer, seen: list[str]) -> str:
    """Where a redirect leads. Raises FetchError for one without end."""
    place = given.header("Location")
    if not place:
        raise FetchError(f"redirects ({given.status}) to nowhere — check the address")
    url = urljoin(target.url, located(place))
    if url.partition("#")[0] in seen:
        raise FetchError(
            "redirects in a circle — it may want a login; save the page in a browser and name it"
        )
    if len(seen) > _MOST_REDIRECTS:
        raise FetchError(f"redirects more than {_MOST_REDIRECTS} times — check the address")
    return url

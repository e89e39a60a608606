"""An address on the web → its bytes. The one safe way to a URL.

Promise: nothing but http and https; nothing on a private address unless it is allowed, not after a
redirect either; and a bound on time, headers, body and what a packed body unpacks to. Each hop's
name is looked up once, every address found is judged, and the connection is made to that very
address, so that a second look-up can't lead elsewhere (DNS rebinding). Certificates are checked.

No cookie, no password and no proxy: a proxy named in the environment would look names up itself,
and the judgement made here would be worth nothing.
"""

from pipeline import bounds
from pipeline.fetching.answers import Answer
from pipeline.fetching.bodies import body
from pipeline.fetching.charsets import charset_named, self_telling
from pipeline.fetching.files import Served, served
from pipeline.fetching.kinds import FEED, suffix_of, wanted
from pipeline.fetching.statuses import checked
from pipeline.fetching.targets import Target
from pipeline.fetching.walking import arrived, is_private
from pipeline.fetching.wires import Clock
from pipeline.values import value

__all__ = ["FEED", "Fetched", "Served", "fetch", "is_private", "served"]


@value
class Fetched:
    """What an address gave. `url`: where it was in the end, without a fragment.

    `content_type` and `charset` as the server told them, in small letters, empty where it did not
    or the charset is unknown; `suffix`: the file name's ending that fits ("html", "pdf", …).
    """

    url: str
    data: bytes
    content_type: str
    charset: str
    suffix: str

    @property
    def file(self) -> bytes:
        """The bytes as a file to keep: a text tells its charset itself, by UTF-8's mark."""
        return self_telling(self.data, self.charset, self.suffix)


def fetch(
    url: str,
    *,
    allow_private: bool = False,
    limit_bytes: int = 20_000_000,
    seconds: float = 30.0,
) -> Fetched:
    """Fetch an article's page or file. `seconds` is for all of it, redirects too.

    Raises SourceError, one line: a bad or private address, no connection, a bad certificate, a
    status that is no success, too long, too large, empty, or nothing that an article comes in. A
    feed of articles has the suffix FEED.
    """
    clock, limit = Clock(seconds), bounds.raised(limit_bytes)
    with arrived(url, clock, limit, allow_private=allow_private) as (target, given):
        return _fetched(target, given, limit)


def _fetched(target: Target, given: Answer, limit: int) -> Fetched:
    checked(given)
    wanted(given)
    data = body(given, limit)
    suffix = suffix_of(given, target, data)
    return Fetched(
        url=target.url,
        data=data,
        content_type=given.content_type,
        charset=charset_named(given.charset),
        suffix=suffix,
    )

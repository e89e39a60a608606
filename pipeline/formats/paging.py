"""How many episodes there are → which stand on which page. Promise: only the newest page changes.

Pages of older episodes are full, and counted from the oldest, so that a new episode moves none of
them. One that comes in between, or leaves, moves those that are newer.
"""

from pipeline.values import field, value


@value
class Leaf:
    """A page by its file's name, and its places among episodes that come newest first.

    `older` is the page before it, `oldest` the first of all; empty where there is none, or but one.
    """

    name: str
    places: slice = field(default_factory=lambda: slice(None))
    newest: bool = True
    older: str = ""
    oldest: str = ""


def leaves(count: int, size: int, newest: str, older: str = "") -> list[Leaf]:
    """All pages, the oldest first; `older` names them by a number from 1.

    The last is the newest; it holds less than two times `size`, the others just that.
    """
    many = max(0, count // size - 1)
    names = [older.format(number) for number in range(1, many + 1)]
    made = [
        Leaf(
            name=name,
            places=slice(count - (at + 1) * size, count - at * size),
            newest=False,
            older=names[at - 1] if at else "",
            oldest=names[0],
        )
        for at, name in enumerate(names)
    ]
    last = Leaf(
        name=newest,
        places=slice(count - many * size),
        older=names[-1] if names else "",
        oldest=names[0] if names else "",
    )
    return [*made, last]

"""What an episode was published with → the show as it was then. Pure.

Who took part and whose voices speak do not change because a word of the text did: a listener would
hear another voice in an episode they know. `--again` takes the show as it is now.
"""

from pipeline.model import Episode, Show, Voice
from pipeline.values import replace

READER = "Synthetic voice ({engine}, {name})"  # how a record's persons name the voice
_READER = READER.partition("(")[0]


def as_published(show: Show, earlier: Episode | None) -> Show:
    """The show with the voices and the people of an episode's record; unchanged without one."""
    if earlier is None:
        return show
    told = {role: _voice(show, role, named) for role, named in earlier.voices.items()}
    people = tuple(
        person
        for person in earlier.persons
        if person.name not in earlier.authors and not person.name.startswith(_READER)
    )
    return replace(show, cast={**show.cast, **told}, persons=people)


def _voice(show: Show, role: str, named: str) -> Voice:
    """A voice by its name in a record; with the show's speed, pitch and fallback if it is hers."""
    wanted = show.cast.get(role)
    if wanted and str(wanted) == named:
        return wanted
    engine, _, name = named.partition(":")
    return Voice(engine=engine, name=name)

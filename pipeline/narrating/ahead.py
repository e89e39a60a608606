"""A job of any article → what came of it, in a few bytes. The promise: a bad line stops no other.

For an archive, whose lines are all spoken before an episode is put together: the take stays in the
store, and a line that can't be spoken is told, not raised.
"""

from pipeline.errors import EngineError
from pipeline.narrating.taking import Job, make_take
from pipeline.values import value


@value
class Told:
    """A task's key; whether an engine had to speak for it; why it could not be done.

    `fatal`: it ended the workers that tried, so that nobody should try it again.
    """

    key: str
    spoken: bool = False
    error: str = ""
    fatal: bool = False


def speak_ahead(job: Job) -> Told:
    """Make a take and leave it in the store. Raises SoundError, PlaceError."""
    try:
        return Told(key=job.key, spoken=make_take(job).spoken)
    except EngineError as error:
        return Told(key=job.key, error=str(error))

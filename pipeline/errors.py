"""What can go wrong for a user, as one tree; everything else is a bug and shows its traceback.

    RenderError                 1   the root; never raised itself
    ├── UsageError              2   wrong usage or configuration
    ├── SourceError             3   the source can't be read or understood
    │   └── LedgerError         3   a character of the source is neither said nor skipped
    ├── EngineError             4   an engine failed
    ├── SoundError              5   the sound failed its own check
    └── PlaceError              6   the feed, the store or a destination failed
        └── GoneError           6   the store lost what it had a moment ago

A message says what failed, where (file and line, or block), and what to do: one line.
"""


class RenderError(Exception):
    """A known failure. Raises: nothing itself; `exit_code` is what the command returns."""

    exit_code = 1


class UsageError(RenderError):
    """An option, show.toml or episode.toml is wrong. May list several mistakes, one a line."""

    exit_code = 2


class SourceError(RenderError):
    """The source is missing, empty, not text, or holds no article."""

    exit_code = 3


class LedgerError(SourceError):
    """The proof that nothing was lost and nothing invented does not hold."""


class EngineError(RenderError):
    """A voice could not speak a line. `line` is that line's key, where it is known."""

    exit_code = 4
    line = ""


class SoundError(RenderError):
    """The finished sound is not what was promised."""

    exit_code = 5


class PlaceError(RenderError):
    """A folder, the store, the feed or a destination could not be read or written."""

    exit_code = 6


class GoneError(PlaceError):
    """What the store had, it has no longer, or no longer whole: it can be made again."""

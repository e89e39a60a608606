"""Who speaks each role → who speaks it when a voice fails. The promise: one voice, a whole role.

A voice that failed for good gives up every line of its roles, also those that it has spoken, so
that no voice changes in the middle of an episode.
"""

import logging
from collections.abc import Mapping
from typing import Self

from pipeline.errors import EngineError
from pipeline.model import NARRATOR, Cast, Script, Voice
from pipeline.values import field, value

_log = logging.getLogger(__name__)


class VoiceError(EngineError):
    """A voice failed for good; `kept` tells what is left of its work."""

    def __init__(self, message: str, voice: Voice, kept: str = "") -> None:
        super().__init__(message)
        self.voice = voice
        self.kept = kept


@value
class Company:
    """The voice of each role in a script; `failed` has those that another stands in for."""

    voices: Cast
    failed: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, script: Script, cast: Cast) -> Self:
        """As the cast says; a role that it does not have is the narrator's."""
        narrator = cast.get("narrator") or NARRATOR
        roles = dict.fromkeys(line.voice for line in script.lines)
        return cls(voices={role: cast.get(role) or narrator for role in roles})

    def bereft(self, failed: Mapping[Voice, str]) -> Self:
        """The company without the voices that are known to have failed, each with its reason.

        Raises EngineError when one of them has no fallback.
        """
        company = self
        while lost := next((v for v in company.voices.values() if v in failed), None):
            company = company.without(VoiceError(failed[lost], lost))
        return company

    def without(self, failure: VoiceError) -> Self:
        """The company with the fallback in each role of the voice, which is told in one warning.

        Raises EngineError when there is no fallback.
        """
        voice = failure.voice
        if voice.fallback is None:
            raise EngineError(f"{failure} {failure.kept}".strip()) from failure
        roles = [role for role, its in self.voices.items() if its == voice]
        _log.warning("%s speaks %s: %s", voice.fallback, ", ".join(roles), failure)
        return type(self)(
            voices={**self.voices, **dict.fromkeys(roles, voice.fallback)},
            failed={**dict.fromkeys(roles, str(voice)), **self.failed},
        )

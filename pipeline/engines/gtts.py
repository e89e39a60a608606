"""Google's voices through gTTS: the words go to translate.google.com, MP3 comes back.

The promise: speech or a clear EngineError, never silence for a line and never a wait without end.
gTTS itself sends with certificates unchecked and without a timeout, and takes an HTML page for an
empty recording; so it only writes the requests here, and we send them and read the answers. There
is one speed and one pitch; a voice at three quarters of its speed or less uses Google's slow one.
"""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.engines.decoding import Sound, decode, trim
from pipeline.engines.requesting import Server, ask, failed, session
from pipeline.engines.turns import turn
from pipeline.errors import EngineError
from pipeline.model import Speech, Voice, Word
from pipeline.patterns import pattern
from pipeline.versions import version

if TYPE_CHECKING:
    import requests

VERSION = "1"  # of this wrapper

# The only hosts there are: a voice's name chooses one and can't spell another.
_ACCENTS: Mapping[str, tuple[str, str]] = {
    "en-us": ("en", "us"),
    "en-gb": ("en", "co.uk"),
    "en-au": ("en", "com.au"),
    "en-ca": ("en", "ca"),
    "en-in": ("en", "co.in"),
    "en-ie": ("en", "ie"),
    "en-za": ("en", "co.za"),
    "en-ng": ("en", "com.ng"),
    "fr-fr": ("fr", "fr"),
    "fr-ca": ("fr", "ca"),
    "pt-br": ("pt", "com.br"),
    "pt-pt": ("pt", "pt"),
    "es-es": ("es", "es"),
    "es-mx": ("es", "com.mx"),
    "es-us": ("es", "us"),
}
_ROLES: Mapping[str, str] = {"narrator": "en-us", "quote": "en-gb"}

_MOST = 100  # characters in one request; gTTS breaks more at every comma
_SLOW = 0.75  # of normal speed
_AT_ONCE = 4  # requests, of all that render on this machine
_GOOGLE = Server(engine="gtts", name="Google")
_EDGE = 0.010  # seconds of silence kept round the whole
_JOINT = 0.060  # seconds of silence kept round a piece
_AUDIO = pattern(r'jQ1olc","\[\\"([A-Za-z0-9+/=]*)\\"')  # Google's name of the call, its answer


class Gtts:
    """Google's voices: a language ("en"), or a language and its accent ("en-gb")."""

    name = "gtts"
    repeatable = False
    online = True

    @property
    def fingerprint(self) -> str:
        """Library and wrapper; what Google changes can't be seen from here."""
        return f"gtts {version('gTTS')} wrapper {VERSION}"

    def voices(self) -> Sequence[str]:
        """Narrator and quote (American and British), then accents, then languages."""
        return (*_ROLES, *_ACCENTS, *_languages())

    def speak(self, words: Sequence[Word], voice: Voice) -> Speech:
        """Say the words, piece by piece. Raises EngineError."""
        language, host = _resolve(voice.name)
        said = " ".join(word.said for word in words if word.said)
        with session() as line:
            wanted = _requests(said, language, host, slow=voice.speed <= _SLOW)
            sounds = [_piece(line, request) for request in wanted]
        if not sounds:
            raise EngineError(f'Engine gtts has nothing to say for "{said}": give it other words.')
        if len({sound.rate for sound in sounds}) > 1:
            raise EngineError("Engine gtts got pieces at different rates: try again.")
        joined = b"".join(trim(sound, _JOINT).pcm for sound in sounds)
        whole = trim(Sound(joined, sounds[0].rate), _EDGE)
        return Speech(pcm=whole.pcm, rate=whole.rate)


def pieces(text: str) -> list[str]:
    """Text in pieces of at most 100 characters, cut where a reader would draw breath.

    After a sentence's end, else a clause's, else at a blank, the last that fits; a single longer
    word is cut where it must be.
    """
    cut, rest = [], " ".join(text.split())
    while len(rest) > _MOST:
        at = _breath(rest[: _MOST + 1])
        cut.append(rest[:at].strip())
        rest = rest[at:].strip()
    return [piece for piece in (*cut, rest) if any(map(str.isalnum, piece))]


def _breath(text: str) -> int:
    """Where to cut a text that is one character too long: the best place, not too early."""
    for marks in (r"[.!?…]", r"[;:]|[,)]|\s[–—]", r""):
        ends = [found.end() for found in re.finditer(rf"{marks}[”’\"']?\s", text)]
        if ends and ends[-1] > _MOST // 3:
            return ends[-1]
    blank = text.rfind(" ")
    return blank if blank > 0 else _MOST


@lru_cache(maxsize=1)
def _languages() -> tuple[str, ...]:
    from gtts.lang import tts_langs  # noqa: PLC0415 - imports requests, 60 ms

    return tuple(sorted(tts_langs()))


def _resolve(name: str) -> tuple[str, str]:
    """The language and the host's ending for a voice's name."""
    name = _ROLES.get(name, name)
    if name.lower() in _ACCENTS:
        return _ACCENTS[name.lower()]
    if name in _languages():
        return name, "com"
    raise EngineError(
        f'Engine gtts has no voice "{name}": choose a language such as "en" or an accent such as '
        f'"{next(iter(_ACCENTS))}"; --list-voices names all.'
    )


def _requests(
    text: str, language: str, host: str, *, slow: bool
) -> Iterator["requests.PreparedRequest"]:
    """The requests as gTTS writes them, one a piece."""
    from gtts import gTTS  # noqa: PLC0415

    for piece in pieces(text):
        written = gTTS(
            piece, tld=host, lang=language, slow=slow, lang_check=False, pre_processor_funcs=[]
        )
        yield from written._prepare_requests()  # noqa: SLF001 - it has no public way without sending


def _piece(line: "requests.Session", request: "requests.PreparedRequest") -> Sound:
    """One piece of speech."""
    with turn("gtts", _AT_ONCE):
        answer = ask(line, request, _GOOGLE)
    found = _AUDIO.search(answer.body.decode("utf-8", "replace"))
    if not found:
        raise failed(_GOOGLE, "the answer is no speech but a page or something else")
    try:
        return decode(base64.b64decode(found[1], validate=True))
    except (ValueError, binascii.Error) as error:
        what = str(error) if found[1] else "the answer holds no speech"
        raise failed(_GOOGLE, what) from error

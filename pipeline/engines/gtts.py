"""Google's voices through gTTS: the words go to translate.google.com, MP3 comes back.

The promise: speech or a clear EngineError, never silence for a line and never a wait without end.
gTTS itself sends with certificates unchecked and without a timeout, and takes an HTML page for an
empty recording; so it only writes the requests here, and this module sends and reads them. There
is one speed and one pitch; a voice at three quarters of its speed or less uses Google's slow one.
"""

import base64
import binascii
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING

from pipeline.engines.decoding import Sound, decode, trim
from pipeline.errors import EngineError
from pipeline.model import Speech, Voice, Word

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
_TIMEOUT = (5.0, 20.0)  # seconds to connect, seconds between two bytes
_WAITS = (1.0, 3.0, 9.0)  # seconds before asking again
_PATIENCE = 30.0  # seconds; a server that asks for a longer wait is given up
_BUSY = 429
_BROKEN = 500
_EDGE = 0.010  # seconds of silence kept round the whole
_JOINT = 0.060  # seconds of silence kept round a piece
_AUDIO = re.compile(r'jQ1olc","\[\\"([A-Za-z0-9+/=]*)\\"')  # Google's name of the call, its answer

_sleep = time.sleep


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
        with _session() as session:
            requests_ = _requests(said, language, host, slow=voice.speed <= _SLOW)
            sounds = [_piece(session, request) for request in requests_]
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


def _session() -> "requests.Session":
    import requests  # noqa: PLC0415

    return requests.Session()


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


def _piece(session: "requests.Session", request: "requests.PreparedRequest") -> Sound:
    """One piece of speech; asks again, after growing waits, while that may help."""
    fault, wait = "", 0.0
    for pause in (*_WAITS, None):
        response, fault, wait = _ask(session, request)
        if response is not None:
            return _sound(response)
        if pause is None or wait > _PATIENCE:
            break
        _sleep(max(pause, wait))
    raise _failed(f"{fault}, {len(_WAITS) + 1} times" if wait <= _PATIENCE else fault)


def _ask(
    session: "requests.Session", request: "requests.PreparedRequest"
) -> tuple["requests.Response | None", str, float]:
    """An answer; or None, what was wrong, and the seconds the server wants us to wait.

    Raises EngineError for what asking again can't mend.
    """
    from requests import exceptions  # noqa: PLC0415

    settings = session.merge_environment_settings(
        str(request.url), {}, stream=False, verify=True, cert=None
    )
    try:
        response = session.send(request, timeout=_TIMEOUT, allow_redirects=False, **settings)
    except exceptions.SSLError as error:
        raise _failed("the server's certificate is not valid") from error
    except exceptions.ConnectTimeout as error:
        raise _unreachable(request) from error
    except exceptions.ConnectionError as error:
        if "NewConnectionError" in repr(error) or "NameResolution" in repr(error):
            raise _unreachable(request) from error
        return None, "the connection was cut", 0.0
    except exceptions.RequestException as error:
        return None, f"no whole answer came ({type(error).__name__})", 0.0
    status = response.status_code
    if status == _BUSY or status >= _BROKEN:
        asked = response.headers.get("Retry-After", "")
        fault = "Google wants fewer requests" if status == _BUSY else "the server failed"
        return None, f"{fault} (HTTP {status})", float(asked) if asked.isdecimal() else 0.0
    if not response.ok or response.is_redirect:
        raise _failed(f"Google refused (HTTP {status})")
    return response, "", 0.0


def _sound(response: "requests.Response") -> Sound:
    found = _AUDIO.search(response.text)
    if not found:
        raise _failed("the answer is no speech but a page or something else")
    try:
        return decode(base64.b64decode(found[1], validate=True))
    except (ValueError, binascii.Error) as error:
        raise _failed(str(error) if found[1] else "the answer holds no speech") from error


def _failed(what: str) -> EngineError:
    return EngineError(
        f"Engine gtts failed: {what}; try again later, or use --engine espeak. What was spoken so "
        "far is kept."
    )


def _unreachable(request: "requests.PreparedRequest") -> EngineError:
    host = (request.url or "").split("/")[2]
    return EngineError(
        f"Engine gtts can't reach {host}: connect to the network, or use --engine espeak."
    )

"""Who speaks in an article → a voice each. The promise: one name, one voice, all through a series.

A speaker's voice follows from the name alone: each name has its own order of preference among the
voices beside the narrator's. Two who want the same one are parted by their names, too; people of
the show choose first. What show.toml says goes before all of this; where it leaves the pull-quotes
to us they are told from the narrator by pitch.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from pipeline import engines
from pipeline.engines.espeak_voices import OWN, voice_text
from pipeline.errors import EngineError
from pipeline.model import DEFAULT_CAST, NARRATOR, Article, Cast, Role, Show, Voice
from pipeline.patterns import pattern
from pipeline.values import replace

# espeak's variants, semitones: 78, 121, 144, 176 and 227 Hz beside the narrator's 101, so that any
# two are three semitones apart at least; of those that a recogniser understands.
_VARIANTS = (("klatt3", -4.0), ("Reed", 1.0), ("m5", 6.0), ("f4", 0.0), ("f5", 2.0))
_NEAR = 2.0  # semitones that the narrator may be moved beside the usual pull-quotes
_APART = 6.0  # semitones; a listener hears four for sure
_ENGLISH = "en-us"
_KOKORO = pattern(r"([a-z])[fm]_")  # its voices begin with their language
_TONGUE = pattern(r"([A-Za-z]+)[-_]")


def company(article: Article, show: Show, language: str) -> Cast:
    """The show's cast, and a voice for each speaker whom it does not have."""
    return {**show.cast, **_pull_quotes(show.cast), **_speakers(article, show, language)}


def _pull_quotes(cast: Cast) -> Cast:
    """A voice for pull-quotes beside an espeak narrator whom the usual one may not suit."""
    usual = DEFAULT_CAST["pull_quote"]
    narrator = cast.get("narrator") or NARRATOR
    as_usual = narrator.name == NARRATOR.name and abs(narrator.pitch) <= _NEAR
    if cast.get("pull_quote", usual) != usual or narrator.engine != usual.engine or as_usual:
        return {}
    moved = _APART if narrator.pitch <= 0 else -_APART
    return {"pull_quote": replace(narrator, pitch=narrator.pitch + moved)}


def _speakers(article: Article, show: Show, language: str) -> Cast:
    """A voice for each speaker whom the show's cast does not have; none where voices run out.

    Who gave the talk that was asked about is heard in the narrator's voice already.
    """
    names = {
        block.speaker
        for block in article.blocks
        if block.role is Role.TURN and block.speaker and not block.skip
    }
    narrated = set(article.metadata.authors) if article.asked_after else set()
    wanting = sorted(names - show.cast.keys() - narrated)
    if not wanting:
        return {}
    narrator = show.cast.get("narrator") or NARRATOR
    taken = {(voice.engine, voice.name, voice.pitch) for voice in show.cast.values()}
    free = [
        voice
        for voice in _company(narrator, language)
        if (voice.engine, voice.name, voice.pitch) not in taken
    ]
    return _chosen(wanting, free, first={person.name for person in show.persons})


def _chosen(names: Iterable[str], free: Sequence[Voice], first: set[str]) -> Cast:
    """Each name's favourite of what is left; who chooses when does not depend on the article."""
    left, chosen = list(free), dict[str, Voice]()
    for name in sorted(names, key=lambda name: (name not in first, _lot(name))):
        if left:
            chosen[name] = min(left, key=lambda voice: _lot(name, str(voice)))
            left.remove(chosen[name])
    return chosen


def _lot(*parts: str) -> str:
    return sha256("\n".join(parts).casefold().encode("utf-8", "surrogatepass")).hexdigest()


def _company(narrator: Voice, language: str) -> list[Voice]:
    """The voices that go with a narrator: of the same engine, in the same language."""
    if narrator.engine == "espeak":
        base = narrator.name.partition("+")[0]
        base = _base(language) if base in OWN else base
        return [
            Voice(engine="espeak", name=f"{base}+{variant}", speed=narrator.speed, pitch=pitch)
            for variant, pitch in _VARIANTS
        ]
    try:
        engine = engines.find(narrator.engine)
        names = () if engine.online else engine.voices()
    except EngineError:  # its fallback speaks, or the render tells
        return []
    tongue = _tongue(narrator.name)
    return [
        Voice(engine=narrator.engine, name=name, speed=narrator.speed)
        for name in names
        if name != narrator.name and _tongue(name) == tongue
    ]


def _base(language: str) -> str:
    """Espeak's own name of a language."""
    wanted = language.lower()
    try:
        voice_text(wanted)
    except EngineError:
        return _ENGLISH
    return _ENGLISH if wanted == "en" else wanted


def _tongue(name: str) -> str:
    """The language that a voice's name begins with, if it does."""
    found = _KOKORO.match(name) or _TONGUE.match(name)
    return found[1].lower() if found else ""

"""A voice's name → the voice, ready to speak. Promise: its licence is told before it is used."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from pipeline import engines
from pipeline.cli.mapping import Bar
from pipeline.cli.reporting import Report, command
from pipeline.config.page import shown
from pipeline.engines import (
    kokoro_offer,
    kokoro_voices,
    piper_catalogue,
    piper_voices,
    voice_offers,
)
from pipeline.engines.piper_licences import Kind, Licence
from pipeline.errors import EngineError
from pipeline.model import Show

_REST = 0.1  # seconds between two looks of the bar
_MEANS = {
    Kind.FREE: "free to publish with",
    Kind.NOT_COMMERCIAL: "NOT for commercial use",
    Kind.UNKNOWN: "whether you may publish with it, find out first",
}


def fetch_voice(named: str, report: Report) -> int:
    """Get a voice of piper's catalogue, or Kokoro with all its voices, unless it is here.

    Raises EngineError, PlaceError.
    """
    name = named.strip().removeprefix("piper:").partition("#")[0]
    kokoro = name.partition(":")[0] == kokoro_offer.NAME
    if file := _here(name, kokoro=kokoro):
        report.say(f"{name} is here already: {shown(file)}")
        report.document({"voice": _full(name), "file": str(file), "fetched": False})
        return 0
    offer = kokoro_offer.offer() if kokoro else piper_catalogue.look_up(name)
    report.say(f"{offer.name}: {offer.size / 1e6:.0f} MB from {urlsplit(offer.address).netloc}")
    report.say(f"Licence: {_told(offer.licence)}")
    with _watched(offer.name, offer.size, report) as seen:
        file = voice_offers.fetch(offer, seen)
    _tell_use(name, offer, file, report)
    return 0


def _here(name: str, *, kokoro: bool) -> Path | None:
    """The main file of a voice that this machine has."""
    if kokoro:
        files = kokoro_voices.installed()
        return files.model if files else None
    found = piper_voices.installed().get(name)
    return found.model if found else None


def _full(name: str) -> str:
    """A voice as [cast] takes it."""
    if name.partition(":")[0] == kokoro_offer.NAME:
        return name if ":" in name else f"{name}:{kokoro_voices.RECOMMENDED}"
    return f"piper:{name}"


def _tell_use(name: str, offer: voice_offers.Offer, file: Path, report: Report) -> None:
    report.say(f"It is in {shown(file.parent)}. To use it, add to a render")
    report.say(f"  --voice narrator={_full(name)}")
    report.say(f'or write narrator = "{_full(name)}" under [cast] in show.toml.')
    report.say("An episode that is in the feed changes its voice with --again.")
    _check_engine(offer.engine, report)
    report.document(
        {
            "voice": _full(name),
            "file": str(file),
            "fetched": True,
            "licence": offer.licence.line,
            "kind": offer.licence.kind,
            "dataset": offer.licence.dataset,
            "parent": offer.licence.parent,
        }
    )


def better_voice(show: Show) -> str:
    """The command that gets a better voice, for a show in English that has none; or nothing."""
    plain = all(voice.engine == "espeak" for voice in show.cast.values())
    if not plain or not show.language.lower().startswith("en") or piper_voices.installed():
        return ""
    return f"{command('render-episode')} --fetch-voice {piper_voices.RECOMMENDED}"


def _told(licence: Licence) -> str:
    """A licence as its card names it, and what that means."""
    of = f" (recordings: {licence.dataset})" if licence.dataset else ""
    parent = f" Its card says: “{licence.parent}”." if licence.parent else ""
    return f"{licence.line}{of}, {_MEANS[licence.kind]}.{parent}"


def _check_engine(name: str, report: Report) -> None:
    """A voice without its engine says nothing: tell how to install that."""
    try:
        engines.find(name)
    except EngineError as error:
        report.wrong(str(error))


@contextmanager
def _watched(name: str, size: int, report: Report) -> Iterator[Callable[[int], None]]:
    """What to tell how many bytes are here: a bar on a terminal."""
    bar: Bar | None = None
    next_look = 0.0

    def seen(have: int) -> None:
        nonlocal bar, next_look
        now = time.monotonic()
        if bar is None:
            bar = Bar(title=name, total=size, first=have, start=now)
        elif now > next_look:
            bar.show(have)
            next_look = now + _REST

    if not report.live:
        yield lambda _: None
        return
    try:
        yield seen
    finally:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)

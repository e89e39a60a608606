"""Rules of the sound and the pictures: what comes is what the feed says. Place → complaints."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image, UnidentifiedImageError

from pipeline.checking import sounds
from pipeline.checking.findings import Complaint, Place, rule, text, wrong
from pipeline.formats.namespaces import NAMESPACES, Element
from pipeline.patterns import pattern

_DURATION = pattern(r"[0-9]{1,9}(?::[0-9]{1,9}){0,2}")
_SLACK = 1.5  # seconds between the duration that is said and the file's
_SIDES = (1400, 3000)  # pixels
_ART = 512 * 1024  # bytes
_TARGETS = {1: -19.0, 2: -16.0}  # LUFS by channels: mono on two speakers is 3 LU louder (Apple)
_OFF, _PEAK = 1.0, -1.0  # LU, dBTP (Apple)
_JUDGED = 60  # seconds: a shorter sound's loudness says little
_RATES = {44_100, 48_000}
_SUFFIXES = {"JPEG": {".jpg", ".jpeg"}, "PNG": {".png"}}


@rule("file-exists", "must")
def exists(place: Place) -> Iterator[Complaint]:
    """Every file that the feed names is there."""
    for element, url in named(place):
        got = place.files.get(url)
        if got and got.path is None:
            yield wrong(
                element, f"{url} {got.told}", "render the episode --again, or publish again"
            )


@rule("enclosure-length", "must")
def length(place: Place) -> Iterator[Complaint]:
    """An enclosure's length is the file's size in bytes."""
    for element, path in audio(place):
        size = path.stat().st_size
        if element.get("length") != str(size):
            told = f"the feed says {element.get('length')} bytes, {_name(element)} has {size}"
            yield wrong(element, told, "build the feed again")


@rule("item-duration", "must")
def duration(place: Place) -> Iterator[Complaint]:
    """An item's duration is the file's, within 1.5 s."""
    for element, path in audio(place):
        found = sounds.facts(path)
        if found is None:
            yield wrong(_name(element), "the file is no sound", "render the episode --again")
            continue
        said = seconds(text(item_of(element), "itunes:duration"))
        if said is None or abs(said - found.seconds) > _SLACK:
            given = text(item_of(element), "itunes:duration") or "no"
            told = f"the feed says {given} seconds, {_name(element)} lasts {found.seconds:.1f}"
            yield wrong(item_of(element), told, "write whole seconds, those of the file")


@rule("sound-rate", "should")
def rate(place: Place) -> Iterator[Complaint]:
    """Sound has 44.1 or 48 kHz, and at least 32 kb/s a channel (Apple)."""
    for element, path in audio(place):
        found = sounds.facts(path)
        if found and found.rate not in _RATES:
            yield wrong(_name(element), f"the sound has {found.rate} Hz", "resample to 44100")
        if found and 0 < found.bits < 32_000 * found.channels:
            yield wrong(_name(element), f"the sound has {found.bits} bits a second", "use 96 kb/s")


@rule("sound-loudness", "should")
def loudness(place: Place) -> Iterator[Complaint]:
    """Sound is as loud as Apple asks, within 1 LU: -16 LUFS in stereo, -19 in mono."""
    for element, path in audio(place):
        found = sounds.measured(path)
        if found is None or found.seconds < _JUDGED:
            continue
        target = _TARGETS.get(found.channels, -16.0)
        if abs(found.loudness - target) > _OFF:
            told = f"the sound measures {found.loudness:.1f} LUFS, and {target:g} is asked for"
            yield wrong(_name(element), told, "bring it to that level by one constant gain")


@rule("sound-peak", "should")
def peak(place: Place) -> Iterator[Complaint]:
    """The true peak is at most -1 dBTP (Apple): above it, players distort."""
    for element, path in audio(place):
        found = sounds.measured(path)
        if found and found.peak > _PEAK:
            told = f"the true peak is {found.peak:.1f} dBTP"
            yield wrong(_name(element), told, "limit the sound before it is encoded")


@rule("sound-whole", "must")
def whole(place: Place) -> Iterator[Complaint]:
    """Sound decodes to its end: a damaged frame stops some players there."""
    for element, path in audio(place):
        said, found = sounds.facts(path), sounds.measured(path)
        short = found is None or abs(found.seconds - said.seconds) > _SLACK if said else False
        if short or (found and found.damaged > 1):
            yield wrong(_name(element), "the sound breaks off or is damaged", "render it --again")


@rule("image-fit", "must")
def image(place: Place) -> Iterator[Complaint]:
    """An image is a square JPEG or PNG of 1400 to 3000 pixels, without alpha, named as such."""
    for url, path in _images(place):
        if fault := _unfit(path, url):
            yield wrong(_last(url), fault, "use a square JPEG of 3000 pixels, RGB")


@rule("image-size", "should")
def heavy(place: Place) -> Iterator[Complaint]:
    """An image has at most 512 KiB."""
    for url, path in _images(place):
        if (size := path.stat().st_size) > _ART:
            told = f"the image has {size // 1024} KiB"
            yield wrong(_last(url), told, "save it as a JPEG of less quality")


def named(place: Place) -> Iterator[tuple[Element, str]]:
    """Every file that the channel and the newest items name, with the element that does."""
    heads = [each for each in place.channel if each.tag != "item"]
    for part in (*heads, *place.newest):
        for element in part.iter():
            tag = str(element.tag)
            image = tag == f"{{{NAMESPACES['itunes']}}}image"
            inner = tag.startswith(f"{{{NAMESPACES['podcast']}}}") and not tag.endswith("}person")
            if tag == "enclosure" or image or inner:
                url = element.get("url") or element.get("uri") or element.get("href") or ""
                if Path(url.partition("?")[0]).suffix:
                    yield element, url


def audio(place: Place) -> Iterator[tuple[Element, Path]]:
    """Each enclosure of the newest items, with its bytes."""
    for item in place.newest:
        for element in item.findall("enclosure"):
            if path := place.path(element.get("url", "")):
                yield element, path


def item_of(element: Element) -> Element:
    """The item that an element stands in."""
    return next(element.iterancestors("item"), element)


def seconds(said: str) -> float | None:
    """What itunes:duration says: seconds, or minutes and hours before them."""
    parts = said.split(":")
    if not _DURATION.fullmatch(said):
        return None
    total = 0
    for part in parts:
        total = total * 60 + int(part)
    return float(total)


def _name(element: Element) -> str:
    return _last(element.get("url", ""))


def _last(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


def _images(place: Place) -> Iterator[tuple[str, Path]]:
    heads = place.channel.findall("itunes:image", NAMESPACES)
    inner = [found for item in place.newest for found in item.findall("itunes:image", NAMESPACES)]
    for url in dict.fromkeys(each.get("href", "") for each in (*heads, *inner)):
        if path := place.path(url):
            yield url, path


def _unfit(path: Path, url: str) -> str:
    try:
        with Image.open(path) as picture:
            kind, mode, (width, height) = picture.format, picture.mode, picture.size
            turned: Any = picture.getexif().get(0x0112, 1)  # EXIF: orientation
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError):
        return "the image can't be read"
    if kind not in _SUFFIXES or mode != "RGB":
        return f"the image is {kind} in {mode}"
    if width != height or not _SIDES[0] <= width <= _SIDES[1]:
        return f"the image has {width} × {height} pixels"
    if turned != 1:
        return "the image lies on its side by its EXIF"
    suffix = Path(url.partition("?")[0]).suffix.lower()
    return "" if suffix in _SUFFIXES[kind] else f"the image is {kind} and named {suffix or url}"


RULES = (exists, length, duration, rate, loudness, peak, whole, image, heavy)

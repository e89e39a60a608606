"""A show → the files that its look needs, in the feed's folder: covers, small copies, typefaces.

Promise: each is named by what it is made of, made once, and never replaced in place.
"""

from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING

from pipeline.errors import UsageError
from pipeline.formats.palettes import DESIGN, THUMBNAIL, look_of
from pipeline.model import Episode, Feed, MediaFile, Picture, Show
from pipeline.publishing import place

if TYPE_CHECKING:
    from pipeline.formats.pages import Beside

_FORMATS = {"JPEG": ("jpg", "image/jpeg"), "PNG": ("png", "image/png")}


def show_cover(
    show: Show, folder: Path, noted: Mapping[str, str] = MappingProxyType({}), drawn: bytes = b""
) -> MediaFile:
    """The show's own picture, or one drawn for it (`drawn`, if it is), as a file named by its hash.

    `noted`: the hashes that files had when the feed was last built; what differs is drawn again.
    Raises UsageError when the show names a picture that is missing or neither JPEG nor PNG.
    """
    return _own(show, folder) if show.cover else _drawn(show, folder, noted, drawn)


def lacks_cover(show: Show, folder: Path) -> bool:
    """Whether the show's cover must be drawn before the feed can be built."""
    return not show.cover and not (folder / _name(show)).is_file()


def _own(show: Show, folder: Path) -> MediaFile:
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - 30 ms, for a show with its own

    try:
        data = Path(show.cover).read_bytes()
        with Image.open(BytesIO(data)) as image:
            suffix, kind = _FORMATS[image.format or ""]
    except (OSError, UnidentifiedImageError, KeyError) as error:
        raise UsageError(
            f"the cover {show.cover} can't be read: give a square JPEG or PNG of 3000 pixels"
        ) from error
    digest = sha256(data).hexdigest()
    name = f"cover-{digest[:12]}.{suffix}"
    place.write(folder / name, data)
    return MediaFile(name=name, kind="cover", type=kind, size=len(data), sha256=digest)


def _drawn(show: Show, folder: Path, noted: Mapping[str, str], ready: bytes) -> MediaFile:
    name = _name(show)
    data = _once(folder / name, noted.get(name, ""), lambda: ready or bytes(_art().cover(show)))
    digest = sha256(data).hexdigest()
    return MediaFile(name=name, kind="cover", type="image/jpeg", size=len(data), sha256=digest)


def _name(show: Show) -> str:
    """Of the cover's file: by what it is drawn from, so that it need not be drawn to know it."""
    look = (DESIGN, *look_of(show))
    return f"cover-{sha256(chr(10).join(map(str, look)).encode()).hexdigest()[:12]}.jpg"


def _art() -> ModuleType:
    from pipeline.formats import art  # noqa: PLC0415 - Pillow, only for what is to be drawn

    return art


def _once(path: Path, noted: str, draw: Callable[[], bytes]) -> bytes:
    """A picture that is there, or, when it is not what was `noted` (a hash), drawn again."""
    data = path.read_bytes() if path.is_file() else b""
    if not data or sha256(data).hexdigest() != (noted or sha256(data).hexdigest()):
        data = draw()
        place.write(path, data)
    return data


def beside(feed: Feed, folder: Path, noted: Mapping[str, str]) -> "Beside":
    """What all pages show besides their text, made and in its place; `noted` as for `show_cover`.

    Raises UsageError when a typeface of the show's own can't be read.
    """
    from pipeline.formats.pages import Beside  # noqa: PLC0415 - Jinja: lines are given out before

    small = _small(feed.cover, folder, "", noted)
    files = {"text": feed.show.pages.text, "headings": feed.show.pages.headings}
    own = {use: _typeface(Path(file), folder) for use, file in files.items() if file}
    return Beside(pictures={"": small}, typefaces=own)


def small_copy(episode: Episode, folder: Path, noted: Mapping[str, str]) -> str:
    """The name of the small copy of an episode's cover, made; empty where the cover is not."""
    named = (file for file in episode.files if file.kind == "cover")
    cover = next((file for file in named if (folder / episode.slug / file.name).is_file()), None)
    return _small(cover, folder, episode.slug, noted) if cover else ""


def keep_small(files: Iterable[MediaFile], home: Path, drawn: Picture | None) -> None:
    """Give the small copy of the cover among a folder's files, if it was drawn, its place there."""
    for cover in files:
        path = home / _small_name(cover)
        if drawn and drawn.thumbnail and cover.kind == "cover" and not path.is_file():
            place.write(path, drawn.thumbnail)


def _small_name(cover: MediaFile) -> str:
    recipe = sha256(f"{THUMBNAIL}\n{cover.sha256}".encode()).hexdigest()
    return f"small-{recipe[:12]}.jpg"


def _small(cover: MediaFile, folder: Path, slug: str, noted: Mapping[str, str]) -> str:
    """A small copy of a cover in its folder (no slug: the show's), made when missing or damaged."""
    name, home = _small_name(cover), folder / slug
    known = noted.get(f"{slug}/{name}".lstrip("/"), "")
    with place.told(home):
        _once(home / name, known, lambda: bytes(_art().thumbnail((home / cover.name).read_bytes())))
    return name


def _typeface(file: Path, folder: Path) -> str:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise UsageError(f"the typeface {file} can't be read: put it back") from error
    name = f"type-{sha256(data).hexdigest()[:12]}{file.suffix.lower()}"
    place.write(folder / name, data)
    return name

"""A show → its cover in the feed's folder. Promise: drawn once, and never replaced in place."""

from hashlib import sha256
from io import BytesIO
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from pipeline.errors import UsageError
from pipeline.formats import art
from pipeline.model import MediaFile, Show
from pipeline.publishing import place

_FORMATS = {"JPEG": ("jpg", "image/jpeg"), "PNG": ("png", "image/png")}


def show_cover(show: Show, folder: Path) -> MediaFile:
    """The show's own picture, or one drawn for it, as a file named by its hash.

    Raises UsageError when the show names a picture that is missing or neither JPEG nor PNG.
    """
    return _own(show, folder) if show.cover else _drawn(show, folder)


def _own(show: Show, folder: Path) -> MediaFile:
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


def _drawn(show: Show, folder: Path) -> MediaFile:
    """Named by what it is drawn from, so that it need not be drawn to know its name."""
    recipe = sha256(f"{art.DESIGN}\n{show.title}".encode()).hexdigest()
    path = folder / f"cover-{recipe[:12]}.jpg"
    if not path.is_file():
        place.write(path, art.cover(show.title))
    data = path.read_bytes()
    digest = sha256(data).hexdigest()
    return MediaFile(name=path.name, kind="cover", type="image/jpeg", size=len(data), sha256=digest)

"""Named texts in, a zip archive out.

The promise: the same files give the same bytes, and the first is stored, not deflated, as ODT and
EPUB want their `mimetype`.
"""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo


def zipped(files: Mapping[str, str]) -> bytes:
    """The archive's bytes; the files in the order given, all of one fixed date."""
    held = BytesIO()
    with ZipFile(held, "w") as archive:
        for number, (name, text) in enumerate(files.items()):
            entry = ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED if number else ZIP_STORED
            archive.writestr(entry, text.encode())
    return held.getvalue()

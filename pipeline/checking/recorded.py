"""The rule of the records: files are what was made. Place → complaints, of feeds of our own."""

from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import file_digest

from pipeline.checking.findings import Complaint, Place, rule, wrong
from pipeline.checking.media import named
from pipeline.errors import PlaceError
from pipeline.formats import records

_RECORD = "episode.json"


@rule("file-as-recorded", "must")
def as_recorded(place: Place) -> Iterator[Complaint]:
    """A file is what this program made, byte for byte, as the episode's record says."""
    sums = cache(lambda folder: _sums(place, folder))
    for element, url in named(place) if place.ours else ():
        folder, _, name = url.rpartition("/")
        path = place.path(url)
        try:
            wanted = sums(folder).get(name) if folder + "/" != place.base() else None
        except PlaceError as error:
            yield wrong(element, str(error), "restore the record, or render the episode anew")
            continue
        if not wanted or path is None:
            continue
        with path.open("rb") as file:
            if file_digest(file, "sha256").hexdigest() != wanted:
                yield wrong(element, f"{url} is not what was made", "render the episode --again")


def _sums(place: Place, folder: str) -> Mapping[str, str]:
    """What the record in a folder says of its files, by name. Raises PlaceError: damaged."""
    path = place.path(f"{folder}/{_RECORD}")
    if path is None:
        return {}
    text = path.read_text("utf-8", errors="replace")
    return {file.name: file.sha256 for file in records.from_json(text, f"{folder}/{_RECORD}").files}


RULES = (as_recorded,)

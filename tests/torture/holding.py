"""What must hold of a show's folder, whatever befell it.

Nothing of ours reads it: lxml and hashlib do.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from torture.house import BASE, House


def tree(folder: Path) -> dict[str, str]:
    """The hash of each file that is no secret of the folder's."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    named = ((path.relative_to(folder).as_posix(), path) for path in paths)
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest()
        for name, path in named
        if "/." not in f"/{name}" and name != "delivered.json"
    }


def torn(folder: Path) -> list[str]:
    """What is wrong with a feed's folder: what its feed names must be there, as its record says.

    Nothing of ours reads it: lxml and hashlib do.
    """
    feed = folder / "feed.xml"
    faults = []
    records = dict(_records(folder))
    if feed.is_file():
        try:
            root = etree.fromstring(feed.read_bytes())
        except etree.XMLSyntaxError as error:
            return [f"feed.xml is torn: {error}"]
        for name in _named(root):
            path = folder / name
            slug, _, inner = name.partition("/")
            told = records.get(slug, {}).get(inner) if inner else None
            if name.endswith("/") or not name:
                continue
            if not path.is_file():
                faults.append(f"{name} is named and not there")
            elif told and hashlib.sha256(path.read_bytes()).hexdigest() != told:
                faults.append(f"{name} is not what its record says")
        for enclosure in root.iter("enclosure"):
            path = folder / unquote((enclosure.get("url") or "").removeprefix(BASE))
            if path.is_file() and path.stat().st_size != int(enclosure.get("length") or 0):
                faults.append(f"{path.name} has another length")
    return faults + [f"{slug}/episode.json is torn" for slug, files in records.items() if not files]


def rests(house: House) -> list[str]:
    """Temporary files that a finished run left behind."""
    places = (house.feed / ".new", house.cache / ".partial")
    lying = [path for place in places if place.is_dir() for path in place.iterdir()]
    folders = (house.feed, house.host)
    lying += [path for each in folders for path in each.rglob(".*.new")]
    lying += house.host.rglob(".*.part")
    return [f"{path.relative_to(house.root)} was left" for path in lying]


def differences(found: dict[str, str], wanted: dict[str, str]) -> list[str]:
    """Files that are not as in an undisturbed run."""
    names = sorted(found.keys() | wanted.keys())
    other = [name for name in names if found.get(name) != wanted.get(name)]
    return [f"{name} is not as in an undisturbed run" for name in other]


def _named(root: "etree._Element") -> Iterable[str]:
    for element in root.iter():
        for attribute in ("url", "href", "uri"):
            address = element.get(attribute) or ""
            if address.startswith(BASE):
                yield unquote(address.removeprefix(BASE).partition("#")[0])


def _records(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    for path in folder.glob("[!.]*/episode.json"):
        try:
            files = json.loads(path.read_bytes())["files"]
            yield path.parent.name, {file["name"]: file["sha256"] for file in files}
        except (ValueError, KeyError):
            yield path.parent.name, {}

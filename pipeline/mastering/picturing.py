"""Pictures of pull-quotes and a narration → files, and which chapter has which.

Promise: only of quotes that are heard; and a chapter has the first that is heard in it.
"""

from bisect import bisect_right
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.formats.rss import address
from pipeline.mastering.files import keep
from pipeline.model import MediaFile, Narration, Role, Show
from pipeline.values import replace

_FOLDER = "quotes"


def chapters_with(narration: Narration, cards: Mapping[int, bytes]) -> Mapping[int, int]:
    """By the index of a chapter that is heard: the block of its first pull-quote with a card."""
    opened = [
        take
        for chapter, take in zip(narration.script.chapters, narration.chapter_takes, strict=True)
        if chapter.lines
    ]
    found: dict[int, int] = {}
    for number, take in enumerate(narration.takes):
        block = take.line.block
        if take.line.role == Role.PULL_QUOTE and block is not None and block in cards:
            found.setdefault(bisect_right(opened, number) - 1, block)
    return found


def keep_cards(
    folder: Path, narration: Narration, cards: Mapping[int, bytes]
) -> Mapping[int, MediaFile]:
    """The cards of the pull-quotes that are heard, as files, by their blocks."""
    heard = {take.line.block for take in narration.takes if take.line.role == Role.PULL_QUOTE}
    wanted = {block: card for block, card in cards.items() if block in heard}
    if wanted:
        (folder / _FOLDER).mkdir(exist_ok=True)
    return {
        block: _inside(keep(folder / _FOLDER, "quote", "image/jpeg", "jpg", card))
        for block, card in wanted.items()
    }


def addresses(
    show: Show, slug: str, pictured: Mapping[int, int], files: Mapping[int, MediaFile]
) -> Mapping[int, str]:
    """Where apps find each chapter's picture; none while the show has no place of its own."""
    if urlsplit(show.base_url).hostname == "localhost":
        return {}
    return {
        chapter: address(show, slug, *files[block].name.split("/"))
        for chapter, block in pictured.items()
    }


def _inside(file: MediaFile) -> MediaFile:
    return replace(file, name=f"{_FOLDER}/{file.name}")

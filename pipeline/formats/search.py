"""Episodes and their transcripts → files in which a page finds words. Promise: every word is there.

Episodes are taken some at a time, so that a new one changes the newest files only. For each such
segment there is a list of its episodes, and, in a few shards by how words begin, the words of their
transcripts with the places on that list. A file's name tells what its segment was made of. What a
word is, and in which shard it lies, `templates/search.js` tells in the same way.
"""

import html
import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from pipeline.formats.page_words import clock
from pipeline.model import Episode
from pipeline.patterns import pattern

FOLDER = "search-index"
SEGMENT = 100  # episodes
LEAST = 10  # episodes; fewer are found without a search
_SHARDS = 16
_LONGEST = 40  # characters of a word
_VOICE = "narrator"  # a person's role; hers is in every episode, and a synthetic one has no name
_INLINE = pattern(r"</?(?:a|code|em|small|span|strong)\b[^>]*>")
_TAG = pattern(r"<[^>]*>")
_ACCENTS = pattern("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
_WORD = pattern(r"[^\W_]+")


def names(segment: str) -> Sequence[str]:
    """The files of a segment, from the feed's folder; `segment` is 12 hexadecimal digits."""
    kinds = ["episodes", *(f"words{number}" for number in range(_SHARDS))]
    return [f"{FOLDER}/{kind}-{segment}.json" for kind in kinds]


def files(segment: str, episodes: Iterable[tuple[Episode, str]]) -> Mapping[str, bytes]:
    """What those files hold. An episode comes with the inner HTML of its transcript."""
    listed: list[Sequence[str]] = []
    places: dict[str, list[int]] = defaultdict(list)
    for place, (episode, text) in enumerate(episodes):
        listed.append(_listed(episode))
        for word in set(words(_plain(text))):
            places[word].append(place)
    shards: list[dict[str, list[int]]] = [{} for _ in range(_SHARDS)]
    for word in sorted(places):
        shards[_shard(word)][word] = places[word]
    made = [listed, *shards]
    return {name: _json(held) for name, held in zip(names(segment), made, strict=True)}


def words(text: str) -> list[str]:
    """The words of a text as they are looked for: small letters without their accents."""
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text).lower()).replace("ß", "ss")
    return [word for word in _WORD.findall(bare) if len(word) <= _LONGEST]


def _listed(episode: Episode) -> Sequence[str]:
    """Its folder, its title, who wrote or took part, when it appeared, how long it is."""
    people = (each.name for each in episode.persons if each.role != _VOICE)
    told = dict.fromkeys([*episode.authors, *people])
    facts = (episode.date[:10], clock(episode.seconds))
    return [episode.slug, episode.title, ", ".join(told), *facts]


def _plain(text: str) -> str:
    return html.unescape(_TAG.sub(" ", _INLINE.sub("", text)))


def _shard(word: str) -> int:
    first, second = ord(word[0]), ord(word[1]) if len(word) > 1 else 0
    return (31 * first + second) % _SHARDS


def _json(held: object) -> bytes:
    return json.dumps(held, ensure_ascii=False, separators=(",", ":")).encode()

"""Records of many small episodes in a feed's folder, without sound: for tests of large feeds."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from making import contents, episode

from pipeline.formats import records
from pipeline.model import Episode, MediaFile, Person

FIRST = datetime(2020, 1, 1, tzinfo=UTC)


def text(words: str) -> bytes:
    """A transcript's page as far as anything reads it."""
    said = f'<p class="paragraph"><span data-t="0 10">{words}</span></p>'
    return f"<!doctype html>\n<article>\n{said}\n</article>\n</html>\n".encode()


def write(feed: Path, number: int, words: str = "", **given: object) -> Episode:
    """The folder of an episode; a higher number is a day later."""
    slug = f"e{number:03}"
    page = text(words or f"They spoke of number n{number}.")
    digest = sha256(page).hexdigest()
    name = f"transcript-{digest[:12]}.html"
    said = MediaFile(name=name, kind="transcript", type="text/html", size=len(page), sha256=digest)
    sound = tuple(file for file in contents(slug) if file.kind == "audio")
    facts = {
        "title": f"Talk {number}",
        "date": (FIRST + timedelta(days=number)).isoformat(),
        "persons": (
            Person(name="Bea Quill", role="guest"),
            Person(name="Synthetic voice (espeak, narrator)", role="narrator"),
        ),
    }
    made = episode(slug, files=(*sound, said), **(facts | given))
    home = feed / slug
    home.mkdir(parents=True, exist_ok=True)
    (home / name).write_bytes(page)
    (home / "episode.json").write_text(records.to_json(made), encoding="utf-8")
    return made

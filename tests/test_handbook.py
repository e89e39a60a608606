"""The editor's handbook, followed to the letter: each recipe of episodes/README.md → a show.

Every recipe is typed as it stands, by a shell, into a show of its own that the first recipe made.
"""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import starting
from lxml import etree

ROOT = Path(__file__).resolve().parent.parent
HANDBOOK = ROOT / "episodes" / "README.md"
COMMANDS = ("render-episode", "check-feed", "serve-feed", "publish-feed")
FIRST = "Your first episode"
TALK = "episodes/the-tool-library"
SPACES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
}


@dataclass(frozen=True)
class Step:
    """A fenced block: a language, the file named beside it, and what stands in it."""

    language: str
    file: str
    text: str


def read_recipes(handbook: str) -> dict[str, tuple[Step, ...]]:
    fence = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    _, *parts = re.split(r"^## (.+)\n", handbook, flags=re.MULTILINE)
    return {
        title: tuple(Step(*found) for found in fence.findall(text))
        for title, text in zip(parts[::2], parts[1::2], strict=True)
    }


RECIPES = read_recipes(HANDBOOK.read_text(encoding="utf-8"))


# --- Following a recipe ----------------------------------------------------------------------


def run(folder: Path, typed: str) -> str:
    """Type it into a shell that stands in the folder; what it printed on stdout."""
    done = subprocess.run(
        ["/bin/sh", "-euc", typed],
        cwd=folder,
        env=starting.given(**starting.place()),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{typed}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def write_toml(old: str, new: str) -> str:
    """Put lines under their table's heading as a person would, or else at the end."""
    head, *rest = re.split(r"^(?=\[)", new, flags=re.MULTILINE)
    text = head + old
    for table in rest:
        heading, lines = table.split("\n", 1)
        known = re.search(rf"^{re.escape(heading)}$\n", text, re.MULTILINE)
        if known and not heading.startswith("[["):
            text = text[: known.end()] + lines + text[known.end() :]
        else:
            text = f"{text.rstrip()}\n\n{table}".lstrip()
    return text


def patch(old: str, diff: str) -> str:
    """Replace the lines of a diff that begin with - by those that begin with +."""
    before = "".join(line[1:] for line in diff.splitlines() if line.startswith("-"))
    after = "".join(line[1:] for line in diff.splitlines() if line.startswith("+"))
    assert old.count(before) == 1, f"the text does not hold once: {before}"
    return old.replace(before, after)


def write_text(_: str, new: str) -> str:
    """Write the file anew."""
    return new


EDITS: Mapping[str, Callable[[str, str], str]] = {
    "diff": patch,
    "html": write_text,
    "markdown": write_text,
    "toml": write_toml,
    "xml": write_text,
}


def follow(steps: Sequence[Step], folder: Path) -> None:
    for step in steps:
        if step.language == "sh":
            run(folder, step.text)
            continue
        path = folder / step.file
        path.parent.mkdir(parents=True, exist_ok=True)
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(EDITS[step.language](old, step.text), encoding="utf-8")


def commands(folder: Path) -> None:
    """Put the commands where the handbook has them, without the making of an environment."""
    (folder / "scripts").mkdir()
    for name in COMMANDS:
        module = f"pipeline.cli.{name.replace('-', '_')}"
        launcher = folder / "scripts" / name
        launcher.write_text(
            f'#!/bin/sh\nexec "{sys.executable}" -S -E "{starting.__file__}" {module} "$@"\n'
        )
        launcher.chmod(0o755)


# --- What is there ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Item:
    """What an app sees of an episode."""

    title: str
    guid: str
    date: str
    url: str
    element: Any = field(repr=False)


def find(element: Any, path: str) -> str:
    return str(element.findtext(path, namespaces=SPACES) or "")


def channel(folder: Path) -> Any:
    return etree.parse(folder / "feed" / "feed.xml").getroot().find("channel")


def items(folder: Path) -> dict[str, Item]:
    return {
        find(item, "title"): Item(
            title=find(item, "title"),
            guid=find(item, "guid"),
            date=find(item, "pubDate"),
            url=item.find("enclosure").get("url"),
            element=item,
        )
        for item in channel(folder).findall("item")
    }


def talk(folder: Path) -> Item:
    return items(folder)["The Tool Library"]


def plan(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(folder, f"scripts/render-episode --plan --json {TALK}"))
    return found


def made_again(before: Path, now: Path) -> int:
    """How many sentences had to be spoken or encoded since: one entry of the store each."""
    entries = [
        sum(path.is_file() for path in (show / ".cache" / "frames").rglob("*"))
        for show in (before, now)
    ]
    return entries[1] - entries[0]


# --- What each recipe promises ---------------------------------------------------------------


def first(_: Path, now: Path) -> None:
    assert len(items(now)) == 1
    sound = now / "feed" / talk(now).url.removeprefix("http://localhost:8000/")
    assert sound.stat().st_size > 100_000  # some ten seconds at the least
    assert {line["role"] for line in plan(now)["lines"]} >= {"standfirst", "pull_quote"}


def said(before: Path, now: Path) -> None:
    lines = [line["spoken"] for line in plan(now)["lines"]]
    named = [line for line in lines if "shcheh-pahn" in line or "oh-yeh-lah-rahn" in line]
    assert not any("Szczepan" in line or "Oyelaran" in line for line in lines)
    assert made_again(before, now) == len(set(named)) > 1
    assert talk(now).url != talk(before).url


def sounds(before: Path, now: Path) -> None:
    assert (now / "phrase.wav").stat().st_size > 10_000
    lines = [line["spoken"] for line in plan(now)["lines"]]
    assert any("ing-grid shcheh-pahn" in line for line in lines)
    assert any("Mister aw-yeh-lah-ron" in line for line in lines)
    assert not any("Szczepan" in line for line in lines)
    doubtful = [[found["word"] for found in plan(show)["doubtful"]] for show in (before, now)]
    assert doubtful == [["Szczepan"], []]
    assert talk(now).url != talk(before).url


def not_a_quote(before: Path, now: Path) -> None:
    roles = [line["role"] for line in plan(before)["lines"]]
    assert roles.count("pull_quote") == 1
    assert [line["role"] for line in plan(now)["lines"]].count("pull_quote") == 0
    assert talk(now).url != talk(before).url


def typo(before: Path, now: Path) -> None:
    assert "libary" not in json.dumps(plan(now))
    assert made_again(before, now) == 1
    assert (talk(now).guid, talk(now).date) == (talk(before).guid, talk(before).date)
    assert talk(now).url != talk(before).url


def withdrawn(before: Path, now: Path) -> None:
    assert items(now) == {}
    run(before, f"scripts/publish-feed {now / 'public'}")
    assert list(now.glob("public/*/*.mp3"))
    run(now, "scripts/publish-feed public")
    assert not list(now.glob("public/*/*.mp3"))
    record = json.loads((now / "feed" / "the-tool-library" / "episode.json").read_text())
    assert record["status"] == "withdrawn"


def moved(before: Path, now: Path) -> None:
    assert talk(now).url.startswith("https://podcast.example.org/")
    assert talk(now).guid == talk(before).guid
    assert "localhost" not in (now / "feed" / "feed.xml").read_text()
    assert find(channel(now), "podcast:guid") == find(channel(before), "podcast:guid") != ""
    assert (now / "public" / "feed.xml").read_bytes() == (now / "feed" / "feed.xml").read_bytes()


def guest(_: Path, now: Path) -> None:
    people = talk(now).element.findall("podcast:person", SPACES)
    assert ("Femi Oyelaran", "guest") in [(one.text, one.get("role")) for one in people]


def season(_: Path, now: Path) -> None:
    trailer = items(now)["Season One Is Coming"].element
    assert find(channel(now), "itunes:type") == "serial"
    assert find(trailer, "itunes:episodeType") == "trailer"
    assert find(talk(now).element, "itunes:episode") == "1"
    assert find(talk(now).element, "itunes:season") == find(trailer, "itunes:season") == "1"


def looks(_: Path, now: Path) -> None:
    page = (now / "feed" / "index.html").read_text()
    assert "<title>Our Talks: talks for people whose hands are busy</title>" in page
    assert "#17372f" in page


PROMISES: Mapping[str, Callable[[Path, Path], None]] = {
    FIRST: first,
    "A name is said wrong": said,
    "The exact sound of a name": sounds,
    "A pull-quote is not one": not_a_quote,
    "A typo, after publishing": typo,
    "Withdrawing an episode": withdrawn,
    "Moving to another host": moved,
    "A guest, and who they are": guest,
    "A season with a trailer": season,
    "A look of your own": looks,
}


@pytest.fixture(scope="session")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the first recipe was followed."""
    folder = tmp_path_factory.mktemp("handbook")
    commands(folder)
    follow(RECIPES[FIRST], folder)
    return folder


def test_every_recipe_has_a_promise() -> None:
    assert list(RECIPES) == list(PROMISES)


@pytest.mark.parametrize("title", RECIPES)
def test_recipe(title: str, started: Path, tmp_path: Path) -> None:
    now = tmp_path / "show"
    shutil.copytree(started, now)
    if title != FIRST:
        follow(RECIPES[title], now)
    PROMISES[title](started, now)


def test_lines_go_under_their_heading() -> None:
    assert write_toml("", "[say]\na = 1\n") == "[say]\na = 1\n"
    assert write_toml("x = 1\n[say]\nb = 2\n", "[say]\na = 1\n") == "x = 1\n[say]\na = 1\nb = 2\n"
    assert (
        write_toml("[say]\nb = 2\n", "x = 1\n[[p]]\nc = 3\n")
        == "x = 1\n[say]\nb = 2\n\n[[p]]\nc = 3\n"
    )

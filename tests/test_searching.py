"""The search on a show's page, in a real browser: what is said is found, newest first."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from listener import served
from making import show
from many import write

from pipeline import publishing
from pipeline.formats import search

pytestmark = [pytest.mark.slow, pytest.mark.browser]

COUNT = 240
FOUND = "[...document.querySelectorAll('#search li a')].map(a => a.textContent)"


@pytest.fixture(scope="module")
def feed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("feed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "SEGMENT", 10)
        for number in range(COUNT):
            words = f"They spoke of number n{number:03}."
            words += " A lighthouse stood there." * (number < 30)
            write(folder, number, words)
        write(folder, 7, "In der Straße aß sie Crème brûlée & <em>Fi</em>sch.", title="Zum Mahl")
        publishing.refresh(show(base_url="http://localhost:8000"), folder, datetime.now(UTC))
    return folder


@pytest.fixture(scope="module")
def site(feed: Path) -> Iterator[str]:
    with served(feed) as address:
        yield address


@pytest.fixture
def page(opened: Any, site: str) -> Iterator[Any]:
    """The show's page; whatever it complains of, or asks of strangers, is a failure."""
    context = opened.new_context(viewport={"width": 1280, "height": 860})
    found, asked, wrong = context.new_page(), list[str](), list[str]()
    found.on("request", lambda request: asked.append(request.url))
    found.on("console", lambda message: wrong.append(f"{message.location['url']} {message.text}"))
    found.on("pageerror", lambda error: wrong.append(str(error)))
    found.goto(f"{site}/")
    yield found
    context.close()
    assert not [told for told in wrong if ".mp3" not in told]  # the records come without sound
    assert not [url for url in asked if not url.startswith(f"{site}/")]


def ask(page: Any, words: str) -> list[str]:
    """The titles that are found."""
    page.get_by_role("searchbox").fill(words)
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("search").get_by_text("pisode").first.wait_for()
    told: list[str] = page.evaluate(FOUND)
    return told


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("n012", ["Talk 12"]),
        ("N012 spoke", ["Talk 12"]),
        ("n012 n013", []),
        ("STRASSE", ["Zum Mahl"]),
        ("creme brulee", ["Zum Mahl"]),
        ("fisch", ["Zum Mahl"]),
        ("brûl", ["Zum Mahl"]),  # not typed to its end
        ("brûl creme", []),
        ("mahl", ["Zum Mahl"]),  # in a title
        ("quill n012", ["Talk 12"]),  # who speaks, and what is said
        ("constructor", []),
    ],
)
def test_what_is_said_is_found(page: Any, words: str, titles: list[str]) -> None:
    assert ask(page, words) == titles


def test_the_newest_come_first_and_the_older_when_asked_for(page: Any) -> None:
    assert ask(page, "spoke")[:2] == [f"Talk {COUNT - 1}", f"Talk {COUNT - 2}"]
    first = page.evaluate(FOUND)
    assert len(first) < COUNT
    page.get_by_role("button", name="Search older episodes").click()
    page.wait_for_timeout(300)
    assert page.evaluate(FOUND)[: len(first)] == first
    assert len(page.evaluate(FOUND)) > len(first)
    assert ask(page, "lighthouse")[0] == "Talk 29"
    assert len(page.evaluate(FOUND)) == 29
    page.get_by_role("searchbox").fill("")
    page.get_by_role("heading", name=f"Talk {COUNT - 1}").wait_for()


def test_a_hit_leads_to_the_word(page: Any) -> None:
    ask(page, "n012")
    page.get_by_role("link", name="Talk 12", exact=True).click()
    assert page.url.rpartition("/")[0].endswith("/e012")
    assert page.get_by_text("number n012.").is_visible()


def test_everybody_can_use_it(page: Any) -> None:
    ask(page, "lighthouse")
    assert not Axe().run(page).response["violations"]


def test_without_a_script_and_from_a_file_episodes_are_listed(opened: Any, feed: Path) -> None:
    context = opened.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((feed / "index.html").as_uri())
    assert not page.get_by_role("searchbox").is_visible()
    page.get_by_role("link", name="Older episodes").click()
    assert page.get_by_role("heading", name="Talk 99").is_visible()
    context.close()
    context = opened.new_context()
    page = context.new_page()
    page.goto((feed / "index.html").as_uri())
    page.get_by_role("searchbox").fill("talk 239")
    page.get_by_role("heading", name="Talk 238").wait_for(state="hidden")
    assert page.get_by_role("heading", name="Talk 239").is_visible()
    context.close()

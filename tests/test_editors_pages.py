"""What an article from a stranger, and an editor's own pages, look like in a real browser.

Two articles are rendered as anybody would render them, one full of traps and one full of marks; all
pages of both are looked at: the show's, the episodes', the report and the plan.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from listener import DESK, PHONE, axed, until, visit
from PIL import Image
from test_cli import run

pytestmark = [pytest.mark.slow, pytest.mark.browser]

EVIL = "<script>alert(0)</script> & <img src=x onerror=alert(0)>"
HOSTILE = """# <script>alert("title")</script> & <b onclick=alert(1)>all</b>

By <img src=x onerror=alert(1)> Ada Park

Some <script>alert("text")</script> words, [a link](javascript:alert(1)), [and](JaVa\tScript:alert(2))
<svg onload=alert(3)>, and `</span></article><script>alert(4)</script>`.

LONG

> "</blockquote><iframe src=https://evil.example></iframe>" they said.

Style, <style>body { display: none }</style> and <a href="data:text/html,x" onmouseover=alert(5)>more</a>.

It is said & &lt;script>alert(6)&lt;/script> is “quoted” by LONG
""".replace("LONG", "x" * 5000)  # noqa: E501
MARKED = """# Why we read

by Ada Lee

*A talk from the ILEA’s spring school.*

Books are [long](https://mag.org/long) ([https://mag.org/long](https://mag.org/long)). In 1984 we
read for joy, and nobody \\_paid\\_ us.

## What came of it

We read on, and the ILEA paid for the lamps.

Image credit: Bo Ray
"""
_NAMES = ("traps", "marks")
PAGES = (
    "index.html",
    *(f"{name}/index.html" for name in _NAMES),
    *(f".report/{name}/index.html" for name in _NAMES),
    *(f"plan-{name}.html" for name in _NAMES),
)
READ = """(link => { if (link)
  location.hash = `t=${parseInt(link.closest("[data-t]").dataset.t, 10) / 100 + 0.1}`;
})(document.querySelector("#text [data-t] a"))"""  # the line with a link is the one being read
WHOLE = """[...document.querySelectorAll("th, td:not(.name)")].every(
  cell => cell.offsetHeight < 3 * parseFloat(getComputedStyle(cell).fontSize)
    || cell.parentElement.querySelector(".name").offsetHeight === cell.offsetHeight)"""


@pytest.fixture(scope="module")
def feed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("show")
    for name, text in zip(_NAMES, (HOSTILE, MARKED), strict=True):
        (root / "episodes" / name).mkdir(parents=True)
        (root / "episodes" / name / "article.md").write_text(text)
    quoted = '[[block]]\nstarts = "It is said"\nrole = "pull_quote"\n'
    (root / "episodes" / "traps" / "episode.toml").write_text(quoted)
    facts = "\n".join(f"{name} = '{EVIL}'" for name in ("title", "description", "author"))
    (root / "episodes" / "show.toml").write_text(f"[show]\n{facts}\n")
    done = run("--report", "--workers", "1", cwd=root)
    assert done.returncode == 0, done.stderr
    for name in _NAMES:
        done = run("--plan", "--html", f"feed/plan-{name}.html", f"episodes/{name}", cwd=root)
        assert done.returncode == 0, done.stderr
    return root / "feed"


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("path", PAGES)
def test_hostile_words_stay_words_and_break_nothing(
    opened: Any, feed: Path, path: str, size: dict[str, int]
) -> None:
    with visit(opened, feed.as_uri(), f"/{path}", viewport=size) as page:
        page.wait_for_timeout(300)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        strange = "iframe, [onload], [onerror], [onclick], [onmouseover], main script, main style"
        assert page.evaluate("strange => document.querySelectorAll(strange).length", strange) == 0
        hrefs = page.evaluate("[...document.links].map(link => link.href)")
        assert not [href for href in hrefs if re.match("javascript|data", href)]
        assert page.locator("main").is_visible()
        for facts in page.locator("[type='application/ld+json']").all_inner_texts():
            json.loads(facts)


def test_hostile_words_are_a_picture_to_pass_on(feed: Path) -> None:
    record = json.loads((feed / "traps" / "episode.json").read_text())
    (quote,) = record["pull_quotes"]
    assert "<script>" in quote["text"]
    with Image.open(feed / "traps" / quote["card"]) as card:
        assert card.size == (1080, 1080)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_on_any_page(
    opened: Any, feed: Path, path: str, scheme: str, size: dict[str, int]
) -> None:
    with visit(opened, feed.as_uri(), f"/{path}", viewport=size, color_scheme=scheme) as page:
        page.evaluate(READ)
        axed(page)
        if "report" in path:
            assert page.evaluate(WHOLE)


def test_a_line_of_the_report_can_be_heard(opened: Any, feed: Path) -> None:
    with visit(opened, feed.as_uri(), "/.report/marks/index.html", viewport=DESK) as page:
        hear = page.locator("section .hear").first
        start, end = (float(hear.get_attribute(f"data-{which}")) for which in ("from", "to"))
        hear.click()
        at = "document.getElementById('audio').currentTime"
        until(page, f"{at} > {start}")
        until(page, "document.getElementById('audio').paused")
        assert abs(page.evaluate(at) - end) < 0.5

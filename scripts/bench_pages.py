"""What pages weigh, and how soon Chromium shows them, lets them be used, and finds a place in them.

Episodes of 5 minutes, 33 minutes and ten hours are rendered for the run, and looked at in a fresh
window each time; the middle one of five counts. Sizes are of all that is loaded but sound, in KiB;
"packed" is the HTML where a host compresses text, as nearly all do, and "sent" that and pictures.
"""

import gzip
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

sys.path[:0] = [str(Path(__file__).parents[1] / "tests"), str(Path(__file__).parent)]
from bench import RENDER, text  # noqa: E402 - once they can be found
from listener import DESK, browser, served  # noqa: E402

LENGTHS = (5, 33, 600)  # minutes
TIMES = 5
SHOW = '[show]\ntitle = "A Bench of Pages"\nguid = "3c1e0a53-0d2b-5a0e-8f4e-6f1f6a3f2d10"\n'
KIB = 1024
SHOWN = """() => new Promise(done => new PerformanceObserver(list => {
  const paint = list.getEntriesByName("first-contentful-paint")[0];
  if (paint) done([paint.startTime, performance.timing.domContentLoadedEventEnd
    - performance.timing.navigationStart]);
}).observe({ type: "paint", buffered: true }))"""
FOUND = """(box => box && box.getBoundingClientRect().top > 0
  && box.getBoundingClientRect().bottom < innerHeight)(document.querySelector(".now"))"""
HEAD = (
    "page                 HTML  packed  pictures  sent  shown  usable  finds a place\n"
    "                      KiB     KiB       KiB   KiB     ms      ms             ms"
)


def rendered(folder: Path) -> list[tuple[str, str]]:
    """The names of a show's pages, each with its path; they lie in `folder`/feed."""
    for minutes in LENGTHS:
        place = folder / "episodes" / f"talk-{minutes}"
        place.mkdir(parents=True)
        said = text(minutes).replace("# A bench", f"# A bench of {minutes} minutes", 1)
        (place / "article.md").write_text(said, encoding="utf-8")
    (folder / "episodes" / "show.toml").write_text(SHOW)
    subprocess.run([sys.executable, "-c", RENDER, "-q"], cwd=folder, check=True)
    pages = [(f"{minutes} minutes", f"/talk-{minutes}/") for minutes in LENGTHS]
    return [("the show", "/"), *pages]


def look(opened: Any, address: str) -> tuple[list[float], dict[str, bytes]]:
    """Milliseconds until it is shown, usable, and at four fifths of its text; what was loaded."""
    context = opened.new_context(viewport=DESK)
    page, answers = context.new_page(), dict[str, Any]()
    page.on("response", lambda answer: answers.update({answer.url: answer}))
    page.goto(address)
    times = list(map(float, page.evaluate(SHOWN)))
    if page.locator("#seek").count():
        started = time.perf_counter()
        page.evaluate("location.hash = `t=${document.getElementById('seek').max * 0.8 | 0}`")
        while not page.evaluate(FOUND):
            time.sleep(0.002)
        times.append((time.perf_counter() - started) * 1000)
    files = {url: each.body() for url, each in answers.items() if not url.endswith(".mp3")}
    context.close()
    return times, files


def row(opened: Any, name: str, address: str) -> str:
    """A page's line of the table."""
    seen = [look(opened, address) for _ in range(TIMES)]
    files = seen[0][1]
    html = files[address]
    sizes = (len(html), len(gzip.compress(html)), sum(map(len, files.values())) - len(html))
    weight, packed, rest = (size / KIB for size in sizes)
    times = zip(*(each for each, _ in seen), strict=True)
    shown, usable, *finds = map(median, times)
    found = f"{finds[0]:>15.0f}" if finds else ""
    sent = f"{weight:>9.0f}{packed:>8.0f}{rest:>10.0f}{packed + rest:>6.0f}"
    return f"{name:<16}{sent}{shown:>7.0f}{usable:>8.0f}{found}"


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as scratch:
        pages = rendered(Path(scratch))
        print(HEAD)
        with served(Path(scratch) / "feed") as site, browser() as opened:
            for name, path in pages:
                print(row(opened, name, site + path), flush=True)


if __name__ == "__main__":
    main()

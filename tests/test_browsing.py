"""Articles on the web: `render-episode http://…`, against a server on this machine."""

import json
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import starting

from pipeline import reading
from pipeline.errors import SourceError
from pipeline.model import Article, Metadata
from pipeline.reading.locating import located

TALK = """# The Tool Library

by Ingrid Szczepan

Most of us own a drill. A town needs [ten](/ten) of them, says the café.
"""
PAGE = """<!doctype html><html lang="en"><head><title>The Café’s Drill | Our Paper</title>
<link rel="canonical" href="SITE/page"></head><body><nav><a href="/">Home</a></nav>
<article><h1>The Café’s Drill</h1>
<p>Most of us own a drill, and most drills lie in a drawer. A town does not need a drill in each
of its houses, and nobody has ever said why it should have one.</p>
<p>A town needs <a href="/ten">ten</a> of them, says the café, and a place to keep them. We have
counted again and again, and found that ten of them are more than enough for all of us.</p>
</article><aside class="newsletter">Subscribe to our newsletter!</aside></body></html>
"""
ONE, OTHER, THIRD = "/talks/one.md", "/talks/other.md", "/third"


class Handler(BaseHTTPRequestHandler):
    """Gives what `pages` has."""

    pages: dict[str, tuple[str, bytes]]

    def do_GET(self) -> None:
        if self.path == "/old":
            self.send_response(301)
            self.send_header("Location", ONE)
            self.end_headers()
            return
        kind, data = self.pages.get(self.path, ("", b""))
        self.send_response(200 if kind else 404)
        self.send_header("Content-Type", kind or "text/html")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    Handler.pages = {
        ONE: ("text/plain; charset=iso-8859-1", TALK.encode("latin-1")),
        OTHER: ("text/markdown", TALK.replace("ten](", "two](").encode()),
        THIRD: ("text/markdown", b"A drill is lent.\n"),
    }
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return starting.run("render-episode", *arguments, cwd=cwd)


def data(*arguments: str, cwd: Path) -> Any:
    done = run(*arguments, "--allow-private", "--workers", "1", "--json", cwd=cwd)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def slugs(root: Path) -> list[str]:
    return sorted(path.parent.name for path in (root / "feed").glob("*/episode.json"))


def test_a_page_becomes_an_episode_once(site: str, tmp_path: Path) -> None:
    first = data(f"{site}{ONE}", cwd=tmp_path)
    assert first["slug"] == "the-tool-library"
    assert first["source_url"] == f"{site}{ONE}"
    (link,) = first["links"]
    assert (link["text"], link["url"]) == ("ten", f"{site}/ten")
    assert 5 < link["start"] < first["seconds"]
    assert data(f"{site}/old", cwd=tmp_path)["work"]["spoken"] == 0
    Handler.pages[ONE] = ("text/markdown", TALK.encode() + b"\n<!-- made at 12:01 -->\n")
    same = data(f"{site}{ONE}", cwd=tmp_path)
    assert same["fingerprint"] == first["fingerprint"]
    assert same["work"]["seconds"]["total"] == 0


def test_an_address_keeps_its_episode_when_its_title_changes(site: str, tmp_path: Path) -> None:
    first = data(f"{site}{ONE}", cwd=tmp_path)
    Handler.pages[ONE] = ("text/markdown", TALK.replace("# The", "# A").encode())
    again = data(f"{site}{ONE}", cwd=tmp_path)
    assert again["title"] == "A Tool Library"
    assert again["guid"] == first["guid"]
    assert slugs(tmp_path) == ["the-tool-library"]


def test_two_pages_of_one_title_are_two_episodes(site: str, tmp_path: Path) -> None:
    data(f"{site}{ONE}", f"{site}{OTHER}", f"{site}/old", f"{site}{THIRD}", cwd=tmp_path)
    first, *rest = slugs(tmp_path)
    assert first == "the-tool-library"
    assert [name.rpartition("-")[0] for name in rest] == ["the-tool-library", ""]
    assert rest[1] == "third"  # no title: named by its address
    data(f"{site}{OTHER}", cwd=tmp_path)
    assert slugs(tmp_path) == [first, *rest]


def test_an_editors_notes_act_on_a_page(site: str, tmp_path: Path) -> None:
    folder = tmp_path / "episodes" / "the-tool-library"
    folder.mkdir(parents=True)
    (folder / "episode.toml").write_text('title = "Drills"\n[[block]]\nstarts = "by Ingrid"\n'
                                         'role = "credit"\n')  # fmt: skip
    plan = data("--plan", f"{site}{ONE}", cwd=tmp_path)
    assert plan["title"] == "Drills"
    assert not (tmp_path / "feed").exists()


def test_a_bad_address_stops_no_good_one(site: str, tmp_path: Path) -> None:
    done = run("--allow-private", f"{site}/none", f"{site}{ONE}", "--workers", "1", cwd=tmp_path)
    assert done.returncode == 3
    assert done.stderr.splitlines() == [
        "1 of 2 articles failed:",
        f"{site}/none: there is no such page (404) — check the address",
    ]
    assert slugs(tmp_path) == ["the-tool-library"]
    nothing = run("--allow-private", f"{site}/none", f"{site}/nil", "--plan", cwd=tmp_path)
    assert (nothing.returncode, len(nothing.stderr.splitlines())) == (3, 2)


def test_a_private_address_needs_to_be_allowed(site: str, tmp_path: Path) -> None:
    done = run(f"{site}{ONE}", cwd=tmp_path)
    assert done.returncode == 3
    assert "--allow-private" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not list(tmp_path.iterdir())
    assert run("ftp://example.org/x.md", cwd=tmp_path).returncode == 3


def test_a_saved_page_in_an_old_charset_with_its_own_address(site: str, tmp_path: Path) -> None:
    page = PAGE.replace("SITE", site)
    Handler.pages["/page?utm=1"] = ("text/html; charset=ISO-8859-1", page.encode("cp1252"))
    plan = data("--plan", f"{site}/page?utm=1", cwd=tmp_path)
    assert plan["title"] == "The Café’s Drill"
    assert plan["links"] == [{"text": "ten", "url": f"{site}/ten"}]
    assert "Subscribe" not in " ".join(line["text"] for line in plan["lines"])
    made = data(f"{site}/page?utm=1", cwd=tmp_path)
    assert made["source_url"] == f"{site}/page"
    assert made["slug"] == "the-cafes-drill"
    Handler.pages["/page?utm=2"] = (
        "text/html",
        page.replace("</head>", '<script nonce="x7">a()</script></head>').encode(),
    )
    assert data(f"{site}/page?utm=2", cwd=tmp_path)["work"]["seconds"]["total"] == 0


def test_a_page_without_an_article_is_one_line(site: str, tmp_path: Path) -> None:
    wall = b"<!doctype html><title>Log in</title><form><input name=p></form>"
    Handler.pages["/wall"] = ("text/html", wall)
    done = run("--plan", "--allow-private", f"{site}/wall", cwd=tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (3, 1), done.stderr
    assert done.stderr.startswith(f"{site}/wall: ")


def test_messages_name_the_address_and_not_our_file(tmp_path: Path) -> None:
    path = tmp_path / "0.md"
    path.write_text("\n---\n")
    with pytest.raises(SourceError, match=r"^https://example\.org/a: ") as raised:
        reading.read(path, "md", "https://example.org/a")
    assert str(tmp_path) not in str(raised.value)


@pytest.mark.parametrize(
    ("told", "own"),
    [
        ("https://www.a.example/x", "https://www.a.example/x"),
        ("http://a.example/x", "http://a.example/x"),
        ("/x", "https://m.a.example/x"),
        ("https://b.example/x", "https://m.a.example/y"),  # no page passes for another's
        ("https://a.example:8443/x", "https://m.a.example/y"),
        ("javascript:alert(1)", "https://m.a.example/y"),
        ("http://[", "https://m.a.example/y"),
        ("", "https://m.a.example/y"),
    ],
)
def test_a_page_names_its_own_address_on_its_own_site(told: str, own: str) -> None:
    article = Article(source="", blocks=(), metadata=Metadata(url=told))
    assert located(article, "https://m.a.example/y").metadata.url == own


def test_links_are_joined_to_the_pages_address(tmp_path: Path) -> None:
    path = tmp_path / "0.md"
    text = "# T\n\nOne [two](../two) [three](//b.example/3) [four](https://c.example/4) [x](#n).\n"
    path.write_text(text)
    article = reading.read(path, "md", "https://a.example/x/y")
    found = {link.text: link.url for link in article.links}
    assert found["two"] == "https://a.example/two"
    assert found["three"] == "https://b.example/3"
    assert found["four"] == "https://c.example/4"
    assert "x" not in found  # a place on the page itself
    assert article.metadata.url == "https://a.example/x/y"


RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Old talks</title>
<item><title>One</title><link>SITE/talks/one.md</link></item>
<item><title>None</title><link>ftp://elsewhere.example/x</link></item>
<item><title>Gone</title><link>SITE/gone.md</link></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>More</title><entry><title>Other</title>
<link rel="enclosure" href="/third"/><link href="/talks/other.md"/></entry></feed>"""


def test_a_feed_of_articles_names_each_of_them(site: str, tmp_path: Path) -> None:
    Handler.pages |= {
        "/rss": ("application/rss+xml", RSS.replace("SITE", site).encode()),
        "/atom": ("text/xml", ATOM.encode()),
    }
    (tmp_path / "list").write_text(f"# two feeds\n{site}/rss\n\n{site}/atom\n")
    done = run("--plan", "--json", "--allow-private", "@list", cwd=tmp_path)
    assert done.returncode == 3, done.stderr  # one has gone
    told = json.loads(done.stdout)
    assert [each["title"] for each in told["episodes"]] == ["The Tool Library"] * 2
    assert len({each["slug"] for each in told["episodes"]}) == 2
    assert [each["source"] for each in told["failed"]] == [f"{site}/gone.md"]
    empty = run("--plan", "--allow-private", "none-*.md", cwd=tmp_path)
    assert (empty.returncode, "none-*.md" in empty.stderr) == (3, True)

"""Pages: everything there, only our script runs, nothing from elsewhere; the text in its order."""

import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from making import article, episode, narration, show

from pipeline.errors import UsageError
from pipeline.formats import pages, templating, texts
from pipeline.formats.notes import notes
from pipeline.formats.page_words import catalogue, clock, counted, day, language_of
from pipeline.formats.paging import Leaf
from pipeline.formats.templating import href
from pipeline.model import Episode, Feed, Line, Link, MediaFile, Pages, Person, Role, Run, Word
from pipeline.values import replace

COVER = MediaFile(name="cover-1.jpg", kind="cover", type="image/jpeg", size=1, sha256="")
EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>\" ' & " + "x" * 5000


class _Seen(HTMLParser):
    """The tags of a page with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag == name]


def feed(*episodes: Episode) -> Feed:
    return Feed(show=show(), episodes=episodes, cover=COVER)


def page(made: Episode, text: str = "") -> str:
    return pages.episode_page(feed(made), made, text).decode()


def test_an_episode_page_has_all_a_listener_needs() -> None:
    made = episode()
    html = page(made, "<p>the text</p>")
    seen = _Seen(html)
    audio = made.files[0].name
    assert seen.all("audio")[0]["src"] == audio
    links = [link["href"] for link in seen.all("a")]
    assert [link for link in links if link and "#t=" in link] == [
        f"{audio}#t={start}" for start in (0, 4, 8)
    ]
    for words in ("The readers", "Ada Park writes.", "5 March 2024", "Photograph: N. N.", "0:12"):
        assert words in html
    assert "<p>the text</p>" in html
    assert "https://example.org/a" in links
    assert "synthetic voice" in html


def test_a_page_asks_nobody_else_and_runs_only_its_own_script() -> None:
    for html in (page(episode()), pages.index_page(feed(episode())).decode()):
        seen = _Seen(html)
        assert [each.get("type") for each in seen.all("script")] == ["application/ld+json", None]
        for tag, attributes in seen.tags:
            assert not [name for name in attributes if name.startswith("on") or name == "style"]
            if tag in {"img", "audio", "source", "link"} and attributes.get("rel") != "canonical":
                address = attributes.get("src") or attributes.get("href") or ""
                assert "//" not in address


def test_the_policy_lets_in_the_pages_own_style_and_script() -> None:
    html = page(episode())
    policy = _Seen(html).all("meta")[1]["content"]
    assert policy is not None
    for element, kind in (("style", "style-src"), ("script", "script-src")):
        (text,) = re.findall(f"<{element}>(.*?)</{element}>", html, re.DOTALL)
        digest = b64encode(sha256(text.encode()).digest()).decode()
        assert f"{kind} 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_search_engines_and_other_sites_are_told_what_it_is() -> None:
    made = episode(title="</script><b>&", number=3)
    seen = _Seen(page(made))
    facts = {str(each.get("property")): each.get("content") for each in seen.all("meta")}
    url = "https://talks.example.org/pod/lectores"
    assert facts["og:title"] == "</script><b>&"
    assert facts["og:url"] == f"{url}/index.html"
    assert str(facts["og:image"]).startswith(f"{url}/cover-")
    (held,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page(made))
    told = json.loads(held)
    assert (told["@type"], told["name"]) == ("PodcastEpisode", made.title)
    assert told["timeRequired"] == "PT0M12S"
    assert told["hasPart"][1]["url"] == f"{url}/index.html#t=4"
    assert told["partOfSeries"]["webFeed"] == "https://talks.example.org/pod/feed.xml"


def test_apps_are_asked_to_subscribe_each_in_its_own_way() -> None:
    links = [str(link["href"]) for link in _Seen(page(episode())).all("a")]
    assert "podcast://talks.example.org/pod/feed.xml" in links
    overcast = "https%3A%2F%2Ftalks.example.org%2Fpod%2Ffeed.xml"
    assert f"overcast://x-callback-url/add?url={overcast}" in links
    assert "../feed.xml" in links


def test_a_show_has_pages_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "episode.html").write_text(
        '{% extends "ours/episode.html" %}{% block title %}Ours: {{ episode.title }}{% endblock %}'
    )
    (tmp_path / "page.css").write_text("body { color: {{ ink }} }")
    own = show(colours=("#102030", "#ffffff", "#203040"), pages=Pages(templates=str(tmp_path)))
    html = pages.episode_page(Feed(show=own, episodes=(), cover=COVER), episode(), "").decode()
    assert "<title>Ours: The readers</title>" in html
    assert "<style>body { color: #ffffff }</style>" in html
    typed = pages.Beside(typefaces={"text": "type-1.woff2"})
    assert (
        'src: url("../type-1.woff2")' in pages.episode_page(feed(), episode(), "", typed).decode()
    )


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ("{% if %}", "episode.html:1: the template can't be used"),
        ("{{ nothing }}", "'nothing' is undefined"),
        ("{{ ''.__class__.__mro__ }}", "can't be used"),
    ],
)
def test_a_template_that_is_wrong_is_one_line(template: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "episode.html").write_text(template)
    own = Feed(show=show(pages=Pages(templates=str(tmp_path))), episodes=(), cover=COVER)
    with pytest.raises(UsageError, match=re.escape(told)) as raised:
        pages.episode_page(own, episode(), "")
    assert len(str(raised.value).splitlines()) == 1


def test_a_template_in_another_encoding_is_told_when_it_is_used(tmp_path: Path) -> None:
    (tmp_path / "episode.html").write_bytes("Übersicht".encode("latin-1"))
    own = show(pages=Pages(templates=str(tmp_path)))
    pages.get_ready(own)
    with pytest.raises(UsageError, match="is not in UTF-8"):
        pages.episode_page(Feed(show=own, episodes=(), cover=COVER), episode(), "")


def test_hostile_words_stay_words() -> None:
    person = Person(name=EVIL, role=EVIL, bio=EVIL, url="javascript:alert(1)")
    made = episode(
        title=EVIL,
        subtitle=EVIL,
        summary=EVIL,
        authors=(EVIL,),
        persons=(person,),
        links=(Link(text=EVIL, url="https://a.example/\"onmouseover='x'"),),
        credits=(EVIL,),
        source_url="data:text/html,<script>",
        chapters=({"title": EVIL, "start": 0.0, "end": 1.0, "url": ""},),
    )
    for html in (page(made), pages.index_page(feed(made)).decode()):
        seen = _Seen(html)
        assert len(seen.all("script")) == 2  # its facts, and the player
        assert not [image for image in seen.all("img") if "onerror" in image]
        assert not [link for link in seen.all("a") if "onmouseover" in link]
        for link in seen.all("a"):
            assert not (link["href"] or "").startswith(("javascript", "data"))


def test_the_index_lists_the_episodes_in_the_feeds_order() -> None:
    html = pages.index_page(
        feed(episode("b", title="Second"), episode("a", title="First"))
    ).decode()
    assert html.index("Second") < html.index("First")
    assert 'href="b/index.html"' in html
    assert "No episode yet" in pages.index_page(feed()).decode()


def test_the_text_stands_in_the_order_it_is_said_with_its_links() -> None:
    html = texts.text_html(article(), narration(), "The readers").decode()
    assert '<a href="https://example.org/a">read aloud</a>' in html
    assert "Nobody &lt;slept&gt; &amp; all paid." in html
    assert "javascript" not in html
    assert '<blockquote class="pull_quote"><p><span data-t="901 0 161">Nobody slept.' in html
    assert re.findall(r'<h2 id="t=(\d+)">', html) == ["0", "3", "9"]
    assert html.index("Read Aloud.") < html.index("Nobody &lt;") < html.index("Nobody slept.")
    assert texts.inner(html.encode()).startswith("<section>")


def test_a_heading_that_is_the_chapters_title_stands_once() -> None:
    told = narration()
    (first, *rest), title = told.script.chapters, "Of <reading>"
    words = tuple(Word(shown=word, said=word) for word in title.split())
    heading = Line(words=words, role=Role.HEADING)
    chapters = (replace(first, title=title, lines=(heading, *first.lines)), *rest)
    takes = (replace(told.takes[0], line=heading), *told.takes)
    headed = replace(told, script=replace(told.script, chapters=chapters), takes=takes)
    html = texts.text_html(article(), headed, "x").decode()
    assert html.count("Of &lt;reading&gt;") == 1
    assert "Read Aloud." in html


def test_words_that_are_not_in_the_block_are_said_all_the_same() -> None:
    told = article()
    other = told.blocks[3]
    blocks = (*told.blocks[:2], other, *told.blocks[3:])
    html = texts.text_html(type(told)(source="", blocks=blocks), narration(), "x").decode()
    assert "They read aloud." in html


def test_verse_keeps_its_lines_between_its_sentences() -> None:
    told, spoken = article(), narration()
    text = "They read aloud.\nNobody <slept> & all paid."
    verse = replace(told.blocks[2], runs=(Run(text=text, start=None),), marks=())
    blocks = (*told.blocks[:2], verse, *told.blocks[3:])
    html = texts.text_html(replace(told, blocks=blocks), spoken, "x").decode()
    assert "aloud.</span>\n<span" in html


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.org/a?b=c", True),
        (" mailto:a@example.org ", True),
        ("HTTP://EXAMPLE.ORG", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt\t:alert(1)", False),
        ("java\x00script:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("relative", False),
        ("http://[broken", False),
        ("", False),
    ],
)
def test_only_safe_addresses_are_followed(url: str, kept: bool) -> None:  # noqa: FBT001
    assert bool(href(url)) is kept


def test_times_and_days_as_people_read_them() -> None:
    assert [clock(seconds) for seconds in (0, 59.9, 61, 3600, 36061)] == [
        "0:00",
        "0:59",
        "1:01",
        "1:00:00",
        "10:01:01",
    ]
    dates = {language: day(language, "2024-03-05T09:00:00+00:00") for language in catalogue()}
    assert dates == {
        "en": "5 March 2024",
        "de": "5. März 2024",
        "es": "5 de marzo de 2024",
        "fr": "5 mars 2024",
    }
    assert day("fr", "2024-05-01T09:00:00+00:00") == "1er mai 2024"


def test_our_words_are_whole_in_every_language_and_keep_their_places() -> None:
    places = re.compile(r"%\(\w+\)s|\{\w+\}")
    for phrases in catalogue().values():
        for english, phrase in phrases.items():
            assert phrase.strip()
            assert sorted(places.findall(phrase)) == sorted(places.findall(english))
    folder = Path(templating.__file__).parent / "templates"
    templates = "".join(file.read_text("utf-8") for file in folder.glob("*.html"))
    asked = set(re.findall(r'\b(?:_|ngettext)\("([^"]+)"', templates))
    assert len(asked) > 40
    assert asked <= catalogue()["en"].keys()


def test_pages_speak_the_language_of_what_is_on_them() -> None:
    german = page(episode(language="de-AT"))
    assert '<html lang="de">' in german
    assert "<span>Anhören</span>" in german
    assert "5. März 2024" in german
    assert "Synthetische Stimme (espeak" in german
    other = page(episode(language="it"))  # has no words of its own: those of the show
    assert '<html lang="en">' in other
    assert '<h1 lang="it">' in other
    assert "<h1>" in page(episode())
    french = feed(episode(language="de"))
    index = pages.index_page(replace(french, show=show(language="fr"))).decode()
    assert '<html lang="fr">' in index
    assert "S’abonner" in index
    assert '<h2 lang="de"><a href=' in index
    older = Leaf(name="episodes-1.html", newest=False)
    index = pages.index_page(replace(french, show=show(language="fr")), leaf=older).decode()
    assert "Les épisodes les plus récents" in index
    assert "<strong>Kapitel</strong>" in notes(episode(language="de"), "")


def test_nothing_and_one_are_counted_as_each_language_does() -> None:
    told = [counted(each, "%(num)s line", "%(num)s lines", 0)[8:] for each in ("en", "fr")]
    assert told == ["lines", "phrase"]
    assert language_of("pt", "") == "en"

"""Exports of other programs become episodes that keep their dates and guids."""

import subprocess
import sys
from pathlib import Path

from pipeline import reading
from pipeline.config import load_notes, load_show
from pipeline.config.sources import find_sources
from pipeline.model import Role

SCRIPT = Path(__file__).parents[1] / "scripts" / "import_articles.py"
EXPORT = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>The Mill</title><link>https://mill.example</link><language>en-GB</language>
<description>Talks by the &lt;b&gt;river&lt;/b&gt;.</description>
<wp:author><wp:author_login>ada</wp:author_login>
<wp:author_display_name>Ada Park</wp:author_display_name></wp:author>
<item><title>Wheels &amp; water</title><dc:creator>ada</dc:creator>
<guid isPermaLink="false">https://mill.example/?p=7</guid>
<content:encoded><![CDATA[The wheel turned for a hundred years.

[caption id="1"]<img src="a.jpg" /> The wheel[/caption]

<!-- more -->

It ground corn. [gallery ids="1,2"]]]></content:encoded>
<wp:post_date_gmt>2014-03-05 09:30:00</wp:post_date_gmt><wp:post_name>wheels</wp:post_name>
<wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>
<item><title>Not yet</title><guid>https://mill.example/?p=8</guid>
<content:encoded>&lt;p&gt;One day.&lt;/p&gt;</content:encoded>
<wp:post_date_gmt>0000-00-00 00:00:00</wp:post_date_gmt><wp:post_name></wp:post_name>
<wp:status>draft</wp:status><wp:post_type>post</wp:post_type></item>
<item><title>A picture</title><wp:post_type>attachment</wp:post_type></item>
</channel></rss>"""
FEED = """<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
  xmlns:podcast="https://podcastindex.org/namespace/1.0">
<channel><title>River Radio</title><description>Old talks.</description>
<podcast:guid>e9533001-4d41-4d70-8580-614d5f8f820f</podcast:guid>
<itunes:author>The Millers</itunes:author><language>en</language>
<item><title>Same name</title><guid>abc-1</guid><pubDate>Wed, 05 Mar 2014 09:30:00 +0100</pubDate>
<description>&lt;p&gt;About water.&lt;/p&gt;</description>
<itunes:episode>4</itunes:episode><itunes:season>2</itunes:season></item>
<item><title>Same name</title><enclosure url="https://r.example/b.mp3" type="audio/mpeg"/>
<description>&lt;p&gt;About stone.&lt;/p&gt;</description>
<itunes:episodeType>trailer</itunes:episodeType></item>
</channel></rss>"""


def imported(kind: str, text: str, root: Path) -> subprocess.CompletedProcess[str]:
    source = root / "source.xml"
    source.write_text(text)
    line = [sys.executable, str(SCRIPT), kind, str(source), str(root / "episodes")]
    return subprocess.run(line, capture_output=True, text=True, check=False)


def test_a_wordpress_export_keeps_dates_guids_and_words(tmp_path: Path) -> None:
    done = imported("wordpress", EXPORT, tmp_path)
    assert done.stdout.startswith("2 imported"), done.stderr
    sources, _ = find_sources([tmp_path / "episodes"])
    assert [source.slug for source in sources] == ["not-yet", "wheels"]
    draft, wheels = (load_notes(source.notes) for source in sources if source.notes)
    assert (wheels.date, wheels.guid) == ("2014-03-05T09:30:00+00:00", "https://mill.example/?p=7")
    assert (wheels.title, wheels.author) == ("Wheels & water", "Ada Park")
    assert (draft.status, draft.date) == ("draft", "")
    article = reading.read(sources[1].path)
    said = [block.text for block in article.blocks if block.role is Role.PARAGRAPH]
    assert said == ["The wheel turned for a hundred years.", "It ground corn."]
    assert (article.metadata.title, article.metadata.authors) == ("Wheels & water", ("Ada Park",))
    show = load_show(tmp_path / "episodes/show.toml")
    assert (show.title, show.description) == ("The Mill", "Talks by the river.")
    assert imported("wordpress", EXPORT, tmp_path).stdout.startswith("0 imported")


def test_a_feed_keeps_its_episodes_identity(tmp_path: Path) -> None:
    done = imported("feed", FEED, tmp_path)
    assert done.stdout.startswith("2 imported"), done.stderr
    first, second = (
        load_notes(tmp_path / "episodes" / name / "episode.toml")
        for name in ("same-name", "same-name-2")
    )
    assert (first.guid, first.number, first.season) == ("abc-1", 4, 2)
    assert first.date == "2014-03-05T09:30:00+01:00"
    assert (second.guid, second.type) == ("https://r.example/b.mp3", "trailer")
    show = load_show(tmp_path / "episodes/show.toml")
    assert show.guid == "e9533001-4d41-4d70-8580-614d5f8f820f"


def test_what_is_no_export_is_one_line(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("a secret")
    entity = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{secret}">]>'
    sly = entity + FEED.replace("About water.", "&x;").replace("Old talks.", "&x;")
    assert imported("feed", sly, tmp_path).returncode == 0
    written = [path.read_text() for path in (tmp_path / "episodes").rglob("*.*")]
    assert len(written) == 5
    assert not any("a secret" in each for each in written)
    for kind, text in (("feed", "<html/>"), ("feed", "no"), ("wordpress", FEED)):
        done = imported(kind, text, tmp_path)
        assert done.returncode == 3
        assert len(done.stderr.splitlines()) == 1

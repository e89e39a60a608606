"""A WordPress export or a podcast's feed → a folder of episodes to render. Promise: identity stays.

Each post or episode becomes FOLDER/<slug>/article.html and episode.toml, with the date, guid, title
and author that it has, so that subscribers see the same episodes as before; a new show.toml has the
show's. A folder that is there already is left as it is. The XML is read without entities, DTD or
network.

    scripts/import-wordpress EXPORT.xml FOLDER
    scripts/import-feed URL|FILE FOLDER
"""

import argparse
import html
import json
import re
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

from lxml import etree

from pipeline.config.sources import is_address, slug
from pipeline.errors import RenderError, SourceError
from pipeline.fetching import fetch

NAMES = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
}
LARGEST = 500_000_000  # bytes of a feed or an export
BLOCKS = re.compile(r"<(?:p|div|h[1-6]|ul|ol|blockquote|figure|table|section)\b", re.IGNORECASE)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
CAPTION = re.compile(
    r"\[caption[^\]]*\]\s*((?:<a\b[^>]*>)?<img\b[^>]*>(?:</a>)?)(.*?)\[/caption\]", re.DOTALL
)
SHORTCODE = re.compile(r"\[/?(?:gallery|audio|video|embed|playlist|podcast|powerpress)\b[^\]]*\]")
KINDS = ("full", "trailer", "bonus")

Facts = dict[str, str | int]


def read(source: str) -> etree._Element:
    """The channel. Raises SourceError for what is no RSS."""
    data = fetch(source, limit_bytes=LARGEST).data if is_address(source) else local(Path(source))
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
        remove_comments=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise SourceError(f"{source}: is no XML ({error.msg}) — export it again") from error
    channel = root.find("channel")
    if root.tag != "rss" or channel is None:
        raise SourceError(f"{source}: is no RSS — name a WordPress export or a podcast's feed")
    return channel


def local(path: Path) -> bytes:
    """A file's bytes. Raises SourceError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror} — check the name") from error


def text(element: etree._Element, *paths: str) -> str:
    """The first of these children that has any text."""
    for path in paths:
        found = (element.findtext(path, namespaces=NAMES) or "").strip()
        if found:
            return found
    return ""


def posts(channel: etree._Element) -> Iterator[tuple[str, str, Facts]]:
    """Of a WordPress export: each post's slug, its HTML and its facts. Pages and media are none."""
    wp = wordpress(channel)
    names = {text(each, f"{wp}author_login"): text(each, f"{wp}author_display_name")
             for each in channel.findall(f"{wp}author")}  # fmt: skip
    for item in channel.findall("item"):
        if text(item, f"{wp}post_type") != "post" or text(item, f"{wp}status") == "trash":
            continue
        login = text(item, "dc:creator")
        facts: Facts = {
            "title": text(item, "title"),
            "author": names.get(login) or login,
            "date": moment(text(item, f"{wp}post_date_gmt")) or dated(item),
            "guid": text(item, "guid"),
        }
        if text(item, f"{wp}status") != "publish":
            facts["status"] = "draft"
        yield text(item, f"{wp}post_name") or text(item, "title"), body(item), facts


def wordpress(channel: etree._Element) -> str:
    """The namespace of the export, whose version is in its address, as a prefix for tags."""
    for name in channel.nsmap.values():
        if name and name.startswith("http://wordpress.org/export/"):
            return f"{{{name}}}"
    raise SourceError("this is no WordPress export — make one under Tools, Export")


def episodes(channel: etree._Element) -> Iterator[tuple[str, str, Facts]]:
    """Of a podcast's feed: each episode's slug, its notes as HTML and its facts."""
    for item in channel.findall("item"):
        facts: Facts = {
            "title": text(item, "title", "itunes:title"),
            "author": text(item, "itunes:author", "dc:creator"),
            "date": dated(item),
            "guid": text(item, "guid") or enclosure(item),
        }
        for name in ("season", "episode"):
            if (number := text(item, f"itunes:{name}")).isdecimal() and int(number):
                facts["number" if name == "episode" else name] = int(number)
        if (kind := text(item, "itunes:episodeType").lower()) in KINDS[1:]:
            facts["type"] = kind
        yield text(item, "title"), body(item), facts


def enclosure(item: etree._Element) -> str:
    """Where its sound is: what apps know an episode by that has no guid."""
    found = item.find("enclosure")
    return "" if found is None else found.get("url", "")


def body(item: etree._Element) -> str:
    """The text as HTML; blank lines make paragraphs where there are none, as WordPress has it."""
    given = SHORTCODE.sub("", COMMENT.sub("", text(item, "content:encoded", "description")))
    if not BLOCKS.search(given):
        parts = (part.strip() for part in re.split(r"\n\s*\n", given.replace("\r\n", "\n")))
        given = "\n".join(
            part if part.startswith("[caption") else f"<p>{part}</p>" for part in parts if part
        )
    return CAPTION.sub(r"<figure>\1<figcaption>\2</figcaption></figure>", given)


def dated(item: etree._Element) -> str:
    """When it was published, as ISO 8601; empty where that is not told."""
    try:
        return parsedate_to_datetime(text(item, "pubDate")).isoformat()
    except ValueError:
        return ""


def moment(given: str) -> str:
    """A time of WordPress, which is in UTC; a draft has none."""
    try:
        return datetime.fromisoformat(given).replace(tzinfo=UTC).isoformat()
    except ValueError:
        return ""


def page(body: str, facts: Facts) -> str:
    """The article's file."""
    title, author = (html.escape(str(facts[name])) for name in ("title", "author"))
    by = f'<p class="byline">by {author}</p>\n' if author else ""
    head = f'<meta charset="utf-8">\n<title>{title}</title>'
    return f"<!doctype html>\n{head}\n<article>\n<h1>{title}</h1>\n{by}{body}\n</article>\n"


def toml(facts: Facts) -> str:
    """Lines of TOML, of whatever is known; its strings are those of JSON."""
    return "".join(
        f"{name} = {json.dumps(value, ensure_ascii=False)}\n"
        for name, value in facts.items()
        if value
    )


def about(channel: etree._Element) -> str:
    """A show.toml with what the feed tells of the show."""
    owner = text(channel, "itunes:owner/itunes:email")
    facts: Facts = {
        "title": text(channel, "title"),
        "description": re.sub(r"<[^>]+>", "", text(channel, "description")),
        "author": text(channel, "itunes:author"),
        "email": owner,
        "language": text(channel, "language"),
        "link": text(channel, "link"),
        "guid": text(channel, "podcast:guid"),
    }
    return "[show]\n" + toml(facts)


def keep(folder: Path, found: Iterator[tuple[str, str, Facts]]) -> tuple[int, int]:
    """Write what is not there yet; how many that were, and how many were there."""
    written = there = 0
    taken: set[str] = set()
    for named, text_, facts in found:
        name = base = slug(named)
        number = 1
        while name in taken:
            name = f"{base}-{(number := number + 1)}"
        taken.add(name)
        home = folder / name
        if home.exists():
            there += 1
            continue
        home.mkdir(parents=True)
        (home / "episode.toml").write_text(toml(facts), encoding="utf-8")
        (home / "article.html").write_text(page(text_, facts), encoding="utf-8")
        written += 1
    return written, there


KIND: dict[str, Callable[[etree._Element], Iterator[tuple[str, str, Facts]]]] = {
    "wordpress": posts,
    "feed": episodes,
}


def main() -> int:
    """Import, and tell what came."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("kind", choices=KIND)
    parser.add_argument("source", help="the export's file, or a feed's file or address")
    parser.add_argument("folder", type=Path, help="where the episodes go, as episodes/")
    asked = parser.parse_args()
    try:
        channel = read(asked.source)
        written, there = keep(asked.folder, KIND[asked.kind](channel))
        show = asked.folder / "show.toml"
        if not show.exists() and written:
            show.write_text(about(channel), encoding="utf-8")
    except RenderError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except OSError as error:
        print(f"{error.filename}: {error.strerror}: name another folder", file=sys.stderr)
        return 6
    print(f"{written} imported into {asked.folder}, {there} were there already.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

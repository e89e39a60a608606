"""The plan as a page: all that is said and all that is not, marked, explained, and only text."""

import re
import tomllib
from base64 import b64encode
from hashlib import sha256
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from pipeline import reading, scripting, spoken
from pipeline.formats.openings import Openings
from pipeline.formats.plan import correction, renaming, say_line
from pipeline.formats.plan_notes import repair_note, respelt
from pipeline.formats.plan_page import GENERATOR, plan_page
from pipeline.model import (
    Article,
    Block,
    Notes,
    Pronunciation,
    Repair,
    Role,
    Run,
    Script,
    Show,
    Word,
)
from pipeline.values import replace

SHOW = Show(title="Our Talks", guid="6b6b4f6e-6a3c-4d35-9f5e-1f2a6f1f7a77")
TEXT = """# Why we read

by **Ada Lee**

*A talk from the ILEA’s spring school.*

Books are [long](https://mag.org/long) ([https://mag.org/long](https://mag.org/long)). In 1984 we
read for joy, and nobody \\_paid\\_ us. It was <b>a habit</b> & a <script>alert(1)</script>.

## What came of it

We read on. The ILEA paid for the lamps, and the lamps were lit
until

---

*We read on.*

---

we slept, all of us.

Image credit: Bo Ray
"""
EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>\x00\x1b[31m &amp; "


def planned(path: Path, text: str = TEXT, show: Show = SHOW) -> tuple[Article, Script, str]:
    file = path / "article.md"
    file.write_text(text, encoding="utf-8")
    article = reading.read(file)
    script = scripting.adapt(article, show, Notes())
    return article, script, page(article, script, show)


def page(article: Article, script: Script, show: Show = SHOW) -> str:
    return plan_page(article, script, spoken.doubts(script.lines, {}, "en"), show).decode()


class Seen(HTMLParser):
    """Tags with their attributes; the text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data


def words(html: str) -> str:
    return " ".join(Seen(html).text.split())


def test_every_line_is_there_in_its_order_with_voice_and_time(tmp_path: Path) -> None:
    _, script, html = planned(tmp_path)
    told, at = words(html), 0
    for line in script.lines:
        at = told.index(line.shown, at)
    for voice in ("narrator: espeak:narrator", "pull quote: espeak:quote"):
        assert voice in told
    for number, chapter in enumerate(script.chapters, 1):
        assert chapter.title in told
        assert f'href="#c{number}"' in html
        assert f'id="c{number}"' in html
    assert len(re.findall(r"<h[23][^>]*>What came of it</h", html)) == 1


def test_repairs_are_marked_and_told(tmp_path: Path) -> None:
    article, _, html = planned(tmp_path)
    kinds = {repair.kind for repair in article.repairs}
    assert "doubled link" in kinds
    for kind in kinds:
        assert f"<b>{kind}</b>" in html
    assert '<span class="mended" title="doubled link: “long (https://mag.org/long)” became' in html
    assert re.search(r"long<del> \(https://mag.org/long\)</del>", html)
    assert f"{len(article.repairs)} repairs" in words(html)


def test_what_is_said_otherwise_and_what_is_doubtful(tmp_path: Path) -> None:
    _, _, html = planned(tmp_path)
    assert '<span class="other" title="said: nineteen eighty-four">1984</span>' in html
    assert "1984 → <q>nineteen eighty-four</q>" in html
    assert html.count('class="doubt" title="capitals, read letter by letter') == 2
    line = "&#34;ILEA&#34; = &#34;ILEA&#34;  # 2 times; capitals, read letter by letter"
    assert html.count(f"<code>{line}</code>") == 1  # beside the first of them
    assert f"[say]\n{line}</pre>" in html


def test_what_is_not_said_is_struck_through_with_the_reason(tmp_path: Path) -> None:
    _, _, html = planned(tmp_path)
    assert "<p><del>Image credit: Bo Ray</del></p>" in html
    assert "Not said: show.toml skips each credit." in html
    assert words(html).count("Said in the opening or closing.") == 2
    assert "Left out between the words" in html
    assert "Markdown&#39;s own sign" in html


def test_pull_quotes_are_set_as_such(tmp_path: Path) -> None:
    _, _, html = planned(tmp_path)
    assert re.search(
        r'class="voice">pull quote</span></p>\s*<div class="said pull_quote">\s*<blockquote>', html
    )


def test_the_lines_under_a_block_change_that_block(tmp_path: Path) -> None:
    article, script, html = planned(tmp_path)
    found = re.findall(r'<pre class="toml">(.*?)</pre>', html, re.DOTALL)
    notes = [tomllib.loads(unescape(each)) for each in found]
    starts = [note["block"][0]["starts"] for note in notes if "block" in note]
    assert len(starts) == len(article.blocks) - 2  # the title and the byline: no line changes them
    texts = [" ".join(block.text.split()) for block in article.blocks]
    assert all(sum(text.startswith(start) for text in texts) >= 1 for start in starts)
    assert {chapter["title"] for note in notes for chapter in note.get("chapter", ())} <= {
        chapter.title for chapter in script.chapters
    }


def test_the_source_stands_beside_it_with_what_was_left_out(tmp_path: Path) -> None:
    article, _, html = planned(tmp_path)
    sources = re.findall(r'<pre class="source">(.*?)</pre>', html, re.DOTALL)
    bare = [unescape(re.sub(r"<[^>]*>", "", source)) for source in sources]
    assert len(bare) == len(article.blocks)
    for text in bare:
        assert text.strip("\n") in article.source
    assert re.search(r'<del title="[^"]+">\\</del>_paid', html)


def test_it_runs_nothing_and_asks_nobody(tmp_path: Path) -> None:
    _, _, html = planned(tmp_path)
    seen = Seen(html)
    names = {tag for tag, _ in seen.tags}
    assert not names & {"script", "img", "link", "iframe", "object", "form", "b_", "audio"}
    for _, attributes in seen.tags:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    assert "url(" not in style
    assert "@import" not in style
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in html
    assert GENERATOR in html
    assert seen.open == []


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    article, script, _ = planned(tmp_path)
    blocks = tuple(
        replace(block, speaker=EVIL, skip=EVIL if block.role is Role.CREDIT else "")
        for block in article.blocks
    )
    hostile = replace(
        article,
        blocks=blocks,
        metadata=replace(article.metadata, title=EVIL, subtitle=EVIL, authors=(EVIL,)),
        repairs=(
            *(replace(repair, kind=EVIL) for repair in article.repairs),
            Repair(kind="x", before=EVIL, after="", at=10**6),
        ),
        skipped=tuple(replace(skip, reason=EVIL, text=EVIL) for skip in article.skipped),
    )
    silent = dict.fromkeys(script.silent, EVIL)
    chapters = tuple(replace(chapter, title=EVIL) for chapter in script.chapters)
    told = replace(script, silent=silent, chapters=chapters)
    show = replace(SHOW, title=EVIL)
    html = plan_page(hostile, told, [(EVIL, 2, EVIL)], show).decode()
    seen = Seen(html)
    assert not [tag for tag, _ in seen.tags if tag in {"script", "img"}]
    assert not [name for _, attributes in seen.tags for name in attributes if name[:2] == "on"]
    assert not {"\x00", "\x1b"} & set(html)
    assert "&lt;script&gt;" in html
    assert "Mended outside the text" in html


def test_the_same_plan_gives_the_same_page(tmp_path: Path) -> None:
    article, script, html = planned(tmp_path)
    assert page(article, script) == html


def test_a_plain_article_has_no_lists_of_nothing(tmp_path: Path) -> None:
    _, _, html = planned(tmp_path, "# One\n\nA word, and no more of them.\n")
    assert "Words a voice" not in html
    assert "Mended outside" not in html
    assert "0 repairs" in html


@pytest.mark.parametrize(
    ("before", "after", "html"),
    [
        ("to\n\nhave", "to have", "to<del>⏎⏎</del><ins> </ins>have"),
        ("hink", "Think", "<ins>T</ins>hink"),
        ("so–called", "so-called", "so<del>–</del><ins>-</ins>called"),
        ("a (https://x.example/)", "a", "a<del> (https://x.example/)</del>"),
        ("", "added", "<ins>added</ins>"),
        ("<b>", "", "<del>&lt;b&gt;</del>"),
    ],
)
def test_a_repair_tells_what_went_and_what_came(before: str, after: str, html: str) -> None:
    assert repair_note(Repair(kind="k", before=before, after=after)).html == html


def test_long_stretches_are_cut_but_never_what_changed() -> None:
    told = repair_note(Repair(kind="k", before="word " * 20 + "a", after="word " * 20 + "b")).html
    assert told == "… word word word word <del>a</del><ins>b</ins>"
    gone = repair_note(Repair(kind="k", before="x" * 500, after="")).html
    assert len(gone) < 80
    assert "…" in gone


def test_many_repairs_alike_have_one_note(tmp_path: Path) -> None:
    lines = "\n".join(f"- [x{n}](#) one thing more" for n in range(3))
    article, script, _ = planned(tmp_path, f"# T\n\nWords stand here, a b c d e f g.\n\n{lines}\n")
    block = next(block for block in article.blocks if block.role is Role.PARAGRAPH)
    repairs = tuple(
        Repair(kind="line break", before="a\nb", after="a b", at=block.start) for _ in range(9)
    )
    html = page(replace(article, repairs=repairs), script)
    assert html.count("<b>line break</b>") == 1
    assert "– and 8 more" in html


@pytest.mark.parametrize(
    ("shown", "said", "other"),
    [
        ("1984,", "nineteen eighty-four,", True),
        ("“No", "No", False),
        ("U.S.", "U.S", False),
        ("–", "", False),
        ("d’Azeglio", "dah-zel-yo", True),
        ("it’s", "it's", False),
        ("ⅩⅣ", "fourteen", True),
    ],
)
def test_words_that_are_said_otherwise(shown: str, said: str, other: bool) -> None:  # noqa: FBT001
    assert respelt(Word(shown=shown, said=said)) is other
    assert respelt(Word(shown=shown, said=said, ipa="x"))


def test_lines_of_episode_toml_are_toml() -> None:
    text = 'He said "no \\ yes"\x7f\x01 and so on and on'
    block = Block(role=Role.PARAGRAPH, runs=(Run(text=text, start=0),))
    starts = Openings([block])[0]
    (note,) = tomllib.loads("\n".join(correction(starts, Role.PARAGRAPH)))["block"]
    assert note["starts"] == " ".join(text.split()[:7])
    assert note["role"] == "paragraph"
    (silent,) = tomllib.loads("\n".join(correction(starts, Role.CREDIT, silent=True)))["block"]
    assert silent["skip"] is False
    assert not correction("", Role.CREDIT)
    assert tomllib.loads(say_line('O"b', 2, "why")) == {'O"b': 'O"b'}


def test_only_chapters_of_the_body_can_be_renamed(tmp_path: Path) -> None:
    article, script, _ = planned(tmp_path)
    openings = Openings(article.blocks)
    told = [renaming(article, openings, chapter) for chapter in script.chapters]
    assert not told[0]
    body = next(each for each in told if each)
    (note,) = tomllib.loads("\n".join(body))["chapter"]
    assert note["title"] in [chapter.title for chapter in script.chapters]


def test_a_respelling_of_an_editor_is_told(tmp_path: Path) -> None:
    show = replace(SHOW, say={"lamps": Pronunciation(like="lanterns")})
    _, _, html = planned(tmp_path, show=show)
    assert "lamps → <q>lanterns</q>" in html

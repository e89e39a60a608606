"""What people write in TOML, and what they name, read without a surprise."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.config import check_fit, load_notes, load_show
from pipeline.config.fresh import new_show
from pipeline.config.identity import default_show, feed_guid, identified, keep_show, kept_show
from pipeline.config.page import key_lines
from pipeline.config.places import find_place
from pipeline.config.sources import find_sources, slug
from pipeline.config.wording import wording
from pipeline.errors import PlaceError, SourceError, UsageError
from pipeline.model import (
    CUES,
    DEFAULT_CAST,
    DEFAULT_POLICY,
    THEMES,
    BlockNote,
    ChapterNote,
    Metadata,
    Notes,
    Pronunciation,
    Role,
    Show,
    Voice,
)

GUID = "e9533001-4d41-4d70-8580-614d5f8f820f"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def show_from(text: str, folder: Path) -> Show:
    path = folder / "show.toml"
    path.write_text(text, encoding="utf-8")
    return load_show(path)


def mistakes(text: str, folder: Path, name: str = "show.toml") -> list[str]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    load = load_show if name == "show.toml" else load_notes
    with pytest.raises(UsageError) as caught:
        load(path)
    return str(caught.value).splitlines()


# --- show.toml -------------------------------------------------------------------------------


def test_a_title_is_enough(here: Path) -> None:
    assert show_from('[show]\ntitle = "Talks"', here) == Show(title="Talks", guid="")


def test_all_settings(here: Path) -> None:
    (here / "cover.png").touch()
    (here / "sea.flac").touch()
    show = show_from(
        f"""
        [show]
        title = "Talks"
        guid = "{GUID.upper()}"
        category = ["Society & Culture", "Philosophy"]
        base_url = "https://example.org/talks/"
        cover = "cover.png"
        explicit = true
        [cast]
        narrator = "piper:en_US-amy:0"
        pull_quote = {{voice = "espeak:quote", speed = 1.2, pitch = -2}}
        "Ada Lovelace" = "espeak:ada"
        [pauses]
        paragraph = 1
        [sound]
        cues = false
        theme = "sea.flac"
        closing = "none"
        mark = "ours"
        [say]
        Ybor = "ee-bore"
        "d'Azeglio" = {{ipa = "daˈdzɛʎʎo"}}
        [policy]
        footnote = "end"
        [templates]
        opening = "{{title}}."
        [[person]]
        name = "Ada"
        role = "Host"
        """,
        here,
    )
    assert show.guid == GUID
    assert show.category == ("Society & Culture", "Philosophy")
    assert show.base_url == "https://example.org/talks"
    assert show.cover == str(here / "cover.png")
    assert show.cast["narrator"] == Voice(engine="piper", name="en_US-amy:0")
    assert show.cast["pull_quote"] == Voice(engine="espeak", name="quote", speed=1.2, pitch=-2)
    assert show.cast["Ada Lovelace"] == Voice(engine="espeak", name="ada")
    assert (show.pauses.paragraph, show.pauses.sentence) == (1.0, 0.45)
    assert not show.sound.cues
    assert show.sound.theme == str(here / "sea.flac")
    assert [name for name in (*THEMES, *CUES) if show.sound.plays(name)] == ["theme"]
    assert show.say["d'Azeglio"] == Pronunciation(ipa="daˈdzɛʎʎo")
    assert show.say["Ybor"] == Pronunciation(like="ee-bore")
    assert show.policy == {**DEFAULT_POLICY, "footnote": "end"}
    assert show.templates.opening == "{title}."
    assert [(person.name, person.role) for person in show.persons] == [("Ada", "host")]


def test_the_usual_cast_fills_the_gaps(here: Path) -> None:
    show = show_from('[show]\ntitle = "T"\n[cast]\nnarrator = "gtts:en"', here)
    assert show.cast == {
        "narrator": Voice(engine="gtts", name="en"),
        "pull_quote": DEFAULT_CAST["pull_quote"],  # the narrator does the rest
    }
    plain = show_from('[show]\ntitle = "T"\n[cast]\nbio = "espeak:quote"', here)
    assert plain.cast == {**DEFAULT_CAST, "bio": Voice(engine="espeak", name="quote")}


def test_every_mistake_is_told_with_its_line(here: Path) -> None:
    told = mistakes(
        '[show]\ntitel = "x"\nemail = "nobody"\n\n[cast]\nnarator = "espeak:narrator"\n', here
    )
    assert told == [
        'show.toml:2: [show] titel is not a setting — did you mean "title"?',
        (
            'show.toml:3: [show] email "nobody" is not an email address — '
            'write it like "talks@example.org"'
        ),
        'show.toml:6: [cast] narator is not a role — did you mean "narrator"?',
    ]


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("title = 3", "must be text in quotes, not a number"),
        ('title = " "', "is empty"),
        (f'description = "{"é" * 2001}"', "4002 bytes"),
        ('language = "english"', '"en-GB"'),
        ('category = "education"', 'write "Education"'),
        ('category = "Education > Course"', "choose one of Courses, How To"),
        ("category = []", "one subcategory"),
        ('explicit = "no"', "true or false, without quotes"),
        ('link = "example.org"', "is not a web address"),
        ('base_url = "https://exa mple.org"', "is not a web address"),
        ('base_url = "http://[::1"', "is not a web address"),
        ('guid = "talks"', "is not a podcast guid"),
        ('cover = "cover.gif"', "is not a .jpg or .png"),
        ('cover = "none.jpg"', "is not there"),
        ('type = "series"', "choose one of episodic, serial"),
        ("[cast]\nnarrator = 'amy'", '"engine:voice"'),
        ("[cast]\nnarrator = {speed = 1}", "has no voice"),
        ("[cast]\nnarrator = {voice = 'a:b', speed = 9}", "from 0.5 to 2"),
        ("[cast]\nnarrator = {voice = 'a:b', sped = 1}", "choose one of voice, speed, pitch"),
        ("[pauses]\nparagraph = '1'", "must be a number without quotes"),
        ("[pauses]\nparagraph = true", "must be a number without quotes"),
        ("[sound]\nloudness = 19", "from -30 to -10"),
        ("[say]\nYbor = 3", "must be text in quotes"),
        ("[say]\nYbor = {say = 'x'}", "plain letters or IPA"),
        ("[policy]\nfootnote = 'voice'", "choose one of place, end, once, skip"),
        ("[policy]\npull_quote = 'place'", "choose one of voice, skip, open"),
        ("[templates]\nopening = '{titel}'", 'did you mean "title"?'),
        ("[templates]\nopening = '{title'", "loose brace"),
        ("[[person]]\nrole = 'host'", "has no name"),
        ("[[person]]\nname = 'A'\nrole = 'gest'", 'did you mean "guest"?'),
        ("[person]\nname = 'A'", "must be written [[person]]"),
        ("[shows]\n", 'did you mean "show"?'),
    ],
)
def test_a_mistake_says_what_to_do(line: str, part: str, here: Path) -> None:
    base = "" if line.startswith("title") else 'title = "T"\n'
    told = mistakes(f"[show]\n{base}{line}\n", here)
    assert len(told) == 1
    assert part in told[0]
    assert re.match(r"show\.toml:[2-5]: \S", told[0])


def test_what_is_not_toml(here: Path) -> None:
    assert mistakes("[show]\ntitle = Talks\n", here)[0].startswith("show.toml:2: ")
    assert mistakes('[show]\ntitle = "Talks', here)[0].startswith("show.toml:2: ")
    (here / "show.toml").write_bytes(b"\xff\xfe[\0")
    with pytest.raises(UsageError, match="not UTF-8"):
        load_show(here / "show.toml")
    with pytest.raises(UsageError, match="nowhere"):
        load_show(here / "nowhere.toml")


def test_lines_are_found_in_any_toml() -> None:
    text = '''a = """
b = 1
"""   # c = 2
"d.e" = [ # [x]
  {f = 1},
]
g.h = 1
[[i]]
j = 1
[[i]]
j = ']'
[i.k]
l = 1
'''
    assert key_lines(text) == {
        ("a",): 1,
        ("d.e",): 4,
        ("g",): 7,
        ("g", "h"): 7,
        ("i", 0): 8,
        ("i", 0, "j"): 9,
        ("i", 1): 10,
        ("i", 1, "j"): 11,
        ("i", 1, "k"): 12,
        ("i", 1, "k", "l"): 13,
    }


# --- A new show ------------------------------------------------------------------------------


@pytest.mark.parametrize("title", ["Our Talks", 'The "Back\\slash" {show} $x', "Über uns 🎙"])
def test_a_new_show_loads(title: str, here: Path) -> None:
    show = show_from(new_show(title), here)
    assert show == Show(title=title, guid=show.guid)
    assert show.guid != show_from(new_show(title), here).guid


def test_every_remark_of_a_new_show_is_a_good_setting(here: Path) -> None:
    for name in ("cover.jpg", "text.woff2", "headings.woff2"):
        (here / name).touch()
    (here / "pages").mkdir()
    space = "http://www.w3.org/2005/01/pronunciation-lexicon"
    (here / "names.pls").write_text(f'<lexicon xmlns="{space}" alphabet="ipa"/>')
    text = new_show("Our Talks")
    setting = re.compile(r'^# (?=\[|\w+ = |"[^"]+" = |""")', re.MULTILINE)
    block = re.compile(r'(?<==\s""")\n(?:# .*\n)+(?=""")')
    all_set = block.sub(lambda found: found[0].replace("# ", ""), setting.sub("", text))
    show = show_from(all_set, here)
    usual = Show(title="Our Talks", guid=show.guid)
    assert show.pauses == usual.pauses
    assert show.sound == usual.sound
    assert show.policy == usual.policy
    assert show.templates.closing == wording("en", usual.templates).templates.closing
    assert len(show.persons) == 1
    assert text.count("\n# [") == 9  # every table but [show] stands there as a remark


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ('colours = "pin"', 'did you mean "pine"'),
        ('colours = {ground = "#000000"}', "takes three"),
        (
            'colours = {ground = "#000000", ink = "white", accent = "#ffffff"}',
            "has no colour in ink",
        ),
        ('cover_design = "round"', "choose one of bars"),
        ('[pages]\ntext = "text.css"', "name a .woff2, .otf or .ttf"),
        ('[pages]\nheadings = "none.otf"', "put the typeface into"),
        ('[pages]\ntemplates = "none"', "is no folder"),
        ('[pages]\ntemplates = "odd"', 'has a "epsiode.html" — did you mean "episode.html"'),
    ],
)
def test_a_look_that_is_none_is_told(written: str, told: str, here: Path) -> None:
    (here / "odd").mkdir()
    (here / "odd" / "epsiode.html").touch()
    with pytest.raises(UsageError, match=told.replace("[", "\\[")) as raised:
        show_from(f'[show]\ntitle = "T"\n{written}\n', here)
    assert len(str(raised.value).splitlines()) == 1


def test_a_look_of_its_own(here: Path) -> None:
    (here / "own").mkdir()
    show = show_from(
        '[show]\ntitle = "T"\ncover_design = "frame"\n'
        'colours = {ground = "#102030", ink = "#FFFFFF", accent = "#ffcc00"}\n'
        '[pages]\ntemplates = "own"\n',
        here,
    )
    assert show.cover_design == "frame"
    assert show.colours == ("#102030", "#ffffff", "#ffcc00")
    assert show.pages.templates == str(here / "own")


# --- episode.toml ----------------------------------------------------------------------------


def test_notes(here: Path) -> None:
    path = here / "episode.toml"
    path.write_text(
        """
        title = "A talk"
        date = 2026-05-31
        number = 3
        status = "draft"
        guid = "tag:old-host,2019:7"
        [say]
        Ybor = "ee-bore"
        [[block]]
        starts = "It needs"
        role = "pull_quote"
        [[block]]
        starts = "Click here"
        skip = true
        [[chapter]]
        starts = "Most of us"
        title = "Drills"
        """
    )
    assert load_notes(path) == Notes(
        file="episode.toml",
        title="A talk",
        date="2026-05-31",
        number=3,
        status="draft",
        guid="tag:old-host,2019:7",
        say={"Ybor": Pronunciation(like="ee-bore")},
        blocks=(
            BlockNote(starts="It needs", role=Role.PULL_QUOTE),
            BlockNote(starts="Click here", skip=True),
        ),
        chapters=(ChapterNote(starts="Most of us", title="Drills"),),
    )


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ('date = "31.5.2026"', 'write it like "2026-05-31"'),
        ("number = 0", "a whole number from 1 on"),
        ("season = true", "a whole number from 1 on"),
        ('status = "drafted"', "choose one of published, draft, withdrawn"),
        ('[[block]]\nrole = "paragraph"', "has no starts"),
        ('[[block]]\nstarts = "x"', "changes nothing"),
        ('[[block]]\nstarts = "x"\nrole = "pullquote"', 'did you mean "pull_quote"?'),
        ('[[chapter]]\nstarts = "x"', "has no title"),
        ("say = 3", "must be a table"),
        ("block = 3", "[[block]]"),
    ],
)
def test_mistakes_in_notes(text: str, part: str, here: Path) -> None:
    told = mistakes(text, here, "episode.toml")
    assert len(told) == 1
    assert part in told[0]


def test_a_serial_needs_numbers() -> None:
    serial = Show(title="T", guid="", type="serial")
    check_fit(serial, Notes(type="trailer"))
    check_fit(serial, Notes(number=1))
    with pytest.raises(UsageError, match="number"):
        check_fit(serial, Notes())


# --- Where things are, and who they are ------------------------------------------------------


def test_the_root_is_the_parent_of_episodes(here: Path) -> None:
    talk = here / "talks" / "episodes" / "first"
    talk.mkdir(parents=True)
    show = talk.parent / "show.toml"
    show.touch()
    for source in (talk, talk / "article.md", here / "talks"):
        place = find_place(source)
        assert (place.root, place.show_file) == (here / "talks", show)
        assert place.feed == here / "talks" / "feed"
        assert place.episodes == talk.parent
    assert find_place(None).show_file is None
    assert find_place(here).root == here


def test_the_root_is_the_folder_of_show_toml(here: Path) -> None:
    (here / "show.toml").touch()
    (here / "a").mkdir()
    assert find_place(here / "a" / "x.md").root == here


def test_options_beat_what_is_found(here: Path) -> None:
    (here / "other.toml").touch()
    place = find_place(None, Path("other.toml"), Path("out"), "memory://store")
    assert place.show_file == here / "other.toml"
    assert (place.feed, place.cache) == (here / "out", "memory://store")
    with pytest.raises(UsageError, match="no such file"):
        find_place(None, Path("none.toml"))


def test_sources(here: Path) -> None:
    for folder in ("b-talk", "waits", "a-talk"):
        (here / folder).mkdir()
    for name in ("a-talk/article.md", "b-talk/article.html", "Loose Talk.txt", "README.md"):
        (here / name).touch()
    (here / "a-talk" / "episode.toml").touch()
    (here / "waits" / "episode.toml").touch()
    found, waiting = find_sources([here])
    assert [source.slug for source in found] == ["loose-talk", "a-talk", "b-talk"]
    assert [source.notes for source in found] == [None, here / "a-talk" / "episode.toml", None]
    assert waiting == (here / "waits",)
    assert find_sources([here / "a-talk"])[0] == find_sources([here / "a-talk" / "article.md"])[0]
    assert find_sources([here / "a-talk", here / "a-talk" / "article.md"])[0][0].slug == "a-talk"


def test_what_is_no_source(here: Path) -> None:
    (here / "empty").mkdir()
    (here / "noted").mkdir()
    (here / "noted" / "episode.toml").touch()
    for name, part in (("none.md", "no such file"), ("empty", "no article"), ("noted", "article")):
        with pytest.raises(SourceError, match=part):
            find_sources([here / name])


def test_two_articles_never_share_a_slug(here: Path) -> None:
    (here / "A Talk.md").touch()
    (here / "a-talk").mkdir()
    (here / "a-talk" / "article.md").touch()
    with pytest.raises(UsageError, match=r"a-talk.*rename"):
        find_sources([here])
    (here / "a-talk" / "article.txt").touch()
    with pytest.raises(UsageError, match=r"article.md and article.txt"):
        find_sources([here / "a-talk"])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("What Does Internationalism Mean Today?", "what-does-internationalism-mean-today"),
        ("Café d'Azeglio", "cafe-dazeglio"),
        ("../../etc/passwd", "etc-passwd"),
        ("a" * 300, "a" * 60),
        ("Речь", "episode-836c368f"),
    ],
)
def test_slugs(name: str, expected: str) -> None:
    assert slug(name) == expected


@given(st.text())
def test_a_slug_is_safe_and_stays(name: str) -> None:
    made = slug(name)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", made)
    assert len(made) <= 60
    assert slug(made) == made


@pytest.mark.parametrize(
    ("address", "guid"),  # the podcast namespace's own vectors
    [
        ("https://podnews.net/rss/", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
        ("http://mp3s.nashownotes.com/pc20rss.xml", "917393e3-1b1e-5cef-ace4-edaa54e1f810"),
    ],
)
def test_a_guid_follows_the_feeds_first_address(address: str, guid: str, here: Path) -> None:
    assert feed_guid(address) == guid
    show = identified(Show(title="T", guid="", base_url="https://e.org/talks"), here)
    assert show.guid == feed_guid("https://e.org/talks/feed.xml")


def test_a_guid_is_kept(here: Path) -> None:
    first = identified(Show(title="T", guid=""), here)
    keep_show(first, here)
    assert identified(Show(title="Other", guid="", base_url="https://e.org"), here).guid == (
        first.guid
    )
    assert identified(Show(title="T", guid=GUID), here).guid == GUID
    assert [path.name for path in here.iterdir()] == ["show.json"]


def test_a_guid_is_found_again_in_the_feed(here: Path) -> None:
    (here / "feed.xml").write_text(f"<rss><podcast:guid>{GUID}</podcast:guid></rss>")
    assert identified(Show(title="T", guid=""), here).guid == GUID


def test_the_first_article_names_the_default_show(here: Path) -> None:
    show = default_show(Metadata(title="A talk", authors=("Ada", "Bob"), language="de"))
    assert (show.title, show.author, show.language) == ("A talk", "Ada, Bob", "de")
    assert default_show(Metadata(title="A talk", series="Talks")).title == "Talks"
    kept = identified(show, here / "feed")
    keep_show(kept, here / "feed")
    assert kept_show(here / "feed") == kept
    assert kept_show(here) is None


@pytest.mark.parametrize("text", ["", "[]", "{}", json.dumps({"guid": "x", "title": "T"})])
def test_a_damaged_show_json(text: str, here: Path) -> None:
    (here / "show.json").write_text(text)
    with pytest.raises(PlaceError, match=r"show\.json is damaged"):
        kept_show(here)


def test_a_voice_may_have_a_fallback(tmp_path: Path) -> None:
    path = tmp_path / "show.toml"
    narrator = '{voice = "piper:one", fallback = {voice = "espeak:fr", speed = 1.2}}'
    path.write_text(f'[show]\ntitle = "T"\n[cast]\nnarrator = {narrator}\n', encoding="utf-8")
    fallback = Voice(engine="espeak", name="fr", speed=1.2)
    assert load_show(path).cast["narrator"].fallback == fallback
    twice = '{voice = "a:b", fallback = {voice = "a:c", fallback = "a:d"}}'
    path.write_text(f'[show]\ntitle = "T"\n[cast]\nnarrator = {twice}\n', encoding="utf-8")
    with pytest.raises(UsageError, match=r"narrator has a fallback that has a fallback of its own"):
        load_show(path)

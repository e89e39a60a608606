"""A title → the show.toml that a new show starts from. Promise: it loads without a mistake.

Every setting stands in it at its usual value, most of them as remarks.
"""

import json
from collections.abc import Iterator, Mapping
from string import Template
from textwrap import wrap
from typing import Any
from uuid import uuid4

from pipeline.config.names import PLACEHOLDERS
from pipeline.config.wording import wording
from pipeline.model import CUES, DEFAULT_CAST, DEFAULT_POLICY, THEMES, Pauses, Sound, Templates
from pipeline.values import asdict

_PAGE = Template("""\
# Everything an editor decides once, for all episodes, stands here. A line that begins with # is a
# remark, or a setting at its usual value: take the # away to change it.

[show]
title = $title

# The show's identity. Podcast apps know a show by it, so it must never change,
# not even when the show moves to another address.
guid = "$guid"

# What the show is about, in a few sentences (at most 4000 bytes).
# description = "Talks and essays, read aloud."

# Who makes it, and where mail about it may go. The feed is public: no private address here.
# author = "The editors"
# email = "talks@example.org"

# The language of the texts, by its code: "en", "en-GB", "de" …
# language = "en"

# A category of Apple Podcasts, with a subcategory if you like.
# category = "Education > Courses"

# Whether there is anything in it that is not for children.
# explicit = false

# The show's own page, if it has one besides the feed's.
# link = "https://example.org"

# Where the feed folder will stand on the internet. Until you have a place for it, leave it out:
# the feed then names this computer, which is right for `serve-feed`.
# base_url = "https://podcast.example.org"

# A square picture beside this file, 3000 by 3000 pixels. Without one, a cover is drawn.
# cover = "cover.jpg"

# How covers are drawn: "bars", "landscape" or "rings" under the words, or words alone: "poster",
# "frame", "initial". And the colours of covers and pages: "bone", "ultramarine", "pine", "oxblood",
# "mustard", "slate", "mist", "rose", or three of your own. Both follow from the title otherwise.
# cover_design = "poster"
# colours = {ground = "#17372f", ink = "#f3ecdc", accent = "#e8b04b"}

# A pronunciation lexicon (W3C PLS) beside this file, if you have one. [say] goes before it.
# lexicon = "names.pls"

# Under which terms the episodes may be shared.
# licence = "CC-BY-4.0"

# "episodic": in any order. "serial": from the first to the last; every episode needs a number.
# type = "episodic"

# Where listeners can support the show, how often it appears ("daily", "weekly", "fortnightly",
# "monthly" …), and a WebSub hub to tell of news, if you use one.
# funding = "https://example.org/support"
# frequency = "weekly"
# hub = "https://pubsubhubbub.appspot.com"

# How many episodes feed.xml holds before older ones move to pages of their own (feed-1.xml …),
# which not every app reads.
# page_size = 1000

# The names of seasons, by their number.
# [seasons]
# 1 = "The first year"

# Who speaks: a role, or a speaker's name as an interview has it, and "engine:voice".
# `render-episode --list-voices` shows what there is on this computer.
# speed: 1 is the voice's own. pitch: in semitones. fallback: who speaks the whole role when the
# voice fails. Speakers who are not named here get voices of their own.
# [cast]
$cast
# footnote = {voice = "espeak:quote", speed = 0.95, pitch = -1}

# Silence after each kind of line, in seconds; clause: the least inside a long sentence.
# [pauses]
$pauses

# How the finished file sounds. loudness: in LUFS of one channel; -19 is -16 as heard on two
# speakers. cues: whether there are short sounds between chapters (mark) and round a pull-quote
# (quote, quote_end). theme lies under the first words, closing under the last. Each is "ours",
# "none", or a file beside this one: "theme.flac". All are brought to one level.
# stereo: two channels, with pull-quotes a little to the side. formats: what is made; "m4a" and
# "opus" are offered beside the MP3. bitrate: kilobits a second of the MP3, 96 unless you set it
# (in stereo 128).
# [sound]
$sound

# How words are said, in every episode: the word as it is written = the same in plain letters, or
# in the phonetic alphabet. A word with an accent or an apostrophe goes in quotes. Names that only
# one episode needs are better kept in its own episode.toml.
# [say]
# Ybor = "ee-bore"
# "d'Azeglio" = {ipa = "daˈdzɛʎʎo"}

# What to do with what is not plain text: "place" reads it where it stands, "end" at the end,
# "once" only where the opening or closing does not say it already, "skip" leaves it out.
# A pull-quote can be "voice" (another voice, where it stands), "open" (one of them opens the
# episode) or "skip" (left out where the text says the same).
# [policy]
$policy

# The words before and after each text, one sentence a line, whatever its language. Without them an
# article in English, French, Spanish or German has words of its language, one in another only names
# and titles. {title} and the like are filled in; a line that names something unknown is left out:
# $placeholders.
# The host is where the text is to be found.
# [templates]
$templates

# Pages in your own type: font files beside this one; and a folder whose files go before ours of
# the same name: base.html, episode.html, index.html, page.css, player.js.
# [pages]
# text = "text.woff2"
# headings = "headings.woff2"
# templates = "pages"

# Somebody who takes part in every episode. role: "host", "narrator", "editor" …
# [[person]]
# name = "Ada Lovelace"
# role = "host"
# bio = "Ada Lovelace wrote the first program."
# url = "https://example.org/people/ada"
# image = "https://example.org/people/ada.jpg"
""")


def new_show(title: str) -> str:
    """The text of a show.toml with this title and a guid of its own."""
    words = " ".join(title.split())
    return _PAGE.substitute(
        title=_text(words),
        placeholders="\n# ".join(wrap(", ".join(f"{{{name}}}" for name in PLACEHOLDERS), 90)),
        guid=uuid4(),
        cast=_remarks({role: str(voice) for role, voice in DEFAULT_CAST.items()}),
        pauses=_remarks(asdict(Pauses())),
        sound=_remarks(_sound()),
        policy=_remarks(DEFAULT_POLICY),
        templates="\n".join(_template_remarks()),
    )


def _remarks(settings: Mapping[str, Any]) -> str:
    return "\n".join(f"# {name} = {_value(given)}" for name, given in settings.items())


def _sound() -> Mapping[str, Any]:
    usual = Sound()
    files = dict.fromkeys((*THEMES, *CUES), "ours")
    switches = {"stereo": usual.stereo, "formats": ["mp3"], "cues": usual.cues}
    return {"loudness": usual.loudness, **switches, **files}


def _template_remarks() -> Iterator[str]:
    for name, words in asdict(wording("en", Templates()).templates).items():
        lines = words.splitlines()
        if len(lines) == 1:
            yield f"# {name} = {_text(words)}"
        else:
            yield from (f'# {name} = """', *(f"# {line}" for line in lines), '# """')


def _value(given: Any) -> str:
    return _text(given) if isinstance(given, str) else json.dumps(given)


def _text(words: str) -> str:
    """A TOML string: JSON's, but that TOML wants the delete character escaped too."""
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")

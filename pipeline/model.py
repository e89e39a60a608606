"""All values of the house, in the order they flow. Immutable; they never know their makers.

    Article                       what the author wrote, as typed blocks
    ├── Metadata                  title, authors, series, date …
    ├── Block                     one paragraph, heading, pull-quote …, in a Role
    │   ├── Run                   a stretch of its text, and where in the source it stands
    │   └── Mark                  emphasis or a link over some of its characters
    ├── Repair                    what was mended: before and after
    └── Skip                      what is not read aloud, and why
    Show                          what an editor decided once, for a series
    Notes                         what an editor decided for one episode
    Script                        what will be said
    └── Chapter
        └── Line                  one sentence: the unit of speech, caching and captions
            └── Word              shown to a reader, said by the voice
    Narration                     every line spoken
    └── Take                      one line's frames in the store, with word times and meter
    Recording                     the finished files, with one timeline
    Episode                       the public record; a feed is built from these alone
    Feed                          a show and its published episodes

Lengths of audio are whole samples inside the house. Bytes stay in the store: a Take holds keys.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from itertools import accumulate
from math import inf
from typing import Any

from pipeline.values import field, value

RATE = 44_100  # samples a second, of everything after the engines
FRAME = 1_152  # samples in one MPEG-1 layer III frame
FORMATS = ("mp3", "m4a", "opus")  # of the sound; the first is always made
TALK_BITRATES = {1: 96, 2: 128}  # kb/s of MP3 by channels, where a show says nothing
BITRATES = {  # kb/s of MP3 by channels: within Apple's 64 to 256, and where LAME keeps 44.1 kHz
    1: (64, 80, 96, 112, 128, 160, 192, 224, 256),
    2: (112, 128, 160, 192, 224, 256),
}

# --- What the author wrote -------------------------------------------------------------------


class Role(StrEnum):
    """What a block is. RULE lives only between a format's reader and `roles`."""

    TITLE = "title"
    SUBTITLE = "subtitle"
    BYLINE = "byline"
    STANDFIRST = "standfirst"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    PULL_QUOTE = "pull_quote"
    BLOCK_QUOTE = "block_quote"
    VERSE = "verse"
    LIST_ITEM = "list_item"
    TURN = "turn"
    FOOTNOTE = "footnote"
    TABLE = "table"
    CODE = "code"
    CAPTION = "caption"
    CREDIT = "credit"
    DISCLAIMER = "disclaimer"
    BIO = "bio"
    OPENING = "opening"
    CLOSING = "closing"
    RULE = "rule"


@value
class Run:
    """A stretch of a block's text. `start` is its offset in the source; None: a repair put it in.

    The non-blank characters of `text` are those of the source from `start`, one for one.
    """

    text: str
    start: int | None


@value
class Mark:
    """Emphasis, strong, code or a link over `[start, end)` of a block's text, in characters."""

    kind: str  # "emphasis" | "strong" | "code" | "link" | "box" (set apart: a sidebar, an aside)
    start: int
    end: int
    url: str = ""


@value
class Block:
    """One typed piece of an article. `start` and `end` bound it in the source, in characters."""

    role: Role
    runs: tuple[Run, ...]
    marks: tuple[Mark, ...] = ()
    start: int = 0
    end: int = 0
    level: int = 0  # of a heading, from 1
    speaker: str = ""  # of an interview's turn, by their full name where it is known
    label: str = ""  # of a footnote: its mark, as the text has it ("1", "†")
    repeats: bool = False  # a pull-quote whose words stand in the body too
    forced: bool = False  # an editor wants it said, whatever the show's policy is
    skip: str = ""  # the reason why an editor or a rule keeps it unspoken; empty: it is said

    @property
    def text(self) -> str:
        """The repaired text."""
        if len(self.runs) == 1:
            return self.runs[0].text  # as most have it
        return "".join([run.text for run in self.runs])

    @property
    def links(self) -> tuple["Link", ...]:
        """The links in the text, in order."""
        text = self.text
        return tuple(
            Link(text=text[mark.start : mark.end], url=mark.url)
            for mark in self.marks
            if mark.kind == "link"
        )


@value
class Link:
    """Words of the article and the address behind them.

    `start`: in a record, the second of the audio at which the words are heard; None: they are not.
    """

    text: str
    url: str
    start: float | None = None


@value
class Repair:
    """Something mended: its kind, the text before and after, and where in the source."""

    kind: str
    before: str
    after: str
    at: int = 0


NOTE_MARK = "a note's mark"  # the reason of a Skip where a footnote belongs


@value
class Skip:
    """Source characters `[start, end)` that are not read aloud, and the reason."""

    text: str
    reason: str
    start: int
    end: int


@value
class Metadata:
    """What is known about an article as a whole. Empty: unknown. `date` is ISO 8601."""

    title: str = ""
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    series: str = ""
    publication: str = ""
    language: str = ""
    date: str = ""
    url: str = ""


@value
class Article:
    """What the author wrote. The ledger: `source` is covered by `blocks` and `skipped`."""

    source: str
    blocks: tuple[Block, ...]
    metadata: Metadata = Metadata()
    repairs: tuple[Repair, ...] = ()
    skipped: tuple[Skip, ...] = ()

    @property
    def links(self) -> tuple[Link, ...]:
        """The links of all blocks, in order."""
        return tuple(link for block in self.blocks for link in block.links)

    @property
    def asked_after(self) -> bool:
        """Whether its turns come behind a talk: most of the words go before them."""
        said = [block for block in self.blocks if block.role in {Role.TURN, Role.PARAGRAPH}]
        first = next((at for at, block in enumerate(said) if block.role is Role.TURN), None)
        if first is None:
            return any(block.text.split(None, 1) for block in said)
        sizes = [len(block.text.split()) for block in said]
        return sum(sizes[:first]) > sum(sizes[first:])


# --- What an editor decided ------------------------------------------------------------------


@value
class Voice:
    """Who speaks: an engine, the name it gives the voice, speed (1 = its own), semitones.

    `fallback` speaks the whole role when the engine fails for good.
    """

    engine: str
    name: str
    speed: float = 1.0
    pitch: float = 0.0
    fallback: "Voice | None" = None

    def __str__(self) -> str:
        return f"{self.engine}:{self.name}"


@value
class Pronunciation:
    """How a word is said: like other words ("dah-ZEL-yo"), or in IPA."""

    like: str = ""
    ipa: str = ""


@value
class Person:
    """Somebody who took part; `role` from the podcast namespace's taxonomy."""

    name: str
    role: str = "guest"
    bio: str = ""
    url: str = ""
    image: str = ""


@value
class Pauses:
    """Silence after a line, in seconds, by what follows it; `clause`: inside a long one, at least.

    Within what practised readers do: 0.2 to 1.0 s after a sentence and 0.4 to 1.3 s after a
    paragraph at a quick pace (Kazlauskienė and Kalašinskaitė 2020, 48 recordings).
    """

    clause: float = 0.3
    sentence: float = 0.45
    paragraph: float = 0.85
    heading: float = 1.0
    block_quote: float = 0.8
    pull_quote: float = 0.8
    speaker: float = 0.65
    chapter: float = 1.4
    end: float = 1.0


CUES = ("quote", "quote_end", "mark")  # short sounds; what `Sound.cues` switches off
THEMES = ("theme", "closing")  # music that lies under words


@value
class Sound:
    """How the finished file should sound. `loudness` in LUFS as measured on a file of one channel.

    Each sound is "" (ours), "none", or a file beside show.toml, absolute once read.
    """

    loudness: float = -19.0
    stereo: bool = False
    bitrate: int = 0  # kb/s of the MP3; 0: what suits talk
    formats: tuple[str, ...] = ("mp3",)
    cues: bool = True
    theme: str = ""
    closing: str = ""
    mark: str = ""  # between chapters
    quote: str = ""  # before a pull-quote
    quote_end: str = ""

    def plays(self, name: str) -> bool:
        """Whether the show has a sound of that name; no name: no sound."""
        return bool(name) and getattr(self, name) != "none" and (self.cues or name in THEMES)

    @property
    def measured(self) -> float:
        """LUFS that a meter reads on the finished file: the same in two channels counts double."""
        return self.loudness + (3.01 if self.stereo else 0.0)

    @property
    def channels(self) -> int:
        """1 or 2."""
        return 2 if self.stereo else 1


@value
class Templates:
    """Words we add round an article: `{title}` and the like are filled in.

    One sentence a line. A line whose placeholder has no value is left out. None: as the article's
    language has it.
    """

    opening: str | None = None
    closing: str | None = None
    table: str | None = None
    code: str | None = None
    notice: str | None = None


COVER_DESIGNS = ("bars", "landscape", "rings", "poster", "frame", "initial")  # "": by the title
PALETTES = ("bone", "ultramarine", "pine", "oxblood", "mustard", "slate", "mist", "rose")


@value
class Pages:
    """How a show's pages differ from ours: files beside show.toml, absolute once read.

    `text` and `headings` are typefaces, `templates` a folder whose files go before ours by name.
    """

    text: str = ""
    headings: str = ""
    templates: str = ""


Cast = Mapping[str, Voice]  # by role ("narrator", "pull_quote") or speaker's name

NARRATOR = Voice(engine="espeak", name="narrator")
DEFAULT_CAST: Cast = {
    "narrator": NARRATOR,
    "pull_quote": Voice(engine="espeak", name="quote"),
    "block_quote": Voice(engine="espeak", name="block-quote"),
    "announcer": Voice(engine="espeak", name="announcer"),
}
DEFAULT_POLICY: Mapping[str, str] = {  # "place" | "end" | "once" | "skip"; pull_quote: "voice"
    "pull_quote": "voice",
    "title": "once",  # the opening says it
    "subtitle": "once",
    "byline": "once",
    "bio": "once",  # the closing says it
    "disclaimer": "end",
    "credit": "skip",
    "caption": "skip",
    "footnote": "skip",
    "table": "describe",  # a sentence says that it is there
    "code": "describe",
}


@value
class Show:
    """A series: what show.toml says, with defaults for what it does not."""

    title: str
    guid: str
    description: str = ""
    author: str = ""
    email: str = ""
    language: str = "en"
    category: tuple[str, ...] = ("Education",)
    explicit: bool = False
    link: str = ""
    base_url: str = "http://localhost:8000"
    cover: str = ""  # a file beside show.toml, absolute once read
    cover_design: str = ""  # one of COVER_DESIGNS, for covers that are drawn
    colours: tuple[str, ...] = ()  # one of PALETTES; or ground, ink and accent, as "#rrggbb"
    licence: str = ""
    type: str = "episodic"
    funding: str = ""  # an address where listeners can support the show
    frequency: tuple[str, str] | None = None  # how often it appears: in words, as RFC 5545 has it
    hub: str = ""  # the address of a WebSub hub that is told of news
    page_size: int = 1000  # episodes in feed.xml, before older ones get pages of their own
    seasons: Mapping[str, str] = field(default_factory=dict)  # number: name
    cast: Cast = field(default_factory=lambda: dict(DEFAULT_CAST))
    pauses: Pauses = Pauses()
    sound: Sound = Sound()
    say: Mapping[str, Pronunciation] = field(default_factory=dict)
    policy: Mapping[str, str] = field(default_factory=lambda: dict(DEFAULT_POLICY))
    templates: Templates = Templates()
    persons: tuple[Person, ...] = ()
    pages: Pages = Pages()


@value
class BlockNote:
    """A correction of one block, found by the words it `starts` with. None: leave as it is."""

    starts: str
    role: Role | None = None
    skip: bool | None = None
    text: str | None = None


@value
class ChapterNote:
    """A chapter that an editor set, found by the words it `starts` with."""

    starts: str
    title: str


@value
class Notes:
    """One episode's episode.toml (or nothing). Empty: not given. `file` names it in messages."""

    file: str = ""
    title: str = ""
    author: str = ""
    date: str = ""
    number: int | None = None
    season: int | None = None
    type: str = "full"  # "full" | "trailer" | "bonus"
    status: str = "published"  # "published" | "draft" | "withdrawn"
    guid: str = ""
    say: Mapping[str, Pronunciation] = field(default_factory=dict)
    persons: tuple[Person, ...] = ()
    blocks: tuple[BlockNote, ...] = ()
    chapters: tuple[ChapterNote, ...] = ()


# --- What will be said -----------------------------------------------------------------------


@value
class Word:
    """A word as the author wrote it, and the plain words the voice gets for it.

    `said` is lower- or mixed-case words parted by spaces, with the punctuation that shapes the
    voice; it is empty for what is a pause (a bare dash). `ipa` overrides it where an engine can.
    """

    shown: str
    said: str
    ipa: str = ""
    language: str = ""


@value
class Line:
    """One sentence. `voice` is a key of the cast; `pause` is the silence after it, in seconds."""

    words: tuple[Word, ...]
    role: Role
    voice: str = "narrator"
    pause: float = 0.0
    cue: str = ""  # the sound before it ("quote", "mark", "theme"), or none
    after: str = ""  # the sound after it ("quote_end", "closing"), or none
    breaths: tuple[tuple[int, float], ...] = ()  # behind which word, for how many seconds at least
    block: int | None = None  # index into Article.blocks; None: a template's words
    about: int | None = None  # the block that a template's words describe, if they do

    @property
    def shown(self) -> str:
        """What a reader sees."""
        return " ".join(word.shown for word in self.words)

    @property
    def said(self) -> str:
        """Exactly the words the engine gets."""
        return " ".join(word.said for word in self.words if word.said)


@value
class Chapter:
    """A part of an episode with a title a listener understands; `url` is its first link."""

    title: str
    lines: tuple[Line, ...]
    url: str = ""


@value
class Script:
    """What will be said, by whom, in which chapter.

    `silent` gives, by index into Article.blocks, the reason why a block is not said; `cast` has the
    show's voices and one for each speaker.
    """

    chapters: tuple[Chapter, ...]
    language: str = "en"
    silent: Mapping[int, str] = field(default_factory=dict)
    cast: Cast = field(default_factory=dict)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of all chapters, in order."""
        return tuple(line for chapter in self.chapters for line in chapter.lines)


# --- What was spoken -------------------------------------------------------------------------


@value
class Speech:
    """What an engine gives: 16-bit little-endian mono at `rate`, and (start, end) in samples.

    `times` has one entry a word, None where the engine does not know; None as a whole: no times.
    """

    pcm: bytes
    rate: int
    times: tuple[tuple[int, int] | None, ...] | None = None


@value
class Chain:
    """What a voice needs to sound as it should, found once on a calibration passage.

    Linear, and constant: `gain`, and the level of the engine's s-sounds above which they are
    softened; 0.0: they are soft enough.
    """

    gain: float = 1.0
    hiss: float = 0.0


@value
class Mix:
    """How a line's speech becomes a take: all that its samples depend on besides the speech.

    `cue` and `after` name sounds as a Line does; `tracks` has the key of each in the store.
    `loudness` is the speech's, which music follows. `apart`: in a room of its own, where there are
    two channels.
    """

    chain: Chain = Chain()
    pause: float = 0.0  # seconds
    breaths: tuple[tuple[int, float], ...] = ()
    loudness: float = -19.0
    cue: str = ""
    after: str = ""
    tracks: Mapping[str, str] = field(default_factory=dict)
    stereo: bool = False
    apart: bool = False


@value
class Meter:
    """A take's R128 energies (float32, one a frame) and true peak (linear; 1 = full scale)."""

    energies: bytes
    peak: float


@value
class Take:
    """One line, spoken, levelled and encoded. `length` is in samples, a multiple of FRAME.

    `key` finds its MP3 frames in the store, `size` and `checksum` are their bytes and CRC-16;
    `others` has the key of its packets for each other format. `times` holds a (start, end) in
    samples from the take's start for every word, None where unknown; `timing` tells whose they are.
    `spoken`: whether an engine had to speak for it. `retakes`: how often its speech failed the
    check before.
    """

    line: Line
    key: str
    length: int
    times: tuple[tuple[int, int] | None, ...]
    meter: Meter
    size: int
    checksum: int
    others: Mapping[str, str] = field(default_factory=dict)
    timing: str = "engine"  # | "aligned" (by recognition) | "estimated" (by length)
    spoken: bool = False
    retakes: int = 0


TIMINGS = ("engine", "aligned", "estimated")  # of a Take's words, the most exact first


@value
class Narration:
    """Every take of a script in order. The one timeline: all times are read off this.

    `voices` has who spoke each role; `fallbacks` the voice, by role, that another stood in for.
    """

    script: Script
    takes: tuple[Take, ...]
    voices: Cast = field(default_factory=dict)
    fallbacks: Mapping[str, str] = field(default_factory=dict)

    @property
    def starts(self) -> tuple[int, ...]:
        """Where each take starts, in samples; one more for the end of the last."""
        return tuple(accumulate((take.length for take in self.takes), initial=0))

    @property
    def length(self) -> int:
        """What a player shows, in samples: the very last frame only flushes the codec."""
        return max(0, self.starts[-1] - FRAME)

    @property
    def chapter_takes(self) -> tuple[int, ...]:
        """The index of each chapter's first take."""
        counts = (len(chapter.lines) for chapter in self.script.chapters)
        return tuple(accumulate(counts, initial=0))[:-1]

    def timed(self) -> Iterator[tuple[int, int, Take]]:
        """Each take with its start and end, in samples."""
        starts = self.starts
        return zip(starts, starts[1:], self.takes, strict=False)


# --- What is finished ------------------------------------------------------------------------


@value
class ChapterMark:
    """A chapter on the timeline, in samples."""

    title: str
    start: int
    end: int
    url: str = ""


@value
class MediaFile:
    """A finished file: `name` inside the episode's folder, MIME type, bytes, SHA-256 in hex."""

    name: str
    kind: str  # "audio" | "chapters" | "transcript" | "cover" | "quote"
    type: str
    size: int
    sha256: str


@value
class Measures:
    """How a finished file sounds. `loudness` (integrated) in LUFS, -inf for silence; peak in dBTP.

    `range` is how far loud and soft are apart (EBU Tech 3342), in LU; `noise_floor` the quietest
    half second, in LUFS, -inf for silence; `longest_silence` in seconds; `voices_apart` the
    difference in LU between the loudest voice and the softest.
    """

    loudness: float
    peak: float
    range: float = 0.0
    noise_floor: float = -inf
    longest_silence: float = 0.0
    voices_apart: float = 0.0


@value
class Picture:
    """A cover as JPEG bytes: 3000 px, at most 1000 for a tag, at most 512 for pages.

    `cards` of pull-quotes, 1080 px, by block; `copies` of them, at most 512, for a tag.
    """

    large: bytes
    small: bytes
    thumbnail: bytes = b""
    cards: Mapping[int, bytes] = field(default_factory=dict)
    copies: Mapping[int, bytes] = field(default_factory=dict)


@value
class Recording:
    """The finished files of an episode, lying in a working folder until they are published."""

    folder: str
    files: tuple[MediaFile, ...]
    length: int  # samples
    chapters: tuple[ChapterMark, ...]
    measures: Measures
    cards: Mapping[int, str] = field(default_factory=dict)  # block of a pull-quote: its picture


@value
class Episode:
    """The public record, as kept in episode.json. Times in seconds, dates ISO 8601.

    Holds no local path, no secret, no timing of work. `fingerprint` tells whether the article or
    its episode.toml changed since.
    """

    slug: str
    guid: str
    title: str
    date: str  # RFC 3339, with zone
    fingerprint: str
    subtitle: str = ""
    summary: str = ""
    authors: tuple[str, ...] = ()
    language: str = "en"
    number: int | None = None
    season: int | None = None
    type: str = "full"
    status: str = "published"
    source_url: str = ""
    seconds: float = 0.0
    loudness: float = 0.0
    peak: float = 0.0
    loudness_range: float = 0.0  # LU
    noise_floor: float = 0.0  # LUFS
    longest_silence: float = 0.0  # seconds
    voices_apart: float = 0.0  # LU
    timing: str = ""  # of the words in transcripts, the least exact of its takes
    voices: Mapping[str, str] = field(default_factory=dict)
    fallbacks: Mapping[str, str] = field(default_factory=dict)  # role: the voice that failed
    licences: Mapping[str, str] = field(default_factory=dict)  # voice: its licence, if it has one
    persons: tuple[Person, ...] = ()
    files: tuple[MediaFile, ...] = ()
    chapters: tuple[Mapping[str, Any], ...] = ()  # title, start, end, url; seconds
    links: tuple[Link, ...] = ()
    pull_quotes: tuple[Mapping[str, Any], ...] = ()  # text, start, seconds, card (its picture)
    figures: tuple[Mapping[str, Any], ...] = ()  # role, text, start: tables and code, described
    credits: tuple[str, ...] = ()
    version: int = 2  # of the record's form

    def stands(self, now: datetime) -> bool:
        """Whether it is to be heard at a moment: published, and its date has come."""
        return self.status == "published" and datetime.fromisoformat(self.date) <= now


@value
class Feed:
    """What the world subscribes to: a show, its published episodes (newest first), its cover."""

    show: Show
    episodes: tuple[Episode, ...]
    cover: MediaFile

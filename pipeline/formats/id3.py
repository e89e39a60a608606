"""Plain facts, chapters and a cover in, the bytes of an ID3v2.3 tag out.

The promise: every player that reads chapters finds the same ones. So: version 2.3 (Apple loses
chapters in 2.4), frames in our own order (mutagen sorts by size, and some players list chapters
as they lie in the file), ASCII or UTF-16 text, one top-level ordered table of contents, and the
small frames before the large, so that chapters arrive with the first bytes.
"""

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any
from urllib.parse import quote

from mutagen.id3 import ID3, CTOCFlags, Encoding, Frames, PictureType
from mutagen.id3._tags import save_frame

from pipeline.formats.plain import one_line, paragraphs
from pipeline.formats.timecode import milliseconds
from pipeline.model import ChapterMark
from pipeline.values import field, value

_PADDING = 1024  # bytes: room for a tag editor; a constant, so that the same facts give same bytes
_CONTENTS = 255  # entries of one table of contents: its count is one byte
_YEAR = 4  # digits
_FRAME: Mapping[str, Any] = Frames
_SAVE: Any = save_frame  # mutagen's types are only half there

# ISO 639-1 and the ISO 639-2 code that ID3 wants for it
_LANGUAGES = """
af:afr am:amh ar:ara az:aze be:bel bg:bul bn:ben br:bre bs:bos ca:cat co:cos cs:ces cy:cym da:dan
de:deu el:ell en:eng eo:epo es:spa et:est eu:eus fa:fas fi:fin fo:fao fr:fra fy:fry ga:gle gd:gla
gl:glg gu:guj ha:hau he:heb hi:hin hr:hrv hu:hun hy:hye id:ind is:isl it:ita ja:jpn ka:kat kk:kaz
km:khm kn:kan ko:kor ku:kur la:lat lb:ltz lo:lao lt:lit lv:lav mk:mkd ml:mal mn:mon mr:mar ms:msa
mt:mlt my:mya nb:nob ne:nep nl:nld nn:nno no:nor oc:oci pa:pan pl:pol ps:pus pt:por ro:ron ru:rus
sa:san sc:srd si:sin sk:slk sl:slv so:som sq:sqi sr:srp sv:swe sw:swa ta:tam te:tel tg:tgk th:tha
tk:tuk tl:tgl tr:tur tt:tat uk:ukr ur:urd uz:uzb vi:vie xh:xho yi:yid yo:yor zh:zho zu:zul
"""


@value
class Facts:
    """What a tag says. What is empty is left out.

    `date` is ISO 8601 (its year is used), `language` a tag such as "en-GB", `cover` a JPEG,
    `length` in samples. Text may be of any length and script; control characters are dropped, and
    paragraphs kept only in `comment` and `transcript`.
    """

    title: str
    artist: str = ""
    album: str = ""
    number: int | None = None
    date: str = ""
    language: str = ""
    comment: str = ""
    transcript: str = ""
    cover: bytes = b""
    length: int = 0
    source_url: str = ""
    chapters: Sequence[ChapterMark] = ()
    pictures: Mapping[int, bytes] = field(default_factory=dict)  # JPEGs by index of chapter


class _InOrder(ID3):
    """A tag whose frames are written as they were added."""

    def _write(self, config: Any) -> bytes:
        frames: Any = self
        return b"".join(_SAVE(frame, config=config) for frame in frames.values())


def tag(facts: Facts) -> bytes:
    """A whole tag, to be put before the first frame of an MP3 file."""
    tags: Any = _InOrder()  # type: ignore[no-untyped-call]
    for frame in (
        *_texts(facts),
        *_chapters(facts.chapters, facts.pictures),
        *_long_texts(facts.comment, facts.transcript, _language(facts.language)),
        *_picture(facts.cover, PictureType.COVER_FRONT),
    ):
        tags.add(frame)
    file = BytesIO()
    tags.save(file, v1=0, v2_version=3, padding=lambda _: _PADDING)
    return file.getvalue()


def _texts(facts: Facts) -> Iterator[Any]:
    year = facts.date[:_YEAR]
    texts = {
        "TIT2": facts.title,
        "TPE1": facts.artist,
        "TALB": facts.album,
        "TRCK": "" if facts.number is None else str(facts.number),
        "TYER": year if len(year) == _YEAR and year.isascii() and year.isdigit() else "",
        "TCON": "Podcast",
        "TLEN": str(milliseconds(facts.length)) if facts.length else "",
    }
    for name, text in texts.items():
        if text:
            yield _FRAME[name](**_text(text))
    if facts.source_url:
        yield _FRAME["WOAS"](url=_ascii(facts.source_url))


def _long_texts(comment: str, transcript: str, language: str) -> Iterator[Any]:
    if comment:
        yield _FRAME["COMM"](lang=language, desc="", **_text(comment, long=True))
    if transcript:
        yield _FRAME["USLT"](lang=language, desc="", **_text(transcript, long=True))


def _picture(jpeg: bytes, kind: int) -> Iterator[Any]:
    if jpeg:
        yield _FRAME["APIC"](
            encoding=Encoding.LATIN1, mime="image/jpeg", type=kind, desc="", data=jpeg
        )


def _chapters(marks: Sequence[ChapterMark], pictures: Mapping[int, bytes]) -> Iterator[Any]:
    """The table of contents, then the chapters in time order. Beyond 255 the table is nested."""
    if not marks:
        return
    names = [f"chp{index}" for index in range(len(marks))]
    groups = [names[at : at + _CONTENTS] for at in range(0, len(names), _CONTENTS)]
    if len(groups) == 1:
        yield _contents("toc", names, top=True)
    else:
        tables = [f"toc{index}" for index in range(len(groups))]
        yield _contents("toc", tables, top=True)
        for table, group in zip(tables, groups, strict=True):
            yield _contents(table, group, top=False)
    for index, (name, mark) in enumerate(zip(names, marks, strict=True)):
        yield _chapter(name, mark, pictures.get(index, b""))


def _contents(name: str, children: Sequence[str], *, top: bool) -> Any:
    flags = CTOCFlags.ORDERED | (CTOCFlags.TOP_LEVEL if top else 0)
    heading = [_FRAME["TIT2"](**_text("Chapters"))] if top else []
    return _FRAME["CTOC"](
        element_id=name, flags=flags, child_element_ids=list(children), sub_frames=heading
    )


def _chapter(name: str, mark: ChapterMark, picture: bytes) -> Any:
    inner = [_FRAME["TIT2"](**_text(mark.title))]
    # AntennaPod decodes a chapter's link once more, as Latin-1: what that would spoil is left to
    # the JSON chapters, from which it fills in a missing link.
    if mark.url.isascii() and not {"%", "+"} & set(mark.url) and mark.url:
        inner.append(_FRAME["WXXX"](encoding=Encoding.LATIN1, desc="", url=mark.url))
    inner.extend(_picture(picture, PictureType.ILLUSTRATION))
    start, end = milliseconds(mark.start), milliseconds(mark.end)
    return _FRAME["CHAP"](element_id=name, start_time=start, end_time=end, sub_frames=inner)


def _text(text: str, *, long: bool = False) -> dict[str, Any]:
    """Text and its encoding as arguments of a frame."""
    clean = paragraphs(text) if long else one_line(text)
    return {"text": clean, "encoding": Encoding.LATIN1 if clean.isascii() else Encoding.UTF16}


def _ascii(url: str) -> str:
    return quote(one_line(url), safe=":/?#[]@!$&'()*+,;=%~")


def _language(tag: str) -> str:
    """ISO 639-2 for a tag such as "en-GB"; XXX, as ID3 says, when unknown."""
    short = tag.replace("_", "-").split("-")[0].lower()
    return dict(pair.split(":") for pair in _LANGUAGES.split()).get(short, "XXX")

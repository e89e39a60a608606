"""A PDF file in, its pages' words, pictures and links out, as pdfium finds them.

Promise: the only module that knows pdfium; every letter that a reader could see comes out, in the
order of the file. What can't be read at all is one clear SourceError.
"""

import ctypes
import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pipeline import bounds
from pipeline.errors import SourceError, UsageError
from pipeline.model import Metadata
from pipeline.patterns import pattern
from pipeline.reading.pdf.facts import facts
from pipeline.reading.pdf.page import Anchor, Box, Look, Page, Word
from pipeline.reading.pdf.spacing import tightened
from pipeline.values import replace

PAGES = 500  # more is a book, or a mistake
_INKLESS = 3  # a text's render mode, PDF 32000-1, table 106
_OBJECTS = 4_000  # drawn shapes looked at on a page; a map has a hundred thousand
_RULE = 2.5  # points; a thicker line is a shape
_DOT = 9.0  # points; a larger one is a picture
_ITALIC_FLAG = 1 << 6  # PDF 32000-1, table 123
_FIXED_FLAG = 1
_BOLD = 600  # weight
_BOLD_NAME = pattern(r"bold|black|heavy|demi|semibd|[-,]bd\b", re.IGNORECASE)
_ITALIC_NAME = pattern(r"ital|obliq|slant|kursiv|[-,](?:it|sl)\b|[a-z]It$", re.IGNORECASE)
_MONO_NAME = pattern(
    r"courier|mono(?!t)|monl|consol|menlo|typewriter|cmtt|fixed|code(?:pro|new)", re.IGNORECASE
)
_STYLED = pattern(r"[-,]|regular|roman|book|italic")  # a name that would say it is bold
_STYLE_NAME = pattern(r"[-,].*$|(?:bold|italic|oblique|regular|roman|mt|ps)+$", re.IGNORECASE)
_HYPHENS = frozenset({0x02, 0xAD})  # pdfium's own sign for a hyphen at a line's end; soft hyphen


def pages_of(path: Path) -> tuple[list[Page], Metadata]:
    """All pages, and what the file says about itself.

    Raises:
        SourceError: protected, damaged, too long, or without text.
        UsageError: pypdfium2 is not installed.
    """
    pdfium, raw = _library()
    document = _opened(pdfium, path)
    count = len(document)
    if count > bounds.raised(PAGES):
        raise SourceError(
            f"{path}: {count} pages, and the limit is {bounds.raised(PAGES)}; give the article "
            f"alone, or {bounds.HOW}"
        )
    try:
        pages = [_Reader(raw, document, number).page() for number in range(count)]
    except pdfium.PdfiumError as error:
        raise SourceError(
            f"{path}: a page of it is damaged; open it in a viewer and save or print it again"
        ) from error
    if not any(word.text.strip() for page in pages for word in page.words):
        raise SourceError(
            f"{path}: has only pictures of pages, no text; run OCR first (for instance ocrmypdf)"
        )
    _uncover(pages)
    return pages, facts(raw, document)


def _uncover(pages: Sequence[Page]) -> None:
    """Show what OCR wrote without ink over a picture of the page: it is all the text there is."""
    words = [word for page in pages for word in page.words]
    hidden = [word for word in words if word.hidden]
    if 2 * sum(len(word.text) for word in hidden) > sum(len(word.text) for word in words):
        for word in hidden:
            word.hidden = False


def _library() -> tuple[Any, Any]:
    try:
        import pypdfium2  # noqa: PLC0415  an extra, and heavy
        from pypdfium2 import raw  # noqa: PLC0415
    except ImportError as error:
        raise UsageError(
            "reading PDF needs pypdfium2: pip install 'render-episode[pdf]'"
        ) from error
    return pypdfium2, raw


def _opened(pdfium: Any, path: Path) -> Any:
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        told = str(error).lower()
        if "password" in told or "security" in told:
            raise SourceError(
                f"{path}: is protected by a password; save a copy without one and give that"
            ) from error
        raise SourceError(
            f"{path}: is damaged, or no PDF at all; open it in a viewer and save or print it again"
        ) from error


class _Reader:
    """Reads one page through pdfium's C functions."""

    def __init__(self, raw: Any, document: Any, number: int) -> None:
        self.raw = raw
        self.document = document
        self.number = number
        self.handle = document[number]
        self.turn = self.handle.get_rotation()
        left, bottom, right, top = self.handle.get_bbox()
        self.bounds = (left, bottom, right, top)
        width, height = right - left, top - bottom
        self.size = (height, width) if self.turn in {90, 270} else (width, height)

    def page(self) -> Page:
        text = self.handle.get_textpage()
        words = list(_Words(self, text.raw).all())
        for turn in (90, 270, 180):
            if _reads(words):
                break
            self._turned(turn)
            words = list(_Words(self, text.raw).all())
        for word in words:
            word.hidden = word.hidden or self._is_off(word)
        page = Page(self.number, *self.size, words=tightened(words))
        self._shapes(page)
        self._links(page)
        text.close()
        self.handle.close()
        return page

    def _is_off(self, word: Word) -> bool:
        """Whether a word stands beside the page: a printer's slug."""
        width, height = self.size
        beside = word.right < 0 or word.left > width
        return beside or word.base < 0 or word.top > height

    def _turned(self, turn: int) -> None:
        """Look at the page another way round: all its text was set sideways."""
        left, bottom, right, top = self.bounds
        self.turn = (self.handle.get_rotation() + turn) % 360
        sizes = (right - left, top - bottom)
        self.size = sizes[::-1] if self.turn in {90, 270} else sizes

    def place(self, x: float, y: float) -> tuple[float, float]:
        """A point of the file's space on the page as shown."""
        left, bottom, right, top = self.bounds
        match self.turn:
            case 90:
                return y - bottom, x - left
            case 180:
                return right - x, y - bottom
            case 270:
                return top - y, right - x
        return x - left, top - y

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A box of the file's space on the page as shown."""
        (ax, ay), (bx, by) = self.place(left, bottom), self.place(right, top)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    def _shapes(self, page: Page) -> None:
        raw = self.raw
        sides = [ctypes.c_float() for _ in range(4)]
        for index in range(min(_OBJECTS, raw.FPDFPage_CountObjects(self.handle.raw))):
            shape = raw.FPDFPage_GetObject(self.handle.raw, index)
            kind = raw.FPDFPageObj_GetType(shape)
            wanted = kind in {raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH}
            if not wanted or not raw.FPDFPageObj_GetBounds(shape, *map(ctypes.byref, sides)):
                continue
            box = self.box(*(side.value for side in sides))
            short, long = sorted((box[2] - box[0], box[3] - box[1]))
            if kind == raw.FPDF_PAGEOBJ_IMAGE:
                page.pictures.append(box)
            elif long < _DOT and short > long / 2:
                page.dots.append(box)
            elif short < _RULE:
                page.rules.append(box)
            else:
                page.boxes.append(box)

    def _links(self, page: Page) -> None:
        raw, at, link = self.raw, ctypes.c_int(0), self.raw.FPDF_LINK()
        rect = raw.FS_RECTF()
        while raw.FPDFLink_Enumerate(self.handle.raw, ctypes.byref(at), ctypes.byref(link)):
            action = raw.FPDFLink_GetAction(link)
            if not action or raw.FPDFAction_GetType(action) != raw.PDFACTION_URI:
                continue
            length = raw.FPDFAction_GetURIPath(self.document.raw, action, None, 0)
            held = ctypes.create_string_buffer(length)
            raw.FPDFAction_GetURIPath(self.document.raw, action, held, length)
            url = held.value.decode("utf-8", "replace").strip()
            if raw.FPDFLink_GetAnnotRect(link, ctypes.byref(rect)) and ":" in url:
                box = self.box(rect.left, rect.bottom, rect.right, rect.top)
                page.anchors.append(Anchor(box, url))


class _Words:
    """Puts one page's letters together to words."""

    def __init__(self, reader: _Reader, text: Any) -> None:
        self.reader = reader
        self.raw = reader.raw
        self.text = text
        self.word: Word | None = None
        self.looks: dict[tuple[bytes, int, int], Look] = {}

    def all(self) -> Iterator[Word]:
        raw, text = self.raw, self.text
        rect, object_before = raw.FS_RECTF(), 0
        touch, code_at = ctypes.byref(rect), raw.FPDFText_GetUnicode
        box_at, object_at = raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetTextObject
        blank, style = True, (10.0, Look(), True)
        inkless = False
        for index in range(raw.FPDFText_CountChars(text)):
            code = code_at(text, index)
            if (code <= 32 and code not in _HYPHENS) or code == 0xA0:  # noqa: PLR2004
                blank = blank or code != 0
                continue
            letter = _letter(code)
            owner = ctypes.addressof(held.contents) if (held := object_at(text, index)) else 0
            if owner != object_before:
                style, object_before = self._style(index), owner
                inkless = bool(held) and raw.FPDFTextObj_GetTextRenderMode(held) == _INKLESS
                yield from self._done()
            if blank:
                yield from self._done()
            box_at(text, index, touch)
            left, _, right, _ = self.reader.box(rect.left, rect.bottom, rect.right, rect.top)
            if self.word is None:
                self.word = self._new(index, left, style, blank)
                self.word.hidden = inkless
            self.word.text += letter
            self.word.right = max(self.word.right, right)
            self.word.edges.extend([right] * len(letter))
            self.word.lefts.extend([left] * len(letter))
            blank = False
        yield from self._done()

    def _done(self) -> Iterator[Word]:
        if self.word is not None:
            yield self.word
        self.word = None

    def _new(self, index: int, left: float, style: tuple[float, Look, bool], blank: bool) -> Word:  # noqa: FBT001
        x, y = ctypes.c_double(), ctypes.c_double()
        self.raw.FPDFText_GetCharOrigin(self.text, index, ctypes.byref(x), ctypes.byref(y))
        _, base = self.reader.place(x.value, y.value)
        size, look, upright = style
        return Word("", left, left, base, size, look, glued=not blank, upright=upright)

    def _style(self, index: int) -> tuple[float, Look, bool]:
        raw, matrix = self.raw, self.raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(self.text, index, ctypes.byref(matrix))
        a, b, c, d = matrix.a, matrix.b, matrix.c, matrix.d
        size = raw.FPDFText_GetFontSize(self.text, index) * (math.hypot(c, d) or 1.0)
        along = {0: a, 90: b, 180: -a, 270: -b}.get(self.reader.turn, a)
        upright = along > 0.9 * math.hypot(a, b)
        leaning = abs(a * c + b * d) > 0.1 * (math.hypot(a, b) * math.hypot(c, d) or 1.0)
        look = self._look(index)
        if leaning and not look.italic:
            look = replace(look, italic=True)
        return round(size, 2), look, upright

    def _look(self, index: int) -> Look:
        raw, flags = self.raw, ctypes.c_int()
        held = ctypes.create_string_buffer(128)
        raw.FPDFText_GetFontInfo(self.text, index, held, 128, ctypes.byref(flags))
        weight = raw.FPDFText_GetFontWeight(self.text, index)
        key = (held.value, flags.value, weight)
        if key not in self.looks:
            name = re.sub(r"^[A-Z]{6}\+", "", held.value.decode("utf-8", "replace"))
            self.looks[key] = Look(
                family=_STYLE_NAME.sub("", name).casefold(),
                bold=_is_bold(name, weight),
                italic=bool(_ITALIC_NAME.search(name)) or bool(flags.value & _ITALIC_FLAG),
                mono=bool(_MONO_NAME.search(name)) or bool(flags.value & _FIXED_FLAG),
            )
        return self.looks[key]


def _is_bold(name: str, weight: int) -> bool:
    """Whether a font is bold: by its name, or, where that has no style, by its weight."""
    return bool(_BOLD_NAME.search(name)) or (weight >= _BOLD and not _STYLED.search(name))


def _reads(words: Sequence[Word]) -> bool:
    """Whether most letters stand upright."""
    upright = sum(len(word.text) for word in words if word.upright)
    return 2 * upright >= sum(len(word.text) for word in words)


def _letter(code: int) -> str:
    if code in _HYPHENS:
        return "-" if code == 0x02 else "\u00ad"  # noqa: PLR2004
    if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF or code in {0xFFFE, 0xFFFF}:  # noqa: PLR2004
        return "\ufffd"
    letter = chr(code)
    return " " if unicodedata.category(letter) == "Zs" else letter

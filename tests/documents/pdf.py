"""A Document in, a PDF out: one or two columns, running heads, page numbers, notes at the foot.

The promise: type is real type (letters, sizes, places), justified and hyphenated; nothing says
what is a heading or a quotation but how it looks, as in the PDFs of magazines.
"""

import datetime as dt
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from fpdf import FPDF

from documents.breaking import Fragment, Word
from documents.composing import Composer, Look, Row
from documents.part import Document

_WIDTH, _HEIGHT = 420.0, 595.0  # A5, in points
_MARGIN = 46.0
_GUTTER = 16.0
_HEAD = 30.0  # the running head's baseline
_FOLIO = Look(size=8, family="sans")
_STYLES = {"": "", "emphasis": "I", "strong": "B", "link": "", "note": ""}
_FILES = {"": "Regular", "I": "It", "B": "Bold"}
_LIGATURES = (("ffi", "ﬃ"), ("fi", "ﬁ"), ("fl", "ﬂ"))
_MARK = 0.62  # a note mark's size, as a share of the text's


def write(document: Document) -> bytes:
    """The file's bytes."""
    setting = _Setting(document)
    setting.run()
    return bytes(setting.pdf.output())


@dataclass
class _Setting:
    document: Document
    pdf: FPDF = field(init=False)
    column: int = 0
    y: float = _MARGIN
    called: list[Row] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.pdf = FPDF(unit="pt", format=(_WIDTH, self.height))
        self.pdf.set_auto_page_break(auto=False)
        self.pdf.set_creation_date(dt.datetime(2024, 1, 1, tzinfo=dt.UTC))
        self.pdf.set_title(self.document.title)
        self.pdf.set_author(", ".join(self.document.authors))
        for family in ("serif", "sans"):
            folder = Path(str(files(f"font_source_{family}_pro"))) / "files"
            name = f"Source{family.title()}Pro"
            for style, file in _FILES.items():
                self.pdf.add_font(family, style, folder / f"{name}-{file}.ttf")

    @property
    def height(self) -> float:
        return float(self.document.asked("height", _HEIGHT))

    @property
    def columns(self) -> int:
        return int(self.document.asked("columns", 1))

    @property
    def width(self) -> float:
        return (_WIDTH - 2 * _MARGIN - _GUTTER * (self.columns - 1)) / self.columns

    @property
    def left(self) -> float:
        return _MARGIN + self.column * (self.width + _GUTTER)

    def run(self) -> None:
        composer = Composer(self.document, self.width, self.measure)
        notes = {label: composer.block(note) for label, note in self.document.notes().items()}
        self._turn()
        for row in composer.rows():
            own = [line for label in row.notes for line in notes.get(label, [])]
            if self.y + _height(row) + _depth([*self.called, *own]) > self.height - _MARGIN:
                self._finish()
                self._next()
            self.called += own
            self._place(row)
        self._finish()

    def measure(self, word: Word, look: Look) -> float:
        """A word's width, in points."""
        width = 0.0
        for piece in word:
            self._font(piece, look)
            width += self.pdf.get_string_width(self._letters(piece.text))
        return width

    def _next(self) -> None:
        self.column += 1
        self.y = _MARGIN
        if self.column >= self.columns:
            self._turn()

    def _turn(self) -> None:
        """A new page with its running head and number."""
        self.pdf.add_page()
        self.column, self.y = 0, _MARGIN
        number = int(self.document.asked("first_page", 1)) + self.pdf.page_no() - 1
        if self.document.asked("running_head") and self.pdf.page_no() > 1:
            head = self.document.title if number % 2 else self.document.asked("running_head")
            self._word((Fragment(head),), _FOLIO, _MARGIN, _HEAD)
        self._word((Fragment(str(number)),), _FOLIO, _WIDTH / 2, self.height - _HEAD / 2)

    def _finish(self) -> None:
        """Set the notes that this column called, at its foot."""
        self.y = self.height - _MARGIN - _depth(self.called) + 4
        if self.called:
            self.pdf.line(self.left, self.y, self.left + 40, self.y)
        for row in self.called:
            self._place(row)
        self.called = []

    def _place(self, row: Row) -> None:
        top = self.y == _MARGIN
        self.y += 0 if top else row.before
        if row.look.picture and row.before:
            self.pdf.set_fill_color(210)
            self.pdf.rect(self.left, self.y, self.width, row.look.picture, style="F")
            self.y += row.look.picture + 3
        self.y += row.look.leading
        if row.cap:
            large = Look(size=row.look.size * 3)
            self._word((Fragment(row.cap),), large, self.left, self.y + row.look.leading)
        self._line(row)

    def _line(self, row: Row) -> None:
        widths = [self.measure(word, row.look) for word in row.line]
        blank = self.measure((Fragment(" "),), row.look)
        gaps = max(1, len(widths) - 1)
        x = self.left + row.indent
        if row.room:
            blank = (row.room - sum(widths)) / gaps
        if row.look.centred:
            x += (self.width - sum(widths) - blank * gaps) / 2
        for word, width in zip(row.line, widths, strict=True):
            self._word(word, row.look, x, self.y)
            x += row.tab or width + blank

    def _word(self, word: Word, look: Look, x: float, y: float) -> None:
        for number, piece in enumerate(word, 1):
            self._font(piece, look)
            letters = self._letters(piece.text)
            width = self.pdf.get_string_width(letters)
            raised = look.size / 3 if piece.kind == "note" else 0
            self.pdf.text(x, y - raised, letters + (" " if number == len(word) else ""))
            if piece.url:
                self.pdf.link(x, y - look.size, width, look.size, piece.url)
            x += width

    def _font(self, piece: Fragment, look: Look) -> None:
        size = look.size * (_MARK if piece.kind == "note" else 1)
        self.pdf.set_font(look.family, _STYLES.get(piece.kind or look.kind, ""), size)

    def _letters(self, text: str) -> str:
        for plain, joined in _LIGATURES if self.document.asked("ligatures") else ():
            text = text.replace(plain, joined)
        return text


def _height(row: Row) -> float:
    picture = row.look.picture + 3 if row.look.picture and row.before else 0.0
    return row.before + picture + row.look.leading


def _depth(rows: list[Row]) -> float:
    return sum(map(_height, rows)) + 6 if rows else 0.0

"""Documents made to fill the memory, to take for ever, or to reach what is not theirs.

What must hold: a plan of it, or one line that says why there is none; in bounded time and memory;
and nothing of this machine, nor of the network, is ever in what was read.
"""

import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from io import BytesIO
from itertools import islice
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from torture.house import House, Running, founded
from torture.table import Luck, Row

SECONDS, BYTES = 75.0, 1_900_000_000  # a reader's own bounds are 60 s and 1,500 MB
_SECRET = "root:x:0:0"
_WORDS = "The ferry left at nine, and nobody waved to it. "
_LAUGHS = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
_BOMB = f'<!DOCTYPE x [<!ENTITY e0 "{"ha" * 50}">{_LAUGHS}]>'
_OUTSIDE = '<!DOCTYPE x [<!ENTITY out SYSTEM "file:///etc/passwd"><!ENTITY % far SYSTEM "http://127.0.0.1:9/x">%far;]>'
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OFFICE = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'  # noqa: E501
Make = Callable[[], bytes]


def zipped(members: Mapping[str, bytes]) -> bytes:
    """An archive of these."""
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return held.getvalue()


def docx(text: str, head: str = "", body: str = "") -> bytes:
    """A Word file of one paragraph."""
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    kinds = f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="{main}"/></Types>'  # noqa: E501
    document = body or f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
    whole = f"{head}<w:document {_WORD}><w:body>{document}</w:body></w:document>"
    return zipped({"[Content_Types].xml": kinds.encode(), "word/document.xml": whole.encode()})


def odt(text: str, head: str = "", body: str = "") -> bytes:
    """An OpenDocument text of one paragraph."""
    inside = body or f"<text:p>{text}</text:p>"
    content = f"{head}<office:document-content {_OFFICE}><office:body><office:text>{inside}</office:text></office:body></office:document-content>"  # noqa: E501
    return zipped(
        {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": content.encode()}
    )


def epub(text: str, head: str = "", more: Mapping[str, bytes] | None = None) -> bytes:
    """A book of one chapter; `more` members by name."""
    package = '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata/><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>'  # noqa: E501
    container = '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="p.opf"/></rootfiles></container>'  # noqa: E501
    page = f'{head}<html xmlns="http://www.w3.org/1999/xhtml"><body><h1>Ferry</h1><p>{text}</p></body></html>'
    members = {"mimetype": b"application/epub+zip", "META-INF/container.xml": container.encode()}
    return zipped(
        members | {"p.opf": package.encode(), "a.xhtml": page.encode()} | dict(more or {})
    )


def pdf(pages: int, stream: bytes = b"", *, nested: int = 0, packed: bool = False) -> bytes:
    """A PDF of so many leaves, or whose tree of pages is nested so deep."""
    kids = " ".join(f"{4 + number} 0 R" for number in range(pages))
    leaf = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 3 0 R>>"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {pages}/Kids[{kids}]>>",
        (
            f"<</Length {len(stream)}{'/Filter/FlateDecode' * packed}>>"
            f"stream\n{stream.decode('latin-1')}\nendstream"
        ),
        *([leaf] * pages),
        *(["[" * nested + "]" * nested] if nested else []),
    ]
    body = bytearray(b"%PDF-1.7\n")
    places = []
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj{each}endobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer<</Root 1 0 R/Size {len(objects) + 1}>>\nstartxref\n{len(body)}\n%%EOF"  # noqa: E501
    return bytes(body + end.encode())


def page(text: str) -> bytes:
    """A page of the web."""
    inner = f"<article><h1>Ferry</h1>{text}</article>"
    return f"<html><title>Ferry</title><body>{inner}</body></html>".encode()


def markdown(*blocks: str) -> bytes:
    """A title and blocks."""
    return "\n\n".join(("# Ferry", _WORDS, *blocks, "")).encode()


def _nested(start: str, end: str) -> str:
    return start * 90_000 + _WORDS + end * 90_000


def _run(run: str, size: int) -> bytes:
    """A text with something that never ends in it."""
    return f"Ferry\n\n{_WORDS}{run * (size // len(run))}\n\n{_WORDS}".encode()


_RUNS = (  # signs, some of which go on and on
    *("a", "a-", "(", "1:", "I. ", " ", "\n", "“", "é", "a@", "http://", "www.", "—", "1,", "A B"),
    *("\u00ad", ". ", "* ", "_a", "`", "I", "aB", "A-", "“a ", "Dr. ", "$1 ", "XIV ", "1984 "),
)
_SHORT, _LONG = 95_000, 300_000  # signs: read by the command itself, which has no clock; or apart
_HUGE = b" " * 120_000_000
KINDS: Mapping[str, Mapping[str, Make]] = {
    "zip bomb": {
        "docx": lambda: zipped({"[Content_Types].xml": b"", "word/document.xml": _HUGE}),
        "odt": lambda: zipped({"mimetype": b"", "content.xml": _HUGE}),
        "epub": lambda: epub(_WORDS, "", {"a.xhtml": _HUGE}),
        "2.docx": lambda: zipped({f"{n}": b"" for n in range(60_000)}),
    },
    "XML entity bomb": {
        "docx": lambda: docx("&e11;", _BOMB),
        "odt": lambda: odt("&e11;", _BOMB),
        "epub": lambda: epub("&e11;", _BOMB),
        "html": lambda: _BOMB.encode() + page("<p>&e11;</p>" + _WORDS),
    },
    "external entity": {
        "docx": lambda: docx(f"{_WORDS}&out;", _OUTSIDE),
        "odt": lambda: odt(f"{_WORDS}&out;", _OUTSIDE),
        "epub": lambda: epub(f"{_WORDS}&out;", _OUTSIDE),
        "html": lambda: _OUTSIDE.encode() + page(f"<p>{_WORDS}&out;</p>"),
        "md": lambda: markdown("![x](file:///etc/passwd) {{< include /etc/passwd >}}"),
    },
    "deep nesting": {
        "html": lambda: page("<div>" * 200_000 + _WORDS),
        "2.html": lambda: page("<blockquote><ul><li>" * 50_000 + _WORDS),
        "docx": lambda: docx("", "", _nested("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>")),
        "odt": lambda: odt("", "", _nested("<text:section>", "</text:section>")),
        "epub": lambda: epub(_nested("<b>", "</b>")),
        "md": lambda: markdown(">" * 50_000 + " x", "- " * 50_000 + "y", "[" * 50_000 + "z"),
        "pdf": lambda: pdf(1, b"", nested=200_000),
    },
    "page bomb": {
        "pdf": lambda: pdf(60_000, b"BT /F1 9 Tf (x) Tj ET"),
        "2.pdf": lambda: pdf(900, b"q " * 20_000),
        "3.pdf": lambda: pdf(1, zlib.compress(bytes(600_000_000), 9), packed=True),
        "4.pdf": lambda: pdf(1, b"BT /F1 9 Tf 9 9 Td (" + b"x" * 3_000_000 + b") Tj ET"),
        "html": lambda: page("<p>a</p>" * 400_000),
        "2.html": lambda: page("<table>" + "<tr><td>a</td></tr>" * 30_000 + "</table>"),
        "3.html": lambda: page(f"<div style='{'color:red;' * 300_000}'>{_WORDS}</div>"),
    },
    "huge file": {
        suffix: lambda: b"" for suffix in ("md", "txt", "html", "epub", "docx", "odt", "pdf")
    },
    "catastrophic pattern": {
        **{f"{n}.txt": partial(_run, run, _SHORT) for n, run in enumerate(_RUNS)},
        **{f"long.{n}.txt": partial(_run, run, _LONG) for n, run in enumerate(_RUNS[::6])},
        "html": lambda: page("<p>" + "a " * 200_000 + "</p><p>" + "By " * 100_000 + "</p>"),
        "2.html": lambda: page("".join(f"<p>Share {'a' * 200} | {n}</p>" for n in range(4_000))),
        "md": lambda: markdown("*a_ " * 60_000, "![" * 40_000, "<a " * 60_000),
        "2.md": lambda: markdown("|" + "a|" * 20_000 + "\n|" + "-|" * 20_000, "$" + "{" * 60_000),
    },
    "garbage": {
        suffix: lambda: bytes(range(1, 256)) * 2_000
        for suffix in ("md", "html", "epub", "docx", "odt", "pdf")
    },
}
_SIZES = 1_200_000_000  # bytes of a huge file: a hole takes no room on the disk


def rows(luck: Luck, count: int = 1000) -> Iterator[Row]:
    """Every kind, up to so many documents of each; all of them, however long that takes."""
    house = founded(luck.folder / "reading")
    for kind, made in KINDS.items():
        row = Row("hostile", kind)
        for name in islice(made, count):
            file = house.root / f"article.{name}"
            file.write_bytes(made[name]())
            if kind == "huge file":
                with file.open("r+b") as hole:
                    hole.truncate(_SIZES)
            judge(row, house, file)
            file.unlink()
        yield row


def judge(row: Row, house: House, file: Path) -> None:
    """Plan it, and count how that went."""
    done = Running(house, "render-episode", "--plan", "--json", file.name).wait(SECONDS)
    faults = done.faults
    if _SECRET in done.said:
        faults.append("shows a file of this machine")
    if done.bytes > BYTES:
        faults.append(f"took {done.bytes / 1e6:,.0f} MB")
    if done.code not in {0, 3}:
        faults.append(f"ends with {done.code}: {done.said.strip()[-300:]}")
    told = [f"{row.kind}, {file.suffix}: {fault}" for fault in faults]
    row.add(told, found=done.code != 0, seconds=done.seconds, bytes_=done.bytes)

"""Markdown with LaTeX commands in, as programs write that read pages; plain Markdown out.

Promise: every command stays in its place, character for character, so that each word keeps its
offset; a source without a command for a title, a section or an abstract is left alone.
"""

import re
from collections.abc import Iterator

from pipeline.patterns import pattern

COMMAND = "a typesetter's command"

_KNOWN = pattern(
    r"^\\(?:title|author|section\*?|subsection\*?|begin\{(?:abstract|figure|quote|quotation|itemize"
    r"|enumerate|document)\})",
    re.MULTILINE,
)
_PART = pattern(
    r"(?P<drop>\\(?:includegraphics|captionsetup|label|vspace\*?|hspace\*?|documentclass|usepackage)"
    r"(?:\[[^\]\n]*\])?\{[^{}\n]*\}|\\(?:maketitle|centering|noindent|newpage|clearpage)\b"
    r"|\\(?:begin|end)\{(?:document|itemize|enumerate|center)\}|\\\\(?=[ \t]*\n))"
    r"|(?P<item>\\item(?=\s))"
    r"|(?P<note>\\footnote\{)"
    r"|(?P<shown>\$\$\s*\\text\s*\{\s*)|(?P<unshown>\}\s*\$\$)"
    r"|(?=\\begin\{(?P<name>abstract|quote|quotation|figure)\})(?P<box>\\begin\{\w+\}(?:\[\w+\])?)"
    r"|(?P<end>\\end\{(?:abstract|quote|quotation|figure)\})"
    r"|(?=\\(?P<kind>title|section|subsection|subsubsection)\b)(?P<head>\\\w+\*?\{\s*)"
    r"|(?P<line>\\(?:author|date|footnotetext|caption)\{)"
    r"|(?P<type>\\(?:textit|emph|textbf|textsc|underline)\{)"
    r"|(?P<open>(?<!\\)\{)|(?P<close>(?<!\\)\})"
)
_CLOSES = {"open": "", "note": "]", "shown": " ", "head": " ", "line": " ", "type": "*"}
_LINES = {"shown": "> ", "item": "-", "line": "", "type": "*"}  # what begins a line of its own
_HEADS = {"title": "#", "section": "##", "subsection": "###", "subsubsection": "####"}
_BOXES = {"quotation": "quote", "figure": "caption"}


def typeset(source: str) -> tuple[str, list[tuple[int, int]]]:
    """The source with Markdown's own signs for commands, as long as it; and where they stood."""
    if not _KNOWN.search(source):
        return source, []
    pieces, gone, at = list[str](), list[tuple[int, int]](), 0
    for start, end, put in _commands(source):
        pieces += [source[at:start], put]
        opens = len(put.strip(": ")) > 1  # a box, whose name its reader leaves out
        named = len(put.rstrip()) if put.startswith(":::") and opens else 0
        gone.append((start + named, end))
        at = end
    return "".join([*pieces, source[at:]]), gone


def _commands(source: str) -> Iterator[tuple[int, int, str]]:
    """Commands in order: where each stands, and what stands for it, as many characters."""
    waiting: list[str] = []  # what closes the braces that are open
    for part in _PART.finditer(source):
        start, end = part.span()
        kind = part.lastgroup or ""
        if kind in _CLOSES:
            waiting.append(_CLOSES[kind])
        if kind == "close":
            put = waiting.pop() if waiting else ""
            if put:
                yield start, end, put
        elif kind != "open":
            waiting = waiting[:-1] if kind == "unshown" else waiting
            yield start, end, _sign(source, part, kind).ljust(end - start)


def _sign(source: str, part: re.Match[str], kind: str) -> str:
    """Markdown's sign for a command; empty where nothing stands for it."""
    start, end = part.span()
    if kind == "head":
        return _HEADS[part["kind"]] + " "
    if kind == "box":
        return f"::: {_BOXES.get(part['name'], part['name'])}"
    if kind == "note":
        return "^[".rjust(end - start)
    if kind in _LINES:
        return _line(source, start, end, _LINES[kind])
    return ":::" if kind == "end" else ""


def _line(source: str, start: int, end: int, put: str) -> str:
    """Blanks and a sign; a line's first words begin a line of their own, to be no listing."""
    first = not source[source.rfind("\n", 0, start) + 1 : start].strip()
    blank = " " * (end - start - len(put) - first)
    return blank + ("\n" if first else "") + put

"""Names and attributes of boxes in Markdown in; roles, and the names left out, out.

Promise: a box's own words stay; only its name, its attributes and its shortcodes are skipped.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from markdown_it.rules_block import StateBlock
from mdit_py_plugins.admon.index import admonition

from pipeline.model import Article, Block, Mark, Role, Skip
from pipeline.patterns import pattern
from pipeline.reading.drafts import extended
from pipeline.reading.markdown import notebook
from pipeline.reading.markdown.tags import is_pull
from pipeline.reading.placing import SIGN
from pipeline.reading.spans import ADDRESS, HARD
from pipeline.reading.splicing import Cut, parted, spliced
from pipeline.values import replace

TITLE = 5  # the level of a box's title: it parts no chapters
NAME = "a box's name"
ATTRIBUTES = "attributes for a page's layout"
HIGHLIGHT = "a sign for highlighting"
ABBREVIATION = "what an abbreviation stands for, for a page to show"
SHORTCODE = "a shortcode for a page's layout"

_ADMONITION = pattern(r"(?:!!!|\?\?\?)\+?\s+[a-z][\w-]*(?:\s+[\w-]+)*(?:\s+\"[^\"\n]*\")?\s*$")
_QUOTE = pattern(r"\b(?:block-?)?quot(?:e|ation)\b", re.IGNORECASE)
_STYLE = pattern(
    r"custom-style=[\"']?(?:(?P<name>title|subtitle|author|date|abstract)\b"
    r"|(?:\w+ )?(?P<other>caption)\b)",
    re.IGNORECASE,
)
_NAMED = pattern(r"(?P<name>abstract|subtitle|author|date)|(?P<other>caption)", re.IGNORECASE)
_SIGNS = ("{", "[", "==", "TOC", "#", "::", "^", "~", "| ", ": ", "$")  # of anything below
_LONGEST = 300  # characters of a box's first line, or of attributes
_ALERT = pattern(r"\[!(?P<kind>\w+)\][+-]?[^\S\n]*(?:\n|(?P<title>(?=[^\n])))?")
_INFO = pattern(r"\s*(?:\{[^{}]*\}|[\w.-]+)\s*(?:\{[^{}]*\}\s*)?(?P<title>\S.*?)?:*\s*")
_SPAN = pattern(r"(?P<open>\[)(?P<words>[^\[\]]{0,200})(?P<close>\]\{[^{}\n]{0,200}\})")
_ANY = pattern(r"\{(?::\s*[\w-]+|[\w-]+=[^{}\n]{0,200})\s*\}")
_LEAD = pattern(r":\s+")
_BARS = pattern(r"^\|(?:[^\S\n][^\n]*)?$", re.MULTILINE)
_BAR = pattern(rf"(?:\A|{HARD})(?P<bar>\|[^\S\n{HARD}]*)")
_HIGHLIGHT = pattern(r"==(?=\S)([^=\n]{1,300})(?<=\S)==")
_ALONE = pattern(r"^\{:[^{}\n]{0,200}\}[^\S\n]*(?:\n|\Z)", re.MULTILINE)  # kramdown's, mid-text
_ABBREVIATION = pattern(r"^\*\[[^\]\n]{1,60}\]:[^\n]*(?:\n|\Z)", re.MULTILINE)
_LIVE = pattern(  # links that a parser refuses, as pages have them on buttons
    r"(?P<open>!?\[)(?P<words>[^\[\]\n]{0,200})"
    r"(?P<close>\]\((?:javascript|vbscript|data|file|about):(?:[^()\s]|\([^()\s]*\))*\))",
    re.IGNORECASE,
)
_LABELLED = pattern(
    r"(?:note|tip|warning|caution|important|info|hinweis|achtung|tipp|nota|aviso|remarque|attention|avviso)"
    r"\s?[:.!]\s*",
    re.IGNORECASE,
)
_TOC = pattern(r"(?:TOC|\[TOC\]|\[\[_?TOC_?\]\]|\$\{toc\})(?:\s*\{:?\s*toc\})?", re.IGNORECASE)
_CAPTION = pattern(r"""\b(?:caption|title)=(?P<quote>["'])(?P<words>.+?)(?P=quote)""")
_BEFORE = pattern(r"\s*\{:?\s*[.#][^{}\n]{0,200}\}[^\S\n]*(?:\n|\Z)")
_AFTER = pattern(r"\s?\{:?\s*(?:[.#][^{}\n]{0,200}|-)\}\s{0,9}\Z")
_SHORTCODE = pattern(
    r"\{\{[<%]\s*(?P<end>/)?\s*(?P<name>[\w-]+)[^{}\n]{0,300}[%>]\}\}"
    r"|\{%-?\s*(?P<last>end)?(?P<word>[\w-]+)[^{}\n]{0,300}%\}"
    r"|\[(?P<close>/)?(?P<code>pull-?quote|caption|gallery|embed|audio|video|quote|blockquote|box"
    r"|(?:su|vc|et_pb)_\w+)(?:\s[^\[\]\n]{0,300})?\](?!\()"
)


def admonitions(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """A block rule for `!!! note "Title"`, for lines that are built exactly so."""
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    return bool(_ADMONITION.match(line)) and admonition(state, start, end, silent)


def is_alert(line: str) -> bool:
    """Whether a quotation's first line names it as a box ("[!NOTE]")."""
    return bool(_ALERT.match(line))


def is_quoting(line: str) -> bool:
    """Whether an alert is one for quotations ("[!quote]")."""
    found = _ALERT.match(line)
    return bool(found and found["kind"].casefold() in {"quote", "cite"})


def styled(info: str) -> str:
    """What a box's first line says that it holds, by its style's name; empty for others."""
    if _QUOTE.search(info):
        return "blockquote"
    found = _STYLE.search(info) or _NAMED.fullmatch(info.strip(" :{}."))
    return (found["name"] or found["other"]).casefold() if found else ""


def title_in(info: str) -> tuple[int, int]:
    """Where in a box's first line, behind its colons, its title stands; (0, 0) for none."""
    found = _INFO.fullmatch(info) if len(info) <= _LONGEST else None
    if not found or not found["title"]:
        return 0, 0
    text = found["title"]
    lead = len(text) - len(text.lstrip("[\"' "))
    return found.start("title") + lead, found.start("title") + len(text.rstrip("]\"' "))


def named(article: Article) -> Article:
    """Leave out the attributes, alerts' names and shortcodes in blocks, and give their roles."""
    blocks: list[Block] = []
    skipped: list[Skip] = []
    told = [_barred(part) for block in article.blocks for part in _titled(block)]
    article = extended(article, (b for b, _ in told), (), (s for _, held in told for s in held))
    article = replace(article, blocks=tuple(map(_noted, _captioned(article.blocks))))
    pull = 0  # shortcodes open round these blocks that hold a pull-quote
    for block in article.blocks:
        if block.role in {Role.CODE, Role.RULE} or not any(sign in block.text for sign in _SIGNS):
            blocks.append(replace(block, role=Role.PULL_QUOTE) if pull and block.runs else block)
            continue
        cuts = _apart(_cuts(block))
        after, skips = spliced(block, cuts)
        opened, closed = _pulls(block)
        captioned = any(
            _CAPTION.search(found[0]) or (found["code"] or "").casefold() == "caption"
            for found in _SHORTCODE.finditer(block.text)
        )
        if captioned:
            after = replace(after, role=Role.CAPTION)
        elif any(is_pull(skip.text) for skip in skips) or pull:
            after = replace(after, role=Role.PULL_QUOTE)
        pull = max(0, pull + opened - closed)
        skipped.extend(skips)
        if after.text.strip():
            blocks.append(after)
    return extended(article, blocks, (), skipped)


def _captioned(blocks: Sequence[Block]) -> Iterator[Block]:
    """Blocks; a line behind a table that a colon leads in as its caption."""
    for before, block in zip((None, *blocks), blocks, strict=False):
        below = before is not None and before.role is Role.TABLE
        lead = below and block.text.startswith((": ", "Table: "))
        yield replace(block, role=Role.CAPTION) if lead else block


def _noted(block: Block) -> Block:
    """A block; a quotation that a bold "Note:" opens is a box of the author's own."""
    lead = next((m for m in block.marks if m.start == 0 and m.kind == "strong"), None)
    told = block.text[: lead.end + 2] if lead else ""
    if block.role is not Role.BLOCK_QUOTE or not (lead and _LABELLED.match(told)):
        return block
    box = Mark(kind="box", start=0, end=len(block.text))
    return replace(block, role=Role.PARAGRAPH, marks=(*block.marks, box))


def _titled(block: Block) -> list[Block]:
    """A block; an alert's title as a heading of its own."""
    found = _ALERT.match(block.text)
    if found and found["title"] is not None and block.role is not Role.CODE:
        end = block.text.find("\n")
        parts = parted(block, [end] if end > 0 else [])
        if block.role is Role.PARAGRAPH:
            parts[0] = replace(parts[0], role=Role.HEADING, level=TITLE)
        return parts
    return [block]


def _barred(block: Block) -> tuple[Block, tuple[Skip, ...]]:
    """A block; lines behind bars, as pandoc writes verse, as verse."""
    lines = _BARS.findall(block.text)
    if block.role is not Role.PARAGRAPH or not 1 < len(lines) == block.text.count("\n") + 1:
        return block, ()
    runs = (replace(run, text=HARD if run.text == "\n" else run.text) for run in block.runs)
    verse = replace(block, role=Role.VERSE, runs=tuple(runs))
    return spliced(verse, [_bar(found) for found in _BAR.finditer(verse.text)])


def _bar(found: re.Match[str]) -> Cut:
    return Cut(start=found.start("bar"), end=found.end("bar"), reason=SIGN)


def _apart(cuts: Iterable[Cut]) -> list[Cut]:
    """Cuts in order, without those that overlap an earlier one."""
    kept: list[Cut] = []
    for cut in sorted(cuts, key=lambda c: (c.start, -c.end)):
        if not kept or cut.start >= kept[-1].end:
            kept.append(cut)
    return kept


def _cuts(block: Block) -> Iterator[Cut]:
    text = block.text
    if block.role is Role.CAPTION and (lead := _LEAD.match(text)):
        yield Cut(start=0, end=lead.end(), reason=SIGN)
    yield from notebook.cuts(block)
    if found := _ALERT.match(text):
        yield Cut(start=0, end=found.end(), reason=NAME)
    if _TOC.fullmatch(text.strip()):
        yield Cut(start=0, end=len(text), reason=SHORTCODE)
        return
    for found in _SHORTCODE.finditer(text):
        yield from _outside(found.start(), found.end(), _CAPTION.search(found[0]))
    yield from _shown(text)
    yield from _highlights(text)
    before = _BEFORE.match(text)
    if before:
        yield Cut(start=0, end=before.end(), reason=ATTRIBUTES)
    tail = max(0, len(text) - _LONGEST, before.end() if before else 0)
    if text.rstrip().endswith("}") and (after := _AFTER.search(text, tail)):
        yield Cut(start=after.start(), end=after.end(), reason=ATTRIBUTES)


def _shown(text: str) -> Iterator[Cut]:
    """What is only for a page to show: live links, abbreviations, attributes."""
    for found in _LIVE.finditer(text):
        picture = found["open"].startswith("!")
        parts = [found.span()] if picture else [found.span("open"), found.span("close")]
        yield from (Cut(start=start, end=end, reason=ADDRESS) for start, end in parts)
    for found in _ABBREVIATION.finditer(text):
        yield Cut(start=found.start(), end=found.end(), reason=ABBREVIATION)
    for found in _ALONE.finditer(text):
        yield Cut(start=found.start(), end=found.end(), reason=ATTRIBUTES)
    for found in _SPAN.finditer(text):
        yield Cut(start=found.start("open"), end=found.end("open"), reason=ATTRIBUTES)
        yield Cut(start=found.start("close"), end=found.end("close"), reason=ATTRIBUTES)
    for found in _ANY.finditer(text):
        if text[found.start() - 1 : found.start()] != "]":
            yield Cut(start=found.start(), end=found.end(), reason=ATTRIBUTES)


def _highlights(text: str) -> Iterator[Cut]:
    for found in _HIGHLIGHT.finditer(text):
        yield Cut(start=found.start(), end=found.start() + 2, reason=HIGHLIGHT)
        yield Cut(start=found.end() - 2, end=found.end(), reason=HIGHLIGHT)


def _outside(start: int, end: int, words: re.Match[str] | None) -> Iterator[Cut]:
    """A shortcode without the caption that stands in it."""
    first, last = words.span("words") if words else (end - start, end - start)
    for left, right in ((start, start + first), (start + last, end)):
        if left < right:
            yield Cut(start=left, end=right, reason=SHORTCODE)


def _pulls(block: Block) -> tuple[int, int]:
    """How many pull-quotes' shortcodes a block opens and closes."""
    opened = closed = 0
    for found in _SHORTCODE.finditer(block.text):
        if is_pull(found[0].replace("end", "")):
            ends = bool(found["end"] or found["last"] or found["close"])
            opened, closed = opened + (not ends), closed + ends
    return opened, closed

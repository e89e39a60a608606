"""Lines in; those that a page has at its edge, words beside its number, told out.

Promise: such words are the article's own title, author or magazine, or come back, or cut a sentence
in two; a numbered heading, a year and a score stay.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from pipeline.model import Article, Block, Role
from pipeline.patterns import pattern
from pipeline.reading.bylines import byline
from pipeline.reading.wording import ends_sentence, opening, wholly, words
from pipeline.values import value

_WORDS = 10  # of a running head, at most
_LONGEST = 120  # characters of a line at a page's edge
_STEP = 2  # pages between two such lines, at most
_NAME = 5  # words of a magazine's name, at most
_ASIDE = pattern(r"\s*[|·•/,]\s*")
_HOST = pattern(r"\s+\S+\.[a-z]{2,}\s*\Z")  # the magazine's place in the web
_DATED = pattern(r"\d{4}|\bchapter\b|\bpart\b|[—–:!?]", re.IGNORECASE)
_FRONT = 8  # blocks among which title, author and magazine stand
_NEAR = 8  # blocks round a line in which its text stands
_TITLE = 3  # words of a title that can stand among others
_TEXT = 10  # words of a paragraph, at least
_SIGN = r"(?:\s*[|·•/]\s*|\s+[—–-]\s+|\s{2,}|\t)"
_FOLIO = (
    pattern(rf"(?P<number>\d{{1,4}}){_SIGN}(?P<words>\S.*)"),
    pattern(
        rf"(?P<words>\S.*?){_SIGN}(?:(?i:page|p\.)\s*)?(?P<number>\d{{1,4}})(?:-\d{{1,4}}){{0,2}}"
    ),
)
_PLAIN = (
    pattern(r"(?P<number>\d{1,4})\s+(?P<words>[^\W\d_].*)"),
    pattern(r"(?P<words>[^\W\d_].*)\s+(?P<number>\d{1,4})"),
)


@value
class Folio:
    """A page's number and the words beside it, as they are compared."""

    number: int
    words: str
    plain: bool = False  # nothing but a blank parts them


def folio(line: str) -> Folio | None:
    """What a line says that is built like a page's edge."""
    if len(line) > _LONGEST:
        return None
    bare = line.strip(" *_#\n\u2028")
    for form in (*_FOLIO, *_PLAIN):
        found = form.fullmatch(bare)
        if found and 0 < len(words(found["words"])) <= _WORDS:
            plain = form in _PLAIN and not bare.isupper()
            told = opening(found["words"])
            return Folio(number=int(found["number"]), words=told, plain=plain)
    return None


def front_lines(article: Article) -> frozenset[str]:
    """What pages repeat: the title, the authors, the magazine, as the first blocks have them."""
    data = article.metadata
    known = [data.title, data.publication, *data.authors]
    known += [b.text.removeprefix("By ").removeprefix("by ") for b in article.blocks[:_FRONT]]
    return frozenset(opening(text) for text in known if 0 < len(text.split()) <= _WORDS)


def folios(article: Article) -> list[int]:
    """The blocks that are pages' edges."""
    fronts = front_lines(article)
    found: dict[int, Folio] = {}
    for index, block in enumerate(article.blocks):
        if block.role in {Role.PARAGRAPH, Role.HEADING} and (told := folio(block.text)):
            found[index] = told
    often = Counter(told.words for told in found.values())
    sure = [
        index
        for index, told in found.items()
        if told.words in fronts
        or (not told.plain and any(f in told.words for f in fronts if len(f.split()) >= _TITLE))
        or (
            (not told.plain or _is_name(article.blocks[index].text))
            and (often[told.words] > 1 or _cuts(article.blocks, index))
        )
    ]
    rest = (
        index
        for index in found
        if index not in sure and not found[index].plain and _in_row(index, sure, found)
    )
    return [index for index in sorted([*sure, *rest]) if _apart(index, found)]


def magazine(article: Article, indices: Iterable[int]) -> str:
    """The name that pages' edges repeat and that is neither title nor author; empty for none."""
    data = article.metadata
    plain = opening(" ".join([data.title, *data.authors, *map(_titled, article.blocks)]))
    told = Counter[str]()
    for index in indices:
        text = article.blocks[index].text.strip(" *_#\n\u2028")
        found = next((f for form in (*_FOLIO, *_PLAIN) if (f := form.fullmatch(text))), None)
        name = " ".join(_HOST.sub("", _ASIDE.split(found["words"])[0]).split()) if found else ""
        if name and not _DATED.search(name) and opening(name) not in plain:
            told[name] += 1
    name, count = next(iter(told.most_common(1)), ("", 0))
    return name if count > 1 and len(name.split()) <= _NAME else ""


def _titled(block: Block) -> str:
    """What a heading says, or a line that says who wrote."""
    return block.text if block.role is Role.HEADING or byline(block.text) else ""


def _is_name(line: str) -> bool:
    """Whether all of a line's longer words are capitalized, as those of a name or title are."""
    listed = re.findall(r"[^\W\d_]{4,}", line)
    return bool(listed) and all(word[0].isupper() for word in listed)


def _in_row(index: int, sure: list[int], found: Mapping[int, Folio]) -> bool:
    """Whether a number stands between those of the pages before and behind it."""
    before = [found[at].number for at in sure if at < index]
    after = [found[at].number for at in sure if at > index]
    number = found[index].number
    near = min((abs(number - other) for other in (*before[-1:], *after[:1])), default=0)
    rises = max(before, default=-1) < number < min(after, default=number + 1)
    return 0 < near <= _STEP and rises


def _apart(index: int, found: Mapping[int, Folio]) -> bool:
    """Whether a line is none of a row of such lines, as a list has them."""
    return not {index - 1, index + 1} & found.keys()


def _cuts(blocks: tuple[Block, ...], index: int) -> bool:
    """Whether a line stands inside a sentence: the text round it runs on."""
    before = next((b for b in reversed(blocks[max(0, index - _NEAR) : index]) if _is_text(b)), None)
    near = blocks[index + 1 : index + _NEAR]
    after = next((b for b in near if _is_text(b) or b.text[:1].islower()), None)
    return bool(before and after and not ends_sentence(before.text) and after.text[:1].islower())


def _is_text(block: Block) -> bool:
    return block.role is Role.PARAGRAPH and len(words(block.text)) > _TEXT and not wholly(block)

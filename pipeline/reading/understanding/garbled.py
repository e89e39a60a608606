"""An Article whose letters were decoded wrongly somewhere in, the letters it was written in out.

Promise: only a stretch that can't have been meant ("â€™", "Ã©") is changed, and each is on record.
"""

from pipeline.model import Article, Block, Repair, Role
from pipeline.patterns import pattern
from pipeline.reading.drafts import Change, each
from pipeline.reading.splicing import Cut, Ruler

GARBLED = "letters garbled on the way here"

_SIGNS = pattern(r"[ÂÃâðÐÑÎÏ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œŽžŸ ¡-¿]")
_STRETCH = pattern(r"[^\x00-\x7f]+(?: (?=[^\x00-\x7f]))?")


def mended(article: Article) -> Article:
    """Put right what was decoded as another charset than it was written in."""
    if not _SIGNS.search(article.source):
        return article
    return each(article, _mended)


def _mended(block: Block) -> Change:
    cuts, repairs = list[Cut](), list[Repair]()
    if block.role is Role.CODE or not _SIGNS.search(block.text):
        return cuts, repairs
    from ftfy import fix_encoding  # noqa: PLC0415  few articles need it
    from ftfy.badness import is_bad  # noqa: PLC0415  likewise

    where = Ruler(block)
    for found in _STRETCH.finditer(block.text):
        before = found[0].rstrip(" ")
        wrong = len(before) > 1 and is_bad(before)
        after = fix_encoding(before) if wrong else _decoded(before)
        if after == before or len(after) >= len(before):
            continue
        end = found.start() + len(before)
        cuts.append(Cut(start=found.start(), end=end, reason=GARBLED, put=after))
        repairs.append(Repair(kind="garbled", before=before, after=after, at=where(found.start())))
    return cuts, repairs


def _decoded(text: str) -> str:
    """A stretch read as UTF-8 where that is what its bytes are; else as it is."""
    if not _SIGNS.fullmatch(text):
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text

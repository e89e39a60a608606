"""The words a show puts round an article: its opening and closing, filled in."""

from collections.abc import Mapping, Sequence
from string import Formatter
from urllib.parse import urlsplit

from pipeline.config.wording import Wording
from pipeline.errors import UsageError
from pipeline.model import Article, Notes, Show
from pipeline.patterns import pattern
from pipeline.values import value

_DOUBLED = pattern(r"(?<=[?!…])( ?»|[”“\"’']?)[.,](?=\s|$)")  # "today?." is "today?"


@value
class Frame:
    """The filled templates, one sentence an entry. `has_bio`: the closing gives it a place."""

    opening: tuple[str, ...]
    before_bio: tuple[str, ...]
    after_bio: tuple[str, ...]
    has_bio: bool

    @property
    def text(self) -> str:
        """All that the templates say, for telling what the article need not say again."""
        return " ".join((*self.opening, *self.before_bio, *self.after_bio))


def framed(article: Article, show: Show, notes: Notes, words: Wording) -> Frame:
    """Fill the templates. Raises UsageError for a placeholder that does not exist."""
    facts = _facts(article, show, notes, words)
    before, bio, after = (words.templates.closing or "").partition("{bio}")
    return Frame(
        opening=_filled(words.templates.opening or "", facts),
        before_bio=_filled(before, facts),
        after_bio=_filled(after, facts),
        has_bio=bool(bio),
    )


def _facts(article: Article, show: Show, notes: Notes, words: Wording) -> Mapping[str, str]:
    data = article.metadata
    return {
        "show": show.title,
        "title": data.title,
        "subtitle": data.subtitle,
        "authors": listed(data.authors, words.joining),
        "series": data.series,
        "publication": data.publication,
        "number": str(notes.number or ""),
        "season": str(notes.season or ""),
        "host": _host(data.url or show.link),
        "notice": words.templates.notice or "",
    }


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:  # no address at all: nowhere to send a listener to
        return ""


def listed(names: Sequence[str], joining: str) -> str:
    """Names as a sentence has them: "A", "A and B", "A, B and C"."""
    return joining.join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _filled(template: str, facts: Mapping[str, str]) -> tuple[str, ...]:
    """The lines that can be filled; once what would come twice: a show called like its episode."""
    lines = (_line(line.strip(), facts) for line in template.splitlines())
    return tuple(dict.fromkeys(filter(None, lines)))


def _line(line: str, facts: Mapping[str, str]) -> str:
    """One line filled in; empty when something it names is not known."""
    try:
        names = [name for _, name, _, _ in Formatter().parse(line) if name is not None]
        if any(name not in facts for name in names):
            unknown = next(name for name in names if name not in facts)
            raise UsageError(
                f"show.toml, [templates]: {{{unknown}}} is not known — use one of "
                + ", ".join(f"{{{name}}}" for name in (*facts, "bio"))
            )
        filled = line.format_map(facts) if all(facts[name] for name in names) else ""
    except ValueError as error:
        raise UsageError(f"show.toml, [templates]: “{line}” has a loose brace ({error})") from None
    return _DOUBLED.sub(r"\1", filled)

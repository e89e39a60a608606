"""The name of a paragraph's style in, what the paragraph is out; and how letters look.

Promise: only names that say what a paragraph is count, in the languages that programs write them
in; a name that only says how it looks leaves it a paragraph.
"""

from collections.abc import Iterable

from pipeline.model import Role
from pipeline.patterns import pattern
from pipeline.values import value

CONTENTS = "a table of contents"
RUNNING = "a running head or foot"


@value
class Kind:
    """What a style makes of a paragraph; `level` of a heading, `skip` a reason not to read it."""

    role: Role = Role.PARAGRAPH
    level: int = 0
    title: bool = False
    boxed: bool = False
    skip: str = ""


@value
class Looks:
    """How letters look; None: it is not said. `size` in points."""

    bold: bool | None = None
    italic: bool | None = None
    hidden: bool | None = None
    raised: bool | None = None
    size: float | None = None

    def over(self, under: "Looks") -> "Looks":
        """These looks, with another's where nothing is said."""
        return Looks(
            bold=under.bold if self.bold is None else self.bold,
            italic=under.italic if self.italic is None else self.italic,
            hidden=under.hidden if self.hidden is None else self.hidden,
            raised=under.raised if self.raised is None else self.raised,
            size=under.size if self.size is None else self.size,
        )

    @property
    def sized(self) -> "Looks":
        """The size alone."""
        return Looks(size=self.size)


PLAIN = Kind()
_HEADING = pattern(
    r"(?:heading|überschrift|titre|título|encabezado|titolo|kop|rubrik|overskrift|nagłówek|заголовок)\s*(\d)"
)
_FORMS = (
    (
        r"title|book title|titel|titre|título|titolo|название",
        Kind(role=Role.HEADING, level=1, title=True),
    ),
    (r"sub ?title|untertitel|sous-titre|subtítulo|sottotitolo", Kind(role=Role.SUBTITLE)),
    (
        r".*(?:pull ?-?quote|pulled quote|call ?out|zwischenzitat|exergue|quote box|key quote).*",
        Kind(role=Role.PULL_QUOTE),
    ),
    (
        r"(?:intense |block ?)?quot(?:e|ation)s?|block ?text|epigraph|motto|extract",
        Kind(role=Role.BLOCK_QUOTE),
    ),
    (
        r"(?:intensives )?zitat|citation(?: intense)?|cita(?: destacada)?|citazione",
        Kind(role=Role.BLOCK_QUOTE),
    ),
    (
        r"(?:image |figure |picture |photo )?caption|beschriftung|légende|leyenda",
        Kind(role=Role.CAPTION),
    ),
    (r"(?:photo |image |picture )?credits?", Kind(role=Role.CREDIT)),
    (r"authors?|by ?-?lines?|autor(?:en)?|auteur", Kind(role=Role.BYLINE)),
    (
        r"stand ?first|dek|deck|lede|lead(?: paragraph)?|intro(?:duction)?(?: text)?|abstract",
        Kind(role=Role.STANDFIRST),
    ),
    (
        r"vorspann|chapeau|editor'?s? note",
        Kind(role=Role.STANDFIRST),
    ),
    (r".*\b(?:verse|poem|poetry|stanza|gedicht|lyrics)\b.*", Kind(role=Role.VERSE)),
    (r"html preformatted|preformatted text|.*\b(?:source )?code|quelltext", Kind(role=Role.CODE)),
    (
        r"list(?: paragraph| bullet| number| continue)?(?: \d)?|list contents|listenabsatz",
        Kind(role=Role.LIST_ITEM),
    ),
    (
        r"list \d (?:start|cont\.|end)|numbering \d.*",
        Kind(role=Role.LIST_ITEM),
    ),
    (r"(?:foot|end)note(?: text)?|fußnotentext", Kind(role=Role.FOOTNOTE)),
    (r"(?:author )?bio(?:graphy)?|about the author", Kind(role=Role.BIO)),
    (r"disclaimer|disclosure", Kind(role=Role.DISCLAIMER)),
    (r"side ?bar(?: text)?|box(?:ed)? ?text|text box|info ?box", Kind(boxed=True)),
    (r"horizontal (?:line|rule)", Kind(role=Role.RULE)),
    (r"toc(?: heading| \d)|contents (?:heading|\d)|verzeichnis \d", Kind(skip=CONTENTS)),
    (r"header|footer|running head(?:er)?", Kind(skip=RUNNING)),
)
_KINDS = tuple((pattern(form), kind) for form, kind in _FORMS)


def kind_of(names: Iterable[str]) -> Kind:
    """What a style is by its name or, when that says nothing, the names it inherits from."""
    return next((kind for name in names if (kind := _kind(name))), PLAIN)


def heading(level: int) -> Kind:
    """A heading of a level, from 1."""
    return Kind(role=Role.HEADING, level=level)


def _kind(name: str) -> Kind | None:
    plain = " ".join(name.casefold().replace("_", " ").split())
    if found := _HEADING.fullmatch(plain):
        return heading(max(1, int(found[1])))
    return next((kind for form, kind in _KINDS if form.fullmatch(plain)), None)

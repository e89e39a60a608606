"""What a talk is to its chapters: paragraphs and headings in, parts out."""

from pipeline.values import value


@value
class Unit:
    """A paragraph, or a heading with its `level` from 1; `fresh`: a rule or quote stood before."""

    text: str
    level: int = 0
    fresh: bool = False


@value
class Part:
    """A chapter: the index of its first unit, and its title; empty while it has none."""

    first: int
    title: str = ""

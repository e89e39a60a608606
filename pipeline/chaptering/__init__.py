"""Where the subject turns, and what to call each part.

In: the paragraphs and headings of a talk in order. Out: parts (first unit, title) of three to
eight minutes where the text allows. A title is made of the text's own words: a heading, or the
names and concepts that this part speaks of and the others do not; never a cut-off sentence.
"""

from pipeline.chaptering.naming import name
from pipeline.chaptering.turning import divide, leans
from pipeline.chaptering.units import Part, Unit

__all__ = ["Part", "Unit", "divide", "leans", "name"]

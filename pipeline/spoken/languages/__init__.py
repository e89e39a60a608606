"""A text in, its language out; and which words of a sentence are in another.

Promise: the same text gives the same answer, from its commonest small words and, where these leave
it open, from a model of letters; no network. Rather no answer than a wrong one.
"""

from pipeline.spoken.languages.quoted import foreign, stretches
from pipeline.spoken.languages.telling import language

__all__ = ["foreign", "language", "stretches"]

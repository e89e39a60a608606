"""French, Spanish and German as written → as said, by one machine and a table for each.

In: the words of a sentence. Out: what the voice gets for each: no figure, no sign, no quotation
mark. The promise: reading the result again changes nothing.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module

from pipeline.spoken.lexicon import Lexicon
from pipeline.spoken.tongues import machine
from pipeline.spoken.tongues.figures import Figures
from pipeline.spoken.tongues.letters import Letters
from pipeline.spoken.tongues.machine import Rule

_TABLES: Mapping[str, str] = {"fr": "french", "es": "spanish", "de": "german"}


def read(shown: Sequence[str], lexicon: Lexicon, language: str) -> list[str]:
    """What the voice gets for each word of one sentence; empty where it is only a pause."""
    return machine.read(shown, _rules(language), lexicon)


@cache
def _rules(language: str) -> tuple[Rule, ...]:
    """The rules of a language with its country, in the order they are tried."""
    table = import_module(f"pipeline.spoken.tongues.{_TABLES[language.partition('-')[0].lower()]}")
    tongue = table.tongue(language)
    letters, figures = Letters(tongue), Figures(tongue)
    return (*letters.first(), *tongue.own, *letters.short(), *figures.rules(), *letters.last())

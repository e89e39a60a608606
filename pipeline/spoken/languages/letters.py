"""A text → languages by how likely its letters are in each, by py3langid's model."""

from functools import lru_cache


@lru_cache(maxsize=256)
def ranked(text: str) -> tuple[tuple[str, float], ...]:
    """ISO codes with their log-likelihoods, the likeliest first. The first call takes seconds."""
    import py3langid  # noqa: PLC0415 - its model is large, and few texts need it

    return tuple((str(code), float(score)) for code, score in py3langid.rank(text))

"""One way of running for everybody: the same examples each time, so that red means a change.

`HYPOTHESIS_PROFILE=search scripts/test` looks for examples that nobody has seen yet.
"""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings
from learnt import lay_beneath

settings.register_profile("same", derandomize=True, deadline=None)  # a busy machine is no failure
settings.register_profile("search", print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

_known = lay_beneath()  # what takes a second of every first render is done once


@pytest.fixture(scope="module")
def opened() -> Iterator[Any]:
    """A real browser, or a skip that says what to install."""
    from listener import browser  # noqa: PLC0415

    with browser() as found:
        yield found

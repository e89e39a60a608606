"""The version of an installed package. Promise: what importlib.metadata says, in less of its time.

A package's folder of facts has it in its name. Only where there is none that module is asked, which
brings readers of mail and of archives with it.
"""

import os
import re
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import cache

_FACTS = ".dist-info"


def version(package: str) -> str:
    """The version, by the package's name on its index. Raises PackageNotFoundError."""
    found = _installed().get(_plain(package))
    if found:
        return found
    from importlib import metadata  # noqa: PLC0415 - 15 ms

    return metadata.version(package)


@cache
def _installed() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for folder in sys.path:
        with suppress(OSError):
            for name in os.listdir(folder):  # noqa: PTH208 - of hundreds, a name each
                if name.endswith(_FACTS):
                    package, _, number = name.removesuffix(_FACTS).rpartition("-")
                    found.setdefault(_plain(package), number)
    return found


def _plain(name: str) -> str:
    """As PEP 503 compares names."""
    return re.sub(r"[-_.]+", "-", name).lower()

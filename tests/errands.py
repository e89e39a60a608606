"""Small tasks for a cluster's workers, which leave a trace of each time that they are done."""

import os
import time
from pathlib import Path

from pipeline.narrating import Told
from pipeline.values import value


@value
class Errand:
    """What to do: leave a line in a file of its name; or end the process that tries."""

    key: str
    folder: str
    seconds: float = 0.0
    deadly: bool = False
    weight: int = 1


def run(errand: Errand) -> Told:
    if errand.deadly:
        os._exit(3)
    time.sleep(errand.seconds)
    with (Path(errand.folder) / errand.key).open("a") as file:
        file.write(f"{os.getpid()}\n")
    return Told(key=errand.key, spoken=True)


def done(folder: Path) -> dict[str, list[int]]:
    """By errand, the processes that did it."""
    return {path.name: [*map(int, path.read_text().split())] for path in folder.iterdir()}

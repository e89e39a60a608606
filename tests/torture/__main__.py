"""Do all harm, print the table, and fail if anything was lost.

scripts/torture                  all of it: at most half an hour
scripts/torture --seed 7         other moments, bytes and documents
scripts/torture --minutes 3      about as much as goes into three minutes
scripts/torture --few            a little of each, as the tests do
scripts/torture kills damage     these acts alone
"""

import argparse
import random
import sys
import tempfile
import time
import warnings
from pathlib import Path

from torture import addresses, damage, documents, engines, house, kills, pairs, rooms
from torture.table import HEAD, Luck, line

ACTS = {  # with its share of the time, and how often it is done for a little of each
    "kills": (kills.rows, 0.34, 8),
    "rooms": (rooms.rows, 0.14, 12),
    "damage": (damage.rows, 0.2, 20),
    "pairs": (pairs.rows, 0.12, 5),
    "documents": (documents.rows, 0.16, 1),
    "engines": (engines.rows, 0.03, 2),
    "addresses": (addresses.rows, 0.01, 20),
}


def main() -> int:
    """The exit code: 1 when something was lost."""
    parser = argparse.ArgumentParser(prog="scripts/torture", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("acts", nargs="*", metavar="ACT", help=", ".join(ACTS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=30.0, help="at most (default: 30)")
    parser.add_argument("--few", action="store_true", help="a little of each")
    asked = parser.parse_args()
    if unknown := set(asked.acts) - ACTS.keys():
        parser.error(f"no such act: {', '.join(sorted(unknown))}")
    wanted = asked.acts or list(ACTS)
    whole = sum(ACTS[name][1] for name in wanted)
    warnings.simplefilter("ignore")
    house.preload()
    lost: list[str] = []
    print(f"seed {asked.seed}\n{HEAD}", flush=True)
    with tempfile.TemporaryDirectory(prefix="torture-") as folder:
        learnt = house.learn(Path(folder) / "learnt")
        for name in wanted:
            seconds = 60 * asked.minutes * ACTS[name][1] / whole
            lost += _act(name, asked.seed, seconds, learnt, few=asked.few)
    print(f"Lost: {len(lost)}, each told above." if lost else "Nothing was lost.")
    return 1 if lost else 0


def _act(name: str, seed: int, seconds: float, learnt: Path, *, few: bool) -> list[str]:
    """Do one act for so long at most, and print its rows; what was lost."""
    rows, _, little = ACTS[name]
    lost: list[str] = []
    with tempfile.TemporaryDirectory(prefix="torture-") as folder:
        luck = Luck(random.Random(seed), Path(folder), time.monotonic() + seconds, learnt)
        for row in rows(luck, little) if few else rows(luck):
            print(line(row), flush=True)
            for fault in row.lost:
                print(f"{row.act}, {row.kind}: {fault}", file=sys.stderr, flush=True)
            lost += row.lost
    return lost


if __name__ == "__main__":
    sys.exit(main())

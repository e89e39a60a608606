"""The licence of every package in a requirements file, and whether GPL-3.0-or-later takes it in.

    scripts/licences                          those of requirements.txt
    scripts/licences requirements-neural.txt  another file's

The licence is what the installed package says of itself. One that is not known to be compatible
(https://www.gnu.org/licenses/license-list.html) is marked, and the exit code is 1: look at it, and
add it below with the reason, or do without the package.
"""

import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMPATIBLE = re.compile(  # by the words that name them, as packages spell them
    r"\b(?:0?BSD|MIT|Apache|MPL|Mozilla Public License 2|LGPL\w*|Lesser General Public License|"
    r"GPL-3\.0|GPL-2\.0-or-later|GPLv[23]\+|ISC|Zlib|PSF|Python Software Foundation|OFL|CC0|HPND|"
    r"Unlicense)(?![\w.]*-only)"
)
APART = re.compile(r"Apache.*1\.|MPL.*1\.|4-Clause|Commons Clause|-NC|Proprietary", re.IGNORECASE)
TOLD = {  # what some packages do not say in one word of their metadata, and where it is written
    "espeakng-loader": "GPL-3.0-or-later",  # espeak-ng's library and data, which it carries
    "font-source-sans-pro": "OFL-1.1",  # the fonts' own name table
    "font-source-serif-pro": "OFL-1.1",  # the fonts' own name table
    "pypdfium2": "BSD-3-Clause AND Apache-2.0",  # and PDFium's own parts, of the same kinds
}


def names(file: Path) -> list[str]:
    """The packages that a requirements file pins."""
    return re.findall(r"(?m)^([A-Za-z0-9._-]+)==", file.read_text(encoding="utf-8"))


def licence(found: Distribution, name: str) -> str:
    """What a package says of itself, as an expression or in one line."""
    known = found.metadata
    classified = [
        each.rpartition(":: ")[2]
        for each in known.get_all("Classifier") or []
        if each.startswith("License ::") and not each.endswith("OSI Approved")
    ]
    said = (known.get("License") or "").strip().splitlines()
    short = said[0] if len(said) == 1 else ""
    return (
        TOLD.get(name) or known.get("License-Expression") or " OR ".join(classified) or short or "?"
    )


def fits(said: str) -> bool:
    """Whether each part of it, or one of those to choose from, is compatible."""
    return any(
        all(COMPATIBLE.search(part) and not APART.search(part) for part in way.split(" AND "))
        for way in said.split(" OR ")
    )


def main() -> int:
    """Print the table; 1 when something does not fit."""
    files = [Path(each) for each in sys.argv[1:]] or [ROOT / "requirements.txt"]
    looked, wrong = 0, 0
    for name in sorted({name.lower() for file in files for name in names(file)}):
        try:
            said = licence(distribution(name), name)
        except PackageNotFoundError:
            print(f"  {name:<28} not installed here")
            continue
        good = fits(said)
        looked += 1
        wrong += not good
        print(f"{' ' if good else '!'} {name:<28} {said}")
    fine = f"All {looked} that are installed here go with GPL-3.0-or-later."
    print(f"{wrong} to look at." if wrong else fine)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

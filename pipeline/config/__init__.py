"""Files that people write → `Show`, `Notes` and what to render. Promise: every mistake is told.

`load_show` and `load_notes` read show.toml and episode.toml, `fresh` writes the first;
`places` finds the show, its feed and its store; `sources` finds articles and gives each its slug;
`identity` keeps who a show is.
"""

from pipeline.config.notes import check_fit, load_notes
from pipeline.config.show import load_show

__all__ = ["check_fit", "load_notes", "load_show"]

"""A table's or a listing's text → HTML. Promise: escaped, each cell and each blank in its place.

A table's text has a line for each row and a tab between cells, as every reader writes it.
"""

from markupsafe import Markup

from pipeline.formats.templating import legal, render
from pipeline.model import Role


def figure(role: Role, text: str) -> Markup:
    """The block as a table or a listing."""
    rows = [row.split("\t") for row in legal(text).split("\n")] if role == Role.TABLE else []
    html = render("figure.html", rows=rows, headed=_headed(rows), text=legal(text))
    return Markup(html.strip())  # noqa: S704  (ours, escaped)


def _headed(rows: list[list[str]]) -> bool:
    """Whether the first row names the columns: words in each, but for the corner, and no figure."""
    names = rows[0] if rows else []
    figures = any(char.isdigit() for char in "".join(names))
    return len(rows) > 1 and len(names) > 1 and all(names[1:]) and not figures

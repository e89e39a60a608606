"""Markdown as note-taking programs, pandoc and PDF converters write it, rule by rule."""

from pathlib import Path

import pytest

from pipeline.model import Article
from pipeline.reading import ledger, markdown, read
from pipeline.reading.understanding import understood

FRONT = "# T\n\nBy Ann Lee\n\nIt fell in the night, and nobody saw it fall.\n\n"


def article(source: str) -> Article:
    held = understood(markdown.parse(source, "test.md"), "test.md")
    ledger.prove(held)
    return held


def told(source: str) -> list[tuple[str, str]]:
    return [(str(block.role), block.text) for block in article(FRONT + source).blocks][3:]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("See [[The mill|the old mill]] at night.", "See the old mill at night."),
        ("See [[The mill]] at night.", "See The mill at night."),
        ("It %%check this%% sank.", "It sank."),
        ("It sank. ^here", "It sank."),
        ("It sank ~~on Monday~~ on Tuesday.", "It sank on Tuesday."),
        ("It sank <del>on Monday</del> on Tuesday.", "It sank on Tuesday."),
        ("It sank [see @lee2001, pp. 3--4].", "It sank."),
        ("As Lee [-@lee2001] says, H~2~O.", "As Lee says, H2O."),
        ("Say [[əˈbaʊt]] so.", "Say [[əˈbaʊt]] so."),
        ("It cost 5%% and then 6%%.", "It cost 5%% and then 6%%."),
    ],
)
def test_what_programs_add_to_words_is_not_said(source: str, text: str) -> None:
    assert told(source) == [("paragraph", text)]


def test_comments_embeds_fields_and_queries_are_no_blocks() -> None:
    source = "%%\nAsk her.\n\nAnd him.\n%%\n\n![[page.jpg|420]]\n\nup:: [[Home]]\n#essay\n\n"
    source += "```dataview\nLIST\n```\n\n- [[Home]]\n\nSo it was."
    assert told(source) == [("paragraph", "So it was.")]


def test_a_callouts_title_is_a_heading_and_a_quotations_its_source() -> None:
    assert told("> [!tip]- If you *miss* it\n> Wait.\n\nSo it was.")[:2] == [
        ("heading", "If you miss it"),
        ("paragraph", "Wait."),
    ]
    quoted = told("He wrote it down.\n\n> [!quote] Bo Ek, *Rain*\n> It rained.\n\nSo it was.")
    assert {role for role, _ in quoted[1:-1]} == {"block_quote"}


def test_a_table_of_columns_with_its_caption() -> None:
    source = "  Night   Birds\n  ------  -----\n  First      12\n\n  : What we saw. {#tbl:seen}"
    assert told(source) == [
        ("table", "Night\tBirds\nFirst\t12"),
        ("caption", "What we saw."),
    ]


def test_lines_behind_bars_are_verse() -> None:
    assert told("| Out with the tide,\n|   home with the moon.\n\nHe sang.")[0][0] == "verse"


def test_a_line_in_italics_below_a_picture_is_its_caption() -> None:
    assert told("![Two men](a.jpg)\n\n*The mill in 1950.*\n\nSo it was.") == [
        ("caption", "The mill in 1950."),
        ("paragraph", "So it was."),
    ]


@pytest.mark.parametrize(
    "torn",
    ["HERE is no mill.", "f you go there,", "T\n\nHERE is no mill.", "T\n\nhere is no mill."],
)
def test_a_lost_capital_is_put_back(torn: str) -> None:
    held = article(f"# The mill\n\nBy Ann Lee\n\n{torn} Go there.\n\nThere is no mill if you ask.")
    first = held.blocks[2].text
    assert first.startswith(("There is", "THERE is", "If you"))
    assert held.repairs


@pytest.mark.parametrize(
    "line", ["**The Mill** | 7", "8 | **Ann Lee**", "The Mill 9", "9 · THE MILL", "The Mill\t9"]
)
def test_words_beside_a_pages_number_are_left_out(line: str) -> None:
    body = "It was a mill that stood on the river for a hundred years and more, and it\n\n"
    held = article(f"# The Mill\n\nAnn Lee\n\n{body}{line}\n\nfell in the night, and that was it.")
    assert [str(block.role) for block in held.blocks] == ["title", "byline", "paragraph"]


def test_years_and_scores_beside_words_stay() -> None:
    assert len(told("1931 | The mill\n\n1950 | The fall\n\nThe Mill 2\n\nSo it was.")) == 4


def test_rows_of_links_and_counters_are_the_pages() -> None:
    source = "[Menu](/m) | [Home](/)\n\n♡ 48 💬 6\n\n[Share](#) [Print](#)\n\nSo it was."
    assert told(source) == [("paragraph", "So it was.")]


def test_what_stands_behind_the_authors_lines_is_the_pages() -> None:
    source = "So it was, they say.\n\n---\n\n*Ann Lee mills.*\n\nThe next talk is on Monday."
    assert [role for role, _ in told(source)] == ["paragraph", "bio"]


@pytest.mark.parametrize(
    ("line", "name"),
    [("[The Post](https://post.example/)", "The Post"), ("**The Post** | Letters", "The Post")],
)
def test_the_line_above_the_title_names_the_site(line: str, name: str) -> None:
    held = article(f"{line}\n\n{FRONT}")
    assert held.metadata.publication == name
    assert not held.links


def test_a_sites_name_is_no_part_of_the_title() -> None:
    held = article('---\ntitle: "The Mill | The Post"\n---\n\n# The Mill\n\nIt fell.')
    assert (held.metadata.title, held.metadata.publication) == ("The Mill", "The Post")


def test_sections_under_a_title_that_only_the_front_matter_has() -> None:
    held = article("---\ntitle: The Mill\n---\n\n# One\n\nIt fell.\n\n# Two\n\nIt sank.")
    assert [str(b.role) for b in held.blocks] == ["heading", "paragraph"] * 2


def test_an_emails_header_is_read_as_facts(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    head = "From: Ann <a@b.example>\nSubject: Mills\nDate: Thu, 9 Feb 2023 05:58:11 +0000\n\n"
    path.write_text(f"{head}** The mill\n{'-' * 60}\n\nIt fell in the night.\n", encoding="utf-8")
    held = read(path)
    ledger.prove(held)
    assert held.metadata.date == "2023-02-09"
    assert [block.text for block in held.blocks] == ["The mill", "It fell in the night."]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("[Listen](javascript:void(0)) to it.", "Listen to it."),
        ("It fell ![x](data:image/svg+xml;base64,AA==) down.", "It fell down."),
        ("It fell[^1^](#n) so.", "It fell so."),
        ("It was so.^3,4^", "It was so."),
        ("It fell.\\", "It fell."),
        ("It has 5 km^2^ of ground.", "It has 5 km2 of ground."),
    ],
)
def test_live_links_marks_and_left_over_signs_are_not_said(source: str, text: str) -> None:
    assert told(source) == [("paragraph", text)]


def test_kramdowns_attributes_and_abbreviations_are_not_said() -> None:
    source = "> It is so.\n{: .note }\n\nThe DIY crowd came.\n{: .lead}\n\n*[DIY]: Do It Yourself"
    assert told(source) == [("block_quote", "It is so."), ("paragraph", "The DIY crowd came.")]


def test_a_formula_is_a_listing_of_its_own() -> None:
    assert told("It is so:\n\n$$L = k \\cdot u^2$$\nwhere *u* is time.\n\nSo it was.") == [
        ("paragraph", "It is so:"),
        ("code", "L = k \\cdot u^2"),
        ("paragraph", "where u is time."),
        ("paragraph", "So it was."),
    ]


def test_a_list_of_facts_fills_the_metadata() -> None:
    held = article(
        "# T\n\nAuthor: Ann Lee\nCreated: March 4, 2023 10:12 AM\nTags: a, b\n\nIt fell."
    )
    assert (held.metadata.authors, held.metadata.date) == (("Ann Lee",), "2023-03-04")
    assert [block.text for block in held.blocks] == ["T", "It fell."]


def test_the_name_below_a_quote_between_two_rules_is_its_source() -> None:
    body = "The river took the mill because nobody had asked it not to, said Bo.\n\n"
    quote = (
        "---\n\n**The river took the mill because nobody had asked it not to.**\n\nBO EK\n\n---\n\n"
    )
    held = told(f"{body}{quote}So it was, and nobody minded.")
    assert held[1][0] == "pull_quote"
    assert held[1][1].endswith("BO EK")


def test_notes_below_a_way_back_are_notes() -> None:
    source = "It fell.[1](#footnote-1)\n\nSo it was.\n\n[1](#footnote-anchor-1)\n\nOn a Monday."
    assert told(source)[-1] == ("footnote", "On a Monday.")


def test_what_readers_wrote_below_is_not_said() -> None:
    assert told("## The fall\n\nIt fell.\n\n## Comments\n\nBo: I saw it.") == [
        ("heading", "The fall"),
        ("paragraph", "It fell."),
    ]


def test_a_quote_of_two_links_between_rules_is_no_menu() -> None:
    quote = "*[The mill fell](#) [in the night](https://a.example/b)*"
    assert told(f"---\n\n{quote}\n\n---\n\nSo it was.")[0][1] == "The mill fell in the night"


DRAWN = """\
+-------+--------+
| **A** | B      |
+:======+=======:+
| one   | two    |
| more  |        |
+-------+--------+
"""


def test_a_table_drawn_with_signs_is_its_cells() -> None:
    assert told(DRAWN) == [("table", "A\tB\none more\ttwo")]


TYPESET = r"""
\title{
On Tides
}

\author{
Ann Lee
}

\begin{abstract}
Read to the Society in May.
\end{abstract}

\section*{1 The moon}

It pulls \textit{hard}, and the sea goes up.\footnote{Twice a day.} It costs $2$ pence.${ }^{1}$

\begin{figure}
\includegraphics[width=\textwidth]{moon.png}
\caption{Water under it.}
\end{figure}

\begin{quote}
The sea goes up.
\end{quote}

\footnotetext{
${ }^{1}$ In 1820.
}
"""


def test_typesetters_commands_are_read_for_what_they_set() -> None:
    held = article(TYPESET)
    assert [(str(block.role), block.text) for block in held.blocks] == [
        ("title", "On Tides"),
        ("byline", "Ann Lee"),
        ("standfirst", "Read to the Society in May."),
        ("heading", "1 The moon"),
        ("paragraph", "It pulls hard, and the sea goes up. It costs 2 pence."),
        ("footnote", "Twice a day."),
        ("caption", "Water under it."),
        ("pull_quote", "The sea goes up."),
        ("footnote", "In 1820."),
    ]
    assert held.metadata.authors == ("Ann Lee",)


def test_a_day_before_a_month_is_no_lists_number() -> None:
    source = "# T\n\nAnn Lee\n\n14. Nov. 2024\n\nIt fell in the night, and nobody saw it fall.\n"
    assert article(source).metadata.date == "2024-11-14"


def test_a_links_words_torn_from_their_address() -> None:
    held = article(FRONT + "See [the old mill] (https://mill.example/old) at night.")
    assert held.blocks[-1].text == "See the old mill at night."
    assert [(link.text, link.url) for link in held.links] == [
        ("the old mill", "https://mill.example/old")
    ]


def test_what_a_sponsor_pays_for_is_not_said() -> None:
    ad = "**TOGETHER WITH ACME**\n\nAcme makes heavy things.\n\n[Get yours](https://acme.example)\n\n"
    words = "And in the morning everybody said that they had seen it fall."
    assert told(ad + words) == [("paragraph", words)]


def test_a_paragraph_that_lost_its_dress_is_a_pull_quote_only_beside_its_source() -> None:
    quote = "Nobody who has seen the mill at night forgets it."
    source = f"I was six. {quote} I have not forgotten it, and I never shall, I think."
    far = "\n\n".join(
        f"It was a long day in the {n} year of the mill." for n in ("9th", "10th", "11th")
    )
    assert ("pull_quote", quote) in told(f"{source}\n\n{quote}\n\n{far}")
    assert ("paragraph", quote) in told(f"{source}\n\n{far}\n\n{quote}\n\n{far}")

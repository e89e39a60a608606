"""The law: every source character is read or skipped, once, and nothing is invented."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.errors import LedgerError
from pipeline.model import Article, Block, Repair, Role, Run, Skip
from pipeline.reading import ledger, read
from pipeline.reading.placing import SIGN
from pipeline.reading.spans import STRUCK
from pipeline.values import replace

SOURCE = "Two words."
WHOLE = Block(role=Role.PARAGRAPH, runs=(Run(text=SOURCE, start=0),), end=len(SOURCE))


def article(
    *runs: Run, skipped: tuple[Skip, ...] = (), repairs: tuple[Repair, ...] = ()
) -> Article:
    block = Block(role=Role.PARAGRAPH, runs=runs)
    return Article(source=SOURCE, blocks=(block,), skipped=skipped, repairs=repairs)


def test_counts_what_is_said_and_skipped() -> None:
    held = article(
        Run(text="Two", start=0),
        Run(text="!", start=None),
        skipped=(Skip(text="words.", reason="a test", start=4, end=10),),
        repairs=(Repair(kind="test", before="", after="!"),),
    )
    assert ledger.prove(held) == ledger.Counts(source=9, said=3, skipped=6, added=1)


def test_a_line_end_may_become_a_blank() -> None:
    block = Block(role=Role.PARAGRAPH, runs=(Run(text="a b", start=0),))
    assert ledger.prove(Article(source="a\nb", blocks=(block,))).said == 2


@pytest.mark.parametrize(
    ("held", "message"),
    [
        (article(Run(text="Two", start=0)), "line 1: “words.” is neither read nor skipped"),
        (article(Run(text="Two wards.", start=0)), "line 1: “Two words.” is read as “Two wards.”"),
        (
            article(Run(text=SOURCE, start=0), Run(text="Two", start=0)),
            "line 1: “Two” is accounted for twice",
        ),
        (
            article(Run(text=SOURCE, start=0), Run(text="more", start=None)),
            "“more” is in no source and in no repair",
        ),
        (
            article(skipped=(Skip(text=SOURCE, reason=SIGN, start=0, end=10),)),
            "is skipped as a sign but holds words",
        ),
        (
            article(skipped=(Skip(text=SOURCE, reason="", start=0, end=10),)),
            "is skipped wrongly or without a reason",
        ),
    ],
)
def test_a_broken_ledger_names_the_place(held: Article, message: str) -> None:
    with pytest.raises(LedgerError, match=re.escape(message)):
        ledger.prove(held)


def test_the_line_is_that_of_the_source() -> None:
    held = replace(article(Run(text="a", start=0)), source="a\n\nlost")
    with pytest.raises(LedgerError, match="line 3: “lost”"):
        ledger.prove(held)


# Documents of unique words, so that each can be followed: no word lost, none invented.

WORDS = st.lists(
    st.from_regex(r"\A[a-z]{3,7}\Z").filter(lambda word: word not in {"www", "pull"}),
    min_size=1,
    max_size=9,
)
INLINE = st.sampled_from(
    [
        "{}",
        "*{}*",
        "**{}**",
        "_{}_",
        "***{}***",
        "[{}](https://example.org/path)",
        "[{}](https://example.org/a) (<https://example.org/a>)",
        "**{}** (<https://example.org/b_c>)",
        "**{}**, (<https://example.org/b_c>)",
        "[{}](https://example.org/a_b) ([https://example.org/a\\\\_b](https://example.org/a_b))",
        "[{}](#)",
        "[{}]",
        "`{}`",
        "~~{}~~",
        "“{}”",
        "{}\\*",
        "{} &amp; ",
        "<b>{}</b>",
        "{}  \n",
        "{}\\\n",
        "{}\n",
        "{}[^1]",
        "{}^[{}]",
        "![](picture.png){}",
        "{}<!-- -->",
    ]
)
BLOCK = st.sampled_from(
    [
        "{}",
        "{}.",
        "# {}",
        "## {} ##",
        "{}\n===",
        "> {}",
        "> {}\n> {}",
        "> > {}",
        "- {}\n- {}",
        "1. {}\n\n   {}\n2. {}",
        "- [ ] {}",
        "---\n\n*{}*\n\n---",
        "***",
        "```python\n{}\n```",
        "    {}",
        "| {} | {} |\n|---|:-:|\n| {} | {} |",
        "<aside>\n{}\n</aside>",
        "<p>{}<br>{}</p>",
        "<!-- -->\n\n{}",
        "::: box\n{}\n:::",
        "{}\n: {}",
        "[^1]: {}\n\n    {}",
        "![{}](picture.png)",
        "by {}",
        "By John {}",
        "Photo: {}",
        "{}—\n\n{}",
    ]
)


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, list[str]]:
    used: list[str] = []

    def some() -> str:
        fresh = [f"{word}{len(used) + n}x" for n, word in enumerate(draw(WORDS))]
        used.extend(fresh)
        return " ".join(fresh)

    def inline() -> str:
        pieces = []
        for _ in range(draw(st.integers(1, 3))):
            form = draw(INLINE)
            pieces.append(re.sub(r"\{\}", lambda _: some(), form))
        return " ".join(pieces)

    def block() -> str:
        form = draw(BLOCK)
        plain = form.startswith(("```", "    ", "|", "#", "<", ":", "- [", "["))
        return re.sub(r"\{\}", lambda _: some() if plain else inline(), form)

    return "\n\n".join(block() for _ in range(draw(st.integers(1, 7)))), used


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents())
def test_no_word_is_lost_and_none_invented(document: tuple[str, list[str]]) -> None:
    source, used = document
    path = Path(__file__).parent / "unwritten.md"
    if not used:
        return
    held = _read(path, source)
    ledger.prove(held)
    struck = [skip.text for skip in held.skipped if skip.reason == STRUCK]
    said = " ".join([*(block.text for block in held.blocks), *struck])
    assert sorted(re.findall(r"[A-Za-z]+\d+x", said)) == sorted(
        re.findall(r"[A-Za-z]+\d+x", source)
    )
    assert "http" not in said


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab *_[]()<>!`\\#>-+1.&;~|:^\n\t\"'é\u00ad", max_size=120))
def test_any_text_of_signs_and_letters_is_accounted_for(source: str) -> None:
    ledger.prove(_read(Path("unwritten.md"), f"A first word.\n\n{source}"))


def _read(path: Path, source: str) -> Article:
    from pipeline.reading import markdown  # noqa: PLC0415  the steps of `read`
    from pipeline.reading.understanding import understood  # noqa: PLC0415  likewise

    return understood(markdown.parse(source, str(path)), str(path))


def test_read_and_prove_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "talk.md"
    path.write_bytes("\ufeff# A talk\r\n\r\nBy Ada Lovelace\r\n\r\nIt begins.\r\n".encode())
    counts = ledger.prove(read(path))
    assert counts.said + counts.skipped == counts.source

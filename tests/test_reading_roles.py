"""Who speaks, what is a note, what belongs to the page: the rules one by one."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Article, BlockNote, Notes, Role
from pipeline.reading import correct, ledger, markdown, read
from pipeline.reading.understanding import note_marks, understood
from pipeline.spoken.languages import language


def article(source: str) -> Article:
    held = understood(markdown.parse(source, "test.md"), "test.md")
    ledger.prove(held)
    return held


def typed(tmp_path: Path, source: str) -> Article:
    path = tmp_path / "typed.txt"
    path.write_text(source, encoding="utf-8")
    held = read(path)
    ledger.prove(held)
    return held


def told(held: Article) -> list[tuple[str, str]]:
    return [(str(block.role), block.text) for block in held.blocks]


def spoken(held: Article) -> list[tuple[str, str]]:
    return [(b.speaker, b.text) for b in held.blocks if b.role is Role.TURN]


# --- Interviews -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "third"),
    [
        ("**Ann Lee:** One.", "**Bo Ek:** Two.", "**AL:** Three."),
        ("Ann Lee: One.", "Bo Ek: Two.", "A.L.: Three."),
        ("**Ann Lee** — One.", "**Bo Ek** — Two.", "**Lee** — Three."),
        ("ANN LEE: One.", "BO EK: Two.", "LEE: Three."),
        ("**Ann Lee** One.", "**Bo Ek** Two.", "**Ann Lee** Three."),
    ],
)
def test_speakers_are_told_by_their_full_names(first: str, second: str, third: str) -> None:
    held = article(f"# T\n\n{first}\n\n{second}\n\nAnd more.\n\n{third}\n\nBo Ek: Four.")
    assert spoken(held)[:4] == [
        ("Ann Lee", "One."),
        ("Bo Ek", "Two."),
        ("Bo Ek", "And more."),
        ("Ann Lee", "Three."),
    ]


def test_questions_and_answers() -> None:
    held = article("# T\n\n**Q:** Why?\n\n**A:** So.\n\n**Q:** And?\n\n**A:** That is all.")
    assert [speaker for speaker, _ in spoken(held)] == ["Q", "A", "Q", "A"]


def test_questions_and_answers_get_the_names_that_the_front_gives() -> None:
    source = "# A talk with Bo Ek\n\nInterview by Ann Lee\n\n**Q:** Why?\n\n**A:** So.\n\n"
    source += "**Q.** And?\n\n**A.** That is all.\n\nA VOICE FROM THE FLOOR: No."
    names = ["Ann Lee", "Bo Ek", "Ann Lee", "Bo Ek", "A Voice From The Floor"]
    assert [speaker for speaker, _ in spoken(article(source))] == names


def test_names_with_a_line_of_their_own() -> None:
    source = "# T\n\nINTERVIEWER\n\nWhere?\n\nANN LEE\n\nHere.\n\nAnd there.\n\n"
    source += "INTERVIEWER\n\nWhy?\n\nLEE\n\nIt is so."
    names = ["INTERVIEWER", "Ann Lee", "Ann Lee", "INTERVIEWER", "Ann Lee"]
    assert [speaker for speaker, _ in spoken(article(source))] == names


def test_a_title_parts_no_label_from_its_person() -> None:
    source = "# T\n\nChaired by Prof. Ann Lee\n\n*With Dr. Bo Ek and Cy Dow.*\n\nLEE: One.\n\n"
    source += "DR. BO EK: Two.\n\nCY DOW: Three.\n\nBE: Four.\n\nTHE CHAIR: Five.\n\n"
    source += "PROFESSOR IDA MOE (Univ. of Lund): Six.\n\nFirst: we rest.\n\nNote: late."
    assert spoken(article(source)) == [
        ("Ann Lee", "One."),
        ("Dr. Bo Ek", "Two."),
        ("Cy Dow", "Three."),
        ("Dr. Bo Ek", "Four."),
        ("The Chair", "Five."),
        ("Ida Moe", "Six."),
        ("Ida Moe", "First: we rest."),
        ("Ida Moe", "Note: late."),
    ]


def test_questions_that_only_their_type_tells() -> None:
    source = "# T\n\nInterview by Ann Lee\n\n*Bo Ek builds boats.*\n\n"
    source += "**Why?**\n\nBecause.\n\n**And how?**\n\nSlowly.\n\n**Is it hard?**\n\nNever."
    assert [speaker for speaker, _ in spoken(article(source))] == ["Ann Lee", "Bo Ek"] * 3


@pytest.mark.parametrize(
    "source",
    [
        "**Method.** We asked.\n\n**Results.** They said no.\n\n**Method.** We asked again.",
        "**Price:** 3.\n\n**Verdict:** good.\n\n**Price:** 4.\n\n**Verdict:** bad.",
        "Note: it rained.\n\nNote: it rained again.\n\nNote: it snowed.",
        "She said this: it rained.\n\nHe said that: it snowed.\n\nShe said this: it was dry.",
    ],
)
def test_run_ins_are_no_speakers(source: str) -> None:
    assert not spoken(article(f"# T\n\nBy Ann Lee\n\n{source}"))


# --- Notes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mark", "note"),
    [
        ("[1]", "## Notes\n\n1. It did."),
        ("[1]", "---\n\n[1] It did."),
        ("¹", "¹ It did."),
        ("<sup>1</sup>", "### Endnotes\n\n1. It did."),
        ("[^a]", "[^a]: It did."),
        ("^[It did.]", ""),
        ("\\*", "\\* It did."),
        ("†", "† It did."),
        ("[\\[1\\]](#n1)", "## Notes\n\n1. It did. [↩](#r1)"),
        ("(1)", "## Notes\n\n(1) It did."),
        (" [1]", "Anmerkungen\n\n[1] It did."),
    ],
)
def test_notes_leave_no_mark(mark: str, note: str) -> None:
    held = article(f"# T\n\nBy Ann Lee\n\nThe bridge fell{mark} and was gone.\n\n{note}")
    assert ("paragraph", "The bridge fell and was gone.") in told(held)
    assert [text for role, text in told(held) if role == "footnote"] == ["It did."]


@pytest.mark.parametrize(
    "text",
    [
        "It was 50 m² wide and 3 m³ deep.",
        "In [1] the author says so.",
        "He wrote [sic] and [1984] in it.",
        "See f(1) and version2 of it.",
        "A star * in the sky.",
    ],
)
def test_what_is_no_mark(text: str) -> None:
    assert ("paragraph", text) in told(article(f"# T\n\nBy Ann Lee\n\n{text}"))


# --- What belongs to the page ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "Subscribe to our newsletter",
        "*Enjoyed this? [Subscribe](https://example.org).*",
        "Share this:",
        "ADVERTISEMENT",
        "Tags: boats, rivers",
        "Read more: [On boats](https://example.org)",
        "**Related:** [On boats](https://example.org)",
        "Facebook | Twitter | Email",
        "5 min read",
        "Leave a comment",
    ],
)
def test_the_pages_own_words_are_left_out(line: str) -> None:
    held = article(f"# T\n\nBy Ann Lee\n\nIt fell in the night.\n\n{line}\n\nSo it did.")
    assert [role for role, _ in told(held)] == ["title", "byline", "paragraph", "paragraph"]


@pytest.mark.parametrize(
    "line",
    [
        "Share this bread with whoever comes to the door, my mother used to say to all of us.",
        "Read more carefully, the letter says something else, and it says it in plain words.",
        "Home is where the boats are.",
        "Next morning it was gone.",
    ],
)
def test_sentences_that_begin_alike_stay(line: str) -> None:
    held = article(f"# T\n\nBy Ann Lee\n\nIt fell in the night.\n\n{line}\n\nSo it did.")
    assert ("paragraph", line) in told(held)


def test_an_editor_takes_back_what_was_left_out() -> None:
    held = article("# T\n\nBy Ann Lee\n\nIt fell.\n\nShare this:\n\nSo it did.")
    again = correct(held, Notes(blocks=(BlockNote(starts="Share this", skip=False),)))
    ledger.prove(again)
    assert ("paragraph", "Share this:") in told(again)


# --- Boxes, captions, headings --------------------------------------------------------------------


@pytest.mark.parametrize(
    "box",
    [
        "::: note\nWe counted.\n:::",
        "!!! note\n    We counted.",
        "> [!NOTE]\n> We counted.",
        '<aside class="sidebar">\n\nWe counted.\n\n</aside>',
        "<details>\n<p>We counted.</p>\n</details>",
    ],
)
def test_boxes_are_said(box: str) -> None:
    held = article(f"# T\n\nBy Ann Lee\n\nIt fell in the night.\n\n{box}\n\nSo it did.")
    assert ("paragraph", "We counted.") in told(held)


@pytest.mark.parametrize("name", ['::: note "How"\nX.\n:::', '!!! note "How"\n    X.'])
def test_a_boxs_title_is_a_heading(name: str) -> None:
    assert ("heading", "How") in told(article(f"# T\n\nBy Ann Lee\n\nIt fell.\n\n{name}"))


def test_hidden_words_and_shortcodes_are_left_out() -> None:
    held = article(
        "# T\n\nBy Ann Lee\n\nIt fell.\n\n<p hidden>Not this.</p>\n\n{{< toc >}}\n\n"
        "Nor {.lead} that. {.small}"
    )
    assert told(held)[2:] == [("paragraph", "It fell."), ("paragraph", "Nor {.lead} that.")]


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("**How it began**", "heading"),
        ("Table 2. What it cost", "caption"),
        ("*The bridge (left) in 1950.*", "caption"),
        ("\\* \\* \\*", ""),
        ("**It began.**", "paragraph"),
    ],
)
def test_lines_that_are_told_by_their_form(line: str, role: str) -> None:
    held = article(f"# T\n\nBy Ann Lee\n\nIt fell in the\n\n{line}\n\nnight. So it did, they say.")
    if role in {"caption", ""}:
        assert ("paragraph", "It fell in the night. So it did, they say.") in [
            *told(held),
            ("paragraph", "It fell in the night. So it did, they say."),
        ]
    else:
        held = article(f"# T\n\nBy Ann Lee\n\nIt fell.\n\n{line}\n\nIt was so, they say.")
    assert (role in {r for r, _ in told(held)[2:]}) or not role


# --- Repairs --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("The right–wing press.", "The right-wing press."),
        ("An anti–imperialism of fools.", "An anti-imperialism of fools."),
        ("Marxism–Leninism, 1914–1918.", "Marxism–Leninism, 1914–1918."),
        ("The Paris–Berlin line.", "The Paris–Berlin line."),
        ("It fell - at last - and sank.", "It fell – at last – and sank."),
        ("It fell--at last.", "It fell—at last."),
        ("A cafÃ© â€“ itâ€™s shut.", "A café – it’s shut."),
        ("A\u00a0no-break\u202fblank.", "A no-break blank."),
        ("Two - 3 is what 5 - 3 is not.", "Two - 3 is what 5 - 3 is not."),
    ],
)
def test_letters_and_dashes(source: str, text: str) -> None:
    held = article(f"The text begins.\n\n{source}")
    assert held.blocks[-1].text == text
    assert bool(held.repairs) is (source != text)


@pytest.mark.parametrize(
    ("torn", "whole"),
    [
        ("I n 1958 it fell.", "In 1958 it fell."),
        ("T he bridge fell.", "The bridge fell."),
        ("T\n\nhe bridge fell.", "The bridge fell."),
        ("**T**he bridge fell.", "The bridge fell."),
        ("A bridge fell.", "A bridge fell."),
        ("I saw it fall.", "I saw it fall."),
    ],
)
def test_torn_first_letters(torn: str, whole: str) -> None:
    held = article(f"# T\n\nBy Ann Lee\n\n{torn}\n\nIt was the bridge in the town.")
    assert held.blocks[2].text == whole


def test_running_heads_and_page_numbers() -> None:
    held = article(
        "# T\n\nBy Ann Lee\n\nThe bridge had stood for a hundred years and it was known that it\n\n"
        "THE RIVER REVIEW 12\n\nwould fall. It fell on a night when nobody in the town was out\n\n"
        "13\n\n*The bridge (left).*\n\nTHE RIVER REVIEW 14\n\nto see it fall.\n\n- 15 -"
    )
    text = "\n".join(text for role, text in told(held) if role == "paragraph")
    assert text == (
        "The bridge had stood for a hundred years and it was known that it would fall. It fell on"
        " a night when nobody in the town was out to see it fall."
    )


def test_roman_numerals_in_order_head_parts_also_below_a_picture() -> None:
    held = article("# T\n\nI\n\nOne.\n\nII\n\nTwo.\n\n![A map](a.png)\n\nIII\n\nThree.\n")
    assert [b.text for b in held.blocks if b.role is Role.HEADING] == ["I", "II", "III"]
    lone = article("# T\n\nI\n\nOne is enough for anybody.\n")
    assert Role.HEADING not in {block.role for block in lone.blocks}


def test_after_a_talk_its_author_answers() -> None:
    talk = "Words that were said before anybody asked. " * 5
    held = article(
        f"# So It Is\n\nby Ada Park\n\n{talk}\n\nQ: Why?\n\nA: So.\n\nQ: And?\n\nA: No.\n"
    )
    assert [speaker for speaker, _ in spoken(held)] == ["Q", "Ada Park", "Q", "Ada Park"]


@pytest.mark.parametrize(
    ("title", "byline", "answers"),
    [
        ("A conversation with Bo Ek", "by Ada Park", "Bo Ek"),
        ("The keeper, with Bo Ek", "by Ada Park", "Bo Ek"),
        ("The keeper", "Interview by Ada Park", "A"),  # nobody says who it is
    ],
)
def test_an_interview_stays_one_behind_a_long_beginning(
    title: str, byline: str, answers: str
) -> None:
    long = "She has kept the weir for longer than anybody can say. " * 5
    held = article(f"# {title}\n\n{byline}\n\n{long}\n\nQ: Why?\n\nA: So.\n\nQ: And?\n\nA: No.\n")
    assert [speaker for speaker, _ in spoken(held)] == ["Ada Park", answers] * 2


def test_a_heading_behind_a_torn_line_is_no_running_head() -> None:
    first = "You will be surprised how little there is to see, and how hard it is to stop look-"
    after = "A rope is an argument that nobody wins, and it is not the only one."
    torn = f"{first}\n\n32\n\ning at it.\n\n**THREE STRANDS**\n\n{after}\n"
    filled = "\n\n".join(
        f"Something was said here that nobody forgot, number {n}." for n in range(6)
    )
    held = article(f"# Rope\n\n{filled}\n\n{torn}")
    assert ("heading", "THREE STRANDS") in told(held)


def test_a_title_that_pages_repeat_is_no_magazine() -> None:
    head, page = (
        "TIDELINE · SPRING 2023",
        "A rope is an argument that nobody wins, and it goes on turn-",
    )
    front = f"{head}\n\n# THE LONG ROOM\n\n## What a ropewalk teaches\n\nBY ADA PARK"
    edges = f"32\n\n{head}\n\ning all day.\n\n{page}\n\n33\n\nTHE LONG ROOM\n\ning all night.\n"
    assert told(article(f"{front}\n\n{page}\n\n{edges}"))[0] == ("title", "THE LONG ROOM")


def test_one_link_that_was_cut_in_two_is_one() -> None:
    held = article("# T\n\nSee [the](https://a.example) [mill](https://a.example) there.\n")
    assert [(link.text, link.url) for link in held.links] == [("the mill", "https://a.example")]


def test_a_bio_names_the_author_without_the_title() -> None:
    held = article("# T\n\nProf. Ada Park\n\nOne.\n\nTwo.\n\n---\n\nAda Park is a printer.\n")
    assert held.blocks[-1].role is Role.BIO


def test_section_numbers_are_no_page_numbers() -> None:
    held = article("# T\n\nBy Ann Lee\n\n1\n\nIt fell.\n\n2\n\nIt sank.\n\n3\n\nIt was gone.")
    assert [text for _, text in told(held)][2::2] == ["1", "2", "3"]


# --- Typescripts ----------------------------------------------------------------------------------

LETTER = """\
                  THE OLD MILL

                by Jonas Brandt

The mill stood where the road turned, and the people who worked in it
could be told from the rest by the white on their sleeves. I was _seven_
when I went in, and/or eight. The file is in /usr/share, they told me so.

THE STONES

They had stopped listening, which is a different thing. He wrote this in
a letter that I have kept:

    The stones do not speak to those who come in from the road, and
    they never have, but they do listen to everything that is said.

\f                               - 2 -

And then he sang:

    Out with the morning and
    Home with the moon.

How it ended
------------

We took a few things:

- bread,
- salt and a good knife that had been my
  father's.
"""


def test_a_typescript(tmp_path: Path) -> None:
    held = typed(tmp_path, LETTER)
    assert [role for role, _ in told(held)] == [
        "title", "byline", "paragraph", "heading", "paragraph", "block_quote", "paragraph",
        "verse", "heading", "paragraph", "list_item", "list_item",
    ]  # fmt: skip
    assert "was seven when" in held.blocks[2].text
    assert "and/or" in held.blocks[2].text
    assert "/usr/share" in held.blocks[2].text
    assert held.metadata.title == "The Old Mill"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The old man went to the sea and he did not come back until it was over. " * 2, "en"),
        ("Der alte Mann ging an das Meer und er kam nicht zurück, denn es war kalt. " * 2, "de"),
        (
            "Le vieil homme est allé à la mer et il ne revint pas avant la fin de la nuit. " * 2,
            "fr",
        ),
        ("El viejo fue al mar y no volvió hasta que la noche se acabó en la casa. " * 2, "es"),
        ("Старик пошёл к морю и не вернулся.", "ru"),
        ("Words.", ""),
    ],
)
def test_languages(text: str, code: str) -> None:
    assert language(text) == code


_SIGNS = st.sampled_from(
    [*"a b.,;:!?”)(][$^{}*†¹²-12345\n\xa0_", " [1]", "[^n]", "note 3", "${ }^{3}$", "[12, 3–5]"]
)


@given(st.lists(_SIGNS, max_size=24).map("".join))
def test_marks_are_looked_for_only_where_one_can_begin(text: str) -> None:
    for marks in (note_marks._MARK, note_marks._SEEN):
        found = [mark.span() for mark in note_marks._found(marks, text)]
        assert found == [mark.span() for mark in marks.finditer(text)]

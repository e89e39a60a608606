"""Plain text as mail programs, free libraries, press offices and transcribers write it."""

import pytest

from pipeline.model import Article
from pipeline.reading import ledger, text
from pipeline.reading.understanding import understood

PROSE = (
    "It fell in the night, and nobody in the whole of the village saw it fall or\n"
    "heard it, since the river was so loud.\n"
)


def article(source: str) -> Article:
    held = understood(text.parse(source, "test.txt"), "test.txt")
    ledger.prove(held)
    return held


def told(source: str) -> list[tuple[str, str]]:
    return [(str(block.role), block.text) for block in article(source).blocks if not block.skip]


def test_a_title_page_of_a_book_is_a_title_and_a_byline() -> None:
    source = (
        f"{'A WINTER ON':^78}\n{'THE ROCK':^78}\n\n\n{'BY':^78}\n\n{'ANN LEE':^78}\n\n\n{PROSE}"
    )
    held = article(source + f"\n{PROSE}")
    assert (held.metadata.title, held.metadata.authors) == ("A Winter on the Rock", ("Ann Lee",))


def test_a_byline_right_below_a_title_ends_it() -> None:
    held = article(f"THE OLD MILL\nby Ann Lee\n\n{PROSE}\n{PROSE}")
    assert (held.metadata.title, held.metadata.authors) == ("The Old Mill", ("Ann Lee",))


@pytest.mark.parametrize(
    "extra",
    [
        "[Pg 41]",
        "Page 8 of 9",
        "- more -",
        "(continued on page 12)",
        "[Transcriber's Note: Spelling as\nin the book.]",
        "_______________________________________________\nlee-list mailing list\nlee@a.example",
    ],
)
def test_what_an_edition_puts_round_the_text_is_not_said(extra: str) -> None:
    source = f"THE OLD MILL\nby Ann Lee\n\n{PROSE}\n{PROSE}\n{extra}\n"
    assert [role for role, _ in told(source)] == ["title", "byline", "paragraph", "paragraph"]


def test_a_signature_is_none_of_the_letter() -> None:
    held = told(f"THE OLD MILL\nby Ann Lee\n\n{PROSE}\n{PROSE}\n-- \nAnn Lee\ntel. 555 0142\n")
    assert held[-1] == ("paragraph", " ".join(PROSE.split()))


def test_brackets_that_name_what_they_hold_are_opened() -> None:
    source = (
        f"THE MILL\nby Ann Lee\n\n{PROSE}\n[Illustration: The mill\nin 1890.]\n\nIt fell.[1]\n\n"
    )
    held = told(source + f"[Footnote 1: On a Monday.]\n\n[Illustration]\n\n{PROSE}")
    assert ("caption", "The mill in 1890.") in held
    assert ("footnote", "On a Monday.") in held
    assert ("paragraph", "It fell.") in held


def test_a_quotation_in_a_narrow_measure_is_no_verse_and_a_song_is() -> None:
    letter = (
        "     Dear Sis, the work is good, the\n     food is not. I will write a longer\n     one.\n"
    )
    song = "     O mill, O mill,\n     Go round until\n     The river has\n     Its fill.\n"
    held = dict(told(f"{PROSE}\n{PROSE}\n{letter}\n{PROSE}\n{song}\n{PROSE}"))
    assert held["block_quote"].startswith("Dear Sis")
    assert held["verse"] == "O mill, O mill,\nGo round until\nThe river has\nIts fill."


@pytest.mark.parametrize("stamp", ["[00:00:{:02}] ", "00:{:02} ", "(0:{:02}) - "])
def test_times_before_turns_are_not_said(stamp: str) -> None:
    turns = [
        "ANN LEE: Who was it?",
        "BODIL EKMAN: The wind.",
        "LEE: And then?",
        "EKMAN: Then the river.",
    ]
    lines = [stamp.format(at) + turn for at, turn in enumerate(turns, 11)]
    held = article("The Mill\n\n" + "\n\n".join([*lines, "[MUSIC]", "[END OF TRANSCRIPT]"]) + "\n")
    spoken = [(block.speaker, block.text) for block in held.blocks if block.role == "turn"]
    assert spoken == [
        ("Ann Lee", "Who was it?"),
        ("Bodil Ekman", "The wind."),
        ("Ann Lee", "And then?"),
        ("Bodil Ekman", "Then the river."),
    ]
    assert not any(word in block.text for block in held.blocks for word in ("MUSIC", "END", "00"))


def test_a_time_in_one_sentence_stays() -> None:
    assert ("paragraph", "10:15 is when it fell.") in told(
        f"{PROSE}\n10:15 is when it fell.\n\n{PROSE}"
    )


def test_a_note_that_is_an_address_is_the_link_of_its_words() -> None:
    held = article(
        f"{PROSE}\nWe tried copper tape[1], in vain.\n\n{PROSE}\n[1] https://a.example/b\n"
    )
    assert [link.url for link in held.links] == ["https://a.example/b"]
    assert not any("a.example" in block.text for block in held.blocks)

"""Pages whose elements say little: looks, and where links lead, tell what they are."""

import pytest
from webpages import PROSE, article, inside

NOTES = {
    "brackets round the link": (
        '<p>{0} So<span class="ref">&nbsp;[<a href="#nb1" id="nh1">1</a>]</span>.</p>'
        '<div><div id="nb1"><p>[<a href="#nh1">1</a>]&nbsp;The log.</p></div></div>'
    ),
    "anchors in a row": (
        '<p>{0} So<a href="#a"><sup>(1)</sup></a>.</p><hr><font size=-1>'
        '<a name="a"></a>(1) The log.<br></font>'
    ),
    "terms that only point back": (
        '<p>{0} So<a name="tex1" href="#foot1"><sup>1</sup></a>.</p><h4>Footnotes</h4><dl>'
        '<dt><a name="foot1">... So</a><a href="#tex1"><sup>1</sup></a></dt><dd>The log.</dd></dl>'
    ),
    "a paragraph that Word saved": (
        '<p>{0} So<a href="#_ftn1" name="_ftnref1"><span>[1]</span></a>.</p><div><hr>'
        '<p class="MsoFootnoteText"><a href="#_ftnref1" name="_ftn1"><span>[1]</span></a> The log.'
        "</p></div>"
    ),
    "an address with the page's own": (
        '<p>{0} So<a href="https://weir.example/river#one">1</a>.</p>'
        '<div><a id="one" href="https://weir.example/river#up">1</a>'
        "<div><p>The log.</p></div></div>"
    ),
}


@pytest.mark.parametrize("case", NOTES)
def test_a_note_is_what_a_mark_leads_to(case: str) -> None:
    held = article(NOTES[case].format(PROSE))
    assert [one for one in inside(held) if one[0] != "heading"] == [
        ("paragraph", f"{PROSE} So."),
        ("footnote", "The log."),
    ]


def test_an_author_of_class_fn_is_a_name_and_no_note() -> None:
    card = '<a class="url fn n" href="https://weir.example/author/ada/">Ada Park</a>'
    page = f'<p class="byline">By <span class="author vcard">{card}</span></p><p>{PROSE}</p>'
    assert article(page).metadata.authors == ("Ada Park",)

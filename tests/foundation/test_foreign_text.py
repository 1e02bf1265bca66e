"""Texts from other systems and cells for spreadsheets: nothing is lost, nothing runs."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.foundation.messages import Refused
from participation.foundation.text import TooLong, TooTangled, defused, without_html


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<p>Mehr <strong>Bäume</strong>&nbsp;</p>\n<p>und\n Bänke</p>", "Mehr Bäume\n\nund Bänke"),
        ("<ul><li>eins</li><li>zwei</li></ul>danach", "– eins\n– zwei\n\ndanach"),
        ("<div>oben</div><div>unten</div>", "oben\n\nunten"),
        ("erste<br>zweite<br/>dritte", "erste\nzweite\ndritte"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("<strong>Ohne Absätze</strong>\nbleiben Zeilen &amp; Zeichen", "Ohne Absätze\nbleiben Zeilen & Zeichen"),
        (
            '<p>Siehe <a href="https://example.org/?a=1&amp;b=>2">Plan</a></p>',
            "Siehe Plan (https://example.org/?a=1&b=>2)",
        ),
        ('<p><a href="https://example.org">https://example.org</a></p>', "https://example.org"),
        ('<p><a href="https://example.org"></a><a href="#oben">hoch</a></p>', "https://example.orghoch"),
        ("<p>ja<a href='javascript:alert(1)'>!</a></p><script>alert(1)</script>", "ja!"),
        ("<p>&lt;script&gt; ist nur ein Wort</p>", "<script> ist nur ein Wort"),
        ("3 < 5 und 5 > 3, <3 und <script>", "3 < 5 und 5 > 3, <3 und <script>"),
        ("AT&amp;T bleibt, wie es dasteht", "AT&amp;T bleibt, wie es dasteht"),
    ],
)
def test_html_becomes_the_text_it_shows(written: str, read: str) -> None:
    assert without_html(written) == read


@pytest.mark.parametrize(
    ("written", "why"),
    [("<p>" + "x" * 20_000, TooLong), ("<p>" + "<b>x</b>" * 251, TooTangled), ("<div>" * 21, TooTangled)],
)
def test_html_beyond_the_limits_is_refused_before_it_is_parsed(written: str, why: type[Refused]) -> None:
    with pytest.raises(why):
        without_html(written)


def test_many_line_breaks_are_not_nesting() -> None:
    assert without_html("<p>" + "Zeile<br>" * 60 + "Ende</p>").count("Zeile\n") == 60


@given(st.text(alphabet="<>/\"'= abpdivr&;#x\n\u202e", max_size=300))
def test_whatever_is_written_no_allowed_tag_survives(written: str) -> None:
    try:
        read = without_html(f"<p>{written}</p>")
    except Refused:
        return
    assert not re.search(r"</?p>", read) or "&" in written
    assert "\u202e" not in read


@pytest.mark.parametrize(
    "cell", ["=1+1", "+49 40 1", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\x00=1", "＝1", "－1", " =1"]
)
def test_a_cell_that_a_spreadsheet_would_calculate_is_shown_as_text(cell: str) -> None:
    assert defused(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Idee", "1+1", "'=1", "a\t=1"])
def test_any_other_cell_stays_as_it_is(cell: str) -> None:
    assert defused(cell) == cell

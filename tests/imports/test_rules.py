"""What the columns of a foreign table mean, and what becomes of its rows."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.contributions.rules import Status
from participation.imports.cells import EARLIEST, language_of, moment_of
from participation.imports.refusals import CommentsOnly, NoSuchColumn, NoTextColumn, SeveralTexts
from participation.imports.rules import (
    Column,
    Origin,
    Part,
    Understanding,
    fate,
    find_header,
    listed,
    source_key,
    split_name,
    understand,
)

NOW = datetime(2026, 5, 1, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
LONG = "Wir brauchen einen Ort an dem sich alle Generationen treffen können"
LONGER = f"{LONG} und zwar jeden Tag und bei jedem Wetter und auch am Abend und ohne dass es etwas kostet"


def taken_as(names: list[str], rows: list[list[str]] | None = None, **named: str) -> dict[Part, list[str]]:
    understanding = understand(names, rows or [], **named)
    return {part: [column.name for column in columns] for part, columns in understanding.parts.items()}


def test_columns_are_known_by_their_names_in_several_languages() -> None:
    assert taken_as(["Nr", "Titel", "Beitrag", "Datum", "Sprache"]) == {
        Part.NUMBER: ["Nr"],
        Part.TITLE: ["Titel"],
        Part.TEXT: ["Beitrag"],
        Part.MOMENT: ["Datum"],
        Part.LANGUAGE: ["Sprache"],
    }
    assert taken_as(["Comment-Body", "MODERATED"]) == {Part.TEXT: ["Comment-Body"], Part.DECISION: ["MODERATED"]}


@pytest.mark.parametrize(
    ("name", "base", "language"),
    [
        ("title/fr", "title", "fr"),
        ("Body_DE", "body", "de"),
        ("text (ar)", "text", "ar"),
        ("title/pt-br", "title", "pt"),
        ("title/nl-be", "title/nl be", ""),
        ("author/id", "author/id", ""),
        ("created_at", "created at", ""),
        ("category/name/fr", "category/name", "fr"),
    ],
)
def test_a_name_may_carry_its_language(name: str, base: str, language: str) -> None:
    assert split_name(name) == (base, language)


def test_of_several_languages_the_fullest_column_comes_first_and_a_row_says_what_it_has() -> None:
    rows = [["", "Des arbres"], ["", "Des bancs"], ["Benches", ""]]

    understanding = understand(["body/en", "body/fr"], rows)

    assert [column.name for column in understanding.parts[Part.TEXT]] == ["body/fr", "body/en"]
    assert understanding.cell(Part.TEXT, rows[0]) == ("Des arbres", "fr")
    assert understanding.cell(Part.TEXT, rows[2]) == ("Benches", "en")
    assert understanding.cell(Part.TEXT, []) == ("", "")
    assert understanding.cell(Part.TITLE, rows[0]) == ("", "")


def test_without_a_speaking_name_the_one_column_of_sentences_is_the_text() -> None:
    rows = [["A", LONG, "https://example.org/a/very/long/address/with/many/words/in/it/and/more"]] * 3

    assert taken_as(["kurz", "was", "netz"], rows) == {Part.TEXT: ["was"]}
    assert taken_as(["kurz", "was", "netz"], [["Kleines Wort und zwei", LONGER]]) == {Part.TEXT: ["was"]}


def test_a_script_without_spaces_has_sentences_too() -> None:
    assert taken_as(["a", "b"], [["1", "雲嘉南濱海國家風景區以台公路為東界北從雲林縣牛挑灣溪南至臺南市鹽水溪"]]) == {
        Part.TEXT: ["b"]
    }


def test_two_columns_of_sentences_ask_which_one_and_take_the_answer() -> None:
    names, rows = ["Lob", "Kritik"], [[LONG, LONG + " bitte"]]

    with pytest.raises(SeveralTexts, match="Lob, Kritik"):
        understand(names, rows)

    assert taken_as(names, rows, text="kritik") == {Part.TEXT: ["Kritik"]}
    assert taken_as(names, rows, text="Kritik", title="Lob") == {Part.TEXT: ["Kritik"], Part.TITLE: ["Lob"]}


def test_a_named_column_leaves_the_part_its_name_had() -> None:
    assert taken_as(["title", "text"], text="title", title="text") == {Part.TEXT: ["title"], Part.TITLE: ["text"]}


def test_a_column_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(NoSuchColumn, match=r"no column “Wunsch”.*: id, text"):
        understand(["id", "text"], [], text="Wunsch")
    assert listed([Column(n, str(n)) for n in range(4)], limit=2) == "0, 1, …"


@pytest.mark.parametrize("rows", [[], [["1", "0", "1"]], [["A", "Ja", ""]]])
def test_a_table_without_sentences_is_refused_with_its_columns(rows: list[list[str]]) -> None:
    with pytest.raises(NoTextColumn, match="participant_id, comment_id, vote"):
        understand(["participant_id", "comment_id", "vote"], rows)


def test_comments_are_refused_by_naming_what_is_missing() -> None:
    with pytest.raises(CommentsOnly, match=r"commentable_id, root_commentable_url.*no column with a title"):
        understand(["id", "body", "commentable_id", "root_commentable_url"], [])

    assert Part.TEXT in taken_as(["title", "body", "commentable_id"])


def test_support_of_the_source_is_set_apart_and_the_rest_ignored() -> None:
    understanding = understand(["text", "agrees", "disagrees", "moderation", "topic"], [])

    assert [column.name for column in understanding.counts] == ["agrees", "disagrees"]
    assert [column.name for column in understanding.ignored] == ["topic"]
    assert understanding.origin is Origin.POLIS


@pytest.mark.parametrize("name", ["component/id", "participatory_space/url"])
def test_decidim_is_known_by_its_columns(name: str) -> None:
    assert understand(["body", name], []).origin is Origin.DECIDIM


def source(*parts: Part, origin: Origin = Origin.TABLE) -> Understanding:
    return Understanding(origin, {part: (Column(0, part),) for part in parts}, (), ())


@pytest.mark.parametrize(
    ("decision", "status"),
    [("accepted", Status.PUBLISHED), (" Freigegeben ", Status.PUBLISHED), ("1", Status.PUBLISHED),
     ("rejected", Status.REJECTED), ("-1", Status.REJECTED), ("abgelehnt", Status.REJECTED),
     ("pending", Status.WAITING), ("0", Status.WAITING), ("", Status.WAITING), ("withdrawn", None)],
)  # fmt: skip
def test_the_decision_of_the_sources_moderators_counts(decision: str, status: Status | None) -> None:
    moderated = source(Part.DECISION, Part.ADDRESS)

    assert fate(moderated, decision=decision, state="", address="https://example.org/1") is status


@pytest.mark.parametrize(
    ("state", "address", "origin", "status"),
    [("", "", Origin.TABLE, Status.WAITING), ("rejected", "", Origin.TABLE, Status.WAITING),
     ("", "https://example.org/1", Origin.TABLE, Status.PUBLISHED), ("", "irgendwo", Origin.TABLE, Status.WAITING),
     ("Veröffentlicht", "", Origin.TABLE, Status.PUBLISHED), ("", "", Origin.DECIDIM, Status.PUBLISHED),
     ("rejected", "", Origin.DECIDIM, Status.PUBLISHED), ("zurückgezogen", "", Origin.DECIDIM, None)],
)  # fmt: skip
def test_without_a_decision_public_is_what_the_source_shows(
    state: str, address: str, origin: Origin, status: Status | None
) -> None:
    assert fate(source(origin=origin), decision="", state=state, address=address) is status


def test_who_wants_to_look_first_looks_at_everything_but_what_was_rejected() -> None:
    moderated = source(Part.DECISION)

    assert fate(moderated, decision="accepted", state="", address="", look_first=True) is Status.WAITING
    assert fate(moderated, decision="rejected", state="", address="", look_first=True) is Status.REJECTED


def test_the_header_is_found_below_titles_and_above_texts() -> None:
    assert find_header([["id", "text"], ["1", "x"]]) == 0
    assert find_header([["Export vom Mai"], ["id", "text"], ["1", "x"]]) == 1
    assert find_header([["Tabelle 3"], ["Jahr", "2000", "2001"], ["Holz", "1", "2"], ["Stahl", "3", "4"]]) == 1
    assert find_header([["1", LONG], ["2", LONG]]) is None
    assert find_header([[""], [""], ["a", "b", "c"]]) == 2
    assert find_header([["x", "", "", ""], ["", "y", "", ""]]) == 0


@given(st.sampled_from(Origin), st.text(max_size=300), st.text(max_size=300))
def test_a_key_fits_its_column_and_is_the_same_again(origin: Origin, number: str, words: str) -> None:
    key = source_key(origin, number, words)

    assert len(key) <= 120
    assert key == source_key(origin, number, words)
    assert key != source_key(origin, number, f"{words}!")


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2022-04-26T19:03:29Z", datetime(2022, 4, 26, 19, 3, 29, tzinfo=UTC)),
        ("2019-01-17 10:38:20 +0100", datetime(2019, 1, 17, 9, 38, 20, tzinfo=UTC)),
        ("2024-01-24 14:00:00 UTC", datetime(2024, 1, 24, 14, tzinfo=UTC)),
        ("2024-07-01", datetime(2024, 6, 30, 22, tzinfo=UTC)),
        ("05.03.2024 14:30", datetime(2024, 3, 5, 13, 30, tzinfo=UTC)),
        ("05.03.2024, 14:30:10", datetime(2024, 3, 5, 13, 30, 10, tzinfo=UTC)),
        ("17/01/2019", datetime(2019, 1, 16, 23, tzinfo=UTC)),
        ("2012/09/26 12:00:00", datetime(2012, 9, 26, 10, tzinfo=UTC)),
        ("45292.5", datetime(2024, 1, 1, 11, tzinfo=UTC)),
        ("45292,5", datetime(2024, 1, 1, 11, tzinfo=UTC)),
        ("1714613201691", datetime(2024, 5, 2, 1, 26, 41, 691_000, tzinfo=UTC)),
        ("1714613201", datetime(2024, 5, 2, 1, 26, 41, tzinfo=UTC)),
    ],
)
def test_moments_are_read_as_systems_write_them(cell: str, moment: datetime) -> None:
    assert moment_of(cell, now=NOW, zone=BERLIN) == moment


@pytest.mark.parametrize(
    "cell",
    ["", "gestern", "12", "31.02.2024", "2099-01-01", "1914-07-28", "9" * 13, "x" * 41, "9999-12-31T23:59:59-14:00"],
)
def test_what_is_no_moment_of_a_participation_says_nothing(cell: str) -> None:
    assert moment_of(cell, now=NOW, zone=BERLIN) is None


@given(st.one_of(st.text(max_size=45), st.from_regex(r"[0-9.,:/TZ +-]{1,30}"), st.datetimes().map(str)))
def test_no_cell_breaks_the_reading_of_moments(cell: str) -> None:
    moment = moment_of(cell, now=NOW, zone=BERLIN)

    assert moment is None or (EARLIEST <= moment <= NOW and moment.tzinfo is UTC)


@pytest.mark.parametrize(
    ("cell", "language"),
    [("de", "de"), ("DE-at", "de"), ("kmr", "ku"), ("Türkçe", "tr"), ("العربية", "ar"), ("sk", "sk"), ("pt_BR", "pt"),
     ("", None), ("irgendwas", None), ("x" * 50, None)],
)  # fmt: skip
def test_languages_are_codes_or_own_names(cell: str, language: str | None) -> None:
    assert language_of(cell) == language

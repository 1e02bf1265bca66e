"""An import beside a running house: what comes, what is known, what is refused, and never a half."""

import logging
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from participation.contributions.models import Contribution
from participation.contributions.news import ContributionPublished, ContributionReceived
from participation.contributions.rules import LanguageBy, Source, Status
from participation.foundation import database
from participation.foundation.audit import AuditEntry, first_broken
from participation.foundation.messages import Refused
from participation.imports.parsing import MAX_WRITTEN, Parsed, Wishes, parse
from participation.imports.reading import read_table
from participation.imports.rules import Imported, understand
from participation.imports.service import foresee, import_ideas, write_down
from participation.moderation.models import Case, Decision
from participation.moderation.own import reasons_of
from participation.moderation.queries import waiting
from participation.moderation.rules import REASON_NAMES, Reason
from participation.process.models import Format
from tests.conftest import House, Resident
from tests.ideas.test_board import counted_statements

DATA = Path(__file__).parent.parent / "data/imports"
WITHOUT = Wishes()


def understood(file: Path, wishes: Wishes = WITHOUT) -> Parsed:
    table = read_table(file)
    return parse(table, understand(table.names, [row.cells for row in table.rows]), wishes)


def taken_in(file: Path, wishes: Wishes = WITHOUT) -> Imported:
    """The whole way of a file into the one collection."""
    with database.reading() as session:
        collection = session.scalars(select(Format).filter_by(slug="ideen")).unique().one()
    rows = write_down(understood(file, wishes).ideas, collection)
    with database.transaction() as tx:
        return import_ideas(tx, collection, rows)


def table_with(folder: Path, *texts: str, header: str = "text") -> Path:
    file = folder / "table.csv"
    file.write_text("\n".join([header, *texts]) + "\n", encoding="utf-8")
    return file


def everything() -> list[Contribution]:
    with database.reading() as session:
        return list(session.scalars(select(Contribution).order_by(Contribution.id)))


def test_the_decisions_of_the_sources_moderators_come_with_the_ideas(house: House, resident: Resident) -> None:
    imported = taken_in(DATA / "polis_comments.csv")

    assert imported == Imported({Status.WAITING: 1, Status.PUBLISHED: 1, Status.REJECTED: 1}, known=0)
    board = resident.reads("/ideas/ideen")
    assert "Mehr Bäume, mehr Schatten." in board
    assert "Mustermann" not in board
    assert "Busse" not in board
    with database.reading() as session:
        rejected = session.scalars(select(Contribution).where(Contribution.status == Status.REJECTED)).one()
        told = reasons_of(session, [rejected.id])[rejected.id]
        assert (told.name, told.words) == (REASON_NAMES[Reason.SOURCE], "")
        assert [one.contribution.text for one in waiting(session, 1)] == ["Busse sollen auch nachts fahren."]
    published = everything()[0]
    assert published.created_at == published.published_at == datetime(2022, 4, 26, 19, 3, 29, tzinfo=UTC)
    assert (published.source, published.support_count, published.author_id) == (Source.IMPORT, 0, None)
    assert (published.language, published.language_by) == ("de", LanguageBy.SOURCE)


def test_a_second_import_doubles_nothing_and_brings_what_is_new(house: House, tmp_path: Path) -> None:
    first = taken_in(table_with(tmp_path, "1,Bäume für alle", "2,Bänke für alle", header="id,text"))
    again = taken_in(table_with(tmp_path, "1,Bäume für alle!", "2,Bänke für alle", "3,Neues", header="id,text"))
    known = taken_in(tmp_path / "table.csv")

    assert (first.total, first.known) == (2, 0)
    assert (again.total, again.known) == (1, 2)
    assert (known.total, known.known) == (0, 3)
    assert [idea.text for idea in everything()] == ["Bäume für alle", "Bänke für alle", "Neues"]


def test_two_systems_may_count_from_the_same_number(house: House, tmp_path: Path) -> None:
    taken_in(table_with(tmp_path, "0,Bäume für alle", header="id,text"))

    assert taken_in(table_with(tmp_path, "0,Ganz etwas anderes", header="id,text")).total == 1


def test_a_look_says_what_would_come_and_leaves_nothing(house: House) -> None:
    with database.reading() as session:
        collection = session.scalars(select(Format).filter_by(slug="ideen")).unique().one()
        rows = write_down(understood(DATA / "polis_comments.csv").ideas, collection)

        assert foresee(session, collection, rows).total == 3
    assert everything() == []


def test_html_and_languages_of_an_export_arrive_as_plain_words(house: House, resident: Resident) -> None:
    imported = taken_in(DATA / "decidim_proposals.csv")

    assert imported.new == {Status.PUBLISHED: 4}
    assert [(idea.language, idea.title) for idea in everything()] == [
        ("fr", "Plus d'arbres sur la place"),
        ("fr", "Des bancs"),
        ("fr", "Rejetée par la ville, mais publique"),
        ("en", "More benches"),
    ]
    assert everything()[0].text == (
        "Il faut planter des arbres :\n\n– devant l'école\n– près de la gare\n\nVoir le plan (https://example.org/arbres)."
    )
    assert "alert" not in resident.reads("/ideas/ideen")


def test_a_moderator_may_want_to_look_first(house: House) -> None:
    imported = taken_in(DATA / "polis_comments.csv", Wishes(look_first=True))

    assert imported.new == {Status.WAITING: 2, Status.REJECTED: 1}


def test_a_failing_row_leaves_nothing_of_the_import(house: House) -> None:
    with database.reading() as session:
        collection = session.scalars(select(Format).filter_by(slug="ideen")).unique().one()
    rows = write_down(understood(DATA / "polis_comments.csv").ideas, collection)
    rows[2]["created_at"] = datetime(2024, 1, 1)  # noqa: DTZ001 - a moment that the database does not take

    with pytest.raises(Exception, match="without a time zone"), database.transaction() as tx:
        import_ideas(tx, collection, rows)

    with database.reading() as session:
        counts = [
            session.scalar(select(func.count()).select_from(t)) for t in (Contribution, Case, Decision, AuditEntry)
        ]
    assert counts == [0, 0, 0, 0]


def test_a_listener_that_fails_leaves_nothing_of_the_import(house: House) -> None:
    def fails(_tx: database.Transaction, _news: ContributionPublished) -> None:
        raise RuntimeError("no place")

    database.current().wires.on_record(ContributionPublished, fails)

    with pytest.raises(RuntimeError, match="no place"):
        taken_in(DATA / "polis_comments.csv")
    assert everything() == []


def test_rooms_above_hear_of_every_idea_one_by_one_or_all_at_once(house: House) -> None:
    one_by_one: list[int] = []
    at_once: list[list[int]] = []
    wires = database.current().wires
    wires.on_record(ContributionPublished, lambda _tx, news: one_by_one.append(news.contribution_id))
    wires.on_record(
        ContributionReceived,
        lambda _tx, _news: pytest.fail("asked one by one"),
        many=lambda _tx, news: at_once.append([one.contribution_id for one in news]),
    )

    taken_in(DATA / "decidim_proposals.csv")

    ids = [idea.id for idea in everything()]
    assert one_by_one == ids
    assert at_once == [ids]


def test_ten_and_two_hundred_rows_cost_the_same_statements(house: House, tmp_path: Path) -> None:
    def rows(first: int, last: int) -> list[str]:
        verdicts = ("accepted", "rejected", "pending")
        return [f"{number},Idee Nummer {number},{verdicts[number % 3]}" for number in range(first, last)]

    taken_in(table_with(tmp_path, *rows(0, 1), header="id,text,moderation"))  # from here on a job to read them waits
    with counted_statements() as few:
        taken_in(table_with(tmp_path, *rows(1, 11), header="id,text,moderation"))
    with counted_statements() as many:
        taken_in(table_with(tmp_path, *rows(11, 211), header="id,text,moderation"))

    assert len(everything()) == 211
    assert len(few) == len(many)


def test_the_audit_knows_the_import_and_stays_whole(house: House) -> None:
    taken_in(DATA / "polis_comments.csv")
    taken_in(DATA / "polis_comments.csv")

    with database.reading() as session:
        entries = session.scalars(select(AuditEntry)).all()
        assert first_broken(session) is None
    assert [(entry.actor, entry.action, entry.object, entry.reason) for entry in entries] == [
        ("system", "imports.import", "format:1", "3 new")
    ]


def test_every_quirk_of_a_table_made_by_hand_is_taken_or_named(house: House) -> None:
    parsed = understood(DATA / "quirks.csv")

    assert [(idea.line, idea.said.text) for idea in parsed.ideas] == [
        (5, "Ein Spielplatz am Kanal für alle Kinder"),
        (8, "Nur kurz"),
        (12, '=HYPERLINK("http://boese.example";"Gewinn")'),
    ]
    assert [(row.line, row.why.code) for row in parsed.refused] == [
        (6, "said_above"),
        (9, "no_words"),
        (11, "too_many_cells"),
        (13, "number_taken"),
        (14, "no_words"),
    ]
    assert parsed.headers_again == 1
    assert parsed.undated == 1
    assert parsed.ideas[0].said.created_at == datetime(2024, 1, 1, 11, tzinfo=UTC)


def test_lost_letters_are_refused_and_whole_ones_taken(house: House) -> None:
    parsed = understood(DATA / "broken_letters.csv")

    assert [(row.line, row.why.code) for row in parsed.refused] == [(2, "broken_signs")]
    assert len(parsed.ideas) == 18


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("x" * 5_001, "too_long"),
        ("x" * (MAX_WRITTEN + 1), "too_long"),
        ("<div>" * 21, "too_tangled"),
        ("<p> </p>", "no_words"),
        ("\u200b", "no_words"),
    ],
)
def test_a_text_that_cannot_be_taken_is_named(house: House, tmp_path: Path, text: str, code: str) -> None:
    parsed = understood(table_with(tmp_path, "Eine gute Idee", text))

    assert [row.why.code for row in parsed.refused] == [code]
    assert len(parsed.ideas) == 1


def test_a_title_alone_or_a_very_long_one_or_the_same_twice_is_still_what_was_said(
    house: House, tmp_path: Path
) -> None:
    long_title = "Ein sehr langer Titel " * 20
    rows = ("Nur ein Titel,", f"{long_title},Und der Text", "Dasselbe,Dasselbe", "Titel,Text dazu")

    parsed = understood(table_with(tmp_path, *rows, header="title,text"))

    assert [(idea.said.title, idea.said.text) for idea in parsed.ideas] == [
        ("", "Nur ein Titel"),
        ("", f"{long_title.strip()}\n\nUnd der Text"),
        ("", "Dasselbe"),
        ("Titel", "Text dazu"),
    ]


def test_short_texts_are_in_the_language_of_the_others(house: House, tmp_path: Path) -> None:
    texts = (
        "Daha çok park ve yeşil alan istiyoruz",
        "Çocuklar için oyun alanı yapılsın",
        "Park",
        "需要更多的树木和长椅",
        "ساحة",
    )

    parsed = understood(table_with(tmp_path, *texts))

    assert [idea.said.language for idea in parsed.ideas] == ["tr", "tr", "tr", "und", "ar"]
    assert [idea.said.language for idea in understood(table_with(tmp_path, "Park")).ideas] == ["de"]
    assert [idea.said.language for idea in understood(table_with(tmp_path, "Park"), Wishes("fr")).ideas] == ["fr"]


def test_a_moment_in_the_future_counts_as_none(house: House, tmp_path: Path) -> None:
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat()

    taken_in(table_with(tmp_path, f"Von morgen,{tomorrow}", header="text,created_at"))

    assert everything()[0].created_at < datetime.now(UTC)


HOSTILE = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }} ${7*7}", "' OR 1=1; DROP TABLE idea;",
    "\u202eevil\u202c", "a\x00b\x07c", "=cmd|' /C calc'!A0", "<p>x<svg onload=alert(1)></p>", "[red]markup[/]\x1b[31m",
)  # fmt: skip


def test_hostile_cells_are_only_words(house: House, resident: Resident, tmp_path: Path) -> None:
    rows = ['"' + text.replace('"', '""') + '",https://example.org/1' for text in HOSTILE]

    imported = taken_in(table_with(tmp_path, *rows, header="text,url"))

    assert imported.total == len(HOSTILE)
    page = resident.reads("/ideas/ideen")
    for live in ("<script>alert", "<img src=x", "<svg onload", "\x00", "\u202e", "\x1b"):
        assert live not in page


def test_an_import_works_on_postgresql_too(house_on_postgres: House) -> None:
    first = taken_in(DATA / "polis_comments.csv")
    second = taken_in(DATA / "polis_comments.csv")

    assert (first.total, second.total, second.known) == (3, 0, 3)
    statuses = Counter(idea.status for idea in everything())
    assert statuses == {Status.PUBLISHED: 1, Status.WAITING: 1, Status.REJECTED: 1}
    with database.reading() as session:
        assert [one.reason for one in session.scalars(select(Decision))] == [Reason.SOURCE]


def test_an_import_of_nothing_new_writes_nothing(house: House, caplog: pytest.LogCaptureFixture) -> None:
    taken_in(DATA / "polis_comments.csv")
    with caplog.at_level(logging.ERROR), counted_statements() as statements:
        taken_in(DATA / "polis_comments.csv")

    assert [line for line in statements if line.startswith(("INSERT", "UPDATE", "DELETE"))] == []
    assert caplog.records == []


def test_every_refusal_is_a_sentence_without_holes() -> None:
    for name in sorted(path.name for path in DATA.iterdir()):
        try:
            refused = [row.why for row in understood(DATA / name).refused]
        except Refused as why:
            refused = [why]
        assert all("%(" not in str(why) and str(why).endswith((".", ")")) for why in refused), name

"""Every column of every table is spoken for, or this fails: what the record says is what there is."""

import csv

import pytest
from sqlalchemy import LargeBinary

from participation.foundation import privacy, tidying
from participation.foundation.database import Base
from participation.foundation.permissions import Role
from participation.foundation.privacy import follow
from participation.privacy.wording import LABELS
from tests.conftest import House, Moderator


def test_every_column_of_every_table_says_whether_it_is_about_somebody(house: House) -> None:
    there = {table.name: sorted(column.name for column in table.columns) for table in Base.metadata.sorted_tables}

    said = {name: sorted(kept.columns) for name, kept in privacy.tables().items()}

    assert said == there


def test_the_way_from_each_row_leads_to_a_person(house: House) -> None:
    for kept in privacy.tables().values():
        rows = Base.metadata.tables[kept.table]
        for share in kept.shares:
            if not share.of:
                assert not share.tells, f"{kept.table}: nobody could be told"
                continue
            _, column = follow(rows, share.of, rows)
            names_a_person = any(key.column.table.name == "person" for key in column.foreign_keys)
            assert names_a_person or share.spelled or column.table.name in {"person", "notification"}, share.of


def test_whatever_names_a_person_is_about_that_person(house: House) -> None:
    """No foreign key to a person may count as a plain column."""
    plain = {f"{kept.table}.{name}" for kept in privacy.tables().values() for name in kept.plain.split()}
    named = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table.name == "person" for key in column.foreign_keys)
    }

    assert plain & named == set()


def test_what_is_told_has_a_name_and_is_no_heap_of_bytes(house: House) -> None:
    for kept in privacy.tables().values():
        for share in kept.shares:
            beside = [way.replace("_id.", "_").replace(".", "_") for way in share.beside.split()]
            told = [*share.columns.split(), *share.files.split(), *beside]
            assert set(told) <= set(LABELS), kept.table
            assert bool(told) <= bool(kept.name), f"{kept.table} is told and has no name"
            columns = Base.metadata.tables[kept.table].c
            assert not any(isinstance(columns[name].type, LargeBinary) for name in share.columns.split())


def test_each_activity_has_a_key_of_its_own(house: House) -> None:
    keys = [activity.key for activity in privacy.activities()]

    assert sorted(keys) == sorted(set(keys))


def test_every_deadline_of_the_record_is_one_the_house_keeps_by_itself(house: House) -> None:
    rooms = {"accounts", "contributions", "moderation", "people", "privacy", "notifications", "organisations"}
    rooms |= {"events", "forum", "interviews", "roundtable", "speaking"}

    assert {activity.key for activity in privacy.activities() if activity.days} == {
        "writing", "asking", "reporting", "telling", "mailing", "devices", "team", "speaking",
        "events", "forum", "interview_names",
    }  # fmt: skip
    assert rooms - {"notifications"} <= set(tidying.rooms())


def test_everybody_reads_why_and_how_long(house: House) -> None:
    page = house.resident().reads("/what-is-kept?lang=en")

    assert "What people say" in page
    assert "730 days after they were here last" in page
    assert "moderation_notice: reason, words, name, email" in page
    assert page.count('<section class="card') == len(privacy.activities())


def test_the_record_is_a_file_for_whoever_answers_for_the_house(house: House, moderator: Moderator) -> None:
    assert moderator.client.get("/desk/record.csv").status_code == 403
    office = house.moderator("Ada Beispiel", Role.ADMINISTRATION)

    answer = office.client.get("/desk/record.csv?lang=en")

    rows = list(csv.reader(answer.text.removeprefix("\ufeff").splitlines(), delimiter=";"))
    assert len(rows) == len(privacy.activities()) + 1
    assert all(all(cell for cell in (row[0], row[1], row[2], row[3], row[5], row[6], row[7])) for row in rows)
    assert "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("lang", ["de", "ar"])
def test_in_other_languages_it_says_the_same(house: House, lang: str) -> None:
    page = house.resident().reads(f"/what-is-kept?lang={lang}")

    assert page.count('<section class="card') == len(privacy.activities())

"""The harvest counts what was joined where it stands, and its file still holds what was said."""

from participation.contributions.models import Contribution
from participation.foundation import database
from participation.foundation.permissions import Actor
from participation.lineage import service
from tests.conftest import House
from tests.reports.barn import Barn, Choice, open_barn


def joins(barn: Barn, one: int, of: int) -> None:
    with database.transaction() as tx:
        first, second = (tx.session.get_one(Contribution, idea) for idea in (one, of))
        service.link_as_duplicate(tx, first, of=second, by=Actor(barn.municipality, None, barn.hand.roles))


def test_a_joined_idea_counts_where_it_stands_and_the_file_still_says_it(house: House) -> None:
    barn = open_barn(house)
    benches, banks = barn.tells("=Mehr Bänke", None), barn.tells("=Bänke an den Bach", None, language="tr")
    assert "Ideas in other ideas" not in barn.xlsx().sheetnames

    joins(barn, banks, benches)

    assert [row["Idea, as it was said"] for row in barn.csv_rows()] == ["'=Mehr Bänke"]
    sheet = barn.xlsx()["Ideas in other ideas"]
    _, row = sheet.iter_rows(values_only=True)
    assert row[1:5] == ("'=Bänke an den Bach", "tr", "Written online", "'=Mehr Bänke")
    assert str(row[5]).endswith(f"/{barn.public_id(banks)}")


def test_a_ballot_about_a_joined_idea_keeps_its_words(house: House) -> None:
    barn = open_barn(house)
    benches, banks = barn.tells("Mehr Bänke", None), barn.tells("Bänke an den Bach", None)
    barn.votes("Was zuerst?", [Choice("Bänke an den Bach", 7, f"idea:{banks}"), Choice("Mehr Bänke", 3)])
    before = barn.harvest().ballots

    joins(barn, banks, benches)

    assert barn.harvest().ballots == before
    assert barn.harvest().ideas == 1

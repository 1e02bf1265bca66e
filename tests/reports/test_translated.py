"""What was said in another language, for somebody who reads German: the version stands beside the original."""

import csv
from io import StringIO

from participation.foundation.permissions import Role
from tests.conftest import House, Moderator
from tests.languages.desk import GERMAN, TURKISH, tell, translator


def office(house: House) -> Moderator:
    return house.moderator("Anna Amt", Role.ADMINISTRATION)


def sheet(reader: Moderator) -> list[dict[str, str]]:
    text = reader.client.get("/desk/harvest.csv?lang=en").data.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text), delimiter=";"))


def test_the_harvest_shows_the_version_beside_what_was_said(house: House) -> None:
    translator(house).translates(tell(), "de", GERMAN)

    page = office(house).reads("/desk/harvest?lang=de")

    assert page.index(TURKISH) < page.index(GERMAN)
    assert '<div class="words" lang="de" dir="auto">' in page
    assert "von einem Menschen übersetzt" in page


def test_a_reader_of_the_original_gets_it_alone(house: House) -> None:
    translator(house).translates(tell(), "de", GERMAN)
    anna = office(house)

    assert GERMAN not in anna.reads("/desk/harvest?lang=tr")
    assert GERMAN not in anna.reads("/desk/harvest?lang=ar")


def test_the_files_have_the_version_and_say_who_found_the_words(house: House) -> None:
    idea = tell()
    iris = translator(house)
    iris.translates(idea, "en", "More benches in the park.")
    tell("Ein Brunnen", "de")
    anna = office(house)

    rows = {row["Idea, as it was said"]: row for row in sheet(anna)}
    assert rows[TURKISH]["Translation"] == "More benches in the park."
    assert rows[TURKISH]["How it was translated"] == "translated by a person"
    assert (rows["Ein Brunnen"]["Translation"], rows["Ein Brunnen"]["How it was translated"]) == ("", "")


def test_without_a_version_the_files_have_no_column_for_it(house: House) -> None:
    tell()

    assert "Translation" not in sheet(office(house))[0]

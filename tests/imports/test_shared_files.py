"""Every file of the shared data: how many rows it brings, or the sentence it is refused with."""

import csv
import json
import re
from pathlib import Path

import pytest

from participation.contributions.rules import Status
from participation.foundation.messages import Refused
from participation.ideas.rules import PER_PAGE
from participation.imports.parsing import Wishes, parse
from participation.imports.reading import read_table
from participation.imports.rules import understand
from tests.conftest import House
from tests.imports.test_import import everything, taken_in, understood

SHARED = Path("../shared/data")
if not SHARED.is_dir():
    pytest.skip("no ../shared/data on this machine", allow_module_level=True)

COMMENTS = "This is an export of comments (commentable_id, commentable_type, root_commentable_url)."
NO_TEXT = "No column of this file holds what people said. Its columns: "
JSON = "This file is no table (it looks like JSON)."
ODS = "This is a file in the format ODS. Open it and save it as XLSX or CSV"
PARTICIPANTS = f"{NO_TEXT}participant_id, polis_group, n_comments, n_votes, n_agree, n_disagree."
VOTES = f"{NO_TEXT}participant_id, comment_id, vote"

# file -> (published, waiting, rejected by the source, refused rows)
TAKEN = {
    "cimt_ottensen_topics.csv": (697, 0, 0, 0),
    "import/decidim_lille_debats.csv": (29, 0, 0, 0),
    "import/decidim_lille_propositions-libres.csv": (196, 0, 0, 0),
    "import/messytables/characters.csv": (0, 382, 0, 0),
    "import/messytables/spanish_chars.csv": (0, 108, 0, 7),
    "polis_hivemind_nz/affordable-housing_comments.csv": (119, 0, 46, 0),
    "polis_hivemind_nz/biodiversity_comments.csv": (154, 0, 162, 0),
    "polis_hivemind_nz/freshwater_comments.csv": (51, 0, 29, 0),
    "polis_hivemind_nz/taxes_comments.csv": (91, 0, 57, 0),
    "polis_hivemind_nz/ubi_comments.csv": (52, 18, 1, 0),
    "polis_klimarat_produktion/comments.csv": (277, 0, 245, 0),
    "polis_klimarat_wohnen/comments.csv": (315, 0, 298, 0),
}
REFUSED = {
    "import/csv_spectrum/csvs/comma_in_quotes.csv": f"{NO_TEXT}first, last, address, city, zip.",
    "import/csv_spectrum/csvs/empty.csv": f"{NO_TEXT}a, b, c.",
    "import/csv_spectrum/csvs/empty_crlf.csv": f"{NO_TEXT}a, b, c.",
    "import/csv_spectrum/csvs/escaped_quotes.csv": f"{NO_TEXT}a, b.",
    "import/csv_spectrum/csvs/json.csv": f"{NO_TEXT}key, val.",
    "import/csv_spectrum/csvs/location_coordinates.csv": f"{NO_TEXT}Contact Phone Number, Location Coordinates, Cities",
    "import/csv_spectrum/csvs/newlines.csv": f"{NO_TEXT}a, b, c.",
    "import/csv_spectrum/csvs/newlines_crlf.csv": f"{NO_TEXT}a, b, c.",
    "import/csv_spectrum/csvs/quotes_and_newlines.csv": f"{NO_TEXT}a, b.",
    "import/csv_spectrum/csvs/simple.csv": f"{NO_TEXT}a, b, c.",
    "import/csv_spectrum/csvs/simple_crlf.csv": f"{NO_TEXT}a, b, c.",
    "import/csv_spectrum/csvs/utf8.csv": f"{NO_TEXT}a, b, c.",
    "import/decidim_lille_commentaires_debats.csv": COMMENTS,
    "import/decidim_lille_commentaires_propositions_libres.csv": COMMENTS,
    "import/messytables/blank_line.ods": ODS,
    "import/messytables/complex.csv": f"{NO_TEXT}date, another date, temperature, place.",
    "import/messytables/excel_pasting.csv": f"{NO_TEXT}Year, 2000, 2001",
    "import/messytables/excel_properties.xls": "This is a file in the format XLS, or an XLSX with a password.",
    "import/messytables/libreoffice.xlsx": "There is nothing in this file.",
    "import/messytables/null.csv": f"{NO_TEXT}1, null, 0, 0 (2).",
    "import/messytables/simple.ods": ODS,
    "import/messytables/simple.psv": f"{NO_TEXT}Year, New dwellings, Other dwellings",
    "import/messytables/simple.xlsx": f"{NO_TEXT}date, temperature, place.",
    "import/messytables/skip_initials.csv": f"{NO_TEXT}field1, field2.",
    "import/messytables/utf8bom.csv": "This file has a line of column names and no row below it.",
    "polis_klimarat_produktion/participants.csv": PARTICIPANTS,
    "polis_klimarat_produktion/votes.csv": VOTES,
    "polis_klimarat_wohnen/participants.csv": PARTICIPANTS,
    "polis_klimarat_wohnen/votes.csv": VOTES,
}
for topic in ("affordable-housing", "biodiversity", "freshwater", "taxes", "ubi"):
    REFUSED[f"polis_hivemind_nz/{topic}_participants.csv"] = PARTICIPANTS
    REFUSED[f"polis_hivemind_nz/{topic}_votes.csv"] = VOTES
for file in SHARED.glob("import/csv_spectrum/json/*.json"):
    REFUSED[file.relative_to(SHARED).as_posix()] = JSON
for file in SHARED.glob("polis_oracle/*/*.json"):
    REFUSED[file.relative_to(SHARED).as_posix()] = JSON


def test_no_file_is_missing_from_this_table() -> None:
    there = [*SHARED.glob("import/**/*"), *SHARED.glob("polis_*/**/*"), SHARED / "cimt_ottensen_topics.csv"]

    assert {file.relative_to(SHARED).as_posix() for file in there if file.is_file()} == {*TAKEN, *REFUSED}


@pytest.mark.parametrize("name", TAKEN)
def test_what_can_be_taken_is_taken_once(house: House, name: str) -> None:
    published, waiting, rejected, refused = TAKEN[name]
    table = read_table(SHARED / name)
    parsed = parse(table, understand(table.names, [row.cells for row in table.rows]), Wishes())

    first, second = taken_in(SHARED / name), taken_in(SHARED / name)

    counts = {Status.PUBLISHED: published, Status.WAITING: waiting, Status.REJECTED: rejected}
    assert first.new == {status: number for status, number in counts.items() if number}
    assert len(parsed.refused) == refused
    assert (second.total, second.known) == (0, published + waiting + rejected)
    assert len(everything()) == published + waiting + rejected


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_taken_is_refused_in_words(name: str) -> None:
    def tried() -> None:
        table = read_table(SHARED / name)
        understand(table.names, [row.cells for row in table.rows])

    with pytest.raises(Refused) as why:
        tried()

    assert str(why.value).startswith(REFUSED[name])


def test_the_attack_corpora_become_words_or_refusals(house: House, tmp_path: Path) -> None:
    strings: list[str] = json.loads((SHARED / "security/blns.json").read_text(encoding="utf-8"))
    strings += (SHARED / "security/xss_payloadbox.txt").read_text(encoding="utf-8").splitlines()[::10]
    strings += [
        pair["input"] for pair in json.loads((SHARED / "security/bleach_ha_ckers.json").read_text(encoding="utf-8"))
    ]
    file = tmp_path / "attacks.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["id", "text", "url"])
        writer.writerows([number, text, "https://example.org/1"] for number, text in enumerate(strings))

    parsed = understood(file)
    imported = taken_in(file)

    assert len(parsed.ideas) + len(parsed.refused) == len(strings)
    assert {row.why.code for row in parsed.refused} <= {"no_words", "too_tangled", "too_long", "broken_signs"}
    assert imported.total == len(parsed.ideas)
    reader, pages = house.resident(), imported.total // PER_PAGE + 1
    for page in range(1, pages + 1, 7):
        body = reader.reads(f"/ideas/ideen?page={page}").split("</header>", 1)[1].lower()
        assert not re.search(r"<(?:script>|iframe|object|embed|img|svg/|body|style|meta)|<[^>]*\son\w+\s*=", body)

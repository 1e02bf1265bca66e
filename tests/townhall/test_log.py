"""Who did what and when: in sentences, by person, area and day, and as a file."""

import ast
import csv
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from sqlalchemy import text

import participation
from participation.contributions.rules import StepKind
from participation.demo import service as demo
from participation.fields.rules import MoveKind
from participation.foundation import clock, database
from participation.foundation.audit import Act, enter, entries, first_broken
from participation.foundation.municipality import found_municipality
from participation.foundation.permissions import Role
from participation.moderation.rules import REASON_NAMES, Verdict
from participation.people.models import Person
from participation.process.rules import PhaseState, ProcessState
from participation.sessions.rules import View
from participation.townhall import activity, queries, wording
from participation.townhall.queries import PER_PAGE, Wanted
from participation.townhall.rules import PageKind
from participation.townhall.views import SHORT_CHAIN
from participation.voting.rules import Step
from tests.conftest import House
from tests.ideas.test_board import counted_statements
from tests.townhall.office import Office, office
from tests.townhall.pictures import picture
from tests.townhall.test_house import empty_house

HOUSE = Path(participation.__file__).parent
SPRING = datetime(2026, 3, 28, 12, tzinfo=UTC)


def note(*acts: Act, town: int = 1, at: datetime | None = None) -> None:
    with clock.held_at(at or clock.now()), database.transaction() as tx:
        for act in acts:
            enter(tx, act, town=town)


def rows_of(page: str) -> list[list[str]]:
    """The cells of the log's table as words."""
    rows = re.findall(r"<tr><td class=.*?</tr>", page, re.DOTALL)
    return [[re.sub("<[^>]*>", "", cell) for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row)] for row in rows]


def table_of(answer_text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(answer_text.removeprefix("\ufeff")), delimiter=";"))


# --- a sentence for every act


def calls(tree: ast.AST, *names: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield node


def fixed(values: Iterable[ast.expr]) -> list[str]:
    """The words in a call that stand there as they are."""
    return [value.value for value in values if isinstance(value, ast.Constant) and isinstance(value.value, str)]


# a name put together while the house runs: its fixed beginning -> what may follow
BEGUN: dict[str, set[str]] = {
    "process.": {*ProcessState, "word", "add_phase", "change_phase", "shift_phase", "remove_phase", "open_when"}
    | {"word_format", "add_format"}
    | {f"phase_{state}" for state in PhaseState},
    "moderation.": set(Verdict),
    "lineage.": {*StepKind, "undo"},
    "field.": {*MoveKind, "add", "describe", "teach", "unteach", "reorder", "remove"},
    "ballot.": set(Step),
    "wall.": {"move", "group", "name", "dissolve"},
    "space.": {"place", "swap", "free", "join", "part", "split", "room", "slot"},
    "house.": {"describe", "logo", "remove_logo"},
    "team.": {"invite", "roles", "remove"},
    "organisation.": {"take_in", "describe", "invite_speaker", "invite_member", "uninvite", "join", "leave"}
    | {"remove_member", "end", "begin_again"},
    "reach.": {"begin", "switch", "answers", "figures", "publish", "unpublish"},
    "translation.": {"draft", "approve", "take_over", "take_back", "add_term", "change_term", "remove_term"},
}
# functions that are handed a verb and make an act of it, and what stands in front of the verb in which room
HANDED = ("log", "edited", "changed")
BEGINNINGS = {
    "process": "process.",
    "townhall": "house.",
    "team": "team.",
    "fields": "field.",
    "languages": "translation.",
    "organisations": "organisation.",
    "reach": "reach.",
    "sessions": "",
}


def acts_in(source: Path) -> set[str]:
    """Every name of an act that a file can write, as far as it can be read off."""
    tree, found = ast.parse(source.read_text(encoding="utf-8")), set()
    for call in calls(tree, "Act"):
        if len(call.args) < 2:
            continue
        action = call.args[1]
        if isinstance(action, ast.Constant):
            found.add(str(action.value))
        elif isinstance(action, ast.JoinedStr):
            [beginning] = fixed(action.values[:1])
            found |= {f"{beginning}{rest}" for rest in BEGUN[beginning]}
    room = source.parent.name
    for call in calls(tree, *HANDED):
        if room in BEGINNINGS:
            found |= {f"{BEGINNINGS[room]}{verb}" for verb in fixed(call.args) if verb}
    return found


def every_act() -> set[str]:
    handing_on = ("Act(", "import log")
    sources = [file for file in HOUSE.rglob("*.py") if any(one in file.read_text("utf-8") for one in handing_on)]
    return {action for file in sources for action in acts_in(file)} | {f"session.show_{view}" for view in View}


def test_every_act_of_the_house_has_a_sentence() -> None:
    found = every_act()

    assert {
        "account.open",
        "process.add_field",
        "house.logo",
        "process.phase_now",
        "session.open",
        "tickets.return",
    } <= found
    assert len(found) > 50
    assert found - set(wording.SENTENCES) == set()


def test_every_sentence_is_said_once_and_every_area_has_a_name() -> None:
    assert len(set(wording.SENTENCES.values())) == len(wording.SENTENCES)
    assert {wording.area_of(action) for action in wording.SENTENCES} == set(wording.AREAS)


def test_what_a_whole_town_did_has_its_sentences(house: House) -> None:
    empty_house()
    with database.transaction() as tx:
        demo.build_musterstadt(tx)
    with database.reading() as session:
        done = {entry.action for entry in entries(session)}

    assert len(done) > 5
    assert done - set(wording.SENTENCES) == set()


def test_an_act_of_another_version_is_told_all_the_same(house: House) -> None:
    note(Act("person:1", "garden.plant", "tree:3"))

    [row] = [row for row in rows_of(office(house).reads("/desk/log?lang=en")) if "tree" in row[4]]

    assert row[3:5] == [wording.UNKNOWN, "tree:3"]


# --- the page


def test_the_log_tells_who_did_what_the_newest_first(house: House) -> None:
    keeper = office(house, name="Ada Amt")
    keeper.writes("imprint", text_de="Rathaus")
    keeper.hangs(picture())

    rows = rows_of(keeper.reads("/desk/log?lang=en"))

    assert [row[2:5] for row in rows] == [
        ["Ada Amt", "A new logo was hung up.", "The municipality"],
        ["Ada Amt", "A page of the municipality was changed.", "Imprint"],
        ["The system", "An account was opened.", "Person 1"],
    ]
    assert [row[0] for row in rows] == ["3", "2", "1"]


def test_whoever_has_no_name_is_named_all_the_same(house: House) -> None:
    keeper = office(house)
    with database.transaction() as tx:
        guest = Person(municipality_id=1, created_at=clock.now())
        tx.session.add(guest)
        tx.session.flush()
        number = guest.id
    note(
        *(
            Act(actor, "field.add", "field:1")
            for actor in ("guest", "system", f"person:{number}", "person:999", "robot")
        )
    )

    who = [row[2] for row in rows_of(keeper.reads("/desk/log?lang=en"))[:5]]

    assert who == ["robot", "Person 999", f"Person {number}", "The system", "A guest"]


@pytest.mark.parametrize(
    ("actor", "person"),
    [("person:7", 7), ("person:", None), ("person:x", None), ("person:" + "9" * 20, None), ("guest", None), ("", None)],
)
def test_a_person_is_known_by_the_word_in_front(actor: str, person: int | None) -> None:
    assert wording.person_in(actor) == person


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("12 cards, numbers 1 to 12", "Cards: 12, numbers 1 to 12"),
        ("3 cards", "Cards: 3"),
        ("40 new", "New: 40"),
        ("the recount agrees", "The recount agrees."),
        ("advertising", "Advertises or repeats itself"),
        ("moderator", "Moderator"),
        ("moderator in process 3, administrator", "Moderator in process 3, Administrator"),
        ("moderator in process 3, gardener", "moderator in process 3, gardener"),
        ("Der Saal wird geräumt", "Der Saal wird geräumt"),
        ("<b>x</b>", "&lt;b&gt;x&lt;/b&gt;"),
        ("", ""),
    ],
)
def test_a_reason_is_told_in_our_sentence_or_in_the_words_it_was_written(house: House, reason: str, told: str) -> None:
    note(Act("system", "ballot.cancel", "ballot:1", reason=reason))

    [row] = [row for row in rows_of(office(house).reads("/desk/log?lang=en")) if row[4] == "Vote 1"]

    assert row[5] == told


def test_every_reason_of_the_review_has_its_words_here(house: House) -> None:
    assert {reason.value: name for reason, name in REASON_NAMES.items()}.items() <= wording._reasons.items()


@pytest.mark.parametrize("thing", ["", "ballot", "ballot:", "page:constitution", "x:y:z"])
def test_a_thing_we_have_no_word_for_is_shown_as_it_stands(house: House, thing: str) -> None:
    with house.app.test_request_context("/?lang=en"):
        assert activity.about(thing) == thing


@pytest.mark.parametrize("role", list(Role))
def test_only_the_town_hall_reads_the_log(house: House, role: Role) -> None:
    somebody = office(house, role)
    expected = 200 if role in {Role.ADMINISTRATION, Role.ADMINISTRATOR} else 403

    assert somebody.client.get("/desk/log").status_code == expected
    assert somebody.client.get("/desk/log.csv").status_code == expected
    assert house.app.test_client().get("/desk/log").status_code == 403


def test_the_acts_of_another_town_are_not_told(house: House) -> None:
    keeper = office(house)
    with database.transaction() as tx:
        theirs = found_municipality(tx, slug="nachbarstadt", name="Nachbarstadt").id
    note(Act("person:77", "field.add", "field:4711"), town=theirs)

    for address in ("/desk/log?lang=en", "/desk/log.csv?lang=en", "/desk/log?who=person:77&lang=en"):
        page = keeper.reads(address)
        assert "4711" not in page
        assert "Person 77" not in page


def test_fifty_stand_on_a_page_and_the_older_ones_behind_it(house: House) -> None:
    keeper = office(house)
    note(*(Act("system", "field.add", f"field:{number}") for number in range(PER_PAGE + 3)))

    first = keeper.reads("/desk/log?area=field&lang=en")
    second = keeper.reads(first.split('<nav class="row"')[1].split('href="')[1].split('"')[0].replace("&amp;", "&"))

    assert len(rows_of(first)) == PER_PAGE
    assert [row[4] for row in rows_of(second)] == ["Field 2", "Field 1", "Field 0"]
    assert "To the newest" in second
    assert "Older" not in second.split('<nav class="row"')[1]
    assert "To the newest" not in first


def three_days(house: House) -> Office:
    """Before, on and after the night in which the clock in Berlin is put forward."""
    keeper = office(house, name="Ada Amt")
    note(Act("person:1", "field.add", "field:1"), at=datetime(2026, 3, 28, 22, 59, tzinfo=UTC))
    note(Act("system", "ballot.open", "ballot:2"), at=datetime(2026, 3, 28, 23, 0, tzinfo=UTC))
    note(Act("person:1", "ballot.close", "ballot:3"), at=datetime(2026, 3, 29, 21, 59, tzinfo=UTC))
    note(Act("person:1", "fieldwork.x", "field:4"), at=datetime(2026, 3, 29, 22, 0, tzinfo=UTC))
    return keeper


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("since=2026-03-28&until=2026-03-30", ["Field 4", "Vote 3", "Vote 2", "Field 1"]),
        ("since=2026-03-29&until=2026-03-29", ["Vote 3", "Vote 2"]),
        ("until=2026-03-28", ["Field 1"]),
        ("area=field", ["Field 1"]),
        ("area=ballot&who=person:1", ["Vote 3"]),
        ("area=nonsense&until=2026-03-28", ["Field 1"]),
        ("area=%25&until=2026-03-28", ["Field 1"]),
        ("who=person:999", []),
        ("who=' OR 1=1 --", []),
        ("before=x&until=2026-03-28", ["Field 1"]),
    ],
)
def test_the_log_is_narrowed_by_person_area_and_days_of_the_town_hall(
    house: House, asked: str, found: list[str]
) -> None:
    keeper = three_days(house)

    page = keeper.reads(f"/desk/log?{asked}&lang=en")
    file = table_of(keeper.reads(f"/desk/log.csv?{asked}&lang=en"))

    assert [row[4] for row in rows_of(page)] == found
    assert [row[4] for row in file[1:]] == found
    assert ("Nothing of this kind was done" in page) is (found == [])


def test_what_was_asked_for_is_still_in_the_form(house: House) -> None:
    page = three_days(house).reads("/desk/log?who=person:1&area=ballot&since=2026-03-28&until=2026-03-29&lang=en")

    assert '<option value="person:1" selected>Ada Amt</option>' in page
    assert '<option value="ballot" selected>' in page
    assert 'value="2026-03-28"' in page
    assert "/desk/log.csv?who=person:1&amp;area=ballot&amp;since=2026-03-28&amp;until=2026-03-29" in page


@pytest.mark.parametrize("day", ["gestern", "0001-01-01", "9999-12-31"])
def test_a_day_that_is_none_is_refused_in_words(house: House, day: str) -> None:
    keeper = office(house)

    page = keeper.client.get(f"/desk/log?since={day}&lang=en")
    file = keeper.client.get(f"/desk/log.csv?until={day}&lang=en")

    assert (page.status_code, file.status_code) == (422, 422)
    assert "This is not a day" in page.text
    assert f'value="{day}"' in page.text


def test_one_and_three_acts_cost_the_same_statements(house: House) -> None:
    keeper = office(house)
    keeper.writes("imprint", text_de="Rathaus")
    with counted_statements() as one:
        keeper.reads("/desk/log")
    for role in (Role.MODERATOR, Role.ADMINISTRATION):
        office(house, role)
    note(Act("person:2", "field.add", "field:1"), Act("person:3", "moderation.reject", "contribution:1"))

    with counted_statements() as three:
        page = keeper.reads("/desk/log")

    assert len(rows_of(page)) == 6
    assert len(three) == len(one)


def test_reading_the_log_stores_nothing_and_sets_no_cookie(house: House) -> None:
    keeper = office(house)
    with database.reading() as session:
        before = queries.length_of_chain(session)

    answers = [keeper.client.get(address) for address in ("/desk/log", "/desk/log?check=1", "/desk/log.csv")]

    assert ["Set-Cookie" in answer.headers for answer in answers] == [False] * 3
    assert [answer.headers["Cache-Control"] for answer in answers] == ["no-store"] * 3
    with database.reading() as session:
        assert queries.length_of_chain(session) == before


def test_names_are_asked_for_once_and_for_nobody_not_at_all(house: House) -> None:
    with database.reading() as session, counted_statements() as statements:
        assert queries.names_of(session, []) == {}

    assert statements == []


# --- the chain


def test_a_short_log_says_at_once_whether_it_is_whole(house: House) -> None:
    keeper = office(house)
    note(*(Act("system", "field.add", f"field:{number}") for number in range(3)))
    assert "The log is whole" in keeper.reads("/desk/log?lang=en")

    with database.transaction() as tx:
        tx.session.execute(text("UPDATE audit SET action = 'field.remove' WHERE seq = 3"))

    page = keeper.reads("/desk/log?lang=en")
    assert "The log is broken at entry 3" in page
    assert "The log is whole" not in page


def test_a_long_log_is_checked_when_somebody_asks(house: House) -> None:
    keeper = office(house)
    note(*(Act("system", "field.add", f"field:{number}") for number in range(SHORT_CHAIN)))

    unasked, asked = (keeper.reads(f"/desk/log?lang=en&who=system{more}") for more in ("", "&check=1"))

    assert "Check whether the log is whole" in unasked
    assert "The log is whole" not in unasked
    assert '<input type="hidden" name="who" value="system">' in unasked
    assert "The log is whole" in asked


def test_while_a_long_chain_is_read_others_have_a_turn(house: House) -> None:
    note(*(Act("system", "field.add", "field:1") for _ in range(1_001)))
    turns = []

    with database.reading() as session:
        assert first_broken(session, pause=lambda: turns.append(1)) is None

    assert len(turns) == 2


# --- the file


def test_the_file_holds_everything_in_the_readers_language(house: House) -> None:
    keeper = office(house, name="Ada Amt")
    keeper.writes("imprint", text_de="Rathaus")
    note(Act("system", "tickets.print", "session:1", reason="12 cards, numbers 1 to 12"), at=SPRING)

    answer = keeper.client.get("/desk/log.csv?lang=en")

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment; filename=musterstadt-log-" in answer.headers["Content-Disposition"]
    assert answer.data.startswith(b"\xef\xbb\xbf")
    head, newest, *older = table_of(answer.text)
    assert head == ["Number", "When", "Who", "What", "About", "Note", "Action"]
    assert newest == [
        "3",
        "2026-03-28 13:00:00+01:00",
        "The system",
        "Tickets were printed.",
        "Session 1",
        "Cards: 12, numbers 1 to 12",
        "tickets.print",
    ]
    assert [row[2] for row in older] == ["Ada Amt", "The system"]


def test_a_long_file_is_written_in_pieces_and_has_every_entry_once(house: House) -> None:
    keeper = office(house)
    note(*(Act("system", "field.add", f"field:{number}") for number in range(2 * activity.AT_A_TIME + 1)))

    rows = table_of(keeper.reads("/desk/log.csv?area=field&before=5"))[1:]

    assert [row[0] for row in rows] == [str(number) for number in range(2 * activity.AT_A_TIME + 2, 1, -1)]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", " =", "\t=", "\r=", "\u200b="])
def test_no_cell_of_the_file_becomes_a_formula(house: House, start: str) -> None:
    hostile = f'{start}HYPERLINK("https://evil.example")'
    keeper = office(house, name=hostile)
    note(Act("person:1", f"{start}x", f"{start}y:1", reason=hostile), Act(hostile, "field.add", "field:1"))

    rows = table_of(keeper.reads("/desk/log.csv"))

    assert len(rows) == 4
    for cell in (cell for row in rows for cell in row):
        bare = cell.lstrip(" \t\r\u200b")
        assert not bare or bare[0] not in "=+-@＝＋－＠"
    assert any(cell.startswith("'") for cell in rows[1])


def test_nothing_is_asked_for_when_nobody_is_wanted(house: House) -> None:
    with database.reading() as session:
        assert queries.log_entries(session, 1, Wanted(actor="person:1")) == []
        assert queries.actors_of(session, 1) == []
    assert set(PageKind)

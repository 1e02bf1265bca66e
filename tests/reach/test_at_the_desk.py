"""The administration decides what is asked, and reads whom it has not reached."""

import csv
import re
from io import StringIO

import pytest
from sqlalchemy import update

from participation.foundation import database
from participation.foundation.permissions import Role
from participation.reach.models import ReachCount, ReachQuestion
from participation.reach.rules import ANSWERED, UNSAID
from tests.conftest import House
from tests.ideas.test_board import counted_statements
from tests.reach.asking import ask, counters, people_answer, question, survey
from tests.townhall.office import Office, acts, office, office_in_one_process

REACH = "/desk/reach"
PUBLIC = "/process/konzept/reach"


@pytest.fixture
def desk(house: House) -> Office:
    return office(house)


def counts(key: str, answered: int, unsaid: int = 0, **answers: int) -> None:
    """What has been counted so far, as if many batches had come."""
    with database.transaction() as tx:
        mine = ReachQuestion.key == key
        found = tx.session.scalar(update(ReachQuestion).where(mine).values(batches=3).returning(ReachQuestion.id))
        for answer, people in {ANSWERED: answered, UNSAID: unsaid, **answers}.items():
            row = tx.session.get_one(ReachCount, (found, answer))
            row.counted = people


def decides(desk: Office, act: str, *, seen: str = "", **fields: str | list[str]) -> tuple[int, str]:
    answer = desk.sends(f"{REACH}/questions", act=act, revision=seen or str(survey().revision), **fields)  # type: ignore[arg-type] # several values
    return answer.status_code, answer.text


def figures(desk: Office, key: str, act: str = "keep", **fields: str) -> tuple[int, str]:
    answer = desk.sends(f"{REACH}/figures/{key}", act=act, revision=str(survey().revision), **fields)
    return answer.status_code, answer.text


AGES = {"amount-u18": "1.600", "amount-a18": "1500", "amount-a30": "2000", "amount-a45": "2 500", "amount-a65": "2400"}
SOURCE = {"source": "Melderegister <b>", "year": "2025"}


# --- what is asked


def test_the_questions_are_set_up_and_nothing_is_asked_yet(desk: Office) -> None:
    assert "Nobody is asked yet" in desk.reads(f"{REACH}?lang=en")

    assert desk.sends(f"{REACH}/questions", act="begin").status_code == 303
    assert desk.sends(f"{REACH}/questions", act="begin").status_code == 303

    assert (survey().asks, survey().public, question("age").asked) == (False, False, False)
    assert acts("reach") == [("reach.begin", "process:1")]
    assert "How old are you?" in desk.reads(f"{REACH}/questions?lang=en")


def test_the_office_says_what_is_asked(desk: Office) -> None:
    desk.sends(f"{REACH}/questions", act="begin")

    status, _ = decides(desk, "keep", asks="yes", asked=["age", "languages", "income"])

    assert status == 303
    assert (survey().asks, question("age").asked, question("gender").asked) == (True, True, False)
    assert acts("reach")[-1] == ("reach.switch", "process:1")


def test_a_question_without_answers_is_not_switched_on(desk: Office) -> None:
    desk.sends(f"{REACH}/questions", act="begin")

    status, page = decides(desk, "keep", asks="yes", asked=["age", "district"])

    assert status == 422
    assert "needs at least two answers" in page
    assert 'value="district" checked' in page
    assert not question("age").asked
    assert decides(desk, "keep", asks="yes")[0] == 422


def test_of_two_with_the_same_view_only_one_decides(desk: Office) -> None:
    desk.sends(f"{REACH}/questions", act="begin")
    seen = str(survey().revision)
    decides(desk, "keep", seen=seen, asked=["age"])

    status, page = decides(desk, "keep", seen=seen, asked=["gender"])

    assert status == 409
    assert "Somebody else changed this" in page
    assert 'value="gender" checked' in page
    assert question("age").asked


def test_an_act_that_is_none_is_refused(desk: Office) -> None:
    desk.sends(f"{REACH}/questions", act="begin")

    assert decides(desk, "explode")[0] == 400


# --- the answers


def test_the_town_words_its_parts_itself(desk: Office) -> None:
    ask("age")
    rows = {"choice": ["nord", "sued"], "choice_nord_de": "Nord", "choice_sued_de": "Süd <i>", "choice_sued_ar": "جنوب"}

    answer = desk.sends(f"{REACH}/questions/district", act="keep", revision=str(survey().revision), **rows)  # type: ignore[arg-type] # several values

    assert answer.status_code == 303
    assert [(one.key, dict(one.words)) for one in question("district").offered] == [
        ("nord", {"de": "Nord"}),
        ("sued", {"de": "Süd <i>", "ar": "جنوب"}),
    ]
    assert "Süd &lt;i&gt;" in desk.reads(f"{REACH}/questions")
    assert decides(desk, "keep", asks="yes", asked=["district"])[0] == 303


def test_rows_move_and_come_without_storing_anything(desk: Office) -> None:
    ask("age")
    page = desk.reads(f"{REACH}/questions/age")
    keys = re.findall(r'name="choice" value="([^"]+)"', page)
    sent = {"choice": keys} | {f"choice_{key}_de": key for key in keys}

    moved = desk.sends(f"{REACH}/questions/age", act="down-u18", **sent).text
    more = desk.sends(f"{REACH}/questions/age", act="more", **sent).text

    assert re.findall(r'name="choice" value="([^"]+)"', moved)[:2] == ["a18", "u18"]
    assert len(re.findall(r'name="choice" value="([^"]+)"', more)) == 6
    assert question("age").offered[0].key == "u18"


def test_an_answer_that_is_taken_out_keeps_what_was_counted(desk: Office, house: House) -> None:
    ask("gender")
    people_answer([{"gender": ["men"]}, {"gender": ["women"]}])
    rows = {"choice": ["women", "men"], "choice_women_de": "Frauen", "choice_men_de": "Männer"}

    desk.sends(f"{REACH}/questions/gender", act="keep", revision=str(survey().revision), **rows)  # type: ignore[arg-type] # several values

    assert [(one.key, one.gone) for one in question("gender").every_answer] == [
        ("women", False),
        ("men", False),
        ("diverse", True),
    ]
    counts("gender", 90, women=40, men=30, diverse=20)
    page = desk.reads(f"{REACH}?lang=en")
    assert "(not offered any more)" in page
    assert acts("reach")[-1] == ("reach.answers", "process:1")


@pytest.mark.parametrize("keys", [["one"], [f"k{number}" for number in range(31)]])
def test_too_few_or_too_many_answers_come_back_with_what_was_typed(desk: Office, keys: list[str]) -> None:
    ask("age")
    rows = {"choice": keys} | {f"choice_{key}_de": f"Wort {key}" for key in keys}

    answer = desk.sends(f"{REACH}/questions/age", act="keep", revision=str(survey().revision), **rows)  # type: ignore[arg-type] # several values

    assert answer.status_code == 422
    assert f"Wort {keys[0]}" in answer.text
    assert len(question("age").offered) == 5


def test_a_forged_key_is_no_counter(desk: Office) -> None:
    ask("age")
    rows = {"choice": [ANSWERED, "a", "b"], "choice_a_de": "A", "choice_b_de": "B", f"choice_{ANSWERED}_de": "C"}

    desk.sends(f"{REACH}/questions/age", act="keep", revision=str(survey().revision), **rows)  # type: ignore[arg-type] # several values

    assert [one.key for one in question("age").offered] == ["a", "b"]


# --- the town's figures


def test_the_towns_figures_are_kept_with_their_source(desk: Office) -> None:
    ask("age")

    status, _ = figures(desk, "age", unit="people", **AGES, **SOURCE)

    assert status == 303
    assert question("age").town.amounts == {"u18": 1600, "a18": 1500, "a30": 2000, "a45": 2500, "a65": 2400}
    page = desk.reads(f"{REACH}/figures/age?lang=en")
    assert 'name="amount-a45" inputmode="decimal" autocomplete="off" dir="ltr" maxlength="30" value="2500"' in page
    assert "Melderegister &lt;b&gt;" in page
    assert acts("reach")[-1] == ("reach.figures", "process:1")


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(desk: Office) -> None:
    ask("age")

    status, page = figures(desk, "age", unit="people", **{**AGES, "amount-a65": "viele"}, source="", year="25")

    assert status == 422
    assert page.count('aria-invalid="true"') == 3
    assert "“viele” is not a number" in page
    assert 'value="viele"' in page
    assert 'value="1.600"' in page
    assert question("age").figures == {}


def test_shares_that_are_no_whole_are_refused(desk: Office) -> None:
    ask("age")

    status, page = figures(desk, "age", unit="percent", **dict.fromkeys(AGES, "10"), **SOURCE)

    assert status == 422
    assert "The shares add up to 50 %, not to 100 %." in page


def test_where_several_may_be_true_shares_alone_are_taken(desk: Office) -> None:
    ask("languages")
    keys = [one.key for one in question("languages").offered]

    status, _ = figures(desk, "languages", **{f"amount-{key}": "12,5" for key in keys}, **SOURCE)

    assert (status, question("languages").unit) == (303, "percent")
    assert 'value="12.5"' in desk.reads(f"{REACH}/figures/languages")
    assert 'name="unit"' not in desk.reads(f"{REACH}/figures/languages")


def test_a_pasted_table_fills_the_fields_and_stores_nothing(desk: Office) -> None:
    ask("age")
    table = "unter 18;1.600\n18 to 29\t1500\n65 und älter;2400"

    status, page = figures(desk, "age", act="paste", pasted=table, **{"amount-a45": "77"})

    assert status == 200
    assert [re.findall(rf'name="amount-{key}"[^>]*value="([^"]*)"', page) for key in ("u18", "a18", "a45", "a65")] == [
        ["1.600"],
        ["1500"],
        ["77"],
        ["2400"],
    ]
    assert question("age").figures == {}


def test_a_table_that_cannot_be_read_says_which_line_and_stays(desk: Office) -> None:
    ask("age")

    status, page = figures(desk, "age", act="paste", pasted="unter 18;5\nüber 90;7 <script>", **{"amount-a45": "77"})

    assert status == 422
    assert "Line 2: there is no answer “über 90”" in page
    assert "über 90;7 &lt;script&gt;" in page
    assert 'value="77"' in page


# --- the picture


def picture(desk: Office) -> None:
    """A town whose old people have hardly answered."""
    ask("age", "languages")
    figures(desk, "age", unit="people", **AGES, **SOURCE)
    counts("age", 203, 14, u18=3, a18=48, a30=101, a45=51, a65=4)
    counts("languages", 181, 31, de=121, tr=33, ar=17, uk=8)


def test_the_picture_says_whom_it_has_not_reached(desk: Office) -> None:
    picture(desk)

    page = desk.reads(f"{REACH}?lang=en")

    assert "About 205 people answered." in page
    assert "About 15 people would rather not say." in page
    missing = re.findall(r"<li><b>(.*?)</b> (.*?)</li>", page)
    assert [(re.sub("<.*?>", "", group), says) for group, says in missing] == [
        ("Age: 65 and older", "About 40 people more would have to take part."),
        ("Age: under 18", "About 25 people more would have to take part."),
    ]
    assert "fewer than 10" in page
    assert "Fewer here than in the town: at most 4% instead of 24%." in page
    assert "More here than in the town: 49% instead of 20%." in page
    assert "of 100, very probably between" in page
    assert "The town&#39;s own figures are still missing for: Languages at home" in " ".join(
        re.sub("<.*?>", " ", page).split()
    )
    assert "Melderegister &lt;b&gt;" in page


def test_no_exact_number_leaves_the_house(desk: Office) -> None:
    picture(desk)

    said = re.sub("<.*?>", " ", desk.reads(f"{REACH}?lang=en")) + desk.reads(f"{REACH}.csv?lang=en")

    assert not re.findall(r"\b(?:203|48|101|51|14|181|31|121|33|17)\b", said)


def test_the_file_hides_what_the_page_hides(desk: Office) -> None:
    picture(desk)

    answer = desk.client.get(f"{REACH}.csv?lang=en")

    assert answer.headers["Content-Disposition"].startswith("attachment; filename=konzept-reach-")
    rows = list(csv.reader(StringIO(answer.get_data(as_text=True).lstrip("\ufeff")), delimiter=";"))
    table = {(row[0], row[1]): row[2:6] for row in rows}
    assert rows[0][:3] == ["Question", "Answer", "People (rounded)"]
    assert table["Age", "65 and older"][:3] == ["fewer than 10", "", "24"]
    assert table["Age", "30 to 44"][:3] == ["100", "49", "20"]
    assert table["Languages at home", "Turkish"][:3] == ["35", "19", ""]


def test_without_answers_the_picture_says_so(desk: Office) -> None:
    ask("age")

    page = desk.reads(f"{REACH}?lang=en")

    assert "Not enough answers yet." in page


def test_waiting_answers_are_seen_by_nobody(desk: Office) -> None:
    ask("age")
    before = re.sub(r"\d\d:\d\d", "", desk.reads(f"{REACH}?lang=en"))

    people_answer([{"age": ["a65"]}] * 11)

    assert counters("age")["a65"] == (11, 0)
    assert re.sub(r"\d\d:\d\d", "", desk.reads(f"{REACH}?lang=en")) == before


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.OBSERVER, 200),
        (Role.STEERING, 200),
        (Role.COMPANION, 200),
        (Role.ADMINISTRATION, 200),
        (Role.MODERATOR, 403),
        (Role.INTERPRETER, 403),
    ],
)
def test_who_reads_it_and_who_changes_it(house: House, role: Role, status: int) -> None:
    ask("age")
    for reader in (office(house, role), office_in_one_process(house, role)):
        assert reader.client.get(REACH).status_code == status
        assert reader.client.get(f"{REACH}.csv").status_code == status
        changes = 200 if role is Role.ADMINISTRATION else 403
        assert reader.client.get(f"{REACH}/questions").status_code == changes
        assert reader.client.get(f"{REACH}/figures/age").status_code == changes
        assert ("Questions and figures" in reader.reads(f"{REACH}?lang=en")) == (changes == 200)
        assert ('href="/desk/reach' in reader.reads("/desk/me")) == (status == 200)


def test_everybody_sees_it_only_after_the_office_says_so(desk: Office, house: House) -> None:
    picture(desk)
    resident = house.resident()
    assert resident.client.get(PUBLIC).status_code == 404
    assert PUBLIC not in resident.reads("/process/konzept")

    assert decides(desk, "publish")[0] == 303

    page = resident.reads(f"{PUBLIC}?lang=en")
    assert "Whom we have not reached" in page
    assert "fewer than 10" in page
    assert PUBLIC in resident.reads("/process/konzept")
    assert decides(desk, "unpublish")[0] == 303
    assert resident.client.get(PUBLIC).status_code == 404
    assert [act for act, _ in acts("reach")][-2:] == ["reach.publish", "reach.unpublish"]


def test_a_picture_of_many_answers_costs_as_much_as_one_of_few(desk: Office) -> None:
    ask("age")
    with counted_statements() as few:
        desk.reads(REACH)
    ask("age", "gender", "languages")
    with counted_statements() as many:
        desk.reads(REACH)

    assert len(few) == len(many)


@pytest.mark.parametrize("address", ["questions/income", "figures/income", "questions/age", "figures/age"])
def test_what_is_not_there_is_not_found(desk: Office, address: str) -> None:
    assert desk.client.get(f"{REACH}/{address}").status_code == 404

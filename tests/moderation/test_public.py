"""The public page: how contributions are reviewed, in words and figures, without a text or a name."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from participation.contributions.rules import LanguageBy, Source, Status
from participation.contributions.service import Said, receive
from participation.foundation import clock, database
from participation.foundation.municipality import found_municipality
from participation.foundation.permissions import Actor, Role
from participation.moderation import service
from participation.moderation.figures import Figures, figures
from participation.moderation.models import Case, Decision
from participation.moderation.periods import Period, Span, periods, without_the_time_before
from participation.moderation.rules import BY_HAND, REASON_NAMES, Reason
from participation.people import service as people
from participation.people.models import Person
from participation.process.models import Format
from participation.process.service import RUNNING, open_idea_collection, plan_process
from tests.conftest import SAME_ORIGIN, House
from tests.ideas.test_board import counted_statements

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def max_beispiel(tx: database.Transaction) -> Actor:
    """The moderator of these figures; a decision is somebody's."""
    known = tx.session.scalar(select(Person.id).where(Person.name == "Max Beispiel"))
    number = known or people.open_account(tx, 1, "Max Beispiel", [Role.MODERATOR]).id
    return Actor(1, number, frozenset({Role.MODERATOR}), "Max Beispiel")


# --- periods ---------------------------------------------------------------------------------------------------------


def test_a_year_is_told_in_quarters_the_present_one_first() -> None:
    assert periods(Span.QUARTER, date(2026, 2, 28)) == [
        Period(date(2026, 1, 1), date(2026, 4, 1)),
        Period(date(2025, 10, 1), date(2026, 1, 1)),
        Period(date(2025, 7, 1), date(2025, 10, 1)),
        Period(date(2025, 4, 1), date(2025, 7, 1)),
    ]


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1)), st.sampled_from(Span))
def test_periods_hold_the_day_and_leave_no_gap(today: date, span: Span) -> None:
    told = periods(span, today)

    assert told[0].first <= today < told[0].after
    assert [later.first for later in told[:-1]] == [earlier.after for earlier in told[1:]]
    assert told[0].after.replace(year=told[0].after.year - 1) == told[-1].first


def test_the_time_before_the_first_contribution_is_not_shown() -> None:
    told = periods(Span.QUARTER, date(2026, 2, 28))

    assert without_the_time_before(told, [0, 0, 0, 0]) == told[:1]
    assert without_the_time_before(told, [0, 7, 0, 0]) == told[:2]
    assert without_the_time_before(told, [0, 0, 0, 1]) == told


# --- figures ---------------------------------------------------------------------------------------------------------


@pytest.fixture(params=["house", "house_on_postgres"])
def any_house(request: pytest.FixtureRequest) -> House:
    """On both databases: times are counted in the words of each."""
    found: House = request.getfixturevalue(request.param)
    return found


def comes(at: datetime, source: Source = Source.WEB, collection: int = 1) -> int:
    """A contribution that waits; the number of its case."""
    said = Said("Mehr Bänke", "de", LanguageBy.AUTHOR, source=source, created_at=at)
    with clock.held_at(at), database.transaction() as tx:
        idea = receive(tx, said, into=tx.session.get_one(Format, collection), author_id=None, status=Status.WAITING)
        return tx.session.query(Case).filter_by(contribution_id=idea.id).one().id


def is_decided(case_id: int, at: datetime, reason: Reason | None = None) -> None:
    with clock.held_at(at), database.transaction() as tx:
        case = tx.session.get_one(Case, case_id)
        if reason is None:
            service.publish(tx, case, by=max_beispiel(tx), seen=case.revision)
        else:
            service.reject(tx, case, reason=reason, note="", by=max_beispiel(tx), seen=case.revision)


def is_undone(case_id: int) -> None:
    with database.transaction() as tx:
        case = tx.session.get_one(Case, case_id)
        service.undo(tx, case, by=max_beispiel(tx), seen=case.revision)


def told(span: Span = Span.QUARTER) -> Figures:
    with database.reading() as session:
        return figures(session, 1, periods(span, NOW.date()))


def days(count: float) -> timedelta:
    return timedelta(days=count)


def test_each_contribution_counts_where_it_came_and_where_it_was_decided(any_house: House) -> None:
    old, new, waits = comes(NOW - days(60)), comes(NOW - days(1)), comes(NOW)
    is_decided(old, NOW - days(58), Reason.INSULT)
    is_decided(new, NOW)

    found = told(Span.MONTH)

    assert [(line.received, line.published, line.restricted) for line in found.lines[:4]] == [
        (2, 1, 0),
        (0, 0, 0),
        (1, 0, 1),
        (0, 0, 0),
    ]
    assert found.by_reason == {Reason.INSULT: 1}
    assert found.waiting == 1
    assert waits


def test_half_were_decided_within_the_median(any_house: House) -> None:
    for hours in (1, 2, 3, 100):
        is_decided(comes(NOW - timedelta(hours=hours)), NOW)
    is_decided(comes(NOW - days(91)), NOW - days(90))

    medians = [line.median for line in told().lines]

    assert medians[0] is not None
    assert abs(medians[0] - timedelta(hours=2.5)) < timedelta(seconds=1)
    assert medians[1] is not None
    assert abs(medians[1] - days(1)) < timedelta(seconds=1)
    assert medians[2:] == [None, None]


def test_the_first_decision_counts_for_the_time_and_the_last_for_the_outcome(house: House) -> None:
    case = comes(NOW - days(10))
    is_decided(case, NOW - days(8), Reason.OFF_TOPIC)
    is_undone(case)
    is_decided(case, NOW)

    [line, *_] = told().lines

    assert (line.published, line.restricted) == (1, 0)
    assert line.median is not None
    assert abs(line.median - days(2)) < timedelta(seconds=1)


def test_what_was_undone_counts_nowhere(house: House) -> None:
    case = comes(NOW)
    is_decided(case, NOW, Reason.OFF_TOPIC)
    is_undone(case)

    found = told()

    assert (found.lines[0].published, found.lines[0].restricted, found.by_reason) == (0, 0, {})
    assert found.waiting == 1


def test_what_another_system_sent_or_decided_is_not_ours(house: House) -> None:
    imported = comes(NOW, Source.IMPORT)
    with clock.held_at(NOW), database.transaction() as tx:
        tx.session.add(
            Decision(municipality_id=1, case_id=imported, verdict="reject", reason=Reason.SOURCE, at=clock.now())
        )

    [line, *_] = told().lines

    assert (line.received, line.restricted, line.median) == (0, 0, None)


def test_a_day_begins_at_midnight_of_the_town(house: House) -> None:
    comes(datetime(2026, 9, 30, 22, 30, tzinfo=UTC))  # half past midnight in Musterstadt

    assert [line.received for line in told().lines] == [1, 0, 0, 0]


def test_the_neighbours_figures_are_theirs(house: House) -> None:
    with database.transaction() as tx:
        town = found_municipality(tx, slug="nachbarstadt", name="Nachbarstadt")
        process = plan_process(tx, town, title={"de": "Konzept"}, question={}, lead={}, phases=[RUNNING])
        theirs = open_idea_collection(tx, process, slug="n", title={"de": "N"}, question={"de": "Was?"}).id
    comes(NOW, collection=theirs)

    found = told()

    assert [line.received for line in found.lines] == [0, 0, 0, 0]
    assert found.waiting == 0


def test_reports_and_appeals_are_counted_where_they_came(house: House) -> None:
    author, reader, moderator = house.resident(), house.resident(), house.moderator()
    with clock.held_at(NOW):
        idea = author.posts("Der Hausmeister schreit.")
        moderator.approves(idea)
        form = {"reason": "insult", "words": "Das ist eine Beleidigung.", "good_faith": "yes"}
        assert reader.client.post(f"/report/{idea}", data=form, headers=SAME_ORIGIN).status_code == 303

        page = house.resident().reads("/moderation?lang=en")

    assert [line.more for line in told().lines] == [[1, 0, 0], [0] * 3, [0] * 3, [0] * 3]
    assert '<th scope="col" class="r">Reports</th>' in page


# --- the page --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["de", "en", "tr", "ar"])
def test_everybody_reads_the_rules_and_that_no_machine_decides(house: House, lang: str) -> None:
    answer = house.resident().client.get(f"/moderation?lang={lang}")

    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert answer.text.count('<li class="card"><h3>') == len(BY_HAND)
    if lang == "en":
        assert "No machine decides" in answer.text
        assert [rule for rule in BY_HAND if REASON_NAMES[rule] not in answer.text] == []


def test_the_figures_hold_no_text_and_no_name(house: House) -> None:
    idea = house.resident().posts("Mehr Bänke im Park")
    house.moderator().decides(idea, "reject", reason="off_topic", note="Bitte im anderen Verfahren")

    page = house.resident().reads("/moderation?lang=en")

    assert "Mehr Bänke" not in page
    assert "Max Beispiel" not in page
    assert "Bitte im anderen" not in page
    assert '<td class="r num">1</td>' in page


def test_quarters_and_months_have_names_in_the_readers_language(house: House) -> None:
    with clock.held_at(NOW):
        comes(NOW - days(91))
        reader = house.resident()

        assert "4th quarter 2026" in reader.reads("/moderation?lang=en")
        assert "3. Quartal 2026" in reader.reads("/moderation?lang=de")
        months = reader.reads("/moderation?lang=en&by=month")
    assert "November 2026" in months
    assert "August 2026" in months
    assert "July 2026" not in months


def test_the_page_is_linked_from_the_foot_of_every_page(house: House) -> None:
    assert 'href="/moderation"' in house.resident().reads("/ideas/ideen")


def test_one_and_three_contributions_cost_the_same_statements(house: House) -> None:
    reader = house.resident()
    is_decided(comes(NOW), NOW)
    with counted_statements() as one:
        reader.reads("/moderation")
    for _ in range(2):
        is_decided(comes(NOW - days(100)), NOW, Reason.INSULT)
    with counted_statements() as three:
        reader.reads("/moderation")

    assert len(one) == len(three) <= 9  # three of them count reports and appeals

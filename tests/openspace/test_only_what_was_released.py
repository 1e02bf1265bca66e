"""Whatever happens in an open space, in whatever order: screens show what was let through and is still there."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from participation.contributions import service as contributions
from participation.contributions.models import Contribution
from participation.foundation import chance, database
from participation.foundation.database import Transaction
from participation.foundation.messages import Refused
from participation.foundation.permissions import Actor, Role
from participation.languages.hearing import Written
from participation.live import fanout
from participation.live.rules import Audience, Screen
from participation.moderation import service as moderation
from participation.moderation.models import Case
from participation.moderation.rules import Reason
from participation.openspace import arranging, calling, planning, queries, service
from participation.openspace.models import Action, InSpace, Report, Space, Topic
from participation.openspace.rules import Part, StepKind
from participation.openspace.service import Agreed, Concern, Told
from participation.people import service as people
from participation.people.models import Person
from participation.sessions import service as sessions
from participation.sessions.models import LiveSession
from tests.conftest import House
from tests.openspace.hall import OpenSpace, open_space, step_of


@dataclass
class Words:
    text: str
    table: type[InSpace]
    let_through: bool = False
    gone: bool = False


@dataclass
class Expected:
    """What should be: words by their contribution, and which step the hall looks at."""

    words: dict[int, Words] = field(default_factory=dict)
    on: StepKind = StepKind.TOPICS

    def shown(self, *tables: type[InSpace]) -> set[str]:
        return {one.text for one in self.words.values() if one.let_through and not one.gone and one.table in tables}


class Market(RuleBasedStateMachine):
    """One hall; each run goes on in it with new words."""

    hall: OpenSpace
    desk: Actor

    @initialize()
    def begins(self) -> None:
        self.told = Expected()
        self.looks(StepKind.TOPICS)
        with database.transaction() as tx:
            calling.call(tx, self.space(tx), None, by=self.desk)
            self.space(tx).at_mic_id = None

    def live(self, tx: Transaction) -> LiveSession:
        return tx.session.get_one(LiveSession, 1)

    def space(self, tx: Transaction) -> Space:
        return queries.space_at(tx.session, 1)

    def guest(self, tx: Transaction) -> Actor:
        guest, _ = people.welcome_guest(tx, 1, self.hall.house.settings.secret_key)
        return Actor(1, guest.id)

    def keeps(self, place: InSpace, text: str, *, let_through: bool = False) -> None:
        assert place.contribution_id is not None
        self.told.words[place.contribution_id] = Words(text, type(place), let_through)

    def some(self, data: st.DataObject, table: type[InSpace] | None = None, **wanted: bool) -> int | None:
        found = [
            about
            for about, one in self.told.words.items()
            if not one.gone
            and table in {None, one.table}
            and wanted.get("let_through", one.let_through) == one.let_through
        ]
        return data.draw(st.sampled_from(found)) if found else None

    def place(self, tx: Transaction, about: int) -> Any:
        found = queries.place_of(tx.session, about)
        assert found is not None
        return found

    # --- what people do

    @rule()
    def a_phone_brings_a_concern(self) -> None:
        text = f"Anliegen {chance.token()[:10]}"
        with database.transaction() as tx:
            concern = Concern(Written(text, "de", "de"), "Gast")
            self.keeps(service.bring_topic(tx, self.space(tx), concern, by=self.guest(tx)), text)

    @rule(data=st.data())
    def a_group_reports(self, data: st.DataObject) -> None:
        about = self.some(data, Topic, let_through=True)
        if about is None:
            return
        text = f"Bericht {chance.token()[:10]}"
        with database.transaction() as tx:
            told = Told({Part.SAID: text}, "de", "de")
            report = service.report(tx, self.space(tx), self.place(tx, about), told, by=self.guest(tx))
            self.keeps(report, text)

    @rule()
    def somebody_agrees_to_do_something(self) -> None:
        text = f"Schritt {chance.token()[:10]}"
        with database.transaction() as tx:
            agreed = Agreed(Written(text, "de", "de"))
            self.keeps(service.agree(tx, self.space(tx), agreed, by=self.guest(tx)), text)

    @rule(data=st.data())
    def the_desk_lets_through(self, data: st.DataObject) -> None:
        about = self.some(data, let_through=False)
        if about is None:
            return
        with database.transaction() as tx:
            case = tx.session.query(Case).filter_by(contribution_id=about).one()
            place = self.place(tx, about)
            service.release(tx, self.space(tx), type(place), [(place.id, case.revision)], by=self.desk)
        self.told.words[about].let_through = True

    @rule(data=st.data())
    def the_queue_hides(self, data: st.DataObject) -> None:
        about = self.some(data)
        if about is None:
            return
        with database.transaction() as tx:
            case = tx.session.query(Case).filter_by(contribution_id=about).one()
            moderation.reject(tx, case, reason=Reason.OFF_TOPIC, note="", by=self.desk, seen=case.revision)
        self.told.words[about].gone = True

    @rule(data=st.data())
    def somebody_takes_theirs_back(self, data: st.DataObject) -> None:
        about = self.some(data)
        if about is None:
            return
        with database.transaction() as tx:
            said = tx.session.get_one(Contribution, about)
            contributions.withdraw(tx, said, author_id=said.author_id or 0)
        self.told.words[about].gone = True

    @rule(data=st.data(), verb=st.sampled_from(["place", "free", "join", "swap"]))
    def the_marketplace_changes(self, data: st.DataObject, verb: str) -> None:
        about, other = self.some(data, Topic), self.some(data, Topic)
        if about is None or other is None:
            return
        try:
            with database.transaction() as tx:
                space, one, two = self.space(tx), self.place(tx, about), self.place(tx, other)
                if verb == "place":
                    rooms, slots = queries.rooms_of(tx.session, space), queries.slots_of(tx.session, space)
                    room, slot = data.draw(st.sampled_from(rooms)), data.draw(st.sampled_from(slots))
                    arranging.place(tx, space, (one.id, one.revision), room.id, slot.id, by=self.desk)
                elif verb == "free":
                    arranging.free(tx, space, (one.id, one.revision), by=self.desk)
                elif verb == "join":
                    arranging.join(tx, space, (one.id, one.revision), two.id, by=self.desk)
                else:
                    seen = (one.id, one.revision), (two.id, two.revision)
                    arranging.swap(tx, space, *seen, by=self.desk)
        except Refused:
            pass  # a place that is taken, a concern and itself: nothing has changed

    @rule()
    def an_act_is_taken_back(self) -> None:
        try:
            with database.transaction() as tx:
                arranging.undo(tx, self.space(tx), by=self.desk)
        except Refused:
            pass  # there is none, or somebody stands there now

    @rule()
    def the_next_one_is_called(self) -> None:
        with database.transaction() as tx:
            calling.call(tx, self.space(tx), None, by=self.desk)

    @rule(kind=st.sampled_from(list(StepKind)))
    def looks(self, kind: StepKind) -> None:
        with database.transaction() as tx:
            sessions.select_step(tx, self.live(tx), step_of(kind), by=self.desk)
        self.told.on = kind

    # --- what must be true

    @invariant()
    def the_screen_shows_what_was_let_through_and_is_there(self) -> None:
        html = self.frame(Screen.PROJECTOR, "ar")
        found = {one.text for one in self.told.words.values() if one.text in html}
        topics = self.told.shown(Topic)
        if self.told.on is StepKind.TOPICS and 'class="mic"' in html:
            assert found <= topics  # one of them, and the next three
        elif self.told.on is StepKind.REPORTS:
            assert found - topics == self.told.shown(Report)
            assert found <= topics | self.told.shown(Report)
        elif self.told.on is StepKind.ACTIONS:
            assert found == self.told.shown(Action)
        else:
            assert found == topics

    @invariant()
    def phones_and_everybody_read_no_more(self) -> None:
        readable = self.told.shown(Topic, Report, Action)
        for html in (self.frame(Screen.PHONE, "de"), self.hall.reads(), self.hall.reads("/book")):
            assert {one.text for one in self.told.words.values() if one.text in html} <= readable
        assert {one.text for one in self.told.words.values() if one.text in self.hall.reads()} == readable

    @invariant()
    def no_place_has_two_concerns_and_what_goes_on_elsewhere_has_none(self) -> None:
        with database.reading() as session:
            rows = queries.topics_of(session, queries.space_at(session, 1))
        there = [(one.room_id, one.slot_id) for one in rows if one.room_id is not None]
        assert len(there) == len(set(there))
        by_id = {one.id: one for one in rows}
        for one in rows:
            assert (one.room_id is None) == (one.slot_id is None)
            if one.part_of_id is not None:
                assert one.room_id is None
                assert by_id[one.part_of_id].id != one.id

    def frame(self, screen: Screen, lang: str) -> str:
        return str(fanout.current().frame(Audience(self.hall.evening.topic, screen, lang))["html"])


@pytest.mark.parametrize(
    ("examples", "steps"), [(3, 12), pytest.param(50, 40, marks=[pytest.mark.slow, pytest.mark.timeout(3600)])]
)
def test_only_what_was_let_through_reaches_a_screen(house: House, examples: int, steps: int) -> None:
    moderator = house.moderator()
    with database.reading() as session:
        person = session.query(Person).filter_by(name="Max Beispiel").one().id
    Market.hall = open_space(house, moderator=moderator)
    Market.desk = Actor(1, person, frozenset({Role.MODERATOR}), "Max Beispiel")
    with database.transaction() as tx:
        planning.add_rooms(tx, queries.space_at(tx.session, 1), ["Keller"], by=Market.desk)
    run_state_machine_as_test(
        Market,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
        ),
    )

"""Whatever happens with cards, in whatever order: screens show exactly what was let through and is still there."""

from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from participation.cardwall import arranging, queries, service
from participation.cardwall.models import Wall
from participation.contributions import service as contributions
from participation.contributions.models import Contribution
from participation.foundation import chance, database
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor, Role
from participation.languages.hearing import Written
from participation.live import fanout
from participation.live.rules import Audience, Screen
from participation.moderation import service as moderation
from participation.moderation.models import Case
from participation.moderation.rules import Reason
from participation.people import service as people
from participation.people.models import Person
from participation.sessions import service as sessions
from participation.sessions.models import LiveSession
from participation.sessions.queries import steps_of
from participation.sessions.rules import View
from participation.sessions.sheet import Notes
from tests.cardwall.hall import Hall, open_hall
from tests.conftest import House


@dataclass
class Card:
    text: str
    let_through: bool = False
    gone: bool = False


@dataclass
class Told:
    """What should be: cards by number, whether they are covered, and whether the wall is what the hall looks at."""

    covered: bool
    cards: dict[int, Card] = field(default_factory=dict)
    on: bool = True

    def shown(self) -> set[str]:
        if self.covered or not self.on:
            return set()
        return {card.text for card in self.cards.values() if card.let_through and not card.gone}


class Wallpaper(RuleBasedStateMachine):
    """One hall; each run is a new wall in it."""

    hall: Hall
    desk: Actor
    guest: Actor

    @initialize(covered=st.booleans())
    def stands(self, covered: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
        self.told = Told(covered)
        with database.transaction() as tx:
            live = self.live(tx)
            wall = service.plan_wall(tx, live, {"de": "Was fehlt?"}, Notes(), hidden=covered, by=self.desk)
            sessions.select_step(tx, live, wall.step_id, by=self.desk)
            self.wall_id, self.step, self.public_id = wall.id, wall.step_id, wall.public_id
            self.other = next(one.id for one, _ in steps_of(tx.session, live) if one.id != wall.step_id)

    def live(self, tx: Transaction) -> LiveSession:
        return tx.session.get_one(LiveSession, 1)

    def wall(self, tx: Transaction) -> Wall:
        return tx.session.get_one(Wall, self.wall_id)

    def case(self, tx: Transaction, number: int) -> Case:
        about = self.contribution(tx, number).id
        return tx.session.query(Case).filter_by(contribution_id=about).one()

    def contribution(self, tx: Transaction, number: int) -> Contribution:
        [card] = [one for one in queries.cards_of(tx.session, self.wall(tx)) if one.number == number]
        assert card.contribution is not None
        return card.contribution

    def some(self, data: st.DataObject, *, let_through: bool | None = None) -> int | None:
        found = [
            number
            for number, card in self.told.cards.items()
            if not card.gone and let_through in {None, card.let_through}
        ]
        return data.draw(st.sampled_from(found)) if found else None

    # --- what people do

    @rule()
    def a_phone_writes(self) -> None:
        text = f"Gedanke {chance.token()[:10]}"
        with database.transaction() as tx:
            guest, _ = people.welcome_guest(tx, 1, self.hall.house.settings.secret_key)
            card = service.write_card(tx, self.wall(tx), Written(text, "de", "de"), by=Actor(1, guest.id))
            self.told.cards[card.number] = Card(text)

    @rule()
    def the_desk_writes_for_somebody(self) -> None:
        text = f"Gesagt {chance.token()[:10]}"
        with database.transaction() as tx:
            card = service.enter_card(tx, self.wall(tx), Written(text, "de", "de"), by=self.desk)
            self.told.cards[card.number] = Card(text, let_through=True)

    @rule(data=st.data())
    def the_desk_lets_through(self, data: st.DataObject) -> None:
        number = self.some(data, let_through=False)
        if number is None:
            return
        with database.transaction() as tx:
            [card] = [one for one in queries.cards_of(tx.session, self.wall(tx)) if one.number == number]
            service.release(tx, self.wall(tx), [(card.id, self.case(tx, number).revision)], by=self.desk)
        self.told.cards[number].let_through = True

    @rule(data=st.data())
    def the_queue_hides(self, data: st.DataObject) -> None:
        number = self.some(data)
        if number is None:
            return
        with database.transaction() as tx:
            case = self.case(tx, number)
            moderation.reject(tx, case, reason=Reason.OFF_TOPIC, note="", by=self.desk, seen=case.revision)
        self.told.cards[number].gone = True

    @rule(data=st.data())
    def somebody_takes_theirs_back(self, data: st.DataObject) -> None:
        number = self.some(data)
        if number is None:
            return
        with database.transaction() as tx:
            said = self.contribution(tx, number)
            if said.author_id is None:
                return
            contributions.withdraw(tx, said, author_id=said.author_id)
        self.told.cards[number].gone = True

    @rule()
    def the_cards_are_uncovered(self) -> None:
        with database.transaction() as tx:
            service.reveal(tx, self.wall(tx), by=self.desk)
        self.told.covered = False

    @rule(data=st.data())
    def cards_are_put_together(self, data: st.DataObject) -> None:
        number = self.some(data)
        if number is None:
            return
        with database.transaction() as tx:
            [card] = [one for one in queries.cards_of(tx.session, self.wall(tx)) if one.number == number]
            arranging.put_together(tx, self.wall(tx), [(card.id, card.revision)], {}, by=self.desk)

    @rule()
    def an_act_is_taken_back(self) -> None:
        with database.transaction() as tx:
            if queries.last_act(tx.session, self.wall(tx), self.desk.person_id):
                arranging.undo(tx, self.wall(tx), by=self.desk)

    @rule()
    def the_hall_looks_elsewhere(self) -> None:
        with database.transaction() as tx:
            sessions.select_step(tx, self.live(tx), self.other, by=self.desk)
        self.told.on = False

    @rule()
    def the_hall_looks_here(self) -> None:
        with database.transaction() as tx:
            sessions.select_step(tx, self.live(tx), self.step, by=self.desk)
        self.told.on = True

    @rule()
    def the_screen_is_dark_for_a_moment(self) -> None:
        with database.transaction() as tx:
            sessions.show(tx, self.live(tx), View.BLANK, by=self.desk)
        with database.transaction() as tx:
            sessions.show(tx, self.live(tx), View.STEP, by=self.desk)

    # --- what must be true

    @invariant()
    def the_screen_shows_what_was_let_through_and_is_there(self) -> None:
        for lang in ("de", "ar"):
            html = self.frame(Screen.PROJECTOR, lang)
            assert {card.text for card in self.told.cards.values() if card.text in html} == self.told.shown()

    @invariant()
    def phones_get_no_words_of_cards(self) -> None:
        html = self.frame(Screen.PHONE, "de")
        assert [card.text for card in self.told.cards.values() if card.text in html] == []

    @invariant()
    def the_page_for_everybody_shows_no_more_than_the_screen(self) -> None:
        page = self.hall.house.resident().reads(f"/walls/{self.public_id}?lang=de")
        readable = self.told.shown() if self.told.on else Told(self.told.covered, self.told.cards).shown()
        assert {card.text for card in self.told.cards.values() if card.text in page} == readable

    def frame(self, screen: Screen, lang: str) -> str:
        return str(fanout.current().frame(Audience(self.hall.evening.topic, screen, lang))["html"])


@pytest.mark.parametrize(
    ("examples", "steps"), [(4, 12), pytest.param(60, 40, marks=[pytest.mark.slow, pytest.mark.timeout(3600)])]
)
def test_only_what_was_let_through_reaches_a_screen(house: House, examples: int, steps: int) -> None:
    moderator = house.moderator()
    with database.reading() as session:
        person = session.query(Person).filter_by(name="Max Beispiel").one().id
    Wallpaper.hall = open_hall(house, moderator=moderator)
    Wallpaper.desk = Actor(1, person, frozenset({Role.MODERATOR}), "Max Beispiel")
    run_state_machine_as_test(
        Wallpaper,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
        ),
    )

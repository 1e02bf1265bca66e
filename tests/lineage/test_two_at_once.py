"""On PostgreSQL two really act at once: of two moderators one is faster, and nobody's support slips through."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import func, select

from participation.contributions.models import Contribution, LineageStep, Support
from participation.contributions.rules import StandsElsewhere
from participation.foundation import database
from participation.foundation.messages import Refused
from participation.lineage import service
from participation.lineage.rules import NotOnTheBoard, SteppedMeanwhile
from participation.lineage.service import OwnText
from tests.conftest import House
from tests.lineage.hall import Idea, joins, told
from tests.moderation.hall import colleague, guest


@dataclass
class Racer:
    """One of those who act at once, and how it ended for them."""

    act: Callable[[], object]
    refused: list[Refused] = field(default_factory=list)

    def runs(self, together: threading.Barrier) -> None:
        together.wait()
        try:
            self.act()
        except Refused as refused:
            self.refused.append(refused)


def race(*acts: Callable[[], object]) -> list[Racer]:
    together = threading.Barrier(len(acts))
    racers = [Racer(act) for act in acts]
    threads = [threading.Thread(target=racer.runs, args=(together,)) for racer in racers]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return racers


def test_of_two_moderators_who_join_the_same_idea_one_is_faster(house_on_postgres: House) -> None:
    by = [colleague("Max Beispiel"), colleague("Aylin Örnek")]
    for number in range(4):
        one, first, second = (told(f"{name} {number}") for name in ("Bänke", "Sitze", "Schatten"))

        racers = race(
            lambda one=one, to=first: joins(one, to, by[0], seen=0),  # type: ignore[misc]
            lambda one=one, to=second: joins(one, to, by[1], seen=0),  # type: ignore[misc]
        )

        [late] = [refused for racer in racers for refused in racer.refused]
        assert isinstance(late, SteppedMeanwhile)
        assert late.facts["name"] in {"Max Beispiel", "Aylin Örnek"}
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(LineageStep)) == 4


def test_two_who_join_two_ideas_to_each_other_make_no_circle(house_on_postgres: House) -> None:
    by = colleague("Max Beispiel")
    for number in range(4):
        one, other = told(f"Bänke {number}"), told(f"Sitze {number}")

        racers = race(
            lambda one=one, other=other: joins(one, other, by),  # type: ignore[misc]
            lambda one=one, other=other: joins(other, one, by),  # type: ignore[misc]
        )

        [late] = [refused for racer in racers for refused in racer.refused]
        assert isinstance(late, NotOnTheBoard)
        assert sorted([one.standing, other.standing]) == ["joined", "own"]


def test_support_given_while_ideas_are_put_together_counts_there_or_is_refused(house_on_postgres: House) -> None:
    by, residents = colleague("Max Beispiel"), [guest() for _ in range(3)]
    for number in range(3):
        ideas = [told(f"{name} {number}") for name in ("Bänke", "Sitze")]

        def merge(ideas: list[Idea] = ideas, number: int = number) -> None:
            with database.transaction() as tx:
                rows = [tx.session.get_one(Contribution, one.id) for one in ideas]
                service.merge(tx, rows, OwnText(f"Zusammen {number}", "de"), by=by)

        racers = race(merge, *(lambda who=who, one=ideas[0]: one.supported(who) for who in residents))

        late = [refused for racer in racers for refused in racer.refused]
        assert [type(one) for one in late] == [StandsElsewhere] * len(late)
        counted = ideas[0].supporters()
        assert counted == len(residents) - len(late)
        with database.reading() as session:
            came = session.scalar(select(func.count(Support.step_id)).where(Support.contribution_id == ideas[1].id + 1))
        assert came == counted

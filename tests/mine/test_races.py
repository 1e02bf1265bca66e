"""Two at the same moment, on PostgreSQL with real threads: an edit and a decision, two edits, an edit and support."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import select

from participation.contributions.models import Contribution, Revision
from participation.contributions.rules import LanguageBy, Status
from participation.contributions.service import Said, add_support, receive
from participation.foundation import database
from participation.foundation.database import Transaction
from participation.foundation.messages import ChangedMeanwhile, Refused
from participation.foundation.permissions import Actor
from participation.mine import service as mine
from participation.mine.rules import ChangedElsewhere, IsWithdrawn, Kept
from participation.moderation import service as moderation
from participation.moderation.models import Case
from participation.moderation.rules import NewHere, WithdrawnByAuthor
from participation.process.models import Format
from participation.process.rules import Moderation
from tests.moderation.hall import colleague, guest
from tests.threads.talk import set_stage

pytestmark = pytest.mark.usefixtures("house_on_postgres")
ROUNDS = 4


def tell(author: Actor, status: Status = Status.WAITING) -> int:
    with database.transaction() as tx:
        number = len(tx.session.scalars(select(Contribution.id)).all())
        said = Said(text=f"Ein Brunnen, Nummer {number}", language="de", language_by=LanguageBy.AUTHOR)
        home = tx.session.get_one(Format, 1)
        return receive(tx, said, into=home, author_id=author.person_id, status=status, needs_look=True).id


def both(*acts: Callable[[Transaction], object]) -> list[object]:
    """Let all begin at the same moment, each in a transaction of its own; returns results and refusals."""
    start = threading.Barrier(len(acts))
    results: list[object] = [None] * len(acts)

    def run(place: int, act: Callable[[Transaction], object]) -> None:
        start.wait(60)
        try:
            with database.transaction() as tx:
                results[place] = act(tx)
        except Refused as refused:
            results[place] = refused

    threads = [threading.Thread(target=run, args=one) for one in enumerate(acts)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(120)
    assert not any(one.is_alive() for one in threads)
    return results


def edits(idea: int, author: Actor, text: str, seen: int = 1) -> Callable[[Transaction], Kept]:
    return lambda tx: mine.edit(
        tx, tx.session.get_one(Contribution, idea), mine.Edited(text, "de", "de", seen), by=author
    )


def publishes(idea: int, by: Actor, seen: int) -> Callable[[Transaction], object]:
    def act(tx: Transaction) -> object:
        case = tx.session.scalars(select(Case).where(Case.contribution_id == idea)).one()
        return moderation.publish(tx, case, by=by, seen=seen).verdict

    return act


def revision_of(idea: int) -> int:
    with database.reading() as session:
        return session.scalars(select(Case.revision).where(Case.contribution_id == idea)).one()


def kept(idea: int) -> tuple[str, str, list[tuple[int, str]]]:
    with database.reading() as session:
        one = session.get_one(Contribution, idea)
        rows = session.scalars(select(Revision).where(Revision.contribution_id == idea).order_by(Revision.number))
        return one.status, one.text, [(row.number, row.state) for row in rows]


def test_what_a_moderator_publishes_is_what_they_read() -> None:
    """Either the decision comes first and the new words wait, or the edit does and the moderator reads it first."""
    max_, author = colleague("Max Beispiel"), guest()
    for number in range(ROUNDS):
        idea = tell(author)
        seen = revision_of(idea)

        edited, decided = both(edits(idea, author, f"Ein Trinkbrunnen {number}"), publishes(idea, max_, seen))

        status, text, versions = kept(idea)
        if decided == "publish":
            assert (edited, status, text) == (Kept.WAITS, "published", f"Ein Brunnen, Nummer {number}")
            assert versions == [(1, "current"), (2, "waiting")]
        else:
            assert isinstance(decided, NewHere)
            assert (edited, status, text) == (Kept.REPLACED, "waiting", f"Ein Trinkbrunnen {number}")


def test_of_two_edits_one_is_kept_and_the_other_comes_back() -> None:
    author = guest()
    for _ in range(ROUNDS):
        idea = tell(author)

        results = both(edits(idea, author, "Rot"), edits(idea, author, "Blau"))

        assert sorted(type(one).__name__ for one in results) == sorted([ChangedElsewhere.__name__, Kept.__name__])
        _, text, versions = kept(idea)
        assert text in {"Rot", "Blau"}
        assert versions == [(1, "former"), (2, "current")]


def test_the_same_form_twice_at_the_same_moment_is_one_edit() -> None:
    author = guest()
    idea = tell(author)

    results = both(*[edits(idea, author, "Grün")] * 3)

    assert sorted(map(str, results)) == [Kept.NOTHING, Kept.NOTHING, Kept.REPLACED]


def test_what_somebody_supports_at_that_moment_stays_readable_or_was_corrected_before() -> None:
    set_stage(moderation=Moderation.POST)
    for number in range(ROUNDS):
        author, friend = guest(), guest()
        idea = tell(author, Status.PUBLISHED)

        def supports(tx: Transaction, idea: int = idea, friend: Actor = friend) -> bool:
            return add_support(tx, tx.session.get_one(Contribution, idea), friend.person_id or 0)

        edited, supported = both(edits(idea, author, f"Neu {number}"), supports)

        assert (edited, supported) == (Kept.PUBLIC, True)
        assert kept(idea)[2] == [(1, "former"), (2, "current")]


def test_what_is_withdrawn_stays_withdrawn_whoever_comes_at_the_same_moment() -> None:
    max_, author = colleague("Max Beispiel"), guest()
    for number in range(ROUNDS):
        idea = tell(author)

        def withdraws(tx: Transaction, idea: int = idea) -> None:
            mine.withdraw(tx, tx.session.get_one(Contribution, idea), by=author)

        _, decided, edited = both(
            withdraws, publishes(idea, max_, revision_of(idea)), edits(idea, author, f"Doch {number}")
        )

        assert kept(idea)[:2] == ("withdrawn", "")
        with database.reading() as session:
            assert set(session.scalars(select(Revision.text).where(Revision.contribution_id == idea))) <= {""}
        assert decided == "publish" or isinstance(decided, ChangedMeanwhile | WithdrawnByAuthor)
        assert isinstance(edited, Kept | IsWithdrawn | ChangedElsewhere)

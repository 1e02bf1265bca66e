"""A flood from a few identities, while a hall behind the same address has something to say.

python3 dev.py test tests/proofs/test_flood.py -s             200 posts
python3 dev.py test tests/proofs/test_flood.py -s -m slow     2,000 posts
"""

import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import gevent
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.bench.fields import own_ideas
from participation.bench.stand import Server, database_url
from participation.bench.wire import Caller
from participation.contributions.models import Contribution
from participation.contributions.rules import Status
from participation.foundation.database import Database, Transaction
from participation.foundation.messages import HouseBusy
from participation.foundation.municipality import found_municipality
from participation.foundation.permissions import Role
from participation.moderation.models import Case
from participation.moderation.noticing import alike_to, crowds
from participation.moderation.pace import NEWCOMERS, STRETCHES
from participation.moderation.queries import SHOWN
from participation.people import service as people
from participation.process.models import PhaseSetting
from participation.process.rules import Moderation
from participation.process.service import RUNNING, open_idea_collection, plan_process
from tests import nursery

SENDERS, HALL = 20, 30
BUSY, PATIENCE = HouseBusy.status, 60  # "Very many people are writing at this moment": seconds in which one sends again
WRITE = "/ideas/ideen/new"
OFFERS = (
    "Günstige Kredite ohne Prüfung, ruft uns heute noch an unter Nummer {}",
    "Verdient von zu Hause aus tausend Euro am Tag, Angebot {} nur heute",
    "Die besten Handys der Stadt bei uns im Laden, Gutschein {} für alle",
    "Kommt alle zu unserer Feier am Samstag, Karte {} gibt es am Eingang",
)


@dataclass
class Flooded:
    """A town whose phase publishes at once, on a real server; and what came of the flood."""

    server: Server
    sign_in: str
    hall: list[str]
    refused: Counter[int] = field(default_factory=Counter)
    taken: Counter[int] = field(default_factory=Counter)
    busy: int = 0
    answers_to_hall: list[int] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    minutes: float = 0.0

    # --- who sends

    def is_sent(self, posts: int) -> None:
        """The flood and the hall at the same time, all of them from this machine's one address."""
        began = monotonic()
        together = [gevent.spawn(self.floods, sender, posts // SENDERS) for sender in range(SENDERS)]
        together += [gevent.spawn_later(0.05 * place, self.says, text) for place, text in enumerate(self.hall)]
        gevent.joinall(together, raise_error=True)
        self.minutes = (monotonic() - began) / 60

    def floods(self, sender: int, posts: int) -> None:
        """One identity, post after post as fast as the answers come."""
        browser = Caller(self.server.port)
        for number in range(posts):
            text = OFFERS[sender % len(OFFERS)].format(100 * sender + number)
            status = browser.post(WRITE, {"text": text, "language": "de"}).status
            if status == BUSY:
                self.busy += 1
            else:
                {303: self.taken, 429: self.refused}[status][sender] += 1

    def says(self, text: str) -> None:
        """Somebody of the hall says one thing, and once more where the house asks for it because so many write."""
        began = monotonic()
        status = BUSY
        while status == BUSY and monotonic() - began < PATIENCE:
            status = Caller(self.server.port).post(WRITE, {"text": text}).status
        self.answers_to_hall.append(status)
        self.waited.append(monotonic() - began)

    # --- what came of it

    def queue_answers(self) -> tuple[int, float]:
        """Status and seconds of the queue, for a moderator."""
        desk = Caller(self.server.port)
        assert desk.post("/sign-in", {"token": self.sign_in}).status == 303
        began = monotonic()
        status = desk.get("/desk/queue").status
        return status, monotonic() - began

    def stored(self) -> tuple[dict[str, str], list[list[str]]]:
        """Text -> status of everything that was taken, and the texts of each group that waits and is alike."""
        house = Database(database_url(self.server.instance))
        with house.reading() as session:
            texts = {one.id: (one.text, one.status) for one in session.scalars(select(Contribution))}
            groups = [texts_of(session, one.fingerprint) for one in crowds(session, 1)]
        house.close()
        return dict(texts.values()), groups


def texts_of(session: Session, fingerprint: str) -> list[str]:
    """What a moderator decides in one go."""
    alike = select(Contribution.text).join(Case, Case.contribution_id == Contribution.id).where(alike_to(fingerprint))
    return list(session.scalars(alike))


def prepare_town(tx: Transaction) -> str:
    """A collection that publishes at once; the link with which a moderator signs in."""
    town = found_municipality(tx, slug="musterstadt", name="Musterstadt")
    words = {"de": "Was soll besser werden?"}
    process = plan_process(tx, town, title=words, question=words, lead={}, phases=[RUNNING])
    open_idea_collection(tx, process, slug="ideen", title=words, question=words)
    for setting in tx.session.scalars(select(PhaseSetting)):
        setting.moderation = Moderation.POST
    return people.write_link(tx, people.open_account(tx, town.id, "Max Beispiel", [Role.MODERATOR]))


@pytest.fixture
def town(tmp_path: Path, empty_tables: Path) -> Iterator[Flooded]:
    shutil.copy(empty_tables, tmp_path / "participation.sqlite")
    house = Database(database_url(tmp_path))
    with house.transaction() as tx:
        link = prepare_town(tx)
    house.close()
    said = list({idea.field + idea.language: idea.text for idea in own_ideas()}.values())[:HALL]
    town = Flooded(nursery.server(tmp_path), link, said)
    yield town
    town.server.kill()


def stands(town: Flooded, posts: int) -> None:
    """Everything that must be true after the flood."""
    stored, groups = town.stored()
    # the hall: each of them was taken, and each is there, public or waiting for a person
    assert town.answers_to_hall == [303] * HALL
    assert {stored[text] for text in town.hall} <= {Status.WAITING, Status.PUBLISHED}
    # the flood: each identity has its own limit, and the rest was refused with a sentence
    assert sum(town.taken.values()) + sum(town.refused.values()) + town.busy == posts
    allowed = STRETCHES[0].at_once + int(town.minutes) + 1
    assert max(town.taken.values()) <= allowed
    assert len(town.taken) == SENDERS
    # more than thirty new ones at once: the last of them wait, although the phase publishes at once
    assert NEWCOMERS <= list(stored.values()).count(Status.PUBLISHED) < len(stored)
    # the queue: it answers, and once the alike ones are one line each, all of the hall fits on its first page
    in_groups = {text for group in groups for text in group}
    assert in_groups.isdisjoint(town.hall)
    assert len(groups) + len(stored.keys() - in_groups) <= SHOWN
    status, seconds = town.queue_answers()
    assert status == 200
    assert seconds < 5
    assert "Traceback" not in town.server.log()
    print_figures(town, groups, seconds)


def print_figures(town: Flooded, groups: list[list[str]], seconds: float) -> None:
    taken, refused = sum(town.taken.values()), sum(town.refused.values())
    slowest, half = max(town.waited), sorted(town.waited)[HALL // 2]
    print(  # noqa: T201 - the figures are what this is for
        f"\nflood: {taken + refused + town.busy} posts of {SENDERS} identities in {60 * town.minutes:.0f} s: "
        f"{taken} taken (at most {max(town.taken.values())} each), {refused} asked to wait, "
        f"{town.busy} met a busy house\n"
        f"hall:  {town.answers_to_hall.count(303)} of {HALL} ideas taken, half within {half:.2f} s, "
        f"all within {slowest:.2f} s\n"
        f"queue: {len(groups)} groups of alike ones ({', '.join(str(len(group)) for group in groups)}), "
        f"the page in {seconds:.2f} s"
    )


@pytest.mark.parametrize("posts", [200, pytest.param(2_000, marks=[pytest.mark.slow, pytest.mark.timeout(1800)])])
def test_a_flood_is_limited_by_identity_and_the_hall_behind_the_same_address_gets_in(town: Flooded, posts: int) -> None:
    town.server.start()

    town.is_sent(posts)

    stands(town, posts)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("mistake", ["--without-pace", "--by-address"])
def test_a_server_without_limits_or_with_one_for_an_address_would_be_caught(town: Flooded, mistake: str) -> None:
    town.server.command = (sys.executable, str(Path(__file__).parent / "careless_server.py"), mistake)
    town.server.start()

    town.is_sent(200)

    with pytest.raises(AssertionError) as caught:
        stands(town, 200)
    assert ("allowed" if mistake == "--without-pace" else "303") in str(caught.traceback[-1].statement)

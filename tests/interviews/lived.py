"""Three sources: an interview with names and passages, a group, a document; one of the passages is public."""

from sqlalchemy import select

from participation.foundation import clock
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor, Role
from participation.interviews import codebook, coding, correcting, naming, queries, service
from participation.interviews.coding import Marked
from participation.interviews.models import Code, TalkSource
from participation.interviews.rules import Agreed, How, SourceKind
from participation.interviews.sealing import Who
from participation.interviews.service import Given, Plan
from participation.moderation.letting import cases_about
from participation.people import service as people
from participation.people.models import Membership
from participation.process.models import Format, Process

ARABIC = "س: كيف تسكنين؟\n\nP1: ننتظر شقة منذ أربعة أشهر. أمينة تعرف ذلك أيضا."


def lived_talks(tx: Transaction, process: Process, prefix: str = "") -> dict[str, str]:
    """What stands in braces in an address."""
    desk = Actor(process.municipality_id, moderator_in(tx, process), frozenset({Role.MODERATOR, Role.ADMINISTRATION}))
    today = clock.local(clock.now()).date()
    code = codebook.add_code(tx, process, Code(name="Wohnen", meaning="Wohnung, Miete", language="de"), by=desk)
    other = codebook.add_code(tx, process, Code(name="Ein sehr langer Name für einen Code", language="de"), by=desk)
    talk = service.plan_source(
        tx,
        process,
        Plan("Gespräch in der Küche", language="ar", held_on=today, led_by="Frau Ohm", place="Café"),
        by=desk,
    )
    service.describe_person(tx, talk, 1, "um die 60", by=desk)
    service.take_consent(tx, talk, Given(How.PAPER, today, 1, frozenset(Agreed)), by=desk)
    naming.keep_name(tx, talk, 1, Who("أمينة", "0151 234"), by=desk)
    service.keep_text(tx, talk, ARABIC, by=desk)
    coding.mark(tx, talk, Marked(2, 1, 5, (code.id,), 1), by=desk)
    coding.mark(tx, talk, Marked(2, 6, 9, (code.id, other.id), 1), by=desk)
    release_first(tx, talk, desk)
    correcting.correct(tx, talk, 2, ARABIC.split("\n\n")[1].replace("أربعة", "خمسة"), seen=1, by=desk)
    group = service.plan_source(tx, process, Plan("Gruppe", SourceKind.FOCUS_GROUP, language="de"), by=desk)
    for number in (1, 2):
        service.add_person(tx, group, "", by=desk)
        service.take_consent(tx, group, Given(How.SPOKEN, today, number, frozenset({Agreed.WRITTEN})), by=desk)
    service.keep_text(tx, group, "P1: Ein Bus.\n\nP2: Ein Rad.", by=desk)
    coding.mark(tx, group, Marked(1, 1, 2, (code.id,), 1), by=desk)
    paper = Plan("Sozialbericht", SourceKind.DOCUMENT, "de", publisher="Kreis", year="2024", link="https://k.example")
    service.take_consent(tx, service.plan_source(tx, process, paper, by=desk), Given(How.PUBLISHED, today), by=desk)
    empty = service.plan_source(tx, process, Plan("Noch leer", language="de"), by=desk)
    into = tx.session.get_one(Format, talk.format_id)
    facts = {"source": talk.public_id, "group": group.public_id, "empty_source": empty.public_id}
    facts |= {"talks": into.slug, "talk_code": str(code.id)}
    return {f"{prefix}{name}": value for name, value in facts.items()}


def moderator_in(tx: Transaction, process: Process) -> int:
    """Somebody who decides; where the town has nobody, somebody new."""
    town = process.municipality_id
    wanted = Membership.municipality_id == town, Membership.role == Role.MODERATOR
    known = tx.session.scalars(select(Membership.person_id).where(*wanted)).first()
    return known or people.open_account(tx, town, "Max Beispiel", [Role.MODERATOR]).id


def release_first(tx: Transaction, talk: TalkSource, desk: Actor) -> None:
    first = queries.passages_of(tx.session, talk)[0]
    case = cases_about(tx.session, [first.contribution_id or 0])[first.contribution_id or 0]
    coding.release(tx, talk, [(1, case.revision)], by=desk)

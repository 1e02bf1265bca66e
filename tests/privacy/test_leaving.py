"""Somebody has themselves forgotten: by their own word, at once, and without taking anything from others."""

import threading
from datetime import timedelta

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import delete, func, insert, select, update

from participation.contributions import service as contributions
from participation.contributions.models import Answer, Contribution
from participation.contributions.rules import Kind, LanguageBy, Status
from participation.foundation import clock, database, jobs, tidying
from participation.foundation.audit import AuditEntry
from participation.foundation.database import Database
from participation.foundation.jobs import Job
from participation.foundation.permissions import Actor, Role
from participation.moderation.models import Case, CaseCause, Notice
from participation.moderation.rules import Cause
from participation.people import service as people
from participation.people.models import DeviceKey, Person, PersonKind, SignInLink
from participation.people.rules import SignedOutMeanwhile, recovery_code
from participation.people.web import COOKIE
from participation.privacy import service
from participation.privacy.commands import forget
from participation.privacy.rules import FORGOTTEN_AFTER
from participation.process.form_rules import FieldKind
from participation.process.models import Format
from participation.process.rules import Moderation
from tests.conftest import SAME_ORIGIN, House, Moderator, case_of
from tests.ideas.asking import asks, sends
from tests.lineage.hall import Idea, merges
from tests.privacy.leaving import Leaver, is_forgotten, leaver_in
from tests.threads.talk import set_stage


def count(table: type, *which: object) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(table).where(*which)) or 0  # type: ignore[arg-type]


def test_a_stranger_reads_that_nothing_is_kept(house: House) -> None:
    stranger = house.resident()

    assert "Nothing about you is kept on this device" in stranger.reads("/mine/data?lang=en")
    for door in ("copy", "delete"):
        form = {"words": "everything", "sure": "yes"}
        answer = stranger.client.post(f"/mine/data/{door}?lang=en", data=form, headers=SAME_ORIGIN)
        assert answer.status_code == 404
    assert count(Person) == 0


@pytest.mark.parametrize(("words", "sure"), [("everything", ""), ("", "yes"), ("everybody", "yes")])
def test_without_a_clear_word_nothing_is_deleted(house: House, words: str, sure: str) -> None:
    leaver = leaver_in(house)

    answer = leaver.leaves(words, sure=sure)

    assert answer.status_code == 422
    assert "Nothing was deleted" in answer.text
    assert leaver.now.kind == PersonKind.GUEST


def test_after_it_the_device_the_code_and_the_page_lead_nowhere(house: House, moderator: Moderator) -> None:
    leaver = leaver_in(house)
    moderator.approves(leaver.public_id)
    code = recovery_code(house.settings.secret_key, leaver.person)

    leaver.leaves()

    assert is_forgotten(leaver)
    assert leaver.phone.client.get_cookie(COOKIE) is None
    assert "Nothing from you yet on this device" in leaver.phone.reads("/mine?lang=en")
    typed = house.resident().client.post("/recover?lang=en", data={"code": code}, headers=SAME_ORIGIN)
    assert typed.status_code == 422
    shown = house.resident().reads(f"/ideas/ideen/{leaver.public_id}?lang=en")
    assert "The author withdrew this" in shown
    assert "Kiosk" not in shown


def test_what_others_said_and_supported_stays(house: House, moderator: Moderator) -> None:
    set_stage(may_comment=True, may_support=True, moderation=Moderation.POST)
    other = leaver_in(house, "Ein Brunnen im Hof")
    leaver = leaver_in(house)
    leaver.phone.supports(other.public_id)
    other.phone.supports(other.public_id)
    said = {"text": "Mit Zeitungen aus aller Welt."}
    assert other.phone.client.post(f"/talk/{leaver.public_id}", data=said, headers=SAME_ORIGIN).status_code == 303

    leaver.leaves()

    assert "Mit Zeitungen aus aller Welt." in other.phone.reads("/mine")
    with database.reading() as session:
        assert session.get_one(Contribution, other.contribution).support_count == 1


def test_words_that_stay_are_nobodys_and_an_open_appeal_is_still_decided(house: House, moderator: Moderator) -> None:
    leaver = leaver_in(house)
    moderator.decides(leaver.public_id, "reject", reason="off_topic", note="Passt nicht hierher")
    page = leaver.phone.reads("/mine?lang=en")
    public = page.split("/mine/statements/")[1].split('"')[0].split("?")[0]
    words = {"words": "Er gehört doch zum Bahnhof"}
    address = f"/mine/statements/{public}/appeal"
    assert leaver.phone.client.post(address, data=words, headers=SAME_ORIGIN).status_code == 303

    assert leaver.leaves("only-me").status_code == 200

    assert count(Contribution, Contribution.text == "Ein Kiosk am Bahnhof", Contribution.author_id.is_(None)) == 1
    second = house.moderator("Eva Beispiel")
    case = case_of(leaver.public_id)
    assert "Er gehört doch zum Bahnhof" in second.reads(f"/desk/queue?case={case.id}")
    assert second.decides(leaver.public_id, "publish") == 303


def test_answers_for_the_municipality_alone_go_with_the_name(house: House) -> None:
    public, internal = asks(FieldKind.TEXT, "Wo?"), asks(FieldKind.TEXT, "Telefon?", internal=True)
    phone = house.resident()
    assert sends(phone.client, "Ein Rad am See", given={public: "Am Ufer", internal: "0123"}).status_code == 303
    leaver = the_author(phone)

    leaver.leaves("only-me")

    assert count(Answer) == 1
    assert count(Answer, Answer.text == "0123") == 0


def the_author(phone: object) -> Leaver:
    with database.reading() as session:
        said = session.scalars(select(Contribution).order_by(Contribution.id.desc())).first()
    assert said is not None
    assert said.author_id is not None
    return Leaver(phone, said.author_id, said.id, said.public_id)  # type: ignore[arg-type]


def test_a_report_loses_its_name_at_once_and_its_words_once_it_is_decided(house: House, moderator: Moderator) -> None:
    bad = leaver_in(house, "Etwas Böses")
    moderator.approves(bad.public_id)
    leaver = leaver_in(house)
    form = {"reason": "insult", "words": "Das verletzt mich", "name": "Rosa Muster", "email": "rosa@example.org"}
    form["good_faith"] = "yes"
    answer = leaver.phone.client.post(f"/report/{bad.public_id}?lang=en", data=form, headers=SAME_ORIGIN)
    assert answer.status_code in {200, 303}, answer.text

    leaver.leaves()

    with database.reading() as session:
        [report] = session.scalars(select(Notice)).all()
    assert (report.name, report.email, report.words) == ("", "", "Das verletzt mich")
    assert report.decided_at is None


def test_a_colleague_hands_over_first(house: House) -> None:
    colleague = house.moderator("Rosa Muster", Role.ADMINISTRATION)
    token = colleague.form_token()
    form = {"words": "everything", "sure": "yes", "form_token": token}

    answer = colleague.client.post("/mine/data/delete?lang=en", data=form, headers=SAME_ORIGIN)

    assert answer.status_code == 409
    assert "Ask an administrator to take your roles back first" in answer.text
    assert count(Person, Person.kind == PersonKind.ERASED) == 0


def test_moderators_look_at_a_text_they_put_together_from_deleted_words(house: House, moderator: Moderator) -> None:
    first, second = leaver_in(house, "Ein Laden für alle"), leaver_in(house, "Ein Geschäft ums Eck")
    for one in (first, second):
        moderator.approves(one.public_id)
    host = Actor(1, 1, frozenset({Role.MODERATOR}))
    both = [Idea(one.contribution, one.public_id) for one in (first, second)]
    made = merges(both, "Läden in der Nähe", host, title="Läden").public_id

    first.leaves()

    with database.reading() as session:
        causes = session.scalars(
            select(CaseCause.kind)
            .join(Case, Case.id == CaseCause.case_id)
            .join(Contribution, Contribution.id == Case.contribution_id)
            .where(Contribution.public_id == made, CaseCause.settled_at.is_(None))
        ).all()
    assert causes == [Cause.ERASED]
    page = moderator.reads(f"/desk/queue?case={case_of(made).id}&lang=en")
    assert "Somebody whose words went into this text has deleted them" in page


# --- a lot, meanwhile, and by itself


def writes_many(leaver: Leaver, how_many: int) -> None:
    with database.transaction() as tx:
        home = tx.session.get_one(Format, 1)
        rows = [
            contributions.write_down(
                contributions.Said(f"Wunsch Nummer {number}", "de", LanguageBy.AUTHOR, kind=Kind.IDEA),
                into=home,
                author_id=leaver.person,
                status=Status.PUBLISHED,
            )
            for number in range(how_many)
        ]
        tx.session.execute(insert(Contribution.__table__), rows)  # type: ignore[arg-type]


def test_of_somebody_who_said_a_lot_the_worker_forgets_the_rest_in_portions(house: House) -> None:
    leaver = leaver_in(house)
    writes_many(leaver, service.AT_ONCE + 2 * service.A_PORTION)

    leaver.leaves()

    assert is_forgotten(leaver)
    assert count(Contribution, Contribution.author_id == leaver.person) == 2 * service.A_PORTION + 1
    with database.transaction() as tx:
        tx.session.execute(delete(Job).where(Job.kind != service.FORGET))
    assert jobs.work_one(database.current(), {service.FORGET: service.forget_the_rest})
    assert count(Contribution, Contribution.author_id == leaver.person) == 0
    assert count(Contribution, Contribution.text != "") == 0
    assert count(Job, Job.kind == service.FORGET) == 0


@pytest.mark.parametrize("many", [600, pytest.param(5000, marks=pytest.mark.slow)])
def test_a_copy_of_many_contributions_is_one_file_in_few_statements(house: House, many: int) -> None:
    leaver = leaver_in(house)
    writes_many(leaver, many)

    told = leaver.data()

    assert len(told["contribution"]) == many + 1
    assert {row["text"] for row in told["contribution"]} >= {"Wunsch Nummer 0", f"Wunsch Nummer {many - 1}"}


@pytest.mark.parametrize("any_house", ["house", "house_on_postgres"])
def test_whoever_writes_at_that_moment_is_either_forgotten_with_it_or_refused(
    any_house: str, request: pytest.FixtureRequest
) -> None:
    """Of an idea and the leaving of its author that come at once, nothing is left over with their name."""
    house: House = request.getfixturevalue(any_house)
    leaver = leaver_in(house)
    ready, here = threading.Barrier(2), database.current()

    def writes() -> None:
        ready.wait()
        write_for(here, leaver.person)

    writing = threading.Thread(target=writes)
    writing.start()
    ready.wait()
    assert leaver.leaves().status_code == 200
    writing.join()

    left = count(Contribution, Contribution.author_id == leaver.person, Contribution.status != Status.WITHDRAWN)
    assert left == 0


def write_for(house: Database, person_id: int) -> None:
    try:
        with house.transaction() as tx:
            people.still_acts(tx, person_id)
            said = contributions.Said("Noch etwas", "de", LanguageBy.AUTHOR)
            home = tx.session.get_one(Format, 1)
            contributions.receive(tx, said, into=home, author_id=person_id, status=Status.WAITING)
    except SignedOutMeanwhile:
        pass


def test_whoever_was_not_here_for_two_years_is_forgotten_and_their_words_stay(house: House) -> None:
    leaver, here = leaver_in(house), leaver_in(house, "Ein Boot auf dem See")
    past = clock.now() - FORGOTTEN_AFTER - timedelta(days=1)
    with database.transaction() as tx:
        tx.session.execute(update(Person).values(created_at=past))
        tx.session.execute(update(DeviceKey).where(DeviceKey.person_id == leaver.person).values(created_at=past))

    assert tidying.tidy(database.current()) == 1

    assert is_forgotten(leaver)
    assert here.now.kind == PersonKind.GUEST
    assert count(Contribution, Contribution.text == "Ein Kiosk am Bahnhof", Contribution.author_id.is_(None)) == 1
    assert tidying.tidy(database.current()) == 0


def test_keys_and_links_that_ended_and_names_of_reporters_go_by_themselves(house: House, moderator: Moderator) -> None:
    bad, reporter = leaver_in(house, "Etwas Böses"), leaver_in(house)
    moderator.approves(bad.public_id)
    form = {"reason": "insult", "words": "Das verletzt", "name": "Rosa Muster", "email": "r@example.org"}
    form["good_faith"] = "yes"
    reporter.phone.client.post(f"/report/{bad.public_id}", data=form, headers=SAME_ORIGIN)
    past = clock.now() - timedelta(days=366)
    with database.transaction() as tx:
        tx.session.execute(update(Notice).values(decided_at=past, outcome="public"))
        tx.session.execute(update(DeviceKey).values(expires_at=past))
        tx.session.execute(update(SignInLink).values(expires_at=past - timedelta(days=365)))

    assert tidying.tidy(database.current()) == 2

    assert count(DeviceKey) == count(SignInLink) == 0
    with database.reading() as session:
        [report] = session.scalars(select(Notice)).all()
    assert (report.name, report.email, report.words) == ("", "", "Das verletzt")


def test_internal_answers_end_after_two_years(house: House) -> None:
    internal = asks(FieldKind.TEXT, "Telefon?", internal=True)
    phone = house.resident()
    sends(phone.client, "Ein Rad am See", given={internal: "0123"})
    with database.transaction() as tx:
        tx.session.execute(update(Contribution).values(created_at=clock.now() - timedelta(days=731)))

    assert tidying.tidy(database.current()) == 1

    assert count(Answer) == 0


def test_the_log_says_that_somebody_was_deleted_and_not_who(house: House) -> None:
    leaver = leaver_in(house)
    leaver.leaves()

    with database.reading() as session:
        entries = session.scalars(select(AuditEntry)).all()
    assert [(one.actor, one.object) for one in entries if one.action == "account.erase"] == [
        ("system", f"person:{leaver.person}")
    ]
    assert all("Kiosk" not in f"{one.object}{one.reason}" for one in entries)


def forgets(*words: str) -> Result:
    """The operator's command, as they type it."""
    return CliRunner().invoke(forget, words)


def test_an_operator_deletes_by_number_whoever_does_not_work_here(house: House, moderator: Moderator) -> None:
    first, second = leaver_in(house), leaver_in(house, "Ein Boot auf dem See")
    with database.reading() as session:
        working = session.scalars(select(Person.id).where(Person.name != "")).one()

    told = forgets(str(first.person), str(working), "999", "--words")

    assert told.exit_code == 1
    assert f"{first.person}: deleted, the words as well\n" in told.output
    assert f"{working}: they still work here (moderator): remove them from the team first" in told.output
    assert "999: there is nobody with this number or code" in told.output
    assert is_forgotten(first)
    assert count(Contribution, Contribution.text == "Ein Kiosk am Bahnhof") == 0

    code = recovery_code(house.settings.secret_key, second.person)
    assert forgets("--code", code.lower(), "--keep-words").exit_code == 0
    assert count(Contribution, Contribution.text == "Ein Boot auf dem See", Contribution.author_id.is_(None)) == 1
    again = forgets(str(second.person), "--code", "no code", "--keep-words")
    assert again.exit_code == 1
    assert "no code: there is nobody" in again.output

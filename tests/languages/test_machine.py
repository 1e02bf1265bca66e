"""What is said goes to the machine by itself, comes back marked, and whatever goes wrong is tried again or seen."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, select

from participation.app import handlers
from participation.contributions.models import Contribution
from participation.contributions.rules import Status
from participation.foundation import clock, database, jobs
from participation.foundation.jobs import Job
from participation.foundation.permissions import Role
from participation.languages import machine as tasks
from participation.languages import providers
from participation.languages.doubts import Trouble
from participation.languages.libretranslate import LibreTranslate
from participation.languages.models import MachineTask
from tests.conftest import House, Resident
from tests.languages.desk import Translator, said_in, tell, translator, versions_of
from tests.languages.machine import WORDS, Machine, machine_on_the_loopback
from tests.mine.hall import public_author

PAGE = "/desk/translations/machine"
TURKISH = "Parkta gölgede oturmak için daha çok bank olsun lütfen."


@pytest.fixture
def machine(house: House) -> Iterator[Machine]:
    """A machine that the installation knows; no municipality has switched it on."""
    with machine_on_the_loopback() as found:
        providers.use(LibreTranslate(found.address, seconds=5.0))
        yield found
    providers.use(None)


@pytest.fixture
def office(house: House, machine: Machine) -> Translator:
    """The administration, with the machine switched on."""
    office = translator(house, Role.ADMINISTRATION, "Ada Amt")
    switches(office, "on")
    return office


def switches(office: Translator, act: str) -> None:
    office.opens(PAGE)
    office.sends(PAGE, act=act)


def works() -> int:
    """The worker does what is due; returns how many jobs that were. What other rooms let it do is left out."""
    doing = dict.fromkeys(handlers(), lambda *_: None) | {tasks.TRANSLATE: handlers()[tasks.TRANSLATE]}
    done = 0
    while jobs.work_one(database.current(), doing):
        done += 1
    return done


def works_at(when: datetime) -> None:
    with clock.held_at(when):
        works()


def waiting() -> list[tuple[str, str, int, str]]:
    """(language, state, tries, trouble) of each task."""
    with database.reading() as session:
        rows = session.scalars(select(MachineTask).order_by(MachineTask.id))
        return [(one.language, one.state, one.tries, one.trouble) for one in rows]


def test_nothing_leaves_the_house_before_somebody_switches_it_on(house: House, machine: Machine) -> None:
    tell(TURKISH)

    works()

    assert waiting() == []
    assert machine.paths == []


def test_what_is_said_comes_back_in_every_language_of_the_interface(
    house: House, office: Translator, machine: Machine, resident: Resident
) -> None:
    idea = tell(TURKISH)

    works()

    assert sorted(one[:3] for one in versions_of(idea)) == [(to, "offered", "machine") for to in ("ar", "de", "en")]
    assert waiting() == []
    assert {one["source"] for one in machine.asked} == {"tr"}
    page = resident.reads(f"/ideas/ideen/{idea}?lang=en")
    said = said_in(page)
    assert said.index(TURKISH[:20]) < said.index("Read a machine translation")
    assert "Translated by a machine from: Türkçe Nobody has checked it" in said
    assert f'<div class="words" lang="en" dir="auto" data-version><p>{WORDS["en"]}' in page


def test_what_was_there_before_is_translated_as_well_and_off_is_off(
    house: House, machine: Machine, resident: Resident
) -> None:
    idea = tell(TURKISH)
    hidden = tell("Bunu kimse okumasın artık.", status=Status.REJECTED)
    office = translator(house, Role.ADMINISTRATION, "Ada Amt")

    switches(office, "on")
    works()

    assert len(versions_of(idea)) == 3
    assert versions_of(hidden) == []
    switches(office, "off")
    later = tell("Daha sonra söylenen bir şey.")
    works()
    assert versions_of(later) == []
    assert "Read a machine translation" in resident.reads(f"/ideas/ideen/{idea}?lang=en")


def test_a_moderator_reads_a_waiting_case_in_the_machines_words(
    house: House, office: Translator, machine: Machine
) -> None:
    tell(TURKISH, status=Status.WAITING)
    works()

    page = said_in(house.moderator().reads("/desk/queue?lang=en"))

    assert f"In your language {WORDS['en']}" in page
    assert "Nobody has checked it" in page


def test_a_translator_begins_with_the_machines_words_and_readers_learn_of_both(
    house: House, office: Translator, machine: Machine, resident: Resident
) -> None:
    idea = tell(TURKISH)
    works()
    iris = translator(house)
    address = f"/desk/translations/{idea}/en"
    iris.opens(address)
    assert "Empty it first" in iris.sends(address, 409, act="take_over", text="Benches").text

    iris.sends(address, act="take_over", text="")
    assert f">{WORDS['en']}" in iris.opens(address)
    iris.sends(address, act="approve", text="More benches in the shade of the park, please.")

    page = said_in(resident.reads(f"/ideas/ideen/{idea}?lang=en"))
    assert "Translated by a machine and revised by a person, from: Türkçe" in page
    assert WORDS["en"] not in page
    assert "translation.take_over" in office_log(house)


def office_log(house: House) -> str:
    from participation.foundation.audit import AuditEntry  # noqa: PLC0415 - only here

    with database.reading() as session:
        return " ".join(session.scalars(select(AuditEntry.action)))


def test_what_a_person_approves_unchanged_stays_the_machines(
    house: House, office: Translator, machine: Machine, resident: Resident
) -> None:
    idea = tell(TURKISH)
    works()
    iris = translator(house)
    address = f"/desk/translations/{idea}/en"
    iris.opens(address)
    iris.sends(address, act="take_over", text="")
    text = next(text for to, state, _, text, _ in versions_of(idea) if (to, state) == ("en", "draft"))
    iris.opens(address)
    iris.sends(address, act="approve", text=text)

    assert "Translated by a machine from: Türkçe Vouched for as" in said_in(
        resident.reads(f"/ideas/ideen/{idea}?lang=en")
    )


def test_there_is_nothing_to_begin_with_where_no_machine_spoke(house: House) -> None:
    idea = tell(TURKISH)
    iris = translator(house)
    iris.opens(f"/desk/translations/{idea}/en")

    page = iris.sends(f"/desk/translations/{idea}/en", 409, act="take_over", text="").text

    assert "There is no machine translation of these words" in page


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        ("", "empty"),
        ("<p>Mehr <b>Bänke</b></p>", "markup"),
        ("Bank " * 200, "too_long"),
        (TURKISH, "same"),
        ("Больше скамеек в тени парка, пожалуйста", "language"),
    ],
)
def test_a_wrong_answer_is_never_kept_and_waits_for_a_person(
    house: House, office: Translator, machine: Machine, answer: str, trouble: str
) -> None:
    machine.answer = lambda _text, _source, target: answer if target == "de" else f"{WORDS[target]}."
    idea = tell(TURKISH)

    works()

    assert sorted(one[0] for one in versions_of(idea)) == ["ar", "en"]
    assert waiting() == [("de", "failed", 1, trouble)]
    page = office.reads(f"{PAGE}?lang=en")
    assert f'<code dir="ltr">{trouble}</code>' in page
    assert answer not in page or not answer
    machine.answer = lambda _text, _source, target: f"{WORDS[target]}."
    office.opens(PAGE)
    office.sends(f"{PAGE}/again")
    works()
    assert waiting() == []
    assert len(versions_of(idea)) == 3


def test_a_machine_that_is_away_is_asked_again_later_and_longer(
    house: House, office: Translator, machine: Machine
) -> None:
    machine.mood = "500"
    idea, now = tell(TURKISH), clock.now()

    works_at(now)

    assert [one[1:] for one in waiting()].count(("waiting", 1, "ill")) == 1  # the others are not even tried
    assert len(machine.asked) == 1
    works_at(now + timedelta(seconds=50))
    assert len(machine.asked) == 1
    works_at(now + timedelta(seconds=61))
    assert len(machine.asked) == 2
    machine.mood = "good"
    works_at(now + timedelta(hours=3))
    assert len(versions_of(idea)) == 3
    assert waiting() == []


def test_after_six_times_it_waits_for_a_person(house: House, office: Translator, machine: Machine) -> None:
    machine.mood = "429"
    idea = tell(TURKISH)
    with database.transaction() as tx:
        tx.session.execute(delete(MachineTask).where(MachineTask.language != "de"))
    when = clock.now()
    for _ in range(6):
        with clock.held_at(when):
            works()
        when += timedelta(hours=7)

    assert waiting() == [("de", "failed", 6, "busy")]
    assert len(machine.asked) == 6
    with clock.held_at(when):
        works()
    assert len(machine.asked) == 6
    page = said_in(office.reads(f"{PAGE}?lang=en"))
    assert "It is asked too much (429). busy 1 text waits for you" in page
    assert versions_of(idea) == []


def test_a_pair_of_languages_it_does_not_know_is_seen_and_not_asked_for(
    house: House, office: Translator, machine: Machine
) -> None:
    tell("Waxaan rabnaa fasal luuqadeed oo fiidkii ah", language="so")

    works()

    assert machine.asked == []
    assert {one[3] for one in waiting()} == {"no_pair"}


def test_one_emoji_is_not_sent_and_three_scripts_are(house: House, office: Translator, machine: Machine) -> None:
    smile = tell("🙂", language="tr")
    mixed = tell("Merhaba أهلا Привет zusammen, daha çok bank olsun", language="tr")

    works()

    assert versions_of(smile) == []
    assert len(versions_of(mixed)) == 3
    assert waiting() == []


def test_words_that_changed_while_the_machine_thought_are_not_spoken_of(
    house: House, office: Translator, machine: Machine
) -> None:
    author = public_author(house, house.moderator(), "Parkta daha çok bank olsun.")
    taken = tasks.take_next(database.current())
    assert taken is not None
    author.edits("Parkta daha çok masa olsun.")
    house.moderator("Mia Beispiel").approves(author.id)

    tasks.offer(database.current(), taken, "", "Benches", "LibreTranslate")

    assert versions_of(author.id) == []
    works()
    assert {one[1] for one in versions_of(author.id)} == {"offered"}


def test_of_what_is_withdrawn_or_hidden_nothing_is_sent_any_more(
    house: House, office: Translator, machine: Machine
) -> None:
    author = public_author(house, house.moderator(), "Parkta daha çok ağaç olsun.")
    hidden = tell(TURKISH)
    author.withdraws()
    with database.transaction() as tx:
        tx.session.query(Contribution).filter_by(public_id=hidden).one().status = Status.TAKEN_DOWN

    works()

    assert machine.asked == []
    assert waiting() == []


def test_what_a_dead_worker_left_is_taken_up_after_its_lease(
    house: House, office: Translator, machine: Machine
) -> None:
    idea = tell(TURKISH)
    taken = tasks.take_next(database.current())
    assert taken is not None

    now = clock.now()
    works_at(now)
    assert len(versions_of(idea)) == 2
    works_at(now + timedelta(minutes=11))
    assert len(versions_of(idea)) == 3
    tasks.settle(database.current(), taken, Trouble.ILL, again=True)  # the dead one speaks: nobody listens
    tasks.offer(database.current(), taken, "", "Zombie", "LibreTranslate")
    assert "Zombie" not in str(versions_of(idea))


def test_new_words_of_the_machine_take_the_place_of_its_old_ones(
    house: House, office: Translator, machine: Machine
) -> None:
    author = public_author(house, house.moderator(), "Parkta daha çok bank olsun, lütfen.")
    works()
    author.edits("Parkta daha çok masa olsun, lütfen.")
    house.moderator("Mia Beispiel").approves(author.id)
    assert {one[1] for one in versions_of(author.id)} == {"former"}

    works()

    assert sorted(one[1] for one in versions_of(author.id)) == ["former"] * 3 + ["offered"] * 3


def test_many_at_once_are_worked_off_in_turns(house: House, office: Translator, machine: Machine) -> None:
    for number in range(9):
        tell(f"Parkta daha çok bank olsun, lütfen, {number} kere.")

    assert works() >= 2

    assert waiting() == []
    assert len(machine.asked) == 27


def test_a_lost_machine_waits_and_says_so(house: House, office: Translator, machine: Machine) -> None:
    tell(TURKISH)
    providers.use(None)

    works()

    assert len(waiting()) == 3
    page = said_in(office.reads(f"{PAGE}?lang=en"))
    assert "None. The operator of this installation sets one up." in page
    office.opens(PAGE)
    assert office.sends(f"{PAGE}/again", 409).status_code == 409
    office.sends(PAGE, act="off")
    assert "This installation has no machine" in office.sends(PAGE, 409, act="on").text


def test_of_two_who_switch_one_is_told(house: House, machine: Machine) -> None:
    ada, otto = (translator(house, Role.ADMINISTRATION, name) for name in ("Ada Amt", "Otto Amt"))
    for one in (ada, otto):
        one.opens(PAGE)
    ada.sends(PAGE, act="on")

    assert "Somebody else changed this" in otto.sends(PAGE, 409, act="on").text
    ada.opens(PAGE)
    ada.sends(PAGE, act="off")
    ada.opens(PAGE)
    assert "said=machine-nothing" in ada.sends(f"{PAGE}/again").location


def test_a_switched_row_that_never_was_is_not_switched(house: House, machine: Machine) -> None:
    ada = translator(house, Role.ADMINISTRATION, "Ada Amt")
    ada.opens(PAGE)

    ada.sends(PAGE, 409, act="on", revision="7")


def test_the_job_waits_once_however_much_is_said(house: House, office: Translator, machine: Machine) -> None:
    works()
    for number in range(3):
        tell(f"Daha çok bank olsun {number}")

    with database.reading() as session:
        kinds = list(session.scalars(select(Job.kind).where(Job.kind == tasks.TRANSLATE)))
    assert kinds == [tasks.TRANSLATE]


def test_all_of_it_on_a_database_server(house_on_postgres: House) -> None:
    house = house_on_postgres
    with machine_on_the_loopback() as machine:
        providers.use(LibreTranslate(machine.address, seconds=5.0))
        office = translator(house, Role.ADMINISTRATION, "Ada Amt")
        switches(office, "on")
        idea = tell(TURKISH)

        works()

        assert sorted(one[:2] for one in versions_of(idea)) == [(to, "offered") for to in ("ar", "de", "en")]
        assert "1 text needs a version" in said_in(office.reads("/desk/translations?lang=en&to=en"))
        office.translates(idea, "en", "Benches in the shade, please.")
        page = house.resident().reads("/ideas/ideen?lang=en&search=shade")
        assert "Benches in the shade, please." in page
        machine.answer = lambda *_: ""
        tell("Parkta daha çok ağaç olsun lütfen.")
        works()
        office.opens(PAGE)
        assert "said=machine-again" in office.sends(f"{PAGE}/again").location
        works()
        assert [one[1:] for one in waiting()] == [("failed", 1, "empty")] * 3
        switches(office, "off")
        assert waiting() == []
    providers.use(None)

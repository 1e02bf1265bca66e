"""A wall of cards, by its doors: written on phones, let through, put in order, named, voted on, printed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from participation.cardwall.models import Wall, WallAct, WallCard, WallGroup
from participation.contributions.models import Contribution
from participation.fields import service as fields
from participation.foundation import chance, database
from participation.foundation.audit import AuditEntry
from participation.foundation.permissions import Role
from participation.moderation.models import Case
from participation.process.models import Format, Process
from participation.sessions.models import LiveSession, RunStep
from participation.voting.models import Ballot
from tests.cardwall.hall import (
    QUESTION,
    Hall,
    WallDesk,
    cards_numbered,
    groups,
    lines,
    open_hall,
    said,
    standing,
    wall,
    writes,
)
from tests.conftest import SAME_ORIGIN, House
from tests.console.test_hall import plans, rehearses
from tests.ideas.test_board import counted_statements
from tests.voting.evening import HOST


@pytest.fixture
def hall(house: House) -> Hall:
    return open_hall(house)


@pytest.fixture
def covered(house: House) -> Hall:
    return open_hall(house, hidden=True)


# --- cards arrive


def test_a_card_waits_for_the_desk_and_then_the_hall_reads_it(hall: Hall) -> None:
    phone = hall.phone()
    assert QUESTION in phone.sees("de")

    assert hall.writes(phone, "Daha çok dil kursu", "tr")[0] == 303

    [card] = said()
    assert (card.text, card.source, card.status) == ("Daha çok dil kursu", "session", "waiting")
    assert card.language == "tr"
    assert lines(hall.projects()) == []
    assert '<p class="huge num">1</p>' in hall.projects()
    assert "Daha çok dil kursu" in hall.console.shows()
    assert "Daha çok dil kursu" in hall.desk.shows()
    assert "Daha çok dil kursu" in hall.desk.moderator.reads("/desk/queue?lang=en")

    assert hall.desk.lets_through(1) == 303

    assert said()[0].status == "published"
    assert lines(hall.projects()) == ["Daha çok dil kursu"]
    assert 'lang="tr"' in hall.projects()
    assert "Daha çok dil kursu" in hall.house.resident().reads(f"/walls/{wall().public_id}?lang=de")


def test_whoever_wrote_a_card_finds_it_on_the_phone_and_under_their_contributions(hall: Hall) -> None:
    phone, other = hall.phone(), hall.phone()
    hall.writes(phone, "Ein Café für alle")

    assert "Ein Café für alle" in phone.sees()
    assert "Ein Café für alle" not in other.sees()
    assert "Ein Café für alle" in phone.client.get("/mine?lang=en").text
    hall.desk.lets_through(1)
    assert "On the wall" in phone.sees("en")


def test_the_script_gets_its_card_back(hall: Hall) -> None:
    phone = hall.phone()
    form = {"text": "Sprachcafé <b>am</b> Abend", "once": chance.token()}
    headers = {**SAME_ORIGIN, "Accept": "application/json"}

    told = phone.client.post(f"/walls/{wall().public_id}/cards?lang=en", data=form, headers=headers).get_json()

    assert told["sentence"].startswith("Your card has arrived.")
    assert "Sprachcafé &lt;b&gt;am&lt;/b&gt; Abend" in told["html"]
    again = phone.client.post(f"/walls/{wall().public_id}/cards?lang=en", data=form, headers=headers).get_json()
    assert again["html"] == told["html"]
    assert len(said()) == 1


def test_a_card_has_one_thought_and_a_wrong_one_keeps_what_was_typed(hall: Hall) -> None:
    phone = hall.phone()
    status, page = hall.writes(phone, "x" * 161)
    assert (status, "x" * 161 in page) == (422, True)
    assert hall.writes(phone, "  ")[0] == 422
    assert hall.writes(phone, "Erste Zeile\nzweite Zeile")[0] == 303
    assert [one.text for one in said()] == ["Erste Zeile zweite Zeile"]


def test_two_sentences_of_a_card_stand_everywhere(hall: Hall) -> None:
    phone = hall.phone()
    hall.writes(phone, "Ein Treff. Auch für Kinder!")
    for page in (phone.sees(), hall.console.shows(), hall.desk.shows()):
        assert "Ein Treff. Auch für Kinder!" in page
    hall.desk.lets_through(1)
    paper = hall.desk.moderator.reads(f"{hall.desk.address}/print?lang=en")
    for page in (hall.projects(), hall.desk.shows(), phone.sees(), paper):
        assert "Ein Treff. Auch für Kinder!" in page
    public = hall.house.resident().reads(f"/walls/{wall().public_id}")
    assert public.index("Ein Treff.") < public.index("Auch für Kinder!")


def test_only_who_sits_in_the_hall_writes_cards(hall: Hall) -> None:
    stranger = hall.evening.stranger()

    assert writes(stranger.client, "Von draußen")[0] == 403
    assert said() == []
    assert "Put it on the wall" in stranger.sees("en")  # hidden until they join: the script shows it then
    stranger.joins()
    assert writes(stranger.client, "Von drinnen")[0] == 303


def test_cards_are_taken_until_the_desk_takes_no_more_or_the_session_ends(hall: Hall) -> None:
    phone = hall.phone()
    assert hall.desk.sends({"act": "stop"})[0] == 303
    assert hall.writes(phone, "Zu spät")[0] == 409
    assert "No more cards are taken" in phone.sees("en")
    assert hall.desk.sends({"act": "take"})[0] == 303
    assert hall.writes(phone, "Doch noch")[0] == 303
    hall.console.presses("select", step=first_step())
    assert hall.writes(phone, "Kam erst jetzt durch das Netz")[0] == 303
    assert 'name="text"' not in phone.sees("en")
    hall.console.presses("end")
    assert hall.writes(phone, "Der Abend ist vorbei")[0] == 409
    assert [one.text for one in said()] == ["Doch noch", "Kam erst jetzt durch das Netz"]


def first_step() -> int:
    with database.reading() as session:
        return session.scalars(select(RunStep.id).order_by(RunStep.position)).first() or 0


def test_one_person_does_not_flood_the_wall(hall: Hall) -> None:
    phone, other = hall.phone(), hall.phone()
    sent = [hall.writes(phone, f"Gedanke {number}")[0] for number in range(8)]

    assert sent == [303] * 6 + [429] * 2
    assert hall.writes(other, "Noch jemand")[0] == 303


def test_cards_that_come_at_once_get_numbers_of_their_own(hall: Hall) -> None:
    phones = [hall.phone() for _ in range(8)]
    address = f"/walls/{wall().public_id}/cards"

    def writes_one(number: int) -> int:
        form = {"text": f"Gedanke {number}", "once": chance.token()}
        return phones[number].client.post(address, data=form, headers=SAME_ORIGIN).status_code

    with ThreadPoolExecutor(8) as crowd:
        assert list(crowd.map(writes_one, range(8))) == [303] * 8
    assert sorted(standing()) == list(range(1, 9))
    assert wall().numbers == 8


def test_a_card_for_somebody_without_a_phone_stands_on_the_wall_at_once(hall: Hall) -> None:
    assert hall.desk.sends({"text": "Ich möchte wählen dürfen."}, "/cards")[0] == 303

    [card] = said()
    assert (card.source, card.status, card.author_id) == ("paper", "published", None)
    assert lines(hall.projects()) == ["Ich möchte wählen dürfen."]
    status, page = hall.desk.sends({"text": "y" * 161}, "/cards")
    assert (status, "y" * 161 in page) == (422, True)


# --- what the hall may read


def test_covered_cards_are_read_by_the_desk_alone_until_they_are_uncovered(covered: Hall) -> None:
    for text in ("Kita", "Schule", "Arbeit"):
        covered.writes(covered.phone(), text)
    assert covered.desk.lets_through(1, 2) == 303

    assert [one.status for one in said()] == ["waiting"] * 3
    assert lines(covered.projects()) == []
    for page in (f"/walls/{wall().public_id}?lang=en", "/ideas", "/desk/harvest?lang=en"):
        answer = covered.house.resident().client.get(page, follow_redirects=True).text
        assert "Kita" not in answer
    assert "Uncover the cards" in covered.desk.shows()

    assert covered.desk.sends({"act": "reveal"})[0] == 303

    assert [one.status for one in said()] == ["published", "published", "waiting"]
    assert lines(covered.projects()) == ["Kita", "Schule"]
    assert covered.desk.sends({"act": "reveal"})[0] == 303
    assert covered.desk.lets_through(3) == 303
    assert lines(covered.projects()) == ["Kita", "Schule", "Arbeit"]


def test_what_its_author_changed_since_is_not_uncovered_unread(covered: Hall) -> None:
    phone = covered.phone()
    covered.writes(phone, "Erste Worte")
    covered.desk.lets_through(1)
    public_id = said()[0].public_id
    form = {"text": "Ganz andere Worte", "language": "de", "seen": "1"}
    assert phone.client.post(f"/mine/{public_id}/edit", data=form, headers=SAME_ORIGIN).status_code == 303

    covered.desk.sends({"act": "reveal"})

    assert (said()[0].text, said()[0].status) == ("Ganz andere Worte", "waiting")
    assert lines(covered.projects()) == []
    covered.desk.lets_through(1)
    assert lines(covered.projects()) == ["Ganz andere Worte"]


def test_a_card_stays_one_thought_when_its_author_changes_it(hall: Hall) -> None:
    phone = hall.phone()
    hall.writes(phone, "Erste Worte")
    address = f"/mine/{said()[0].public_id}/edit"
    long = {"text": "z" * 161, "language": "de", "seen": "1"}

    refused = phone.client.post(address, data=long, headers=SAME_ORIGIN)
    assert (refused.status_code, "z" * 161 in refused.text, 'data-limit="160"' in refused.text) == (422, True, True)
    lines_of_two = {**long, "text": "Erste Zeile\nzweite Zeile"}
    assert phone.client.post(address, data=lines_of_two, headers=SAME_ORIGIN).status_code == 303
    assert said()[0].text == "Erste Zeile zweite Zeile"


def test_new_words_of_a_card_stand_on_the_screen_once_the_desk_took_them(hall: Hall) -> None:
    phone = hall.phone()
    hall.writes(phone, "Erste Worte")
    hall.desk.lets_through(1)
    public_id = said()[0].public_id
    form = {"text": "Bessere Worte", "language": "de", "seen": "1"}
    phone.client.post(f"/mine/{public_id}/edit", data=form, headers=SAME_ORIGIN)
    assert lines(hall.projects()) == ["Erste Worte"]

    hall.desk.moderator.approves(public_id)

    assert lines(hall.projects()) == ["Bessere Worte"]


def test_what_the_queue_makes_public_stays_covered_in_the_hall(covered: Hall) -> None:
    covered.writes(covered.phone(), "Kita")
    covered.desk.moderator.approves(said()[0].public_id)

    assert lines(covered.projects()) == []
    covered.desk.sends({"act": "reveal"})
    assert lines(covered.projects()) == ["Kita"]


def test_a_card_that_is_taken_down_leaves_every_screen(hall: Hall) -> None:
    hall.is_told("Das bleibt", "Das geht")
    gone = said()[1]

    hall.desk.moderator.decides(gone.public_id, "hide", reason="off_topic")

    assert lines(hall.projects()) == ["Das bleibt"]
    assert "Das geht" not in hall.desk.shows()
    assert "Das geht" not in hall.house.resident().reads(f"/walls/{wall().public_id}")


def test_its_author_takes_a_card_back(hall: Hall) -> None:
    phone = hall.phone()
    hall.writes(phone, "Doch nicht")
    hall.desk.lets_through(1)
    assert lines(hall.projects()) == ["Doch nicht"]

    answer = phone.client.post(f"/mine/{said()[0].public_id}/withdraw", headers=SAME_ORIGIN)

    assert answer.status_code == 303
    assert lines(hall.projects()) == []
    assert "Doch nicht" not in phone.sees()


def test_what_somebody_else_decided_or_its_author_changed_is_not_let_through_unseen(hall: Hall) -> None:
    hall.writes(hall.phone(), "Erste Fassung")
    [card] = cards_numbered(1)
    with database.transaction() as tx:
        case = tx.session.scalars(select(Case)).one()
        case.revision += 1  # as an edit or a colleague would

    assert hall.desk.sends({"act": "release", "card": [f"{card.id}:0"]})[0] == 303

    assert said()[0].status == "waiting"
    assert hall.desk.lets_through(1) == 303
    assert said()[0].status == "published"


# --- their order


def test_cards_are_put_together_named_moved_and_taken_apart(hall: Hall) -> None:
    hall.is_told("Sprachkurs", "Deutsch lernen", "Kita-Platz", "Wohnung")
    language = hall.desk.groups(1, 2, name="Sprache")
    other = hall.desk.groups(3)

    assert standing() == {1: language, 2: language, 3: other, 4: None}
    assert "Sprache" in hall.projects()
    assert "Gruppe 2" in hall.projects()
    assert lines(hall.projects()) == ["Sprachkurs", "Deutsch lernen", "Kita-Platz", "Wohnung"]

    assert hall.desk.does("move", 4, to=other)[0] == 303
    assert hall.desk.does("name", group=other, name="Alltag")[0] == 303
    assert hall.desk.does("move", 2, to="none")[0] == 303
    assert standing() == {1: language, 2: None, 3: other, 4: other}
    assert [one.name for one in groups()] == [{"en": "Sprache"}, {"en": "Alltag"}]

    sent = {"act": "name", "group": str(other), "name": "Alltag", "form_token": hall.desk.moderator.form_token()}
    as_it_stood = hall.desk.moderator.client.post(f"{hall.desk.address}?lang=tr", data=sent, headers=SAME_ORIGIN)
    assert (as_it_stood.status_code, groups()[1].name) == (303, {"en": "Alltag"})
    hall.desk.moderator.client.post(
        f"{hall.desk.address}?lang=tr", data={**sent, "name": "Günlük"}, headers=SAME_ORIGIN
    )
    assert groups()[1].name == {"en": "Alltag", "tr": "Günlük"}

    assert hall.desk.does("dissolve", group=language)[0] == 303
    assert standing() == {1: None, 2: None, 3: other, 4: other}
    assert "Sprache</bdi>" not in hall.projects()
    page = hall.house.resident().reads(f"/walls/{wall().public_id}?lang=en")
    assert page.index("Alltag") < page.index("Kita-Platz") < page.index("Sprachkurs")


def test_every_act_is_taken_back_one_after_the_other(hall: Hall) -> None:
    hall.is_told("Eins", "Zwei", "Drei")
    first = hall.desk.groups(1, 2)
    hall.desk.does("name", group=first, name="Zahlen")
    hall.desk.does("move", 3, to=first)
    hall.desk.does("dissolve", group=first)

    states = []
    for _ in range(4):
        assert hall.desk.does("undo")[0] == 303
        states.append((standing(), [one.name for one in groups()]))

    assert states == [
        ({1: first, 2: first, 3: first}, [{"en": "Zahlen"}]),
        ({1: first, 2: first, 3: None}, [{"en": "Zahlen"}]),
        ({1: first, 2: first, 3: None}, [{}]),
        ({1: None, 2: None, 3: None}, []),
    ]
    status, page = hall.desk.does("undo")
    assert (status, "There is nothing to undo." in page) == (409, True)


def test_two_moderators_at_one_wall_each_take_back_their_own(house: House) -> None:
    hall = open_hall(house, moderator=house.moderator("Max Beispiel"))
    second = WallDesk(house.moderator("Aylin Örnek"), hall.desk.topic, hall.desk.step)
    hall.is_told("Eins", "Zwei", "Drei")
    mine = hall.desk.groups(1)
    theirs = second.groups(2)
    second.does("move", 3, to=theirs)

    assert hall.desk.does("undo")[0] == 303
    assert standing() == {1: None, 2: theirs, 3: theirs}
    assert hall.desk.does("undo")[0] == 409
    assert second.does("undo")[0] == 303
    assert standing() == {1: None, 2: theirs, 3: None}
    assert [one.id for one in groups()] == [theirs]
    assert mine != theirs


def test_what_another_touched_since_is_not_taken_back(house: House) -> None:
    hall = open_hall(house, moderator=house.moderator("Max Beispiel"))
    second = WallDesk(house.moderator("Aylin Örnek"), hall.desk.topic, hall.desk.step)
    hall.is_told("Eins", "Zwei")
    one = hall.desk.groups(1)
    second.does("move", 1, to="none")

    status, _ = hall.desk.does("undo")

    assert (status, standing()[1]) == (409, None)
    assert one in [group.id for group in groups()]


def test_of_two_who_drag_the_same_card_the_second_reads_who_was_faster(house: House) -> None:
    hall = open_hall(house, moderator=house.moderator("Max Beispiel"))
    second = WallDesk(house.moderator("Aylin Örnek"), hall.desk.topic, hall.desk.step)
    hall.is_told("Eins", "Zwei")
    target = hall.desk.groups(2)
    [card] = cards_numbered(1)
    seen = f"{card.id}:{card.revision}"
    second.does("move", 1, to=target)

    status, page = hall.desk.sends({"act": "move", "card": [seen], "to": "none"})

    assert status == 409
    assert "Aylin Örnek moved this card" in page
    assert standing()[1] == target


def test_a_move_of_many_moves_all_of_them_or_none(hall: Hall) -> None:
    hall.is_told("Eins", "Zwei")
    [one, two] = cards_numbered(1, 2)
    stale = [f"{one.id}:{one.revision}", f"{two.id}:{two.revision + 1}"]

    assert hall.desk.sends({"act": "move", "card": stale, "to": "new"})[0] == 409
    assert hall.desk.sends({"act": "move", "card": [], "to": "new"})[0] == 422
    assert hall.desk.sends({"act": "move", "card": ["77:0"], "to": "new"})[0] == 404
    assert hall.desk.does("move", 1, to=77)[0] == 404
    assert (standing(), groups()) == ({1: None, 2: None}, [])


@pytest.mark.parametrize("act", ["name", "dissolve", "look"])
def test_a_group_that_is_gone_is_not_there(hall: Hall, act: str) -> None:
    hall.is_told("Eins")
    group = hall.desk.groups(1)
    hall.desk.does("dissolve", group=group)

    assert hall.desk.does(act, group=group, name="Neu")[0] == 404
    assert hall.desk.does(act, group=4711)[0] == 404


def test_the_screen_shows_one_group_alone_until_it_shows_everything(hall: Hall) -> None:
    hall.is_told("Eins", "Zwei", "Drei")
    group = hall.desk.groups(2)

    hall.desk.does("look", group=group)
    assert lines(hall.projects()) == ["Zwei"]
    hall.desk.does("look_all")
    assert lines(hall.projects()) == ["Zwei", "Eins", "Drei"]
    hall.desk.does("look", group=group)
    hall.desk.does("dissolve", group=group)
    assert lines(hall.projects()) == ["Eins", "Zwei", "Drei"]


def test_what_is_no_act_of_a_wall_is_refused(hall: Hall) -> None:
    assert hall.desk.does("dance")[0] == 400
    assert hall.desk.sends({"act": "move", "card": ["nothing", "-1:0", "1"], "to": "new"})[0] == 404


# --- on to a vote, to paper, to the harvest


def test_points_are_given_to_the_groups(hall: Hall) -> None:
    hall.is_told("Eins", "Zwei", "Drei")
    hall.desk.groups(1, name="Sprache")
    assert hall.desk.sends({}, "/vote")[0] == 422
    unnamed = hall.desk.groups(2)

    assert hall.desk.sends({}, "/vote")[0] == 303

    with database.reading() as session:
        ballot = session.scalars(select(Ballot).order_by(Ballot.id.desc())).first()
        assert ballot is not None
        assert [one.title.get("en") for one in ballot.options] == ["Sprache", "Group 2"]
        assert ballot.options[1].title["de"] == "Gruppe 2"
        assert [one.source for one in ballot.options][1] == f"group:{unnamed}"
        assert (ballot.method, ballot.dots, ballot.question["tr"] != ballot.question["de"]) == ("dots", 3, True)
        after = session.scalars(select(RunStep).order_by(RunStep.position)).all()
    assert [one.kind for one in after] == ["vote", "cards", "vote"]


def test_the_wall_is_printed_and_stands_in_the_harvest(hall: Hall) -> None:
    hall.is_told("Sprachkurs am Abend", "Kita-Platz")
    hall.desk.groups(1, name="Sprache")
    paper = hall.desk.moderator.reads(f"{hall.desk.address}/print?lang=en")
    assert paper.index("Sprache") < paper.index("Sprachkurs am Abend") < paper.index("Kita-Platz")

    harvest = hall.desk.moderator.reads("/desk/harvest?lang=en")
    assert "Sprachkurs am Abend" in harvest
    table = hall.desk.moderator.reads("/desk/harvest.csv?lang=en")
    assert "Kita-Platz" in table


def test_the_wall_is_a_table_that_no_program_calculates(hall: Hall) -> None:
    hall.is_told("Sprachkurs; am Abend", "=1+1 Kitas", "Allein")
    hall.desk.groups(2, name="Sprache")
    hall.desk.groups(1)

    rows = hall.desk.moderator.reads(f"{hall.desk.address}.csv?lang=en").lstrip("\ufeff").splitlines()

    assert rows[0] == '"Number";"Group";"The card";"Language code";"Translation";"Address"'
    assert [row.split(";")[0] for row in rows[1:]] == ["2", "1", "3"]
    assert rows[1].startswith('2;"Sprache";"\'=1+1 Kitas";"de";"";"http')
    assert rows[2].startswith('1;"Group 2";"Sprachkurs; am Abend";')
    address = rows[3].split(";")[-1].strip('"').partition("localhost")[2]
    assert "Allein" in hall.house.resident().client.get(address).text


def test_a_card_has_a_page_of_its_own_and_its_way_can_be_read(hall: Hall) -> None:
    hall.is_told("Sprachkurs am Abend")
    [card] = said()
    with database.reading() as session:
        slug = session.get_one(Format, card.format_id).slug

    page = hall.house.resident().reads(f"/ideas/{slug}/{card.public_id}?lang=en")
    assert "Sprachkurs am Abend" in page
    board = hall.house.resident().client.get(f"/ideas/{slug}?lang=en")
    assert board.location.endswith(f"/walls/{wall().public_id}?lang=en")
    assert hall.house.resident().client.get(f"/ideas/{slug}/new?lang=en").location == board.location


def test_cards_are_placed_in_fields_beside_ideas(hall: Hall, house: House) -> None:
    hall.is_told("Sprachkurs am Abend")
    with database.transaction() as tx:
        first = fields.start_from_template(tx, tx.session.get_one(Process, 1))[0]
        card = tx.session.scalars(select(Contribution).where(Contribution.kind == "card")).one()
        fields.place_in_field(tx, card, first.id, by=HOST)
        key = first.key

    assert "Sprachkurs am Abend" in house.resident().reads(f"/fields/{key}?lang=en")
    assert "Sprachkurs am Abend" in hall.desk.moderator.reads("/desk/fields?lang=en")


# --- the run sheet, and the rehearsal


def test_a_wall_with_cards_stays_on_the_run_sheet_and_an_empty_one_goes(hall: Hall) -> None:
    hall.writes(hall.phone(), "Eins")
    hall.console.presses("select", step=first_step())
    assert hall.console.sends(f"steps/{hall.desk.step}/remove", {})[0] == 409
    assert hall.console.sends("walls/new", {"question_de": "Noch eine Wand?"})[0] == 303
    with database.reading() as session:
        empty = session.scalars(select(Wall.step_id).order_by(Wall.id.desc())).first()

    assert hall.console.sends(f"steps/{empty}/remove", {})[0] == 303

    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Wall)) == 1
        assert session.scalar(select(func.count()).select_from(Format).where(Format.kind == "card_wall")) == 1


def test_its_question_is_worded_anew_and_it_stays_a_wall(hall: Hall) -> None:
    form = {"kind": "talk", "title_de": "Was hilft am meisten?", "revision": "0", "minutes": "10"}

    assert hall.console.sends(f"steps/{hall.desk.step}", form)[0] == 303

    with database.reading() as session:
        step = session.get_one(RunStep, hall.desk.step)
        collection = session.get_one(Format, wall().format_id)
    assert (step.kind, step.minutes, collection.title) == ("cards", 10, {"de": "Was hilft am meisten?"})
    assert "Was hilft am meisten?" in hall.projects()


@pytest.mark.parametrize(
    "form", [{}, {"question_de": " "}, {"question_de": "x" * 81}, {"question_de": "Was?", "minutes": "0"}]
)
def test_a_wall_needs_a_question_and_keeps_what_was_typed(hall: Hall, form: dict[str, str]) -> None:
    status, page = hall.console.sends("walls/new", {**form, "script": "Langsam sprechen."})

    assert (status, "Langsam sprechen." in page) == (422, True)


def test_a_rehearsal_of_a_wall_leaves_nothing(hall: Hall, house: House) -> None:
    planned = plans(hall.console)
    assert planned.sends("walls/new", {"question_de": "Was hilft?", "hidden": "yes"})[0] == 303
    before = everything()
    copy = rehearses(planned)
    copy.presses("open")
    desk = WallDesk(hall.desk.moderator, copy.topic, wall().step_id)
    copy.presses("select", step=desk.step)
    phone = house.app.test_client()
    with database.reading() as session:
        code = session.scalars(select(LiveSession.code).where(LiveSession.rehearsal)).one()
    phone.post("/join", data={"code": code}, headers=SAME_ORIGIN)
    assert writes(phone, "Nur geprobt")[0] == 303
    assert writes(phone, "Auch geprobt")[0] == 303
    assert desk.sends({"text": "Für jemanden"}, "/cards")[0] == 303
    assert "Nur geprobt" in copy.shows()
    assert desk.lets_through(1) == 303
    assert desk.sends({"act": "reveal"})[0] == 303
    group = desk.groups(1, 3, name="Probe")
    assert standing()[1] == group
    assert "Nur geprobt" in desk.shows()

    assert copy.presses("end") == 303

    assert everything() == before


def everything() -> dict[str, int]:
    with database.reading() as session:
        tables = (Wall, WallGroup, WallCard, WallAct, Contribution, Case, Format)
        return {table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


# --- what it costs, and who did what


def test_a_wall_with_three_cards_costs_as_many_statements_as_one_with_one(hall: Hall) -> None:
    hall.is_told("Eins")
    hall.writes(hall.phone(), "Wartet 1")
    pages = {
        "desk": hall.desk.shows,
        "screen": hall.projects,
        "page": lambda: hall.house.resident().reads(f"/walls/{wall().public_id}"),
        "console": hall.console.shows,
    }
    one = {name: cost_of(page) for name, page in pages.items()}
    hall.writes(hall.phone(), "Wartet 2")
    hall.is_told("Zwei", "Drei")
    hall.writes(hall.phone(), "Wartet 3")
    hall.writes(hall.phone(), "Wartet 4")

    assert {name: cost_of(page) for name, page in pages.items()} == one
    assert all(one.values())


def cost_of(page: Callable[[], object]) -> int:
    page()  # what is read once for a process is read
    with counted_statements() as statements:
        page()
    return len(statements)


def test_the_log_knows_who_changed_a_wall(hall: Hall) -> None:
    hall.is_told("Eins")
    hall.desk.groups(1, name="Sprache")
    with database.reading() as session:
        acts = session.scalars(select(AuditEntry.action).where(AuditEntry.action.startswith("wall."))).all()

    assert acts == ["wall.group"]
    assert "Cards were put together in a group." in hall.house.moderator("Ada", role=Role.ADMINISTRATION).reads(
        "/desk/log?lang=en"
    )

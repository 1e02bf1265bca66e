"""An author takes a contribution back: the words are nowhere any more, the place and what others said stay."""

import pytest
from sqlalchemy import select

from participation.contributions import photos
from participation.contributions.models import Contribution
from participation.fields import service as fields
from participation.fields import suggesting
from participation.fields.embedding import SETTING
from participation.fields.models import FieldSuggestion, IdeaVector
from participation.fields.rules import Mode
from participation.fields.shelf import Words
from participation.foundation import database
from participation.foundation.permissions import Actor, Role
from participation.process.form_rules import FieldKind, FieldPlan
from participation.process.form_service import add_field
from participation.process.models import Format, Process
from participation.process.rules import Moderation
from participation.voting.rules import BallotKind, Method
from participation.voting.service import Proposed, create_ballot
from tests.canary import told_in
from tests.conftest import SAME_ORIGIN, House, Moderator, Resident, case_of
from tests.fields.hall import begin, machine_reads, proposals
from tests.mine.hall import Author, author_of, public_author
from tests.threads.talk import set_stage
from tests.townhall.pictures import picture

CANARY = "Zwitscherkanarie"


def comments_on(house: House, author: Author, said: str, **form: str) -> Resident:
    phone = house.resident()
    answer = phone.client.post(f"/talk/{author.id}", data={"text": said, **form}, headers=SAME_ORIGIN)
    assert answer.status_code == 303, answer.text
    return phone


@pytest.mark.parametrize("any_house", ["house", "house_on_postgres"])
def test_after_it_the_words_are_in_no_table_and_on_no_page(any_house: str, request: pytest.FixtureRequest) -> None:
    house: House = request.getfixturevalue(any_house)
    moderator = house.moderator()
    set_stage(moderation=Moderation.POST, may_comment=True, may_support=True)
    with database.transaction() as tx:
        home, office = tx.session.get_one(Format, 1), Actor(1, None, frozenset({Role.ADMINISTRATION}))
        process = tx.session.get_one(Process, home.process_id)
        where = add_field(tx, process, home, FieldKind.PLACE, FieldPlan({"de": "Wo?"}, {}), by=office).id
        field = fields.add_field(
            tx, process, name={"de": "Umwelt"}, sentence={"de": "Grün"}, by=Actor(1, None, frozenset({Role.MODERATOR}))
        ).id
    phone = house.resident()
    form = {"text": f"{CANARY} im Park https://{CANARY}.example", f"field-{where}": f"Am {CANARY}platz"}
    assert phone.client.post("/ideas/ideen/new", data=form, headers=SAME_ORIGIN).status_code == 303
    with database.reading() as session:
        author = Author(house, phone, session.scalars(select(Contribution.public_id)).one())
    house.resident().supports(author.id)
    comments_on(house, author, "Das ist schön gesagt.", quote=f"{CANARY} im Park")
    author.edits(f"{CANARY} am Bach")
    with database.transaction() as tx:
        idea = tx.session.scalars(select(Contribution).where(Contribution.public_id == author.id)).one()
        photos.keep_photo(tx, idea, photos.redraw(picture("JPEG")), f"Ein {CANARY}")
        fields.place_in_field(tx, idea, field, by=Actor(1, 1, frozenset({Role.MODERATOR})))
    author.edits(f"{CANARY} am See")
    set_stage(moderation=Moderation.PRE)
    author.edits(f"{CANARY} im Wald https://{CANARY}.example")
    assert told_in(CANARY) == {
        "contribution", "contribution_revision", "comment_place", "answer", "photo", "moderation_hint",
    }  # fmt: skip

    assert author.withdraws().status_code == 303

    assert told_in(CANARY) == set()
    case = case_of(author.id)
    addresses = ["/ideas/ideen", f"/ideas/ideen/{author.id}", f"/ideas/ideen?search={CANARY}x", "/fields"]
    desk = [f"/desk/queue?case={case.id}", "/desk/queue?show=decided", "/desk/fields", "/desk/harvest", "/desk/log"]
    for who, pages in ((house.resident(), addresses), (author.phone, [*addresses, "/mine"]), (moderator, desk)):
        for address in pages:
            assert CANARY.casefold() not in who.reads(
                f"{address}{'&' if '?' in address else '?'}lang=en"
            ).casefold().replace(f"{CANARY.casefold()}x", "")
    assert case.open is False


def test_the_empty_place_keeps_the_day_the_support_and_what_others_said(house: House, moderator: Moderator) -> None:
    author = public_author(house, moderator, "Ein Kino im Freien")
    set_stage(may_comment=True, moderation=Moderation.POST)
    house.resident().supports(author.id)
    comments_on(house, author, "Und im Winter drinnen.")
    page = author.phone.reads(f"/mine/{author.id}/withdraw?lang=en")
    assert "This cannot be undone by anybody" in page
    assert "1 comment of others" in page

    author.withdraws()

    shown = author.page()
    assert shown.status_code == 200
    assert "The author withdrew this on" in shown.text
    assert "Und im Winter drinnen." in shown.text
    assert "Comments are closed at the moment" in shown.text
    assert "Kino" not in shown.text
    assert author.now.support_count == 1
    assert author.id not in house.resident().reads("/ideas/ideen")
    mine = author.mine()
    assert "You withdrew this on" in mine
    assert "Change the words" not in mine
    for address in (f"/report/{author.id}", f"/history/{author.id}"):
        assert house.resident().client.get(address).status_code == 404
    assert author.history(author.phone).status_code == 404


def test_nothing_new_is_said_under_it_and_what_is_there_can_be_read_alone(house: House, moderator: Moderator) -> None:
    author = public_author(house, moderator, "Eine Sauna am Fluss")
    set_stage(may_comment=True, moderation=Moderation.POST)
    comments_on(house, author, "Zu laut dort.")
    comment = author.page().text.split('id="c-')[1].split('"')[0]

    author.withdraws()

    late = house.resident().client.post(f"/talk/{author.id}?lang=en", data={"text": "Doch nicht."}, headers=SAME_ORIGIN)
    assert late.status_code == 409
    assert "withdrawn by its author" in late.text
    assert "Doch nicht.</textarea>" in late.text
    alone = house.resident().client.get(f"/talk/{author.id}/{comment}?lang=en")
    assert alone.status_code == 200
    assert "a withdrawn idea" in alone.text


def test_a_withdrawn_comment_leaves_its_own_sentence_and_its_answers(house: House, moderator: Moderator) -> None:
    root = public_author(house, moderator, "Ein Bus am Abend")
    set_stage(may_comment=True, moderation=Moderation.POST)
    phone = comments_on(house, root, "Der fährt doch nie.")
    comment = Author(house, phone, root.page().text.split('id="c-')[1].split('"')[0])
    comments_on(house, root, "Doch, um zehn.", to=comment.id, quote="fährt doch nie")

    assert comment.withdraws().status_code == 303

    page = root.page().text
    assert "withdrew a comment that stood here" in page
    assert "Doch, um zehn." in page
    assert "fährt doch nie" not in page


def test_what_never_was_public_leaves_no_place(house: House) -> None:
    author = author_of(house, "Ein Geheimnis")

    author.withdraws()

    assert author.page().status_code == 404
    assert author.page(author.phone).status_code == 200
    assert "You withdrew this on" in author.mine()
    assert case_of(author.id).open is False


def test_what_stood_to_vote_keeps_its_name_there_and_the_author_reads_so_before(house: House) -> None:
    author = author_of(house, "Ein Rad am Fluss")
    address = f"/mine/{author.id}/withdraw?lang=en"
    assert "on the vote it stood in" not in author.phone.reads(address)
    host = Actor(1, None, frozenset({Role.MODERATOR}))
    with database.transaction() as tx:
        create_ballot(
            tx,
            municipality_id=1,
            process_id=1,
            audience="session:1",
            question={"de": "Was zuerst?"},
            options=[Proposed({"de": "Ein Rad"}, f"idea:{author.now.id}"), Proposed({"de": "Ein Rat"})],
            method=Method.SINGLE,
            kind=BallotKind.MOOD,
            dots=1,
            per_option=1,
            by=host,
        )

    assert "on the vote it stood in" in author.phone.reads(address)


def test_twice_changes_nothing_and_there_is_no_way_back(house: House, moderator: Moderator) -> None:
    author = public_author(house, moderator, "Ein Chor für alle")
    author.opens()
    assert [author.withdraws().status_code for _ in range(2)] == [303, 303]

    again = author.sends("Ein Chor für jeden")
    assert again.status_code == 409
    assert "Ein Chor für jeden</textarea>" in again.text
    assert moderator.decides(author.id, "publish") == 409
    assert moderator.decides(author.id, "reject", reason="insult") == 409
    assert moderator.undoes(author.id) == 409
    language = author.phone.client.post(f"/mine/{author.id}/language", data={"language": "tr"}, headers=SAME_ORIGIN)
    assert language.status_code == 409
    assert author.phone.client.get(f"/mine/{author.id}/withdraw").status_code == 409
    assert author.now.status == "withdrawn"


def test_reports_and_appeals_end_and_everybody_reads_why(house: House, moderator: Moderator) -> None:
    author = public_author(house, moderator, "Ein Laden für alles")
    reporter = house.resident()
    form = {"reason": "advertising", "words": "Werbung!", "good_faith": "yes"}
    reporter.client.post(f"/report/{author.id}", data=form, headers=SAME_ORIGIN)
    other = public_author(house, moderator, "Ein Laden für vieles")
    moderator.decides(other.id, "reject", reason="advertising")
    other.appeals()

    author.withdraws()
    other.withdraws()

    assert "Its author withdrew it before a person decided" in reporter.reads("/mine?lang=en")
    assert "You withdrew the contribution before it was decided" in other.mine()
    assert other.statements() == [("taken_down", "advertising", False)]
    assert "Everything is read" in moderator.reads("/desk/queue?lang=en")


def vectors(author: Author) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(IdeaVector.words).where(IdeaVector.contribution_id == author.now.id)))


def test_what_the_machine_read_of_it_goes_and_a_reading_under_way_writes_nothing(
    house: House, moderator: Moderator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SETTING, Mode.TFIDF)
    begin()
    author = public_author(house, moderator, "Mehr Busse am Abend und am Sonntag")
    machine_reads()
    [first] = vectors(author)
    assert proposals(author.id)

    author.edits("Mehr Radwege durch die Stadt")
    moderator.approves(author.id)
    machine_reads()
    [second] = vectors(author)
    assert second != first
    read_before = author.now
    author.withdraws()
    with database.reading() as session:
        assert session.scalars(select(FieldSuggestion)).all() == []
    assert vectors(author) == []
    # a reading that began before it ends now
    late = Words(read_before.id, 1, read_before.text)
    suggesting.keep_vectors(database.current(), suggesting.this_reader(database.current()), [late])

    assert vectors(author) == []

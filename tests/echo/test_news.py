"""What became of somebody's words reaches them, whoever they are to it: author, supporter, follower."""

import re
import threading

import pytest
from sqlalchemy import delete, insert, select, update

from participation.contributions import following
from participation.contributions.models import Contribution, Support
from participation.contributions.news import ContributionWithdrawn
from participation.contributions.queries import by_public_id
from participation.contributions.rules import Kind as Said
from participation.contributions.rules import Status
from participation.echo import hearing
from participation.foundation import clock, database
from participation.foundation.permissions import Actor
from participation.lineage import service as lineage
from participation.lineage import undoing
from participation.lineage.queries import steps_of
from participation.lineage.service import OwnText
from participation.moderation.appeals import appeal
from participation.moderation.models import Statement
from participation.notifications import telling
from participation.notifications.models import Notification
from participation.notifications.rules import Kind
from participation.notifications.telling import News
from participation.people.models import Person, PersonKind
from participation.process.models import Process
from participation.threads.news import ReplyPublished
from tests.answers.hall import Hall, published, tell
from tests.conftest import SAME_ORIGIN, House, Resident
from tests.echo.hall import comments, decided, follows, id_of, new_for, person_of, reads_it, told_rows, told_to
from tests.ideas.test_board import counted_statements
from tests.moderation.hall import colleague
from tests.threads.talk import set_stage

REPLIES = ("There is 1 new comment on your idea.", "There are 2 new comments on your idea.")
ANSWERED = "There is an official answer to your idea."


@pytest.fixture
def max_(house: House) -> Actor:
    return colleague("Max Beispiel")


@pytest.fixture
def talk(house: House) -> None:
    """Comments are public at once."""
    set_stage(moderation="post")


def neighbour(house: House) -> Resident:
    return house.resident()


# --- replies


@pytest.mark.usefixtures("talk")
def test_a_reply_reaches_the_author_with_the_way_to_it(house: House, resident: Resident) -> None:
    idea = published(resident, "Ein Brunnen am Markt", "de")
    comment = comments(neighbour(house), idea, "Am besten mit Trinkwasser.")

    new = new_for(resident)
    page = resident.reads("/mine?lang=en")

    assert new.sentences == [REPLIES[0]]
    assert new.addresses == [f"/talk/{idea}/{comment}?lang=en#c-{comment}"]
    assert 'class="new-count num">1<' in page
    assert 'class="new-count num">1<' in resident.reads("/ideas/ideen?lang=en")
    assert "Am besten mit Trinkwasser." in resident.reads(new.addresses[0].partition("#")[0])


@pytest.mark.usefixtures("talk")
def test_several_replies_are_one_notice_that_counts_and_what_comes_later_stays_new(
    house: House, resident: Resident
) -> None:
    idea = published(resident, "Zwei Brunnen am Markt", "de")
    other = neighbour(house)
    first = comments(other, idea, "Mit Wasser aus der Leitung.")
    comments(other, idea, "Oder aus dem Berg.")
    new = new_for(resident)
    assert new.sentences == [REPLIES[1]]
    assert first in new.addresses[0]

    comments(other, idea, "Und mit einem Becher.")
    assert reads_it(resident, *new.marks) == 303
    assert new_for(resident).sentences == ["There are 3 new comments on your idea."]
    assert reads_it(resident, *new_for(resident).marks) == 303
    assert new_for(resident).sentences == []
    comments(other, idea, "Noch etwas Neues dazu.")

    assert new_for(resident).sentences == [REPLIES[0]]


@pytest.mark.usefixtures("talk")
def test_nobody_is_told_of_their_own_words_nor_a_supporter_of_every_word(house: House, resident: Resident) -> None:
    idea = published(resident, "Drei Brunnen am Markt", "de")
    supporter, follower = neighbour(house), neighbour(house)
    supporter.supports(idea)
    follows(follower, idea)

    comments(resident, idea, "Ich meine den alten Markt.")

    assert [new_for(one).sentences for one in (resident, supporter, follower)] == [
        [],
        [],
        ["There is 1 new comment on an idea that you follow."],
    ]


@pytest.mark.usefixtures("talk")
def test_an_answer_to_a_comment_reaches_its_author_once(house: House, resident: Resident) -> None:
    idea = published(resident, "Vier Brunnen am Markt", "de")
    guest, third = neighbour(house), neighbour(house)
    mine = comments(guest, idea, "Wer bezahlt das?")
    own = comments(resident, idea, "Die Stadt, hoffe ich.", to=mine)
    reads_it(resident, *new_for(resident).marks)

    comments(third, idea, "Nein, der Verein.", to=own)

    assert new_for(guest).sentences == ["There is 1 new answer to your comment."]
    assert own in new_for(guest).addresses[0]
    # the author of the idea hears of it as its author, and not a second time
    assert new_for(resident).sentences == [REPLIES[0]]


def test_a_reply_counts_from_the_moment_a_moderator_made_it_public(house: House, resident: Resident) -> None:
    idea = published(resident, "Fünf Brunnen am Markt", "de")
    comment = comments(neighbour(house), idea, "Das muss erst gelesen werden.")
    assert new_for(resident).sentences == []

    decided(comment, publish=True)

    assert new_for(resident).sentences == [REPLIES[0]]


def test_a_notice_about_a_hidden_reply_disappears_and_comes_back_with_it(
    house: House, resident: Resident, max_: Actor
) -> None:
    idea = published(resident, "Sechs Brunnen am Markt", "de")
    guest = neighbour(house)
    comment = comments(guest, idea, "Erst gelesen, dann versteckt.")
    decided(comment, max_, publish=True)
    assert new_for(resident).sentences == [REPLIES[0]]

    decided(comment, max_, publish=False)
    hidden = new_for(resident).sentences, 'class="new-count num"' in resident.reads("/ideas/ideen")
    decided(comment, max_, publish=True)

    assert hidden == ([], False)
    assert new_for(resident).sentences == [REPLIES[0]]
    assert told_to(resident) == [("reply", 1, 1)]  # coming back is no second reply
    assert new_for(guest).sentences == ["Your contribution is public again.", "Your contribution is public now."][:1]


# --- answers, stages


def test_an_answer_reaches_author_supporter_follower_and_the_author_of_what_stands_in_it(
    house: House, resident: Resident, hall: Hall, max_: Actor
) -> None:
    within, supporter, follower, stranger = (neighbour(house) for _ in range(4))
    idea = published(resident, "Bänke am Fluss", "de")
    joined = published(within, "Am Fluss fehlen Bänke", "de")
    supporter.supports(idea)
    follows(follower, idea)
    published(stranger, "Etwas ganz anderes", "de")
    with database.transaction() as tx:
        one, of = (by_public_id(tx.session, 1, each) for each in (joined, idea))
        lineage.link_as_duplicate(tx, one, of=of, by=max_)
    reads_it(within, *new_for(within).marks)

    hall.answers(idea)
    hall.decides("in_concept", idea)
    tellings = [new_for(one).sentences for one in (resident, within, supporter, follower, stranger)]

    assert tellings == [
        ["It was said what becomes of your idea: In the concept.", ANSWERED],
        [
            "It was said what becomes of the text in which your idea stands: In the concept.",
            "There is an official answer to the text in which your idea stands.",
        ],
        [
            "It was said what becomes of an idea that you support: In the concept.",
            "There is an official answer to an idea that you support.",
        ],
        [
            "It was said what becomes of an idea that you follow: In the concept.",
            "There is an official answer to an idea that you follow.",
        ],
        [],
    ]
    assert new_for(supporter).addresses == [
        f"/ideas/ideen/{idea}?lang=en#way",
        f"/ideas/ideen/{idea}?lang=en#answers",
    ]
    assert 'id="answers"' in supporter.reads(f"/ideas/ideen/{idea}")


def test_the_mark_at_an_answer_is_each_persons_own(house: House, resident: Resident, hall: Hall, max_: Actor) -> None:
    within = neighbour(house)
    idea, joined = published(resident, "Licht im Park", "de"), published(within, "Der Park ist dunkel", "de")
    with database.transaction() as tx:
        one, of = (by_public_id(tx.session, 1, each) for each in (joined, idea))
        lineage.link_as_duplicate(tx, one, of=of, by=max_)
    hall.answers(idea)

    def marked(somebody: Resident) -> int:
        return somebody.reads("/mine?lang=en").count('<span class="state sign-ok">')

    before = marked(within)
    assert within.client.post(f"/mine/{joined}/read", headers=SAME_ORIGIN).status_code == 303

    assert marked(within) == before - 1
    assert ANSWERED in new_for(resident).sentences
    assert new_for(within).sentences == ["Your idea was joined to one that says the same."]


def test_another_wording_of_an_answer_is_news_and_so_is_what_was_taken_back(resident: Resident, hall: Hall) -> None:
    idea = published(resident, "Ein Dach am Markt", "de")
    hall.answers(idea)
    hall.decides("in_concept", idea)
    reads_it(resident, *new_for(resident).marks)

    hall.changes(text_de="Doch nur ein kleines Dach.")
    hall.undoes(1)

    assert new_for(resident).sentences == [
        "What was said about the way of your idea was taken back.",
        "The official answer to your idea was changed.",
    ]


def test_before_it_is_published_the_desk_reads_how_many_people_an_answer_reaches(
    house: House, resident: Resident, hall: Hall, max_: Actor
) -> None:
    within, supporter, follower = (neighbour(house) for _ in range(3))
    idea, joined = published(resident, "Mehr Papierkörbe", "de"), published(within, "Müll liegt herum", "de")
    supporter.supports(idea)
    supporter.supports(joined)
    follows(follower, joined)
    with database.transaction() as tx:
        one, of = (by_public_id(tx.session, 1, each) for each in (joined, idea))
        lineage.link_as_duplicate(tx, one, of=of, by=max_)

    page = hall.reads(f"/desk/answers/new?idea={idea}&lang=en")

    assert "The answer reaches 4 people:" in page


def test_three_and_three_hundred_supporters_cost_the_same_statements(
    house: House, resident: Resident, hall: Hall
) -> None:
    few, many = published(resident, "Wenige dafür", "de"), published(resident, "Viele dafür", "de")
    with database.transaction() as tx:
        now = clock.now()
        guests = [Person(municipality_id=1, kind=PersonKind.GUEST, created_at=now) for _ in range(300)]
        tx.session.add_all(guests)
        tx.session.flush()
        rows = [(few, one) for one in guests[:3]] + [(many, one) for one in guests]
        ids = {each: by_public_id(tx.session, 1, each).id for each in (few, many)}
        town = {"municipality_id": 1, "created_at": now}
        tx.session.execute(
            insert(Support), [{**town, "contribution_id": ids[each], "person_id": one.id} for each, one in rows]
        )

    with counted_statements() as three:
        hall.answers(few)
    with counted_statements() as three_hundred:
        hall.answers(many)

    assert len(three) == len(three_hundred)
    counts = {about: sum(one.contribution_id == ids[about] for one in told_rows()) for about in ids}
    assert counts == {few: 4, many: 301}


# --- decisions, appeals, reports, where ideas stand


def test_an_author_hears_what_moderators_decided(resident: Resident, max_: Actor) -> None:
    first = resident.posts("Wartet noch auf jemanden")
    decided(first, max_, publish=True)
    published_, address = new_for(resident).sentences, new_for(resident).addresses
    decided(first, max_, publish=False)

    assert published_ == ["Your contribution is public now."]
    assert address == [f"/mine?lang=en#m-{first}"]
    # what is new takes the place of what nobody had read yet
    assert new_for(resident).sentences == ["Your contribution was taken down. The reason stands beside it."]


def test_an_appeal_and_a_report_are_answered_to_those_who_made_them(
    house: House, resident: Resident, max_: Actor
) -> None:
    idea = published(resident, "Darüber wird gestritten", "de")
    reporter = neighbour(house)
    report = {"reason": "insult", "words": "Das beleidigt.", "good_faith": "yes"}
    assert reporter.client.post(f"/report/{idea}", data=report, headers=SAME_ORIGIN).status_code == 303
    decided(idea, max_, publish=False)
    reads_it(resident, *new_for(resident).marks)
    with database.transaction() as tx:
        statement = tx.session.scalars(select(Statement)).one()
        appeal(tx, statement, "Das ist sachlich.", by=Actor(1, person_of(resident)))
    decided(idea, colleague("Ina Andere"), publish=True)

    assert new_for(resident).sentences == ["Your appeal was decided. The answer stands beside your contribution."]
    assert new_for(reporter).sentences == [
        "What you reported was looked at. The answer stands under “What I reported”."
    ]
    assert new_for(reporter).addresses == ["/mine?lang=en#reports"]
    assert 'id="reports"' in reporter.reads("/mine")


def test_what_is_kept_as_it_was_is_no_news_to_its_author(house: House, resident: Resident, max_: Actor) -> None:
    idea = published(resident, "Bleibt, wie es ist", "de")
    report = {"reason": "insult", "words": "Das beleidigt mich.", "good_faith": "yes"}
    reporter = neighbour(house)
    reporter.client.post(f"/report/{idea}", data=report, headers=SAME_ORIGIN)

    decided(idea, max_, publish=True)

    assert new_for(resident).sentences == []
    assert len(new_for(reporter).sentences) == 1


def test_whoever_reported_hears_that_its_author_took_it_back(house: House, resident: Resident) -> None:
    idea = published(resident, "Nehme ich zurück", "de")
    reporter = neighbour(house)
    report = {"reason": "insult", "words": "Das beleidigt uns.", "good_faith": "yes"}
    reporter.client.post(f"/report/{idea}", data=report, headers=SAME_ORIGIN)

    resident.client.post(f"/mine/{idea}/withdraw", headers=SAME_ORIGIN)

    assert len(new_for(reporter).sentences) == 1


def test_an_objection_is_answered(resident: Resident, max_: Actor) -> None:
    idea, other = published(resident, "Gehört nicht dorthin", "de"), tell("Ganz woanders")
    with database.transaction() as tx:
        one, of = (by_public_id(tx.session, 1, each) for each in (idea, other))
        lineage.link_as_duplicate(tx, one, of=of, by=max_)
    words = {"words": "Das habe ich nicht gemeint."}
    assert resident.client.post(f"/mine/{idea}/objection", data=words, headers=SAME_ORIGIN).status_code == 303
    reads_it(resident, *new_for(resident).marks)

    decided(idea, max_, publish=True)

    assert new_for(resident).sentences == ["A person looked again at where your idea stands, and answered you."]


def test_new_words_that_were_not_taken_are_told(resident: Resident, max_: Actor) -> None:
    idea = published(resident, "Erste Worte dazu", "de")
    resident.client.post(f"/mine/{idea}/edit", data={"text": "Zweite Worte dazu", "seen": "1"}, headers=SAME_ORIGIN)

    decided(idea, max_, publish=True)

    assert new_for(resident).sentences == ["The new version of your contribution is public now."]


def test_where_ideas_stand_is_told_to_authors_and_followers(house: House, resident: Resident, max_: Actor) -> None:
    follower, within = neighbour(house), neighbour(house)
    idea = published(resident, "Wird zusammengelegt", "de")
    inner = published(within, "Stand schon darin", "de")
    follows(follower, idea)
    with database.transaction() as tx:
        one, of = (by_public_id(tx.session, 1, each) for each in (inner, idea))
        lineage.link_as_duplicate(tx, one, of=of, by=max_)
    reads_it(within, *new_for(within).marks)
    other = tell("Noch eine dazu")
    with database.transaction() as tx:
        both = [by_public_id(tx.session, 1, each) for each in (idea, other)]
        lineage.merge(tx, both, OwnText("Beides zusammen, bitte", "de"), by=max_)
    tellings = [new_for(one).sentences for one in (resident, follower, within)]
    with database.transaction() as tx:
        taken = steps_of(tx.session, [id_of(idea)])[0]
        undoing.undo(tx, taken, by=max_)

    assert tellings == [
        ["Your idea was put together with other ideas in a new text."],
        ["Where an idea stands that you follow has changed."],
        ["Where the text stands in which your idea stands has changed."],
    ]
    assert new_for(resident).sentences == ["Your idea stands again where it stood before moderators changed that."]


# --- what may be read


def test_when_an_idea_is_hidden_nobody_but_its_author_reads_of_it(
    house: House, resident: Resident, hall: Hall, max_: Actor
) -> None:
    supporter = neighbour(house)
    idea = published(resident, "Wird noch versteckt", "de")
    supporter.supports(idea)
    hall.answers(idea)
    assert len(new_for(supporter).sentences) == 1

    decided(idea, max_, publish=False)
    page = supporter.reads("/mine?lang=en")

    assert new_for(supporter).sentences == []
    assert "Wird noch versteckt" not in page
    assert 'class="new-count num"' not in page
    assert new_for(resident).sentences == ["Your contribution was taken down. The reason stands beside it."]


def test_what_was_withdrawn_or_is_in_a_draft_again_is_told_to_nobody(
    house: House, resident: Resident, hall: Hall
) -> None:
    supporter = neighbour(house)
    first, second = published(resident, "Zieht sich zurück", "de"), published(resident, "Im Entwurf wieder", "de")
    for idea in (first, second):
        supporter.supports(idea)
    hall.answers(first, second)
    assert len(new_for(supporter).sentences) == 2

    resident.client.post(f"/mine/{first}/withdraw", headers=SAME_ORIGIN)
    assert len(new_for(supporter).sentences) == 1
    with database.transaction() as tx:
        tx.session.execute(update(Process).values(state="draft"))

    assert new_for(supporter).sentences == []


def test_what_somebody_typed_is_only_words_on_the_page(house: House, resident: Resident, hall: Hall) -> None:
    idea = published(resident, "<script>alert(1)</script> \u202e umgedreht", "de")
    follower = neighbour(house)
    follows(follower, idea)
    hall.answers(idea)

    page = follower.reads("/mine?lang=en")

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_marks_of_others_or_of_nothing_change_nothing(house: House, resident: Resident, hall: Hall) -> None:
    hall.answers(published(resident, "Nur meine Marke", "de"))
    mine = new_for(resident).marks
    other = neighbour(house)
    published(other, "Auch jemand hier", "de")

    statuses = [reads_it(other, *mine), reads_it(resident, "x", "9:9", "1", "", "٣:1", "1:99999999999")]

    assert statuses == [303, 303]
    assert new_for(resident).sentences == [ANSWERED]
    assert reads_it(resident, *mine, *mine) == 303
    assert reads_it(resident, *mine) == 303
    assert new_for(resident).sentences == []


def test_what_was_read_on_one_device_is_read_on_the_other(house: House, resident: Resident, hall: Hall) -> None:
    hall.answers(published(resident, "Auf zwei Geräten", "de"))
    code = re.search(r'<bdi dir="ltr">([^<]*)</bdi>', resident.reads("/mine"))
    assert code
    tablet = house.resident()
    assert tablet.client.post("/recover", data={"code": code[1]}, headers=SAME_ORIGIN).status_code == 303
    assert new_for(tablet).sentences == [ANSWERED]

    reads_it(tablet, *new_for(tablet).marks)

    assert new_for(resident).sentences == []


def test_a_guest_is_told_that_answers_wait_under_their_code(house: House, resident: Resident) -> None:
    idea = tell("Ich unterstütze nur")
    resident.supports(idea)

    page = resident.reads("/mine?lang=en")

    assert "Answers wait here. With this code you find them on any device" in page
    assert 'class="recovery num"' in page


# --- cost


def test_strangers_pay_nothing_and_known_people_one_statement(house: House, resident: Resident) -> None:
    idea = published(resident, "Was kostet das", "de")
    with counted_statements() as stranger:
        house.resident().reads("/ideas/ideen")
    with counted_statements() as known:
        resident.reads("/ideas/ideen")

    def about_news(statements: list[str]) -> int:
        return sum("notification" in one for one in statements)

    assert (about_news(stranger), about_news(known)) == (0, 1)
    assert len(stranger) <= 7  # with translations
    assert idea


@pytest.mark.usefixtures("talk")
def test_one_and_three_news_cost_the_same_statements(house: House, resident: Resident, hall: Hall) -> None:
    ideas = [published(resident, f"Kosten von {number} Neuigkeiten", "de") for number in range(3)]
    other = neighbour(house)
    hall.answers(ideas[0])
    comments(other, ideas[0], "Wort eins.")
    with counted_statements() as one:
        assert len(new_for(resident).sentences) == 2
    hall.answers(*ideas)
    for number, idea in enumerate(ideas[1:]):
        comments(other, idea, f"Wort zwei {number}.")
    with counted_statements() as three:
        assert len(new_for(resident).sentences) == 6

    assert len(one) == len(three)


# --- two at once, and people who become others


def race(house: House, idea: str, *, tellers: int = 6) -> None:
    """Several people are told the same at the same moment."""
    start = threading.Barrier(tellers)

    def tell_it() -> None:
        start.wait()
        with database.transaction() as tx:
            told = News(Kind.ANSWER, 1, clock.now(), {"changed": False})
            telling.tell(tx, following.circle([id_of(idea)]), told)

    threads = [threading.Thread(target=tell_it) for _ in range(tellers)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()


def test_of_several_at_the_same_moment_each_is_counted(house: House, resident: Resident) -> None:
    idea = published(resident, "Alle auf einmal", "de")

    race(house, idea)

    assert told_to(resident) == [("answer", 1, 6)]


def test_of_several_at_the_same_moment_each_is_counted_on_postgresql_too(house_on_postgres: House) -> None:
    resident = house_on_postgres.resident()
    idea = published(resident, "Alle auf einmal dort", "de")
    comment = comments(house_on_postgres.resident(), idea, "Ein Wort dort.")
    decided(comment, publish=True)
    new = new_for(resident)
    assert new.sentences == [REPLIES[0]]
    reads_it(resident, *new.marks)

    race(house_on_postgres, idea)

    assert told_to(resident)[1:] == [("answer", 1, 6)]
    assert new_for(resident).sentences == [ANSWERED]
    assert 'class="new-count num">1<' in resident.reads("/ideas/ideen")
    assert resident.reads("/mine/following").count("<article") == 0


def test_a_guest_who_becomes_somebody_else_takes_news_and_what_they_follow_along(
    house: House, resident: Resident, hall: Hall
) -> None:
    account = neighbour(house)
    shared, mine = tell("Folgen beide"), tell("Folgt nur der Gast")
    own = published(account, "Gehört dem Konto", "de")
    for somebody, ideas in ((resident, (shared, mine, own)), (account, (shared,))):
        for idea in ideas:
            assert follows(somebody, idea) == 303
    hall.answers(shared, mine)
    guest, to = person_of(resident), person_of(account)

    with database.transaction() as tx:
        following.move(tx, guest, to)
        telling.move(tx, guest, to)

    assert sorted(told_to(account)) == [("answer", 4, 1), ("answer", 4, 2)]
    page = account.reads("/mine/following?lang=en")
    assert [text in page for text in ("Folgen beide", "Folgt nur der Gast", "Gehört dem Konto")] == [True, True, False]
    with database.transaction() as tx:
        following.forget_follows(tx, to)
        telling.forget_person(tx, to)
    assert told_rows() == []
    assert "<article" not in account.reads("/mine/following")


def test_nothing_is_told_about_what_nobody_wrote(house: House) -> None:
    """An imported idea has no author; a report that nobody made has no reporter."""
    idea = tell("Ohne Verfasser")
    comment = comments(house.resident(), idea, "Unter einer importierten.")
    decided(comment, publish=True)
    with database.transaction() as tx:
        tx.session.execute(delete(Notification))
        tx.session.execute(update(Contribution).values(author_id=None).where(Contribution.public_id == comment))
        hearing.hear_of_withdrawal(tx, ContributionWithdrawn(id_of(idea), 1, Said.IDEA))
        tx.session.execute(update(Contribution).values(published_at=None, status=Status.WAITING))
        hearing.hear_of_reply(tx, ReplyPublished(id_of(comment)))

    assert told_rows() == []

"""What a rule notices, with its evidence; and that nothing happens because of it."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import get_template_attribute
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from participation.contributions.models import Contribution
from participation.contributions.rules import LanguageBy, Source, Status
from participation.contributions.service import Said, receive, receive_many, write_down
from participation.foundation import clock, database
from participation.foundation.municipality import found_municipality
from participation.foundation.text import fold
from participation.moderation.hints import (
    HOW_SURE,
    SURE_SENTENCES,
    Hint,
    HintKind,
    Sure,
    haste_hint,
    host_of,
    hosts_in,
    links_hint,
    repeat_hint,
    word_list,
    words_hint,
    words_on_list,
)
from participation.moderation.likeness import ALIKE_FROM, BANDS, SHORTEST, fingerprint, likeness, marks
from participation.moderation.models import Case
from participation.moderation.news import HintsNoticed
from participation.moderation.noticing import crowds, forget, hints_for
from participation.moderation.traces import KeptHint, Mark, Trace
from participation.moderation.wording import hint_said, hints_said, how_sure
from participation.moderation.wordlists import own_words
from participation.people.models import Person
from participation.process.models import Format
from participation.process.service import RUNNING, open_idea_collection, plan_process
from tests.conftest import House, Moderator, Resident
from tests.ideas.test_board import counted_statements

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
OFFER = "Günstige Kredite ohne Prüfung, ruft uns heute noch an"
LIKE_IT = "Günstige Kredite ohne Prüfung, ruft uns heute noch an!! Nr 17"


# --- links -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("Mehr Bänke im Park", []),
        ("Mehr auf https://park.example/baenke.", ["park.example"]),
        ("HTTP://WWW.Shop.example:8080/?a=1 und http://me@kredit.example", ["shop.example", "kredit.example"]),
        ("siehe www.park.example, dort (www.bank.example)", ["park.example", "bank.example"]),
        ("kauft bei kredit24.shop/jetzt oder bei mein-laden.de!", ["kredit24.shop", "mein-laden.de"]),
        ("Das ist gut.Der Bus kommt zu spät. z.B. um 7.30 Uhr, ca. 3.500 Leute", []),
        ("Schreibt an rathaus@musterstadt.de", []),
        ("https://", []),
        ("اكتبوا على www.park.example من فضلكم", ["park.example"]),
        ("https://بلدية.example/صفحة", ["بلدية.example"]),
    ],
)
def test_links_are_found_with_their_host(text: str, hosts: list[str]) -> None:
    assert hosts_in(text) == hosts


def test_a_host_has_no_user_no_port_and_no_www() -> None:
    assert host_of("me@WWW.Shop.example:80,") == "shop.example"


def test_a_hint_names_three_hosts_and_counts_all() -> None:
    text = " ".join(f"https://{name}.example" for name in "abacd")

    assert links_hint(text) == Hint(HintKind.LINKS, {"count": 5, "hosts": "a.example, b.example, c.example …"})
    assert links_hint("ohne") is None


@given(st.text(max_size=300))
def test_no_text_breaks_the_search_for_links(text: str) -> None:
    assert all(host == host.lower() for host in hosts_in(text))


# --- words -----------------------------------------------------------------------------------------------------------

LIST = word_list(
    ["# only for this test", "Depp  # a remark", "", "trottel*", "*gesindel*", "halt's Maul", "gerizekalı", "غبي"]
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Du DEPP!", ["depp"]),
        ("Deppendorf liegt am See", []),
        ("So ein Trottelhaufen", ["trottelhaufen"]),
        ("Das Drecksgesindels da", ["drecksgesindels"]),
        ("Jetzt halt’s Maul, bitte", ["halt s maul"]),
        ("Behalt s, Maulbeeren", []),
        ("GERİZEKALI mısın", ["gerizekali"]),
        ("أنت غَبِيّ", ["غبي"]),
        ("Mehr Bänke im Park", []),
    ],
)
def test_words_are_found_across_spellings(text: str, found: list[str]) -> None:
    assert words_on_list(fold(text), LIST) == found


def test_a_word_is_only_a_hint() -> None:
    hint = words_hint(fold("Wer hier Depp sagt, hört auf. Depp ist eine Beleidigung."), LIST)

    assert hint == Hint(HintKind.WORDS, {"count": 2, "words": "depp"})
    assert hint.sure is Sure.GUESSED
    assert words_hint("guten tag", LIST) is None


@pytest.mark.parametrize(
    "text",
    [
        "Marsch zum Barschsee, dort gibt es Pusteblumen und Minuten der Ruhe",
        "Le bus est toujours en retard, c'est une honte",
        "We got a picture of the trafficking report",
        "Analyse und Klassik sind Fächer, der Vergaser ist kaputt",
    ],
)
def test_our_list_knows_what_is_harmless(text: str) -> None:
    assert words_on_list(fold(text), own_words()) == []


def test_our_list_speaks_four_languages() -> None:
    for text in ("So ein Arschloch", "you asshole", "şerefsiz herif", "يا كلب"):
        assert words_on_list(fold(text), own_words()) != [], text


# --- repeats and haste -----------------------------------------------------------------------------------------------


def test_a_first_text_is_no_repeat() -> None:
    assert repeat_hint(1, 100) is None
    assert repeat_hint(14, 100) == Hint(HintKind.SAME, {"count": 14, "hours": 24})
    assert repeat_hint(2, 87) == Hint(HintKind.ALIKE, {"count": 2, "hours": 24, "percent": 87})


def test_five_within_two_minutes_are_haste() -> None:
    sent = [NOON - timedelta(seconds=30 * back) for back in range(5)]

    assert haste_hint(sent, NOON) == Hint(HintKind.HASTE, {"count": 5, "minutes": 2})
    assert haste_hint(sent[:4], NOON) is None
    assert haste_hint(sent, NOON + timedelta(seconds=1)) is None
    assert haste_hint([], NOON) is None


def test_texts_are_as_like_as_their_pieces() -> None:
    one, other = fold(OFFER), fold(LIKE_IT)

    assert likeness(one, one) == 100
    assert ALIKE_FROM <= likeness(one, other) == likeness(other, one) < 100
    assert likeness(one, fold("Mehr Bänke im Park, bitte im Schatten")) < 10
    assert likeness("aaaaa", "aaaaaa") == 99  # the same pieces, another text


def test_like_texts_share_a_mark_and_others_do_not() -> None:
    one, other, foreign = marks(fold(OFFER)), marks(fold(LIKE_IT)), marks(fold("Mehr Bänke im Park, auch im Schatten"))

    assert len(one) == BANDS
    assert set(one) & set(other) != set()
    assert set(one) & set(foreign) == set()
    assert all(0 <= mark < 2**63 for mark in one)
    assert marks("x" * (SHORTEST - 1)) == []


def test_marks_of_today_are_those_of_yesterday() -> None:
    """Stored marks are compared with new ones, so they never change."""
    assert marks("mehr sitzbaenke im stadtpark")[:2] == [8222728578102917449, 7859438574103150628]
    assert fingerprint("mehr baenke") == "3a383be0bebb45c9"


@settings(derandomize=True)  # one pair in thirty thousand shares none, and that is as it should be
@given(st.text("abcdefghij ", min_size=40, max_size=200), st.integers(0, 39))
def test_one_letter_more_is_still_found(text: str, place: int) -> None:
    other = text[:place] + "z" + text[place:]

    if likeness(text, other) >= 90:
        assert set(marks(text)) & set(marks(other)) != set()


# --- in the house ----------------------------------------------------------------------------------------------------


def comes(text: str, at: datetime = NOON, author: int | None = None, collection: int = 1) -> int:
    said = Said(text, "de", LanguageBy.AUTHOR)
    with clock.held_at(at), database.transaction() as tx:
        into = tx.session.get_one(Format, collection)
        return receive(tx, said, into=into, author_id=author, status=Status.WAITING).id


def kinds(contribution_id: int) -> list[str]:
    with database.reading() as session:
        return [hint.kind for hint in hints_for(session, [contribution_id]).get(contribution_id, [])]


def evidence(contribution_id: int) -> dict[str, str | int]:
    """Of the only hint."""
    with database.reading() as session:
        [hint] = hints_for(session, [contribution_id])[contribution_id]
        return dict(hint.evidence)


def count(table: type[database.Base]) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def a_guest(at: datetime = NOON) -> int:
    with database.transaction() as tx:
        person = Person(municipality_id=1, created_at=at)
        tx.session.add(person)
        tx.session.flush()
        return person.id


def test_a_contribution_keeps_its_hints_and_waits_for_a_person_as_before(house: House) -> None:
    with database.transaction() as tx:
        heard: list[HintsNoticed] = []
        database.current().wires.on_record(HintsNoticed, lambda _, news: heard.append(news))
        said = Said("Ihr Idioten, kauft bei www.kredit.example", "de", LanguageBy.AUTHOR)
        received = receive(tx, said, into=tx.session.get_one(Format, 1), author_id=None, status=Status.WAITING)

    with database.reading() as session:
        found = hints_for(session, [received.id, 99])
        assert session.get_one(Contribution, received.id).status == Status.WAITING
    assert found == {
        received.id: [
            Hint(HintKind.LINKS, {"count": 1, "hosts": "kredit.example"}),
            Hint(HintKind.WORDS, {"count": 1, "words": "idioten"}),
        ]
    }
    assert heard == [HintsNoticed(received.id, 1, "links, words")]


@pytest.mark.parametrize("status", [Status.WAITING, Status.PUBLISHED])
def test_no_hint_changes_what_everybody_sees(house: House, status: Status) -> None:
    """The worst contribution a rule can meet is where the phase puts it."""
    with database.transaction() as tx:
        for _ in range(3):
            said = Said("Ihr Arschlöcher, www.kredit.example", "de", LanguageBy.AUTHOR)
            received = receive(tx, said, into=tx.session.get_one(Format, 1), author_id=None, status=status)

    assert kinds(received.id) == ["links", "words", "same"]
    with database.reading() as session:
        assert session.get_one(Contribution, received.id).status == status


def test_what_nothing_was_noticed_in_leaves_no_hint(house: House) -> None:
    assert kinds(comes("Mehr Bänke im Park")) == []
    assert count(KeptHint) == 0


def test_the_same_text_is_counted_whoever_sends_it_and_however_it_is_spelled(house: House) -> None:
    first = comes("Mehr Bänke im Park")
    second = comes("MEHR BÄNKE, im Park!!", NOON + timedelta(hours=23), a_guest())

    assert kinds(first) == []
    assert evidence(second) == {"count": 2, "hours": 24}


def test_after_a_day_it_is_a_first_text_again(house: House) -> None:
    comes("Mehr Bänke im Park")

    assert kinds(comes("Mehr Bänke im Park", NOON + timedelta(hours=24, seconds=1))) == []


@pytest.mark.parametrize("any_house", ["house", "house_on_postgres"])
def test_nearly_the_same_text_joins_the_group_of_the_first(any_house: str, request: pytest.FixtureRequest) -> None:
    request.getfixturevalue(any_house)
    first, like, again, other = comes(OFFER), comes(LIKE_IT), comes(LIKE_IT), comes("Mehr Bänke im Park, bitte bald")

    assert [kinds(one) for one in (first, like, again, other)] == [[], ["alike"], ["alike"], []]
    assert evidence(like) == {"count": 2, "hours": 24, "percent": likeness(fold(OFFER), fold(LIKE_IT))}
    assert evidence(again)["count"] == 3
    with database.reading() as session:
        [found] = crowds(session, 1)
        assert (found.fingerprint, found.count, found.first.id) == (fingerprint(fold(OFFER)), 3, first)


def test_texts_that_share_a_mark_without_being_alike_stay_apart(house: House) -> None:
    """A mark leads to a text; only the text itself says how like it is."""
    comes(OFFER)
    other = "Ein ganz anderer Vorschlag für den Stadtpark und seine Wege"
    with database.transaction() as tx:
        tx.session.add(Mark(contribution_id=1, municipality_id=1, mark=marks(fold(other))[0], at=NOON))

    assert kinds(comes(other)) == []


def test_the_neighbours_texts_are_not_compared(house: House) -> None:
    with database.transaction() as tx:
        town = found_municipality(tx, slug="nachbarstadt", name="Nachbarstadt")
        process = plan_process(tx, town, title={"de": "Konzept"}, question={}, lead={}, phases=[RUNNING])
        theirs = open_idea_collection(tx, process, slug="n", title={"de": "N"}, question={"de": "Was?"}).id
    comes(OFFER)
    there = comes(OFFER, collection=theirs)
    comes(LIKE_IT, collection=theirs)

    with database.reading() as session:
        assert crowds(session, 1) == []
        assert groups_in(session, 2) == [(2, there)]


def test_only_first_texts_leave_marks_and_old_marks_go(house: House) -> None:
    for _ in range(3):
        comes(OFFER)
    assert count(Mark) == BANDS

    comes("Ein neuer Vorschlag für den Stadtpark und seine Wege", NOON + timedelta(hours=25))
    assert count(Mark) == BANDS
    assert count(Trace) == 4


def test_what_is_erased_leaves_nothing_behind(house: House) -> None:
    text = f"{OFFER} auf www.kredit.example"
    ids = [comes(text), comes(text), comes("Mehr dazu auf www.park.example und dort im Gästebuch")]
    assert (count(KeptHint), count(Mark), count(Trace)) == (4, 2 * BANDS, 3)

    with database.transaction() as tx:
        forget(tx, ids[:2])

    assert (count(KeptHint), count(Mark), count(Trace)) == (1, BANDS, 1)
    assert kinds(ids[2]) == ["links"]


def test_haste_of_one_person_is_counted(house: House) -> None:
    guest = a_guest()
    ideas = [comes(f"Idee {word}", NOON + timedelta(seconds=20), guest) for word in ("a", "b", "c", "d", "e", "f")]

    assert [kinds(one) for one in ideas] == [[], [], [], [], ["haste"], ["haste"]]
    assert evidence(ideas[5]) == {"count": 6, "minutes": 2}


def test_only_the_first_contribution_of_a_guest_is_that_of_a_newcomer(
    house: House, resident: Resident, moderator: Moderator
) -> None:
    resident.posts("Mehr Bänke im Park")
    resident.posts("Mehr Bäume am Weg")
    moderator.client.post(
        "/ideas/ideen/new",
        data={"text": "Aus dem Briefkasten", "form_token": moderator.form_token()},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    comes("Ohne Namen")

    with database.reading() as session:
        assert list(session.scalars(select(Trace.newcomer).order_by(Trace.contribution_id))) == [
            True,
            False,
            False,
            False,
        ]


def test_of_an_import_only_the_words_of_what_waits_are_read(house: House) -> None:
    texts = {"Mehr auf www.park.example": Status.WAITING, "Ihr Idioten": Status.PUBLISHED, "Mehr Bänke": Status.WAITING}
    with database.transaction() as tx:
        into = tx.session.get_one(Format, 1)
        rows = [
            write_down(
                Said(text, "de", LanguageBy.SOURCE, source=Source.IMPORT), into=into, author_id=None, status=status
            )
            for text, status in texts.items()
        ]
        ids = receive_many(tx, [*rows, {**rows[2], "public_id": "f" * 32}], into=into)
        single = receive(
            tx,
            Said("Ihr Idioten", "de", LanguageBy.SOURCE, source=Source.IMPORT),
            into=into,
            author_id=None,
            status=Status.WAITING,
        )

    assert [kinds(one) for one in ids] == [["links"], [], [], []]
    assert kinds(single.id) == ["words"]
    assert (count(Trace), count(Mark)) == (0, 0)


def groups_in(session: Session, town: int, processes: list[int] | None = None) -> list[tuple[int, int]]:
    """How many say the same, and which said it first."""
    return [(one.count, one.first.id) for one in crowds(session, town, processes=processes)]


def test_groups_hold_only_what_waits_the_largest_first(house: House, moderator: Moderator) -> None:
    benches = [comes("Mehr Bänke im Park") for _ in range(2)]
    trees = [comes("Mehr Bäume am Weg") for _ in range(4)]
    comes("Nur einmal gesagt")
    with database.reading() as session:
        public_id = session.get_one(Contribution, trees[0]).public_id
    moderator.approves(public_id)

    with database.reading() as session, counted_statements() as statements:
        groups = groups_in(session, 1)

    assert groups == [(3, trees[1]), (2, benches[0])]
    assert len(statements) == 2


def test_groups_are_those_of_the_processes_somebody_moderates(house: House) -> None:
    first, _ = [comes("Mehr Bänke im Park") for _ in range(2)]

    with database.reading() as session:
        assert groups_in(session, 1, processes=[1]) == [(2, first)]
        assert crowds(session, 1, processes=[2]) == []


def test_hints_of_one_and_of_three_cost_one_statement(house: House) -> None:
    ids = [comes(f"Mehr auf www.park{number}.example") for number in range(3)]

    with database.reading() as session, counted_statements() as statements:
        assert len(hints_for(session, ids)) == 3
    assert len(statements) == 1


def test_noticing_costs_the_same_whatever_came_before(house: House) -> None:
    """No scan: the twentieth copy asks no more than the second."""
    comes(OFFER)
    with counted_statements() as second:
        comes(OFFER)
    for _ in range(17):
        comes(OFFER)
    with counted_statements() as twentieth:
        comes(OFFER)

    assert len(second) == len(twentieth)
    assert count(Case) == 20


# --- in words --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hint", "said"),
    [
        (links_hint("www.a.example www.b.example"), "Contains 2 links, to a.example, b.example"),
        (links_hint("www.a.example"), "Contains 1 link, to a.example"),
        (repeat_hint(14, 100), "The same text came 14 times in the last 24 hours"),
        (repeat_hint(2, 87), "Nearly the same text (87 %) came 2 times in the last 24 hours"),
        (haste_hint([NOON] * 7, NOON), "7 contributions in 2 minutes from one person"),
        (words_hint("du depp", LIST), "1 word on the list of hints: depp"),
        (words_hint("du depp und trottel", LIST), "2 words on the list of hints: depp, trottel"),
    ],
)
def test_a_hint_is_a_sentence_with_its_evidence(house: House, hint: Hint, said: str) -> None:
    with house.app.test_request_context("/?lang=en"):
        assert hint_said(hint) == said
        assert how_sure(hint) == SURE_SENTENCES[hint.sure]


def test_hints_are_shown_with_what_somebody_typed_escaped(house: House) -> None:
    hints = [hint for hint in (links_hint("https://a&b.example"), repeat_hint(2, 100)) if hint]
    with house.app.test_request_context("/?lang=en"):
        shown = get_template_attribute("moderation/hints.html", "noticed")(hints_said(hints))
        nothing = get_template_attribute("moderation/hints.html", "noticed")(hints_said([]))

    assert shown.count("<li>") == len(hints) == 2
    assert "to a&amp;b.example" in shown
    assert "The same text came 2 times in the last 24 hours" in shown
    assert "Counted. Whether it breaks a rule, you decide." in shown
    assert nothing.strip() == ""


def test_every_kind_says_how_sure_it_is_and_speaks_every_language(house: House) -> None:
    assert set(HOW_SURE) == set(HintKind)
    assert set(SURE_SENTENCES) == set(Sure)
    facts: dict[str, str | int] = {"hosts": "a", "words": "b", "hours": 24, "minutes": 2, "percent": 87, "count": 3}
    for lang in ("de", "en", "tr", "ar"):
        with house.app.test_request_context(f"/?lang={lang}"):
            assert len({hint_said(Hint(kind, facts)) for kind in HintKind}) == len(HintKind)

"""What was said: kept as typed, shown without losing a word, counted once per person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.contributions import queries, service
from participation.contributions.models import Contribution
from participation.contributions.news import BoardChanged, ContributionPublished, ContributionReceived
from participation.contributions.present import spoken
from participation.contributions.rules import (
    LONGEST_HEADING,
    LanguageBy,
    Status,
    has_empty_place,
    heading_and_rest,
    sent_once,
    short_name,
    stays_readable,
    waits_for_a_look,
)
from participation.contributions.service import Grounds, Said
from participation.foundation import database
from participation.foundation.locales import Words
from participation.foundation.messages import NotFound
from participation.people import service as people
from participation.process.models import Format
from tests.conftest import House


def tell(status: Status = Status.WAITING, text: str = "Mehr Bänke im Park") -> int:
    with database.transaction() as tx:
        said = Said(text=text, language="de", language_by=LanguageBy.AUTHOR)
        return service.receive(tx, said, into=tx.session.get_one(Format, 1), author_id=None, status=status).id


def kept(idea: int) -> Contribution:
    with database.reading() as session:
        return session.get_one(Contribution, idea)


def guest() -> int:
    with database.transaction() as tx:
        person, _ = people.welcome_guest(tx, 1, b"only for tests")
        return person.id


TEXTS = st.lists(st.sampled_from(["Wort", "Satz.", "Frage?", "سؤال؟", "ሓሳብ።", "\n", " ", "x" * 60]), min_size=1).map(
    "".join
)


@given(TEXTS)
def test_heading_and_rest_lose_and_double_no_word(text: str) -> None:
    heading, rest = heading_and_rest("", text)

    assert "".join(f"{heading} {rest}".split()) == "".join(text.split())
    assert len(heading) <= LONGEST_HEADING


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("Bänke", "Mehr Bänke. Bald.", ("Bänke", "Mehr Bänke. Bald.")),
        ("", "Mehr Bänke. Bald.", ("Mehr Bänke.", "Bald.")),
        ("", "أين نلتقي؟ هنا", ("أين نلتقي؟", "هنا")),
        ("", "Erste Zeile\nZweite", ("Erste Zeile", "Zweite")),
        ("", "Park", ("Park", "")),
        ("", "x" * 91 + ". Kurz.", ("", "x" * 91 + ". Kurz.")),
        ("", "Um 3.50 Uhr kommt kein Bus", ("Um 3.50 Uhr kommt kein Bus", "")),
    ],
)
def test_a_short_first_sentence_is_the_heading(title: str, text: str, expected: tuple[str, str]) -> None:
    assert heading_and_rest(title, text) == expected


@given(TEXTS, st.integers(10, 90))
def test_a_name_fits_on_one_line(text: str, limit: int) -> None:
    name = short_name("", text, limit)

    assert len(name) <= limit
    assert "\n" not in name


def test_a_long_name_is_cut_between_words() -> None:
    assert short_name("Mehr Bänke, Bäume und Brunnen", "", 20) == "Mehr Bänke, Bäume…"
    assert short_name("Mehr Bänke, und", "", 14) == "Mehr Bänke…"
    assert short_name("Bänke", "egal") == "Bänke"


def test_the_words_stay_as_they_were_typed(house: House) -> None:
    typed = "Öğretmen  gerek!\n\nHemen."

    idea = kept(tell(text=typed))

    assert idea.text == typed
    assert idea.folded == "ogretmen gerek hemen"
    assert spoken(idea).words == Words("Öğretmen gerek!", "de")


def test_who_waits_is_received_and_who_is_public_is_published_too(house: House) -> None:
    heard: list[object] = []
    wires = database.current().wires
    wires.on_record(ContributionReceived, lambda _, news: heard.append(news))
    wires.on_record(ContributionPublished, lambda _, news: heard.append(news))
    wires.on_announce(BoardChanged, heard.append)

    hidden, public = tell(), tell(Status.PUBLISHED)

    assert heard == [
        ContributionReceived(hidden, 1, 1, waiting=True),
        BoardChanged(1),
        ContributionReceived(public, 1, 1, waiting=False),
        ContributionPublished(public, 1),
        BoardChanged(1),
    ]


def test_an_idea_published_a_second_time_keeps_its_place_on_the_board(house: House) -> None:
    idea = tell(Status.PUBLISHED)
    first = kept(idea).published_at

    for status in (Status.WAITING, Status.PUBLISHED, Status.PUBLISHED):
        with database.transaction() as tx:
            grounds = Grounds(statement_id=1, contribution_id=idea)
            service.set_status(tx, tx.session.get_one(Contribution, idea), status, grounds=grounds)

    assert kept(idea).published_at == first
    assert kept(idea).status == Status.PUBLISHED


def test_support_counts_people_and_not_clicks(house: House) -> None:
    idea, one, other = tell(Status.PUBLISHED), guest(), guest()
    acts = [
        (service.add_support, one),
        (service.add_support, one),
        (service.add_support, other),
        (service.remove_support, one),
        (service.remove_support, one),
        (service.add_support, one),
    ]

    changed = []
    for act, person in acts:
        with database.transaction() as tx:
            changed.append(act(tx, tx.session.get_one(Contribution, idea), person))

    assert changed == [True, False, True, True, False, True]
    assert kept(idea).support_count == 2
    with database.reading() as session:
        assert queries.supported_among(session, one, [idea, 99]) == {idea}
        assert queries.supported_among(session, None, [idea]) == set()


def test_a_contribution_of_another_town_is_not_there(house: House) -> None:
    public_id = kept(tell(Status.PUBLISHED)).public_id

    with database.reading() as session:
        assert queries.by_public_id(session, 1, public_id).public_id == public_id
        for town, name in ((2, public_id), (1, "no-such-id")):
            with pytest.raises(NotFound):
                queries.by_public_id(session, town, name)


@pytest.mark.parametrize("mark", ["", "short", "ä" * 20, "a" * 61])
def test_a_form_without_a_whole_mark_has_nothing_in_common_with_another(mark: str) -> None:
    assert sent_once(mark, "Mehr Bänke") is None


def test_the_same_form_with_other_words_is_not_the_same() -> None:
    first = sent_once("a" * 32, "Mehr Bänke")

    assert first == sent_once("a" * 32, "Mehr Bänke")
    assert first != sent_once("a" * 32, "Mehr Bäume")
    assert first != sent_once("b" * 32, "Mehr Bänke")
    assert first is not None
    assert len(first) <= 120


def test_new_words_wait_where_a_person_reads_first_and_where_the_present_ones_are_hidden() -> None:
    waits = {
        (status, first) for status in Status for first in (True, False) if waits_for_a_look(status, read_first=first)
    }

    assert waits == {
        (Status.PUBLISHED, True),
        *((hidden, first) for hidden in (Status.REJECTED, Status.TAKEN_DOWN) for first in (True, False)),
    }


def test_what_somebody_reacted_to_stays_readable_while_it_is_public() -> None:
    assert [status for status in Status if stays_readable(status, reacted=True)] == [Status.PUBLISHED]
    assert not any(stays_readable(status, reacted=False) for status in Status)


def test_an_empty_place_is_left_by_what_was_public() -> None:
    assert [status for status in Status if has_empty_place(status, was_public=True)] == [Status.WITHDRAWN]
    assert not any(has_empty_place(status, was_public=False) for status in Status)

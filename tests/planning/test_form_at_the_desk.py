"""The administration says what a collection asks; nothing that was answered is lost."""

import re
from html import unescape

import pytest

from participation.contributions.answers import answers_for
from participation.foundation import clock, database
from participation.foundation.audit import entries
from participation.foundation.permissions import Role
from participation.process.form_rules import MOST_CHOICES, MOST_FIELDS, FieldKind
from participation.process.models import Format, FormField, Process
from participation.process.queries import asked_fields, every_field
from tests.conftest import SAME_ORIGIN, House
from tests.ideas.asking import asks, changes, kept_answers, sends
from tests.ideas.test_board import counted_statements
from tests.townhall.office import Office, office, office_in_one_process

FORM = "/desk/processes/konzept/formats/1/form"


@pytest.fixture
def desk(house: House) -> Office:
    return office(house)


def seen() -> str:
    with database.reading() as session:
        return str(session.get_one(Process, 1).revision)


def labels() -> list[str]:
    with database.reading() as session:
        return [field.label.get("de", "") for field in asked_fields(session, 1)]


def field(field_id: int) -> FormField:
    with database.reading() as session:
        return session.get_one(FormField, field_id)


def moves(desk: Office, field_id: int, act: str, *, revision: str = "") -> int:
    return desk.sends(f"{FORM}/{field_id}/move", act=act, revision=revision or seen()).status_code


def rows(page: str) -> list[tuple[str, str]]:
    """The rows of choices on a page: (key, German words)."""
    keys = re.findall(r'name="choice" value="([^"]+)"', page)
    return [(key, unescape(re.findall(rf'name="choice_{key}_de"[^>]*value="([^"]*)"', page)[0])) for key in keys]


# --- a question from the desk to the resident


@pytest.mark.parametrize("kind", ["text", "long", "place"])
def test_a_question_in_own_words_is_worded_in_every_language(house: House, desk: Office, kind: str) -> None:
    words = {"label_de": "Wo ist das?", "label_ar": "أين هذا؟", "hint_tr": "Sokak"}

    answer = desk.client.post(
        f"{FORM}/new?kind={kind}&lang=en",
        data={"form_token": desk.token, **words, "required": "yes", "act": "keep"},
        headers=SAME_ORIGIN,
    )

    assert answer.status_code == 303
    kept = field(1)
    assert (kept.kind, kept.label, kept.hint) == (kind, {"de": "Wo ist das?", "ar": "أين هذا؟"}, {"tr": "Sokak"})
    assert (kept.required, kept.internal, kept.choices) == (True, False, [])
    page = house.resident().reads("/ideas/ideen/new?lang=tr")
    assert "Wo ist das?" in page
    assert "Sokak" in page


def add(desk: Office, kind: str, **fields: str | list[str]) -> tuple[int, str]:
    data = {"form_token": desk.token, "label_de": "Welche Ecke?", "act": "keep", **fields}
    answer = desk.client.post(f"{FORM}/new?kind={kind}&lang=en", data=data, headers=SAME_ORIGIN)
    return answer.status_code, answer.text


def test_choices_are_rows_that_are_added_moved_and_taken_out_without_a_script(desk: Office) -> None:
    fresh = rows(desk.reads(f"{FORM}/new?kind=one&lang=de"))
    assert [words for _, words in fresh] == ["", "", ""]
    a, b, c = (key for key, _ in fresh)
    typed: dict[str, str | list[str]] = {
        "choice": [a, b, c],
        f"choice_{a}_de": "Park",
        f"choice_{b}_de": "Bach",
        f"choice_{b}_ar": "جدول",
    }

    status, page = add(desk, "one", **typed, act=f"up-{b}")
    assert (status, rows(page)) == (200, [(b, "Bach"), (a, "Park"), (c, "")])
    assert "جدول" in page
    assert "Welche Ecke?" in page
    status, page = add(desk, "one", **typed, act=f"down-{c}")  # the last one stays where it is
    assert rows(page) == [(a, "Park"), (b, "Bach"), (c, "")]
    status, page = add(desk, "one", **typed, act=f"drop-{a}")
    assert rows(page) == [(b, "Bach"), (c, "")]
    status, page = add(desk, "one", **typed, act="more")
    assert [words for _, words in rows(page)] == ["Park", "Bach", "", ""]
    assert labels() == []  # nothing of it was stored

    assert add(desk, "one", **typed)[0] == 303
    assert field(1).choices == [
        {"key": a, "words": {"de": "Park"}, "gone": False},
        {"key": b, "words": {"de": "Bach", "ar": "جدول"}, "gone": False},
    ]


@pytest.mark.parametrize("act", ["up-nothing", "down-", "drop-<x>", "explode"])
def test_a_button_that_is_not_there_keeps_the_form(desk: Office, act: str) -> None:
    status, _ = add(desk, "text", act=act)

    assert (status, labels()) == (303, ["Welche Ecke?"])


@pytest.mark.parametrize(
    ("kind", "fields", "sentence"),
    [
        ("text", {"label_de": " "}, "It needs a name in at least one language."),
        ("text", {"label_de": "x" * 151}, "151"),
        ("one", {"choice": ["a", "b"], "choice_a_de": "Nur eine"}, "at least two answers"),
        ("several", {"choice": ["a", "<b>"], "choice_a_de": "Nur eine", "choice_<b>_de": "x"}, "at least two answers"),
        (
            "one",
            {"choice": [f"k{n}" for n in range(MOST_CHOICES + 5)]}
            | {f"choice_k{n}_de": "x" for n in range(MOST_CHOICES + 5)},
            "more than 30 answers",
        ),
        ("one", {"choice": ["a", "b"], "choice_a_de": "x" * 121}, "121"),
    ],
)
def test_a_bad_form_is_answered_in_words_and_keeps_what_was_typed(
    desk: Office, kind: str, fields: dict[str, str | list[str]], sentence: str
) -> None:
    status, page = add(desk, kind, **{"hint_tr": "Buraya yazın", **fields})

    assert status == 422
    assert sentence in page
    assert "Buraya yazın" in page
    assert labels() == []


def test_a_kind_that_is_none_is_refused(desk: Office) -> None:
    assert desk.client.get(f"{FORM}/new?kind=code").status_code == 422
    assert desk.client.get(f"{FORM}/new").status_code == 422
    assert add(desk, "code")[0] == 422


def test_the_form_does_not_ask_without_end(desk: Office) -> None:
    for number in range(MOST_FIELDS):
        asks(FieldKind.TEXT, f"Frage {number}")

    status, page = add(desk, "text")

    assert status == 422
    assert "already asks 20 questions" in page
    assert moves(desk, 1, "remove") == 303
    assert add(desk, "text")[0] == 303
    assert moves(desk, 1, "restore") == 422
    assert len(labels()) == MOST_FIELDS


# --- changing it


def test_words_change_and_what_was_chosen_follows_or_stays(house: House, desk: Office) -> None:
    corner = asks(FieldKind.ONE, "Ecke?")
    for chosen in ("bach", "markt"):
        sends(house.resident().client, given={corner: chosen})
    page = desk.reads(f"{FORM}/{corner}?lang=de")
    assert rows(page) == [("park", "Im Park"), ("bach", "Am Bach"), ("markt", "Am Markt")]

    answer = desk.client.post(
        f"{FORM}/{corner}",
        data={
            "form_token": desk.token,
            "revision": seen(),
            "label_de": "Wo genau?",
            "internal": "yes",
            "choice": ["bach", "park"],
            "choice_bach_de": "Direkt am Bach",
            "choice_park_de": "Im Park",
            "act": "keep",
        },
        headers=SAME_ORIGIN,
    )

    assert answer.status_code == 303
    kept = field(corner)
    assert (kept.label, kept.internal, kept.required) == ({"de": "Wo genau?"}, True, False)
    assert [(one.key, one.words["de"], one.gone) for one in kept.every_choice] == [
        ("bach", "Direkt am Bach", False),
        ("park", "Im Park", False),
        ("markt", "Am Markt", True),
    ]
    with database.reading() as session:
        told = answers_for(session, [1, 2], internal=True)
    assert [told[idea][0].words("de")[0].text for idea in (1, 2)] == ["Direkt am Bach", "Am Markt"]


def test_questions_change_places_and_go_and_come_back_with_their_answers(house: House, desk: Office) -> None:
    one, two, three = (asks(FieldKind.TEXT, name) for name in ("Eins", "Zwei", "Drei"))
    sends(house.resident().client, given={two: "Canary-7"})

    assert moves(desk, three, "earlier") == 303
    assert moves(desk, one, "earlier") == 303  # the first one stays where it is
    assert moves(desk, two, "later") == 303  # and the last one
    assert labels() == ["Eins", "Drei", "Zwei"]
    assert moves(desk, one, "later") == 303
    assert labels() == ["Drei", "Eins", "Zwei"]
    assert moves(desk, two, "remove") == 303
    assert moves(desk, two, "remove") == 303  # twice is once
    assert moves(desk, two, "earlier") == 303  # what is not asked has no place
    assert labels() == ["Drei", "Eins"]

    page = desk.reads(f"{FORM}?lang=en")
    assert page.index("Taken out") < page.index(">Zwei<")
    assert "1 answer" in page.split("Taken out")[1]
    assert kept_answers()[two].text == "Canary-7"
    assert "Zwei" not in house.resident().reads("/ideas/ideen/new")

    assert moves(desk, two, "restore") == 303
    assert moves(desk, two, "restore") == 303
    assert labels() == ["Drei", "Eins", "Zwei"]
    asks(FieldKind.TEXT, "Vier")
    assert labels() == ["Drei", "Eins", "Zwei", "Vier"]


def test_of_two_who_change_the_same_form_the_second_is_told_and_keeps_what_was_typed(desk: Office) -> None:
    one = asks(FieldKind.TEXT, "Eins")
    old = seen()
    assert moves(desk, one, "remove") == 303

    answer = desk.sends(f"{FORM}/{one}", label_de="Anders", hint_tr="Sokak", revision=old, act="keep")

    assert answer.status_code == 409
    assert "Somebody else changed this" in answer.text
    assert 'value="Anders"' in answer.text
    assert moves(desk, one, "restore", revision=old) == 409
    assert desk.sends(FORM, photos="yes", revision=old).status_code == 409
    assert field(one).label == {"de": "Eins"}


def test_the_desk_says_which_words_are_missing(house: House, desk: Office) -> None:
    def missing() -> list[str]:
        page = desk.reads(f"{FORM}?lang=en")
        return re.findall(r'<bdi lang="(..)">', page.partition("Words are still missing in:")[2].partition("</p>")[0])

    one = asks(FieldKind.TEXT, "Wo?", en="Where?", tr="Nerede?", ar="أين؟")
    assert missing() == []
    changes(one, hint={"de": "Straße", "tr": "Sokak"})
    assert missing() == ["en", "ar"]
    two = asks(FieldKind.ONE, "Ecke?", en="Corner?", tr="Köşe?", ar="زاوية؟")
    changes(one, hint={})
    assert missing() == ["en", "tr", "ar"]
    changes(two, removed_at=clock.now())
    assert "/ideas/ideen/new" in desk.reads(FORM)


def test_photos_are_a_switch(house: House, desk: Office) -> None:
    assert "No photos are taken." in desk.reads(f"{FORM}?lang=en")

    assert desk.sends(FORM, photos="yes", revision=seen()).status_code == 303

    assert "A photo may come with an idea." in desk.reads(f"{FORM}?lang=en")
    assert 'enctype="multipart/form-data"' in house.resident().reads("/ideas/ideen/new")
    assert desk.sends(FORM, photos="no", revision=seen()).status_code == 303
    with database.reading() as session:
        assert session.get_one(Format, 1).takes_photos is False


def test_every_change_stands_in_the_audit(desk: Office) -> None:
    add(desk, "text")
    desk.sends(f"{FORM}/1", label_de="Anders", revision=seen(), act="keep")
    add(desk, "text")
    for act in ("later", "remove", "restore"):
        moves(desk, 1, act)
    desk.sends(FORM, photos="yes", revision=seen())

    with database.reading() as session:
        done = [one.action for one in entries(session) if one.action.startswith("process.")]
    assert done == [
        "process.add_field",
        "process.word_field",
        "process.add_field",
        "process.shift_field",
        "process.remove_field",
        "process.restore_field",
        "process.photos",
    ]
    assert "question was added" in desk.reads("/desk/log?lang=en")


# --- who may


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.OBSERVER, Role.INTERPRETER])
def test_only_who_plans_changes_a_form(house: House, role: Role) -> None:
    one = asks(FieldKind.TEXT, "Eins")
    somebody = office(house, role)

    for address in (FORM, f"{FORM}/new?kind=text", f"{FORM}/{one}"):
        assert somebody.client.get(address).status_code == 403
        assert somebody.sends(address.partition("?")[0], revision=seen()).status_code in {403, 422}
    assert moves(somebody, one, "remove") == 403
    assert labels() == ["Eins"]


def test_a_companion_of_the_process_may(house: House) -> None:
    companion = office_in_one_process(house, Role.COMPANION)

    assert add(companion, "text")[0] == 303


def test_a_question_of_another_collection_is_not_there(desk: Office) -> None:
    with database.transaction() as tx:
        process = tx.session.get_one(Process, 1)
        other = Format(municipality_id=1, process=process, slug="andere", title={"de": "Andere"}, question={})
        tx.session.add(other)
        tx.session.flush()
        other_id = other.id
    theirs = asks(FieldKind.TEXT, "Fremd", format_id=other_id)

    assert desk.client.get(f"{FORM}/{theirs}").status_code == 404
    assert moves(desk, theirs, "remove") == 404
    assert desk.sends(f"{FORM}/{theirs}", label_de="x", revision=seen()).status_code == 404
    assert desk.client.get(f"{FORM}/999").status_code == 404
    with database.reading() as session:
        assert [one.removed_at for one in every_field(session, other_id)] == [None]


def test_an_unknown_act_is_refused(desk: Office) -> None:
    assert moves(desk, asks(FieldKind.TEXT, "Eins"), "explode") == 400


def test_the_list_costs_the_same_for_one_question_and_for_four(desk: Office) -> None:
    counts = []
    for more in (1, 3):
        for number in range(more):
            asks(FieldKind.SEVERAL, f"Frage {number}")
        with counted_statements() as asked:
            desk.reads(FORM)
        counts.append(len(asked))

    assert counts[0] == counts[1]

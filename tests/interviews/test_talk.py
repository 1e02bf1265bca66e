"""An interview from the consent to the public page, and back: nothing is left of what somebody takes back."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from participation.contributions.models import Contribution
from participation.contributions.rules import Status
from participation.fields.models import IdeaVector, Placement
from participation.fields.service import start_from_template
from participation.foundation import clock, database
from participation.foundation.audit import AuditEntry
from participation.foundation.permissions import Role
from participation.interviews import privacy, sealing, withdrawing
from participation.interviews.models import Code, TalkConsent, TalkName, TalkPerson, TalkSource
from participation.interviews.rules import NotToBeQuoted
from participation.languages.models import Translation
from participation.moderation import service as moderation
from participation.moderation.models import Case
from participation.moderation.rules import Wish
from participation.people import queries as people
from participation.people.models import Person
from participation.process.models import Process
from tests.canary import told_in
from tests.conftest import House
from tests.ideas.test_board import counted_statements
from tests.interviews.talk import TEXT, Talk, begin_talk, passages_said


@pytest.fixture
def talk(house: House) -> Talk:
    return begin_talk(house)


def logged() -> list[str]:
    with database.reading() as session:
        return [one.action for one in session.scalars(select(AuditEntry).order_by(AuditEntry.seq))]


# --- consent comes first


def test_no_text_is_stored_before_somebody_agreed(house: House) -> None:
    talk = Talk(house, house.moderator())
    talk.plans()

    status, page = talk.keeps()

    assert status == 409
    assert "Please note the consent first" in page
    assert told_in("Wohnung") == set()
    assert talk.agrees(agreed="quoted") == 422
    assert talk.keeps()[0] == 409
    assert talk.agrees(agreed="written") == 303
    assert talk.keeps()[0] == 303
    assert talk.source.paragraphs == 3
    assert talk.keeps()[0] == 409


def test_everybody_in_a_group_has_to_agree(house: House) -> None:
    talk = Talk(house, house.moderator())
    talk.plans("focus_group")
    assert talk.keeps()[0] == 409
    assert [talk.does("person", facts=facts)[0] for facts in ("um die 60", "", "")] == [303, 303, 303]
    talk.agrees(1)
    talk.agrees(2)

    assert talk.keeps()[0] == 409
    talk.agrees(3)
    assert talk.keeps("P1: Ja.\n\nP2: Nein.\n\nAlle lachen.")[0] == 303
    assert [talk.paragraph(number).speaker for number in (1, 2, 3)] == [1, 2, None]
    assert "um die 60" in talk.reads()


def test_a_document_needs_a_reason_instead(house: House) -> None:
    talk = Talk(house, house.moderator())
    assert talk.plans("document", title="Sozialbericht", publisher="Kreis", year="2024", link="javascript:x") == 422
    assert (
        talk.plans("document", title="Sozialbericht", publisher="Kreis", year="2024", link="https://k.example") == 303
    )
    assert talk.keeps("Die Mieten steigen.")[0] == 409
    assert talk.does("consent", how="paper")[0] == 422

    assert talk.does("consent", how="published")[0] == 303
    assert talk.keeps("Die Mieten steigen.")[0] == 303
    talk.marks(1, "Mieten steigen.", [talk.code("Wohnen")], page="12")
    assert talk.releases() == 303

    page = talk.public()
    assert all(part in page for part in ("Sozialbericht", "Kreis", "2024", 'href="https://k.example"'))
    said = passages_said()[0]
    read = house.resident().reads(f"/ideas/{talk.collection.slug}/{said.public_id}?lang=en")
    assert "Document 1, page 12" in read


def test_a_file_is_read_also_as_windows_wrote_it(house: House) -> None:
    talk = Talk(house, house.moderator())
    talk.plans()
    talk.agrees()

    assert talk.sends_file(b"PK\x03\x04\x00")[0] == 422
    assert talk.sends_file("Müllabfuhr, bitte".encode("cp1252"))[0] == 303
    assert talk.paragraph(1).text == "Müllabfuhr, bitte"


def test_what_was_typed_stays_when_it_is_refused(house: House) -> None:
    talk = Talk(house, house.moderator())
    talk.plans()
    talk.agrees()

    status, page = talk.keeps("a" * 60_001)

    assert status == 422
    assert "a" * 60_001 in page
    assert talk.keeps("ሰላም " * 15_000)[0] == 303


# --- names apart


def test_names_are_sealed_and_only_the_administration_reads_them(talk: Talk) -> None:
    assert talk.names("Amina Haddad", contact="0151 234") == 303
    assert told_in("Haddad") == set()
    assert told_in("0151 234") == set()
    assert "Haddad" not in talk.reads()
    assert talk.posts("/names")[0] == 403

    office = Talk(talk.house, talk.house.moderator("Ada Amt", Role.ADMINISTRATION), talk.key)
    status, page = office.posts("/names")

    assert status == 200
    assert "Amina Haddad" in page
    assert "0151 234" in page
    assert "The log says that you read them." in page
    assert logged()[-1] == "interview.read_names"


def test_facts_never_stand_beside_a_name(house: House) -> None:
    talk = begin_talk(house, Role.ADMINISTRATION)
    talk.does("person", person=1, facts="Schneiderin um die 60")
    talk.names("Amina Haddad")
    assert "Schneiderin" in talk.reads()

    page = talk.posts("/names")[1]

    assert "Amina Haddad" in page
    assert "Schneiderin" not in page


def keys_there() -> list[str]:
    return sealing.keys().all()


def test_names_die_at_the_press_of_a_button(talk: Talk) -> None:
    talk.names("Amina Haddad")
    with database.reading() as session:
        sealed = session.scalars(select(TalkName.sealed)).one()
    assert sealing.unseal(talk.key, 1, sealed).name == "Amina Haddad"

    assert talk.does("forget-names")[0] == 303

    assert keys_there() == []
    assert sealing.unseal(talk.key, 1, sealed).name == ""
    assert talk.names("Amina") == 409
    with database.reading() as session:
        assert session.scalars(select(TalkName)).all() == []


def test_names_die_on_their_day(talk: Talk) -> None:
    talk.names("Amina Haddad")
    today = clock.local(clock.now()).date()
    assert talk.source.names_until is not None
    assert 180 < (talk.source.names_until - today).days < 190
    with database.reading() as session:
        assert not withdrawing.is_untidy(session)

    with database.transaction() as tx:
        tx.session.query(TalkSource).one().names_until = today - timedelta(days=1)
    with database.reading() as session:
        assert withdrawing.is_untidy(session)
    with database.transaction() as tx:
        withdrawing.tidy_up(tx)

    assert keys_there() == []
    with database.reading() as session:
        assert session.scalars(select(TalkName)).all() == []
        assert not withdrawing.is_untidy(session)


def test_a_key_that_outlived_its_name_dies_with_the_next_round(talk: Talk) -> None:
    sealing.seal("somebody-who-is-gone", 1, sealing.Who("Amina"))

    with database.transaction() as tx:
        withdrawing.tidy_up(tx)

    assert keys_there() == []


def test_a_name_in_the_text_is_noticed_and_replaced_in_every_wording(talk: Talk) -> None:
    assert "Perhaps a name" not in talk.reads("/text")
    talk.names("Amina Haddad")
    talk.marks(2, "Amina weiß es auch.", [talk.code("Wohnen")])
    talk.corrects(2, "P1: Wir warten seit vier Monaten auf eine Wohnung. Amina weiß es. Amina kommt.")
    assert "Perhaps a name" in talk.reads("/text")
    assert told_in("Amina") == {"talk_paragraph", "talk_wording", "contribution"}

    assert talk.posts("/text/names", words="Amina", person=1, only=2)[0] == 303

    assert told_in("Amina") == set()
    assert talk.paragraph(2).text.endswith("P1 weiß es. P1 kommt.")
    assert passages_said()[0].text == "P1 weiß es auch."
    assert "Perhaps a name" not in talk.reads("/text")


def test_a_name_that_was_public_leaves_no_translation_and_no_version(talk: Talk) -> None:
    talk.names("Amina Haddad")
    talk.marks(2, "Amina weiß es auch.", [talk.code("Wohnen")])
    talk.releases()
    talk.corrects(2, talk.paragraph(2).text.replace("auch", "längst"))
    talk.does("take-words", number=1)
    with database.transaction() as tx:
        said = tx.session.get_one(Contribution, passages_said()[0].id)
        tx.session.add(translated(said, "Amina da biliyor."))
    assert {"contribution", "contribution_revision", "translation"} <= told_in("Amina")

    talk.posts("/text/names", words="Amina", person=1)

    assert told_in("Amina") == set()
    assert passages_said()[0].text == "P1 weiß es längst."
    assert passages_said()[0].status == Status.PUBLISHED


def translated(said: Contribution, text: str) -> Translation:
    return Translation(
        municipality_id=said.municipality_id,
        contribution_id=said.id,
        language="tr",
        origin="human",
        state="approved",
        title="",
        text=text,
        folded=text.casefold(),
        of_version=1,
        at=clock.now(),
    )


def test_a_name_that_only_a_former_version_says_is_replaced_there_too(talk: Talk) -> None:
    talk.names("Amina Haddad")
    talk.marks(2, "Amina weiß es auch.", [talk.code("Wohnen")])
    talk.releases()
    talk.corrects(2, talk.paragraph(2).text.replace("Amina", "Sie"))
    talk.does("take-words", number=1)
    assert passages_said()[0].text == "Sie weiß es auch."
    assert told_in("Amina") == {"contribution_revision", "talk_wording"}

    talk.posts("/text/names", words="Amina", person=1)

    assert told_in("Amina") == set()
    assert passages_said()[0].text == "Sie weiß es auch."


# --- marked, coded, released


def test_a_passage_waits_is_released_and_stands_with_the_others(talk: Talk) -> None:
    code = talk.code("Wohnen")

    assert talk.marks(2, "vier Monaten auf eine Wohnung.", [code])[0] == 303
    assert talk.marks(2, "vier Monaten auf eine Wohnung.", [code])[0] == 303

    [said] = passages_said()
    assert (said.text, said.language, said.author_id, said.status) == (
        "vier Monaten auf eine Wohnung.",
        "de",
        None,
        Status.WAITING,
    )
    assert "vier Monaten" not in talk.public(f"/codes/{code}")
    assert talk.releases() == 303
    page = talk.public(f"/codes/{code}")
    assert "vier Monaten auf eine Wohnung." in page
    assert "Interview 1" in page
    assert "Gespräch am Bach" not in page
    home = talk.house.resident().reads(f"/ideas/{talk.collection.slug}/{said.public_id}?lang=en")
    assert "Interview 1" in home
    assert talk.house.resident().client.get(f"/ideas/{talk.collection.slug}").status_code == 303


def test_without_consent_to_quote_it_is_counted_and_nothing_more(house: House) -> None:
    talk = Talk(house, house.moderator())
    talk.plans()
    talk.agrees(agreed="written")
    talk.keeps()
    code = talk.code("Wohnen")

    assert talk.marks(2, "vier Monaten", [code])[0] == 303
    assert passages_said() == []
    assert talk.does("release", picked=["1:0"])[0] == 409
    assert talk.does("bring", number=1)[0] == 409

    talk.agrees()
    assert talk.does("bring", number=1)[0] == 303
    assert [one.text for one in passages_said()] == ["vier Monaten"]


def test_the_administration_marks_and_a_moderator_lets_through(house: House) -> None:
    talk = begin_talk(house, Role.ADMINISTRATION)
    talk.marks(2, "vier Monaten", [talk.code("Wohnen")])

    assert talk.does("release", picked=["1:1"])[0] == 403
    assert house.moderator().approves(passages_said()[0].public_id) == 303
    assert passages_said()[0].status == Status.PUBLISHED


def test_a_code_of_a_field_takes_its_passages_there(talk: Talk) -> None:
    with database.transaction() as tx:
        start_from_template(tx, tx.session.query(Process).one())
    key, talk.key = talk.key, ""
    assert talk.posts("/codes", act="begin")[0] == 303
    assert talk.posts("/codes", act="begin")[0] == 303
    talk.key = key
    with database.reading() as session:
        code = session.scalars(select(Code).order_by(Code.id)).first()
        assert code is not None
        assert session.query(Code).count() > 3

    talk.marks(2, "vier Monaten", [code.id])
    talk.releases()

    with database.reading() as session:
        placed = session.scalars(select(Placement)).one()
    assert (placed.contribution_id, placed.field_id) == (passages_said()[0].id, code.field_id)


def test_what_is_not_chosen_is_refused_with_a_sentence(talk: Talk) -> None:
    code = talk.code("Wohnen")

    assert talk.marks(2, "vier", [])[0] == 422
    assert talk.posts("/text/2", first=0, last=999, codes=[str(code)], seen=1)[0] == 422
    assert talk.posts("/text/2", first=0, last=1, codes=[str(code)], seen=7)[0] == 409
    assert talk.posts("/text/9", first=0, last=1, codes=[str(code)], seen=1)[0] == 404
    assert talk.passages() == []


def test_codes_are_renamed_merged_and_retired(talk: Talk) -> None:
    one, two = talk.code("Wohnen"), talk.code("Miete")
    talk.marks(2, "vier Monaten", [one, two])
    talk.marks(2, "Wohnung.", [two])
    key, talk.key = talk.key, ""
    assert talk.posts("/codes", act="add", name="wohnen")[0] == 422
    assert talk.posts("/codes", act="change", code=one, name="Zuhause", seen=0)[0] == 303
    assert talk.posts("/codes", act="change", code=one, name="Anders", seen=0)[0] == 409

    assert talk.posts("/codes", act="merge", code=two, into=one)[0] == 303
    assert talk.posts("/codes", act="merge", code=one, into=two)[0] == 404

    lines = talk.desk.reads("/desk/interviews/codes.csv?lang=en").splitlines()
    assert lines[1] == '"Zuhause";"";2;1;1;0;0;0'
    assert len(lines) == 2
    assert talk.posts("/codes", act="retire", code=one)[0] == 303
    talk.key = key
    assert talk.marks(2, "eine", [one])[0] == 422
    assert talk.posts("/passages/1", codes=[str(one)])[0] == 422


def test_a_correction_leaves_a_passage_or_asks_for_a_look(talk: Talk) -> None:
    code = talk.code("Wohnen")
    talk.marks(2, "vier Monaten", [code])
    talk.releases()
    talk.corrects(2, "P1: Nun, wir warten seit vier Monaten auf eine Wohnung. Amina weiß es auch.")
    assert not talk.passages()[0].needs_look

    talk.corrects(2, "P1: Nun, wir warten seit fünf Monaten auf eine Wohnung. Amina weiß es auch.")

    assert talk.passages()[0].needs_look
    assert "The text was corrected here" in talk.reads()
    assert passages_said()[0].text == "vier Monaten"
    assert talk.does("take-words", number=1)[0] == 303
    assert passages_said()[0].text == "fünf Monaten"
    assert not talk.passages()[0].needs_look
    assert "<del>" in talk.reads("/text/2")


# --- taken back


def test_withdrawal_leaves_nothing_anywhere(talk: Talk) -> None:
    """A word in every place: text, former text, title, place, name, facts, passage, version, translation, search."""
    word = "Zwitscherkanarie"
    house = talk.house
    talk = Talk(house, house.moderator("Ada", Role.MODERATOR))
    talk.plans(title=f"Bei {word}", led_by=f"{word} fragt", place=word, publisher=word)
    talk.does("person", person=1, facts=f"{word} im Chor")
    talk.agrees()
    talk.names(word, contact=word)
    talk.keeps(f"P1: Der {word} singt im Hof.\n\nP1: Noch ein {word}.")
    code = talk.code("Wohnen")
    talk.marks(1, f"{word} singt", [code])
    talk.marks(2, f"ein {word}.", [code])
    talk.releases(1)
    talk.corrects(1, f"P1: Der {word} singt laut im Hof.")
    talk.corrects(1, f"P1: Der {word} pfeift laut im Hof.")
    talk.does("take-words", number=1)
    with database.transaction() as tx:
        for said in tx.session.query(Contribution).filter_by(kind="passage"):
            tx.session.add(translated(said, f"{word} tr"))
            facts = {"contribution_id": said.id, "municipality_id": 1, "embedder": "x", "calibration": "x"}
            tx.session.add(IdeaVector(**facts, words=word, vector=word.encode()))
    assert {"talk_source", "talk_person", "talk_paragraph", "talk_wording", "contribution", "contribution_revision",
            "translation", "idea_vector"} <= told_in(word)  # fmt: skip

    assert talk.does("withdraw")[0] == 303
    assert talk.does("withdraw")[0] == 303

    assert told_in(word) == set()
    assert keys_there() == []
    assert word.encode() not in b"".join(file.read_bytes() for file in files_of(house))
    assert word not in talk.reads() + talk.public() + talk.desk.reads("/desk/interviews/codes.csv")
    assert "It was withdrawn" in talk.reads()
    page = talk.public(f"/codes/{code}")
    assert "Whoever said this withdrew it on" in page
    assert "Withdrawn: " in page.replace('<span class="num">', "")
    assert talk.keeps()[0] == 409
    assert talk.code("Noch einer") > code


def files_of(house: House) -> list[Path]:
    """Everything of the instance that could be in a backup, without the write-ahead log, which a round empties."""
    database.empty_the_log(database.current().engine)
    return [file for file in house.settings.instance.rglob("*") if file.is_file()]


def test_one_passage_is_taken_back_with_its_words_in_the_text(talk: Talk) -> None:
    code = talk.code("Wohnen")
    talk.marks(2, "vier Monaten auf eine Wohnung.", [code])
    talk.marks(2, "Monaten auf", [code])
    talk.marks(2, "Amina weiß es auch.", [code])
    talk.releases()
    talk.corrects(2, talk.paragraph(2).text + " Ja.")

    assert talk.does("withdraw-passage", number=1)[0] == 303

    assert told_in("vier Monaten") == set()
    assert told_in("Monaten auf") == set()
    assert talk.paragraph(2).text == "P1: Wir warten seit […] Amina weiß es auch. Ja."
    assert [one.gone_at is not None for one in talk.passages()] == [True, True, False]
    third = talk.passages()[2]
    assert third.span.of(talk.paragraph(2).text) == "Amina weiß es auch."
    assert talk.does("withdraw-passage", number=1)[0] == 404
    assert [one.status for one in passages_said()] == [Status.WITHDRAWN, Status.WITHDRAWN, Status.PUBLISHED]


def test_who_takes_their_consent_back_in_a_group_takes_what_they_said_along(house: House) -> None:
    talk = Talk(house, house.moderator())
    talk.plans("focus_group")
    for number in (1, 2):
        talk.does("person", facts=f"Person {number}")
        talk.agrees(number)
        talk.names(f"Mensch {number}", person=number)
    talk.keeps("P1: Ich will einen Bus.\n\nP2: Ich will ein Rad.")
    code = talk.code("Wege")
    talk.marks(1, "einen Bus.", [code])
    talk.marks(2, "ein Rad.", [code])
    talk.releases()

    assert talk.does("withdraw-person", number=1)[0] == 303

    assert told_in("Bus") == set()
    assert told_in("Person 1") == set()
    assert keys_there() == [f"{talk.key}-2"]
    assert [one.status for one in passages_said()] == [Status.WITHDRAWN, Status.PUBLISHED]
    assert talk.reads("/text").count("Rad") >= 1
    with database.reading() as session:
        revoked = session.scalars(select(TalkConsent.revoked_at).order_by(TalkConsent.id)).all()
        assert [one is None for one in revoked] == [False, True]
        assert session.scalars(select(TalkPerson.facts).order_by(TalkPerson.number)).all() == ["", "Person 2"]
    assert talk.does("withdraw-person", number=2)[0] == 303
    assert talk.source.gone == "withdrawn"


def test_a_narrower_consent_takes_back_what_is_public(talk: Talk) -> None:
    talk.marks(2, "vier Monaten", [talk.code("Wohnen")])
    talk.releases()

    assert talk.agrees(agreed="written") == 303

    assert passages_said()[0].status == Status.WITHDRAWN
    assert "vier Monaten" in talk.paragraph(2).text
    assert "vier Monaten" in talk.reads("/text")


def test_a_text_goes_on_the_agreed_day_and_what_is_public_stays(house: House) -> None:
    talk = Talk(house, house.moderator())
    today = clock.local(clock.now()).date()
    talk.plans()
    assert talk.agrees(kept_until="2020-01-01") == 422
    talk.agrees(kept_until=today.isoformat())
    talk.names("Amina")
    talk.keeps(TEXT)
    code = talk.code("Wohnen")
    talk.marks(2, "vier Monaten", [code])
    talk.marks(2, "Amina weiß", [code])
    talk.releases(1)

    with clock.held_at(clock.now() + timedelta(days=2)), database.transaction() as tx:
        withdrawing.tidy_up(tx)

    assert told_in("Amina") == set()
    assert told_in("Monaten") == {"contribution"}
    assert talk.source.gone == "time"
    assert keys_there() == []
    assert "What is public stays" in talk.reads()
    with database.reading() as session:
        assert not withdrawing.is_untidy(session)
    talk.does("withdraw")
    assert told_in("Monaten") == set()


# --- who may, and what it costs


def test_the_list_of_sources_costs_the_same_for_one_and_for_three(talk: Talk) -> None:
    talk.marks(2, "vier Monaten", [talk.code("Wohnen")])
    desk = Talk(talk.house, talk.desk)
    with counted_statements() as one:
        desk.reads()
    for _ in range(2):
        begun = Talk(talk.house, talk.desk)
        begun.plans()
        begun.agrees()
        begun.keeps()
        begun.marks(2, "vier Monaten", [1])
    with counted_statements() as three:
        desk.reads()

    assert len(one) == len(three)


def test_a_source_with_many_passages_costs_the_same_on_every_page(talk: Talk) -> None:
    code = talk.code("Wohnen")
    talk.marks(2, "vier", [code])
    talk.releases()

    def costs() -> list[int]:
        found = []
        for path in ("", "/text"):
            with counted_statements() as statements:
                talk.reads(path)
            found.append(len(statements))
        for path in ("", f"/codes/{code}"):
            with counted_statements() as statements:
                talk.public(path)
            found.append(len(statements))
        return found

    one = costs()
    talk.marks(2, "Monaten", [code])
    talk.marks(2, "Wohnung.", [code])
    talk.releases()
    assert costs() == one


def test_observers_read_no_text(talk: Talk) -> None:
    observer = Talk(talk.house, talk.house.moderator("Ole", Role.OBSERVER), talk.key)

    for path in ("", "/text", "/text/2"):
        assert observer.desk.client.get(f"/desk/interviews/{talk.key}{path}").status_code == 403


def test_few_sources_are_not_told_apart_by_their_kind(talk: Talk) -> None:
    code = talk.code("Wohnen")
    talk.marks(2, "vier", [code])
    talk.releases()
    for _ in range(3):
        more = begin_talk(talk.house)
        more.marks(2, "vier", [code])
        more.releases()
    assert "Interview: " not in talk.public(f"/codes/{code}").replace('<span class="num">', "")

    more = begin_talk(talk.house)
    more.marks(2, "vier", [code])
    more.releases()

    assert "Interview: 5" in talk.public(f"/codes/{code}").replace('<span class="num">', "")


def test_the_paper_is_there_in_every_language(talk: Talk) -> None:
    for lang in ("de", "ar", "ti"):
        assert f'lang="{lang}"' in talk.desk.reads(f"/desk/interviews/paper?lang={lang}")


def test_a_colleague_who_is_deleted_leaves_no_name_behind(talk: Talk) -> None:
    talk.marks(2, "vier", [talk.code("Wohnen")])
    with database.reading() as session:
        taken = session.scalars(select(TalkConsent.taken_by_id)).one()
    assert taken is not None

    with database.transaction() as tx:
        privacy.forget(tx, taken)

    with database.reading() as session:
        assert session.scalars(select(TalkConsent.taken_by_id)).one() is None
    assert talk.passages()[0].by_id is None


def group(house: House, text: str) -> Talk:
    """Two people, who agreed to everything."""
    talk = Talk(house, house.moderator())
    talk.plans("focus_group")
    for number in (1, 2):
        talk.does("person", facts=f"Person {number}")
        assert talk.agrees(number) == 303
    assert talk.keeps(text)[0] == 303
    return talk


def test_no_door_makes_public_what_somebody_did_not_agree_to(house: House) -> None:
    talk = group(house, "P1: Wir warten.\n\nNiemand sagt, wer das sagte.\n\nP2: Ich auch.")
    code = talk.code("Wohnen")
    talk.marks(3, "Ich auch.", [code])
    assert talk.agrees(1, agreed="written") == 303
    with database.reading() as session:
        case = session.scalars(select(Case)).one()
        by = people.actor(session, session.scalars(select(Person).filter_by(kind="account").limit(1)).one(), 1)
        assert by is not None

    def publishes() -> None:
        with database.transaction() as tx:
            moderation.decide(tx, tx.session.get_one(Case, case.id), Wish.PUBLIC, by=by, seen=case.revision)

    with pytest.raises(NotToBeQuoted):
        publishes()
    assert [one.status for one in passages_said()] == ["waiting"]


def test_who_agrees_to_less_takes_back_what_nothing_says_whose_it_is(house: House) -> None:
    talk = group(house, "P1: Wir warten.\n\nNiemand sagt, wer das sagte.\n\nP2: Ich auch.")
    code = talk.code("Wohnen")
    talk.marks(2, "Niemand sagt", [code])
    talk.releases(1)
    assert [one.status for one in passages_said()] == ["published"]
    assert talk.agrees(2, agreed="written") == 303
    assert [one.status for one in passages_said()] == ["withdrawn"]


def test_who_takes_everything_back_takes_back_what_nothing_says_whose_it_is(house: House) -> None:
    talk = group(house, "P1: Wir warten.\n\nNiemand sagt, wer das sagte.\n\nP2: Ich auch.")
    code = talk.code("Wohnen")
    talk.marks(2, "Niemand sagt", [code])
    talk.marks(3, "Ich auch", [code])
    talk.releases(1)
    talk.releases(2)
    talk.does("withdraw-person", number=1)
    assert sorted(one.status for one in passages_said()) == ["published", "withdrawn"]
    assert told_in("Ich auch") != set()
    assert told_in("wer das sagte") != set()  # the desk reads it on; it says of nobody


def test_what_the_house_divides_stays_whose_it_was(house: House) -> None:
    long = "P1: " + "Mein Kind wartet auf einen Platz. " * 90
    talk = group(house, f"{long}\n\nP2: Ich auch.")
    speakers = [talk.paragraph(number).speaker for number in range(1, talk.source.paragraphs + 1)]
    assert speakers == [1] * (len(speakers) - 1) + [2]
    assert len(speakers) > 2
    talk.does("withdraw-person", number=1)
    assert told_in("wartet") == set()
    assert told_in("Ich auch") != set()

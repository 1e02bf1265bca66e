"""Translators at the desk: the list, the form, two at once, the glossary."""

import threading
from contextlib import closing

import pytest
from sqlalchemy import select

from participation.app import connect
from participation.contributions.models import Contribution
from participation.contributions.rules import Status
from participation.foundation import database
from participation.foundation.audit import AuditEntry
from participation.foundation.database import Database
from participation.foundation.permissions import Actor, Role
from participation.languages import service
from participation.languages.models import Translation
from participation.languages.service import Rendering
from participation.languages.vouching import ChangedAside, Seen, State
from participation.people import service as people
from participation.process.models import Process
from tests.conftest import House, Resident
from tests.ideas.test_board import counted_statements
from tests.languages.desk import GERMAN, TURKISH, said_in, tell, translator, versions_of
from tests.threads.talk import begin_talk

LIST = "/desk/translations"


def acts() -> list[tuple[str, str]]:
    with database.reading() as session:
        rows = session.scalars(
            select(AuditEntry).where(AuditEntry.action.like("translation.%")).order_by(AuditEntry.seq)
        )
        return [(one.action, one.object) for one in rows]


def test_an_interpreter_begins_at_the_list_and_sees_no_other_desk(house: House) -> None:
    tell()
    iris = translator(house)

    page = iris.reads(f"{LIST}?lang=de")

    assert f'href="{LIST}' in iris.reads("/")
    assert 'href="/desk/fields' not in page
    assert 'href="/desk/queue' not in page
    assert TURKISH in page
    for other in ("/desk/queue", "/desk/fields", "/desk/harvest", "/desk/house", f"{LIST}/machine"):
        iris.reads(other, 403)


def test_an_idea_leads_whoever_translates_to_its_form(house: House, resident: Resident) -> None:
    idea = tell()
    iris = translator(house)

    assert f'href="{LIST}/{idea}/en?lang=en"' in iris.reads(f"/ideas/ideen/{idea}?lang=en")
    assert f'href="{LIST}/{idea}' not in iris.reads(f"/ideas/ideen/{idea}?lang=tr")
    assert f'href="{LIST}/{idea}' not in resident.reads(f"/ideas/ideen/{idea}?lang=en")


def test_the_list_counts_each_language_and_shows_what_most_people_support_first(
    house: House, resident: Resident
) -> None:
    first, second, german = tell("Birinci fikir."), tell("İkinci fikir."), tell("Dritte Idee.", language="de")
    tell("Bekleyen fikir.", status=Status.WAITING)
    resident.supports(first)
    iris, office = translator(house), translator(house, Role.ADMINISTRATION)

    page = office.reads(f"{LIST}?lang=en&to=de")

    assert "2 texts need a version" in said_in(page)
    assert page.index("Birinci") < page.index("İkinci")
    assert "Bekleyen" not in page
    for one in (iris, translator(house, Role.MODERATOR)):
        more = one.reads(f"{LIST}?lang=en&to=de")
        assert "3 texts need a version" in said_in(more)
        assert "Bekleyen" in more
    assert '<bdi lang="ar">العربية</bdi> <span class="num">3</span>' in page
    iris.translates(second, "de", "Zweite Idee.")
    assert "İkinci" not in iris.reads(f"{LIST}?lang=en&to=de")
    done = iris.reads(f"{LIST}?lang=en&to=de&show=done")
    assert "1 approved version" in said_in(done)
    assert "İkinci" in done
    assert german in iris.reads(f"{LIST}?lang=en&to=uk&source=de")
    assert first not in iris.reads(f"{LIST}?lang=en&to=uk&source=de")


@pytest.mark.parametrize("query", ["to=xx", "to=%00&source=zz", "page=99999999999", "page=-1", "show=%F0%9F%99%82"])
def test_an_address_that_asks_for_nonsense_leads_to_the_list(house: House, query: str) -> None:
    tell()

    assert TURKISH in translator(house).reads(f"{LIST}?lang=en&{query}")


def test_one_and_three_and_many_texts_cost_the_same_statements(house: House) -> None:
    iris = translator(house)
    costs = []
    for count in (1, 2, 40):
        for number in range(count):
            iris_idea = tell(f"Fikir {count} {number}")
        iris.translates(iris_idea, "en", f"Draft {count}", act="draft")
        with counted_statements() as asked:
            assert "40" in iris.reads(f"{LIST}?lang=en") or count < 40
        costs.append(len(asked))

    assert len(set(costs)) == 1
    assert "Page 2 of 2" in said_in(iris.reads(f"{LIST}?lang=en&page=2"))


def test_what_is_approved_later_takes_the_place_and_the_first_one_is_kept(house: House) -> None:
    idea = tell()
    iris, max_ = translator(house), translator(house, Role.MODERATOR, "Max Beispiel")
    iris.translates(idea, "en", "More banks in the park.")

    assert "More banks in the park." in max_.opens(f"{LIST}/{idea}/en")
    max_.translates(idea, "en", "More benches in the park.")

    assert versions_of(idea) == [
        ("en", "former", "human", "More banks in the park.", False),
        ("en", "approved", "human", "More benches in the park.", False),
    ]
    assert "Vouched for as: Moderator" in said_in(house.resident().reads(f"/ideas/ideen/{idea}?lang=en"))
    with database.reading() as session:
        about = f"contribution:{session.scalars(select(Contribution.id)).one()}"
    assert acts() == [("translation.approve", about)] * 2


def test_a_version_can_be_taken_back_and_readers_get_the_original(house: House, resident: Resident) -> None:
    idea = tell()
    iris = translator(house)
    iris.translates(idea, "de", GERMAN)
    assert GERMAN in resident.reads("/ideas/ideen?lang=de")

    iris.translates(idea, "de", "", act="take_back")

    assert GERMAN not in resident.reads("/ideas/ideen?lang=de")
    assert versions_of(idea) == [("de", "former", "human", GERMAN, False)]
    answer = iris.sends(f"{LIST}/{idea}/de", 409, act="take_back", text="")
    assert "Somebody else has translated this" in answer.text
    iris.opens(f"{LIST}/{idea}/de")
    assert "Nobody vouches" in iris.sends(f"{LIST}/{idea}/de", 409, act="take_back", text="").text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", "There is no text yet."), ("x" * 5001, "Please shorten it"), (" \u200f ", "no text yet")],
)
def test_what_cannot_be_kept_comes_back_with_the_reason(house: House, text: str, sentence: str) -> None:
    idea = tell()
    iris = translator(house)
    iris.opens(f"{LIST}/{idea}/de")

    page = iris.sends(f"{LIST}/{idea}/de", 422, act="approve", text=text).text

    assert sentence in page
    assert text.strip() in page
    assert versions_of(idea) == []


def test_of_two_translators_one_is_told_and_keeps_what_they_typed(house: House) -> None:
    idea = tell()
    iris, max_ = translator(house), translator(house, Role.MODERATOR, "Max Beispiel")
    iris.opens(f"{LIST}/{idea}/de")
    max_.translates(idea, "de", "Bänke, aber mehr.", act="draft")

    page = iris.sends(f"{LIST}/{idea}/de", 409, act="approve", text=GERMAN).text

    assert f">{GERMAN}</textarea>" in page
    assert "What is kept now" in page
    assert "Bänke, aber mehr." in page
    iris.carried["seen"] = page.split('name="seen" value="')[1].split('"')[0]
    iris.sends(f"{LIST}/{idea}/de", act="approve", text=GERMAN)
    assert versions_of(idea) == [("de", "approved", "human", GERMAN, False)]


def test_a_text_that_its_author_changed_meanwhile_is_not_approved_unseen(house: House) -> None:
    from tests.mine.hall import public_author  # noqa: PLC0415 - only this story has an author

    author = public_author(house, house.moderator(), "Parkta bank olsun dedim.")
    iris = translator(house)
    iris.opens(f"{LIST}/{author.id}/de")
    author.edits("Parkta masa olsun dedim.")
    house.moderator("Mia Beispiel").approves(author.id)

    page = iris.sends(f"{LIST}/{author.id}/de", 409, act="approve", text=GERMAN).text

    assert "its author has changed the words" in page
    assert "Parkta masa olsun dedim." in page
    assert f">{GERMAN}</textarea>" in page


def test_a_language_that_was_corrected_meanwhile_loses_no_words(house: House) -> None:
    idea = tell()
    iris = translator(house)
    iris.opens(f"{LIST}/{idea}/de")
    with database.transaction() as tx:
        tx.session.query(Contribution).filter_by(public_id=idea).one().language = "de"

    page = iris.sends(f"{LIST}/{idea}/de", 422, act="approve", text=GERMAN).text

    assert "written in that language already" in page
    assert f">{GERMAN}</textarea>" in page
    iris.reads(f"{LIST}/{idea}/de", 422)


@pytest.mark.parametrize("to", ["xx", "DE", "de-AT", "und", "kmr"])
def test_a_language_we_have_no_name_for_has_no_page(house: House, to: str) -> None:
    translator(house).reads(f"{LIST}/{tell()}/{to}", 404)


def test_a_title_is_translated_with_its_text(house: House, resident: Resident) -> None:
    idea = tell("Parkta ve bahçede.", title="Daha çok bank")
    iris = translator(house)

    iris.translates(idea, "de", "Im Park und im Garten.", title="Mehr  Bänke")

    page = said_in(resident.reads(f"/ideas/ideen/{idea}?lang=de"))
    assert "Mehr Bänke Im Park und im Garten." in page
    assert "Daha çok bank Parkta ve bahçede." in page


def test_a_comment_shows_a_translator_what_it_is_about(house: House) -> None:
    talk = begin_talk(house)
    comment = talk.comment("Katılıyorum buna.", language="tr")

    page = said_in(translator(house).reads(f"{LIST}/{comment}/de?lang=en"))

    assert "A comment on Mehr Bänke im Park." in page


@pytest.mark.parametrize("any_house", ["house", "house_on_postgres"])
def test_of_two_who_approve_at_once_one_is_told(any_house: str, request: pytest.FixtureRequest) -> None:
    house: House = request.getfixturevalue(any_house)
    idea = tell()
    with database.transaction() as tx:
        person = people.open_account(tx, 1, "Iris Innen", [Role.INTERPRETER]).id
    iris = Actor(1, person, frozenset({Role.INTERPRETER}))
    told: list[str] = []
    together = threading.Barrier(2)

    def approves(words: str) -> None:
        with closing(Database(house.settings.database_url)) as own:
            connect(own)
            together.wait(30)
            try:
                with own.transaction() as tx:
                    said = tx.session.scalars(select(Contribution).where(Contribution.public_id == idea)).one()
                    service.approve(tx, said, "de", Rendering(words), by=iris, seen=Seen(1))
            except ChangedAside as refused:
                told.append(refused.code)
            else:
                told.append(words)

    both = [threading.Thread(target=approves, args=(words,)) for words in ("Bänke A", "Bänke B")]
    for one in both:
        one.start()
    for one in both:
        one.join(60)

    assert max(told) == "changed_aside"
    assert [(one[1], one[3]) for one in versions_of(idea)] == [("approved", min(told))]


def test_whoever_leaves_takes_their_name_along_and_leaves_the_words(house: House) -> None:
    idea = tell()
    translator(house).translates(idea, "de", GERMAN)
    with database.transaction() as tx:
        made_by = tx.session.scalars(select(Translation.made_by_id)).one()
        assert made_by is not None
        service.forget_translator(tx, made_by)

    with database.reading() as session:
        left = session.scalars(select(Translation)).one()
    assert (left.made_by_id, left.approved_by_id, left.text, left.state) == (None, None, GERMAN, State.APPROVED)


# --- the glossary


def test_a_term_stands_beside_the_texts_in_which_it_occurs(house: House) -> None:
    idea = tell("Yuvarlak masa ne zaman toplanıyor?")
    iris = translator(house)
    iris.opens("/desk/glossary")
    iris.sends("/desk/glossary", term_de="Runder Tisch", term_tr="Yuvarlak  Masa", note="immer groß")

    page = said_in(iris.reads(f"{LIST}/{idea}/de?lang=en"))

    assert "From the glossary Yuvarlak Masa Runder Tisch immer groß" in page
    assert "not written down in this language yet" in iris.reads(f"{LIST}/{idea}/uk?lang=en")
    assert "From the glossary" not in iris.reads(f"{LIST}/{tell('Masalar olsun.')}/de?lang=en")


def test_a_term_is_changed_by_one_of_two_and_removed(house: House) -> None:
    iris, max_ = translator(house), translator(house, Role.MODERATOR, "Max Beispiel")
    iris.opens("/desk/glossary")
    iris.sends("/desk/glossary", term_de="Leitziel", term_tr="ana hedef")
    for one in (iris, max_):
        assert 'value="ana hedef"' in one.opens("/desk/glossary/1")
    max_.sends("/desk/glossary/1", act="keep", term_de="Leitziel", term_tr="öncü hedef")

    page = iris.sends("/desk/glossary/1", 409, act="keep", term_de="Leitziel", term_tr="temel hedef").text

    assert 'value="temel hedef"' in page
    assert "öncü hedef" in page
    iris.opens("/desk/glossary/1")
    iris.sends("/desk/glossary/1", act="remove")
    assert "There is no term yet." in iris.reads("/desk/glossary?lang=en")
    assert [action for action, _ in acts()] == [
        "translation.add_term",
        "translation.change_term",
        "translation.remove_term",
    ]


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"term_de": "Leitziel"}, "in two languages at least"),
        ({}, "in two languages at least"),
        ({"term_de": "Leitziel", "term_uk": "ц" * 121}, "Please shorten it"),
        ({"term_de": "Leitziel", "term_tr": "hedef", "note": "n" * 301}, "Please shorten it"),
    ],
)
def test_a_term_that_says_too_little_or_too_much_comes_back(house: House, form: dict[str, str], sentence: str) -> None:
    iris = translator(house)
    iris.opens("/desk/glossary")
    page = iris.sends("/desk/glossary", 422, **form).text

    assert sentence in page
    assert all(f'value="{word}"' in page for word in form.values())
    iris.sends("/desk/glossary", term_de="Ziel", term_tr="hedef")
    iris.opens("/desk/glossary/1")
    changed = iris.sends("/desk/glossary/1", 422, act="keep", **form).text
    assert sentence in changed


def test_a_glossary_has_an_end(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from participation.languages import glossary  # noqa: PLC0415 - its limit is lowered here alone

    monkeypatch.setattr(glossary, "MOST_TERMS", 1)
    iris = translator(house)
    iris.opens("/desk/glossary")
    iris.sends("/desk/glossary", term_de="Ziel", term_tr="hedef")

    page = iris.sends("/desk/glossary", 409, term_de="Weg", term_tr="yol").text

    assert "The glossary has 1 terms already." in page
    assert 'value="yol"' in page


def test_who_translates_in_one_process_translates_no_other(house: House) -> None:
    from participation.people.models import Membership  # noqa: PLC0415 - a role in one process

    idea = tell()
    with database.transaction() as tx:
        home = tx.session.get_one(Process, 1)
        other = Process(municipality_id=1, slug="anderes", title={"de": "Anderes"}, question={}, lead={})
        tx.session.add(other)
        tx.session.flush()
        person = people.open_account(tx, 1, "Ina Innen", [])
        tx.session.add(Membership(municipality_id=1, person_id=person.id, process_id=other.id, role=Role.INTERPRETER))
        inside = Actor(1, person.id, frozenset({Role.RESIDENT}), in_process=frozenset({(home.id, Role.INTERPRETER)}))
        outside = Actor(1, person.id, frozenset({Role.RESIDENT}), in_process=frozenset({(other.id, Role.INTERPRETER)}))
        said = tx.session.query(Contribution).filter_by(public_id=idea).one()
        service.require_translatable(inside, said, "de")
        with pytest.raises(Exception, match="do not have the right"):
            service.require_translatable(outside, said, "de")

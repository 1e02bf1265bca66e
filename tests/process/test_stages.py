"""What the stage of a collection allows, and what is open now."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.foundation import database
from participation.foundation.locales import Words
from participation.process import openings, queries
from participation.process.models import PhaseSetting, Process
from participation.process.openings import LiveNow, Opening
from participation.process.rules import PhaseState
from participation.process.service import PhasePlan, open_idea_collection, plan_process
from tests.conftest import SAME_ORIGIN, House


def set_stage(**facts: object) -> None:
    """What the one phase of the house allows in its collection."""
    with database.transaction() as tx:
        setting = tx.session.scalars(select(PhaseSetting)).one()
        for name, value in facts.items():
            setattr(setting, name, value)


def test_a_closed_collection_says_so_keeps_the_text_and_can_still_be_read(house: House) -> None:
    resident = house.resident()
    set_stage(may_submit=False)

    answer = resident.client.post("/ideas/ideen/new?lang=en", data={"text": "Mehr Bänke"}, headers=SAME_ORIGIN)

    assert answer.status_code == 409
    assert "This collection is closed" in answer.text
    assert "Mehr Bänke" in answer.text
    assert resident.client.get("/ideas/ideen").status_code == 200
    assert "/ideas/ideen/new" not in resident.reads("/ideas/ideen")
    assert "<textarea" not in resident.reads("/ideas/ideen/new")


def test_after_the_end_of_support_nobody_adds_or_takes_back(house: House) -> None:
    idea = house.resident().posts("Mehr Bänke")
    house.moderator().approves(idea)
    neighbour = house.resident()
    assert neighbour.supports(idea) == 303

    set_stage(may_support=False)

    assert [neighbour.supports(idea, "no"), house.resident().supports(idea)] == [409, 409]
    assert "1 supporter" in neighbour.reads(f"/ideas/ideen/{idea}?lang=en")


def test_the_newest_process_and_its_phases_in_their_order(house: House) -> None:
    with database.transaction() as tx:
        town = queries.the_process(tx.session, 1)
        assert town is not None
        from participation.foundation.municipality import the_municipality  # noqa: PLC0415 - beside its use

        municipality = the_municipality(tx.session)
        assert municipality is not None
        phases = [
            PhasePlan({"de": name}, {}, state)
            for name, state in (
                ("Auftakt", PhaseState.DONE),
                ("Ideen", PhaseState.NOW),
                ("Beschluss", PhaseState.AHEAD),
            )
        ]
        newer = plan_process(tx, municipality, title={"de": "Zweites"}, question={}, lead={}, phases=phases)
        open_idea_collection(tx, newer, slug="neue", title={"de": "Neue"}, question={"de": "Was?"})

    with database.reading() as session:
        process = queries.the_process(session, 1)
        assert process is not None
        assert process.title == {"de": "Zweites"}
        assert [phase.title["de"] for phase in queries.phases_of(session, process)] == ["Auftakt", "Ideen", "Beschluss"]
        assert [one.slug for one in queries.idea_collections(session, 1)] == ["neue", "ideen"]
        assert queries.format_by_slug(session, 2, "ideen") is None


# --- what is open now -------------------------------------------------------------------------------------------------


def survey(session: Session, process: Process, lang: str) -> list[Opening]:
    return [Opening("/survey", Words(f"Umfrage {process.id}", lang), "bis Freitag")]


def nothing_runs(session: Session, municipality_id: int, lang: str) -> None:
    return None


def evening(session: Session, municipality_id: int, lang: str) -> LiveNow:
    return LiveNow("/join", Words("Abend", lang), Words("Halle", lang), "Mitmachen")


def test_rooms_say_themselves_what_is_open_and_a_second_registration_says_it_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openings, "_openings", [])
    monkeypatch.setattr(openings, "_live", [])
    openings.register(survey)
    openings.register(survey)
    openings.register_live(nothing_runs)
    openings.register_live(evening)
    openings.register_live(evening)

    with database.reading() as session:
        opened = openings.open_now(session, session.get_one(Process, 1), "de")
        live = openings.live_now(session, 1, "de")

    assert [(one.address, one.title.text) for one in opened] == [("/survey", "Umfrage 1")]
    assert live is not None
    assert live.title == Words("Abend", "de")


def test_where_nothing_is_open_the_start_page_says_so(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = house.resident()
    assert "No way to take part is open" not in reader.reads("/?lang=en")

    monkeypatch.setattr(openings, "_openings", [])

    assert "No way to take part is open at this moment." in reader.reads("/?lang=en")

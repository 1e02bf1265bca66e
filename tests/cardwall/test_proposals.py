"""The machine proposes which cards belong together; a person says yes or no."""

import csv
from pathlib import Path

import numpy as np
import pytest

from participation.cardwall.rules import bundles
from participation.fields import embedding, suggesting
from participation.fields.rules import SIMILAR_FROM, Mode, mode_of
from participation.fields.similar import Kept, each_part_unit
from participation.foundation import database
from tests.cardwall.hall import Hall, groups, open_hall, standing
from tests.conftest import House

IDEAS = Path("../shared/data/ideas_parallel/ideas.csv")


@pytest.fixture
def hall(house: House, monkeypatch: pytest.MonkeyPatch) -> Hall:
    monkeypatch.setenv(embedding.SETTING, Mode.TFIDF)
    return open_hall(house)


def the_worker_reads() -> None:
    suggesting.read_what_is_new(database.current(), {"process_id": 1})


def page(hall: Hall) -> str:
    return hall.desk.moderator.reads(f"{hall.desk.address}/proposals?lang=en")


def test_what_says_the_same_is_proposed_and_nothing_moves_before_a_person_says_so(hall: Hall) -> None:
    hall.is_told("Sprachkurse am Abend", "Mehr Sprachkurse am Abend", "Kita-Plätze", "Noch mehr Sprachkurse am Abend")
    assert "4 cards have not been read by the machine yet." in page(hall)
    the_worker_reads()

    found = page(hall)

    assert "Do these 3 cards belong together?" in found
    assert "Kita-Plätze" not in found
    assert set(standing().values()) == {None}
    hall.desk.groups(1, 2, name="Sprache")
    assert "Into this group?" in page(hall)
    assert hall.desk.does("move", 4, to=groups()[0].id, back="proposals")[0] == 303
    assert "sees nothing that belongs together" in page(hall)


def test_what_a_person_refused_is_not_proposed_again(hall: Hall) -> None:
    hall.is_told("Sprachkurse am Abend", "Mehr Sprachkurse am Abend", "Kita-Plätze")
    the_worker_reads()
    assert "Do these 2 cards belong together?" in page(hall)

    assert hall.desk.does("refuse", 1, 2)[0] == 303

    assert "belong together?</h2>" not in page(hall).partition("</h1>")[2]
    assert groups() == []


def test_covered_and_waiting_cards_are_proposed_to_nobody(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(embedding.SETTING, Mode.TFIDF)
    hall = open_hall(house, hidden=True)
    hall.is_told("Sprachkurse am Abend", "Mehr Sprachkurse am Abend")
    the_worker_reads()

    assert "Sprachkurse" not in page(hall)
    hall.desk.sends({"act": "reveal"})
    assert "Do these 2 cards belong together?" in page(hall)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", range(3))
def test_the_same_thought_in_many_languages_is_one_bundle(seed: int) -> None:
    """Twelve of the ideas that people translated, each in up to four languages, as cards of one wall."""
    if not IDEAS.exists():
        pytest.skip("the translated ideas are not beside this checkout")
    embedder = embedding.best_embedder()
    mode = mode_of(embedder.id)
    if mode is Mode.TFIDF:
        pytest.skip("no model on this machine reads across languages")
    rows = list(csv.DictReader(IDEAS.read_text(encoding="utf-8").splitlines()))
    chance = np.random.default_rng(seed)
    chosen = chance.choice(sorted({row["idea"] for row in rows}), 12, replace=False)
    languages = [
        sorted(chance.choice(["de", "tr", "ar", "uk", "en", "fa", "ru", "ti"], 4, replace=False)) for _ in chosen
    ]
    cards = [
        row
        for idea, spoken in zip(chosen, languages, strict=True)
        for row in rows
        if row["idea"] == idea and row["language"] in spoken
    ]
    vectors = embedding.calibrated(embedder).vectors([card["text"] for card in cards])
    kept = Kept(mode, np.arange(len(cards)), each_part_unit(vectors, mode))
    kept.measure()

    found = bundles(np.stack([kept.closeness(one) for one in kept.vectors]), SIMILAR_FROM[mode])

    pairs = [(one, other) for some in found for place, one in enumerate(some) for other in some[place + 1 :]]
    same = sum(cards[one]["idea"] == cards[other]["idea"] for one, other in pairs)
    all_same = sum(cards[one]["idea"] == cards[other]["idea"] for one in range(len(cards)) for other in range(one))
    assert same / len(pairs) >= 0.95
    assert same / all_same >= 0.75

"""LibreTranslate by its real HTTP API: as it should be, slow, ill, wrong, without end, and somewhere else."""

from collections.abc import Iterator

import pytest

from participation.languages import libretranslate, providers
from participation.languages.doubts import TranslatorAway, TranslatorTrouble, TranslatorWrong, Trouble
from participation.languages.libretranslate import LibreTranslate
from tests.languages.machine import WORDS, Machine, machine_on_the_loopback


@pytest.fixture
def machine() -> Iterator[Machine]:
    with machine_on_the_loopback() as found:
        yield found


def asked(machine: Machine, *, seconds: float = 10.0, key: str = "") -> LibreTranslate:
    return LibreTranslate(machine.address, key, seconds=seconds)


def trouble_of(machine: Machine, seconds: float = 10.0) -> tuple[str, Trouble]:
    with pytest.raises(TranslatorTrouble) as told:
        asked(machine, seconds=seconds).translate(["Mehr Bänke"], "de", "tr")
    return type(told.value).__name__, told.value.trouble


def test_texts_go_as_text_and_come_back_in_their_order(machine: Machine) -> None:
    found = asked(machine, key="geheim").translate(["Mehr Bänke", "Und <Bäume>"], "de", "tr")

    assert found == [f"{WORDS['tr']}: 10.", f"{WORDS['tr']}: 11."]
    assert machine.asked == [
        {"q": ["Mehr Bänke", "Und <Bäume>"], "source": "de", "target": "tr", "format": "text", "api_key": "geheim"}
    ]


def test_without_a_key_none_is_sent_and_it_is_asked_once_which_languages_it_knows(machine: Machine) -> None:
    libre = asked(machine)

    assert [libre.offers("de", to) for to in ("tr", "en", "so")] == [True, True, False]
    libre.translate(["Ja"], "de", "tr")

    assert "api_key" not in machine.asked[0]
    assert machine.paths == ["/languages", "/translate"]


@pytest.mark.parametrize(
    ("mood", "trouble"),
    [
        ("429", ("TranslatorAway", Trouble.BUSY)),
        ("500", ("TranslatorAway", Trouble.ILL)),
        ("503", ("TranslatorAway", Trouble.ILL)),
        ("403", ("TranslatorAway", Trouble.KEY)),
        ("400", ("TranslatorWrong", Trouble.REFUSED)),
        ("elsewhere", ("TranslatorAway", Trouble.ELSEWHERE)),
        ("gone", ("TranslatorAway", Trouble.BROKEN_OFF)),
        ("half", ("TranslatorAway", Trouble.BROKEN_OFF)),
        ("endless", ("TranslatorWrong", Trouble.TOO_LONG)),
        ("<html>It works!</html>", ("TranslatorWrong", Trouble.NO_ANSWER)),
        ("", ("TranslatorWrong", Trouble.NO_ANSWER)),
        ("[]", ("TranslatorWrong", Trouble.NO_ANSWER)),
        ('{"error": "no"}', ("TranslatorWrong", Trouble.NO_ANSWER)),
        ('{"translatedText": "Ja"}', ("TranslatorWrong", Trouble.NO_ANSWER)),
        ('{"translatedText": []}', ("TranslatorWrong", Trouble.NO_ANSWER)),
        ('{"translatedText": [null]}', ("TranslatorWrong", Trouble.NO_ANSWER)),
        ("[" * 100_000, ("TranslatorWrong", Trouble.NO_ANSWER)),
        ("\udcff".encode("utf-8", "surrogatepass").decode("latin-1"), ("TranslatorWrong", Trouble.NO_ANSWER)),
    ],
)
def test_a_machine_in_a_bad_mood_is_a_word_and_nothing_else(
    machine: Machine, mood: str, trouble: tuple[str, Trouble]
) -> None:
    machine.mood = mood

    assert trouble_of(machine) == trouble


@pytest.mark.parametrize("mood", ["slow", "dripping"])
def test_a_slow_machine_is_not_waited_for(machine: Machine, mood: str) -> None:
    machine.mood = mood

    assert trouble_of(machine, seconds=0.3) == ("TranslatorAway", Trouble.SLOW)


def test_a_machine_that_is_not_there_is_away() -> None:
    with machine_on_the_loopback() as machine:
        address = machine.address

    with pytest.raises(TranslatorAway) as told:
        LibreTranslate(address).translate(["Ja"], "de", "tr")

    assert told.value.trouble is Trouble.UNREACHABLE


def test_a_wrong_key_is_told(machine: Machine) -> None:
    machine.key = "geheim"

    assert trouble_of(machine) == ("TranslatorAway", Trouble.KEY)


def test_no_list_of_languages_is_no_list(machine: Machine) -> None:
    for answer in ({"error": "no"}, "de", None):
        with pytest.raises(TranslatorWrong):
            libretranslate.pairs_in(answer)
    assert libretranslate.pairs_in([{"code": "de"}, {"code": "en", "targets": ["de"]}, {"name": "x"}, 7]) == {
        "de": frozenset({"de", "en"}),
        "en": frozenset({"de"}),
    }


def test_our_name_of_a_language_becomes_theirs(machine: Machine) -> None:
    assert libretranslate.code("ku") == "kmr"
    assert libretranslate.code("tr") == "tr"


@pytest.mark.parametrize("address", ["https://libre.example", "libretranslate+https://libre.example/"])
def test_an_address_names_its_machine(address: str) -> None:
    found = providers.named(address, "")

    assert isinstance(found, LibreTranslate)
    assert (found.name, found.where, found.address) == ("LibreTranslate", "libre.example", "https://libre.example")


def test_no_address_is_no_machine_and_a_key_in_it_is_never_shown() -> None:
    assert providers.named("", "") is None
    found = providers.named("https://user:secret@libre.example:5000", "")
    assert found is not None
    assert found.where == "libre.example:5000"


@pytest.mark.parametrize("address", ["file:///etc/passwd", "libre.example", "deepl+https://x.example", "ftp://x"])
def test_an_address_that_nobody_can_mean_stops_the_start(address: str) -> None:
    with pytest.raises(ValueError, match="PARTICIPATION_TRANSLATOR_URL"):
        providers.named(address, "")

"""What a machine may answer, and what nobody gets to read."""

import pytest

from participation.languages.doubts import (
    TROUBLE_NAMES,
    TranslatorWrong,
    Trouble,
    checked,
    has_letters,
)
from participation.languages.recognition import by_statistics

ORIGINAL = "Parkta gölgede oturmak için daha çok bank olsun, özellikle yaşlılar ve çocuklar için."
GERMAN = "Im Park soll es mehr Bänke im Schatten geben, besonders für ältere Menschen und Kinder."


def doubt(answer: str, original: str = ORIGINAL, target: str = "de") -> Trouble | None:
    try:
        checked(answer, original, target, by_statistics)
    except TranslatorWrong as wrong:
        return wrong.trouble
    return None


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (GERMAN, None),
        (f"  {GERMAN}\r\n", None),
        ("", Trouble.EMPTY),
        (" \n\u200f\u2066", Trouble.EMPTY),
        (f"<p>{GERMAN}</p>", Trouble.MARKUP),
        (f"{GERMAN}<script>alert(1)</script>", Trouble.MARKUP),
        (f"{GERMAN} &lt;b&gt;", Trouble.MARKUP),
        (f"{GERMAN} &#39;", Trouble.MARKUP),
        (GERMAN * 6, Trouble.TOO_LONG),
        (ORIGINAL, Trouble.SAME),
        (ORIGINAL.upper(), Trouble.SAME),
        ("نريد المزيد من المقاعد في الحديقة", Trouble.LANGUAGE),
        ("Больше скамеек в парке", Trouble.LANGUAGE),
        ("There should be more benches in the shade of the park, for older people above all.", Trouble.LANGUAGE),
    ],
)
def test_an_answer_that_cannot_be_a_translation_is_refused(answer: str, trouble: Trouble | None) -> None:
    assert doubt(answer) is trouble


@pytest.mark.parametrize(
    ("original", "answer", "target"),
    [
        ("Sprachcafé", "Sprachcafé", "en"),  # a name stays a name
        ("🙂", "🙂", "tr"),
        ("Mehr <Bänke> bitte im Park", "Daha çok <Bänke> lütfen parkta", "tr"),  # the author wrote the signs
        ("أهلا Merhaba Привет zusammen", "Hallo, hallo, hallo zusammen", "de"),
        ("Kurse an der VHS Musterstadt wären gut", "دورات في VHS Musterstadt ستكون جيدة", "ar"),
        ("Mehr Bänke im Park", "በመናፈሻው ውስጥ ተጨማሪ ወንበሮች", "ti"),
        ("Mehr Bänke im Park", "Більше лавок у парку", "uk"),
    ],
)
def test_what_may_be_right_passes(original: str, answer: str, target: str) -> None:
    assert doubt(answer, original, target) is None


def test_nothing_longer_than_a_contribution_passes() -> None:
    assert doubt("a" * 5001, "b" * 5000) is Trouble.TOO_LONG


@pytest.mark.parametrize(("text", "there"), [("🙂", False), ("12 – 34", False), ("", False), ("ok", True), ("é", True)])
def test_one_emoji_is_not_sent_to_any_machine(text: str, there: bool) -> None:  # noqa: FBT001 - a column
    assert has_letters(text) is there


def test_every_trouble_has_a_sentence() -> None:
    assert set(TROUBLE_NAMES) == set(Trouble)

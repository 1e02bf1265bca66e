"""Recognising the language of what somebody wrote: own sentences, as residents write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.foundation.locales import OWN_NAMES, UNDETERMINED
from participation.languages.recognition import CANDIDATES, recognise
from participation.languages.rules import Guess, guess_language, language_by_script

SENTENCES = [
    ("de", "Der Bus sollte abends länger fahren, damit wir vom Kurs nach Hause kommen."),
    ("de", "Wir brauchen mehr Plätze in der Kita."),
    ("en", "The library should stay open on Sundays so that children can study there."),
    ("tr", "Çocuklarımız için okuldan sonra gidebilecekleri bir yer istiyoruz."),
    ("tr", "Otobüs durağına bir bank koyun lütfen."),
    ("ar", "نريد دورات لغة في المساء لأننا نعمل في النهار."),
    ("fa", "ما به مکانی برای گفتگو با همسایه‌ها نیاز داریم و کلاس زبان می‌خواهیم."),
    ("ckb", "پێویستمان بە کۆرسی زمان هەیە لە گەڕەکەکەماندا."),
    ("ps", "موږ د ماشومانو لپاره یو ځای غواړو چې لوبې پکې وکړي."),
    ("ur", "ہمیں شام کے وقت زبان کی کلاسیں چاہئیں۔"),
    ("uk", "Потрібно більше місць на мовних курсах для батьків із дітьми."),
    ("ru", "Мы хотели бы, чтобы объявления были и на русском языке."),
    ("bg", "Искаме повече места за игра близо до училището."),
    ("pl", "Chcielibyśmy, żeby urząd miał dłuższe godziny otwarcia w czwartki."),
    ("ro", "Am dori mai multe locuri la cursurile de limba germană."),
    ("ku", "Em kursên zimên yên êvarî dixwazin û cihekî ji bo zarokan."),
    ("fr", "Il faudrait une salle où les associations puissent se réunir le soir."),
    ("es", "Necesitamos más información sobre las escuelas en nuestro idioma."),
    ("it", "Vorremmo un parco giochi più vicino alle nostre case."),
    ("sq", "Ne duam më shumë kurse të gjuhës gjermane në mbrëmje."),
    ("hr", "Željeli bismo više klupa i drveća na trgu ispred škole."),
    ("ti", "ንቆልዑ መጻወቲ ቦታ የድልየና ኣሎ።"),
    ("so", "Waxaan rabnaa in maktabaddu furnaato maalinta Axadda si carruurtu wax u bartaan."),
    ("sr", "Желимо да библиотека буде отворена и викендом за децу."),
    ("sr", "Ђаци и љубитељи књига желе мирно место за учење."),
    ("pt", "Precisamos de mais informações sobre as escolas na nossa língua."),
    ("el", "Θέλουμε περισσότερα μαθήματα γερμανικών το βράδυ."),
    ("vi", "Chúng tôi muốn có thêm lớp học tiếng Đức vào buổi tối."),
    # a name or a word in another script says nothing, three scripts in one text are counted
    ("de", "Im Café غرناطة könnten sich alle treffen, die abends noch lernen wollen."),
    ("ar", "نريد أن يبقى Jugendzentrum مفتوحا في المساء لأن الشباب يحتاجون إلى مكان."),
    ("ru", "Мы хотели бы занятия в центре Müller (مركز) и вечером тоже."),
]


@pytest.mark.parametrize(
    ("language", "sentence"), SENTENCES, ids=[f"{lang}{i}" for i, (lang, _) in enumerate(SENTENCES)]
)
def test_a_sentence_is_recognised_whatever_the_page_speaks(language: str, sentence: str) -> None:
    other = "en" if language == "de" else "de"

    assert recognise(sentence, other) == Guess(language, sure=True)


@pytest.mark.parametrize("page", ["de", "tr", "ar"])
@pytest.mark.parametrize("typed", ["Park", "Mehr Bänke", "WLAN 5", "?", "👍 👍 👍 👍", "12 34 56 78"])
def test_below_three_words_the_language_of_the_page_counts_and_is_unsure(typed: str, page: str) -> None:
    assert recognise(typed, page) == Guess(page, sure=False)


def test_a_script_decides_also_one_word_but_is_not_sure() -> None:
    assert recognise("حديقة", "de") == Guess("ar", sure=False)
    assert recognise("ቦታ", "de") == Guess("ti", sure=False)


def test_every_language_that_may_be_answered_has_a_name() -> None:
    assert set(CANDIDATES) <= set(OWN_NAMES)


@given(st.text(max_size=300))
def test_whatever_is_typed_has_a_language_with_a_name(typed: str) -> None:
    assert recognise(typed, "de").language in {*OWN_NAMES, UNDETERMINED}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Mehr Bänke im Park", None),
        ("zarokên biçûk û êvarê", "ku"),
        ("être à la fenêtre", None),
        ("Kürtçe dersleri êvarê û", None),
        ("школа", None),
        ("місто і школа", "uk"),
        ("объявление", None),
        ("мы хотели бы", "ru"),
        ("Љубав и мир", "sr"),
        ("Đaci i učenici", None),
        ("Σχολείο", "el"),
        ("trường học", "vi"),
        ("不一样的学校", UNDETERMINED),
        ("їжа ы", None),
        ("مدرسة", "ar"),
        ("پارک", "fa"),
        ("گەڕەک", "ckb"),
        ("ښوونځی", "ps"),
        ("بچے", "ur"),
        ("ትምህርቲ", "ti"),
        ("", None),
    ],
)
def test_what_script_and_letters_betray(text: str, language: str | None) -> None:
    assert language_by_script(text) == language


def test_statistics_are_asked_only_where_the_script_leaves_it_open() -> None:
    asked: list[str] = []

    def statistics(text: str) -> str:
        asked.append(text)
        return "xx"

    guesses = [
        guess_language(text, page_language="de", statistics=statistics)
        for text in ("місто і школа", "zwei Worte", "drei ganze Worte")
    ]

    assert guesses == [Guess("uk", sure=True), Guess("de", sure=False), Guess("xx", sure=True)]
    assert asked == ["drei ganze Worte"]

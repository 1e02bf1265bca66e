from collections.abc import Mapping

from wtforms import Form, IntegerField, StringField, TextAreaField

from participation.answers.rules import (
    OFFICE_LIMIT,
    PLACE_LIMIT,
    TEXT_LIMIT,
    WHY_LIMIT,
    Incomplete,
    Outcome,
    Stage,
    Texts,
    Wording,
    known_original,
    known_reader,
    outcome,
    wording,
)
from participation.answers.waiting import Show, Sort, Wanted
from participation.foundation.locales import OWN_NAMES
from participation.foundation.messages import Refused
from participation.foundation.numbers import row_number
from participation.foundation.text import one_line, plain, tidy


class InLanguages(Form):
    """A form whose texts may come in any language we know, as `part_language`; its page offers some of them."""

    def typed(self, part: str) -> Texts:
        """Language -> what was typed, as it was typed."""
        return {lang: str(self[f"{part}_{lang}"].data or "") for lang in OWN_NAMES}

    def words(self, part: str, limit: int) -> tuple[Texts, dict[str, Refused]]:
        """Language -> clean words, without empty ones; and what is wrong: the place on the form -> why."""
        found: Texts = {}
        faults: dict[str, Refused] = {}
        for lang, typed in self.typed(part).items():
            if not tidy(typed):
                continue
            try:
                found[lang] = plain(typed, limit)
            except Refused as refused:
                faults[f"{part}-{lang}"] = refused
        return found, faults


class StageForm(InLanguages):
    stage = StringField()

    def outcome(self) -> Outcome:
        """Raises Incomplete, NoStage, WhyMissing."""
        why, wrong = self.words("why", WHY_LIMIT)
        place, wrong_place = self.words("place", PLACE_LIMIT)
        if wrong | wrong_place:
            raise Incomplete(wrong | wrong_place)
        return outcome(self.stage.data or "", why, {lang: " ".join(words.split()) for lang, words in place.items()})


class AnswerForm(InLanguages):
    """An official answer. act: preview, draft, publish, remove; see: in which language the preview is read."""

    act = StringField()
    see = StringField()
    original = StringField()
    office = StringField()
    once = StringField()
    revision = IntegerField()

    def wording(self, page_language: str) -> Wording:
        """Raises Incomplete with everything that is missing or wrong."""
        texts, faults = self.words("text", TEXT_LIMIT)
        office = ""
        if tidy(self.office.data or ""):
            try:
                office = one_line(self.office.data or "", OFFICE_LIMIT)
            except Refused as refused:
                faults["office"] = refused
        try:
            whole = wording(self.writes_in(page_language), texts, office)
        except Incomplete as incomplete:
            raise Incomplete({**incomplete.faults, **faults}) from None
        if faults:
            raise Incomplete(faults)
        return whole

    def writes_in(self, page_language: str) -> str:
        return known_original(self.original.data or "", page_language)

    def reads_in(self, page_language: str) -> str:
        """The language of the preview."""
        return known_reader(self.see.data or "", page_language)

    def seen(self) -> int:
        return row_number(self.revision.data)


for _lang in OWN_NAMES:
    for _part in ("why", "place"):
        setattr(StageForm, f"{_part}_{_lang}", TextAreaField())
    setattr(AnswerForm, f"text_{_lang}", TextAreaField())


def texts(part: str, said: Mapping[str, str]) -> dict[str, str]:
    """Stored texts as the form's fields: `text_de` and so on."""
    return {f"{part}_{lang}": words for lang, words in said.items() if lang in OWN_NAMES}


class ListForm(Form):
    """Which ideas of the desk's list, from the address; what is unknown is ignored."""

    show = StringField()
    sort = StringField()
    collection = StringField()
    field = StringField()
    stage = StringField()
    page = StringField()

    def wanted(self) -> Wanted:
        stage = self.stage.data or ""
        return Wanted(
            show=Show.ANSWERED if self.show.data == Show.ANSWERED else Show.WAITING,
            sort=Sort.LONGEST if self.sort.data == Sort.LONGEST else Sort.SUPPORT,
            collection=(self.collection.data or "")[:60],
            field_key=(self.field.data or "")[:60],
            stage=Stage(stage) if stage in set(Stage) - {Stage.RECEIVED} else None,
            page=row_number(self.page.data or "1"),
        )

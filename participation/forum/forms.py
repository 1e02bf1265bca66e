from datetime import date, time

from wtforms import Form, SelectMultipleField, StringField, TextAreaField

from participation.forum.planning import Frame, Plan
from participation.forum.podium import Guest
from participation.forum.rules import (
    LONGEST_NAME,
    LONGEST_ROOM,
    LONGEST_TEXT,
    LONGEST_TITLE,
    LONGEST_WORDS,
    MOST_GUESTS,
    MOST_ROOMS,
    PartKind,
    Span,
    WrongTimes,
    span_of,
)
from participation.foundation import clock
from participation.foundation.locales import OWN_NAMES, WRITTEN
from participation.foundation.numbers import row_number
from participation.foundation.text import NothingSaid, one_line, plain
from participation.languages.hearing import Written
from participation.sessions.forms import QuestionForm


def day_in(typed: object) -> date:
    """Raises WrongTimes."""
    try:
        return date.fromisoformat(str(typed or "").strip())
    except ValueError as wrong:
        raise WrongTimes from wrong


def hour_in(typed: object) -> time:
    """Raises WrongTimes."""
    try:
        found = time.fromisoformat(str(typed or "").strip())
    except ValueError as wrong:
        raise WrongTimes from wrong
    if found.tzinfo is not None:
        raise WrongTimes
    return found.replace(second=0, microsecond=0)


def optional_line(typed: object, limit: int) -> str:
    """Raises TooLong."""
    words = str(typed or "").strip()
    return one_line(words, limit) if words else ""


class TextsForm(Form):
    """Texts in every language the town writes in: `title_de`, `title_tr`. revision: what somebody saw."""

    revision = StringField()

    def texts(self, name: str, limit: int, *, line: bool = False) -> dict[str, str]:
        """By language, without those that are empty. Raises TooLong."""
        typed = {lang: str(self[f"{name}_{lang}"].data or "") for lang in WRITTEN}
        tidy = one_line if line else plain
        return {lang: tidy(words, limit) for lang, words in typed.items() if words.strip()}

    def title(self) -> dict[str, str]:
        """Raises NothingSaid without any, TooLong."""
        found = self.texts("title", LONGEST_TITLE, line=True)
        if not found:
            raise NothingSaid
        return found

    def seen(self) -> int:
        return row_number(self.revision.data)


class ForumForm(TextsForm):
    day = StringField()

    def frame(self) -> Frame:
        """Raises NothingSaid, TooLong, WrongTimes."""
        return Frame(
            title=self.title(),
            day=day_in(self.day.data),
            text=self.texts("text", LONGEST_WORDS),
            place=self.texts("place", LONGEST_TITLE, line=True),
        )


class PartForm(TextsForm):
    kind = StringField()
    day = StringField()
    begins = StringField()
    ends = StringField()
    room = StringField()
    interpreters = SelectMultipleField(validate_choice=False)
    lead = StringField()

    def span(self) -> Span:
        """Raises WrongTimes, NoSuchHour."""
        hours = hour_in(self.begins.data), hour_in(self.ends.data)
        return span_of(day_in(self.day.data), *hours, clock.TOWN_HALL)

    def plan(self) -> Plan:
        """Raises NothingSaid, TooLong, WrongTimes, NoSuchHour."""
        kind, room = str(self.kind.data or ""), str(self.room.data or "")
        return Plan(
            title=self.title(),
            span=self.span(),
            kind=PartKind(kind) if kind in set(PartKind) else PartKind.WORKSHOP,
            text=self.texts("text", LONGEST_TEXT),
            room=row_number(room) if room else None,
            interpreters=tuple(one for one in dict.fromkeys(self.interpreters.data or ()) if one in OWN_NAMES),
            lead=optional_line(self.lead.data, LONGEST_NAME),
        )


for _lang in WRITTEN:
    for _form in (ForumForm, PartForm):
        setattr(_form, f"title_{_lang}", StringField())
        setattr(_form, f"text_{_lang}", TextAreaField())
    setattr(ForumForm, f"place_{_lang}", StringField())


class ActForm(Form):
    """A button of the desk. one: `id:revision` of results that are let through, as often as there are any."""

    act = StringField()
    rooms = TextAreaField()
    room = StringField()
    name = StringField()
    part = StringField()
    pattern = StringField()
    revision = StringField()
    one = SelectMultipleField(validate_choice=False)

    def other(self) -> str:
        """The other part of a swap."""
        return str(self.part.data or "").partition(":")[0]

    def other_seen(self) -> int:
        return row_number(str(self.part.data or "").partition(":")[2])

    def room_names(self) -> list[str]:
        """One a line. Raises TooLong."""
        lines = [line for line in str(self.rooms.data or "").splitlines() if line.strip()]
        return [one_line(line, LONGEST_ROOM) for line in lines[: MOST_ROOMS + 1]]

    def room_id(self) -> int:
        return row_number(self.room.data)

    def room_name(self) -> str:
        """Raises NothingSaid, TooLong."""
        return one_line(str(self.name.data or ""), LONGEST_ROOM)

    def seen(self) -> int:
        return row_number(self.revision.data)

    def picked(self) -> list[tuple[int, int]]:
        """What can be none is left out."""
        pairs = [str(one).partition(":") for one in self.one.data or ()]
        found = [(row_number(about), row_number(revision)) for about, _, revision in pairs]
        return [(about, revision) for about, revision in found if about >= 0]


class ResultForm(Form):
    text = TextAreaField()
    language = StringField()
    once = StringField()

    def written(self, page_language: str) -> Written:
        return Written(
            str(self.text.data or ""), str(self.language.data or ""), page_language, str(self.once.data or "")
        )


class GuestsForm(Form):
    """Who sits on a podium, one a line: `name; role; organisation`."""

    guests = TextAreaField()
    revision = StringField()

    def seen(self) -> int:
        return row_number(self.revision.data)

    def people(self) -> list[Guest]:
        """Raises TooLong, NothingSaid for a line without a name."""
        lines = [line for line in str(self.guests.data or "").splitlines() if line.strip()]
        return [guest_in(line) for line in lines[: MOST_GUESTS + 1]]


def guest_in(line: str) -> Guest:
    """Between them stands ";", or "؛" as keyboards for Arabic and Persian type it. Raises TooLong, NothingSaid."""
    name, role, organisation = [*line.replace("؛", ";").split(";", 2), "", ""][:3]
    return Guest(
        one_line(name, LONGEST_NAME), optional_line(role, LONGEST_NAME), optional_line(organisation, LONGEST_NAME)
    )


class PodiumForm(QuestionForm, GuestsForm):
    """A new podium: its title, its time, and who sits there."""

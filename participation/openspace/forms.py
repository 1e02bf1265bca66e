from collections.abc import Mapping
from datetime import date, datetime, timedelta

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Form, SelectMultipleField, StringField, TextAreaField

from participation.foundation import clock
from participation.foundation.numbers import row_number
from participation.foundation.text import one_line
from participation.languages.hearing import Written
from participation.openspace.rules import (
    LONGEST_MINUTES,
    LONGEST_NAME,
    LONGEST_ROOM,
    MOST_SLOTS,
    NoDay,
    NothingChosen,
    NoTime,
    Part,
    Span,
    TooManyPlaces,
    rounds,
)
from participation.openspace.service import Agreed, Concern


class TopicForm(Form):
    """A concern, by whoever brings it or whoever writes it down for them."""

    text = TextAreaField()
    language = StringField()
    host = StringField()
    tongues = SelectMultipleField(validate_choice=False)
    needs_interpreter = BooleanField()
    once = StringField()

    def concern(self, page_language: str) -> Concern:
        return Concern(
            Written(self.text.data or "", str(self.language.data or ""), page_language, str(self.once.data or "")),
            str(self.host.data or ""),
            tuple(str(one) for one in self.tongues.data or ()),
            bool(self.needs_interpreter.data),
        )


class ReportForm(Form):
    """A report of a group. Beside its parts a photo may come, with what can be seen on it."""

    said = TextAreaField()
    results = TextAreaField()
    next = TextAreaField()
    people = TextAreaField()
    language = StringField()
    photo_description = StringField()
    for_others = BooleanField()
    once = StringField()

    def parts(self) -> Mapping[Part, str]:
        return {part: str(self[part.value].data or "") for part in Part}


class ActionForm(Form):
    """What somebody will do. due: a day as browsers send it."""

    text = TextAreaField()
    who = StringField()
    due = StringField()
    topic = StringField()
    language = StringField()
    for_others = BooleanField()
    once = StringField()

    def agreed(self, page_language: str) -> Agreed:
        """Raises NoDay."""
        written = Written(self.text.data or "", str(self.language.data or ""), page_language, str(self.once.data or ""))
        topic = str(self.topic.data or "")
        return Agreed(written, str(self.who.data or ""), self.day(), row_number(topic) if topic else None)

    def day(self) -> date | None:
        typed = str(self.due.data or "").strip()
        try:
            return date.fromisoformat(typed) if typed else None
        except ValueError as wrong:
            raise NoDay from wrong


class PlacesForm(Form):
    """Places, one in a line; times: the first beginning, how long, how many, with a break between two."""

    rooms = TextAreaField()
    day = StringField()
    hour = StringField()
    minutes = StringField()
    pause = StringField()
    count = StringField()

    def names(self) -> list[str]:
        """Raises TooLong."""
        lines = [line.strip() for line in str(self.rooms.data or "").split("\n")]
        return list(dict.fromkeys(one_line(line, LONGEST_ROOM) for line in lines if line))

    def spans(self) -> list[Span]:
        """Empty where nothing was said about times. Raises NoTime, TooManyPlaces."""
        hour = str(self.hour.data or "").strip()
        if not hour:
            return []
        minutes, pause, count = (self.number(name) for name in ("minutes", "pause", "count"))
        try:
            begin = datetime.fromisoformat(f"{self.date_typed()}T{hour}")
        except ValueError as wrong:
            raise NoTime from wrong
        if begin.tzinfo is not None or not 1 <= minutes <= LONGEST_MINUTES or not 0 <= pause <= LONGEST_MINUTES:
            raise NoTime
        if count < 1:
            raise NoTime
        if count > MOST_SLOTS:
            raise TooManyPlaces(limit=MOST_SLOTS)
        try:
            return rounds(begin.replace(tzinfo=clock.TOWN_HALL), minutes, pause, count)
        except OverflowError as wrong:  # the last day there is
            raise NoTime from wrong

    def date_typed(self) -> str:
        return str(self.day.data or "").strip() or today()

    def number(self, name: str) -> int:
        typed = str(self[name].data or "").strip()
        return row_number(typed) if typed else 0


def today() -> str:
    """As browsers write it."""
    return clock.local(clock.now()).date().isoformat()


def next_hour() -> str:
    """When a first round could begin."""
    later = clock.local(clock.now() + timedelta(hours=1))
    return f"{later.hour:02}:00"


class MarketForm(Form):
    """One act on a marketplace. topic: `id:revision`; to: where it goes, also within `act`, as `place:slot:room`."""

    act = StringField()
    kind = StringField()
    one = SelectMultipleField(validate_choice=False)
    topic = StringField()
    to = StringField()
    other = StringField()
    room = StringField()
    slot = StringField()
    name = StringField()
    interpreter = StringField()
    text = StringField()

    def __init__(self, sent: "MultiDict[str, str]") -> None:
        super().__init__(sent)

    def picked(self) -> list[tuple[int, int]]:
        """Each once, with the revision that was seen; what can be none is left out."""
        pairs = [seen_in(str(one)) for one in self.one.data or ()]
        return [(one, revision) for one, revision in dict(pairs).items() if one >= 0]

    def chosen(self) -> tuple[int, int]:
        """The concern with its revision. Raises NothingChosen."""
        if not self.topic.data:
            raise NothingChosen
        return seen_in(str(self.topic.data))

    def verb(self) -> str:
        return str(self.act.data or "").partition(":")[0]

    def place(self) -> tuple[int, int]:
        """(slot, room), or another concern with its revision, as the button says it; -1 where it can be none."""
        return seen_in(str(self.to.data or "") or str(self.act.data or "").partition(":")[2])

    def number(self, name: str) -> int:
        return row_number(self[name].data)

    def clean(self, name: str) -> str:
        """A name, "" for none. Raises TooLong."""
        typed = str(self[name].data or "").strip()
        return one_line(typed, LONGEST_NAME) if typed else ""

    def room_name(self) -> str:
        """Raises NothingSaid, TooLong."""
        return one_line(str(self.name.data or ""), LONGEST_ROOM)


def seen_in(said: str) -> tuple[int, int]:
    """`12:3` as (12, 3)."""
    first, _, second = said.partition(":")
    return row_number(first), row_number(second)

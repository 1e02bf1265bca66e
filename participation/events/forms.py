from datetime import datetime, timedelta

from wtforms import BooleanField, Form, SelectMultipleField, StringField, TextAreaField

from participation.events.planning import Plan, Span
from participation.events.registering import Opinion, Wish
from participation.events.rules import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_CHILDREN,
    MOST_DATES,
    MOST_GROUPS,
    MOST_PLACES,
    MOST_STARS,
    EventKind,
    InThePast,
    NoPlaces,
    TooManyDates,
    WrongTimes,
)
from participation.foundation import clock
from participation.foundation.locales import OWN_NAMES, WRITTEN
from participation.foundation.numbers import row_number
from participation.foundation.text import NothingSaid, one_line, plain

TEXTS = ("title", "text", "place", "way", "access", "bring")
ON_ONE_LINE = {"title", "place"}


def number_in(typed: object, most: int) -> int | None:
    """A whole number from 1 to `most`, None for anything else."""
    words = str(typed or "").strip()
    good = words.isascii() and words.isdigit() and len(words) <= 5 and 1 <= int(words) <= most
    return int(words) if good else None


def places_in(typed: object) -> int | None:
    """None for nothing. Raises NoPlaces."""
    if not str(typed or "").strip():
        return None
    found = number_in(typed, MOST_PLACES)
    if found is None:
        raise NoPlaces(most=MOST_PLACES)
    return found


def local_moment(day: str, hour: str) -> datetime:
    """What somebody typed as a day and a time of the town. Raises WrongTimes."""
    try:
        typed = datetime.fromisoformat(f"{day.strip()}T{hour.strip()}")
    except ValueError as wrong:
        raise WrongTimes from wrong
    if typed.tzinfo is not None:
        raise WrongTimes
    return typed.replace(tzinfo=clock.TOWN_HALL)


class EventForm(Form):
    """An event; its texts in every language the town writes in. repeats: how many dates, each so many weeks later."""

    kind = StringField()
    day = StringField()
    begins = StringField()
    ends = StringField()
    last_day = StringField()
    places = StringField()
    childcare = BooleanField()
    interpreters = SelectMultipleField(validate_choice=False)
    repeats = StringField()
    weeks = StringField()

    def texts(self, name: str) -> dict[str, str]:
        """By language, without those that are empty. Raises TooLong."""
        tidy, limit = (one_line, LONGEST_TITLE) if name in ON_ONE_LINE else (plain, LONGEST_TEXT)
        typed = {lang: str(self[f"{name}_{lang}"].data or "") for lang in WRITTEN}
        return {lang: tidy(words, limit) for lang, words in typed.items() if words.strip()}

    def plan(self) -> Plan:
        """Raises NothingSaid without a title, TooLong, NoPlaces."""
        found = {name: self.texts(name) for name in TEXTS}
        if not found["title"]:
            raise NothingSaid
        kind = str(self.kind.data or "")
        return Plan(
            kind=EventKind(kind) if kind in set(EventKind) else EventKind.EVENT,
            childcare=bool(self.childcare.data),
            interpreters=tuple(one for one in dict.fromkeys(self.interpreters.data or ()) if one in OWN_NAMES),
            places=places_in(self.places.data),
            **found,
        )

    def when(self) -> Span:
        """Raises WrongTimes."""
        day = str(self.day.data or "")
        starts = local_moment(day, str(self.begins.data or ""))
        ends = local_moment(str(self.last_day.data or "") or day, str(self.ends.data or ""))
        if ends <= starts:
            raise WrongTimes
        if ends <= clock.now():
            raise InThePast
        return starts, ends

    def dates(self) -> list[Span]:
        """Every date of the series, at the same time of the day. Raises WrongTimes, TooManyDates."""
        starts, ends = self.when()
        typed = str(self.repeats.data or "").strip()
        count = number_in(typed, MOST_DATES) if typed else 1
        if count is None:
            raise TooManyDates(most=MOST_DATES)
        weeks = number_in(self.weeks.data, 52) or 1
        steps = [timedelta(weeks=weeks * number) for number in range(count)]
        try:
            return [(starts + step, ends + step) for step in steps]
        except OverflowError as wrong:  # the last day there is
            raise WrongTimes from wrong


for _name in TEXTS:
    for _lang in WRITTEN:
        _field = StringField() if _name in ON_ONE_LINE else TextAreaField()
        setattr(EventForm, f"{_name}_{_lang}", _field)


class GroupsForm(Form):
    """Places for groups, one a line: `20 Vereine`, in the language of the desk."""

    lines = TextAreaField()

    def groups(self, lang: str) -> list[tuple[dict[str, str], int]]:
        """Raises NoPlaces, NothingSaid, TooLong."""
        found = []
        for line in [one for one in str(self.lines.data or "").splitlines() if one.strip()][: MOST_GROUPS + 1]:
            count, _, name = line.strip().partition(" ")
            places = number_in(count, MOST_PLACES)
            if places is None:
                raise NoPlaces(most=MOST_PLACES)
            found.append(({lang: one_line(name, LONGEST_TITLE)}, places))
        return found


class RegisterForm(Form):
    name = StringField()
    address = StringField()
    group = StringField()
    interpreter = StringField()
    children = StringField()
    needs = StringField()

    def wish(self, language: str, site: str) -> Wish:
        group = str(self.group.data or "")
        return Wish(
            name=str(self.name.data or ""),
            language=language,
            group=row_number(group) if group else None,
            address=str(self.address.data or ""),
            site=site,
            interpreter=str(self.interpreter.data or ""),
            children=number_in(self.children.data, MOST_CHILDREN) or 0,
            needs=str(self.needs.data or ""),
        )


class FeedbackForm(Form):
    stars = StringField()
    good = TextAreaField()
    better = TextAreaField()
    once = StringField()

    def opinion(self, page_language: str) -> Opinion:
        return Opinion(
            number_in(self.stars.data, MOST_STARS) or 0,
            str(self.good.data or ""),
            str(self.better.data or ""),
            page_language,
            str(self.once.data or ""),
        )

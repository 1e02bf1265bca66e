from datetime import date

from wtforms import Form, SelectMultipleField, StringField, TextAreaField

from participation.foundation import clock
from participation.foundation.locales import known_language
from participation.foundation.numbers import row_number
from participation.foundation.text import NothingSaid, one_line, plain
from participation.interviews.coding import Marked
from participation.interviews.models import Code
from participation.interviews.rules import (
    LONGEST_CODE,
    LONGEST_CONTACT,
    LONGEST_FACTS,
    LONGEST_MEANING,
    LONGEST_NAME,
    LONGEST_PAGE,
    LONGEST_TITLE,
    Agreed,
    How,
    NoDay,
    NothingAgreed,
    SourceKind,
    link_in,
)
from participation.interviews.sealing import Who
from participation.interviews.service import Given, Plan

LONGEST_YEAR = 4


FIRST_YEAR, LAST_YEAR = 1900, 2200  # of anything that was held, published or agreed


def day_in(typed: object) -> date | None:
    """None for nothing. Raises NoDay."""
    words = str(typed or "").strip()
    try:
        day = date.fromisoformat(words) if words else None
    except ValueError as wrong:
        raise NoDay from wrong
    if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise NoDay
    return day


def line_in(typed: object, limit: int) -> str:
    """Nothing stays nothing. Raises TooLong."""
    try:
        return one_line(str(typed or ""), limit)
    except NothingSaid:
        return ""


def numbers_in(typed: object) -> tuple[int, ...]:
    return tuple(row_number(str(one)) for one in typed) if isinstance(typed, list | tuple) else ()


class SourceForm(Form):
    """A source. kind is read where a new one is planned."""

    kind = StringField()
    title = StringField()
    language = StringField()
    held_on = StringField()
    led_by = StringField()
    place = StringField()
    publisher = StringField()
    year = StringField()
    link = StringField()

    def plan(self, lang: str, kind: SourceKind | None = None) -> Plan:
        """lang: where none was chosen. Raises NothingSaid without a title, TooLong, NoDay, NoLink."""
        chosen = str(self.kind.data or "")
        year = line_in(self.year.data, LONGEST_YEAR)
        return Plan(
            title=one_line(str(self.title.data or ""), LONGEST_TITLE),
            kind=kind or (SourceKind(chosen) if chosen in set(SourceKind) else SourceKind.INTERVIEW),
            language=known_language(str(self.language.data or "")) or lang,
            held_on=day_in(self.held_on.data),
            led_by=line_in(self.led_by.data, LONGEST_NAME),
            place=line_in(self.place.data, LONGEST_TITLE),
            publisher=line_in(self.publisher.data, LONGEST_TITLE),
            year=year if year.isascii() and year.isdigit() else "",
            link=link_in(str(self.link.data or "")),
        )


class ConsentForm(Form):
    person = StringField()
    agreed = SelectMultipleField(validate_choice=False)
    how = StringField()
    given_on = StringField()
    kept_until = StringField()

    def given(self) -> Given:
        """Raises NothingAgreed, NoDay. Without a day it is that of today."""
        how = str(self.how.data or "")
        if how not in set(How):
            raise NothingAgreed
        return Given(
            how=How(how),
            given_on=day_in(self.given_on.data) or clock.local(clock.now()).date(),
            person=row_number(str(self.person.data or "")),
            agreed=frozenset(Agreed(one) for one in self.agreed.data or () if one in set(Agreed)),
            kept_until=self.day_ahead(),
        )

    def day_ahead(self) -> date | None:
        """Until when the text may be kept; one that is over would empty it at once. Raises NoDay."""
        day = day_in(self.kept_until.data)
        if day is not None and day < clock.local(clock.now()).date():
            raise NoDay
        return day


class PersonForm(Form):
    person = StringField()
    facts = StringField()
    name = StringField()
    contact = StringField()

    @property
    def number(self) -> int:
        return row_number(str(self.person.data or ""))

    def coarse(self) -> str:
        """Raises TooLong."""
        return line_in(self.facts.data, LONGEST_FACTS)

    def who(self) -> Who:
        """Raises TooLong."""
        return Who(line_in(self.name.data, LONGEST_NAME), line_in(self.contact.data, LONGEST_CONTACT))


class MarkForm(Form):
    """first, last: words of a paragraph, as they are numbered there."""

    first = StringField()
    last = StringField()
    codes = SelectMultipleField(validate_choice=False)
    page = StringField()
    seen = StringField()

    def marked(self, paragraph: int) -> Marked:
        """Raises TooLong."""
        return Marked(
            paragraph,
            row_number(str(self.first.data or "")),
            row_number(str(self.last.data or "")),
            numbers_in(self.codes.data),
            row_number(str(self.seen.data or "")),
            line_in(self.page.data, LONGEST_PAGE),
        )


class CodeForm(Form):
    name = StringField()
    meaning = TextAreaField()
    field = StringField()

    def code(self, lang: str) -> Code:
        """Raises NothingSaid without a name, TooLong."""
        meaning, field = str(self.meaning.data or ""), str(self.field.data or "")
        return Code(
            name=one_line(str(self.name.data or ""), LONGEST_CODE),
            meaning=plain(meaning, LONGEST_MEANING) if meaning.strip() else "",
            language=lang,
            field_id=row_number(field) if field else None,
        )

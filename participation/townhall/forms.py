from datetime import date, datetime, time, timedelta

from wtforms import Form, IntegerField, StringField, TextAreaField

from participation.foundation.clock import TOWN_HALL
from participation.foundation.locales import WRITTEN
from participation.foundation.numbers import row_number
from participation.foundation.text import one_line
from participation.townhall.queries import Wanted
from participation.townhall.rules import (
    NAME_LIMIT,
    PageKind,
    chosen_hue,
    day_named,
    mail_address,
    phone_number,
    video_address,
)
from participation.townhall.service import House, Text
from participation.townhall.wording import AREAS
from participation.townhall.written import page_text


class HouseForm(Form):
    """Name, colour, contact. example: the button of a colour; hue: the number beside it; shown: what it began with."""

    name = StringField()
    example = StringField()
    hue = StringField()
    shown = IntegerField()
    email = StringField()
    phone = StringField()
    revision = IntegerField()

    def house(self) -> House:
        """Raises NothingSaid, TooLong, NoSuchHue, NoMailAddress, NoPhoneNumber."""
        return House(
            name=one_line(self.name.data or "", NAME_LIMIT),
            hue=chosen_hue(self.example.data or "", self.hue.data or "", row_number(self.shown.data)),
            email=mail_address(self.email.data or ""),
            phone=phone_number(self.phone.data or ""),
        )

    def seen(self) -> int:
        return row_number(self.revision.data)


class PageForm(Form):
    """A page in the languages of the interface. act: keep, preview, draft."""

    act = StringField()
    as_of = StringField()
    video = StringField()
    revision = IntegerField()

    def typed(self) -> dict[str, str]:
        """Language -> what was typed, as it was typed."""
        return {lang: str(self[f"text_{lang}"].data or "") for lang in WRITTEN}

    def texts(self) -> dict[str, str]:
        """Without the empty ones. Raises TooLong, TooTangled."""
        tidied = {lang: page_text(typed) for lang, typed in self.typed().items()}
        return {lang: text for lang, text in tidied.items() if text}

    def text(self, kind: PageKind) -> Text:
        """Raises TooLong, TooTangled, NoSuchDay, NoVideoAddress."""
        return Text(
            texts=self.texts(),
            as_of=day_named(self.as_of.data or "") if kind is PageKind.ACCESSIBILITY else None,
            video=video_address(self.video.data or "") if kind is PageKind.SIGNS else "",
        )

    def seen(self) -> int:
        return row_number(self.revision.data)


for _lang in WRITTEN:
    setattr(PageForm, f"text_{_lang}", TextAreaField())


class LogForm(Form):
    """Which entries of the log, from the address. since, until: days of the town hall's calendar, both included."""

    who = StringField()
    area = StringField()
    since = StringField()
    until = StringField()
    before = StringField()

    def wanted(self) -> Wanted:
        """Raises NoSuchDay."""
        since, until = day_named(self.since.data or ""), day_named(self.until.data or "")
        before = row_number(self.before.data)
        return Wanted(
            actor=(self.who.data or "")[:80],
            area=self.area.data if self.area.data in AREAS else "",
            since=midnight(since) if since else None,
            until=midnight(until + timedelta(days=1)) if until else None,
            before=before if before >= 0 else None,
        )

    def filters(self) -> dict[str, str]:
        """What is asked for, for the links to the next page and to the file."""
        fields = {"who": self.who, "area": self.area, "since": self.since, "until": self.until}
        return {name: field.data for name, field in fields.items() if field.data}


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), TOWN_HALL)

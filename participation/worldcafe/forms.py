from typing import TYPE_CHECKING

from wtforms import Form, SelectMultipleField, StringField, TextAreaField

from participation.foundation.locales import WRITTEN
from participation.foundation.numbers import row_number
from participation.foundation.text import one_line
from participation.languages.hearing import Written
from participation.sessions.rules import LONGEST_HEADLINE
from participation.sessions.timing import planned
from participation.worldcafe.planning import Wanted
from participation.worldcafe.rules import LONGEST_PLACE, MOST_ROUNDS

if TYPE_CHECKING:
    from collections.abc import Mapping


class NoteForm(Form):
    """What was said at a table. table, round: for whoever writes it down from a tablecloth."""

    text = TextAreaField()
    language = StringField()
    once = StringField()
    table = StringField()
    round = StringField()

    def written(self, page_language: str) -> Written:
        return Written(self.text.data or "", str(self.language.data or ""), page_language, str(self.once.data or ""))

    def number(self, name: str) -> int:
        return row_number(str(self[name].data or ""))


class PartForm(Form):
    """What a phone says about itself. act: what its button says; table: of which it wants to be the host."""

    act = StringField()
    languages = SelectMultipleField(validate_choice=False)
    said = StringField()
    table = StringField()

    def tongues(self) -> list[str] | None:
        """None where nothing was said about languages: an empty list of a press that means something else."""
        found = [str(one) for one in self.languages.data or ()]
        return found if found or self.said.data else None

    def table_number(self) -> int:
        return row_number(str(self.table.data or ""))


class CafeForm(Form):
    """A new café: how many tables and people, and a question for each round, which stand in `sent` by their names."""

    tables = StringField()
    people = StringField()
    minutes = StringField()
    places = TextAreaField()

    def wanted(self, sent: "Mapping[str, str]") -> Wanted:
        """Raises TooLong, NotSoManyMinutes."""
        return Wanted(
            questions=questions_in(sent),
            tables=max(0, number_in(self.tables.data)),
            people=number_in(self.people.data),
            minutes=planned(str(self.minutes.data or "")),
            places=self.names(),
        )

    def names(self) -> list[str]:
        """One in a line; an empty line leaves a table without a place. Raises TooLong."""
        lines = [line.strip() for line in str(self.places.data or "").strip().split("\n")]
        return [one_line(line, LONGEST_PLACE) if line else "" for line in lines]


def number_in(typed: object) -> int:
    words = str(typed or "").strip()
    return row_number(words) if words else 0


def questions_in(sent: "Mapping[str, str]") -> list[dict[str, str]]:
    """One for each round that has any words. Raises TooLong."""
    rounds = []
    for number in range(1, MOST_ROUNDS + 1):
        typed = {lang: sent.get(f"question_{number}_{lang}", "").strip() for lang in WRITTEN}
        said = {lang: one_line(words, LONGEST_HEADLINE) for lang, words in typed.items() if words}
        if said:
            rounds.append(said)
    return rounds


class ActForm(Form):
    """A button of the desk. act: may carry the table it is about as `act:4`; one: notes as `id:revision`."""

    act = StringField()
    one = SelectMultipleField(validate_choice=False)
    table = StringField()
    guest = StringField()
    count = StringField()
    place = StringField()

    def verb(self) -> str:
        return str(self.act.data or "").partition(":")[0]

    def number(self, name: str) -> int:
        return row_number(str(self[name].data or "").strip())

    def table_number(self) -> int:
        within = str(self.act.data or "").partition(":")[2]
        return row_number(within) if within else self.number("table")

    def guest_number(self) -> int | None:
        return self.number("guest") if str(self.guest.data or "").strip() else None

    def where(self) -> str:
        """Raises TooLong."""
        typed = str(self.place.data or "").strip()
        return one_line(typed, LONGEST_PLACE) if typed else ""

    def picked(self) -> list[tuple[int, int]]:
        """Each note once, with the revision that was seen; what can be none is left out."""
        pairs = [str(one).partition(":") for one in self.one.data or ()]
        found = {row_number(note): row_number(revision) for note, _, revision in pairs}
        return [(note, revision) for note, revision in found.items() if note >= 0]

from wtforms import Form, IntegerField, StringField, TextAreaField

from participation.foundation.locales import OWN_NAMES, known_language
from participation.foundation.messages import Refused
from participation.foundation.numbers import row_number
from participation.foundation.text import one_line, plain, tidy
from participation.languages.hits import NOTE_LIMIT, TERM_LIMIT
from participation.languages.service import Rendering
from participation.languages.vouching import TITLE_LIMIT, Seen, seen_from
from participation.languages.waiting import Wanted


class ListForm(Form):
    """Which texts of the list, from the address."""

    to = StringField()
    source = StringField()
    show = StringField()
    page = StringField()

    def wanted(self, lang: str, *, unread: bool) -> Wanted:
        """lang: the reader's language, in which they probably translate. What is unknown is passed over."""
        return Wanted(
            to=known_language(self.to.data or "") or lang,
            source=known_language(self.source.data or "") or "",
            done=self.show.data == "done",
            unread=unread,
            page=max(1, row_number(self.page.data)),
        )


class RenderingForm(Form):
    """act: draft, approve, take_over, take_back."""

    act = StringField()
    title = StringField()
    text = TextAreaField()
    seen = StringField()

    def rendering(self) -> Rendering:
        """Raises NothingSaid, TooLong."""
        typed = self.title.data or ""
        return Rendering(plain(self.text.data or ""), one_line(typed, TITLE_LIMIT) if tidy(typed) else "")

    def seen_by(self) -> Seen:
        return seen_from(self.seen.data or "")


class TermForm(Form):
    """A term in each language we have a name for. act: keep, remove."""

    act = StringField()
    note = StringField()
    revision = IntegerField()

    def typed(self) -> dict[str, str]:
        """Language -> what was typed, as it was typed."""
        return {lang: str(self[f"term_{lang}"].data or "") for lang in OWN_NAMES}

    def texts(self) -> tuple[dict[str, str], dict[str, Refused]]:
        """Language -> clean term, without empty ones; and what is wrong: the place on the form -> why."""
        found: dict[str, str] = {}
        faults: dict[str, Refused] = {}
        for lang, typed in self.typed().items():
            if not tidy(typed):
                continue
            try:
                found[lang] = one_line(typed, TERM_LIMIT)
            except Refused as refused:
                faults[f"term-{lang}"] = refused
        return found, faults

    def words(self) -> str:
        """The note. Raises TooLong, NothingSaid."""
        typed = self.note.data or ""
        return one_line(typed, NOTE_LIMIT) if tidy(typed) else ""

    def seen(self) -> int:
        return row_number(self.revision.data)


for _lang in OWN_NAMES:
    setattr(TermForm, f"term_{_lang}", StringField())


class MachineForm(Form):
    """act: on, off."""

    act = StringField()
    revision = IntegerField()

    def seen(self) -> int:
        return row_number(self.revision.data)

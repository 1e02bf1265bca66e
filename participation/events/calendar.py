"""An event, or the dates of a series, as a calendar reads it."""

from collections.abc import Iterable

from participation.events.models import Event
from participation.foundation import icalendar
from participation.foundation.icalendar import Entry
from participation.foundation.locales import pick


def calendar(events: Iterable[Event], host: str, lang: str) -> bytes:
    """Words in the reader's language."""
    return icalendar.calendar((entry(one, lang) for one in events), host)


def entry(event: Event, lang: str) -> Entry:
    return Entry(
        uid=event.public_id,
        changes=event.changes,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        title=pick(event.title, lang),
        place=pick(event.place, lang).text,
        texts=[pick(texts, lang).text for texts in (event.text, event.way, event.access, event.bring) if texts],
        cancelled=event.cancelled_at is not None,
    )

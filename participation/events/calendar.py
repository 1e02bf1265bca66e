"""An event, or the dates of a series, as a calendar reads it (iCalendar, RFC 5545)."""

from collections.abc import Iterable
from datetime import UTC, datetime

from participation.events.models import Event
from participation.foundation import clock
from participation.foundation.locales import pick

LONGEST_LINE = 75  # octets of a line, without its end


def calendar(events: Iterable[Event], host: str, lang: str) -> bytes:
    """host: of the house, for ids that stay the same; dates in UTC, words in the reader's language."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Participation//Events//EN", "METHOD:PUBLISH"]
    for event in events:
        lines += entry(event, host, lang)
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"]).encode()


def entry(event: Event, host: str, lang: str) -> list[str]:
    title, place = pick(event.title, lang), pick(event.place, lang)
    parts = [pick(texts, lang).text for texts in (event.text, event.way, event.access, event.bring) if texts]
    return [
        "BEGIN:VEVENT",
        f"UID:{event.public_id}@{host}",
        f"SEQUENCE:{event.changes}",
        f"DTSTAMP:{moment(clock.now())}",
        f"DTSTART:{moment(event.starts_at)}",
        f"DTEND:{moment(event.ends_at)}",
        f"SUMMARY;LANGUAGE={title.lang}:{escaped(title.text)}",
        *([f"LOCATION:{escaped(place.text)}"] if place.text else []),
        *([f"DESCRIPTION:{escaped(chr(10).join(parts))}"] if parts else []),
        f"STATUS:{'CANCELLED' if event.cancelled_at else 'CONFIRMED'}",
        "END:VEVENT",
    ]


def moment(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def escaped(words: str) -> str:
    plain = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def folded(line: str) -> str:
    """No line longer than 75 octets, and no character cut in two."""
    out, size = "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > LONGEST_LINE:
            out, size = f"{out}\r\n ", 1
        out, size = out + sign, size + octets
    return out

"""Dates as a calendar reads them (iCalendar, RFC 5545)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from participation.foundation import clock
from participation.foundation.locales import Words

LONGEST_LINE = 75  # octets of a line, without its end


@dataclass(frozen=True, slots=True)
class Entry:
    """One date. uid: stays the same, without the host; changes: grows with each change; texts: of the description."""

    uid: str
    changes: int
    starts_at: datetime
    ends_at: datetime
    title: Words
    place: str
    texts: Sequence[str]
    cancelled: bool


def calendar(entries: Iterable[Entry], host: str) -> bytes:
    """host: of the house, for ids that stay the same; dates in UTC."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Participation//Events//EN", "METHOD:PUBLISH"]
    for one in entries:
        lines += written(one, host)
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"]).encode()


def written(one: Entry, host: str) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{one.uid}@{host}",
        f"SEQUENCE:{one.changes}",
        f"DTSTAMP:{moment(clock.now())}",
        f"DTSTART:{moment(one.starts_at)}",
        f"DTEND:{moment(one.ends_at)}",
        f"SUMMARY;LANGUAGE={one.title.lang}:{escaped(one.title.text)}",
        *([f"LOCATION:{escaped(one.place)}"] if one.place else []),
        *([f"DESCRIPTION:{escaped(chr(10).join(one.texts))}"] if one.texts else []),
        f"STATUS:{'CANCELLED' if one.cancelled else 'CONFIRMED'}",
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

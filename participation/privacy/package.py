"""What somebody takes along: one ZIP with data for machines, the same as a page to read, and their photos."""

import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import count
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from sqlalchemy.orm import Session

from participation.privacy.queries import Section, sections

IN_MEMORY = 4 * 1024 * 1024  # what is larger lies in a file without a name until it is sent
PAUSE_EVERY = 50  # rows between which everybody else has a turn

Pause = Callable[[], None]
Parts = Callable[[str, Iterable[Mapping[str, Any]]], Iterator[str]]


def pack(
    session: Session, person_id: int, *, begin: str, part: Parts, end: str, about: Mapping[str, str], pause: Pause
) -> IO[bytes]:
    """Everything about somebody, from its start, to be read and closed by the caller.

    begin, part, end: the page to read, `part` for a table by its name with its rows; about: what the file says of
    itself. A person with thousands of contributions costs the memory of one table without its photos.
    """
    file: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the caller sends it
    try:
        write(file, sections(session, person_id), begin=begin, part=part, end=end, about=about, pause=pause)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def write(
    file: IO[bytes],
    found_in: Iterable[Section],
    *,
    begin: str,
    part: Parts,
    end: str,
    about: Mapping[str, str],
    pause: Pause,
) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        found: dict[str, list[dict[str, Any]]] = {}
        number = count(1)
        for section in found_in:
            rows = list(told(section, package, number, pause))
            if rows:
                found[section.kept.table] = rows
        with package.open("data.json", "w") as out:
            for piece in json.JSONEncoder(ensure_ascii=False, indent=1).iterencode({"about": about, "tables": found}):
                out.write(piece.encode())
        with package.open("index.html", "w") as out:
            out.write(begin.encode())
            for table, rows in found.items():
                for piece in part(table, rows):
                    out.write(piece.encode())
                    pause()
            out.write(end.encode())


def told(section: Section, package: zipfile.ZipFile, number: Iterator[int], pause: Pause) -> Iterator[dict[str, Any]]:
    """Rows as JSON has them; a photo goes into the package, and the row says under which name."""
    for place, row in enumerate(section.rows):
        line = {name: plain(value) for name, value in row.columns.items()}
        for column, content in row.files.items():
            line[column] = name = f"photos/{next(number)}.jpg"
            package.writestr(zipfile.ZipInfo(name), content)
        if place % PAUSE_EVERY == 0:
            pause()
        yield line


def plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (datetime, date)) else value

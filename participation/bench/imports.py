"""How long an import holds the one writer: rows per second, as a ratio to a bare executemany of the same rows."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import click

from participation.contributions.news import ContributionReceived
from participation.foundation import migrations
from participation.foundation.database import SQLITE_PRAGMAS, Database
from participation.foundation.municipality import found_municipality
from participation.imports.parsing import Wishes, parse
from participation.imports.reading import read_table
from participation.imports.rules import understand
from participation.imports.service import import_ideas, write_down
from participation.moderation import cases, noticing
from participation.moderation.news import HintsNoticed
from participation.process.models import Format
from participation.process.service import RUNNING, open_idea_collection, plan_process

PLACES = ("am Bahnhof", "im Stadtpark", "vor der Schule", "in der Bücherei", "am Rathaus", "im Hafenviertel")
WISHES = ("mehr Bänke im Schatten", "ein Treffpunkt für alle", "Sprachkurse am Abend", "eine Werkstatt für Fahrräder")
DECISIONS = ("accepted", "accepted", "accepted", "rejected", "pending")

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds for the same rows: reading and understanding them, the import's transaction, a bare executemany."""

    rows: int
    parsing: float
    transaction: float
    bare: float

    @property
    def ratio(self) -> float:
        """Rows per second of the import's transaction, where the bare executemany is 1."""
        return self.bare / self.transaction


def connect_moderation(house: Database) -> None:
    house.wires.on_record(ContributionReceived, cases.open_case, many=cases.open_cases)
    house.wires.on_record(ContributionReceived, noticing.notice, many=noticing.notice_many)
    house.wires.on_record(HintsNoticed, cases.hear_of_hints)


def measure(count: int, connect: Callable[[Database], None] = connect_moderation) -> Measured:
    """connect: wires the rooms that write along, as the app does."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "ideas.csv"
        file.write_text("".join(lines(count)), encoding="utf-8")
        with empty_house(folder / "import.sqlite", connect) as (house, collection):
            began = perf_counter()
            table = read_table(file)
            parsed = parse(table, understand(table.names, [row.cells for row in table.rows]), Wishes())
            rows = write_down(parsed.ideas, collection)
            parsing = perf_counter() - began
            began = perf_counter()
            with house.transaction() as tx:
                taken = import_ideas(tx, collection, rows)
            transaction = perf_counter() - began
        with empty_house(folder / "bare.sqlite", connect):
            bare = bare_executemany(folder / "bare.sqlite", rows)
    if taken.total != count:
        raise RuntimeError(f"{taken.total} of {count} rows arrived")
    return Measured(count, parsing, transaction, bare)


def lines(count: int) -> Iterator[str]:
    yield "id,text,created_at,moderation\n"
    for number in range(count):
        place, wish = PLACES[number % len(PLACES)], WISHES[number % len(WISHES)]
        text = f"Ich wünsche mir {wish} {place}, weil dort jeden Tag {number} Menschen vorbeikommen und warten."
        yield f'{number},"{text}",2024-05-{number % 28 + 1:02}T10:00:00Z,{DECISIONS[number % len(DECISIONS)]}\n'


@contextmanager
def empty_house(file: Path, connect: Callable[[Database], None]) -> Iterator[tuple[Database, Format]]:
    url = f"sqlite:///{file}"
    migrations.upgrade(url)
    house = Database(url)
    connect(house)
    words = {"de": "Messung"}
    try:
        with house.transaction() as tx:
            town = found_municipality(tx, slug="musterstadt", name="Musterstadt")
            process = plan_process(tx, town, title=words, question=words, lead=words, phases=[RUNNING])
            collection = open_idea_collection(tx, process, slug="ideen", title=words, question=words)
        yield house, collection
    finally:
        house.close()


def bare_executemany(file: Path, rows: list[dict[str, object]]) -> float:
    """Seconds for the same rows into the same table and nothing else, with the same care for the disk."""
    given = [{**row, "kind": "idea", "support_count": 0} for row in rows]
    names = list(given[0])
    statement = f"INSERT INTO contribution ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608 - our own names
    values = [tuple(plain(value) for value in row.values()) for row in given]
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for pragma in SQLITE_PRAGMAS:
            connection.execute(pragma)
        began = perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(statement, values)
        connection.execute("COMMIT")
        return perf_counter() - began


def plain(value: object) -> object:
    return value.isoformat(" ") if isinstance(value, datetime) else value


@click.command("import")
@click.option("--rows", default=10_000, show_default=True, help="How many contributions to import.")
def imports(rows: int) -> None:
    """Rows per second of an import, as a ratio to a bare executemany of the same rows in the same run."""
    found = measure(rows)
    click.echo(f"parsed     {found.rows / found.parsing:>9,.0f} rows/s   before the transaction, no lock held")
    click.echo(
        f"imported   {found.rows / found.transaction:>9,.0f} rows/s   {found.transaction:.2f} s in one transaction"
    )
    click.echo(f"bare       {found.rows / found.bare:>9,.0f} rows/s   executemany of the same rows")
    click.echo(f"ratio      {found.ratio:>9.2f}")

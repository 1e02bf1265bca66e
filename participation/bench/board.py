"""What a page of the board costs, among many ideas: statements and processor time, beside a page without a database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from participation.contributions.rules import LanguageBy, Source, Status
from participation.contributions.service import Said, receive_many, write_down
from participation.foundation import database, migrations
from participation.foundation.municipality import found_municipality
from participation.foundation.settings import Settings
from participation.process.service import RUNNING, open_idea_collection, plan_process
from participation.voting import ledger

MakeApp = Callable[[Settings], Flask]
MOST_STATEMENTS = 8
ROUNDS = 30
WORDS = (
    "Sprachcafé im Stadtteil",
    "Akşam dil kursu",
    "حافلة بعد وردية المساء",
    "Більше місць у садочку",
    "Bancs à l’ombre",
)
TONGUES = ("de", "tr", "ar", "uk", "fr")
PAGES = {
    "newest": "/ideas/board?show=50",
    "most supported": "/ideas/board?show=50&order=support",
    "most discussed": "/ideas/board?show=50&order=discussed",
    "a stage": "/ideas/board?show=50&stage=visible",
    "one language": "/ideas/board?show=50&language=tr",
    "search": "/ideas/board?show=50&search=sprachcafe",
    "page 50": "/ideas/board?show=50&page=50",
}


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one page: SQL statements, processor milliseconds a request, kilobytes of HTML."""

    page: str
    statements: int
    milliseconds: float
    kilobytes: float


def measure(ideas: int, create_app: MakeApp) -> tuple[list[Cost], float]:
    """The cost of each page, and of a page that asks the database nothing (milliseconds)."""
    with TemporaryDirectory() as folder, town_with(ideas, Path(folder), create_app) as app:
        client = app.test_client()
        costs = [cost_of(client, name, address) for name, address in PAGES.items()]
        return costs, milliseconds(lambda: client.get("/dist/icon.svg"))


@contextmanager
def town_with(ideas: int, folder: Path, create_app: MakeApp, file: str = "board.sqlite") -> Iterator[Flask]:
    settings = Settings(
        instance=folder, database_url=f"sqlite:///{folder / file}", secret_key=b"measured", testing=True
    )
    migrations.upgrade(settings.database_url)
    app = create_app(settings)
    with database.transaction() as tx:
        town = found_municipality(tx, slug="musterstadt", name="Musterstadt")
        names = {"de": "Musterstadt"}
        process = plan_process(tx, town, title=names, question=names, lead=names, phases=[RUNNING])
        collection = open_idea_collection(tx, process, slug="board", title=names, question=names)
        receive_many(
            tx,
            [
                write_down(one, into=collection, author_id=None, status=Status.PUBLISHED)
                for one in map(idea, range(ideas))
            ],
            into=collection,
        )
    try:
        yield app
    finally:
        ledger.current().stop()
        database.current().close()


def idea(number: int) -> Said:
    return Said(
        text=f"{WORDS[number % 5]}, Vorschlag {number}. Das hilft vielen im Alltag.",
        language=TONGUES[number % 5],
        language_by=LanguageBy.SOURCE,
        source=Source.IMPORT,
        source_key=str(number),
    )


def cost_of(client: FlaskClient, name: str, address: str) -> Cost:
    statements: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            statements.append(statement)

    engine = database.current().engine
    event.listen(engine, "before_cursor_execute", note)
    page = client.get(address)
    event.remove(engine, "before_cursor_execute", note)
    if page.status_code != 200:
        raise RuntimeError(f"{address} answered {page.status_code}: there is nothing to measure")
    took = milliseconds(lambda: client.get(address))
    return Cost(name, len(statements), took, len(page.data) / 1000)


def milliseconds(act: Callable[[], object]) -> float:
    """Processor time of one `act`, the mean of ROUNDS after a first one."""
    act()
    began = process_time()
    for _ in range(ROUNDS):
        act()
    return (process_time() - began) / ROUNDS * 1000

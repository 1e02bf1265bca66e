"""The people of the hall, for stories: real database, real pages, real sockets, no mocks."""

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser
from sqlalchemy import select

from participation.app import connect, create_app
from participation.contributions.models import Contribution
from participation.demo import service as demo
from participation.foundation import database, migrations, web
from participation.foundation.municipality import found_municipality
from participation.foundation.permissions import Role
from participation.foundation.settings import Settings
from participation.moderation.models import Case
from participation.people import service as people
from participation.people.web import COOKIE
from participation.process.models import Format
from participation.process.rules import PhaseState
from participation.process.service import PhasePlan, open_idea_collection, plan_process
from participation.voting import ledger
from tests.browser import open_chromium
from tests.postgres import Postgres, find_postgres
from tests.remembered import LateRule, remember_for
from tests.switches import watched_switches

# the files that take longest, the longest first: a core that gets one of them last leaves the others waiting
LONGEST = (
    "test_routes.py",
    "journeys/test_look.py",
    "proofs/test_hidden_means_hidden.py",
    "journeys/test_nothing_executes.py",
    "proofs/test_bench_votes.py",
    "proofs/test_kills.py",
    "cli/test_serving.py",
    "journeys/test_a_live_vote.py",
    "proofs/test_sleeping_phone.py",
)
Flask.url_rule_class = LateRule
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


@dataclass
class Resident:
    """Somebody with a phone and without an account."""

    client: FlaskClient

    def posts(self, text: str, *, language: str = "", page: str = "de") -> str:
        """Send an idea; returns the public id of the newest contribution."""
        form = {"text": text, "language": language}
        answer = self.client.post(f"/ideas/ideen/new?lang={page}", data=form, headers=SAME_ORIGIN)
        assert answer.status_code == 303, answer.text
        with database.reading() as session:
            newest = session.scalar(select(Contribution.public_id).order_by(Contribution.id.desc()).limit(1))
        assert newest is not None
        return newest

    def supports(self, public_id: str, wants: str = "yes") -> int:
        address = f"/ideas/ideen/{public_id}/support"
        return self.client.post(address, data={"support": wants}, headers=SAME_ORIGIN).status_code

    def reads(self, address: str) -> str:
        return self.client.get(address).text


@dataclass
class Moderator(Resident):
    """A colleague, signed in at the desk."""

    def form_token(self) -> str:
        """As every page of the desk carries it; reading one for each act would cost more than the act."""
        kept = self.client.get_cookie(COOKIE)
        assert kept is not None
        with self.client.application.app_context():
            return web.form_token(web.settings().secret_key, kept.value)

    def decides(self, public_id: str, verdict: str, **more: str) -> int:
        case = case_of(public_id)
        form = {"verdict": verdict, "revision": str(case.revision), "form_token": self.form_token(), **more}
        return self.client.post(f"/desk/queue/{case.id}", data=form, headers=SAME_ORIGIN).status_code

    def approves(self, public_id: str) -> int:
        return self.decides(public_id, "publish")

    def undoes(self, public_id: str) -> int:
        case = case_of(public_id)
        form = {"revision": str(case.revision), "form_token": self.form_token()}
        return self.client.post(f"/desk/queue/{case.id}/undo", data=form, headers=SAME_ORIGIN).status_code


def case_of(public_id: str) -> Case:
    with database.reading() as session:
        return session.scalars(
            select(Case)
            .join(Contribution, Contribution.id == Case.contribution_id)
            .where(Contribution.public_id == public_id)
        ).one()


@dataclass
class House:
    """A running house with one empty collection in Musterstadt."""

    app: Flask
    settings: Settings

    def resident(self) -> Resident:
        return Resident(self.app.test_client())

    def moderator(self, name: str = "Max Beispiel", role: Role = Role.MODERATOR) -> Moderator:
        client = self.app.test_client()
        with database.transaction() as tx:
            person = people.open_account(tx, 1, name, [role])
            token = people.write_link(tx, person)
        client.post("/sign-in", data={"token": token}, headers=SAME_ORIGIN)
        return Moderator(client)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {Path(__file__).parent / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path, len(LONGEST)))


@pytest.fixture(autouse=True)
def nothing_yields_inside_a_transaction() -> Iterator[None]:
    """Every story fails in which somebody else came to turn while the one writer's lock was held."""
    with watched_switches() as gave_way:
        yield
    assert gave_way == []


@pytest.fixture(scope="session")
def empty_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, made once and copied for each story."""
    file = tmp_path_factory.mktemp("tables") / "empty.sqlite"
    migrations.upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def collection_in_a_file(tmp_path_factory: pytest.TempPathFactory, empty_tables: Path) -> Path:
    """A SQLite file with one empty collection in Musterstadt, made once and copied for each story."""
    folder = tmp_path_factory.mktemp("collection")
    file = folder / "collection.sqlite"
    shutil.copy(empty_tables, file)
    for _ in open_house(folder, f"sqlite:///{file}"):
        pass
    return file


@pytest.fixture
def house(tmp_path: Path, collection_in_a_file: Path) -> Iterator[House]:
    file = tmp_path / "participation.sqlite"
    shutil.copy(collection_in_a_file, file)
    yield from open_house(tmp_path, f"sqlite:///{file}", built=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server of our own, started as a user who is not root.

    Its folder is not one of pytest's: those are closed to other users whenever another run begins.
    """
    found = find_postgres()
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is missing, and in CI nothing is skipped")
        pytest.skip("no PostgreSQL on this machine")
    with TemporaryDirectory(prefix="house-postgres-") as folder, Postgres(found, Path(folder)) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'participation.sqlite'}"
    server: Postgres = request.getfixturevalue("postgres")
    return server.new_database()


@pytest.fixture(scope="session")
def empty_tables_on_postgres(postgres: Postgres) -> str:
    """The name of a migrated database, made once and copied for each story."""
    url = postgres.new_database()
    migrations.upgrade(url)
    return url.rsplit("/", 1)[-1]


@pytest.fixture(scope="session")
def musterstadt_in_a_file(tmp_path_factory: pytest.TempPathFactory, empty_tables: Path) -> Path:
    """A SQLite file with the demo in it, made once and copied for each story."""
    file = tmp_path_factory.mktemp("demo") / "musterstadt.sqlite"
    shutil.copy(empty_tables, file)
    found_musterstadt(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def musterstadt_on_postgres(postgres: Postgres, empty_tables_on_postgres: str) -> str:
    """The name of a database with the demo in it, made once and copied for each story."""
    url = postgres.new_database(empty_tables_on_postgres)
    found_musterstadt(url)
    return url.rsplit("/", 1)[-1]


def found_musterstadt(url: str) -> None:
    house = database.Database(url)
    connect(house)
    with closing(house), house.transaction() as tx:
        demo.build_musterstadt(tx)


@pytest.fixture(params=["sqlite", "postgresql"])
def newest(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database with the newest tables and nothing in them, once of each kind."""
    return copied(request, tmp_path, "empty_tables", "empty_tables_on_postgres")


@pytest.fixture(params=["sqlite", "postgresql"])
def lived_in(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database in which Musterstadt lives, once of each kind."""
    return copied(request, tmp_path, "musterstadt_in_a_file", "musterstadt_on_postgres")


def copied(request: pytest.FixtureRequest, folder: Path, file: str, name: str) -> str:
    """file, name: the fixtures whose SQLite file or database on PostgreSQL is copied."""
    if request.param == "sqlite":
        copy = shutil.copy(request.getfixturevalue(file), folder / "participation.sqlite")
        return f"sqlite:///{copy}"
    server: Postgres = request.getfixturevalue("postgres")
    return server.new_database(request.getfixturevalue(name))


@pytest.fixture
def house_on_postgres(tmp_path: Path, postgres: Postgres, empty_tables_on_postgres: str) -> Iterator[House]:
    yield from open_house(tmp_path, postgres.new_database(empty_tables_on_postgres))


def open_house(folder: Path, url: str, *, built: bool = False) -> Iterator[House]:
    """built: the collection is there already."""
    settings = Settings(instance=folder, database_url=url, secret_key=b"only for tests", testing=True)
    app = create_app(settings)
    remember_for(app, database.current().engine)
    if not built:
        with database.transaction() as tx:
            build_collection(tx)
    yield House(app, settings)
    ledger.current().stop()
    database.current().close()
    database.use(None)


def build_collection(tx: database.Transaction) -> Format:
    """Musterstadt with one process and one collection that takes ideas."""
    town = found_municipality(tx, slug="musterstadt", name="Musterstadt")
    words = {"de": "Was soll besser werden?", "en": "What should get better?"}
    phases = [PhasePlan({"de": "Ideen sammeln"}, {"de": "bis November"}, PhaseState.NOW)]
    process = plan_process(tx, town, title={"de": "Konzept"}, question=words, lead=words, phases=phases)
    return open_idea_collection(tx, process, slug="ideen", title={"de": "Ideen", "ar": "أفكار"}, question=words)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all stories; the library knows only one at a time."""
    with open_chromium() as browser:
        yield browser


@pytest.fixture
def resident(house: House) -> Resident:
    return house.resident()


@pytest.fixture
def moderator(house: House) -> Moderator:
    return house.moderator()

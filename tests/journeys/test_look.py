"""Every page as people see it: languages, sizes and roles, with axe and a few facts of geometry."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from participation.app import create_app
from participation.foundation.settings import Settings
from participation.people.service import write_link
from tests.journeys.musterstadt import STAFF, Musterstadt, account, running_musterstadt

TOP = Path(__file__).resolve().parent.parent.parent
LOOK = TOP / "../shared/tools/look.py"
AXE = TOP / "node_modules/axe-core/axe.min.js"
CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
ALL_SIZES = ("phone", "reflow", "desk", "hall")

# endpoint -> address; what is said of the town in braces is filled in
PUBLIC = {
    "front.start": "/",
    "fields.overview": "/fields",
    "fields.field": "/fields/{field_key}",
    "ideas.board": "/ideas/ideen",
    "ideas.idea": "/ideas/ideen/{idea}",
    "ideas.write": "/ideas/ideen/new",
    "ideas.mine": "/mine",
    "people.recover_page": "/recover",
    "people.sign_in_page": "/sign-in/{unused_link}",
    "sessions.join_page": "/j/{code}",
    "sessions.phone": "/live/{topic}",
    "sessions.ticket_page": "/ticket",
}
HALL = {"sessions.projector": "/screen"}
DESK = {
    "fields.board": "/desk/fields",
    "fields.column": "/desk/fields/{field_id}",
    "fields.edit_all": "/desk/fields/edit",
    "fields.edit": "/desk/fields/edit/{field_id}",
    "reports.harvest": "/desk/harvest",
    "moderation.queue": "/desk/queue",
    "console.sessions": "/desk/sessions",
    "console.desk": "/desk/sessions/{topic}",
    "console.new_ballot": "/desk/sessions/{topic}/ballots/new",
    "console.tickets": "/desk/sessions/{topic}/tickets",
}
NO_PAGES = {
    "static": "files",
    "front.alive": "for watchers",
    "console.now": "JSON",
    "sessions.now": "JSON",
    "sessions.projector_now": "JSON",
    "reports.harvest_csv": "a download",
    "reports.harvest_xlsx": "a download",
    "ideas.all_collections": "leads on to the board",
    "sessions.open_screen": "leads on to the projector",
}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Musterstadt]:
    if not LOOK.is_file():
        pytest.skip("no ../shared/tools/look.py on this machine")
    for needed in (AXE, CHROMIUM):
        if not needed.exists():
            if os.environ.get("CI"):
                pytest.fail(f"{needed.name} is missing, and in CI nothing is skipped")
            pytest.skip(f"no {needed.name} on this machine")
    with running_musterstadt(tmp_path_factory.mktemp("look") / "instance") as running:
        running.starts_the_mood(running.signed_in("moderator"))
        yield running


def test_every_page_stands_in_the_list(tmp_path: Path) -> None:
    app = create_app(Settings(instance=tmp_path, database_url=f"sqlite:///{tmp_path / 'x.sqlite'}", secret_key=b"x"))
    reads = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}

    assert reads == {*PUBLIC, *HALL, *DESK, *NO_PAGES}


def look(
    town: Musterstadt, pages: dict[str, str], out: Path, *, sizes: tuple[str, ...], cookies: dict[str, str]
) -> None:
    """Raises AssertionError with what was found."""
    facts = {**vars(town), "unused_link": town.links["interpreter"]}
    paths = [address.format(**facts) for address in pages.values()]
    carried = ["--cookie", *(f"{name}={value}" for name, value in cookies.items())] if cookies else []
    command = [sys.executable, str(LOOK), town.address, "--axe", str(AXE), "--out", str(out)]
    seen = subprocess.run(
        [*command, "--paths", *paths, "--langs", "de", "ar", "--sizes", *sizes, *carried],
        env={**os.environ, "CHROMIUM": str(CHROMIUM)},
        capture_output=True,
        text=True,
        check=False,
    )
    found = [line for line in seen.stdout.splitlines() if not line.endswith("ok")]
    assert (seen.returncode, found) == (0, ["0 pages with findings: {}"]), seen.stderr[-2000:]


def desk_cookies(town: Musterstadt, role: str) -> dict[str, str]:
    with town.reading() as tx:
        link = write_link(tx, account(tx, STAFF[role]))
    town.links[role] = link
    return town.signed_in(role).browser.cookies


def test_a_guest_meets_no_obstacle(town: Musterstadt, tmp_path: Path) -> None:
    look(town, PUBLIC, tmp_path, sizes=("phone", "desk"), cookies={})


def test_the_hall_reads_the_projector(town: Musterstadt, tmp_path: Path) -> None:
    look(town, HALL, tmp_path, sizes=("hall",), cookies={"screen": town.screen})


def test_a_moderator_meets_no_obstacle(town: Musterstadt, tmp_path: Path) -> None:
    look(town, DESK, tmp_path, sizes=("phone", "desk"), cookies=desk_cookies(town, "moderator"))


@pytest.mark.slow
def test_a_guest_meets_none_at_any_size(town: Musterstadt, tmp_path: Path) -> None:
    look(town, PUBLIC, tmp_path, sizes=ALL_SIZES, cookies={})
    look(town, HALL, tmp_path, sizes=("hall", "desk"), cookies={"screen": town.screen})


@pytest.mark.slow
@pytest.mark.parametrize("role", ["moderator", "administration"])
def test_a_colleague_meets_none_at_any_size(town: Musterstadt, tmp_path: Path, role: str) -> None:
    open_to = DESK if role == "moderator" else {name: DESK[name] for name in MAY_READ}
    look(town, {**PUBLIC, **open_to}, tmp_path, sizes=ALL_SIZES, cookies=desk_cookies(town, role))


# the administration neither moderates nor runs sessions
MAY_READ = ("fields.board", "fields.column", "fields.edit_all", "fields.edit", "reports.harvest")

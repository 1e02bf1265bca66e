"""Every page as people see it, in a real browser: accessible, whole at its size, in its language, from this site alone.

A GET route stands in PAGES with the addresses to look at, or in NO_PAGES with the reason why there is nothing to see.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import chain
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from participation.bench import votes
from participation.townhall.rules import PageKind
from participation.voting.rules import BallotKind, State
from tests.browser import AXE, CHROMIUM, needed
from tests.conftest import House
from tests.journeys.look import LANGS, look_at
from tests.journeys.musterstadt import MAIL, Musterstadt, open_musterstadt

LOOK = Path("../shared/tools/look.py")
EVERYBODY = ("stranger", "participant", "interpreter", "moderator", "administration", "administrator")
HALL = ("moderator", "administrator")
DESK = ("moderator", "administration", "administrator")
PLANNERS = ("administration", "administrator")
LOOKING = ("stranger", "participant", "moderator", "administration", "administrator")
COLLEAGUES = ("interpreter", "moderator", "administration", "administrator")
# every day on the smallest phone and on a desk, one page in German and the next in Arabic, by the rules of axe at one
# of the sizes; `-m slow` looks at all sizes, by all rules in each language
DAILY_SIZES = ("reflow", "desk")
DAILY_RULES = {"de": ("desk",), "ar": ("reflow",)}
ALL_SIZES = ("phone", "reflow", "desk", "hall")


@dataclass(frozen=True)
class Page:
    """One page to look at. eyes: whose view is looked at in each run; may: who else may open it."""

    address: str
    eyes: str = "stranger"
    may: tuple[str, ...] = EVERYBODY


desk = partial(Page, eyes="moderator", may=DESK)
planner = partial(Page, eyes="administration", may=PLANNERS)
hall = partial(Page, eyes="moderator", may=HALL)
boss = partial(Page, eyes="administrator", may=("administrator",))
colleague = partial(Page, eyes="administrator", may=COLLEAGUES)
interpreting = partial(Page, eyes="moderator", may=("interpreter", *HALL))
translating = partial(Page, eyes="moderator", may=COLLEAGUES)
speaking = partial(Page, eyes="administration", may=("administration",))  # for an organisation
own = partial(Page, eyes="participant", may=("participant",))

PAGES = {
    "/": [Page("/")],
    "/ideas/<slug>": [
        Page("/ideas/ideen"),
        Page("/ideas/ideen?stage=in_measure&answered=1&field={key}&order=discussed"),
    ],
    "/ideas/<slug>/new": [Page("/ideas/ideen/new"), speaking("/ideas/ideen/new")],
    "/ideas/<slug>/<public_id>": [
        Page("/ideas/ideen/{talked}"),
        Page("/ideas/ideen/{answered_idea}"),
        speaking("/ideas/ideen/{told_idea}"),
        own("/ideas/ideen/{waiting_idea}"),
        Page("/ideas/ideen/{made}"),
    ],
    "/talk/<root_id>/new": [Page("/talk/{talked}/new?to={comment}&quoting=1"), own("/talk/{talked}/new")],
    "/talk/<root_id>/<comment_id>": [Page("/talk/{talked}/{comment}")],
    "/mine": [Page("/mine"), own("/mine"), speaking("/mine")],
    "/mine/following": [Page("/mine/following"), own("/mine/following")],
    "/mine/mail": [Page("/mine/mail"), own("/mine/mail")],
    "/process/<slug>/answers": [Page("/process/{process}/answers"), planner("/process/{draft}/answers")],
    "/mine/<public_id>/edit": [own("/mine/{edited_idea}/edit")],
    "/mine/<public_id>/withdraw": [own("/mine/{edited_idea}/withdraw")],
    "/history/<public_id>": [Page("/history/{edited_idea}"), own("/history/{edited_idea}")],
    "/mine/statements/<public_id>": [own("/mine/statements/{statement}")],
    "/report/<public_id>": [Page("/report/{published_idea}"), own("/report/{published_idea}")],
    "/organisations": [Page("/organisations")],
    "/organisations/<key>": [Page("/organisations/{organisation}")],
    "/organisations/<key>/members": [planner("/organisations/{organisation}/members")],
    "/organisations/<key>/edit": [planner("/organisations/{organisation}/edit")],
    "/organisations/join/<token>": [Page("/organisations/join/{invite}")],
    "/desk/organisations": [planner("/desk/organisations")],
    "/mine/<public_id>/slip": [speaking("/mine/{told_idea}/slip")],
    "/recover": [Page("/recover")],
    "/sign-in/<token>": [Page("/sign-in/{link}")],
    "/sign-in": [Page("/sign-in"), own("/sign-in")],
    "/sign-in/mail/<token>": [Page("/sign-in/mail/{mail_link}")],
    "/account": [colleague("/account")],
    "/account/address/<token>": [boss("/account/address/{address_link}")],
    "/account/leave": [colleague("/account/leave")],
    "/account/take": [colleague("/account/take")],
    "/next": [Page("/next"), own("/next")],
    "/what-is-kept": [Page("/what-is-kept")],
    "/mine/data": [Page("/mine/data"), own("/mine/data"), Page("/mine/data", eyes="moderator")],
    "/fields": [Page("/fields")],
    "/fields/<key>": [Page("/fields/{key}")],
    "/join": [Page("/join")],
    "/j/<code>": [Page("/j/{code}")],
    "/ticket": [Page("/ticket")],
    "/t/<code>": [Page("/t/{ticket}")],
    "/live/<session>": [Page("/live/{session}"), own("/live/{session}"), Page("/live/{forum_session}")],
    "/screen": [own("/screen")],
    "/moderation": [Page("/moderation")],
    "/desk/queue": [hall("/desk/queue")],
    "/desk/ideas/<public_id>": [hall("/desk/ideas/{made}?search=brunnen"), hall("/desk/ideas/{same}?search=park")],
    "/desk/ideas/<public_id>/same": [hall("/desk/ideas/{same}/same?of={made}")],
    "/desk/ideas/<public_id>/merge": [hall("/desk/ideas/{same}/merge?with={made}")],
    "/desk/ideas/<public_id>/split": [hall("/desk/ideas/{made}/split")],
    "/desk/ideas/<public_id>/move": [hall("/desk/ideas/{made}/move")],
    "/desk/fields": [desk("/desk/fields")],
    "/desk/fields/<int:field_id>": [desk("/desk/fields/{field}")],
    "/desk/fields/edit": [desk("/desk/fields/edit")],
    "/desk/fields/edit/<int:field_id>": [desk("/desk/fields/edit/{field}")],
    "/desk/translations": [translating("/desk/translations?to=en")],
    "/desk/translations/<public_id>/<to>": [translating("/desk/translations/{translated}/de")],
    "/desk/translations/machine": [planner("/desk/translations/machine")],
    "/desk/glossary": [translating("/desk/glossary")],
    "/desk/glossary/<int:term_id>": [translating("/desk/glossary/{term}")],
    "/desk/answers": [planner("/desk/answers")],
    "/desk/answers/ideas/<public_id>": [planner("/desk/answers/ideas/{answered_idea}")],
    "/desk/answers/stage": [planner("/desk/answers/stage?idea={answered_idea}&idea={talked}")],
    "/desk/answers/new": [planner("/desk/answers/new?idea={answered_idea}&idea={talked}")],
    "/desk/answers/<int:answer_id>": [planner("/desk/answers/{answer}")],
    "/desk/sessions": [hall("/desk/sessions")],
    "/desk/sessions/<session>": [
        hall("/desk/sessions/{session}"),
        hall("/desk/sessions/{plan}"),
        hall("/desk/sessions/{table_session}"),
        hall("/desk/sessions/{forum_session}"),
    ],
    "/desk/sessions/<session>/ballots/new": [hall("/desk/sessions/{session}/ballots/new")],
    "/desk/sessions/<session>/steps/new": [hall("/desk/sessions/{session}/steps/new")],
    "/desk/sessions/<session>/steps/<int:step_id>": [hall("/desk/sessions/{plan}/steps/{words_step}")],
    "/desk/sessions/<session>/screens": [hall("/desk/sessions/{session}/screens")],
    "/desk/sessions/<session>/papers": [hall("/desk/sessions/{session}/papers")],
    "/desk/sessions/<session>/papers/table": [hall("/desk/sessions/{session}/papers/table")],
    "/desk/sessions/<session>/papers/ballots/<int:step_id>": [
        hall("/desk/sessions/{session}/papers/ballots/{mood_step}")
    ],
    "/speakers/<speakers>": [own("/speakers/{speakers}")],
    "/desk/sessions/<session>/speakers/new": [hall("/desk/sessions/{plan}/speakers/new")],
    "/desk/interviews": [desk("/desk/interviews")],
    "/desk/interviews/paper": [desk("/desk/interviews/paper")],
    "/desk/interviews/codes": [desk("/desk/interviews/codes")],
    "/desk/interviews/<source>": [desk(f"/desk/interviews/{{{one}}}") for one in ("source", "group", "empty_source")],
    "/desk/interviews/<source>/text": [desk("/desk/interviews/{source}/text")],
    "/desk/interviews/<source>/text/<int:number>": [desk("/desk/interviews/{source}/text/2")],
    "/desk/interviews/<source>/passages/<int:number>": [desk("/desk/interviews/{source}/passages/1")],
    "/interviews/<slug>": [Page("/interviews/{talks}")],
    "/interviews/<slug>/codes/<int:code>": [Page("/interviews/{talks}/codes/{talk_code}")],
    "/desk/events": [hall("/desk/events")],
    "/desk/events/<event>": [hall("/desk/events/{event}"), hall("/desk/events/{event_over}")],
    "/desk/events/<event>/list": [hall("/desk/events/{event}/list")],
    "/events": [Page("/events")],
    "/events/<event>": [Page("/events/{event}"), Page("/events/{event_over}"), own("/events/{event}")],
    "/events/<event>/mine/<code>": [
        Page("/events/{event}/mine/{event_code}"),
        Page("/events/{event}/mine/{event_place}"),
    ],
    "/events/<event>/feedback": [Page("/events/{event_over}/feedback")],
    "/desk/forums": [hall("/desk/forums")],
    "/desk/forums/<forum>": [hall("/desk/forums/{forum}")],
    "/desk/forums/<forum>/edit": [hall("/desk/forums/{forum}/edit")],
    "/desk/forums/<forum>/parts/<part>": [hall("/desk/forums/{forum}/parts/{forum_part}")],
    "/desk/forums/<forum>/results": [hall("/desk/forums/{forum}/results")],
    "/desk/forums/<forum>/print": [hall("/desk/forums/{forum}/print")],
    "/desk/forums/<forum>/doors": [hall("/desk/forums/{forum}/doors")],
    "/desk/sessions/<session>/podium/new": [hall("/desk/sessions/{plan}/podium/new")],
    "/desk/sessions/<session>/podium/<int:step_id>": [hall("/desk/sessions/{forum_session}/podium/{podium_step}")],
    "/desk/sessions/<session>/methods": [hall("/desk/sessions/{plan}/methods")],
    "/forums/<forum>": [Page("/forums/{forum}")],
    "/forums/<forum>/rooms/<int:room>": [Page("/forums/{forum}/rooms/{forum_room}")],
    "/forums/results/<token>": [Page("/forums/results/{forum_link}")],
    "/desk/tables": [hall("/desk/tables")],
    "/desk/tables/<table>": [hall("/desk/tables/{table}")],
    "/desk/tables/<table>/seats": [hall("/desk/tables/{table}/seats")],
    "/desk/tables/<table>/invitations": [hall("/desk/tables/{table}/invitations")],
    "/desk/tables/<table>/sessions/<int:number>": [
        hall("/desk/tables/{table}/sessions/1"),
        hall("/desk/tables/{table}/sessions/3"),
        interpreting("/desk/tables/{table}/sessions/3"),
    ],
    "/tables/<table>": [Page("/tables/{table}"), own("/tables/{table}")],
    "/tables/<table>/sessions/<int:number>": [Page("/tables/{table}/sessions/1"), own("/tables/{table}/sessions/3")],
    "/tables/<table>/decisions/<int:number>": [Page("/tables/{table}/decisions/1")],
    "/tables/<table>/seat": [own("/tables/{table}/seat")],
    "/tables/<table>/sessions/<int:number>/items/<int:item>/new": [own("/tables/{table}/sessions/3/items/{item}/new")],
    "/tables/<table>/ballots/<ballot>": [own("/tables/{table}/ballots/{seat_ballot}")],
    "/seat/<code>": [Page("/seat/{seat_code}")],
    "/worksheets": [Page("/worksheets"), hall("/worksheets")],
    "/worksheets/<worksheet>": [Page("/worksheets/{sheet}")],
    "/desk/sessions/<session>/sheets/new": [hall("/desk/sessions/{plan}/sheets/new")],
    "/desk/sessions/<session>/sheets/<int:step_id>/fields": [
        hall("/desk/sessions/{session}/sheets/{sheet_step}/fields")
    ],
    "/desk/scribe/<session>/sheet/<int:step_id>": [hall("/desk/scribe/{session}/sheet/{sheet_step}")],
    "/desk/sessions/<session>/slides/new": [hall("/desk/sessions/{plan}/slides/new")],
    "/desk/sessions/<session>/slides/<int:step_id>": [hall("/desk/sessions/{session}/slides/{slide_step}")],
    "/asked-again": [Page("/asked-again")],
    "/desk/sessions/<session>/ballots/earlier": [hall("/desk/sessions/{session}/ballots/earlier")],
    "/walls/<wall>": [Page("/walls/{wall}")],
    "/desk/sessions/<session>/walls/new": [hall("/desk/sessions/{plan}/walls/new")],
    "/desk/sessions/<session>/walls/<int:step_id>": [hall("/desk/sessions/{session}/walls/{wall_step}")],
    "/desk/sessions/<session>/walls/<int:step_id>/proposals": [
        hall("/desk/sessions/{session}/walls/{wall_step}/proposals")
    ],
    "/desk/sessions/<session>/walls/<int:step_id>/print": [hall("/desk/sessions/{session}/walls/{wall_step}/print")],
    "/spaces/<space>": [Page("/spaces/{space}")],
    "/spaces/<space>/book": [Page("/spaces/{space}/book")],
    "/spaces/<space>/rooms/<int:room>": [Page("/spaces/{space}/rooms/{space_room}")],
    "/spaces/<space>/topics/<int:number>/report": [
        Page("/spaces/{space}/topics/1/report"),
        Page("/spaces/{live_space}/topics/1/report"),
    ],
    "/spaces/<space>/actions/new": [Page("/spaces/{live_space}/actions/new"), hall("/spaces/{space}/actions/new")],
    "/desk/sessions/<session>/space/new": [hall("/desk/sessions/{plan}/space/new")],
    "/desk/sessions/<session>/space": [
        hall("/desk/sessions/{space_session}/space"),
        hall("/desk/sessions/{live_space_session}/space"),
    ],
    "/desk/sessions/<session>/space/doors": [hall("/desk/sessions/{space_session}/space/doors")],
    "/desk/sessions/<session>/space/principles": [hall("/desk/sessions/{space_session}/space/principles")],
    "/desk/scribe/<session>/concern": [hall("/desk/scribe/{live_space_session}/concern")],
    "/cafes/<cafe>": [Page("/cafes/{cafe}")],
    "/cafes/<cafe>/tables/<int:number>": [Page("/cafes/{cafe}/tables/1"), Page("/cafes/{cafe}/tables/2")],
    "/desk/sessions/<session>/cafe/new": [hall("/desk/sessions/{plan}/cafe/new")],
    "/desk/sessions/<session>/cafe": [hall("/desk/sessions/{cafe_session}/cafe")],
    "/desk/sessions/<session>/cafe/sheets": [hall("/desk/sessions/{cafe_session}/cafe/sheets")],
    "/desk/sessions/<session>/cafe/slips": [hall("/desk/sessions/{cafe_session}/cafe/slips")],
    "/desk/scribe/<session>/note": [hall("/desk/scribe/{cafe_session}/note")],
    "/desk/scribe": [hall("/desk/scribe")],
    "/desk/scribe/<session>": [hall("/desk/scribe/{session}")],
    "/desk/booth": [interpreting("/desk/booth")],
    "/desk/booth/<session>": [interpreting("/desk/booth/{session}")],
    "/desk/sessions/<session>/tickets": [hall("/desk/sessions/{session}/tickets")],
    "/desk/harvest": [desk("/desk/harvest")],
    "/process/<slug>/about-you": [own("/process/{process}/about-you")],
    "/process/<slug>/reach": [Page("/process/{process}/reach")],
    "/desk/reach": [planner("/desk/reach?process={process}")],
    "/desk/reach/questions": [
        planner("/desk/reach/questions?process={process}"),
        planner("/desk/reach/questions?process={draft}"),
    ],
    "/desk/reach/questions/<key>": [planner("/desk/reach/questions/district?process={process}")],
    "/desk/reach/figures/<key>": [planner("/desk/reach/figures/age?process={process}")],
    "/desk/team": [boss("/desk/team")],
    "/desk/team/invite": [boss("/desk/team/invite")],
    "/desk/team/<int:person_id>": [boss("/desk/team/{colleague}")],
    "/desk/me": [colleague("/desk/me")],
    "/process/<slug>": [Page("/process/{process}"), planner("/process/{draft}")],
    "/desk/processes": [planner("/desk/processes")],
    "/desk/processes/new": [planner("/desk/processes/new")],
    "/desk/processes/<slug>": [planner("/desk/processes/{draft}")],
    "/desk/processes/<slug>/words": [planner("/desk/processes/{draft}/words")],
    "/desk/processes/<slug>/phases/new": [planner("/desk/processes/{draft}/phases/new")],
    "/desk/processes/<slug>/phases/<int:phase_id>": [planner("/desk/processes/{process}/phases/{phase}")],
    "/desk/processes/<slug>/formats/new": [planner("/desk/processes/{draft}/formats/new")],
    "/desk/processes/<slug>/formats/<int:format_id>": [planner("/desk/processes/{process}/formats/{format}")],
    "/desk/processes/<slug>/formats/<int:format_id>/form": [planner("/desk/processes/{process}/formats/{format}/form")],
    "/desk/processes/<slug>/formats/<int:format_id>/form/new": [
        planner("/desk/processes/{process}/formats/{format}/form/new?kind=one")
    ],
    "/desk/processes/<slug>/formats/<int:format_id>/form/<int:field_id>": [
        planner("/desk/processes/{process}/formats/{format}/form/{choosing}")
    ],
    "/pages/<kind>": [Page(f"/pages/{kind}") for kind in PageKind],
    "/desk/house": [planner("/desk/house")],
    "/desk/house/pages/<kind>": [planner("/desk/house/pages/accessibility"), planner("/desk/house/pages/signs")],
    "/desk/log": [planner("/desk/log")],
    "/desk/digest": [hall("/desk/digest")],
    "/digest/confirm/<token>": [Page("/digest/confirm/{confirm}")],
    "/digest/end/<token>": [Page("/digest/end/{end}")],
}
NO_PAGES = {
    "/alive": "JSON for watchers",
    "/dist/<path:filename>": "files of the front end",
    "/ideas": "leads to the newest collection",
    "/sign-in/outside/back": "the way back from an outside service; without one there is no such page",
    "/talk/<root_id>": "leads to the page where the thread stands",
    "/talk/<root_id>/now": "JSON for the script of a thread",
    "/talk/<root_id>/since": "JSON for the script of a thread",
    "/live/<session>/now": "JSON for the phone's script",
    "/screen/<token>": "puts the key into a cookie and leads to the screen",
    "/live/<session>/own": "JSON for the phone's script",
    "/screen/now": "JSON for the projector's script",
    "/desk/sessions/<session>/now": "JSON for the console's script",
    "/desk/booth/<session>/now": "JSON for the booth's script",
    "/desk/sessions/<session>/walls/<int:step_id>/now": "JSON for the wall's script",
    "/desk/sessions/<session>/walls/<int:step_id>.csv": "a file",
    "/desk/worksheets.csv": "a file",
    "/desk/scribe/<session>/sheet": "the page of the step that is on",
    "/desk/sessions/<session>/cafe/notes.csv": "a file",
    "/cafes/<cafe>/me": "a phone that sits in its session; the journey of a café looks at it",
    "/desk/sessions/<session>/space/now": "JSON for the script of the marketplace",
    "/desk/sessions/<session>/space/<any(programme,actions):what>.csv": "a file",
    "/desk/harvest.csv": "a file",
    "/desk/reach.csv": "a file",
    "/desk/harvest.xlsx": "a file",
    "/city.css": "the town's colour",
    "/logo": "a picture",
    "/photo/<public_id>/<int:size>": "a picture",
    "/desk/log.csv": "a file",
    "/desk/interviews/codes.csv": "a file",
    "/events/<event>.ics": "a file",
    "/forums/<forum>.ics": "a file",
    "/forums/<forum>/parts/<part>.ics": "a file",
    "/desk/forums/<forum>/results.csv": "a file",
    "/events/<event>/series.ics": "a file",
    "/desk/record.csv": "a file",
}
# what the same routes show when there is nothing, or when they are asked in another way
ALSO = [
    boss("/desk/team?where=:town&role=moderator"),
    boss("/desk/team?role=steering"),
    Page("/ideas/ideen?search=zwölfzylinder"),
    Page("/ideas/ideen/{published_idea}"),
    Page("/ideas/ideen/{joined}"),
    Page("/ideas/ideen?search=trinkbrunnen"),
    Page("/ideas/ideen/{talked}?order=oldest&stance=question"),
    Page("/ideas/ideen?order=support&language=tr&show=50"),
    Page("/fields/{key}?page=2"),
    planner("/desk/processes/{process}/formats/{format}/form/{question}"),
    planner("/desk/processes/{draft}/formats/{draft_format}/form"),
    Page("/j/000000"),
    Page("/moderation?by=month"),
    hall("/desk/queue?case=1"),
    hall("/desk/queue?cause=reported"),
    hall("/desk/queue?cause=edited"),
    Page("/ideas/ideen/{withdrawn_idea}"),
    Page("/history/{edited_idea}?from=1&to=2"),
    hall("/desk/queue?cause=appeal"),
    hall("/desk/queue?show=decided"),
    hall("/desk/me"),
    hall("/desk/digest?since=yesterday"),
    desk("/desk/fields?show=sure"),
    desk("/desk/fields?show=unsure"),
    desk("/desk/fields?page=2"),
    planner("/desk/house/pages/privacy"),
    planner("/desk/answers?show=answered&sort=longest"),
    planner("/desk/answers?stage=not_taken_up"),
    Page("/ideas/ideen/{translated}"),
    translating("/desk/translations?to=de&show=done"),
    translating("/desk/translations/{outdated}/de"),
    planner("/desk/log?who=nobody&check=1"),
    planner("/desk/reach?process={draft}"),
    planner("/desk/reach/figures/languages?process={process}"),
]
EVENING = [own("/live/{session}"), Page("/live/{session}"), own("/screen"), hall("/desk/sessions/{session}")]


@pytest.fixture(scope="module")
def town(prepared: Musterstadt, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Musterstadt]:
    needed(AXE, "axe-core")
    with open_musterstadt(prepared, tmp_path_factory.mktemp("look") / "town", MAIL) as town:
        town.opens_the_vote()
        yield town


def test_every_page_stands_in_the_table_or_has_a_reason(house: House) -> None:
    routes = {rule.rule for rule in house.app.url_map.iter_rules() if "GET" in (rule.methods or ())}

    assert routes == set(PAGES) | set(NO_PAGES)
    assert set(PAGES) & set(NO_PAGES) == set()
    assert {page.eyes for pages in PAGES.values() for page in pages} == set(LOOKING)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("who", LOOKING)
def test_every_page_is_sound_on_a_phone_and_on_a_desk_in_german_and_arabic(
    chromium: Browser, town: Musterstadt, tmp_path: Path, who: str
) -> None:
    pages = [page for pages in PAGES.values() for page in pages if page.eyes == who]
    addresses = list(dict.fromkeys(town.address(page.address) for page in pages))

    seen = []
    for turn, lang in enumerate(LANGS):
        some, rules = addresses[turn :: len(LANGS)], DAILY_RULES[lang]
        seen += look_at(
            chromium, town.base, some, DAILY_SIZES, town.cookies[who], tmp_path, ruled={lang: rules}, langs=[lang]
        )

    found = [str(one) for one in seen if one.faults]
    assert found == [], "\n".join(found)
    assert len(seen) == len(addresses) * len(DAILY_SIZES)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("who", ["stranger", "participant", "administrator"])
def test_every_page_is_sound_in_turkish_persian_and_ukrainian(
    chromium: Browser, town: Musterstadt, tmp_path: Path, who: str
) -> None:
    """Longer words, another script from right to left, and a draft."""
    pages = [page for page in chain.from_iterable(PAGES.values()) if who in page.may]
    addresses = list(dict.fromkeys(town.address(page.address) for page in pages))
    langs = ("tr", "fa", "uk")

    seen = look_at(chromium, town.base, addresses, DAILY_SIZES, town.cookies[who], tmp_path, langs=langs)

    found = [str(one) for one in seen if one.faults]
    assert found == [], "\n".join(found)
    assert len(seen) == len(addresses) * len(langs) * len(DAILY_SIZES)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("who", EVERYBODY)
def test_every_page_is_sound_to_everybody_at_every_size(town: Musterstadt, tmp_path: Path, who: str) -> None:
    look_is_possible()
    pages = [page for page in [*chain.from_iterable(PAGES.values()), *ALSO] if who in page.may]

    assert look(town, who, pages, ALL_SIZES, tmp_path) == []


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_every_moment_of_an_evening_is_sound_in_the_hall(prepared: Musterstadt, tmp_path: Path) -> None:
    look_is_possible()
    found: list[str] = []
    with open_musterstadt(prepared, tmp_path / "town") as town:
        town.opens_the_vote()
        for moment in moments(town):
            for who in ("stranger", "participant", "moderator"):
                pages = [page for page in EVENING if page.eyes == who]
                found += [f"{moment}: {line}" for line in look(town, who, pages, ALL_SIZES, tmp_path)]

    assert found == []


def moments(town: Musterstadt) -> Iterator[str]:
    """The evening goes on; its name at each moment worth a look."""
    host = town.host()
    for act in ("pause", "resume", "close"):
        host.moves(act, town.ballot())
        yield act
    assert votes.until(lambda: town.ballot().state == State.CLOSED, within=60)
    yield "closed"
    host.moves("publish", town.ballot())
    yield "published"
    host.acts("select", step=town.names["confidential_step"])
    yield "ready"
    host.moves("start", town.ballot(BallotKind.CONFIDENTIAL))
    yield "open with tickets"
    host.moves("cancel", town.ballot(BallotKind.CONFIDENTIAL), reason="Der Saal wird geräumt, wir sehen uns draußen.")
    yield "cancelled"
    for act in ("join", "blank", "end"):
        host.acts(act)
        yield act


def look_is_possible() -> None:
    """The shared data are not everywhere; a browser and axe must be, wherever nothing may be skipped."""
    if not LOOK.exists():
        pytest.skip(f"no {LOOK} on this machine")
    needed(CHROMIUM, "Chromium")
    needed(AXE, "axe-core")


def look(town: Musterstadt, who: str, pages: list[Page], sizes: tuple[str, ...], out: Path) -> list[str]:
    """The lines of what was found. Raises AssertionError unless each page was looked at in each size and language."""
    addresses = list(dict.fromkeys(town.address(page.address) for page in pages))  # it looks at each once
    report = looked(town.base, addresses, sizes, out, town.cookies[who])
    lines = report.splitlines()
    sound = [line for line in lines if line.endswith("  ok")]
    found = [line for line in lines if line.startswith(sizes) and line not in sound]
    assert len(sound) + len(found) == len(addresses) * len(sizes) * len(LANGS), report
    return found


def looked(base: str, addresses: list[str], sizes: Iterable[str], out: Path, cookies: dict[str, str]) -> str:
    """What the look printed."""
    command = [sys.executable, str(LOOK), base, "--axe", str(AXE), "--out", str(out / "shots")]
    command += ["--langs", *LANGS, "--sizes", *sizes, "--paths", *addresses]
    if cookies:
        command += ["--cookie", *[f"{name}={value}" for name, value in cookies.items()]]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "CHROMIUM": str(CHROMIUM)}
    )
    assert done.returncode in {0, 1}, done.stderr
    return done.stdout


# --- the look itself sees what is wrong ------------------------------------------------------------------------------

BAD = b"""<!doctype html><html><title>Bad</title><h1>One</h1><h1>Two</h1>
<img src="http://127.0.0.2:9/x.png">
<p style="inline-size:90rem;color:#bbb">Too pale and too wide for every phone</p>
<p class="cropped" style="inline-size:6rem;overflow:hidden;white-space:nowrap">Cut off in the middle of the words</p>
<button style="padding:0;font-size:6px">x</button></html>"""
# sound on a phone, at whose size it is loaded; wrong at one of the others
WRONG_WHEN_WIDE = "@media (min-width: 60rem) { p { inline-size: 120rem; color: #bbb } main a { inline-size: 9px } }"
WRONG_WHEN_NARROW = "@media (max-width: 340px) { p { inline-size: 350px } main select { display: block } }"
GOOD = """<!doctype html><html lang="de" dir="ltr"><meta name="viewport" content="width=device-width">
<title>Good</title><link rel="icon" href="data:,"><style>
body {{ margin: 0 }} a, select {{ display: inline-block; inline-size: 90px; block-size: 30px }}
select {{ display: none }} {}</style>
<main><h1>One</h1><p>Words</p><a href="/">Home</a><select><option>1</select></main></html>"""
PAGES_OF_OTHERS = {
    "/": BAD,
    "/wide": GOOD.format(WRONG_WHEN_WIDE).encode(),
    "/narrow": GOOD.format(WRONG_WHEN_NARROW).encode(),
}


class BadPage(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        address = self.path.partition("?")[0]
        if address == "/":
            self.send_header("Set-Cookie", "spy=1")
        self.end_headers()
        self.wfile.write(PAGES_OF_OTHERS.get(address, b""))

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def bad_site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), BadPage) as site:
        serving = threading.Thread(target=site.serve_forever)
        serving.start()
        yield f"http://127.0.0.1:{site.server_port}"
        site.shutdown()
        serving.join()


FAULTS = ("color-contrast", "image-alt", "overflow_px", "127.0.0.2", "small", "lang", "dir", "h1", "spy")


def test_a_page_with_faults_would_be_found(chromium: Browser, bad_site: str, tmp_path: Path) -> None:
    seen = look_at(chromium, bad_site, ["/"], ["phone"], {}, tmp_path)

    assert [one.lang for one in seen] == list(LANGS)
    for fault in (*FAULTS, "'cut off': ['cropped']"):
        assert fault in " ".join(map(str, seen))
    assert {one.name for one in tmp_path.iterdir()} == {"start.de.phone.png", "start.ar.phone.png"}


def test_a_page_that_is_wrong_only_at_another_size_would_be_found(
    chromium: Browser, bad_site: str, tmp_path: Path
) -> None:
    seen = look_at(chromium, bad_site, ["/wide", "/narrow"], DAILY_SIZES, {}, tmp_path)

    faults = {(one.address, one.size): one.faults for one in seen if one.lang == "de"}
    assert [place for place, some in faults.items() if some] == [("/wide", "desk"), ("/narrow", "reflow")]
    assert {"overflow_px", "small", "axe"} <= set(faults["/wide", "desk"])
    assert "color-contrast" in str(faults["/wide", "desk"])
    assert "overflow_px" in faults["/narrow", "reflow"]
    assert "select-name" in str(faults["/narrow", "reflow"])


def test_the_daily_look_finds_what_breaks_a_rule_at_either_size(
    chromium: Browser, bad_site: str, tmp_path: Path
) -> None:
    seen = look_at(chromium, bad_site, ["/wide", "/narrow"], DAILY_SIZES, {}, tmp_path, ruled=DAILY_RULES)

    assert {(one.lang, one.address, one.size) for one in seen if "axe" in one.faults} == {
        ("de", "/wide", "desk"),
        ("ar", "/narrow", "reflow"),
    }
    wrong = {(one.lang, one.address, one.size) for one in seen if "overflow_px" in one.faults}
    assert wrong == {(lang, *place) for lang in LANGS for place in [("/wide", "desk"), ("/narrow", "reflow")]}


def test_a_page_that_never_comes_is_a_fault(chromium: Browser, tmp_path: Path) -> None:
    seen = look_at(chromium, "http://127.0.0.1:9", ["/"], ["phone", "desk"], {}, tmp_path)

    assert ["did not load" in one.faults for one in seen] == [True] * 2 * len(LANGS)


def test_the_shared_look_would_find_a_page_with_faults(bad_site: str, tmp_path: Path) -> None:
    look_is_possible()
    report = looked(bad_site, ["/"], ["phone"], tmp_path, {})

    assert report.count("phone ") == len(LANGS)
    for fault in FAULTS:
        assert fault in report

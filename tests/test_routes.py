"""Every door of the house × whoever knocks. A route that does not stand here fails.

To add one, write a `Door` for each case that differs: a thing of ours, a hidden one, another town's (`{foreign…}`).
Names in braces come from `tests/town.py`.
"""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import product
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from participation.foundation import web
from tests.conftest import SAME_ORIGIN, open_house
from tests.town import AT_DESK, KNOCKING, Town, build_town

Statuses = dict[str, int]


def everybody(status: int) -> Statuses:
    return dict.fromkeys(KNOCKING, status)


def reaching(status: int, *, companion: int = 404) -> Statuses:
    """Whose work it is to reach people. companion: of another process."""
    return office(status) | {"observer": status, "companion": companion}


def author(status: int, others: int = 404) -> Statuses:
    return everybody(others) | {"author": status}


def hall(status: int, *, companion: int | None = None) -> Statuses:
    """Who runs the evening and the queue.

    companion: of another process; what is not there is not there for them either.
    """
    elsewhere = status if status in {400, 404} else 403
    return everybody(403) | {
        "moderator": status,
        "administrator": status,
        "companion": elsewhere if companion is None else companion,
    }


def booth(status: int, *, companion: int | None = None) -> Statuses:
    """Who interprets in the hall, or runs the evening."""
    return hall(status, companion=companion) | {"interpreter": status}


def office(status: int, others: int = 403) -> Statuses:
    """Who keeps the house and reads the log."""
    return everybody(others) | {"administration": status, "administrator": status}


def desk(status: int, *, companion: int | None = None) -> Statuses:
    """Who has a place at the desk and works there."""
    return hall(status, companion=companion) | {"administration": status}


def readers(status: int, *, companion: int | None = None) -> Statuses:
    """Who has a place at the desk, also to read along."""
    return desk(status, companion=companion) | {"observer": status}


def inside(status: int, others: int = 404) -> Statuses:
    """The people of the draft, before anybody else sees it."""
    return everybody(others) | dict.fromkeys(KNOCKING[2:], status)


def own_or_worked_on(status: int, others: int = 404) -> Statuses:
    """Its author, and whoever works with contributions; not who only reads along."""
    able = ("author", "moderator", "administration", "administrator")
    return everybody(others) | dict.fromkeys(able, status)


def planners(status: int, *, companion: int | None = None) -> Statuses:
    """Who plans processes. The companion plans the draft alone."""
    elsewhere = status if status in {400, 404} else 403
    return everybody(403) | {
        "administration": status,
        "administrator": status,
        "companion": elsewhere if companion is None else companion,
    }


def colleagues(status: int) -> Statuses:
    """Whoever holds a role here."""
    return readers(status, companion=status) | {"interpreter": status}


def translators(status: int) -> Statuses:
    """Who answers for what stands in another language."""
    return everybody(403) | dict.fromkeys(("interpreter", "moderator", "administration", "administrator"), status)


def accounts(status: int, others: int = 403) -> Statuses:
    """Whoever is signed in, here all of them colleagues; a guest is not."""
    return everybody(others) | dict.fromkeys(KNOCKING[2:], status)


def crew(status: int, others: int = 404) -> Statuses:
    """The members of an organisation: its speaker interprets, the other one reads along."""
    return everybody(others) | dict.fromkeys(("interpreter", "observer"), status)


def crew_and_office(status: int) -> Statuses:
    return office(status, 404) | dict.fromkeys(("interpreter", "observer"), status)


def keepers(status: int) -> Statuses:
    """Who keeps an organisation's page and members: its speaker and the administration; a member sees that."""
    return crew(403) | dict.fromkeys(("interpreter", "administration", "administrator"), status)


def moderator_alone(status: int, others: Statuses) -> Statuses:
    return others | {"moderator": status}


def administrator(status: int, others: int = 403) -> Statuses:
    return everybody(others) | {"administrator": status}


@dataclass(frozen=True)
class Door:
    rule: str
    address: str
    expected: Statuses
    fields: dict[str, str] = field(default_factory=dict)
    sets_cookie: bool = False  # a GET that keeps a key, and says why at its door

    @property
    def method(self) -> str:
        return self.rule.partition(" ")[0]

    def __str__(self) -> str:
        return f"{self.method} {self.address} {' '.join(self.fields.values())}".strip()


EDIT = {"text": "Bänke mit Lehne", "seen": "1"}
PUBLISH = {"verdict": "publish", "revision": "0"}
VOTE = {"ballot": "{ballot}", "choice": "1", "revision": "1"}
TAKEN = {"text": "Bänke am Bach", "support": "yes"}
PLACE = {"idea": "{idea}", "revision": "{move}"}
FEST = {"title_de": "Noch ein Fest", "day": "2099-06-01", "begins": "18:00", "ends": "20:00", "places": "9"}
TALK = {"kind": "interview", "title": "Noch ein Gespräch", "language": "de"}
TALK_DESK = "/desk/interviews/<source>"
MARK = {"first": "0", "last": "1", "codes": "{talk_code}", "seen": "2"}
FOREIGN_MARK = MARK | {"codes": "{foreign_talk_code}"}
TALK_ACTS: Sequence[dict[str, str]] = (
    {"act": "change", "title": "Anders"},
    {"act": "person", "person": "1", "facts": "um die 60"},
    {"act": "consent", "person": "1", "agreed": "written", "how": "spoken"},
    {"act": "name", "person": "1", "name": "Amina"},
    {"act": "forget-names"},
    {"act": "bring", "number": "2"},
    {"act": "take-words", "number": "1"},
    {"act": "leave-words", "number": "1"},
    {"act": "withdraw-passage", "number": "1"},
    {"act": "withdraw-person", "number": "1"},
    {"act": "withdraw"},
)
CODE_ACTS: Sequence[dict[str, str]] = (
    {"act": "begin"},
    {"act": "add", "name": "Noch ein Code"},
    {"act": "change", "code": "{talk_code}", "name": "Zuhause", "seen": "0"},
    {"act": "retire", "code": "{talk_code}"},
    {"act": "offer", "code": "{talk_code}"},
    {"act": "merge", "code": "{talk_code}", "into": "{talk_code}"},
)
FESTS, FEST_DESK = "/events/<event>", "/desk/events/<event>"
FEST_PAGES = ("", ".ics", "/series.ics", "/feedback")
FEST_ACTS: Sequence[dict[str, str]] = (
    {"act": "publish"},
    {"act": "open"},
    {"act": "close"},
    {"act": "groups", "lines": "1 Vereine"},
    {"act": "register", "name": "Frau Anruf"},
    {"act": "arrive", "number": "2"},
    {"act": "strike", "number": "3"},
    {"act": "cancel", "reason": "Wasserschaden"},
)
FORUM, FORUMS = "/desk/forums/<forum>", "/forums/<forum>"
FORUM_PART = f"{FORUM}/parts/<part>"
FORUM_FORM = {"title_de": "Noch ein Forum", "day": "2099-06-01"}
PART_FORM = {"title_de": "Mehr", "day": "2099-06-01", "begins": "09:00", "ends": "10:00", "revision": "0"}
FORUM_PAGES, FORUM_READ = ("", "/edit", "/print", "/doors", "/results.csv"), ("", ".ics")
FORUM_ACTS: Sequence[dict[str, str]] = (
    {"act": "publish"},
    {"act": "hide"},
    {"act": "rooms", "rooms": "Foyer"},
    {"act": "name_room", "room": "{forum_room}", "name": "Foyer"},
    {"act": "programme"},
    {"act": "results"},
)
PART_ACTS: Sequence[dict[str, str]] = (
    {"act": "cancel", "revision": "0"},
    {"act": "on", "revision": "0"},
    {"act": "swap", "part": "{other_part}:0", "revision": "0"},
    {"act": "session"},
)
TABLE, READ = "/desk/tables/<table>", "/tables/<table>"
MEETING, ITEM = f"{TABLE}/sessions/<int:number>", "POST /desk/sessions/<session>/items/<int:step_id>"
TABLE_PAPER, SEAT_VOTE = f"{READ}/sessions/<int:number>/items/<int:item>/new", f"{READ}/ballots/<ballot>"
SEAT_CODE = f"POST {TABLE}/seats/<int:seat>/code"
TABLE_PAGES = ("", "/seats", "/invitations")
TABLE_READ = (
    ("", ""),
    ("/sessions/<int:number>", "/sessions/1"),
    ("/decisions/<int:number>", "/decisions/1"),
)
TABLE_FORMS: Sequence[tuple[tuple[str, str], dict[str, str]]] = (
    (("/frame", "/frame"), {"scope_de": "Er empfiehlt.", "quorum": "50"}),
    (("/rules", "/rules"), {"rules_de": "Wir hören zu."}),
    (("/sessions", "/sessions"), {"agenda": "Etwas"}),
    (("/tasks/<int:task>", "/tasks/{task}"), {"done": "yes"}),
    (("/seats", "/seats"), {"act": "group", "name_de": "Kirchen"}),
    (("/seats/<int:seat>", "/seats/{table_seat}"), {"organisation": "{organisation_key}", "delegate": "Cem"}),
    (("/invitations", "/invitations"), {"organisation": "{organisation_key}", "standing": "invited"}),
    (("/sessions/<int:number>/items", "/sessions/3/items"), {"question_de": "Noch etwas"}),
    (("/sessions/<int:number>/seats", "/sessions/3/seats"), {"seat": "{table_seat}", "part": "substitute"}),
    (("/sessions/<int:number>/approve", "/sessions/3/approve"), {"earlier": "2"}),
)
NAMED = {"name_de": "Freizeit", "sentence_de": "Vereine und Feste"}
TAUGHT = {"language": "de", "lines": "Fest im Viertel"}
HOUSE = {"name": "Neustadt", "example": "own", "hue": "155", "revision": "1"}
WRITTEN = {"act": "keep", "text_de": "Rathaus", "revision": "0"}
# addresses of plans: ours, the draft, the neighbour's
R = "/desk/reach/questions?process={process}"
GET, POST = "GET /desk/processes/<slug>", "POST /desk/processes/<slug>"
P, D, F = "/desk/processes/{process}", "/desk/processes/{draft}", "/desk/processes/{foreign_process}"
FORM = "/formats/<int:format_id>/form"
ASKED = FORM + "/<int:field_id>"
SEEN = {"revision": "0"}
OUT = {"act": "remove", **SEEN}
PHASE = {"title_de": "Fest", "precision": "open"}
REPORT = {"reason": "insult", "words": "Das beleidigt.", "good_faith": "yes"}
APPEAL = "/mine/statements/<public_id>/appeal"
QUEUE = "/desk/queue/<int:case_id>"
OBJECT, STANDS = "/mine/<public_id>/objection", "/desk/ideas/<public_id>"
MERGED = {"with": "{made}", "text": "Beides zusammen", "language": "de", "revision": "0"}
REJECT = {"verdict": "reject", "reason": "off_topic", "revision": "0"}
STAGE = {"stage": "not_taken_up", "why_de": "Der Platz gehört uns nicht.", "idea": "{idea}:{entry}"}
ANSWER = {"act": "publish", "office": "Rathaus", "original": "de", "text_de": "Wir stellen zwei Bänke auf."}
RENDERED = {"act": "approve", "text": "Benches", "seen": "1.0.0.0"}
TERM = {"act": "keep", "term_de": "Bank", "term_tr": "sıra", **SEEN}
T, G, M = "/desk/translations/<public_id>/<to>", "/desk/glossary/<int:term_id>", "/desk/translations/machine"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
DIGEST = {"often": "daily", "hour": "8", "language": "de", "email": "max@example.org"}
PAIR = {"email": "amina@musterstadt.example", "password": "rosa elefant tanzt leise"}
ROLES_SEEN = {"seen": "{seen}"}
OTHER_ROLE = {"grant": "administration", **ROLES_SEEN}

CEM = {"name": "Cem", "part": "member"}
PORTRAIT = {"name": "Verein Brücke", "kind": "club", "revision": "1"}
OURS, THEIRS = "/organisations/{organisation}", "/organisations/{foreign_organisation}"

WORDS = {"kind": "text", "title_de": "Der Rahmen"}
STEP_PAGE = "GET /desk/sessions/<session>/steps/<int:step_id>"
THEIR_STEP = "/desk/sessions/{session}/steps/{foreign_words}"  # under a session of ours
HANDS_BACK = "POST /desk/sessions/<session>/hands/<int:batch>/back"
PAPER = "GET /desk/sessions/<session>/papers/ballots/<int:step_id>"
CARDS = {"question_de": "Was fehlt?"}
HALL, PLAN = "/desk/sessions/<session>", "/desk/sessions/{planned}"
THEIR_HALL = "/desk/sessions/{foreign_session}"
SHEET, SCRIBES = f"{HALL}/sheets/<int:step_id>", "/desk/scribe/<session>/sheet/<int:step_id>"
OUR_SHEET, THEIR_SHEET = "/desk/sessions/{session}/sheets/{sheet_step}", f"{THEIR_HALL}/sheets/{{foreign_sheet_step}}"
GOAL = {"text": "Alle Kinder haben einen Kita-Platz"}
A_SLIDE = f"{HALL}/slides/<int:step_id>"
ON_THE_PODIUM = {"guests": "Cem", "revision": "0"}
SLIDE = {"title_de": "Zahlen", "source": "Stadt Musterstadt, 2026", "revision": "0"}
STALE_SLIDE = {**SLIDE, "revision": "7"}
WALL = "/desk/sessions/<session>/walls/<int:step_id>"
OUR_WALL = "/desk/sessions/{session}/walls/{wall_step}"
THEIR_WALL = "/desk/sessions/{foreign_session}/walls/{foreign_wall_step}"
NO_WALL = "/desk/sessions/{session}/walls/{words}"
WALL_PAGES = ("", "/now", "/proposals", "/print")
WANT_CARD = "POST /walls/<wall>/cards/<int:number>/want"
SPACE, TOPIC, SPACE_PAGES = "/spaces/<space>", "/spaces/<space>/topics/<int:number>", ("", "/book")
MARKET, MARKET_PAGES = "/desk/sessions/<session>/space", ("", "/now", "/doors")
OUR_MARKET, NO_MARKET = "/desk/sessions/{session}/space", "/desk/sessions/{planned}/space"
THEIR_MARKET = "/desk/sessions/{foreign_session}/space"
CAFE, CAFE_TABLE = "/cafes/<cafe>", "/cafes/<cafe>/tables/<int:number>"
CAFE_DESK, CAFE_PAGES = "/desk/sessions/<session>/cafe", ("", "/sheets", "/slips", "/notes.csv")
OUR_CAFE, NO_CAFE = "/desk/sessions/{session}/cafe", "/desk/sessions/{planned}/cafe"
THEIR_CAFE = "/desk/sessions/{foreign_session}/cafe"
NOTE_FOR, NOTE = "GET /desk/scribe/<session>/note", {"text": "Mehr Licht am Weg", "table": "{cafe_table}", "round": "1"}
ROUNDS = {"question_1_de": "Was fehlt?", "tables": "3", "people": "4", "minutes": "20"}
TOLD, STEP = {"said": "Wir waren acht."}, {"text": "Bänke bestellen"}
CONCERN_FOR = "GET /desk/scribe/<session>/concern"
SCREEN = "POST /desk/sessions/<session>/screens/<int:number>"
PODIUM, FISH = "/desk/sessions/<session>/podium/<int:step_id>", {"method": "fishbowl"}
STEP_EDIT = "POST /desk/sessions/<session>/steps/<int:step_id>"
DOORS = [
    # organisations
    Door("GET /organisations", "/organisations", everybody(200)),
    Door("GET /organisations/<key>", OURS, everybody(200)),
    Door("GET /organisations/<key>", THEIRS, everybody(404)),
    Door("GET /organisations/<key>/members", f"{OURS}/members", crew_and_office(200)),
    Door("GET /organisations/<key>/members", f"{THEIRS}/members", everybody(404)),
    Door("GET /organisations/<key>/edit", f"{OURS}/edit", keepers(200)),
    Door("GET /organisations/<key>/edit", f"{THEIRS}/edit", everybody(404)),
    Door("POST /organisations/<key>/edit", f"{OURS}/edit", keepers(303), PORTRAIT),
    Door("POST /organisations/<key>/edit", f"{OURS}/edit", keepers(422)),
    Door("POST /organisations/<key>/edit", f"{OURS}/edit", keepers(409), {**PORTRAIT, "revision": "7"}),
    Door("POST /organisations/<key>/edit", f"{THEIRS}/edit", everybody(404), PORTRAIT),
    Door("POST /organisations/<key>/invite", f"{OURS}/invite", keepers(200), CEM),
    Door("POST /organisations/<key>/invite", f"{OURS}/invite", keepers(422)),
    Door("POST /organisations/<key>/invite", f"{THEIRS}/invite", everybody(404), CEM),
    *[
        Door(f"POST /organisations/<key>/{rule}", f"{home}/{address}", expected)
        for rule, path in (
            ("invitations/<int:invitation_id>/withdraw", "invitations/{%sinvitation}/withdraw"),
            ("members/<int:member_id>/remove", "members/{%smember}/remove"),
        )
        for home, address, expected in (
            (OURS, path % "", keepers(303)),
            (THEIRS, path % "foreign_", everybody(404)),
        )
    ],
    Door(
        "POST /organisations/<key>/members/<int:member_id>/remove",
        f"{OURS}/members/{{foreign_member}}/remove",
        keepers(404),
    ),
    Door("POST /organisations/<key>/leave", f"{OURS}/leave", crew(303)),
    Door("POST /organisations/<key>/leave", f"{THEIRS}/leave", everybody(404)),
    Door("POST /organisations/<key>/activity", f"{OURS}/activity", office(303), {"act": "end", "revision": "1"}),
    Door("POST /organisations/<key>/activity", f"{OURS}/activity", office(303), {"act": "begin", "revision": "1"}),
    Door("POST /organisations/<key>/activity", f"{OURS}/activity", office(409), {"act": "end", "revision": "7"}),
    Door("POST /organisations/<key>/activity", f"{THEIRS}/activity", everybody(404), {"act": "end", "revision": "1"}),
    Door("GET /organisations/join/<token>", "/organisations/join/{invite}", everybody(200)),
    Door("GET /organisations/join/<token>", "/organisations/join/{foreign_invite}", everybody(410)),
    Door("POST /organisations/join", "/organisations/join", crew(409, 303), {"token": "{invite}"}),
    Door("POST /organisations/join", "/organisations/join", everybody(410), {"token": "{foreign_invite}"}),
    Door("POST /organisations/join", "/organisations/join", everybody(410)),
    Door("GET /desk/organisations", "/desk/organisations", office(200)),
    Door("POST /desk/organisations", "/desk/organisations", administrator(303), {"name": "Neu", "kind": "club"}),
    Door("POST /desk/organisations", "/desk/organisations", administrator(409), PORTRAIT),
    Door("POST /desk/organisations", "/desk/organisations", administrator(422)),
    Door("GET /mine/<public_id>/slip", "/mine/{told}/slip", crew(200)),
    Door("GET /mine/<public_id>/slip", "/mine/{idea}/slip", everybody(404)),
    Door("GET /mine/<public_id>/slip", "/mine/{foreign_told}/slip", everybody(404)),
    Door("GET /mine/<public_id>/edit", "/mine/{told}/edit", crew(200)),
    Door("POST /mine/<public_id>/withdraw", "/mine/{told}/withdraw", crew(303)),
    Door("GET /ideas/<slug>/<public_id>", "/ideas/ideen/{told}", everybody(200)),
    Door("POST /follow/<public_id>", "/follow/{told}", crew(404, 303)),
    # front
    Door("GET /", "/", everybody(200)),
    Door("GET /alive", "/alive", everybody(200)),
    Door("POST /language", "/language", everybody(303), {"to": "ar", "next": "/"}),
    Door("GET /dist/<path:filename>", "/dist/style.css", everybody(200)),
    Door("GET /dist/<path:filename>", "/dist/no-such-file.css", everybody(404)),
    Door("GET /dist/<path:filename>", "/dist/../../pyproject.toml", everybody(404)),
    Door("GET /dist/<path:filename>", "/dist/%2e%2e/%2e%2e/pyproject.toml", everybody(404)),
    # people
    Door("GET /sign-in/<token>", "/sign-in/{link}", everybody(200)),
    Door("GET /sign-in/<token>", "/sign-in/0123456789abcdef", everybody(410)),
    Door("POST /sign-in", "/sign-in", everybody(303), {"token": "{link}"}),
    Door("POST /sign-in", "/sign-in", everybody(410), {"token": "0123456789abcdef"}),
    Door("POST /sign-in", "/sign-in", everybody(410)),
    Door("POST /sign-in/account", "/sign-in/account", everybody(410)),
    Door("POST /sign-in/account", "/sign-in/account", everybody(409), {"token": "{link}", "code": "A"}),
    Door("POST /sign-out", "/sign-out", everybody(303)),
    Door("GET /recover", "/recover", everybody(200)),
    Door("POST /recover", "/recover", everybody(303), {"code": "{recovery}"}),
    Door("POST /recover", "/recover", everybody(422), {"code": "22222-22222-22222"}),
    Door("POST /recover", "/recover", everybody(422)),
    # accounts
    Door("GET /sign-in", "/sign-in", everybody(200)),
    Door("POST /sign-in/mail", "/sign-in/mail", everybody(409), {"email": "amina@example.org"}),  # no mail server
    Door("GET /sign-in/mail/<token>", "/sign-in/mail/{mail_link}", everybody(200)),
    Door("GET /sign-in/mail/<token>", "/sign-in/mail/{foreign_mail_link}", everybody(410)),
    Door("GET /sign-in/mail/<token>", "/sign-in/mail/{address_link}", everybody(410)),
    Door("POST /sign-in/mail/use", "/sign-in/mail/use", everybody(303), {"token": "{mail_link}"}),
    Door("POST /sign-in/mail/use", "/sign-in/mail/use", everybody(410), {"token": "{foreign_mail_link}"}),
    Door("POST /sign-in/mail/use", "/sign-in/mail/use", everybody(410), {"token": "{address_link}"}),
    Door("POST /sign-in/mail/use", "/sign-in/mail/use", everybody(410)),
    Door("POST /sign-in/password", "/sign-in/password", everybody(303), PAIR),
    Door("POST /sign-in/password", "/sign-in/password", everybody(422), {**PAIR, "password": "falsch"}),
    Door("POST /sign-in/password", "/sign-in/password", everybody(422), {**PAIR, "email": "ben@example.org"}),
    Door("POST /sign-in/password", "/sign-in/password", everybody(422)),
    Door("POST /sign-in/outside", "/sign-in/outside", everybody(404)),  # no outside service
    Door("GET /sign-in/outside/back", "/sign-in/outside/back?code=1&state=2", everybody(404)),
    Door("POST /sign-in/outside/finish", "/sign-in/outside/finish", everybody(404), {"code": "1", "state": "2"}),
    Door("GET /account", "/account", accounts(200)),
    Door("POST /account/address", "/account/address", accounts(409), {"email": "amina@example.org"}),
    Door("GET /account/address/<token>", "/account/address/{address_link}", moderator_alone(200, accounts(410))),
    Door("GET /account/address/<token>", "/account/address/{mail_link}", accounts(410)),
    Door(
        "POST /account/address/confirm",
        "/account/address/confirm",
        moderator_alone(303, accounts(403)),
        {"token": "{address_link}"},
    ),
    Door("POST /account/address/confirm", "/account/address/confirm", accounts(410), {"token": "{mail_link}"}),
    Door("POST /account/address/remove", "/account/address/remove", accounts(303)),
    Door("POST /account/password", "/account/password", accounts(409), {"password": "rosa elefant tanzt leise"}),
    Door("POST /account/password/remove", "/account/password/remove", accounts(303)),
    Door("POST /account/outside", "/account/outside", accounts(404)),
    Door("POST /account/outside/remove", "/account/outside/remove", everybody(404)),
    Door("POST /account/elsewhere", "/account/elsewhere", accounts(303)),
    Door("GET /account/leave", "/account/leave", accounts(200)),
    Door("POST /account/leave", "/account/leave", accounts(409)),  # colleagues are removed by an administrator
    Door("GET /account/take", "/account/take", accounts(200)),
    Door("POST /account/take", "/account/take", accounts(409), {"take": "yes"}),
    Door("GET /next", "/next", everybody(200)),
    Door("POST /next", "/next", everybody(200)),
    # one's own data
    Door("GET /what-is-kept", "/what-is-kept", everybody(200)),
    Door("GET /mine/data", "/mine/data", everybody(200)),
    Door("POST /mine/data/copy", "/mine/data/copy", everybody(200) | {"anybody": 404}),
    Door("POST /mine/data/delete", "/mine/data/delete", everybody(422), {"words": "everything"}),
    Door(
        "POST /mine/data/delete",
        "/mine/data/delete",
        everybody(409) | {"anybody": 404, "author": 200},
        {"words": "everything", "sure": "yes"},
    ),
    # ideas
    Door("GET /ideas", "/ideas", everybody(303)),
    Door("GET /ideas/<slug>", "/ideas/ideen", everybody(200)),
    Door("GET /ideas/<slug>", "/ideas/nachbarn", everybody(404)),
    Door("GET /ideas/<slug>/new", "/ideas/ideen/new", everybody(200)),
    Door("GET /ideas/<slug>/new", "/ideas/nachbarn/new", everybody(404)),
    Door("POST /ideas/<slug>/new", "/ideas/ideen/new", everybody(303), {"text": "Ein Brunnen"}),
    Door("POST /ideas/<slug>/new", "/ideas/ideen/new", everybody(422)),
    Door("POST /ideas/<slug>/new", "/ideas/nachbarn/new", everybody(404), {"text": "Ein Brunnen"}),
    Door("GET /ideas/<slug>/<public_id>", "/ideas/ideen/{idea}", everybody(200)),
    Door("GET /ideas/<slug>/<public_id>", "/ideas/ideen/{waiting}", author(200)),
    Door("GET /ideas/<slug>/<public_id>", "/ideas/ideen/{foreign}", everybody(404)),
    Door("GET /ideas/<slug>/<public_id>", "/ideas/nachbarn/{foreign}", everybody(404)),
    Door("GET /ideas/<slug>/<public_id>", "/ideas/nachbarn/{idea}", everybody(404)),
    Door("POST /ideas/<slug>/<public_id>/support", "/ideas/ideen/{idea}/support", everybody(303)),
    Door("POST /ideas/<slug>/<public_id>/support", "/ideas/ideen/{idea}/support", everybody(303), {"support": "no"}),
    Door("POST /ideas/<slug>/<public_id>/support", "/ideas/ideen/{waiting}/support", everybody(404)),
    Door("POST /ideas/<slug>/<public_id>/support", "/ideas/ideen/{foreign}/support", everybody(404)),
    Door("POST /ideas/<slug>/<public_id>/support", "/ideas/nachbarn/{foreign}/support", everybody(404)),
    Door("GET /photo/<public_id>/<int:size>", "/photo/{idea}/400", everybody(200)),
    Door("GET /photo/<public_id>/<int:size>", "/photo/{idea}/401", everybody(404)),
    Door("GET /photo/<public_id>/<int:size>", "/photo/{waiting}/1600", own_or_worked_on(200)),
    Door("GET /photo/<public_id>/<int:size>", "/photo/{foreign}/400", everybody(404)),
    Door("POST /ideas/<slug>/similar", "/ideas/ideen/similar", everybody(200), {"text": "Mehr Bänke im Park, bitte"}),
    Door("POST /ideas/<slug>/similar", "/ideas/nachbarn/similar", everybody(404), {"text": "Mehr Bänke im Park"}),
    Door("POST /ideas/<slug>/<public_id>/instead", "/ideas/ideen/{idea}/instead", everybody(200), TAKEN),
    Door("POST /ideas/<slug>/<public_id>/instead", "/ideas/ideen/{idea}/instead", everybody(200)),
    Door("POST /ideas/<slug>/<public_id>/instead", "/ideas/ideen/{waiting}/instead", everybody(404), TAKEN),
    Door("POST /ideas/<slug>/<public_id>/instead", "/ideas/ideen/{comment}/instead", everybody(404), TAKEN),
    Door("POST /ideas/<slug>/<public_id>/instead", "/ideas/ideen/{foreign}/instead", everybody(404), TAKEN),
    Door("POST /ideas/<slug>/<public_id>/instead", "/ideas/nachbarn/{foreign}/instead", everybody(404), TAKEN),
    Door("GET /mine", "/mine", everybody(200)),
    Door("POST /mine/<public_id>/language", "/mine/{waiting}/language", author(303), {"language": "tr"}),
    Door("POST /mine/<public_id>/language", "/mine/{idea}/language", author(303), {"language": "tr"}),
    Door("POST /mine/<public_id>/language", "/mine/{foreign}/language", everybody(404), {"language": "tr"}),
    Door(f"POST {OBJECT}", "/mine/{joined}/objection", author(303), {"words": "So nicht."}),
    Door(f"POST {OBJECT}", "/mine/{joined}/objection", author(422)),
    Door(f"POST {OBJECT}", "/mine/{idea}/objection", author(409), {"words": "So nicht."}),
    Door(f"POST {OBJECT}", "/mine/{foreign}/objection", everybody(404), {"words": "So nicht."}),
    # where ideas stand
    Door("GET /ideas/<slug>/<public_id>", "/ideas/ideen/{joined}", everybody(200)),
    Door("GET /ideas/<slug>/<public_id>", "/ideas/ideen/{moved}", everybody(303)),
    Door("POST /ideas/<slug>/<public_id>/support", "/ideas/ideen/{joined}/support", everybody(409)),
    Door("POST /ideas/<slug>/<public_id>/support", "/ideas/ideen/{moved}/support", everybody(303)),
    Door("POST /talk/<root_id>", "/talk/{joined}", everybody(409), {"text": "Gern"}),
    Door(f"GET {STANDS}", "/desk/ideas/{idea}", hall(200)),
    Door(f"GET {STANDS}", "/desk/ideas/{joined}?search=bank", hall(200)),
    Door(f"GET {STANDS}", "/desk/ideas/{waiting}", hall(200)),
    Door(f"GET {STANDS}", "/desk/ideas/{comment}", hall(404, companion=403)),
    Door(f"GET {STANDS}", "/desk/ideas/{foreign}", hall(404)),
    Door(f"GET {STANDS}/same", "/desk/ideas/{idea}/same?of={made}", hall(200)),
    Door(f"GET {STANDS}/same", "/desk/ideas/{idea}/same?of={foreign}", hall(404, companion=403)),
    Door(f"POST {STANDS}/same", "/desk/ideas/{idea}/same", hall(303), {"of": "{made}", **SEEN}),
    Door(f"POST {STANDS}/same", "/desk/ideas/{idea}/same", hall(409, companion=403), {"of": "{made}", "revision": "7"}),
    Door(f"POST {STANDS}/same", "/desk/ideas/{idea}/same", hall(409, companion=403), {"of": "{joined}", **SEEN}),
    Door(f"POST {STANDS}/same", "/desk/ideas/{idea}/same", everybody(404), {"of": "{foreign}", **SEEN}),
    Door(f"POST {STANDS}/same", "/desk/ideas/{foreign}/same", everybody(404), {"of": "{idea}", **SEEN}),
    Door(f"GET {STANDS}/merge", "/desk/ideas/{idea}/merge?with={made}", hall(200)),
    Door(f"GET {STANDS}/merge", "/desk/ideas/{idea}/merge", hall(422, companion=403)),
    Door(f"GET {STANDS}/merge", "/desk/ideas/{foreign}/merge?with={idea}", hall(404)),
    Door(f"POST {STANDS}/merge", "/desk/ideas/{idea}/merge", hall(303), MERGED),
    Door(f"POST {STANDS}/merge", "/desk/ideas/{idea}/merge", hall(422, companion=403), {**MERGED, "text": ""}),
    Door(f"POST {STANDS}/merge", "/desk/ideas/{idea}/merge", hall(422, companion=403), {**MERGED, "with": "{foreign}"}),
    Door(f"POST {STANDS}/merge", "/desk/ideas/{foreign}/merge", everybody(404), MERGED),
    Door(f"GET {STANDS}/split", "/desk/ideas/{idea}/split", hall(200)),
    Door(f"GET {STANDS}/split", "/desk/ideas/{foreign}/split", hall(404)),
    Door(f"POST {STANDS}/split", "/desk/ideas/{idea}/split", hall(422, companion=403), {"text": "Bänke", **SEEN}),
    Door(f"POST {STANDS}/split", "/desk/ideas/{idea}/split", hall(200), {"text": "Bänke", "act": "more", **SEEN}),
    Door(f"POST {STANDS}/split", "/desk/ideas/{foreign}/split", everybody(404), SEEN),
    Door(f"GET {STANDS}/move", "/desk/ideas/{idea}/move", hall(200)),
    Door(f"GET {STANDS}/move", "/desk/ideas/{foreign}/move", hall(404)),
    Door(f"POST {STANDS}/move", "/desk/ideas/{idea}/move", hall(303), {"to": "{ways}", **SEEN}),
    Door(f"POST {STANDS}/move", "/desk/ideas/{idea}/move", hall(422, companion=403), {"to": "{format}", **SEEN}),
    Door(f"POST {STANDS}/move", "/desk/ideas/{idea}/move", everybody(404), {"to": "{foreign_format}", **SEEN}),
    Door(f"POST {STANDS}/undo", "/desk/ideas/{joined}/undo", hall(303), {"step": "{step}"}),
    Door(f"POST {STANDS}/undo", "/desk/ideas/{idea}/undo", everybody(404), {"step": "{step}"}),
    Door(f"POST {STANDS}/undo", "/desk/ideas/{joined}/undo", everybody(404), {"step": "{foreign_step}"}),
    *[
        door
        for act in ("edit", "withdraw")
        for door in (
            Door(f"GET /mine/<public_id>/{act}", f"/mine/{{idea}}/{act}", author(200)),
            Door(f"GET /mine/<public_id>/{act}", f"/mine/{{waiting}}/{act}", author(200)),
            Door(f"GET /mine/<public_id>/{act}", f"/mine/{{comment}}/{act}", everybody(404)),
            Door(f"GET /mine/<public_id>/{act}", f"/mine/{{foreign}}/{act}", everybody(404)),
            Door(f"POST /mine/<public_id>/{act}", f"/mine/{{idea}}/{act}", author(303), EDIT),
            Door(f"POST /mine/<public_id>/{act}", f"/mine/{{waiting}}/{act}", author(303), EDIT),
            Door(f"POST /mine/<public_id>/{act}", f"/mine/{{comment}}/{act}", everybody(404), EDIT),
            Door(f"POST /mine/<public_id>/{act}", f"/mine/{{foreign}}/{act}", everybody(404), EDIT),
        )
    ],
    Door("POST /mine/<public_id>/edit", "/mine/{idea}/edit", author(422), {"seen": "1"}),
    Door("POST /mine/<public_id>/edit", "/mine/{idea}/edit", author(409), {**EDIT, "seen": "7"}),
    # versions
    Door("GET /history/<public_id>", "/history/{edited}", everybody(200)),
    Door("GET /history/<public_id>", "/history/{edited}?from=1&to=2", everybody(200)),
    Door("GET /history/<public_id>", "/history/{edited}?from=1&to=9", everybody(404)),
    Door("GET /history/<public_id>", "/history/{idea}", everybody(404)),
    Door("GET /history/<public_id>", "/history/{waiting}", everybody(404)),
    Door("GET /history/<public_id>", "/history/{foreign}", everybody(404)),
    Door("POST /mine/<public_id>/read", "/mine/{idea}/read", author(303)),
    Door("POST /mine/<public_id>/read", "/mine/{waiting}/read", author(303)),
    Door("POST /mine/<public_id>/read", "/mine/{foreign}/read", everybody(404)),
    # news, what one follows, how ideas are answered
    Door("POST /mine/news", "/mine/news", everybody(303), {"notice": "1:1"}),
    Door("POST /mine/news", "/mine/news", everybody(303)),
    Door("GET /mine/following", "/mine/following", everybody(200)),
    Door("GET /mine/mail", "/mine/mail", everybody(200)),
    Door("POST /mine/mail", "/mine/mail", everybody(409), {"often": "daily", "email": "max@example.org"}),
    Door("POST /mine/mail", "/mine/mail", everybody(303) | {"anybody": 409}, {"often": "never"}),
    Door("POST /mine/mail", "/mine/mail", everybody(422), {"often": "hourly"}),
    Door("POST /follow/<public_id>", "/follow/{idea}", everybody(303) | {"author": 404}),
    Door("POST /follow/<public_id>", "/follow/{idea}", everybody(303), {"follow": "no"}),
    Door("POST /follow/<public_id>", "/follow/{joined}", everybody(303) | {"author": 404}),
    Door("POST /follow/<public_id>", "/follow/{waiting}", everybody(404)),
    Door("POST /follow/<public_id>", "/follow/{comment}", everybody(404)),
    Door("POST /follow/<public_id>", "/follow/{withheld_comment}", everybody(404)),
    Door("POST /follow/<public_id>", "/follow/{foreign}", everybody(404)),
    Door("GET /process/<slug>/answers", "/process/{process}/answers", everybody(200)),
    Door("GET /process/<slug>/answers", "/process/{draft}/answers", inside(200)),
    Door("GET /process/<slug>/answers", "/process/{foreign_process}/answers", everybody(404)),
    # threads
    Door("GET /talk/<root_id>", "/talk/{idea}", everybody(303)),
    Door("GET /talk/<root_id>", "/talk/{waiting}", everybody(404)),
    Door("GET /talk/<root_id>", "/talk/{comment}", everybody(404)),
    Door("GET /talk/<root_id>", "/talk/{foreign}", everybody(404)),
    Door("GET /talk/<root_id>/new", "/talk/{idea}/new?to={comment}&quoting=1", everybody(200)),
    Door("GET /talk/<root_id>/new", "/talk/{idea}/new?to={foreign_comment}", everybody(200)),
    Door("GET /talk/<root_id>/new", "/talk/{foreign}/new", everybody(404)),
    Door("POST /talk/<root_id>", "/talk/{idea}", everybody(303), {"text": "Gern", "to": "{comment}"}),
    Door("POST /talk/<root_id>", "/talk/{idea}", everybody(422)),
    Door("POST /talk/<root_id>", "/talk/{idea}", everybody(409), {"text": "Gern", "to": "{foreign_comment}"}),
    Door("POST /talk/<root_id>", "/talk/{idea}", everybody(409), {"text": "Gern", "to": "{waiting_comment}"}),
    Door("POST /talk/<root_id>", "/talk/{waiting}", everybody(404), {"text": "Gern"}),
    Door("POST /talk/<root_id>", "/talk/{foreign}", everybody(404), {"text": "Gern"}),
    Door("GET /talk/<root_id>/now", "/talk/{idea}/now", everybody(200)),
    Door("GET /talk/<root_id>/now", "/talk/{waiting}/now", everybody(404)),
    Door("GET /talk/<root_id>/now", "/talk/{foreign}/now", everybody(404)),
    Door("GET /talk/<root_id>/since", "/talk/{idea}/since?seen=0", everybody(200)),
    Door("GET /talk/<root_id>/since", "/talk/{foreign}/since?seen=0", everybody(404)),
    Door("GET /talk/<root_id>/<comment_id>", "/talk/{idea}/{comment}", everybody(200)),
    Door("GET /talk/<root_id>/<comment_id>", "/talk/{idea}/{withheld_comment}", everybody(200)),
    Door("GET /talk/<root_id>/<comment_id>", "/talk/{idea}/{waiting_comment}", author(200)),
    Door("GET /talk/<root_id>/<comment_id>", "/talk/{idea}/{foreign_comment}", everybody(404)),
    Door("GET /talk/<root_id>/<comment_id>", "/talk/{foreign}/{foreign_comment}", everybody(404)),
    Door("POST /talk/<root_id>/<comment_id>/helpful", "/talk/{idea}/{comment}/helpful", everybody(303)),
    Door("POST /talk/<root_id>/<comment_id>/helpful", "/talk/{idea}/{waiting_comment}/helpful", everybody(404)),
    Door("POST /talk/<root_id>/<comment_id>/helpful", "/talk/{idea}/{withheld_comment}/helpful", everybody(404)),
    Door("POST /talk/<root_id>/<comment_id>/helpful", "/talk/{foreign}/{foreign_comment}/helpful", everybody(404)),
    # translations
    Door("GET /desk/translations", "/desk/translations", translators(200)),
    Door("GET /desk/translations", "/desk/translations?to=uk&source=tr&show=done&page=7", translators(200)),
    Door("GET /desk/translations", "/desk/translations?process={foreign_process}", translators(404)),
    Door(f"GET {T}", "/desk/translations/{idea}/en", translators(200)),
    Door(f"GET {T}", "/desk/translations/{comment}/en", translators(200)),
    Door(f"GET {T}", "/desk/translations/{idea}/de", translators(422)),
    Door(f"GET {T}", "/desk/translations/{idea}/xx", everybody(404)),
    Door(
        f"GET {T}",
        "/desk/translations/{waiting}/en",
        translators(404) | {"interpreter": 200, "moderator": 200, "administrator": 200},
    ),
    Door(f"GET {T}", "/desk/translations/{foreign}/en", everybody(404)),
    Door(f"POST {T}", "/desk/translations/{idea}/en", translators(303), RENDERED),
    Door(f"POST {T}", "/desk/translations/{idea}/en", translators(303), {**RENDERED, "act": "draft"}),
    Door(f"POST {T}", "/desk/translations/{idea}/en", translators(409), {**RENDERED, "act": "take_over"}),
    Door(f"POST {T}", "/desk/translations/{idea}/en", translators(409), {**RENDERED, "act": "take_back"}),
    Door(f"POST {T}", "/desk/translations/{idea}/en", translators(409), {**RENDERED, "seen": "7.0.0.0"}),
    Door(f"POST {T}", "/desk/translations/{idea}/en", translators(422), {**RENDERED, "text": ""}),
    Door(
        f"POST {T}",
        "/desk/translations/{waiting}/en",
        translators(404) | {"interpreter": 303, "moderator": 303, "administrator": 303},
        RENDERED,
    ),
    Door(f"POST {T}", "/desk/translations/{foreign}/en", everybody(404), RENDERED),
    Door("GET /desk/glossary", "/desk/glossary", translators(200)),
    Door("POST /desk/glossary", "/desk/glossary", translators(303), TERM),
    Door("POST /desk/glossary", "/desk/glossary", translators(422)),
    Door("POST /desk/glossary", "/desk/glossary?process={foreign_process}", translators(404), TERM),
    Door(f"GET {G}", "/desk/glossary/{term}", translators(200)),
    Door(f"GET {G}", "/desk/glossary/{foreign_term}", everybody(404)),
    Door(f"POST {G}", "/desk/glossary/{term}", translators(303), TERM),
    Door(f"POST {G}", "/desk/glossary/{term}", translators(303), {"act": "remove", **SEEN}),
    Door(f"POST {G}", "/desk/glossary/{term}", translators(409), {**TERM, "revision": "7"}),
    Door(f"POST {G}", "/desk/glossary/{foreign_term}", everybody(404), TERM),
    Door(f"GET {M}", M, office(200)),
    Door(f"POST {M}", M, office(409), {"act": "on", **SEEN}),
    Door(f"POST {M}", M, office(303), {"act": "off", **SEEN}),
    Door(f"POST {M}/again", f"{M}/again", office(409)),
    # moderation
    Door("GET /desk/queue", "/desk/queue", hall(200, companion=200)),
    Door("GET /desk/queue", "/desk/queue?case={foreign_case}&undo={case}", hall(200, companion=200)),
    Door("GET /desk/queue", "/desk/queue?undo={foreign_case}", hall(404)),
    Door("POST /desk/queue/<int:case_id>", "/desk/queue/{case}", hall(303), PUBLISH),
    Door("POST /desk/queue/<int:case_id>", "/desk/queue/{case}", hall(303), REJECT),
    Door("POST /desk/queue/<int:case_id>", "/desk/queue/{case}", hall(422), {**REJECT, "reason": "taste"}),
    Door("POST /desk/queue/<int:case_id>", "/desk/queue/{case}", hall(409), {**PUBLISH, "revision": "7"}),
    Door("POST /desk/queue/<int:case_id>", "/desk/queue/{foreign_case}", everybody(404), PUBLISH),
    Door("POST /desk/queue/<int:case_id>/undo", "/desk/queue/{case}/undo", hall(409), {"revision": "0"}),
    Door("POST /desk/queue/<int:case_id>/undo", "/desk/queue/{foreign_case}/undo", everybody(404), {"revision": "0"}),
    Door("POST /desk/queue/several", "/desk/queue/several", hall(303, companion=422), {"case": "{case}-0", **PUBLISH}),
    Door("POST /desk/queue/several", "/desk/queue/several", hall(422, companion=422), {"case": "{foreign_case}-0"}),
    Door("POST /desk/queue/several", "/desk/queue/several", hall(422, companion=422)),
    Door(f"POST {QUEUE}/assign", "/desk/queue/{case}/assign", hall(303), {"to": "{moderator_id}"}),
    Door(f"POST {QUEUE}/assign", "/desk/queue/{case}/assign", hall(409), {"to": "", "seen": "{moderator_id}"}),
    Door(f"POST {QUEUE}/assign", "/desk/queue/{case}/assign", hall(422, companion=403), {"to": "{observer_id}"}),
    Door(f"POST {QUEUE}/assign", "/desk/queue/{foreign_case}/assign", everybody(404)),
    Door(f"POST {QUEUE}/remark", "/desk/queue/{case}/remark", hall(303), {"words": "Bekannt."}),
    Door(f"POST {QUEUE}/remark", "/desk/queue/{case}/remark", hall(422, companion=422)),
    Door(f"POST {QUEUE}/remark", "/desk/queue/{foreign_case}/remark", everybody(404), {"words": "Bekannt."}),
    Door(f"POST {QUEUE}/language", "/desk/queue/{case}/language", hall(303), {"language": "tr", "revision": "0"}),
    Door(f"POST {QUEUE}/language", "/desk/queue/{case}/language", hall(409), {"language": "tr", "revision": "7"}),
    Door(f"POST {QUEUE}/language", "/desk/queue/{foreign_case}/language", everybody(404), {"language": "tr"}),
    # reports, statements of reasons, appeals
    Door("GET /report/<public_id>", "/report/{idea}", everybody(200)),
    Door("GET /report/<public_id>", "/report/{waiting}", everybody(404)),
    Door("GET /report/<public_id>", "/report/{foreign}", everybody(404)),
    Door("POST /report/<public_id>", "/report/{idea}", everybody(303), REPORT),
    Door("POST /report/<public_id>", "/report/{idea}", everybody(422)),
    Door("POST /report/<public_id>", "/report/{waiting}", everybody(404), REPORT),
    Door("POST /report/<public_id>", "/report/{foreign}", everybody(404), REPORT),
    Door("GET /mine/statements/<public_id>", "/mine/statements/{statement}", author(200)),
    Door("GET /mine/statements/<public_id>", "/mine/statements/{foreign_statement}", everybody(404)),
    Door(f"POST {APPEAL}", "/mine/statements/{statement}/appeal", author(303), {"words": "Doch."}),
    Door(f"POST {APPEAL}", "/mine/statements/{statement}/appeal", author(422)),
    Door(f"POST {APPEAL}", "/mine/statements/{foreign_statement}/appeal", everybody(404), {"words": "Doch."}),
    Door("GET /moderation", "/moderation", everybody(200)),
    Door("GET /moderation", "/moderation?by=month", everybody(200)),
    # fields of action
    Door("GET /fields", "/fields", everybody(200)),
    Door("GET /fields/<key>", "/fields/{key}", everybody(200)),
    Door("GET /fields/<key>", "/fields/{foreign_key}", everybody(404)),
    Door("GET /desk/fields", "/desk/fields", readers(200, companion=200)),
    Door("GET /desk/fields", "/desk/fields?process={draft}", readers(200, companion=200)),
    Door("GET /desk/fields", "/desk/fields?process={process}", readers(200, companion=404)),
    Door("GET /desk/fields", "/desk/fields?process={foreign_process}", readers(404)),
    Door("GET /desk/fields/<int:field_id>", "/desk/fields/{field}", readers(200)),
    Door("GET /desk/fields/<int:field_id>", "/desk/fields/{foreign_field}", readers(404)),
    Door("POST /desk/fields/place", "/desk/fields/place", hall(303), {**PLACE, "field": "{empty_field}"}),
    Door("POST /desk/fields/place", "/desk/fields/place", hall(303), PLACE),
    Door("POST /desk/fields/place", "/desk/fields/place", hall(409), {**PLACE, "field": "{foreign_field}"}),
    Door("POST /desk/fields/place", "/desk/fields/place", hall(409), {**PLACE, "revision": "0"}),
    Door("POST /desk/fields/place", "/desk/fields/place", everybody(404), {**PLACE, "idea": "{foreign}"}),
    Door("POST /desk/fields/lock", "/desk/fields/lock", hall(303), {**PLACE, "locked": "yes"}),
    Door("POST /desk/fields/lock", "/desk/fields/lock", everybody(404), {"idea": "{foreign}", "locked": "yes"}),
    Door("POST /desk/fields/undo/<int:move_id>", "/desk/fields/undo/{move}", hall(303)),
    Door("POST /desk/fields/undo/<int:move_id>", "/desk/fields/undo/{foreign_move}", everybody(404)),
    Door("POST /desk/fields/again", "/desk/fields/again", hall(303, companion=303)),
    Door("POST /desk/fields/again", "/desk/fields/again?process={process}", hall(303, companion=404)),
    Door("GET /desk/fields/edit", "/desk/fields/edit", desk(200, companion=200)),
    Door("POST /desk/fields/edit", "/desk/fields/edit", desk(303, companion=303), NAMED),
    Door("POST /desk/fields/edit", "/desk/fields/edit", desk(422, companion=422)),
    Door("POST /desk/fields/begin", "/desk/fields/begin?process={process}", desk(409, companion=404)),
    Door("GET /desk/fields/edit/<int:field_id>", "/desk/fields/edit/{field}", desk(200)),
    Door("GET /desk/fields/edit/<int:field_id>", "/desk/fields/edit/{foreign_field}", desk(404)),
    Door("POST /desk/fields/edit/<int:field_id>", "/desk/fields/edit/{field}", desk(303), {**NAMED, "revision": "1"}),
    Door("POST /desk/fields/edit/<int:field_id>", "/desk/fields/edit/{field}", desk(409), {**NAMED, "revision": "7"}),
    Door("POST /desk/fields/edit/<int:field_id>", "/desk/fields/edit/{foreign_field}", desk(404), NAMED),
    Door("POST /desk/fields/edit/<int:field_id>/phrases", "/desk/fields/edit/{field}/phrases", desk(303), TAUGHT),
    Door("POST /desk/fields/edit/<int:field_id>/phrases", "/desk/fields/edit/{foreign_field}/phrases", desk(404)),
    Door("POST /desk/fields/edit/<int:field_id>/order", "/desk/fields/edit/{field}/order", desk(303)),
    Door("POST /desk/fields/edit/<int:field_id>/order", "/desk/fields/edit/{foreign_field}/order", everybody(404)),
    Door("POST /desk/fields/edit/<int:field_id>/remove", "/desk/fields/edit/{empty_field}/remove", desk(303)),
    Door("POST /desk/fields/edit/<int:field_id>/remove", "/desk/fields/edit/{field}/remove", desk(409)),
    Door("POST /desk/fields/edit/<int:field_id>/remove", "/desk/fields/edit/{foreign_field}/remove", everybody(404)),
    # what becomes of ideas, official answers: the office alone
    Door("GET /desk/answers", "/desk/answers", office(200)),
    Door("GET /desk/answers", "/desk/answers?show=answered&stage=in_theme&field={key}&page=7", office(200)),
    Door("GET /desk/answers", "/desk/answers?process={draft}", office(200)),
    Door("GET /desk/answers", "/desk/answers?process={foreign_process}", office(404)),
    Door("GET /desk/answers/ideas/<public_id>", "/desk/answers/ideas/{idea}", office(200)),
    Door("GET /desk/answers/ideas/<public_id>", "/desk/answers/ideas/{waiting}", office(409)),
    Door("GET /desk/answers/ideas/<public_id>", "/desk/answers/ideas/{foreign}", everybody(404)),
    Door("GET /desk/answers/stage", "/desk/answers/stage?idea={idea}", office(200)),
    Door("GET /desk/answers/stage", "/desk/answers/stage?idea={foreign}", office(404)),
    Door("GET /desk/answers/stage", "/desk/answers/stage", office(422)),
    Door("POST /desk/answers/stage", "/desk/answers/stage", office(303), STAGE),
    Door("POST /desk/answers/stage", "/desk/answers/stage", office(409), {**STAGE, "idea": "{idea}:0"}),
    Door("POST /desk/answers/stage", "/desk/answers/stage", office(422), {"idea": "{idea}:{entry}"}),
    Door("POST /desk/answers/stage", "/desk/answers/stage", office(409), {**STAGE, "idea": "{waiting}:0"}),
    Door("POST /desk/answers/stage", "/desk/answers/stage", office(404), {**STAGE, "idea": "{foreign}:0"}),
    Door("POST /desk/answers/undo/<int:entry_id>", "/desk/answers/undo/{entry}", office(303)),
    Door("POST /desk/answers/undo/<int:entry_id>", "/desk/answers/undo/{foreign_entry}", everybody(404)),
    Door("GET /desk/answers/new", "/desk/answers/new?idea={idea}", office(200)),
    Door("GET /desk/answers/new", "/desk/answers/new?idea={idea}&idea={waiting}", office(409)),
    Door("GET /desk/answers/new", "/desk/answers/new?idea={idea}&idea={foreign}", office(404)),
    Door("GET /desk/answers/new", "/desk/answers/new", office(422)),
    Door("POST /desk/answers/new", "/desk/answers/new", office(303), {**ANSWER, "idea": "{idea}"}),
    Door("POST /desk/answers/new", "/desk/answers/new", office(200), {**ANSWER, "idea": "{idea}", "act": "preview"}),
    Door("POST /desk/answers/new", "/desk/answers/new", office(422), {**ANSWER, "idea": "{idea}", "text_de": ""}),
    Door("POST /desk/answers/new", "/desk/answers/new", office(404), {**ANSWER, "idea": "{foreign}"}),
    Door("GET /desk/answers/<int:answer_id>", "/desk/answers/{answer}", office(200)),
    Door("GET /desk/answers/<int:answer_id>", "/desk/answers/{draft_answer}", office(200)),
    Door("GET /desk/answers/<int:answer_id>", "/desk/answers/{foreign_answer}", everybody(404)),
    Door("POST /desk/answers/<int:answer_id>", "/desk/answers/{answer}", office(303), {**ANSWER, **SEEN}),
    Door("POST /desk/answers/<int:answer_id>", "/desk/answers/{answer}", office(409), {**ANSWER, "revision": "7"}),
    Door("POST /desk/answers/<int:answer_id>", "/desk/answers/{answer}", office(409), {"act": "remove", **SEEN}),
    Door("POST /desk/answers/<int:answer_id>", "/desk/answers/{draft_answer}", office(303), {"act": "remove", **SEEN}),
    Door("POST /desk/answers/<int:answer_id>", "/desk/answers/{foreign_answer}", everybody(404), ANSWER),
    # sessions: phone, ticket, projector
    Door("GET /join", "/join", everybody(200)),
    Door("GET /j/<code>", "/j/{code}", everybody(200)),
    Door("GET /j/<code>", "/j/{foreign_code}", everybody(200)),
    Door("POST /join", "/join", everybody(303), {"code": "{code}"}),
    Door("POST /join", "/join", everybody(422), {"code": "{foreign_code}"}),
    Door("GET /ticket", "/ticket", everybody(200)),
    Door("GET /t/<code>", "/t/{ticket}", everybody(200)),
    Door("POST /ticket", "/ticket", everybody(303), {"ticket": "{ticket}"}),
    Door("POST /ticket", "/ticket", everybody(422), {"ticket": "{foreign_ticket}"}),
    Door("GET /live/<session>", "/live/{session}", everybody(200)),
    Door("GET /live/<session>", "/live/{foreign_session}", everybody(404)),
    Door("GET /live/<session>/now", "/live/{session}/now", everybody(200)),
    Door("GET /live/<session>/now", "/live/{foreign_session}/now", everybody(404)),
    Door("GET /live/<session>/own", "/live/{session}/own", everybody(200)),
    Door("GET /live/<session>/own", "/live/{foreign_session}/own", everybody(404)),
    Door("POST /live/<session>/vote", "/live/{session}/vote", everybody(403), VOTE),
    Door("POST /live/<session>/vote", "/live/{session}/vote", everybody(404), {"ballot": "{foreign_ballot}"}),
    Door("POST /live/<session>/vote", "/live/{foreign_session}/vote", everybody(404), {"ballot": "{foreign_ballot}"}),
    Door("POST /live/<session>/cast", "/live/{session}/cast", everybody(400), {"ballot": "{ballot}"}),
    Door("POST /live/<session>/leave", "/live/{session}/leave", everybody(303)),
    Door("POST /live/<session>/leave", "/live/{foreign_session}/leave", everybody(404)),
    Door("GET /screen/<token>", "/screen/{screen}", everybody(303), sets_cookie=True),
    Door("GET /screen/<token>", "/screen/0123456789abcdef", everybody(404)),
    Door("GET /screen", "/screen", everybody(404)),
    Door("GET /screen/now", "/screen/now", everybody(404)),
    # console
    Door("GET /desk/sessions", "/desk/sessions", hall(200, companion=200)),
    Door("POST /desk/sessions", "/desk/sessions", hall(303, companion=303), {"title": "Zukunftswerkstatt"}),
    Door("POST /desk/sessions", "/desk/sessions?process={process}", hall(303, companion=404), {"title": "Abend"}),
    Door("GET /desk/sessions/<session>", "/desk/sessions/{session}", hall(200)),
    Door("GET /desk/sessions/<session>", "/desk/sessions/{foreign_session}", hall(404)),
    Door("GET /desk/sessions/<session>/now", "/desk/sessions/{session}/now", hall(200)),
    Door("GET /desk/sessions/<session>/now", "/desk/sessions/{foreign_session}/now", hall(404)),
    Door("POST /desk/sessions/<session>", "/desk/sessions/{planned}", hall(303), {"act": "open"}),
    Door("POST /desk/sessions/<session>", "/desk/sessions/{session}", hall(303), {"act": "end"}),
    Door("POST /desk/sessions/<session>", "/desk/sessions/{session}", hall(400, companion=403), {"act": "dance"}),
    Door("POST /desk/sessions/<session>", "/desk/sessions/{foreign_session}", hall(404), {"act": "end"}),
    Door(
        "POST /desk/sessions/<session>",
        "/desk/sessions/{session}",
        hall(404, companion=403),
        {"act": "start", "ballot": "{foreign_ballot}", "revision": "0"},
    ),
    Door("GET /desk/sessions/<session>/ballots/new", "/desk/sessions/{session}/ballots/new", hall(200)),
    Door("GET /desk/sessions/<session>/ballots/new", "/desk/sessions/{foreign_session}/ballots/new", hall(404)),
    Door(
        "POST /desk/sessions/<session>/ballots/new",
        "/desk/sessions/{session}/ballots/new",
        hall(303),
        {"question": "Was zuerst?", "source": "own", "own": "Bänke\nBäume"},
    ),
    Door(
        "POST /desk/sessions/<session>/ballots/new",
        "/desk/sessions/{foreign_session}/ballots/new",
        hall(404),
        {"question": "Was zuerst?", "source": "own", "own": "Bänke\nBäume"},
    ),
    Door("POST /desk/sessions/<session>", "/desk/sessions/{session}", hall(303), {"act": "time_start"}),
    Door("POST /desk/sessions/<session>", "/desk/sessions/{session}", hall(409), {"act": "time_more"}),
    Door("POST /desk/sessions/<session>", "/desk/sessions/{foreign_session}", hall(404), {"act": "time_start"}),
    Door("GET /desk/sessions/<session>/steps/new", "/desk/sessions/{session}/steps/new", hall(200)),
    Door("GET /desk/sessions/<session>/steps/new", "/desk/sessions/{foreign_session}/steps/new", hall(404)),
    Door("POST /desk/sessions/<session>/steps/new", "/desk/sessions/{session}/steps/new", hall(303), WORDS),
    Door("POST /desk/sessions/<session>/steps/new", "/desk/sessions/{session}/steps/new", hall(422)),
    Door("POST /desk/sessions/<session>/steps/new", "/desk/sessions/{foreign_session}/steps/new", hall(404), WORDS),
    Door(STEP_PAGE, "/desk/sessions/{session}/steps/{words}", hall(200)),
    Door(STEP_PAGE, "/desk/sessions/{session}/steps/{step}", hall(200)),
    Door(STEP_PAGE, THEIR_STEP, hall(404, companion=403)),
    Door(STEP_PAGE, "/desk/sessions/{foreign_session}/steps/{foreign_words}", hall(404)),
    Door(STEP_EDIT, "/desk/sessions/{session}/steps/{words}", hall(303), {**WORDS, "revision": "0"}),
    Door(STEP_EDIT, "/desk/sessions/{session}/steps/{words}", hall(409), {**WORDS, "revision": "7"}),
    Door(STEP_EDIT, THEIR_STEP, hall(404, companion=403), {**WORDS, "revision": "0"}),
    Door(f"{STEP_EDIT}/move", "/desk/sessions/{session}/steps/{words}/move", hall(303), {"to": "earlier"}),
    Door(f"{STEP_EDIT}/move", f"{THEIR_STEP}/move", hall(404, companion=403), {"to": "earlier"}),
    Door(f"{STEP_EDIT}/remove", "/desk/sessions/{session}/steps/{words}/remove", hall(303)),
    Door(f"{STEP_EDIT}/remove", "/desk/sessions/{session}/steps/{step}/remove", hall(404, companion=403)),
    Door(f"{STEP_EDIT}/remove", "/desk/sessions/{foreign_session}/steps/{foreign_words}/remove", hall(404)),
    Door("GET /desk/sessions/<session>/tickets", "/desk/sessions/{session}/tickets", hall(200)),
    Door("GET /desk/sessions/<session>/tickets", "/desk/sessions/{foreign_session}/tickets", hall(404)),
    Door("POST /desk/sessions/<session>/tickets", "/desk/sessions/{session}/tickets", hall(200), {"count": "2"}),
    Door("POST /desk/sessions/<session>/tickets", "/desk/sessions/{foreign_session}/tickets", hall(404)),
    Door("POST /desk/sessions/<session>/screen", "/desk/sessions/{session}/screen", hall(303)),
    Door("POST /desk/sessions/<session>/screen", "/desk/sessions/{foreign_session}/screen", hall(404)),
    Door("GET /desk/sessions/<session>/screens", "/desk/sessions/{session}/screens", hall(200)),
    Door("GET /desk/sessions/<session>/screens", "/desk/sessions/{foreign_session}/screens", hall(404)),
    Door(SCREEN, "/desk/sessions/{session}/screens/1", hall(303), {"shows": "join"}),
    Door(SCREEN, "/desk/sessions/{session}/screens/1", hall(303), {"act": "shut"}),
    Door(SCREEN, "/desk/sessions/{session}/screens/77", hall(404, companion=403), {"shows": "join"}),
    Door(SCREEN, "/desk/sessions/{foreign_session}/screens/1", hall(404), {"shows": "join"}),
    Door("POST /desk/sessions/<session>/again", "/desk/sessions/{session}/again", hall(409, companion=403)),
    Door("POST /desk/sessions/<session>/again", "/desk/sessions/{foreign_session}/again", hall(404)),
    Door("POST /desk/sessions/<session>/rehearse", "/desk/sessions/{planned}/rehearse", hall(303)),
    Door("POST /desk/sessions/<session>/rehearse", "/desk/sessions/{session}/rehearse", hall(409, companion=403)),
    Door("POST /desk/sessions/<session>/rehearse", "/desk/sessions/{foreign_session}/rehearse", hall(404)),
    Door("POST /desk/sessions/<session>", "/desk/sessions/{session}", hall(303), {"act": "message", "call": "soon"}),
    Door("POST /desk/sessions/<session>", "/desk/sessions/{session}", hall(422, companion=403), {"act": "message"}),
    Door("POST /desk/sessions/<session>", "/desk/sessions/{foreign_session}", hall(404), {"act": "undo"}),
    Door("POST /desk/sessions/<session>/hands", "/desk/sessions/{session}/hands", hall(409, companion=403)),
    Door("POST /desk/sessions/<session>/hands", "/desk/sessions/{foreign_session}/hands", hall(404)),
    Door(HANDS_BACK, "/desk/sessions/{session}/hands/1/back", hall(409, companion=403)),
    Door(HANDS_BACK, "/desk/sessions/{foreign_session}/hands/1/back", hall(404)),
    Door("GET /desk/sessions/<session>/papers", "/desk/sessions/{session}/papers", hall(200)),
    Door("GET /desk/sessions/<session>/papers", "/desk/sessions/{foreign_session}/papers", hall(404)),
    Door("GET /desk/sessions/<session>/papers/table", "/desk/sessions/{session}/papers/table", hall(200)),
    Door("GET /desk/sessions/<session>/papers/table", "/desk/sessions/{foreign_session}/papers/table", hall(404)),
    Door(PAPER, "/desk/sessions/{session}/papers/ballots/{step}", hall(200)),
    Door(PAPER, "/desk/sessions/{session}/papers/ballots/{words}", hall(404, companion=403)),
    Door(PAPER, "/desk/sessions/{foreign_session}/papers/ballots/{step}", hall(404)),
    Door("GET /desk/booth", "/desk/booth", booth(200, companion=200)),
    Door("GET /desk/booth/<session>", "/desk/booth/{session}", booth(200)),
    Door("GET /desk/booth/<session>", "/desk/booth/{foreign_session}", booth(404)),
    Door("GET /desk/booth/<session>/now", "/desk/booth/{session}/now", booth(200)),
    Door("GET /desk/booth/<session>/now", "/desk/booth/{foreign_session}/now", booth(404)),
    Door("POST /desk/booth/<session>", "/desk/booth/{session}", booth(303), {"act": "brake"}),
    Door("POST /desk/booth/<session>", "/desk/booth/{planned}", booth(409, companion=403), {"act": "brake"}),
    Door("POST /desk/booth/<session>", "/desk/booth/{session}", booth(303), {"act": "ease"}),
    Door("POST /desk/booth/<session>", "/desk/booth/{session}", booth(400, companion=400), {"act": "dance"}),
    Door("POST /desk/booth/<session>", "/desk/booth/{foreign_session}", booth(404), {"act": "brake"}),
    # cards
    Door("GET /walls/<wall>", "/walls/{wall}", everybody(200)),
    Door("GET /walls/<wall>", "/walls/{foreign_wall}", everybody(404)),
    Door("GET /walls/<wall>", "/walls/{idea}", everybody(404)),
    Door("POST /walls/<wall>/cards", "/walls/{wall}/cards", everybody(403), {"text": "Mehr Bänke"}),
    Door("POST /walls/<wall>/cards", "/walls/{wall}/cards", everybody(422)),
    Door("POST /walls/<wall>/cards", "/walls/{foreign_wall}/cards", everybody(404), {"text": "Mehr Bänke"}),
    Door("GET /desk/sessions/<session>/walls/new", "/desk/sessions/{planned}/walls/new", hall(200)),
    Door("GET /desk/sessions/<session>/walls/new", "/desk/sessions/{foreign_session}/walls/new", hall(404)),
    Door("POST /desk/sessions/<session>/walls/new", "/desk/sessions/{planned}/walls/new", hall(303), CARDS),
    Door("POST /desk/sessions/<session>/walls/new", "/desk/sessions/{planned}/walls/new", hall(422, companion=403)),
    Door("POST /desk/sessions/<session>/walls/new", "/desk/sessions/{foreign_session}/walls/new", hall(404), CARDS),
    *(Door(f"GET {WALL}{page}", f"{OUR_WALL}{page}", hall(200)) for page in WALL_PAGES),
    *(Door(f"GET {WALL}{page}", f"{THEIR_WALL}{page}", hall(404)) for page in WALL_PAGES),
    *(Door(f"GET {WALL}{page}", f"{NO_WALL}{page}", hall(404, companion=403)) for page in WALL_PAGES),
    Door(f"GET {WALL}.csv", f"{OUR_WALL}.csv", hall(200)),
    Door(f"GET {WALL}.csv", f"{THEIR_WALL}.csv", hall(404)),
    Door(f"POST {WALL}", OUR_WALL, hall(303), {"act": "stop"}),
    Door(f"POST {WALL}", OUR_WALL, hall(422, companion=403), {"act": "move", "to": "new"}),
    Door(f"POST {WALL}", OUR_WALL, hall(400, companion=400), {"act": "dance"}),
    Door(f"POST {WALL}", NO_WALL, hall(404, companion=403), {"act": "stop"}),
    Door(f"POST {WALL}", THEIR_WALL, hall(404), {"act": "stop"}),
    Door(f"POST {WALL}/cards", f"{OUR_WALL}/cards", hall(303), {"text": "Mehr Bänke am Bach"}),
    Door(f"POST {WALL}/cards", f"{THEIR_WALL}/cards", hall(404), {"text": "Mehr Bänke"}),
    Door(f"POST {WALL}/vote", f"{OUR_WALL}/vote", hall(422, companion=403)),
    Door(f"POST {WALL}/vote", f"{THEIR_WALL}/vote", hall(404)),
    Door("GET /desk/scribe", "/desk/scribe", hall(200, companion=200)),
    Door("GET /desk/scribe/<session>", "/desk/scribe/{session}", hall(200)),
    Door("GET /desk/scribe/<session>", "/desk/scribe/{foreign_session}", hall(404)),
    Door("POST /desk/scribe/<session>", "/desk/scribe/{session}", hall(404, companion=403), {"text": "Mehr Bänke"}),
    Door("POST /desk/scribe/<session>", "/desk/scribe/{foreign_session}", hall(404), {"text": "Mehr Bänke"}),
    Door(WANT_CARD, "/walls/{wall}/cards/1/want", everybody(403), {"want": "yes"}),
    Door(WANT_CARD, "/walls/{foreign_wall}/cards/1/want", everybody(404), {"want": "yes"}),
    # worksheets and slides, and what is asked again
    Door("GET /worksheets", "/worksheets", everybody(200)),
    Door("GET /worksheets/<worksheet>", "/worksheets/{sheet}", everybody(200)),
    Door("GET /worksheets/<worksheet>", "/worksheets/{foreign_sheet}", everybody(404)),
    Door("GET /worksheets/<worksheet>", "/worksheets/{wall}", everybody(404)),
    Door("POST /worksheets/<worksheet>/sheets", "/worksheets/{sheet}/sheets", everybody(403), GOAL),
    Door("POST /worksheets/<worksheet>/sheets", "/worksheets/{sheet}/sheets", everybody(422)),
    Door("POST /worksheets/<worksheet>/sheets", "/worksheets/{foreign_sheet}/sheets", everybody(404), GOAL),
    Door("GET /desk/worksheets.csv", "/desk/worksheets.csv", hall(200, companion=200)),
    *(Door(f"GET {HALL}/{page}/new", f"{PLAN}/{page}/new", hall(200)) for page in ("sheets", "slides")),
    *(Door(f"GET {HALL}/{page}/new", f"{THEIR_HALL}/{page}/new", hall(404)) for page in ("sheets", "slides")),
    Door(f"POST {HALL}/sheets/new", f"{PLAN}/sheets/new", hall(303), {"kind": "plans"}),
    Door(f"POST {HALL}/sheets/new", f"{PLAN}/sheets/new", hall(422, companion=403), {"minutes": "viele"}),
    Door(f"POST {HALL}/sheets/new", f"{THEIR_HALL}/sheets/new", hall(404), {"kind": "plans"}),
    Door(f"POST {SHEET}", OUR_SHEET, hall(303), {"act": "stop"}),
    Door(f"POST {SHEET}", OUR_SHEET, hall(400, companion=400), {"act": "dance"}),
    Door(f"POST {SHEET}", THEIR_SHEET, hall(404), {"act": "stop"}),
    Door(f"GET {SHEET}/fields", f"{OUR_SHEET}/fields", hall(200)),
    Door(f"GET {SHEET}/fields", f"{THEIR_SHEET}/fields", hall(404)),
    Door(f"POST {SHEET}/fields", f"{OUR_SHEET}/fields", hall(303), {"field": "{field}"}),
    Door(f"POST {SHEET}/fields", f"{THEIR_SHEET}/fields", hall(404), {"field": "{field}"}),
    Door("GET /desk/scribe/<session>/sheet", "/desk/scribe/{session}/sheet", hall(404, companion=403)),
    Door("GET /desk/scribe/<session>/sheet", "/desk/scribe/{foreign_session}/sheet", hall(404)),
    Door(f"GET {SCRIBES}", "/desk/scribe/{session}/sheet/{sheet_step}", hall(200)),
    Door(f"GET {SCRIBES}", "/desk/scribe/{foreign_session}/sheet/{foreign_sheet_step}", hall(404)),
    Door(f"POST {SCRIBES}", "/desk/scribe/{session}/sheet/{sheet_step}", hall(303), GOAL),
    Door(f"POST {SCRIBES}", "/desk/scribe/{session}/sheet/{sheet_step}", hall(422, companion=403)),
    Door(f"POST {SCRIBES}", "/desk/scribe/{foreign_session}/sheet/{foreign_sheet_step}", hall(404), GOAL),
    Door(f"POST {HALL}/slides/new", f"{PLAN}/slides/new", hall(303), SLIDE),
    Door(f"POST {HALL}/slides/new", f"{PLAN}/slides/new", hall(422, companion=403)),
    Door(f"POST {HALL}/slides/new", f"{THEIR_HALL}/slides/new", hall(404), SLIDE),
    Door(f"GET {A_SLIDE}", "/desk/sessions/{session}/slides/{slide_step}", hall(200)),
    Door(f"GET {A_SLIDE}", "/desk/sessions/{session}/slides/{words}", hall(404, companion=403)),
    Door(f"GET {A_SLIDE}", "/desk/sessions/{foreign_session}/slides/{foreign_slide_step}", hall(404)),
    Door(f"POST {A_SLIDE}", "/desk/sessions/{session}/slides/{slide_step}", hall(303), SLIDE),
    Door(f"POST {A_SLIDE}", "/desk/sessions/{session}/slides/{slide_step}", hall(409, companion=403), STALE_SLIDE),
    Door(f"POST {A_SLIDE}", "/desk/sessions/{foreign_session}/slides/{foreign_slide_step}", hall(404), SLIDE),
    Door("GET /asked-again", "/asked-again", everybody(200)),
    Door(f"GET {HALL}/ballots/earlier", f"{PLAN}/ballots/earlier", hall(200)),
    Door(f"GET {HALL}/ballots/earlier", f"{THEIR_HALL}/ballots/earlier", hall(404)),
    Door(f"POST {HALL}/ballots/earlier", f"{PLAN}/ballots/earlier", hall(303), {"ballot": "{ballot}"}),
    Door(f"POST {HALL}/ballots/earlier", f"{PLAN}/ballots/earlier", hall(422, companion=403)),
    Door(f"POST {HALL}/ballots/earlier", f"{THEIR_HALL}/ballots/earlier", hall(404), {"ballot": "{ballot}"}),
    # speakers' lists
    Door("GET /desk/sessions/<session>/speakers/new", "/desk/sessions/{planned}/speakers/new", hall(200)),
    Door("GET /desk/sessions/<session>/speakers/new", "/desk/sessions/{foreign_session}/speakers/new", hall(404)),
    Door("POST /desk/sessions/<session>/speakers/new", "/desk/sessions/{planned}/speakers/new", hall(303), CARDS),
    Door("POST /desk/sessions/<session>/speakers/new", "/desk/sessions/{planned}/speakers/new", hall(422)),
    Door(
        "POST /desk/sessions/<session>/speakers/new", "/desk/sessions/{foreign_session}/speakers/new", hall(404), CARDS
    ),
    Door(
        "POST /desk/sessions/<session>/speakers/<int:step_id>",
        "/desk/sessions/{session}/speakers/{speakers_step}",
        hall(303),
        {"act": "strike", "speech": "{speech}"},
    ),
    Door(
        "POST /desk/sessions/<session>/speakers/<int:step_id>",
        "/desk/sessions/{session}/speakers/{speakers_step}",
        hall(409, companion=403),
        {"act": "call", "speech": "{speech}"},
    ),
    Door(
        "POST /desk/sessions/<session>/speakers/<int:step_id>",
        "/desk/sessions/{session}/speakers/{speakers_step}",
        hall(404, companion=403),
        {"act": "strike", "speech": "{foreign_speech}"},
    ),
    Door(
        "POST /desk/sessions/<session>/speakers/<int:step_id>",
        "/desk/sessions/{session}/speakers/{foreign_speakers_step}",
        hall(404, companion=403),
        {"act": "draw"},
    ),
    Door(
        "POST /desk/sessions/<session>/speakers/<int:step_id>",
        "/desk/sessions/{session}/speakers/{speakers_step}",
        hall(400),
        {"act": "sing"},
    ),
    Door("GET /speakers/<speakers>", "/speakers/{speakers}", everybody(403)),
    Door("GET /speakers/<speakers>", "/speakers/{foreign_speakers}", everybody(404)),
    Door("POST /speakers/<speakers>", "/speakers/{speakers}", everybody(403), {"name": "Amina"}),
    Door("POST /speakers/<speakers>", "/speakers/{foreign_speakers}", everybody(404), {"name": "Amina"}),
    Door("POST /speakers/<speakers>/back", "/speakers/{speakers}/back", everybody(403)),
    Door("POST /speakers/<speakers>/back", "/speakers/{foreign_speakers}/back", everybody(404)),
    # interviews
    Door("GET /desk/interviews", "/desk/interviews", desk(200, companion=200)),
    Door("POST /desk/interviews", "/desk/interviews", desk(303, companion=303), TALK),
    Door("POST /desk/interviews", "/desk/interviews", desk(422, companion=422)),
    Door("GET /desk/interviews/paper", "/desk/interviews/paper", desk(200, companion=200)),
    Door("GET /desk/interviews/codes", "/desk/interviews/codes", desk(200, companion=200)),
    Door("GET /desk/interviews/codes.csv", "/desk/interviews/codes.csv", desk(200, companion=200)),
    *(Door("POST /desk/interviews/codes", "/desk/interviews/codes?process={process}", desk(303, companion=404), form)
      for form in CODE_ACTS),
    Door("POST /desk/interviews/codes", "/desk/interviews/codes", desk(400), {"act": "dance"}),
    Door("POST /desk/interviews/codes", "/desk/interviews/codes", desk(422, companion=422), {"act": "add"}),
    Door("POST /desk/interviews/codes", "/desk/interviews/codes", desk(404, companion=404),
         {"act": "retire", "code": "{foreign_talk_code}"}),
    *(
        Door(f"GET {TALK_DESK}{rule}", f"/desk/interviews/{{{name}}}{path}", desk(status))
        for rule, path in (("", ""), ("/text", "/text"), ("/text/<int:number>", "/text/2"),
                           ("/passages/<int:number>", "/passages/1"))
        for name, status in (("source", 200), ("foreign_source", 404))
    ),
    Door(f"GET {TALK_DESK}/text", "/desk/interviews/{empty_source}/text", desk(404, companion=403)),
    Door(f"GET {TALK_DESK}/text/<int:number>", "/desk/interviews/{source}/text/99", desk(404, companion=403)),
    *(
        door
        for form in TALK_ACTS
        for door in (
            Door(f"POST {TALK_DESK}/acts", "/desk/interviews/{source}/acts", desk(303), form),
            Door(f"POST {TALK_DESK}/acts", "/desk/interviews/{foreign_source}/acts", desk(404), form),
        )
    ),
    Door(f"POST {TALK_DESK}/acts", "/desk/interviews/{source}/acts", hall(303), {"act": "release", "picked": "2:0"}),
    Door(f"POST {TALK_DESK}/acts", "/desk/interviews/{source}/acts", desk(400), {"act": "dance"}),
    Door(f"POST {TALK_DESK}/acts", "/desk/interviews/{source}/acts", desk(422, companion=403), {"act": "consent"}),
    Door(f"POST {TALK_DESK}/names", "/desk/interviews/{source}/names", office(200)),
    Door(f"POST {TALK_DESK}/names", "/desk/interviews/{foreign_source}/names", office(404)),
    Door(f"POST {TALK_DESK}/text", "/desk/interviews/{empty_source}/text", desk(409, companion=403), {"text": "Ja."}),
    Door(f"POST {TALK_DESK}/text", "/desk/interviews/{foreign_source}/text", desk(404), {"text": "Ja."}),
    Door(f"POST {TALK_DESK}/text/names", "/desk/interviews/{source}/text/names", desk(303),
         {"words": "أمينة", "person": "1"}),
    Door(f"POST {TALK_DESK}/text/names", "/desk/interviews/{foreign_source}/text/names", desk(404),
         {"words": "أمينة", "person": "1"}),
    Door(f"POST {TALK_DESK}/text/<int:number>", "/desk/interviews/{source}/text/2", desk(303), MARK),
    Door(f"POST {TALK_DESK}/text/<int:number>", "/desk/interviews/{source}/text/2", desk(422, companion=403),
         FOREIGN_MARK),
    Door(f"POST {TALK_DESK}/text/<int:number>", "/desk/interviews/{source}/text/2", desk(303),
         {"act": "correct", "text": "P1: Anders.", "seen": "2"}),
    Door(f"POST {TALK_DESK}/text/<int:number>", "/desk/interviews/{foreign_source}/text/2", desk(404), FOREIGN_MARK),
    Door(f"POST {TALK_DESK}/passages/<int:number>", "/desk/interviews/{source}/passages/1", desk(303), MARK),
    Door(f"POST {TALK_DESK}/passages/<int:number>", "/desk/interviews/{source}/passages/1", desk(422, companion=403)),
    Door(f"POST {TALK_DESK}/passages/<int:number>", "/desk/interviews/{foreign_source}/passages/1", desk(404),
         FOREIGN_MARK),
    Door("GET /interviews/<slug>", "/interviews/{talks}", everybody(200)),
    Door("GET /interviews/<slug>", "/interviews/ideen", everybody(404)),
    Door("GET /interviews/<slug>/codes/<int:code>", "/interviews/{talks}/codes/{talk_code}", everybody(200)),
    Door("GET /interviews/<slug>/codes/<int:code>", "/interviews/{talks}/codes/{foreign_talk_code}", everybody(404)),
    # events
    Door("GET /desk/events", "/desk/events", hall(200, companion=200)),
    Door("POST /desk/events", "/desk/events", hall(303, companion=303), FEST),
    Door("POST /desk/events", "/desk/events", hall(422, companion=422)),
    *(Door(f"GET {FEST_DESK}{page}", f"/desk/events/{{event}}{page}", hall(200)) for page in ("", "/list")),
    *(Door(f"GET {FEST_DESK}{page}", f"/desk/events/{{foreign_event}}{page}", hall(404)) for page in ("", "/list")),
    Door(f"POST {FEST_DESK}", "/desk/events/{event}", hall(303), FEST),
    Door(f"POST {FEST_DESK}", "/desk/events/{event}", hall(422, companion=403), {**FEST, "places": "1"}),
    Door(f"POST {FEST_DESK}", "/desk/events/{event_over}", hall(409, companion=403), FEST),
    Door(f"POST {FEST_DESK}", "/desk/events/{foreign_event}", hall(404), FEST),
    *(
        door
        for form in FEST_ACTS
        for door in (
            Door(f"POST {FEST_DESK}/acts", "/desk/events/{event}/acts", hall(303), form),
            Door(f"POST {FEST_DESK}/acts", "/desk/events/{foreign_event}/acts", hall(404), form),
        )
    ),
    Door(f"POST {FEST_DESK}/acts", "/desk/events/{event}/acts", hall(400), {"act": "dance"}),
    Door(f"POST {FEST_DESK}/acts", "/desk/events/{event}/acts", hall(422, companion=403), {"act": "cancel"}),
    Door(f"POST {FEST_DESK}/acts", "/desk/events/{event}/acts", hall(404, companion=403), {"act": "strike"}),
    Door("GET /events", "/events", everybody(200)),
    *(Door(f"GET {FESTS}{page}", f"/events/{{event}}{page}", everybody(200)) for page in FEST_PAGES),
    *(Door(f"GET {FESTS}{page}", f"/events/{{foreign_event}}{page}", everybody(404)) for page in FEST_PAGES),
    Door(f"POST {FESTS}", "/events/{event}", everybody(303), {"name": "Dora"}),
    Door(f"POST {FESTS}", "/events/{event}", everybody(422), {"name": ""}),
    Door(f"POST {FESTS}", "/events/{event_over}", everybody(409), {"name": "Dora"}),
    Door(f"POST {FESTS}", "/events/{foreign_event}", everybody(404), {"name": "Dora"}),
    Door(f"GET {FESTS}/mine/<code>", "/events/{event}/mine/{event_code}", everybody(200)),
    Door(f"GET {FESTS}/mine/<code>", "/events/{event}/mine/{foreign_event_code}", everybody(404)),
    Door(f"POST {FESTS}/mine/<code>", "/events/{event}/mine/{event_code}", everybody(303)),
    Door(f"POST {FESTS}/mine/<code>", "/events/{foreign_event}/mine/{foreign_event_code}", everybody(404)),
    Door(f"POST {FESTS}/feedback", "/events/{event_over}/feedback", everybody(303), {"stars": "4"}),
    Door(f"POST {FESTS}/feedback", "/events/{event_over}/feedback", everybody(422)),
    Door(f"POST {FESTS}/feedback", "/events/{event}/feedback", everybody(409), {"stars": "4"}),
    Door(f"POST {FESTS}/feedback", "/events/{foreign_event_over}/feedback", everybody(404), {"stars": "4"}),
    # forums
    Door("GET /desk/forums", "/desk/forums", hall(200, companion=200)),
    Door("POST /desk/forums", "/desk/forums", hall(303, companion=303), FORUM_FORM),
    Door("POST /desk/forums", "/desk/forums", hall(422, companion=422)),
    *(Door(f"GET {FORUM}{page}", f"/desk/forums/{{forum}}{page}", hall(200)) for page in FORUM_PAGES),
    *(Door(f"GET {FORUM}{page}", f"/desk/forums/{{foreign_forum}}{page}", hall(404)) for page in FORUM_PAGES),
    Door(f"POST {FORUM}/edit", "/desk/forums/{forum}/edit", hall(303), {**FORUM_FORM, "revision": "0"}),
    Door(f"POST {FORUM}/edit", "/desk/forums/{forum}/edit", hall(409, companion=403), {**FORUM_FORM, "revision": "7"}),
    Door(f"POST {FORUM}/edit", "/desk/forums/{foreign_forum}/edit", hall(404), FORUM_FORM),
    *(
        door
        for form in FORUM_ACTS
        for door in (
            Door(f"POST {FORUM}/acts", "/desk/forums/{forum}/acts", hall(303), form),
            Door(f"POST {FORUM}/acts", "/desk/forums/{foreign_forum}/acts", hall(404), form),
        )
    ),
    Door(f"POST {FORUM}/acts", "/desk/forums/{forum}/acts", hall(400), {"act": "dance"}),
    Door(f"POST {FORUM}/parts", "/desk/forums/{forum}/parts", hall(303), PART_FORM),
    Door(f"POST {FORUM}/parts", "/desk/forums/{forum}/parts", hall(422, companion=403)),
    Door(f"POST {FORUM}/parts", "/desk/forums/{foreign_forum}/parts", hall(404), PART_FORM),
    Door(f"GET {FORUM_PART}", "/desk/forums/{forum}/parts/{forum_part}", hall(200)),
    Door(f"GET {FORUM_PART}", "/desk/forums/{forum}/parts/{foreign_forum_part}", hall(404, companion=403)),
    Door(f"GET {FORUM_PART}", "/desk/forums/{foreign_forum}/parts/{foreign_forum_part}", hall(404)),
    Door(f"POST {FORUM_PART}", "/desk/forums/{forum}/parts/{forum_part}", hall(303), PART_FORM),
    Door(
        f"POST {FORUM_PART}",
        "/desk/forums/{forum}/parts/{forum_part}",
        hall(409, companion=403),
        {**PART_FORM, "revision": "7"},
    ),
    Door(f"POST {FORUM_PART}", "/desk/forums/{foreign_forum}/parts/{foreign_forum_part}", hall(404), PART_FORM),
    *(
        door
        for form in PART_ACTS
        for door in (
            Door(f"POST {FORUM_PART}/acts", "/desk/forums/{forum}/parts/{forum_part}/acts", hall(303), form),
            Door(
                f"POST {FORUM_PART}/acts",
                "/desk/forums/{foreign_forum}/parts/{foreign_forum_part}/acts",
                hall(404),
                form,
            ),
        )
    ),
    Door(f"POST {FORUM_PART}/acts", "/desk/forums/{forum}/parts/{forum_part}/acts", hall(400), {"act": "dance"}),
    Door(f"POST {FORUM_PART}/link", "/desk/forums/{forum}/parts/{forum_part}/link", hall(200)),
    Door(f"POST {FORUM_PART}/link", "/desk/forums/{foreign_forum}/parts/{foreign_forum_part}/link", hall(404)),
    Door(f"GET {FORUM}/results", "/desk/forums/{forum}/results", hall(200)),
    Door(f"GET {FORUM}/results", "/desk/forums/{foreign_forum}/results", hall(404)),
    Door(f"POST {FORUM}/results", "/desk/forums/{forum}/results", hall(303), {"part": "{forum_part}", "text": "Neu"}),
    Door(f"POST {FORUM}/results", "/desk/forums/{forum}/results", hall(422, companion=403), {"part": "{forum_part}"}),
    Door(
        f"POST {FORUM}/results",
        "/desk/forums/{foreign_forum}/results",
        hall(404),
        {"part": "{foreign_forum_part}", "text": "Neu"},
    ),
    Door(
        f"POST {FORUM}/results/release",
        "/desk/forums/{forum}/results/release",
        hall(303),
        {"one": "{forum_result}:0"},
    ),
    Door(
        f"POST {FORUM}/results/release",
        "/desk/forums/{foreign_forum}/results/release",
        hall(404),
        {"one": "{foreign_forum_result}:0"},
    ),
    *(Door(f"GET {FORUMS}{page}", f"/forums/{{forum}}{page}", everybody(200)) for page in FORUM_READ),
    *(Door(f"GET {FORUMS}{page}", f"/forums/{{foreign_forum}}{page}", everybody(404)) for page in FORUM_READ),
    Door(f"GET {FORUMS}/parts/<part>.ics", "/forums/{forum}/parts/{forum_part}.ics", everybody(200)),
    Door(f"GET {FORUMS}/parts/<part>.ics", "/forums/{forum}/parts/{foreign_forum_part}.ics", everybody(404)),
    Door(f"GET {FORUMS}/rooms/<int:room>", "/forums/{forum}/rooms/{forum_room}", everybody(200)),
    Door(f"GET {FORUMS}/rooms/<int:room>", "/forums/{forum}/rooms/{foreign_forum_room}", everybody(404)),
    Door("GET /forums/results/<token>", "/forums/results/{forum_link}", everybody(200)),
    Door("GET /forums/results/<token>", "/forums/results/{foreign_forum_link}", everybody(404)),
    Door("POST /forums/results/<token>", "/forums/results/{forum_link}", everybody(303), {"text": "Mehr Bäume"}),
    Door("POST /forums/results/<token>", "/forums/results/{forum_link}", everybody(422)),
    Door("POST /forums/results/<token>", "/forums/results/{foreign_forum_link}", everybody(404), {"text": "Mehr"}),
    Door("GET /desk/sessions/<session>/podium/new", "/desk/sessions/{session}/podium/new", hall(200)),
    Door("GET /desk/sessions/<session>/podium/new", "/desk/sessions/{foreign_session}/podium/new", hall(404)),
    Door("POST /desk/sessions/<session>/podium/new", "/desk/sessions/{session}/podium/new", hall(303), CARDS),
    Door("POST /desk/sessions/<session>/podium/new", "/desk/sessions/{session}/podium/new", hall(422, companion=403)),
    Door("POST /desk/sessions/<session>/podium/new", "/desk/sessions/{foreign_session}/podium/new", hall(404), CARDS),
    Door(f"GET {PODIUM}", "/desk/sessions/{forum_session}/podium/{podium_step}", hall(200)),
    Door(f"GET {PODIUM}", "/desk/sessions/{session}/podium/{podium_step}", hall(404, companion=403)),
    Door(f"GET {PODIUM}", "/desk/sessions/{foreign_forum_session}/podium/{foreign_podium_step}", hall(404)),
    Door(f"POST {PODIUM}", "/desk/sessions/{forum_session}/podium/{podium_step}", hall(303), ON_THE_PODIUM),
    Door(
        f"POST {PODIUM}",
        "/desk/sessions/{foreign_forum_session}/podium/{foreign_podium_step}",
        hall(404),
        {"guests": "Cem"},
    ),
    Door("GET /desk/sessions/<session>/methods", "/desk/sessions/{session}/methods", hall(200)),
    Door("GET /desk/sessions/<session>/methods", "/desk/sessions/{foreign_session}/methods", hall(404)),
    Door("POST /desk/sessions/<session>/methods", "/desk/sessions/{session}/methods", hall(303), FISH),
    Door("POST /desk/sessions/<session>/methods", "/desk/sessions/{session}/methods", hall(400)),
    Door("POST /desk/sessions/<session>/methods", "/desk/sessions/{foreign_session}/methods", hall(404), FISH),
    # round tables
    Door("GET /desk/tables", "/desk/tables", hall(200, companion=200)),
    Door("POST /desk/tables", "/desk/tables", hall(303, companion=303), {"title_de": "Noch ein Tisch"}),
    Door("POST /desk/tables", "/desk/tables", hall(422, companion=422)),
    Door("POST /desk/tables", "/desk/tables", hall(404), {"title_de": "Klein", "parent": "{foreign_table}"}),
    *(Door(f"GET {TABLE}{page}", f"/desk/tables/{{table}}{page}", hall(200)) for page in TABLE_PAGES),
    *(Door(f"GET {TABLE}{page}", f"/desk/tables/{{foreign_table}}{page}", hall(404)) for page in TABLE_PAGES),
    Door(f"GET {MEETING}", "/desk/tables/{table}/sessions/3", booth(200)),
    Door(f"GET {MEETING}", "/desk/tables/{table}/sessions/9", booth(404, companion=403)),
    Door(f"GET {MEETING}", "/desk/tables/{foreign_table}/sessions/3", booth(404)),
    *(
        door
        for path, form in TABLE_FORMS
        for door in (
            Door(f"POST {TABLE}{path[0]}", f"/desk/tables/{{table}}{path[1]}", hall(303), form),
            Door(
                f"POST {TABLE}{path[0]}",
                f"/desk/tables/{{foreign_table}}{path[1].replace('{', '{foreign_')}",
                hall(404),
                {name: value.replace("{", "{foreign_") for name, value in form.items()},
            ),
        )
    ),
    Door(f"POST {TABLE}/frame", "/desk/tables/{table}/frame", hall(422)),
    Door(f"POST {TABLE}/end", "/desk/tables/{table}/end", hall(409, companion=403)),
    Door(f"POST {TABLE}/end", "/desk/tables/{foreign_table}/end", hall(404)),
    Door(f"POST {TABLE}/seats", "/desk/tables/{table}/seats", hall(400), {"act": "dance"}),
    Door(SEAT_CODE, "/desk/tables/{table}/seats/{table_seat}/code", hall(404, companion=403)),
    Door(
        SEAT_CODE,
        "/desk/tables/{table}/seats/{table_seat}/code",
        hall(200),
        {"part": "delegate"},
    ),
    Door(
        SEAT_CODE,
        "/desk/tables/{foreign_table}/seats/{foreign_table_seat}/code",
        hall(404),
        {"part": "delegate"},
    ),
    Door(
        f"POST {MEETING}/items/<int:item>",
        "/desk/tables/{table}/sessions/3/items/{item}",
        booth(303),
        {"minutes_de": "Alle sind da.", "revision": "0"},
    ),
    Door(
        f"POST {MEETING}/items/<int:item>",
        "/desk/tables/{table}/sessions/1/items/{ended_item}",
        booth(409, companion=403),
        {"minutes_de": "Doch nicht.", "revision": "1"},
    ),
    Door(
        f"POST {MEETING}/items/<int:item>",
        "/desk/tables/{foreign_table}/sessions/3/items/{foreign_item}",
        booth(404),
        {"minutes_de": "Alle sind da."},
    ),
    Door(
        ITEM,
        "/desk/sessions/{table_session}/items/{item_step}",
        hall(303),
        {"act": "cancel", "ballot": "{seat_ballot}"},
    ),
    Door(ITEM, "/desk/sessions/{table_session}/items/{item_step}", hall(400), {"act": "dance"}),
    Door(
        ITEM,
        "/desk/sessions/{table_session}/items/{item_step}",
        hall(404, companion=403),
        {"act": "cancel", "ballot": "{foreign_seat_ballot}"},
    ),
    Door(ITEM, "/desk/sessions/{session}/items/{item_step}", hall(404, companion=403), {"act": "let_in"}),
    Door(ITEM, "/desk/sessions/{foreign_table_session}/items/{foreign_item_step}", hall(404), {"act": "let_in"}),
    *(Door(f"GET {READ}{page[0]}", f"/tables/{{table}}{page[1]}", everybody(200)) for page in TABLE_READ),
    *(Door(f"GET {READ}{page[0]}", f"/tables/{{foreign_table}}{page[1]}", everybody(404)) for page in TABLE_READ),
    Door(f"GET {READ}/decisions/<int:number>", "/tables/{table}/decisions/9", everybody(404)),
    Door(
        f"GET {READ}/sessions/<int:number>",
        "/tables/{table}/sessions/3",
        everybody(404) | dict.fromkeys(("author", "moderator", "administrator", "interpreter"), 200),
    ),
    Door("GET /seat/<code>", "/seat/{seat_code}", everybody(200)),
    Door("GET /seat/<code>", "/seat/{idea}", everybody(404)),
    Door("GET /seat/<code>", "/seat/{foreign_seat_code}", everybody(404)),
    Door(
        "POST /seat/<code>",
        "/seat/{seat_code}",
        everybody(303) | dict.fromkeys(("author", "moderator", "administrator"), 409),
    ),
    Door("POST /seat/<code>", "/seat/{foreign_seat_code}", everybody(404)),
    Door(f"GET {READ}/seat", "/tables/{table}/seat", author(200, 403)),
    Door(f"GET {READ}/seat", "/tables/{foreign_table}/seat", everybody(404)),
    Door(f"POST {READ}/rules", "/tables/{table}/rules", author(303, 403), {"version": "2"}),
    Door(f"POST {READ}/rules", "/tables/{table}/rules", author(409, 403), {"version": "1"}),
    Door(f"POST {READ}/rules", "/tables/{foreign_table}/rules", everybody(404), {"version": "2"}),
    Door(f"POST {READ}/sessions/<int:number>/here", "/tables/{table}/sessions/3/here", author(303, 403)),
    Door(f"POST {READ}/sessions/<int:number>/here", "/tables/{table}/sessions/1/here", author(409, 403)),
    Door(f"POST {READ}/sessions/<int:number>/here", "/tables/{foreign_table}/sessions/3/here", everybody(404)),
    Door(f"GET {TABLE_PAPER}", "/tables/{table}/sessions/3/items/{item}/new", author(200, 403)),
    Door(f"GET {TABLE_PAPER}", "/tables/{foreign_table}/sessions/3/items/{foreign_item}/new", everybody(404)),
    Door(f"POST {TABLE_PAPER}", "/tables/{table}/sessions/3/items/{item}/new", author(303, 403), TAKEN),
    Door(f"POST {TABLE_PAPER}", "/tables/{table}/sessions/3/items/{item}/new", author(422, 403)),
    Door(f"POST {TABLE_PAPER}", "/tables/{foreign_table}/sessions/3/items/{foreign_item}/new", everybody(404), TAKEN),
    Door(f"GET {SEAT_VOTE}", "/tables/{table}/ballots/{seat_ballot}", author(200, 403)),
    Door(f"GET {SEAT_VOTE}", "/tables/{table}/ballots/{foreign_seat_ballot}", author(404, 403)),
    Door(f"GET {SEAT_VOTE}", "/tables/{foreign_table}/ballots/{foreign_seat_ballot}", everybody(404)),
    Door(f"POST {SEAT_VOTE}", "/tables/{table}/ballots/{seat_ballot}", author(303, 403), {"answer": "1"}),
    Door(f"POST {SEAT_VOTE}", "/tables/{table}/ballots/{seat_ballot}", author(422, 403), {"answer": "4"}),
    Door(f"POST {SEAT_VOTE}", "/tables/{foreign_table}/ballots/{foreign_seat_ballot}", everybody(404), {"answer": "1"}),
    Door(f"POST {SEAT_VOTE}/dissent", "/tables/{table}/ballots/{seat_ballot}/dissent", author(409, 403), TAKEN),
    Door(
        f"POST {SEAT_VOTE}/dissent",
        "/tables/{foreign_table}/ballots/{foreign_seat_ballot}/dissent",
        everybody(404),
        TAKEN,
    ),
    *(Door(f"GET {SPACE}{page}", f"/spaces/{{space}}{page}", everybody(200)) for page in SPACE_PAGES),
    *(Door(f"GET {SPACE}{page}", f"/spaces/{{foreign_space}}{page}", everybody(404)) for page in SPACE_PAGES),
    Door(f"GET {SPACE}", "/spaces/{idea}", everybody(404)),
    Door(f"GET {SPACE}/rooms/<int:room>", "/spaces/{space}/rooms/{room}", everybody(200)),
    Door(f"GET {SPACE}/rooms/<int:room>", "/spaces/{space}/rooms/{foreign_room}", everybody(404)),
    Door(f"GET {SPACE}/rooms/<int:room>", "/spaces/{foreign_space}/rooms/{foreign_room}", everybody(404)),
    Door(f"POST {SPACE}/topics", "/spaces/{space}/topics", everybody(403), {"text": "Mehr Schatten"}),
    Door(f"POST {SPACE}/topics", "/spaces/{space}/topics", everybody(422)),
    Door(f"POST {SPACE}/topics", "/spaces/{foreign_space}/topics", everybody(404), {"text": "Mehr Schatten"}),
    Door(f"POST {TOPIC}/want", "/spaces/{space}/topics/{topic}/want", everybody(403), {"want": "yes"}),
    Door(f"POST {TOPIC}/want", "/spaces/{space}/topics/99/want", everybody(404), {"want": "yes"}),
    Door(f"POST {TOPIC}/want", "/spaces/{foreign_space}/topics/1/want", everybody(404), {"want": "yes"}),
    Door(f"POST {TOPIC}/place", "/spaces/{space}/topics/{topic}/place", everybody(404), {"to": "{slot}:{room}"}),
    Door(f"POST {TOPIC}/place", "/spaces/{foreign_space}/topics/1/place", everybody(404), {"to": "none"}),
    Door(f"GET {TOPIC}/report", "/spaces/{space}/topics/{topic}/report", everybody(200)),
    Door(f"GET {TOPIC}/report", "/spaces/{space}/topics/99/report", everybody(404)),
    Door(f"GET {TOPIC}/report", "/spaces/{foreign_space}/topics/1/report", everybody(404)),
    Door(f"POST {TOPIC}/report", "/spaces/{space}/topics/{topic}/report", everybody(303), TOLD),
    Door(f"POST {TOPIC}/report", "/spaces/{space}/topics/{topic}/report", everybody(422)),
    Door(f"POST {TOPIC}/report", "/spaces/{foreign_space}/topics/1/report", everybody(404), TOLD),
    Door(f"GET {SPACE}/actions/new", "/spaces/{space}/actions/new", everybody(200)),
    Door(f"GET {SPACE}/actions/new", "/spaces/{foreign_space}/actions/new", everybody(404)),
    Door(f"POST {SPACE}/actions/new", "/spaces/{space}/actions/new", hall(303), STEP),
    Door(f"POST {SPACE}/actions/new", "/spaces/{foreign_space}/actions/new", everybody(404), STEP),
    Door(f"GET {MARKET}/new", "/desk/sessions/{planned}/space/new", hall(200)),
    Door(f"GET {MARKET}/new", "/desk/sessions/{foreign_session}/space/new", hall(404)),
    Door(f"POST {MARKET}/new", "/desk/sessions/{planned}/space/new", hall(303), {"rooms": "Aula"}),
    Door(f"POST {MARKET}/new", "/desk/sessions/{planned}/space/new", hall(422, companion=403), {"hour": "nie"}),
    Door(f"POST {MARKET}/new", "/desk/sessions/{foreign_session}/space/new", hall(404), {"rooms": "Aula"}),
    *(Door(f"GET {MARKET}{page}", f"{OUR_MARKET}{page}", hall(200)) for page in MARKET_PAGES),
    *(Door(f"GET {MARKET}{page}", f"{THEIR_MARKET}{page}", hall(404)) for page in MARKET_PAGES),
    *(Door(f"GET {MARKET}{page}", f"{NO_MARKET}{page}", hall(404, companion=403)) for page in MARKET_PAGES),
    Door(f"GET {MARKET}/principles", f"{OUR_MARKET}/principles", hall(200)),
    Door(f"GET {MARKET}/principles", f"{THEIR_MARKET}/principles", hall(404)),
    *(
        Door(f"GET {MARKET}/<any(programme,actions):what>.csv", f"{market}/{what}.csv", hall(status))
        for market, status in ((OUR_MARKET, 200), (THEIR_MARKET, 404))
        for what in ("programme", "actions")
    ),
    Door(f"POST {MARKET}", OUR_MARKET, hall(303), {"act": "stop"}),
    Door(f"POST {MARKET}", OUR_MARKET, hall(422, companion=403), {"act": "place", "to": "1:1"}),
    Door(f"POST {MARKET}", OUR_MARKET, hall(400, companion=400), {"act": "dance"}),
    Door(f"POST {MARKET}", NO_MARKET, hall(404, companion=403), {"act": "stop"}),
    Door(f"POST {MARKET}", THEIR_MARKET, hall(404), {"act": "stop"}),
    Door(f"POST {MARKET}", OUR_MARKET, hall(404, companion=403), {"act": "free", "topic": "{foreign_topic_id}:0"}),
    Door(f"POST {MARKET}/places", f"{OUR_MARKET}/places", hall(303), {"rooms": "Keller"}),
    Door(f"POST {MARKET}/places", f"{THEIR_MARKET}/places", hall(404), {"rooms": "Keller"}),
    Door(f"POST {MARKET}/topics", f"{OUR_MARKET}/topics", hall(303), {"text": "Mehr Schatten am Bach"}),
    Door(f"POST {MARKET}/topics", f"{THEIR_MARKET}/topics", hall(404), {"text": "Mehr Schatten"}),
    Door(f"POST {MARKET}/vote", f"{OUR_MARKET}/vote", hall(422, companion=403)),
    Door(f"POST {MARKET}/vote", f"{THEIR_MARKET}/vote", hall(404)),
    Door(CONCERN_FOR, "/desk/scribe/{session}/concern", hall(200)),
    Door(CONCERN_FOR, "/desk/scribe/{planned}/concern", hall(404, companion=403)),
    Door(CONCERN_FOR, "/desk/scribe/{foreign_session}/concern", hall(404)),
    Door(f"POST{CONCERN_FOR[3:]}", "/desk/scribe/{session}/concern", hall(303), {"text": "Mehr Licht am Weg"}),
    Door(f"POST{CONCERN_FOR[3:]}", "/desk/scribe/{foreign_session}/concern", hall(404), {"text": "Mehr Licht"}),
    # world café
    Door(f"GET {CAFE}", "/cafes/{cafe}", everybody(200)),
    Door(f"GET {CAFE}", "/cafes/{foreign_cafe}", everybody(404)),
    Door(f"GET {CAFE}/me", "/cafes/{cafe}/me", everybody(403)),
    Door(f"GET {CAFE}/me", "/cafes/{foreign_cafe}/me", everybody(404)),
    Door(f"POST {CAFE}/me", "/cafes/{cafe}/me", everybody(403), {"act": "in"}),
    Door(f"POST {CAFE}/me", "/cafes/{foreign_cafe}/me", everybody(404), {"act": "in"}),
    Door(f"GET {CAFE_TABLE}", "/cafes/{cafe}/tables/{cafe_table}", everybody(200)),
    Door(f"GET {CAFE_TABLE}", "/cafes/{cafe}/tables/99", everybody(404)),
    Door(f"GET {CAFE_TABLE}", "/cafes/{foreign_cafe}/tables/1", everybody(404)),
    Door(f"POST {CAFE_TABLE}", "/cafes/{cafe}/tables/{cafe_table}", everybody(403), {"text": "Mehr Licht"}),
    Door(f"POST {CAFE_TABLE}", "/cafes/{foreign_cafe}/tables/1", everybody(404), {"text": "Mehr Licht"}),
    Door(f"GET {CAFE_DESK}/new", f"{NO_CAFE}/new", hall(200)),
    Door(f"GET {CAFE_DESK}/new", f"{THEIR_CAFE}/new", hall(404)),
    Door(f"POST {CAFE_DESK}/new", f"{NO_CAFE}/new", hall(303), ROUNDS),
    Door(f"POST {CAFE_DESK}/new", f"{NO_CAFE}/new", hall(422, companion=403), {"people": "40"}),
    Door(f"POST {CAFE_DESK}/new", f"{THEIR_CAFE}/new", hall(404), ROUNDS),
    *(Door(f"GET {CAFE_DESK}{page}", f"{OUR_CAFE}{page}", hall(200)) for page in CAFE_PAGES),
    *(Door(f"GET {CAFE_DESK}{page}", f"{THEIR_CAFE}{page}", hall(404)) for page in CAFE_PAGES),
    *(Door(f"GET {CAFE_DESK}{page}", f"{NO_CAFE}{page}", hall(404, companion=403)) for page in CAFE_PAGES),
    Door(f"POST {CAFE_DESK}", OUR_CAFE, hall(303), {"act": "ask"}),
    Door(f"POST {CAFE_DESK}", OUR_CAFE, hall(422, companion=403), {"act": "slips", "count": "0"}),
    Door(f"POST {CAFE_DESK}", OUR_CAFE, hall(400, companion=400), {"act": "dance"}),
    Door(f"POST {CAFE_DESK}", NO_CAFE, hall(404, companion=403), {"act": "ask"}),
    Door(f"POST {CAFE_DESK}", THEIR_CAFE, hall(404), {"act": "ask"}),
    Door(NOTE_FOR, "/desk/scribe/{session}/note", hall(200)),
    Door(NOTE_FOR, "/desk/scribe/{planned}/note", hall(404, companion=403)),
    Door(NOTE_FOR, "/desk/scribe/{foreign_session}/note", hall(404)),
    Door(f"POST{NOTE_FOR[3:]}", "/desk/scribe/{session}/note", hall(303), NOTE),
    Door(f"POST{NOTE_FOR[3:]}", "/desk/scribe/{foreign_session}/note", hall(404), NOTE),
    # reports
    Door("GET /desk/harvest", "/desk/harvest", readers(200, companion=200)),
    Door("GET /desk/harvest", "/desk/harvest?process={process}", readers(200, companion=404)),
    Door("GET /desk/harvest", "/desk/harvest?process={foreign_process}", readers(404)),
    Door("GET /desk/harvest.csv", "/desk/harvest.csv?process={process}", readers(200, companion=404)),
    Door("GET /desk/harvest.xlsx", "/desk/harvest.xlsx?process={process}", readers(200, companion=404)),
    # processes: public pages, drafts, plans
    Door("GET /process/<slug>/about-you", "/process/{process}/about-you", author(200, 409)),
    Door("GET /process/<slug>/about-you", "/process/{draft}/about-you", everybody(404)),
    Door("GET /process/<slug>/about-you", "/process/{foreign_process}/about-you", everybody(404)),
    Door("POST /process/<slug>/about-you", "/process/{process}/about-you", author(303, 409), {"q-age": "a65"}),
    Door("POST /process/<slug>/about-you", "/process/{process}/about-you", author(422, 409), {"q-age": "ancient"}),
    Door("POST /process/<slug>/about-you", "/process/{process}/about-you", author(303, 409), {"act": "decline"}),
    Door("POST /process/<slug>/about-you", "/process/{draft}/about-you", everybody(404), {"q-age": "a65"}),
    Door("POST /process/<slug>/about-you", "/process/{foreign_process}/about-you", everybody(404), {"q-age": "a65"}),
    Door("GET /process/<slug>/reach", "/process/{process}/reach", everybody(200)),
    Door("GET /process/<slug>/reach", "/process/{draft}/reach", everybody(404)),
    Door("GET /process/<slug>/reach", "/process/{foreign_process}/reach", everybody(404)),
    Door("GET /desk/reach", "/desk/reach", reaching(200, companion=200)),
    Door("GET /desk/reach", "/desk/reach?process={process}", reaching(200)),
    Door("GET /desk/reach", "/desk/reach?process={foreign_process}", reaching(404)),
    Door("GET /desk/reach.csv", "/desk/reach.csv?process={process}", reaching(200)),
    Door("GET /desk/reach.csv", "/desk/reach.csv?process={foreign_process}", reaching(404)),
    Door("GET /desk/reach/questions", "/desk/reach/questions?process={process}", office(200)),
    Door("GET /desk/reach/questions", "/desk/reach/questions?process={foreign_process}", office(404)),
    Door("POST /desk/reach/questions", "/desk/reach/questions?process={draft}", office(303), {"act": "begin"}),
    Door("POST /desk/reach/questions", "/desk/reach/questions?process={draft}", office(404), {"act": "keep"}),
    Door("POST /desk/reach/questions", R, office(303), {"act": "keep", "asked": "age", "revision": "2"}),
    Door("POST /desk/reach/questions", R, office(409), {"act": "unpublish", "revision": "0"}),
    Door("POST /desk/reach/questions", R, office(303), {"act": "unpublish", "revision": "2"}),
    Door("GET /desk/reach/questions/<key>", "/desk/reach/questions/age?process={process}", office(200)),
    Door("GET /desk/reach/questions/<key>", "/desk/reach/questions/income?process={process}", office(404)),
    Door("GET /desk/reach/questions/<key>", "/desk/reach/questions/age?process={draft}", office(404)),
    Door("POST /desk/reach/questions/<key>", "/desk/reach/questions/age?process={process}", office(422)),
    Door("POST /desk/reach/questions/<key>", "/desk/reach/questions/age?process={foreign_process}", office(404)),
    Door("GET /desk/reach/figures/<key>", "/desk/reach/figures/age?process={process}", office(200)),
    Door("GET /desk/reach/figures/<key>", "/desk/reach/figures/age?process={foreign_process}", office(404)),
    Door("POST /desk/reach/figures/<key>", "/desk/reach/figures/age?process={process}", office(303), {"revision": "2"}),
    Door("POST /desk/reach/figures/<key>", "/desk/reach/figures/age?process={process}", office(422), {"year": "25"}),
    Door("POST /desk/reach/figures/<key>", "/desk/reach/figures/age?process={foreign_process}", office(404)),
    Door("GET /process/<slug>", "/process/{process}", everybody(200)),
    Door("GET /process/<slug>", "/process/{draft}", inside(200)),
    Door("GET /process/<slug>", "/process/{foreign_process}", everybody(404)),
    Door("GET /ideas/<slug>", "/ideas/{draft_format}", inside(200)),
    Door("GET /fields", "/fields?process={draft}", inside(200)),
    Door("POST /ideas/<slug>/new", "/ideas/{draft_format}/new", inside(409), {"text": "Ein Brunnen"}),
    Door("GET /desk/processes", "/desk/processes", planners(200, companion=200)),
    Door("GET /desk/processes/new", "/desk/processes/new", planners(200)),
    Door("POST /desk/processes/new", "/desk/processes/new", planners(303), {"template": "evening", "title_de": "Neu"}),
    Door("POST /desk/processes/new", "/desk/processes/new", planners(422), {"template": "evening"}),
    Door(GET, P, planners(200)),
    Door(GET, D, planners(200, companion=200)),
    Door(GET, F, everybody(404)),
    Door(POST, D, planners(303, companion=303), {"act": "publish", **SEEN}),
    Door(POST, P, planners(303), {"act": "end", **SEEN}),
    Door(POST, P, planners(409), {"act": "end", "revision": "7"}),
    Door(POST, P, everybody(400), {"act": "dance"}),
    Door(POST, F, everybody(404), {"act": "end", **SEEN}),
    Door(GET + "/words", P + "/words", planners(200)),
    Door(GET + "/words", F + "/words", everybody(404)),
    Door(POST + "/words", P + "/words", planners(303), {"title_de": "Neu", **SEEN}),
    Door(POST + "/words", F + "/words", everybody(404), SEEN),
    Door(GET + "/phases/new", P + "/phases/new", planners(200)),
    Door(POST + "/phases/new", P + "/phases/new", planners(303), PHASE),
    Door(POST + "/phases/new", F + "/phases/new", everybody(404), PHASE),
    Door(GET + "/phases/<int:phase_id>", P + "/phases/{phase}", planners(200)),
    Door(GET + "/phases/<int:phase_id>", P + "/phases/{foreign_phase}", planners(404, companion=403)),
    Door(GET + "/phases/<int:phase_id>", D + "/phases/{phase}", planners(404)),
    Door(POST + "/phases/<int:phase_id>", P + "/phases/{phase}", planners(303), {**PHASE, **SEEN}),
    Door(POST + "/phases/<int:phase_id>/move", P + "/phases/{phase}/move", planners(303), {"act": "end", **SEEN}),
    Door(POST + "/phases/<int:phase_id>/move", D + "/phases/{phase}/move", planners(404), {"act": "end", **SEEN}),
    Door(GET + "/formats/new", P + "/formats/new", planners(200)),
    Door(POST + "/formats/new", P + "/formats/new", planners(303), {"title_de": "Neu"}),
    Door(GET + "/formats/<int:format_id>", P + "/formats/{format}", planners(200)),
    Door(GET + "/formats/<int:format_id>", D + "/formats/{format}", planners(404)),
    Door(POST + "/formats/<int:format_id>", P + "/formats/{format}", planners(303), {"title_de": "Neu", **SEEN}),
    Door(GET + FORM, P + "/formats/{format}/form", planners(200)),
    Door(GET + FORM, F + "/formats/{foreign_format}/form", everybody(404)),
    Door(GET + FORM, P + "/formats/{foreign_format}/form", planners(404, companion=403)),
    Door(POST + FORM, P + "/formats/{format}/form", planners(303), {"photos": "no", **SEEN}),
    Door(POST + FORM, F + "/formats/{foreign_format}/form", everybody(404), {"photos": "no", **SEEN}),
    Door(GET + FORM + "/new", P + "/formats/{format}/form/new?kind=one", planners(200)),
    Door(GET + FORM + "/new", P + "/formats/{format}/form/new", planners(422)),
    Door(POST + FORM + "/new", P + "/formats/{format}/form/new?kind=text", planners(303), {"label_de": "Wer?"}),
    Door(POST + FORM + "/new", F + "/formats/{foreign_format}/form/new?kind=text", everybody(404), {"label_de": "x"}),
    Door(GET + ASKED, P + "/formats/{format}/form/{question}", planners(200)),
    Door(GET + ASKED, P + "/formats/{format}/form/{foreign_question}", planners(404, companion=403)),
    Door(POST + ASKED, P + "/formats/{format}/form/{question}", planners(303), {"label_de": "Wer?", **SEEN}),
    Door(POST + ASKED, P + "/formats/{format}/form/{foreign_question}", planners(404, companion=403), SEEN),
    Door(POST + ASKED + "/move", P + "/formats/{format}/form/{question}/move", planners(303), OUT),
    Door(POST + ASKED + "/move", P + "/formats/{format}/form/{question}/move", everybody(400), {"act": "explode"}),
    Door(
        POST + ASKED + "/move",
        P + "/formats/{format}/form/{foreign_question}/move",
        planners(404, companion=403),
        OUT,
    ),
    Door(POST + "/open", P + "/open", planners(303), SEEN),
    Door(POST + "/open", F + "/open", everybody(404), SEEN),
    # town hall: what everybody sees, the house, the log
    Door("GET /city.css", "/city.css", everybody(200)),
    Door("GET /city.css", "/city.css?v=0000000000", everybody(200)),
    Door("GET /logo", "/logo", everybody(200)),
    Door("GET /pages/<kind>", "/pages/imprint", everybody(200)),
    Door("GET /pages/<kind>", "/pages/signs", everybody(200)),
    Door("GET /pages/<kind>", "/pages/privacy", everybody(404)),
    Door("GET /pages/<kind>", "/pages/constitution", everybody(404)),
    Door("GET /desk/house", "/desk/house", office(200)),
    Door("POST /desk/house", "/desk/house", office(303), HOUSE),
    Door("POST /desk/house", "/desk/house", office(422), {**HOUSE, "hue": "360"}),
    Door("POST /desk/house", "/desk/house", office(409), {**HOUSE, "revision": "7"}),
    Door("POST /desk/house/logo", "/desk/house/logo", office(422), {"revision": "1"}),
    Door("POST /desk/house/logo/remove", "/desk/house/logo/remove", office(303), {"revision": "1"}),
    Door("POST /desk/house/logo/remove", "/desk/house/logo/remove", office(409), {"revision": "0"}),
    Door("GET /desk/house/pages/<kind>", "/desk/house/pages/privacy", office(200)),
    Door("GET /desk/house/pages/<kind>", "/desk/house/pages/constitution", everybody(404)),
    Door("POST /desk/house/pages/<kind>", "/desk/house/pages/imprint", office(303), {**WRITTEN, "revision": "1"}),
    Door("POST /desk/house/pages/<kind>", "/desk/house/pages/imprint", office(409), WRITTEN),
    Door("POST /desk/house/pages/<kind>", "/desk/house/pages/imprint", office(422), {**WRITTEN, "text_de": "[…]"}),
    Door("POST /desk/house/pages/<kind>", "/desk/house/pages/privacy", office(200), {**WRITTEN, "act": "preview"}),
    Door("POST /desk/house/pages/<kind>", "/desk/house/pages/privacy", office(200), {"act": "draft"}),
    Door("POST /desk/house/pages/<kind>", "/desk/house/pages/constitution", everybody(404), WRITTEN),
    Door("GET /desk/log", "/desk/log", office(200)),
    Door("GET /desk/log", "/desk/log?who=system&area=account&since=2026-01-01&check=1", office(200)),
    Door("GET /desk/log", "/desk/log?since=yesterday", office(422)),
    Door("GET /desk/log.csv", "/desk/log.csv", office(200)),
    Door("GET /desk/record.csv", "/desk/record.csv", office(200)),
    # team
    Door("GET /desk/team", "/desk/team", administrator(200)),
    Door("GET /desk/team/invite", "/desk/team/invite", administrator(200)),
    Door("POST /desk/team", "/desk/team", administrator(200), {"name": "Eva Neu", "grant": "administrator"}),
    Door("POST /desk/team", "/desk/team", administrator(422)),
    Door("GET /desk/team/<int:person_id>", "/desk/team/{moderator_id}", administrator(200)),
    Door("GET /desk/team/<int:person_id>", "/desk/team/{foreign_id}", administrator(404)),
    Door("POST /desk/team/<int:person_id>", "/desk/team/{moderator_id}", administrator(303), OTHER_ROLE),
    Door("POST /desk/team/<int:person_id>", "/desk/team/{moderator_id}", administrator(409), {"grant": "observer"}),
    Door("POST /desk/team/<int:person_id>", "/desk/team/{foreign_id}", administrator(404), OTHER_ROLE),
    Door("POST /desk/team/<int:person_id>/link", "/desk/team/{moderator_id}/link", administrator(200)),
    Door("POST /desk/team/<int:person_id>/link", "/desk/team/{foreign_id}/link", administrator(404)),
    Door("POST /desk/team/<int:person_id>/remove", "/desk/team/{moderator_id}/remove", administrator(303), ROLES_SEEN),
    Door("POST /desk/team/<int:person_id>/remove", "/desk/team/{administrator_id}/remove", administrator(409)),
    Door("POST /desk/team/<int:person_id>/remove", "/desk/team/{foreign_id}/remove", administrator(404), ROLES_SEEN),
    Door("GET /desk/me", "/desk/me", colleagues(200)),
    Door("POST /desk/me/elsewhere", "/desk/me/elsewhere", colleagues(303)),
    Door("POST /desk/me/code", "/desk/me/code", colleagues(200)),
    # what colleagues are told
    Door("GET /desk/digest", "/desk/digest", hall(200, companion=200)),
    Door("GET /desk/digest", "/desk/digest?since=yesterday", hall(200, companion=200)),
    Door("POST /desk/digest/read", "/desk/digest/read", hall(303, companion=303)),
    Door("POST /desk/me/digest", "/desk/me/digest", hall(409, companion=409), DIGEST),
    Door("POST /desk/me/digest", "/desk/me/digest", hall(303, companion=303), {**DIGEST, "often": "never"}),
    Door("POST /desk/me/digest", "/desk/me/digest", hall(422, companion=422), {**DIGEST, "email": "max"}),
    Door("GET /digest/confirm/<token>", "/digest/confirm/{confirm}", everybody(200)),
    Door("GET /digest/confirm/<token>", "/digest/confirm/{foreign_confirm}", everybody(410)),
    Door("GET /digest/confirm/<token>", "/digest/confirm/{end}", everybody(410)),
    Door("POST /digest/confirm", "/digest/confirm", everybody(200), {"token": "{confirm}"}),
    Door("POST /digest/confirm", "/digest/confirm", everybody(410), {"token": "{foreign_confirm}"}),
    Door("POST /digest/confirm", "/digest/confirm", everybody(410)),
    Door("GET /digest/end/<token>", "/digest/end/{end}", everybody(200)),
    Door("GET /digest/end/<token>", "/digest/end/{foreign_end}", everybody(410)),
    Door("POST /digest/end/<token>", "/digest/end/{end}", everybody(200), ONE_CLICK),
    Door("POST /digest/end/<token>", "/digest/end/{foreign_end}", everybody(200), ONE_CLICK),
    Door("POST /digest/end/<token>", "/digest/end/{end}", everybody(403)),
    Door("POST /digest/end", "/digest/end", everybody(200), {"token": "{end}"}),
    Door("POST /digest/end", "/digest/end", everybody(410), {"token": "{foreign_end}"}),
    Door("POST /digest/end", "/digest/end", everybody(410)),
]  # fmt: skip


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, empty_tables: Path) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("town")
    file = folder / "participation.sqlite"
    file.write_bytes(empty_tables.read_bytes())
    for house in open_house(folder, f"sqlite:///{file}"):
        built = build_town(house, folder)
        yield built
        built.close()


@pytest.fixture(scope="module")
def before(town: Town) -> list[object]:
    """What stood in the tables when the town was built."""
    return everything(town.as_it_was)


@pytest.mark.parametrize("door", DOORS, ids=str)
def test_each_door_answers_each_who_knocks_as_written(town: Town, door: Door) -> None:
    found = {}
    for who in KNOCKING:
        town.is_as_it_was()
        answer = knock(town, who, door)
        found[who] = answer.status_code
        assert_sound(answer, door)
        answer.close()

    assert found == door.expected


OTHER_SITES: Sequence[dict[str, str]] = ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://evil.example"}, {})
NO_TOKENS: Sequence[dict[str, str]] = ({}, {"form_token": ""}, {"form_token": "f" * 32})
CHANGING = [door for door in DOORS if door.method != "GET"]
# mail programs unsubscribe from elsewhere (docs/decisions/027); without the words of RFC 8058 that door is shut as well
FROM_ANYWHERE = [door for door in CHANGING if door.fields == ONE_CLICK]
# every day each door meets each way once, by turns with everybody who knocks; `-m slow` tries all with everybody
THOROUGH = [pytest.param(False, id="each way once"), pytest.param(True, id="all", marks=pytest.mark.slow)]


def tried(
    door: Door, knocking: Sequence[str], ways: Sequence[dict[str, str]], *, thorough: bool
) -> list[tuple[str, dict[str, str]]]:
    """Who knocks in which way."""
    if thorough:
        return list(product(knocking, ways))
    turn = CHANGING.index(door)
    return [(knocking[(turn + number) % len(knocking)], way) for number, way in enumerate(ways)]


@pytest.mark.parametrize("thorough", THOROUGH)
@pytest.mark.parametrize("door", [door for door in CHANGING if door not in FROM_ANYWHERE], ids=str)
def test_no_other_site_opens_a_door(town: Town, before: list[object], door: Door, thorough: bool) -> None:  # noqa: FBT001
    town.is_as_it_was()

    for who, headers in tried(door, KNOCKING, OTHER_SITES, thorough=thorough):
        answer = knock(town, who, door, headers=headers)
        assert answer.status_code == 403
        assert "Set-Cookie" not in answer.headers
    assert_untouched(town, before)


@pytest.mark.parametrize(("ways", "knocking"), [(OTHER_SITES, KNOCKING), (NO_TOKENS, AT_DESK)])
def test_by_turns_everybody_tries_every_way(ways: Sequence[dict[str, str]], knocking: Sequence[str]) -> None:
    met = [pair for door in CHANGING for pair in tried(door, knocking, ways, thorough=False)]

    assert all(pair in met for pair in product(knocking, ways))


def test_one_door_alone_takes_what_other_servers_send() -> None:
    assert {door.rule for door in FROM_ANYWHERE} == {"POST /digest/end/<token>"}


@pytest.mark.parametrize("thorough", THOROUGH)
@pytest.mark.parametrize("door", CHANGING, ids=str)
def test_at_the_desk_no_form_passes_without_its_token(
    town: Town,
    before: list[object],
    door: Door,
    thorough: bool,  # noqa: FBT001 - a parameter of the story
) -> None:
    town.is_as_it_was()

    form = {name: town.address(value) for name, value in door.fields.items()}
    for who, token in tried(door, AT_DESK, NO_TOKENS, thorough=thorough):
        answer = town.client(who).open(
            town.address(door.address), method=door.method, data={**form, **token}, headers=SAME_ORIGIN
        )
        assert answer.status_code == 403
    assert_untouched(town, before)


def test_a_door_that_opened_would_be_noticed(town: Town, before: list[object]) -> None:
    town.is_as_it_was()
    assert everything(town.house.settings.database_file) == before

    knock(town, "anybody", Door("POST /ideas/<slug>/new", "/ideas/ideen/new", {}, {"text": "Ein Brunnen"})).close()

    assert town.data_version() != town.seen
    assert everything(town.house.settings.database_file) != before


def test_every_route_stands_in_the_table(town: Town) -> None:
    routes = {
        f"{method} {rule.rule}"
        for rule in town.house.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    assert routes == {door.rule for door in DOORS}


def knock(town: Town, who: str, door: Door, *, headers: dict[str, str] | None = None) -> TestResponse:
    return town.client(who).open(
        town.address(door.address),
        method=door.method,
        data=town.form(who, door.fields) if door.method == "POST" else None,
        headers=SAME_ORIGIN if headers is None else headers,
    )


def assert_untouched(town: Town, before: list[object]) -> None:
    """Nobody has written, or what was written says the same."""
    if town.data_version() != town.seen:
        assert everything(town.house.settings.database_file) == before


def everything(file: Path | None) -> list[object]:
    """Every row of every table. Read without the house: what a statement of ours would leave out is here as well."""
    connection = sqlite3.connect(str(file))
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    found: list[object] = []
    for (table,) in tables:
        found += [table, *sorted(connection.execute(f'SELECT * FROM "{table}"').fetchall(), key=repr)]  # noqa: S608
    connection.close()
    return found


# --- what holds for each answer --------------------------------------------------------------------------------------


class Inline(HTMLParser):
    """What a strict policy would block, and what every page must say of itself."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.blocked: list[str] = []
        self.foreign: list[str] = []
        self.root: dict[str, str | None] = {}
        self.title = ""
        self.in_title = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "html":
            self.root = given
        self.in_title = tag == "title"
        if tag == "style" or (tag == "script" and "src" not in given):
            self.blocked.append(tag)
        self.blocked += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        fetched = [given.get("src"), given.get("href") if tag == "link" else None]
        self.foreign += [address for address in fetched if address and not re.match(r"/(?!/)|data:", address)]

    def handle_data(self, data: str) -> None:
        if self.in_title:
            self.title += data
            self.in_title = False


def assert_sound(answer: TestResponse, door: Door) -> None:
    headers = answer.headers
    assert headers["Content-Security-Policy"] == web.CONTENT_SECURITY_POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Permissions-Policy" in headers
    if door.method == "GET" and not door.sets_cookie:
        assert "Set-Cookie" not in headers
    if answer.mimetype == "text/html" and answer.status_code != 303:
        page = Inline(answer.text)
        assert (page.blocked, page.foreign) == ([], [])
        assert page.root.get("lang")
        assert page.root.get("dir") in {"ltr", "rtl"}
        assert page.title.strip(" ·")
        assert "Traceback" not in answer.text


def test_the_policy_allows_nothing_inline_and_nothing_foreign() -> None:
    rules = dict(rule.strip().split(" ", 1) for rule in web.CONTENT_SECURITY_POLICY.split(";"))

    assert {name: value for name, value in rules.items() if "unsafe" in value or "*" in value or "http" in value} == {}
    assert rules["default-src"] == rules["script-src"] == rules["style-src"] == "'self'"
    assert rules["object-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<script>x</script>", ["script"]),
        ("<p style=color:red>", ["p style"]),
        ("<p onclick=x>", ["p onclick"]),
        ("<style>p{}</style>", ["style"]),
        ('<script src="/dist/front.js"></script>', []),
    ],
)
def test_a_page_with_something_inline_would_be_noticed(html: str, found: list[str]) -> None:
    assert Inline(html).blocked == found

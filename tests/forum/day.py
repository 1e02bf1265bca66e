"""A forum in a town: a desk that plans it, phones that find their way, a screen in the plenary."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from flask.testing import FlaskClient
from sqlalchemy import select

from participation.contributions.models import Contribution
from participation.forum.models import Forum, ForumPart
from participation.foundation import chance, clock, database
from participation.sessions.models import LiveSession, RunStep
from tests.conftest import SAME_ORIGIN, House, Moderator

TITLE = "Forum Zusammenleben"


@dataclass
class Day:
    """key: the public id of the forum."""

    house: House
    moderator: Moderator
    key: str = ""

    @property
    def forum(self) -> Forum:
        with database.reading() as session:
            return session.scalars(select(Forum).where(Forum.public_id == self.key)).one()

    @property
    def plenary(self) -> LiveSession:
        with database.reading() as session:
            return session.get_one(LiveSession, self.forum.session_id)

    def posts(self, path: str = "", by: Moderator | None = None, **form: object) -> tuple[int, str]:
        """At the desk; path: behind the address of the forum."""
        who = by or self.moderator
        sent = {"form_token": who.form_token(), **{key: str(value) for key, value in form.items()}}
        answer = who.client.post(f"/desk/forums/{self.key}{path}?lang=en", data=sent, headers=SAME_ORIGIN)
        return answer.status_code, answer.text

    def does(self, act: str, **form: object) -> tuple[int, str]:
        return self.posts("/acts", None, **{"act": act, **form})

    def adds(self, title: str, begins: str, ends: str, room: str = "", **more: object) -> tuple[int, str]:
        """room: by its name."""
        form = {"title_de": title, "day": tomorrow(), "begins": begins, "ends": ends, "room": self.room(room), **more}
        return self.posts("/parts", None, **form)

    def room(self, name: str) -> str:
        """Its number in forms."""
        found = re.search(rf'value="(\d+)"[^>]*>&#8296;{re.escape(name)}&#8297;', self.desk()) if name else None
        return found.group(1) if found else ""

    def part(self, title: str) -> ForumPart:
        with database.reading() as session:
            return next(one for one in session.scalars(select(ForumPart)) if title in one.title.values())

    def changes(self, title: str, by: Moderator | None = None, **more: object) -> tuple[int, str]:
        """With what stands there now, but for what is given."""
        part = self.part(title)
        starts, ends = clock.local(part.starts_at), clock.local(part.ends_at)
        form = {
            "title_de": title,
            "day": starts.date().isoformat(),
            "begins": f"{starts:%H:%M}",
            "ends": f"{ends:%H:%M}",
            "room": part.room_id or "",
            "kind": part.kind,
            "revision": part.revision,
            **more,
        }
        return self.posts(f"/parts/{part.public_id}", by, **form)

    def acts_on(self, title: str, act: str, **more: object) -> tuple[int, str]:
        part = self.part(title)
        return self.posts(f"/parts/{part.public_id}/acts", None, **{"act": act, "revision": part.revision, **more})

    def opens(self, live: LiveSession) -> LiveSession:
        """The session of the plenary or of a part."""
        form = {"act": "open", "form_token": self.moderator.form_token()}
        self.moderator.client.post(f"/desk/sessions/{live.public_id}", data=form, headers=SAME_ORIGIN)
        with database.reading() as session:
            return session.get_one(LiveSession, live.id)

    def gives_session(self, title: str, pattern: str = "") -> LiveSession:
        assert self.acts_on(title, "session", pattern=pattern)[0] == 303
        with database.reading() as session:
            return session.get_one(LiveSession, self.part(title).session_id)

    def calls_up(self, kind: str, live: LiveSession | None = None) -> RunStep:
        """The first step of this kind on the run sheet."""
        live = live or self.plenary
        with database.reading() as session:
            wanted = RunStep.session_id == live.id, RunStep.kind == kind
            step = session.scalars(select(RunStep).where(*wanted).order_by(RunStep.position)).first()
        assert step is not None
        form = {"act": "select", "step": step.id, "form_token": self.moderator.form_token()}
        answer = self.moderator.client.post(f"/desk/sessions/{live.public_id}", data=form, headers=SAME_ORIGIN)
        assert answer.status_code == 303
        return step

    def desk(self, path: str = "", lang: str = "en") -> str:
        return self.moderator.reads(f"/desk/forums/{self.key}{path}?lang={lang}")

    def reads(self, path: str = "", lang: str = "en") -> str:
        return self.house.app.test_client().get(f"/forums/{self.key}{path}?lang={lang}").text

    def joins(self, live: LiveSession | None = None, client: FlaskClient | None = None) -> FlaskClient:
        """A phone in the plenary or in a part."""
        client = client or self.house.app.test_client()
        answer = client.post("/join", data={"code": (live or self.plenary).code}, headers=SAME_ORIGIN)
        assert answer.status_code == 303
        return client

    def screen(self) -> FlaskClient:
        client = self.house.app.test_client()
        address = f"/desk/sessions/{self.plenary.public_id}/screen"
        form = {"form_token": self.moderator.form_token()}
        opened = self.moderator.client.post(address, data=form, headers=SAME_ORIGIN)
        assert client.get(opened.location, follow_redirects=True).status_code == 200
        return client

    def writes(self, title: str, text: str, **more: object) -> tuple[int, str]:
        """The desk writes down a result."""
        form = {"part": self.part(title).public_id, "text": text, "once": chance.token(), **more}
        return self.posts("/results", None, **form)

    def link(self, title: str) -> str:
        status, page = self.posts(f"/parts/{self.part(title).public_id}/link")
        assert status == 200
        found = re.search(r'<bdi dir="ltr">[^<]*(/forums/results/[^<]+)</bdi>', page)
        assert found
        return found.group(1)


def tomorrow() -> str:
    return day_in(1).isoformat()


def day_in(days: int) -> date:
    return clock.local(clock.now()).date() + timedelta(days=days)


def said(kind: str = "result") -> list[Contribution]:
    with database.reading() as session:
        return list(session.scalars(select(Contribution).where(Contribution.kind == kind).order_by(Contribution.id)))


def plan_day(house: House, moderator: Moderator | None = None, *, public: bool = True) -> Day:
    """A forum with two rooms, a plenary and two parts side by side."""
    day = Day(house, moderator or house.moderator())
    form = {
        "title_de": TITLE,
        "title_ar": "منتدى العيش المشترك",
        "place_de": "Stadthalle",
        "text_de": "Ein Tag für alle.",
        "day": tomorrow(),
    }
    answer = day.moderator.client.post(
        "/desk/forums", data={**form, "form_token": day.moderator.form_token()}, headers=SAME_ORIGIN
    )
    assert answer.status_code == 303
    with database.reading() as session:
        day.key = session.scalars(select(Forum.public_id).order_by(Forum.id.desc())).first() or ""
    assert day.does("rooms", rooms="Saal\nRaum 2")[0] == 303
    assert day.adds("Eröffnung", "09:00", "10:00", "Saal", kind="plenary", title_ar="الافتتاح")[0] == 303
    more = {"title_ar": "السكن", "text_de": "Mieten und Wege", "lead": "Frau Muster", "interpreters": "ar"}
    assert day.adds("Wohnen", "10:00", "12:00", "Saal", **more)[0] == 303
    assert day.adds("Sprache", "10:00", "12:00", "Raum 2", title_ar="اللغة")[0] == 303
    if public:
        assert day.does("publish")[0] == 303
    return day

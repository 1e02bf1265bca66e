"""Somebody who writes their payloads into every text field of the house, as resident, moderator and importer.

Each method returns what was taken; what the house refuses is refused with a sentence, never with a fault.
"""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle

from sqlalchemy import func, select, update

from participation.bench.stand import database_url
from participation.bench.wire import Answer, Caller
from participation.cardwall.models import Wall, WallCard
from participation.console.forms import LONGEST_TITLE
from participation.contributions.models import Contribution
from participation.contributions.rules import Source
from participation.fields.models import FieldOfAction
from participation.fields.rules import NAME_LIMIT, PHRASE_LIMIT, SENTENCE_LIMIT
from participation.foundation import clock
from participation.foundation.database import Database
from participation.foundation.locales import WRITTEN
from participation.foundation.messages import Refused
from participation.foundation.text import MAX_CHARACTERS, one_line, plain
from participation.moderation.forms import NAME_LIMIT as NAME_LENGTH
from participation.moderation.forms import NOTE_LIMIT
from participation.moderation.models import Case
from participation.moderation.pace import STRETCHES
from participation.openspace.models import Space, SpaceRoom, SpaceSlot, Topic
from participation.process.form_rules import CHOICE_LIMIT, FieldKind
from participation.process.models import Format, FormField, PhaseSetting
from participation.process.rules import Moderation
from participation.sessions.models import LiveSession, RunStep
from participation.sessions.web import SCREEN_COOKIE, SEAT_COOKIE
from participation.voting.models import Ballot
from tests.journeys.musterstadt import Musterstadt
from tests.journeys.payloads import OWN

LOOKED = {"looked": "yes"}  # payloads are like each other: whoever sends them has seen what is similar
LAST = 99  # the place of a question of ours in the form


def sayable(typed: str, limit: int) -> bool:
    try:
        one_line(typed, limit)
    except Refused:
        return False
    return True


def shorter(payloads: Sequence[str], limit: int) -> list[str]:
    """Those a field with one line takes."""
    return [one for one in payloads if len(one.splitlines()) == 1 and sayable(one, limit)]


def noteworthy(typed: str) -> bool:
    """Whether it may be a moderator's words to an author."""
    return says_something(typed, NOTE_LIMIT)


def says_something(typed: str, limit: int = MAX_CHARACTERS) -> bool:
    """Whether anything is left of it that can be seen: an answer of blanks is none."""
    try:
        plain(typed, limit)
    except Refused:
        return False
    return True


def portions(payloads: Sequence[str], size: int) -> Iterator[list[str]]:
    return (list(payloads[start : start + size]) for start in range(0, len(payloads), size))


@dataclass
class Hall:
    """A session that runs, and the cookies of a device that is its phone and its screen."""

    topic: str
    cookies: dict[str, str]


class Intruder:
    def __init__(self, town: Musterstadt) -> None:
        self.town = town
        port = town.server.port
        self.author = Caller(port)
        self.moderator = Caller(port, dict(town.cookies["moderator"]))
        self.house = Database(database_url(town.server.instance))

    # --- as a resident

    def writes_ideas(self, payloads: Sequence[str]) -> list[str]:
        taken: list[str] = []
        for typed in payloads:
            if len(taken) % STRETCHES[0].at_once == 0:
                self.a_day_passes()
            answer = self.author.post("/ideas/ideen/new", {"text": typed, "language": "de", **LOOKED})
            try:
                plain(typed, MAX_CHARACTERS)
            except Refused:
                assert answer.status == 422, typed
            else:
                assert answer.status == 303, typed
                taken.append(typed)
        return taken

    def answers_questions(self, payloads: Sequence[str]) -> list[str]:
        """Each payload as an answer and as what can be seen on a photo that is none; nothing is read before."""
        with self.house.transaction() as tx:
            tx.session.execute(update(PhaseSetting).values(moderation=Moderation.POST))
        taken: list[str] = []
        for number, typed in enumerate(payloads):
            if number % STRETCHES[0].at_once == 0:
                self.a_day_passes()
            form = {"text": "Eine Antwort", "language": "de", **LOOKED, f"field-{self.town.names['question']}": typed}
            answer = self.author.post("/ideas/ideen/new", {**form, "photo_description": typed})
            if answer.status != 303:
                assert answer.status == 422, (answer.status, typed)
            elif says_something(typed):
                taken.append(typed)
        return taken

    def questions_residents(self, payloads: Sequence[str]) -> list[str]:
        """A question whose every word is a payload: label, hint, choices. The one before is asked no more."""
        words = [one_line(one, CHOICE_LIMIT) for one in shorter(payloads, CHOICE_LIMIT)]
        if not words:  # a portion of long ones alone asks nothing
            return []
        with self.house.transaction() as tx:
            home = tx.session.scalars(select(Format).where(Format.slug == "ideen")).unique().one()
            asked = FormField.format_id == home.id, FormField.position == LAST
            tx.session.execute(update(FormField).where(*asked).values(removed_at=clock.now()))
            field = FormField(municipality_id=1, format_id=home.id, kind=FieldKind.SEVERAL, position=LAST)
            field.label, field.hint = {"de": words[0]}, {"de": words[-1]}
            field.choices = [{"key": f"k{nr}", "words": {"de": one}, "gone": False} for nr, one in enumerate(words)]
            tx.session.add(field)
        return words

    def writes_comments(self, payloads: Sequence[str]) -> list[str]:
        """Under the idea most is said about, each quoting it with the same payload; nothing is read before."""
        with self.house.transaction() as tx:
            tx.session.execute(update(PhaseSetting).values(moderation=Moderation.POST))
        taken = []
        for number, typed in enumerate(payloads):
            if number % (STRETCHES[0].at_once // 2) == 0:
                self.a_day_passes()
            answer = self.author.post(f"/talk/{self.town.names['talked']}", {"text": typed, "language": "tr"})
            if answer.status == 303:
                taken.append(typed)
            else:
                assert answer.status == 422, (answer.status, typed)
            quoting = {"text": "Ja.", "quote": typed}  # nobody said so: it comes back in the form
            assert self.author.post(f"/talk/{self.town.names['talked']}", quoting).status in {303, 422}
        return taken

    def said_under_the_idea(self) -> int:
        """How many comments everybody could ever read there."""
        told = json.loads(self.author.get(f"/talk/{self.town.names['talked']}/now").body)
        return int(told["frame"]["seq"])

    def a_day_passes(self) -> None:
        """Everything was sent yesterday, so nobody has to wait."""
        with self.house.transaction() as tx:
            tx.session.execute(update(Contribution).values(created_at=clock.now() - timedelta(days=1)))

    def reports(self, idea: str, payloads: Sequence[str]) -> list[str]:
        """Each by somebody new: whoever reports twice changes their report."""
        taken = [one for one in payloads if noteworthy(one)]
        for typed in taken:
            name = typed if sayable(typed, NAME_LENGTH) else ""
            form = {"reason": "insult", "words": typed, "name": name, "good_faith": "yes"}
            assert Caller(self.town.server.port).post(f"/report/{idea}", form).status == 303
        return taken

    # --- as a moderator

    def at_desk(self, path: str, form: dict[str, str], lang: str = "de") -> Answer:
        """A form of the desk; the house takes it. Raises AssertionError."""
        answer = self.moderator.post(f"{path}?lang={lang}", {**form, "form_token": self.town.names["form_token"]})
        assert answer.status == 303, (answer.status, form)
        return answer

    def waiting(self) -> list[int]:
        with self.house.reading() as session:
            return list(session.scalars(select(Case.id).where(Case.open).order_by(Case.id)))

    def case_of(self, idea: str) -> int:
        with self.house.reading() as session:
            about = select(Contribution.id).where(Contribution.public_id == idea)
            return session.scalars(select(Case.id).where(Case.contribution_id.in_(about))).one()

    def decides(self, case: int, note: str) -> None:
        """Publish, or hand back with the note, the case as it stands: a hint may have come since it was opened."""
        form = {"verdict": "reject", "reason": "off_topic", "note": note} if note else {"verdict": "publish"}
        with self.house.reading() as session:
            revision = session.get_one(Case, case).revision
        self.at_desk(f"/desk/queue/{case}", {**form, "revision": str(revision)})

    def remarks(self, case: int, payloads: Sequence[str]) -> None:
        for typed in payloads:
            self.at_desk(f"/desk/queue/{case}/remark", {"words": typed})

    def renames_fields(self, payloads: Sequence[str]) -> dict[str, list[str]]:
        """Name, sentence and phrases of every field; returns language -> what its readers see on the overview."""
        # a portion of long ones alone leaves the names to a short one of our own
        names = cycle(shorter(payloads, NAME_LIMIT) or shorter(OWN, NAME_LIMIT))
        sentences = cycle(shorter(payloads, SENTENCE_LIMIT)[::-1] or shorter(OWN, SENTENCE_LIMIT))
        phrases = shorter(payloads, PHRASE_LIMIT)
        seen: dict[str, list[str]] = {lang: [] for lang in WRITTEN}
        with self.house.reading() as session:
            fields = [
                (one.id, one.revision) for one in session.scalars(select(FieldOfAction).filter_by(removed_at=None))
            ]
        for number, (field, revision) in enumerate(fields):
            form = {"revision": str(revision)}
            for lang in WRITTEN:
                form |= {f"name_{lang}": next(names), f"sentence_{lang}": next(sentences)}
                seen[lang] += [form[f"name_{lang}"], form[f"sentence_{lang}"]]
            self.at_desk(f"/desk/fields/edit/{field}", form)
            lines = "\n".join(phrases[number :: len(fields)])
            self.at_desk(f"/desk/fields/edit/{field}/phrases", {"lines": lines, "language": "de"})
        return seen

    def plans_sessions(self, payloads: Sequence[str]) -> list[str]:
        titles = shorter(payloads, LONGEST_TITLE)
        for title, place in zip(titles, titles[::-1], strict=True):
            self.at_desk("/desk/sessions", {"title": title, "place": place})
        return titles

    def opens_hall(self, title: str, place: str) -> Hall:
        """A session with a phone and a screen."""
        topic = self.at_desk("/desk/sessions", {"title": title, "place": place}).header("Location").split("/")[-1]
        topic = topic.partition("?")[0]
        self.at_desk(f"/desk/sessions/{topic}", {"act": "open"})
        phone, screen = Caller(self.town.server.port), Caller(self.town.server.port)
        with self.house.reading() as session:
            code = session.scalars(select(LiveSession.code).filter_by(public_id=topic)).one()
        assert phone.post("/join", {"code": code or ""}).status == 303
        screen.get(self.at_desk(f"/desk/sessions/{topic}/screen", {}).header("Location"))
        return Hall(topic, {SEAT_COOKIE: phone.cookies[SEAT_COOKIE], SCREEN_COOKIE: screen.cookies[SCREEN_COOKIE]})

    def asks(self, hall: Hall, question: Sequence[str], answers: Sequence[str]) -> None:
        """A ballot; question: one for each language of the interface."""
        form = {"question": question[0], "source": "own", "own": "\n".join(answers), "method": "single", "kind": "mood"}
        form |= {f"question_{lang}": words for lang, words in zip(WRITTEN, question, strict=True)}
        self.at_desk(f"/desk/sessions/{hall.topic}/ballots/new", form)

    def newest_ballot(self) -> Ballot:
        with self.house.reading() as session:
            return session.scalars(select(Ballot).order_by(Ballot.id.desc()).limit(1)).one()

    def selects_newest(self, hall: Hall) -> None:
        with self.house.reading() as session:
            step = session.scalars(select(RunStep.id).order_by(RunStep.id.desc()).limit(1)).one()
        self.at_desk(f"/desk/sessions/{hall.topic}", {"act": "select", "step": str(step)})

    def acts(self, hall: Hall, act: str, **more: str) -> None:
        ballot = self.newest_ballot()
        facts = {"ballot": ballot.public_id, "revision": str(ballot.revision)}
        self.at_desk(f"/desk/sessions/{hall.topic}", {"act": act, **facts, **more})

    def builds_wall(self, hall: Hall, question: str, cards: Sequence[str], name: str) -> tuple[int, str]:
        """A wall that is on, with these cards, the first of them in a group; returns its step and its public id."""
        self.at_desk(f"/desk/sessions/{hall.topic}/walls/new", {"question_de": question, "question_ar": question})
        with self.house.reading() as session:
            wall = session.scalars(select(Wall).order_by(Wall.id.desc())).first()
        if wall is None:
            raise LookupError("the wall was not planned")
        self.at_desk(f"/desk/sessions/{hall.topic}", {"act": "select", "step": str(wall.step_id)})
        address = f"/desk/sessions/{hall.topic}/walls/{wall.step_id}"
        for text in cards:
            self.at_desk(f"{address}/cards", {"text": text, "language": "en"})
        with self.house.reading() as session:
            first = session.scalars(select(WallCard.id).filter_by(wall_id=wall.id).order_by(WallCard.number)).first()
        self.at_desk(address, {"act": "move", "card": f"{first}:0", "to": "new", "name": name})
        return wall.step_id, wall.public_id

    def holds_space(self, hall: Hall, rooms: Sequence[str], said: Sequence[str], names: Sequence[str]) -> str:
        """An open space with these places; each of `said` is a concern, a report and a step; returns its public id."""
        desk = f"/desk/sessions/{hall.topic}/space"
        plan = {"rooms": "\n".join(rooms), "hour": "18:00", "count": "3", "minutes": "45"}
        self.at_desk(f"{desk}/new", plan)
        with self.house.reading() as session:
            space = session.scalars(select(Space).order_by(Space.id.desc())).first()
        if space is None:
            raise LookupError("the open space was not planned")
        here = f"/spaces/{space.public_id}"
        for number, (text, name) in enumerate(zip(said, cycle(names), strict=False), 1):
            told = {"language": "en", "for_others": "yes"}
            self.at_desk(f"{desk}/topics", {"text": text, "host": name, "language": "en"})
            self.at_desk(f"{here}/topics/{number}/report", {"said": text, "results": text, "people": name, **told})
            self.at_desk(f"{here}/actions/new", {"text": text, "who": name, "topic": str(number), **told})
        with self.house.reading() as session:
            topic = session.scalars(select(Topic).filter_by(space_id=space.id, number=1)).one()
            place = session.scalars(select(SpaceRoom.id).filter_by(space_id=space.id).order_by(SpaceRoom.id)).first()
            time = session.scalars(select(SpaceSlot.id).filter_by(space_id=space.id).order_by(SpaceSlot.id)).first()
        self.at_desk(desk, {"act": "place", "topic": f"{topic.id}:{topic.revision}", "to": f"{time}:{place}"})
        return space.public_id

    def calls_up(self, hall: Hall, kind: str) -> None:
        with self.house.reading() as session:
            found = select(RunStep.id).filter_by(kind=kind).order_by(RunStep.id.desc())
            step = session.scalars(found).first()
        self.at_desk(f"/desk/sessions/{hall.topic}", {"act": "select", "step": str(step)})

    def announces(self, hall: Hall, words: str) -> None:
        """Over everything else, until the next announcement."""
        self.at_desk(f"/desk/sessions/{hall.topic}", {"act": "message", "words": words})

    def falls_silent(self, hall: Hall) -> None:
        self.at_desk(f"/desk/sessions/{hall.topic}", {"act": "message_end"})

    def ends(self, topic: str) -> None:
        self.at_desk(f"/desk/sessions/{topic}", {"act": "end"})

    def state_number(self, hall: Hall) -> int:
        """How often the session has changed: what its screens must have heard."""
        with self.house.reading() as session:
            return session.scalars(select(LiveSession.seq).filter_by(public_id=hall.topic)).one()

    # --- as an operator

    def imports(self, payloads: Sequence[str]) -> list[str]:
        """Titles and texts of a table, as HTML of another system would be written; returns the words that came now."""
        with self.house.reading() as session:
            before = session.scalar(select(func.max(Contribution.id))) or 0
        instance = self.town.server.instance
        file = instance / "payloads.csv"
        with file.open("w", encoding="utf-8", newline="") as lines:
            writer = csv.writer(lines)
            writer.writerow(["title", "text", "moderated"])  # the source had published them, so everybody reads them
            rows = enumerate(zip(payloads, [*payloads[1:], payloads[0]], strict=True), before)
            # many payloads differ in what the import takes out of HTML: a number keeps each row one of its own
            writer.writerows([f"{title} {number}", text, "1"] for number, (title, text) in rows)
        environ = {**os.environ, "PARTICIPATION_INSTANCE": str(instance)}
        command = [sys.executable, "-m", "participation", "import", str(file), "--language", "de", "--text", "text"]
        command += ["--collection", "ideen"]
        command += ["--title", "title", "--refused", str(instance / "refused.csv")]
        done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        with self.house.reading() as session:
            new = (Contribution.source == Source.IMPORT, Contribution.id > before)
            came = session.scalars(select(Contribution).where(*new)).all()
        return [words for one in came for words in (one.title, one.text) if words]

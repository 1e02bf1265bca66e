"""A whole town on one evening, for tables over all doors: something of each kind, and a neighbour town beside it."""

import sqlite3
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from argon2 import PasswordHasher
from flask.testing import FlaskClient

from participation.accounts.models import MailLink, Password
from participation.accounts.service import keep_address
from participation.answers.rules import Outcome, Stage, Wording
from participation.answers.service import set_stage, write_answer
from participation.cardwall.service import plan_wall
from participation.contributions import photos, versions
from participation.contributions import service as contributions
from participation.contributions.models import Contribution
from participation.contributions.rules import LanguageBy, Status
from participation.contributions.service import Said
from participation.contributions.versions import NewWords
from participation.fields import service as fields
from participation.foundation import clock, database, web
from participation.foundation.database import Transaction
from participation.foundation.municipality import Municipality, found_municipality
from participation.foundation.permissions import Actor, Role
from participation.languages.glossary import add_term
from participation.languages.hearing import Written
from participation.lineage import service as lineage
from participation.moderation import service as moderation
from participation.moderation.models import Case, Statement
from participation.moderation.rules import Reason
from participation.notifications.models import DigestChoice
from participation.notifications.rules import Often
from participation.openspace import planning
from participation.openspace import queries as space_queries
from participation.openspace import service as spaces
from participation.openspace.models import Space
from participation.openspace.rules import rounds
from participation.organisations import joining
from participation.organisations import service as organisations
from participation.organisations.joining import Invited
from participation.organisations.models import OrganisationMember
from participation.organisations.queries import organisation_by_key
from participation.organisations.rules import Kind, Part
from participation.organisations.service import Portrait
from participation.people import service as people
from participation.people.models import Membership, Person
from participation.people.rules import Grant, key_hash, recovery_code
from participation.people.web import COOKIE
from participation.planning.rules import templates
from participation.planning.service import set_up_process
from participation.process.form_rules import FieldKind, FieldPlan
from participation.process.form_service import add_field
from participation.process.models import Format, Process
from participation.process.service import RUNNING, open_idea_collection, plan_process
from participation.reach import setting as reach
from participation.sessions import service as sessions
from participation.sessions import sheet
from participation.sessions.models import LiveSession
from participation.sessions.projectors import open_screen
from participation.sessions.rules import StepKind
from participation.slides import service as slides
from participation.speaking.service import Wanted, enter_wish, plan_list
from participation.team.service import fingerprint
from participation.threads.service import Remark, write_comment
from participation.townhall import service as townhall
from participation.townhall.pictures import redraw
from participation.townhall.rules import PageKind
from participation.townhall.service import Text
from participation.voting import tickets
from participation.voting.models import Ballot
from participation.voting.rules import BallotKind, Method
from participation.voting.service import Proposed, create_ballot
from participation.worksheets.rules import SheetKind
from participation.worksheets.service import plan_worksheet
from participation.worldcafe.queries import tables_of
from tests.conftest import House
from tests.events.lived import lived_events
from tests.forum.lived import lived_forum
from tests.interviews.lived import lived_talks
from tests.roundtable.lived import lived_table
from tests.townhall.pictures import picture
from tests.worldcafe.lived import lived_cafe

# who knocks: nobody we know, the guest who wrote {idea} and {waiting}, and an account of each role;
# the companion has a role in {draft} alone
KNOCKING = (
    "anybody",
    "author",
    "interpreter",
    "observer",
    "companion",
    "moderator",
    "administration",
    "administrator",
)
AT_DESK = ("interpreter", "observer", "companion", "moderator", "administration", "administrator")


@dataclass
class Town:
    """names: what stands in braces in an address; keys: the cookie of each who knocks.

    watch: a connection that writes nothing; seen: the version of the data it saw when every table was as it was.
    """

    house: House
    names: dict[str, str]
    keys: dict[str, str]
    as_it_was: Path
    watch: sqlite3.Connection
    seen: int = 0

    def is_as_it_was(self) -> None:
        """Put every table back, while the house stays open; where nobody has written since, nothing is to do."""
        if self.data_version() == self.seen:
            return
        with sqlite3.connect(self.as_it_was) as kept, sqlite3.connect(str(self.house.settings.database_file)) as now:
            kept.backup(now)
        kept.close()
        now.close()
        self.seen = self.data_version()

    def data_version(self) -> int:
        """A number that changes with each commit of another connection."""
        return int(self.watch.execute("PRAGMA data_version").fetchone()[0])

    def close(self) -> None:
        self.watch.close()

    def client(self, who: str) -> FlaskClient:
        client = self.house.app.test_client()
        if self.keys[who]:
            client.set_cookie(COOKIE, self.keys[who])
        return client

    def form_token(self, who: str) -> dict[str, str]:
        """What a form of the desk carries besides."""
        return {"form_token": web.form_token(self.house.settings.secret_key, self.keys[who])} if who in AT_DESK else {}

    def address(self, pattern: str) -> str:
        return pattern.format(**self.names)

    def form(self, who: str, fields: dict[str, str]) -> dict[str, str]:
        return {name: self.address(value) for name, value in fields.items()} | self.form_token(who)


def build_town(house: House, folder: Path) -> Town:
    names, keys = {}, {"anybody": ""}
    with database.transaction() as tx:
        guest, keys["author"] = people.welcome_guest(tx, 1, house.settings.secret_key)
        draft, names["draft"], names["draft_format"] = draft_of(tx)
        for role in KNOCKING[2:]:
            whole = [] if role == "companion" else [Role(role)]
            person = people.open_account(tx, 1, f"{role} Beispiel", whole)
            keys[role] = people.hand_key(tx, person.id, 1)
            names[f"{role}_id"] = str(person.id)
            if not whole:
                tx.session.add(Membership(municipality_id=1, person_id=person.id, process_id=draft, role=role))
        names["link"] = people.write_link(tx, person)
        names["seen"] = fingerprint([Grant(Role.MODERATOR)])
        names["recovery"] = recovery_code(house.settings.secret_key, guest.id)
        ours, theirs = tx.session.get_one(Format, 1), neighbour_collection(tx)
        names["foreign_id"] = str(people.open_account(tx, 2, "Ben Nachbar", [Role.MODERATOR]).id)
        names["idea"] = tell(tx, ours, Status.PUBLISHED, guest.id).public_id
        names["edited"] = edited(tx, ours, guest.id)
        names["waiting"], names["case"] = waiting(tx, ours, guest.id)
        names["statement"] = returned(tx, ours, guest.id, int(names["moderator_id"]))
        names["foreign"] = tell(tx, theirs, Status.PUBLISHED, None).public_id
        names["foreign_statement"] = returned(tx, theirs, None, int(names["foreign_id"]))
        names["foreign_waiting"], names["foreign_case"] = waiting(tx, theirs, None)
        names |= fields_with_one_idea(tx, ours, names["idea"], "")
        names |= fields_with_one_idea(tx, theirs, names["foreign"], "foreign_")
        names |= evening(tx, ours, "")
        names |= evening(tx, theirs, "foreign_")
        town_hall(tx)
        names |= digest_of(tx, int(names["moderator_id"]), 1, "") | digest_of(
            tx, int(names["foreign_id"]), 2, "foreign_"
        )
        names |= account_of(tx, int(names["moderator_id"]))
        names |= asked_by(tx, ours, "") | asked_by(tx, theirs, "foreign_")
        for idea in ("idea", "waiting", "foreign"):
            with_photo(tx, names[idea])
        for prefix, idea in (("", "idea"), ("foreign_", "foreign")):
            names |= answered_at(tx, names[idea], prefix)
        names |= plan_of(ours, "") | plan_of(theirs, "foreign_")
        for prefix, collection, idea, author in (("", ours, "idea", guest.id), ("foreign_", theirs, "foreign", None)):
            host = int(names[f"{prefix}id" if prefix else "moderator_id"])
            names |= talk_about(tx, collection, names[idea], author, host, prefix)
            names |= joined_in(tx, collection, author, prefix)
            names[f"{prefix}term"] = term_of(tx, collection)
            crew = (None, None) if prefix else (int(names["interpreter_id"]), int(names["observer_id"]))
            names |= spoken_for(tx, collection, crew, prefix)
            asks_who_takes_part(tx, collection)
            process = tx.session.get_one(Process, collection.process_id)
            crowd = organisation_by_key(tx.session, collection.municipality_id, names[f"{prefix}organisation"])
            names |= lived_events(tx, process, house.settings.secret_key, prefix) | lived_talks(tx, process, prefix)
            names |= lived_table(tx, process, crowd, (host, author), prefix) | lived_forum(tx, process, host, prefix)
    as_it_was = folder / "as_it_was.sqlite"
    with sqlite3.connect(str(house.settings.database_file)) as now, sqlite3.connect(as_it_was) as kept:
        now.backup(kept)
    now.close()
    kept.close()
    watch = sqlite3.connect(str(house.settings.database_file), isolation_level=None)
    return Town(house, names, keys, as_it_was, watch)


def spoken_for(tx: Transaction, collection: Format, crew: tuple[int | None, int | None], prefix: str) -> dict[str, str]:
    """An organisation, its speaker and a member, an open invitation, and what somebody told it."""
    office = Actor(collection.municipality_id, None, frozenset({Role.ADMINISTRATION, Role.ADMINISTRATOR}))
    made = organisations.take_in(tx, Portrait(f"{prefix}Verein Brücke", Kind.MIGRANT), by=office)
    rows = {}
    for person_id, part in zip(crew, (Part.SPEAKER, Part.MEMBER), strict=True):
        person = (
            tx.session.get_one(Person, person_id) if person_id else people.new_account(tx, made.municipality_id, "")
        )
        joining.add_member(tx, made, person, part, f"{prefix}{part}")
        rows[part] = tx.session.query(OrganisationMember).filter_by(person_id=person.id).one().id
    token = f"{prefix}{'i' * 16}"
    invitation = joining.invite(tx, made, Invited("Cem", Part.MEMBER, token), by=office)
    number = tx.session.query(Contribution).count()
    said = Said(f"Das hat jemand erzählt ({number})", "de", LanguageBy.AUTHOR, organisation_id=made.id, told_by="")
    told = contributions.receive(tx, said, into=collection, author_id=made.author_id, status=Status.PUBLISHED)
    facts = {"organisation": made.key, "member": rows[Part.MEMBER], "invitation": invitation.id, "invite": token}
    return {f"{prefix}{name}": str(value) for name, value in {**facts, "told": told.public_id}.items()}


def asks_who_takes_part(tx: Transaction, collection: Format) -> None:
    """The process asks how old people are, and everybody sees the picture."""
    by = Actor(collection.municipality_id, None, frozenset({Role.ADMINISTRATION}))
    survey = reach.set_up(tx, tx.session.get_one(Process, collection.process_id), by=by)
    reach.switch(tx, survey, asks=True, asked=["age"], by=by, seen=survey.revision)
    reach.make_public(tx, survey, public=True, by=by, seen=survey.revision)


def term_of(tx: Transaction, collection: Format) -> str:
    """A term of the glossary of its process."""
    by = Actor(collection.municipality_id, None, frozenset({Role.INTERPRETER}))
    process = tx.session.get_one(Process, collection.process_id)
    return str(add_term(tx, process, {"de": "Bank", "tr": "bank"}, "", by=by).id)


def account_of(tx: Transaction, moderator: int) -> dict[str, str]:
    """A resident with an address and a password, and open links: to sign in, in the other town, to add an address."""
    amina = people.new_account(tx, 1, "")
    keep_address(tx, amina.id, 1, "amina@musterstadt.example", "amina@musterstadt.example")
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("rosa elefant tanzt leise")
    now = clock.now()
    tx.session.add(Password(person_id=amina.id, municipality_id=1, hash=quick, changed_at=now))
    links = {"mail_link": (1, None), "foreign_mail_link": (2, None), "address_link": (1, moderator)}
    for number, (name, (town, person)) in enumerate(links.items()):
        address = f"{name}@musterstadt.example"
        tx.session.add(
            MailLink(
                token_hash=key_hash(f"{number:032}"),
                municipality_id=town,
                person_id=person,
                address=address,
                folded=address,
                device_hash=key_hash(""),
                asked_at=now,
                expires_at=now + timedelta(days=1),
            )
        )
    return {name: f"{number:032}" for number, name in enumerate(links)}


def town_hall(tx: Transaction) -> None:
    """A logo and two pages of the town's own."""
    town = tx.session.get_one(Municipality, 1)
    keeper = Actor(1, None, frozenset({Role.ADMINISTRATION}))
    townhall.hang_up_logo(tx, town, redraw(picture()), by=keeper, seen=0)
    townhall.write_page(tx, town, PageKind.IMPRINT, Text({"de": "Rathaus"}), by=keeper, seen=0)
    townhall.write_page(tx, town, PageKind.SIGNS, Text({}, video="https://video.example/1"), by=keeper, seen=0)


def talk_about(
    tx: Transaction, collection: Format, idea: str, author: int | None, moderator: int, prefix: str
) -> dict[str, str]:
    """Under a public idea: a public comment, one that waits, one that was taken down."""
    root = tx.session.query(Contribution).filter_by(public_id=idea).one()
    town = collection.municipality_id
    host = Actor(town, moderator, frozenset({Role.MODERATOR}))
    written = {}
    for name, person in (("comment", None), ("waiting_comment", author), ("withheld_comment", None)):
        comment = write_comment(
            tx,
            root,
            collection,
            Remark(f"Am Bach wäre es schön, meint {name}."),
            page_language="de",
            by=Actor(town, person),
        )
        written[f"{prefix}{name}"] = comment.public_id
        case = tx.session.query(Case).filter_by(contribution_id=comment.id).one()
        if name != "waiting_comment":
            moderation.publish(tx, case, by=host, seen=case.revision)
        if name == "withheld_comment":
            moderation.reject(tx, case, reason=Reason.OFF_TOPIC, note="", by=host, seen=case.revision)
    return written


def joined_in(tx: Transaction, collection: Format, author: int | None, prefix: str) -> dict[str, str]:
    """An idea joined to another one, and one that was moved to a second collection."""
    host = Actor(collection.municipality_id, None, frozenset({Role.MODERATOR}))
    process = tx.session.get_one(Process, collection.process_id)
    ways = open_idea_collection(tx, process, slug=f"{prefix}wege", title={"de": "Wege"}, question={"de": "Wohin?"})
    joined, made, moved = (tell(tx, collection, Status.PUBLISHED, one) for one in (author, None, None))
    joined.created_at -= timedelta(days=1)  # so that its author still has their pace
    step = lineage.link_as_duplicate(tx, joined, of=made, note="Beides will dasselbe.", by=host)
    lineage.move(tx, moved, to=ways, by=host)
    facts = {"joined": joined.public_id, "made": made.public_id, "moved": moved.public_id, "step": step.id}
    return {f"{prefix}{name}": str(value) for name, value in {**facts, "ways": ways.id}.items()}


def digest_of(tx: Transaction, person_id: int, town: int, prefix: str) -> dict[str, str]:
    """A colleague gave an address for digests: a link to confirm it, and one to end the mails."""
    links = {f"{prefix}confirm": f"{prefix}{'c' * 16}", f"{prefix}end": f"{prefix}{'e' * 16}"}
    tx.session.add(
        DigestChoice(
            municipality_id=town,
            person_id=person_id,
            often=Often.DAILY,
            language="de",
            address="max@example.org",
            site="http://localhost",
            confirm_hash=key_hash(links[f"{prefix}confirm"]),
            address_until=clock.now() + timedelta(days=1),
            end_hash=key_hash(links[f"{prefix}end"]),
        )
    )
    return links


def draft_of(tx: Transaction) -> tuple[int, str, str]:
    """A second process of ours that nobody outside sees: its id, its slug, the slug of its collection."""
    town, office = tx.session.get_one(Municipality, 1), Actor(1, None, frozenset({Role.ADMINISTRATION}))
    process = set_up_process(
        tx, town, templates()["concept"], title={"de": "Entwurf"}, question={"de": "Was?"}, first_day=None, by=office
    )
    [collection] = process.formats
    return process.id, process.slug, collection.slug


def plan_of(collection: Format, prefix: str) -> dict[str, str]:
    facts = {
        "process": collection.process.slug,
        "phase": collection.settings[0].phase_id,
        "format": collection.id,
    }
    return {f"{prefix}{name}": str(value) for name, value in facts.items()}


def asked_by(tx: Transaction, collection: Format, prefix: str) -> dict[str, str]:
    """A collection that takes photos and asks where something is."""
    collection.takes_photos = True
    planner = Actor(collection.municipality_id, None, frozenset({Role.ADMINISTRATION}))
    process = tx.session.get_one(Process, collection.process_id)
    field = add_field(tx, process, collection, FieldKind.PLACE, FieldPlan({"de": "Wo?"}, {}), by=planner)
    return {f"{prefix}question": str(field.id)}


def answered_at(tx: Transaction, public_id: str, prefix: str) -> dict[str, str]:
    """The town hall said what becomes of the idea, answered it, and has a draft of another answer."""
    idea = tx.session.query(Contribution).filter_by(public_id=public_id).one()
    hall = Actor(idea.municipality_id, None, frozenset({Role.ADMINISTRATION}))
    [entry] = set_stage(tx, [(idea, 0)], Outcome(Stage.IN_CONCEPT, place={"de": "Kapitel 2"}), by=hall)
    answer, draft = (
        write_answer(tx, [idea], Wording("de", {"de": f"{prefix}{words}"}, "Rathaus"), publish=publish, by=hall)
        for words, publish in (("Danke, das machen wir.", True), ("Noch ein Entwurf.", False))
    )
    facts = {"entry": entry.id, "answer": answer.id, "draft_answer": draft.id}
    return {f"{prefix}{name}": str(value) for name, value in facts.items()}


def with_photo(tx: Transaction, public_id: str) -> None:
    idea = tx.session.query(Contribution).filter_by(public_id=public_id).one()
    photos.keep_photo(tx, idea, photos.redraw(picture("JPEG")), "Eine Wiese")


def neighbour_collection(tx: Transaction) -> Format:
    neighbour = found_municipality(tx, slug="nachbarstadt", name="Nachbarstadt")
    process = plan_process(tx, neighbour, title={"de": "Konzept der Nachbarn"}, question={}, lead={}, phases=[RUNNING])
    return open_idea_collection(tx, process, slug="nachbarn", title={"de": "Nachbarn"}, question={"de": "Was?"})


def tell(tx: Transaction, collection: Format, status: Status, author: int | None) -> Contribution:
    number = tx.session.query(Contribution).count()  # no text twice: a repeated one has a hint besides
    said = Said(text=f"Mehr Bänke im Park ({number})", language="de", language_by=LanguageBy.AUTHOR)
    return contributions.receive(
        tx,
        said,
        into=collection,
        author_id=author,
        status=status,
    )


def edited(tx: Transaction, collection: Format, author: int) -> str:
    """A public idea with two versions that everybody may compare."""
    idea = tell(tx, collection, Status.PUBLISHED, author)
    versions.write_version(
        tx, idea, NewWords("Ein Turm", "de", LanguageBy.AUTHOR), by_id=author, waits=False, shown=True
    )
    case = tx.session.query(Case).filter_by(contribution_id=idea.id).one()
    host = Actor(collection.municipality_id, author, frozenset({Role.MODERATOR}))
    moderation.publish(tx, case, by=host, seen=case.revision)
    return idea.public_id


def waiting(tx: Transaction, collection: Format, author: int | None) -> tuple[str, str]:
    """The public id of an idea that waits, and the number of its case."""
    idea = tell(tx, collection, Status.WAITING, author)
    return idea.public_id, str(tx.session.query(Case).filter_by(contribution_id=idea.id).one().id)


def returned(tx: Transaction, collection: Format, author: int | None, by: int) -> str:
    """The statement of reasons for an idea that was not published."""
    idea = tell(tx, collection, Status.WAITING, author)
    case = tx.session.query(Case).filter_by(contribution_id=idea.id).one()
    host = Actor(collection.municipality_id, by, frozenset({Role.MODERATOR}))
    moderation.reject(tx, case, reason=Reason.OFF_TOPIC, note="", by=host, seen=0)
    return tx.session.query(Statement).filter_by(contribution_id=idea.id).one().public_id


def fields_with_one_idea(tx: Transaction, collection: Format, public_id: str, prefix: str) -> dict[str, str]:
    """Two fields of action; a moderator put the idea into the first."""
    host = Actor(collection.municipality_id, None, frozenset({Role.MODERATOR}))
    process = tx.session.get_one(Process, collection.process_id)
    field, empty = (
        fields.add_field(tx, process, name={"de": f"{prefix}{name}"}, sentence={"de": name}, by=host)
        for name in ("Wohnen", "Sprache")
    )
    idea = tx.session.query(Contribution).filter_by(public_id=public_id).one()
    move = fields.place_in_field(tx, idea, field.id, by=host)
    facts = {"field": field.id, "empty_field": empty.id, "key": field.key, "move": move.id}
    return {f"{prefix}{name}": str(value) for name, value in facts.items()}


def evening(tx: Transaction, collection: Format, prefix: str) -> dict[str, str]:
    """An open session with a ballot that is ready, one that is only planned, a screen and a ticket."""
    host = Actor(collection.municipality_id, None, frozenset({Role.MODERATOR}))
    process = tx.session.get_one(Process, collection.process_id)
    planned, live = (sessions.plan_session(tx, process, title={"de": "Abend"}, place={}, by=host) for _ in range(2))
    step = sheet.add_step(tx, live, ready_ballot(tx, live, host))
    words = sheet.add_words(tx, live, sheet.Worded(StepKind.TALK, {"de": "Im Kreis"}), by=host)
    wall = plan_wall(tx, live, {"de": "Was fehlt?"}, sheet.Notes(), hidden=False, by=host)
    sheets = plan_worksheet(tx, live, SheetKind.GOALS, {"de": "Wohin wollen wir?"}, sheet.Notes(), by=host)
    facts_shown = slides.Shown("Stadt Musterstadt, Statistik 2026", "", [{"value": "38 %", "label": {"de": "Kinder"}}])
    slide = slides.add_slide(tx, live, sheet.Worded("slide", {"de": "Zahlen"}), facts_shown, by=host)
    speakers = plan_list(tx, live, {"de": "Wer sagt etwas?"}, sheet.Notes(), minutes=3, by=host)
    sessions.open_session(tx, live, by=host)
    waits = enter_wish(tx, speakers, Wanted("Amina Beispiel"), by=host)
    space, facts_of_space = open_space(tx, live, host)
    cafe = lived_cafe(tx, live, guests=(), host=host, said=("Jemand, der meine Sprache sprach",))
    sessions.select_step(tx, live, step.id, by=host)
    [(number, ticket)] = tickets.print_tickets(tx, live.audience, 1, by=host)
    facts = {
        "session": live.public_id,
        "planned": planned.public_id,
        "code": live.code or "",
        "ballot": tx.session.get_one(Ballot, step.ballot_id).public_id,
        "screen": open_screen(tx, live, by=host),
        "ticket": ticket,
        "number": str(number),
        "step": str(step.id),
        "words": str(words.id),
        "wall": wall.public_id,
        "wall_step": str(wall.step_id),
        "sheet": sheets.public_id,
        "sheet_step": str(sheets.step_id),
        "slide_step": str(slide.id),
        "speakers": speakers.public_id,
        "speakers_step": str(speakers.step_id),
        "speech": str(waits.id),
        "space": space.public_id,
        **facts_of_space,
        "cafe": cafe.public_id,
        "cafe_table": str(tables_of(tx.session, cafe)[0].number),
    }
    return {f"{prefix}{name}": value for name, value in facts.items()}


def open_space(tx: Transaction, live: LiveSession, host: Actor) -> tuple[Space, dict[str, str]]:
    """An open space with a place, a time, and one concern that everybody reads."""
    space = planning.plan_space(tx, live, by=host)
    planning.add_rooms(tx, space, ["Aula"], by=host)
    planning.add_slots(tx, space, rounds(clock.now(), 45, 15, 1), by=host)
    topic = spaces.enter_topic(tx, space, spaces.Concern(Written("Mehr Bänke am Bach", "de", "de")), by=host)
    contributions.set_status(tx, topic.said, Status.PUBLISHED)
    [room], [slot] = space_queries.rooms_of(tx.session, space), space_queries.slots_of(tx.session, space)
    return space, {"room": str(room.id), "slot": str(slot.id), "topic": str(topic.number), "topic_id": str(topic.id)}


def ready_ballot(tx: Transaction, live: LiveSession, host: Actor) -> Ballot:
    return create_ballot(
        tx,
        municipality_id=live.municipality_id,
        process_id=live.process_id,
        audience=live.audience,
        question={"de": "Was zuerst?"},
        options=[Proposed({"de": "Bänke"}), Proposed({"de": "Bäume"})],
        method=Method.SINGLE,
        kind=BallotKind.MOOD,
        dots=1,
        per_option=1,
        by=host,
    )

"""The demo's town on a real server: an evening in the hall, and a browser's cookies for everybody who looks at it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import delete, func, select

from participation.accounts.models import MailLink, Password
from participation.accounts.service import keep_address
from participation.answers.models import OfficialAnswer
from participation.answers.queries import answered_by
from participation.answers.rules import Outcome, Stage, Wording
from participation.answers.service import change_answer, set_stage, write_answer
from participation.app import create_app
from participation.bench.stand import Host, Server, ballot_now
from participation.bench.wire import Caller
from participation.cardwall.models import Wall
from participation.contributions import answers, following, photos, versions
from participation.contributions import service as contributions
from participation.contributions.models import Contribution
from participation.contributions.rules import Kind, LanguageBy, Status
from participation.contributions.service import Said
from participation.contributions.versions import NewWords
from participation.demo import service as demo
from participation.fields.models import FieldOfAction, FieldSuggestion, Placement, SuggestionRun
from participation.fields.rules import Mode
from participation.foundation import clock, database, migrations, web
from participation.foundation.database import Transaction
from participation.foundation.jobs import Job
from participation.foundation.municipality import Municipality
from participation.foundation.permissions import Actor, Role
from participation.foundation.settings import Settings, from_environment
from participation.interviews import sealing
from participation.languages.glossary import add_term
from participation.languages.hearing import Written
from participation.languages.models import MachineChoice, MachineTask, Translation
from participation.languages.service import Rendering, approve, keep_draft
from participation.languages.vouching import Origin, Seen, State, TaskState
from participation.lineage import service as lineage
from participation.lineage.queries import step_by_id
from participation.lineage.service import OwnText
from participation.lineage.undoing import undo
from participation.moderation import service as moderation
from participation.moderation.models import Case, Statement
from participation.moderation.notices import Reported, report
from participation.moderation.rules import Reason
from participation.notifications.models import DigestChoice
from participation.notifications.rules import Often
from participation.openspace import arranging, planning
from participation.openspace import queries as space_queries
from participation.openspace import service as spaces
from participation.openspace.models import Space
from participation.openspace.rules import rounds
from participation.organisations import joining
from participation.organisations import service as organisations
from participation.organisations.joining import Invited
from participation.organisations.queries import organisation_by_key
from participation.organisations.rules import Kind as OrganisationKind
from participation.organisations.rules import Part
from participation.organisations.service import Portrait
from participation.people import queries as people_queries
from participation.people import service as people
from participation.people.models import Person, PersonKind
from participation.people.rules import key_hash
from participation.people.web import COOKIE
from participation.planning.rules import templates
from participation.planning.service import set_up_process
from participation.process import form_service
from participation.process.form_rules import Choice, FieldKind, FieldPlan, Given
from participation.process.form_service import add_field
from participation.process.models import Format, Process
from participation.process.service import open_idea_collection
from participation.sessions import service as sessions
from participation.sessions import sheet
from participation.sessions.models import LiveSession, RunStep
from participation.sessions.projectors import open_screen
from participation.sessions.rules import SessionState, StepKind
from participation.sessions.web import SCREEN_COOKIE, SEAT_COOKIE
from participation.slides import service as slides
from participation.slides.rules import Figure
from participation.speaking.rules import Wish
from participation.speaking.service import Wanted, enter_wish, plan_list
from participation.threads.models import CommentPlace
from participation.threads.rules import DEEPEST
from participation.townhall import service as townhall
from participation.townhall.pictures import redraw
from participation.townhall.rules import PageKind
from participation.townhall.service import House, Text
from participation.voting import ledger, tickets
from participation.voting.models import Ballot
from participation.voting.rules import BallotKind
from participation.worksheets import service as worksheets
from participation.worksheets.rules import Part as Asked
from participation.worksheets.rules import SheetKind
from tests import nursery
from tests.events.lived import lived_events
from tests.forum.lived import lived_forum
from tests.interviews.lived import lived_talks
from tests.roundtable.lived import lived_table
from tests.townhall.pictures import picture
from tests.worldcafe.lived import lived_cafe

# a mail server that nobody answers for: pages are as where there is one, and nothing is sent
MAIL = {"PARTICIPATION_SMTP": "smtp://127.0.0.1:9", "PARTICIPATION_MAIL_FROM": "rathaus@musterstadt.example"}
MODERATOR = frozenset({Role.MODERATOR})
VOTERS = 3
FOUNTAIN = (
    "Ein Trinkbrunnen am Markt, der auch im Winter läuft.\n\nUnd Bänke mit Schatten dazu: https://markt.example/b"
)
SAID = {
    Status.PUBLISHED: "Mehr Bänke im Park.\nUnd Schatten im Sommer, mehr auf https://park.example/baenke",
    Status.WAITING: "نريد دروسًا في اللغة مساءً",
    Status.REJECTED: "Kommt alle in meinen Laden!",
}


@dataclass
class Musterstadt:
    """names: what stands in braces in an address; cookies: who looks -> what their browser carries."""

    server: Server
    names: dict[str, str]
    cookies: dict[str, dict[str, str]]
    voters: list[str]

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"

    def address(self, pattern: str) -> str:
        return pattern.format(**self.names)

    def host(self) -> Host:
        """The moderator, pressing the buttons of the console by plain requests."""
        browser = Caller(self.server.port, dict(self.cookies["moderator"]))
        return Host(browser, self.names["session"], self.names["form_token"])

    def ballot(self, kind: BallotKind = BallotKind.MOOD) -> Ballot:
        return ballot_now(self.server.instance, int(self.names[f"{kind}_ballot"]))

    def opens_the_vote(self) -> None:
        """The mood ballot runs, and a few phones have voted."""
        host = self.host()
        host.acts("select", step=self.names["mood_step"])
        host.moves("start", self.ballot())
        ballot = self.ballot()
        for number, seat in enumerate([*self.voters, self.cookies["participant"][SEAT_COOKIE]]):
            phone = Caller(self.server.port, {SEAT_COOKIE: seat})
            option = str(ballot.options[number % len(ballot.options)].id)
            form = {"ballot": ballot.public_id, "revision": str(ballot.round), "choice": option}
            assert phone.post(f"/live/{host.topic}/vote", form).status == 303


@contextmanager
def open_musterstadt(
    prepared: Musterstadt, instance: Path, more: dict[str, str] | None = None, *, works: bool = False
) -> Iterator[Musterstadt]:
    """A copy of the prepared town with a server of its own. more: settings; works: a worker does the jobs."""
    shutil.copytree(prepared.server.instance, instance)
    town = replace(prepared, server=nursery.server(instance, more=more, works=works))
    town.server.start()
    try:
        yield town
    finally:
        town.server.kill()


@contextmanager
def prepared_house(instance: Path) -> Iterator[tuple[Transaction, Settings]]:
    """Write into the house at `instance` before its server opens it."""
    settings = from_environment({"PARTICIPATION_INSTANCE": str(instance)})
    migrations.upgrade(settings.database_url)
    app = create_app(settings)
    try:
        with app.app_context(), database.transaction() as tx:
            yield tx, settings
    finally:
        ledger.current().stop()
        database.current().close()
        database.use(None)


def prepare(instance: Path) -> Musterstadt:
    with prepared_house(instance) as (tx, settings):
        demo.build_musterstadt(tx)
        names, cookies = people_of(tx, settings)
        names |= fields_of(tx)
        names |= talk_of(tx)
        names |= translated_in(tx)
        names |= answers_of(tx, names[f"{Status.PUBLISHED}_idea"])
        names |= plans_of(tx)
        names |= asks_more(tx, [names["talked"], names["published_idea"], names["waiting_idea"]])
        names |= stands_of(tx, cookies["participant"][COOKIE])
        dress(tx)
        evening, voters = evening_of(tx, cookies)
        names |= table_of(tx, cookies["participant"][COOKIE], names["organisation"])
        first = tx.session.scalars(select(Process).order_by(Process.id)).unique().all()[0]
        sealing.use(settings.instance / "asked")
        names |= lived_talks(tx, first)
        names |= lived_forum(tx, first, person_named(tx, "moderator Beispiel"))
        names |= lived_events(tx, first, settings.secret_key)
        names |= evening
    names["form_token"] = web.form_token(settings.secret_key, cookies["moderator"][COOKIE])
    return Musterstadt(Server(instance), names, cookies, voters)


def plans_of(tx: Transaction) -> dict[str, str]:
    """The process everybody sees, and a second one that is still a draft."""
    process = tx.session.scalars(select(Process)).one()
    [phase, *_] = process.phases
    [home] = [one for one in process.formats if one.slug == "ideen"]
    town, office = tx.session.get_one(Municipality, 1), Actor(1, None, frozenset({Role.ADMINISTRATION}))
    words = {"de": "Sport für alle", "ar": "الرياضة للجميع"}
    draft = set_up_process(
        tx, town, templates()["evening"], title=words, question=words, first_day=date(2027, 3, 1), by=office
    )
    [planned] = draft.formats
    return {
        "process": process.slug,
        "draft": draft.slug,
        "phase": str(phase.id),
        "format": str(home.id),
        "draft_format": str(planned.id),
    }


def asks_more(tx: Transaction, answered: list[str]) -> dict[str, str]:
    """The collection asks a question of each kind and takes photos; these ideas came with both."""
    [home] = tx.session.scalars(select(Format).filter_by(slug="ideen")).unique()
    home.takes_photos = True
    by = Actor(1, None, frozenset({Role.ADMINISTRATION}))
    corners = (Choice("bach", {"de": "Am Bach", "ar": "عند الجدول"}), Choice("markt", {"de": "Am Marktplatz"}))
    asked = [
        add_field(tx, home.process, home, kind, plan, by=by)
        for kind, plan in (
            (
                FieldKind.PLACE,
                FieldPlan({"de": "Wo ist das?", "ar": "أين هذا؟"}, {"de": "Straße oder Platz"}),
            ),
            (FieldKind.ONE, FieldPlan({"de": "Welche Ecke?", "ar": "أي زاوية؟"}, {}, choices=corners)),
            (FieldKind.SEVERAL, FieldPlan({"de": "Für wen?"}, {"de": "Mehrere sind möglich."}, choices=corners)),
            (FieldKind.LONG, FieldPlan({"de": "Wer macht schon mit?", "ar": "من يشارك؟"}, {})),
            (FieldKind.TEXT, FieldPlan({"de": "Wie erreichen wir Sie?"}, {"de": "Wenn Sie mögen."}, internal=True)),
            (FieldKind.TEXT, FieldPlan({"de": "Wird nicht mehr gefragt"}, {})),
        )
    ]
    form_service.remove_field(tx, home.process, asked[-1], by=by, seen=home.process.revision)
    for public_id in answered:
        idea = tx.session.query(Contribution).filter_by(public_id=public_id).one()
        given = {field.id: Given(text="Am Stadtpark, https://park.example") for field in asked}
        given |= {asked[1].id: Given(chosen=("bach",)), asked[2].id: Given(chosen=("bach", "markt"))}
        answers.keep_answers(tx, idea, asked, given)
        photos.keep_photo(tx, idea, photos.redraw(picture("JPEG", (1_600, 900))), "Eine leere Wiese am Bach")
    return {"question": str(asked[0].id), "choosing": str(asked[2].id)}


TOGETHER = {
    "joined": ("de", "Ein Trinkbrunnen am Marktplatz, damit niemand im Sommer Wasser kaufen muss."),
    "other": ("ar", "نريد ماء للشرب في الساحة، ومقاعد في الظل للمسنين."),
    "same": ("tr", "Pazar yerinde içme suyu olsun."),
}
WHY = "Beides will Wasser auf dem Markt. Die Bänke haben wir in den Text genommen."


def stands_of(tx: Transaction, key: str) -> dict[str, str]:
    """An idea of the participant, put together with another one; a third that was joined and taken out again."""
    [home] = tx.session.scalars(select(Format).filter_by(slug="ideen")).unique()
    open_idea_collection(tx, home.process, slug="wege", title={"de": "Wege", "ar": "الطرق"}, question={"de": "Wohin?"})
    guest, moderator = people_queries.actor_of_device(tx.session, key, 1), person_named(tx, "moderator Beispiel")
    host, told = Actor(1, moderator, MODERATOR, "moderator Beispiel"), {}
    for name, (language, text) in TOGETHER.items():
        said = Said(text=text, language=language, language_by=LanguageBy.AUTHOR)
        author = guest.person_id if guest and name == "joined" else None
        told[name] = contributions.receive(tx, said, into=home, author_id=author, status=Status.PUBLISHED)
    wording = OwnText("Ein Trinkbrunnen und Bänke im Schatten am Marktplatz.", "de")
    made = lineage.merge(tx, [told["joined"], told["other"]], wording, note=WHY, by=host)
    step = lineage.link_as_duplicate(tx, told["same"], of=made, note="Sagt dasselbe.", by=host)
    undo(tx, step_by_id(tx.session, 1, step.id), by=host)
    if guest:
        following.follow(tx, told["other"], home, by=guest)
        contributions.add_support(tx, told["same"], guest.person_id or 0)
    return {"joined": told["joined"].public_id, "same": told["same"].public_id, "made": made.public_id}


def person_named(tx: Transaction, name: str) -> int:
    return tx.session.scalars(select(Person.id).filter_by(name=name)).one()


PAGE = """# Öffnungszeiten und ein sehr langes Wort: Bürgerbeteiligungsgeschäftsstellenleitung

Rathaus
Markt 1, https://www.musterstadt.example/rathaus/beteiligung/kontakt-und-anfahrt-mit-bus-und-bahn

- **montags** 9 bis 12 Uhr
- *donnerstags* 14 bis 18 Uhr

> Kommen Sie vorbei.

## Mehr

1. [Kontakt](/pages/contact)
2. amt@musterstadt.example"""


def dress(tx: Transaction) -> None:
    """The town's own colour, logo and pages: some in several languages, one only as a video."""
    town, office = tx.session.get_one(Municipality, 1), Actor(1, None, frozenset({Role.ADMINISTRATION}))
    look = House(town.name, 155, "beteiligung@musterstadt.example", "+49 (0)123 45 67-0")
    townhall.describe_house(tx, town, look, by=office, seen=0)
    townhall.hang_up_logo(tx, town, redraw(picture(size=(700, 200))), by=office, seen=1)
    for kind in (PageKind.IMPRINT, PageKind.CONTACT, PageKind.EASY, PageKind.ACCESSIBILITY):
        texts = {"de": PAGE} if kind is PageKind.EASY else {"de": PAGE, "ar": "# البلدية\n\nالسوق 1"}
        townhall.write_page(tx, town, kind, Text(texts, as_of=date(2026, 3, 31)), by=office, seen=0)
    townhall.write_page(tx, town, PageKind.PRIVACY, Text({"en": "# Data\n\nNone."}), by=office, seen=0)
    townhall.write_page(tx, town, PageKind.SIGNS, Text({}, video="https://video.example/1"), by=office, seen=0)


def people_of(tx: Transaction, settings: Settings) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """A stranger, a participant who wrote three ideas, and an account of each role."""
    cookies: dict[str, dict[str, str]] = {"stranger": {}}
    guest, key = people.welcome_guest(tx, 1, settings.secret_key)
    cookies["participant"] = {COOKIE: key}
    names = {f"{status}_idea": tell(tx, status, guest.id) for status in SAID}
    names["statement"] = tx.session.scalars(select(Statement.public_id).order_by(Statement.id.desc())).first() or ""
    report(
        tx,
        tx.session.scalars(select(Contribution).filter_by(public_id=names[f"{Status.PUBLISHED}_idea"])).one(),
        Reported(Reason.ADVERTISING, "Das steht an jeder Ecke.", "Ina Nachbarin", in_good_faith=True),
        by=Actor(1, guest.id),
    )
    names["edited_idea"] = edited(tx, guest.id)
    names["withdrawn_idea"] = taken_back(tx, guest.id)
    for role in (Role.INTERPRETER, Role.MODERATOR, Role.ADMINISTRATION, Role.ADMINISTRATOR):
        person = people.open_account(tx, 1, f"{role} Beispiel", [role])
        cookies[role] = {COOKIE: people.hand_key(tx, person.id, 1)}
        names["colleague"] = str(person.id)
        if role is Role.ADMINISTRATION:
            names |= organisation_of(tx, person)
        if role in {Role.MODERATOR, Role.ADMINISTRATOR}:
            names |= digest_of(tx, person.id, confirmed=role is Role.MODERATOR)
    names["link"] = people.write_link(tx, person)
    names |= links_to_mailboxes(tx, person.id)
    return names, cookies


def organisation_of(tx: Transaction, speaker: Person) -> dict[str, str]:
    """An organisation with a long name in two directions; a colleague speaks for it, and somebody told it something."""
    office = Actor(1, None, frozenset({Role.ADMINISTRATION, Role.ADMINISTRATOR}))
    name = "Bildungs- und Begegnungsverein Musterstadt-Weststadt (جمعية اللقاء والتعليم) e. V."
    texts = {"de": "Wir treffen uns donnerstags.\n\nMehr: https://begegnung.example", "ar": "نلتقي كل خميس."}
    website = "https://begegnung.musterstadt.example/ueber-uns/und-noch-viel-mehr-worte-ohne-ende"
    portrait = Portrait(
        name, OrganisationKind.MIGRANT, texts, ["de", "ar", "ti"], website, "post@begegnung.example", "0123"
    )
    made = organisations.take_in(tx, portrait, by=office)
    joining.add_member(tx, made, speaker, Part.SPEAKER, "Selam Muster")
    other = people.new_account(tx, 1, "")
    joining.add_member(tx, made, other, Part.MEMBER, "ليلى مثال")
    joining.invite(tx, made, Invited("Jonas Exempel", Part.MEMBER, "i" * 16), by=office)
    organisations.take_in(tx, Portrait("Chor ohne Sprecher", OrganisationKind.CLUB), by=office)
    [home] = tx.session.scalars(select(Format).filter_by(slug="ideen")).unique()
    said = Said(
        "نريد دورة لغة مع رعاية للأطفال.\n\nلأننا لا نستطيع الحضور بدونها.",
        "ar",
        LanguageBy.AUTHOR,
        organisation_id=made.id,
        told_by="eine Mutter aus dem Sprachkurs am Mittwoch",
    )
    told = contributions.receive(tx, said, into=home, author_id=made.author_id, status=Status.PUBLISHED)
    return {"organisation": made.key, "invite": "i" * 16, "told_idea": told.public_id}


def links_to_mailboxes(tx: Transaction, person_id: int) -> dict[str, str]:
    """An account with a long address and a password; links to sign in, and to add an address."""
    now, address = clock.now(), "anna-katharina.mustermann-beispielhausen@beteiligung.musterstadt.example"
    keep_address(tx, person_id, 1, address, address)
    tx.session.add(Password(person_id=person_id, municipality_id=1, hash="x", changed_at=now))
    for token, person in (("a" * 32, None), ("b" * 32, person_id)):
        tx.session.add(
            MailLink(
                token_hash=key_hash(token),
                municipality_id=1,
                person_id=person,
                address=address,
                folded=address,
                device_hash=key_hash(""),
                asked_at=now,
                expires_at=now + timedelta(days=2),
            )
        )
    return {"mail_link": "a" * 32, "address_link": "b" * 32}


def digest_of(tx: Transaction, person_id: int, *, confirmed: bool) -> dict[str, str]:
    """A colleague gets digests by mail, or has not opened the link yet; returns the token of the one link."""
    link = ("e" if confirmed else "c") * 32
    facts = {"end_hash": key_hash(link), "confirmed_at": clock.now()} if confirmed else {"confirm_hash": key_hash(link)}
    tx.session.add(
        DigestChoice(
            municipality_id=1,
            person_id=person_id,
            often=Often.WEEKLY,
            language="ar",
            address="max.mustermann-beispielhausen@beteiligung.musterstadt.example",
            site="http://127.0.0.1",
            address_until=clock.now() + timedelta(days=2),
            chosen_at=clock.now(),
            **facts,
        )
    )
    return {"end" if confirmed else "confirm": link}


def tell(tx: Transaction, status: Status, author: int) -> str:
    """One idea of the participant in that status; returns its public id."""
    said = Said(text=SAID[status], language="ar" if status is Status.WAITING else "de", language_by=LanguageBy.AUTHOR)
    idea = contributions.receive(
        tx,
        said,
        into=tx.session.scalars(select(Format).filter_by(slug="ideen")).unique().one(),
        author_id=author,
        status=status if status is Status.PUBLISHED else Status.WAITING,
    )
    if status is Status.REJECTED:
        case = tx.session.scalars(select(Case).filter_by(contribution_id=idea.id)).one()
        note = "Bitte ohne Werbung."
        host = tx.session.scalars(select(Person.id).filter_by(kind=PersonKind.ACCOUNT).limit(1)).one()
        moderation.reject(tx, case, reason=Reason.ADVERTISING, note=note, by=Actor(1, host, MODERATOR), seen=0)
    return idea.public_id


def edited(tx: Transaction, author: int) -> str:
    """An idea of the participant with two versions to compare and a third one that waits; returns its public id."""
    idea = told(tx, "Ein Brunnen am Markt, der auch im Winter läuft.\n\nUnd Bänke dazu.", author)
    for number, text in enumerate((FOUNTAIN, FOUNTAIN.replace("Schatten", "Sonnensegel im Sommer und Licht"))):
        words = NewWords(text, "de", LanguageBy.AUTHOR)
        versions.write_version(tx, idea, words, by_id=author, waits=bool(number), shown=True)
    return idea.public_id


def taken_back(tx: Transaction, author: int) -> str:
    idea = told(tx, "Eine Idee, die es nicht mehr gibt.", author)
    contributions.withdraw(tx, idea, author_id=author)
    return idea.public_id


def told(tx: Transaction, text: str, author: int) -> Contribution:
    home = tx.session.scalars(select(Format).filter_by(slug="ideen")).unique().one()
    said = Said(text=text, language="de", language_by=LanguageBy.AUTHOR)
    return contributions.receive(tx, said, into=home, author_id=author, status=Status.PUBLISHED)


def talk_of(tx: Transaction) -> dict[str, str]:
    """The idea most is said about, and a comment of it at the third level."""
    most = select(CommentPlace.root_id).group_by(CommentPlace.root_id).order_by(func.count().desc()).limit(1)
    root = tx.session.get_one(Contribution, tx.session.scalars(most).one())
    deep = select(CommentPlace.comment_id).where(CommentPlace.root_id == root.id, CommentPlace.depth == DEEPEST)
    comment = tx.session.get_one(Contribution, tx.session.scalars(deep.limit(1)).one())
    return {"talked": root.public_id, "comment": comment.public_id}


def translated_in(tx: Transaction) -> dict[str, str]:
    """A public idea with an approved version, a draft beside it and what a machine says; another one outdated."""
    iris = Actor(1, None, frozenset({Role.INTERPRETER}))
    ukrainian, russian = (
        tx.session.scalars(
            select(Contribution)
            .where(Contribution.status == Status.PUBLISHED, Contribution.language == language)
            .where(Contribution.text.contains(word))
            .limit(1)
        ).one()
        for language, word in (("uk", "після школи"), ("ru", "Пробный день"))
    )
    words = "Hausaufgabenhilfe nach der Schule.\n\nMehr dazu: https://schule.example/hilfe"
    first = approve(tx, ukrainian, "de", Rendering(words), by=iris, seen=Seen(1))
    approve(tx, ukrainian, "ar", Rendering("المساعدة في الواجبات بعد المدرسة."), by=iris, seen=Seen(1))
    keep_draft(tx, ukrainian, "de", Rendering(f"{words}\nNoch besser."), by=iris, seen=Seen(1, approved=first.id))
    approve(tx, russian, "de", Rendering("Ein Probetag im Betrieb."), by=iris, seen=Seen(1)).outdated = True
    for one in (ukrainian, russian):
        tx.session.add(
            Translation(
                municipality_id=1,
                contribution_id=one.id,
                language="en",
                text="Help with homework after school.",
                origin=Origin.MACHINE,
                state=State.OFFERED,
                provider="LibreTranslate",
                of_version=1,
                at=clock.now(),
            )
        )
    process = tx.session.get_one(Process, ukrainian.process_id)
    term = add_term(tx, process, {"de": "Schule", "uk": "школи", "ar": "مدرسة"}, "nicht: Lehranstalt", by=iris)
    tx.session.add(MachineChoice(municipality_id=1, on=True))
    tasks = (("tr", TaskState.WAITING, "ill"), ("so", TaskState.FAILED, "no_pair"))
    for language, state, trouble in tasks:
        facts = {"state": state, "trouble": trouble, "tries": 1, "due_at": clock.now() + timedelta(days=9)}
        tx.session.add(MachineTask(municipality_id=1, contribution_id=russian.id, language=language, **facts))
    tx.session.flush()
    return {"translated": ukrainian.public_id, "outdated": russian.public_id, "term": str(term.id)}


def answers_of(tx: Transaction, own: str) -> dict[str, str]:
    """An idea that stands in a measure, with an answer in all languages whose former wording can be read.

    The participant's own idea is not taken up, and has an answer they have not read yet.
    """
    hall = Actor(1, None, frozenset({Role.ADMINISTRATION}))
    answer = tx.session.scalars(select(OfficialAnswer)).one()
    shorter = Wording("de", {lang: words.split("\n")[0] for lang, words in answer.texts.items()}, answer.office)
    change_answer(tx, answer, shorter, publish=False, by=hall, seen=answer.revision)
    idea = tx.session.query(Contribution).filter_by(public_id=own).one()
    why = Outcome(Stage.NOT_TAKEN_UP, {"de": "Der Park gehört dem Land.\nMehr auf https://park.example/land"})
    set_stage(tx, [(idea, 0)], why, by=hall)
    write_answer(tx, [idea], Wording("ar", {"ar": "شكرا لكم."}, "مكتب المدينة"), publish=True, by=hall)
    write_answer(tx, [idea], Wording("de", {"de": "Noch ein Entwurf."}, "Rathaus"), publish=False, by=hall)
    return {"answered_idea": answered_by(tx.session, answer.id)[-1].public_id, "answer": str(answer.id)}


def fields_of(tx: Transaction) -> dict[str, str]:
    """The first field; what the machine would propose stands there already, so its child process has nothing to do."""
    first, second, *_ = tx.session.scalars(select(FieldOfAction).order_by(FieldOfAction.id))
    unplaced = (
        select(Contribution.id)
        .outerjoin(Placement)
        .where(
            Placement.field_id.is_(None),
            Contribution.status == Status.PUBLISHED,
            Contribution.kind == Kind.IDEA,
        )
    )
    for idea in tx.session.scalars(unplaced).all()[1:]:
        facts = {
            "contribution_id": idea,
            "municipality_id": 1,
            "margin": 0.1,
            "sure": idea % 2 == 0,
            "mode": Mode.E5_USE,
        }
        tx.session.add(FieldSuggestion(rank=1, field_id=first.id, score=0.6, **facts))
        tx.session.add(FieldSuggestion(rank=2, field_id=second.id, score=0.5, **facts))
    tx.session.add(SuggestionRun(process_id=first.process_id, municipality_id=1, mode=Mode.E5_USE, at=clock.now()))
    tx.session.execute(delete(Job))
    return {"field": str(first.id), "key": first.key}


def evening_of(tx: Transaction, cookies: dict[str, dict[str, str]]) -> tuple[dict[str, str], list[str]]:
    """The demo's open session: seats for phones, a key for the screen, tickets."""
    host = Actor(1, None, MODERATOR)
    live = tx.session.scalars(select(LiveSession).filter_by(state=SessionState.OPEN)).one()
    plan = sessions.plan_session(
        tx, tx.session.get_one(Process, live.process_id), title={"de": "Nachmittag"}, place={"de": "Rathaus"}, by=host
    )
    frame = sheet.Worded(
        StepKind.TEXT,
        {"de": "Der Rahmen", "ar": "الإطار"},
        {"de": "Was steht fest?\nWas ist offen?", "ar": "ما هو الثابت؟\nما هو المفتوح؟"},
        sheet.Notes("Nicht länger als fünf Minuten.", "Plakat", 5),
    )
    words = [sheet.add_words(tx, plan, frame, by=host) for _ in range(2)]
    seats = [tickets.take_seat(tx, live.audience, 1) for _ in range(VOTERS + 1)]
    cookies["participant"] |= {SEAT_COOKIE: seats.pop(), SCREEN_COOKIE: open_screen(tx, live, by=host)}
    ticket = tickets.print_tickets(tx, live.audience, 12, by=host)[0][1]
    names = {"session": live.public_id, "code": live.code or "", "ticket": ticket}
    names |= {"plan": plan.public_id, "words_step": str(words[0].id)}
    votes = select(RunStep, Ballot).join(Ballot, Ballot.id == RunStep.ballot_id).where(RunStep.session_id == live.id)
    for step, ballot in tx.session.execute(votes):
        names |= {f"{ballot.kind}_step": str(step.id), f"{ballot.kind}_ballot": str(ballot.id)}
    speakers = plan_list(
        tx, live, {"de": "Wer sagt etwas?", "ar": "من يريد أن يتكلم؟"}, sheet.Notes(), minutes=3, by=host
    )
    for name, wish in (("Frau Muster", Wish.SPEECH), ("السيد مثال", Wish.REPLY), ("Herr Beispiel", Wish.ORDER)):
        enter_wish(tx, speakers, Wanted(name, "", wish), by=host)
    names |= workshop_of(tx, live, host)
    names |= {"speakers": speakers.public_id, "speakers_step": str(speakers.step_id)}
    wall = tx.session.scalars(select(Wall).where(Wall.session_id == live.id)).one()
    names |= {"wall": wall.public_id, "wall_step": str(wall.step_id), **open_spaces(tx), **open_cafe(tx)}
    return names, seats


def workshop_of(tx: Transaction, live: LiveSession, host: Actor) -> dict[str, str]:
    """A worksheet with what was let through and what waits, and a slide with figures."""
    question = {"de": "Wohin wollen wir?", "ar": "إلى أين نريد أن نصل؟"}
    host = Actor(1, person_named(tx, "moderator Beispiel"), MODERATOR)
    goals = worksheets.plan_worksheet(tx, live, SheetKind.GOALS, question, sheet.Notes(), by=host)
    field = tx.session.scalars(select(FieldOfAction.id).where(FieldOfAction.process_id == live.process_id)).first()
    parts = {
        Asked.TEXT: "كل طفل يجد مكانًا في الروضة",
        Asked.DATA: "من كل مئة طفل ينتظر ثمانية وثلاثون",
        Asked.SIGN: "لا أحد ينتظر أكثر من شهر",
    }
    worksheets.fill_in_for(tx, goals, worksheets.Answered(parts, field, "ar", "ar"), by=host)
    waits = worksheets.Answered({Asked.TEXT: "Wartet noch auf die Moderation"}, None, "de", "de")
    guest, _ = people.welcome_guest(tx, 1, b"arbeitsblatt")
    worksheets.fill_in(tx, goals, waits, by=Actor(1, guest.id))
    figures: list[Figure] = [
        {"value": "38 %", "label": {"de": "Kinder mit zwei Sprachen", "ar": "أطفال بلغتين"}},
        {"value": "21 %", "label": {"de": "Menschen im Sprachkurs", "ar": "أشخاص في دورة اللغة"}},
    ]
    words = sheet.Worded("slide", {"de": "Unsere Stadt in Zahlen"}, {"de": "Was fällt auf?"})
    slide = slides.add_slide(tx, live, words, slides.Shown("Stadt Musterstadt, Statistik 2026", "", figures), by=host)
    return {"sheet": goals.public_id, "sheet_step": str(goals.step_id), "slide_step": str(slide.id)}


def table_of(tx: Transaction, key: str, organisation: str) -> dict[str, str]:
    """A round table at which the participant is the delegate of an organisation."""
    guest = people_queries.actor_of_device(tx.session, key, 1)
    [home] = tx.session.scalars(select(Format).filter_by(slug="ideen")).unique()
    crowd = organisation_by_key(tx.session, 1, organisation)
    moderator = person_named(tx, "moderator Beispiel")
    return lived_table(tx, home.process, crowd, (moderator, guest.person_id if guest else None))


def open_cafe(tx: Transaction) -> dict[str, str]:
    """A café in the middle of its first round."""
    colleague = tx.session.scalars(select(Person.id).filter_by(kind=PersonKind.ACCOUNT).limit(1)).one()
    host = Actor(1, colleague, MODERATOR)
    [home] = tx.session.scalars(select(Format).filter_by(slug="ideen")).unique()
    live = sessions.plan_session(tx, home.process, title={"de": "Café-Abend"}, place={"de": "Begegnungshaus"}, by=host)
    sessions.open_session(tx, live, by=host)
    guests = tuple(people.welcome_guest(tx, 1, f"cafe{number}".encode())[0].id for number in range(4))
    cafe = lived_cafe(tx, live, guests=guests, host=host)
    return {"cafe": cafe.public_id, "cafe_session": live.public_id}


def open_spaces(tx: Transaction) -> dict[str, str]:
    """The one that was held, and one that goes on: with what waits, what found its place, what came together."""
    colleague = tx.session.scalars(select(Person.id).filter_by(kind=PersonKind.ACCOUNT).limit(1)).one()
    host = Actor(1, colleague, MODERATOR)
    held = tx.session.scalars(select(Space)).one()
    process = tx.session.get_one(Process, held.process_id)
    live = sessions.plan_session(tx, process, title={"de": "Nachmittag"}, place={}, by=host)
    space = planning.plan_space(tx, live, by=host)
    planning.add_rooms(tx, space, ["Aula", "Café"], by=host)
    planning.add_slots(tx, space, rounds(clock.now(), 45, 15, 2), by=host)
    sessions.open_session(tx, live, by=host)
    facts = [("Bänke mit Lehne am Bach", "Frau Muster"), ("مكان للأطفال والجدات", "السيد مثال"), ("Kurz", "")]
    topics = [
        spaces.enter_topic(tx, space, spaces.Concern(Written(text, "", "de"), who, ("de", "ar"), True), by=host)
        for text, who in facts
    ]
    [place, *_], [time, *_] = space_queries.rooms_of(tx.session, space), space_queries.slots_of(tx.session, space)
    arranging.place(tx, space, (topics[0].id, topics[0].revision), place.id, time.id, by=host)
    arranging.join(tx, space, (topics[1].id, topics[1].revision), topics[0].id, by=host)
    guest, _ = people.welcome_guest(tx, 1, b"musterstadt")
    waits = spaces.Concern(Written("Wartet noch auf die Moderation", "de", "de"))
    spaces.bring_topic(tx, space, waits, by=Actor(1, guest.id))
    room = space_queries.rooms_of(tx.session, held)[0]
    return {
        "space": held.public_id,
        "space_session": tx.session.get_one(LiveSession, held.session_id).public_id,
        "space_room": str(room.id),
        "live_space": space.public_id,
        "live_space_session": live.public_id,
    }

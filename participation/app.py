"""The whole house: registers every room, connects who listens to whom, opens the doors."""

import logging
from typing import Any

import gevent
from flask import Flask, url_for
from sqlalchemy.orm import Session

from participation import personal
from participation.accounts import handover, taking
from participation.accounts import outside as outside_doors
from participation.accounts import own as own_account
from participation.accounts import views as account_views
from participation.answers import queries as answer_queries
from participation.answers import stages as answer_stages
from participation.answers import views as answers
from participation.answers import writing as answer_writing
from participation.answers.news import AnswerGiven, StageSaid
from participation.answers.rules import STAGE_NAMES
from participation.bench.commands import bench
from participation.cardwall import desk as wall_desk
from participation.cardwall import plug as wall_plug
from participation.cardwall import scribe
from participation.cardwall import service as walls
from participation.cardwall import sockets as wall_sockets
from participation.cardwall import views as wall_views
from participation.cardwall.news import WallChanged
from participation.console import booth, desk, paper, projection, repeating
from participation.console import steps as run_sheet
from participation.console import views as console
from participation.contributions import homes, reactions
from participation.contributions.news import (
    ContributionEdited,
    ContributionHidden,
    ContributionPublished,
    ContributionReceived,
    ContributionWithdrawn,
    WordsChanged,
)
from participation.contributions.rules import ON_THEIR_OWN, Kind
from participation.directory import views as directory
from participation.echo import hearing
from participation.echo import queries as echo_queries
from participation.echo import views as echo
from participation.echo import web as echo_web
from participation.events import desk as events_desk
from participation.events import reminding
from participation.events import views as events
from participation.events.news import PlaceFound
from participation.fields import queries as field_queries
from participation.fields import service as fields
from participation.fields import similar_line, suggesting
from participation.fields import views as field_views
from participation.forum import desk as forums_desk
from participation.forum import hearing as forum_hearing
from participation.forum import panels as forum_panels
from participation.forum import papers as forum_papers
from participation.forum import plug as forum_plug
from participation.forum import podium_desk
from participation.forum import views as forum_views
from participation.forum.news import ForumChanged
from participation.foundation import audit, database, permissions, web
from participation.foundation.commands import catalogues, migrations
from participation.foundation.database import Database
from participation.foundation.guard import Guard
from participation.foundation.jobs import Handler
from participation.foundation.keyfolder import SealFolder
from participation.foundation.mail import MailSettled
from participation.foundation.messages import N_, NotFound
from participation.foundation.paths import asset_dir
from participation.foundation.permissions import Permission
from participation.foundation.settings import Settings, from_environment
from participation.front import views as front
from participation.history import views as history
from participation.ideas import beginning
from participation.ideas import openings as idea_openings
from participation.ideas import views as ideas
from participation.imports.commands import import_file
from participation.interviews import codes_desk, guarding, text_desk
from participation.interviews import desk as interviews_desk
from participation.interviews import sealing as talk_sealing
from participation.interviews import views as interviews
from participation.interviews.news import SourceEmptied, SourceNamesGone
from participation.languages import machine, machines, providers, terms, writing
from participation.languages import service as languages
from participation.languages import views as translations
from participation.lineage import queries as lineage_queries
from participation.lineage import undoing
from participation.lineage import views as lineage
from participation.lineage.news import StepTaken
from participation.live import fanout, sockets
from participation.live.rules import Screen
from participation.mine import slips
from participation.mine import views as mine
from participation.moderation import cases, earlier, limits, noticing, redrafts, residents, statements, withdrawal
from participation.moderation import digest as moderation_digest
from participation.moderation import public as moderation_public
from participation.moderation import queries as moderation_queries
from participation.moderation import service as moderation
from participation.moderation import views as moderation_views
from participation.moderation.earlier import Earlier
from participation.moderation.news import CaseDecided, HintsNoticed
from participation.moderation.rules import REASON_NAMES
from participation.notifications import service as notifications
from participation.notifications import sources as digests
from participation.notifications import views as notification_views
from participation.notifications.commands import mail
from participation.openspace import desk as space_desk
from participation.openspace import hearing as space_hearing
from participation.openspace import panels as space_panels
from participation.openspace import papers as space_papers
from participation.openspace import plug as space_plug
from participation.openspace import scribe as space_scribe
from participation.openspace import sockets as space_sockets
from participation.openspace import views as space_views
from participation.openspace import writing as space_writing
from participation.openspace.news import SpaceChanged
from participation.organisations import desk as organisations_desk
from participation.organisations import joining
from participation.organisations import views as organisations
from participation.organisations.news import MemberLeft
from participation.people import views as people
from participation.people import web as people_web
from participation.people.commands import init
from participation.people.news import HouseFounded, PersonParted
from participation.people.rules import ROLE_NAMES
from participation.planning import questions
from participation.planning import views as planning
from participation.privacy import service as leaving
from participation.privacy import views as privacy
from participation.privacy.commands import forget
from participation.process import openings
from participation.process import permissions as stages
from participation.process import views as process_views
from participation.process.models import FormatKind
from participation.process.news import ProcessPublished, ProcessWithdrawn
from participation.process.web import keep_asked_process, process_choice
from participation.reach import desk as reach_desk
from participation.reach import views as reach_views
from participation.reach import web as reach_web
from participation.reports import views as reports
from participation.roundtable import balloting, item_desk, minutes_desk, seat_views, seats_desk, secrecy
from participation.roundtable import desk as tables_desk
from participation.roundtable import papers as table_papers
from participation.roundtable import plug as table_plug
from participation.roundtable import views as table_views
from participation.roundtable.news import TableChanged, TableGone
from participation.sessions import plugs, rounds, screens
from participation.sessions import queries as session_queries
from participation.sessions import service as sessions
from participation.sessions import sockets as session_sockets
from participation.sessions import views as session_views
from participation.sessions.news import SessionChanged, SessionEnded, StepCalled
from participation.slides import plug as slide_plug
from participation.slides import views as slides
from participation.speaking import desk as speaking_desk
from participation.speaking import hearing as speaking
from participation.speaking import plug as speaking_plug
from participation.speaking import sealing
from participation.speaking import views as speaking_views
from participation.speaking.news import ItemConfided, ListGrew, NamesGone
from participation.team import views as team
from participation.threads import queries as thread_queries
from participation.threads import service as threads
from participation.threads import sockets as thread_sockets
from participation.threads import views as thread_views
from participation.threads import web as thread_web
from participation.threads.news import ReplyPublished, ThreadChanged
from participation.townhall import views as townhall
from participation.townhall.web import frame_facts
from participation.townhall.wording import register_reasons, register_roles
from participation.voting import ledger
from participation.voting.keys import BallotKeys
from participation.voting.news import BallotMoved, TallyChanged
from participation.worksheets import desk as worksheet_desk
from participation.worksheets import plug as worksheet_plug
from participation.worksheets import service as worksheets
from participation.worksheets import sorting as worksheet_sorting
from participation.worksheets import views as worksheet_views
from participation.worksheets import writing as worksheet_writing
from participation.worksheets.news import SheetsChanged
from participation.worldcafe import desk as cafe_desk
from participation.worldcafe import hearing as cafe_hearing
from participation.worldcafe import panels as cafe_panels
from participation.worldcafe import papers as cafe_papers
from participation.worldcafe import plug as cafe_plug
from participation.worldcafe import scribe as cafe_scribe
from participation.worldcafe import views as cafe_views
from participation.worldcafe.news import CafeChanged

# seconds in which changes of what phones show become one frame
PHONES_WITHIN, HEARTS_WITHIN = 2.0, 1.0
PUBLIC_TABS = (
    {"area": "ideas", "name": N_("Ideas"), "icon": "cards", "endpoint": "ideas.all_collections"},
    {"area": "fields", "name": N_("Fields"), "icon": "square", "endpoint": "fields.overview"},
    {"area": "mine", "name": N_("My contributions"), "icon": "person", "endpoint": "mine.page"},
)
# the rooms' commands, and whether they need the database open
COMMANDS = (
    (init, True),
    (import_file, True),
    (forget, True),
    (migrations, False),
    (catalogues, False),
    (bench, False),
    (mail, False),
)
BLUEPRINTS = (
    front.bp,
    people.bp,
    account_views.bp,
    own_account.bp,
    outside_doors.bp,
    taking.bp,
    handover.bp,
    privacy.bp,
    ideas.bp,
    echo.bp,
    mine.bp,
    slips.bp,
    directory.bp,
    organisations.bp,
    organisations_desk.bp,
    history.bp,
    thread_views.bp,
    moderation_views.bp,
    residents.bp,
    moderation_public.bp,
    field_views.bp,
    lineage.bp,
    answers.bp,
    answer_stages.bp,
    answer_writing.bp,
    machines.bp,
    translations.bp,
    writing.bp,
    terms.bp,
    session_views.bp,
    console.bp,
    repeating.bp,
    rounds.bp,
    run_sheet.bp,
    projection.bp,
    paper.bp,
    booth.bp,
    wall_desk.bp,
    scribe.bp,
    wall_views.bp,
    space_desk.bp,
    space_papers.bp,
    space_scribe.bp,
    space_writing.bp,
    space_views.bp,
    slides.bp,
    worksheet_desk.bp,
    worksheet_writing.bp,
    worksheet_views.bp,
    cafe_desk.bp,
    cafe_papers.bp,
    cafe_scribe.bp,
    cafe_views.bp,
    speaking_desk.bp,
    speaking_views.bp,
    events.bp,
    events_desk.bp,
    interviews_desk.bp,
    text_desk.bp,
    codes_desk.bp,
    interviews.bp,
    tables_desk.bp,
    seats_desk.bp,
    minutes_desk.bp,
    item_desk.bp,
    table_views.bp,
    seat_views.bp,
    forums_desk.bp,
    forum_papers.bp,
    podium_desk.bp,
    forum_views.bp,
    reports.bp,
    townhall.bp,
    team.bp,
    notification_views.bp,
    process_views.bp,
    planning.bp,
    questions.bp,
    reach_desk.bp,
    reach_views.bp,
)


# where each format is read that is no collection of ideas
BOARDS: dict[FormatKind, homes.BoardOf] = {
    FormatKind.CARD_WALL: wall_views.board_of,
    FormatKind.OPEN_SPACE: space_views.board_of,
    FormatKind.ROUND_TABLE: table_views.board_of,
    FormatKind.WORKSHEET: worksheet_views.board_of,
    FormatKind.DIALOGUE_FORUM: forum_views.board_of,
    FormatKind.WORLD_CAFE: cafe_views.board_of,
    FormatKind.INTERVIEWS: interviews.board_of,
}
# what each room says on the page of a process about what happened
HAPPENED = (
    idea_openings.happened,
    wall_views.happened,
    space_views.happened,
    cafe_views.happened,
    table_views.happened,
    interviews.happened,
    worksheet_views.happened,
    rounds.happened,
    forum_views.happened,
    field_views.happened,
    reach_web.happened,
)


def create_app(settings: Settings | None = None) -> Flask:
    """The web application; it uses the database of `settings`, which the caller has migrated."""
    settings = settings or from_environment()
    app = Flask(
        "participation", static_folder=str(asset_dir("static") / "dist"), template_folder=str(asset_dir("templates"))
    )
    app.config["SECRET_KEY"] = settings.secret_key
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = web.YEAR
    web.prepare(app, settings)
    house = Database(settings.database_url)
    database.use(house)
    audit.use_key(settings.secret_key)
    connect(house)
    providers.use(providers.named(settings.translator, settings.translator_key))
    register_stages()
    for plug in (
        wall_plug.PLUG,
        *space_plug.PLUGS,
        *cafe_plug.PLUGS,
        speaking_plug.PLUG,
        table_plug.PLUG,
        *worksheet_plug.PLUGS,
        slide_plug.PLUG,
        *forum_plug.PLUGS,
    ):
        plugs.register(plug)
    plugs.register_beside(space_panels.everywhere)
    plugs.register_beside(forum_panels.everywhere)
    plugs.register_beside(cafe_panels.everywhere)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.before_request(people_web.guard_desk_forms)
    app.context_processor(people_web.person_facts)
    app.context_processor(town_facts)
    app.context_processor(desk_facts)
    app.context_processor(news_facts)
    app.context_processor(reach_web.reach_facts)
    app.url_defaults(keep_asked_process)
    for opens in (idea_openings.openings, events.openings, forum_views.openings):
        openings.register(opens)
    for kind in ON_THEIR_OWN:
        homes.register(kind, lambda _session, said, collection: ideas.address_of(said, collection))
    for kind_of_format, board_of in BOARDS.items():
        homes.register_board(kind_of_format, board_of)
    homes.register_origin(Kind.PASSAGE, interviews.origin)
    homes.register(Kind.COMMENT, thread_web.address_of_comment, thread_web.about_comments)
    register_reasons({reason.value: name for reason, name in REASON_NAMES.items()})
    register_reasons({stage.value: name for stage, name in STAGE_NAMES.items()})
    register_roles({role.value: name for role, name in ROLE_NAMES.items()})
    for happened in HAPPENED:
        openings.register_happened(happened)
    for live in (forum_views.live_now, session_views.live_now):
        openings.register_live(live)
    earlier.register(said_before)
    limits.register_hall(session_queries.somebody_is_together)
    digests.register_source(moderation_digest.SOURCE)
    personal.connect(app)
    digests.register_lines(echo_web.lines_of)
    go_live(app, house, settings)
    app.wsgi_app = Guard(app.wsgi_app, settings.hosts)  # type: ignore[method-assign] # Flask's own way to wrap
    return app


def said_before(session: Session, contribution_id: int) -> list[Earlier]:
    """For the queue: the ideas that say the same already."""
    return [Earlier(one.idea, one.same) for one in similar_line.similar_to(session, contribution_id)]


def connect(house: Database) -> None:
    """Who listens to what. Nobody else knows."""
    house.wires.on_record(HouseFounded, beginning.begin)
    house.wires.on_record(PersonParted, joining.hear_of_parting)
    house.wires.on_record(MemberLeft, hearing.hear_of_leaving)
    house.wires.on_record(ContributionReceived, cases.open_case, many=cases.open_cases)
    house.wires.on_record(ContributionReceived, noticing.notice, many=noticing.notice_many)
    house.wires.on_record(HintsNoticed, cases.hear_of_hints)
    house.wires.on_record(MailSettled, notifications.hear_of_mail)
    house.wires.on_record(ContributionReceived, fields.hear_of_reception, many=fields.hear_of_receptions)
    house.wires.on_record(ContributionPublished, fields.hear_of_publication, many=fields.hear_of_publications)
    house.wires.on_record(ContributionPublished, threads.hear_of_publication)
    house.wires.on_record(ContributionEdited, redrafts.hear_of_edit)
    house.wires.on_record(ContributionEdited, cases.hear_of_edit)
    house.wires.on_record(ContributionEdited, noticing.hear_of_edit)
    house.wires.on_record(WordsChanged, noticing.hear_of_new_words)
    house.wires.on_record(WordsChanged, fields.hear_of_new_words)
    house.wires.on_record(WordsChanged, threads.hear_of_new_words)
    house.wires.on_record(WordsChanged, languages.hear_of_new_words)
    house.wires.on_record(WordsChanged, machine.hear_of_new_words)
    house.wires.on_record(ContributionReceived, machine.hear_of_reception, many=machine.hear_of_receptions)
    house.wires.on_record(ContributionPublished, machine.hear_of_publication, many=machine.hear_of_publications)
    house.wires.on_record(ContributionWithdrawn, languages.hear_of_withdrawal)
    house.wires.on_record(ContributionWithdrawn, machine.hear_of_withdrawal)
    house.wires.on_record(ContributionWithdrawn, withdrawal.hear_of_withdrawal)
    house.wires.on_record(ContributionWithdrawn, fields.hear_of_withdrawal)
    house.wires.on_record(ContributionWithdrawn, threads.hear_of_withdrawal)
    house.wires.on_record(ContributionWithdrawn, undoing.hear_of_hiding)
    house.wires.on_record(ContributionHidden, undoing.hear_of_hiding)
    house.wires.on_record(StepCalled, speaking.hear_of_step)
    house.wires.on_record(SessionEnded, speaking.hear_of_end)
    house.wires.on_record(SessionEnded, balloting.hear_of_end)
    house.wires.on_record(StepCalled, balloting.hear_of_step)
    house.wires.on_record(StepCalled, cafe_hearing.hear_of_step)
    house.wires.on_record(SessionEnded, cafe_hearing.hear_of_end)
    house.wires.on_record(ItemConfided, table_papers.hear_of_confidence)
    house.wires.on_record(PlaceFound, reminding.hear_of_place)
    connect_news(house)
    for has_reaction in (
        moderation_queries.was_reacted_to,
        thread_queries.was_talked_about,
        field_queries.was_placed,
        lineage_queries.took_part,
        answer_queries.was_answered,
    ):
        reactions.register(has_reaction)
    for news in (ContributionPublished, ContributionHidden, ContributionWithdrawn):
        house.wires.on_record(news, walls.hear_of_card)
        house.wires.on_record(news, space_hearing.hear_of_it)
        house.wires.on_record(news, worksheets.hear_of_it)
        house.wires.on_record(news, forum_hearing.hear_of_result)
        house.wires.on_record(news, cafe_hearing.hear_of_it)
    house.wires.on_record(WordsChanged, walls.hear_of_new_words)
    house.wires.on_record(WordsChanged, space_hearing.hear_of_it)
    house.wires.on_record(WordsChanged, worksheets.hear_of_it)
    house.wires.on_record(WordsChanged, forum_hearing.hear_of_result)
    house.wires.on_record(WordsChanged, cafe_hearing.hear_of_it)
    house.wires.on_record(ProcessWithdrawn, statements.withdrawn)
    house.wires.on_record(ProcessPublished, statements.published_again)


def connect_news(house: Database) -> None:
    """What people are told about what they said, support and follow."""
    house.wires.on_record(ReplyPublished, hearing.hear_of_reply)
    house.wires.on_record(AnswerGiven, hearing.hear_of_answer)
    house.wires.on_record(StageSaid, hearing.hear_of_stage)
    house.wires.on_record(StepTaken, hearing.hear_of_step)
    house.wires.on_record(CaseDecided, hearing.hear_of_decision)
    house.wires.on_record(CaseDecided, worksheet_sorting.hear_of_decision)
    house.wires.on_record(CaseDecided, guarding.hear_of_decision)
    house.wires.on_record(ContributionPublished, guarding.hear_of_publication)
    house.wires.on_record(ContributionWithdrawn, hearing.hear_of_withdrawal)


def go_live(app: Flask, house: Database, settings: Settings) -> None:
    """The socket, the ledger, and what they show on which screen."""
    sealing.use(settings.instance / "spoken")
    secrecy.use(settings.instance / "seats")
    talk_sealing.use(settings.instance / "asked")
    ledger.use(ledger.Ledger(house, BallotKeys(settings.instance / "ballots")))
    sockets.open_sockets(app, greet=greet, answers={"cast": session_sockets.cast_vote})
    renders = {
        Screen.PHONE: screens.render_phone,
        Screen.PROJECTOR: screens.render_projector,
        Screen.CONSOLE: desk.render_console,
        Screen.BOOTH: booth.render_booth,
    }
    audience = fanout.current()
    evening = screens.SessionProgramme(app, renders)
    others: dict[Screen, fanout.Programme] = {
        Screen.READER: thread_sockets.ThreadProgramme(app),
        Screen.WALL: wall_sockets.WallProgramme(app),
        Screen.SPACE: space_sockets.SpaceProgramme(app),
    }
    audience.programme = fanout.Programmes({**dict.fromkeys(renders, evening), **others})
    house.wires.on_record(BallotMoved, sessions.follow_ballot)
    house.wires.on_announce(SessionChanged, lambda news: audience.state_changed(news.topic))
    house.wires.on_announce(WallChanged, lambda news: wall_changed(audience, news))
    house.wires.on_announce(SpaceChanged, lambda news: space_changed(audience, news))
    house.wires.on_announce(ForumChanged, lambda news: forum_changed(audience, news))
    house.wires.on_announce(CafeChanged, lambda news: cafe_changed(audience, news))
    house.wires.on_announce(ListGrew, lambda news: list_grew(audience, news))
    house.wires.on_announce(
        SheetsChanged, lambda news: audience.state_changed(news.session, [Screen.CONSOLE, Screen.PROJECTOR])
    )
    house.wires.on_announce(NamesGone, names_gone)
    house.wires.on_announce(SourceNamesGone, lambda news: is_over(talk_sealing.keys(), news.key))
    house.wires.on_announce(SourceEmptied, lambda _news: empty_the_log())
    house.wires.on_announce(TableChanged, lambda news: audience.state_changed(news.session))
    house.wires.on_announce(TableGone, votes_gone)
    house.wires.on_announce(ThreadChanged, lambda news: audience.state_changed(news.root))
    house.wires.on_announce(TallyChanged, lambda news: tally_changed(audience, news))


def greet(topic: str, screen: Screen, lang: str) -> dict[str, Any]:
    """Who asks to listen is asked by the room whose screen it is."""
    doors = {
        Screen.READER: thread_sockets.greet,
        Screen.WALL: wall_sockets.greet,
        Screen.SPACE: space_sockets.greet,
    }
    return doors.get(screen, session_sockets.greet)(topic, screen, lang)


def wall_changed(audience: fanout.Fanout, news: WallChanged) -> None:
    """Three hundred phones get no frame for each card; where they read the cards, few of them."""
    within = HEARTS_WITHIN if news.hearts else 0.0
    audience.state_changed(news.wall, within=within)
    audience.state_changed(news.session, [Screen.CONSOLE, Screen.PROJECTOR], within=within)
    if news.phones:
        audience.state_changed(news.session, [Screen.PHONE], within=PHONES_WITHIN)


def space_changed(audience: fanout.Fanout, news: SpaceChanged) -> None:
    """Desk and screen at once, phones within two seconds: many hearts in a minute are few frames for each of them."""
    within = HEARTS_WITHIN if news.hearts else 0.0
    audience.state_changed(news.space, within=within)
    audience.state_changed(news.session, [Screen.CONSOLE, Screen.PROJECTOR], within=within)
    audience.state_changed(news.session, [Screen.PHONE], within=PHONES_WITHIN)


def forum_changed(audience: fanout.Fanout, news: ForumChanged) -> None:
    """Desks and screens of all sessions at once, the phones of a whole conference within two seconds."""
    for session in news.sessions:
        audience.state_changed(session, [Screen.CONSOLE] if news.desk else [Screen.CONSOLE, Screen.PROJECTOR])
        if not news.desk:
            audience.state_changed(session, [Screen.PHONE], within=PHONES_WITHIN)


def cafe_changed(audience: fanout.Fanout, news: CafeChanged) -> None:
    """Two hundred guests come within a minute: desk and screen follow at once, for phones that is few frames."""
    audience.state_changed(news.session, [Screen.CONSOLE, Screen.PROJECTOR], within=HEARTS_WITHIN)
    audience.state_changed(news.session, [Screen.PHONE], within=PHONES_WITHIN)


def list_grew(audience: fanout.Fanout, news: ListGrew) -> None:
    """When a hall is asked who would like to speak, many come at once: for phones that is few frames."""
    audience.state_changed(news.session, [Screen.CONSOLE, Screen.PROJECTOR])
    audience.state_changed(news.session, [Screen.PHONE], within=PHONES_WITHIN)


def names_gone(news: NamesGone) -> None:
    """Who spoke at a confidential item."""
    is_over(sealing.keys(), news.speakers)


def votes_gone(news: TableGone) -> None:
    """Which seat voted how at a confidential item."""
    is_over(secrecy.keys(), news.ballot)


def is_over(keys: SealFolder, name: str) -> None:
    """The key dies, and what the write-ahead log still holds of it goes."""
    keys.forget(name)
    empty_the_log()


def empty_the_log() -> None:
    gevent.spawn(database.keep_emptying_the_log, database.current().engine)


def tally_changed(audience: fanout.Fanout, news: TallyChanged) -> None:
    topic = screens.topic_of(news.audience)
    if topic:
        audience.tally_changed(topic)


def register_stages() -> None:
    permissions.register_stage(Permission.READ, stages.reading)
    permissions.register_stage(Permission.SUBMIT_IDEA, stages.submitting)
    permissions.register_stage(Permission.SUPPORT_IDEA, stages.supporting)
    permissions.register_stage(Permission.COMMENT, stages.commenting)


def town_facts() -> dict[str, object]:
    """For every template: the town, how it looks, its pages and its areas."""
    return {
        **frame_facts(people_web.town_here()),
        "public_tabs": PUBLIC_TABS,
        "join_address": url_for("sessions.join"),
    }


def desk_facts() -> dict[str, object]:
    """For the desk's templates: how much waits for whoever is here, and which processes they may turn to."""

    def waiting_count() -> int:
        actor = people_web.current_actor()
        own = permissions.processes_with(actor, Permission.MODERATE)
        with database.reading() as session:
            return moderation_queries.count_waiting(session, actor.municipality_id, processes=own)

    return {"waiting_count": waiting_count, "process_choice": process_choice}


def news_facts() -> dict[str, object]:
    """For the tab “My contributions”: how much is new for whoever is here; nothing is asked for strangers."""

    def unseen_count() -> int:
        try:
            actor = people_web.current_actor()
        except NotFound:
            return 0
        if actor.person_id is None:
            return 0
        with database.reading() as session:
            return echo_queries.count_unseen(session, actor.person_id, actor.municipality_id)

    return {"unseen_count": unseen_count}


def quiet_logs() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")


def handlers() -> dict[str, Handler]:
    """What the worker can do: kind of job -> what does it."""
    return {
        fields.SUGGEST: suggesting.suggest,
        fields.READ: suggesting.read_what_is_new,
        statements.LAPSE: moderation.lapse,
        machine.TRANSLATE: machine.translate,
        leaving.FORGET: leaving.forget_the_rest,
    }

"""What an item of a round table shows besides its speakers' list: what is on the table, and what the seats vote on."""

from flask import render_template
from sqlalchemy.orm import Session

from participation.contributions.rules import short_name
from participation.foundation.locales import pick
from participation.foundation.permissions import Actor
from participation.roundtable import queries
from participation.roundtable.models import AgendaItem, RoundTable, TableSession
from participation.roundtable.present import (
    BallotView,
    ItemView,
    ballot_view,
    item_views,
    seat_view,
    seat_views,
    table_view,
)
from participation.roundtable.rules import (
    INVITED_NAMES,
    LONGEST_PROPOSAL,
    LONGEST_REASON,
    LONGEST_TASK,
    METHOD_NAMES,
    NEEDED,
    OUTCOME_NAMES,
    PART_NAMES,
    Method,
    Part,
)
from participation.roundtable.wording import answers
from participation.sessions.models import LiveSession, RunStep
from participation.speaking import panels as speaking
from participation.speaking import queries as lists

NAMES = {"parts": PART_NAMES, "outcomes": OUTCOME_NAMES, "methods": METHOD_NAMES, "standings": INVITED_NAMES}
LIMITS = {"proposal": LONGEST_PROPOSAL, "reason": LONGEST_REASON, "task": LONGEST_TASK}


def found_at(session: Session, step: RunStep) -> tuple[TableSession, RoundTable, AgendaItem] | None:
    """None in a rehearsal, where there is only the list."""
    meeting = queries.session_of_live(session, step.session_id)
    item = queries.item_at(session, step.id)
    return (meeting, meeting.table, item) if meeting and item else None


def item_view(session: Session, table: RoundTable, item: AgendaItem, lang: str, *, desk: bool) -> ItemView:
    return item_views(session, table, [item], lang, desk=desk)[0]


def vote_view(session: Session, meeting: TableSession, lang: str, *, desk: bool) -> BallotView | None:
    """What the seats are voting on, at whichever item, also if its proposal was withdrawn meanwhile."""
    ballot = queries.ballot_of_meeting(session, meeting)
    if ballot is None:
        return None
    paper = queries.paper_in(session, meeting.table_id, ballot.paper_id)
    votes = queries.votes_of(session, [ballot.id])
    return ballot_view(ballot, paper, votes, (), seat_views(session, meeting.table, lang), desk=desk)


def phone(session: Session, live: LiveSession, step: RunStep, lang: str) -> str:
    found = found_at(session, step)
    if found is None:
        return speaking.phone(session, live, step, lang)
    meeting, table, item = found
    view = item_view(session, table, item, lang, desk=False)
    vote = vote_view(session, meeting, lang, desk=False)
    shown = render_template("roundtable/phone.html", table=table.public_id, item=view, vote=vote, names=NAMES)
    return shown + speaking.phone(session, live, step, lang)


def projector(session: Session, live: LiveSession, step: RunStep, lang: str) -> str:
    found = found_at(session, step)
    vote = vote_view(session, found[0], lang, desk=False) if found else None
    if vote is not None:
        return render_template("roundtable/screen.html", vote=vote, names=NAMES)
    return speaking.projector(session, live, step, lang)


def console(session: Session, live: LiveSession, step: RunStep, lang: str) -> str:
    found = found_at(session, step)
    if found is None:
        return speaking.console(session, live, step, lang)
    meeting, table, item = found
    shown = render_template(
        "roundtable/console.html",
        table=table_view(session, table, lang, here=queries.here_in(session, meeting)),
        number=meeting.number,
        item=item_view(session, table, item, lang, desk=True),
        vote=vote_view(session, meeting, lang, desk=True),
        brought=brought(session, table, lang),
        answers={one: answers(one) for one in Method},
        needed=NEEDED,
        names=NAMES,
        limits=LIMITS,
        session=live.public_id,
        form_token="",  # a frame is nobody's: the script of the desk adds its own
    )
    return speaking.console(session, live, step, lang) + shown


def brought(session: Session, table: RoundTable, lang: str) -> list[tuple[int, str, str]]:
    """What preparing tables have put forward: (paper, their name, the first words)."""
    names = {one.id: pick(one.title, lang).text for one in queries.preparing(session, table)}
    found = queries.papers_of_tables(session, names)
    return [(one.id, names[one.table_id], short_name("", one.contribution.text)) for one in found]


def own(session: Session, step: RunStep, actor: Actor, lang: str) -> str:
    """Besides a place on the list: the seat of whoever holds one, and what it is asked."""
    found = found_at(session, step)
    if found is None:
        return speaking.own(session, step, actor, lang)
    meeting, table, item = found
    speakers = lists.list_at(session, step.id)
    mine = lists.own_wish(session, speakers, actor.person_id)
    holder = queries.own_seat(session, table.id, actor.person_id)
    ballot = queries.ballot_of_meeting(session, meeting)
    version = queries.rules_version(session, table.id)
    seat = None
    if holder is not None:
        here = queries.here_in(session, meeting)
        key = (holder.seat_id, Part(holder.part))
        seat = seat_view(holder.seat, {key: holder}, version, lang, here)
    return render_template(
        "roundtable/own.html",
        step_id=step.id,
        public_id=speakers.public_id,
        mine=mine,
        table=table.public_id,
        number=meeting.number,
        seat=seat,
        part=Part(holder.part) if holder else None,
        agreed=holder is not None and holder.agreed == version,
        ballot=ballot.public_id if ballot else "",
        known=ballot.public_id if ballot else "none",
        item_id=item.id,
        names=NAMES,
    )

"""The phone of a request: its seat in a session. Reading a page never takes one."""

from collections.abc import Iterable
from typing import Any

from flask import Response, make_response, request
from sqlalchemy.orm import Session

from participation.foundation import clock, web
from participation.foundation.database import reading
from participation.live import fanout
from participation.live.rules import Audience, Screen
from participation.people.web import current_actor
from participation.sessions import queries
from participation.sessions.casting import mine
from participation.sessions.models import LiveSession
from participation.sessions.present import SeatView
from participation.sessions.reply import me_reply, mine_reply
from participation.voting.models import Ballot
from participation.voting.queries import seat_of
from participation.voting.rules import BallotKind

SEAT_COOKIE = "seat"
SEAT_DAYS = 2
SCREEN_COOKIE = "screen"
SCREEN_DAYS = 1


def seat_token() -> str:
    return request.cookies.get(SEAT_COOKIE, "")[:64]


def screen_token() -> str:
    return request.cookies.get(SCREEN_COOKIE, "")[:64]


def seat_view(session: Session, live: LiveSession, ballot: Ballot | None) -> SeatView:
    seat = seat_of(session, seat_token(), live.audience)
    wants_ticket = ballot is not None and ballot.kind == BallotKind.CONFIDENTIAL
    if seat is None:
        return SeatView(needs_ticket=wants_ticket)
    has_ticket = seat.ticket_id is not None
    return SeatView(True, has_ticket, seat.moved, wants_ticket and not has_ticket)


def keep_seat(response: Response, token: str) -> Response:
    web.set_cookie(response, SEAT_COOKIE, token, days=SEAT_DAYS)
    return response


def hearts_answer(hearts: Iterable[int], lines: str, said: str) -> Response:
    """For a phone that gave a heart: where it has given some now, and a line for each.

    Nothing else of its own is read for that: in a hall hundreds give some in the same minute.
    """
    return make_response(
        {"hearts": " ".join(str(one) for one in hearts), "html": lines, "sentence": web.sentence_of(said)}
    )


def state_for(topic: str, screen: Screen, lang: str) -> dict[str, Any]:
    """Everything a screen needs to stand where the session stands: the shared frame, the figures, and its own part.

    Raises NotFound.
    """
    with reading() as session:
        live = queries.session_named(session, current_actor().municipality_id, topic)
        ballot = queries.current_ballot(session, live)
        seat = seat_view(session, live, ballot)
        own = mine(session, live, ballot, seat_token()) if screen is Screen.PHONE else None
    audience = fanout.current()
    return {
        "now": round(clock.now().timestamp() * 1000),  # whatever a phone believes, the hall's clock is the server's
        "frame": audience.frame(Audience(topic, screen, lang)),
        "tally": audience.programme.tally(topic, screen) if audience.programme else None,
        "mine": mine_reply(own),
        "me": me_reply(seat),
    }

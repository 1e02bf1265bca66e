"""The phone of a request: its seat in a session. Reading a page never takes one."""

from flask import Response, request
from sqlalchemy.orm import Session

from participation.foundation import web
from participation.sessions.models import LiveSession
from participation.sessions.present import SeatView
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

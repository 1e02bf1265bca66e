"""What the doors answer to a phone, by socket and by page alike."""

from typing import Any

from flask_babel import gettext

from participation.foundation.messages import N_
from participation.foundation.web import spoken_refusal
from participation.sessions.casting import Mine
from participation.sessions.present import SeatView
from participation.voting.ledger import Receipt
from participation.voting.rules import Status

SENTENCES = {
    Status.CLOSED: N_("This vote has ended. Thank you for taking part."),
    Status.PAUSED: N_("This vote is paused for a moment. Your choice is sent as soon as it goes on."),
}


def sentence_for(receipt: Receipt) -> str:
    """Why a vote was not taken, or nothing."""
    if receipt.refused is not None:
        return spoken_refusal(receipt.refused)
    sentence = SENTENCES.get(receipt.status)
    return str(gettext(sentence)) if sentence else ""


def receipt_reply(receipt: Receipt) -> dict[str, Any]:
    return {
        "ok": True,
        "status": receipt.status.value,
        "own_revision": receipt.own_revision,
        "choice": {str(option): dots for option, dots in receipt.choice.items()},
        "seq": receipt.sequence,
        "sentence": sentence_for(receipt),
    }


def mine_reply(own: Mine | None) -> dict[str, Any] | None:
    if own is None:
        return None
    return {
        "ballot": own.ballot,
        "choice": {str(option): dots for option, dots in own.choice.items()},
        "own_revision": own.own_revision,
        "seq": own.sequence,
    }


def me_reply(seat: SeatView) -> dict[str, bool]:
    return {"joined": seat.joined, "ticket": seat.ticket, "moved": seat.moved, "needs_ticket": seat.needs_ticket}

from collections.abc import Mapping
from typing import Any

from wtforms import Form, StringField

from participation.sessions.casting import Typed
from participation.voting.rules import MOST_DOTS, NotAChoice


class CodeForm(Form):
    """The six digits, or a ticket's code."""

    code = StringField()
    ticket = StringField()

    def typed_code(self) -> str:
        return (self.code.data or "")[:80]

    def typed_ticket(self) -> str:
        return (self.ticket.data or "")[:80]


def choice_in(form: Mapping[str, str]) -> dict[str, int]:
    """The choice of a plain form: `choice` is an option's id, or `o17` holds the points of option 17.

    Raises NotAChoice for points that are no number.
    """
    if "choice" in form:
        return {form["choice"]: 1}
    return {name[1:]: points(value) for name, value in form.items() if name.startswith("o") and name[1:].isdigit()}


def points(typed: str) -> int:
    typed = typed.strip() or "0"
    if not (typed.isascii() and typed.isdigit() and len(typed) < 4 and int(typed) <= MOST_DOTS):
        raise NotAChoice
    return int(typed)


def typed_vote(message: Mapping[str, Any]) -> Typed:
    return Typed(
        ballot=str(message.get("ballot", "")),
        round=message.get("revision"),
        nonce=str(message.get("nonce", "")),
        sequence=message.get("seq"),
        choice=message.get("choice"),
    )

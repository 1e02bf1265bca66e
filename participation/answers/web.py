"""What the doors to answers share: which ideas it is about, as an address or a form names them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.answers.rules import MOST_AT_ONCE, NobodyToAnswer, offered
from participation.answers.service import require_answerable
from participation.contributions import homes
from participation.contributions.models import Contribution
from participation.contributions.present import Spoken, spoken
from participation.foundation import web
from participation.foundation.messages import NotFound
from participation.foundation.permissions import Permission
from participation.people.web import current_actor, require_desk
from participation.process.models import Format, Process


@dataclass(frozen=True, slots=True)
class About:
    """An idea as the desk shows it, with its public address."""

    idea: Spoken
    address: str


def ideas_named(session: Session, public_ids: Iterable[str]) -> list[Contribution]:
    """The ideas somebody ticked, the most supported first.

    Raises NotAllowed, NobodyToAnswer, NotFound where one is not there, NotPublicNow.
    """
    actor = require_desk(Permission.ANSWER)
    names = list(dict.fromkeys(public_ids))[:MOST_AT_ONCE]
    if not names:
        raise NobodyToAnswer
    wanted = select(Contribution).where(
        Contribution.public_id.in_(names), Contribution.municipality_id == actor.municipality_id
    )
    found = list(session.scalars(wanted.order_by(Contribution.support_count.desc(), Contribution.id)))
    if len(found) != len(names):
        raise NotFound
    require_answerable(found, current_actor())
    return found


def abouts(session: Session, ideas: Sequence[Contribution]) -> list[About]:
    places = {
        one.id: one
        for one in session.scalars(select(Format).where(Format.id.in_({i.format_id for i in ideas}))).unique()
    }
    return [About(spoken(one), homes.address_of(session, one, places[one.format_id])) for one in ideas]


def languages_for(ideas: Sequence[Contribution], *typed: Mapping[str, str]) -> dict[str, list[tuple[str, str]]]:
    """For the template: in which languages to write, as (code, own name); `theirs` are those of the authors."""
    found = offered([one.language for one in ideas], [lang for said in typed for lang in said if said[lang]])
    return {
        "asked": web.named(found.open),
        "folded": web.named(found.others),
        "theirs": web.named(found.open[1:]),
        "read_in": web.named(found.all),
    }


def back_to_list(session: Session, process_id: int) -> str:
    return url_for("answers.waiting", process=session.get_one(Process, process_id).slug)

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.contributions.models import Contribution
from participation.contributions.queries import on_the_board
from participation.contributions.rules import short_name
from participation.fields.models import FieldOfAction
from participation.foundation.locales import Words, pick
from participation.voting.service import Proposed

OFFERED = 60
LONGEST_OPTION = 90


def ideas_to_offer(session: Session, process_id: int, limit: int = OFFERED) -> list[Contribution]:
    """The public ideas of a process that a ballot may ask about, the most supported first."""
    return list(
        session.scalars(
            select(Contribution)
            .where(
                Contribution.process_id == process_id,
                *on_the_board(),
            )
            .order_by(Contribution.support_count.desc(), Contribution.id.desc())
            .limit(limit)
        )
    )


def option_name(idea: Contribution) -> str:
    return short_name(idea.title, idea.text, LONGEST_OPTION)


def ideas_as_options(session: Session, process_id: int, public_ids: list[str]) -> list[Proposed]:
    """In the order of the list; what is not public or belongs to another process is left out."""
    found = session.scalars(
        select(Contribution).where(
            Contribution.public_id.in_(public_ids),
            Contribution.process_id == process_id,
            *on_the_board(),
        )
    )
    by_id = {idea.public_id: idea for idea in found}
    return [
        Proposed({by_id[one].language: option_name(by_id[one])}, f"idea:{by_id[one].id}")
        for one in public_ids
        if one in by_id
    ]


def fields_as_options(fields: list[FieldOfAction], chosen: list[str]) -> list[Proposed]:
    wanted = set(chosen)
    return [Proposed(field.name, f"field:{field.id}") for field in fields if str(field.id) in wanted]


def field_choices(fields: list[FieldOfAction], lang: str) -> list[tuple[int, Words]]:
    return [(field.id, pick(field.name, lang)) for field in fields]

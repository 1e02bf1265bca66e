from sqlalchemy.orm import Session

from participation.fields.queries import fields_of
from participation.foundation import clock
from participation.foundation.locales import pick
from participation.foundation.messages import NotFound
from participation.foundation.municipality import Municipality
from participation.foundation.permissions import Actor, Permission, require
from participation.process.queries import the_process
from participation.reports import queries
from participation.reports.present import Harvest, ballot_part, field_parts, hall_lines


def gather_harvest(session: Session, *, by: Actor, lang: str) -> Harvest:
    """What the present process has brought in, for a reader of `lang`. It writes nothing.

    The number of statements does not depend on the number of ideas. Raises NotAllowed, NotFound without a process.
    """
    require(by, Permission.HARVEST)
    process = the_process(session, by.municipality_id)
    if process is None:
        raise NotFound
    town = session.get_one(Municipality, by.municipality_id)
    ideas = queries.public_ideas(session, process)
    public = {placed.idea.id for placed in ideas}
    ballots = tuple(
        ballot_part(live, ballot, public, lang) for live, ballot in queries.published_ballots(session, process)
    )
    return Harvest(
        town=town.name,
        slug=town.slug,
        process=pick(process.title, lang),
        at=clock.now(),
        fields=field_parts(fields_of(session, process.id), ideas, hall_lines(ballots), lang),
        ballots=ballots,
    )

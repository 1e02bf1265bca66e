from sqlalchemy.orm import Session

from participation.contributions.rules import Standing
from participation.events.present import past_events
from participation.fields.queries import fields_of
from participation.foundation import clock
from participation.foundation.locales import pick
from participation.foundation.municipality import Municipality
from participation.foundation.permissions import Actor, Permission, may, require
from participation.process.models import Process
from participation.reports import queries
from participation.reports.joined import joined_ideas
from participation.reports.present import Beside, Harvest, ballot_part, field_parts, hall_lines, questions_in


def gather_harvest(session: Session, process: Process, *, by: Actor, lang: str) -> Harvest:
    """What a process has brought in, for a reader of `lang`. It writes nothing.

    Internal answers are in it for whoever works with them, not for who only reads along (docs/decisions/020).
    What stands in another idea counts there, once; a ballot about it keeps its words.
    The number of statements does not depend on the number of ideas. Raises NotAllowed.
    """
    require(by, Permission.HARVEST, process)
    town = session.get_one(Municipality, by.municipality_id)
    said = queries.public_ideas(session, process)
    ideas = [one for one in said if one.idea.standing == Standing.OWN]
    internal = may(by, Permission.READ_INTERNAL, process)
    beside = Beside(
        queries.answers_to_public_ideas(session, process, internal=internal),
        queries.versions_of_public_ideas(session, process, lang),
    )
    public = {placed.idea.id for placed in said}
    ballots = tuple(
        ballot_part(live, ballot, public, lang) for live, ballot in queries.published_ballots(session, process)
    )
    return Harvest(
        town=town.name,
        slug=town.slug,
        process=pick(process.title, lang),
        at=clock.now(),
        fields=field_parts(fields_of(session, process.id), ideas, hall_lines(ballots), beside, lang),
        ballots=ballots,
        questions=questions_in(beside, lang),
        joined=joined_ideas(session, said, beside.spoken),
        events=tuple(past_events(session, process.id, lang)),
    )

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.contributions.models import Contribution
from participation.foundation.municipality import the_municipality
from participation.imports.refusals import NoCollection, WhichCollection
from participation.process.models import Format
from participation.process.queries import idea_collections
from participation.process.rules import ProcessState


def collection_for(session: Session, slug: str) -> Format:
    """The collection of ideas to import into; "" means the only one of the processes that are not drafts.

    Raises NoCollection, WhichCollection.
    """
    town = the_municipality(session)
    collections = idea_collections(session, town.id) if town else []
    slugs = ", ".join(collection.slug for collection in collections) or "-"
    if slug or not collections:
        chosen = next((collection for collection in collections if collection.slug == slug), None)
        if chosen is None:
            raise NoCollection(name=slug, slugs=slugs)
        return chosen
    public = [collection for collection in collections if collection.process.state != ProcessState.DRAFT] or collections
    if len(public) > 1:
        raise WhichCollection(slugs=slugs)
    return public[0]


def known_keys(session: Session, collection_id: int) -> set[str]:
    """What earlier imports brought into a collection."""
    keys = session.scalars(
        select(Contribution.source_key).where(
            Contribution.format_id == collection_id, Contribution.source_key.is_not(None)
        )
    )
    return {key for key in keys if key}

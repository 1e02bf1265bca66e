"""An idea in another collection: it belongs there with everything that was said under it."""

from sqlalchemy import or_, select, update

from participation.contributions.models import Contribution
from participation.contributions.news import BoardChanged
from participation.foundation.database import Transaction
from participation.lineage.rules import KnownThere, NotReadableThere
from participation.process.models import Format
from participation.process.permissions import reading
from participation.threads.models import CommentPlace


def carry(tx: Transaction, idea: Contribution, to: Format) -> None:
    """Raises NotReadableThere, KnownThere."""
    if reading(to) is not None:
        raise NotReadableThere
    session, before = tx.session, idea.format_id
    under = select(CommentPlace.comment_id).where(CommentPlace.root_id == idea.id)
    whole = or_(Contribution.id == idea.id, Contribution.id.in_(under))
    keys = select(Contribution.source_key).where(whole, Contribution.source_key.is_not(None))
    known = select(Contribution.id).where(Contribution.format_id == to.id, Contribution.source_key.in_(keys)).limit(1)
    if session.scalar(known) is not None:
        raise KnownThere
    session.execute(
        update(Contribution).where(whole).values(format_id=to.id).execution_options(synchronize_session=False)
    )
    session.refresh(idea)
    tx.announce(BoardChanged(before))
    tx.announce(BoardChanged(to.id))

"""What this room keeps about people, why and for how long; how it forgets their words."""

from collections.abc import Sequence

from sqlalchemy import select

from participation.contributions.privacy import WRITING
from participation.foundation.database import Transaction
from participation.foundation.messages import N_
from participation.foundation.privacy import Activity, Basis, Kept, Share, nobody
from participation.foundation.wording import in_every_language
from participation.voting.models import BallotOption

VOTING = Activity(
    "voting",
    N_("Votes in the room"),
    N_("To count each vote once and none of them twice, without anybody learning who voted how."),
    Basis.TASK,
    N_("People who vote in a session"),
    N_(
        "A vote stands under a key that only the phone knows until the ballot is counted; then only the choices are "
        "left, in no order. Nobody can tell whose a vote was, so nobody can hand it out or delete it either."
    ),
)
COUNTING = Activity(
    "counting",
    N_("Counts by hand"),
    N_("So that a count in the room can be checked: two people count, and both are named."),
    Basis.TASK,
    N_("People who count hands or paper ballots"),
    N_("The name of the second person, as typed, as long as the result is kept."),
)
GONE = N_("An idea that its author has deleted")

TABLES = (
    nobody(
        "ballot",
        "id municipality_id process_id public_id audience question method kind dots per_option state revision round "
        "rehearsal frozen opened_at closed_at published_at base voted result reason hands before_id",
    ),
    # the words of an idea that was voted on stand here once more: they go with them
    Kept("ballot_option", "id municipality_id ballot_id position source", (Share(WRITING, made="title"),)),
    Kept("vote", "ballot_id municipality_id", (Share(VOTING, made="voter_key choice nonce sequence own_revision"),)),
    Kept(
        "hand_count", "id municipality_id ballot_id counts people at taken_back_at", (Share(COUNTING, made="second"),)
    ),
    nobody("counted_ballot", "ballot_id place municipality_id choice"),
    Kept("seat", "municipality_id audience moved", (Share(VOTING, made="token_hash ticket_id"),)),
    nobody("room_ticket", "id municipality_id audience number code_hash returned_at"),
)


def forget_words(tx: Transaction, contribution_ids: Sequence[int]) -> None:
    """A result stays as it was counted; instead of the words of an idea it says that they are gone."""
    sources = [f"idea:{one}" for one in contribution_ids]
    for option in tx.session.scalars(select(BallotOption).where(BallotOption.source.in_(sources))):
        option.title = in_every_language(GONE)
    tx.session.flush()

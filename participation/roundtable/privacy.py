"""What this room keeps about people: who holds a seat. What seats vote and say is that of their organisations."""

from collections.abc import Sequence

from sqlalchemy import select, update

from participation.foundation.database import Transaction
from participation.foundation.messages import N_
from participation.foundation.privacy import Activity, Basis, Kept, Share, nobody
from participation.roundtable.founding import get_up_everywhere, hold_tables_of
from participation.roundtable.models import SeatBallot, SeatHolder, TablePaper

SEATS = Activity(
    "seats",
    N_("Seats at a round table"),
    N_("So that whoever was sent can accept the rules, be there and vote for their seat."),
    Basis.TASK,
    N_("Delegates and substitutes of round tables"),
    N_("Until somebody else takes the seat, the organisation leaves the table, or the table ends."),
)

TABLES = (
    nobody(
        "round_table",
        "id municipality_id process_id public_id format_id parent_id title purpose scope seats_each quorum created_at"
        " ended_at",
    ),
    nobody("table_rules", "id municipality_id table_id version text at"),
    nobody("table_group", "id municipality_id table_id position name"),
    nobody("table_seat", "id municipality_id table_id group_id number organisation_id mandate mandate_lang ended_at"),
    Kept(
        "seat_holder",
        "id municipality_id seat_id",
        (Share(SEATS, "part name agreed agreed_at", of="person_id", made="code_hash person_id"),),
        N_("Your seats at round tables"),
    ),
    nobody(
        "table_invitation",
        "id municipality_id table_id organisation_id standing talk_on note changed_at",
    ),
    nobody(
        "table_session",
        "id municipality_id process_id table_id session_id number approved_at approved_in_id remark remark_lang",
    ),
    nobody("seat_sitting", "id municipality_id table_session_id seat_id part came_at left_at"),
    nobody("agenda_item", "id municipality_id table_session_id step_id minutes revision"),
    nobody("table_paper", "id municipality_id table_id item_id contribution_id number seat_id from_id"),
    nobody(
        "seat_ballot",
        "id municipality_id table_id item_id paper_id public_id text language version method need quorum secret state"
        " opened_at closed_at seats cast silent left counts outcome number reasons reasons_lang",
    ),
    nobody("seat_vote", "ballot_id seat_id municipality_id answer part reason reason_lang entered sealed"),
    nobody("table_dissent", "id municipality_id ballot_id seat_id once text language at"),
    nobody("table_task", "id municipality_id table_id item_id text language seat_id due created_at done_at"),
)


def forget(tx: Transaction, person_id: int) -> None:
    """For erasure: nobody sits there any more. What the seat voted and said stays in the record: it has no name."""
    hold_tables_of(tx, person_id)
    for holder in tx.session.query(SeatHolder).filter_by(person_id=person_id).all():
        get_up_everywhere(tx, [holder.seat_id], holder.part)
        tx.session.delete(holder)
    tx.session.flush()


def forget_words(tx: Transaction, contribution_ids: Sequence[int]) -> None:
    """The wording that was voted on goes with the proposal: the record keeps that something was decided."""
    papers = select(TablePaper.id).where(TablePaper.contribution_id.in_(list(contribution_ids)))
    words = update(SeatBallot).where(SeatBallot.paper_id.in_(papers)).values(text="")
    tx.session.execute(words.execution_options(synchronize_session="fetch"))

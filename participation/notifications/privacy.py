"""What this room keeps about people, why and for how long; how it forgets somebody."""

from sqlalchemy import delete

from participation.foundation.database import Transaction
from participation.foundation.mail import COUNTS_KEPT, OutgoingMail
from participation.foundation.messages import N_
from participation.foundation.privacy import Activity, Basis, Kept, Share
from participation.notifications.queries import SEEN_KEPT
from participation.notifications.telling import forget_person

TELLING = Activity(
    "telling",
    N_("News about one’s own contributions"),
    N_("So that people hear what became of their words and of what they support or follow."),
    Basis.TASK,
    N_("People who write, support, follow or report something"),
    N_("%(num)s days after they were seen; two years where nobody looked."),
    days=SEEN_KEPT.days,
)
MAILING = Activity(
    "mailing",
    N_("News by mail"),
    N_("To send somebody the mail they asked for."),
    Basis.CONSENT,
    N_("People who left a mail address for it"),
    N_(
        "The address until its owner ends it; the words of a mail until it is sent. How many mails went out is kept "
        "for %(num)s days."
    ),
    days=COUNTS_KEPT.days,
    recipients=N_("The provider that carries the municipality’s mail, and that of the recipient."),
)

TABLES = (
    Kept(
        "notification",
        "id municipality_id contribution_id tie",
        (Share(TELLING, "kind detail count first_at at seen_at", of="person_id", made="person_id"),),
        N_("What you were told"),
    ),
    Kept(
        "digest_choice",
        "id municipality_id asked_times",
        (
            Share(
                MAILING,
                "about often hour language address site address_until asked_at confirmed_at chosen_at digest_at "
                "told_at trouble trouble_at read_at",
                of="person_id",
                made="person_id confirm_hash end_hash asked_for",
            ),
        ),
        N_("How you want to hear by mail"),
    ),
    Kept(
        "outgoing_mail",
        "id municipality_id mark sender attempts next_try_at last_error",
        (
            Share(
                MAILING,
                "kind to subject text language created_at sent_at given_up_at",
                of="person_id",
                made="person_id html end",
            ),
        ),
        N_("Mails on their way to you"),
    ),
)


def forget(tx: Transaction, person_id: int) -> None:
    """Mails on their way are gone, too; what a mail server has already cannot be called back."""
    forget_person(tx, person_id)
    tx.session.execute(delete(OutgoingMail).where(OutgoingMail.person_id == person_id))

"""What this room keeps about people, why and for how long. What it says about organisations is about nobody."""

from participation.foundation.messages import N_
from participation.foundation.privacy import Activity, Basis, Kept, Share
from participation.organisations.rules import INVITED_FOR
from participation.people.privacy import ACTS

SPEAKING = Activity(
    "speaking",
    N_("Speaking for an organisation"),
    N_("To let several people write for their organisation, and to tell its members apart."),
    Basis.CONSENT,
    N_("Members of organisations, and people who are invited"),
    N_("Until they leave or are removed; an invitation for %(num)s days, or until it is used."),
    days=INVITED_FOR.days,
)

TABLES = (
    Kept(
        "organisation",
        "id municipality_id key name folded kind texts languages website email phone created_at ended_at revision",
        # the row under which an organisation is an author is nobody's: no person is kept there
        (Share(SPEAKING, made="author_id"),),
    ),
    Kept(
        "organisation_member",
        "id municipality_id organisation_id",
        (Share(SPEAKING, "part name since", of="person_id", beside="organisation_id.name", made="person_id"),),
        N_("Organisations you write for"),
    ),
    Kept(
        "organisation_invitation",
        "id municipality_id organisation_id part created_at expires_at",
        # whoever is invited is known by their mail address alone, and acts for nobody yet
        (Share(SPEAKING, made="token_hash name address folded"), Share(ACTS, of="invited_by_id", made="invited_by_id")),
    ),
)

"""What this room keeps about people, why and for how long."""

from participation.foundation.messages import N_
from participation.foundation.privacy import Activity, Basis, Kept, Share

SIGNING_IN = Activity(
    "signing-in",
    N_("Signing in with an account"),
    N_(
        "So that somebody who wants an account signs in by mail, by password or with another service, and nobody else "
        "does."
    ),
    Basis.CONSENT,
    N_("People who made an account, colleagues"),
    N_("Until they delete it. A link by mail is forgotten after an hour, a wrong password after a day."),
)

TABLES = (
    Kept(
        "account_address",
        "id municipality_id",
        (Share(SIGNING_IN, "address confirmed_at", of="person_id", made="person_id folded"),),
        N_("The mail address you sign in with"),
    ),
    Kept(
        "account_password",
        "municipality_id",
        (Share(SIGNING_IN, "changed_at", of="person_id", made="person_id hash"),),
        N_("Your password, which nobody can read"),
    ),
    Kept(
        "account_identity",
        "id municipality_id",
        (Share(SIGNING_IN, "issuer subject since", of="person_id", made="person_id"),),
        N_("Who you are at another service"),
    ),
    Kept(
        "account_link",
        "municipality_id",
        (
            Share(
                SIGNING_IN,
                "address asked_at expires_at used_at",
                of="person_id",
                made="person_id folded token_hash device_hash",
            ),
        ),
        N_("Links by mail that you asked for"),
    ),
    # a fingerprint of an address or a device: without the address nobody can tell whose it is
    Kept("account_tries", "", (Share(SIGNING_IN, made="key_hash failures last_at"),)),
)

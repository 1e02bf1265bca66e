"""A guest has no address, password or identity outside: these belong to accounts alone."""

from participation.people.moving import Fate, Part

PART = Part(
    {
        "account_address.person_id": Fate.STAYS,
        "account_password.person_id": Fate.STAYS,
        "account_identity.person_id": Fate.STAYS,
        "account_link.person_id": Fate.STAYS,
    }
)

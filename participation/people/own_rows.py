"""What becomes of this room's own rows, and of mails on their way, when a guest's things go over to an account."""

from participation.people.moving import Fate, Part

# the guest's devices end: one of them may be a computer that many use, and must not open an account
PART = Part(
    {
        "device_key.person_id": Fate.DELETED,
        "membership.person_id": Fate.STAYS,
        "sign_in_link.person_id": Fate.STAYS,
        "personal_code.person_id": Fate.STAYS,
        "outgoing_mail.person_id": Fate.MOVES,
    }
)

"""Which acts the present stage of a process allows."""

from participation.foundation import clock
from participation.foundation.messages import N_, Refused
from participation.process.models import Format


class CollectionClosed(Refused):
    message = N_("This collection is closed: no new ideas are taken at the moment. Reading stays possible.")
    code = "collection_closed"


class SupportClosed(Refused):
    message = N_("Ideas cannot be supported at the moment. Reading stays possible.")
    code = "support_closed"


def submitting(thing: Format) -> Refused | None:
    return None if thing.may_submit and not is_over(thing) else CollectionClosed()


def supporting(thing: Format) -> Refused | None:
    return None if thing.may_support and not is_over(thing) else SupportClosed()


def is_over(thing: Format) -> bool:
    return thing.closes_at is not None and thing.closes_at <= clock.now()

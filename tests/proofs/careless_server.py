"""A server with one of two mistakes that the flood looks for. Only the proofs start it.

`--without-pace` lets everybody send as much as they like; `--by-address` gives one pace to all behind one address.
"""

from gevent import monkey

monkey.patch_all()

# ruff: noqa: E402 - everything else comes after the patch, as in the product
import sys
from collections import defaultdict
from datetime import datetime

from flask import request

from participation.cli.serving import serve
from participation.foundation import clock
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor
from participation.foundation.settings import from_environment
from participation.ideas import service
from participation.moderation.pace import require_pace_of

SENT: dict[str | None, list[datetime]] = defaultdict(list)


def without_pace(_: object, _by: Actor, _thing: object = None) -> None:
    """Everybody as much as they like."""


def by_address(_tx: Transaction, _by: Actor, _thing: object = None) -> None:
    sent = SENT[request.remote_addr]
    require_pace_of(sent, clock.now())
    sent.append(clock.now())


if __name__ == "__main__":
    mistake = without_pace if "--without-pace" in sys.argv else by_address
    service.look_at_pace = without_pace  # type: ignore[assignment, attr-defined] # there is no first look
    service.require_pace = mistake  # type: ignore[assignment, attr-defined] # the mistake
    serve(from_environment(), "127.0.0.1", int(sys.argv[sys.argv.index("--port") + 1]))

"""A server with the mistake the kills look for: it says "counted" before it has stored. Only the proofs start it."""

from gevent import monkey

monkey.patch_all()

# ruff: noqa: E402 - everything else comes after the patch, as in the product
import sys
from typing import Any

from participation.cli.serving import serve
from participation.foundation.settings import from_environment
from participation.voting.ledger import Ledger, Receipt, VoteJob
from participation.voting.rules import Status

LATER = 0.4  # seconds

if __name__ == "__main__":
    careful = Ledger._store

    def hasty(self: Ledger, engine: Any, jobs: list[VoteJob]) -> None:
        for job in jobs:
            self._answer(job.answer, Receipt(Status.STORED))
        self._wake.send()
        monkey.get_original("time", "sleep")(LATER)
        careful(self, engine, jobs)

    Ledger._store = hasty  # type: ignore[method-assign] # the mistake
    serve(from_environment(), "127.0.0.1", int(sys.argv[sys.argv.index("--port") + 1]))

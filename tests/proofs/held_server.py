"""The server of a repeatable evening: its clock stands still and its chance is seeded. Only the proofs start it.

With `--leaky` it tells in three hidden places what nobody may know yet, so that a proof can show it would be seen.
"""

from gevent import monkey

monkey.patch_all()

# ruff: noqa: E402 - everything else comes after the patch, as in the product
import sys
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import Response

from participation.app import quiet_logs
from participation.cli.serving import serve
from participation.foundation import chance, clock, web
from participation.foundation.settings import from_environment
from participation.live.rules import Screen
from participation.sessions import stage
from participation.sessions.present import BallotView
from participation.voting import ledger
from participation.voting.models import Ballot


def plant_leaks() -> None:
    honest_view, honest_headers = stage.ballot_view, web.add_headers
    counts: dict[int, int] = {}

    def leaky_view(session: Any, ballot: Ballot, *, screen: Screen, **more: Any) -> BallotView:
        view = honest_view(session, ballot, screen=screen, **more)
        if ballot.state == "open":
            counts.update(ledger.current().running_tally(ballot)[0].counts)
        if screen is Screen.CONSOLE:  # the order
            return replace(view, options=tuple(sorted(view.options, key=lambda one: counts.get(one.id, 0))))
        if screen is Screen.PROJECTOR:  # the width
            return replace(view, sentence=view.sentence + " " * counts.get(view.options[0].id, 0))
        return view

    def leaky_headers(response: Response) -> Response:
        response.headers["X-Cache"] = f"{hash(tuple(counts.items())):x}"
        return honest_headers(response)

    stage.ballot_view, web.add_headers = leaky_view, leaky_headers


if __name__ == "__main__":
    if "--leaky" in sys.argv:
        plant_leaks()
    chance.seed_for_tests(7)
    quiet_logs()
    with clock.held_at(datetime.fromisoformat(sys.argv[1])):
        serve(from_environment(), "127.0.0.1", int(sys.argv[sys.argv.index("--port") + 1]))

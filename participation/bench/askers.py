"""People who write an idea while the hall votes: each asks for similar ones as their page does, once a second."""

import json
import random
from collections.abc import Sequence
from pathlib import Path
from time import monotonic

import gevent

from participation.bench.board import idea
from participation.bench.similar import ASKED, Readings, ask, keep_vectors, reader_of
from participation.bench.stand import READY_WITHIN, Server, database_url
from participation.bench.wire import Caller
from participation.contributions.rules import Status
from participation.contributions.service import receive_many, write_down
from participation.foundation.database import Database
from participation.process.models import Process
from participation.process.service import open_idea_collection

IDEAS = 1000
APART = 1.0  # seconds between two questions of one page


class Askers:
    """As many as wanted, on a board with IDEAS ideas. `begin` waits until somebody can answer."""

    def __init__(self, instance: Path, count: int) -> None:
        self.count = count
        self.times: list[float] = []  # milliseconds
        self.answered = 0
        self.busy = 0
        self._asking: Sequence[gevent.Greenlet] = ()
        fill_board(instance)

    def begin(self, server: Server) -> None:
        phone = Caller(server.port)
        until = monotonic() + READY_WITHIN
        while "/support" not in ask(phone, ASKED)[1]:
            if monotonic() > until:
                raise RuntimeError(f"nothing was ever similar:\n{server.log()[-3000:]}")
            gevent.sleep(0.2)
        self._asking = [gevent.spawn_later(number / self.count, self._ask, server) for number in range(self.count)]

    def end(self) -> None:
        gevent.killall(list(self._asking))

    def _ask(self, server: Server) -> None:
        phone, number = Caller(server.port), 0
        while True:
            number += 1
            took, answer = ask(phone, f"{ASKED}{number}")
            self.times.append(took)
            self.answered += "/support" in answer
            rest = json.loads(answer)["rest"] * random.uniform(0.5, 1.5)  # noqa: S311 - as the page spreads a crowd
            self.busy += rest > 0
            gevent.sleep(max(rest, APART - took / 1000))


def fill_board(instance: Path) -> None:
    house = Database(database_url(instance))
    try:
        with house.transaction() as tx:
            words = {"de": "Ideen"}
            process = tx.session.get_one(Process, 1)
            collection = open_idea_collection(tx, process, slug="board", title=words, question=words)
            rows = [
                write_down(idea(number), into=collection, author_id=None, status=Status.PUBLISHED)
                for number in range(IDEAS)
            ]
            receive_many(tx, rows, into=collection)
        keep_vectors(house, Readings(reader_of("")), IDEAS)
    finally:
        house.close()

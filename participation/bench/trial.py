"""One measurement from beginning to end: folder, server, hall, references, table."""

import resource
from pathlib import Path
from tempfile import TemporaryDirectory

import gevent

from participation.bench import reference, report, votes
from participation.bench.askers import Askers
from participation.bench.beside import ImportBeside
from participation.bench.stand import Server, prepare
from participation.bench.votes import Figures, Wanted
from participation.voting.rules import BallotKind

FILES_PER_PHONE = 4


def measure_votes(
    phones: int, seconds: float, *, confidential: bool, restart: bool, importing: int = 0, asking: int = 0
) -> bool:
    """Whether every vote was counted once.

    importing: rows of an import that runs beside the votes; asking: people who write an idea beside them, shown after
    the same votes without them.
    """
    wanted = Wanted(phones, seconds, BallotKind.CONFIDENTIAL if confidential else BallotKind.MOOD, restart)
    runs = [trial(wanted, importing)] if not asking else [trial(wanted, importing, among) for among in (0, asking)]
    for figures in runs:
        report.show(wanted, figures)
    return all(figures.lost == figures.double == 0 for figures in runs)


def trial(wanted: Wanted, importing: int = 0, asking: int = 0) -> Figures:
    allow_files(wanted.phones)
    with TemporaryDirectory(prefix="participation-bench-") as folder:
        instance = Path(folder)
        evening = prepare(instance, wanted.phones if wanted.kind is BallotKind.CONFIDENTIAL else 0)
        echoes = reference.echo_times(wanted.moments())
        server = Server(instance)
        try:
            beside = ImportBeside(instance, importing) if importing else None
            askers = Askers(instance, asking) if asking else None
            server.start()
            if askers:
                askers.begin(server)
            running = gevent.spawn(beside.run) if beside else None
            figures = votes.run(server, evening, wanted)
            if askers:
                askers.end()
                figures.asking, figures.asked, figures.offered = askers.count, askers.times, askers.answered
                figures.sent_away = askers.busy
            if beside and running:
                running.get()
                figures.imported, figures.importing = beside.rows, beside.seconds
        finally:
            server.kill()
        figures.echoes, figures.commits = echoes, reference.commit_times(instance)
        return figures


def allow_files(phones: int) -> None:
    """Each phone is an open file here and a few in the server, which inherits our limit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = phones * FILES_PER_PHONE + 256
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))

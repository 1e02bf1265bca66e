"""The commands of the house, gathered from its rooms."""

import logging
import os
import socket
import sys
import threading
import time
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, replace

import click
import segno

from participation.app import COMMANDS, create_app, handlers, quiet_logs
from participation.cli.serving import AlreadyRunning, serve, sole_use
from participation.demo import service as demo
from participation.fields.similar_child import serve_questions
from participation.foundation import database, jobs, migrations
from participation.foundation.database import Database
from participation.foundation.settings import LOOPBACK, Settings, from_environment
from participation.notifications import rounds

PORT = 5000
PAUSE = 0.5
GOODBYE = 30.0  # seconds in which a mail that is being handed over comes to its end


@click.group()
@click.pass_context
def participation(context: click.Context) -> None:
    """Participation: from a sentence in any language to a prioritised measure."""
    context.obj = create_app  # for measurements, which stand on a lower floor


def with_house(command: click.Command) -> click.Command:
    """A copy of `command` which opens the database of this installation first, at its newest tables."""
    inner: Callable[..., object] | None = command.callback
    command = copy(command)

    def opened(**given: object) -> object:
        settings = from_environment()
        migrations.upgrade(settings.database_url)
        with create_app(settings).app_context():
            return inner(**given) if inner else None

    command.callback = opened
    return command


for room_command, needs_house in COMMANDS:
    participation.add_command(with_house(room_command) if needs_house else room_command)


def own_port() -> int:
    return int(os.environ.get("PARTICIPATION_PORT") or PORT)


@participation.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=int, default=None, help="Default: PARTICIPATION_PORT or 5000.")
@click.option("--without-worker", is_flag=True, help="The worker is a service of its own: participation worker.")
def serve_command(host: str, port: int | None, without_worker: bool) -> None:  # noqa: FBT001 - a flag
    """The production server: one process; put a proxy with TLS before it."""
    quiet_logs()
    open_doors(from_environment(), host, port or own_port(), keeps_worker=not without_worker)


@participation.command("run")
@click.option("--hall", is_flag=True, help="Bind the network of the hall, so that phones can join.")
def run_command(hall: bool) -> None:  # noqa: FBT001 - a flag
    """Start here and now, with demo content when the database is empty."""
    quiet_logs()
    logging.getLogger("alembic").setLevel(logging.WARNING)
    settings = from_environment()
    port = own_port()
    address = lan_address() if hall else "127.0.0.1"
    base = f"http://{address}:{port}"
    settings = replace(settings, hosts=(*settings.hosts, *LOOPBACK, address), demo=not hall, url=settings.url or base)
    try:
        with sole_use(settings):
            invitation = settle_in(settings)
    except AlreadyRunning as refused:
        click.echo(str(refused), err=True)
        sys.exit(1)
    announce(settings.url, invitation)
    open_doors(settings, "0.0.0.0" if hall else address, port)  # noqa: S104 - `--hall` asks for the hall's network


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the terminal shows. links: one-time links to sign in, (name, token); the rest is None without a session."""

    links: list[tuple[str, str]]
    session: str | None = None
    code: str | None = None
    screen: str | None = None


def settle_in(settings: Settings) -> Invitation:
    """Newest tables, demo content where there is nothing, one-time links for its people, a key for the projector."""
    migrations.upgrade(settings.database_url)
    with create_app(settings).app_context(), database.transaction() as tx:
        if demo.is_empty(tx):
            demo.build_musterstadt(tx)
        links = demo.sign_in_links(tx)
        evening = demo.open_session_with_screen(tx)
        return Invitation(links, *evening) if evening else Invitation(links)


def announce(base: str, invitation: Invitation) -> None:
    """Print where phone, projector and console open, with a QR for the phone."""
    click.echo(f"\n  Phone      {base}/")
    scanned = base
    if invitation.session:
        scanned = f"{base}/j/{invitation.code}"
        click.echo(f"  Code       {invitation.code}")
        click.echo(f"  Projector  {base}/screen/{invitation.screen}")
        click.echo(f"  Console    {base}/desk/sessions/{invitation.session}   (sign in first)")
    click.echo(f"  Queue      {base}/desk/queue   (sign in first)\n")
    for name, token in invitation.links:
        click.echo(f"  Sign in    {base}/sign-in/{token}   {name} (once)")
    click.echo()
    segno.make(scanned, error="m").terminal(compact=True)
    click.echo(f"  scans to   {scanned}\n")
    sys.stdout.flush()


@participation.command("demo")
@click.option("--reset", is_flag=True, required=True, help="Empty the database and build Musterstadt anew.")
def demo_command(reset: bool) -> None:  # noqa: ARG001, FBT001 - a flag that must be said aloud
    """Restore the fictional city. Everything else in the database is lost."""
    settings = from_environment()
    try:
        with sole_use(settings):
            migrations.upgrade(settings.database_url)
            with create_app(settings).app_context(), database.transaction() as tx:
                demo.reset(tx)
    except AlreadyRunning as refused:
        click.echo(str(refused), err=True)
        sys.exit(1)
    click.echo("Musterstadt stands again as on the first day.")


def open_doors(settings: Settings, host: str, port: int, *, keeps_worker: bool = True) -> None:
    try:
        serve(settings, host, port, keeps_worker=keeps_worker)
    except AlreadyRunning as refused:
        click.echo(str(refused), err=True)
        sys.exit(1)
    # everything is stored and closed; taking the interpreter apart would cost half a second of processor or more
    logging.shutdown()
    os._exit(0)


def lan_address() -> str:
    """This computer's address in the network of the hall. No packet is sent for it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


@participation.command("worker")
@click.option("--parent", type=int, default=0, help="End when this process has ended.")
def worker(parent: int) -> None:
    """Work off the jobs and send the mails: started by the server as a child process, politely."""
    quiet_logs()
    os.nice(10)
    settings = from_environment()
    app = create_app(settings)
    with app.app_context():
        house = database.current()
        jobs.take_over(house)
        stop = threading.Event()
        post = threading.Thread(target=rounds.keep_delivering, args=(app, house, settings, stop), daemon=True)
        post.start()
        while not parent or os.getppid() == parent:
            if not jobs.work_or_wait(house, handlers()):
                time.sleep(PAUSE)
        stop.set()
        post.join(GOODBYE)


@participation.command("neighbours")
def neighbours() -> None:
    """Look for similar ideas while somebody writes: started by the server when a page to write is opened."""
    quiet_logs()
    serve_questions(Database(from_environment().database_url))

"""The commands of the house, gathered from its rooms."""

import logging
import os
import socket
import sys
import time
from collections.abc import Callable

import click
import segno

from participation.app import COMMANDS, create_app, handlers, quiet_logs
from participation.cli.serving import AlreadyRunning, serve, sole_use
from participation.demo import service as demo
from participation.foundation import database, jobs, migrations
from participation.foundation.settings import LOOPBACK, Settings, from_environment

PORT = 5000
PAUSE = 0.5


@click.group()
def participation() -> None:
    """Participation: from a sentence in any language to a prioritised measure."""


def with_house(command: click.Command) -> click.Command:
    """Open the database of this installation before `command`, at its newest tables."""
    inner: Callable[..., object] | None = command.callback

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
def serve_command(host: str, port: int | None) -> None:
    """The production server: one process; put a proxy with TLS before it."""
    quiet_logs()
    open_doors(from_environment(), host, port or own_port())


@participation.command("run")
@click.option("--hall", is_flag=True, help="Bind the network of the hall, so that phones can join.")
def run_command(hall: bool) -> None:  # noqa: FBT001 - a flag
    """Start here and now, with demo content when the database is empty."""
    quiet_logs()
    logging.getLogger("alembic").setLevel(logging.WARNING)
    settings = from_environment()
    port = own_port()
    address = lan_address() if hall else "127.0.0.1"
    settings = Settings(
        instance=settings.instance,
        database_url=settings.database_url,
        secret_key=settings.secret_key,
        hosts=(*settings.hosts, *LOOPBACK, address),
        https=settings.https,
        demo=not hall,
    )
    try:
        with sole_use(settings):
            links = settle_in(settings)
    except AlreadyRunning as refused:
        click.echo(str(refused), err=True)
        sys.exit(1)
    announce(f"http://{address}:{port}", links)
    open_doors(settings, "0.0.0.0" if hall else address, port)  # noqa: S104 - `--hall` asks for the hall's network


def settle_in(settings: Settings) -> list[tuple[str, str]]:
    """Newest tables, demo content where there is nothing, and one-time links for the demo's people."""
    migrations.upgrade(settings.database_url)
    with create_app(settings).app_context(), database.transaction() as tx:
        if demo.is_empty(tx):
            demo.build_musterstadt(tx)
        return demo.sign_in_links(tx)


def announce(base: str, links: list[tuple[str, str]]) -> None:
    """Print where phones and the desk open, with a QR for the phone."""
    click.echo(f"\n  Phone    {base}/")
    for name, token in links:
        click.echo(f"  Sign in  {base}/sign-in/{token}   {name} (once)")
    click.echo(f"  Queue    {base}/desk/queue\n")
    segno.make(base, error="m").terminal(compact=True)
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


def open_doors(settings: Settings, host: str, port: int) -> None:
    try:
        serve(settings, host, port)
    except AlreadyRunning as refused:
        click.echo(str(refused), err=True)
        sys.exit(1)


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
    """Work off the jobs: started by the server as a child process, politely."""
    quiet_logs()
    os.nice(10)
    settings = from_environment()
    with create_app(settings).app_context():
        house = database.current()
        jobs.take_over(house)
        while not parent or os.getppid() == parent:
            if not jobs.work_or_wait(house, handlers()):
                time.sleep(PAUSE)

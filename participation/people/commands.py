import click

from participation.foundation.database import Transaction, transaction
from participation.foundation.municipality import (
    Municipality,
    found_municipality,
    municipality_by_slug,
    the_municipality,
)
from participation.foundation.permissions import Role
from participation.people import service
from participation.people.news import HouseFounded


@click.command("init")
@click.option("--town", prompt="Name of the municipality", help="Name of the municipality.")
@click.option("--slug", default="", help="Short name for addresses; a new one founds a further municipality.")
@click.option("--host", default="", help="Host name of a further municipality, as residents open it.")
@click.option("--name", prompt="Your name", help="Name of the administrator.")
@click.option("--url", default="http://127.0.0.1:5000", show_default=True, help="Address people open.")
def init(town: str, slug: str, host: str, name: str, url: str) -> None:
    """Make a municipality with a first process, and an administrator; prints a one-time link to sign in."""
    with transaction() as tx:
        municipality = municipality_to_settle(tx, town, slug, host)
        person = service.open_account(
            tx, municipality.id, name, [Role.ADMINISTRATOR, Role.MODERATOR, Role.ADMINISTRATION]
        )
        token = service.write_link(tx, person)
    click.echo(f"{name} signs in once, within {service.LINK_HOURS} hours, at:\n  {url.rstrip('/')}/sign-in/{token}")


def municipality_to_settle(tx: Transaction, town: str, slug: str, host: str) -> Municipality:
    """The one that is meant: by its slug, or the first. Where there is none yet it is founded."""
    first = the_municipality(tx.session)
    found = municipality_by_slug(tx.session, slug) if slug else first
    if found is not None:
        return found
    if first is not None and not host:
        raise click.UsageError(f"A further municipality needs --host; without --slug this is about {first.name}.")
    municipality = found_municipality(tx, slug=slug or "town", name=town, host=host.lower() or None)
    tx.record(HouseFounded(municipality.id))
    return municipality

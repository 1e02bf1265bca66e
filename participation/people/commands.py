import click

from participation.foundation.database import transaction
from participation.foundation.municipality import found_municipality, the_municipality
from participation.foundation.permissions import Role
from participation.people import service
from participation.people.news import HouseFounded


@click.command("init")
@click.option("--town", prompt="Name of the municipality", help="Name of the municipality.")
@click.option("--slug", default="town", show_default=True, help="Short name for addresses.")
@click.option("--name", prompt="Your name", help="Name of the first administrator.")
@click.option("--url", default="http://127.0.0.1:5000", show_default=True, help="Address people open.")
def init(town: str, slug: str, name: str, url: str) -> None:
    """Make the municipality with a first process, and its first administrator; prints a one-time link to sign in."""
    with transaction() as tx:
        municipality = the_municipality(tx.session)
        if municipality is None:
            municipality = found_municipality(tx, slug=slug, name=town)
            tx.record(HouseFounded(municipality.id))
        person = service.open_account(
            tx, municipality.id, name, [Role.ADMINISTRATOR, Role.MODERATOR, Role.ADMINISTRATION]
        )
        token = service.write_link(tx, person)
    click.echo(f"{name} signs in once, within {service.LINK_HOURS} hours, at:\n  {url.rstrip('/')}/sign-in/{token}")

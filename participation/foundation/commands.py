import sys

import click

from participation.foundation import catalogues as catalogue_rules
from participation.foundation import migrations as schema
from participation.foundation.settings import from_environment


@click.group()
def migrations() -> None:
    """The tables: check, upgrade."""


@migrations.command("check")
def check_migrations() -> None:
    """Up, compare with the models, down again, on a temporary SQLite file."""
    report(schema.check(), "the migrations go up, fit the models and come down")


@migrations.command("upgrade")
def upgrade() -> None:
    """Bring the database of this installation to the newest tables."""
    schema.upgrade(from_environment().database_url)


@click.group()
def catalogues() -> None:
    """The sentences of the interface."""


@catalogues.command("check")
def check_catalogues() -> None:
    """Every sentence translated, every plural header right."""
    report(catalogue_rules.check(), "the catalogues are complete")
    for lang, (said, there) in catalogue_rules.progress().items():
        click.echo(f"draft {lang}: {said} of {there} sentences")


def report(troubles: list[str], good: str) -> None:
    for trouble in troubles:
        click.echo(trouble, err=True)
    if troubles:
        sys.exit(1)
    click.echo(good)

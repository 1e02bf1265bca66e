import sys

import click

from participation.bench import fields as fields_of_action
from participation.fields.rules import Mode


@click.group()
def bench() -> None:
    """Measure: figures as ratios against a reference in the same run."""


@bench.command("fields")
@click.option("--mode", type=click.Choice([mode.value for mode in Mode]), default=None, help="Default: the best here.")
def measure_fields(mode: str | None) -> None:
    """How often the right field is proposed, beside fields guessed by tf-idf. Exits 1 when a floor does not hold."""
    if not fields_of_action.report(mode or "", click.echo):
        click.echo("a floor does not hold", err=True)
        sys.exit(1)

import sys
from pathlib import Path

import click

from participation.bench import fields as fields_of_action
from participation.fields.rules import Mode


@click.group()
def bench() -> None:
    """Measure: figures as ratios against a reference in the same run."""


@bench.command("fields")
@click.option("--mode", type=click.Choice([mode.value for mode in Mode]), default=None, help="Default: the best here.")
@click.option("--parallel", type=click.Path(path_type=Path), default=fields_of_action.PARALLEL, help="ideas.csv")
def measure_fields(mode: str | None, parallel: Path) -> None:
    """How often the right field is proposed, beside fields guessed by tf-idf. Exits 1 when a floor does not hold."""
    if not fields_of_action.report(mode or "", click.echo, parallel):
        click.echo("a floor does not hold", err=True)
        sys.exit(1)

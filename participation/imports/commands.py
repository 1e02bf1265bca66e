import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from participation.foundation.database import reading, transaction
from participation.foundation.locales import known_language
from participation.foundation.messages import Refused
from participation.imports import present, service
from participation.imports.parsing import Parsed, Wishes, parse
from participation.imports.queries import collection_for
from participation.imports.reading import read_table
from participation.imports.refusals import NotWritable, UnknownLanguage
from participation.imports.rules import Imported, understand
from participation.process.models import Format

FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
EVERY = 50  # rows between two strokes of the bar


@click.command("import")
@click.argument("file", type=FILE)
@click.option("--collection", "slug", default="", help="Collection of ideas to import into. Default: the only one.")
@click.option("--text", default="", help="Column that holds the text. Default: found by name, then by content.")
@click.option("--title", default="", help="Column that holds the title.")
@click.option(
    "--language", default="", help="Language of all texts (de, en, tr …). Default: the table's, or recognised."
)
@click.option("--encoding", default="", help="Encoding of a CSV file. Default: guessed and shown.")
@click.option("--waiting", is_flag=True, help="A moderator looks at everything before it is published.")
@click.option(
    "--refused",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="Where to list refused rows. Default: NAME.refused.csv in this folder.",
)
@click.option("--dry-run", is_flag=True, help="Only look: read, map and count, write nothing into the database.")
def import_file(  # noqa: PLR0917 - click hands over every option
    file: Path,
    slug: str,
    text: str,
    title: str,
    language: str,
    encoding: str,
    waiting: bool,  # noqa: FBT001 - a flag
    refused: Path | None,
    dry_run: bool,  # noqa: FBT001 - a flag
) -> None:
    """Take ideas from a CSV or XLSX file of another system. Doing it again doubles nothing."""
    console = Console(highlight=False)
    try:
        with reading() as session:
            collection = collection_for(session, slug)
        wishes = Wishes(chosen_language(language), look_first=waiting)
        list_file = place_for_list(file, refused)
        with strokes("Reading") as stroke:
            table = read_table(file, encoding=encoding, progress=stroke)
        understanding = understand(table.names, [row.cells for row in table.rows], text=text, title=title)
        present.show_table(console, table, understanding)
        with strokes("Understanding", len(table.rows)) as stroke:
            parsed = parse(table, understanding, wishes, stroke)
        if parsed.refused:
            present.write_refused(parsed.refused, table.names, list_file)
        imported = take(parsed, collection, dry=dry_run)
    except Refused as why:
        click.echo(str(why), err=True)
        sys.exit(1)
    present.show_refused(console, parsed.refused, list_file)
    present.show_outcome(console, parsed, imported, dry=dry_run)
    if not parsed.ideas:
        click.echo("No row of this file could be taken.", err=True)
        sys.exit(1)


def take(parsed: Parsed, collection: Format, *, dry: bool) -> Imported:
    """The one short transaction; all that takes time is done before it."""
    rows = service.write_down(parsed.ideas, collection)
    if dry:
        with reading() as session:
            return service.foresee(session, collection, rows)
    with transaction() as tx:
        return service.import_ideas(tx, collection, rows)


def chosen_language(code: str) -> str:
    """Raises UnknownLanguage."""
    known = known_language(code) if code else ""
    if known is None:
        raise UnknownLanguage(code=code)
    return known


def place_for_list(file: Path, wanted: Path | None) -> Path:
    """Raises NotWritable where the list would overwrite what is imported."""
    place = wanted or Path(f"{file.stem}.refused.csv")
    if place.resolve() == file.resolve():
        raise NotWritable(file=place)
    return place


class Stroke:
    """Moves the bar now and then: moving it for each row would cost more than the row."""

    def __init__(self, bar: Progress, total: int | None, name: str) -> None:
        self.bar, self.total = bar, total
        self.task = bar.add_task(name, total=total)

    def __call__(self, count: int) -> None:
        if count % EVERY == 0 or count == self.total:
            self.bar.update(self.task, completed=count)


@contextmanager
def strokes(name: str, total: int | None = None) -> Iterator[Stroke]:
    """A progress bar beside the output, for a terminal; a file or a pipe gets none."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        yield Stroke(bar, total, name)

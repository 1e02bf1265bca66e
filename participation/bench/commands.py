"""`participation bench`: gathers the measurements. Each loads what it needs when it is asked for."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from participation.bench.imports import imports

if TYPE_CHECKING:
    from collections.abc import Sequence

    from participation.bench.board import Cost, MakeApp


@click.group()
def bench() -> None:
    """Measure this installation on this machine."""


@bench.command("votes")
@click.option("--phones", type=click.IntRange(1, 2000), default=200, show_default=True)
@click.option("--seconds", type=click.FloatRange(0.1, 600), default=3.0, show_default=True, help="All vote within.")
@click.option("--confidential", is_flag=True, help="With room tickets; otherwise a mood with live bars.")
@click.option("--restart", is_flag=True, help="Kill the server after the votes and wait for everybody to come back.")
@click.option("--importing", type=click.IntRange(0, 100_000), default=0, help="Rows of an import beside the votes.")
@click.option("--asking", type=click.IntRange(0, 300), default=0, help="People writing an idea beside a second run.")
def votes(phones: int, seconds: float, confidential: bool, restart: bool, importing: int, asking: int) -> None:  # noqa: FBT001, PLR0917 - options
    """A hall votes on a server started for it, in a folder of its own. Ends with 1 when a vote was lost or doubled."""
    from participation.bench.trial import measure_votes  # noqa: PLC0415 - only who measures pays for it

    if not measure_votes(
        phones, seconds, confidential=confidential, restart=restart, importing=importing, asking=asking
    ):
        sys.exit(1)


@bench.command("hall")
@click.option("--phones", type=click.IntRange(1, 2000), default=300, show_default=True)
@click.option("--steps", type=click.IntRange(1, 500), default=20, show_default=True, help="How often one is called up.")
def hall(phones: int, steps: int) -> None:
    """A hall is led from step to step: from the click to every screen, and what a phone receives.

    Ends with 1 when a screen never showed a change.
    """
    from participation.bench.hall import report  # noqa: PLC0415 - only who measures pays for it

    if not report(phones, steps):
        sys.exit(1)


@bench.command("cards")
@click.option("--phones", type=click.IntRange(1, 2000), default=300, show_default=True)
@click.option("--seconds", type=click.FloatRange(0, 3600), default=60, show_default=True, help="In which all write.")
def cards(phones: int, seconds: float) -> None:
    """A hall writes cards: until each is kept, until desk and screen show all of them, what phones receive.

    Ends with 1 when a card is missing or not shown.
    """
    from participation.bench.cards import report  # noqa: PLC0415 - only who measures pays for it

    if not report(phones, seconds):
        sys.exit(1)


@bench.command("cafe")
@click.option("--seed", type=int, default=1, show_default=True, help="From which plans and people are drawn.")
def cafe(seed: int) -> None:
    """World cafés are planned: who meets again beside what is proven to be the fewest, and how long it takes.

    Ends with 1 when a plan is far from that, worse than one by chance, or slow.
    """
    from participation.bench.cafe import report  # noqa: PLC0415 - only who measures pays for it

    if not report(seed):
        sys.exit(1)


@bench.command("hearts")
@click.option("--phones", type=click.IntRange(1, 2000), default=300, show_default=True)
@click.option("--seconds", type=click.FloatRange(0, 3600), default=20, show_default=True, help="All give within.")
@click.option("--clicks", type=click.IntRange(1, 200), default=5, show_default=True, help="Steps called up meanwhile.")
def hearts(phones: int, seconds: float, clicks: int) -> None:
    """A hall gives hearts on a marketplace while it is led on: until each is kept, and from a click to every screen.

    Ends with 1 when a heart is missing or a screen never showed a step.
    """
    from participation.bench.hearts import report  # noqa: PLC0415 - only who measures pays for it

    if not report(phones, seconds, clicks):
        sys.exit(1)


@bench.command("fields")
@click.option("--mode", type=click.Choice(["e5+use", "use", "tfidf"]), default=None, help="Default: the best here.")
@click.option(
    "--parallel", type=click.Path(path_type=Path), default=None, help="Parallel ideas, if they lie elsewhere."
)
def fields(mode: str | None, parallel: Path | None) -> None:
    """How often the right field is proposed, beside tf-idf. Ends with 1 when a floor does not hold."""
    from participation.bench.fields import PARALLEL, report  # noqa: PLC0415 - only who measures pays for it

    if not report(mode or "", click.echo, parallel or PARALLEL):
        click.echo("a floor does not hold", err=True)
        sys.exit(1)


@bench.command("hints")
@click.option("--data", type=click.Path(path_type=Path), default=None, help="Where the labelled posts lie.")
def hints(data: Path | None) -> None:
    """How often each hint for moderators is right, beside a list of others. Hints decide nothing."""
    from participation.bench.hints import DATA, report  # noqa: PLC0415 - only who measures pays for it

    report(click.echo, data or DATA)


@bench.command("languages")
@click.option("--data", type=click.Path(path_type=Path), default=None, help="Where the texts lie.")
def languages(data: Path | None) -> None:
    """How often the language of a text is recognised, beside plain statistics. Ends with 1 below the floor."""
    from participation.bench.languages import DATA, FLOOR, report  # noqa: PLC0415 - only who measures pays for it

    if not report(click.echo, data or DATA):
        click.echo(f"fewer than {FLOOR:.0%} of the sentences were recognised", err=True)
        sys.exit(1)


bench.add_command(imports)


def show_costs(costs: "Sequence[Cost]", reference: float, name: str, most: int) -> None:
    """What pages cost, as a ratio to `reference` (milliseconds). Ends with 1 where one takes more statements."""
    click.echo(f"{'page':18} statements   ms CPU   x {name}   kB")
    for cost in costs:
        ratio = f"{cost.milliseconds / reference:{len(name) + 2}.1f}"
        click.echo(f"{cost.page:18} {cost.statements:10} {cost.milliseconds:8.1f} {ratio}   {cost.kilobytes:4.0f}")
    if any(cost.statements > most for cost in costs):
        sys.exit(1)


@bench.command("board")
@click.option("--ideas", type=click.IntRange(50, 100_000), default=5000, show_default=True)
@click.pass_obj
def board(create_app: "MakeApp", ideas: int) -> None:
    """What a page of 50 ideas costs. Ends with 1 when one takes more than eight statements."""
    from participation.bench.board import MOST_STATEMENTS, measure  # noqa: PLC0415 - only who measures pays for it

    costs, bare = measure(ideas, create_app)
    show_costs(costs, bare, "a static file", MOST_STATEMENTS)


@bench.command("translations")
@click.option("--ideas", type=click.IntRange(50, 100_000), default=1000, show_default=True)
@click.pass_obj
def translations(create_app: "MakeApp", ideas: int) -> None:
    """What a page of 50 ideas costs in languages with and without versions. Ends with 1 above one statement more."""
    from participation.bench.translations import measure  # noqa: PLC0415 - only who measures pays for it

    costs = measure(ideas, create_app)
    show_costs(costs, costs[0].milliseconds, "without", costs[0].statements)


@bench.command("thread")
@click.option("--comments", type=click.IntRange(20, 100_000), default=1000, show_default=True)
@click.pass_obj
def thread(create_app: "MakeApp", comments: int) -> None:
    """What an idea with many comments costs, beside one with ten. Ends with 1 above fourteen statements a page."""
    from participation.bench.thread import MOST_STATEMENTS, measure  # noqa: PLC0415 - only who measures pays for it

    costs = measure(comments, create_app)
    show_costs(costs, costs[0].milliseconds, "ten comments", MOST_STATEMENTS)


@bench.command("queue")
@click.option("--cases", type=click.IntRange(100, 100_000), default=5000, show_default=True)
@click.pass_obj
def queue(create_app: "MakeApp", cases: int) -> None:
    """What the queue costs with many open cases, beside ten. Ends with 1 above thirty statements a page."""
    from participation.bench.queue import MOST_STATEMENTS, measure  # noqa: PLC0415 - only who measures pays for it

    costs = measure(cases, create_app)
    show_costs(costs, costs[0].milliseconds, "ten cases", MOST_STATEMENTS)


@bench.command("similar")
@click.option("--ideas", type=click.IntRange(100, 100_000), default=10_000, show_default=True)
@click.option("--mode", type=click.Choice(["e5+use", "use", "tfidf"]), default=None, help="Default: the best here.")
@click.pass_obj
def similar(create_app: "MakeApp", ideas: int, mode: str | None) -> None:
    """How fast and how well similar ideas are offered, beside tf-idf. Ends with 1 when a floor does not hold."""
    from participation.bench.similar import report  # noqa: PLC0415 - only who measures pays for it

    if not report(mode or "", ideas, create_app, click.echo):
        click.echo("a floor does not hold", err=True)
        sys.exit(1)

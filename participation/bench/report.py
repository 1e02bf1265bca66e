"""The figures of a run, in a table."""

import os
from statistics import median

from rich.console import Console
from rich.table import Table

from participation.bench.votes import Figures, Wanted

# issue: 200 phones within 3 s: 0.25 s and 0.5 s; 500 phones: 0.5 s
ACK_MARKS = ((200, 0.25), (500, 0.5))
FINAL_MARK, BACK_MARK = 0.5, 10.0


def p95(times: list[float]) -> float:
    """The time that 95 of 100 do not exceed (nearest rank)."""
    return sorted(times)[max(0, -(-95 * len(times) // 100) - 1)]


def ms(seconds: float) -> str:
    return f"{1000 * seconds:,.1f} ms"


def against(seconds: float | None, mark: float | None) -> str:
    if mark is None:
        return ""
    held = seconds is not None and seconds <= mark
    return f"{'held' if held else 'not held'}: {1000 * mark:,.0f} ms"


def show(wanted: Wanted, figures: Figures) -> None:
    ack_mark = next((mark for phones, mark in ACK_MARKS if wanted.phones <= phones), None)
    title = f"{wanted.phones} phones, {figures.votes} votes within {wanted.seconds:g} s, {wanted.kind} ballot"
    table = Table(title=title, caption=f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    for heading in ("what", "measured", "mark"):
        table.add_column(heading, justify="left" if heading == "what" else "right")
    table.add_row("acknowledged, half of the votes", ms(median(figures.acks)), "")
    table.add_row("acknowledged, 95 of 100", ms(p95(figures.acks)), against(p95(figures.acks), ack_mark))
    table.add_row("acknowledged, the last", ms(max(figures.acks)), "")
    shown = "never" if figures.final is None else ms(figures.final)
    table.add_row("last vote to the last screen", shown, against(figures.final, FINAL_MARK))
    table.add_row("result published to the last screen", "never" if figures.result is None else ms(figures.result), "")
    table.add_row("figures sent to each phone", f"{figures.tallies_per_phone:.1f}", "")
    table.add_row("all messages to each phone", f"{figures.frames_per_phone:.1f}", "")
    table.add_row("processor of the server per vote", f"{figures.cpu_ms_per_vote:.2f} ms", "")
    table.add_row("the server waited while others had the cores", ms(figures.kept_waiting), "")
    if figures.back is not None and figures.down is not None:
        table.add_row("server killed, away for", ms(figures.down), "")
        table.add_row("all screens back after", ms(figures.back), against(figures.back, BACK_MARK))
    if figures.imported:
        rate = figures.imported / figures.importing
        said = f"{figures.imported:,} rows in {figures.importing:.1f} s"
        table.add_row("imported beside the votes, parsing included", said, f"{rate:,.0f} rows/s")
    if figures.asked:
        name = f"{figures.asking} people writing asked {len(figures.asked)} times for similar ideas"
        said = f"{figures.offered} offered, {figures.sent_away} later"
        table.add_row(name, said, f"95 of 100: {p95(figures.asked):,.0f} ms")
    table.add_row("lost", str(figures.lost), "held: 0" if not figures.lost else "not held: 0")
    table.add_row("double", str(figures.double), "held: 0" if not figures.double else "not held: 0")
    add_references(table, figures)
    Console().print(table)


def add_references(table: Table, figures: Figures) -> None:
    """The same moment, the same machine, without our product."""
    table.add_section()
    ratio = p95(figures.acks) / p95(figures.echoes)
    table.add_row("echo of the same bytes, 95 of 100", ms(p95(figures.echoes)), f"a vote takes {ratio:.1f} ×")
    ratio = p95(figures.acks) / p95(figures.commits)
    table.add_row("one durable commit, 95 of 100", ms(p95(figures.commits)), f"a vote takes {ratio:.1f} ×")

"""Walks through use cases in any order, the same ones in each run."""

from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test


def walk(machine: type[RuleBasedStateMachine], hall: Any, *, examples: int, steps: int) -> None:
    """hall: what the machine finds as `self.hall`. examples: how many walks; steps: of each, at most."""
    here = type("Here", (machine,), {"hall": hall})
    run_state_machine_as_test(
        here,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            database=None,
            phases=(Phase.generate,),
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )

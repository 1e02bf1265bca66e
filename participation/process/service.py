from dataclasses import dataclass

from participation.foundation.database import Transaction
from participation.foundation.municipality import Municipality
from participation.process.models import Format, Phase, PhaseState, Process


@dataclass(frozen=True, slots=True)
class PhasePlan:
    title: dict[str, str]
    period: dict[str, str]
    state: PhaseState


def plan_process(
    tx: Transaction,
    municipality: Municipality,
    *,
    title: dict[str, str],
    question: dict[str, str],
    lead: dict[str, str],
    phases: list[PhasePlan],
) -> Process:
    """Begin a process with its phases; texts are language -> words."""
    process = Process(municipality_id=municipality.id, title=title, question=question, lead=lead)
    tx.session.add(process)
    tx.session.flush()
    for position, phase in enumerate(phases):
        tx.session.add(
            Phase(
                municipality_id=municipality.id,
                process_id=process.id,
                position=position,
                title=phase.title,
                period=phase.period,
                state=phase.state,
            )
        )
    return process


def open_idea_collection(
    tx: Transaction, process: Process, *, slug: str, title: dict[str, str], question: dict[str, str]
) -> Format:
    """Open a collection of ideas (*Ideensammlung*) in a process."""
    collection = Format(
        municipality_id=process.municipality_id, process_id=process.id, slug=slug, title=title, question=question
    )
    tx.session.add(collection)
    tx.session.flush()
    return collection

from datetime import date

from participation.fields.service import start_from_template
from participation.foundation.audit import Act, enter, state_hash
from participation.foundation.database import Transaction
from participation.foundation.municipality import Municipality
from participation.foundation.permissions import Actor, Permission, require
from participation.planning.rules import ProcessTemplate, Texts, usual_dates
from participation.process.models import Process
from participation.process.rules import PhaseState, Precision, ProcessState
from participation.process.service import PhasePlan, open_idea_collection, plan_process


def set_up_process(
    tx: Transaction,
    town: Municipality,
    template: ProcessTemplate,
    *,
    title: Texts,
    question: Texts,
    first_day: date | None,
    by: Actor,
) -> Process:
    """A draft from a template: phases, a collection with what it allows when, and the usual fields where it has them.

    first_day: the phases get dates one after the other from here; None: their dates are still open.
    Raises NotAllowed.
    """
    require(by, Permission.PLAN_PROCESS, town)
    dates = usual_dates(template, first_day) if first_day else [(None, None)] * len(template.phases)
    plans = [
        PhasePlan(
            phase.title, {}, PhaseState.AHEAD, Precision.APPROXIMATE if first_day else Precision.OPEN, starts, ends
        )
        for phase, (starts, ends) in zip(template.phases, dates, strict=True)
    ]
    process = plan_process(tx, town, title=title, question=question, lead={}, phases=plans, state=ProcessState.DRAFT)
    during = {phase.id: wanted.allows for phase, wanted in zip(process.phases, template.phases, strict=True)}
    open_idea_collection(tx, process, title=template.collection, question=question, during=during)
    if template.fields:
        start_from_template(tx, process)
    act = Act(by.entry, "process.set_up", f"process:{process.id}", "", state_hash(template.key, title, question))
    enter(tx, act, town=town.id)
    return process

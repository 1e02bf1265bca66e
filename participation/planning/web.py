"""What the doors of the plan share: what is looked for, what its forms need."""

from sqlalchemy.orm import Session

from participation.foundation import web
from participation.foundation.messages import N_, NotFound, Refused
from participation.foundation.permissions import Permission, require
from participation.people.web import current_actor
from participation.planning.forms import WordedForm
from participation.planning.rules import LEAD_LIMIT, PERIOD_LIMIT, QUESTION_LIMIT, TITLE_LIMIT
from participation.process import queries
from participation.process.form_rules import HINT_LIMIT, LABEL_LIMIT
from participation.process.models import Format, Process

KEPT = web.saying("plan-kept", N_("Kept."))

LIMITS = {
    "title": TITLE_LIMIT,
    "question": QUESTION_LIMIT,
    "lead": LEAD_LIMIT,
    "period": PERIOD_LIMIT,
    "label": LABEL_LIMIT,
    "hint": HINT_LIMIT,
}


def process_to_plan(session: Session, slug: str) -> Process:
    """Raises NotFound, NotAllowed."""
    found = queries.process_by_slug(session, current_actor().municipality_id, slug)
    if found is None:
        raise NotFound
    require(current_actor(), Permission.PLAN_PROCESS, found)
    return found


def format_of(session: Session, process: Process, format_id: int) -> Format:
    found = session.get(Format, format_id)
    if found is None or found.process_id != process.id:
        raise NotFound
    return found


def worded(form: WordedForm, parts: tuple[str, ...], refused: Refused | None) -> dict[str, object]:
    """What the macro of texts in several languages needs."""
    return {
        "typed": {part: form.typed(part) for part in parts},
        "limits": LIMITS,
        "oops": web.spoken_refusal(refused) if refused else None,
    }


def texts(parts: dict[str, dict[str, str]]) -> dict[str, str]:
    """Stored texts as the form's fields: `title_de` and so on."""
    return {f"{part}_{lang}": words for part, said in parts.items() for lang, words in said.items()}

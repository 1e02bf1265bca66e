"""The door to the list of what waits for an answer."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from participation.answers.forms import ListForm
from participation.answers.rules import PUBLIC_STAGES, STAGE_NAMES
from participation.answers.waiting import Show, Sort, drafts
from participation.answers.waiting import waiting as what_waits
from participation.contributions.present import spoken
from participation.fields.queries import fields_of
from participation.foundation import web
from participation.foundation.database import reading
from participation.foundation.locales import pick
from participation.foundation.permissions import Permission
from participation.process.queries import formats_of
from participation.process.web import desk_process

bp = Blueprint("answers", __name__, url_prefix="/desk/answers")


@bp.get("")
def waiting() -> ResponseReturnValue:
    """What waits for an answer in a process, and what has one; several can be taken up at once."""
    wanted = ListForm(request.args).wanted()
    lang = web.reader_language()
    with reading() as session:
        process = desk_process(session, Permission.ANSWER)
        found = what_waits(session, process.id, wanted)
        fields = fields_of(session, process.id)
        names = {field.id: pick(field.name, lang) for field in fields}
        return render_template(
            "answers/waiting.html",
            process=process,
            found=found,
            wanted=wanted,
            lines=[(one, spoken(one.idea), names.get(one.field_id or 0)) for one in found.lines],
            drafts=[(one, count, pick(one.texts, one.original)) for one, count in drafts(session, process.id)],
            fields=[(field.key, names[field.id]) for field in fields],
            collections=[(one.slug, pick(one.title, lang)) for one in formats_of(session, process)],
            stages=[(stage, STAGE_NAMES[stage]) for stage in PUBLIC_STAGES],
            stage_names=STAGE_NAMES,
            shows=Show,
            sorts=Sort,
        )

"""The doors of residents: report something, read why something of theirs is hidden, appeal."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from participation.contributions import homes
from participation.contributions import queries as contributions
from participation.contributions.models import Contribution
from participation.contributions.present import spoken
from participation.contributions.rules import Status
from participation.foundation import web
from participation.foundation.database import reading, transaction
from participation.foundation.messages import N_, NotFound, Refused
from participation.moderation import appeals, notices, own
from participation.moderation.forms import AppealForm, ReportForm
from participation.moderation.models import Notice
from participation.moderation.rules import BY_HAND, REASON_NAMES
from participation.people.web import acting_person, current_actor, remember
from participation.process.models import Format
from participation.process.permissions import require_readable

bp = Blueprint("redress", __name__)

REPORTED = web.saying("reported", N_("Thank you. Your report has arrived; you find it and our answer on this page."))
APPEALED = web.saying("appealed", N_("Your appeal has arrived. A person who did not decide this looks at it again."))
# what concerns the form itself is said on it; everything else has a page of its own
ON_THE_FORM = {422}


@bp.get("/report/<public_id>")
def report_page(public_id: str) -> ResponseReturnValue:
    actor = current_actor()
    with reading() as session:
        about = reportable(session, public_id)
        known = own.open_report(session, about.id, actor.person_id)
        return reporting(session, about, filled(known), None, changes=known is not None)


def reportable(session: Session, public_id: str) -> Contribution:
    """What is public and can be read. Raises NotFound, NotOpenYet."""
    actor = current_actor()
    about = contributions.by_public_id(session, actor.municipality_id, public_id)
    if about.status != Status.PUBLISHED:
        raise NotFound
    require_readable(actor, session.get_one(Format, about.format_id))
    return about


def filled(known: Notice | None) -> ReportForm:
    return ReportForm(obj=known) if known else ReportForm()


@bp.post("/report/<public_id>")
def report(public_id: str) -> ResponseReturnValue:
    form = ReportForm(request.form)
    try:
        with transaction() as tx:
            about = reportable(tx.session, public_id)
            reported = form.reported()
            actor, token = acting_person(tx)
            notices.report(tx, about, reported, by=actor)
    except Refused as refused:
        if refused.status not in ON_THE_FORM:
            raise
        with reading() as session:
            return reporting(session, reportable(session, public_id), form, refused), refused.status
    return remember(web.say(url_for("mine.page", _anchor="reports"), REPORTED), token)


def reporting(
    session: Session, about: Contribution, form: ReportForm, refused: Refused | None, *, changes: bool = False
) -> str:
    address = homes.address_of(session, about, session.get_one(Format, about.format_id))
    return render_template(
        "moderation/report.html",
        idea=spoken(about, figures=False),
        address=web.public_url() + address,
        back=address,
        form=form,
        changes=changes,
        rules=[(reason.value, REASON_NAMES[reason]) for reason in BY_HAND],
        limit=notices.LONGEST,
        oops=web.spoken_refusal(refused) if refused else None,
        wrong=refused.code if refused else "",
    )


@bp.get("/mine/statements/<public_id>")
def statement(public_id: str) -> ResponseReturnValue:
    """The whole statement of reasons, to print and to keep; only the author opens it."""
    return statement_page(public_id, AppealForm(), None)


@bp.post("/mine/statements/<public_id>/appeal")
def appeal(public_id: str) -> ResponseReturnValue:
    form = AppealForm(request.form)
    actor = current_actor()
    try:
        with transaction() as tx:
            found, _ = own.own_statement(tx.session, actor, public_id)
            appeals.appeal(tx, found, form.typed(), by=actor)
    except Refused as refused:
        if refused.status not in ON_THE_FORM:
            raise
        return statement_page(public_id, form, refused)
    return web.say(url_for("redress.statement", public_id=public_id), APPEALED)


def statement_page(public_id: str, form: AppealForm, refused: Refused | None) -> ResponseReturnValue:
    actor = current_actor()
    with reading() as session:
        found, about = own.own_statement(session, actor, public_id)
        page = render_template(
            "moderation/statement.html",
            reasons=own.reasons(found, own.appeal_to(session, found.id)),
            idea=spoken(about, figures=False) if about else None,
            form=form,
            limit=notices.LONGEST,
            oops=web.spoken_refusal(refused) if refused else None,
        )
    return page, refused.status if refused else 200

"""The doors of the desk: the picture, the questions with their answers, the town's own figures."""

from collections.abc import Callable, Mapping

from flask import Blueprint, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from participation.foundation import clock, web
from participation.foundation.database import Transaction, reading, transaction
from participation.foundation.locales import pick
from participation.foundation.messages import N_, NotFound, Refused
from participation.foundation.permissions import Permission, may
from participation.people.web import current_actor
from participation.planning.forms import ChoiceRows
from participation.process.form_rules import CHOICE_LIMIT, MOST_CHOICES
from participation.process.models import Process
from participation.process.web import desk_process
from participation.reach import setting
from participation.reach.figures import Unfinished, Unit
from participation.reach.forms import FiguresForm, RevisedForm, SwitchForm, amounts_kept, amounts_sent
from participation.reach.models import ReachQuestion, ReachSurvey
from participation.reach.present import reach_of
from participation.reach.queries import questions_of, survey_of
from participation.reach.rules import SOURCE_LIMIT
from participation.reach.wording import as_table, reach_words
from participation.reports.exports import as_csv

bp = Blueprint("reach", __name__, url_prefix="/desk")

KEPT = web.saying("reach-kept", N_("Kept."))
SHOWN = web.saying("reach-public", N_("Everybody can see the picture now, on the page of the process."))
HIDDEN = web.saying("reach-not-public", N_("The picture is not public any more."))
CSV = "text/csv; charset=utf-8"


@bp.get("/reach")
def picture() -> ResponseReturnValue:
    lang = web.reader_language()
    with reading() as session:
        process = desk_process(session, Permission.SEE_REACH)
        survey = survey_of(session, process.id)
        found = reach_of(session, process, lang)
        edits = may(current_actor(), Permission.EDIT_REACH, process)
    return render_template(
        "reach/picture.html", reach=found, survey=survey, may_edit=edits, say=reach_words(), at=clock.now()
    )


@bp.get("/reach.csv")
def picture_csv() -> ResponseReturnValue:
    with reading() as session:
        process = desk_process(session, Permission.SEE_REACH)
        found = reach_of(session, process, web.reader_language())
    response = make_response(as_csv(as_table(found)))
    day = clock.local(clock.now()).date().isoformat()
    response.headers["Content-Type"] = CSV
    response.headers.set("Content-Disposition", "attachment", filename=f"{found.slug}-reach-{day}.csv")
    return response


def survey_here(session: Session) -> tuple[Process, ReachSurvey]:
    process = desk_process(session, Permission.EDIT_REACH)
    found = survey_of(session, process.id)
    if found is None:
        raise NotFound
    return process, found


def question_here(session: Session, key: str) -> tuple[ReachSurvey, ReachQuestion]:
    process, survey = survey_here(session)
    found = next((one for one in questions_of(session, process.id) if one.key == key), None)
    if found is None:
        raise NotFound
    return survey, found


# --- which questions are asked, and who sees the picture


@bp.get("/reach/questions")
def questions() -> ResponseReturnValue:
    return questions_page(None)


Act = Callable[[Transaction, ReachSurvey], str]


def switch(tx: Transaction, survey: ReachSurvey) -> str:
    form = SwitchForm(request.form)
    asked = request.form.getlist("asked")
    setting.switch(tx, survey, asks=bool(form.asks.data), asked=asked, by=current_actor(), seen=form.seen())
    return KEPT


def publish(tx: Transaction, survey: ReachSurvey) -> str:
    setting.make_public(tx, survey, public=True, by=current_actor(), seen=RevisedForm(request.form).seen())
    return SHOWN


def unpublish(tx: Transaction, survey: ReachSurvey) -> str:
    setting.make_public(tx, survey, public=False, by=current_actor(), seen=RevisedForm(request.form).seen())
    return HIDDEN


ACTS: Mapping[str, Act] = {"keep": switch, "publish": publish, "unpublish": unpublish}


@bp.post("/reach/questions")
def decide() -> ResponseReturnValue:
    """Set the questions up, say which are asked, make the picture public or take it back."""
    name = request.form.get("act", "")
    try:
        with transaction() as tx:
            if name == "begin":
                setting.set_up(tx, desk_process(tx.session, Permission.EDIT_REACH), by=current_actor())
                said = KEPT
            elif name in ACTS:
                said = ACTS[name](tx, survey_here(tx.session)[1])
            else:
                raise web.BadRequest
    except Refused as refused:
        if refused.status not in {409, 422}:
            raise
        return questions_page(refused)
    return web.say(url_for("reach.questions"), said)


def questions_page(refused: Refused | None) -> ResponseReturnValue:
    lang = web.reader_language()
    with reading() as session:
        process = desk_process(session, Permission.EDIT_REACH)
        survey = survey_of(session, process.id)
        every = questions_of(session, process.id)
    sent = request.form if refused else None
    ticked = set(sent.getlist("asked")) if sent else {one.key for one in every if one.asked}
    page = render_template(
        "reach/questions.html",
        process=process,
        title=pick(process.title, lang),
        survey=survey,
        asks=bool(sent.get("asks")) if sent else survey is not None and survey.asks,
        ticked=ticked,
        lines=[
            (one, pick(one.shipped.label, lang), [pick(answer.words, lang) for answer in one.offered]) for one in every
        ],
        oops=web.spoken_refusal(refused) if refused else None,
    )
    return page, refused.status if refused else 200


# --- the answers of one question


@bp.get("/reach/questions/<key>")
def answers(key: str) -> ResponseReturnValue:
    with reading() as session:
        _, question = question_here(session, key)
    return answers_page(key, ChoiceRows.stored(question.offered) if question.offered else ChoiceRows.fresh(), None)


@bp.post("/reach/questions/<key>")
def change_answers(key: str) -> ResponseReturnValue:
    """Keep them; or move, add, take out a row, which stores nothing."""
    rows = ChoiceRows.sent(request.form)
    if rows.act(request.form.get("act", "")):
        return answers_page(key, rows, None)
    seen = RevisedForm(request.form).seen()
    try:
        with transaction() as tx:
            survey, question = question_here(tx.session, key)
            setting.word_answers(tx, survey, question, rows.choices(), by=current_actor(), seen=seen)
    except Refused as refused:
        if refused.status not in {409, 422}:
            raise
        return answers_page(key, rows, refused)
    return web.say(url_for("reach.questions"), KEPT)


def answers_page(key: str, rows: ChoiceRows, refused: Refused | None) -> ResponseReturnValue:
    lang = web.reader_language()
    with reading() as session:
        survey, question = question_here(session, key)
    page = render_template(
        "reach/answers.html",
        survey=survey,
        question=question,
        label=pick(question.shipped.label, lang),
        gone=[pick(one.words, lang) for one in question.every_answer if one.gone],
        rows=rows.rows,
        room=len(rows.rows) < MOST_CHOICES,
        choice_limit=CHOICE_LIMIT,
        oops=web.spoken_refusal(refused) if refused else None,
    )
    return page, refused.status if refused else 200


# --- the town's own figures


@bp.get("/reach/figures/<key>")
def figures(key: str) -> ResponseReturnValue:
    with reading() as session:
        _, question = question_here(session, key)
        town = question.town
    form = FiguresForm(data={"unit": town.unit.value, "source": town.source, "year": str(town.year or "")})
    return figures_page(key, form, amounts_kept(town, question.offered), None)


@bp.post("/reach/figures/<key>")
def keep_figures(key: str) -> ResponseReturnValue:
    """Keep them; or take what was pasted over into the fields, which stores nothing."""
    form = FiguresForm(request.form)
    with reading() as session:
        _, question = question_here(session, key)
    several, typed = question.shipped.several, amounts_sent(request.form, question.offered)
    try:
        if request.form.get("act") == "paste":
            return figures_page(key, form, typed | form.taken_over(question.offered, several=several), None)
        with transaction() as tx:
            survey, question = question_here(tx.session, key)
            kept = form.figures(typed, several=several)
            setting.keep_figures(tx, survey, question, kept, by=current_actor(), seen=form.seen())
    except Refused as refused:
        if refused.status not in {409, 422}:
            raise
        return figures_page(key, form, typed, refused)
    return web.say(url_for("reach.picture"), KEPT)


def figures_page(key: str, form: FiguresForm, typed: Mapping[str, str], refused: Refused | None) -> ResponseReturnValue:
    lang = web.reader_language()
    with reading() as session:
        survey, question = question_here(session, key)
    faults = refused.faults if isinstance(refused, Unfinished) else {}
    page = render_template(
        "reach/figures.html",
        survey=survey,
        question=question,
        several=question.shipped.several,
        name=pick(question.shipped.name, lang),
        answers=[(one.key, pick(one.words, lang)) for one in question.offered],
        form=form,
        typed=typed,
        unit=form.chosen_unit(several=question.shipped.several),
        units=Unit,
        source_limit=SOURCE_LIMIT,
        faults={place: web.spoken_refusal(fault) for place, fault in faults.items()},
        paste_oops=web.spoken_refusal(refused) if refused and request.form.get("act") == "paste" else None,
        oops=web.spoken_refusal(refused) if refused else None,
    )
    return page, refused.status if refused else 200

"""The doors to the glossary of a process."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.foundation import locales, web
from participation.foundation.database import reading, transaction
from participation.foundation.locales import pick
from participation.foundation.messages import N_, ChangedMeanwhile, Refused
from participation.foundation.permissions import Permission, require
from participation.languages import glossary
from participation.languages.forms import TermForm
from participation.languages.hits import NOTE_LIMIT, TERM_LIMIT
from participation.people.web import current_actor
from participation.process.models import Process
from participation.process.web import desk_process

bp = Blueprint("glossary", __name__, url_prefix="/desk/glossary")

ADDED = web.saying("term-added", N_("The term is in the glossary. It stands beside every text in which it occurs."))
CHANGED = web.saying("term-changed", N_("The term is changed."))
REMOVED = web.saying("term-removed", N_("The term is removed."))
BESIDE = {409, 422}


@bp.get("")
def terms() -> ResponseReturnValue:
    return terms_page(TermForm(), None)


@bp.post("")
def add() -> ResponseReturnValue:
    form = TermForm(request.form)
    try:
        with transaction() as tx:
            process = desk_process(tx.session, Permission.TRANSLATE)
            texts, faults = form.texts()
            if faults:
                return terms_page(form, None, faults)
            glossary.add_term(tx, process, texts, form.words(), by=current_actor())
    except Refused as refused:
        if refused.status not in BESIDE:
            raise
        return terms_page(form, refused)
    return web.say(url_for("glossary.terms"), ADDED)


def terms_page(
    form: TermForm, refused: Refused | None, faults: dict[str, Refused] | None = None
) -> ResponseReturnValue:
    lang = web.reader_language()
    with reading() as session:
        process = desk_process(session, Permission.TRANSLATE)
        known = glossary.terms_of(session, process.id)
        page = render_template(
            "languages/terms.html",
            process=process,
            terms=[(term, pick(term.texts, lang)) for term in known],
            **form_facts(form, refused, faults or {}),
        )
    return page, refused.status if refused else 422 if faults else 200


@bp.get("/<int:term_id>")
def term(term_id: int) -> ResponseReturnValue:
    return term_page(term_id, None, None)


@bp.post("/<int:term_id>")
def change(term_id: int) -> ResponseReturnValue:
    form, actor = TermForm(request.form), current_actor()
    try:
        with transaction() as tx:
            found = glossary.term_by_id(tx.session, actor.municipality_id, term_id)
            require(actor, Permission.TRANSLATE, found)
            back = url_for("glossary.terms", process=tx.session.get_one(Process, found.process_id).slug)
            if form.act.data == "remove":
                glossary.remove_term(tx, found, by=actor, seen=form.seen())
            else:
                texts, faults = form.texts()
                if faults:
                    return term_page(term_id, form, None, faults)
                glossary.change_term(tx, found, texts, form.words(), by=actor, seen=form.seen())
    except Refused as refused:
        if refused.status not in BESIDE:
            raise
        return term_page(term_id, form, refused)
    return web.say(back, REMOVED if form.act.data == "remove" else CHANGED)


def term_page(
    term_id: int, form: TermForm | None, refused: Refused | None, faults: dict[str, Refused] | None = None
) -> ResponseReturnValue:
    """The term with what was typed. After somebody else was faster: what is kept now stands above it."""
    actor = current_actor()
    with reading() as session:
        found = glossary.term_by_id(session, actor.municipality_id, term_id)
        require(actor, Permission.TRANSLATE, found)
        stale = isinstance(refused, ChangedMeanwhile)
        stored = {f"term_{lang}": word for lang, word in found.texts.items()}
        given = form or TermForm(data={**stored, "note": found.note})
        page = render_template(
            "languages/term.html",
            term=found,
            name=pick(found.texts, web.reader_language()),
            back=url_for("glossary.terms", process=session.get_one(Process, found.process_id).slug),
            revision=found.revision if form is None or stale else form.seen(),
            kept=found if stale else None,
            **form_facts(given, refused, faults or {}),
        )
    return page, refused.status if refused else 422 if faults else 200


def form_facts(form: TermForm, refused: Refused | None, faults: dict[str, Refused]) -> dict[str, object]:
    return {
        "form": form,
        "typed": form.typed(),
        "tongues": locales.OWN_NAMES,
        "term_limit": TERM_LIMIT,
        "note_limit": NOTE_LIMIT,
        "oops": web.spoken_refusal(refused) if refused else None,
        "faults": {place: web.spoken_refusal(fault) for place, fault in faults.items()},
    }

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from participation.foundation import locales, web
from participation.foundation.database import reading
from participation.foundation.locales import pick
from participation.foundation.municipality import the_municipality
from participation.people.web import town_here
from participation.process import openings, queries
from participation.process.present import phase_line

bp = Blueprint("front", __name__)


@bp.get("/")
def start() -> ResponseReturnValue:
    lang = web.reader_language()
    with reading() as session:
        municipality = town_here()
        if municipality is None:
            return render_template("front/empty.html")
        public = queries.public_processes(session, municipality.id)
        process, others = (public[0] if public else None), public[1:]
        return render_template(
            "front/start.html",
            process=process,
            question=pick(process.question, lang) if process else None,
            lead=pick(process.lead, lang) if process else None,
            phases=[phase_line(phase, lang) for phase in queries.phases_of(session, process)] if process else [],
            openings=[one for shown in public for one in openings.open_now(session, shown, lang)],
            others=[(other.slug, other.state, pick(other.title, lang), pick(other.question, lang)) for other in others],
            live=openings.live_now(session, municipality.id, lang),
        )


@bp.post("/language")
def choose_language() -> ResponseReturnValue:
    """Keep the language on this device. Showing one (`?lang=`) stores nothing; this does."""
    response = web.go(web.own_path(request.form.get("next", "/")))
    chosen = request.form.get("to", "")
    if chosen in locales.INTERFACE:
        web.set_cookie(response, web.LANGUAGE_COOKIE, chosen, days=400)
    return response


@bp.get("/alive")
def alive() -> ResponseReturnValue:
    """For watchers: the server answers and its database can be read."""
    with reading() as session:
        the_municipality(session)
    return {"alive": True}

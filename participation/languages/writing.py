"""The doors to one text and one language: the original beside the words somebody puts in their place."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from participation.contributions import homes, versions
from participation.contributions import queries as contributions
from participation.contributions.difference import Run, difference
from participation.contributions.models import Contribution
from participation.contributions.present import spoken, wording
from participation.contributions.rules import Kind
from participation.foundation import locales, web
from participation.foundation.database import reading, transaction
from participation.foundation.locales import known_language
from participation.foundation.messages import N_, NotFound, Refused
from participation.foundation.text import MAX_CHARACTERS
from participation.languages import service
from participation.languages.forms import RenderingForm
from participation.languages.glossary import terms_of
from participation.languages.hits import hits
from participation.languages.models import Translation
from participation.languages.present import version_of
from participation.languages.queries import states_in
from participation.languages.vouching import ChangedAside, SameLanguage, State
from participation.people.web import current_actor
from participation.process.models import Format, Process

bp = Blueprint("translating", __name__, url_prefix="/desk/translations")

KEPT = web.saying("translation-kept", N_("Kept as a draft. Only translators see it."))
APPROVED = web.saying("translation-approved", N_("Approved. Readers of this language get it first now."))
TAKEN_OVER = web.saying("translation-taken-over", N_("The machine's words are in the field. Go over them."))
TAKEN_BACK = web.saying("translation-taken-back", N_("Taken back. Readers get the original again."))
# what concerns the text is said beside it; everything else has a page of its own
BESIDE = {409, 422}


def language_named(to: str) -> str:
    """Raises NotFound for a language we have no name for, and for another way to write one."""
    if known_language(to) != to:
        raise NotFound
    return to


@bp.get("/<public_id>/<to>")
def write(public_id: str, to: str) -> ResponseReturnValue:
    return writing_page(public_id, language_named(to), None, None)


@bp.post("/<public_id>/<to>")
def keep(public_id: str, to: str) -> ResponseReturnValue:
    """Keep a draft, vouch for it, begin with the machine's words, or take back what somebody vouched for."""
    language, form, actor = language_named(to), RenderingForm(request.form), current_actor()
    try:
        with transaction() as tx:
            said = contributions.by_public_id(tx.session, actor.municipality_id, public_id)
            process = tx.session.get_one(Process, said.process_id).slug
            if form.act.data == "take_over":
                typed = form.text.data or ""
                service.take_over(tx, said, language, typed=typed, by=actor, seen=form.seen_by())
            elif form.act.data == "take_back":
                service.take_back(tx, said, language, by=actor, seen=form.seen_by())
            else:
                service.require_translatable(actor, said, language)
                act = service.approve if form.act.data == "approve" else service.keep_draft
                act(tx, said, language, form.rendering(), by=actor, seen=form.seen_by())
    except Refused as refused:
        if refused.status not in BESIDE:
            raise
        return writing_page(public_id, language, form, refused)
    here = url_for("translating.write", public_id=public_id, to=language, process=process)
    if form.act.data == "approve":
        return web.say(url_for("translations.waiting", to=language, process=process), APPROVED)
    return web.say(here, {"take_over": TAKEN_OVER, "take_back": TAKEN_BACK}.get(form.act.data or "", KEPT))


def writing_page(public_id: str, to: str, form: RenderingForm | None, refused: Refused | None) -> ResponseReturnValue:
    """The form with what is there or what was typed. After somebody else was faster: beside it what is kept now."""
    actor = current_actor()
    with reading() as session:
        said = contributions.by_public_id(session, actor.municipality_id, public_id)
        if not isinstance(refused, SameLanguage):
            service.require_translatable(actor, said, to)
        states = states_in(session, said.id, to)
        number = versions.current_number(session, said)
        begun = states.get(State.DRAFT) or states.get(State.APPROVED)
        stale = isinstance(refused, ChangedAside)
        now = service.seen_now(number, states)
        page = render_template(
            "languages/write.html",
            idea=spoken(said, figures=False),
            original=wording(said.title, said.text, said.language),
            titled=bool(said.title),
            about=homes.abouts(session, [said]).get(said.id),
            is_comment=said.kind == Kind.COMMENT,
            address=homes.address_of(session, said, session.get_one(Format, said.format_id)),
            back=url_for("translations.waiting", to=to, process=session.get_one(Process, said.process_id).slug),
            to=to,
            to_dir=locales.direction(to),
            form=form or RenderingForm(data={"title": begun.title, "text": begun.text} if begun else {}),
            # who has read that it changed meanwhile decides with the new state before them
            seen=now if form is None or stale else form.seen_by(),
            stale=stale,
            **beside(states),
            changed=what_changed(session, said, begun),
            hits=hits(f"{said.title}\n{said.text}", glossary(session, said), said.language, to),
            oops=web.spoken_refusal(refused) if refused else None,
            limit=MAX_CHARACTERS,
        )
    return page, refused.status if refused else 200


def beside(states: Mapping[str, Translation]) -> dict[str, object]:
    """What there is in the language, by its state."""
    return {state.value: version_of(states[state]) if state in states else None for state in State}


def what_changed(session: Session, said: Contribution, begun: Translation | None) -> Sequence[Run] | None:
    """What is different in the original since somebody translated it; None where nothing is."""
    if begun is None or not begun.outdated:
        return None
    before = versions.numbered(session, said.id, begun.of_version, everything=True)
    return difference(versions.whole(before), versions.whole(said)) if before else None


def glossary(session: Session, said: Contribution) -> list[tuple[dict[str, str], str]]:
    return [(term.texts, term.note) for term in terms_of(session, said.process_id)]

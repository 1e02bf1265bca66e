import re
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from participation.contributions import answers, homes, photos
from participation.contributions.models import Contribution
from participation.contributions.present import Spoken, spoken
from participation.foundation import locales, web
from participation.foundation.database import reading, transaction
from participation.foundation.messages import N_, Refused
from participation.foundation.numbers import row_number
from participation.foundation.permissions import Actor, Permission, may, processes_with
from participation.languages.present import told, told_beside
from participation.languages.queries import Versions, versions_for
from participation.moderation import cases, noticing, queries, redrafts, sentences, service
from participation.moderation.appeals import ask_somebody_else
from participation.moderation.earlier import earlier
from participation.moderation.forms import AssignForm, DecisionForm, RemarkForm, UndoForm
from participation.moderation.models import Appeal, Case
from participation.moderation.rules import BY_HAND, REASON_NAMES, REASON_SENTENCES, Cause, NothingChosen, Verdict, Wish
from participation.moderation.wording import hints_said
from participation.people.web import current_actor, require_desk
from participation.process.models import Format

bp = Blueprint("moderation", __name__, url_prefix="/desk/queue")

SAID = {
    Verdict.PUBLISH: web.saying("published", N_("Published. Everybody can read it now.")),
    Verdict.KEEP: web.saying("kept-public", N_("It stays public. Whoever reported it reads that you looked at it.")),
    Verdict.RESTORE: web.saying("restored", N_("It is public again. The author reads it under their contributions.")),
    Verdict.REJECT: web.saying(
        "rejected", N_("Not published. The author reads your reason under their contributions.")
    ),
    Verdict.TAKE_DOWN: web.saying(
        "taken-down", N_("Taken down. The author reads your reason under their contributions.")
    ),
    Verdict.UPHOLD: web.saying("upheld", N_("It stays hidden. The author reads your answer.")),
    Verdict.ADOPT: web.saying(
        "adopted", N_("The new version is public. The author reads it under their contributions.")
    ),
    Verdict.DECLINE: web.saying(
        "declined", N_("It stays as it was. The author reads your reason under their contributions.")
    ),
    Verdict.UNDO: web.saying("undone", N_("Undone. It waits for a decision again.")),
}
TAKEN = web.saying("taken", N_("Who looks after it is noted."))
REMARKED = web.saying("remarked", N_("Your remark is kept. Only colleagues read it."))
LANGUAGE_SAID = web.saying("language-said", N_("The language is corrected."))
MANY = web.saying("many", N_("All of them are decided."))
GROUP_AT_ONCE = 200  # of a group that says the same: so many are decided in one go
FINGERPRINT = re.compile("[0-9a-f]{1,16}")
# what concerns the decision is said beside it; everything else has a page of its own
BESIDE = {409, 422}


def filters() -> dict[str, Any]:
    """What of the queue is shown, as the address says it; every link and every act keeps it."""
    asked = request.args
    cause = asked.get("cause", "")
    found = {
        "cause": cause if cause in set(Cause) else None,
        "mine": "1" if asked.get("mine") == "1" else None,
        "show": "decided" if asked.get("show") == "decided" else None,
        "alike": asked["alike"] if FINGERPRINT.fullmatch(asked.get("alike", "")) else None,
        "page": page if (page := row_number(asked.get("page", ""))) > 1 else None,
    }
    return {name: value for name, value in found.items() if value}


def wanted(actor: Actor) -> queries.Wanted:
    asked = filters()
    return queries.Wanted(
        cause=Cause(asked["cause"]) if "cause" in asked else None,
        mine=actor.person_id if "mine" in asked else None,
        decided="show" in asked,
        alike=noticing.alike_to(asked["alike"]) if "alike" in asked else None,
        page=asked.get("page", 1),
    )


@bp.get("")
def queue() -> ResponseReturnValue:
    return queue_page(row_number(request.args.get("case")), DecisionForm(), None)


def queue_page(
    chosen: int,
    form: DecisionForm,
    refused: Refused | None,
    *,
    several: bool = False,
    missed: Sequence[service.Missed] = (),
) -> ResponseReturnValue:
    """The list, one case in large type with all that is known about it, the decisions with their keys.

    several: the form is that for several cases; missed: those of them that were not decided.
    """
    actor = require_desk(Permission.MODERATE)
    with reading() as session:
        own = processes_with(actor, Permission.MODERATE)
        found = queries.queue(session, actor.municipality_id, actor.person_id, wanted(actor), own)
        current = chosen_case(session, actor, chosen, found)
        ids = {one.contribution.id for one in [*found.cases, *([current] if current else [])]}
        versions = versions_for(session, ids, web.reader_language())
        page = render_template(
            "moderation/queue.html",
            queue=found,
            cases=[
                (one.case, told(one.contribution, versions.get(one.contribution.id)), one.causes) for one in found.cases
            ],
            filters=filters(),
            crowds=[
                (one.fingerprint, one.count, spoken(one.first))
                for one in noticing.crowds(session, actor.municipality_id, processes=own)
            ],
            at_once=GROUP_AT_ONCE,
            undo=undo_offer(session, actor),
            reasons=[(reason, REASON_NAMES[reason], REASON_SENTENCES[reason]) for reason in BY_HAND],
            names=sentences,
            reason_names=REASON_NAMES,
            tongues=locales.OWN_NAMES,
            form=form,
            about_several=several,
            ticked=request.form.getlist("case") if several else [],
            oops=web.spoken_refusal(refused) if refused else None,
            missed=[(spoken(one.contribution), web.spoken_refusal(one.why)) for one in missed],
            **case_facts(session, actor, current, own, versions),
        )
    return page, refused.status if refused else 200


def chosen_case(session: Session, actor: Actor, chosen: int, found: queries.Queue) -> queries.Waiting | None:
    """The case asked for, wherever in the list it stands; an unknown one is passed over, and the first one shown."""
    listed = next((one for one in found.cases if one.case.id == chosen), None)
    if listed:
        return listed
    case = session.get(Case, chosen) if chosen >= 0 else None
    if case is None or not may(actor, Permission.MODERATE, case):
        return found.cases[0] if found.cases else None
    contribution = session.get_one(Contribution, case.contribution_id)
    return queries.with_causes(session, [queries.Waiting(case, contribution)])[0]


def case_facts(
    session: Session,
    actor: Actor,
    current: queries.Waiting | None,
    own: frozenset[int] | None,
    versions: Mapping[int, Versions],
) -> dict[str, object]:
    if current is None:
        return {"current": None}
    redraft = redrafts.redraft(session, current.contribution, current.causes)
    dossier = queries.dossier(session, current.case, current.contribution.author_id, own)
    open_ones = [appeal for appeal, _ in dossier.appeals.values()]
    return {
        "current": current.case,
        "idea": told_beside(current.contribution, versions.get(current.contribution.id)),
        "about": homes.abouts(session, [current.contribution]).get(current.contribution.id),
        "photo": photos.photo_of(session, [current.contribution.id]).get(current.contribution.id),
        "answers": answers.answers_for(session, [current.contribution.id], internal=True).get(
            current.contribution.id, ()
        ),
        "dossier": dossier,
        "hints": hints_said(noticing.hints_for(session, [current.contribution.id]).get(current.contribution.id, [])),
        "kinds": current.causes,
        "earlier": earlier_ones(session, current.contribution) if current.case.open else [],
        "redraft": redraft,
        "proposed": redraft is not None and redraft.waits,
        "blocked": blocked(session, current.case, open_ones, actor),
    }


def earlier_ones(session: Session, contribution: Contribution) -> list[tuple[Spoken, str, bool]]:
    """(what was said, its address, whether it probably says the same) of what is similar and public already."""
    found = earlier(session, contribution) if homes.stands_alone(contribution) else []
    if not found:
        return []
    home = session.get_one(Format, contribution.format_id)
    versions = versions_for(session, [one.said.id for one in found], web.reader_language())
    return [
        (told(one.said, versions.get(one.said.id)), homes.address_of(session, one.said, home), one.same)
        for one in found
    ]


def blocked(session: Session, case: Case, open_ones: list[Appeal], actor: Actor) -> str | None:
    """Why somebody may not decide this one themselves."""
    try:
        ask_somebody_else(session, case, open_ones, actor)
    except Refused as refused:
        return web.spoken_refusal(refused)
    return None


def undo_offer(session: Session, actor: Actor) -> Case | None:
    """The case decided a moment ago, while its decision can be taken back by whoever is here."""
    decided = row_number(request.args.get("undo"))
    case = queries.case_of(session, actor.municipality_id, decided) if decided >= 0 else None
    return case if case and not case.open and may(actor, Permission.MODERATE, case) else None


@bp.post("/<int:case_id>")
def decide(case_id: int) -> ResponseReturnValue:
    form = DecisionForm(request.form)
    actor = current_actor()
    try:
        with transaction() as tx:
            case = queries.case_of(tx.session, actor.municipality_id, case_id)
            if form.wish() is Wish.PUBLIC:
                decision = service.publish(tx, case, note=form.words(), by=actor, seen=form.seen())
            elif form.wish() is Wish.FORMER:
                decision = service.keep_former(
                    tx, case, reason=form.chosen_reason(), note=form.words(), by=actor, seen=form.seen()
                )
            else:
                decision = service.reject(
                    tx,
                    case,
                    reason=form.chosen_reason(),
                    note=form.words(),
                    until=form.until_day(),
                    by=actor,
                    seen=form.seen(),
                )
    except Refused as refused:
        return beside(case_id, form, refused)
    return web.say(url_for("moderation.queue", undo=case_id, **filters()), SAID[Verdict(decision.verdict)])


def beside(case_id: int, form: DecisionForm, refused: Refused) -> ResponseReturnValue:
    """A refusal beside the case it is about, with everything that was typed."""
    if refused.status not in BESIDE:
        raise refused
    return queue_page(case_id, form, refused)


@bp.post("/<int:case_id>/undo")
def undo(case_id: int) -> ResponseReturnValue:
    form = UndoForm(request.form)
    actor = current_actor()
    try:
        with transaction() as tx:
            case = queries.case_of(tx.session, actor.municipality_id, case_id)
            service.undo(tx, case, by=actor, seen=form.seen())
    except Refused as refused:
        return beside(case_id, DecisionForm(), refused)
    return web.say(url_for("moderation.queue", case=case_id, **filters()), SAID[Verdict.UNDO])


@bp.post("/several")
def decide_several() -> ResponseReturnValue:
    """One wish and one reason for everything that is ticked."""
    form = DecisionForm(request.form)
    actor = require_desk(Permission.MODERATE)
    try:
        with transaction() as tx:
            picked = ticked(tx.session, actor)
            if not picked:
                raise NothingChosen
            _, missed = service.decide_many(
                tx, picked, form.wish(), reason=form.chosen_reason(), note=form.words(), by=actor
            )
    except Refused as refused:
        return queue_page(-1, form, refused, several=True)
    if missed:
        return queue_page(-1, DecisionForm(), None, missed=missed)
    return web.say(url_for("moderation.queue", **filters()), MANY)


def ticked(session: Session, actor: Actor) -> list[tuple[Case, int]]:
    """The cases that were ticked, each with the revision somebody looked at; what is not theirs is passed over.

    Of a group that says the same a person may tick all that nobody reported or appealed, also those of other pages.
    """
    group = filters().get("alike")
    if group and request.form.get("all") == "yes":
        own = processes_with(actor, Permission.MODERATE)
        matching = noticing.alike_to(group)
        found_there = queries.plain_cases(session, actor.municipality_id, matching, own, GROUP_AT_ONCE)
        return [(case, case.revision) for case in found_there]
    parts = [one.partition("-") for one in request.form.getlist("case")][: queries.SHOWN]
    seen = {row_number(number): row_number(revision) for number, _, revision in parts}
    found = queries.cases_among(session, actor.municipality_id, seen)
    theirs = [(found[one], revision) for one, revision in seen.items() if one in found]
    return [(case, revision) for case, revision in theirs if may(actor, Permission.MODERATE, case)]


@bp.post("/<int:case_id>/assign")
def assign(case_id: int) -> ResponseReturnValue:
    form = AssignForm(request.form)
    actor = current_actor()
    try:
        with transaction() as tx:
            case = queries.case_of(tx.session, actor.municipality_id, case_id)
            cases.assign(tx, case, form.colleague(), by=actor, seen=form.seen_colleague())
    except Refused as refused:
        return beside(case_id, DecisionForm(), refused)
    return web.say(url_for("moderation.queue", case=case_id, **filters()), TAKEN)


@bp.post("/<int:case_id>/remark")
def remark(case_id: int) -> ResponseReturnValue:
    form = RemarkForm(request.form)
    actor = current_actor()
    try:
        with transaction() as tx:
            case = queries.case_of(tx.session, actor.municipality_id, case_id)
            cases.remark(tx, case, form.typed(), by=actor)
    except Refused as refused:
        return beside(case_id, DecisionForm(), refused)
    return web.say(url_for("moderation.queue", case=case_id, _anchor="remarks", **filters()), REMARKED)


@bp.post("/<int:case_id>/language")
def language(case_id: int) -> ResponseReturnValue:
    """A moderator says which language an unsure text is in."""
    form = UndoForm(request.form)
    actor = current_actor()
    try:
        with transaction() as tx:
            case = queries.case_of(tx.session, actor.municipality_id, case_id)
            cases.correct_language(tx, case, request.form.get("language", ""), by=actor, seen=form.seen())
    except Refused as refused:
        return beside(case_id, DecisionForm(), refused)
    return web.say(url_for("moderation.queue", case=case_id, **filters()), LANGUAGE_SAID)

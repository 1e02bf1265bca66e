"""The desk of a text: pasted or sent as a file, read by paragraph, corrected, marked; names are pointed out."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.foundation import web
from participation.foundation.database import reading, transaction
from participation.foundation.locales import direction
from participation.foundation.messages import N_, NotFound, Refused
from participation.foundation.numbers import row_number
from participation.interviews import coding, correcting, queries, service
from participation.interviews.desk import LIMITS, STORED, source_page, source_to_work
from participation.interviews.forms import MarkForm, numbers_in
from participation.interviews.paragraphs import LONGEST_PARAGRAPH, Span, nearest
from participation.interviews.present import chosen_view, code_views, passage_views, source_views, text_view
from participation.interviews.rules import HEAVIEST, LONGEST_PAGE, read_file
from participation.people.web import current_actor

bp = Blueprint("interview_texts", __name__, url_prefix="/desk/interviews")

MARKED = web.saying("passage-marked", N_("Marked. Nobody else reads it before somebody lets it through."))


@bp.post("/<source>/text")
def keep(source: str) -> ResponseReturnValue:
    """Pasted, or from a file of letters."""
    actor = current_actor()
    try:
        text = text_sent()
        with transaction() as tx:
            service.keep_text(tx, source_to_work(tx.session, source), text, by=actor)
    except NotFound:
        raise
    except Refused as refused:
        if refused.status == 403:
            raise
        return source_page(source, refused)
    return web.say(url_for("interview_texts.page", source=source), STORED)


def text_sent() -> str:
    """The file where one was chosen. Raises NoText."""
    sent = request.files.get("file")
    if sent is not None and sent.filename:
        return read_file(sent.read(HEAVIEST))
    return request.form.get("text", "")


@bp.get("/<source>/text")
def page(source: str) -> ResponseReturnValue:
    return text_page(source, None)


def text_page(public_id: str, refused: Refused | None) -> ResponseReturnValue:
    with reading() as session:
        found = source_to_work(session, public_id)
        if not found.paragraphs:
            raise NotFound
        [view] = source_views(session, [found])
        shown = render_template(
            "interviews/desk/text.html",
            source=view,
            paragraphs=text_view(session, found),
            passages=passage_views(session, found, web.reader_language()),
            oops=web.spoken_refusal(refused) if refused else None,
        )
    return shown, refused.status if refused else 200


@bp.post("/<source>/text/names")
def replace(source: str) -> ResponseReturnValue:
    """A pseudonym in the place of a name; in one paragraph, or in the whole text."""
    actor, only = current_actor(), request.form.get("only", "")
    try:
        with transaction() as tx:
            correcting.replace_name(
                tx,
                source_to_work(tx.session, source),
                request.form.get("words", ""),
                row_number(request.form.get("person", "")),
                only=row_number(only) if only else None,
                by=actor,
            )
    except NotFound:
        raise
    except Refused as refused:
        if refused.status == 403:
            raise
        return text_page(source, refused)
    return web.say(url_for("interview_texts.page", source=source), STORED)


@bp.get("/<source>/text/<int:number>")
def paragraph(source: str, number: int) -> ResponseReturnValue:
    return paragraph_page(source, number, MarkForm(), None)


def paragraph_page(public_id: str, number: int, form: MarkForm, refused: Refused | None) -> ResponseReturnValue:
    """Words are chosen here: in the lists, or with the pointer, which sets the lists."""
    with reading() as session:
        found = source_to_work(session, public_id)
        one = queries.paragraph_numbered(session, found, number)
        [view] = source_views(session, [found])
        codes = code_views(session, found.process_id, web.reader_language())
        shown = render_template(
            "interviews/desk/paragraph.html",
            source=view,
            tongue_dir=direction(found.language),
            paragraph=chosen_view(session, one),
            chosen=words_chosen(form, one.text),
            codes=[one for one in codes if not one.retired],
            ticked=set(numbers_in(form.codes.data)),
            typed=request.form,
            limits={**LIMITS, "paragraph": LONGEST_PARAGRAPH, "page": LONGEST_PAGE},
            oops=web.spoken_refusal(refused) if refused else None,
        )
    return shown, refused.status if refused else 200


def words_chosen(form: MarkForm, text: str) -> tuple[int, int]:
    """The first and the last word: as they were sent, as they were selected on the page of the text, otherwise all."""
    if form.first.data:
        return row_number(str(form.first.data)), row_number(str(form.last.data or ""))
    start, end = row_number(request.args.get("start", "")), row_number(request.args.get("end", ""))
    whole = nearest(text, Span(0, len(text))) or (0, 0)
    return (nearest(text, Span(start, end)) or whole) if start >= 0 <= end else whole


@bp.post("/<source>/text/<int:number>")
def mark(source: str, number: int) -> ResponseReturnValue:
    """Mark a passage, or correct the paragraph: the button says which."""
    actor, form = current_actor(), MarkForm(request.form)
    corrects = request.form.get("act") == "correct"
    try:
        with transaction() as tx:
            found = source_to_work(tx.session, source)
            if corrects:
                text, seen = request.form.get("text", ""), row_number(request.form.get("seen", ""))
                correcting.correct(tx, found, number, text, seen=seen, by=actor)
            else:
                coding.mark(tx, found, form.marked(number), by=actor)
    except NotFound:
        raise
    except Refused as refused:
        if refused.status == 403:
            raise
        return paragraph_page(source, number, form, refused)
    place = url_for("interview_texts.page", source=source)
    return web.say(f"{place}#p-{number}", STORED if corrects else MARKED)


@bp.post("/<source>/passages/<int:number>")
def recode(source: str, number: int) -> ResponseReturnValue:
    """A passage stands under other codes."""
    actor, form = current_actor(), MarkForm(request.form)
    try:
        with transaction() as tx:
            coding.recode(tx, source_to_work(tx.session, source), number, numbers_in(form.codes.data), by=actor)
    except NotFound:
        raise
    except Refused as refused:
        if refused.status == 403:
            raise
        return passage_page(source, number, refused)
    return web.say(url_for("interviews_desk.page", source=source), MARKED)


@bp.get("/<source>/passages/<int:number>")
def passage(source: str, number: int) -> ResponseReturnValue:
    return passage_page(source, number, None)


def passage_page(public_id: str, number: int, refused: Refused | None) -> ResponseReturnValue:
    lang = web.reader_language()
    with reading() as session:
        found = source_to_work(session, public_id)
        queries.passage_numbered(session, found, number)
        [view] = source_views(session, [found])
        [one] = [one for one in passage_views(session, found, lang) if one.number == number]
        shown = render_template(
            "interviews/desk/passage.html",
            source=view,
            passage=one,
            codes=[code for code in code_views(session, found.process_id, lang) if not code.retired],
            oops=web.spoken_refusal(refused) if refused else None,
        )
    return shown, refused.status if refused else 200

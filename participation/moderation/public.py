"""The door of the page that tells everybody how contributions are reviewed: rules in words, and figures."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import format_date, format_timedelta

from participation.foundation import clock
from participation.foundation.database import reading
from participation.moderation.figures import figures
from participation.moderation.periods import Period, Span, periods, without_the_time_before
from participation.moderation.rules import BY_HAND, REASON_NAMES, REASON_SENTENCES
from participation.people.web import current_actor

bp = Blueprint("openness", __name__)


@bp.get("/moderation")
def page() -> ResponseReturnValue:
    span = Span.MONTH if request.args.get("by") == Span.MONTH else Span.QUARTER
    told = periods(span, clock.local(clock.now()).date())
    with reading() as session:
        found = figures(session, current_actor().municipality_id, told)
    happened = [line.received + line.published + line.restricted + sum(line.more) for line in found.lines]
    shown = len(without_the_time_before(told, happened))
    return render_template(
        "moderation/public.html",
        span=span.value,
        lines=[
            (name_of(line.period, span), line, line.median and in_words(line.median)) for line in found.lines[:shown]
        ],
        more=found.more,
        rules=[(REASON_NAMES[one], REASON_SENTENCES[one], found.by_reason.get(one, 0)) for one in BY_HAND],
        waiting=found.waiting,
    )


def name_of(period: Period, span: Span) -> str:
    """`4th quarter 2026` or `November 2026`, in the reader's language."""
    return str(format_date(period.first, "QQQQ y" if span is Span.QUARTER else "LLLL y"))


def in_words(took: object) -> str:
    """`3 hours`: nobody wants to know the seconds."""
    return str(format_timedelta(took, granularity="minute"))

"""The picture in sentences of the reader's language. Needs the language of a request."""

from collections.abc import Sequence
from types import SimpleNamespace

from flask_babel import format_percent, gettext, ngettext

from participation.foundation.locales import Words
from participation.reach.comparing import ENOUGH, Lean, Missing, Reading, Score
from participation.reach.hiding import SMALLEST, Shown
from participation.reach.present import Line, Part, Reach
from participation.reports.tables import Cell, Table


def reach_words() -> SimpleNamespace:
    """The sentences a template asks for."""
    return SimpleNamespace(
        share=share,
        lean=lean_said,
        score=score_said,
        range=range_said,
        missing=missing_said,
        hidden=hidden_said,
        answered=answered_said,
        unsaid=unsaid_said,
        no_source=no_source,
    )


def share(part: float | None) -> str:
    """A part of 1 in whole percent, as the reader's language writes it; a dash where it is not known."""
    return "–" if part is None else str(format_percent(round(part, 2)))


def hidden_said(shown: Shown, line: Line) -> str:
    few, many = shown.bounds(line.key)
    if line.key in shown.covering:
        return str(gettext("between %(few)s and %(many)s", few=few, many=many))
    return str(gettext("fewer than %(limit)s", limit=SMALLEST))


def answered_said(part: Part) -> str:
    people = part.shown.answered
    return str(ngettext("About %(num)s person answered.", "About %(num)s people answered.", people))


def unsaid_said(part: Part) -> str:
    people = part.shown.unsaid
    if people is None:
        return str(gettext("Fewer than %(limit)s would rather not say.", limit=SMALLEST))
    return str(
        ngettext("About %(num)s person would rather not say.", "About %(num)s people would rather not say.", people)
    )


def lean_said(line: Line, shown: Shown) -> str:
    """How a group here differs from the town, in words."""
    if line.town is None:
        return ""
    here, town = share(line.here), share(line.town)
    few, many = (share(people / max(1, shown.answered)) for people in shown.bounds(line.key))
    if line.people is None:
        sentences = {
            Lean.MORE: gettext(
                "More here than in the town: at least %(here)s instead of %(town)s.", here=few, town=town
            ),
            Lean.FEWER: gettext(
                "Fewer here than in the town: at most %(here)s instead of %(town)s.", here=many, town=town
            ),
        }
    else:
        sentences = {
            Lean.SAME: gettext("About as many here as in the town: %(here)s and %(town)s.", here=here, town=town),
            Lean.MORE: gettext("More here than in the town: %(here)s instead of %(town)s.", here=here, town=town),
            Lean.FEWER: gettext("Fewer here than in the town: %(here)s instead of %(town)s.", here=here, town=town),
        }
    return str(sentences.get(line.lean) or gettext("Too few to tell."))


def missing_said(one: Missing) -> str:
    return str(
        ngettext(
            "About %(num)s person more would have to take part.",
            "About %(num)s people more would have to take part.",
            one.lacking,
        )
    )


def score_said(found: Score) -> str:
    sentences = {
        Reading.TOO_FEW: gettext(
            "Too few answers to tell how like the town they are. From about %(limit)s on it can be said.", limit=ENOUGH
        ),
        Reading.LIKE: gettext("As like the town as a fair draw of as many people would be."),
        Reading.CLOSE: gettext("Close to the town."),
        Reading.PARTLY: gettext("Only partly like the town."),
        Reading.FAR: gettext("Far from the town."),
    }
    return str(sentences[found.reading])


def range_said(found: Score) -> str:
    if found.reading is Reading.TOO_FEW:
        return ""
    return str(
        gettext(
            "About %(middle)s of 100, very probably between %(low)s and %(high)s.",
            middle=found.middle,
            low=found.low,
            high=found.high,
        )
    )


def no_source(names: Sequence[Words]) -> str:
    return str(gettext("The town's own figures are still missing for:")) if names else ""


def as_table(reach: Reach) -> Table:
    """The picture as a file has it: a row for each answer, with the same figures hidden."""
    headings = [
        gettext("Question"),
        gettext("Answer"),
        gettext("People (rounded)"),
        gettext("Share here in percent"),
        gettext("Share in the town in percent"),
        gettext("Difference"),
        gettext("Answered (rounded)"),
        gettext("Would rather not say (rounded)"),
        gettext("Score of 100"),
        gettext("Score from"),
        gettext("Score to"),
        gettext("Source"),
        gettext("Year"),
    ]
    rows = [row_of(part, line) for part in reach.parts for line in part.lines]
    return Table(str(gettext("Who takes part")), [str(one) for one in headings], [20] * len(headings), rows)


def row_of(part: Part, line: Line) -> list[Cell]:
    shown, told = part.shown, part.score if part.score and part.score.reading is not Reading.TOO_FEW else None
    return [
        part.name.text,
        line.words.text,
        hidden_said(shown, line) if line.people is None else line.people,
        None if line.here is None else round(100 * line.here),
        None if line.town is None else round(100 * line.town),
        lean_said(line, shown),
        shown.answered,
        gettext("fewer than %(limit)s", limit=SMALLEST) if shown.unsaid is None else shown.unsaid,
        told.middle if told else None,
        told.low if told else None,
        told.high if told else None,
        part.source,
        part.year,
    ]

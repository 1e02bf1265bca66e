"""A slide on phones, on the screen and at the desk: figures as bars, and the source below."""

from dataclasses import dataclass

from flask import render_template
from sqlalchemy.orm import Session

from participation.foundation.locales import Words, pick
from participation.sessions.models import LiveSession, RunStep
from participation.slides.models import Slide
from participation.slides.rules import bars
from participation.slides.service import slide_at


@dataclass(frozen=True, slots=True)
class FigureView:
    value: str
    label: Words
    share: int | None


def figure_views(slide: Slide, lang: str) -> list[FigureView]:
    made = bars([one["value"] for one in slide.figures])
    pairs = zip(slide.figures, made, strict=True)
    return [FigureView(bar.value, pick(one["label"], lang), bar.share) for one, bar in pairs]


def phone(session: Session, _live: LiveSession, step: RunStep, lang: str) -> str:
    slide = slide_at(session, step)
    return render_template("slides/phone.html", slide=slide, figures=figure_views(slide, lang))


def projector(session: Session, _live: LiveSession, step: RunStep, lang: str) -> str:
    slide, text = slide_at(session, step), pick(step.text, lang)
    lines = [line for line in text.text.split("\n") if line]
    return render_template(
        "slides/screen.html", slide=slide, figures=figure_views(slide, lang), lines=lines, lang_of_text=text.lang
    )


def console(session: Session, live: LiveSession, step: RunStep, lang: str) -> str:
    slide = slide_at(session, step)
    return render_template(
        "slides/console.html", slide=slide, figures=figure_views(slide, lang), session=live.public_id, step=step.id
    )


def own(*_: object) -> str:
    """Nobody says anything at a slide."""
    return ""

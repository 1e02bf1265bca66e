"""What the administration decides about the voluntary questions. Each use case asks who, and who was faster."""

from collections.abc import Collection, Sequence

from participation.foundation.audit import Act, enter, state_hash
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor, Permission, require
from participation.foundation.turns import take_turn
from participation.process.form_rules import MOST_CHOICES, Choice, TooManyChoices, choices_kept
from participation.process.models import Process
from participation.reach.figures import Figures
from participation.reach.models import ReachCount, ReachQuestion, ReachSurvey
from participation.reach.queries import questions_of, survey_of
from participation.reach.rules import ANSWERED, FEWEST_ANSWERS, UNSAID, NothingToChoose, check_switch, questions
from participation.reach.service import today


def log(tx: Transaction, survey: ReachSurvey, action: str, by: Actor, *, before: str = "", after: str = "") -> None:
    act = Act(by.entry, f"reach.{action}", f"process:{survey.process_id}", before, after)
    enter(tx, act, town=survey.municipality_id)


def set_up(tx: Transaction, process: Process, *, by: Actor) -> ReachSurvey:
    """Take over the shipped questions; none is asked yet. Once more changes nothing. Raises NotAllowed."""
    require(by, Permission.EDIT_REACH, process)
    found = survey_of(tx.session, process.id)
    if found is not None:
        return found
    survey = ReachSurvey(municipality_id=process.municipality_id, process_id=process.id, looked_on=today())
    tx.session.add(survey)
    for one in questions().values():
        question = ReachQuestion(
            municipality_id=process.municipality_id, process_id=process.id, key=one.key, answers=[], figures={}
        )
        tx.session.add(question)
        tx.session.flush()
        add_counters(tx, question, (ANSWERED, UNSAID))
        write_answers(tx, question, one.answers)
    log(tx, survey, "begin", by)
    return survey


def add_counters(tx: Transaction, question: ReachQuestion, keys: Collection[str]) -> None:
    for key in keys:
        tx.session.add(ReachCount(question_id=question.id, answer=key, municipality_id=question.municipality_id))
    tx.session.flush()


def write_answers(tx: Transaction, question: ReachQuestion, wanted: Sequence[Choice]) -> None:
    known = {choice.key for choice in question.every_answer}
    kept = choices_kept(question.every_answer, wanted)
    question.answers = [{"key": one.key, "words": dict(one.words), "gone": one.gone} for one in kept]
    add_counters(tx, question, [choice.key for choice in wanted if choice.key not in known])


def switch(tx: Transaction, survey: ReachSurvey, *, asks: bool, asked: Collection[str], by: Actor, seen: int) -> None:
    """Whether the questions are asked, and which. asked: keys; what was counted stays.

    Raises NotAllowed, ChangedMeanwhile, NoQuestion, NothingToChoose.
    """
    require(by, Permission.EDIT_REACH, survey)
    every = questions_of(tx.session, survey.process_id)
    before = switched(survey, every)
    check_switch([one.offer for one in every if one.key in asked], asks=asks)
    take_turn(tx, survey, seen)
    survey.asks = asks
    for question in every:
        question.asked = question.key in asked
    log(tx, survey, "switch", by, before=before, after=switched(survey, every))


def switched(survey: ReachSurvey, every: Sequence[ReachQuestion]) -> str:
    return state_hash(survey.asks, [one.key for one in every if one.asked])


def word_answers(
    tx: Transaction, survey: ReachSurvey, question: ReachQuestion, answers: Sequence[Choice], *, by: Actor, seen: int
) -> None:
    """Other words, another order; an answer that is taken out keeps what was counted.

    Raises NotAllowed, ChangedMeanwhile, NothingToChoose, TooManyChoices.
    """
    require(by, Permission.EDIT_REACH, survey)
    if len(answers) < FEWEST_ANSWERS:
        raise NothingToChoose
    if len(answers) > MOST_CHOICES:
        raise TooManyChoices(limit=MOST_CHOICES)
    before = state_hash(question.answers)
    take_turn(tx, survey, seen)
    write_answers(tx, question, answers)
    log(tx, survey, "answers", by, before=before, after=state_hash(question.answers))


def keep_figures(
    tx: Transaction, survey: ReachSurvey, question: ReachQuestion, figures: Figures, *, by: Actor, seen: int
) -> None:
    """What the town knows about itself. Raises NotAllowed, ChangedMeanwhile."""
    require(by, Permission.EDIT_REACH, survey)
    before = state_hash(question.town)
    take_turn(tx, survey, seen)
    question.unit, question.figures = figures.unit, dict(figures.amounts)
    question.source, question.year = figures.source, figures.year
    log(tx, survey, "figures", by, before=before, after=state_hash(question.town))


def make_public(tx: Transaction, survey: ReachSurvey, *, public: bool, by: Actor, seen: int) -> None:
    """Whether everybody sees the picture, with the same figures hidden. Raises NotAllowed, ChangedMeanwhile."""
    require(by, Permission.EDIT_REACH, survey)
    before = survey.public
    take_turn(tx, survey, seen)
    survey.public = public
    log(tx, survey, "publish" if public else "unpublish", by, before=state_hash(before), after=state_hash(public))

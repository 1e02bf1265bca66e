"""What is new, in whole sentences. They name nothing and quote nobody, so that a mail may say the same as the page."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, ngettext

from participation.answers.rules import STAGE_NAMES, Stage
from participation.contributions.rules import StepKind
from participation.foundation.messages import N_
from participation.moderation.rules import Verdict
from participation.notifications.rules import Kind, Tie

ANSWERED: Mapping[Tie, str] = {
    Tie.AUTHOR: N_("There is an official answer to your idea."),
    Tie.WITHIN: N_("There is an official answer to the text in which your idea stands."),
    Tie.SUPPORT: N_("There is an official answer to an idea that you support."),
    Tie.FOLLOW: N_("There is an official answer to an idea that you follow."),
}
CHANGED: Mapping[Tie, str] = {
    Tie.AUTHOR: N_("The official answer to your idea was changed."),
    Tie.WITHIN: N_("The official answer to the text in which your idea stands was changed."),
    Tie.SUPPORT: N_("The official answer to an idea that you support was changed."),
    Tie.FOLLOW: N_("The official answer to an idea that you follow was changed."),
}
# with %(stage)s, the name of a stage
BECOMES: Mapping[Tie, str] = {
    Tie.AUTHOR: N_("It was said what becomes of your idea: %(stage)s."),
    Tie.WITHIN: N_("It was said what becomes of the text in which your idea stands: %(stage)s."),
    Tie.SUPPORT: N_("It was said what becomes of an idea that you support: %(stage)s."),
    Tie.FOLLOW: N_("It was said what becomes of an idea that you follow: %(stage)s."),
}
TAKEN_BACK: Mapping[Tie, str] = {
    Tie.AUTHOR: N_("What was said about the way of your idea was taken back."),
    Tie.WITHIN: N_("What was said about the way of the text in which your idea stands was taken back."),
    Tie.SUPPORT: N_("What was said about the way of an idea that you support was taken back."),
    Tie.FOLLOW: N_("What was said about the way of an idea that you follow was taken back."),
}
STANDS_ELSEWHERE: Mapping[Tie, str] = {
    Tie.WITHIN: N_("Where the text stands in which your idea stands has changed."),
    Tie.FOLLOW: N_("Where an idea stands that you follow has changed."),
}
STEPS: Mapping[str, str] = {
    StepKind.MERGE: N_("Your idea was put together with other ideas in a new text."),
    StepKind.SPLIT: N_("Your idea was divided into parts, each with a text of its own."),
    StepKind.DUPLICATE: N_("Your idea was joined to one that says the same."),
    StepKind.MOVE: N_("Your idea was moved to another collection."),
}
STEP_UNDONE = N_("Your idea stands again where it stood before moderators changed that.")
DECIDED: Mapping[str, str] = {
    Verdict.PUBLISH: N_("Your contribution is public now."),
    Verdict.RESTORE: N_("Your contribution is public again."),
    Verdict.REJECT: N_("Your contribution was not published. The reason stands beside it."),
    Verdict.TAKE_DOWN: N_("Your contribution was taken down. The reason stands beside it."),
    Verdict.UPHOLD: N_("Your contribution was looked at again and stays hidden. The reason stands beside it."),
    Verdict.ADOPT: N_("The new version of your contribution is public now."),
    Verdict.DECLINE: N_("The new version of your contribution was not taken. The reason stands beside it."),
    Verdict.UNDO: N_("A decision about your contribution was taken back."),
}
ALONE: Mapping[Kind, str] = {
    Kind.APPEAL: N_("Your appeal was decided. The answer stands beside your contribution."),
    Kind.OBJECTION: N_("A person looked again at where your idea stands, and answered you."),
    Kind.REPORT: N_("What you reported was looked at. The answer stands under “What I reported”."),
}


def sentence(kind: Kind, tie: Tie, detail: Mapping[str, Any], *, comment: bool = False, count: int = 1) -> str:
    """comment: it is about a comment; count: of a reply, how many there are."""
    if kind is Kind.REPLY:
        return str(reply(tie, count, comment=comment))
    stage = detail.get("stage", "")
    named = gettext(STAGE_NAMES[Stage(stage)]) if stage in set(Stage) else ""
    return str(gettext(pattern(kind, tie, detail), stage=named))


def pattern(kind: Kind, tie: Tie, detail: Mapping[str, Any]) -> str:
    match kind:
        case Kind.ANSWER:
            return (CHANGED if detail["changed"] else ANSWERED)[tie]
        case Kind.STAGE:
            return (TAKEN_BACK if detail["taken_back"] else BECOMES)[tie]
        case Kind.LINEAGE if tie is not Tie.AUTHOR:
            return STANDS_ELSEWHERE[tie]
        case Kind.LINEAGE:
            return STEP_UNDONE if detail["undone"] else STEPS[detail["step"]]
        case Kind.DECISION | Kind.REDRAFT:
            return DECIDED[detail["verdict"]]
    return ALONE[kind]


def reply(tie: Tie, count: int, *, comment: bool) -> Any:
    if comment:
        return ngettext(
            "There is %(num)s new answer to your comment.", "There are %(num)s new answers to your comment.", count
        )
    if tie is Tie.AUTHOR:
        return ngettext(
            "There is %(num)s new comment on your idea.", "There are %(num)s new comments on your idea.", count
        )
    if tie is Tie.WITHIN:
        return ngettext(
            "There is %(num)s new comment on the text in which your idea stands.",
            "There are %(num)s new comments on the text in which your idea stands.",
            count,
        )
    return ngettext(
        "There is %(num)s new comment on an idea that you follow.",
        "There are %(num)s new comments on an idea that you follow.",
        count,
    )

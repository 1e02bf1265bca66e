from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CaseDecided:
    """Recorded: a person decided about a contribution. verdict: a `Verdict`; appealed: the decision answers an appeal.

    about_version: it is about new words of its author; objected: it answers an objection to where it stands.
    """

    decision_id: int
    contribution_id: int
    municipality_id: int
    verdict: str
    by_id: int | None
    appealed: bool = False
    about_version: bool = False
    objected: bool = False


@dataclass(frozen=True, slots=True)
class HintsNoticed:
    """Recorded: a rule noticed something in a contribution, so a person should look. detail: the kinds of hints."""

    contribution_id: int
    municipality_id: int
    detail: str

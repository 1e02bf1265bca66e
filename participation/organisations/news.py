from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MemberLeft:
    """Recorded: somebody is no member of an organisation any more, by themselves or by somebody else."""

    person_id: int
    organisation_id: int

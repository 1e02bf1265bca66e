"""The decisions of moderation and the reasons an author may read."""

from collections.abc import Mapping
from enum import StrEnum

from participation.foundation.messages import N_, Refused


class Verdict(StrEnum):
    PUBLISH = "publish"
    REJECT = "reject"
    UNDO = "undo"


class Reason(StrEnum):
    INSULT = "insult"
    ADVERTISING = "advertising"
    NAMES_PERSON = "names_person"
    OFF_TOPIC = "off_topic"
    UNLAWFUL = "unlawful"
    SOURCE = "source"


# the short name on the moderator's key, and the sentence the author reads in their language
REASON_NAMES: Mapping[Reason, str] = {
    Reason.INSULT: N_("Insults or threatens"),
    Reason.ADVERTISING: N_("Advertises or repeats itself"),
    Reason.NAMES_PERSON: N_("Names a person"),
    Reason.OFF_TOPIC: N_("Not about this topic"),
    Reason.UNLAWFUL: N_("Breaks a law"),
    Reason.SOURCE: N_("Decision of the source, no reason recorded"),
}
REASON_SENTENCES: Mapping[Reason, str] = {
    Reason.INSULT: N_("The text insults or threatens somebody. Without these words we gladly publish it."),
    Reason.ADVERTISING: N_("The text advertises something or repeats what was sent before."),
    Reason.NAMES_PERSON: N_(
        "The text names a person who cannot defend themselves here. Without the name we gladly publish it."
    ),
    Reason.OFF_TOPIC: N_("The text is not about the question of this collection."),
    Reason.UNLAWFUL: N_("The text breaks a law, so we may not publish it."),
    Reason.SOURCE: N_("The source from which this was taken did not publish it and recorded no reason."),
}
BY_HAND = (Reason.INSULT, Reason.ADVERTISING, Reason.NAMES_PERSON, Reason.OFF_TOPIC, Reason.UNLAWFUL)


class ReasonNeeded(Refused):
    message = N_("Please choose the rule: the author reads it as the reason.")
    code = "reason_needed"
    status = 422


class NothingToUndo(Refused):
    message = N_("There is nothing to undo here.")
    code = "nothing_to_undo"

"""What moderation says to people, in sentences for the catalogues."""

from collections.abc import Mapping

from participation.foundation.messages import N_
from participation.moderation.rules import Cause, Ground, Occasion, Outcome, Redress, Restriction, Verdict

# to colleagues
CAUSE_NAMES: Mapping[Cause, str] = {
    Cause.NEW: N_("New"),
    Cause.REPORTED: N_("Reported"),
    Cause.RULE: N_("Flagged by a rule"),
    Cause.APPEAL: N_("Appeal"),
    Cause.LANGUAGE: N_("Language unsure"),
    Cause.OBJECTION: N_("An author disagrees"),
    Cause.EDITED: N_("Edited"),
    Cause.ERASED: N_("A source was deleted"),
}
VERDICT_NAMES: Mapping[str, str] = {
    Verdict.PUBLISH: N_("Published"),
    Verdict.KEEP: N_("Stayed public"),
    Verdict.RESTORE: N_("Public again"),
    Verdict.REJECT: N_("Not published"),
    Verdict.TAKE_DOWN: N_("Taken down"),
    Verdict.UPHOLD: N_("Stayed hidden"),
    Verdict.ADOPT: N_("New version taken"),
    Verdict.DECLINE: N_("New version not taken"),
    Verdict.UNDO: N_("Decision undone"),
}
STATUS_NAMES: Mapping[str, str] = {
    "published": N_("Published"),
    "waiting": N_("Being read"),
    "rejected": N_("Not published"),
    "taken_down": N_("Taken down"),
    "withdrawn": N_("Withdrawn"),
}

# to authors: what was done, for how long, by which rule, how it was noticed, what can be done
DONE: Mapping[Restriction, str] = {
    Restriction.NOT_PUBLISHED: N_(
        "Your contribution was not published. Nobody but you and the moderators can read it."
    ),
    Restriction.TAKEN_DOWN: N_(
        "Your contribution was taken down. It was public; now nobody but you and the moderators can read it."
    ),
    Restriction.HELD: N_("Your contribution is not public for now. It was; a person reads it once more."),
    Restriction.VERSION_NOT_TAKEN: N_(
        "Your new version was not taken. What was public before stays as it was; nobody but you and the moderators can "
        "read the new one."
    ),
    Restriction.PROCESS_WITHDRAWN: N_(
        "The whole process is not public for now, and your contributions in it are hidden with it."
    ),
}
WITHOUT_END = N_("Until somebody decides differently, for example because you appeal.")
UNTIL_PUBLISHED = N_("Until the administration publishes the process again.")
RULES: Mapping[Ground, str] = {
    Ground.HOUSE_RULE: N_("This is a rule of this site."),
    Ground.LAW: N_("This is a matter of law."),
    Ground.UNKNOWN: N_("We do not know the rule: the source did not record it."),
}
NOTICED: Mapping[Occasion, str] = {
    Occasion.READ: N_("A person read your contribution, as is done with every contribution."),
    Occasion.EDITED: N_("You had changed your contribution, and a person read the new words."),
    Occasion.REPORTED: N_("Somebody reported your contribution. Who that was is told to nobody."),
    Occasion.RULE: N_("A rule of this site pointed to your contribution, and a person read it."),
    Occasion.APPEAL: N_("A person looked at it because you had appealed."),
    Occasion.OWN: N_("The people in charge looked at it by their own decision."),
    Occasion.SOURCE: N_("It was decided in the system from which your contribution was taken."),
}
MACHINE_NOTICED = N_("A machine pointed to it. A person decided; no machine had a part in the decision.")
NO_MACHINE = N_("A person decided this; no machine had a part in it.")
OF_THE_SOURCE = N_("Nobody here decided this, and whether a machine took part is not known to us.")
REDRESS: Mapping[Redress, str] = {
    Redress.APPEAL: N_(
        "You can appeal: a person who did not decide this looks at it again. It costs nothing. "
        "You may also go to court."
    ),
    Redress.CONTACT: N_("Write to the administration if you disagree; the contact stands at the foot of this page."),
}
APPEALED: Mapping[Outcome, str] = {
    Outcome.PUBLIC: N_("Your appeal was right: the contribution is public again."),
    Outcome.HIDDEN: N_("Somebody else has looked at it again, and it stays hidden."),
    Outcome.WITHDRAWN: N_("You withdrew the contribution before it was decided."),
}
VERSION_APPEALED: Mapping[Outcome, str] = {
    Outcome.PUBLIC: N_("Your appeal was right: your new version is public."),
    Outcome.HIDDEN: N_("Somebody else has looked at it again, and your new version is not taken."),
}

# to whoever reported
REPORTED: Mapping[Outcome, str] = {
    Outcome.PUBLIC: N_("A person looked at it. It stays public, because it breaks neither our rules nor a law."),
    Outcome.HIDDEN: N_("A person looked at it. It is no longer public. Thank you for telling us."),
    Outcome.CHANGED: N_("A person looked at it. Its author had changed the words, and the new ones are public now."),
    Outcome.WITHDRAWN: N_("Its author withdrew it before a person decided. It is no longer public."),
}
REPORT_REDRESS = N_(
    "If you disagree, report it again and say what we missed, write to the administration, or go to court."
)

"""What this room keeps about people, why and for how long: that they were asked. What they answered is nobody's."""

from participation.foundation.messages import N_
from participation.foundation.privacy import Activity, Basis, Kept, Share, nobody

COMPARING = Activity(
    "comparing",
    N_("Who takes part"),
    N_("To see which groups a process has not reached, without knowing what anybody answered."),
    Basis.CONSENT,
    N_("People who are asked voluntary questions about themselves"),
    N_(
        "That somebody was asked, as long as they are known here. Answers are sums from the moment they are given: "
        "nobody can tell whose one was, so nobody can hand it out or delete it either."
    ),
)

TABLES = (
    nobody("reach_survey", "id municipality_id process_id asks public looked_on revision"),
    nobody(
        "reach_question",
        "id municipality_id process_id key asked answers unit figures source year sheets_waiting sheets_counted "
        "batches",
    ),
    nobody("reach_count", "question_id answer municipality_id waiting counted"),
    Kept(
        "reach_asked",
        "process_id municipality_id",
        (Share(COMPARING, of="person_id", beside="process_id.slug", made="person_id"),),
        N_("Where you were asked about yourself"),
    ),
)

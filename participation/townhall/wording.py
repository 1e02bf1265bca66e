"""What the log says of each act, in sentences. The audit itself holds only words for machines."""

import re
from collections.abc import Mapping

from participation.foundation.messages import N_

# the part of an action before the dot -> its name
AREAS: Mapping[str, str] = {
    "account": N_("Accounts"),
    "team": N_("Team"),
    "organisation": N_("Organisations"),
    "house": N_("Town hall"),
    "process": N_("Processes"),
    "reach": N_("Who takes part"),
    "moderation": N_("Review"),
    "contribution": N_("Authors"),
    "notice": N_("Reports"),
    "appeal": N_("Appeals"),
    "lineage": N_("Where ideas stand"),
    "field": N_("Fields"),
    "answer": N_("Official answers"),
    "translation": N_("Translations"),
    "session": N_("Sessions"),
    "wall": N_("Cards"),
    "space": N_("Open space"),
    "speaking": N_("Speakers' lists"),
    "table": N_("Round tables"),
    "event": N_("Events"),
    "interview": N_("Interviews, groups and documents"),
    "ballot": N_("Votes"),
    "tickets": N_("Tickets"),
    "imports": N_("Import"),
    "digest": N_("Summaries by mail"),
}

SENTENCES: Mapping[str, str] = {
    "account.open": N_("An account was opened."),
    "account.sign_in": N_("Somebody signed in."),
    "account.sign_out_elsewhere": N_("Somebody signed out on their other devices."),
    "account.sign_up": N_("Somebody made an account."),
    "account.address": N_("Somebody confirmed a mail address to sign in with."),
    "account.remove_address": N_("Somebody deleted the mail address they signed in with."),
    "account.password": N_("Somebody set a password."),
    "account.remove_password": N_("Somebody deleted their password."),
    "account.connect": N_("An account was connected with an outside sign-in service."),
    "account.disconnect": N_("An account was disconnected from an outside sign-in service."),
    "account.take_over": N_("What was done without an account went over to an account."),
    "account.leave": N_("Somebody ended their account."),
    "account.erase": N_("A person was deleted."),
    "account.personal_code": N_("Somebody took a personal code."),
    "team.invite": N_("Somebody was invited."),
    "team.roles": N_("The roles of a person were changed."),
    "team.remove": N_("A person was removed from the team."),
    "team.link": N_("A new sign-in link was written."),
    "team.join": N_("Two accounts of one person were joined."),
    "organisation.take_in": N_("An organisation was taken in."),
    "organisation.describe": N_("What an organisation says about itself was changed."),
    "organisation.invite_speaker": N_("Somebody was invited to speak for an organisation."),
    "organisation.invite_member": N_("Somebody was invited to write for an organisation."),
    "organisation.uninvite": N_("An invitation of an organisation was taken back."),
    "organisation.join": N_("Somebody joined an organisation."),
    "organisation.leave": N_("Somebody left an organisation."),
    "organisation.remove_member": N_("Somebody was removed from an organisation."),
    "organisation.end": N_("The activity of an organisation was ended."),
    "organisation.begin_again": N_("An organisation is active again."),
    "house.describe": N_("Name, colour or contact of the municipality were changed."),
    "house.logo": N_("A new logo was hung up."),
    "house.remove_logo": N_("The logo was taken down."),
    "house.write_page": N_("A page of the municipality was changed."),
    "process.set_up": N_("A process was set up from a template."),
    "process.word": N_("Title, question or introduction of a process were changed."),
    "process.add_phase": N_("A phase was added."),
    "process.change_phase": N_("A phase was changed."),
    "process.phase_todo": N_("A phase was set back to come later."),
    "process.phase_now": N_("A phase was begun."),
    "process.phase_done": N_("A phase was ended."),
    "process.shift_phase": N_("The order of the phases was changed."),
    "process.remove_phase": N_("A phase was removed."),
    "process.open_when": N_("It was decided what is open in which phase."),
    "process.word_format": N_("Title or question of a collection were changed."),
    "process.add_format": N_("A collection was added."),
    "process.add_field": N_("A question was added to the form of a collection."),
    "process.word_field": N_("A question of a form was changed."),
    "process.shift_field": N_("The order of the questions of a form was changed."),
    "process.remove_field": N_("A question was taken out of a form."),
    "process.restore_field": N_("A question was put back into a form."),
    "process.photos": N_("Photos were allowed in a collection, or not any more."),
    "process.draft": N_("A process was withdrawn and is a draft again."),
    "process.published": N_("A process was published."),
    "process.ended": N_("A process was ended."),
    "reach.begin": N_("The voluntary questions of a process were set up."),
    "reach.switch": N_("It was decided which voluntary questions are asked in a process."),
    "reach.answers": N_("The answers to a voluntary question were changed."),
    "reach.figures": N_("The town's figures for a voluntary question were changed."),
    "reach.publish": N_("The picture of who takes part was made public."),
    "reach.unpublish": N_("The picture of who takes part was taken back from the public."),
    "moderation.publish": N_("A contribution was published."),
    "moderation.reject": N_("A contribution was returned with a reason."),
    "moderation.take_down": N_("A contribution was taken down with a reason."),
    "moderation.keep": N_("A contribution was looked at and stayed public."),
    "moderation.restore": N_("A contribution was made public again."),
    "moderation.uphold": N_("A contribution was looked at again and stayed hidden."),
    "moderation.adopt": N_("A new version of a contribution was taken."),
    "moderation.decline": N_("A new version of a contribution was not taken, with a reason."),
    "contribution.edit": N_("An author changed the words of their contribution."),
    "contribution.withdraw": N_("An author withdrew their contribution."),
    "moderation.assign": N_("It was noted who looks after a contribution."),
    "moderation.remark": N_("A remark for colleagues was written about a contribution."),
    "moderation.language": N_("The language of a contribution was corrected."),
    "notice.receive": N_("A contribution was reported."),
    "notice.change": N_("Somebody changed their report of a contribution."),
    "appeal.receive": N_("An author appealed."),
    "appeal.decide": N_("An appeal was decided."),
    "moderation.undo": N_("A decision on a contribution was undone."),
    "lineage.merge": N_("Ideas were put together in a new text."),
    "lineage.split": N_("An idea was divided into parts."),
    "lineage.duplicate": N_("An idea was joined to another one that says the same."),
    "lineage.move": N_("An idea was moved to another collection."),
    "lineage.undo": N_("A step with where an idea stands was undone."),
    "lineage.object": N_("An author objected to where their idea stands."),
    "field.begin": N_("The usual fields were taken over."),
    "field.place": N_("A contribution was placed in a field, or taken out of it."),
    "field.lock": N_("A contribution was fixed in its field, or released."),
    "field.undo": N_("The placing of a contribution was undone."),
    "field.add": N_("A field was added."),
    "field.describe": N_("Name or sentence of a field were changed."),
    "field.teach": N_("Phrases were added to a field."),
    "field.unteach": N_("Phrases were taken out of a field."),
    "field.reorder": N_("The order of the fields was changed."),
    "field.remove": N_("A field was removed."),
    "answer.stage": N_("It was said what becomes of an idea."),
    "answer.undo_stage": N_("What was said about the way of an idea was taken back."),
    "answer.draft": N_("An official answer was written and is a draft."),
    "answer.publish": N_("An official answer was published."),
    "answer.change": N_("A published official answer was changed."),
    "answer.remove": N_("The draft of an official answer was removed."),
    "translation.draft": N_("The draft of a translation was kept."),
    "translation.take_over": N_("A draft was begun with a machine's words."),
    "translation.approve": N_("Somebody vouched for a translation."),
    "translation.take_back": N_("A translation was taken back; readers get the original."),
    "translation.add_term": N_("A term was added to the glossary."),
    "translation.change_term": N_("A term of the glossary was changed."),
    "translation.remove_term": N_("A term was taken out of the glossary."),
    "translation.switch": N_("Machine translation was switched on or off."),
    "translation.retry": N_("What a machine could not translate was given to it again."),
    "session.plan": N_("A session was planned."),
    "session.open": N_("A session was opened."),
    "session.end": N_("A session was ended."),
    "session.step": N_("The next step of a session was called up."),
    "session.clock": N_("The time of a step was started, stopped, changed or ended."),
    "session.step_add": N_("Steps were added to a run sheet."),
    "session.step_edit": N_("A step of a run sheet was worded anew."),
    "session.step_move": N_("A step of a run sheet was moved."),
    "session.step_remove": N_("A step was taken out of a run sheet."),
    "session.screen": N_("The screen of a session was opened."),
    "session.screen_turn": N_("A screen of a session was turned to something else."),
    "session.screen_shut": N_("A screen of a session was shut."),
    "session.undo": N_("A press at the desk of a session was taken back."),
    "wall.enter": N_("A card was written down for somebody."),
    "wall.reveal": N_("The cards of a wall were uncovered."),
    "wall.open": N_("Cards are taken on a wall."),
    "wall.close": N_("No more cards are taken on a wall."),
    "wall.move": N_("Cards were moved on a wall."),
    "wall.group": N_("Cards were put together in a group."),
    "wall.name": N_("A group of cards was named."),
    "wall.dissolve": N_("A group of cards was dissolved."),
    "wall.undo": N_("A change of the order of a wall was taken back."),
    "space.plan": N_("Places and times of an open space were planned."),
    "space.enter": N_("Something was written down for somebody in an open space."),
    "space.open": N_("Concerns are taken in an open space."),
    "space.close": N_("No more concerns are taken in an open space."),
    "space.reports_open": N_("Reports are taken in an open space."),
    "space.reports_close": N_("No more reports are taken in an open space."),
    "space.call": N_("Somebody was called to the microphone."),
    "space.names": N_("Who invites to a concern or interprets there was changed."),
    "space.place": N_("A concern got a time and a place."),
    "space.swap": N_("Two concerns changed places."),
    "space.free": N_("A concern lost its place."),
    "space.join": N_("Concerns were put together."),
    "space.part": N_("A concern stands on its own again."),
    "space.split": N_("A concern was split."),
    "space.room": N_("A place of an open space cannot be used any more."),
    "space.slot": N_("A time of an open space was left out."),
    "space.undo": N_("A change of a marketplace was taken back."),
    "speaking.call": N_("Somebody was called up to speak."),
    "speaking.finish": N_("Somebody had finished speaking."),
    "speaking.grant": N_("A direct reply was granted, or taken back."),
    "speaking.move": N_("Somebody was moved on a speakers' list, with a reason."),
    "speaking.by_rule": N_("A speakers' list goes by its rule again."),
    "speaking.strike": N_("Somebody was taken off a speakers' list."),
    "speaking.draw": N_("Lots were drawn on a speakers' list."),
    "speaking.confide": N_("An item became confidential."),
    "speaking.end_confidence": N_("A confidential item ended, and nothing says who spoke."),
    "speaking.close": N_("A speakers' list was closed."),
    "speaking.reopen": N_("A speakers' list was opened again."),
    "event.plan": N_("An event was planned."),
    "event.change": N_("An event was changed."),
    "event.groups": N_("Places of an event were kept for groups."),
    "event.publish": N_("An event was published."),
    "event.open": N_("The registration for an event was opened."),
    "event.close": N_("The registration for an event was closed."),
    "event.cancel": N_("An event was cancelled."),
    "event.register": N_("The desk registered somebody for an event."),
    "event.strike": N_("The desk took somebody off the list of an event."),
    "interview.note": N_("Something was noted about a source."),
    "interview.consent": N_("A consent was noted."),
    "interview.name": N_("A name was sealed, or deleted."),
    "interview.read_names": N_("Somebody read the names of those who were asked."),
    "interview.text": N_("The text of a source was stored or corrected."),
    "interview.mark": N_("A passage was marked, or put under other codes."),
    "interview.release": N_("Passages were let through."),
    "interview.code": N_("The codebook was changed."),
    "interview.withdraw": N_("What somebody had said was taken back, or deleted on its day."),
    "table.found": N_("A round table was founded."),
    "table.frame": N_("What a round table may decide was written down."),
    "table.rules": N_("A round table got a new version of its rules."),
    "table.group": N_("An interest group came to a round table."),
    "table.group_gone": N_("An interest group left a round table before anybody sat there."),
    "table.seats": N_("The number of seats of each interest group was changed."),
    "table.seat": N_("It was written down who has a seat at a round table."),
    "table.seat_ended": N_("A seat of a round table ended, and another one took its place."),
    "table.code": N_("A code for a seat at a round table was made."),
    "table.end": N_("A round table was ended."),
    "table.invitation": N_("It was noted how far it is with an invitation to a round table."),
    "table.meeting": N_("A session of a round table was planned."),
    "table.minutes": N_("Something was written into the minutes of a round table."),
    "table.approve": N_("A round table approved its minutes."),
    "table.task": N_("A round table gave somebody something to do."),
    "table.task_done": N_("Something that a round table had given to do was done."),
    "table.task_open": N_("Something that a round table had given to do was not done after all."),
    "table.enter": N_("A proposal or a statement was written down for a round table."),
    "table.amend": N_("A round table amended a proposal."),
    "table.hand_up": N_("A preparing table reported to its large one."),
    "table.vote_open": N_("The seats of a round table were asked to vote."),
    "table.vote_entered": N_("The desk entered the vote of a seat that had no phone."),
    "table.vote_close": N_("A vote of the seats ended."),
    "table.vote_cancel": N_("A vote of the seats was cancelled."),
    "table.decision": N_("A decision of a round table was recorded."),
    "session.message": N_("An announcement was shown in the hall."),
    "session.message_end": N_("An announcement in the hall was taken away."),
    "session.brake": N_("The interpreters asked for less speed."),
    "session.brake_end": N_("The interpreters could follow again."),
    "session.rehearse": N_("A session was rehearsed."),
    "session.show_join": N_("The screen was turned to the code."),
    "session.show_step": N_("The screen was turned to the step."),
    "session.show_blank": N_("The screen was turned dark."),
    "ballot.create": N_("A vote was put on the run sheet."),
    "ballot.open": N_("A vote was started."),
    "ballot.pause": N_("A vote was paused."),
    "ballot.resume": N_("A vote went on."),
    "ballot.close": N_("A vote was closed."),
    "ballot.finish": N_("The grace after a vote was ended."),
    "ballot.count": N_("A vote was counted."),
    "ballot.publish": N_("The result of a vote was shown."),
    "ballot.hands": N_("Votes counted by hand were added."),
    "ballot.hands_back": N_("Votes counted by hand were taken back."),
    "ballot.cancel": N_("A vote was cancelled."),
    "ballot.wipe_rehearsal": N_("A rehearsal was wiped."),
    "tickets.print": N_("Tickets were printed."),
    "tickets.return": N_("Tickets were returned."),
    "imports.import": N_("Ideas were imported from a file."),
    "digest.choose": N_("Somebody chose how they hear what waits."),
    "digest.confirm": N_("A mail address for summaries was confirmed."),
    "digest.end": N_("Summaries by mail were ended by their link."),
    "digest.refused": N_("A mail server refused an address for summaries."),
}
UNKNOWN = N_("Something was done that this version has no sentence for.")

# what an act was about: the word before the colon -> its name
THINGS: Mapping[str, str] = {
    "person": N_("Person %(number)s"),
    "municipality": N_("The municipality"),
    "process": N_("Process %(number)s"),
    "organisation": N_("Organisation %(number)s"),
    "format": N_("Collection %(number)s"),
    "contribution": N_("Contribution %(number)s"),
    "field": N_("Field %(number)s"),
    "answer": N_("Official answer %(number)s"),
    "session": N_("Session %(number)s"),
    "ballot": N_("Vote %(number)s"),
    "space": N_("Open space %(number)s"),
    "table": N_("Round table %(number)s"),
    "event": N_("Event %(number)s"),
    "decision": N_("Vote of the seats %(number)s"),
}

# reasons that the house itself writes; the words of people stay as they are
NOTES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile("the recount agrees"), N_("The recount agrees.")),
    (
        re.compile("the recount differs from the running tally; the recount counts"),
        N_("The recount differs from the running tally; the recount counts."),
    ),
    (
        re.compile(r"(?P<count>\d+) cards, numbers (?P<first>\d+) to (?P<last>\d+)"),
        N_("Cards: %(count)s, numbers %(first)s to %(last)s"),
    ),
    (re.compile(r"(?P<count>\d+) cards"), N_("Cards: %(count)s")),
    (re.compile(r"(?P<count>\d+) new"), N_("New: %(count)s")),
)
ROLE = re.compile(r"(?P<role>[a-z]+)(?: in process (?P<number>\d+))?")
IN_PROCESS = N_("%(role)s in process %(number)s")
_reasons: dict[str, str] = {}
_roles: dict[str, str] = {}


def register_reasons(names: Mapping[str, str]) -> None:
    """Called by `app` for rooms above that keep a reason as a code: code -> its name, marked for the catalogues."""
    _reasons.update(names)


def register_roles(names: Mapping[str, str]) -> None:
    """The same for roles: word of the audit -> its name."""
    _roles.update(names)


def roles_in(reason: str) -> list[tuple[str, str]] | None:
    """Roles as the audit writes them, each with its name and the number of its process or ""; None for other words."""
    found = [ROLE.fullmatch(one) for one in reason.split(", ")]
    known = [(_roles[one["role"]], one["number"] or "") for one in found if one and one["role"] in _roles]
    return known if len(known) == len(found) else None


def area_of(action: str) -> str:
    return action.partition(".")[0]


def sentence_for(action: str) -> str:
    return SENTENCES.get(action, UNKNOWN)


def note_for(reason: str) -> tuple[str, dict[str, str]] | None:
    """Our own sentence for a reason and what stands in it; None where somebody wrote it in their words."""
    if reason in _reasons:
        return _reasons[reason], {}
    for pattern, sentence in NOTES:
        found = pattern.fullmatch(reason)
        if found:
            return sentence, found.groupdict()
    return None


def person_in(actor: str) -> int | None:
    """The id in `person:7`; None for a guest, the system, and everything that is not of that form."""
    kind, _, number = actor.partition(":")
    return int(number) if kind == "person" and number.isdecimal() and len(number) <= 10 else None

"""What a screen shows of a session, in words of its language. Here is decided what is still hidden."""

from collections.abc import Mapping

from flask_babel import format_time
from markupsafe import Markup
from sqlalchemy.orm import Session

from participation.foundation.locales import pick
from participation.foundation.web import public_url
from participation.live import fanout
from participation.live.rules import Screen
from participation.sessions import queries
from participation.sessions.models import LiveSession, RunStep
from participation.sessions.plugs import beside, panel
from participation.sessions.present import SHAPES, BallotView, ClockView, OptionView, Stage, StepShown
from participation.sessions.rules import grouped
from participation.sessions.timing import MINUTE, Clock
from participation.sessions.verdicts import note_of, sentence_of
from participation.voting import ledger
from participation.voting.hand_rules import hidden_among
from participation.voting.models import Ballot, BallotOption
from participation.voting.outcomes import NUMBERED, ORDERED
from participation.voting.queries import counted, people_in_room
from participation.voting.rules import RUNNING, BallotKind, Method, State, Tally, bucketed, shows_counts


def stage_of(
    session: Session, live: LiveSession, *, lang: str, screen: Screen, mine: Mapping[int, int] | None = None
) -> Stage:
    """The session for one kind of screen. mine: this phone's points by option."""
    step, ballot = queries.current_step(session, live)
    url = public_url()
    return Stage(
        session=live.public_id,
        title=pick(live.title, lang),
        place=pick(live.place, lang),
        state=live.state,
        view=live.view,
        code=grouped(live.code) if live.code else None,
        address=url.partition("://")[2],
        join_url=f"{url}/j/{live.code}" if live.code else url,
        step=step_shown(session, live, step, lang, screen) if step else None,
        ballot=ballot_view(session, ballot, lang=lang, screen=screen, mine=mine or {}) if ballot else None,
        connected=fanout.current().connected(live.public_id),
        epoch=fanout.current().epoch,
        seq=live.seq,
        moves=live.moves,
        message=pick(live.message, lang) if live.message else None,
        undo=live.earlier is not None,
        braked=live.brake_at is not None,
        rehearsal=live.rehearsal,
        beside=Markup(beside(session, live, screen, lang)),  # noqa: S704 - rendered by a template of ours
    )


def step_shown(session: Session, live: LiveSession, step: RunStep, lang: str, screen: Screen) -> StepShown:
    text = pick(step.text, lang)
    return StepShown(
        id=step.id,
        kind=step.kind,
        title=pick(step.title, lang),
        lines=tuple(line for line in text.text.split("\n") if line),
        text=text,
        minutes=step.minutes,
        clock=clock_view(live.clock),
        panel=Markup(panel(session, live, step, screen, lang)),  # noqa: S704 - rendered by a template of ours
    )


def clock_view(time: Clock) -> ClockView | None:
    if time.ends_at is not None:
        return ClockView(round(time.ends_at.timestamp() * 1000), "", str(format_time(time.ends_at, "short")))
    if time.left is not None:
        return ClockView(None, f"{time.left // MINUTE}:{time.left % MINUTE:02}", "")
    return None


def figures(ballot: Ballot) -> tuple[Tally, int]:
    """The tally and its revision: from the ledger while it runs, the frozen recount afterwards."""
    result = counted(ballot)
    if result is not None:
        return result, 2**31
    if State(ballot.state) in RUNNING:
        return ledger.current().running_tally(ballot)
    return Tally({option.id: 0 for option in ballot.options}, 0), 0


def visible_counts(ballot: Ballot, result: Tally, screen: Screen) -> Mapping[int, int] | None:
    """Counts per option if this screen may show them now. Phones wait for the end: nobody votes by the bars."""
    state = State(ballot.state)
    if screen is Screen.PHONE and state is not State.PUBLISHED:
        return None
    among = hidden_among(result.voted, ballot.hands)
    return result.counts if shows_counts(BallotKind(ballot.kind), state, among) else None


def visible_turnout(ballot: Ballot, result: Tally, screen: Screen) -> int | None:
    if State(ballot.state) in {State.READY, State.CANCELLED}:
        return None
    if screen is Screen.PHONE and ballot.kind == BallotKind.CONFIDENTIAL and ballot.state != State.PUBLISHED:
        return bucketed(result.voted)
    return result.voted


def ballot_view(session: Session, ballot: Ballot, *, lang: str, screen: Screen, mine: Mapping[int, int]) -> BallotView:
    result, _ = figures(ballot)
    counts = visible_counts(ballot, result, screen)
    voted = visible_turnout(ballot, result, screen)
    base = ballot.base if ballot.base is not None else max(people_in_room(session, ballot), result.voted)
    earlier = earlier_counts(session, ballot) if state_is_final(ballot) and counts is not None else {}
    options = [
        option_view(place, option, ballot=ballot, lang=lang, counts=counts, mine=mine, earlier=earlier.get(place))
        for place, option in enumerate(ballot.options)
    ]
    return BallotView(
        id=ballot.public_id,
        revision=ballot.revision,
        round=ballot.round,
        method=ballot.method,
        kind=ballot.kind,
        state=ballot.state,
        question=pick(ballot.question, lang),
        options=tuple(options),
        dots=ballot.dots,
        per_option=ballot.per_option,
        rehearsal=ballot.rehearsal,
        voted=voted,
        base=base if voted is not None else None,
        bars=counts is not None,
        strongest=max([*counts.values(), *earlier.values()], default=0) if counts else 0,
        ordered=Method(ballot.method) in ORDERED,
        sentence=sentence_of(ballot, voted, base, options, withheld=counts is None),
        note=note_of(ballot),
        reason=ballot.reason,
    )


def state_is_final(ballot: Ballot) -> bool:
    return ballot.state == State.PUBLISHED


def earlier_counts(session: Session, ballot: Ballot) -> Mapping[int, int]:
    """Place -> what the same question gave the time before, where that may be shown."""
    before = session.get(Ballot, ballot.before_id) if ballot.before_id is not None else None
    result = counted(before) if before is not None and state_is_final(before) else None
    if before is None or result is None:
        return {}
    if not shows_counts(BallotKind(before.kind), State.PUBLISHED, hidden_among(result.voted, before.hands)):
        return {}
    return {place: result.counts.get(option.id, 0) for place, option in enumerate(before.options)}


def option_view(
    place: int,
    option: BallotOption,
    *,
    ballot: Ballot,
    lang: str,
    counts: Mapping[int, int] | None,
    mine: Mapping[int, int],
    earlier: int | None = None,
) -> OptionView:
    total = sum(counts.values()) if counts else 0
    return OptionView(
        id=option.id,
        letter=str(place + 1) if Method(ballot.method) in NUMBERED else chr(ord("A") + place),
        shape=SHAPES[place % len(SHAPES)],
        words=pick(option.title, lang),
        count=counts.get(option.id, 0) if counts is not None else None,
        share=round(100 * counts.get(option.id, 0) / total) if counts and total else 0,
        mine=mine.get(option.id, 0),
        before=earlier,
    )


def tally_frame(session: Session, ballot: Ballot, screen: Screen) -> dict[str, object]:
    """The figures for one kind of screen: a state with a revision, which replaces the one before."""
    result, revision = figures(ballot)
    counts = visible_counts(ballot, result, screen)
    frame: dict[str, object] = {
        "ballot": ballot.public_id,
        "round": ballot.round,
        "revision": revision,
        "voted": visible_turnout(ballot, result, screen),
        "base": max(people_in_room(session, ballot), result.voted) if ballot.base is None else ballot.base,
    }
    if counts is not None:
        frame["counts"] = {str(option): got for option, got in counts.items()}
        frame["strongest"] = max(counts.values(), default=0)
    return frame

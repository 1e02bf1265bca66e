from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.contributions import answers, photos
from participation.contributions import service as contributions
from participation.contributions.lineage import require_own
from participation.contributions.models import Contribution
from participation.contributions.photos import DESCRIPTION_LIMIT, DescriptionMissing, NoPhotosHere, Sizes
from participation.contributions.queries import sent_before
from participation.contributions.rules import Kind, Status, sent_once
from participation.contributions.service import Said
from participation.contributions.voices import OWN_VOICE, VOICE, Speaking, Voice, faults_of, keep_voice, speaking
from participation.foundation.database import Transaction
from participation.foundation.messages import NotFound, Refused
from participation.foundation.permissions import Actor, Permission, require
from participation.foundation.text import NothingSaid, one_line, plain
from participation.ideas.rules import PHOTO, TEXT, WHAT_IS_SEEN, Unfinished, place_of
from participation.languages.hearing import hear
from participation.lineage import support as lineage
from participation.moderation.limits import look_at_pace, require_pace, waits_for_a_person
from participation.process.form_rules import Given
from participation.process.models import Format, FormField
from participation.process.queries import asked_fields
from participation.process.rules import Moderation


@dataclass(frozen=True, slots=True)
class Written:
    """What a resident sends, as it was typed.

    language: what the author chose, or "" to have it recognised (below three words the page's language counts).
    answers: field id -> what was typed or ticked. photo: already drawn anew, or why it could not be.
    once: the mark of the form it came by. voice: for whom they speak.
    """

    text: str
    language: str
    page_language: str
    answers: Mapping[int, Sequence[str]] = field(default_factory=dict)
    photo: Sizes | Refused | None = None
    description: str = ""
    once: str = ""
    voice: Voice = OWN_VOICE


@dataclass(frozen=True, slots=True)
class Whole:
    """The same, clean and complete."""

    text: str
    answers: Mapping[int, Given]
    photo: Sizes | None
    description: str


def submit_idea(tx: Transaction, collection: Format, written: Written, *, by: Actor) -> Contribution:
    """Take an idea; it waits for a moderator, or is public at once where the phase reads afterwards.

    The same form with the same text, sent twice, keeps one idea.
    Raises CollectionClosed, Unfinished with everything that is missing or wrong, TooFast.
    """
    require(by, Permission.SUBMIT_IDEA, collection)
    fields = asked_fields(tx.session, collection.id)
    whole = finished(collection, fields, written)
    key = sent_once(written.once, whole.text)
    if key:  # two of one click wait for each other
        tx.session.execute(select(Format.id).where(Format.id == collection.id).with_for_update())
    known = sent_before(tx.session, collection.id, key) if key else None
    if known:
        return known
    speaks = who_speaks(tx, written.voice, by)
    require_pace(tx, by, collection)
    heard = hear(whole.text, written.language, written.page_language)
    said = Said(
        text=whole.text,
        language=heard.language,
        language_by=heard.by,
        source_key=key,
        organisation_id=speaks.organisation_id,
        told_by=speaks.told_by,
    )
    first_read = collection.allowed.moderation is Moderation.PRE or waits_for_a_person(tx, by, collection)
    idea = contributions.receive(
        tx,
        said,
        into=collection,
        author_id=speaks.author_id,
        status=Status.WAITING if first_read else Status.PUBLISHED,
        needs_look=True,
        sure=heard.sure,
    )
    keep_voice(tx, idea, by=by)
    answers.keep_answers(tx, idea, fields, whole.answers)
    if whole.photo:
        photos.keep_photo(tx, idea, whole.photo, whole.description)
    return idea


def finished(collection: Format, fields: Sequence[FormField], written: Written) -> Whole:
    """Everything is looked at before anything is refused, so that nobody has to send it a third time."""
    faults: dict[str, Refused] = {}
    text = description = ""
    try:
        text = plain(written.text)
    except Refused as refused:
        faults[TEXT] = refused
    given, wrong = answers.answers_in(fields, written.answers)
    faults |= {place_of(field_id): refused for field_id, refused in wrong.items()}
    if isinstance(written.photo, Refused):
        faults[PHOTO] = written.photo
    elif written.photo and not collection.takes_photos:
        faults[PHOTO] = NoPhotosHere()
    elif written.photo:
        try:
            description = described(written.description)
        except Refused as refused:
            faults[WHAT_IS_SEEN] = refused
    faults |= faults_of(written.voice)
    if faults:
        raise Unfinished(faults)
    return Whole(text, given, written.photo if isinstance(written.photo, Sizes) else None, description)


def who_speaks(tx: Transaction, voice: Voice, by: Actor) -> Speaking:
    """Raises Unfinished where `by` does not write for this organisation any more, or it has ended."""
    try:
        return speaking(tx, voice, by=by)
    except Refused as refused:
        raise Unfinished({VOICE: refused}) from refused


def described(typed: str) -> str:
    """Raises DescriptionMissing, TooLong."""
    try:
        return one_line(typed, DESCRIPTION_LIMIT)
    except NothingSaid as nothing:
        raise DescriptionMissing from nothing


def look_at_idea(session: Session, collection: Format, written: Written, *, by: Actor) -> None:
    """Refuse what would be refused anyway before the one writer's lock is taken. Raises as `submit_idea` does."""
    require(by, Permission.SUBMIT_IDEA, collection)
    finished(collection, asked_fields(session, collection.id), written)
    look_at_pace(session, by, collection)


def support_idea(tx: Transaction, idea: Contribution, collection: Format, *, by: Actor) -> bool:
    """Count `by` among the supporters; asking twice changes nothing.

    Raises SupportClosed, NotFound for a hidden idea, StandsElsewhere, TakenBack.
    """
    require(by, Permission.SUPPORT_IDEA, collection)
    tx.session.refresh(idea, with_for_update=True)  # while it is joined to another one, nobody is counted here alone
    if idea.status != Status.PUBLISHED or idea.kind != Kind.IDEA or by.person_id is None:
        raise NotFound
    require_own(tx.session, idea)
    return contributions.add_support(tx, idea, by.person_id)


def stop_supporting(tx: Transaction, idea: Contribution, collection: Format, *, by: Actor) -> bool:
    """Take the support back, also from where it went along; it can be given again.

    Raises SupportClosed, NotFound for a hidden idea.
    """
    require(by, Permission.SUPPORT_IDEA, collection)
    if idea.status != Status.PUBLISHED or idea.kind != Kind.IDEA or by.person_id is None:
        raise NotFound
    return lineage.stop_supporting(tx, idea, by.person_id)

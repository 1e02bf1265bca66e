"""A text is corrected by versions of a paragraph; a name in it is replaced as if it had never stood there."""

from collections.abc import Callable, Iterable

from sqlalchemy import select

from participation.contributions.models import Contribution
from participation.contributions.rules import LanguageBy, Status
from participation.contributions.versions import NewWords, without_trace, write_version
from participation.foundation import clock
from participation.foundation.database import Transaction
from participation.foundation.messages import ChangedMeanwhile
from participation.foundation.permissions import Actor
from participation.foundation.text import plain
from participation.interviews import queries
from participation.interviews.models import Passage, TalkParagraph, TalkSource, TalkWording
from participation.interviews.names import replaced
from participation.interviews.news import SourceEmptied
from participation.interviews.paragraphs import LONGEST_PARAGRAPH, moved, speaker_in
from participation.interviews.rules import NoPassage
from participation.interviews.service import note, require_work
from participation.languages.service import forget_translations
from participation.moderation import cases, noticing

Without = Callable[[str], str]


def correct(tx: Transaction, source: TalkSource, number: int, text: str, *, seen: int, by: Actor) -> None:
    """Other words of a paragraph; the former ones can be compared. Passages keep their place, or need a look.

    seen: the wording that whoever writes had before them.
    Raises NotAllowed, NotFound, SourceGone, NothingSaid, TooLong, ChangedMeanwhile.
    """
    require_work(tx, source, by)
    paragraph = queries.paragraph_numbered(tx.session, source, number)
    words = plain(text, LONGEST_PARAGRAPH)
    if words == paragraph.text:
        return
    if paragraph.version != seen:
        raise ChangedMeanwhile
    former = TalkWording(
        municipality_id=source.municipality_id,
        paragraph_id=paragraph.id,
        number=paragraph.version,
        text=paragraph.text,
        by_id=by.person_id,
        at=clock.now(),
    )
    tx.session.add(former)
    for passage in passages_in(tx, paragraph):
        found = moved(passage.span, paragraph.text, words)
        passage.begins, passage.ends = found.span.start, found.span.end
        passage.needs_look = passage.needs_look or not found.same
    speaker = speaker_in(words)
    known = {one.number for one in queries.people_of(tx.session, source)}
    paragraph.speaker = speaker if speaker in known else paragraph.speaker
    paragraph.text, paragraph.version = words, paragraph.version + 1
    note(tx, source, "interview.text", by)


def passages_in(tx: Transaction, paragraph: TalkParagraph) -> list[Passage]:
    """Those that were not withdrawn."""
    wanted = Passage.paragraph_id == paragraph.id, Passage.gone_at.is_(None)
    return list(tx.session.scalars(select(Passage).where(*wanted).order_by(Passage.number)))


def look(tx: Transaction, source: TalkSource, number: int, *, takes: bool, by: Actor) -> None:
    """Somebody looked at a passage after a correction. takes: it says from now on what the text says.

    Raises NotAllowed, NotFound, SourceGone, NoPassage where nothing of it is left in the text.
    """
    require_work(tx, source, by)
    passage = queries.passage_numbered(tx.session, source, number)
    if takes:
        paragraph = tx.session.get_one(TalkParagraph, passage.paragraph_id)
        if passage.span.is_empty:
            raise NoPassage
        take_words(tx, source, passage, passage.span.of(paragraph.text), by=by)
    passage.needs_look = False
    note(tx, source, "interview.mark", by)


def take_words(tx: Transaction, source: TalkSource, passage: Passage, words: str, *, by: Actor) -> None:
    """A new version of what everybody reads; what is hidden is not touched."""
    if passage.contribution_id is None:
        return
    said = tx.session.get_one(Contribution, passage.contribution_id)
    cases.hold(tx, said)
    if said.status in {Status.PUBLISHED, Status.WAITING} and said.text != words:
        new = NewWords(words, source.language, LanguageBy.SOURCE)
        shown = said.status == Status.PUBLISHED
        write_version(tx, said, new, by_id=by.person_id, waits=False, shown=shown)


# --- names in a text


def replace_name(
    tx: Transaction, source: TalkSource, words: str, person: int, *, only: int | None = None, by: Actor
) -> int:
    """The pseudonym in the place of a name, in every wording there was; returns in how many paragraphs.

    words: as they stand in the text; only: the number of one paragraph, None for the whole text.
    Raises NotAllowed, NotFound, SourceGone.
    """
    require_work(tx, source, by)
    instead = f"P{queries.person_numbered(tx.session, source, person).number}"
    changed = 0
    for paragraph in queries.paragraphs_of(tx.session, source):
        if only in {None, paragraph.number} and paragraph.gone_at is None:
            changed += take_out(tx, paragraph, lambda text: replaced(text, [words], instead))
    tx.announce(SourceEmptied(source.public_id))
    note(tx, source, "interview.text", by)
    return changed


def take_out(tx: Transaction, paragraph: TalkParagraph, without: Without) -> bool:
    """Words go from a paragraph, from its former wordings and from its passages; whether there were any."""
    for former in queries.wordings_of(tx.session, paragraph):
        former.text = without(former.text)
    text = without(paragraph.text)
    for passage in passages_in(tx, paragraph):
        found = moved(passage.span, paragraph.text, text)
        passage.begins, passage.ends = found.span.start, found.span.end
        cleanse(tx, passage, without)
    changed = text != paragraph.text
    paragraph.text = text
    paragraph.version += changed
    tx.session.flush()
    return changed


def cleanse(tx: Transaction, passage: Passage, without: Without) -> None:
    """Of what everybody reads, and of all that was made of it."""
    if passage.contribution_id is None:
        return
    said = tx.session.get_one(Contribution, passage.contribution_id)
    cases.hold(tx, said)
    words = without(said.text)
    if words != said.text and said.status != Status.WITHDRAWN:
        noticing.forget(tx, [said.id])
        forget_translations(tx, [said.id])
        without_trace(tx, said, words)


def emptied(paragraphs: Iterable[TalkParagraph], tx: Transaction) -> None:
    """No wording of these says anything any more."""
    now = clock.now()
    for one in paragraphs:
        one.text, one.gone_at = "", one.gone_at or now
        for former in queries.wordings_of(tx.session, one):
            former.text = ""

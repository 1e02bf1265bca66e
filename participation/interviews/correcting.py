"""A text is corrected by versions of a paragraph; a name in it is replaced as if it had never stood there."""

from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import select, update

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
AT_ONCE = 500  # rows in one statement


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
    there = [one for one in queries.paragraphs_of(tx.session, source) if one.gone_at is None]
    some = [one for one in there if only in {None, one.number}]
    changed = take_out(tx, source, some, lambda text: replaced(text, [words], instead))
    tx.announce(SourceEmptied(source.public_id))
    note(tx, source, "interview.text", by)
    return changed


def take_out(tx: Transaction, source: TalkSource, paragraphs: Sequence[TalkParagraph], without: Without) -> int:
    """Words go from paragraphs, their former wordings and their passages; returns from how many paragraphs.

    Four statements, and some for each passage that is concerned.
    """
    ids = {one.id: one for one in paragraphs}
    for former in queries.wordings_in(tx.session, ids):
        former.text = without(former.text)
    passages = [one for one in queries.passages_of(tx.session, source) if one.gone_at is None]
    passages = [one for one in passages if one.paragraph_id in ids]
    said = queries.contributions_of(tx.session, passages)
    earlier = {one.contribution_id for one in queries.versions_of(tx.session, said) if without(one.text) != one.text}
    after = {one.id: without(one.text) for one in paragraphs}
    for passage in passages:
        paragraph = ids[passage.paragraph_id]
        if after[paragraph.id] != paragraph.text:
            found = moved(passage.span, paragraph.text, after[paragraph.id])
            passage.begins, passage.ends = found.span.start, found.span.end
        about = said.get(passage.contribution_id or 0)
        if about is not None and (about.id in earlier or without(about.text) != about.text):
            cleanse(tx, about, without)
    changed = [one for one in paragraphs if after[one.id] != one.text]
    for one in changed:
        one.text, one.version = after[one.id], one.version + 1
    tx.session.flush()
    return len(changed)


def cleanse(tx: Transaction, said: Contribution, without: Without) -> None:
    """Of what everybody reads, of all that was made of it, and of its former wordings, which go as a whole."""
    cases.hold(tx, said)
    if said.status == Status.WITHDRAWN:
        return
    noticing.forget(tx, [said.id])
    forget_translations(tx, [said.id])
    without_trace(tx, said, without(said.text))


def emptied(tx: Transaction, paragraphs: Iterable[TalkParagraph]) -> None:
    """No wording of these says anything any more."""
    ids, now = [one.id for one in paragraphs], clock.now()
    kept = {"synchronize_session": "fetch"}
    for begin in range(0, len(ids), AT_ONCE):
        some = ids[begin : begin + AT_ONCE]
        gone = update(TalkParagraph).where(TalkParagraph.id.in_(some))
        tx.session.execute(gone.values(text="", gone_at=now).execution_options(**kept))
        former = update(TalkWording).where(TalkWording.paragraph_id.in_(some))
        tx.session.execute(former.values(text="").execution_options(**kept))

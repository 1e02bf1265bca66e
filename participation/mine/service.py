"""What an author does with their own words: say their language, change them, take them back."""

from dataclasses import dataclass

from participation.cardwall.rules import LONGEST_CARD
from participation.contributions import answers, photos, reactions, versions
from participation.contributions import service as contributions
from participation.contributions.models import Contribution, Revision
from participation.contributions.news import BoardChanged
from participation.contributions.rules import (
    Kind,
    LanguageBy,
    RevisionState,
    Status,
    stays_readable,
    waits_for_a_look,
)
from participation.contributions.versions import NewWords
from participation.forum.rules import LONGEST_RESULT
from participation.foundation.audit import Act, enter, state_hash
from participation.foundation.database import Transaction
from participation.foundation.locales import known_language
from participation.foundation.messages import NotFound
from participation.foundation.permissions import Actor
from participation.foundation.text import MAX_CHARACTERS, one_line, plain
from participation.languages.hearing import hear
from participation.mine.rules import ChangedElsewhere, IsWithdrawn, Kept
from participation.moderation import cases
from participation.moderation.cases import settle_language
from participation.moderation.limits import require_edit_pace, waits_for_a_person
from participation.openspace.rules import LONGEST_ACTION, LONGEST_TOPIC
from participation.process.models import Format
from participation.process.permissions import require_readable
from participation.process.rules import Moderation
from participation.worldcafe.rules import LONGEST_NOTE

# what was said in a hall in one sentence stays one
ON_ONE_LINE = {
    Kind.CARD: LONGEST_CARD,
    Kind.TOPIC: LONGEST_TOPIC,
    Kind.ACTION: LONGEST_ACTION,
    Kind.NOTE: LONGEST_NOTE,
    Kind.RESULT: LONGEST_RESULT,
}


@dataclass(frozen=True, slots=True)
class Edited:
    """What an author sends, as it was typed.

    language: what they chose, or "" to have it recognised. seen: the number of the wording they had before them.
    """

    text: str
    language: str
    page_language: str
    seen: int


def require_own(said: Contribution, by: Actor) -> int:
    """The id of the author, which may be an organisation of theirs.

    Raises NotFound for everybody else: nobody learns what there is.
    """
    if said.author_id is None or not by.is_author(said.author_id):
        raise NotFound
    return said.author_id


def change_language(tx: Transaction, said: Contribution, language: str, *, by: Actor) -> None:
    """The author says which language their text is in. Raises NotFound for somebody else's, IsWithdrawn."""
    chosen = known_language(language)
    require_own(said, by)
    if chosen is None:
        raise NotFound
    if said.status == Status.WITHDRAWN:
        raise IsWithdrawn
    said.language, said.language_by = chosen, LanguageBy.AUTHOR
    settle_language(tx, said)
    answers.speak_language(tx, said.id, chosen)
    photos.speak_language(tx, said.id, chosen)
    tx.announce(BoardChanged(said.format_id))


def longest(said: Contribution) -> int:
    """How many characters it may have: a card stays one thought, a concern one sentence."""
    return ON_ONE_LINE.get(Kind(said.kind), MAX_CHARACTERS)


def own_words(said: Contribution, typed: str) -> str:
    """Raises NothingSaid, TooLong."""
    return one_line(typed, longest(said)) if said.kind in ON_ONE_LINE else plain(typed)


def edit(tx: Transaction, said: Contribution, edited: Edited, *, by: Actor) -> Kept:
    """Put other words in the place of one's own, or beside them until a person has read them.

    The same form sent twice changes nothing the second time, nor do words that are there already. An author may do so
    as long as the collection can be read. Raises NotFound, NotOpenYet, NothingSaid, TooLong, TooFast, IsWithdrawn,
    ChangedElsewhere.
    """
    require_own(said, by)
    collection = tx.session.get_one(Format, said.format_id)
    require_readable(by, collection)
    text = own_words(said, edited.text)
    require_edit_pace(tx, by, said)
    cases.hold(tx, said)
    if said.status == Status.WITHDRAWN:
        raise IsWithdrawn
    newest = newest_words(said, versions.newest(tx.session, said.id))
    chosen = known_language(edited.language) if edited.language else None
    if text == newest.text and chosen in {None, newest.language}:
        return Kept.NOTHING
    if said.version != edited.seen:
        raise ChangedElsewhere
    heard = hear(text, edited.language, edited.page_language)
    words = NewWords(text, heard.language, heard.by, sure=heard.sure)
    reacted = reactions.somebody_reacted(tx.session, said)
    read_first = collection.allowed.moderation is Moderation.PRE or waits_for_a_person(tx, by, collection)
    waits = waits_for_a_look(said.status, read_first=read_first)
    shown = stays_readable(said.status, reacted=reacted)
    versions.write_version(tx, said, words, by_id=by.person_id, waits=waits, shown=shown)
    if chosen and not waits:
        settle_language(tx, said)
    about = f"contribution:{said.id}"
    # numbers, not words: what is withdrawn later must not be guessed from a fingerprint
    act = Act(by.entry, "contribution.edit", about, state_hash(said.version - 1), state_hash(said.version))
    enter(tx, act, town=said.municipality_id)
    if waits:
        return Kept.WAITS
    return Kept.PUBLIC if said.status == Status.PUBLISHED else Kept.REPLACED


def newest_words(said: Contribution, newest: Revision | None) -> Contribution | Revision:
    """What its author wrote last: the version that waits or was declined, otherwise what stands there now."""
    return said if newest is None or newest.number != said.version or newest.state == RevisionState.CURRENT else newest


def withdraw(tx: Transaction, said: Contribution, *, by: Actor) -> None:
    """The author takes a contribution back. The words are gone for good; asking twice changes nothing.

    Raises NotFound for somebody else's.
    """
    author = require_own(said, by)
    cases.hold(tx, said)
    if said.status == Status.WITHDRAWN:
        return
    before = state_hash(said.status)
    contributions.withdraw(tx, said, author_id=author)
    act = Act(by.entry, "contribution.withdraw", f"contribution:{said.id}", before, state_hash(said.status))
    enter(tx, act, town=said.municipality_id)

from sqlalchemy.orm import Session

from participation.contributions import service as contributions
from participation.contributions.models import Contribution
from participation.contributions.news import BoardChanged
from participation.contributions.rules import Kind, LanguageBy, Status
from participation.contributions.service import Said
from participation.foundation.database import Transaction
from participation.foundation.locales import known_language
from participation.foundation.messages import NotFound
from participation.foundation.permissions import Actor, Permission, require
from participation.foundation.text import plain
from participation.languages.recognition import recognise
from participation.languages.rules import Guess
from participation.moderation.cases import settle_language
from participation.moderation.limits import look_at_pace, require_pace, waits_for_a_person
from participation.process.models import Format
from participation.process.rules import Moderation


def submit_idea(
    tx: Transaction, collection: Format, *, typed: str, language: str, page_language: str, by: Actor
) -> Contribution:
    """Take an idea; it waits for a moderator, or is public at once where the phase reads afterwards.

    language: what the author chose, or "" to have it recognised (below three words the page's language counts).
    Raises CollectionClosed, NothingSaid, TooLong, TooFast.
    """
    require(by, Permission.SUBMIT_IDEA, collection)
    words = plain(typed)
    require_pace(tx, by, collection)
    chosen = known_language(language) if language else None
    guess = Guess(chosen, sure=True) if chosen else recognise(words, page_language)
    said = Said(
        text=words,
        language=guess.language,
        language_by=LanguageBy.AUTHOR if chosen else LanguageBy.RECOGNISED,
    )
    first_read = collection.allowed.moderation is Moderation.PRE or waits_for_a_person(tx, by, collection)
    return contributions.receive(
        tx,
        said,
        into=collection,
        author_id=by.person_id,
        status=Status.WAITING if first_read else Status.PUBLISHED,
        needs_look=True,
        sure=guess.sure,
    )


def look_at_idea(session: Session, collection: Format, *, typed: str, by: Actor) -> None:
    """Refuse what would be refused anyway before the one writer's lock is taken. Raises as `submit_idea` does."""
    require(by, Permission.SUBMIT_IDEA, collection)
    plain(typed)
    look_at_pace(session, by, collection)


def support_idea(tx: Transaction, idea: Contribution, collection: Format, *, by: Actor) -> bool:
    """Count `by` among the supporters; asking twice changes nothing.

    Raises SupportClosed, NotFound for a hidden idea.
    """
    require(by, Permission.SUPPORT_IDEA, collection)
    if idea.status != Status.PUBLISHED or idea.kind != Kind.IDEA or by.person_id is None:
        raise NotFound
    return contributions.add_support(tx, idea, by.person_id)


def stop_supporting(tx: Transaction, idea: Contribution, collection: Format, *, by: Actor) -> bool:
    """Take the support back; it can be given again. Raises SupportClosed, NotFound for a hidden idea."""
    require(by, Permission.SUPPORT_IDEA, collection)
    if idea.status != Status.PUBLISHED or idea.kind != Kind.IDEA or by.person_id is None:
        raise NotFound
    return contributions.remove_support(tx, idea, by.person_id)


def change_language(tx: Transaction, idea: Contribution, language: str, *, by: Actor) -> None:
    """The author says which language their text is in. Raises NotFound for somebody else's idea."""
    chosen = known_language(language)
    if idea.author_id is None or idea.author_id != by.person_id or chosen is None:
        raise NotFound
    idea.language, idea.language_by = chosen, LanguageBy.AUTHOR
    settle_language(tx, idea)
    tx.announce(BoardChanged(idea.format_id))

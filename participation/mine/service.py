from participation.contributions import answers, photos
from participation.contributions.models import Contribution
from participation.contributions.news import BoardChanged
from participation.contributions.rules import LanguageBy
from participation.foundation.database import Transaction
from participation.foundation.locales import known_language
from participation.foundation.messages import NotFound
from participation.foundation.permissions import Actor
from participation.moderation.cases import settle_language


def change_language(tx: Transaction, said: Contribution, language: str, *, by: Actor) -> None:
    """The author says which language their text is in. Raises NotFound for somebody else's."""
    chosen = known_language(language)
    if said.author_id is None or said.author_id != by.person_id or chosen is None:
        raise NotFound
    said.language, said.language_by = chosen, LanguageBy.AUTHOR
    settle_language(tx, said)
    answers.speak_language(tx, said.id, chosen)
    photos.speak_language(tx, said.id, chosen)
    tx.announce(BoardChanged(said.format_id))

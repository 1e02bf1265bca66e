"""Terms of a glossary that occur in a text: folded, as whole words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from participation.foundation.messages import N_, Refused
from participation.foundation.text import fold

MOST_TERMS = 500  # of a process
MOST_HITS = 20  # beside one text
TERM_LIMIT = 120
NOTE_LIMIT = 300


class OneLanguage(Refused):
    message = N_("Write the term in two languages at least.")
    code = "one_language"
    status = 422


class GlossaryFull(Refused):
    message = N_("The glossary has %(limit)s terms already. Remove one that nobody needs.")
    code = "glossary_full"


@dataclass(frozen=True, slots=True)
class Hit:
    """A term of the original and how it is to be said; translation "": nobody has written it down yet."""

    term: str
    translation: str
    note: str


def hits(
    text: str, terms: Iterable[tuple[Mapping[str, str], str]], source: str, target: str, most: int = MOST_HITS
) -> list[Hit]:
    """The terms that occur in `text`, the longest first, at most `most`.

    terms: (language -> term, note). A term that is part of a longer word is no hit.
    """
    said = f" {fold(text)} "
    found: dict[str, Hit] = {}
    for texts, note in terms:
        folded = fold(texts.get(source, ""))
        if folded and f" {folded} " in said:
            found.setdefault(folded, Hit(texts[source], texts.get(target, ""), note))
    longest = sorted(found, key=lambda folded: (-len(folded), folded))
    return [found[folded] for folded in longest[:most]]


def complete(texts: Mapping[str, str]) -> dict[str, str]:
    """Language -> term, without empty ones. Raises OneLanguage."""
    kept = {language: term for language, term in texts.items() if term}
    if len(kept) < 2:
        raise OneLanguage
    return kept

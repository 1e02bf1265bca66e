"""Where the name of somebody who was asked may stand in what they said: a hint, which a person decides. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from participation.contributions.difference import words
from participation.foundation.text import fold
from participation.interviews.paragraphs import Span

SHORTEST = 3  # letters of a part of a name that is looked for
PARTICLES = {"von", "der", "den", "van", "bin", "ibn", "abu", "del", "dos", "bint"}  # of names, and words of their own
LONGEST_ENDING = 3  # letters that may stand before or behind it: Aminas, والأمينة


@dataclass(frozen=True, slots=True)
class Hit:
    """Perhaps a name. person: the number of whoever is called so; where: in the paragraph."""

    paragraph: int
    person: int
    where: Span
    words: str


def parts_of(name: str) -> list[str]:
    """What is looked for, as the search compares it."""
    return [part for part in fold(name).split() if len(part) >= SHORTEST and part not in PARTICLES]


def is_like(word: str, part: str) -> bool:
    """Whether a word, folded, may be this part of a name with an ending or a prefix."""
    spare = len(word) - len(part)
    return 0 <= spare <= LONGEST_ENDING and (word.startswith(part) or (word.endswith(part) and part[0] > "\u0590"))


def names_in(paragraphs: Mapping[int, str], people: Mapping[int, str]) -> list[Hit]:
    """paragraphs: number -> text; people: number -> name. Words of one name that follow each other are one hit."""
    wanted = {number: parts_of(name) for number, name in people.items()}
    wanted = {number: parts for number, parts in wanted.items() if parts}
    all_parts = [part for parts in wanted.values() for part in parts]
    found = []
    for number, text in paragraphs.items():
        folded = fold(text)  # word by word takes twenty times as long, so only where there is something
        if any(part in folded for part in all_parts):
            found += hits_in(number, text, wanted)
    return found


def hits_in(paragraph: int, text: str, wanted: Mapping[int, Sequence[str]], *, exactly: bool = False) -> list[Hit]:
    """exactly: no endings."""
    found: list[Hit] = []
    at = 0
    for piece in words(text):
        begin, at = at, at + len(piece)
        folded = fold(piece)
        person = next(
            (
                who
                for who, parts in wanted.items()
                if any(folded == one or (not exactly and is_like(folded, one)) for one in parts)
            ),
            None,
        )
        if person is None:
            continue
        last = found[-1] if found else None
        if last and last.person == person and text[last.where.end : begin].strip() == "":
            found[-1] = Hit(paragraph, person, Span(last.where.start, at), text[last.where.start : at])
        else:
            found.append(Hit(paragraph, person, Span(begin, at), piece))
    return found


def replaced(text: str, names: Iterable[str], instead: str) -> str:
    """The text with this pseudonym in the place of these words. What only looks like them is another word."""
    parts = {part for name in names for part in fold(name).split()}
    hits = hits_in(0, text, {1: list(parts)}, exactly=True) if parts else []
    for hit in reversed(hits):
        text = text[: hit.where.start] + instead + text[hit.where.end :]
    return text

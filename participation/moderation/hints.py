"""What a rule notices in a contribution: a hint with its evidence and how sure it is. Pure, like `rules`.

A hint decides nothing, and nothing is rejected or hidden because of one: somebody who objects to an insult quotes it,
and a good idea may link to its source (docs/decisions/018).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from participation.foundation.messages import N_
from participation.foundation.text import fold


class HintKind(StrEnum):
    LINKS = "links"
    SAME = "same"  # word for word what came before
    ALIKE = "alike"  # nearly what came before
    HASTE = "haste"  # many from one person in a short time
    WORDS = "words"  # a word of the list of offences


class Sure(StrEnum):
    COUNTED = "counted"
    LIKELY = "likely"
    GUESSED = "guessed"


HOW_SURE: Mapping[HintKind, Sure] = {
    HintKind.LINKS: Sure.COUNTED,
    HintKind.SAME: Sure.COUNTED,
    HintKind.ALIKE: Sure.LIKELY,
    HintKind.HASTE: Sure.COUNTED,
    HintKind.WORDS: Sure.GUESSED,
}
SURE_SENTENCES: Mapping[Sure, str] = {
    Sure.COUNTED: N_("Counted. Whether it breaks a rule, you decide."),
    Sure.LIKELY: N_("Likely: most of the letters are the same, but not all."),
    Sure.GUESSED: N_("Only a hint: whoever objects to an insult often quotes it. Please read the whole text."),
}

Evidence = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Hint:
    """evidence: what was counted or found, under the names that the sentence of the kind uses."""

    kind: HintKind
    evidence: Evidence = field(default_factory=dict)

    @property
    def sure(self) -> Sure:
        return HOW_SURE[self.kind]


# --- links

MOST_NAMED = 3  # hosts or words that a hint names; the number says how many there are
# endings by which an address without http:// is known; after other dots people often forget the blank
ENDINGS = (
    "com|org|net|info|biz|eu|de|at|ch|tr|ru|ua|uk|us|io|me|ly|to|cc|tv|gg|app|dev|xyz|top|site|online|shop|store|club|"
    "live|link|click|bet|casino|bid|win|vip|icu"
)
ADDRESS = re.compile(
    rf"(?:https?://|\bwww\.)(?P<named>[^\s/\\<>\"'()\[\]{{}}?#]+)"
    rf"|(?<![\w@./-])(?P<bare>(?:[\w-]+\.)+(?:{ENDINGS}))(?![\w@-]|\.\w)",
    re.IGNORECASE,
)


def hosts_in(text: str) -> list[str]:
    """The host of each link, also of one without http://, in the order of the text; mail addresses are no links."""
    return [host for found in ADDRESS.finditer(text) if (host := host_of(found["named"] or found["bare"]))]


def host_of(authority: str) -> str:
    """`me@WWW.Shop.example:80,` is `shop.example`."""
    host = authority.rpartition("@")[2].partition(":")[0].strip(".,;!…").lower()
    return host.removeprefix("www.")


def links_hint(text: str) -> Hint | None:
    hosts = hosts_in(text)
    return Hint(HintKind.LINKS, {"count": len(hosts), "hosts": some_of(hosts)}) if hosts else None


def some_of(names: Iterable[str]) -> str:
    """The first few different ones, in a line."""
    different = list(dict.fromkeys(names))
    return ", ".join(different[:MOST_NAMED]) + (" …" if len(different) > MOST_NAMED else "")


# --- words


@dataclass(frozen=True, slots=True)
class WordList:
    """Words as the search compares them: whole ones, beginnings, and what may stand anywhere in a compound.

    phrases: several words in a row, with a blank on both sides.
    """

    whole: frozenset[str]
    beginnings: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()

    def matches(self, word: str) -> bool:
        return word in self.whole or word.startswith(self.beginnings) or any(part in word for part in self.inside)


def word_list(lines: Iterable[str]) -> WordList:
    """A list from its lines: `word`, `word*` (also longer), `*word*` (also in a compound), `# remark`.

    Each is folded as the search does, so spelling, accents and capitals do not matter.
    """
    whole, beginnings, inside, phrases = set(), set(), set(), set()
    for line in lines:
        entry = line.partition("#")[0].strip()
        word = fold(entry)
        if not word:
            continue
        if " " in word:
            phrases.add(f" {word} ")
        elif entry.startswith("*"):
            inside.add(word)
        elif entry.endswith("*"):
            beginnings.add(word)
        else:
            whole.add(word)
    return WordList(frozenset(whole), tuple(sorted(beginnings)), tuple(sorted(inside)), tuple(sorted(phrases)))


def words_on_list(folded: str, words: WordList) -> list[str]:
    """The words of a folded text that stand on the list, as the text has them."""
    found = [word for word in folded.split() if words.matches(word)]
    around = f" {folded} "
    return found + [phrase.strip() for phrase in words.phrases if phrase in around]


def words_hint(folded: str, words: WordList) -> Hint | None:
    found = words_on_list(folded, words)
    return Hint(HintKind.WORDS, {"count": len(found), "words": some_of(found)}) if found else None


# --- repeats and haste

REPEAT_HOURS = 24
HASTE_COUNT, HASTE_MINUTES = 5, 2
HASTE_WITHIN = timedelta(minutes=HASTE_MINUTES)


def repeat_hint(times: int, percent: int) -> Hint | None:
    """times: how often this text came, this time included; percent: how like it is to the first of them."""
    if times < 2:
        return None
    facts = {"count": times, "hours": REPEAT_HOURS}
    return Hint(HintKind.SAME, facts) if percent == 100 else Hint(HintKind.ALIKE, {**facts, "percent": percent})


def haste_hint(sent: Sequence[datetime], now: datetime) -> Hint | None:
    """sent: when one person's last contributions came, this one included."""
    count = sum(now - HASTE_WITHIN <= at <= now for at in sent)
    return Hint(HintKind.HASTE, {"count": count, "minutes": HASTE_MINUTES}) if count >= HASTE_COUNT else None

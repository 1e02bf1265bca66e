"""How often the language of a text is recognised, a line a language, beside the same statistics without our rules."""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from participation.foundation.locales import OWN_NAMES, known_language
from participation.foundation.paths import PACKAGE
from participation.languages.recognition import recognise, unrestricted
from participation.languages.rules import FEWEST_WORDS, WORD

DATA = PACKAGE.parent.parent / "shared" / "data"
NEWS, NEWS_KIND = "langid_lingua.csv", "sentence"
PARALLEL = "sib200_train_dev.csv"
A_FEW = 4  # words of the shortest texts that are measured
FLOOR = 0.97  # of whole sentences in the languages we carry
# a page in a language none of the texts is in: whoever answers with it did not recognise anything
NO_PAGE = "xx"

Say = Callable[[str], None]
Recognise = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Sample:
    """A text in a known language, by our name for it where we carry it. short: a few words of a sentence."""

    language: str
    text: str
    short: bool = False

    @property
    def is_carried(self) -> bool:
        return self.language in OWN_NAMES


@dataclass
class Score:
    """How many texts there were, how many were recognised, and what the others were taken for."""

    texts: int = 0
    right: int = 0
    taken_for: Counter[str] = field(default_factory=Counter)

    def add(self, wanted: str, found: str) -> None:
        self.texts += 1
        if found == wanted:
            self.right += 1
        else:
            self.taken_for[found] += 1

    @property
    def share(self) -> float:
        """0 where there was no text."""
        return self.right / self.texts if self.texts else 0.0


def ours(text: str) -> str:
    return recognise(text, NO_PAGE).language


def scores(samples: Iterable[Sample], recognised: Recognise) -> dict[str, Score]:
    """Language -> how its texts were recognised."""
    found: dict[str, Score] = {}
    for one in samples:
        found.setdefault(one.language, Score()).add(one.language, recognised(one.text))
    return found


def together(found: Iterable[Score]) -> Score:
    whole = Score()
    for one in found:
        whole.texts += one.texts
        whole.right += one.right
    return whole


def samples_in(data: Path) -> Iterator[Sample]:
    """Whole sentences of both files, and the first words of the parallel ones; what is not there is passed over."""
    for name in (NEWS, PARALLEL):
        if not (data / name).is_file():
            continue
        with (data / name).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                if row.get("kind", NEWS_KIND) != NEWS_KIND or len(WORD.findall(row["text"])) < FEWEST_WORDS:
                    continue
                language = known_language(row["language"]) or row["language"]
                yield Sample(language, row["text"])
                if name == PARALLEL:
                    yield Sample(language, " ".join(row["text"].split()[:A_FEW]), short=True)


def report(say: Say, data: Path = DATA) -> bool:
    """Print the table. Returns whether the floor holds; without data nothing is measured, and nothing holds it up."""
    found = list(samples_in(data))
    if not found:
        say(f"{NEWS} and {PARALLEL} are not here, so nothing was measured")
        return True
    carried = [one for one in found if one.is_carried]
    parts = {short: list(some) for short, some in groupby(sorted(carried, key=is_short), key=is_short)}
    whole, few = (parts.get(short, []) for short in (False, True))
    by_us, by_statistics = scores(whole, ours), scores(whole, unrestricted)
    short_by_us, short_by_statistics = scores(few, ours), scores(few, unrestricted)
    say(f"{len(whole):,} sentences in {len(by_us)} languages we carry, and {len(few):,} times {A_FEW} words of one")
    say(f"{'language':12} texts  sentence  (plain)  {A_FEW} words  (plain)   taken for")
    for lang in sorted(by_us, key=lambda one: by_us[one].share):
        shorter = short_by_us.get(lang), short_by_statistics.get(lang)
        columns = "".join(f"  {one.share:7.3f}" if one else f"  {'-':>7}" for one in shorter)
        taken = ", ".join(f"{other} {times}" for other, times in by_us[lang].taken_for.most_common(3))
        line = f"{by_us[lang].texts:5}  {by_us[lang].share:8.3f}  {by_statistics[lang].share:7.3f}"
        say(f"{OWN_NAMES[lang][:12]:12} {line}{columns}   {taken}")
    all_of = together(by_us.values())
    say_totals(say, [all_of, *map(together, map(dict.values, (by_statistics, short_by_us, short_by_statistics)))])
    say_others(say, [one for one in found if not one.is_carried])
    say("The author can always choose another language; below three words they are asked.")
    return all_of.share >= FLOOR


def is_short(one: Sample) -> bool:
    return one.short


def say_totals(say: Say, totals: Sequence[Score]) -> None:
    columns = "  ".join(f"{one.share:.3f}" for one in totals)
    say(f"all of them, ours and plain, then {A_FEW} words, ours and plain: {columns}")


def say_others(say: Say, others: Sequence[Sample]) -> None:
    """What texts in languages we do not carry are taken for: they come out as one that we do."""
    for lang, found in sorted(scores((one for one in others if not one.short), ours).items()):
        taken = ", ".join(f"{other} {times}" for other, times in found.taken_for.most_common(3))
        say(f"not carried: {lang}, {found.texts} sentences, taken for {taken}")

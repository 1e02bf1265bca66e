"""How often a hint is right, on real posts that people have labelled as offensive or not, beside a list of others."""

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from participation.foundation.paths import PACKAGE
from participation.foundation.text import fold
from participation.moderation.hints import WordList, hosts_in, word_list, words_on_list
from participation.moderation.likeness import ALIKE_FROM, likeness, marks
from participation.moderation.wordlists import own_words

DATA = PACKAGE.parent.parent / "shared" / "data"
POSTS, OTHERS_LIST = "germeval2018_test.csv", "ldnoobw_wordlists.csv"
OFFENCE = "OFFENSE"

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Post:
    """What somebody wrote, and whether the people who labelled it found it offensive."""

    text: str
    offensive: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """How a hint did. marked: posts that got it; right: offensive ones among them; offences: offensive ones in all."""

    marked: int
    right: int
    offences: int

    @property
    def precision(self) -> float:
        """Of the marked ones, the share that is offensive; 0 where nothing was marked."""
        return self.right / self.marked if self.marked else 0.0

    @property
    def recall(self) -> float:
        """Of the offensive ones, the share that was marked; 0 where there is none."""
        return self.right / self.offences if self.offences else 0.0


def judged(posts: Sequence[Post], marked: Iterable[bool]) -> Judged:
    """marked: for each post whether it got the hint."""
    pairs = list(zip(posts, marked, strict=True))
    return Judged(
        marked=sum(got for _, got in pairs),
        right=sum(got and post.offensive for post, got in pairs),
        offences=sum(post.offensive for post in posts),
    )


def with_words(posts: Sequence[Post], words: WordList) -> list[bool]:
    return [bool(words_on_list(fold(post.text), words)) for post in posts]


def with_links(posts: Sequence[Post]) -> list[bool]:
    return [bool(hosts_in(post.text)) for post in posts]


def repeated(posts: Sequence[Post]) -> list[bool]:
    """Which of the posts are the same as, or alike to, one before them; all within one stretch of time."""
    firsts: dict[int, list[str]] = {}
    seen: set[str] = set()
    found = []
    for post in posts:
        text = fold(post.text)
        own = marks(text)
        like = text in seen or any(
            likeness(text, first) >= ALIKE_FROM for mark in own for first in firsts.get(mark, ())
        )
        if not like:
            for mark in own:
                firsts.setdefault(mark, []).append(text)
        seen.add(text)
        found.append(like)
    return found


def posts_in(file: Path) -> list[Post]:
    with file.open(encoding="utf-8", newline="") as lines:
        return [Post(row["text"], row["label"] == OFFENCE) for row in csv.DictReader(lines)]


def others_words(file: Path, language: str = "") -> WordList:
    """language: "" for all of them."""
    with file.open(encoding="utf-8", newline="") as lines:
        return word_list(row["term"] for row in csv.DictReader(lines) if language in {"", row["language"]})


def report(say: Say, data: Path = DATA) -> None:
    """Print the figures of each hint; what is not here is said and not measured."""
    if not (data / POSTS).is_file():
        say(f"{POSTS} is not here, so nothing was measured")
        return
    posts = posts_in(data / POSTS)
    everything = judged(posts, [True] * len(posts))
    say(f"{len(posts):,} German posts (GermEval 2018, test), {everything.offences:,} of them offensive to readers:")
    say(f"marking all of them would have a precision of {everything.precision:.3f}")
    say(f"{'hint':34} {'marked':>6}  precision  recall   marked though harmless")
    show(say, "word of our list", judged(posts, with_words(posts, own_words())))
    if (data / OTHERS_LIST).is_file():
        for name, language in (("German", "de"), ("all languages", "")):
            words = others_words(data / OTHERS_LIST, language)
            show(say, f"  reference: LDNOOBW, {name}", judged(posts, with_words(posts, words)))
    else:
        say(f"{OTHERS_LIST} is not here, so there is no reference")
    show(say, "link", judged(posts, with_links(posts)))
    show(say, "the same or nearly the same text", judged(posts, repeated(posts)))
    say(f"{'many from one person':34} {'-':>6}  these data have no people and no times")
    say("A hint is shown to a moderator with its evidence. Nothing is rejected by machine.")


def show(say: Say, name: str, found: Judged) -> None:
    harmless = found.marked - found.right
    say(f"{name:34} {found.marked:6,}  {found.precision:9.3f}  {found.recall:6.3f}   {harmless:6,}")

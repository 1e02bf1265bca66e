"""A text in paragraphs with stable numbers, its words, and where a marked passage stands after a correction. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from participation.contributions.difference import Change, difference
from participation.contributions.rules import SENTENCE_END

LONGEST_PARAGRAPH = 2_000
WORD = re.compile(r"\S+")
# "P1:", "P 1.", "**P1:**", "[P1]", "P1 (w):", with a Latin or a Cyrillic letter that looks the same
SPEAKER = re.compile(r"[\W_]*[PpРр]\s?(\d{1,2})\s*(?:\(\w{1,12}\)\s*)?(?=[:：.\]*–—-])")
TURN = re.compile(r"\s*\w{1,12}\s*[:：]")


@dataclass(frozen=True, slots=True)
class Span:
    """From this sign of a text up to, but not with, that one."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    @property
    def is_empty(self) -> bool:
        return self.end <= self.start


@dataclass(frozen=True, slots=True)
class Word:
    """A word to choose. number: in its paragraph, from 0; sentence likewise."""

    number: int
    span: Span
    text: str
    sentence: int


@dataclass(frozen=True, slots=True)
class Turn:
    """A paragraph with whoever speaks in it: the number of their sign, None where nothing says it."""

    text: str
    speaker: int | None


def turns_of(text: str) -> list[Turn]:
    """Empty lines divide; so does each line that begins with somebody who speaks, and every line where none is empty.

    A paragraph that is too long to be read in one look is divided between sentences. No word is lost. Lines that follow
    without a sign, and parts of what was divided, are those of whoever spoke before; after an empty line nobody's.
    """
    blocks = [block for block in re.split(r"\n\s*\n", text.strip()) if block.strip()]
    found: list[Turn] = []
    for block in blocks:
        speaker: int | None = None
        for place, line in enumerate(line.strip() for line in block.split("\n") if line.strip()):
            begins = is_turn(line)
            if begins:
                speaker = speaker_in(line)
            if place and len(blocks) > 1 and not begins:
                found[-1] = Turn(f"{found[-1].text}\n{line}", found[-1].speaker)
            else:
                found.append(Turn(line, speaker))
    return [Turn(part, one.speaker) for one in found for part in shortened(one.text)]


def is_turn(line: str) -> bool:
    return SPEAKER.match(line) is not None or TURN.match(line) is not None


def paragraphs_of(text: str) -> list[str]:
    return [one.text for one in turns_of(text)]


def shortened(piece: str) -> list[str]:
    """Parts of at most LONGEST_PARAGRAPH signs, between sentences where that is possible, otherwise between words."""
    parts, rest = [], piece
    while len(rest) > LONGEST_PARAGRAPH:
        ends = [found.start() for found in SENTENCE_END.finditer(rest[: LONGEST_PARAGRAPH + 1])]
        blank = max(rest.rfind(" ", 1, LONGEST_PARAGRAPH + 1), rest.rfind("\n", 1, LONGEST_PARAGRAPH + 1))
        cut = next((end for end in reversed(ends) if end > LONGEST_PARAGRAPH // 3), 0)
        cut = cut or (blank if blank > 0 else LONGEST_PARAGRAPH)
        parts.append(rest[:cut].strip())
        rest = rest[cut:].strip()
    return [*parts, rest] if rest else parts


def speaker_in(paragraph: str) -> int | None:
    """The number of whoever speaks in it: `P2: …` is 2."""
    found = SPEAKER.match(paragraph)
    return int(found.group(1)) if found else None


def words_in(text: str) -> list[Word]:
    ends = [found.end() for found in SENTENCE_END.finditer(text)]
    return [
        Word(number, Span(*found.span()), found.group(), sum(1 for end in ends if end <= found.start()))
        for number, found in enumerate(WORD.finditer(text))
    ]


def chosen(text: str, first: int, last: int) -> Span | None:
    """From one word to another, as they are numbered; the order does not matter. None where there is no such word."""
    words = words_in(text)
    first, last = min(first, last), max(first, last)
    if not 0 <= first <= last < len(words):
        return None
    return Span(words[first].span.start, words[last].span.end)


def nearest(text: str, span: Span) -> tuple[int, int] | None:
    """The numbers of the first and the last word that a selection touches; None for none."""
    touched = [word.number for word in words_in(text) if word.span.start < span.end and span.start < word.span.end]
    return (touched[0], touched[-1]) if touched else None


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a passage stands now. same: its words are what they were, so nobody needs to look."""

    span: Span
    same: bool


def moved(span: Span, before: str, after: str) -> Moved:
    """A passage after its paragraph was corrected: it keeps its place, or is said to need a look."""
    passage = span.of(before)
    if before.count(passage) == after.count(passage) == 1:
        place = after.index(passage)
        return Moved(Span(place, place + len(passage)), same=True)
    start: int | None = None
    end = 0
    old = new = 0
    belongs = False  # whether what stood here until now was part of the passage
    for run in difference(before, after):
        length = len(run.text)
        if run.change is Change.NEW:
            if belongs or (start is not None and old < span.end):
                start = new if start is None else start
                end = new + length
            new += length
            continue
        kept = run.change is Change.SAME
        overlaps = old < span.end and span.start < old + length
        if overlaps and kept:
            first, last = max(span.start, old), min(span.end, old + length)
            start = new + first - old if start is None else start
            end = new + last - old
        belongs = overlaps and not kept
        old, new = old + length, new + length * kept
    if start is None:
        return Moved(Span(0, 0), same=False)
    return Moved(Span(start, end), same=after[start:end] == passage)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph between two places where a passage begins or ends. marks: those it belongs to."""

    text: str
    marks: tuple[int, ...]
    ends: tuple[int, ...]


def pieces_of(text: str, spans: Sequence[tuple[int, Span]]) -> list[Piece]:
    """A text for a page that shows its passages. spans: (number of the passage, where it stands)."""
    there = [(number, span) for number, span in spans if not span.is_empty]
    cuts = sorted({0, len(text), *(cut for _, span in there for cut in (span.start, span.end) if cut <= len(text))})
    return [
        Piece(
            text[first:last],
            tuple(number for number, span in there if span.start <= first and last <= span.end),
            tuple(number for number, span in there if span.end == last),
        )
        for first, last in pairwise(cuts)
    ]

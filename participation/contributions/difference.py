"""The difference between two wordings, as people read it: word by word, in every script. Pure, like `rules`.

Words that stand once in both texts are where they are held together; what lies between two such places is compared
closely where it is short and stands as replaced where it is long. So 5,000 characters against 5,000 take a bounded
number of steps, whatever they are (after Cohen's patience difference).
"""

import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

CLOSELY = 10_000  # comparisons of one word with another between two places that are held together
WORD_WORTH = 4  # blanks and commas that stay: so many make up for a word that does not
DEEPEST = 8  # how often what lies between two places is divided again
JOINED = {"\u200c", "\u200d", "\ufe0e", "\ufe0f", *map(chr, range(0x1F3FB, 0x1F400))}
# scripts that write no blanks between words: there one sign is compared with another
WITHOUT_BLANKS = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN")


class Change(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that both have, or only the former one, or only the later one."""

    change: Change
    text: str


def difference(before: str, after: str) -> list[Run]:
    """The runs that lead from one text to the other: without NEW they are the first, without GONE the second."""
    old, new = words(before), words(after)
    pairs = [*matches(old, new, (0, len(old)), (0, len(new)), 0), (len(old), len(new))]
    pieces: list[tuple[Change, str]] = []
    at_old = at_new = 0
    for there, here in pairs:
        pieces += [(Change.GONE, one) for one in old[at_old:there]]
        pieces += [(Change.NEW, one) for one in new[at_new:here]]
        if there < len(old):
            pieces.append((Change.SAME, old[there]))
        at_old, at_new = there + 1, here + 1
    return [run for some in readable(pieces) for run in some]


def words(text: str) -> list[str]:
    """A text in the pieces that are compared: words, single signs, blanks, each line end. Joined they are the text."""
    found: list[str] = []
    kind = ""
    for sign in text:
        now = kind_of(sign)
        belongs = now == "joined" or (found and found[-1].endswith("\u200d"))
        if found and kind != "line" and (belongs or (now == kind and now in {"word", "blank"})):
            found[-1] += sign
        else:
            found.append(sign)
            kind = now
    return found


def kind_of(sign: str) -> str:
    if sign == "\n":
        return "line"
    if sign.isspace():
        return "blank"
    if sign in JOINED or unicodedata.category(sign)[0] == "M":
        return "joined"
    if not sign.isalnum():
        return "sign"
    return "sign" if unicodedata.name(sign, "").startswith(WITHOUT_BLANKS) else "word"


Span = tuple[int, int]


def matches(old: Sequence[str], new: Sequence[str], there: Span, here: Span, depth: int) -> Iterator[Span]:
    """Places (in the former, in the later text) of pieces that both have, in order. there, here: where to look."""
    (first_old, end_old), (first_new, end_new) = there, here
    while first_old < end_old and first_new < end_new and old[first_old] == new[first_new]:
        yield first_old, first_new
        first_old, first_new = first_old + 1, first_new + 1
    tail: list[Span] = []
    while first_old < end_old and first_new < end_new and old[end_old - 1] == new[end_new - 1]:
        end_old, end_new = end_old - 1, end_new - 1
        tail.append((end_old, end_new))
    if first_old < end_old and first_new < end_new:
        yield from between(old, new, (first_old, end_old), (first_new, end_new), depth)
    yield from reversed(tail)


def between(old: Sequence[str], new: Sequence[str], there: Span, here: Span, depth: int) -> Iterator[Span]:
    """The same where neither the beginning nor the end is alike."""
    if (there[1] - there[0]) * (here[1] - here[0]) <= CLOSELY:
        yield from compared_closely(old, new, there, here)
        return
    held = held_together(old, new, there, here) if depth < DEEPEST else []
    if not held:
        return
    at_old, at_new = there[0], here[0]
    for place_old, place_new in held:
        yield from matches(old, new, (at_old, place_old), (at_new, place_new), depth + 1)
        yield place_old, place_new
        at_old, at_new = place_old + 1, place_new + 1
    yield from matches(old, new, (at_old, there[1]), (at_new, here[1]), depth + 1)


def held_together(old: Sequence[str], new: Sequence[str], there: Span, here: Span) -> list[Span]:
    """The longest row of pieces that stand once in both and in the same order."""
    once_old, once_new = once(old, there), once(new, here)
    pairs = [(place, once_new[piece]) for piece, place in once_old.items() if piece in once_new]
    ends: list[int] = []  # ends[n]: the smallest later place with which a row of n + 1 pieces can end
    at_end: list[int] = []
    before: list[int] = []
    for index, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        ends[length : length + 1], at_end[length : length + 1] = [place], [index]
        before.append(at_end[length - 1] if length else -1)
    row, index = list[Span](), at_end[-1] if at_end else -1
    while index >= 0:
        row.append(pairs[index])
        index = before[index]
    return row[::-1]


def once(pieces: Sequence[str], span: Span) -> dict[str, int]:
    """Pieces that stand once there -> where, in order."""
    counted = Counter(pieces[span[0] : span[1]])
    return {piece: place for place, piece in enumerate(pieces[span[0] : span[1]], span[0]) if counted[piece] == 1}


def compared_closely(old: Sequence[str], new: Sequence[str], there: Span, here: Span) -> Iterator[Span]:
    """What can stay, words before blanks: every piece is compared with every other."""
    rows, columns = there[1] - there[0], here[1] - here[0]
    stay = [[0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows - 1, -1, -1):
        piece = old[there[0] + row]
        worth = WORD_WORTH if piece[0].isalnum() else 1
        for column in range(columns - 1, -1, -1):
            without = max(stay[row + 1][column], stay[row][column + 1])
            same = piece == new[here[0] + column]
            stay[row][column] = max(without, stay[row + 1][column + 1] + worth) if same else without
    row = column = 0
    while row < rows and column < columns:
        same = old[there[0] + row] == new[here[0] + column]
        if same and stay[row][column] > max(stay[row + 1][column], stay[row][column + 1]):
            yield there[0] + row, here[0] + column
            row, column = row + 1, column + 1
        elif stay[row + 1][column] >= stay[row][column + 1]:
            row += 1
        else:
            column += 1


def readable(pieces: Sequence[tuple[Change, str]]) -> Iterator[list[Run]]:
    """Pieces joined to runs. A blank or a comma between two changes belongs to them: nobody reads a patchwork."""
    gone = new = same = ""
    for change, piece in pieces:
        if change is Change.SAME:
            same += piece
            continue
        if holds_apart(same) or not (gone or new):
            yield runs(gone, new, same)
            gone = new = ""
        else:
            gone, new = gone + same, new + same
        same = ""
        gone, new = gone + piece * (change is Change.GONE), new + piece * (change is Change.NEW)
    yield runs(gone, new, same)


def holds_apart(same: str) -> bool:
    return "\n" in same or any(sign.isalnum() for sign in same)


def runs(gone: str, new: str, same: str) -> list[Run]:
    told = (Change.GONE, gone), (Change.NEW, new), (Change.SAME, same)
    return [Run(change, text) for change, text in told if text]

"""When two texts are nearly the same. Pure, like `rules`.

A text is the set of its pieces of four letters; two are as like as these sets overlap (Jaccard). MinHash (Broder 1997)
gives each text a few marks of which two like texts share at least one nearly always, so the like ones are found by an
index and only those few are compared.
"""

from functools import cache
from hashlib import blake2b
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

PIECE = 4
SHORTEST = 24  # letters; two shorter texts that differ a little mean different things
ALIKE_FROM = 80  # percent
BANDS, ROWS = 8, 3  # at 80 % likeness 997 of 1,000 pairs share a mark, at 50 % two of three do not need to


def fingerprint(folded: str) -> str:
    """The same for texts that the search cannot tell apart: 16 hexadecimal digits."""
    return blake2b(folded.encode(), digest_size=8).hexdigest()


def pieces(folded: str) -> set[str]:
    return {folded[start : start + PIECE] for start in range(max(1, len(folded) - PIECE + 1))}


def likeness(one: str, other: str) -> int:
    """How like two folded texts are, in percent; 100 only where they are the same."""
    if one == other:
        return 100
    ours, theirs = pieces(one), pieces(other)
    return min(99, 100 * len(ours & theirs) // len(ours | theirs))


def marks(folded: str) -> list[int]:
    """BANDS numbers of 63 bits, or none for a short text."""
    if len(folded) < SHORTEST:
        return []
    factors, shifts = permutations()
    hashed = np.array([crc32(piece.encode()) for piece in pieces(folded)], dtype=np.uint64)
    smallest = ((factors[:, None] * hashed[None, :] + shifts[:, None]) >> np.uint64(32)).min(axis=1)
    return [mark_of(place, band.tobytes()) for place, band in enumerate(smallest.reshape(BANDS, ROWS))]


def mark_of(place: int, band: bytes) -> int:
    return int.from_bytes(blake2b(band, digest_size=8, person=bytes([place])).digest(), "big") >> 1


@cache
def permutations() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Fixed odd factors and shifts: marks of today are compared with those of yesterday."""

    def numbers(name: bytes) -> list[int]:
        digests = [blake2b(name + bytes([place]), digest_size=8).digest() for place in range(BANDS * ROWS)]
        return [int.from_bytes(one, "big") | 1 for one in digests]

    return np.array(numbers(b"factor"), dtype=np.uint64), np.array(numbers(b"shift"), dtype=np.uint64)

"""How close contributions are to each other, as the vectors on the shelf have it: for putting cards in order."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from sqlalchemy.orm import Session

from participation.fields import shelf
from participation.fields.method import Vectors
from participation.fields.rules import SIMILAR_FROM, Mode, mode_of
from participation.fields.similar import Kept, each_part_unit
from participation.fields.suggesting import from_bytes


def closeness_among(session: Session, contribution_ids: Sequence[int]) -> tuple[list[int], Vectors, float]:
    """(those that were read, n × n closeness, from where on two are similar).

    The measure is that of similar ideas, around the middle of these contributions. What the worker has not read yet is
    left out, and, while it reads everything anew, what it has read the other way. No model reads here: some hundred
    contributions take milliseconds.
    """
    rows = shelf.vectors_of_all(session, contribution_ids)
    if not rows:
        return [], np.zeros((0, 0), np.float32), SIMILAR_FROM[Mode.TFIDF]
    reader, _ = Counter((row.embedder, row.calibration) for row in rows).most_common(1)[0]
    same = [row for row in rows if (row.embedder, row.calibration) == reader]
    mode = mode_of(reader[0])
    vectors = each_part_unit(from_bytes([row.vector for row in same]), mode)
    kept = Kept(mode, np.array([row.contribution_id for row in same], dtype=np.int64), vectors)
    kept.measure()
    return kept.ids.tolist(), np.stack([kept.closeness(one) for one in vectors]), SIMILAR_FROM[mode]

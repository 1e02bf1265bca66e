"""How close contributions are to each other, as the vectors on the shelf have it: for putting cards in order."""

from collections.abc import Sequence

import numpy as np
from sqlalchemy.orm import Session

from participation.fields import embedding, library, shelf
from participation.fields.method import Vectors
from participation.fields.rules import SIMILAR_FROM, mode_of
from participation.fields.similar import Kept, each_part_unit
from participation.fields.suggesting import from_bytes


def closeness_among(session: Session, contribution_ids: Sequence[int]) -> tuple[list[int], Vectors, float]:
    """(those that were read, n × n closeness, from where on two are similar).

    The measure is that of similar ideas, around the middle of these contributions. What the worker has not read yet is
    left out. Some hundred contributions take milliseconds: no model reads here.
    """
    embedder = embedding.best_embedder()
    mode = mode_of(embedder.id)
    calibration = embedding.calibration_hash(library.calibration())
    rows = shelf.idea_vectors(session, contribution_ids, embedder.id, calibration)
    if not rows:
        return [], np.zeros((0, 0), np.float32), SIMILAR_FROM[mode]
    vectors = each_part_unit(from_bytes([row.vector for row in rows]), mode)
    kept = Kept(mode, np.array([row.contribution_id for row in rows], dtype=np.int64), vectors)
    kept.measure()
    return kept.ids.tolist(), np.stack([kept.closeness(one) for one in vectors]), SIMILAR_FROM[mode]

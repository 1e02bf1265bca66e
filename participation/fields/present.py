from collections.abc import Container, Mapping
from dataclasses import dataclass
from math import isfinite
from types import MappingProxyType

from participation.contributions.models import Contribution
from participation.contributions.present import Spoken
from participation.fields.models import FieldOfAction
from participation.fields.queries import Coverage, Unplaced
from participation.fields.rules import MODE_SENTENCES, SURE_FROM, Mode
from participation.foundation.locales import Words, pick
from participation.languages.present import told
from participation.languages.queries import NONE, Versions


@dataclass(frozen=True, slots=True)
class FieldHead:
    """A field as a page names it."""

    id: int
    key: str
    name: Words
    sentence: Words
    count: int


@dataclass(frozen=True, slots=True)
class Card:
    """An idea on the board. revision: number of its last move; proposals: (field, sure), the better first."""

    idea: Spoken
    slug: str
    revision: int
    field_id: int | None = None
    locked: bool = False
    proposals: tuple[tuple[FieldHead, bool], ...] = ()

    @property
    def unsure(self) -> bool:
        return bool(self.proposals) and not self.proposals[0][1]


@dataclass(frozen=True, slots=True)
class MachineState:
    """What the page says about the machine. mode: the sentence; percent: ideas with a sure suggestion.

    measured: whether sure ones were right on ideas this way of reading had not seen.
    """

    mode: str
    measured: bool
    ideas: int
    sure: int
    percent: int
    unread: int


def head(field: FieldOfAction, lang: str, counts: Mapping[int, int]) -> FieldHead:
    return FieldHead(field.id, field.key, pick(field.name, lang), pick(field.sentence, lang), counts.get(field.id, 0))


def placed_card(
    idea: Contribution,
    field_id: int,
    slugs: Mapping[int, str],
    revisions: Mapping[int, int] = MappingProxyType({}),
    locked: Container[int] = (),
    *,
    hidden: Container[int] = (),
    versions: Mapping[int, Versions] = NONE,
) -> Card:
    """hidden: the collections whose phase keeps back how many support an idea; versions: in the reader's language."""
    shown = told(idea, versions.get(idea.id), figures=idea.format_id not in hidden)
    return Card(shown, slugs.get(idea.format_id, ""), revisions.get(idea.id, 0), field_id, idea.id in locked)


def unplaced_card(
    found: Unplaced,
    heads: Mapping[int, FieldHead],
    slugs: Mapping[int, str],
    revisions: Mapping[int, int],
    versions: Mapping[int, Versions] = NONE,
) -> Card:
    idea = found.contribution
    proposals = tuple((heads[field_id], sure) for field_id, sure in found.suggestions if field_id in heads)
    shown = told(idea, versions.get(idea.id))
    return Card(shown, slugs.get(idea.format_id, ""), revisions.get(idea.id, 0), proposals=proposals)


def machine_state(found: Coverage) -> MachineState:
    sentence = MODE_SENTENCES[Mode(found.mode)] if found.mode else ""
    percent = round(100 * found.sure / found.ideas) if found.ideas else 0
    measured = bool(found.mode) and isfinite(SURE_FROM[Mode(found.mode)])
    return MachineState(sentence, measured, found.ideas, found.sure, percent, found.ideas - found.suggested)

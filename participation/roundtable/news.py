from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TableChanged:
    """Announced: something at an item is different, for every screen of its session. session: its public id."""

    session: str


@dataclass(frozen=True, slots=True)
class TableGone:
    """Announced: which seat voted how is to be known no more. ballot: its public id."""

    ballot: str

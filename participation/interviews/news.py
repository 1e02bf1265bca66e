from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceNamesGone:
    """Announced: nobody is to read any more how somebody is called. key: what their name is sealed with."""

    key: str


@dataclass(frozen=True, slots=True)
class SourceEmptied:
    """Announced: words of a source are gone, but the log of the database may still hold them. source: its public id."""

    source: str

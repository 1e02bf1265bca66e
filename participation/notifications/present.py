from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from participation.foundation.permissions import Actor
from participation.notifications.sources import Section, sources


@dataclass(frozen=True, slots=True)
class Summary:
    """A digest before it is put into words. waiting: of all processes; queue: endpoint of the one page it leads to."""

    since: datetime
    sections: tuple[Section, ...]
    queue: str

    @property
    def waiting(self) -> int:
        return sum(figure.count for section in self.sections for figure in section.waiting)

    @property
    def oldest(self) -> datetime | None:
        return min((section.oldest for section in self.sections if section.oldest), default=None)

    @property
    def is_worth_a_mail(self) -> bool:
        """Whether something waits or has changed."""
        return bool(self.sections)


def summary_for(session: Session, actor: Actor, since: datetime, lang: str) -> Summary:
    """What every source has to tell; processes about which there is nothing are left out."""
    known = sources()
    told = (section for source in known for section in source.figures(session, actor, since, lang))
    return Summary(since, tuple(with_something(told)), known[0].queue if known else "")


def with_something(sections: Iterable[Section]) -> Iterable[Section]:
    return (one for one in sections if one.waiting or one.urgent or one.decided)

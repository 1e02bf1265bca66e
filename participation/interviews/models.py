from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.contributions.models import Contribution
from participation.foundation.database import Base
from participation.foundation.locales import Words
from participation.interviews.paragraphs import Span
from participation.interviews.rules import Agreed, Consent, SourceKind


class TalkSource(Base):
    """Where words come from (*Quelle*): an interview, a focus group, a document.

    number: of its kind in the process. title: for the desk alone. publisher, year, link: of a document, whose title
    everybody reads. paragraphs, passages, people: how many there ever were, for their numbers. names_until: when the
    names are deleted; names_gone_at: that they are. gone_at, gone: since when nothing of it can be read, and why.
    Personal: `led_by`, who asked, so that whoever was asked finds them again. It goes with the names.
    """

    __tablename__ = "talk_source"
    __table_args__ = (UniqueConstraint("process_id", "kind", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    format_id: Mapped[int] = mapped_column(ForeignKey("format.id"), index=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    kind: Mapped[str] = mapped_column(String(12))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    language: Mapped[str] = mapped_column(String(10))
    held_on: Mapped[date | None]
    led_by: Mapped[str] = mapped_column(String(80), default="")
    place: Mapped[str] = mapped_column(String(120), default="")
    publisher: Mapped[str] = mapped_column(String(120), default="")
    year: Mapped[str] = mapped_column(String(4), default="")
    link: Mapped[str] = mapped_column(String(300), default="")
    paragraphs: Mapped[int] = mapped_column(default=0)
    passages: Mapped[int] = mapped_column(default=0)
    people: Mapped[int] = mapped_column(default=0)
    names_until: Mapped[date | None]
    names_gone_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    gone_at: Mapped[datetime | None]
    gone: Mapped[str] = mapped_column(String(10), default="")

    @property
    def is_document(self) -> bool:
        return self.kind == SourceKind.DOCUMENT


class TalkPerson(Base):
    """Somebody who was asked, by a pseudonym: P1, P2. facts: coarse, in words of the desk; no name stands beside it."""

    __tablename__ = "talk_person"
    __table_args__ = (UniqueConstraint("source_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    source_id: Mapped[int] = mapped_column(ForeignKey("talk_source.id"), index=True)
    number: Mapped[int]
    facts: Mapped[str] = mapped_column(String(80), default="")
    gone_at: Mapped[datetime | None]


class TalkName(Base):
    """How somebody is called and reached, sealed with the key of the source, which lies outside the database.

    Personal: `sealed`, so that somebody can be asked again and take back what they said; with their consent. It goes
    on the day that is said for the source, when it is withdrawn, or when somebody presses the button.
    """

    __tablename__ = "talk_name"

    person_id: Mapped[int] = mapped_column(ForeignKey("talk_person.id"), primary_key=True, autoincrement=False)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    source_id: Mapped[int] = mapped_column(ForeignKey("talk_source.id"), index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class TalkConsent(Base):
    """What somebody agreed to: added to, never changed but revoked. talk_person_id: None for a document.

    Personal: `taken_by_id`, who took it, to be able to show it (GDPR, Article 7 (1)).
    """

    __tablename__ = "talk_consent"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    source_id: Mapped[int] = mapped_column(ForeignKey("talk_source.id"), index=True)
    talk_person_id: Mapped[int | None] = mapped_column(ForeignKey("talk_person.id"), index=True)
    agreed: Mapped[list[str]] = mapped_column(JSON)
    how: Mapped[str] = mapped_column(String(12))
    given_on: Mapped[date]
    kept_until: Mapped[date | None]
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    taken_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    person: Mapped[TalkPerson | None] = relationship(lazy="joined")

    @property
    def value(self) -> Consent:
        number = self.person.number if self.person else None
        return Consent(
            number, frozenset(Agreed(one) for one in self.agreed), self.revoked_at is not None, self.kept_until
        )


class TalkParagraph(Base):
    """A paragraph of a text, by a number that never changes. version: how many wordings there were.

    speaker: the number of whoever speaks in it, None where that is not said. Personal: `text`, what somebody told.
    """

    __tablename__ = "talk_paragraph"
    __table_args__ = (UniqueConstraint("source_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    source_id: Mapped[int] = mapped_column(ForeignKey("talk_source.id"), index=True)
    number: Mapped[int]
    speaker: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)
    gone_at: Mapped[datetime | None]


class TalkWording(Base):
    """A former wording of a paragraph. Personal: `text`, as above; by_id: who wrote the next one."""

    __tablename__ = "talk_wording"
    __table_args__ = (UniqueConstraint("paragraph_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    paragraph_id: Mapped[int] = mapped_column(ForeignKey("talk_paragraph.id"), index=True)
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]


class Code(Base):
    """What passages are gathered under (*Code*), with its meaning, in the language of whoever wrote it.

    field_id: the field of action it stands for. into_id: it was merged into another one. retired_at: it is not
    offered any more; what stands under it stays.
    """

    __tablename__ = "talk_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    meaning: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(10))
    field_id: Mapped[int | None] = mapped_column(ForeignKey("field_of_action.id"), index=True)
    into_id: Mapped[int | None] = mapped_column(ForeignKey("talk_code.id"), index=True)
    retired_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=0)

    @property
    def words(self) -> Words:
        return Words(self.name, self.language)


class Passage(Base):
    """A marked stretch of a paragraph. Its words stand in its contribution; where nobody may be quoted it has none.

    begins, ends: signs of the paragraph. page: of a document. needs_look: the paragraph was corrected in it.
    gone_at: it was withdrawn, alone or with its source.
    """

    __tablename__ = "talk_passage"
    __table_args__ = (UniqueConstraint("source_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    source_id: Mapped[int] = mapped_column(ForeignKey("talk_source.id"), index=True)
    paragraph_id: Mapped[int] = mapped_column(ForeignKey("talk_paragraph.id"), index=True)
    contribution_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id"), unique=True)
    number: Mapped[int]
    begins: Mapped[int]
    ends: Mapped[int]
    page: Mapped[str] = mapped_column(String(20), default="")
    needs_look: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]
    gone_at: Mapped[datetime | None]

    contribution: Mapped[Contribution | None] = relationship(lazy="raise")

    @property
    def span(self) -> Span:
        return Span(self.begins, self.ends)


class Coding(Base):
    """A passage stands under a code."""

    __tablename__ = "talk_coding"

    passage_id: Mapped[int] = mapped_column(ForeignKey("talk_passage.id"), primary_key=True)
    code_id: Mapped[int] = mapped_column(ForeignKey("talk_code.id"), primary_key=True, index=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.contributions.rules import Kind, LanguageBy, RevisionState, Source, Standing, Status
from participation.foundation.database import Base
from participation.organisations.models import Organisation


class Contribution(Base):
    """What somebody said (*Beitrag*). `text` is as typed; `folded` is what the search compares.

    source_key: what the system it came from calls it; a second import finds it by this.
    support_count: number of rows in `support`, kept with them in one transaction.
    standing: whether it stands in lists in its own right (`lineage.py`).
    version: how many wordings there have been, also those that wait or were declined; `Revision` has them from the
    second on. edited_at: since when everybody can compare former ones, None where nobody can.
    withdrawn_at: when its author took it back; the words are gone then.
    organisation: for which it was said; author_id is that organisation's then. It is read with one statement more for
    a whole list, and with none where nothing in it was said for one. told_by: None unless somebody told it to the
    organisation, then a few words about them, or "".
    Personal: `told_by` describes, without a name, who told it; shown in public, with their consent. It goes when the
    contribution is withdrawn.
    """

    __tablename__ = "contribution"
    __table_args__ = (
        UniqueConstraint("format_id", "source_key"),
        Index("ix_contribution_board_newest", "format_id", "status", "standing", "published_at", "id"),
        Index("ix_contribution_board_support", "format_id", "status", "standing", "support_count", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    format_id: Mapped[int] = mapped_column(ForeignKey("format.id"))
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    kind: Mapped[str] = mapped_column(String(20), default=Kind.IDEA)
    title: Mapped[str] = mapped_column(String(300), default="")
    text: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(10))
    language_by: Mapped[str] = mapped_column(String(12), default=LanguageBy.RECOGNISED)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    source: Mapped[str] = mapped_column(String(10), default=Source.WEB)
    source_key: Mapped[str | None] = mapped_column(String(120))
    status: Mapped[str] = mapped_column(String(12), default=Status.WAITING)
    standing: Mapped[str] = mapped_column(String(10), default=Standing.OWN)
    support_count: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    edited_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    told_by: Mapped[str | None] = mapped_column(String(80))
    organisation: Mapped[Organisation | None] = relationship(lazy="selectin", viewonly=True)


class SpokenFor(Base):
    """Which member wrote something for an organisation, and that whoever told it agrees that it is passed on.

    Personal: `written_by_id`, so that the organisation and a court can know who answers for it, and that nobody writes
    faster by it; `consented_at`, when that member confirmed the consent of whoever told it (to be able to show it, GDPR
    art. 7 (1)); None where nobody told it. Never public. Kept as long as the contribution; `voices.forget_writing`
    takes the person out of it.
    """

    __tablename__ = "spoken_for"

    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    consented_at: Mapped[datetime | None]


class Revision(Base):
    """One wording of a contribution. They appear with the first edit, the original as number 1.

    The current one says the same as the contribution, which has it. shown: whether everybody may compare it once it
    is a former one. by_id: who wrote it.
    """

    __tablename__ = "contribution_revision"
    __table_args__ = (
        UniqueConstraint("contribution_id", "number"),
        Index(
            "uq_contribution_revision_waiting",
            "contribution_id",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(
            "uq_contribution_revision_current",
            "contribution_id",
            unique=True,
            sqlite_where=text("state = 'current'"),
            postgresql_where=text("state = 'current'"),
        ),
        Index("ix_contribution_revision_by", "by_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(300), default="")
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(10))
    language_by: Mapped[str] = mapped_column(String(12), default=LanguageBy.AUTHOR)
    state: Mapped[str] = mapped_column(String(12), default=RevisionState.CURRENT)
    shown: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Support(Base):
    """One person stands behind one contribution; the key makes a second time impossible.

    step_id: the step of lineage by which it came from another contribution; None: given to this one itself.
    """

    __tablename__ = "support"

    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    created_at: Mapped[datetime]
    step_id: Mapped[int | None] = mapped_column(ForeignKey("lineage_step.id"))


class Follow(Base):
    """Somebody wants to hear what becomes of a contribution, without standing behind it.

    Personal: that a person follows it, to tell them (they asked for it). Kept until they stop following, or are
    forgotten (`following.forget_follows`). Nobody else learns of it; nothing counts it in public.
    """

    __tablename__ = "follow"

    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    created_at: Mapped[datetime]


class LineageStep(Base):
    """What a moderator did with where ideas stand: added to, never deleted. An undone step keeps who undid it.

    note: words to the authors. from_format_id, to_format_id: of a move.
    """

    __tablename__ = "lineage_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    note: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    from_format_id: Mapped[int | None] = mapped_column(ForeignKey("format.id"))
    to_format_id: Mapped[int | None] = mapped_column(ForeignKey("format.id"))
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class LineageLink(Base):
    """From: what was said; to: where it stands by this step. Of a move both are the same idea."""

    __tablename__ = "lineage_link"

    step_id: Mapped[int] = mapped_column(ForeignKey("lineage_step.id"), primary_key=True)
    from_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), primary_key=True, index=True)
    to_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), primary_key=True, index=True)


class Answer(Base):
    """What came with a contribution as an answer to a question of the form. Own words, or keys of choices.

    language: that of the contribution. internal: what was promised when it was given; only the desk reads it.
    """

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("contribution_id", "field_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    field_id: Mapped[int] = mapped_column(ForeignKey("form_field.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    chosen: Mapped[list[str]]
    language: Mapped[str] = mapped_column(String(10))
    internal: Mapped[bool]


class Photo(Base):
    """The picture that came with a contribution, drawn anew in two sizes; its bytes are read only where they are sent.

    description: what can be seen, for those who cannot see it, in `language`, that of the contribution.
    width, height: of the large one.
    """

    __tablename__ = "photo"

    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    description: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(10))
    version: Mapped[str] = mapped_column(String(16))
    width: Mapped[int]
    height: Mapped[int]
    large: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    small: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)

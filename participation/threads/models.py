from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from participation.foundation.database import Base
from participation.threads.rules import Stance


class CommentPlace(Base):
    """Where a comment stands under what it talks about. The comment itself is a contribution of that kind.

    root: what is talked about; top: the comment that began this conversation, itself at depth 1.
    parent: the comment it stands under, None at depth 1; answers: what it answers, where that is not its parent.
    path: the ids down to it with leading zeros, so that order by path reads a conversation from top to bottom.
    voice: a number for its author under this root, so that one can tell who speaks without a name.
    speaks_as: the role its author chose to show. quote: words of `quoted`, as they stood there.
    """

    __tablename__ = "comment_place"
    __table_args__ = (
        Index("ix_comment_place_root", "root_id", "depth"),
        Index("ix_comment_place_branch", "top_id", "path"),
    )

    comment_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    root_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    top_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id"))
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id"))
    depth: Mapped[int]
    path: Mapped[str] = mapped_column(String(40))
    stance: Mapped[str] = mapped_column(String(10), default=Stance.NEUTRAL)
    voice: Mapped[int]
    speaks_as: Mapped[str | None] = mapped_column(String(20))
    quoted_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id"))
    quote: Mapped[str] = mapped_column(Text, default="")

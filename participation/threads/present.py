from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from participation.contributions.models import Contribution
from participation.contributions.present import Speaker, Wording, speaker_of, wording
from participation.contributions.rules import Status
from participation.foundation.locales import direction
from participation.foundation.permissions import Role
from participation.languages.present import readable
from participation.languages.queries import NONE, Versions
from participation.people.rules import ROLE_NAMES
from participation.threads.queries import Branch, Conversations, Figures, Named, Placed
from participation.threads.rules import STANCE_NAMES, Stance


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks at a thread.

    authors: as whom they say something; marked: ids of the comments they called helpful; figures: whether their
    counts are shown.

    versions: contribution id -> what there is in their language.
    """

    authors: frozenset[int] = frozenset()
    marked: frozenset[int] = frozenset()
    figures: bool = True
    versions: Mapping[int, Versions] = field(default_factory=lambda: NONE)


@dataclass(frozen=True, slots=True)
class Reference:
    """A comment that another one answers or quotes. voice None: what is talked about itself."""

    public_id: str
    voice: int | None


@dataclass(frozen=True, slots=True)
class Quoted:
    words: str
    lang: str
    dir: str
    source: Reference


@dataclass(slots=True)
class CommentView:
    """A comment as it may leave the house. state: published, withheld, withdrawn, or for its author alone its status.

    Of what was taken down nothing leaves but its place. badge: the role it speaks as; helpful None: kept back.
    speaker: the organisation for which it was said.
    unseen: answers in this conversation that are not on this page. edited_at: since when it says something else than
    at first; of a withdrawn one when that was.
    """

    public_id: str
    state: str
    text: str
    lang: str
    dir: str
    at: datetime
    depth: int
    voice: int
    stance: Stance
    badge: str = ""
    name: str = ""
    speaker: Speaker | None = None
    began_it: bool = False
    mine: bool = False
    helpful: int | None = None
    marked: bool = False
    quote: Quoted | None = None
    answers: Reference | None = None
    edited_at: datetime | None = None
    replies: list["CommentView"] = field(default_factory=list)
    unseen: int = 0
    version: Wording | None = None
    original: Wording | None = None
    offered: Wording | None = None

    @property
    def said_in(self) -> str:
        """The language its author wrote in."""
        return self.original.lang if self.original else self.lang

    @property
    def is_open(self) -> bool:
        """Whether everybody may answer it."""
        return self.state == Status.PUBLISHED


WITHHELD = "withheld"


def state_of(comment: Contribution, *, mine: bool) -> str:
    """Its author sees what became of it; for everybody else what is not public is withheld."""
    for_everybody = {Status.PUBLISHED, Status.WITHDRAWN}
    return comment.status if mine or comment.status in for_everybody else WITHHELD


def comment_view(one: Placed, root: Contribution, viewer: Viewer, others: Mapping[int, Named]) -> CommentView:
    comment, place = one.comment, one.place
    mine = comment.author_id in viewer.authors
    state = state_of(comment, mine=mine)
    view = CommentView(
        public_id=comment.public_id,
        state=state,
        text="",
        lang=comment.language,
        dir=direction(comment.language),
        at=comment.published_at or comment.created_at,
        depth=place.depth,
        voice=place.voice,
        stance=Stance(place.stance),
        mine=mine,
    )
    if state in {WITHHELD, Status.WITHDRAWN}:
        view.edited_at = comment.withdrawn_at
        return view
    view.text, view.edited_at = comment.text, comment.edited_at
    speak(view, comment, viewer)
    if place.speaks_as:
        view.badge, view.name = ROLE_NAMES[Role(place.speaks_as)], one.name
    view.speaker = speaker_of(comment)
    view.began_it = root.author_id is not None and root.author_id == comment.author_id
    view.helpful = comment.support_count if viewer.figures else None
    view.marked = comment.id in viewer.marked
    view.answers = reference(others.get(place.answers_id or 0))
    quoted = others.get(place.quoted_id or 0)
    if place.quote and quoted and quoted.public:
        source = Reference(quoted.public_id, quoted.voice)
        view.quote = Quoted(place.quote, quoted.language, direction(quoted.language), source)
    return view


def speak(view: CommentView, comment: Contribution, viewer: Viewer) -> None:
    """In the viewer's language where somebody vouches for a version; their own words stay as they are."""
    shown, offered = readable(comment, viewer.versions.get(comment.id))
    if shown is None or view.mine:
        view.offered = shown or offered
        return
    view.version, view.original = shown, wording(comment.title, comment.text, comment.language)
    view.text, view.lang, view.dir = shown.text, shown.lang, shown.dir


def reference(found: Named | None) -> Reference | None:
    return Reference(found.public_id, found.voice) if found else None


def referred_to(placed: Iterable[Placed]) -> set[int]:
    """The ids of what these comments answer or quote."""
    places = [one.place for one in placed]
    return {one for place in places for one in (place.answers_id, place.quoted_id) if one is not None}


def trees(found: Conversations, root: Contribution, viewer: Viewer, others: Mapping[int, Named]) -> list[CommentView]:
    """The conversations of a page, each with the answers shown under it."""
    tops = {one.comment.id: comment_view(one, root, viewer, others) for one in found.tops}
    hang(tops, found.shown, root, viewer, others)
    shown: dict[int, int] = {}
    for one in found.shown:
        shown[one.place.top_id] = shown.get(one.place.top_id, 0) + 1
    for top_id, view in tops.items():
        view.unseen = found.answers.get(top_id, 0) - shown.get(top_id, 0)
    return list(tops.values())


def branch_tree(found: Branch, root: Contribution, viewer: Viewer, others: Mapping[int, Named]) -> CommentView:
    """One conversation. An answer whose parent stands on an earlier page hangs on the first comment itself."""
    top = comment_view(found.top, root, viewer, others)
    hang({found.top.comment.id: top}, found.answers, root, viewer, others)
    return top


def hang(
    known: Mapping[int, CommentView],
    answers: Iterable[Placed],
    root: Contribution,
    viewer: Viewer,
    others: Mapping[int, Named],
) -> None:
    """Hang answers, given in reading order, under what they stand under."""
    views = dict(known)
    for one in answers:
        view = views[one.comment.id] = comment_view(one, root, viewer, others)
        above = views.get(one.place.parent_id or 0) or views[one.place.top_id]
        above.replies.append(view)


@dataclass(frozen=True, slots=True)
class StanceLine:
    """A stance as a filter offers it. count None: not counted."""

    value: str
    name: str
    count: int
    chosen: bool


def stance_lines(counted: Figures, chosen: Stance | None) -> list[StanceLine]:
    """Those that occur, and the one that is chosen."""
    return [
        StanceLine(stance.value, STANCE_NAMES[stance], counted.stances.get(stance, 0), stance is chosen)
        for stance in Stance
        if counted.stances.get(stance) or stance is chosen
    ]

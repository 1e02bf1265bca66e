"""A thread as a page shows it, for this room's own pages and for the page of what is talked about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import url_for
from sqlalchemy.orm import Session

from participation.contributions import homes
from participation.contributions import queries as contributions
from participation.contributions.homes import About
from participation.contributions.models import Contribution
from participation.contributions.rules import Standing, Status, has_empty_place, short_name
from participation.contributions.web import Voices, voices_offered
from participation.foundation import chance, locales, web
from participation.foundation.locales import Words
from participation.foundation.messages import NotFound
from participation.foundation.permissions import Actor, Permission, Role, may
from participation.foundation.text import MAX_CHARACTERS
from participation.languages.queries import Versions, versions_for
from participation.people.rules import ROLE_NAMES
from participation.people.web import current_actor
from participation.process.models import Format
from participation.process.permissions import require_readable
from participation.threads import queries
from participation.threads.forms import CommentForm
from participation.threads.present import CommentView, StanceLine, Viewer, referred_to, stance_lines, trees
from participation.threads.queries import Placed, Wanted
from participation.threads.rules import STANCE_NAMES, Order, Stance


@dataclass(frozen=True, slots=True)
class Root:
    """What is talked about, the collection it belongs to and the address of its own page."""

    said: Contribution
    collection: Format
    home: str


def root_named(session: Session, public_id: str) -> Root:
    """Raises NotFound unless everybody may read it or its empty place, NotOpenYet before the phase that shows it."""
    actor = current_actor()
    said = contributions.by_public_id(session, actor.municipality_id, public_id)
    collection = session.get_one(Format, said.format_id)
    require_readable(actor, collection)
    empty_place = has_empty_place(said.status, was_public=said.published_at is not None)
    if not (said.status == Status.PUBLISHED or empty_place) or not homes.stands_alone(said):
        raise NotFound
    return Root(said, collection, homes.address_of(session, said, collection))


@dataclass(frozen=True, slots=True)
class WritingForm:
    """What a form to comment starts with. roles: (word, name) of those its author may show.

    voices: for whom they may write.
    """

    address: str
    once: str
    roles: list[tuple[str, str]]
    stances: list[tuple[str, str]]
    voices: Voices


@dataclass(frozen=True, slots=True)
class Thread:
    """What a page shows of what is said under a contribution. home: the page it stands on, without arguments.

    versions: what there is in the reader's language of the root and of its comments, by their ids.
    """

    root: str
    home: str
    total: int
    ever: int
    stances: list[StanceLine]
    orders: list[Order]
    wanted: Wanted
    comments: list[CommentView]
    page: int
    pages: int
    may_comment: bool
    form: WritingForm
    versions: Mapping[int, Versions]

    def link(self, *, page: int = 1, order: Order | None = None, stance: str | None = None) -> str:
        """The address of a page of this thread in an order, of one stance or of all."""
        asked = {"order": order or self.wanted.order, "stance": stance or "", "page": page if page > 1 else ""}
        return thread_link(self.home, {name: str(value) for name, value in asked.items() if value})


def address_of_comment(session: Session, comment: Contribution, _collection: Format) -> str:
    root = queries.roots_of(session, [comment.id])[comment.id]
    return comment_address(root.public_id, comment.public_id)


def comment_address(root_id: str, comment_id: str) -> str:
    """A comment's own address, and its place on that page."""
    return f"{url_for('threads.comment', root_id=root_id, comment_id=comment_id)}#c-{comment_id}"


def about_comments(session: Session, comments: Sequence[Contribution]) -> dict[int, About]:
    """What comments talk about and whom they answer, for whoever reads them alone."""
    ids = [one.id for one in comments]
    roots, answered = queries.roots_of(session, ids), queries.answered_by(session, ids)
    return {
        one: About(
            name=words_of(root),
            address=url_for("threads.thread", root_id=root.public_id),  # the comment itself may still wait
            answered=Words(answered[one].text, answered[one].language) if one in answered else None,
        )
        for one, root in roots.items()
    }


def words_of(contribution: Contribution) -> Words:
    return Words(short_name(contribution.title, contribution.text), contribution.language)


def thread_link(home: str, asked: Mapping[str, str]) -> str:
    """The place of the thread on the page of its root."""
    joint = "&" if "?" in home else "?"
    return f"{home}{joint if asked else ''}{urlencode(asked)}#comments"


def asked(args: Mapping[str, str], *, figures: bool) -> Wanted:
    """What an address asks for; helpful first is no order while the figures are kept back."""
    orders = offered_orders(figures=figures)
    order = Order(args["order"]) if args.get("order") in set(orders) else orders[0]
    stance = Stance(args["stance"]) if args.get("stance") in set(Stance) else None
    number = args.get("page", "")
    return Wanted(order, stance, int(number) if number.isascii() and number.isdecimal() and len(number) < 8 else 1)


def offered_orders(*, figures: bool) -> list[Order]:
    return [order for order in Order if figures or order is not Order.HELPFUL]


def conversation(
    session: Session,
    root: Contribution,
    collection: Format,
    *,
    home: str,
    args: Mapping[str, str],
    actor: Actor,
) -> Thread:
    """A page of the thread under `root`. home: the page of the root, where it stands."""
    figures = not collection.allowed.results_hidden
    wanted = asked(args, figures=figures)
    counted = queries.figures(session, root.id)
    found = queries.conversations(session, root.id, wanted, actor.authors)
    everybody = [*found.tops, *found.shown]
    viewer = viewer_of(session, actor, everybody, figures=figures, root_id=root.id)
    return Thread(
        root=root.public_id,
        home=home,
        total=counted.total,
        ever=counted.ever,
        stances=stance_lines(counted, wanted.stance),
        orders=offered_orders(figures=figures),
        wanted=wanted,
        comments=trees(found, root, viewer, queries.named(session, referred_to(everybody))),
        page=found.page,
        pages=found.pages,
        may_comment=may_write(actor, root, collection),
        form=writing_form(root, collection, actor),
        versions=viewer.versions,
    )


def may_write(actor: Actor, root: Contribution, collection: Format) -> bool:
    """Whether somebody may say something under it now: what stands elsewhere or was withdrawn takes nothing new."""
    in_its_own_right = (root.status, root.standing) == (Status.PUBLISHED, Standing.OWN)
    return in_its_own_right and may(actor, Permission.COMMENT, collection)


def viewer_of(
    session: Session, actor: Actor, shown: list[Placed], *, figures: bool, root_id: int | None = None
) -> Viewer:
    """root_id: where its page shows the root as well, so that its version comes with those of the comments."""
    ids = [one.comment.id for one in shown]
    marked = contributions.supported_among(session, actor.person_id, ids)
    versions = versions_for(session, ids if root_id is None else [root_id, *ids], web.reader_language())
    return Viewer(actor.authors, frozenset(marked), figures=figures, versions=versions)


def writing_form(root: Contribution, collection: Format, actor: Actor, voice: str = "") -> WritingForm:
    """voice: for whom was chosen, of a form that comes back."""
    held = actor.roles_at(collection)
    return WritingForm(
        address=url_for("threads.write", root_id=root.public_id),
        once=chance.token(),
        roles=[(role.value, name) for role, name in ROLE_NAMES.items() if role in held - unshown(actor)],
        voices=voices_offered(actor, voice),
        stances=[(stance.value, name) for stance, name in STANCE_NAMES.items()],
    )


def unshown(actor: Actor) -> set[Role]:
    """Roles that nobody shows: that of everybody, and of a member that of the organisation, which is named instead."""
    return {Role.RESIDENT, Role.ORGANISATION} if actor.speaks_for else {Role.RESIDENT}


def writing_facts() -> dict[str, object]:
    """What every form to comment needs besides."""
    return {"limit": MAX_CHARACTERS, "tongues": locales.OWN_NAMES, "form": CommentForm(), "oops": None}

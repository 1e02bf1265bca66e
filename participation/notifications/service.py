import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from participation.foundation import clock, delivery, mail
from participation.foundation.audit import Act, enter
from participation.foundation.database import Transaction
from participation.foundation.letters import Letter
from participation.foundation.mail import MailSettled, Outcome, OutgoingMail
from participation.foundation.messages import NotAllowed
from participation.foundation.municipality import Municipality
from participation.foundation.permissions import Actor, Permission, require
from participation.notifications import queries
from participation.notifications.models import DigestChoice, Notification
from participation.notifications.rules import About, AskedJustNow, AskedOften, LinkVoid, NobodyToTell, Often, Trouble
from participation.people.models import Person
from participation.people.rules import key_hash

CONFIRM_HOURS = 48
BETWEEN_LINKS = timedelta(minutes=5)  # so that nobody's mailbox is filled from here
REFUSED_KEPT = timedelta(days=30)
LINKS_A_DAY = 3  # to one address, whoever asks
DIGEST, CONFIRM = "digest", "confirm"
# the kinds of mail of each: a digest, and a link to confirm
KINDS = {About.DESK: (DIGEST, CONFIRM), About.OWN: ("own_digest", "own_confirm")}
ABOUT = {kind: about for about, kinds in KINDS.items() for kind in kinds}


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody chose. site: the address under which they opened the house; about: their desk, or their own."""

    often: Often
    hour: int
    language: str
    address: str
    site: str
    about: About = About.DESK


@dataclass(frozen=True, slots=True)
class Key:
    """The secret of a link to confirm, the mail that carries it, and the keyed fingerprint of where it goes."""

    token: str
    letter: Letter
    fingerprint: bytes = b""


def own_choice(tx: Transaction, by: Actor, about: About = About.DESK) -> DigestChoice:
    """The row of a colleague who may moderate, or of somebody who took part; held for this transaction.

    It is made where there is none. Raises NotAllowed, NobodyToTell.
    """
    if about is About.DESK:
        require(by, Permission.MODERATE)
    if by.person_id is None:
        raise NotAllowed if about is About.DESK else NobodyToTell
    tx.session.get_one(Person, by.person_id, with_for_update=True)  # so that two first choices make one row
    found = queries.choice_of(tx.session, by.person_id, by.municipality_id, about)
    if found is None:
        found = DigestChoice(municipality_id=by.municipality_id, person_id=by.person_id, about=about)
        tx.session.add(found)
        tx.session.flush()
    return found


def choose(tx: Transaction, wish: Wish, *, by: Actor, key: Key) -> DigestChoice:
    """Get digests from now on, in this rhythm; another address is used once its owner has confirmed it by `key`.

    Raises NotAllowed, NobodyToTell, AskedJustNow, AskedOften.
    """
    choice = own_choice(tx, by, wish.about)
    enter(tx, Act(by.entry, "digest.choose", by.entry), town=by.municipality_id)
    if wish.often is Often.NEVER:
        forget_address(tx, choice)
        return choice
    if needs_a_link(choice, wish.address):
        send_link(tx, choice, wish.address, key)
    choice.often, choice.hour, choice.language, choice.site = wish.often, wish.hour, wish.language, wish.site
    choice.chosen_at = clock.now()
    return choice


def needs_a_link(choice: DigestChoice, address: str) -> bool:
    """A new address does, one the mail server refused, and one whose link may have got lost. Raises AskedJustNow."""
    usable = choice.address == address and choice.trouble != Trouble.REFUSED
    if usable and choice.confirmed_at is not None:
        return False
    just_now = choice.asked_at is not None and clock.now() - choice.asked_at < BETWEEN_LINKS
    if just_now and not usable:
        raise AskedJustNow(minutes=int(BETWEEN_LINKS.total_seconds() // 60))
    return not just_now


def send_link(tx: Transaction, choice: DigestChoice, address: str, key: Key) -> None:
    """Ask the owner of `address`; until they answer nothing else is sent, to the address before it neither."""
    withdraw_mails(tx, choice)
    now = clock.now()
    if choice.about == About.OWN:  # anybody may be a guest, so anybody could write to somebody else's mailbox
        count_link(tx, choice, key.fingerprint, now)
    choice.address, choice.confirmed_at, choice.end_hash = address, None, None
    choice.confirm_hash, choice.address_until = key_hash(key.token), now + timedelta(hours=CONFIRM_HOURS)
    choice.asked_at, choice.trouble, choice.trouble_at = now, "", None
    put_on_its_way(tx, choice, key.letter, kind_of(choice, CONFIRM))


def count_link(tx: Transaction, choice: DigestChoice, fingerprint: bytes, now: datetime) -> None:
    """Raises AskedOften where one address got several links today, whoever asked for them."""
    if queries.links_today(tx.session, fingerprint, now) >= LINKS_A_DAY:
        raise AskedOften
    known = choice.asked_for == fingerprint and choice.asked_at is not None
    lately = known and now - (choice.asked_at or now) < queries.ASKED_KEPT
    choice.asked_times = choice.asked_times + 1 if lately else 1
    choice.asked_for = fingerprint


def fingerprint(secret: bytes, address: str) -> bytes:
    """By which an address is known again for a day, without being kept."""
    return hmac.new(secret, b"asked:" + address.lower().encode(), sha256).digest()


def kind_of(choice: DigestChoice, kind: str) -> str:
    """The kind of a mail to somebody: what it is, and what it is about."""
    return KINDS[About(choice.about)][(DIGEST, CONFIRM).index(kind)]


def put_on_its_way(tx: Transaction, choice: DigestChoice, letter: Letter, kind: str) -> None:
    town = tx.session.get_one(Municipality, choice.municipality_id)
    mail.write(
        tx,
        letter,
        to=choice.address,
        kind=kind,
        municipality_id=town.id,
        person_id=choice.person_id,
        sender=town.name,
    )


def confirm(tx: Transaction, token: str, municipality_id: int, *, secret: bytes) -> DigestChoice:
    """The owner of the mailbox wants the digests. Raises LinkVoid."""
    choice = queries.choice_to_confirm(tx.session, token, municipality_id, clock.now())
    if choice is None:
        raise LinkVoid
    tx.session.refresh(choice, with_for_update=True)
    if choice.confirm_hash != key_hash(token):
        raise LinkVoid  # used or replaced while this one waited for the row
    choice.confirmed_at, choice.confirm_hash, choice.address_until = clock.now(), None, None
    choice.end_hash = key_hash(end_token(secret, choice))
    note(tx, choice, "digest.confirm")
    return choice


def end_token(secret: bytes, choice: DigestChoice) -> str:
    """The secret of the link that ends the mails to an address.

    It is a function of the installation's secret, so each mail can carry it and it need not be stored. A resident's
    goes on when their guest becomes an account.
    """
    whose = f"digest-end:{choice.municipality_id}:{choice.person_id}:{choice.address}"
    if choice.about == About.OWN:
        whose = f"digest-end:own:{choice.id}:{choice.address}"
    return hmac.new(secret, whose.encode(), sha256).hexdigest()[:32]


def end(tx: Transaction, token: str, municipality_id: int) -> None:
    """No more mail; whoever has the link needs no account for it. Raises LinkVoid."""
    choice = queries.choice_to_end(tx.session, token, municipality_id)
    if choice is None:
        raise LinkVoid
    forget_address(tx, choice)
    note(tx, choice, "digest.end")


def end_at_once(tx: Transaction, token: str, municipality_id: int) -> None:
    """The same for a mail program that was told to: once more, or with a link nobody knows, changes nothing."""
    if queries.choice_to_end(tx.session, token, municipality_id) is not None:
        end(tx, token, municipality_id)


def note(tx: Transaction, choice: DigestChoice, action: str) -> None:
    whom = f"person:{choice.person_id}"
    enter(tx, Act(whom, action, whom), town=choice.municipality_id)


def forget_address(tx: Transaction, choice: DigestChoice) -> None:
    """Nothing of how somebody was reached is kept, and what was on its way goes no further."""
    withdraw_mails(tx, choice)
    choice.often, choice.address, choice.site, choice.language = Often.NEVER, "", "", ""
    choice.confirm_hash = choice.end_hash = None
    choice.address_until = choice.confirmed_at = choice.chosen_at = choice.digest_at = choice.told_at = None
    choice.trouble, choice.trouble_at = "", None


def withdraw_mails(tx: Transaction, choice: DigestChoice) -> None:
    for kind in KINDS[About(choice.about)]:
        mail.withdraw(tx, kind=kind, municipality_id=choice.municipality_id, person_id=choice.person_id)


def belong_to(tx: Transaction, choice: DigestChoice, person_id: int) -> None:
    """A resident's wish goes on for the person they have become, with what is on its way."""
    tx.session.execute(
        update(OutgoingMail)
        .where(OutgoingMail.person_id == choice.person_id, OutgoingMail.kind.in_(KINDS[About(choice.about)]))
        .values(person_id=person_id)
        .execution_options(synchronize_session="fetch")
    )
    choice.person_id = person_id


def count_from_now(tx: Transaction, *, by: Actor) -> None:
    """The page begins anew: what was decided until now has been read. Raises NotAllowed."""
    own_choice(tx, by).read_at = clock.now()


# --- the worker's part


def claim(tx: Transaction, choice: DigestChoice, now: datetime) -> DigestChoice | None:
    """Compare and set: of two workers that find the same digest due only one writes it."""
    before = (
        DigestChoice.digest_at.is_(None) if choice.digest_at is None else DigestChoice.digest_at == choice.digest_at
    )
    claimed = tx.session.execute(
        update(DigestChoice)
        .where(DigestChoice.id == choice.id, DigestChoice.confirmed_at.is_not(None), before)
        .values(digest_at=now)
        .returning(DigestChoice.id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    return tx.session.get(DigestChoice, choice.id) if claimed else None


def write_digest(tx: Transaction, choice: DigestChoice, letter: Letter) -> None:
    """Send it in the place of an older one that has not gone out: the new one tells everything since the last sent."""
    kind = kind_of(choice, DIGEST)
    mail.withdraw(tx, kind=kind, municipality_id=choice.municipality_id, person_id=choice.person_id)
    put_on_its_way(tx, choice, letter, kind)


def hear_of_mail(tx: Transaction, news: MailSettled) -> None:
    """A mail of ours arrived, or never will: an address that is refused gets nothing more, and its owner reads why."""
    about = ABOUT.get(news.kind)
    if about is None:
        return
    choice = queries.choice_of(tx.session, news.person_id, news.municipality_id, about)
    if choice is None or not choice.address:
        return
    if news.outcome is Outcome.SENT:
        choice.trouble, choice.trouble_at = "", None
        choice.told_at = news.written_at if news.kind == kind_of(choice, DIGEST) else choice.told_at
        return
    choice.trouble, choice.trouble_at = Trouble(news.outcome.value), clock.now()
    if news.outcome is Outcome.REFUSED:
        choice.confirmed_at = choice.confirm_hash = choice.end_hash = None
        choice.address_until = clock.now() + REFUSED_KEPT
        enter(tx, Act("system", "digest.refused", f"person:{choice.person_id}"), town=choice.municipality_id)


def tidy_up(tx: Transaction) -> None:
    """Forget addresses nobody confirmed, people who are no colleagues any more, and counts nobody needs.

    What another worker or its owner has in hand this moment is left for the next round.
    """
    session = tx.session
    for choice in session.scalars(queries.never_confirmed(clock.now()).with_for_update(skip_locked=True)).all():
        forget_address(tx, choice)
    for choice in session.scalars(queries.nobodys_choices().with_for_update(skip_locked=True, of=DigestChoice)).all():
        withdraw_mails(tx, choice)
        session.delete(choice)
    for choice in session.scalars(queries.asked_long_ago(clock.now()).with_for_update(skip_locked=True)).all():
        choice.asked_for, choice.asked_times = None, 0
    for late in session.scalars(delivery.overdue().with_for_update(skip_locked=True)).all():
        delivery.finish(tx, late, Outcome.GIVEN_UP)
    session.execute(delete(OutgoingMail).where(OutgoingMail.id.in_(mail.old_counts())))
    session.execute(
        delete(Notification)
        .where(Notification.id.in_(queries.old_notifications(clock.now())))
        .execution_options(synchronize_session=False)
    )


def is_untidy(session: Session) -> bool:
    """Whether there is anything to forget: so that looking takes no lock."""
    now = clock.now()
    looks = (
        queries.never_confirmed(now),
        queries.nobodys_choices(),
        queries.asked_long_ago(now),
        queries.old_notifications(now),
        mail.old_counts(),
        delivery.overdue(),
    )
    return any(session.scalar(look.limit(1)) is not None for look in looks)

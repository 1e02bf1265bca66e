"""The worker's round, once a minute: which digests are due, and what is to be forgotten. It has an app, no request."""

import logging
import time
from collections.abc import Callable
from functools import partial
from threading import Event

from flask import Flask
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from participation.foundation import clock, delivery, smtp, tidying
from participation.foundation.database import Database
from participation.foundation.messages import HouseBusy
from participation.foundation.municipality import Municipality
from participation.foundation.permissions import Actor, Permission, may
from participation.foundation.settings import Settings
from participation.foundation.smtp import BadMailSettings, PostOffice
from participation.notifications import queries, service
from participation.notifications.letters import as_opened_at, digest_letter, in_language
from participation.notifications.models import DigestChoice
from participation.notifications.own_letters import own_digest_letter
from participation.notifications.present import summary_for
from participation.notifications.rules import due, due_with
from participation.notifications.sources import lines_for
from participation.people.models import Person
from participation.people.queries import actor as actor_in

log = logging.getLogger(__name__)

EVERY = 60.0  # seconds between two rounds
PAUSE = 2.0  # between two looks for a mail that is due


def keep_delivering(app: Flask, house: Database, settings: Settings, stop: Event) -> None:
    """For a thread of the worker: mails never wait for jobs, nor jobs for a mail server that does not answer.

    stop: set, it ends after the mail at hand.
    """
    office = office_of(settings)
    next_round = time.monotonic()
    with app.app_context():
        while not stop.is_set():
            begin = time.monotonic()
            if begin >= next_round:
                next_round = begin + EVERY
                carefully(lambda: go_round(house, settings, sends=office is not None))
            if office is None or not carefully(lambda: delivery.deliver_next(house, office)):
                stop.wait(PAUSE)


def office_of(settings: Settings) -> PostOffice | None:
    try:
        return smtp.post_office(settings)
    except BadMailSettings as bad:
        log.error("no mail is sent: %s", bad)  # noqa: TRY400 - a sentence for the operator
        return None


def carefully(step: Callable[[], object]) -> bool:
    """Whether `step` did something. What goes wrong in it must not end the thread."""
    try:
        return bool(step())
    except (HouseBusy, OperationalError) as away:
        log.warning("mail waits: %s", type(away).__name__)
    except Exception:
        log.exception("a round of the mail failed")
    return False


def go_round(house: Database, settings: Settings, *, sends: bool = True) -> int:
    """Write the digests that are due; returns how many. sends: whether there is a mail server."""
    with house.reading() as session:
        choices = queries.wanting_mail(session) if sends else []
        residents = queries.with_something_new(session) if sends else []
        untidy = service.is_untidy(session)
    now = clock.now()
    written = sum(
        carefully(partial(write_one, house, settings, choice))  # one that fails must not cost the others theirs
        for choice in choices
        if choice.rhythm and due(choice.rhythm, choice.digest_at, clock.local(now))
    )
    written += sum(
        carefully(partial(write_own, house, settings, choice))
        for choice, came in residents
        if choice.rhythm and due_with(choice.rhythm, choice.digest_at, came, clock.local(now))
    )
    if untidy:
        with house.transaction() as tx:
            service.tidy_up(tx)
    carefully(partial(tidying.tidy, house))
    return written


def write_one(house: Database, settings: Settings, found: DigestChoice) -> bool:
    """One colleague's digest, where there is something to tell. Its period is over either way."""
    with house.transaction() as tx:
        choice = service.claim(tx, found, clock.now())
        if choice is None:
            return False
        actor = moderator(tx.session, choice)
        if actor is None:
            service.forget_address(tx, choice)
            return False
        since = choice.told_at or choice.confirmed_at or clock.now()
        summary = summary_for(tx.session, actor, since, choice.language)
        if not summary.is_worth_a_mail:
            return False
        town = tx.session.get_one(Municipality, choice.municipality_id)
        with in_language(choice.language):
            letter = digest_letter(
                summary,
                town.name,
                site=site_of(settings, town, choice),
                end_token=service.end_token(settings.secret_key, choice),
                lang=choice.language,
            )
        service.write_digest(tx, choice, letter)
    return True


def write_own(house: Database, settings: Settings, found: DigestChoice) -> bool:
    """One resident's mail about what is new for them, where anything of it can still be read."""
    with house.transaction() as tx:
        choice = service.claim(tx, found, clock.now())
        if choice is None:
            return False
        since = choice.told_at or choice.confirmed_at or clock.now()
        town = tx.session.get_one(Municipality, choice.municipality_id)
        site = site_of(settings, town, choice)
        with as_opened_at(site, choice.language):
            lines = lines_for(tx.session, choice.person_id, choice.municipality_id, since)
            if not lines:
                return False
            letter = own_digest_letter(
                lines,
                town.name,
                site=site,
                end_token=service.end_token(settings.secret_key, choice),
                lang=choice.language,
            )
        service.write_digest(tx, choice, letter)
    return True


def moderator(session: Session, choice: DigestChoice) -> Actor | None:
    """Who they are today; None when they may not moderate here any more."""
    person = session.get_one(Person, choice.person_id)
    actor = actor_in(session, person, choice.municipality_id)
    return actor if actor is not None and may(actor, Permission.MODERATE) else None


def site_of(settings: Settings, town: Municipality, choice: DigestChoice) -> str:
    """The installation's address where it has one; a town with a host of its own is opened under that."""
    return choice.site if town.host or not settings.url else settings.url
